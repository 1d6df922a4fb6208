"""What every operation works with: the question, the documents in view, look-ups and the making of drafts."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from assistant.budget_units import is_unit_name
from assistant.calculations import display, quantity_of, rounded, value_in
from assistant.evidence import Selection, Wanted, is_carried_over, select
from assistant.fit import is_amount_box
from assistant.knowledge import Knowledge
from assistant.model import Calculation, Claim, Direction, Draft, Item, Operand, Quote, Refusal, Segment
from assistant.named import Named, is_generic
from assistant.operations.collective import name_of_whole
from assistant.parsing.model import MetricQuery, ParsedQuestion
from index.amounts import MONEY_UNITS, Amount, Count, Quantity, Ratio, agrees, find_figures
from index.model import BudgetDocument, Chunk, Fact, Measure, Stage
from index.vocabulary.names import in_order, key
from index.vocabulary.terms import vocabulary

_THINGS_ASKED = re.compile(r"(?:几|多少|一)(?:辆|台|套|人(?!民币)|名|件|批|户)")
_THINGS = frozenset(("辆", "台", "套", "人", "名", "件", "批", "户"))
_VEHICLES = "vehicles_owned"  # what “几辆” asks of any kind of vehicle expense
STAGE_WORDS = {Stage.BUDGET: "预算", Stage.ADJUSTED: "调整预算", Stage.FINAL: "决算"}
Search = Callable[[str, int], Sequence[Chunk]]


def asks_things(plain: str) -> bool:
    """Whether a number of things is asked for or denied (几辆, 一辆都没有)."""
    return _THINGS_ASKED.search(plain) is not None


_LOOSE_NAME = 4  # characters
_LONGEST_INSERTED = 2  # characters of a word that a name holds and a question leaves out


class NotFoundError(Exception):
    """The documents in view do not hold what an operation needs; ``refusal`` says what is missing."""

    def __init__(self, text: str, reason: str = "not_in_documents") -> None:
        super().__init__(text)
        self.refusal = Refusal(text, reason)


class PassError(NotFoundError):
    """As NotFoundError, where the operation was not sure to be meant: the question goes on as if it had not matched."""


class LastWordError(NotFoundError):
    """As NotFoundError, where no other kind of answer would answer the question either."""


class AskBackError(LastWordError):
    """As LastWordError, where the user need only say which of the ``candidates`` is meant."""

    def __init__(self, text: str, candidates: Sequence[str]) -> None:
        super().__init__(text, "incomplete_question")
        self.candidates = tuple(candidates)


@dataclass(slots=True)
class Desk:
    """One question being worked on. ``trace`` collects, in Chinese, how it was understood and what was looked up."""

    question: ParsedQuestion
    knowledge: Knowledge
    search: Search
    trace: list[str] = field(default_factory=list)

    @property
    def document(self) -> BudgetDocument:
        """The newest document in view."""
        return max(self.knowledge.documents, key=lambda document: document.year)

    @property
    def year(self) -> int:
        return self.document.year

    @property
    def told_year(self) -> int:
        """The year that a document tells about: the latest year said that a document in view is of, else the newest."""
        said = [year for year in self.question.slots.years if year in self.knowledge.years()]
        return said[-1] if said else self.year

    def per_department(self) -> list[tuple[str, Desk]]:
        """A desk for each of the departments named, in the order of their names."""
        return [
            (
                name,
                replace(
                    self, knowledge=Knowledge([i for i in self.knowledge.indexes if i.document.department == name])
                ),
            )
            for name in self.question.slots.departments
        ]

    def in_table(self, said: str) -> Desk:
        """The same desk for a question about one of the tables named."""
        return replace(self, question=self.question.with_slots(tables=(said,)))

    def find(self, query: MetricQuery, year: int | None = None, measure: Measure = Measure.VALUE) -> Selection:
        """The facts that a query means; ``year`` None: the newest document's own year."""
        things = self._things()
        if things and "车" in query.target.text and _VEHICLES not in query.target.terms:
            query = replace(query, target=replace(query.target, terms=(*query.target.terms, _VEHICLES)))
        wanted = replace(Wanted.of(self.question.slots, year or self.year), measure=measure, things=things)
        if measure is not Measure.VALUE:
            wanted = replace(wanted, tables=(), column="", numeric=measure is not Measure.TEXT)
        found = self._as_much_as_said(query, select(query, wanted, self.knowledge))
        if not found and measure is Measure.VALUE and (fuller := self._told_more_fully(query)) is not None:
            found = select(fuller, wanted, self.knowledge)
        if found:
            self.trace.append(
                f"查找“{query_text(query)}”（{wanted.year}年）：{place(found.best[0], self.knowledge)} = {found.fact.text}"
            )
        return found

    def _as_much_as_said(self, query: MetricQuery, found: Selection) -> Selection:
        """Of several rows that a loose name may mean, the one of the amount that the question says (那850万元宣传资金)."""
        said = [figure for figure in self.question.slots.figures if isinstance(figure, Amount)]
        if not said or query.target.quality == 1 or self.question.cue("verify", "hypothetical"):
            return found
        if found and any(agrees(found.quantity, one) for one in said if isinstance(found.quantity, Amount)):
            return found
        name = key(query.target.text)
        meant = tuple(
            named
            for index in self.knowledge.indexes
            for named in index.named
            if len(name) >= _LOOSE_NAME and in_order(name, named.row) and named.fact.measure is Measure.VALUE
            and isinstance(named.fact.quantity, Amount) and any(agrees(named.fact.quantity, one) for one in said)
        )  # fmt: skip
        return Selection(meant, found.best, found.score) if len({named.row for named in meant}) == 1 else found

    def _told_more_fully(self, query: MetricQuery) -> MetricQuery | None:
        """The metric by the one name in running text that only puts a word inside what the question says (固定资产账面原值)."""
        said = key(query.target.text)
        if len(said) <= _LOOSE_NAME or query.contexts:
            return None
        fuller = {
            named.row
            for index in self.knowledge.indexes
            for named in index.named
            if named.narrative
            and 0 < len(named.row) - len(said) <= _LONGEST_INSERTED
            and (named.row[:3], named.row[-2:]) == (said[:3], said[-2:])
            and in_order(said, named.row)
        }
        return replace(query, target=replace(query.target, keys=(fuller.pop(),))) if len(fuller) == 1 else None

    def _things(self) -> bool | None:
        """Whether the question asks for a number of things (几辆), for money (多少元), or does not say."""
        if self.question.cue("unit_cost"):
            return None  # both
        if asks_things(self.question.plain) or self._states_things():
            return True
        of_money = self.question.cue("share") and any(isinstance(f, Amount) for f in self.question.slots.figures)
        return False if self.question.slots.unit in MONEY_UNITS or "钱" in self.question.plain or of_money else None

    def _states_things(self) -> bool:
        """Whether a number of things is claimed and no money (公车一共102台，对吗)."""
        figures = [figure for figure in self.question.slots.figures if not isinstance(figure, Ratio)]
        return self.question.cue("verify") and bool(figures) and all(f.unit in _THINGS for f in figures)

    def need(self, query: MetricQuery, year: int | None = None) -> Selection:
        """As ``find``, but raises NotFoundError with a reason when there is nothing."""
        found = self.find(query, year)
        if not found:
            raise NotFoundError(missing(query, year or self.year, self))
        return found

    def queries(self) -> tuple[MetricQuery, ...]:
        if not self.question.queries:
            raise NotFoundError(
                "没有认出问题里要问的预算指标。请说出科目、项目、表或指标的名称，例如“三公经费”“办公费”“基本支出”。",
                "metric_not_recognised",
            )
        return self.question.queries


