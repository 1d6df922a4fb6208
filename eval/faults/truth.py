"""Whether a sentence that was meant to be made wrong says another truth, by the documents' facts alone.

The rule is as narrow as the sentence: the same row, the year, the column and the table that it names. A number that
the document prints in another column, year or table of the row makes no sentence true.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from eval.faults.sentences import Sentence
from index.amounts import Amount, Quantity, Ratio, read_quantity
from index.grids.hierarchy import bare
from index.model import BudgetDocument, Fact, Measure

_YEAR = re.compile(r"(20\d\d)年")
_MEASURES = {"value": Measure.VALUE, "change": Measure.CHANGE, "rate": Measure.CHANGE_RATE, "share": Measure.SHARE}
_PLAIN = re.compile(r"(?:20\d\d|年|度|本|上|当|全|初|预算|决算|执行|调整|数|金额|总计|合计|小计|共计|总额|额|\s)*")


class Truths:
    """Facts by label, of every document that sentences speak of."""

    def __init__(self, documents: Iterable[BudgetDocument]) -> None:
        self.by_label: dict[tuple[str, str], list[Fact]] = defaultdict(list)
        for document in documents:
            for fact in document.facts:
                self.by_label[document.department, bare(fact.label)].append(fact)

    def hold(self, sentence: Sentence) -> bool:
        """Whether a document of the department prints the figure for just what the sentence names."""
        said = read_quantity(sentence.said)
        years = _YEAR.findall(sentence.text)
        cell = sentence.cells[0]
        if said is None or not years or sentence.form not in _MEASURES:
            return False
        return any(
            fact.measure is _MEASURES[sentence.form]
            and fact.year == int(years[0])
            and _same_place(fact, sentence)
            and _equal(said, fact.quantity, sentence)
            for fact in self.by_label[sentence.document.department, bare(cell.line.label)]
        )


def _same_place(fact: Fact, sentence: Sentence) -> bool:
    """Whether a fact stands under the column and in the table that the sentence names."""
    cell, where = sentence.cells[0], fact.provenance
    if where.table is None:
        return not cell.column
    if not cell.alone and where.table != cell.fact.provenance.table and where.document == cell.document.id:
        return False
    path = "".join(fact.column_path)
    return cell.column in path if cell.column else _is_plain(path)


@lru_cache(maxsize=20_000)
def _is_plain(path: str) -> bool:
    return _PLAIN.fullmatch(re.sub(r"[（(].*?[)）]", "", path)) is not None


def _equal(said: Quantity, printed: Quantity | None, sentence: Sentence) -> bool:
    if (isinstance(said, Amount) and isinstance(printed, Amount)) or (
        isinstance(said, Ratio) and isinstance(printed, Ratio)
    ):
        value = said.value * sentence.sign if sentence.word else said.value
        return abs(value - printed.value) <= max(said.quantum, printed.quantum) / 2
    return False
