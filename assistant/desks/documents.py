"""The desk of the documents: adding with progress, what was read of each, reading again, removing."""

from __future__ import annotations

import queue
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.rendering.documents import Progress, State, listing_html, progress_html
from assistant.rendering.page import notice_html
from index.errors import BudgetQaError

if TYPE_CHECKING:
    from index.stores import DocumentSummary, Store

_TICK = 0.3  # seconds between two looks at a file being read


@dataclass(frozen=True, slots=True)
class _Page:
    page: int
    pages: int


class DocumentsDesk:
    """Changes the store; questions go on being answered from what is in it meanwhile."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._adding = threading.Lock()

    def listing(self) -> str:
        return listing_html(self._store.documents())

    def add(self, files: Iterable[Path]) -> Iterator[str]:
        """Keeps copies of the files beside the store and reads them; yields how far each has come, as HTML."""
        folder = self._store.directory / "uploads"
        folder.mkdir(parents=True, exist_ok=True)
        yield from self._each([Path(shutil.copy(file, folder / file.name)) for file in files], self._read_new)

    def read_again(self, document: str) -> Iterator[str]:
        """Reads a stored document's file anew, whatever has changed; the old reading stays when it fails."""
        found = self._summary(document)
        yield from self._each([Path(found.path)] if found else [], self._read_anew)

    def remove(self, document: str) -> str:
        """Removes a document and the copy that was uploaded of it; says so."""
        found = self._summary(document)
        if found is None:
            return notice_html("这份文件已不在库中。")
        try:
            self._store.remove(document)
        except BudgetQaError as error:
            return notice_html(str(error))
        copy = Path(found.path)
        if copy.parent == (self._store.directory / "uploads").resolve():
            copy.unlink(missing_ok=True)
        return notice_html(f"已移除 {found.file}。")

    def _summary(self, document: str) -> DocumentSummary | None:
        return next((each for each in self._store.documents() if each.id == document), None)

    def _each(self, paths: Sequence[Path], read: Reading) -> Iterator[str]:
        if not self._adding.acquire(blocking=False):
            yield notice_html("另一批文件正在读入，请等它结束。")
            return
        try:
            states = [Progress(path.name) for path in paths]
            for position, path in enumerate(paths):
                for state in _followed(path, read):
                    states[position] = state
                    yield progress_html(states)
            yield progress_html(states)
        finally:
            self._adding.release()

    def _read_new(self, path: Path, watch: Watch) -> Progress:
        from index.pipeline import index_paths

        summary = index_paths([path], self._store, pages=lambda _, page, pages: watch(page, pages))
        if summary.failed:
            path.unlink(missing_ok=True)
            return Progress(path.name, State.FAILED, summary.failed[0].reason)
        return self._outcome(path, State.KNOWN if summary.skipped else State.READ)

    def _read_anew(self, path: Path, watch: Watch) -> Progress:
        from index.chunks import chunk
        from index.pipeline import read_document

        document = read_document(path, watch)
        self._store.save(document, chunk(document))
        return self._outcome(path, State.READ)

    def _outcome(self, path: Path, state: State) -> Progress:
        """What is now known of the file: counts, and what could not be read."""
        found = next((each for each in self._store.documents() if each.path == str(path.resolve())), None)
        if found is None:  # the same content is there under another name
            return Progress(path.name, state)
        unread = [f.message for f in self._store.load(found.id).findings if f.code.startswith("reading.")]
        return Progress(path.name, state, "；".join(unread), document=found)


Watch = Callable[[int, int], None]
Reading = Callable[[Path, Watch], Progress]


def _followed(path: Path, read: Reading) -> Iterator[Progress]:
    """A file's reading in a thread of its own: the page it is at, and in the end its outcome."""
    pages: queue.SimpleQueue[_Page] = queue.SimpleQueue()
    outcome: list[Progress] = []

    def work() -> None:
        try:
            outcome.append(read(path, lambda page, count: pages.put(_Page(page, count))))
        except (BudgetQaError, OSError) as error:
            outcome.append(Progress(path.name, State.FAILED, str(error)))
        except Exception as error:  # whatever a parser raises, the other files go on
            outcome.append(Progress(path.name, State.FAILED, f"读取时出错（{type(error).__name__}）"))

    worker = threading.Thread(target=work, daemon=True)
    worker.start()
    state = Progress(path.name, State.READING)
    yield state
    while worker.is_alive():
        worker.join(_TICK)
        latest = None
        while not pages.empty():
            latest = pages.get()
        if latest is not None:
            state = replace(state, page=latest.page, pages=latest.pages)
            yield state
    yield outcome[0]