def missing(query: MetricQuery, year: int, desk: Desk) -> str:
    documents = "、".join(
        f"《{document.department}{document.year}年{STAGE_WORDS[document.stage]}》"
        for document in desk.knowledge.documents[:3]
    )
    return f"{documents}里没有找到“{query_text(query)}”{year}年的数，不能作答。"


def query_text(query: MetricQuery) -> str:
    return "·".join(mention.text for mention in (*query.contexts, query.target))


def place(named: Named, knowledge: Knowledge) -> str:
    table = knowledge.table_of(named.fact)
    if table is None:
        return "正文" + "／".join(named.fact.provenance.section[-1:])
    return f"{table.number or table.title}·{named.fact.label}·{'／'.join(named.fact.column_path)}"


# ---------------------------------------------------------------- wording


def unit_name(named: Named) -> str:
    """The unit whose figures a row gives, as the row prints it."""
    parts = (named.fact.label, *named.fact.row_path)
    return next((part for part in parts if key(part) == named.owner), named.owner)


def name_of(named: Named, query: MetricQuery | None = None) -> str:
    """How a fact is called in an answer: its row, its column, or what the grand total of its table stands for."""
    fact = named.fact
    words = vocabulary()
    if whole := name_of_whole(named, query):
        return whole
    if named.narrative:
        return fact.label
    if fact.subject and is_amount_box(named):
        return fact.subject
    if named.row:
        label = _clean(fact.label)
        owner = (
            "" if label.startswith(owner_of(named)) else owner_of(named)
        )  # a project that begins with its unit's name
        label = f"{owner}{label}{_marked_as(named, query)}"
        if is_carried_over(named):  # a source of funds, below what was left over of it
            label = f"{_clean(fact.row_path[-1])}（{label}）"
        if named.owner == named.row and not named.column and (metric := _metric_said(query)):
            label = f"{label}“{metric}”"
        return f"{label}（{_clean(_leaf(fact))}）" if named.column and _says(query, named) else label
    if named.column:
        return _clean(_leaf(fact))
    terms = [term for term in (query.target.terms if query else ()) if term in named.implicit]
    printed = [term for term in words.of_label(_clean(fact.label)) if term in named.implicit]
    chosen = next(iter((*terms, *printed, *sorted(named.implicit))), "")
    return words.terms[chosen].name if chosen else _clean(fact.label)


