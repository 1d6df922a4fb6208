"""A dump's lines → the stretch of lines of each table, and the narrative around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.dumps.scan import Line, is_note, is_prose, starts_with_number
from index.layouts import load_layouts

_NUMBER = r"[一二三四五六七八九十]{1,3}|\d{1,2}(?:[-－.]\d{1,2})?"
_MARKER = re.compile(
    rf"^\s*(?:附?表\s*(?:{_NUMBER})|(?:预算|决算)?公开\s*(?:{_NUMBER})\s*表|附表\s*(?:{_NUMBER})|(?:预|决)算\s*0?\d+\s*表)\s*[:：]?$"
)
_TITLED_MARKER = re.compile(rf"^\s*(附?表\s*(?:{_NUMBER}))[\s:：、.]+(\S.*表(?:\s*[（(].*[）)])?)$")
_TITLE = re.compile(r"表(?:\s*[（(][^（()）]{1,20}[）)])?$")
_LEADERS = re.compile(r"[.…·]{3,}|\s\d{1,3}$")
_PART_HEADING = re.compile(r"^\s*第[一二三四五六七八九十]+(?:部分|章)")
_NARRATIVE_HEADING = re.compile(r"^\s*[一二三四五六七八九十]{1,2}、\S{4,40}$")


@dataclass(frozen=True, slots=True)
class Chunk:
    """The lines of one table: its printed number, its title where found, and all other lines in order.

    ``title_at`` is the index of the first line below the title: what stands above and below it belongs apart.
    """

    number: str
    title: str
    lines: tuple[Line, ...]
    title_at: int = 0


def split(lines: Sequence[Line]) -> tuple[tuple[Chunk, ...], tuple[Line, ...]]:
    """(tables' chunks in order, narrative lines)."""
    starts = _marker_starts(lines) or _title_starts(lines)
    if not starts:
        return (), tuple(lines)
    chunks: list[Chunk] = []
    narrative = list(lines[: starts[0]])
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        chunk, outside = _chunk(lines[start:end])
        narrative += outside
        if chunk is None:
            continue
        if chunks and _continues(chunk, chunks[-1]):
            above = chunks.pop()
            chunk = replace(above, lines=(*above.lines, *chunk.lines))
        chunks.append(chunk)
    return tuple(chunks), tuple(narrative)


def _continues(chunk: Chunk, above: Chunk) -> bool:
    """Whether a chunk goes on with the table above it: number, title and header are printed again."""
    same = chunk.number == above.number and chunk.title == above.title != ""
    return same and _head(chunk) == _head(above)


def _head(chunk: Chunk) -> list[str]:
    """The lines above the first row."""
    first = next((i for i, line in enumerate(chunk.lines) if starts_with_number(line)), len(chunk.lines))
    return ["".join(line.text.split()) for line in chunk.lines[:first] if line.text.strip()]


def _marker_starts(lines: Sequence[Line]) -> list[int]:
    starts = [i for i, line in enumerate(lines) if _MARKER.match(line.text) or _TITLED_MARKER.match(line.text)]
    return [i for i in starts if not _LEADERS.search(lines[i].text.strip())]


def _title_starts(lines: Sequence[Line]) -> list[int]:
    """Without numbers, a table starts at its title; where titles stand below their tables, after the title before."""
    titles = [i for i, line in enumerate(lines) if _known_title(line.text)]
    if not titles:
        return []
    first_row = next((i for i, line in enumerate(lines) if starts_with_number(line)), len(lines))
    if first_row > titles[0]:
        return titles
    begin = first_row
    while begin > 0 and not is_prose(lines[begin - 1].text) and first_row - begin < 12:
        begin -= 1
    return [begin, *(_after_notes(lines, i + 1) for i in titles[:-1])]


def _after_notes(lines: Sequence[Line], start: int) -> int:
    """Notes below a title still belong to the table above it."""
    while start < len(lines) - 1 and (not lines[start].text.strip() or is_note(lines[start].text)):
        start += 1
    return start


def looks_like_title(text: str) -> bool:
    compact = re.sub(r"\s+", "", text)
    if not (4 <= len(compact) <= 60) or re.search(r"[。；，！？]|^[备附]?注[:：]", compact):
        return False
    return bool(_TITLE.search(compact)) and not _LEADERS.search(text.strip())


def _known_title(text: str) -> bool:
    return looks_like_title(text) and load_layouts().for_title(text) is not None


def _chunk(lines: Sequence[Line]) -> tuple[Chunk | None, list[Line]]:
    first = lines[0].text.strip()
    titled = _TITLED_MARKER.match(first)
    if titled:
        number, title, body = titled.group(1), titled.group(2), list(lines[1:])
    elif _MARKER.match(first):
        number, title, body = re.sub(r"[\s:：]", "", first), "", list(lines[1:])
    else:
        number, title, body = "", "", list(lines)
    title_at = 0
    if not title:
        title, body, title_at = _take_title(body)
    body, outside = _without_narrative(body, title)
    if not any(line.text.strip() for line in body):
        return None, outside
    return Chunk(re.sub(r"\s+", "", number), re.sub(r"\s+", "", title), tuple(body), title_at), outside


def _take_title(body: list[Line]) -> tuple[str, list[Line], int]:
    """(title, the other lines, how many of them stand above it)."""
    titles = [i for i, line in enumerate(body) if looks_like_title(line.text)]
    known = [i for i in titles if _known_title(body[i].text)]
    if not titles:
        return "", body, 0
    index = (known or titles)[0]
    title = body[index].text.strip()
    others = [i for i, line in enumerate(body) if i != index and line.text.strip() != title]
    return title, [body[i] for i in others], sum(i < index for i in others)


def _without_narrative(body: list[Line], title: str) -> tuple[list[Line], list[Line]]:
    """Cut running text that follows a table (performance forms hold paragraphs of their own and are left whole)."""
    layout = load_layouts().for_title(title)
    if layout is not None and layout.shape == "indicators":
        return body, []
    for index, line in enumerate(body):
        following = [other.text for other in body[index + 1 : index + 6] if other.text.strip()]
        if _PART_HEADING.match(line.text) or (
            _NARRATIVE_HEADING.match(line.text) and any(is_prose(text) for text in following[:2])
        ):
            return body[:index], body[index:]
    return body, []
