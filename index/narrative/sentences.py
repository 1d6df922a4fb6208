"""Sentences with figures → facts: which metric, which year, value or change, against what, why and for what.

A figure is named by the words before it in its clause; where these say only that something changed, by the metric
last named; where nothing is named, by the heading. What cannot be attributed keeps the label "" and answers nothing.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from pathlib import Path

from index.amounts import FigureKind, FigureSpan, Quantity, Ratio, find_figures
from index.model import Fact, Measure, Provenance, Section, Stage
from index.vocabulary.names import key
from index.vocabulary.terms import vocabulary

_SENTENCE = re.compile(r"[^。\n]+[。\n]?")
_CLAUSE = re.compile(r"[,，;；。:：\n]")
_QUANTITIES = (FigureKind.MONEY, FigureKind.RATIO, FigureKind.COUNT)
_CODED = re.compile(r"([^（(）)，,；;。:：]+?)[（(]([类款项])[）)]")
_YEAR_WORDS = ("上年", "去年", "上一年")
_GLOSSARY = re.compile(r"名词解释|术语解释|名词说明")
_LONGEST_LABEL = 40


@cache
def _words() -> dict[str, re.Pattern[str]]:
    path = Path(__file__).parent / "cues.toml"
    lists: dict[str, list[str]] = tomllib.loads(path.read_text("utf-8"))
    return {name: re.compile("|".join(f"(?:{word})" for word in words)) for name, words in lists.items()}


@dataclass(slots=True)
class _Thread:
    """What has been named so far: a sentence may go on about the metric of the one before."""

    heading: str
    metric: str = ""
    path: tuple[str, ...] = ()
    parent: tuple[str, ...] = ()
    year: int = 0
    pending: list[int] = field(default_factory=list)  # facts that a following reason explains


def read_facts(sections: Sequence[Section], *, document_id: str, year: int, stage: Stage) -> tuple[Fact, ...]:
    """Every figure of every sentence as a fact, and plain statements that there is nothing. Glossaries are left out."""
    facts: list[Fact] = []
    thread = _Thread("")
    path: tuple[str, ...] = ()
    for section in sections:
        if any(_GLOSSARY.search(part) for part in section.path):
            continue
        if section.path != path:
            thread, path = _Thread(_heading(section)), section.path
        for sentence in _SENTENCE.finditer(section.text):
            _Reader(facts, thread, section, sentence.group().strip(), document_id, year, stage).read()
    return tuple(facts)


def _heading(section: Section) -> str:
    """The metric that a heading names: the longest known name inside it, else ""."""
    for title in reversed(section.path):
        name = _known_inside(title)
        if name:
            return name
    return ""


def _known_inside(text: str) -> str:
    words = vocabulary().printed
    plain = key(text)
    best = ""
    for start in range(len(plain)):
        for end in range(len(plain), start + max(2, len(best)), -1):
            if plain[start:end] in words:
                best = plain[start:end]
                break
    return vocabulary().terms[words[best][0]].name if best else ""


@dataclass(slots=True)
class _Reader:
    """One sentence. Facts are appended to ``facts``; what is named is kept in ``thread`` for the sentences after."""

    facts: list[Fact]
    thread: _Thread
    section: Section
    sentence: str
    document_id: str
    year: int
    stage: Stage

    def read(self) -> None:
        if not self.sentence:
            return
        if re.match(r"^(?:其中[:：]?)$", self.sentence):
            self._open_parent()
            return
        if re.match(r"(?:19|20)\d{2}\s*年|本年|全年|截[至止]", self.sentence):
            self.thread.parent = ()
        for start, end in self._segments():
            self._segment(start, end)
        if not any(span.kind in _QUANTITIES for span in find_figures(self.sentence)):
            self._nothing()

    def _segments(self) -> Iterator[tuple[int, int]]:
        start = 0
        for match in re.finditer(r"[;；]", self.sentence):
            yield start, match.start()
            start = match.end()
        yield start, len(self.sentence)

    def _segment(self, start: int, end: int) -> None:
        text = self.sentence[start:end]
        reason, purpose = _stated(text, "reason"), _stated(text, "purpose")
        opens_with_reason = _words()["reason"].match(text.lstrip()) is not None
        if opens_with_reason and reason:
            self._explain(self.thread.pending, reason, purpose)
        first = len(self.facts)
        self._figures(text, _reason_span(text))
        self._unchanged(text)
        made = list(range(first, len(self.facts)))
        outside = [i for i in made if not self._in_reason(i, text)]
        if outside:
            self._explain(outside, reason, purpose)
            self.thread.pending = outside
        elif purpose and not reason:
            self._explain(self.thread.pending, "", purpose)

    def _in_reason(self, index: int, text: str) -> bool:
        span = _reason_span(text)
        return span is not None and self.facts[index].text in text[span[0] : span[1]] and self.facts[index].text not in text[: span[0]]

    def _explain(self, indexes: Sequence[int], reason: str, purpose: str) -> None:
        for i in indexes:
            fact = self.facts[i]
            quote = fact.provenance.quote
            if reason and self.sentence not in quote:
                quote = quote + self.sentence
            self.facts[i] = replace(
                fact,
                reason=fact.reason or reason,
                purpose=fact.purpose or purpose,
                provenance=replace(fact.provenance, quote=quote),
            )

    # ---------------------------------------------------------------- figures

    def _figures(self, text: str, reason_span: tuple[int, int] | None) -> None:
        before = 0
        spans = find_figures(text)
        for span in spans:
            if span.kind is FigureKind.YEAR and span.year and not _is_compared(text, span):
                self.thread.year = span.year
            if span.kind not in _QUANTITIES or span.quantity is None:
                continue
            lead = text[before : span.start]
            before = span.end
            in_reason = reason_span is not None and reason_span[0] <= span.start < reason_span[1]
            self._figure(text, lead, span, in_reason=in_reason)

    def _figure(self, text: str, lead: str, span: FigureSpan, *, in_reason: bool) -> None:
        assert span.quantity is not None
        self._enter(lead)
        clause = _last_clause(lead)
        sign = _sign(clause) or (_sign(lead) if isinstance(span.quantity, Ratio) and clause.strip("（( ") == "" else 0)
        if isinstance(span.quantity, Ratio) and _words()["share"].search(clause) and not sign:
            self._add(span, self.thread.metric, self.thread.path, Measure.SHARE, span.quantity, text)
            return
        if sign:
            self._change(text, lead, clause, span, sign, in_reason=in_reason)
            return
        name, path = self._name(lead, clause)
        if not in_reason:
            self.thread.metric, self.thread.path = name, path
        measure = Measure.SHARE if isinstance(span.quantity, Ratio) and "占" in clause else Measure.VALUE
        self._add(span, name, path, measure, span.quantity, text, year=self._value_year(text, lead, span))

    def _enter(self, lead: str) -> None:
        """其中 makes what follows parts of what was last named."""
        if re.search(r"其中", lead):
            self._open_parent()

    def _open_parent(self) -> None:
        self.thread.parent = (*self.thread.path, self.thread.metric) if self.thread.metric else self.thread.parent

    def _change(self, text: str, lead: str, clause: str, span: FigureSpan, sign: int, *, in_reason: bool) -> None:
        subject = re.split(r"(?:与)?(?:比|较|同比|相比)", _without_change_word(clause))[0]
        name, path = self._coded(subject) or (_clean(subject), self.thread.parent)
        if not name:
            earlier = re.split(r"(?:与)?(?:比|较|同比)", lead.rsplit("；", 1)[-1])[0]
            named = self._coded(earlier)
            name, path = named or (self.thread.metric or self.thread.heading, self.thread.path)
        elif not in_reason:
            self.thread.metric, self.thread.path = name, path
        if name in ("收入", "支出"):
            name, path = f"{name}{'决算' if self.stage is Stage.FINAL else '预算'}", ()
        quantity: Quantity = replace(span.quantity, value=abs(span.quantity.value) * sign)  # type: ignore[type-var, union-attr, arg-type]
        measure = Measure.CHANGE_RATE if isinstance(span.quantity, Ratio) else Measure.CHANGE
        year = self.thread.year if self.thread.year and self.thread.year >= self.year else self.year
        base_year, base = _base(lead, year) or _base(text[: span.end], year) or (year - 1, "上年")
        self._add(span, name, path, measure, quantity, text, year=year, base_year=base_year, base=base)

    def _unchanged(self, text: str) -> None:
        match = _words()["unchanged"].search(text)
        if match is None or not self.thread.metric or re.search(r"原因", text[: match.start()]):
            return
        values = [fact for fact in self.facts[-3:] if fact.label == self.thread.metric and fact.measure is Measure.VALUE]
        if not values or values[-1].quantity is None or self.facts[-1].measure is Measure.CHANGE:
            return
        quantity = replace(values[-1].quantity, value=Decimal(0), text=match.group())
        year = values[-1].year
        span = FigureSpan(match.start(), match.end(), match.group(), FigureKind.MONEY, quantity)
        self._add(span, self.thread.metric, self.thread.path, Measure.CHANGE, quantity, text, year=year, base_year=year - 1, base="上年")

    # ---------------------------------------------------------------- names

    def _name(self, lead: str, clause: str) -> tuple[str, tuple[str, ...]]:
        """The metric of a value: its clause's own words, the words before a colon, or the heading."""
        coded = self._coded(clause)
        if coded:
            return coded
        for words in (clause, *reversed(_CLAUSE.split(lead)[:-1])):
            name = _clean(words)
            if name:
                return name, self.thread.parent
        if not _clean(lead) and self.thread.metric and lead.strip() == "":
            return self.thread.metric, self.thread.path
        return self.thread.heading, ()

    def _coded(self, words: str) -> tuple[str, tuple[str, ...]] | None:
        """一般公共服务支出（类）财政事务（款）行政运行（项）: the last is named, the others are its path."""
        parts = [_clean(match.group(1), keep_tail=True) for match in _CODED.finditer(words)]
        parts = [part for part in parts if part]
        if not parts:
            return None
        above = [_clean(match.group(1), keep_tail=True) for title in self.section.path for match in _CODED.finditer(title)]
        path = (*above, *parts[:-1]) if len(parts) < 3 else tuple(parts[:-1])
        return parts[-1], tuple(part for part in path if part and part != parts[-1])

    # ---------------------------------------------------------------- facts

    def _value_year(self, text: str, lead: str, span: FigureSpan) -> int:
        if any(word in lead for word in _YEAR_WORDS) and not re.search(r"上年(结转|结余)", lead):
            return self.year - 1
        said = [found.year for found in find_figures(text[: span.start]) if found.kind is FigureKind.YEAR and found.year]
        if re.search(r"截[至止]|年末|年底|12月31日", text[: span.start]):
            return self.year
        return said[-1] if said else (self.thread.year or self.year)

    def _add(
        self, span: FigureSpan, name: str, path: tuple[str, ...], measure: Measure, quantity: Quantity, text: str,
        *, year: int | None = None, base_year: int | None = None, base: str = "",
    ) -> None:  # fmt: skip
        side = "income" if "收入" in name else "expenditure" if "支出" in name else ""
        stage = Stage.BUDGET if self.stage is Stage.FINAL and re.search(r"年初预算|预算数", text[: span.start]) and "决算" not in text[: span.start] else self.stage
        self.facts.append(
            Fact(
                id=f"{self.document_id}:n{len(self.facts)}",
                document=self.document_id,
                label=name,
                measure=measure,
                year=year or self.year,
                stage=stage,
                provenance=Provenance(self.document_id, self.sentence, self.section.page, section=self.section.path),
                text=span.text,
                quantity=quantity,
                row_path=tuple(part for part in path if part != name),
                column_path=_scope(self.sentence),
                side=side,
                base_year=base_year,
                base=base,
            )
        )

    def _nothing(self) -> None:
        """A sentence that says there is none of something is a fact in words."""
        if _words()["nothing"].search(self.sentence) is None:
            return
        name = _known_inside(self.sentence) or self.thread.heading
        if not name:
            return
        span = FigureSpan(0, len(self.sentence), self.sentence, FigureKind.NUMBER)
        self.facts.append(
            Fact(
                id=f"{self.document_id}:n{len(self.facts)}",
                document=self.document_id,
                label=name,
                measure=Measure.TEXT,
                year=self.year,
                stage=self.stage,
                provenance=Provenance(self.document_id, self.sentence, self.section.page, section=self.section.path),
                text=span.text,
            )
        )


