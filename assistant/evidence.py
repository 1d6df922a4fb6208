"""Finding the facts that a metric query means, by their names, and judging which of them it means best.

Every specific name of a fact must be explained by the question, or be a total: asked for 行政运行 alone, the cell in
the column 合计 answers, not the one in 项目支出; asked for 行政运行 with 项目支出, the other way round.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.final_accounts import is_grand, of_the_year
from assistant.fit import column_fits, fits, part_of, role_of
from assistant.knowledge import DocumentIndex, Knowledge, is_unit
from assistant.named import Named
from assistant.parsing.model import Mention, MetricQuery, Slots
from assistant.preferences import KIND_TERMS, preference
from index.amounts import Amount, Count, Quantity, Ratio, agrees
from index.model import BudgetTable, Fact, Measure, Stage, TableKind
from index.vocabulary.names import key
from index.vocabulary.terms import vocabulary


@dataclass(frozen=True, slots=True)
class Scored:
    named: Named
    score: float


@dataclass(frozen=True, slots=True)
class Selection:
    """What a query means in one document and year. ``best`` agree with each other, the strongest first;
    ``others`` are as plausible but print another value (another scope or table)."""

    best: tuple[Named, ...] = ()
    others: tuple[Named, ...] = ()
    score: float = 0.0

    def __bool__(self) -> bool:
        return bool(self.best)

    @property
    def fact(self) -> Fact:
        return self.best[0].fact

    @property
    def quantity(self) -> Quantity:
        quantity = self.fact.quantity
        assert quantity is not None
        return quantity

    @property
    def support(self) -> tuple[Fact, ...]:
        return tuple(named.fact for named in self.best)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is wanted of a metric beside its name. ``year`` None: the document's own."""

    year: int | None = None
    stage: Stage | None = None
    measure: Measure = Measure.VALUE
    tables: tuple[str, ...] = ()
    column: str = ""
    numeric: bool = True
    things: bool | None = None  # True: a number of things is asked for, False: money; None: not said

    @staticmethod
    def of(slots: Slots, year: int | None = None) -> Wanted:
        return Wanted(year, slots.stage, Measure.VALUE, slots.tables, slots.column)


def select(query: MetricQuery, wanted: Wanted, knowledge: Knowledge) -> Selection:
    """The facts that a query means over the documents in view; an empty selection when there are none."""
    scored: list[Scored] = []
    for index in knowledge.indexes:
        final = index.document.stage is Stage.FINAL
        asked = of_the_year(query) if final else query
        for named in _pool(asked, index):
            score = _score(named, asked, wanted, index)
            if score is not None and final and _is_grand_unsaid(named, asked):
                score -= _GRAND_UNSAID
            if score is not None:
                scored.append(Scored(named, score))
    return _grouped(scored)


def _pool(query: MetricQuery, index: DocumentIndex) -> Iterable[Named]:
    """Candidates of the target, and cells of the rows that narrow it down (储备粮管理中心的项目支出)."""
    seen: set[str] = set()
    for mention in (query.target, *query.contexts):
        for named in candidates(mention, index):
            if named.fact.id not in seen:
                seen.add(named.fact.id)
                yield named


def candidates(mention: Mention, index: DocumentIndex) -> Iterable[Named]:
    """Facts that a mention may name, each once."""
    seen: set[str] = set()
    pools: list[Sequence[Named]] = []
    if mention.code:
        pools += [index.by_code.get(mention.code, ()), index.by_mark.get(mention.code, ())]
    for name in mention.keys:
        pools += [axis.get(name, ()) for axis in (index.by_row, index.by_column, index.by_subject, index.by_mark)]
    pools += [index.by_term.get(term, ()) for term in mention.terms]
    for pool in pools:
        for named in pool:
            if named.fact.id not in seen:
                seen.add(named.fact.id)
                yield named


