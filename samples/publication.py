"""A document before it has a format: headings, paragraphs and tables in reading order."""

from __future__ import annotations

from dataclasses import dataclass

from samples.sheet import Table


@dataclass(frozen=True, slots=True)
class Cover:
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """A 目录 page: it names every title once, with leaders."""

    title: str
    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    text: str
    level: int = 1
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str


@dataclass(frozen=True, slots=True)
class Tabulated:
    """A table on a page of its own; its number has a line of its own, or shares the title's (表1：…)."""

    table: Table
    number_line: bool = True


Block = Cover | Contents | Heading | Paragraph | Tabulated


@dataclass(frozen=True, slots=True)
class Publication:
    title: str
    blocks: tuple[Block, ...]
    running_header: str = ""
    page_number: str = "{n}"  # as printed at the foot: "— {n} —", "{n}"

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(block.table for block in self.blocks if isinstance(block, Tabulated))
