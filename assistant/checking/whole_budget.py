"""A text that says no more than 预算 (某局2026年预算4651万元) speaks of the whole budget."""

from __future__ import annotations

import re

from assistant.checking.phrases import speaking
from index.narrative.names import Name


def is_verb(name: Name) -> bool:
    """Whether the words before a figure that were taken for its metric are its verb only (多了, 仅增)."""
    bare = _LINK.sub("", name.label)
    return _VERB_ONLY.fullmatch(name.label) is not None or (bare != name.label and not speaking(bare))


_LINK = re.compile(r"(?:约|近|为|是|共|计|达到?|有|总?规模|总?盘子|总量)+$")
_VERB_ONLY = re.compile(
    r"年均|平均|(?:仅|只|又|再|还|就|共)*(?:多|少|增|减|降|高|低|涨)(?:了|出|到|加|少|长|至|花|支|收)*"
)
WHOLE = (Name("支出总计"), Name("支出预算"), Name("收支预算"), Name("收入预算"))
SAID = re.compile(  # 某局2026年预算4651万元
    r"(?:^|[＃年度，,；;。：:]|[今去]年)(?:的|度)?(?:部门|单位|年初|收支|财政|全年|当年|整体|总体|预算|总)*(?:预算|决算|盘子)"
    r"(?:总?额|数|总?规模|总量|安排|资金|总盘子)*(?:约|近|超|逾|为|是|共|计|达到?|高达|只有|仅|加起来|合计|累计|相加)*(?:＃|(?=连续|逐年|[，,]?[比较同增减]|[，,]?下降))"
)
