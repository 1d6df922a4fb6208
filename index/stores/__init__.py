"""Where indexed documents are kept: facts in SQL, passages in Chroma, behind one ``Store``."""

from index.stores.store import DocumentSummary, Store

__all__ = ["DocumentSummary", "Store"]
