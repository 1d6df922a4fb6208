"""What is counted: the noun beside the number, and how it hangs together with what was counted before."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from index.narrative import cues as words
from index.narrative.cues import any_of, cues
from index.narrative.names import Name, names
from index.paragraphs import NUMBERING

_TAIL_NOUN = re.compile(
    r"^(?!其中|等|以|左右|次之)"
    r"(?:(?!开展|具体|实施|(?<!公)共|分别|进行|财政拨款|公务用车保有)[^\d，。；：、（）()“”和及与等的]){2,16}"
)
_LONGEST = 30  # characters of a name of things


def counted(clause: str, after: str) -> tuple[Name, ...]:
    """What a number counts: the noun after it (5家单位), else the words before it (车辆5辆, 预算单位共计1家)."""
    tail = _TAIL_NOUN.match(after)
    if tail and not words.adjacent_verb().match(tail.group()):
        noun = re.match(rf"(.{{2,}}?)(?:{any_of(cues().count.after)}|$)", tail.group())
        return (Name(noun[1] if noun else tail.group()),)
    last = NUMBERING.sub("", clause.rsplit("的", 1)[-1])
    body = re.sub(rf"(?:{any_of(cues().name.tail)})+$", "", last)
    if body.endswith(tuple(cues().count.bodies)) and 2 <= len(body) <= 12:
        return (Name(re.sub(r"^.*(?:本级|[共现设]有)(?=..)", "", body)),)
    return tuple(name for name in names(clause) if 2 <= len(name.label) <= _LONGEST)


def is_bare(about: tuple[Name, ...]) -> bool:
    """Whether a noun counts something only together with what was named before (会议费…人数800人)."""
    return len(about) == 1 and about[0].label in cues().count.bare


def stands_apart(about: tuple[Name, ...], parents: Iterable[str]) -> bool:
    """Whether a thing is no part of those counted before it: equipment after vehicles."""
    label = re.sub(r"（[^（）]*）$", "", about[0].label) if about else ""
    kinds = [kind for noun, kinds in cues().count.apart.items() if label.endswith(noun) for kind in kinds]
    return any(kind in parent for parent in parents for kind in kinds)


def carried(about: tuple[Name, ...], before: Iterable[str]) -> tuple[Name, ...]:
    """With the verb of what was counted before it: 购置车辆0辆；单价100万元以上设备0台 are bought too."""
    verb = next((verb for label in before for verb in cues().count.carried if label.startswith(verb)), "")
    if not verb or len(about) != 1 or any(own in about[0].label for own in cues().count.carried):
        return about
    return (replace(about[0], label=f"{verb}{about[0].label}"),)


def governed(about: tuple[Name, ...], before: tuple[Name, ...]) -> tuple[Name, ...]:
    """With the verb that holds for both of two things: 接待来访团组6个、来宾42人次."""
    verb = next((verb for name in before for verb in cues().count.governing if name.label.startswith(verb)), "")
    if not verb or len(about) != 1 or about[0].label.startswith(verb):
        return about
    return (replace(about[0], label=f"{verb}{about[0].label}"),)
