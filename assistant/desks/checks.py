"""The desk that checks a pasted text against the documents in view."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.rendering.page import notice_html

if TYPE_CHECKING:
    from assistant.knowledge import Knowledge
    from index.stores import Store

LONGEST = 100_000  # characters of one text


class CheckDesk:
    """Checks texts; the facts in view are read once and kept until the store or the choice changes."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._guard = threading.Lock()  # checking is computing, which threads do not speed up
        self._kept: tuple[tuple[str, ...], Knowledge] | None = None

    def check(self, text: str, documents: Sequence[str]) -> str:
        """The text with every figure judged, as HTML (``documents``: ids to look at, empty for all)."""
        from assistant.checking import check_text
        from assistant.rendering.checked_text import checked_html

        if not text.strip():
            return notice_html("请先粘贴要核对的文字。")
        if len(text) > LONGEST:
            return notice_html(f"文字超过 {LONGEST // 10_000} 万字，请分段核对。")
        with self._guard:
            knowledge = self._knowledge(documents)
            if not knowledge.documents:
                return notice_html("还没有文件可以核对，请先在“文件”页添加。")
            return checked_html(text, check_text(text, knowledge), knowledge)

    def _knowledge(self, documents: Sequence[str]) -> Knowledge:
        from assistant.library import knowledge_of

        view = (self._store.revision(), *documents)
        if self._kept is None or self._kept[0] != view:
            self._kept = view, knowledge_of(self._store, list(documents) or None)
        return self._kept[1]
