"""Paragraphs → sections: the tree of headings, with the text below each. Tables of contents are no sections."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from index.model import Section, TextBlock
from index.paragraphs import NUMBERING, Paragraph, is_bare_part, is_caption, paragraphs, sentences

_RANKS = (
    (1, re.compile(r"^第\s*[一二三四五六七八九十\d]+\s*(?:部分|章)")),
    (2, re.compile(r"^[一二三四五六七八九十]\s*[一二三四五六七八九十]?\s*[、.．]")),
    (3, re.compile(r"^[（(]\s*[一二三四五六七八九十]+\s*[）)]")),
    (4, re.compile(r"^\d{1,2}\s*[、.．](?!\d)")),
    (5, re.compile(r"^[（(]\s*\d{1,2}\s*[）)]")),
    (6, re.compile(r"^[①-⑳]")),
)
_CENTRED_RANK = 1
_FIGURE = re.compile(r"\d\s*(?:万元|亿元|元|%|％|辆|台|人|个|家|名)")
_TELLS_WHY = re.compile(r"原因[，,：:是为].|[，,].*(?:导致|由于|因为)")  # a sentence, though short and numbered
_RUN_IN = re.compile(r"^(?P<title>[^，。；：:,;]{2,34}?)\s*(?P<mark>[。：:])\s*(?P<rest>\S.*)$", re.DOTALL)
_RUN_IN_END = re.compile(
    r"(?:经费|情况|预算|决算|收入|支出|费用?|采购|目标|说明|职责|职能|构成|机构|设置|资产|绩效|管理|资金|拨款|结转|结余|变化|持平|工作|任务|经营|购置|车辆|用车)"
    r"(?:数|额)?[）)”]?$"
)
_DEFINES = re.compile(r"^(?:是?指|反映|为|即|主要?是指|包括)")
_DEFINITION = re.compile(r"[：:]\s*(?:是?指|反映)|是指")
_GLOSSARY = re.compile(r"名词解释|术语解释|名词说明")
_DUTIES = re.compile(r"职责|职能|工作任务|主要工作")
# what a heading without numbering and without boxes (sheets, web pages, dumps) ends with
_UNNUMBERED = re.compile(
    r"(?:预算|决算|编制|情况|事项|文字|相关|有关)(?:的)?说明$|^(?:部门|单位)?(?:概况|基本情况|主要(?:职责|职能)|预算单位构成|机构设置)$|.{4,}机构设置$"
)
_CONTENTS = re.compile(r"^目\s*录$")
_LEADER = re.compile(r"[.…·．]{3,}\s*[-—]?\s*\d*\s*[-—]?$")
_TITLE_PAGE = 2  # pages: an unnumbered title here names the document, no section
_CONTENTS_RANK = 2  # a table of contents without its title begins with 第一部分 or 一、
_LISTED_RANK = 4  # from 1. on short numbered paragraphs side by side are a list
_HEADING_LENGTH = 60


@dataclass(slots=True)
class _Open:
    """A heading being filled: its rank and title, and the text below it by page."""

    path: tuple[str, ...]
    page: int | None
    parts: list[tuple[int | None, str]] = field(default_factory=list)


def read_sections(blocks: Sequence[TextBlock]) -> tuple[Section, ...]:
    """Sections with text, in reading order.

    Text is verbatim but for line ends inside paragraphs; paragraphs are separated by a newline. A section that runs
    over pages is given once for each page, cut after a sentence, so that ``page`` holds for where a sentence begins.
    """
    return tuple(_sections(_merged_parts(_without_contents(paragraphs(blocks)))))


def heading_rank(text: str) -> int | None:
    """1 for 第一部分, 2 for 一、, 3 for （一）, 4 for 1., 5 for (1), 6 for ①; None without numbering."""
    return next((rank for rank, pattern in _RANKS if pattern.match(text)), None)


# ---------------------------------------------------------------- tables of contents


def _without_contents(found: Sequence[Paragraph]) -> list[Paragraph]:
    kept: list[Paragraph] = []
    i = 0
    while i < len(found):
        end = _contents_end(found, i)
        if end > i:
            i = end
        else:
            kept.append(found[i])
            i += 1
    return kept


def _contents_end(found: Sequence[Paragraph], start: int) -> int:
    """Where a table of contents that begins at ``start`` ends; ``start`` itself when there is none."""
    announced = bool(_CONTENTS.match(found[start].text))
    rank = heading_rank(found[start].text)
    if not announced and not (rank is not None and rank <= _CONTENTS_RANK and _is_entry(found[start].text)):
        return start
    seen: list[str] = []
    end = start + announced
    while end < len(found) and _is_entry(found[end].text):
        name = _entry_name(found[end].text)
        if _repeats(name, seen):
            break
        seen.append(name)
        end += 1
    if announced:
        return end
    later = {_entry_name(paragraph.text) for paragraph in found[end:]}
    again = sum(name in later or any(other.startswith(name) for other in later) for name in seen)
    return end if len(seen) >= 6 and again * 3 >= len(seen) else start


def _is_entry(text: str) -> bool:
    if _LEADER.search(text):
        return True
    return len(text) <= _HEADING_LENGTH and not re.search(r"[。；;]|\d\s*(?:万元|元)", text)


def _entry_name(text: str) -> str:
    return re.sub(r"\s+|[：:]", "", _LEADER.sub("", text))


def _repeats(name: str, seen: list[str]) -> bool:
    return name in seen or any(other.startswith(name) and is_bare_part(name) for other in seen)


def _merged_parts(found: Sequence[Paragraph]) -> list[Paragraph]:
    """第三部分 and the title printed on the line below it, as one heading."""
    merged: list[Paragraph] = []
    for paragraph in found:
        if (
            merged
            and is_bare_part(merged[-1].text)
            and len(paragraph.text) <= 40
            and not NUMBERING.match(paragraph.text)
        ):
            merged[-1] = Paragraph(f"{merged[-1].text} {paragraph.text}", merged[-1].breaks, merged[-1].centred)
        else:
            merged.append(paragraph)
    return merged


# ---------------------------------------------------------------- the tree


def _sections(found: Sequence[Paragraph]) -> Iterator[Section]:
    stack: list[tuple[int, str]] = []
    current = _Open((), None)
    under_table = False  # stray words of a table may follow its caption
    for i, paragraph in enumerate(found):
        text = paragraph.text
        if is_caption(text):
            under_table = not text.startswith(("注", "备注"))
            if under_table and any(_GLOSSARY.search(title) for _, title in stack):
                yield from _closed(current)
                stack, current = [], _Open((), None)
            continue
        rank, title, body = _heading(paragraph, found[i + 1] if i + 1 < len(found) else None, stack)
        if rank is not None and _is_listed(found, i, rank):
            rank, body = None, text
        if rank is None and under_table and not re.search(r"[，。；]", text):
            continue
        under_table = False
        if rank is not None:
            yield from _closed(current)
            while stack and stack[-1][0] >= rank:
                stack.pop()
            stack.append((rank, title))
            current = _Open(tuple(name for _, name in stack), paragraph.page)
        if body:
            current.parts.extend(_by_page(paragraph))
    yield from _closed(current)


def _heading(
    paragraph: Paragraph, following: Paragraph | None, stack: Sequence[tuple[int, str]]
) -> tuple[int | None, str, str]:
    """(rank, title, text below on the same line); rank None for a paragraph of text."""
    text = paragraph.text
    rank = heading_rank(text)
    if paragraph.centred and paragraph.top and rank is None and _is_title(text) and (paragraph.page or 0) > _TITLE_PAGE:
        return _CENTRED_RANK, _clean(text), ""
    if rank is None and _is_unnumbered(text, stack):
        return _CENTRED_RANK, _clean(text), ""
    if any(_GLOSSARY.search(title) for _, title in stack) and _in_glossary(text, following, stack):
        return None, "", text
    if rank is None:
        return (_CENTRED_RANK, _clean(text), "") if _GLOSSARY.search(text) and len(text) <= 12 else (None, "", text)
    if (
        len(text) <= _HEADING_LENGTH
        and not re.search(r"[。；;]$|。|，.*，", text)
        and not _FIGURE.search(text)
        and not _TELLS_WHY.search(text)
    ):
        return rank, _clean(text.rstrip("：:")), ""
    numbering = NUMBERING.match(text)
    assert numbering is not None, "a rank comes from a numbering"
    run_in = _RUN_IN.match(text[numbering.end() :])
    if any(_DUTIES.search(title) for _, title in stack):
        run_in = None
    if run_in and _RUN_IN_END.search(run_in["title"]) and not _DEFINES.match(run_in["rest"]):
        return rank, _clean(numbering.group() + run_in["title"]), text
    return None, "", text


def _is_unnumbered(text: str, stack: Sequence[tuple[int, str]]) -> bool:
    """Whether a short line is a heading by its words; before any heading it may be the document's own title."""
    if not _is_title(text) or not _UNNUMBERED.search(text):
        return False
    return bool(stack) or not re.search(r"20\d\d年", text)


