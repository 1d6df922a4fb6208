"""Units in order by what several of their rows have together (哪家单位的办公费最多, where a unit has a row for each kind of staff)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.calculations import calculate, quantity_of
from assistant.model import Draft, Operand
from assistant.named import Named
from assistant.operations.desk import Desk, NotFoundError, Writer, named_segment, unit_name

_LIST = re.compile(r"(?:从|由)(?:高|大|多|小|低|少)到|排(?:一下|个序|下|序|出来)|依次|各|分别")


def rank(desk: Desk, members: Sequence[Named]) -> Draft | None:
    """The units by their rows' sums; None where no unit has several rows, or some rows are of no unit."""
    by_unit: dict[str, list[Named]] = {}
    for named in members:
        by_unit.setdefault(named.owner, []).append(named)
    if "" in by_unit or len(by_unit) == len(members) or len(by_unit) < _SEVERAL:
        return None
    less, n = desk.question.slots.ascending, desk.question.slots.n or 1
    sums = [(rows, _sum(rows)) for rows in by_unit.values()]
    sums.sort(key=lambda one: quantity_of(one[1]).value, reverse=not less)
    if n > len(sums):
        raise NotFoundError(f"只有{len(sums)}家单位，没有第{n}家。")
    listed = _LIST.search(desk.question.plain) is not None
    shown = sums if listed else sums[:n] if desk.question.slots.top else sums[n - 1 : n]
    writer = Writer(desk).say(f"{members[0].fact.year}年，")
    if not listed:
        writer.say(f"{len(sums)}家单位中排第{n}的是" if n > 1 else f"单位中{'最少' if less else '最多'}的是")
    items = []
    for i, (rows, total) in enumerate(shown):
        unit = unit_name(rows[0])
        writer.say("；" if i else "", named_segment(unit, rows[0].fact), "，" if not listed else "")
        if len(rows) > 1:
            for j, row in enumerate(rows):
                writer.say("＋" if j else "").figure(row.fact)
            writer.say("，合计")
        writer.figure(total).cite(*(row.fact for row in rows))
        items.append(writer.item(unit, total))
    writer.cite(*(row.fact for rows, _ in sums for row in rows[:1]))
    return writer.say("。").draft(shown[0][1], items=items)


_SEVERAL = 2


def _sum(rows: Sequence[Named]) -> Operand:
    return rows[0].fact if len(rows) == 1 else calculate("sum", *(row.fact for row in rows))
