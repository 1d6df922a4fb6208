"""The items of an answer as a bar chart: an inline picture with names, numbers and units, and a way to save it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from decimal import Decimal

from assistant.model import CitedAnswer, Item
from assistant.rendering.escaping import escape

_MOST = 15
_WIDTH, _LINE, _BAR = 640, 30, 250  # of the picture, of a row, of the longest bar
_NAMES = 210  # width of the names' column


def chart_html(answer: CitedAnswer) -> str:
    """The chart of an answer that sets things side by side; nothing where there is nothing to compare.

    Only figures that the answer's text shows, and that have thus been checked, are drawn.
    """
    items = drawn_items(answer)
    if len(items) < 2:
        return ""
    picture = _picture(items, {(figure.value, figure.unit): figure.text for figure in answer.figures})
    source = b64encode(picture.encode()).decode()
    return (
        f'<figure class="bq-chart">{picture}<figcaption><a class="bq-tool" download="图.svg" '
        f'href="data:image/svg+xml;base64,{source}">存为图片</a></figcaption></figure>'
    )


def drawn_items(answer: CitedAnswer) -> list[tuple[str, Decimal, str]]:
    """(name, value, unit) of the items, when all are of one unit, not negative, and figures of the text."""
    checked = {(figure.value, figure.unit) for figure in answer.figures}
    items = [_measured(item, answer.unit or "") for item in answer.items]
    if len(items) > _MOST or len({unit for _, _, unit in items}) != 1:
        return []
    if any(value is None or value < 0 or (value, unit) not in checked for _, value, unit in items):
        return []
    found = [(name, value, unit) for name, value, unit in items if value is not None]
    return found if any(value for _, value, _ in found) else []


def _measured(item: Item, unit: str) -> tuple[str, Decimal | None, str]:
    return item.name, item.value, item.unit or unit


def _picture(items: Sequence[tuple[str, Decimal, str]], texts: Mapping[tuple[Decimal, str], str]) -> str:
    """The bars, each with its figure as the answer's text words it."""
    highest = max(value for _, value, _ in items)
    rows = []
    for position, (name, value, unit) in enumerate(items):
        y = position * _LINE + 8
        length = int(value * _BAR / highest)
        short = name if len(name) <= 14 else f"{name[:13]}…"
        rows.append(
            f'<text x="{_NAMES - 10}" y="{y + 14}" text-anchor="end">{escape(short)}<title>{escape(name)}</title></text>'
            f'<rect x="{_NAMES}" y="{y}" width="{max(length, 1)}" height="19" rx="3" fill="#1d5c63"/>'
            f'<text x="{_NAMES + length + 8}" y="{y + 14}">{escape(texts[value, unit])}</text>'
        )
    height = len(items) * _LINE + 12
    label = "；".join(f"{name}{texts[value, unit]}" for name, value, unit in items)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="{escape(label)}" '
        f'font-family="sans-serif" font-size="13" fill="#1f2a33">{"".join(rows)}</svg>'
    )
