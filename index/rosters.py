"""Lists of bodies in running text: 内设机构, 下属单位, 预算单位, 派出机构, each with the names as printed."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import groupby, takewhile

from pydantic import BaseModel, ConfigDict, ValidationError

from index.errors import LayoutError
from index.model import BudgetTable, Provenance, Section
from index.narrative.text import Compact, brackets, compact
from index.paragraphs import NUMBERING, sentences

_LONGEST_NAME = 40
_LONGEST_LIST = 4_000  # characters of one sentence
_FEW = 2  # names parted by a comma may be one name and what is said of it
_MOSTLY = 0.7  # of the names end like names of bodies
_OPEN, _CLOSE = "（(“", "）)”"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Lists(_Strict):
    openers: list[str]
    weak: list[str]
    others: list[str]


class _Bodies(_Strict):
    tails: list[str]
    counters: list[str]


class _Rosters(_Strict):
    heads: dict[str, list[str]]
    lists: _Lists
    bodies: _Bodies


@dataclass(frozen=True, slots=True)
class Roster:
    """The bodies of one list. ``kinds``: internal, branch, subordinate, budget_units; ``complete``: not cut short by 等
    or by another number printed beside the names."""

    kinds: frozenset[str]
    names: tuple[str, ...]
    complete: bool
    provenance: Provenance


def read_rosters(sections: Sequence[Section], document_id: str) -> tuple[Roster, ...]:
    """The lists of bodies in reading order; a list may go on over the pages of a section."""
    found: list[Roster] = []
    for _, pages in groupby(sections, key=lambda section: section.path):
        lines = [(compact(line), section) for section in pages for line in section.text.split("\n")]
        for i, (line, section) in enumerate(lines):
            found += _in_line(line, section, document_id)
            below = _below(lines[i:], document_id)
            if below is not None:
                found.append(below)
    return tuple(found)


@cache
def _words() -> _Rosters:
    try:
        return _Rosters(**tomllib.loads((files("index") / "vocabulary" / "rosters.toml").read_text("utf-8")))
    except (ValidationError, tomllib.TOMLDecodeError) as error:
        raise LayoutError(f"词表 rosters.toml 无效：{error}") from error


@cache
def _any(kind: str) -> re.Pattern[str]:
    words = _words()
    alternatives = {
        "openers": words.lists.openers,
        "weak": words.lists.weak,
        "tails": words.bodies.tails,
        "counters": words.bodies.counters,
    }[kind]
    joined = "|".join(map(re.escape, sorted(alternatives, key=len, reverse=True)))
    return re.compile(rf"(?:{joined})$" if kind == "tails" else f"(?:{joined})")


def _kinds(words: str) -> frozenset[str]:
    return frozenset(kind for kind, heads in _words().heads.items() if any(head in words for head in heads))


def _nearest_head(lead: str) -> str:
    """The words from the last clause that names a kind: 现有处室21个，所属事业单位有： announces 所属事业单位."""
    clauses = re.split("[，,]", lead)
    last = next((i for i in range(len(clauses) - 1, -1, -1) if _kinds(clauses[i])), None)
    return "，".join(clauses[last:]) if last is not None else ""


# ---------------------------------------------------------------- a list inside a sentence


def _in_line(line: Compact, section: Section, document_id: str) -> Iterator[Roster]:
    for start, end in _clauses(line.text):
        text = line.text[start:end]
        numbering = NUMBERING.match(text)
        quote = line.quote(start + (numbering.end() if numbering else 0), end).strip()
        for read in filter(None, (_read(text), *_inside(text))):
            yield Roster(*read, Provenance(document_id, quote, section.page, section=section.path))


_Read = tuple[frozenset[str], tuple[str, ...], bool]


def _inside(text: str) -> Iterator[_Read]:
    """Offices listed in brackets after a department: 某局机关（包括办公室、法规处2个内设处室）."""
    for start, end in brackets(text):
        read = _read(text[start + 1 : end - 1]) if "、" in text[start:end] else None
        if read is not None and read[0] == {"internal"}:
            yield read


def _clauses(text: str) -> Iterator[tuple[int, int]]:
    """Sentences, cut at semicolons as well."""
    for start, end in sentences(text):
        position = start
        for piece in re.finditer(r"[^；]*(?:；|$)", text[start:end]):
            if piece.group():
                yield position, start + piece.end()
                position = start + piece.end()


def _read(text: str) -> _Read | None:
    """(kinds, names, complete) of a sentence that is a list of bodies."""
    text = text.rstrip("。；")
    if len(text) > _LONGEST_LIST:
        return None
    parts = _split(text, "、")
    if len(parts) == 1 and (opened := _colon(text)) is not None:
        lead, said = opened
        listed = _split(said, "，")  # names told apart by commas, after a colon
        parts = [lead + listed[0], *listed[1:]] if len(listed) > _FEW else parts
    lead, first = _opened(parts[0], alone=len(parts) == 1)
    if first is None:
        return None
    if len(parts) == 1 and len(_joined(first)) > 1:
        last, tail = first, ""
    else:
        last, tail = _closed(parts[-1] if len(parts) > 1 else first)
    names = [first, *parts[1:-1], *_joined(last)] if len(parts) > 1 else _joined(last)
    names = [name.strip("，,“” ") for name in names]
    sorted_out = any(
        _SORT.search(name) for name in names
    )  # each with its number: 甲局本级1个行政单位和乙中心1个事业单位
    names = [_SORT.sub("", name) for name in names]
    head = _nearest_head(lead)
    kinds = _kinds(head) or _kinds(tail)
    if _NONE.search(head):
        return None
    bodies = [name for name in names if _is_body(name)]
    if not kinds or not bodies or len(bodies) < _MOSTLY * len(names):
        return None
    printed, cut = _count(head) or _count(tail), tail.startswith(tuple(_words().lists.others))
    printed = None if sorted_out else printed
    if printed is not None and not cut and abs(printed - len(names)) > max(2, printed // 5):
        return None  # not the list that was announced
    return kinds, tuple(names), printed == len(names) or (printed is None and not cut)


_SORT = re.compile(r"\d+个(?:行政|事业|参公|公益)[^，、和及]{0,6}?单位$")
_NONE = re.compile(r"(?<!另)[无没](?:有)?(?:下属|所属|直属|下设|内设|其他|预算)")


def _colon(text: str) -> tuple[str, str] | None:
    """(up to the colon, after it), where there is one."""
    lead, colon, names = text.partition("：")
    return (lead + colon, names) if colon else None


def _opened(part: str, *, alone: bool) -> tuple[str, str | None]:
    """(the words before the list, its first name); None where no list begins."""
    for kind in ("openers", "weak"):
        marks = [mark for mark in _any(kind).finditer(part) if _depth(part, mark.start()) == 0]
        for mark in reversed(marks):
            lead, name = part[: mark.end()], part[mark.end() :]
            if name and _kinds(lead) and _is_body(_closed(name)[0]):
                return lead, name
    part = re.sub(rf"^{_any('openers').pattern}", "", part)
    return ("", part) if not alone and _is_body(part) else ("", None)


def _closed(part: str) -> tuple[str, str]:
    """(the last name, what follows it): 重点项目处10个处室, 某中心等, 某分局，为某局派出机构."""
    comma = next((i for i, mark in enumerate(part) if mark in "，," and _depth(part, i) == 0), len(part))
    name, rest = part[:comma], part[comma:]
    ending = re.search(rf"(?:等)?(?:共计?)?\d*{_any('counters').pattern}[^，（）]{{0,10}}$|等$", name)
    if ending and ending.start() >= 2 and (re.search(r"\d", ending.group()) or ending.group().startswith("等")):
        return name[: ending.start()], name[ending.start() :] + rest
    return name, rest


def _joined(last: str) -> list[str]:
    """甲处和乙处, or 1.甲局2.乙中心, as two names, where both are names of bodies."""
    numbered = [name.strip("，、；") for name in re.split(r"(?<!\d)\d{1,2}[.．、](?!\d)", last) if name]
    if len(numbered) > 1 and all(map(_is_body, numbered)):
        return numbered
    for mark in re.finditer(r"以及|[和及，]", last):
        left, right = last[: mark.start()], last[mark.end() :]
        if _depth(last, mark.start()) == 0 and _is_body(left) and _is_body(right):
            return [*_joined(left), *_joined(right)]
    return [last]


def _is_body(name: str) -> bool:
    bare = re.sub(r"（[^（）]*）|\([^()]*\)|[*＊]", "", _SORT.sub("", name)).strip("“”、，。；")
    bare = re.sub(r"(?:部门)?[预决]算$", "", bare)
    if re.search(r"\d.$|^\d+[个家所]|纳入", bare):
        return False
    return 2 <= len(bare) <= _LONGEST_NAME and _any("tails").search(bare) is not None


def _count(words: str) -> int | None:
    match = re.search(rf"(\d+){_any('counters').pattern}", words)
    return int(match[1]) if match else None


def _split(text: str, mark: str) -> list[str]:
    parts, start, depth = [], 0, 0
    for i, character in enumerate(text):
        depth = max(0, depth + (character in _OPEN) - (character in _CLOSE))
        if character == mark and depth == 0:
            parts.append(text[start:i])
            start = i + 1
    return [*parts, text[start:]]


def _depth(text: str, place: int) -> int:
    before = text[:place]
    return max(0, sum(before.count(mark) for mark in _OPEN) - sum(before.count(mark) for mark in _CLOSE))


# ---------------------------------------------------------------- a table of names


def roster_tables(tables: Sequence[BudgetTable], document_id: str) -> Iterator[Roster]:
    """Tables that list bodies and nothing else (部门预算单位构成): no column of figures."""
    for table in tables:
        names = tuple(row.label for row in table.rows if row.label)
        kinds = _kinds(table.title) or (frozenset(("budget_units",)) if "单位构成" in table.title else frozenset())
        figures = any(cell.value is not None for row in table.rows for cell in row.cells)
        bodies = [name for name in names if _is_body(name)]
        if kinds and names and not figures and len(bodies) >= _MOSTLY * len(names):
            quote = table.rows[0].quote or names[0]
            place = Provenance(document_id, quote, table.pages[0] if table.pages else None, table.id, 0)
            yield Roster(kinds, names, complete=True, provenance=place)


# ---------------------------------------------------------------- a list of lines


def _below(lines: Sequence[tuple[Compact, Section]], document_id: str) -> Roster | None:
    """Names in lines of their own below a line that announces them (包括：), each with or without a description."""
    (head, section), *below = lines
    if not head.text.rstrip("。").endswith(("：", "如下", "包括", "分别是", "分别为")):
        return None
    announced = head.text[head.text.rfind("。", 0, -2) + 1 :]
    kinds = _kinds(_nearest_head(announced)) or _kinds(head.text) & {"budget_units"}
    names = _names_below([line.text for line, _ in below])
    if not kinds or not names:
        return None
    printed = [int(number) for number in re.findall(rf"(\d+){_any('counters').pattern}", announced)]
    whole = not printed or len(names) in (printed[-1], sum(printed))
    if not whole and abs(printed[-1] - len(names)) > max(2, printed[-1] // 5):
        return None
    provenance = Provenance(document_id, head.printed.strip(), section.page, section=section.path)
    return Roster(kinds, tuple(names), whole, provenance)


def _names_below(lines: Sequence[str]) -> list[str]:
    """The names of the lines up to the first that is none; a numbered line goes on with a list even where its name does
    not end like that of a body (某儿童村), as long as most do."""
    found = list(takewhile(bool, (_named(line) or _numbered(line) for line in lines)))
    bodies = [name for name in found if _is_body(name)]
    if found and _is_body(found[0]) and len(bodies) >= _MOSTLY * len(found):
        return found
    return list(takewhile(bool, map(_named, lines)))


_SHORTEST_NAME, _LONGEST_NUMBERED = 4, 24


def _numbered(line: str) -> str:
    """The name that a numbered line holds and nothing else; "" for any other line."""
    numbering = NUMBERING.match(line)
    name = line[numbering.end() :].strip("，、。；") if numbering else ""
    plain = not re.search("[，。；：、的]|负责|预算|情况|说明", name)
    return name if _SHORTEST_NAME <= len(name) <= _LONGEST_NUMBERED and plain else ""


def _named(line: str) -> str:
    """The body that a line of a list names; "" for a line that names none."""
    numbering = NUMBERING.match(line)
    name = re.split("[。：；]", line[numbering.end() :] if numbering else line)[0].strip("，、")
    described = numbering is not None or len(name) + 1 >= len(line)
    return name if described and _is_body(name) else ""
