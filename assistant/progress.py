"""A progress bar on stderr for long work; nothing is shown where stderr is not a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Progress = Callable[[str, int, int], None]


@contextmanager
def progress_bar(label: str) -> Iterator[Progress]:
    """Yields ``progress(name, done, total)``."""
    from tqdm import tqdm

    with tqdm(desc=label, unit="份", file=sys.stderr, disable=not sys.stderr.isatty(), leave=False) as bar:

        def progress(name: str, done: int, total: int) -> None:
            bar.total = total
            bar.set_postfix_str(name, refresh=False)
            bar.update(done - bar.n)

        yield progress
