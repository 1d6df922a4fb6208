"""What a sentence means by itself, once it is known what it asks; what it leaves open stays empty."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.parsing.meaning import periods, slots
from assistant.parsing.meaning.model import Group, Meaning, Metric
from assistant.parsing.meaning.roles import asked_spans, group_of, metrics_left, whole_span
from assistant.parsing.meaning.sentences import Sentence
from assistant.parsing.meaning.signs import signs
from assistant.parsing.meaning.spans import Span


def own_meaning(said: Sentence, told: str) -> Meaning:
    """What the sentence says by itself; ``told`` is its intent with its kind."""
    masked, text = said.masked, said.text
    intent, _, kind = told.partition(".")
    whole: Span | None = None
    group: Group | None = None
    parent: Span | None = None
    if intent in ("share", "change", "trend", "rank", "filter"):
        whole = (
            whole_span(text, said.figures)
            if re.search(r"占|比重|比例|份额|权重|分量|依存|分母|在|里|中|几成|百分|[÷/]", text)
            else None
        )
        if intent in ("rank", "filter") and "占" not in text:
            whole = None
    if intent in ("rank", "filter", "count", "list") and len(said.of("owner")) < 2:
        group, parent = group_of(text, said.figures, intent)
    elif intent in ("share", "difference", "sum") and _SOME_MEMBERS.search(text):
        group, parent = group_of(text, [span for span in said.figures if span is not whole], intent)
    spans, scope = _asked(said, intent, kind), slots.told("scope", text) if said.of("scope") else ""
    if intent in _OF_ONE_FIGURE and whole is None:
        spans, within = asked_spans(text, spans)
        scope = scope or within
    named = metrics_left(text, spans, whole, parent)
    if intent in ("rank", "filter") and group is not None and len(named) > 1 and parent is None:
        named = tuple(metric for metric in named if metric.name != group.name)
    if intent == "unit_cost" and _PER_VEHICLE.search(text) and [one.name for one in named] == [_RUNNING]:
        named = (*named, Metric("车辆保有量"))
    return Meaning(
        intent=intent,
        metrics=_with_units(named, said, scope),
        whole=metrics_left(text, [whole])[0] if whole else None,
        group=group,
        period=_period(said, intent),
        stage=slots.told("stage", _DENIED.sub("", masked)) if intent not in _NO_STAGE else "",
        figure=_figure(intent, kind, masked),
        departments=_whose(said, named),
        unit=slots.told("unit", text),
        decimals=int(slots.told("decimals", text)) if slots.told("decimals", text) else None,
        n=_position(text, intent),
        order=slots.told("order", text) if intent in ("rank", "share", "difference") else "",
        threshold=slots.bound(text) if intent in ("filter", "count", "list", "rank") else None,
        table=said.of("table")[0].value if said.of("table") else "",
        column=slots.column(text),
        claim=slots.claim(text, list(said.spans)) if intent in ("verify", "hypothetical") else None,
        topic=kind if intent in ("text", "refuse") else "",
    )


_PER_VEHICLE = re.compile(r"单车|车均|[每一](?:辆|台|部)")
_RUNNING = "公务用车运行维护费"
_OF_ONE_FIGURE = ("value", "change", "trend", "execution", "reason", "purpose", "sum")
_SOME_MEMBERS = re.compile(
    r"(?:前|头)[一二三四五六七八九十几\d]+(?:大|个|名|位|项)|各(?:个|家)?(?:下属|二级|预算)*单位|最[大贵高](?:的)?那?(?:一)?个?项目|最贵的项目|各二级单位|项级科目.{0,8}加总"
)
_NEGATED_AFTER = re.compile(r"(?:那|这)?(?:部分|块|个)?(?:不要|撇开|不算|除外|先不|剔掉|不用)")
_NEGATED_BEFORE = re.compile(
    r"(?:(?<![包括])含|别按占|你说的是|不是|不要|没问|别给|除(?!了)|而不是|不看)(?:说|给|算|要)?$"
)
_NOT_A_FIGURE = frozenset(("预算执行率", "执行率"))


_OF_NO_FIGURE = ("procurement", "assets", "off_topic", "duties", "contact", "organisation", "other")
_PURCHASES = ("政府采购货物预算", "政府采购工程预算", "政府采购服务预算")


def _asked(said: Sentence, intent: str, kind: str) -> list[Span]:
    """The spans of figures that are asked about: without those that the sentence sets aside (不要购房补贴)."""
    if intent == "smalltalk":
        return []
    spans = [span for span in said.figures if not (intent == "execution" and span.value in _NOT_A_FIGURE)]
    spans = _without_background(said.text, spans, intent)
    if kind in _OF_NO_FIGURE:
        return [span for span in spans if span.kind in ("free", "quoted")]
    if any(span.value in _PURCHASES for span in spans):
        spans = [
            span
            for span in spans
            if span.value != "政府采购预算总额" or re.search("[总全]", said.text[span.start : span.end])
        ]
    if intent in ("difference", "verify", "hypothetical"):
        return spans
    kept = [
        span
        for span in spans
        if not _NEGATED_AFTER.match(said.text[span.end :]) and not _NEGATED_BEFORE.search(said.text[: span.start])
    ]
    return kept or spans


_HEADED = re.compile(r"[”\"]?(?:开头|项下|底下|下头|下面)")
_BACKGROUND = ("一般性支出", "资产总额")  # what a measure or a section is about, beside what is asked


def _without_background(text: str, spans: list[Span], intent: str) -> list[Span]:
    """The spans without those that only say where or why another is asked for."""
    kept = [span for span in spans if not (span.kind == "code" and _HEADED.match(text[span.end :]))]
    kept = [span for span in kept if span.value not in _BACKGROUND]
    if intent == "text":
        return [span for span in spans if span.value not in ("支出总计", "收入总计", "资产总额")]
    if intent == "verify":
        kept = [span for span in kept if text[span.start : span.end] != "人均"]
    if any(span.value == "编制人数" for span in kept):
        kept = [
            span
            for span in kept
            if span.value != "在职人数" or not re.match(r"有?(?:多少|几|[一二三\d])", text[span.start : span.end])
        ]
    return kept or spans


def _whose(said: Sentence, named: tuple[Metric, ...]) -> tuple[str, ...]:
    """The departments; with the units inside where no figure is named that they could belong to."""
    kinds = ("owner",) if named else ("owner", "unit")
    return tuple(span.value for span in said.of(*kinds))


def _with_units(metrics: tuple[Metric, ...], said: Sentence, scope: str) -> tuple[Metric, ...]:
    units = [span.value for span in said.of("unit")]
    if len(units) > 1 and len(metrics) == 1:
        return tuple(replace(metrics[0], sub=unit, scope=scope) for unit in units)
    return tuple(replace(metric, sub=units[0] if units else "", scope=scope) for metric in metrics)


def _figure(intent: str, kind: str, masked: str) -> str:
    if intent == "change" and kind == "amount" and any("percent" in names for names in signs(masked)):
        return "rate"
    if intent == "change" and _ONLY_MONEY.search(masked):
        return "amount"
    if intent == "change" and kind in ("amount", "direction") and _BY_RATE.search(masked):
        return "both" if _AND_MONEY.search(masked) else "rate"
    if intent == "ratio" and slots.told("figure.ratio", masked) == "parts":
        return "parts"
    if intent in ("change", "ratio"):
        return "amount" if kind == "point" else kind
    if intent in ("rank", "filter", "trend", "count", "list"):
        if re.search(r"新(增|出现|上|设)|多(列|出来|出|加)了?哪|多了谁|只在决算", masked):
            gone = re.search(r"少了谁|取消", masked)
            return "new_and_gone" if gone else "new"
        if re.search(r"取消|没有?了|不再", masked):
            return "gone"
        if intent in ("rank", "filter", "trend", "count") and re.search(
            r"增幅|增速|降幅|涨幅|同比|比例|快|增长率|压减没到", masked
        ):
            return "rate"
    return ""


_ONLY_MONEY = re.compile(r"(?:不要|别给|不用)(?:百分|比例|比率|幅度)|要钱数|只要(?:金额|钱数|绝对)")
_BY_RATE = re.compile(r"(?:增长|增加|变动|下降|减少|变化|压减|增减)率|[增降涨跌]幅|增速|百分之几")
_AND_MONEY = re.compile(r"金额|钱数|绝对|(?:变动|增减|增加|减少|差)额|多少.{0,6}(?:百分|[增降涨]幅)")
_DENIED = re.compile(
    r"(?:不是|别用|别给|不要|不用)[^,，。]{1,6}?(?:[,，比]|，|$)|预算(?=公开|批复|部门|编制|说明|那头)|(?:决算|执行)和?(?:数)?(?:跟|比|占)?(?=预算的)"
)
_NO_STAGE = ("definition", "purpose", "text", "refuse", "smalltalk")


def _position(text: str, intent: str) -> int | None:
    if intent not in ("rank", "share", "difference"):
        return None
    found = slots.position(text)
    if (
        found is None
        and intent == "rank"
        and re.search(r"最|垫底|大头|谁(更|大|多)|哪(个|家|项|块|笔).{0,3}(最|多)", text)
    ):
        return 1
    return found


def _period(said: Sentence, intent: str) -> tuple[str, ...]:
    found = list(dict.fromkeys(span.value for span in said.of("period") if not _told_off(said, span)))
    if intent == "change" and len(found) == 1 and re.fullmatch(r"\d{4}-\d{4}", found[0]):
        return tuple(reversed(found[0].split("-")))
    if intent == "change" and found[:1] and found[0].isdigit() and found[1:] == ["last"]:
        return (found[0], periods.before(found[0]))
    if intent in ("reason", "verify") and len(found) == 2 and found[0].isdigit() and found[1] == "last":
        return (found[0], periods.before(found[0]))
    if not found and intent in ("rank", "filter", "count", "list") and _RANKED_CHANGE.search(said.masked):
        return ("this", "last")
    if found == ["this"] and intent in ("rank", "filter", "count", "list") and _RANKED_CHANGE.search(said.masked):
        return ("this", "last")
    if intent == "verify" and not found and _MOVED.search(said.masked):
        return ("this", "last")
    if {"last", "this"} == set(found) and intent in ("reason", "verify", "count", "list", "filter", "rank"):
        return ("this", "last")
    if intent == "change" and len(found) > 1 and not any("-" in one for one in found):
        return tuple(sorted(found, key=_recency, reverse=True)[:2])
    if intent == "change" and found == ["last"]:
        return ("this", "last")
    if intent == "change" and found == ["before_last"]:
        return ("this", "before_last")
    if intent == "change" and len(found) == 1 and found[0].isdigit():
        compared = re.search(
            r"(比|较|跟|和|与|同|对)P(?!.{0,2}上年)|P(?:年)?的?(?:数)?(?:相比|比(?!例|重))", said.masked
        )
        return ("this", found[0]) if compared else (found[0], periods.before(found[0]))
    if (
        found == ["last"]
        and intent in ("rank", "filter", "count", "list", "reason", "verify")
        and re.search(r"(比|较|跟|和|与|同|对照)P|P没有", said.masked)
    ):
        return ("this", "last")
    return tuple(found)


_MOVED = re.compile(r"压[了减]|下降|增长|减少了|增加了|涨了?|降了?|缩水|翻(?:番|倍|了)|增速|增幅|降幅")
_RANKED_CHANGE = re.compile(
    r"同比|新上的|增幅|降幅|涨(?:得|了的)|(?:降|掉|跌|缩|压|砍|升)得|增量|增加额|变动|提升|新(?:增|设|上|出现)|头一回|取消|(?:增|负增|下)(?:长|降)的|两年|少了的|变了"
)


def _told_off(said: Sentence, span: Span) -> bool:
    """Whether the sentence takes the period back: 是24年不是25年."""
    return re.search(r"(?:不是|不要)$", said.text[: span.start]) is not None


def _recency(period: str) -> float:
    order = {"next": 1e4 + 1, "this": 1e4, "last": 1e4 - 1, "before_last": 1e4 - 2}
    return order.get(period, float(period) if period.isdigit() else 0.0)
