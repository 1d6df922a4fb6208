"""Finding the facts that a metric query means, by their names, and judging which of them it means best.

Every specific name of a fact must be explained by the question, or be a total: asked for 行政运行 alone, the cell in
the column 合计 answers, not the one in 项目支出; asked for 行政运行 with 项目支出, the other way round.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.knowledge import DocumentIndex, Knowledge, Named
from assistant.parsing.model import Mention, MetricQuery, Slots
from assistant.preferences import KIND_TERMS, preference
from index.amounts import Amount, Count, Quantity, agrees, read_chinese_number
from index.model import BudgetTable, Fact, Measure, Stage
from index.vocabulary.names import key, stem
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

    def measuring(self, measure: Measure) -> Wanted:
        return replace(self, measure=measure)


def table_number(table: BudgetTable) -> str:
    """The number of a table as digits (表四 → 4, 公开09表 → 9); "" where it has none."""
    match = re.search(r"\d+", table.number)
    if match:
        return str(int(match.group()))
    match = re.search(r"[一二三四五六七八九十]+", table.number)
    return str(int(read_chinese_number(match.group()) or 0)) if match else ""


def is_table(table: BudgetTable, said: Sequence[str]) -> bool:
    """Whether a table is one of those said: by its number, or by the end of its title (基本支出表)."""
    number = table_number(table)
    return any(number == one or (not one.isdigit() and title.endswith(one)) for one in said for title in titles(table))


def titles(table: BudgetTable) -> tuple[str, str]:
    """A table's title as a key: as printed, and without what brackets add to it (支出表（按功能分类））."""
    return key(table.title), key(_BRACKETS.sub("", table.title))


_BRACKETS = re.compile(r"[(（][^()（）]*[)）]\s*")


def select(query: MetricQuery, wanted: Wanted, knowledge: Knowledge) -> Selection:
    """The facts that a query means over the documents in view; an empty selection when there are none."""
    scored: list[Scored] = []
    for index in knowledge.indexes:
        for named in _pool(query, index):
            score = _score(named, query, wanted, index)
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


def explains(named: Named, context: Mention, index: DocumentIndex) -> bool:
    """Whether a narrowing mention is a name around the fact: its other axis, an ancestor, its table."""
    return bool(_context(named, context, frozenset(), index.table_of(named.fact))[0])


def fits(named: Named, context: Mention, index: DocumentIndex) -> bool:
    """Whether a narrowing mention does not exclude the fact: it explains it, or says only whose or of which kind."""
    idle = _is_owner(context, index) or _CLASSIFICATION.fullmatch(context.text) is not None
    return idle or explains(named, context, index)


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
    if not _fits_table(table, wanted):
        return None
    role, base = _role(named, query.target, table)
    if role is None:
        return None
    score = base + _stage_score(fact, wanted, index)
    explained = {role}
    for context in query.contexts:
        part, gain = _context(named, context, explained, table)
        if not part and not fits(named, context, index):
            return None
        score += gain if part else 0.0
        explained.add(part)
    if wanted.column:
        if not _column_fits(fact, wanted.column):
            return None
        explained.add("column")
        score += 5
    rest = _unexplained(named, role, explained, index)
    if rest is None:
        return None
    rest += 0.0 if _owner_said(named, query) else _UNSAID_OWNER
    if wanted.things is not None and isinstance(fact.quantity, Amount if wanted.things else Count):
        score -= 5.0
    if named.fact.total and key(fact.label) == key(query.target.text):
        score += 0.3  # 收入总计 is not 本年收入合计, in one table
    return score - rest + preference(named, query.target, table)


_UNSAID_OWNER = 2.5  # a unit's own row, where the whole department is asked about


def _owner_said(named: Named, query: MetricQuery) -> bool:
    return not named.owner or any(named.owner in mention.keys for mention in (query.target, *query.contexts))


# Says by which classification a code or name is meant, and narrows nothing down.
_CLASSIFICATION = re.compile(r"(?:部门|政府)?(?:预算)?(?:支出)?(?:经济|功能)(?:分类)?(?:科目)?(?:编码|代码)?")


def _fits_table(table: BudgetTable | None, wanted: Wanted) -> bool:
    if not wanted.tables:
        return True
    return table is not None and is_table(table, wanted.tables)


def _is_owner(context: Mention, index: DocumentIndex) -> bool:
    """Whether the mention only repeats whose document it is."""
    return key(context.text) in key(index.document.department)


