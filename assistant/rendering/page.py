"""The evidence beside the conversation, and notices. All text of documents is escaped."""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.model import Answer, Citation, Clarification, Refusal
from assistant.rendering.escaping import escape
from assistant.rendering.proof_links import CellRequest, page_button, proof_button, save_buttons
from assistant.rendering.table_view import table_html
from index.model import BudgetDocument, BudgetTable

Load = Callable[[str], BudgetDocument | None]
_OPEN = 10  # citations that stand open with their tables; of a long list the rest opens on demand


def evidence_html(position: int, answer: Answer | None, load: Load, selected: int = 0) -> str:
    """The citations of one answer, each opened as its table with the cell marked, or its sentence in context.

    ``selected`` is the number of the citation to bring into view, 0 for the first.
    """
    citations = () if answer is None or isinstance(answer, Clarification) else answer.citations
    if not citations:
        return (
            '<div class="bq-evidence bq-none"><p>回答所依据的表格和原文会显示在这里，所引的单元格用底色标出。</p></div>'
        )
    heading = "相关内容" if isinstance(answer, Refusal) else "依据"
    chosen = selected if any(citation.n == selected for citation in citations) else citations[0].n
    cards = "".join(
        _card(citation, load, citation.n == chosen)
        if place < _OPEN or citation.n == chosen
        else _folded(citation, load)
        for place, citation in enumerate(citations)
    )
    clicked = " data-clicked" if selected else ""
    return f'<div class="bq-evidence" data-shown="{position}"{clicked}><h2>{heading}</h2>{cards}</div>'


def _card(citation: Citation, load: Load, chosen: bool) -> str:
    document = load(citation.document_id)
    table = _table(citation, document)
    if table is not None:
        content = table_html(table, citation.row_index, citation.column_index)
    else:
        content = _sentence(citation, document)
    classes = "bq-card bq-chosen" if chosen else "bq-card"
    tools = _tools(citation, document, table)
    return f'<details class="{classes}" data-n="{citation.n}" open>{_heading(citation)}{tools}{content}</details>'


def _folded(citation: Citation, load: Load) -> str:
    """One of many citations: its row or sentence as printed, and buttons to open the page and the table."""
    document = load(citation.document_id)
    table = _table(citation, document)
    quote = f'<blockquote class="bq-quote">{escape(citation.quote)}</blockquote>'
    tools = _tools(citation, document, table)
    if document is not None and table is not None:
        cell = CellRequest(document=document.id, table=table.id, row=citation.row_index, column=citation.column_index)
        quote += f'<p class="bq-tools">{proof_button(cell, "看表格")}</p>'
    return f'<details class="bq-card" data-n="{citation.n}">{_heading(citation)}{tools}{quote}</details>'


def _table(citation: Citation, document: BudgetDocument | None) -> BudgetTable | None:
    return next((t for t in document.tables if t.id == citation.table_id), None) if document else None


def _heading(citation: Citation) -> str:
    """What a citation is of, and where that stands."""
    where = citation.table or citation.section or ""
    title = f"{where}{f'《{citation.title}》' if citation.title else ''}" or citation.document
    page = f"第 {citation.page} 页" if citation.page else ""
    place = " · ".join(
        escape(part) for part in (citation.department, f"{citation.year}年", citation.document, page) if part
    )
    return (
        f'<summary><span class="bq-n">{citation.n}</span>'
        f'<span class="bq-title">{escape(title)}</span></summary><p class="bq-place">{place}</p>'
    )


def _tools(citation: Citation, document: BudgetDocument | None, table: BudgetTable | None) -> str:
    """Buttons: the original page with the cell boxed or the sentence marked, and the table as a file."""
    if document is None:
        return ""
    quote = citation.quote if table is None else ""
    buttons, unit = page_button(document, citation.page, [citation.bbox], quote=quote), ""
    if table is not None:
        buttons += save_buttons(document, table.id)
        unit = f'<span class="bq-unit">单位：{escape(table.unit or "未注明")}</span>'
    return f'<p class="bq-tools">{buttons}{unit}</p>'


def _sentence(citation: Citation, document: BudgetDocument | None) -> str:
    """The cited words in the section they stand in, up to 160 characters on either side."""
    context = _context(citation, document)
    if context is None:
        return f'<blockquote class="bq-quote"><mark>{escape(citation.quote)}</mark></blockquote>'
    text, start, end = context
    before, after = text[max(0, start - 160) : start], text[end : end + 160]
    lead, tail = ("…" if start > 160 else ""), ("…" if end + 160 < len(text) else "")
    return (
        f'<blockquote class="bq-quote">{lead}{escape(before)}<mark>{escape(text[start:end])}</mark>'
        f"{escape(after)}{tail}</blockquote>"
    )


def _context(citation: Citation, document: BudgetDocument | None) -> tuple[str, int, int] | None:
    """The section's text and the place of the quote in it, white space aside."""
    if document is None or not citation.quote.strip():
        return None
    pattern = re.compile(r"\s*".join(re.escape(ch) for ch in "".join(citation.quote.split())))
    titled = [s for s in document.sections if citation.section and citation.section in (s.title, " ".join(s.path))]
    for section in (*titled, *document.sections):
        found = pattern.search(section.text)
        if found:
            return section.text, found.start(), found.end()
    return None


# ---------------------------------------------------------------- notices


def notice_html(text: str) -> str:
    return f'<p class="bq-hint" role="status">{escape(text)}</p>'