# ---------------------------------------------------------------- words around a figure


def _last_clause(lead: str) -> str:
    return _CLAUSE.split(lead)[-1]


def _is_compared(text: str, span: FigureSpan) -> bool:
    """比2022年…: the year is a base, not the year of what is said."""
    return re.search(r"(?:比|较|与|相比|同)\s*$", text[: span.start]) is not None


def _sign(words: str) -> int:
    """+1 or −1 where the words before a figure say that something grew or shrank by it."""
    tail = words.rstrip(" 约了为达各各自至（(")[-8:]
    up, down = _words()["increase"].search(tail), _words()["decrease"].search(tail)
    if down and (not up or down.end() > up.end()):
        return -1 if not re.search(r"(减少|下降|降低|增加|增长)(至|到)\s*$", words) else 0
    return 1 if up and not re.search(r"(增加|增长|提高|上升)(至|到)\s*$", words) else 0


def _without_change_word(clause: str) -> str:
    return re.sub(rf"(?:各|略|有所|均|相应)?(?:{_words()['increase'].pattern}|{_words()['decrease'].pattern})(?:了|约|为|幅度|额)*\s*$", "", clause)


def _base(words: str, year: int) -> tuple[int, str] | None:
    match = re.search(r"(?:比|较|与|同)\s*(上年|去年|上一年|(?:(\d{4})\s*年))(?:度)?(?:年初)?(预算|决算|执行)?", words)
    if match is None:
        return None
    base_year = int(match.group(2)) if match.group(2) else year - 1
    return base_year, f"上年{match.group(3)}数" if match.group(3) else "上年"


