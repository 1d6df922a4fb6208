"""Rows as a dump gives them: labels, codes and numbers, before the numbers have columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.dumps.recover import Printed
from index.dumps.scan import Line, code_and_rest, is_note, is_prose, printed, trailing_numbers, unit_of, without_unit
from index.layouts import TableLayout, load_layouts

_ENUMERATORS = (r"^[一二三四五六七八九十]{1,3}、", r"^[（(][一二三四五六七八九十]{1,3}[）)]", r"^\d{1,2}[.、．](?!\d)")
_NEXT_CODE = re.compile(r"\s+(?=\d{3}(?:\d{2}){0,3}\s+[\u4e00-\u9fff])")
_SECOND_CODE = re.compile(r"^(\D+?)\s+\d{3}(?:\d{2}){0,2}\s+[\u4e00-\u9fff]\S*\s+(?=[\d.])")  # 政府经济科目 beside it
_RULER = re.compile(r"^(?:(?:\*{2}|[栏行列]次|栏目)\s*(?:\d{1,2}(?:=[\d+\-]+)?\s*)+)+$")  # 栏次 1 2 3, not amounts
_LINE_NUMBERS = "行次"
_STANDING_ALONE = re.compile(r"结转|结余|[合总]计|动用|使用非财政")


@dataclass(frozen=True, slots=True)
class RowDraft:
    """A row whose numbers have no columns yet. ``parent`` indexes the rows of the same side."""

    label: str
    numbers: tuple[Printed, ...] = ()
    code: str | None = None
    path: tuple[str, ...] = ()
    parent: int | None = None
    side: str = ""
    total: bool = False
    page: int | None = None
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """A chunk's rows in order and the lines left over for the header, the notes and the unit.

    ``numbered``: how many columns a line of column numbers (栏次 1 2 3) counts; 0 where there is none.
    """

    rows: tuple[RowDraft, ...]
    header: tuple[str, ...]
    notes: tuple[str, ...]
    unit: str
    numbered: int = 0


def read_body(lines: Sequence[Line], layout: TableLayout) -> Body:
    """Sort a chunk's lines into rows, header words, notes and unit, as the layout's shape says."""
    notes = tuple(re.sub(r"\s+", "", line.text) for line in lines if is_note(line.text))
    unit = next((unit_of(line.text) for line in lines if unit_of(line.text)), "")
    plain = [
        part
        for line in lines
        if line.text.strip() and not is_note(line.text) and not _is_frame(line.text)
        for part in (_unrolled(line) if layout.shape == "coded" else [line])
    ]
    match layout.shape:
        case "sided":
            rows, header = _sided(plain, layout)
        case "single":
            rows, header = _single(plain)
        case "labelled":
            rows, header = _labelled(plain, layout)
        case _:
            rows, header = _coded(plain, layout)
    rulers = (line.text for line in lines if _RULER.match(line.text.strip()))
    numbered = max((len(re.findall(r"(?<![=+\-\d])\d+", text)) for text in rulers), default=0)
    return Body(tuple(rows), tuple(header), notes, unit, numbered)


def _unrolled(line: Line) -> list[Line]:
    """The rows of a page that a dump has run together into one line."""
    text = without_unit(line.text)
    parts = _NEXT_CODE.split(text)
    return [replace(line, text=part) for part in (parts if len(parts) > 3 else [text])]


def _is_frame(text: str) -> bool:
    """Unit lines, page numbers and the like: neither rows nor header words."""
    compact = re.sub(r"\s+", "", text)
    if (unit_of(text) and len(without_unit(text).split()) < 3) or _RULER.match(text.strip()):
        return True
    return bool(
        re.fullmatch(r"[—\-－–]*\d{1,3}[—\-－–]*|第\d+页(共\d+页)?", compact)
        or re.match(r"(部门|单位|编制单位|填报单位|预算单位)(名称|（盖章）)?[:：](?!.*科目)", compact)
    )


def is_total_label(label: str) -> bool:
    return re.sub(r"\s+", "", label) in load_layouts().words.total_rows


# ---------------------------------------------------------------- rows with classification codes


def _coded(lines: Sequence[Line], layout: TableLayout) -> tuple[list[RowDraft], list[str]]:
    rows: list[RowDraft] = []
    header: list[str] = []
    for line in lines:
        words, numbers = trailing_numbers(line.text)
        coded = code_and_rest(line.text) or _bare_code(line.text, bool(rows) and not rows[-1].numbers)
        open_row = bool(rows) and rows[-1].code is not None and not rows[-1].numbers
        if coded:
            label, numbers = trailing_numbers(_SECOND_CODE.sub(r"\1 ", coded[1]))
            rows.append(RowDraft(_join(label), numbers, coded[0], page=line.page, quote=line.text.strip()))
        elif open_row and not _is_heading(words, layout):
            last = rows[-1]
            rows[-1] = replace(
                last, label=last.label + _join(words), numbers=numbers, quote=f"{last.quote}{line.text.strip()}"
            )
        elif numbers and (not words or is_total_label(words)):
            label = _join(words) or "合计"
            rows.append(RowDraft(label, numbers, total=True, page=line.page, quote=line.text.strip()))
        elif numbers and not is_prose(line.text):
            rows.append(RowDraft(_join(words), numbers, page=line.page, quote=line.text.strip()))
        else:
            header.append(line.text)
    return _by_code(_with_total(rows, header)), header


def _bare_code(text: str, awaiting_numbers: bool) -> tuple[str, str] | None:
    code = text.strip()
    is_code = re.fullmatch(r"\d{5}|\d{7}|\d{9}", code) or (not awaiting_numbers and re.fullmatch(r"[1-5]\d{2}", code))
    return (code, "") if is_code else None


def _is_heading(words: str, layout: TableLayout) -> bool:
    names = {name for column in layout.columns for name in column.names} | set(layout.headings)
    return bool(words) and all(token in names for token in words.split())


def _with_total(rows: list[RowDraft], header: Sequence[str]) -> list[RowDraft]:
    """An empty table keeps the total row that it prints apart from its header."""
    words = [re.sub(r"\s+", "", text) for text in header]
    if not rows and "合计" in words and any("计" in word for word in words if word != "合计"):
        return [RowDraft("合计", total=True, quote="合计")]
    return rows


def _by_code(rows: Sequence[RowDraft]) -> list[RowDraft]:
    """Parents by code prefix, in printed order; top-level rows belong to the table's only total row."""
    totals = [i for i, row in enumerate(rows) if row.total]
    root = totals[0] if len(totals) == 1 else None
    placed: list[RowDraft] = []
    stack: list[int] = []
    for index, row in enumerate(rows):
        if row.total or row.code is None:
            placed.append(row)
            continue
        while stack and not _extends(row.code, rows[stack[-1]].code or ""):
            stack.pop()
        parent = stack[-1] if stack else root
        path = tuple(rows[i].label for i in stack)
        placed.append(replace(row, parent=parent, path=path))
        stack.append(index)
    return placed


