"""Which items of the classification of spending a question about changes is about: of a level, below a parent."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.named import Named
from assistant.operations.desk import Desk
from assistant.operations.members.model import by_economic_class
from assistant.operations.rows import CODE_LENGTHS
from assistant.parsing.model import Mention, MetricQuery
from index.vocabulary.names import key
from index.vocabulary.terms import vocabulary


@dataclass(frozen=True, slots=True)
class Scope:
    """Which items count."""

    level: str
    first_digit: str
    query: MetricQuery | None
    year: int
    base: int
    above: frozenset[str] = frozenset()  # codes of what the question names

    def holds(self, named: Named, code: str) -> bool:
        if len(code) != CODE_LENGTHS[self.level] or code[0] != self.first_digit:
            return False
        return self.query is None or is_whole(self.query) or self._below(named, code, self.query.target)

    def _below(self, named: Named, code: str, parent: Mention) -> bool:
        path = {key(part) for part in named.fact.row_path}
        if path.intersection(parent.keys) or key(parent.text) in path:
            return named.row not in parent.keys
        return any(code.startswith(one) and code != one for one in self.above)


# What is no part of the classification, so that all items are meant: the spending as a whole, or of one source.
_WHOLES = frozenset(
    (
        "expenditure_total",
        "current_year_expenditure",
        "budget_total",
        "fiscal_appropriation_expenditure",
        "fiscal_appropriation",
        "general_public_budget",
        "general_public_budget_expenditure",
    )
)


def is_whole(query: MetricQuery) -> bool:
    return bool(_WHOLES.intersection(query.target.terms[:1])) or _CLASSIFICATION.issuperset((key(query.target.text),))


_CLASSIFICATION = frozenset(("经济分类", "功能分类", "部门预算经济分类", "政府预算经济分类", "支出功能分类"))


def codes_above(desk: Desk, query: MetricQuery | None) -> frozenset[str]:
    """The codes of what a question names: said, known to the vocabulary, or printed beside the name (社保 → 208)."""
    if query is None or is_whole(query):
        return frozenset()
    mention = query.target
    found = {mention.code} if mention.code else {vocabulary().terms[term].code for term in mention.terms[:1]}
    if not any(found):
        found = {named.fact.code for named in desk.find(query).best if named.row in mention.keys or mention.quality < 1}
    return frozenset(code for code in found if code)


def code_of(named: Named) -> str:
    """The code of an item: its own, else that of the name where all that it may mean have codes of one length, else
    one made of that of its class, where prose names the class and section above it; only first digits and length count."""
    code = named.fact.code or ""
    if code:
        return code if code.isdigit() else ""
    found, path = _code_known(named.row), named.fact.row_path
    if len(found) == CODE_LENGTHS["项"] or len(path) != _ABOVE_AN_ITEM:
        return found
    above = _code_known(key(path[0]))
    return above.ljust(CODE_LENGTHS["项"], "?") if len(above) == CODE_LENGTHS["类"] else found


def codes_possible(named: Named) -> frozenset[str]:
    """All codes that an item of prose may have by its name (其他支出: of a class, a section, an economic class)."""
    terms = vocabulary().printed.get(named.row, ())
    return frozenset(code for term in terms if (code := vocabulary().terms[term].code))


_ABOVE_AN_ITEM = 2


def _code_known(name: str) -> str:
    terms = vocabulary().printed.get(name, ())
    known = [vocabulary().terms[term].code or "" for term in terms]
    return known[0] if known and all(len(one) == len(known[0]) for one in known) else ""


def levels(desk: Desk) -> tuple[str, ...]:
    """The level said, else all; 经济科目 says none."""
    said, plain = desk.question.slots.level, desk.question.plain
    return (said,) if said in CODE_LENGTHS and (said != "款" or "款" in plain) else tuple(CODE_LENGTHS)


def first_digit(desk: Desk, query: MetricQuery | None) -> str:
    """The first digit of the codes asked for: of functions, of the departments' economic classes, of the government's."""
    above = codes_above(desk, query)
    if above:
        return min(above)[0]
    if not by_economic_class(desk):
        return _FUNCTIONAL
    return _GOVERNMENT if "政府" in re.sub("政府性|政府采购", "", desk.question.plain) else _DEPARTMENTS


_FUNCTIONAL, _DEPARTMENTS, _GOVERNMENT = "2", "3", "5"