def _marked_as(named: Named, query: MetricQuery | None) -> str:
    """The further name of a row by which it is asked for (委托业务费, the government's item of 劳务费), in brackets."""
    if query is None or named.row in query.target.keys or named.row_terms.intersection(query.target.terms):
        return ""
    marked = not re.search(r"\d", query.target.text) and named.marks.intersection(query.target.keys)
    return f"（{query.target.text}）" if marked else ""


def _metric_said(query: MetricQuery | None) -> str:
    """What is asked of a unit whose row has no name for it (三公经费 in the table of three public expenses)."""
    names = (*query.contexts, query.target) if query is not None else ()
    return next((name.text for name in reversed(names) if name.terms and not any(map(is_unit_name, name.keys))), "")


def owner_of(named: Named) -> str:
    """The unit that a row stands under, as printed; "" for any other row."""
    if named.owner == named.row:
        return ""
    return next((part for part in reversed(named.fact.row_path) if key(part) == named.owner), "")


def _says(query: MetricQuery | None, named: Named) -> bool:
    return query is not None and (bool(query.contexts) or named.column not in query.target.keys)


def _leaf(fact: Fact) -> str:
    specific = [part for part in fact.column_path if not is_generic(part)]
    return specific[-1] if specific else fact.column_path[-1]


_LABEL_NUMBERING = re.compile(
    r"^\s*(?:其中[:：])?(?:[一二三四五六七八九十]+、|[(（][一二三四五六七八九十]+[)）]|\d{1,2}[.、](?!\d))?\s*"
)


def _clean(label: str) -> str:
    """A label without its numbering, year and unit: 2023年部门支出预算总额（万元） → 部门支出预算总额."""
    bare = re.sub(r"[(（](?:万元|元|亿元|%)[)）]\s*$", "", _LABEL_NUMBERING.sub("", label)).strip()
    return re.sub(r"^20\d\d年(?:度)?(?=.{2})|(?<=..)预算数$", "", bare)


def named_segment(name: str, fact: Fact) -> Segment:
    """A name as it may stand in an answer: one that holds a figure is a quotation of its fact."""
    return Quote(name, fact) if find_figures(name) or re.search(r"\d", name) else name


def unit_segments(name: str, fact: Fact) -> tuple[Segment, ...]:
    """A name in the parts that are printed: the unit that a row stands under apart from the row (甲中心第一期工程), a unit
    apart from the metric asked of it (第一中心“收入”)."""
    owner = next((part for part in map(_clean, fact.row_path) if part and name.startswith(part) and name != part), "")
    if owner and not name.startswith(_clean(fact.label)):
        return owner, *unit_segments(name.removeprefix(owner), replace(fact, row_path=()))
    metric = re.search(r"(?<=.)“[^“”]+”$", name)
    if metric is None or metric.group() in fact.label:
        return (named_segment(name, fact),)
    return named_segment(name[: metric.start()], fact), metric.group()


