"""How well a name that a question says is one of the names of a fact: its row, its column, what stands around it."""

from __future__ import annotations

import re

from assistant.knowledge import DocumentIndex
from assistant.named import Named
from assistant.parsing.model import Mention
from assistant.preferences import KIND_TERMS
from index.amounts import Amount
from index.model import BudgetTable, Fact, TableKind
from index.vocabulary.names import key, stem
from index.vocabulary.terms import vocabulary


def explains(named: Named, context: Mention, index: DocumentIndex) -> bool:
    """Whether a narrowing mention is a name around the fact: its other axis, an ancestor, its table."""
    return bool(part_of(named, context, frozenset(), index.table_of(named.fact))[0])


def fits(named: Named, context: Mention, index: DocumentIndex) -> bool:
    """Whether a narrowing mention does not exclude the fact: it explains it, or says only whose or of which kind."""
    idle = _is_owner(context, index) or _CLASSIFICATION.fullmatch(context.text) is not None or _is_side(context, named)
    return idle or _is_above(context, named) or explains(named, context, index)


def _is_above(context: Mention, named: Named) -> bool:
    """Whether a sentence's metric is by its nature a part of the mention (三公里的公务用车购置费); a table shows its own order."""
    words = vocabulary()
    above = {ancestor for term in named.row_terms for ancestor in words.ancestors(term)}
    return named.narrative and not context.code and bool(above.intersection(context.terms[:1]))


# Says by which classification a code or name is meant, and narrows nothing down.
_CLASSIFICATION = re.compile(r"(?:部门|政府)?(?:预算)?(?:支出)?(?:经济|功能)(?:分类)?(?:科目)?(?:编码|代码)?")


_SIDE_WORDS = {
    "expenditure": frozenset(("expenditure_total", "current_year_expenditure", "budget_total")),
    "income": frozenset(("income_total", "current_year_income", "budget_total")),
}


def _is_side(context: Mention, named: Named) -> bool:
    """Whether the mention only says that all spending, or all income, is spoken of (支出预算中), and the fact is of it."""
    income = named.fact.side == "income" or named.fact.table_kind is TableKind.TOTAL_INCOME
    return bool(_SIDE_WORDS["income" if income else "expenditure"].intersection(context.terms[:1]))


def _is_owner(context: Mention, index: DocumentIndex) -> bool:
    """Whether the mention only repeats whose document it is."""
    return key(context.text) in key(index.document.department)


def role_of(named: Named, mention: Mention, table: BudgetTable | None) -> tuple[str | None, float]:
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


def part_of(
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
    if any(_stands_in(term, terms) for term in (*named.row_terms, *named.column_terms)):
        return "path", 1.0  # 三公经费里的购车费: a part of it by what the two are, in whatever paragraph
    return "", -4.0


def _stands_in(term: str, wholes: set[str]) -> bool:
    """Whether a term of the three public expenses is a part of one of these."""
    known = vocabulary().terms
    while term in known and known[term].term_class == "three_public":
        parent = known[term].parent or ""
        if parent in wholes:
            return True
        term = parent
    return False


def _loss(name: str, terms: frozenset[str], context: Mention) -> float:
    """What a name counts less that the mention does not say itself: by another meaning of it (奖励金 for 奖金)."""
    if name in context.keys:
        return 0.0
    return min((0.5 * rank for rank, term in enumerate(context.terms) if term in terms), default=0.0) + 0.2


def _shares_term(terms: set[str], names: frozenset[str]) -> bool:
    printed = vocabulary().printed
    return bool(terms) and any(terms.intersection(printed.get(name, ())) for name in names)


def column_fits(fact: Fact, column: str) -> bool:
    wanted = key(column)
    parts = [key(part) for part in fact.column_path]
    joined = "".join(parts)
    return any(wanted in part for part in parts) or wanted in joined or all(ch in joined for ch in wanted)
