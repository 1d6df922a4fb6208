"""A progress bar on stderr for long work; nothing is shown where stderr is not a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class ProgressBar:
    """Called as ``bar(name, done, total)`` after each thing; ``pages`` follows the pages of those now in work."""

    def __init__(self, bar: Any) -> None:
        self._bar = bar

    def __call__(self, name: str, done: int, total: int) -> None:
        self._bar.total = total
        self._bar.set_postfix_str(name, refresh=False)
        self._bar.update(done - self._bar.n)

    def pages(self, name: str, page: int, pages: int) -> None:
        self._bar.set_postfix_str(f"{name} 第 {page}/{pages} 页", refresh=False)
        self._bar.update(0)


@contextmanager
def progress_bar(label: str) -> Iterator[ProgressBar]:
    from tqdm import tqdm

    with tqdm(desc=label, unit="份", file=sys.stderr, disable=not sys.stderr.isatty(), leave=False) as bar:
        yield ProgressBar(bar)
