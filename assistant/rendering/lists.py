"""A line of an answer that lists many things (2026年，共7项：甲1万元；乙2万元；…) as a list that is easy to look over."""

from __future__ import annotations

import re
from collections.abc import Sequence

_FEWEST = 4  # things: fewer are read as a sentence
_LONGEST = 90  # characters of a thing: longer ones are sentences of their own
_SHOWN = 12  # things that stand open; the rest is folded
_HEAD = re.compile(r"^(?:[^；：]{0,40}：|20\d\d年(?:度)?，)")
_MARKS = re.compile(r"(?:\[\d{1,3}\])+")
_END = re.compile(r"。((?:\[\d{1,3}\])*)$")


def listed(line: str) -> tuple[str, tuple[str, ...]]:
    """(what heads the list, its things) of a line; (the line, ()) where it lists nothing.

    Things stand between “；” outside of brackets; each is short and has a figure or a source.

    >>> listed("共4项：甲1万元[1]；乙（丙；丁）2万元[2]；戊3万元[3]；己4万元。[4]")
    ('共4项：', ('甲1万元[1]', '乙（丙；丁）2万元[2]', '戊3万元[3]', '己4万元[4]'))
    """
    found = _HEAD.match(line)
    head = found.group() if found else ""
    things = _parts(_END.sub(r"\1", line[len(head) :]))
    fit = all(0 < len(_MARKS.sub("", thing)) <= _LONGEST and "。" not in thing for thing in things)
    if len(things) < _FEWEST or not fit or not all(re.search(r"\d", thing) for thing in things):
        return line, ()
    return head.replace("，", "：") if head.endswith("，") else head, things


def _parts(text: str) -> tuple[str, ...]:
    """The text cut at each “；” that stands in no brackets."""
    parts, depth = [""], 0
    for ch in text:
        depth += (ch in "（(《") - (ch in "）)》")
        if ch == "；" and depth <= 0:
            parts.append("")
        else:
            parts[-1] += ch
    return tuple(part.strip() for part in parts)


def items_html(items: Sequence[str]) -> str:
    """The things (HTML each) as a list, those behind the first dozen folded."""
    open_, folded = items[:_SHOWN], items[_SHOWN:]
    rows = "".join(f"<li>{item}</li>" for item in open_)
    shown = f'<ol class="bq-items">{rows}</ol>'
    if not folded:
        return shown
    rows = "".join(f"<li>{item}</li>" for item in folded)
    return (
        f'{shown}<details class="bq-more"><summary>其余 {len(folded)} 项</summary>'
        f'<ol class="bq-items" start="{_SHOWN + 1}">{rows}</ol></details>'
    )
