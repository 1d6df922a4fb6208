"""A claim of the user: its words, the metrics named in it, the figures stated; and what a relation does with it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from assistant.model import Draft
from assistant.operations.desk import Desk, Writer
from assistant.operations.ties import verdict_of
from assistant.operations.value import wanted_year
from assistant.operations.verify.stated import Stated, read_stated
from assistant.parsing.model import MetricQuery, ParsedQuestion
from index.amounts import Amount, Ratio

_THINGS = frozenset(["辆", "人", "名", "台", "套", "件", "户", "平方米", "人次", "批次", "份", "天", "家", "个", "项"])
_YEAR_BEFORE = r"(?:比|较)(?:起)?(?:去年|上年|上一年|前一年|20\d\d年)(?:度)?[^,，。]{0,4}?"
_UP = re.compile(rf"{_YEAR_BEFORE}[多高]|增(加|长|多)?|涨|上升|多了|提高|上调|走高")
_DOWN = re.compile(rf"{_YEAR_BEFORE}[少低]|减(少)?|降|少了|下滑|跌|缩|压|砍|走低|省了")
_CHANGING = re.compile(
    r"(?:增加|增长|上涨|上升|减少|下降|下滑|缩减|压减|降低)(?:不到|不足|超过?|近|将近|大?约|接近|达|幅度|没到)|(减|降|增|涨|升|压|砍|缩|跌)(了|掉|去|幅|到|至|少|加|长|低|多)|(多|少)了"
)
_PREDICATE = re.compile(
    r"[\s,，:：“”\"（()）]*(?:的?(?:预算|决算|数|金额|经费|总额|安排|支出)*)?"
    r"(?:是|为|有|就|才|只|也|都|达到?|列|花|占|安排|共|一共|总共|合计|超过?|不到|不足|不超过?|至少|大约|大概|约|将近|接近|近|高于|低于|多于|少于|大于|小于|过|逾|了)*$"
)


@dataclass(frozen=True, slots=True)
class Claim:
    """``attached`` are figures said of the metric before them (X为5万元); ``free`` those said of a relation."""

    desk: Desk
    stated: tuple[Stated, ...]
    attached: tuple[tuple[MetricQuery, Stated], ...]

    @staticmethod
    def of(desk: Desk) -> Claim:
        question = desk.question
        stated = tuple(
            one
            for one in read_stated(question.plain)
            if _is_claim(one) and not _is_background(question, one) and not _is_of_name(question, one)
        )
        attached = []
        for one in stated:
            owner = _owner(question, one)
            if owner is not None:
                attached.append((owner, one))
        return Claim(desk, stated, tuple(attached))

    @property
    def question(self) -> ParsedQuestion:
        return self.desk.question

    @property
    def plain(self) -> str:
        return self.desk.question.plain

    @property
    def queries(self) -> tuple[MetricQuery, ...]:
        return self.desk.queries()

    @property
    def year(self) -> int:
        return wanted_year(self.desk)

    @property
    def free(self) -> tuple[Stated, ...]:
        owned = {one.start for _, one in self.attached}
        return tuple(one for one in self.stated if one.start not in owned)

    @property
    def ratio(self) -> Stated | None:
        """The ratio stated, None where none is."""
        return next((one for one in self.stated if isinstance(one.quantity, Ratio)), None)

    @property
    def _bare(self) -> str:
        """The claim without the “多” of its figures (降了四成多), which says no direction."""
        plain = self.plain
        for one in self.stated:
            if plain[one.end : one.end + 1] == "多":
                plain = f"{plain[: one.end]}余{plain[one.end + 1 :]}"
        return plain

    @property
    def up(self) -> bool:
        return _UP.search(self._bare) is not None

    @property
    def down(self) -> bool:
        return _DOWN.search(self._bare) is not None

    @property
    def changing(self) -> bool:
        return self.question.cue("change") or _CHANGING.search(self.plain) is not None

    def opening(self, holds: bool) -> tuple[Writer, str]:
        """A writer that has said the verdict, and the verdict."""
        writer = Writer(self.desk)
        return writer, verdict_of(writer, holds)


@dataclass(frozen=True, slots=True)
class Relation:
    """What may be claimed. ``fits`` says whether a claim is of this kind, ``judge`` answers it."""

    label: str
    fits: Callable[[Claim], bool]
    judge: Callable[[Claim], Draft]


def _is_claim(one: Stated) -> bool:
    quantity = one.quantity
    return isinstance(quantity, Amount | Ratio) or quantity.unit in _THINGS


def _is_of_name(question: ParsedQuestion, one: Stated) -> bool:
    """Whether a figure is a part of a name (1%人口普查)."""
    said = question.plain[one.start : one.end]
    inside = any(name.start <= one.start and one.end < name.end for name in question.mentions)
    ahead = (name for name in question.mentions if name.start == one.end)
    return inside or any(whole.startswith(said) for name in ahead for whole in name.keys)


_ASKED = re.compile(r"是不是|是否|有没有|真有|难道")


def _is_background(question: ParsedQuestion, one: Stated) -> bool:
    """Whether a figure was told before what is asked (都有108台车了，是不是还编了购置费)."""
    asked = _ASKED.search(question.plain)
    if asked is None or one.end > asked.start():
        return False
    named_after = any(query.target.start >= asked.end() for query in question.queries)
    return named_after and re.search(r"[,，。；;]", question.plain[one.end : asked.start()]) is not None


def _owner(question: ParsedQuestion, one: Stated) -> MetricQuery | None:
    """The metric that a figure is said of as its value, None where a relation stands between."""
    if isinstance(one.quantity, Ratio):
        return None
    before = [query for query in question.queries if query.target.end <= one.start]
    if not before:
        return None
    nearest = max(before, key=lambda query: query.target.end)
    between = question.plain[nearest.target.end : one.start]
    return nearest if _PREDICATE.fullmatch(between) else None
