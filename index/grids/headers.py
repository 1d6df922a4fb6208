"""Where a grid's header ends, and the path of headers over each column."""

from __future__ import annotations

import re
from dataclasses import replace

from index.amounts import read_number
from index.grids.slots import Grid, GridRow

_TOTAL_WORD = re.compile(r"^(?:合计|总计|小计|收入总计|支出总计|收入合计|支出合计|全额)$")
_ENUMERATED = re.compile(
    r"^(?:其中[:：]?)?(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|\d+[.、．]\D)"
)
_CODE = re.compile(r"^[A-Z]?\d{3}(?:\d{2}){0,2}$|^\[\d{3,9}\]|^\d{6,}$")
_RULER_WORD = re.compile(r"^(?:栏次|栏目|行次|列次|序号|\*{2})$")
_CODE_PARTS = frozenset("类款项")  # headers that some forms print on the very line of 栏次
_OF_WHICH = re.compile(r"其中\s*[:：]?")
MAX_DEPTH = 6


def header_depth(grid: Grid) -> int:
    """The number of leading rows that are header (0 on a page that goes on without one)."""
    if not grid or is_body(grid[0]):
        return 0
    depth = 1
    while depth < min(len(grid), MAX_DEPTH) and _still_header(grid, depth):
        depth += 1
    return depth


def without_ruler_words(grid: Grid) -> Grid:
    """The grid with 栏次 1 2 3 taken out of a header row that also names 类 | 款 | 项 (forms of final accounts)."""
    return tuple(_unruled(row) for row in grid[:MAX_DEPTH]) + grid[MAX_DEPTH:]


def _unruled(row: GridRow) -> GridRow:
    words = row.words
    ruler = [word for word in words if _RULER_WORD.match(word) or word.isdigit()]
    parts = [word for word in words if word in ("类", "款", "项")]
    if not parts or len(ruler) < 2 or len(ruler) + len(parts) != len(words):
        return row
    blank = (replace(slot, text="") if slot.text in ruler and not slot.down else slot for slot in row.slots)
    return replace(row, slots=tuple(blank))


def is_body(row: GridRow) -> bool:
    """Whether a row carries data: a number, a code, an enumerated label, a total, or nothing at all."""
    if is_ruler(row):
        return False
    words = row.words
    if not words:
        return True
    if len(words) == 1 and _TOTAL_WORD.match(words[0]):
        return True
    if any(_is_figure(word) for word in words):
        return True
    first = next(text for text in row.printed if text)
    return bool(_ENUMERATED.match(first) or _CODE.match(first) or re.fullmatch(r"\d{1,3}", first))


def is_total_row(row: GridRow) -> bool:
    """Whether the first words of a row are 合计, 总计 …"""
    return bool(row.words) and bool(_TOTAL_WORD.match(row.words[0]))


def is_ruler(row: GridRow) -> bool:
    """A row that only numbers the columns (栏次 1 2 3, or 1 2 3=4+5), not data."""
    words = row.words
    if not words:
        return False
    numbers = [word for word in words if re.fullmatch(r"\d{1,2}(?:\s*=.*)?|[（(]\d{1,2}[）)]|\*{2}", word)]
    named = sum(bool(_RULER_WORD.match(word)) for word in words)
    parts = sum(word in _CODE_PARTS for word in words)
    if named:
        return bool(numbers) and len(numbers) + parts >= len(words) - max(named, 2)
    plain = [int(word) for word in numbers if word.isdigit()]
    return len(numbers) == len(words) >= 3 and plain == list(range(plain[0], plain[0] + len(plain))) and plain[0] <= 1


def _is_figure(word: str) -> bool:
    number = read_number(word)
    if number is None:
        return False
    return "." in word or "," in word or abs(number[0]) >= 10_000 or number[0] == 0


def _still_header(grid: Grid, depth: int) -> bool:
    row = grid[depth]
    if is_ruler(row) or (row.blank and all(slot.down for slot in row.slots)):
        return True
    top = 1 if _heads_all(grid[0]) else 0  # where the cells that reach down beside a group begin
    spanned = any(slot.down and slot.down >= depth - top and slot.text for slot in row.slots)
    if is_body(row):
        return False
    if any(slot.down for slot in row.slots) and spanned:
        return True
    return _splits_a_group(grid[depth - 1], row)


def _heads_all(row: GridRow) -> bool:
    """Whether one cell covers a whole line of more than one column."""
    return len(row.slots) > 1 and all(slot.right == c for c, slot in enumerate(row.slots))


def _splits_a_group(above: GridRow, row: GridRow) -> bool:
    """Whether a row names two or more parts of a cell that spans several columns in the row above."""
    parts: dict[int, int] = {}
    for c, slot in enumerate(above.slots):
        parts[c - slot.right] = parts.get(c - slot.right, 0) + bool(row.slots[c].printed)
    return any(count > 1 for count in parts.values())


def column_paths(header: Grid) -> list[tuple[str, ...]]:
    """For each column the texts above it from the outermost to the leaf, each covering cell once."""
    header = _wrapped_joined(header)
    width = len(header[0].slots) if header else 0
    paths: list[tuple[str, ...]] = []
    for c in range(width):
        path: list[str] = []
        for row in header:
            slot = row.slots[c]
            if is_ruler(row) and slot.text not in _CODE_PARTS:
                continue
            if slot.down == 0 and slot.text and not _OF_WHICH.fullmatch(slot.text):
                path.append(slot.text)
        paths.append(tuple(path))
    return paths


def _wrapped_joined(header: Grid) -> Grid:
    """A header whose neighbouring cells of one text are the first lines of wrapped names (公务用车 | 公务用车 over 购置费 |
    运行维护费) has each name in one piece: a heading over both would be one cell."""
    rows = list(header)
    for r in range(len(rows) - 1):
        torn = [c for c in range(len(rows[r].slots)) if _is_torn(rows[r], rows[r + 1], c)]
        pairs = {c for c in torn if rows[r].slots[c].text in (_text(rows[r], o) for o in (c - 1, c + 1) if o in torn)}
        whole = {c: rows[r].slots[c].text + rows[r + 1].slots[c].text for c in pairs}
        rows[r] = _with_texts(rows[r], dict.fromkeys(pairs, ""))
        rows[r + 1] = _with_texts(rows[r + 1], whole)
    return tuple(rows)


def _text(row: GridRow, c: int) -> str:
    return row.slots[c].text


def _is_torn(upper: GridRow, lower: GridRow, c: int) -> bool:
    """Whether a cell of one column stands over another of the same column alone."""
    alone = c + 1 == len(upper.slots) or not upper.slots[c + 1].right
    return alone and bool(upper.slots[c].printed and lower.slots[c].printed)


def _with_texts(row: GridRow, texts: dict[int, str]) -> GridRow:
    slots = (replace(slot, text=texts[c]) if c in texts else slot for c, slot in enumerate(row.slots))
    return replace(row, slots=tuple(slots))
