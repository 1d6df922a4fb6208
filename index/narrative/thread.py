"""What a paragraph has named so far, and what the words between two figures change about it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from index.amounts import Quantity
from index.model import Measure, Stage
from index.narrative import cues as words
from index.narrative.clauses import base_kind, part_cue, without_base
from index.narrative.cues import any_of, cues
from index.narrative.draft import Base, Context, Draft, zero_of
from index.narrative.names import Name, is_stage, known, names

_WITHIN = re.compile(r"(?:^|[，。；])(?P<name>[^，。；：]{2,30}?)(?:中|里|按[^，。]{2,10}分类?)[，,]$")
_SIDE_PARTS = re.compile(r"(?:^|[，。；])(?P<side>收入|支出)包括[：:]")
_JOINING = re.compile(r"^(?:[一二三四五六]是|其中[：:，]?|与此同时|[，、])+")


def _ungrand(found: tuple[Name, ...]) -> list[str]:
    return [name.label.removesuffix("总计") for name in found]


@dataclass(slots=True)
class Frame:
    """Where an enumeration stands: the metrics it lists the parts of. ``inline`` ends at a semicolon."""

    parents: tuple[str, ...] = ()
    inline: bool = False
    outer: tuple[str, ...] = ()
    covering: bool = False  # the amounts are what a matter covers (绩效目标管理…涉及…)


@dataclass(slots=True)
class Thread:
    """``topic``: the metric last valued, ``value`` its quantity, ``year`` its year; ``asides``: spans of reasons and
    purposes, whose figures say nothing of the topic; ``both``: income and expenditure last valued at once."""

    text: str
    context: Context
    asides: Sequence[tuple[int, int]]
    drafts: list[Draft] = field(default_factory=list)
    topic: tuple[Name, ...] = ()
    both: tuple[Name, ...] = ()
    base: Base = field(default_factory=Base)
    frame: Frame = field(default_factory=Frame)
    year: int = 0
    value: Quantity | None = None

    def about_topic(self) -> tuple[Name, ...]:
        """The metric last named, else the heading's."""
        return self.topic or ((self.context.heading,) if self.context.heading.label else ())

    def is_aside(self, place: int) -> bool:
        return any(start <= place < end for start, end in self.asides)

    def new_group(self) -> None:
        self.context.groups += 1

    # ------------------------------------------------------------ between figures

    def gap(self, start: int, end: int) -> None:
        """The words up to the next figure: enumerations opened and closed, bases named, 持平 stated."""
        text = self.text[start:end]
        if self.frame.inline and re.search(r"[；;]", text):
            self.frame = Frame(self.frame.outer)
        follows_figure = bool(self.drafts) and self.drafts[-1].end == start
        if follows_figure and text.startswith(("：", ":")) and self.topic and not self.is_aside(start):
            self.frame = self.parts_of_topic()
        if not self.is_aside(start + max(0, len(text) - 1)):
            self._open_parts(text)
            self._cover(start, text)
        for match in words.base().finditer(text):
            self.set_base(match)
        for match in words.unchanged().finditer(text):
            self._unchanged(start, match)

    def parts_of_topic(self) -> Frame:
        """The frame of an enumeration of the topic's parts."""
        label = self.topic[0].label if len(self.topic) == 1 else ""
        parents = self.frame.parents
        return Frame((*parents, label) if label and label not in parents else parents, outer=parents)

    def _open_parts(self, text: str) -> None:
        within = _WITHIN.search(text)
        if within and (found := names(within["name"])):
            self.topic = found
            self.frame = self.parts_of_topic()
            return
        side = _SIDE_PARTS.search(text)
        if side and (whole := next((name for name in self.both if side["side"] in name.label), None)):
            self.topic, self.frame = (whole,), Frame((whole.label,))
            return
        cue = part_cue().search(text)
        if cue is None or not self.topic:
            return
        if cue["stop"] in ("；", ";") and self.frame.parents and not cue["colon"]:
            self.frame = Frame(self.frame.parents, outer=self.frame.parents)
            return
        outer = self.frame.outer if self.frame.inline else self.frame.parents
        self.frame = replace(self.parts_of_topic(), inline=not cue["colon"], outer=outer)

    def _cover(self, start: int, text: str) -> None:
        """涉及… after a matter that covers money (绩效目标管理): the amounts that follow are parts of what it covers."""
        cue = re.search(any_of(cues().covered.cues), text)
        matters = re.findall(any_of(cues().covered.matters), self.text[: start + cue.start()]) if cue else ()
        if matters:
            self.frame = Frame((matters[-1],), covering=True)

    def set_base(self, match: re.Match[str]) -> None:
        """Takes what a phrase compares with (与上年预算数相比) as the base of the changes that follow."""
        last = self.context.year - 1
        if match["same"]:
            self.base = Base()
        elif match["own"]:
            self.base = Base(match["own"], self.context.year)
        else:
            kind = base_kind(match["kind"] or "")
            year = int(match["year"]) if match["year"] else last
            self.base = Base(f"上年{kind}" if year == last else kind or f"{year}年", year)

    def _unchanged(self, start: int, match: re.Match[str]) -> None:
        """持平 and its like: a change of nothing; 基本持平 is words only."""
        place, end = start + match.start(), start + match.end()
        if self.is_aside(place):
            return
        clause_start = max(self.text.rfind(mark, 0, place) for mark in "，,；;。：") + 1
        clause = self.text[clause_start:end]
        against = words.base().search(clause)
        comparing = match["words"].endswith(("一致", "相同", "不变"))
        if against is not None:
            self.set_base(against)
        elif self.value is None or comparing:
            return
        subject = self.subject(self.text[clause_start:place])
        about = subject or self.about_topic()
        if subject:
            self.topic = subject
            self.new_group()
        if self._said_unchanged(about):
            return
        if match["nearly"]:
            self.add(place, end, about, Measure.TEXT, None, clause, base=self.base)
            return
        zero = zero_of(None if subject else self.value)
        text = clause[against.start() :] if against and comparing else match["words"]
        self.add(place, end, about, Measure.CHANGE, zero, text, base=self.base)

    def _said_unchanged(self, about: tuple[Name, ...]) -> bool:
        group = self.context.groups
        return any(d.measure is Measure.CHANGE and d.group == group and d.names == about for d in self.drafts)

    def subject(self, text: str) -> tuple[Name, ...]:
        """The metric named before a verb; a short word (收入) takes the full name used before (收入预算)."""
        bare = _JOINING.sub("", without_base(text)[0])
        because = re.match(r"^(?P<name>.{3,}?)(?:因|由于)", bare)
        if because and all(known(name.label) for name in names(because["name"])):
            bare = because["name"]
        found = names(bare)
        if is_stage(found):
            return self.about_topic() or found
        if self.both and _ungrand(found) == _ungrand(self.both):
            return self.both  # 总预算 or 总计, the changes are those of the values
        if len(found) == 1 and found[0].label in ("收入", "支出"):
            labels = reversed(self.context.labels)
            fuller = next((label for label in labels if label.startswith(found[0].label)), found[0].label)
            found = (replace(found[0], label=fuller),)
        return found

    def add(
        self,
        start: int,
        end: int,
        about: tuple[Name, ...],
        measure: Measure,
        quantity: Quantity | None,
        text: str,
        *,
        base: Base | None = None,
        year: int | None = None,
        stage: Stage | None = None,
        columns: tuple[str, ...] = (),
        within: tuple[str, ...] = (),
        aside: bool = False,
    ) -> None:
        """Notes a statement; ``base`` is what a change is measured against, or the whole of a share; ``within`` what it is part of where that is not the enumeration's own whole."""
        base_year = None
        if base is not None and measure in (Measure.CHANGE, Measure.CHANGE_RATE):
            base_year = base.year if base.year is not None else self.year - 1
        self.drafts.append(
            Draft(
                start=start,
                end=end,
                names=about,
                measure=measure,
                quantity=quantity,
                text=text,
                year=self.year if year is None else year,
                group=-1 if aside else self.context.groups,
                stage=stage,
                base=base.name if base is not None else "",
                base_year=base_year,
                parents=() if aside else within or self.frame.parents,
                columns=tuple(filter(None, columns)),
                aside=aside,
            )
        )
