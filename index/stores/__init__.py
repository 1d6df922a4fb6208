"""Where indexed documents are kept: facts in SQL, passages in Chroma, behind one ``Store``."""

from index.stores.memory import MemoryStore
from index.stores.store import Store
from index.stores.summary import DocumentSummary

__all__ = ["DocumentSummary", "MemoryStore", "Store"]
