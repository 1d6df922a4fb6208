"""A published table as HTML: its header tree, its rows, and one cell marked. All text is escaped."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.rendering.escaping import escape
from index.model import BudgetTable, Cell, Column, Row

_WHOLE = 40  # a table of up to this many rows is shown whole
_AROUND = 5  # of a longer one: rows on either side of the marked one


def table_html(table: BudgetTable, row: int | None = None, column: int | None = None) -> str:
    """The table with the cell (``row``, ``column``) marked, 0-based; a long table is cut to what surrounds the cell.

    Of a two-sided table the side of the marked row is shown. ``column`` None marks the row.
    """
    marked = table.rows[row] if row is not None and 0 <= row < len(table.rows) else None
    side = marked.side if marked else ""
    shown = [i for i, each in enumerate(table.rows) if not side or each.side == side]
    columns = _used_columns(table, shown, column)
    kept = _window(table.rows, shown, row if marked else None)
    coded = any(table.rows[i].code for i in kept)
    head = _header([table.columns[i] for i in columns], coded)
    body = _body(table, kept, shown, columns, coded, row if marked else None, column)
    notes = "".join(f"<p>{escape(note)}</p>" for note in table.notes[:3])
    foot = f'<div class="bq-notes">{notes}</div>' if notes else ""
    name = escape(table.title or table.number or "表格")
    return (
        f'<div class="bq-scroll" tabindex="0" role="region" aria-label="{name}"><table class="bq-table">'
        f"<thead>{head}</thead><tbody>{body}</tbody></table></div>{foot}"
    )


def _used_columns(table: BudgetTable, rows: Sequence[int], marked: int | None) -> list[int]:
    """Columns with content in these rows; all of them in a one-sided table."""
    if len(rows) == len(table.rows):
        return list(range(len(table.columns)))
    used = {cell.column for i in rows for cell in table.rows[i].cells} | ({marked} if marked is not None else set())
    return [i for i in range(len(table.columns)) if i in used]


def _window(rows: Sequence[Row], shown: Sequence[int], marked: int | None) -> list[int]:
    """The rows to show of a long table: totals, the ancestors of the marked row, and its neighbours."""
    if len(shown) <= _WHOLE:
        return list(shown)
    if marked is None:
        return list(shown[:_WHOLE])
    here = shown.index(marked)
    near = set(shown[max(0, here - _AROUND) : here + _AROUND + 1])
    level = rows[marked].level
    for i in reversed(shown[:here]):
        if rows[i].level < level:
            near.add(i)
            level = rows[i].level
    near.update(i for i in shown if rows[i].total and rows[i].level == 0)
    return sorted(near)


# ---------------------------------------------------------------- header


def _header(columns: Sequence[Column], coded: bool) -> str:
    """Header rows with merged cells: equal neighbours under the same parent become one cell."""
    depth = max((len(column.path) for column in columns), default=1)
    depth = max(depth, 1)
    code = f'<th rowspan="{depth}" scope="col">编码</th>' if coded else ""
    corner = f'{code}<th rowspan="{depth}" scope="col" class="bq-name">科目</th>'  # stays in view as the labels do
    lines = []
    for level in range(depth):
        cells = "".join(_merged(columns, level, depth))
        lines.append(f"<tr>{corner if level == 0 else ''}{cells}</tr>")
    return "".join(lines)


def _merged(columns: Sequence[Column], level: int, depth: int) -> list[str]:
    cells: list[str] = []
    start = 0
    while start < len(columns):
        path = columns[start].path
        end = start + 1
        if level >= len(path):  # covered by the rowspan of a shorter path's leaf, or a column without a title
            if level == 0:
                cells.append(f'<th rowspan="{depth}" scope="col"></th>')
            start = end
            continue
        leaf = level == len(path) - 1
        while not leaf and end < len(columns) and _continues(columns[end].path, path, level):
            end += 1
        span = f' rowspan="{depth - level}"' if leaf and depth - level > 1 else ""
        span += f' colspan="{end - start}"' if end - start > 1 else ""
        cells.append(f'<th{span} scope="col">{escape(path[level])}</th>')
        start = end
    return cells


def _continues(other: tuple[str, ...], path: tuple[str, ...], level: int) -> bool:
    return len(other) > level + 1 and other[: level + 1] == path[: level + 1]


# ---------------------------------------------------------------- rows


def _body(
    table: BudgetTable,
    kept: Sequence[int],
    shown: Sequence[int],
    columns: Sequence[int],
    coded: bool,
    marked_row: int | None,
    marked_column: int | None,
) -> str:
    lines: list[str] = []
    span = len(columns) + 1 + coded
    place = {row: position for position, row in enumerate(shown)}
    previous = -1
    for i in kept:
        gap = place[i] - previous - 1
        if gap > 0:
            lines.append(_gap(gap, span))
        previous = place[i]
        mark = marked_column if i == marked_row else None
        lines.append(_row(table.rows[i], columns, coded, i == marked_row, mark))
    rest = len(shown) - previous - 1
    if rest > 0:
        lines.append(_gap(rest, span))
    if not shown:
        lines.append(f'<tr><td class="bq-gap" colspan="{span}">{escape(table.empty_reason or "空表")}</td></tr>')
    return "".join(lines)


def _gap(count: int, span: int) -> str:
    return f'<tr><td class="bq-gap" colspan="{span}">…… 省略 {count} 行 ……</td></tr>'


def _row(row: Row, columns: Sequence[int], coded: bool, marked: bool, column: int | None) -> str:
    cells = {cell.column: cell for cell in row.cells}
    classes = " ".join(name for name, on in (("bq-marked-row", marked), ("bq-total", row.total)) if on)
    code = f"<td class='bq-code'>{escape(row.code or '')}</td>" if coded else ""
    label = f'<th scope="row" style="padding-left:{0.6 + 0.9 * min(row.level, 6):.1f}em">{escape(row.label)}</th>'
    values = "".join(_cell(cells.get(i), i == column) for i in columns)
    return f'<tr class="{classes}">{code}{label}{values}</tr>'


def _cell(cell: Cell | None, marked: bool) -> str:
    if cell is None:
        return '<td class="bq-hit"><mark>（空）</mark></td>' if marked else "<td></td>"
    flags = (("bq-text", cell.value is None), ("bq-hit", marked), ("bq-unsure", not cell.certain))
    classes = " ".join(name for name, on in flags if on)
    title = "" if cell.certain else ' title="这一格所在的栏是推断的"'
    text = escape(cell.text)
    return f'<td class="{classes}"{title}>{f"<mark>{text}</mark>" if marked else text}</td>'
