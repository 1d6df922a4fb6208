"""One paragraph → statements: each figure with its metric, and whether it is a value, a change, a rate or a share."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from index.amounts import Amount, Count, FigureKind, FigureSpan, Ratio, find_figures
from index.model import Measure, Stage
from index.narrative import cues as words
from index.narrative.clauses import (
    last_clause,
    printed_kind,
    sign_of,
    signed,
    stage_of,
    sure,
    verbal,
    without_base,
    year_of,
)
from index.narrative.counts import carried, counted, governed, is_bare, stands_apart
from index.narrative.cues import any_of, cues
from index.narrative.draft import Base, Draft
from index.narrative.names import Name, is_stage, known, names, same_meaning, scope_of
from index.narrative.shares import is_next, sharing
from index.narrative.text import brackets
from index.narrative.thread import Frame, Thread
from index.paragraphs import sentences

_STATED = (FigureKind.MONEY, FigureKind.RATIO, FigureKind.COUNT)
_THRESHOLD = re.compile(r"^(?:[（(](?:含|不含|及)[^）)]{0,6}[）)])?(?:及?以[上下内]|起)")
_IN_NAME = re.compile(r"^(?:类|款|项)[）)]")
_ITEM = re.compile(r"(?:\d{1,2}[.、．]|[（(]\d{1,2}[）)])?(?P<name>[^，。；：]+[（(]\d*[款项][）)])[。：]?")
_SHARE = re.compile(r"^(?P<subject>.*?)占(?P<whole>[^，。；]*?)的?(?:比例|比重)?(?:为|是|达|约)?$")
_COMPLETED = re.compile(r"完成(?P<kind>[^，。；]{0,10}?预算数?)(?:的|为)?$")
_REACHED = re.compile(rf"{any_of((*cues().change.increase, *cues().change.decrease))}(?:到|至|为)$")
_TORN = re.compile(r"\d[\d\s.,，]*$")  # a figure right after digits is a piece of a number
_FROM = re.compile(r"[由从自](?:20\d\d年|上年|去年)度?的?$")
_SIBLINGS = {"基本支出": "项目支出", "项目支出": "基本支出"}  # neither is part of the other
_OPPOSITE = {"收入": "支出", "支出": "收入"}


@dataclass(slots=True)
class Walk(Thread):
    """Reads a paragraph from left to right. ``sign`` is that of the last change, for a rate in brackets after it."""

    sign: int = 1
    sharing: list[tuple[Name, ...]] = field(default_factory=list)  # whose shares follow (分别占34%、4%、62%)

    def run(self) -> list[Draft]:
        figures = [figure for figure in find_figures(self.text) if self._counts(figure)]
        for start, end in sentences(self.text):
            self._sentence(start, end, [figure for figure in figures if start <= figure.start < end])
        return self.drafts

    def _counts(self, figure: FigureSpan) -> bool:
        """Whether a figure states something: no threshold (50万元以上), no class mark (05款), no date."""
        if figure.kind not in _STATED or figure.quantity is None:
            return False
        rest = self.text[figure.end :]
        if _THRESHOLD.match(rest) or _IN_NAME.match(figure.text[-1:] + rest):
            return False
        dated = figure.text.endswith(("年", "月", "日", "期", "季度")) and "个" not in figure.text
        return not (figure.kind is FigureKind.COUNT and dated)

    # ------------------------------------------------------------ one sentence

    def _sentence(self, start: int, end: int, figures: Sequence[FigureSpan]) -> None:
        self.year = self.context.year
        if self.frame.parents:  # after its parts a sentence is about the whole again
            self.topic = () if self.frame.covering else (Name(self.frame.parents[0]),)
            self.new_group()
        self.frame = Frame()
        enclosed = [(a + start, b + start) for a, b in brackets(self.text[start:end]) if b - a > 6]
        outside, inside, position = (self.topic, self.frame, self.value), -1, start
        for figure in figures:
            place = _bracket(enclosed, figure)
            if place != inside:
                if inside >= 0:
                    self.gap(position, enclosed[inside][1])
                    position = enclosed[inside][1]
                    self.topic, self.frame, self.value = outside
                if place >= 0:
                    outside = (self.topic, self.frame, self.value)
                    position = self._enter(position, enclosed[place][0])
                inside = place
            self.gap(position, figure.start)
            self._figure(figure, self.text[position : figure.start])
            position = figure.end
        self.gap(position, end)
        if inside >= 0:
            self.topic, self.frame, self.value = outside
        if not figures:
            self._announce(start, end)

    def _announce(self, start: int, end: int) -> None:
        """A sentence that only names an item (1.…（类）…（款）…（项）。) says what the next one is about."""
        item = _ITEM.fullmatch(self.text, start, end)
        if item and (found := names(item["name"])) and found[0].path:
            self.topic = found

    def _enter(self, position: int, opening: int) -> int:
        """Inside a bracket the metric before it is told in parts."""
        self.gap(position, opening)
        if self.topic and opening > position:
            self.topic = names(last_clause(self.text[position:opening])[0]) or self.topic
        self.frame = self.parts_of_topic()
        return opening + 1

    # ------------------------------------------------------------ at a figure

    def _figure(self, figure: FigureSpan, lead: str) -> None:
        assert figure.quantity is not None, "only figures with a quantity are read"
        clause, before = last_clause(lead)
        aside = self.is_aside(figure.start)
        if isinstance(figure.quantity, Ratio) and self._rate_or_share(figure, figure.quantity, lead, clause):
            return
        change = self._change(clause, before)
        if change is None:
            self._value(figure, lead, clause, before)
            return
        subject, self.sign, named = change
        if named and not aside:
            self.topic = subject
            self.new_group()
        about = sure(subject) if aside else subject if named else self.about_topic()
        measure = Measure.CHANGE_RATE if isinstance(figure.quantity, Ratio) else Measure.CHANGE
        quantity = signed(figure.quantity, self.sign)
        self.add(figure.start, figure.end, about, measure, quantity, figure.text, base=self.base, aside=aside)

    def _rate_or_share(self, figure: FigureSpan, quantity: Ratio, lead: str, clause: str) -> bool:
        last = self.drafts[-1] if self.drafts else None
        if lead in ("（", "(", "") and last and last.measure is Measure.CHANGE:
            rate = signed(quantity, self.sign)
            self.add(
                figure.start, figure.end, last.names, Measure.CHANGE_RATE, rate, figure.text,
                base=self.base, aside=last.aside,
            )  # fmt: skip
            return True
        share, completed = _SHARE.match(clause), _COMPLETED.search(clause)
        if self.sharing and is_next(lead) and last:
            whole, about = last.base, self.sharing.pop(0)
        elif share:
            parents = (*self.context.announced, *self.frame.parents)
            whole = share["whole"] or next(reversed(parents), "")
            about = names(share["subject"]) or self.about_topic()
            if share["subject"].endswith("分别"):
                self.sharing = sharing(self.text[figure.start :], self.drafts)
                about = self.sharing.pop(0) if self.sharing else ()
        elif completed:
            whole, about = completed["kind"], names(clause[: completed.start()]) or self.about_topic()
        elif clause == "的" and last and "完成" in last.columns:
            whole, about = "预算数", self.about_topic()
        else:
            return False
        self.add(figure.start, figure.end, about, Measure.SHARE, quantity, figure.text, base=Base(whole, self.year))
        return True

    def _change(self, clause: str, before: str) -> tuple[tuple[Name, ...], int, bool] | None:
        """(subject, sign, whether the words name it) where the words before a figure say a change."""
        if _REACHED.search(clause):
            return None
        bare, against = without_base(clause)
        match = words.adjacent_verb().match(bare)
        if match and match["subject"].endswith("新"):
            return None  # 新增1辆 says how many, not how many more
        if match:
            subject = self.subject(match["subject"])
            if not match["subject"] and before:
                subject = self._subject_before_base(before)
            return subject, sign_of(match), bool(subject)
        match = words.verb().match(bare)
        if match and match["object"] and (against or "了" in match["after"]) and len(match["subject"]) <= 8:
            found = names(match["object"])
            return found, sign_of(match), bool(found)
        return None

    def _subject_before_base(self, before: str) -> tuple[Name, ...]:
        """与上年相比 as the end of a clause of its own: 财政拨款支出与上年相比，增加…"""
        bare, against = without_base(before)
        whole = against and bare and before.endswith(("比", "较")) and len(bare) < 30
        return self.subject(bare) if whole else ()

    # ------------------------------------------------------------ a value

    def _value(self, figure: FigureSpan, lead: str, clause: str, before: str) -> None:
        quantity = figure.quantity
        assert quantity is not None, "only figures with a quantity are read"
        if _TORN.search(lead):
            self.topic, self.value = names(last_clause(_TORN.sub("", lead))[0]), None
            self.add(figure.start, figure.end, (), Measure.VALUE, quantity, figure.text)
            return
        if self._base_value(figure, clause):
            return
        year = year_of(clause, self.context.year)
        clause = _FROM.sub("", clause)
        about = self._counted(figure, clause) if isinstance(quantity, Count) else self._named(clause, before, lead)
        within = (*self.frame.parents, *(name.label for name in self.topic)) if is_bare(about) else ()
        if _REACHED.search(clause):
            about = self.subject(_REACHED.sub("", clause)) or self.about_topic()
        if self.is_aside(figure.start):
            self.add(
                figure.start, figure.end, sure(about), Measure.VALUE, quantity, figure.text, aside=True, year=year
            )  # fmt: skip
            return
        if not about and isinstance(quantity, Amount) and self.frame.covering:
            about = (Name(cues().covered.amount),)
        elif not about and isinstance(quantity, Amount):
            if isinstance(self.value, Count):
                self.topic = ()  # an amount is no number of things
            about = self.about_topic()
        else:
            self._leave_parts(about, lead)
        self.new_group()
        self.year, self.value, self.base = year, quantity, Base()
        if about and not within:
            self.topic = about
            self.both = about if len(about) == 2 else self.both
            self.context.labels.extend(name.label for name in about)
        stage = stage_of(clause, self.context.stage)
        columns = (printed_kind(clause),) if stage is not None or year != self.context.year else ()
        self.add(
            figure.start, figure.end, about, Measure.VALUE, quantity, figure.text,
            year=year, stage=stage, columns=columns, within=within,
        )  # fmt: skip
        if self.frame.covering and isinstance(quantity, Count):
            self.drafts[-1].parents = ()  # a matter covers money; what it counts is counted as such

    def _base_value(self, figure: FigureSpan, clause: str) -> bool:
        """The amount compared with (比2025年预算数30万元增加…), or the budget completed (完成预算30万元的…)."""
        if not self.topic or self.is_aside(figure.start):
            return False
        against = words.base().fullmatch(clause.removesuffix("为"))
        completed = _COMPLETED.search(clause)
        if against:
            kind = against["kind"] or against["own"] or ""
            year = self.base.year if self.base.year is not None else self.context.year - 1
            stage = Stage.FINAL if re.search("执行|决算", kind) else Stage.BUDGET if kind else None
            columns: tuple[str, ...] = (kind,)
        elif completed:
            year, stage, columns = self.year, Stage.BUDGET, ("完成", completed["kind"])
        else:
            return False
        self.add(
            figure.start, figure.end, self.topic, Measure.VALUE, figure.quantity, figure.text,
            year=year, stage=stage, columns=columns,
        )  # fmt: skip
        return True

    def _leave_parts(self, about: tuple[Name, ...], lead: str) -> None:
        """A metric with year or department in front, after a semicolon or stop, is no part of what came before."""
        after_stop = re.search(r"[；;。](?P<front>[^；;。]*)$", lead)
        if not about or not self.frame.parents or after_stop is None:
            return
        parent, label = self.frame.parents[-1], about[0].label
        crosses = any(parent.startswith(f"{a}预算") and label.startswith(f"{b}预算") for a, b in _OPPOSITE.items())
        if _SIBLINGS.get(parent[-4:]) == label[-4:]:
            self.frame = Frame(self.frame.outer)
        elif crosses or re.match(r"(?:20\d\d年|[本我](?:部门|单位|局|委))", after_stop["front"]):
            self.frame = Frame()

    # ------------------------------------------------------------ its name

    def _named(self, clause: str, before: str, lead: str) -> tuple[Name, ...]:
        found, heading = names(clause), self.context.heading
        if is_stage(found):
            told = names(re.split(r"[，。；：:]", before)[-1])
            return tuple(name for name in told if name.path) or self.about_topic() or found
        if not found and self.frame.covering and re.search(any_of(cues().covered.cues), clause):
            return (Name(cues().covered.amount),)
        if len(found) == 1 and found[0].label != heading.label and same_meaning(found[0].label, heading.label):
            origin = scope_of(found[0].label) if not scope_of(heading.label) else ()
            return (replace(found[0], label=heading.label, scope=found[0].scope or origin),)
        if found or not before:
            return found
        nearest = re.split(r"[，。；：:]", before)[-1]
        if re.search(r"[：:]", lead):
            return tuple(name for name in names(nearest) if name.path or len(name.label) <= 24)
        return () if verbal(nearest) else tuple(name for name in names(nearest) if known(name.label))

    def _counted(self, figure: FigureSpan, clause: str) -> tuple[Name, ...]:
        """What is counted; equipment is no part of the vehicles before it, but bought where they are bought."""
        about = counted(clause, self.text[figure.end :])
        again = isinstance(self.value, Count) and not (about or clause) and self.drafts[-1].end + 1 == figure.start
        if again or (self.topic and not is_bare(about) and [name.label for name in about][:1] == ["累计"]):
            return self.topic  # 接待5批次，60人次; 团组2个，累计9人次: of one matter, counted twice
        if self.drafts and self.text.startswith("、", self.drafts[-1].end):
            about = governed(about, self.drafts[-1].names)
        before = (*self.frame.parents, *(name.label for name in self.topic))
        if stands_apart(about, self.frame.parents):
            self.frame = Frame()
        return carried(about, before) if stands_apart(about, before) else about


def _bracket(enclosed: Sequence[tuple[int, int]], figure: FigureSpan) -> int:
    """The index of the bracket that a figure stands in; -1 for none."""
    index = bisect_right(enclosed, (figure.start, 1 << 30)) - 1
    return index if index >= 0 and enclosed[index][0] <= figure.start < enclosed[index][1] else -1