def _score(named: Named, query: MetricQuery, wanted: Wanted, index: DocumentIndex) -> float | None:
    fact = named.fact
    if fact.measure is not wanted.measure or (wanted.numeric and fact.quantity is None):
        return None
    if not fact.certain and not index.recognised:
        return None  # its column was inferred; what was recognised from a picture answers with a word of caution
    if fact.year != (wanted.year or index.document.year):
        return None
    table = index.table_of(fact)
    if wanted.tables and not index.stands_in(fact, wanted.tables):
        return None
    if fact.measure in (Measure.CHANGE, Measure.CHANGE_RATE) and fact.base_year == fact.year:
        return None  # measured against the budget of its own year
    role, base = role_of(named, query.target, table)
    if role is None:
        return None
    if is_carried_over(named) and not _says_carry_over(query):
        return None  # 一般公共预算拨款 under 上年结转, where the year's own is asked for
    if table is not None and _is_share_of_source(named, role, table) and not (query.contexts or wanted.tables):
        return None  # the part of 单位资金 in basic expenditure alone
    score = base + _stage_score(fact, wanted, index)
    explained = {role}
    for context in query.contexts:
        part, gain = part_of(named, context, explained, table)
        if not part and not fits(named, context, index):
            return None
        score += gain if part else 0.0
        explained.add(part)
    if wanted.column:
        if not column_fits(fact, wanted.column):
            return None
        explained.add("column")
        score += 5
    rest = _unexplained(named, role, explained, index)
    if rest is None:
        return None
    rest += _UNSAID_NUMBER if _is_number_of_unit(named, explained, wanted) else 0.0
    rest += 0.0 if _owner_said(named, query) else _UNSAID_OWNER
    rest += _UNSAID_SOURCE if of_one_source(named, query) else 0.0
    rest += _UNSAID_CLASS if _of_one_class(named, query) else 0.0
    other = Amount if wanted.things else Count if wanted.measure is not Measure.VALUE else Count | Ratio
    if wanted.things is not None and isinstance(fact.quantity, other):
        score -= 5.0
    if named.fact.total and key(fact.label) == key(query.target.text):
        score += 0.3  # 收入总计 is not 本年收入合计, in one table
    rest += _YEAR_ALONE if _leaves_out_carried(named, query, index) else 0.0
    if table is not None and table.kind is TableKind.TOTAL_EXPENDITURE and query.target.terms[:1] in _OF_GENERAL_BUDGET:
        rest += _OTHER_FUNDS_TOO
    if table is not None and table.kind in _FUND_TABLES and not _says_fund(table, query, wanted):
        rest += _UNSAID_FUND
    rest += _UNSAID_PURCHASE if _is_purchase_of_project(named, query, wanted, index) else 0.0
    return score - rest + preference(named, query.target, table)


_UNSAID_PURCHASE = 6.5  # what one purchase of a project costs, where the project is asked for
_PURCHASES = frozenset((TableKind.GOVERNMENT_PROCUREMENT, TableKind.PURCHASE_OF_SERVICES))
_PROJECTS = frozenset((TableKind.PROJECT_EXPENDITURE, TableKind.SPECIAL_FUNDS))


def _is_purchase_of_project(named: Named, query: MetricQuery, wanted: Wanted, index: DocumentIndex) -> bool:
    """Whether a line of a table of purchases is named by its project, which a table of projects gives as a whole, and no
    purchase is spoken of."""
    if named.fact.table_kind not in _PURCHASES or not named.row or wanted.tables:
        return False
    words = "".join(mention.text for mention in (query.target, *query.contexts))
    if "采购" in words or "购买" in words:
        return False
    return any(
        one.fact.table_kind in _PROJECTS and isinstance(one.fact.quantity, Amount) and one.fact.year == named.fact.year
        for one in index.by_row.get(named.row, ())
    )


_UNSAID_NUMBER = 5.0  # people or posts of a unit, where only the unit is named


def _is_number_of_unit(named: Named, explained: set[str], wanted: Wanted) -> bool:
    """Whether a cell counts something of a unit (编制人数) of which the question says nothing but the unit's name."""
    unsaid = "column" not in explained and bool(named.column) and wanted.things is not True
    return unsaid and isinstance(named.fact.quantity, Count) and wanted.measure is Measure.VALUE and is_unit(named)


_GRAND_UNSAID = 1.5  # the total with what is carried over, where the year's spending from one fund is asked for


def _is_grand_unsaid(named: Named, query: MetricQuery) -> bool:
    return named.fact.total and bool(named.column) and is_grand(named.fact.label) and not is_grand(query.target.text)


_WHOLES = frozenset(("income_total", "expenditure_total", "budget_total"))


_YEAR_ALONE = 0.4


def _leaves_out_carried(named: Named, query: MetricQuery, index: DocumentIndex) -> bool:
    """Whether all of a budget is asked for and a total leaves out what was carried over (本年收入合计, above 收入总计)."""
    whole = bool(_WHOLES.intersection(query.target.terms[:1])) and "本年" not in query.target.text
    of_the_year = named.fact.total and "本年" in key("".join((named.fact.label, *named.fact.column_path)))
    return whole and of_the_year and index.document.stage is not Stage.FINAL


_SOURCES = frozenset(("income", "fund_source"))
_PARTIAL = frozenset(
    (
        TableKind.BASIC_EXPENDITURE,
        TableKind.PROJECT_EXPENDITURE,
        TableKind.GOVERNMENT_PROCUREMENT,
        TableKind.THREE_PUBLIC_EXPENSES,
        TableKind.PURCHASE_OF_SERVICES,
    )
)  # tables of a part of the spending, whose columns are sources


def _is_share_of_source(named: Named, role: str, table: BudgetTable) -> bool:
    """Whether a cell is the total of a source's column in a table of a part of the spending."""
    terms = vocabulary().terms
    source = any(terms[term].term_class in _SOURCES for term in named.column_terms)
    return role == "column" and not named.row and source and table.kind in _PARTIAL


def is_carried_over(named: Named) -> bool:
    """Whether a row gives what a source left over from the year before."""
    terms = vocabulary().terms
    sources = any(terms[term].term_class in _SOURCES for term in named.row_terms)
    return sources and any("结转" in part or "结余" in part for part in named.fact.row_path)


def _says_carry_over(query: MetricQuery) -> bool:
    return any("结转" in mention.text or "结余" in mention.text for mention in (query.target, *query.contexts))


