"""Automatic numbers of Word paragraphs (一、 （一） 1. ①), which the text itself does not hold."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHINESE = "零一二三四五六七八九"
_CHINESE_FORMATS = frozenset(
    ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographDigital", "taiwaneseCountingThousand")
)


@dataclass(frozen=True, slots=True)
class _Level:
    number_format: str
    pattern: str  # "%1、"
    start: int


@dataclass(slots=True)
class Numbering:
    """The list definitions of a document and how far each list has counted."""

    lists: dict[str, str] = field(default_factory=dict)  # numId → abstractNumId
    levels: dict[tuple[str, int], _Level] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)  # style → (numId, level)
    counts: dict[tuple[str, int], int] = field(default_factory=dict)

    @classmethod
    def of(cls, document: Any) -> Numbering:
        """The numbering of a python-docx document; empty where it has none."""
        numbering = cls()
        links = document.part.rels.values()
        part = next((link.target_part for link in links if link.reltype.endswith("/numbering")), None)
        if part is None:
            return numbering
        root = part.element if hasattr(part, "element") else None
        if root is None:
            return numbering
        for definition in root.iter(_W + "abstractNum"):
            name = definition.get(_W + "abstractNumId") or ""
            for level in definition.iter(_W + "lvl"):
                numbering.levels[name, int(level.get(_W + "ilvl") or 0)] = _level(level)
        for listing in root.iter(_W + "num"):
            numbering.lists[listing.get(_W + "numId") or ""] = _value(listing.find(_W + "abstractNumId"))
        for style in document.styles.element.iter(_W + "style"):
            place = _place(style.find(_W + "pPr"))
            if place:
                numbering.styles[style.get(_W + "styleId") or ""] = place
        return numbering

    def label(self, paragraph: _Element) -> str:
        """The number printed before a paragraph, "" where there is none. Counts on: call once, in order."""
        properties = paragraph.find(_W + "pPr")
        place = _place(properties)
        if place is None and properties is not None:
            place = self.styles.get(_value(properties.find(_W + "pStyle")))
        if place is None or place[0] == "0":
            return ""
        number, depth = place
        definition = self.lists.get(number, "")
        level = self.levels.get((definition, depth))
        if level is None or level.number_format in ("bullet", "none"):
            return ""
        self.counts[definition, depth] = self.counts.get((definition, depth), level.start - 1) + 1
        for deeper in range(depth + 1, 9):
            self.counts.pop((definition, deeper), None)
        return re.sub(r"%(\d)", lambda match: self._written(definition, int(match.group(1)) - 1), level.pattern)

    def _written(self, definition: str, depth: int) -> str:
        level = self.levels.get((definition, depth))
        count = self.counts.get((definition, depth), level.start if level else 1)
        if level and level.number_format in _CHINESE_FORMATS:
            return chinese_number(count)
        if level and level.number_format == "decimalEnclosedCircle" and 1 <= count <= 20:
            return chr(0x2460 + count - 1)
        return str(count)


def chinese_number(count: int) -> str:
    """1–99 in Chinese numerals, others in digits.

    >>> chinese_number(12), chinese_number(20)
    ('十二', '二十')
    """
    if not 0 < count < 100:
        return str(count)
    tens, ones = divmod(count, 10)
    return ("" if tens == 0 else "十" if tens == 1 else _CHINESE[tens] + "十") + (_CHINESE[ones] if ones else "")


def _level(element: _Element) -> _Level:
    start = _value(element.find(_W + "start"))
    return _Level(
        _value(element.find(_W + "numFmt")) or "decimal",
        _value(element.find(_W + "lvlText")),
        int(start) if start.isdigit() else 1,
    )


def _place(properties: _Element | None) -> tuple[str, int] | None:
    """The list and level that paragraph properties name."""
    place = properties.find(_W + "numPr") if properties is not None else None
    if place is None:
        return None
    depth = _value(place.find(_W + "ilvl"))
    number = _value(place.find(_W + "numId"))
    return (number, int(depth) if depth.isdigit() else 0) if number else None


def _value(element: _Element | None) -> str:
    return (element.get(_W + "val") or "") if element is not None else ""
