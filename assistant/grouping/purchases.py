"""Kinds of government purchases named after the first by their last word alone (政府采购货物加服务)."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.knowledge import Knowledge
from assistant.parsing.model import Mention, MetricQuery, ParsedQuestion
from index.vocabulary.names import key
from index.vocabulary.names import plain as to_plain

_KIND = {"货物": "procurement_goods", "工程": "procurement_works", "服务": "procurement_services"}
_FIRST = re.compile(r"采购(?:的)?(?:货物|工程|服务)类?(?:支出|预算)?$|(?:货物|工程|服务)类?(?:的)?采购(?:支出|预算)?$")
_NEXT = re.compile(r"(?:[、加和与跟及+]|加上|以及|还有)(?P<kind>货物|工程|服务)(?:类)?(?:采购)?(?:支出|预算)?")


def with_other_kinds(parsed: ParsedQuestion, knowledge: Knowledge) -> ParsedQuestion:
    """The question with the kinds of purchases that it goes on to name."""
    found: list[MetricQuery] = []
    mentions = list(parsed.mentions)
    for query in parsed.queries:
        found.append(query)
        target, end = query.target, query.target.end
        if parsed.plain[target.start : end] != target.text or not _FIRST.search(target.text):
            continue
        while (following := _NEXT.match(parsed.plain, end)) is not None:
            start, end = following.span("kind")[0], following.end()
            if any(start < one.end and one.start < end for one in mentions):
                break
            kind = following["kind"]
            names = tuple(sorted(name for name in knowledge.names if _names_kind(name, kind)))
            mention = Mention(start, end, f"政府采购{kind}", names, (_KIND[kind],))
            mentions.append(mention)
            found.append(replace(query, target=mention))
    if len(found) == len(parsed.queries):
        return parsed
    ordered = tuple(sorted(mentions, key=lambda one: one.start))
    return replace(parsed, queries=tuple(found), mentions=ordered)


def _names_kind(name: str, kind: str) -> bool:
    return (
        re.fullmatch(
            rf"(?:其中)?(?:政府)?采购{kind}(?:支出|预算)?|{kind}(?:类)?采购(?:支出|预算)?", key(to_plain(name))
        )
        is not None
    )
