"""The whole ingest story: a file → a budget document → the store."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from index.chunks import chunk
from index.errors import BudgetQaError
from index.model import BudgetDocument
from index.readers import READERS, open_source, read_and
from index.readers.limits import PageProgress
from index.stores import Store
from index.understanding import understand

logger = logging.getLogger(__name__)

_HEAD = 8192
_NOTES = frozenset((".md", ".log"))  # text that stands beside documents

Progress = Callable[[str, int, int], None]
PageWatch = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Failure:
    file: str
    reason: str


@dataclass(frozen=True, slots=True)
class IndexSummary:
    """What one run of indexing did. ``files`` counts those read now; ``tables`` to ``findings`` are theirs."""

    files: int = 0
    tables: int = 0
    facts: int = 0
    findings: int = 0
    skipped: int = 0
    failed: tuple[Failure, ...] = ()


def read_document(path: Path, progress: PageProgress | None = None) -> BudgetDocument:
    """A file as a budget document, with facts and findings. Raises ReadError when it is none.

    It is read and understood in a process of its own, within limits; ``progress(page, pages)`` follows the pages.
    """
    return read_and(understand, path, progress=progress)


def index_paths(
    paths: Sequence[Path],
    store: Store,
    jobs: int = 1,
    progress: Progress | None = None,
    pages: PageWatch | None = None,
) -> IndexSummary:
    """Reads files and folders into the store; unchanged files are skipped and a bad file never stops the rest.

    ``jobs`` processes read while this one writes. ``progress(file name, done, total)`` is called after each file,
    ``pages(file name, page, pages)`` as a page begins (from other threads).
    Raises StoreError when the store cannot be written.
    """
    files = readable_files(paths)
    summary = IndexSummary()
    with store.writing():
        for done, (path, result) in enumerate(_read_changed(files, store, jobs, pages), 1):
            summary = _account(summary, path, result, store)
            if progress is not None:
                progress(path.name, done, len(files))
    return summary


def readable_files(paths: Sequence[Path]) -> list[Path]:
    """The files named, and those in the folders named that a reader accepts; each once, absolute, in order."""
    found: dict[Path, None] = {}
    for path in paths:
        files = [file for file in sorted(path.rglob("*")) if _readable(file)] if path.is_dir() else [path]
        found.update(dict.fromkeys(file.resolve() for file in files))
    return list(found)


def _readable(file: Path) -> bool:
    """Whether a file met in a folder is a document: not hidden, no lock file or note, of a format that is read."""
    if file.name.startswith((".", "~$")) or file.suffix.lower() in _NOTES or not file.is_file():
        return False
    try:
        with file.open("rb") as stream:
            head = stream.read(_HEAD)
    except OSError:
        return True  # it fails by name
    return any(reader.accepts(head, file) for reader in READERS)


# ---------------------------------------------------------------- reading


Result = BudgetDocument | Failure | None  # None: unchanged


def _read_changed(
    files: Sequence[Path], store: Store, jobs: int, pages: PageWatch | None
) -> Iterator[tuple[Path, Result]]:
    """Every file with its outcome: unchanged ones and unreadable ones first, then as they are read."""
    changed = []
    for path in files:
        try:
            current = store.is_current(path, open_source(path).sha256)
        except (BudgetQaError, OSError) as error:
            yield path, _failure(path, error)
            continue
        if current:
            yield path, None
        else:
            changed.append(path)
    if changed:
        yield from _read_parallel(changed, jobs, pages)


def _attempt(path: Path, pages: PageWatch | None) -> Result:
    try:
        return read_document(path, partial(pages, path.name) if pages else None)
    except Exception as error:  # one bad file never stops the rest, whatever a parser raises
        logger.debug("cannot read %s", path, exc_info=True)
        return _failure(path, error)


def _failure(path: Path, error: Exception) -> Failure:
    known = isinstance(error, BudgetQaError)
    return Failure(path.name, str(error) if known else f"读取时出错（{type(error).__name__}：{error}）")


def _read_parallel(paths: Sequence[Path], jobs: int, pages: PageWatch | None) -> Iterator[tuple[Path, Result]]:
    """Threads that wait for the processes in which the files are read: each file has its own, and fails alone."""
    with ThreadPoolExecutor(min(jobs, len(paths))) as pool:
        running: dict[Future[Result], Path] = {pool.submit(_attempt, path, pages): path for path in paths}
        try:
            for future in as_completed(list(running)):
                yield running.pop(future), future.result()
        finally:
            pool.shutdown(cancel_futures=True)


# ---------------------------------------------------------------- writing


def _account(summary: IndexSummary, path: Path, result: Result, store: Store) -> IndexSummary:
    if result is None:
        return replace(summary, skipped=summary.skipped + 1)
    if isinstance(result, Failure):
        return replace(summary, failed=(*summary.failed, result))
    store.save(result, chunk(result))
    logger.info("indexed %s: %d tables, %d facts", path.name, len(result.tables), len(result.facts))
    return replace(
        summary,
        files=summary.files + 1,
        tables=summary.tables + len(result.tables),
        facts=summary.facts + len(result.facts),
        findings=summary.findings + len(result.findings),
    )
