"""The whole ingest story: a file → a budget document → the store."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path

from index.chunks import chunk
from index.definitions import read_contact, read_definitions
from index.dumps import narrative_lines
from index.errors import BudgetQaError, ReadError
from index.facts import table_facts
from index.manifest import document_id
from index.metadata import read_metadata
from index.model import RECOGNISED, BudgetDocument, Finding, ParsedDocument, TextBlock
from index.narrative import read_facts
from index.readers import READERS, open_source, read
from index.sections import read_sections
from index.stores import Store
from index.tables import build_tables
from index.tie_outs import check_document, with_doubt

logger = logging.getLogger(__name__)

_HEAD = 8192
_NOTES = frozenset((".md", ".log"))  # text that stands beside documents

Progress = Callable[[str, int, int], None]


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


def read_document(path: Path) -> BudgetDocument:
    """A file as a budget document, with facts and findings. Raises ReadError when it is none."""
    parsed = read(path)
    recognised = {page.number for page in parsed.pages if not page.certain}
    tables = with_doubt(build_tables(parsed), recognised)
    blocks = _blocks(parsed)
    sections = read_sections(blocks)
    if not tables and not sections:
        raise ReadError(f"{path.name}：没有读到表格或正文")
    identity = document_id(parsed.source.sha256)
    metadata = read_metadata(path.name, blocks, tables)
    if not tables and not (metadata.department and metadata.year):
        raise ReadError(f"{path.name}：没有表格，也没有认出部门和年度，不像预算或决算文件。")
    document = BudgetDocument(
        id=identity,
        source=parsed.source,
        department=metadata.department,
        region=metadata.region,
        year=metadata.year,
        stage=metadata.stage,
        scope=metadata.scope,
        tables=tables,
        sections=sections,
        short_names=metadata.short_names,
        definitions=read_definitions(sections, identity),
        page_count=len(parsed.pages),
        published=metadata.published,
        contact=read_contact(sections, blocks),
    )
    in_sentences = (
        replace(fact, certain=fact.certain and fact.provenance.page not in recognised)
        for fact in read_facts(sections, document_id=identity, year=document.year, stage=document.stage)
    )
    document = replace(document, facts=(*table_facts(document), *in_sentences))
    notes = (*_recognition(identity, recognised), *_warnings(identity, (*parsed.warnings, *metadata.warnings)))
    return replace(document, findings=(*notes, *check_document(document)))


def _recognition(identity: str, pages: set[int | None]) -> Iterator[Finding]:
    """One finding where any page was recognised from a picture: its uncertain figures are read, not inferred."""
    if pages:
        yield Finding(
            RECOGNISED, "warning", f"有{len(pages)}页是扫描图像，内容由识别得来，数字请对照原件核对", identity
        )


def _warnings(identity: str, warnings: Sequence[str]) -> Iterator[Finding]:
    return (Finding("reading.warning", "warning", warning, identity) for warning in warnings)


def index_paths(paths: Sequence[Path], store: Store, jobs: int = 1, progress: Progress | None = None) -> IndexSummary:
    """Reads files and folders into the store; unchanged files are skipped and a bad file never stops the rest.

    ``jobs`` processes read while this one writes. ``progress(file name, done, total)`` is called after each file.
    Raises StoreError when the store cannot be written.
    """
    files = readable_files(paths)
    summary = IndexSummary()
    with store.writing():
        for done, (path, result) in enumerate(_read_changed(files, store, jobs), 1):
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


def _blocks(parsed: ParsedDocument) -> tuple[TextBlock, ...]:
    """The text outside tables; a text dump holds its tables as lines, which do not count."""
    if parsed.reader == "text":
        return tuple(narrative_lines(parsed))
    return tuple(block for page in parsed.pages for block in page.blocks if isinstance(block, TextBlock))


Result = BudgetDocument | Failure | None  # None: unchanged


def _read_changed(files: Sequence[Path], store: Store, jobs: int) -> Iterator[tuple[Path, Result]]:
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
    yield from _read_parallel(changed, jobs) if jobs > 1 and len(changed) > 1 else ((p, _attempt(p)) for p in changed)


def _attempt(path: Path) -> Result:
    try:
        return read_document(path)
    except Exception as error:  # one bad file never stops the rest, whatever a parser raises
        logger.debug("cannot read %s", path, exc_info=True)
        return _failure(path, error)


def _failure(path: Path, error: Exception) -> Failure:
    known = isinstance(error, BudgetQaError)
    return Failure(path.name, str(error) if known else f"读取时出错（{type(error).__name__}：{error}）")


def _read_parallel(paths: Sequence[Path], jobs: int) -> Iterator[tuple[Path, Result]]:
    """Reads in processes. A file that kills its process (a crash in a native library) fails alone."""
    interrupted = []
    with _pool(min(jobs, len(paths))) as pool:
        running: dict[Future[Result], Path] = {pool.submit(_attempt, path): path for path in paths}
        for future in as_completed(running):
            path = running.pop(future)
            try:
                yield path, future.result()
            except BrokenProcessPool:
                interrupted.append(path)
    for path in interrupted:
        with _pool(1) as pool:
            try:
                yield path, pool.submit(_attempt, path).result()
            except BrokenProcessPool:
                yield path, Failure(path.name, "读取时程序崩溃，文件可能已损坏")


def _pool(workers: int) -> ProcessPoolExecutor:
    # not forked: the parent may hold threads and locks of Chroma, which a fork would copy in mid-air
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"))


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
