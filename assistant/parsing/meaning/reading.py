"""From the words of a question (and the turns before it) to what they mean: the whole way on one screen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.parsing.meaning import slots
from assistant.parsing.meaning.clauses import parts
from assistant.parsing.meaning.dialogue import Chat, complete
from assistant.parsing.meaning.features import Turn
from assistant.parsing.meaning.intents import asked
from assistant.parsing.meaning.model import Meaning, Metric
from assistant.parsing.meaning.saying import own_meaning
from assistant.parsing.meaning.sentences import Sentence, sentence
from assistant.parsing.meaning.signs import signs


def read_meanings(question: str, history: Sequence[str] = ()) -> tuple[Meaning, ...]:
    """The meanings of a question, one for each thing it asks; ``history`` holds the earlier user turns, oldest first."""
    chat = Chat()
    for turn in history:
        _, chat = _read_turn(turn, chat)
    return _read_turn(question, chat)[0]


def _read_turn(question: str, chat: Chat) -> tuple[tuple[Meaning, ...], Chat]:
    """The meanings of a turn, and the chat after it."""
    read: list[Meaning] = []
    for piece, told in _pieces(question, chat.turn):
        said = sentence(piece)
        told = told if told != "sum" or (chat.last is not None and len(said.figures) < 2) else _added(said)
        meaning = _scoped(complete(own_meaning(said, told), chat, said.text, same_turn=bool(read)), said)
        meaning = _of_the_whole(_of_those(meaning, read, chat), said.text)
        read.append(meaning)
        chat = chat.after(meaning, Turn(told, said.masked), said.text)
    return tuple(read), chat


_SEVERAL = re.compile(r"[两二三四五六七八九几各每诸]|所有|凡|全部|逐|和|与|跟|同|加|连|下属|设备|\d(?:项|个|家|年)")
_ONE_BY_ONE = re.compile(r"挨个|逐[个项一]|分别|各(?:是|自|报|有|要)?(?:多少|几)|每项|依次")


def _added(said: Sentence) -> str:
    """``sum`` where a sentence names what can be added: one figure of one body in one year has a value (出国总共多少钱)."""
    alone = len(said.figures) == 1 and "+" not in said.figures[0].value and not _SEVERAL.search(said.masked)
    if (
        alone
        and len(said.of("owner", "unit")) < 2
        and not any("-" in one.value or "_" in one.value for one in said.of("period"))
    ):
        return "value" if len(said.of("period")) < 2 else "sum"
    listed = len(said.figures) > 1 and _ONE_BY_ONE.search(said.masked) is not None
    return "value" if listed and not any("add" in names for names in signs(said.masked)) else "sum"


def _of_those(meaning: Meaning, read: Sequence[Meaning], chat: Chat) -> Meaning:
    """What is asked in one breath about projects just ranked or listed, by the words for them: 最大的项目是哪个，干什么用."""
    before = read[-1] if read else None
    if before is None or meaning.metrics or before.intent not in ("rank", "list", "filter", "count"):
        return meaning
    told = re.match(r".*?项目", chat.turn_text) if before.group and before.group.level == "项目" else None
    return replace(meaning, metrics=(Metric(told.group(), told.group()),)) if told and not meaning.group else meaning


_WITH_A_FIGURE = ("value", "change", "execution", "trend", "share", "hypothetical")
_ABOUT_OTHERS = ("future", "other_department", "past_not_loaded", "actual_spending")
_BUDGET = re.compile(r"支出|预算|经费")
_SPENDING = re.compile(r"支出|预算|经费|花|使钱|开销")


def _of_the_whole(meaning: Meaning, text: str) -> Meaning:
    """The meaning with the total that is meant where no figure is named: 去年执行率多少, 哪个单位花钱最多."""
    if meaning.metrics:
        return meaning
    spends = _SPENDING.search(text) is not None
    if (
        (meaning.intent in _WITH_A_FIGURE and meaning.group is None and meaning.whole is None)
        or (meaning.intent == "rank" and spends and meaning.group is not None and meaning.group.level == "单位")
        or (meaning.intent == "refuse" and _BUDGET.search(text) and meaning.topic in _ABOUT_OTHERS)
    ):
        income = "收入" in text and not spends
        return replace(meaning, metrics=(Metric("收入总计" if income else "支出总计"),))
    return meaning


def _scoped(meaning: Meaning, said: Sentence) -> Meaning:
    """The meaning with the scope that a follow-up says of figures named before."""
    scope = slots.told("scope", said.text) if said.of("scope") else ""
    if not scope:
        return meaning
    return replace(meaning, metrics=tuple(replace(metric, scope=scope) for metric in meaning.metrics))


def _pieces(question: str, before: Turn | None) -> list[tuple[str, str]]:
    """The pieces of a turn and what each asks. A piece that asks the same again of nothing new is no further question."""
    found: list[tuple[str, str]] = []
    for piece in parts(sentence(question).text, lambda piece: sentence(piece).masked):
        said = sentence(piece)
        told = asked(said.text, said.masked, before)
        if (
            found
            and told.partition(".")[0] == found[-1][1].partition(".")[0]
            and not (said.figures or said.of("period"))
        ):
            piece = f"{found.pop()[0]},{piece}"
            told = asked(piece, sentence(piece).masked, before)
        found.append((piece, told))
        before = Turn(told, sentence(piece).masked)
    return found