def _clean(words: str, *, keep_tail: bool = False) -> str:
    """The metric that the words before a figure name; "" where they name none."""
    text = re.sub(r"^[\s\d.、．（()）一二三四五六七八九十①-⑳]+(?=[、．.)）])[、．.)）]?", "", words.strip())
    text = _unwrapped(re.sub(r"(?:19|20)\d{2}\s*年(?:度|初)?", "", text).replace(" ", ""))
    text = _ORGANISATION.sub("", text)
    previous = None
    while previous != text:
        previous = text
        text = re.sub(rf"^(?:{_words()['leading'].pattern})", "", text).lstrip("，,、:： ")
        if not keep_tail and len(text) > 2 and key(text) not in vocabulary().printed:
            text = re.sub(rf"(?:{_words()['trailing'].pattern})$", "", text)
    if not text or len(text) > _LONGEST_LABEL or key(text) in ("收入", "支出", "总额", "") and keep_tail:
        return ""
    return text if key(text) not in _NO_NAMES else ""


_ORGANISATION = re.compile(r"^[\u4e00-\u9fff]{2,20}?(?:局|委员会|办公室|街道办事处|厅)(?:[（(][^）)]*[）)])?(?=\S{2,}$)")


def _unwrapped(text: str) -> str:
    """Without the half of a pair of quotes or brackets that the cut left over, and without the dots of a list."""
    for left, right in (("“", "”"), ("（", "）"), ("(", ")")):
        if text.count(left) != text.count(right):
            text = text.strip(left + right)
    return text.strip("．·")


_NO_NAMES = frozenset(("", "预算", "预算数", "决算", "年初", "资金", "合计", "总计", "金额", "数", "同比", "相比", "比", "较", "上年", "去年", "支出预算数"))


def _scope(sentence: str) -> tuple[str, ...]:
    for scope in ("一般公共预算", "政府性基金预算", "国有资本经营预算", "财政拨款"):
        if scope in sentence:
            return (scope,)
    return ()


def _reason_span(text: str) -> tuple[int, int] | None:
    match = _words()["reason"].search(text)
    if match is None:
        return None
    end = _words()["purpose"].search(text, match.end())
    return match.start(), end.start() if end else len(text)


def _stated(text: str, what: str) -> str:
    """The words after 主要原因是 or 主要用于, up to the other of the two."""
    match = _words()[what].search(text)
    if match is None:
        return ""
    other = _words()["purpose" if what == "reason" else "reason"].search(text, match.end())
    return text[match.end() : other.start() if other else len(text)].strip("，,。；;：: ")
