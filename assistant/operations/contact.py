"""Whom to ask: the line with the person and the telephone that a document prints for questions about it."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.model import Draft
from assistant.operations.desk import Desk, LastWordError
from assistant.operations.quotation import as_fact, quoted
from assistant.parsing.model import ParsedQuestion
from index.model import BudgetDocument, Chunk, Fact, Provenance

name = "contact"


def matches(question: ParsedQuestion) -> bool:
    return question.cue("contact")


def answer(desk: Desk) -> Draft:
    """The newest line of each department asked about; no figure would answer the question, so this has the last word."""
    wanted = set(desk.question.slots.departments)
    lines: dict[str, BudgetDocument] = {}
    for document in sorted(desk.knowledge.documents, key=lambda document: -document.year):
        if document.contact and (not wanted or document.department in wanted):
            lines.setdefault(document.department, document)
    if not lines:
        raise LastWordError("文件没有印联系人或联系方式。")
    if len(lines) > 1 and not wanted:
        raise LastWordError("读入了几个部门的文件，请说明要问哪个部门的联系方式。", "incomplete_question")
    told = quoted(desk, [_line(desk, document, number) for number, document in enumerate(lines.values())])
    said = _said(desk.question.plain) if desk.question.cue("verify") else []
    if not said:
        return told
    printed = _bare("".join(document.contact for document in lines.values()))
    holds = all(one in printed for one in said)
    return replace(told, segments=("是的，" if holds else "不是，", *told.segments), verdict="yes" if holds else "no")


_NUMBER = re.compile(r"\d[\d\s-]{5,}\d")
_PERSON = re.compile(r"联系人(?:就)?(?:是|叫|为)(?P<name>[\u4e00-\u9fff]{2,4}?)(?=[,，。?？对是吗吧]|$)")


def _said(plain: str) -> list[str]:
    """The telephones and the person that the user takes for the right ones."""
    return [*map(_bare, _NUMBER.findall(plain)), *(match["name"] for match in _PERSON.finditer(plain))]


def _bare(text: str) -> str:
    return re.sub(r"[\s()（）-]", "", text)


def _line(desk: Desk, document: BudgetDocument, number: int) -> Fact:
    chunk = Chunk("contact", document.id, document.contact, "", _place_of(document))
    return as_fact(desk, chunk, number)


def _place_of(document: BudgetDocument) -> Provenance:
    """Where the line stands: the section that holds it, else the document without a place."""
    words = "".join(document.contact.split())
    section = next((one for one in document.sections if words in "".join(one.text.split())), None)
    if section is None:
        return Provenance(document.id, document.contact, section=("联系方式",))
    return Provenance(document.id, document.contact, section.page, section=section.path)