def _role(named: Named, mention: Mention, table: BudgetTable | None) -> tuple[str | None, float]:
    """Which name of the fact the mention is, and how well it fits."""
    if mention.code and named.fact.code == mention.code:
        return "row", 12.0
    weight = mention.quality
    if named.row and named.row in mention.keys:
        return "row", 10 * weight
    if named.column and named.column in mention.keys:
        return "column", 9.5 * weight
    if named.fact.subject and key(named.fact.subject) in mention.keys and is_amount_box(named):
        return "subject", 9 * weight
    for rank, term in enumerate(mention.terms):
        fit = (9 - 1.5 * min(rank, 3)) * weight
        if term in named.row_terms:
            return "row", fit
        if term in named.column_terms:
            return "column", fit - 0.2
        if term in named.implicit:
            return "implicit", fit - 0.5
    if marked(named, mention):
        return "mark", 8 * weight
    if table is not None and not named.column and named.about.intersection(mention.terms):
        return "implicit", 5.0 * weight  # a row of the table that is all about the metric
    return None, 0.0


def marked(named: Named, mention: Mention) -> bool:
    """Whether the row prints the mention as one of its further names or codes (50102 beside 30108)."""
    if mention.code:
        return mention.code in named.marks
    return bool(named.marks.intersection(mention.keys))


def is_amount_box(named: Named) -> bool:
    """The box of a project's performance table that holds the project's own amount (当年预算, 年度资金总额)."""
    words = ("当年预算", "年度预算", "资金总额", "预算金额", "预算安排", "项目资金", "总额", "预算总额")
    return isinstance(named.fact.quantity, Amount) and any(word in named.row for word in words)


def _context(
    named: Named, context: Mention, taken: set[str] | frozenset[str], table: BudgetTable | None
) -> tuple[str, float]:
    """Which part of the fact a narrowing mention explains ("" for none), and what that is worth.

    ``taken`` are the parts that other mentions explain: a name said twice (…局下的…局) is the row and the row above."""
    names = set(context.keys) | {key(context.text)}
    terms = set(context.terms)
    if named.fact.total and key(named.fact.label) in names:
        return "row", 3.0
    if context.code and (named.fact.code == context.code or (named.fact.code or "").startswith(context.code)):
        return ("row", 4.0) if named.fact.code == context.code else ("path", 3.5)
    if "row" not in taken and named.row and (named.row in names or terms & named.row_terms):
        return "row", 4.0 - _loss(named.row, named.row_terms, context)
    if "column" not in taken and named.column and (named.column in names or terms & named.column_terms):
        return "column", 4.0 - _loss(named.column, named.column_terms, context)
    if named.fact.row_path and key(named.fact.row_path[-1]) in names:
        return "path", 3.8
    if "row" in taken and any(key(part) in names for part in named.fact.row_path):
        return "path", 3.5
    if "row" in taken and (named.row in names or terms & named.row_terms):
        return "row", 2.0
    if marked(named, context):
        return "mark", 4.0
    if names & named.context or _shares_term(terms, named.context):
        return "path", 3.5
    if table is not None and terms & KIND_TERMS.get(table.kind, frozenset()):
        return "table", 3.0
    if table is not None and any(len(name) >= 3 and name in key(table.title) for name in names):
        return "table", 3.0
    if any(stem(name) in around for name in names for around in named.context if len(stem(name)) >= 3):
        return "path", 2.0
    return "", -4.0


def _loss(name: str, terms: frozenset[str], context: Mention) -> float:
    """What a name counts less that the mention does not say itself: by another meaning of it (奖励金 for 奖金)."""
    if name in context.keys:
        return 0.0
    return min((0.5 * rank for rank, term in enumerate(context.terms) if term in terms), default=0.0) + 0.2


def _shares_term(terms: set[str], names: frozenset[str]) -> bool:
    printed = vocabulary().printed
    return bool(terms) and any(terms.intersection(printed.get(name, ())) for name in names)


def _column_fits(fact: Fact, column: str) -> bool:
    wanted = key(column)
    parts = [key(part) for part in fact.column_path]
    joined = "".join(parts)
    return any(wanted in part for part in parts) or wanted in joined or all(ch in joined for ch in wanted)


def _unexplained(named: Named, role: str, explained: set[str], index: DocumentIndex) -> float | None:
    """The cost of names that the question does not account for; None when they forbid the fact."""
    cost = 0.0
    if named.narrative:
        return 0.6
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
