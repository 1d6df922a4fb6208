"""What a follow-up leaves open is supplied by the turns before it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.parsing.meaning import periods
from assistant.parsing.meaning.features import Turn
from assistant.parsing.meaning.model import Group, Meaning, Metric


@dataclass(frozen=True, slots=True)
class Chat:
    """The meaning of the last turn, and the figures of all earlier turns in the order in which they were named."""

    last: Meaning | None = None
    figures: tuple[Metric, ...] = ()
    turn: Turn | None = None  # the last turn as the model reads it
    turn_text: str = ""

    def after(self, meaning: Meaning, turn: Turn, text: str) -> Chat:
        if meaning.intent == "smalltalk":
            return self
        named = {metric.name: metric for metric in (*self.figures, *meaning.metrics)}
        return Chat(meaning, tuple(named.values()), turn, text)


_NEW_TOPIC = re.compile(r"换个话题|对了[,，]|不说(钱|这)|不聊|先不问|另外问个事|话说回来")
_BACK_A_YEAR = re.compile(r"再?(?:往前|前推|往回)(?:再)?推?一年|再?前一年|再往前一年")
_FIRST = re.compile(r"最开始|第一个问题|一开始")
_BOTH = re.compile(
    r"两(?:者|个|样|项|家|笔|块)|二者|它俩|(?:这|那)俩|(?:这|那)?[三四仨]|都|再(?:加|把)|加(?:起来|一块|上|进)|后者|相减|其余|比"
)
_UNSAID = (Group("支出总计"), Group("收入总计"))
_THEY = re.compile(r"它俩|[这那][俩仨]|[这那]?[两三][个样项家者笔](?!项目|单位)|二者")
_PRONOUN = re.compile(r"它|这|那|其|该|前者|后者|上面|刚才|里(?:面|头)|剩|再|倒|换|跟|同|比|占|砍|扣|刨|分母|除")
_OPEN_TOPICS = ("duties", "contact", "organisation", "other")
_ALONE = ("injection", "harmful", "off_topic", "opinion")
_MEMBERS = ("rank", "filter", "count", "list")
_PAIRS = ("sum", "difference", "ratio", "rank", "definition")


def complete(own: Meaning, chat: Chat, text: str, *, same_turn: bool = False) -> Meaning:
    """The meaning with what the chat supplies; unchanged where the sentence stands on its own."""
    before = chat.last
    if before is None or own.intent == "smalltalk" or _NEW_TOPIC.search(text):
        return own
    if (own.intent == "text" and own.topic in _OPEN_TOPICS) or (own.intent == "refuse" and own.topic in _ALONE):
        return own
    if own.intent == "rank" and own.group in _UNSAID and _THEY.search(text) and len(chat.figures) > 1:
        own = replace(own, group=None)
    figures = _figures(own, chat, text)
    if own.departments and not own.metrics:  # another department's, no longer those of a unit of the one before
        figures = tuple(replace(metric, sub="") for metric in figures)
    made = replace(own, metrics=figures)
    made = replace(made, whole=own.whole or _whole(own, before, text), group=_group(own, before, text))
    if own.intent == before.intent:
        made = replace(
            made,
            figure=before.figure if own.figure in ("", "amount") and not _AMOUNT.search(text) else own.figure,
            order=own.order or before.order,
            n=own.n if own.n is not None or own.order else before.n,
            threshold=own.threshold or before.threshold,
        )
    elif own.intent in ("count", "list", "sum") and before.intent in ("filter", "count") and own.threshold is None:
        made = replace(made, threshold=before.threshold)
    return replace(
        made,
        period=_period(own, before, text),
        stage=own.stage or ("" if same_turn and own.intent != before.intent else _stage(before, chat, text)),
        departments=_whose(own, before),
        table=own.table or before.table,
        unit=own.unit or (before.unit if own.intent == before.intent and own.intent in ("value", "sum") else ""),
    )


_AMOUNT = re.compile(r"绝对|钱数|金额|多少(钱|元|万)|差额")


_OF_A_BUDGET = re.compile(r"(?<!公共)(?<!经营)(?<!基金)(?<!工程)预算(?!执行|单位|编制|公开|表|收支|外)")


def _stage(before: Meaning, chat: Chat, text: str) -> str:
    """The stage of the turn before; one that spoke of 预算 in the name of a figure (货物采购预算多少) meant the budget."""
    if before.stage or before.intent != "value" or "年" in text:
        return before.stage
    return "budget" if _OF_A_BUDGET.search(chat.turn_text) else ""


def _whose(own: Meaning, before: Meaning) -> tuple[str, ...]:
    """Whose figures: those said; beside those of the turn before where one department is set against another."""
    if own.departments:
        paired = own.intent in ("difference", "sum", "ratio", "rank") and len(own.departments) == 1
        return tuple(dict.fromkeys((*before.departments, *own.departments))) if paired else own.departments
    return () if _subs(own) else before.departments


def _subs(own: Meaning) -> bool:
    return any(metric.sub for metric in own.metrics)


def _figures(own: Meaning, chat: Chat, text: str) -> tuple[Metric, ...]:
    before = chat.last
    assert before is not None
    turned = _turned(own, before, chat, text)
    if turned:
        return turned
    if own.intent in _PAIRS and len(own.metrics) < 2 and own.group is None and len(chat.figures) + len(own.metrics) > 1:
        if own.metrics and not _PRONOUN.search(text):
            return own.metrics
        if _BOTH.search(text) or own.intent != "definition":
            named = {metric.name: metric for metric in (*chat.figures[-3:], *own.metrics)}
            ordered = tuple(named.values())
            return ordered[::-1] if re.search(r"后者|反过来|倒过来|换过来", text) else ordered
    if own.intent in ("unit_cost", "rank", "filter") and all(metric.name in _HEADS for metric in own.metrics):
        spread = [metric for metric in (*chat.figures, *before.metrics) if metric.name not in _HEADS][-1:]
        divided = before.metrics if any(metric.name not in _HEADS for metric in before.metrics) else tuple(spread)
        if own.intent == "unit_cost" or (own.metrics and divided):
            return (*divided, *(m for m in own.metrics if m.name not in {one.name for one in divided}))
    if own.metrics or (own.group is not None and own.intent in ("count", "list")):
        return own.metrics
    if (
        own.group is not None
        and before.intent not in _MEMBERS
        and own.group.level != "单位"
        and own.group.name != "年度"
    ):
        return own.metrics
    return chat.figures[:1] if _FIRST.search(text) else before.metrics


_SET_ASIDE = re.compile(r"不要|去掉|除(?:了|掉|开)|剔[除掉]|不含|不算|减掉|扣掉")
_FORMER = re.compile(r"前者|前一个")
_LATTER = re.compile(r"后者|后一个")
_REPLACED = re.compile(r"[把将].{1,12}[换改]成")


def _turned(own: Meaning, before: Meaning, chat: Chat, text: str) -> tuple[Metric, ...]:
    """The figures of the turn before with one set aside, replaced or picked out; () where the sentence does none of it."""
    said = [metric.name for metric in own.metrics]
    known = [metric.name for metric in before.metrics]
    if own.intent == "sum" and len(known) > 1 and set(said) < set(known) and _SET_ASIDE.search(text):
        return tuple(metric for metric in before.metrics if metric.name not in said)
    if _REPLACED.search(text) and len(said) == 2 and said[0] in known and said[1] not in known:
        return tuple(own.metrics[1] if metric.name == said[0] else metric for metric in before.metrics)
    if own.metrics or own.intent in _PAIRS:
        return ()
    if _LATTER.search(text):
        return before.metrics[-1:]
    if _FORMER.search(text):
        return before.metrics[:1] if len(known) > 1 else chat.figures[-2:-1]
    return ()


_HEADS = ("在职人数", "车辆保有量", "项目数", "接待批次", "接待人次", "购置车辆数")


def _whole(own: Meaning, before: Meaning, text: str) -> Metric | None:
    if before.whole is None or own.intent not in ("share", "change", "trend"):
        return None
    about_share = own.intent == "share" or re.search(r"占比|这个比|点|权重|比重|比例", text)
    return before.whole if about_share or not own.metrics else None


def _group(own: Meaning, before: Meaning, text: str) -> Group | None:
    group = own.group
    if own.intent not in _MEMBERS or before.group is None:
        if group is not None and group.name in ("支出总计", "收入总计") and before.metrics and not own.metrics:
            return replace(group, name=before.metrics[-1].name) if own.intent in ("list", "count") else group
        return group
    if group is None:
        return before.group
    if group.name in ("支出总计", "收入总计", "项目支出") and not re.search(r"项目|科目", text):
        return replace(before.group, level=group.level or before.group.level)
    return group


def _period(own: Meaning, before: Meaning, text: str) -> tuple[str, ...]:
    if _BACK_A_YEAR.search(text) and before.period:
        return (periods.before(before.period[0]),)
    if own.intent == "change":
        newest = before.period[0] if before.period else "this"
        if own.period[:1] == ("this",) and len(own.period) == 2 and newest.isdigit() and own.period[1] == "last":
            return newest, periods.before(newest)
        if own.period[:1] == ("this",) and len(own.period) == 2 and newest.isdigit() and own.period[1].isdigit():
            return newest, own.period[1]
        if own.period:
            return own.period
        if before.intent != "change" and before.period:
            earlier = periods.before(newest)
            return (newest, earlier) if earlier else ()
    return own.period or before.period
