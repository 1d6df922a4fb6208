"""A turn of few words that exchanges one thing of what was asked before: the head of its name (农村最低生活保障金支出多少？
那城市的呢？), or the stage (“三公”经费决算多少？预算呢？)."""

from __future__ import annotations

import re

from assistant.knowledge import Knowledge
from assistant.parsing.model import ParsedQuestion
from index.vocabulary.names import key

_TURN = re.compile(r"^(?:那么?|再看|换成|还有)?(?P<head>[\u4e00-\u9fff]{2,6}?)的?(?:呢|又是多少|是多少|多少)?[？?。]?$")
_STAGE = re.compile(r"^(?:那么?)?(?P<stage>预算|决算)数?(?:呢|是多少|多少|有多少)[？?。]?$")
_SHORTEST_TAIL = 4  # characters that both names share at their ends


def exchanged(turn: str, previous: ParsedQuestion | None, knowledge: Knowledge) -> str:
    """The turn with the stage or the whole name that it means, where exactly one row is called by its words and the end of the
    name asked for before; else the turn itself."""
    stage = _STAGE.match(turn)
    if stage is not None and previous is not None and previous.queries:
        return f"那{stage['stage']}数是多少"  # no bare 预算, which alone would mean all of it
    said = _TURN.match(turn)
    if said is None or previous is None or len(previous.queries) != 1:
        return turn
    head, before = key(said["head"]), key(previous.queries[0].target.text)
    if head in knowledge.rows or before.startswith(head):
        return turn
    shared = {
        row: size
        for row in knowledge.rows
        if row.startswith(head) and row != before and (size := _shared_end(row[len(head) :], before)) >= _SHORTEST_TAIL
    }
    nearest = [row for row, size in shared.items() if size == max(shared.values()) == len(row) - len(head)]
    return turn.replace(said["head"], nearest[0], 1) if len(nearest) == 1 else turn


def _shared_end(one: str, other: str) -> int:
    size = 0
    while size < min(len(one), len(other)) and one[-1 - size] == other[-1 - size]:
        size += 1
    return size
