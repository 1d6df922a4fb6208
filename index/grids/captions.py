"""Pages → sheets: each grid with its own caption (number, title, unit, from above it or its first rows) and notes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from index.grids.slots import Grid, joined, to_grid
from index.model import Page, RawTable, TextBlock
from index.paragraphs import PAGE_NUMBER

_DIGITS = r"(?:[\d〇零二三四五六七八九十]|一(?!般)){1,3}"  # 表七一般公共预算… is table 七
_NUMBER = re.compile(
    rf"^[（(]?((?:公开|预算|决算|预决算|财决|财预|部门|单位|附|附件|续)*(?:表|附表)?\s*[A-Z]?{_DIGITS}(?:[-—－.]\d+)*\s*表?)[）)]?"
    r"(?P<rest>[\s:：、.．].*|\d{4}\s*年.*|[^\d\s].*)?$"
)
_UNIT = re.compile(r"[单金]\s*位\s*[:：]?\s*(?:人民币)?\s*[（(]?\s*(百万元|万元|千元|亿元|元)")
_BRACKETED_UNIT = re.compile(r"[（(](?:单位[:：])?\s*(百万元|万元|千元|亿元|元)\s*[）)]")
_HEADER_UNIT = re.compile(r"[（(]\s*单位[:：]\s*(百万元|万元|千元|亿元|元)\s*[）)]")
# A table of staff or of things prints what it counts where others print their money unit.
_COUNTED_UNIT = re.compile(
    r"^\s*(?:计量|数量)?单\s*位\s*[:：]\s*[（(]?\s*(人次|人|名|个|辆|台|套|件|户|所)\s*[）)]?\s*$"
)
_OWNER = re.compile(
    r"^(?:填报|编制|预算|公开|主管|资金主管|申报|汇总)?(?:部门|单位)(?:名称|（单位）|\(单位\)|代码)?\s*[:：]|^(?:金额)?单位\s*[:：]"
)
_NAMED_OWNER = re.compile(
    r"(?:^|\s)(?:编制|填报|填制|编报|预算|公开|汇总|申报)?(?:部门|单位)[^:：\s]{0,10}[:：]\s*(?P<name>[^:：]+?)\s*(?=(?:金额)?单位\s*[:：]|\s{2}|$)"
)
_TITLE_END = re.compile(r"表\s*(?:[（(【].*[）)】]|[-—]\s*\d+)?\s*(?:[（(]续[）)])?$")
_NOTE = re.compile(
    r"^[（(]?\s*(?:备\s*注|注\s*\d*\s*[:：.、]|注$|说明\s*[:：]|[*※])|无数据|空表|表为空|无此项|无发生额|没有使用.{2,16}(?:安排|支出)"
)
_YEAR = re.compile(r"^[（(]?\s*20\d\d\s*年度?\s*[）)]?$")
_SUBTITLE = re.compile(r"^[（(](?:按|不含|含|含有|分|单位性质|本级|汇总).{1,30}[）)]$")  # a title's second line
_TAIL = 3  # characters of a title's end that wrapped
_CLAUSE_EDGE = re.compile(r"^[，。、；：,;]|[，。、；,;.]$")
_HEADING = re.compile(
    r"^(?:第[一二三四五六七八九十]+部分|[一二三四五六七八九十]+[、.]|[（(][一二三四五六七八九十]+[）)]|\d+[.、．])"
)
_LISTING = re.compile(r"(?:情况|明细|清单|一览|名单|统计)$")  # a title without 表, right above its grid
_SENTENCE_END = re.compile(r"[。；]$")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One grid on one page. ``number``, ``title`` and ``unit`` are empty where nothing above the grid says them."""

    grid: Grid
    number: str = ""
    title: str = ""
    unit: str = ""
    heading: str = ""  # the nearest heading above, for a grid without a title of its own
    owner: str = ""  # the department or unit that a line of the caption names
    notes: tuple[str, ...] = ()
    follows: bool = False  # directly after another grid, with nothing between but page furniture
    page: int | None = None


def sheets(pages: Iterable[Page]) -> list[Sheet]:
    """All grids of a document in reading order, each with the caption above and the notes below it."""
    pages = tuple(pages)
    furniture = _furniture(pages)
    found: list[Sheet] = []
    above: list[str] = []
    for page in pages:
        for block in page.blocks:
            if isinstance(block, TextBlock):
                above.extend(line for line in _lines(block) if line not in furniture)
                continue
            if _is_prose(block):
                above.append(joined("".join(text or "" for row in block.rows for text in row)))
                continue
            if not _lists_tables(block):
                found.append(_sheet(block, above, found))
            above = []
    if found:
        notes, _ = _split_notes(above)
        found[-1] = replace(found[-1], notes=found[-1].notes + notes)
    return found


