"""One paragraph → statements: each figure with its metric, and whether it is a value, a change, a rate or a share."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from index.amounts import Amount, Count, FigureKind, FigureSpan, Quantity, Ratio, find_figures
from index.model import Measure, Stage
from index.narrative import cues as words
from index.narrative.cues import any_of, cues
from index.narrative.draft import Base, Context, Draft, zero_of
from index.narrative.names import Name, known, names, same_meaning, scope_of, year_in
from index.narrative.text import brackets
from index.paragraphs import sentences

_STATED = (FigureKind.MONEY, FigureKind.RATIO, FigureKind.COUNT)
_THRESHOLD = re.compile(r"^(?:[（(](?:含|不含|及)[^）)]{0,6}[）)])?(?:及?以[上下内]|起)")
_IN_NAME = re.compile(r"^(?:类|款|项)[）)]")
_SHARE = re.compile(r"^(?P<subject>.*?)占(?P<whole>[^，。；]*?)的?(?:比例|比重)?(?:为|是|达|约)?$")
_COMPLETED = re.compile(r"完成(?P<kind>[^，。；]{0,10}?预算数?)(?:的|为)?$")
_REACHED = re.compile(rf"{any_of((*cues().change.increase, *cues().change.decrease))}(?:到|至|为)$")
_LAST_YEAR = re.compile(r"^(?:上年度?|去年度?)(?!结转|结余|.{0,2}(?:实户|末|底))")
_STATED_YEAR = re.compile(r"(20\d\d)年(?!.{0,8}(?:结转|结余)|[底末]|\d{1,2}月)")
_WITHIN = re.compile(r"(?:^|[，。；])(?P<name>[^，。；：]{2,30}?)(?:中|里|按[^，。]{2,10}分类?)[，,]$")
_TAIL_NOUN = re.compile(
    r"^(?!其中|等|以|左右|次之)(?:(?!开展|具体|实施|共|分别|进行|财政拨款|公务用车保有)[^\d，。；：、（）()“”和及与等的]){2,16}"
)
_MONEY_NOUN = re.compile(r".{2,}(?:资金|经费|费用?|支出|项目|补助|收入|补贴|拨款|奖励)$")


@dataclass(slots=True)
class _Frame:
    """Where an enumeration stands: the metrics it lists the parts of. ``inline`` ends at a semicolon."""

    parents: tuple[str, ...] = ()
    inline: bool = False
    outer: tuple[str, ...] = ()


@dataclass(slots=True)
class Walk:
    """Reads a paragraph from left to right."""

    text: str
    context: Context
    asides: Sequence[tuple[int, int]]  # spans of reasons
    drafts: list[Draft] = field(default_factory=list)
    topic: tuple[Name, ...] = ()
    base: Base = field(default_factory=Base)
    frame: _Frame = field(default_factory=_Frame)
    year: int = 0
    value: Quantity | None = None
    sign: int = 1

    def run(self) -> list[Draft]:
        figures = [figure for figure in find_figures(self.text) if self._counts(figure)]
        for start, end in sentences(self.text):
            self._sentence(start, end, [f for f in figures if start <= f.start < end])
        return self.drafts

    def _counts(self, figure: FigureSpan) -> bool:
        if figure.kind not in _STATED or figure.quantity is None:
            return False
        rest = self.text[figure.end :]
        if _THRESHOLD.match(rest) or _IN_NAME.match(figure.text[-1:] + rest):
            return False
        return not (
            figure.kind is FigureKind.COUNT
            and figure.text.endswith(("年", "月", "日", "期", "季度"))
            and "个" not in figure.text
        )

    # ------------------------------------------------------------ one sentence

    def _sentence(self, start: int, end: int, figures: Sequence[FigureSpan]) -> None:
        self.year = self.context.year
        if self.frame.parents:
            self.topic = (Name(self.frame.parents[0]),)  # after its parts a sentence is about the whole again
        self.frame = _Frame()
        enclosed = [span for span in brackets(self.text[start:end]) if span[1] - span[0] > 6]
        outside: tuple[tuple[Name, ...], _Frame, Quantity | None] | None = None
        inside = -1
        position = start
        for figure in figures:
            place = self._bracket(enclosed, figure, start)
            if place != inside:
                if outside is not None:
                    self._gap(position, start + enclosed[inside][1])
                    position = start + enclosed[inside][1]
                    self.topic, self.frame, self.value = outside
                    outside = None
                if place >= 0:
                    outside = (self.topic, self.frame, self.value)
                    position = self._enter(position, start + enclosed[place][0])
                inside = place
            lead = self.text[position : figure.start]
            self._gap(position, figure.start)
            self._figure(figure, lead)
            position = figure.end
        self._gap(position, end)
        if outside is not None:
            self.topic, self.frame, self.value = outside

    def _bracket(self, enclosed: Sequence[tuple[int, int]], figure: FigureSpan, start: int) -> int:
        """The bracket that a figure stands in; -1 for none, or where the bracket holds nothing but a rate."""
        index = bisect_right(enclosed, (figure.start - start, 1 << 30)) - 1
        if index < 0 or not enclosed[index][0] <= figure.start - start < enclosed[index][1]:
            return -1
        return index

    def _enter(self, position: int, opening: int) -> int:
        self._gap(position, opening)
        if self.topic and opening > position:
            own = names(_last_clause(self.text[position:opening])[0])
            self.topic = own or self.topic
        self.frame = _Frame(self._as_parents(), outer=self.frame.parents)
        return opening + 1

    def _as_parents(self) -> tuple[str, ...]:
        label = self.topic[0].label if len(self.topic) == 1 else ""
        return (*self.frame.parents, label) if label and label not in self.frame.parents else self.frame.parents

    # ------------------------------------------------------------ between figures

    def _gap(self, start: int, end: int) -> None:
        """What the words up to the next figure change: enumerations opened and closed, bases named, 持平 stated."""
        text = self.text[start:end]
        if "；" in text or ";" in text:
            if self.frame.inline:
                self.frame = _Frame(self.frame.outer)
            self.base = replace(self.base)
        own = self.drafts and self.drafts[-1].end == start
        if own and text.startswith(("：", ":")) and self.topic and not self._aside(start):
            self.frame = _Frame(self._as_parents(), outer=self.frame.parents)
        if not self._aside(start + max(0, len(text) - 1)):
            self._open_parts(text)
        for match in words.base().finditer(text):
            self._set_base(match)
        for match in words.unchanged().finditer(text):
            self._unchanged(start, match)

    def _open_parts(self, text: str) -> None:
        within = _WITHIN.search(text)
        if within and (found := names(within["name"])):
            self.topic = found
            self.frame = _Frame(self._as_parents(), outer=self.frame.parents)
            return
        cue = _part_cue().search(text)
        if cue is None or not self.topic:
            return
        outer = self.frame.outer if self.frame.inline else self.frame.parents
        if cue["stop"] in ("；", ";") and self.frame.parents and not cue["colon"]:
            label = self.frame.parents[-1]
            self.frame = _Frame(self.frame.parents if label else (), inline=False, outer=outer)
            return
        self.frame = _Frame(self._as_parents(), inline=not cue["colon"], outer=outer)

    def _set_base(self, match: re.Match[str]) -> None:
        if match["same"]:
            self.base = Base()
            return
        kind = _kind(match["kind"] or match["own"] or "")
        if match["own"]:
            self.base = Base(match["own"], self.context.year)
            return
        year = int(match["year"]) if match["year"] else self.context.year - 1
        self.base = Base(f"上年{kind}" if year == self.context.year - 1 else kind or f"{year}年", year)

    def _unchanged(self, start: int, match: re.Match[str]) -> None:
        place = start + match.start()
        if self._aside(place):
            return
        clause_start = max(self.text.rfind(mark, 0, place) for mark in "，,；;。：") + 1
        clause = self.text[clause_start : start + match.end()]
        against = words.base().search(clause)
        if against is not None:
            self._set_base(against)
        elif self.value is None or match["words"].endswith(("一致", "相同")):
            return
        subject = self._subject(self.text[clause_start:place])
        about = subject or self.topic or ((self.context.heading,) if self.context.heading.label else ())
        if subject:
            self.topic = subject
            self._new_group()
        if any(
            d.measure is Measure.CHANGE and d.group == self.context.groups and d.names == about for d in self.drafts
        ):
            return
        nearly = bool(match["nearly"])
        zero = None if nearly else zero_of(None if subject else self.value)
        end = start + match.end()
        whole = nearly or match["words"].endswith(("一致", "相同", "不变"))
        text = clause[against.start() :] if against and whole else match["words"]
        measure = Measure.TEXT if nearly else Measure.CHANGE
        self._add(place, end, about, measure, zero, text, base=self.base)

    # ------------------------------------------------------------ at a figure

    def _figure(self, figure: FigureSpan, lead: str) -> None:
        assert figure.quantity is not None, "only figures with a quantity are read"
        clause, before = _last_clause(lead)
        aside = self._aside(figure.start)
        if isinstance(figure.quantity, Ratio) and self._rate_or_share(figure, figure.quantity, lead, clause):
            return
        change = self._change(clause, before)
        if change is not None:
            subject, sign, own = change
            if aside:
                subject = _sure(subject)
            self.sign = sign
            if own and not aside:
                self.topic = subject
                self._new_group()
            measure = Measure.CHANGE_RATE if isinstance(figure.quantity, Ratio) else Measure.CHANGE
            about = subject if own else () if aside else self._topic()
            quantity = _signed(figure.quantity, sign)
            self._add(figure.start, figure.end, about, measure, quantity, figure.text, base=self.base, aside=aside)
            return
        self._value(figure, lead, clause, before, aside=aside)

    def _rate_or_share(self, figure: FigureSpan, quantity: Ratio, lead: str, clause: str) -> bool:
        if lead in ("（", "(", "") and self.drafts and self.drafts[-1].measure is Measure.CHANGE:
            signed = _signed(quantity, self.sign)
            last = self.drafts[-1]
            self._add(
                figure.start,
                figure.end,
                last.names,
                Measure.CHANGE_RATE,
                signed,
                figure.text,
                base=self.base,
                aside=last.aside,
            )
            return True
        share = _SHARE.match(clause)
        if share:
            about = names(share["subject"]) or self._topic()
            whole = Base(
                share["whole"] or next(reversed((*self.context.announced, *self.frame.parents)), ""), self.year
            )
            self._add(figure.start, figure.end, about, Measure.SHARE, quantity, figure.text, base=whole)
            return True
        completed = bool(self.drafts) and "完成" in self.drafts[-1].columns
        if clause == "的" and completed:
            whole = Base("预算数", self.year)
            self._add(figure.start, figure.end, self._topic(), Measure.SHARE, quantity, figure.text, base=whole)
            return True
        return False

    def _change(self, clause: str, before: str) -> tuple[tuple[Name, ...], int, bool] | None:
        """(subject, sign, whether the words name it) where the words before a figure say a change."""
        if _REACHED.search(clause):
            return None
        bare, against = _without_base(clause)
        match = words.adjacent_verb().match(bare)
        if match and match["subject"].endswith("新"):
            return None  # 新增1辆 says how many, not how many more
        if match:
            subject = self._subject(match["subject"])
            if not subject and not match["subject"] and before:
                subject = self._subject_before_base(before)
            return subject, _sign(match), bool(subject)
        match = words.verb().match(bare)
        if match and match["object"] and (against or "了" in match["after"]) and len(match["subject"]) <= 8:
            found = names(match["object"])
            return found, _sign(match), bool(found)
        return None

    def _subject(self, text: str) -> tuple[Name, ...]:
        """The metric named by the words before a verb; a short word (收入) takes the full name used before (收入预算)."""
        bare = re.sub(r"^(?:[一二三四五六]是|其中[：:，]?|与此同时|[，、])+", "", _without_base(text)[0])
        because = re.match(r"^(?P<name>.{3,}?)(?:因|由于)", bare)
        if because and all(known(name.label) for name in names(because["name"])):
            bare = because["name"]
        found = names(bare)
        if len(found) == 1 and found[0].label in ("收入", "支出"):
            fuller = next((label for label in reversed(self.context.labels) if label.startswith(found[0].label)), "")
            found = (replace(found[0], label=fuller or found[0].label),)
        return found

    def _subject_before_base(self, before: str) -> tuple[Name, ...]:
        """与上年相比 as a clause of its own: 财政拨款支出与上年相比，增加…"""
        bare, against = _without_base(before)
        return self._subject(bare) if against and bare and before.endswith(("比", "较")) and len(bare) < 30 else ()

    def _value(self, figure: FigureSpan, lead: str, clause: str, before: str, *, aside: bool) -> None:
        quantity = figure.quantity
        assert quantity is not None, "only figures with a quantity are read"
        against = words.base().fullmatch(clause.removesuffix("为"))
        completed = _COMPLETED.search(clause)
        if against and self.topic and not aside:
            year = self.base.year if self.base.year is not None else self.context.year - 1
            columns: tuple[str, ...] = (against["kind"] or against["own"] or "",)
            stage = Stage.FINAL if re.search("执行|决算", columns[0]) else Stage.BUDGET if columns[0] else None
            self._add(
                figure.start,
                figure.end,
                self.topic,
                Measure.VALUE,
                quantity,
                figure.text,
                year=year,
                stage=stage,
                columns=columns,
            )
            return
        if completed and self.topic:
            columns = ("完成", completed["kind"])
            self._add(
                figure.start,
                figure.end,
                self.topic,
                Measure.VALUE,
                quantity,
                figure.text,
                stage=Stage.BUDGET,
                columns=columns,
            )
            return
        about = self._counted(figure, clause) if isinstance(quantity, Count) else self._named(clause, before, lead)
        if _REACHED.search(clause):
            about = self._subject(_REACHED.sub("", clause)) or self._topic()
        if aside:
            self._add(
                figure.start,
                figure.end,
                _sure(about),
                Measure.VALUE,
                quantity,
                figure.text,
                aside=True,
                year=self._year(clause),
            )
            return
        year = self._year(clause)
        if not about and isinstance(self.value, Count) and isinstance(quantity, Amount):
            self.topic = ()  # an amount is no number of things
        if not about and isinstance(quantity, Amount):
            about = self._topic()
        else:
            self._begin(about, lead)
        self._new_group()
        self.year, self.value, self.base = year, quantity, Base()
        if about:
            self.topic = about
            self.context.labels.extend(name.label for name in about)
        stage = self._stage(clause)
        columns = (_printed_kind(clause),) if stage is not None or year != self.context.year else ()
        self._add(
            figure.start,
            figure.end,
            about,
            Measure.VALUE,
            quantity,
            figure.text,
            year=year,
            stage=stage,
            columns=columns,
        )

    def _begin(self, about: tuple[Name, ...], lead: str) -> None:
        """A metric with year or department in front, after a semicolon or stop, is no part of what came before."""
        if not about or not self.frame.parents:
            return
        after_stop = re.search(r"[；;。](?P<front>[^；;。]*)$", lead)
        if after_stop is None:
            return
        front = after_stop["front"]
        opposite = {"收入": "支出", "支出": "收入"}
        crosses = any(
            self.frame.parents[-1].startswith(f"{one}预算") and about[0].label.startswith(f"{other}预算")
            for one, other in opposite.items()
        )
        if re.match(r"(?:20\d\d年|[本我](?:部门|单位|局|委))", front) or crosses:
            self.frame = _Frame()

    def _named(self, clause: str, before: str, lead: str) -> tuple[Name, ...]:
        found = names(clause)
        heading = self.context.heading
        if len(found) == 1 and found[0].label != heading.label and same_meaning(found[0].label, heading.label):
            origin = scope_of(found[0].label) if not scope_of(heading.label) else ()
            return (replace(found[0], label=heading.label, scope=found[0].scope or origin),)
        if found:
            return found
        if before and (lead.rstrip().endswith(("：", ":")) or re.search(r"[：:]", lead)):
            nearest = re.split(r"[，。；：:]", before)[-1]
            return tuple(name for name in names(nearest) if name.path or len(name.label) <= 24)
        nearest = re.split(r"[，。；：:]", before)[-1] if before else ""
        return tuple(name for name in names(nearest) if known(name.label)) if nearest and not _verbal(nearest) else ()

    def _counted(self, figure: FigureSpan, clause: str) -> tuple[Name, ...]:
        """What is counted: the noun after the figure (5家单位), else the words before it (车辆5辆)."""
        tail = _TAIL_NOUN.match(self.text[figure.end :])
        if tail and not words.adjacent_verb().match(tail.group()):
            return (Name(tail.group()),)
        return tuple(
            name for name in names(clause) if 2 <= len(name.label) <= 30 and re.search(r"[一-鿿]{2}", name.label)
        )

    def _topic(self) -> tuple[Name, ...]:
        return self.topic or ((self.context.heading,) if self.context.heading.label else ())

    def _year(self, clause: str) -> int:
        if re.match(r"截[至止]", clause):
            return self.context.year
        match = _STATED_YEAR.search(clause)
        if match and year_in(clause):
            return int(match[1])
        return self.context.year - 1 if _LAST_YEAR.match(clause) else self.context.year

    def _stage(self, clause: str) -> Stage | None:
        if re.search(r"执行数|决算|实际支出数", clause):
            return None if self.context.stage is Stage.FINAL else Stage.FINAL
        if self.context.stage is Stage.FINAL and re.search(r"年初预算|预算数", clause):
            return Stage.BUDGET
        return None

    def _aside(self, place: int) -> bool:
        return any(start <= place < end for start, end in self.asides)

    def _new_group(self) -> None:
        self.context.groups += 1

    def _add(
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
        aside: bool = False,
    ) -> None:
        compared = measure in (Measure.CHANGE, Measure.CHANGE_RATE)
        base_year = None
        if base is not None and compared:
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
                parents=() if aside else self.frame.parents,
                columns=tuple(filter(None, columns)),
                aside=aside,
            )
        )


# ---------------------------------------------------------------- words


@cache
def _part_cue() -> re.Pattern[str]:
    return re.compile(rf"(?:^|(?P<stop>[，,；;。、：:（(]))(?:{any_of(cues().part.cues)})(?P<colon>[：:，,]?)")


def _last_clause(lead: str) -> tuple[str, str]:
    """(the words right before the figure, the words before those) of a stretch between two figures."""
    depth, cut = 0, -1
    for i, character in enumerate(lead):
        if character in "（(":
            depth += 1
        elif character in "）)":
            depth = max(0, depth - 1)
        elif character in "，,；;。：:" and depth == 0:
            cut = i
    clause, before = lead[cut + 1 :], lead[: max(cut, 0)].strip("，,；;。、")
    clause = re.sub(rf"^(?:、|{any_of(cues().part.cues)}[：:，,]?)+", "", clause)
    if not clause:
        return _last_clause(before) if before else ("", "")
    return clause.lstrip("、）)"), before


def _sure(about: tuple[Name, ...]) -> tuple[Name, ...]:
    """Inside a reason only what is surely a metric names a figure."""
    return tuple(
        name
        for name in about
        if name.path
        or known(name.label)
        or (len(name.label) <= 30 and _MONEY_NOUN.search(name.label) and not _verbal(name.label))
    )


def _without_base(text: str) -> tuple[str, bool]:
    bare, count = words.base().subn("", text)
    return bare.strip("，,、"), count > 0


def _sign(match: re.Match[str]) -> int:
    return -1 if match["down"] else 1


def _signed(quantity: Quantity, sign: int) -> Quantity:
    match quantity:
        case Amount() | Ratio() | Count():
            return replace(quantity, value=quantity.value * sign)


def _kind(kind: str) -> str:
    if "执行" in kind:
        return "执行数"
    if "决算" in kind or "完成" in kind or "实际" in kind:
        return "决算数"
    return "预算数" if "预算" in kind else ""


def _printed_kind(clause: str) -> str:
    match = re.search(any_of(cues().base.kinds), clause)
    return match.group() if match else ""


def _verbal(text: str) -> bool:
    return bool(re.search(r"原因|减少|增加|下降|降低|增长|持平|导致|由于|已安排|充分", text))
