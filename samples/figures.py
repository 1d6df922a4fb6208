"""How a layout prints money, changes and names; and the row lists that several layouts share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from index.amounts import MONEY_UNITS
from samples.model import Chosen, Ledger, of
from samples.sheet import Entry
from samples.vocabulary import economic_name, function_name, words

NUMERALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十")


def numeral(n: int) -> str:
    """1 → 一, 21 → 二十一 (up to 99)."""
    tens, ones = divmod(n, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else NUMERALS[tens - 1] + "十")
    return head + (NUMERALS[ones - 1] if ones else "")


@dataclass(frozen=True, slots=True)
class Print:
    """A table's printing of money: unit, decimals, thousands separators, and what an empty amount looks like."""

    unit: str = "万元"
    decimals: int = 2
    thousands: str = ","
    zero: str = ""

    def __call__(self, yuan: Decimal) -> str:
        if not yuan and self.zero != "0.00":
            return self.zero
        value = rounded(yuan / MONEY_UNITS[self.unit], self.decimals)
        return f"{value:{self.thousands}.{self.decimals}f}"


def rounded(value: Decimal, decimals: int = 2) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def in_wan(yuan: Decimal) -> str:
    """Money in prose: 万元 with two decimals, no separators."""
    return f"{rounded(yuan / 10_000):.2f}万元"


def change(now: Decimal, before: Decimal, base: str) -> str:
    """``比2022年增加12.00万元，增长3.40%`` or ``与2022年持平``."""
    difference = now - before
    if not difference:
        return f"与{base}持平"
    verb, rate = ("增加", "增长") if difference > 0 else ("减少", "下降")
    said = f"比{base}{verb}{in_wan(abs(difference))}"
    return f"{said}，{rate}{percent(abs(difference), before)}" if before else said


def change_only(now: Decimal, before: Decimal, base: str) -> str:
    """The same without the rate."""
    return change(now, before, base).partition("，")[0]


def percent(part: Decimal, whole: Decimal) -> str:
    return f"{rounded(part / whole * 100):.2f}%"


def because(reason: str | None) -> str:
    return f"，主要原因是{reason}" if reason else ""


# ---------------------------------------------------------------- rows

Measure = Callable[[Ledger], str]


def measures(show: Print, *chosen: Chosen) -> tuple[Measure, ...]:
    """One printed column for each filter of the ledger."""
    return tuple(lambda ledger, pick=pick: show(ledger.total(pick)) for pick in chosen)


def values(ledger: Ledger, columns: Sequence[Measure]) -> tuple[str, ...]:
    return tuple(column(ledger) for column in columns)


def functional(ledger: Ledger, columns: Sequence[Measure], indent: str = "") -> list[Entry]:
    """类, 款 and 项 rows in code order, each the sum of its lines."""
    entries: list[Entry] = []
    for code in _with_ancestors(ledger.codes(7), (3, 5, 7)):
        level = (3, 5, 7).index(len(code))
        path = tuple(function_name(code[:n]) for n in (3, 5)[:level])
        name = function_name(code)
        entries.append(
            Entry(name, values(ledger.only(of(function=code)), columns), code, path, printed=indent * level + name)
        )
    return entries


def economic(ledger: Ledger, columns: Sequence[Measure], indent: str = "") -> list[Entry]:
    """类 and 款 rows of 部门预算支出经济分类."""
    entries: list[Entry] = []
    for code in _with_ancestors(ledger.codes(5, "economic"), (3, 5)):
        path = () if len(code) == 3 else (economic_name(code[:3]),)
        name = economic_name(code)
        entries.append(
            Entry(name, values(ledger.only(of(economic=code)), columns), code, path, printed=indent * len(path) + name)
        )
    return entries


def _with_ancestors(codes: Sequence[str], lengths: tuple[int, ...]) -> list[str]:
    return sorted({code[:n] for code in codes for n in lengths})


def total_entry(ledger: Ledger, columns: Sequence[Measure], label: str = "合计") -> Entry:
    return Entry(label, values(ledger, columns))


def classes(ledger: Ledger, columns: Sequence[Measure], style: str) -> list[Entry]:
    """The functional classes that have amounts, numbered (``一、`` or ``（一）``)."""
    names = [(code, function_name(code)) for code in ledger.codes(3)]
    return _numbered([(name, values(ledger.only(of(function=code)), columns)) for code, name in names], style)


def all_classes(ledger: Ledger, columns: Sequence[Measure], style: str) -> list[Entry]:
    """Every class of the classification, blank where this department spends nothing."""
    by_name = {function_name(code): ledger.only(of(function=code)) for code in ledger.codes(3)}
    rows = [(name, values(by_name.get(name, Ledger()), columns)) for name in words("codes")["classes"]["order"]]
    return _numbered(rows, style)


def _numbered(rows: list[tuple[str, tuple[str, ...]]], style: str) -> list[Entry]:
    return [
        Entry(name, texts, side="expenditure", printed=style.format(numeral(i)) + name)
        for i, (name, texts) in enumerate(rows, start=1)
    ]