class Writer:
    """Builds a draft piece by piece."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.segments: list[Segment] = []
        self.support: list[Fact] = []

    def say(self, *parts: Segment) -> Writer:
        self.segments += [part for part in parts if part != ""]
        return self

    def name(self, named: Named, query: MetricQuery | None = None) -> Writer:
        owner = owner_of(named)
        name = name_of(named, query).removeprefix(owner)
        self.say(named_segment(owner, named.fact) if owner else "")
        leaf = f"（{_clean(_leaf(named.fact))}）" if named.row and named.column else ""
        if not leaf or not name.endswith(leaf):
            return self.say(*unit_segments(name, named.fact))
        return self.say(named_segment(name.removesuffix(leaf), named.fact), leaf)

    def figure(self, operand: Operand, unit: str | None = None, *, unsigned: bool = True) -> Writer:
        return self.say(self.claim(operand, unit, unsigned=unsigned))

    def claim(self, operand: Operand, unit: str | None = None, *, unsigned: bool = True) -> Claim:
        quantity = quantity_of(operand)
        if unsigned and quantity.value < 0:
            quantity = replace(quantity, value=-quantity.value)
        return Claim(display(quantity, unit or self.unit_for(quantity), self.decimals_for(quantity)), operand)

    def unit_for(self, quantity: Quantity) -> str | None:
        asked = self.desk.question.slots.unit
        if isinstance(quantity, Amount):
            return asked if asked in MONEY_UNITS else None
        return None

    def decimals_for(self, quantity: Quantity) -> int | None:
        asked = self.desk.question.slots.decimals
        if asked is None:
            return None
        unit = self.desk.question.slots.unit
        applies = isinstance(quantity, Ratio) or (isinstance(quantity, Amount) and unit in MONEY_UNITS)
        return asked if applies else None

    def cite(self, *facts: Fact) -> Writer:
        self.support += [fact for fact in facts if fact not in self.support]
        return self

    def headline(self, operand: Operand) -> tuple[Decimal, str]:
        """The value and unit of the contract: in the unit asked for, percentages with two decimals, no sign."""
        quantity = quantity_of(operand)
        unit = self.unit_for(quantity) or quantity.unit
        value = abs(value_in(quantity, unit))
        decimals = self.decimals_for(quantity)
        if decimals is None and isinstance(quantity, Ratio) and quantity.unit != "成":
            decimals = 2
        if decimals is None and isinstance(operand, Calculation) and isinstance(quantity, Count):
            decimals = 2 if quantity.value != quantity.value.to_integral_value() else 0
        return (rounded(value, decimals) if decimals is not None else value), unit

    def item(self, name: str, operand: Operand) -> Item:
        value, unit = self.headline(operand)
        return Item(name, value, unit)

    def draft(
        self,
        headline: Operand | None = None,
        *,
        direction: Direction | None = None,
        verdict: str | None = None,
        items: Sequence[Item] = (),
    ) -> Draft:
        value, unit = self.headline(headline) if headline is not None else (None, "")
        return Draft(tuple(self.segments), value, unit, direction, verdict, tuple(items), tuple(self.support))


def direction_of(operand: Operand) -> Direction:
    value = quantity_of(operand).value
    return Direction.INCREASE if value > 0 else Direction.DECREASE if value < 0 else Direction.UNCHANGED


DIRECTION_WORDS = {Direction.INCREASE: "增加", Direction.DECREASE: "减少", Direction.UNCHANGED: "持平"}
RATE_WORDS = {Direction.INCREASE: "增长", Direction.DECREASE: "下降", Direction.UNCHANGED: "持平"}


def when(desk: Desk, fact: Fact) -> str:
    """Whose and which year's figure it is: the department is named where several are in view."""
    departments = {document.department for document in desk.knowledge.documents}
    owner = next((document for document in desk.knowledge.documents if document.id == fact.document), None)
    prefix = owner.department if owner is not None and len(departments) > 1 else ""
    return f"{prefix}{fact.year}年"
