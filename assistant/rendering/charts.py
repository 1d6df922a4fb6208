"""The items of an answer as a bar chart: an inline picture with names, numbers and units, and a way to save it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from decimal import Decimal

from assistant.model import CitedAnswer, Item
from assistant.rendering.escaping import escape

_MOST = 15
_LINE, _BAR = 30, 250  # height of a row, length of the longest bar, in pixels
_LETTER, _DIGIT = 13, 7.5  # width of a Chinese character, of any other


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
    shorts = [name if len(name) <= 14 else f"{name[:13]}…" for name, _, _ in items]
    start = max(map(_width, shorts)) + 20  # where the bars begin
    rows, wide = [], start + _BAR
    for position, ((name, value, unit), short) in enumerate(zip(items, shorts, strict=True)):
        y, length, text = position * _LINE + 8, int(value * _BAR / highest), texts[value, unit]
        wide = max(wide, start + length + 16 + _width(text))
        rows.append(
            f'<text x="{start - 10}" y="{y + 14}" text-anchor="end">{escape(short)}<title>{escape(name)}</title></text>'
            f'<rect x="{start}" y="{y}" width="{max(length, 1)}" height="19" rx="3" fill="#1d5c63"/>'
            f'<text x="{start + length + 8}" y="{y + 14}">{escape(text)}</text>'
        )
    height = len(items) * _LINE + 12
    label = "；".join(f"{name}{texts[value, unit]}" for name, value, unit in items)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {height}" style="max-width:{wide}px" role="img" aria-label="{escape(label)}" '
        f'font-family="sans-serif" font-size="13" fill="#1f2a33">{"".join(rows)}</svg>'
    )


def _width(text: str) -> int:
    """About how many pixels a text takes."""
    return round(sum(_LETTER if ch > "\u2e80" else _DIGIT for ch in text))
