"""A checked text as HTML: its figures coloured by verdict, and below each claim the right value, formula and source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from assistant.checking.model import Judgement, Verdict
from assistant.citations import citation_of
from assistant.display import display
from assistant.knowledge import Knowledge
from assistant.rendering.escaping import escape
from assistant.rendering.judgements import in_unit
from assistant.rendering.labels import VERDICT
from assistant.rendering.proof_links import CellRequest, page_button, proof_button
from assistant.rendering.terminal import place
from index.model import Fact

_SHOWN_SOURCES = 3


def checked_html(text: str, judged: Sequence[Judgement], knowledge: Knowledge) -> str:
    """The text as given, then its claims in reading order; a coloured figure leads to its claim."""
    claims = [one for one in judged if one.verdict is not Verdict.NOT_A_CLAIM]
    if not claims:
        return '<p class="bq-hint" role="status">文字里没有需要核对的数字。</p>'
    items = "".join(_item(number, one, knowledge) for number, one in enumerate(claims, 1))
    return (
        f'<div class="bq-check">{_summary(claims)}<div class="bq-checked">{_coloured(text, claims)}</div>'
        f'<ol class="bq-verdicts">{items}</ol></div>'
    )


def _summary(claims: Sequence[Judgement]) -> str:
    counts = Counter(one.verdict for one in claims)
    parts = "".join(
        f'<span class="bq-badge bq-{verdict}">{VERDICT[verdict]} {counts[verdict]}</span>'
        for verdict in Verdict
        if counts[verdict]
    )
    return f'<p class="bq-summary" role="status">共 {len(claims)} 个数字：{parts}</p>'


def _coloured(text: str, claims: Sequence[Judgement]) -> str:
    parts, end = [], 0
    for number, one in enumerate(claims, 1):
        figure = one.figure
        if figure.start < end:  # inside the figure before it (a range)
            continue
        said = escape(text[figure.start : figure.end])
        parts.append(escape(text[end : figure.start]))
        parts.append(
            f'<a class="bq-said bq-{one.verdict}" href="#bq-claim-{number}" title="{VERDICT[one.verdict]}">{said}</a>'
        )
        end = figure.end
    return "".join((*parts, escape(text[end:])))


def _item(number: int, one: Judgement, knowledge: Knowledge) -> str:
    right = ""
    if one.expected is not None:
        right = f'<strong class="bq-right">应为 {escape(display(in_unit(one.expected, one.figure.quantity)))}</strong>'
    formula = f'<span class="bq-formula">{escape(one.formula)}</span>' if one.formula else ""
    note = f'<span class="bq-formula">{escape(one.note)}</span>' if one.note else ""
    sources = "".join(_source(fact, knowledge) for fact in one.facts[:_SHOWN_SOURCES])
    return (
        f'<li id="bq-claim-{number}" class="bq-claim"><p><span class="bq-value">{escape(one.figure.text)}</span>'
        f'<span class="bq-badge bq-{one.verdict}">{VERDICT[one.verdict]}</span>{right}{formula}{note}</p>{sources}</li>'
    )


def _source(fact: Fact, knowledge: Knowledge) -> str:
    """Where the fact stands, with the ways to see it."""
    citation, document = citation_of(1, fact, knowledge), knowledge.by_document[fact.document].document
    cited = "" if citation.table_id else citation.quote
    buttons = page_button(document, citation.page, [citation.bbox], quote=cited)
    if citation.table_id:
        asked = CellRequest(
            document=document.id, table=citation.table_id, row=citation.row_index, column=citation.column_index
        )
        buttons = proof_button(asked, "看表格") + buttons
    quote = f"<q>{escape(citation.quote)}</q>" if not citation.table_id else ""
    return f'<p class="bq-source"><span>{escape(place(citation))}</span>{quote}{buttons}</p>'