def _in_glossary(text: str, following: Paragraph | None, stack: Sequence[tuple[int, str]]) -> bool:
    """Whether a paragraph is an entry of the glossary rather than the next heading of the same or a higher rank."""
    rank = heading_rank(text)
    if rank is None:
        return not _GLOSSARY.search(text)
    glossary = next(rank for rank, title in stack if _GLOSSARY.search(title))
    return rank > glossary or bool(_DEFINITION.search(text) or (following and _DEFINES.match(following.text)))


def _is_title(text: str) -> bool:
    return 4 <= len(text) <= 50 and not re.search(r"[，。；：:,;]", text) and not _FIGURE.search(text)


def _is_listed(found: Sequence[Paragraph], i: int, rank: int) -> bool:
    """Whether a short numbered paragraph is one of a list (1.某局 2.某中心) and no heading."""
    if rank < _LISTED_RANK:
        return rank == _LISTED_RANK - 1 and _is_announced(found, i, rank)
    beside = [found[j].text for j in (i - 1, i + 1) if 0 <= j < len(found)]
    return any(heading_rank(text) == rank and len(text) <= _HEADING_LENGTH and "。" not in text for text in beside)


def _is_announced(found: Sequence[Paragraph], i: int, rank: int) -> bool:
    """Whether a run of short paragraphs of one rank, with nothing below them, follows words that announce it (…：)."""

    def alike(j: int) -> bool:
        text = found[j].text if 0 <= j < len(found) else ""
        return heading_rank(text) == rank and len(text) <= _HEADING_LENGTH and not re.search(r"。.", text)

    first, last = i, i
    while alike(first - 1):
        first -= 1
    while alike(last + 1):
        last += 1
    before, after = found[first - 1] if first else None, found[last + 1] if last + 1 < len(found) else None
    announced = before is not None and heading_rank(before.text) is None and before.text.endswith(("：", ":"))
    below = (
        after is not None and heading_rank(after.text) is None and not after.centred and not is_bare_part(after.text)
    )
    return announced and last > first and not (below and after is not None and not is_caption(after.text))


def _clean(title: str) -> str:
    """A title in one line; white space stays only between Latin words."""
    return re.sub(r"(?<![A-Za-z])\s+|\s+(?![A-Za-z])", "", title.strip())


# ---------------------------------------------------------------- text by page


def _by_page(paragraph: Paragraph) -> Iterator[tuple[int | None, str]]:
    """A paragraph cut after the last sentence that begins on each page."""
    ends = [end for _, end in sentences(paragraph.text)]
    start = 0
    for (_, page), (offset, _) in pairwise(paragraph.breaks):
        cut = next((end for end in ends if end >= offset), len(paragraph.text))
        if cut > start:
            yield page, paragraph.text[start:cut]
            start = cut
    if start < len(paragraph.text):
        yield paragraph.breaks[-1][1], paragraph.text[start:]


def _closed(section: _Open) -> Iterator[Section]:
    texts: dict[int | None, list[str]] = {}
    for page, text in section.parts:
        texts.setdefault(page, []).append(text)
    for page, parts in texts.items():
        yield Section(section.path, "\n".join(parts), page)
