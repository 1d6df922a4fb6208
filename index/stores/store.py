"""One store: a folder with facts in SQL and passages in Chroma, never out of step.

A saving goes: journal a new generation → write its passages → one SQL transaction that replaces the document and
makes the generation count → delete the old passages. A crash before the transaction leaves the old document, one
after it the new; passages that the journal still lists are deleted by the next opening, and until then no search
returns them, since a search asks only for sources that count. One process writes at a time, any number read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from types import TracebackType

from filelock import FileLock, Timeout

from index.embedder import Embedder, configured_embedder, embedder_name
from index.errors import StoreError
from index.manifest import document_id, reading_version, schema_version
from index.model import BudgetDocument, Chunk
from index.stores.passages import Passages
from index.stores.records import Records, passage_source
from index.stores.summary import DocumentSummary


class Store:
    """Documents with their facts and passages. Use as a context manager, or call ``close``."""

    def __init__(self, directory: Path, records: Records) -> None:
        self.directory = directory
        self._records = records
        self._passages = Passages(directory / "passages")
        self._passages_guard = RLock()  # questions come from several threads
        self._passages_revision = ""
        self._lock = FileLock(directory / "writer.lock", timeout=0)
        self._embedder: Embedder | None = None
        self._loaded: dict[str, tuple[int, BudgetDocument]] = {}  # id → generation, document

    @classmethod
    def open(cls, directory: Path) -> Store:
        """Opens the store in this folder, creating it where there is none.

        Raises StoreError when it was written with another schema or embedding (``renew`` rebuilds it), or is damaged.
        """
        store = cls._at(directory)
        found, wanted = store._records.versions(), _versions()
        if found and found != wanted:
            store.close()
            differing = "、".join(_VERSION_NAMES[name] for name in wanted if found.get(name) != wanted[name])
            raise StoreError(
                f"索引库 {directory} 是用另一{differing}建立的；"
                f"请运行 budget-qa index 文件或文件夹 --store {directory} 重建"
            )
        if not found:
            with store.writing():
                store._records.create(wanted)
        store._recover()
        return store

    @classmethod
    def renew(cls, directory: Path) -> Store:
        """Like ``open``, for indexing: a store of another version is emptied first, since all must be read again."""
        store = cls._at(directory)
        found = store._records.versions()
        if found and found != _versions():
            with store.writing():
                store._records.drop()
                store._passages.discard()
        store.close()
        return cls.open(directory)

    @classmethod
    def _at(cls, directory: Path) -> Store:
        try:
            directory.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"不能在 {directory} 建立索引库：{error.strerror}") from error
        return cls(directory, Records(directory))

    def close(self) -> None:
        self._passages.close()
        self._records.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # ------------------------------------------------------------ reading

    @property
    def embedder(self) -> Embedder:
        """The embedding that this store's vectors are made with, loaded on first use."""
        if self._embedder is None:
            self._embedder = configured_embedder()
        return self._embedder

    def documents(self) -> tuple[DocumentSummary, ...]:
        """What is in the store, by department and year."""
        return self._records.summaries()

    def load(self, document: str) -> BudgetDocument:
        """The document with tables, sections, facts and findings, exactly as saved. Raises StoreError if unknown."""
        generation = self._records.generations().get(document, 0)
        kept = self._loaded.get(document)
        if kept is None or kept[0] != generation:
            kept = self._loaded[document] = generation, self._records.load(document)
        return kept[1]

    def revision(self) -> str:
        """Changes whenever a document is added, replaced or removed."""
        generations = sorted(self._records.generations().items())
        return hashlib.sha256(repr(generations).encode()).hexdigest()[:12]

    def passages(self, query: str, k: int = 8, documents: Sequence[str] = ()) -> list[tuple[Chunk, float]]:
        """The k passages most similar in meaning, with their cosine similarity; of these documents, or of all."""
        generations = self._records.generations()
        wanted = documents or tuple(generations)
        sources = {passage_source(each, generations[each]) for each in wanted if each in generations}
        vector = self.embedder.encode([query])[0]
        revision = self.revision()
        with self._passages_guard:
            if revision != self._passages_revision:
                self._passages.close()  # an open collection does not see what another process wrote
                self._passages_revision = revision
            return self._passages.search(vector, k, sources)

    def is_current(self, path: Path, sha256: str) -> bool:
        """Whether this content was read from here (or from a copy that still exists) by the same reading version."""
        stored = self._records.readings().get(document_id(sha256))
        if stored is None or stored[1] != reading_version():
            return False
        return Path(stored[0]) == path or Path(stored[0]).exists()

    # ------------------------------------------------------------ writing

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Holds the store for writing (re-entrant). Raises StoreError while another process or store holds it."""
        try:
            self._lock.acquire()
        except Timeout as error:
            raise StoreError(f"另一个程序正在写入索引库 {self.directory}，请等它结束后再试") from error
        try:
            yield
        finally:
            self._lock.release()

    def save(self, document: BudgetDocument, chunks: Sequence[Chunk]) -> None:
        """Adds the document, or replaces the one with its id or its path, wholly or not at all."""
        with self.writing():
            vectors = self.embedder.encode([chunk.embedding_text for chunk in chunks])
            generation = self._records.begin(document.id)
            with self._passages_guard:
                self._passages.add(passage_source(document.id, generation), chunks, vectors)
            obsolete = self._records.commit(document, generation, reading_version())
            self._drop_passages(obsolete)

    def remove(self, document: str) -> None:
        """Removes the document, wholly. Raises StoreError when there is none of this id."""
        with self.writing():
            self._drop_passages(self._records.remove(document))

    def _drop_passages(self, sources: Sequence[str]) -> None:
        for source in sources:
            with self._passages_guard:
                self._passages.delete(source)
            self._records.settle(source)

    def _recover(self) -> None:
        """Deletes the passages that an interrupted saving left behind, unless somebody is writing right now."""
        if not self._records.pending():
            return
        try:
            self._lock.acquire()
        except Timeout:
            return
        try:
            self._drop_passages(self._records.pending())
        finally:
            self._lock.release()


_VERSION_NAMES = {"schema": "存储格式", "embedder": "向量模型"}


def _versions() -> dict[str, str]:
    return {"schema": schema_version(), "embedder": embedder_name()}
