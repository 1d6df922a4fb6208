"""The web app's HTML: the conversation, and the evidence beside it. All document and user text is escaped."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Sequence

from assistant.conversation import Turn
from assistant.model import Answer, Citation, CitedAnswer, Clarification, Refusal, ShownFigure
from assistant.rendering.charts import chart_html
from assistant.rendering.escaping import escape
from assistant.rendering.labels import STATUS, STATUS_MEANING
from assistant.rendering.proof_links import page_button, save_buttons
from assistant.rendering.table_view import table_html
from assistant.rendering.terminal import answer_text
from index.model import BudgetDocument, BudgetTable

Load = Callable[[str], BudgetDocument | None]

_MARKERS = re.compile(r"(?:\[\d{1,3}\])+")


# ---------------------------------------------------------------- the conversation


def conversation_html(turns: Sequence[Turn], greeting: str) -> str:
    """Questions and answers, oldest first; each ``[n]`` of an answer is a button that opens its evidence."""
    said = "".join(_turn(position, turn) for position, turn in enumerate(turns))
    said += _following(turns[-1]) if turns else ""
    return f'<div class="bq-talk" aria-live="polite">{said or _greeting(greeting)}</div>'


def _greeting(text: str) -> str:
    return f'<div class="bq-answer bq-greeting"><p>{escape(text)}</p></div>'


def _turn(position: int, turn: Turn) -> str:
    return f'<div class="bq-question"><p>{escape(turn.question)}</p></div>{_answer(position, turn)}'


def _following(turn: Turn) -> str:
    """What may be asked next, below the last answer."""
    buttons = "".join(_pick_button(question) for question in turn.following)
    return f'<div class="bq-next"><span>接着问：</span>{buttons}</div>' if buttons else ""


def _contact(contact: str) -> str:
    return f'<p class="bq-contact">可以向文件公布的联系方式询问：{escape(contact)}</p>' if contact else ""


def _pick_button(question: str) -> str:
    text = escape(question)
    return f'<button type="button" class="bq-pick" data-ask="{text}">{text}</button>'


def _answer_tools(position: int, answer: Answer) -> str:
    """Copy the answer with its sources, ask again, say whether it was good."""
    return (
        f'<div class="bq-after"><button type="button" class="bq-plain" data-copy="{escape(answer_text(answer))}">复制</button>'
        f'<button type="button" class="bq-plain" data-again="{position}">重新回答</button>'
        f'<button type="button" class="bq-plain" data-like="{position}">有用</button>'
        f'<button type="button" class="bq-plain" data-dislike="{position}">有误</button></div>'
    )


def _answer(position: int, turn: Turn) -> str:
    answer = turn.answer
    citations = () if isinstance(answer, Clarification) else answer.citations
    text = _paragraphs(answer.text, position, {citation.n for citation in citations})
    match answer:
        case CitedAnswer():
            extra, kind = chart_html(answer) + _badges(position, answer.figures), "answer"
            if answer.citations:
                extra += _open_button(position, answer.citations[0].n, "查看依据")
        case Clarification():
            buttons = "".join(_pick_button(candidate) for candidate in answer.candidates)
            extra, kind = (f'<div class="bq-picks">{buttons}</div>' if buttons else ""), "clarification"
        case Refusal():
            extra, kind = _contact(turn.contact), "refusal"
            if answer.citations:
                extra += _open_button(position, answer.citations[0].n, "查看相关内容")
    return f'<div class="bq-answer bq-{kind}">{text}{extra}{_answer_tools(position, answer)}</div>'


def _paragraphs(text: str, position: int, cited: Container[int]) -> str:
    """Lines as paragraphs; ``[n]`` becomes a button where n is a citation of this answer."""

    def buttons(match: re.Match[str]) -> str:
        numbers = [int(n) for n in re.findall(r"\d+", match.group())]
        if not all(n in cited for n in numbers):
            return match.group()
        return f'<span class="bq-refs">{"".join(_source_button(position, n) for n in numbers)}</span>'

    return "".join(f"<p>{_MARKERS.sub(buttons, escape(line))}</p>" for line in text.splitlines() if line.strip())


def _open_button(position: int, n: int, label: str) -> str:
    return f'<button type="button" class="bq-open" data-turn="{position}" data-n="{n}">{label}</button>'


def _source_button(position: int, n: int) -> str:
    return f'<button type="button" class="bq-ref" data-turn="{position}" data-n="{n}" title="打开出处 {n}">{n}</button>'


def _badges(position: int, figures: Sequence[ShownFigure]) -> str:
    """The figures of the answer in one line each: as worded, status, formula, sources."""
    rows = "".join(_figure(figure, position) for figure in figures)
    return f'<ul class="bq-figures">{rows}</ul>' if rows else ""


def _figure(figure: ShownFigure, position: int) -> str:
    status, meaning = STATUS[figure.status], STATUS_MEANING[figure.status]
    formula = f'<span class="bq-formula">{escape(figure.formula)}</span>' if figure.formula else ""
    sources = "".join(_source_button(position, n) for n in figure.sources)
    return (
        f'<li><span class="bq-value">{escape(figure.text)}</span>'
        f'<span class="bq-badge bq-{figure.status}" title="{meaning}">{status}</span>{formula}{sources}</li>'
    )


# ---------------------------------------------------------------- the evidence


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
    cards = "".join(_card(citation, load, citation.n == chosen) for citation in citations)
    clicked = " data-clicked" if selected else ""
    return f'<div class="bq-evidence" data-shown="{position}"{clicked}><h2>{heading}</h2>{cards}</div>'


def _card(citation: Citation, load: Load, chosen: bool) -> str:
    document = load(citation.document_id)
    table = next((t for t in document.tables if t.id == citation.table_id), None) if document else None
    where = citation.table or citation.section or ""
    title = f"{where}{f'《{citation.title}》' if citation.title else ''}" or citation.document
    page = f"第 {citation.page} 页" if citation.page else ""
    place = " · ".join(
        escape(part) for part in (citation.department, f"{citation.year}年", citation.document, page) if part
    )
    if table is not None:
        content = table_html(table, citation.row_index, citation.column_index)
    else:
        content = _sentence(citation, document)
    classes = "bq-card bq-chosen" if chosen else "bq-card"
    tools = _tools(citation, document, table)
    return (
        f'<details class="{classes}" data-n="{citation.n}" open><summary><span class="bq-n">{citation.n}</span>'
        f'<span class="bq-title">{escape(title)}</span></summary><p class="bq-place">{place}</p>{tools}{content}</details>'
    )


def _tools(citation: Citation, document: BudgetDocument | None, table: BudgetTable | None) -> str:
    """Buttons: the original page with the cell boxed, and the table as a file."""
    if document is None:
        return ""
    buttons, unit = page_button(document, citation.page, [citation.bbox]), ""
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
