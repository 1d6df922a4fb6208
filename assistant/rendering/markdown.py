"""An answer as Markdown for chat programs: its text, what may be picked, and the numbered sources below."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.model import Answer, Citation, CitedAnswer, Clarification, Refusal
from assistant.rendering.terminal import place, printable

_SIGNS = re.compile(r"([\\`*_{}<>#|~$]|!(?=\[)|\](?=\()|^(?:[-+]|\d+[.)])(?=\s))", re.MULTILINE)


def plain_markdown(text: str) -> str:
    """Text of users and documents that Markdown shows as it is: no markup, link, picture or HTML of its own.

    >>> plain_markdown("<b>[a](b)</b> 减少0.70万元。[1]")
    '\\\\<b\\\\>[a\\\\](b)\\\\</b\\\\> 减少0.70万元。[1]'
    """
    return _SIGNS.sub(r"\\\1", printable(text))


def answer_markdown(answer: Answer) -> str:
    parts = [plain_markdown(answer.text)]
    match answer:
        case CitedAnswer():
            parts += _sources(answer.citations, "依据")
        case Clarification():
            parts += ["\n".join(f"- {plain_markdown(candidate)}" for candidate in answer.candidates)]
        case Refusal():
            parts += _sources(answer.citations, "相关内容")
    return "\n\n".join(part for part in parts if part)


def _sources(citations: Iterable[Citation], heading: str) -> list[str]:
    lines = [f"[{c.n}] {plain_markdown(place(c))}：「{plain_markdown(' '.join(c.quote.split()))}」" for c in citations]
    return [f"{heading}：", "\n\n".join(lines)] if lines else []