def _extends(code: str, prefix: str) -> bool:
    return len(code) > len(prefix) and code.startswith(prefix)


# ---------------------------------------------------------------- two-sided rows


def _sided(lines: Sequence[Line], layout: TableLayout) -> tuple[list[RowDraft], list[str]]:
    rows: list[RowDraft] = []
    header: list[str] = []
    in_header = False
    numbered = any(_LINE_NUMBERS in line.text.split() for line in lines)
    for line in lines:
        pairs = _unnumbered(_pairs(line.text)) if numbered else _pairs(line.text)
        in_header = not pairs or _is_sided_header(line.text) or (in_header and _is_header_part(line.text, layout))
        if in_header:
            header.append(line.text)
            continue
        sides = _sides([label for label, _ in pairs], [len(numbers) for _, numbers in pairs])
        quote = line.text.strip()
        for (label, numbers), side in zip(pairs, sides, strict=True):
            rows.append(RowDraft(label, numbers, side=side, total=is_total_label(label), page=line.page, quote=quote))
    income = _by_enumerator([row for row in rows if row.side == "income"])
    return [*income, *_by_enumerator([row for row in rows if row.side != "income"])], header


def _pairs(text: str) -> list[tuple[str, tuple[Printed, ...]]]:
    """A line's labels, each with the numbers that follow it."""
    pairs: list[tuple[str, tuple[Printed, ...]]] = []
    open_label = False
    for token in text.split():
        number = printed(token)
        if number is None:
            if open_label and re.fullmatch(_ENUMERATORS[0] + "|" + _ENUMERATORS[1], pairs[-1][0]):
                pairs[-1] = (pairs[-1][0] + token, ())
            else:
                pairs.append((token, ()))
            open_label = True
        elif pairs:
            pairs[-1] = (pairs[-1][0], (*pairs[-1][1], number))
            open_label = False
    return pairs


