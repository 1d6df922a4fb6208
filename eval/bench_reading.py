"""What reading PDFs to verified cells costs beside what pdfplumber's ``extract_tables`` alone costs on the same pages.

Both run in this process, document by document, and are measured in seconds of its processor time. Reading covers the
whole way: bytes → pages → tables → facts → tie-outs.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.errors import BudgetQaError
from index.readers import open_source, read_here
from index.understanding import understand


@dataclass(frozen=True, slots=True)
class Cost:
    """``reading`` and ``yardstick``: seconds for the same ``pages``."""

    file: str
    pages: int
    reading: float
    yardstick: float

    @property
    def ratio(self) -> float:
        return self.reading / self.yardstick

    def __str__(self) -> str:
        return (
            f"{self.file}：{self.pages} 页，读成数据 {self.reading:.2f} 秒，"
            f"pdfplumber 取表 {self.yardstick:.2f} 秒，{self.ratio:.2f} 倍"
        )


def reading_costs(paths: Sequence[Path]) -> Iterator[Cost]:
    """One cost a PDF with a text layer; what cannot be read is left out."""
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    warmed = False
    for path in paths:
        if not _has_text(path):
            continue
        try:
            if not warmed:
                _read(path)
            warmed = True
            reading, _ = _timed(_read, path)
        except BudgetQaError:
            continue
        yardstick, pages = _timed(_extract_tables, path)
        yield Cost(path.name, pages, reading, yardstick)


def total(costs: Sequence[Cost]) -> Cost:
    return Cost("合计", sum(c.pages for c in costs), sum(c.reading for c in costs), sum(c.yardstick for c in costs))


def _timed(work: Callable[[Path], int], path: Path) -> tuple[float, int]:
    started = time.process_time()
    pages = work(path)
    return time.process_time() - started, pages


def _has_text(path: Path) -> bool:
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        return any(page.get_textpage().count_chars() > 20 for page in document)


def _read(path: Path) -> int:
    return understand(read_here(open_source(path))).page_count


def _extract_tables(path: Path) -> int:
    import pdfplumber

    with pdfplumber.open(path) as document:
        for page in document.pages:
            page.extract_tables()
            page.close()
        return len(document.pages)
