"""``python -m eval.identities PATH… [--json]``: what share of the amounts that documents print is proved by arithmetic.

An amount is a number of money other than zero in a table (not a target, count, rate or code). It is proved when it
takes part in an identity that holds and says more than 0 = 0: a sum, the same figure in another table, income =
expenditure, this year = last year + change, the same figure in a sentence. Zeros are counted apart, and so are the
amounts of sentences that a table prints too.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.errors import BudgetQaError
from index.model import BudgetDocument
from index.pipeline import read_document, readable_files
from index.tie_outs import TableCoverage, read_sheets, statements, table_coverage


@dataclass(frozen=True, slots=True)
class Share:
    """Amounts proved of all amounts; None where there are none."""

    proved: int
    amounts: int

    @property
    def value(self) -> float | None:
        return self.proved / self.amounts if self.amounts else None

    def __str__(self) -> str:
        return f"{self.proved}/{self.amounts}" + (f"（{self.value:.1%}）" if self.value is not None else "")


def total(tables: Iterable[TableCoverage]) -> Share:
    found = list(tables)
    return Share(sum(table.proved for table in found), sum(table.amounts for table in found))


def report(document: BudgetDocument) -> dict[str, Any]:
    """One document: its share, the share of each kind of table, and the tables of which a tenth or more is unproved."""
    said = list(statements(document, read_sheets(document.tables)))
    tables = table_coverage(document.tables, {place for statement in said for place in statement.agrees})
    kinds: dict[str, list[TableCoverage]] = {}
    for table in tables:
        kinds.setdefault(document.tables[table.table].kind.value, []).append(table)
    return {
        "file": document.source.name,
        "proved": total(tables).proved,
        "amounts": total(tables).amounts,
        "zeros": sum(table.zeros for table in tables),
        "zeros_proved": sum(table.zeros_proved for table in tables),
        "sentences": len(said),
        "sentences_agree": sum(bool(statement.agrees) for statement in said),
        "kinds": {kind: {"proved": total(of).proved, "amounts": total(of).amounts} for kind, of in kinds.items()},
        "unproved": [_unproved(document, table) for table in tables if table.reason],
    }


def _unproved(document: BudgetDocument, coverage: TableCoverage) -> dict[str, Any]:
    table = document.tables[coverage.table]
    return {
        "table": f"{table.number} {table.title}".strip(),
        "kind": table.kind.value,
        "pages": list(table.pages),
        "proved": coverage.proved,
        "amounts": coverage.amounts,
        "reason": coverage.reason,
    }


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m eval.identities", description="勾稽关系证明了多少金额单元格")
    parser.add_argument("paths", nargs="+", type=Path, help="文件或文件夹")
    parser.add_argument("--json", action="store_true", help="每份文件一行 JSON")
    options = parser.parse_args(arguments)
    reports = []
    for path in readable_files(options.paths):
        try:
            made = report(read_document(path))
        except (BudgetQaError, OSError) as error:
            print(f"{path.name}：{error}", file=sys.stderr)
            continue
        reports.append(made)
        print(json.dumps(made, ensure_ascii=False) if options.json else _line(made), flush=True)
    if not options.json:
        _summary(reports)
    return 0 if reports else 1


def _line(made: dict[str, Any]) -> str:
    lines = [f"{made['file']}：{Share(made['proved'], made['amounts'])}，零 {made['zeros_proved']}/{made['zeros']}，"]
    lines[0] += f"正文 {made['sentences_agree']}/{made['sentences']}"
    for table in made["unproved"]:
        pages = f"第{'、'.join(map(str, table['pages']))}页" if table["pages"] else ""
        lines.append(f"    {table['table']}{pages}：{Share(table['proved'], table['amounts'])}，{table['reason']}")
    return "\n".join(lines)


def _summary(reports: Sequence[dict[str, Any]]) -> None:
    kinds: dict[str, list[int]] = {}
    for made in reports:
        for kind, share in made["kinds"].items():
            counts = kinds.setdefault(kind, [0, 0])
            counts[0] += share["proved"]
            counts[1] += share["amounts"]
    for kind, (proved, amounts) in sorted(kinds.items(), key=lambda item: -item[1][1]):
        print(f"{kind}：{Share(proved, amounts)}")
    proved, amounts = sum(made["proved"] for made in reports), sum(made["amounts"] for made in reports)
    print(f"合计：{Share(proved, amounts)}，{len(reports)} 份文件")


if __name__ == "__main__":
    sys.exit(main())
