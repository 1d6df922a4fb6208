"""The desk that shows what does not agree within a document, and hands the report over."""

from __future__ import annotations

from assistant.desks.proofs import Load
from assistant.rendering.audit_report import report_file
from assistant.rendering.delivery import delivery_html
from assistant.rendering.findings import findings_html
from assistant.rendering.page import notice_html


class AuditDesk:
    """Findings of the documents that ``load`` finds by id."""

    def __init__(self, load: Load) -> None:
        self._load = load

    def findings(self, document: str | None) -> str:
        found = self._load(document) if document else None
        return findings_html(found) if found else notice_html("请选择一份文件。")

    def report(self, document: str | None, kind: str) -> str:
        """The report as a download (html, xlsx); nothing where no document is chosen."""
        found = self._load(document) if document else None
        return delivery_html(report_file([found], kind)) if found else ""
