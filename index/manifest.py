"""What an index was made with, so that nothing stale is served and nothing unchanged is read twice.

Two versions decide. The *reading* version covers the code, layouts and vocabulary that turn bytes into facts: it is
their hash, so nobody has to remember to raise a number; a document read with another version is read again by the
next ``budget-qa index``. The *store* version covers how documents are stored and which embedding made the vectors: a
store of another version is not opened at all.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent
_READING_SUFFIXES = frozenset((".py", ".toml", ".csv", ".jsonl"))
_NOT_READING = frozenset(("stores", "embedding", "embedder.py"))


@cache
def reading_version() -> str:
    """12 hex digits over every file that takes part in reading a document."""
    digest = hashlib.sha256()
    for path in sorted(_HERE.rglob("*")):
        relative = path.relative_to(_HERE)
        if path.suffix in _READING_SUFFIXES and relative.parts[0] not in _NOT_READING:
            digest.update(relative.as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


@cache
def schema_version() -> str:
    """12 hex digits over the shape of the stored types and of the SQL tables."""
    from index.stores import codec

    schema = (_HERE / "stores" / "schema.py").read_bytes()
    return hashlib.sha256(codec.SHAPE.encode() + schema).hexdigest()[:12]


def document_id(sha256: str) -> str:
    """The id of the document with this content: the first 12 hex digits of its SHA-256."""
    return sha256[:12]