def _unnumbered(pairs: list[tuple[str, tuple[Printed, ...]]]) -> list[tuple[str, tuple[Printed, ...]]]:
    """Labels and numbers without the line number that stands before each label's amounts."""
    return [
        (label, numbers[1:] if numbers and re.fullmatch(r"\d{1,3}", numbers[0].text) else numbers)
        for label, numbers in pairs
    ]


def _is_sided_header(text: str) -> bool:
    tokens = text.split()
    words = {"项目", "预算数", "决算数", "金额", "合计", "收入", "支出", "栏次", "行次"}
    return (
        bool(tokens)
        and not any(printed(token) for token in tokens)
        and (tokens[0] in {"项目", "收入", "支出"} or all(token in words for token in tokens))
    )


def _is_header_part(text: str, layout: TableLayout) -> bool:
    """Pieces of column names below a header line, such as 政府性基金 / 预算."""
    names = [name for column in layout.columns for name in (*column.names, *column.path)]
    return all(any(token in name for name in names) for token in text.split())


def _sides(labels: Sequence[str], counts: Sequence[int]) -> list[str]:
    if len(labels) == 2 or (len(labels) % 2 == 0 and all(counts)):
        return ["income", "expenditure"] * (len(labels) // 2)
    return [_side(label, count) for label, count in zip(labels, counts, strict=True)]


def _side(label: str, count: int) -> str:
    words = load_layouts().words
    if any(re.search(pattern, label) for pattern in words.expenditure_labels):
        return "expenditure"
    if any(re.search(pattern, label) for pattern in words.income_labels):
        return "income"
    return "expenditure" if count != 1 or not is_total_label(label) else "income"


def _by_enumerator(rows: Sequence[RowDraft]) -> list[RowDraft]:
    """Parents by 一、（一）1. in front of labels; a label without any stands below the last one that has."""
    levels = [_level(row, rows) for row in rows]
    totals = [i for i, row in enumerate(rows) if row.total]
    root = totals[-1] if totals else None
    placed: list[RowDraft] = []
    stack: list[int] = []
    for index, row in enumerate(rows):
        if row.total:
            parent = None if index == root else root
            placed.append(replace(row, parent=parent))
            stack = []
            continue
        while stack and levels[stack[-1]] >= levels[index]:
            stack.pop()
        subtotal = next((t for t in totals if t > index and t != root), root)
        above = stack[-1] if stack else subtotal
        path = tuple(rows[i].label for i in stack)
        placed.append(replace(row, parent=above, path=path))
        stack.append(index)
    return placed


def _level(row: RowDraft, rows: Sequence[RowDraft]) -> int:
    for level, pattern in enumerate(_ENUMERATORS):
        if re.match(pattern, row.label):
            return level
    enumerated = any(re.match(_ENUMERATORS[0], other.label) for other in rows)
    return 3 if enumerated and not _STANDING_ALONE.search(row.label) else 0


# ---------------------------------------------------------------- one row of amounts; rows named by the layout


def _single(lines: Sequence[Line]) -> tuple[list[RowDraft], list[str]]:
    rows: list[RowDraft] = []
    header: list[str] = []
    for line in lines:
        words, numbers = trailing_numbers(line.text)
        if numbers and len(words) < 40:
            rows.append(RowDraft(_join(words), numbers, total=True, page=line.page, quote=line.text.strip()))
        else:
            header.append(line.text)
    return rows, header


def _labelled(lines: Sequence[Line], layout: TableLayout) -> tuple[list[RowDraft], list[str]]:
    rows: list[RowDraft] = []
    header: list[str] = []
    total_words = sum(token in ("合计", "总计") for line in lines for token in line.text.split())
    for line in lines:
        words, numbers = trailing_numbers(line.text)
        found = re.match(r"^(?:([A-Z])\s+)?(.*)$", words)
        code, label = (found.group(1), _join(found.group(2))) if found else (None, _join(words))
        named = any(re.fullmatch(pattern, label) for pattern in layout.labels)
        if named and is_total_label(label) and not numbers and total_words < 2:
            named = False
        if named or (numbers and label and not is_prose(line.text)):
            rows.append(
                RowDraft(label, numbers, code, total=is_total_label(label), page=line.page, quote=line.text.strip())
            )
        else:
            header.append(line.text)
    totals = [i for i, row in enumerate(rows) if row.total]
    root = totals[0] if len(totals) == 1 else None
    return [row if row.total else replace(row, parent=root) for row in rows], header


def _join(words: str) -> str:
    return re.sub(r"\s+", "", words)
