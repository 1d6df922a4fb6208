"""The text of cells and paragraphs, whatever the format: one rule for line breaks, spaces and invisible marks."""

from __future__ import annotations

import re

from index.readers.radicals import fold_radicals

_INVISIBLE = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD)) | {0x00A0: " ", 0x2002: " ", 0x2003: "　"}
_ITEM_START = re.compile(r"[（(]?(\d{1,2}|[一二三四五六七八九十]{1,3})[)）、.．](?!\d)|[①-⑳]|[★•·●▪◆■]|目标\s?\d")
_NUMBER_LINE = re.compile(r"[-−－(（]?\d[\d,，]*\.?\d*[)）]?%?")


def clean(text: str) -> str:
    """Radicals folded, invisible marks dropped, special blanks to common ones; leading blanks are kept."""
    return fold_radicals(text).translate(_INVISIBLE).replace("\t", " ").rstrip()


def starts_item(line: str) -> bool:
    """Whether a line opens a new numbered or bulleted item."""
    return _ITEM_START.match(line) is not None


def is_number_line(line: str) -> bool:
    """Whether a line is nothing but a number (or the first or last part of one)."""
    return _NUMBER_LINE.fullmatch(line) is not None


def joined_lines(lines: list[str]) -> str:
    """The lines of a cell as one text: nothing between them, a space between Latin words.

    A break ("\\n") is kept only between two numbers and before a numbered item.

    >>> joined_lines(["政府性基", "金预算"])
    '政府性基金预算'
    """
    text = ""
    previous = ""
    for line in (cleaned for raw in lines if (cleaned := clean(raw)).strip()):
        text = text + seam(previous, line.strip()) + line.strip() if text else line
        previous = line.strip()
    return text


def seam(above: str, below: str) -> str:
    """What stands between two lines of a cell when nothing is known about their places."""
    if (is_number_line(above) and is_number_line(below)) or starts_item(below):
        return "\n"
    return " " if above[-1:].isascii() and above[-1:].isalpha() and re.match(r"[A-Za-z]", below) else ""
