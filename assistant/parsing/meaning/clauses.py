"""Two questions in one utterance: where the sentence is cut."""

from __future__ import annotations

import re

from assistant.parsing.meaning.intents import cues

_BREAK = re.compile(r"[,，?？;；。!！]+|(?<=[^a-zA-Z\d]) (?=[^a-zA-Z\d])|(?=(?:并|再|后面)(?:标出|核一下|附))")
_ASKS = re.compile(
    r"多少(?!年了)|(?<![那这好])几(?!乎|个月|款里)|好多|报(个|一|给|了几)|吗|哪|什么|啥|咋|怎么|谁|为何|[没不]没|是(增|涨|升|压|多)(还|是)|占.{0,12}(多少|几|比)|列(出|一|下)|对不|加(总|起来)(?!后)|是不是|合计金额|比重|涨得|哪天|重算|尾差|标出|理由|原因|干嘛|拎|执行|平不|等不等|算(它|出|一)|年初数|年初预算|添没|公开"
)
_FURTHER = re.compile(
    r"^(另外|顺(带|便)|外加|再(问|说|算|报|看|一个)|还有|最后再|同时|并(且|核|标)?|后面附|以及(它|其)|再算)"
)
_BOUND_TOGETHER = re.compile(
    r"^(给|要|按|用|保留|精确|换|折|不要|别|我|你|麻烦|谢|急|请|帮|说|到底|具体|只(要|看|答)|拜托|哪怕|元|万元|亿元|千元|N?位)|(数|额|表|口径|时候)$"
)


def parts(text: str, masked: str) -> tuple[str, ...]:
    """The sentence cut where a second question begins; one piece where it asks one thing.

    ``masked`` tells of what kind its figures are; pieces are of ``text``. Both sides of a cut ask, and ask differently.
    """
    pieces = [piece for piece in _BREAK.split(text) if piece.strip()]
    if len(pieces) < 2 or "M" not in masked + "M":
        return (text,)
    marks = [match.group() for match in _BREAK.finditer(text)]
    cut = [pieces[0]]
    for mark, piece in zip(marks, pieces[1:], strict=False):
        if _asks_anew(cut[-1], piece, mark):
            cut.append(piece)
        else:
            cut[-1] += mark + piece
    return tuple(cut)


def _asks_anew(left: str, right: str, mark: str) -> bool:
    if not _ASKS.search(left) or not _ASKS.search(right) or _BOUND_TOGETHER.search(right.strip()):
        return False
    if _FURTHER.match(right.strip()):
        return True
    one, other = _kinds(left), _kinds(right)
    return bool(one and other) and (one[0] != other[0] or "?" in mark)


def _kinds(piece: str) -> list[str]:
    """Families of what a piece asks, values of figures last."""
    found = [
        cue.partition("_")[0]
        for cue in cues(piece)
        if cue not in ("value_follow", "value_unit", "verify_hearsay", "verify_end")
    ]
    return sorted(dict.fromkeys(found), key=lambda family: family == "value")
