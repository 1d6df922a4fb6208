"""Whether an answer shows its proof: it cites the gold evidence, and its figures are proved."""

from __future__ import annotations

from difflib import SequenceMatcher

from eval.matching import compact, table_number
from eval.records import Evidence, Question, Result, ResultCitation
from index.amounts import FigureKind, find_figures

PROVED = frozenset(("verified", "recomputed"))
_OVERLAP = 8  # characters in a row that two quotes of one sentence share at least


def cites_gold(question: Question, result: Result) -> bool:
    """Whether one citation stands where one piece of the gold evidence stands."""
    return any(_same_place(cited, gold) for cited in result.citations for gold in question.evidence)


def _same_place(cited: ResultCitation, gold: Evidence) -> bool:
    if gold.doc is not None and not cited.document.endswith(gold.doc):
        return False
    if _overlap(cited.quote, gold.quote):
        return True
    number = table_number(gold.table)
    same_table = number != "" and number == table_number(cited.table)
    return same_table and _shares_a_word(cited, gold)


def _overlap(left: str, right: str) -> bool:
    left, right = compact(left), compact(right)
    if not left or not right:
        return False
    if left in right or right in left:
        return True
    block = SequenceMatcher(None, left, right, autojunk=False).find_longest_match().size
    return block >= min(_OVERLAP, len(left), len(right))


def _shares_a_word(cited: ResultCitation, gold: Evidence) -> bool:
    """In the same table: the row's label or one of its printed cells stands in the gold quote."""
    quote = compact(gold.quote)
    words = [*cited.quote.split(), cited.row or ""]
    return any(len(compact(word)) > 1 and compact(word) in quote for word in words)


def figure_counts(result: Result) -> tuple[int, int]:
    """(figures proved, figures shown); a sum or ratio in the text that is not listed counts as shown, not proved."""
    proved = sum(figure.status in PROVED for figure in result.figures)
    return proved, len(result.figures) + len(_unlisted(result))


def _unlisted(result: Result) -> list[str]:
    listed = [compact(figure.text) for figure in result.figures]
    found = [
        compact(span.text) for span in find_figures(result.answer) if span.kind in (FigureKind.MONEY, FigureKind.RATIO)
    ]
    return [text for text in found if not any(text in known or known in text for known in listed)]
