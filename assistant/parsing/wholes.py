"""Income and expenditure said as such: words too common to be looked for, unless nothing else says what is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.budget_units import is_unit_name
from assistant.parsing.model import Mention
from index.vocabulary.terms import vocabulary

_WHOLE = re.compile(r"(?:总)?(?:收入|支出)(?!最|科目|功能|经济|结构|项目|方)")


def whole_said(plain: str, mentions: Sequence[Mention], level: str) -> Mention | None:
    """“收入” or “支出” where units are asked for (收入最多的单位), or one is asked for its own (甲中心的收入)."""
    units = all(any(map(is_unit_name, mention.keys)) for mention in mentions)
    if not units or not (mentions or level == "单位"):
        return None
    for said in _WHOLE.finditer(plain):
        if not any(said.start() < mention.end and mention.start < said.end() for mention in mentions):
            terms = vocabulary().surfaces.get(said.group(), ())
            return Mention(said.start(), said.end(), said.group(), (), terms)
    return None
