"""Documents by the names people give them: an id, a file name in the store, or a file on disk."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import BudgetQaError

if TYPE_CHECKING:
    from assistant.knowledge import Knowledge
    from index.model import BudgetDocument
    from index.stores import DocumentSummary, Store


class UnknownDocument(BudgetQaError):  # noqa: N818 - read in an except clause it names what is wrong
    """No document of the store, and no file, has this name."""


def find_document(store: Store, name: str) -> DocumentSummary:
    """The stored document with this id, file name or path; raises UnknownDocument."""
    documents = store.documents()
    found = [d for d in documents if name in (d.id, d.file)] or [d for d in documents if d.path == _absolute(name)]
    if not found:
        raise UnknownDocument(f"没有编号或文件名为“{name}”的文件；budget-qa documents 列出库中全部文件")
    if len(found) > 1:
        ids = "、".join(document.id for document in found)
        raise UnknownDocument(f"库中有 {len(found)} 份文件叫“{name}”，请改用编号：{ids}")
    return found[0]


def _absolute(name: str) -> str:
    return str(Path(name).absolute())


def read_or_load(directory: Path, name: str) -> BudgetDocument:
    """A file on disk as read now, or a stored document; nothing is stored."""
    if Path(name).is_file():
        from index.pipeline import read_document

        return read_document(Path(name))
    from index.stores import Store

    if not directory.is_dir():
        raise UnknownDocument(f"找不到文件“{name}”，也没有索引库 {directory}")
    with Store.open(directory) as store:
        return store.load(find_document(store, name).id)


@contextmanager
def documents_in_view(directory: Path, names: Sequence[str]) -> Iterator[tuple[Store, list[str] | None]]:
    """The store to ask, and the ids of the documents to look at (None: all of them).

    A named file that is not in the store is read into a temporary one, together with the other documents named.
    """
    from index.stores import Store

    if names and not directory.is_dir():
        with _temporary([read_or_load(directory, name) for name in names]) as view:
            yield view
        return
    with Store.open(directory) as store:
        try:
            ids = [find_document(store, name).id for name in names]
        except UnknownDocument:
            with _temporary([_read_or_load_from(store, name) for name in names]) as view:
                yield view
            return
        if not names and not store.documents():
            raise BudgetQaError(f"索引库 {directory} 里还没有文件；先用 budget-qa index 文件夹 读入")
        yield store, ids or None


def _read_or_load_from(store: Store, name: str) -> BudgetDocument:
    from index.pipeline import read_document

    return read_document(Path(name)) if Path(name).is_file() else store.load(find_document(store, name).id)


@contextmanager
def _temporary(documents: Sequence[BudgetDocument]) -> Iterator[tuple[Store, list[str] | None]]:
    """A store of these documents that is gone afterwards."""
    from index.chunks import chunk
    from index.stores import Store

    with tempfile.TemporaryDirectory(prefix="budget-qa-") as folder, Store.open(Path(folder)) as store:
        for document in documents:
            store.save(document, chunk(document))
        yield store, None


def knowledge_of(store: Store, ids: Sequence[str] | None) -> Knowledge:
    """The facts of stored documents by name (``ids`` None: of all)."""
    from assistant.knowledge import DocumentIndex, Knowledge

    wanted = [document.id for document in store.documents()] if ids is None else ids
    return Knowledge([DocumentIndex(store.load(identity)) for identity in wanted])