def _is_prose(table: RawTable) -> bool:
    """A line of running text whose shaded or framed words a reader took for cells."""
    cells = [text.strip() for row in table.rows for text in row if text]
    return len(table.rows) == 1 and (not cells or any(_CLAUSE_EDGE.search(text) for text in cells))


def _lists_tables(table: RawTable) -> bool:
    """A grid of the numbers and titles of the tables that follow (the 目录 of a workbook)."""
    lines = [[joined(text) for text in row if text and text.strip()] for row in table.rows]
    listed = [words for words in lines if any(_number(word)[0] for word in words) and any(map(_titled, words))]
    return len(listed) > 2 and len(listed) * 5 >= sum(map(bool, lines)) * 4


def _lines(block: TextBlock) -> Iterator[str]:
    for line in block.text.splitlines():
        text = joined(line)
        if text and not PAGE_NUMBER.match(text):
            yield text


def _furniture(pages: tuple[Page, ...]) -> set[str]:
    """Running headers: the same first or last line on many pages, unless it names a table or its unit."""
    edges: Counter[str] = Counter()
    for page in pages:
        texts = [block for block in page.blocks if isinstance(block, TextBlock)]
        ends = {line for block in (*texts[:1], *texts[-1:]) for line in _lines(block)}
        edges.update(ends)
    least = max(4, len(pages) // 3)
    often = (line for line, n in edges.items() if n >= least)
    return {line for line in often if not (_TITLE_END.search(line) or _UNIT.search(line) or _number(line)[0])}


def _sheet(table: RawTable, above: list[str], found: list[Sheet]) -> Sheet:
    notes, rest = _split_notes(above)
    if found and notes:
        found[-1] = replace(found[-1], notes=found[-1].notes + notes)
    grid, inside = _caption_rows(to_grid(table))
    number, title, unit = read_caption([*rest, *inside])
    unit = unit or next((m.group(1) for row in grid[:4] for word in row.words if (m := _HEADER_UNIT.search(word))), "")
    prose = [line for line in rest if not (_OWNER.search(line) or _UNIT.search(line))]
    follows = bool(found) and not (number or title or prose)
    return Sheet(grid, number, title, unit, _heading(rest), _owner([*rest, *inside]), (), follows, table.page)


def _owner(lines: list[str]) -> str:
    """The name after 部门： or 编制单位：, nearest to the grid."""
    matches = (_NAMED_OWNER.search(line) for line in reversed(lines[-8:]))
    return next((match["name"] for match in matches if match and not _UNIT.search(match.group())), "")


def _split_notes(lines: list[str]) -> tuple[tuple[str, ...], list[str]]:
    """The notes of the table before (``注：…`` up to its sentence's end), and the lines left over."""
    notes: list[str] = []
    for i, line in enumerate(lines):
        if _NOTE.search(line):
            notes.append(line)
        elif notes and not _SENTENCE_END.search(notes[-1]) and not _is_caption(line):
            notes[-1] += line
        elif notes and re.match(r"^\d[.、．]|^[（(]\d", line) and not _is_caption(line):
            notes.append(line)
        else:
            return tuple(notes), lines[i:]
    return tuple(notes), []


def _is_caption(line: str) -> bool:
    return bool(_TITLE_END.search(line) or _UNIT.search(line) or _OWNER.match(line) or _number(line)[0])


def _caption_rows(grid: Grid) -> tuple[Grid, list[str]]:
    """Caption lines printed inside the grid: first rows that hold only a number, a title, the owner or the unit."""
    lines: list[str] = []
    top = 0
    for row in grid[:6]:
        words = _with_values(row.words)
        if len(words) > 3 or not all(_caption_cell(word) for word in words):
            break
        lines += [part for word in words for part in _caption_parts(word)]
        top += 1
    return grid[top:], lines


def _with_values(words: list[str]) -> list[str]:
    """Words of a row in which a cell that only asks (编制单位：, 单位：) goes with the cell that answers."""
    joint: list[str] = []
    for word in words:
        if joint and re.search(r"(?:部门|单位)[^:：]{0,8}[:：]$", joint[-1]):
            joint[-1] += word
        else:
            joint.append(word)
    return joint


def _caption_cell(word: str) -> bool:
    if len(word) > 120:
        return False
    return bool(_number(word)[0] or _OWNER.search(word) or _UNIT.search(word) or _YEAR.match(word) or _titled(word))


def _titled(word: str) -> bool:
    return bool(_TITLE_END.search(word) and len(word) > 3 and not _number(word)[0])


def _caption_parts(word: str) -> list[str]:
    """A cell that holds number, title, owner and unit run together, cut into its lines."""
    cut = re.sub(
        r"(?<=表)(?![\d一二三四五六七八九十])(?=\S*(?:总|明细|情况|预算|支出|收支|决算).*表)"
        r"|(?=(?:编制|填报|预算)?(?:部门|单位)(?:名称)?[:：])",
        "\n",
        word,
    )
    return [part.strip() for part in cut.splitlines() if part.strip()]


def read_caption(lines: list[str]) -> tuple[str, str, str]:
    """(number, title, unit) from the lines above a grid, nearest first; "" for what is not there."""
    number, unit, parts = "", "", list[str]()
    for line in reversed(_unwrapped(lines[-8:])):
        if not unit and (match := _UNIT.search(line) or _BRACKETED_UNIT.search(line) or _COUNTED_UNIT.search(line)):
            unit = match.group(1)
        if (_OWNER.search(line) and not _titled(line)) or _YEAR.match(line):
            continue
        found, rest = _number(line)
        if found and number:
            break
        if found:
            number = found
            if rest and not _UNIT.match(rest):
                parts.insert(0, rest)
            if parts:
                break
            continue
        if number and not _titled(line):
            break
        if _belongs_to_title(line, parts):
            parts.insert(0, line)
        elif parts:
            break
    return number, _cleaned_title("".join(parts)), unit


def _belongs_to_title(line: str, below: list[str]) -> bool:
    """Whether a line is a title, the bracketed line under one (按功能科目分), or the first half of what stands below."""
    if not below:
        return _titled(line) or bool(_SUBTITLE.match(line))
    if _titled(line):
        return bool(_SUBTITLE.match(below[0]))
    return not _SENTENCE_END.search(line) and _wraps(line, below[0])


def _unwrapped(lines: list[str]) -> list[str]:
    """Lines in which the last word or two of a title, alone on a line of their own, are put back."""
    whole: list[str] = []
    for line in lines:
        tail = len(line) <= _TAIL and line.endswith("表") and not _number(line)[0]
        if (
            tail
            and whole
            and len(whole[-1]) > _TAIL
            and not (_is_caption(whole[-1]) or _SENTENCE_END.search(whole[-1]))
        ):
            whole[-1] += line
        else:
            whole.append(line)
    return whole


def _heading(lines: list[str]) -> str:
    """Where no line is a table's title: the nearest line that names a table, else the nearest short heading."""
    near = [line for line in reversed(lines[-6:]) if 4 <= len(line) <= 40 and not re.search(r"[。；：:]$", line)]
    near = [line for line in near if not (_OWNER.search(line) or _UNIT.search(line) or _NOTE.search(line))]
    named = [line for line in near if "表" in line] + [line for line in near if _HEADING.match(line)]
    alone = [line for line in near[:1] if line == lines[-1] and _LISTING.search(line)]
    chosen = (named[:1] if named and "表" in named[0] else alone) or named
    return _HEADING.sub("", _cleaned_title(chosen[0])).strip() if chosen else ""


def _wraps(line: str, below: str) -> bool:
    """Whether a line is a title's first half: no title of its own, and the half below cannot stand alone, or the line
    begins as titles do, with the year."""
    if _titled(line) or re.match(r"^第.部分|^[一二三四五六七八九十]+、|^附件\s*[\d一二三四五六七八九十]*[:：]?$", line):
        return False
    dated = re.match(r"^20\d\d年.*(?:预算|决算|支出|经费)", line) and not re.match(r"^20\d\d年", below)
    return len(below) <= 8 or bool(dated)


def _cleaned_title(title: str) -> str:
    bare = re.sub(r"\s*[（(]?(?:金额)?单位[:：].*$", "", title)
    return bare.strip(" ：:、.")


def _number(line: str) -> tuple[str, str]:
    """A table's number at the start of a line (``表一``, ``公开01表``, ``表1 …总表``) and the rest of the line."""
    match = _NUMBER.match(line)
    if match is None or "表" not in match.group(1):
        return "", ""
    rest = (match.group("rest") or "").strip(" :：、.．")
    if rest and not (_TITLE_END.search(rest) or _UNIT.search(rest) or len(rest) < 4):
        return "", ""
    return re.sub(r"\s+", "", match.group(1)), rest
