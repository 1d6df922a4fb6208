"""``python -m eval.scans SCAN.pdf ORIGINAL.pdf --first-page N``: the cells read from a scan against the original's.

The scan's page 1 is the original's page N. A cell is known by its table (the how-manieth on its page), its row (code
and label) and its column path, and is equal when it holds the same words or number there. Blanks and the width of
characters are no difference: they cannot be seen on paper. Exit status 1 when fewer cells are equal than ``--bar``.
"""

from __future__ import annotations

import argparse
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from index.grids.hierarchy import bare
from index.model import BudgetTable
from index.readers import read
from index.tables import build_tables

_SHOWN = 5  # differences of each page


class Place(NamedTuple):
    """Where a cell stands: ``table`` and ``again`` (the how-manieth such cell) count from 0."""

    page: int
    table: int
    side: str
    code: str
    label: str
    column: tuple[str, ...]
    again: int

    def __str__(self) -> str:
        return f"{self.code} {self.label} | {'/'.join(self.column)}".strip()


Content = Decimal | str
Cells = dict[Place, Content]


@dataclass(frozen=True, slots=True)
class PageScore:
    """The cells of one page of the original: those the scan has too, with the same or with other content, or not."""

    page: int
    equal: int
    different: tuple[tuple[Place, Content, Content], ...]  # place, original's, scan's
    missing: tuple[tuple[Place, Content], ...]
    extra: tuple[tuple[Place, Content], ...]

    @property
    def cells(self) -> int:
        return self.equal + len(self.different) + len(self.missing)

    @property
    def misread_numbers(self) -> int:
        return sum(isinstance(printed, Decimal) for _, printed, _ in self.different)


def compare(original: Iterable[BudgetTable], scan: Iterable[BudgetTable], pages: range) -> list[PageScore]:
    """One score for each of the original's ``pages`` that holds cells in either; they are the scan's pages in order."""
    printed, seen = _by_page(cells_of(original)), _by_page(cells_of(scan, pages.start - 1))
    return [
        _score(page, printed.get(page, {}), seen.get(page, {})) for page in pages if page in printed or page in seen
    ]


def _score(page: int, printed: Cells, seen: Cells) -> PageScore:
    common = [place for place in printed if place in seen]
    different = [(place, printed[place], seen[place]) for place in common if printed[place] != seen[place]]
    return PageScore(
        page,
        len(common) - len(different),
        tuple(different),
        tuple((place, content) for place, content in printed.items() if place not in seen),
        tuple((place, content) for place, content in seen.items() if place not in printed),
    )


def cells_of(tables: Iterable[BudgetTable], offset: int = 0) -> Cells:
    """Every cell with content by its place; ``offset`` is added to page numbers."""
    found: Cells = {}
    order: defaultdict[int, list[str]] = defaultdict(list)
    again: Counter[tuple[object, ...]] = Counter()
    for table in tables:
        for row in table.rows:
            page = (row.page or 0) + offset
            if table.id not in order[page]:
                order[page].append(table.id)
            for cell in row.cells:
                column = tuple(_plain(name) for name in table.columns[cell.column].path)
                known = (page, order[page].index(table.id), row.side, row.code or "", _plain(bare(row.label)), column)
                found[Place(*known, again[known])] = _plain(cell.text) if cell.value is None else cell.value
                again[known] += 1
    return found


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _by_page(cells: Cells) -> dict[int, Cells]:
    pages: defaultdict[int, Cells] = defaultdict(dict)
    for place, content in cells.items():
        pages[place.page][place] = content
    return pages


def report(scores: Iterable[PageScore]) -> Iterator[str]:
    """Lines for reading: each page that differs with its first differences, then the sums."""
    total = equal = extra = numbers = 0
    for score in scores:
        total, equal, extra = total + score.cells, equal + score.equal, extra + len(score.extra)
        numbers += score.misread_numbers
        if score.equal == score.cells and not score.extra:
            yield f"第{score.page}页：{score.cells} 格全同"
            continue
        yield (
            f"第{score.page}页：{score.cells} 格，相同 {score.equal}，不同 {len(score.different)}，"
            f"缺 {len(score.missing)}，多 {len(score.extra)}"
        )
        yield from (f"    ≠ {place}：{printed} → {seen}" for place, printed, seen in score.different[:_SHOWN])
        yield from (f"    － {place}：{printed}" for place, printed in score.missing[:_SHOWN])
        yield from (f"    ＋ {place}：{seen}" for place, seen in score.extra[:_SHOWN])
    share = f"（{equal / total:.2%}）" if total else ""
    yield f"共 {total} 格，相同 {equal}{share}，多出 {extra}，同一格里数字读错 {numbers}"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m eval.scans", description="扫描件与原件逐格比较")
    parser.add_argument("scan", type=Path)
    parser.add_argument("original", type=Path)
    parser.add_argument("--first-page", type=int, default=1, metavar="N", help="扫描件第 1 页是原件的第几页")
    parser.add_argument("--bar", type=Decimal, default=Decimal("0.97"), metavar="X", help="相同的格至少占多少")
    options = parser.parse_args(arguments)
    scan = read(options.scan)
    pages = range(options.first_page, options.first_page + len(scan.pages))
    scores = compare(build_tables(read(options.original)), build_tables(scan), pages)
    print(*(warning for warning in scan.warnings if "未读取" in warning), sep="\n", end="")
    print(*report(scores), sep="\n")
    total, equal = sum(score.cells for score in scores), sum(score.equal for score in scores)
    return 0 if total and equal >= options.bar * total else 1


if __name__ == "__main__":
    sys.exit(main())
