"""The page of the documents: the list with what was read of each, the progress of adding, one document's content."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from assistant.rendering.escaping import escape
from assistant.rendering.labels import SCOPE, STAGE
from assistant.rendering.proof_links import CellRequest, DocumentRequest, page_button, proof_button
from index.model import BudgetDocument, Scope, Stage

if TYPE_CHECKING:
    from index.stores import DocumentSummary


class State(StrEnum):
    WAITING = "等待"
    READING = "正在读"
    READ = "已读入"
    KNOWN = "已有，未变动"
    FAILED = "未能读入"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a file has come. ``note`` says why it failed, or what of it could not be read."""

    file: str
    state: State = State.WAITING
    note: str = ""
    page: int = 0
    pages: int = 0
    document: DocumentSummary | None = None


def kind_of(document: DocumentSummary) -> str:
    """``2023年部门预算``."""
    return f"{document.year}年{SCOPE[Scope(document.scope)]}{STAGE[Stage(document.stage)]}"


def title_of(document: DocumentSummary) -> str:
    """How lists to choose from name a document."""
    return f"{document.department} {kind_of(document)}（{document.file}）"


def listing_html(documents: Sequence[DocumentSummary]) -> str:
    if not documents:
        return '<p class="bq-hint">还没有文件，请先添加。</p>'
    rows = "".join(_row(document) for document in documents)
    titles = ("部门", "类别", "页", "表", "数据", "发现", "文件", "操作")
    head = "".join(f'<th scope="col">{title}</th>' for title in titles)
    return (
        f'<p class="bq-hint">共 {len(documents)} 份文件。</p><div class="bq-scroll bq-tall" tabindex="0" role="region" aria-label="文件"><table class="bq-list">'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _row(document: DocumentSummary) -> str:
    counts = "".join(
        f'<td class="bq-num">{count or "—"}</td>'
        for count in (document.pages, document.tables, document.facts, document.findings)
    )
    identity, file = escape(document.id), escape(document.file)
    tools = proof_button(DocumentRequest(document=document.id), "内容") + "".join(
        f'<button type="button" class="bq-tool" data-act="{act}" data-doc="{identity}" data-name="{file}" '
        f'aria-label="{label} {file}">{label}</button>'
        for act, label in (("retry", "重读"), ("delete", "移除"))
    )
    return (
        f'<tr><th scope="row">{escape(document.department)}</th><td>{escape(kind_of(document))}</td>{counts}'
        f'<td class="bq-file">{file}</td><td class="bq-acts">{tools}</td></tr>'
    )


def progress_html(states: Sequence[Progress]) -> str:
    return f'<ul class="bq-progress" role="status">{"".join(_state(state) for state in states)}</ul>'


def _state(state: Progress) -> str:
    detail = ""
    if state.state is State.READING and state.pages:
        detail = (
            f'<progress max="{state.pages}" value="{state.page}">{state.page}/{state.pages}</progress>'
            f"<span>第 {state.page}/{state.pages} 页</span>"
        )
    elif state.document is not None:
        found = state.document
        detail = (
            f"<span>{escape(found.department)} {escape(kind_of(found))}：{found.tables} 张表，{found.facts} 个数据，"
            f"{found.findings} 处发现</span>"
        )
    note = f'<span class="bq-note">{escape(state.note)}</span>' if state.note else ""
    return (
        f'<li><span class="bq-file">{escape(state.file)}</span>'
        f'<span class="bq-badge bq-state-{state.state.name.lower()}">{state.state}</span>{detail}{note}</li>'
    )


def content_html(document: BudgetDocument) -> str:
    """What was read of a document: its tables, each to open, and what could not be read."""
    unread = "".join(f"<li>{escape(f.message)}</li>" for f in document.findings if f.code.startswith("reading."))
    missing = f"<h3>没有读到的</h3><ul>{unread}</ul>" if unread else ""
    rows = "".join(
        f"<tr><td>{escape(table.number)}</td><td>{escape(table.title)}</td><td>{escape(table.unit or '未注明')}</td>"
        f'<td class="bq-num">{len(table.rows) or "空表"}</td><td class="bq-acts">'
        f"{proof_button(CellRequest(document=document.id, table=table.id), '看表格')}"
        f"{page_button(document, table.pages[0] if table.pages else None)}</td></tr>"
        for table in document.tables
    )
    head = '<tr><th scope="col">编号</th><th scope="col">表</th><th scope="col">单位</th><th scope="col">行</th><th></th></tr>'
    facts = sum(1 for fact in document.facts if fact.quantity is not None)
    return (
        f'<div class="bq-sheet-table"><p class="bq-hint">{document.page_count or "—"} 页，{len(document.tables)} 张表，'
        f"{len(document.sections)} 节文字，{facts} 个数字。</p>{missing}"
        f'<table class="bq-list"><thead>{head}</thead><tbody>{rows}</tbody></table></div>'
    )
