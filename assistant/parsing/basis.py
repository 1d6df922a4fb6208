"""How many things a question itself says to share an amount: 按288个人摊, 按保障21人算, 按65个事业编制平摊."""

from __future__ import annotations

import re

from index.figure_grammar import DATA

THINGS = {unit for unit in (*DATA["count_units"], "亩", "床", "生", "吨", "车") if not re.search(r"[年月季天日]", unit)}
UNIT = "|".join(map(re.escape, sorted(THINGS, key=len, reverse=True)))
_BASIS = re.compile(
    rf"按(?:照)?[^,，。;；?？]{{0,12}}?\d[\d.,]*[万千百]?"
    rf"(?:(?:{UNIT}|个人)(?:来|数|次)?|(?:{UNIT}|个)(?P<kind>[\u4e00-\u9fff]{{2,8}}?)(?:来|去)?)(?:均?摊|平摊|平均|算|计|分|除)"
)


def basis(plain: str) -> re.Match[str] | None:
    """Where a plain question says so; ``kind`` names what the things are, where it says that."""
    return _BASIS.search(plain)