_OF_GENERAL_BUDGET = (("project_expenditure_gpb",), ("basic_expenditure_gpb",))
_OTHER_FUNDS_TOO = 4.0  # a figure of all funds, where that of the general public budget is asked for
_UNSAID_FUND = 2.0  # a row of a table of one fund, often empty, where no fund is spoken of
_FUND_TABLES = frozenset((TableKind.GOVERNMENT_FUND_BUDGET, TableKind.STATE_CAPITAL_BUDGET))


def _says_fund(table: BudgetTable, query: MetricQuery, wanted: Wanted) -> bool:
    said = {term for mention in (query.target, *query.contexts) for term in mention.terms}
    return bool(wanted.tables) or bool(said & KIND_TERMS.get(table.kind, frozenset()))


_UNSAID_SOURCE = 1.5  # the part of one source of funds (一般公共预算／项目支出), where none is spoken of


def of_one_source(named: Named, query: MetricQuery) -> bool:
    """Whether a column stands below the header of a source of funds that the question does not name, or gives the projects
    of a table of the general budget alone."""
    words = vocabulary()
    said = {term for mention in (query.target, *query.contexts) for term in mention.terms}
    above = {term for part in named.fact.column_path[:-1] for term in words.printed.get(key(part), ())}
    sources = {term for term in above if words.terms[term].term_class == "fund_source"}
    if _ALL_PROJECTS in said & named.column_terms and named.fact.table_kind in _GENERAL_BUDGET:
        return not said & KIND_TERMS[named.fact.table_kind]
    return bool(named.column and sources) and not said & above


_ALL_PROJECTS = "project_expenditure"
_GENERAL_BUDGET = frozenset((TableKind.GENERAL_PUBLIC_BUDGET_EXPENDITURE, TableKind.GENERAL_PUBLIC_BUDGET_ECONOMIC))


_UNSAID_CLASS = 7.0  # basic or project expenditure of one class, where a sentence tells it as that class's part
_SCOPES = frozenset(("basic_expenditure", "project_expenditure"))
_CLASSES = frozenset(("economic", "functional"))


def _of_one_class(named: Named, query: MetricQuery) -> bool:
    """Whether prose tells basic or project expenditure as a part of a class that the question does not name (商品和服务支出
    …，其中：基本支出…)."""
    if not named.narrative or not named.fact.row_path or not _SCOPES.intersection(query.target.terms[:1]):
        return False
    words = vocabulary()
    above = words.printed.get(key(named.fact.row_path[-1]), ())
    said = {term for mention in query.contexts for term in mention.terms}
    return any(words.terms[term].term_class in _CLASSES for term in above) and not said.intersection(above)


_UNSAID_OWNER = 2.5  # a unit's own row, where the whole department is asked about


def _owner_said(named: Named, query: MetricQuery) -> bool:
    return not named.owner or any(named.owner in mention.keys for mention in (query.target, *query.contexts))


def _unexplained(named: Named, role: str, explained: set[str], index: DocumentIndex) -> float | None:
    """The cost of names that the question does not account for; None when they forbid the fact."""
    cost = 0.0
    if named.narrative and role == "column" and "row" not in explained:
        return None  # a source of funds said before a metric
    if named.narrative:
        return 0.6 + (4.0 if named.column and "column" not in explained else 0.0)
    if role not in ("row", "subject") and "row" not in explained and named.row and not _is_whole(named, index):
        return None
    if "column" not in explained and named.column:
        cost += 1.0 if named.alone else 4.0
    return cost


def _is_whole(named: Named, index: DocumentIndex) -> bool:
    """A row that stands for the whole department (the only row of a table names the department itself)."""
    if named.owner:
        return False
    document = index.document
    names = {key(document.department), *(key(name) for name in document.short_names)}
    return named.row in names or any(name and name in named.row for name in names if len(name) >= 6)


def _stage_score(fact: Fact, wanted: Wanted, index: DocumentIndex) -> float:
    stage = wanted.stage or index.document.stage
    return 0.0 if fact.stage is stage else (-20.0 if wanted.stage else -3.0)


def _grouped(scored: list[Scored]) -> Selection:
    """The best value with everything that agrees with it, and the near misses that do not."""
    if not scored:
        return Selection()
    scored.sort(key=lambda item: (-item.score, item.named.fact.id))
    top = scored[0]
    if top.score < 4:
        return Selection()
    same: list[Named] = []
    others: list[Named] = []
    for item in scored:
        if item.score < top.score - 6:
            break
        (same if _agree(item.named.fact, top.named.fact) else others).append(item.named)
    near = tuple(named for named in others if _score_of(scored, named) > top.score - 3.5)
    return Selection(tuple(same), near, top.score)


def _score_of(scored: list[Scored], named: Named) -> float:
    return next(item.score for item in scored if item.named is named)


def _agree(left: Fact, right: Fact) -> bool:
    if left.quantity is None or right.quantity is None:
        return key(left.text) == key(right.text)
    return left.year == right.year and left.document == right.document and agrees(left.quantity, right.quantity)
