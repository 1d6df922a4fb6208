"""An assistant over one made-up page of HTML, read as a published document is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.service import Assistant
from index.pipeline import index_paths
from index.stores import Store


@contextmanager
def over_page(name: str, page: str, folder: Path) -> Iterator[Assistant]:
    """``name`` is the file's: department, year and what it is (某市某局2026年部门预算)."""
    path = folder / f"{name}.html"
    path.write_text(page, "utf-8")
    with Store.open(folder / "store") as store:
        assert not index_paths([path], store, jobs=1).failed
        yield Assistant(store)


def table(number: str, title: str, *rows: tuple[str, ...], unit: str = "万元") -> str:
    """A table with its number, title and unit above it."""
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<p>{number}</p><p>{title}</p><p>单位：{unit}</p><table border='1'>{body}</table>"
