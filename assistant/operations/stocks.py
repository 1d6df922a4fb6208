"""Where final accounts print what is carried over: of all money, of the treasury, of a fund or of one item."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.calculations import calculate
from assistant.knowledge import DocumentIndex
from assistant.model import Operand
from assistant.named import Named, is_generic
from assistant.operations.desk import NotFoundError
from assistant.parsing.model import Mention
from index.amounts import Amount
from index.model import Measure, TableKind
from index.vocabulary.names import key, plain

# A fund as questions say it, and how a row or column of the summary begins that gives it.
FUNDS = (
    ("non_fiscal", re.compile(r"非财政(?:拨款|资金)|不(?:属于|是|算|含)财政拨款|财政拨款(?:以外|之外)"), ""),
    ("general", re.compile(r"一般公共预算"), "一般公共预算"),
    ("fund", re.compile(r"政府性基金|基金(?:预算)?"), "政府性基金"),
    ("state", re.compile(r"国有资本经营"), "国有资本经营"),
    ("fiscal", re.compile(r"财政(?:拨款|资金)"), ""),
)
_WORDS = {
    "all": "", "fiscal": "财政拨款", "non_fiscal": "非财政拨款", "general": "一般公共预算财政拨款",
    "fund": "政府性基金预算财政拨款", "state": "国有资本经营预算财政拨款",
}  # fmt: skip
_LABEL = re.compile(r"(?P<when>年初|上年|期初|年末|年终|期末)(?P<fiscal>财政拨款)?结转(?:和|及)?结余")


@dataclass(frozen=True, slots=True)
class Stock:
    """What is carried over: at the end or the beginning, of a fund (all, fiscal, general …) or of the ``item`` named."""

    end: bool
    fund: str
    item: Mention | None = None

    @property
    def words(self) -> str:
        return f"{'年末' if self.end else '年初'}{_WORDS[self.fund]}结转和结余"


_IN_FUND_TABLES = (TableKind.GOVERNMENT_FUND_BUDGET, TableKind.STATE_CAPITAL_BUDGET)


def carried_cells(index: DocumentIndex) -> Iterator[Named]:
    """Cells of the rows of funds' tables that give what is carried over."""
    for named in index.named:
        fact = named.fact
        if fact.table_kind in _IN_FUND_TABLES and named.row and isinstance(fact.quantity, Amount):
            yield named


def is_row(named: Named, mention: Mention) -> bool:
    if mention.code:
        return named.fact.code == mention.code
    return named.row in mention.keys or bool(named.row_terms.intersection(mention.terms[:1]))


def find_stock(index: DocumentIndex, stock: Stock) -> Named | None:
    """The cell that prints a stock, None where the document has none."""
    if stock.item is not None:
        cells = (named for named in carried_cells(index) if is_row(named, stock.item))
        return next((named for named in cells if _gives(named.fact.column_path, stock.end)), None)
    for named in index.named:
        fact = named.fact
        if (
            fact.measure is Measure.VALUE
            and fact.certain
            and isinstance(fact.quantity, Amount)
            and _is_stock(named, stock)
        ):
            return named
    return None


def _is_stock(named: Named, stock: Stock) -> bool:
    fact = named.fact
    lead = next((start for fund, _, start in FUNDS if fund == stock.fund), "")
    own = _LABEL.fullmatch(key(fact.label))
    leaf = next((part for part in reversed(fact.column_path) if not is_generic(part)), "")
    if fact.table_kind is TableKind.TOTAL_INCOME_EXPENDITURE:
        return stock.fund == "all" and own is not None and not own["fiscal"] and _at_end(own) is stock.end
    if fact.table_kind is TableKind.FISCAL_APPROPRIATION:
        if own is not None and _at_end(own) is stock.end:
            return (
                key(leaf) in ("收入", "支出", "")
                if stock.fund == "fiscal"
                else bool(lead) and key(leaf).startswith(lead)
            )
        above = _LABEL.fullmatch(key(fact.row_path[-1])) if fact.row_path else None
        return above is not None and _at_end(above) is stock.end and bool(lead) and key(fact.label).startswith(lead)
    kinds = {"fund": TableKind.GOVERNMENT_FUND_BUDGET, "state": TableKind.STATE_CAPITAL_BUDGET}
    return fact.table_kind is kinds.get(stock.fund) and not named.row and _gives(fact.column_path, stock.end)


def _at_end(label: re.Match[str]) -> bool:
    return label["when"] in ("年末", "年终", "期末")


def _gives(path: tuple[str, ...], end: bool) -> bool:
    """Whether a column gives what is carried over at that end of the year."""
    found = [match for part in path if (match := _LABEL.search(plain(part).replace(" ", ""))) is not None]
    return bool(found) and _at_end(found[-1]) is end


def operand_of(index: DocumentIndex, stock: Stock) -> tuple[Operand, tuple[Named, ...]]:
    """The figure of a stock: printed, or all that is carried over less what is of the treasury. NotFoundError where the
    document has neither."""
    if stock.fund == "non_fiscal":
        whole, fiscal = (find_stock(index, Stock(stock.end, fund)) for fund in ("all", "fiscal"))
        if whole is not None and fiscal is not None:
            return calculate("difference", whole.fact, fiscal.fact), (whole, fiscal)
    found = find_stock(index, stock)
    if found is None:
        raise NotFoundError(f"文件里没有找到“{stock.words}”的数，不能作答。")
    return found.fact, (found,)
