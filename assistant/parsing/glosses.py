"""What a bracket after a name says of it: its code (基础设施（2120303）), or the row that it stands under (甲专项（乙活动项下）)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.knowledge import Knowledge
from assistant.parsing.model import Mention
from assistant.parsing.spoken_parts import spoken_part

_OPENS = re.compile(
    r"[”\"]?(?:那|这)?(?:摊子|个|笔|项|块|款|类|科目)?(?:支出|经费|资金|的钱)?\s*[(（]\s*(?:科目|编码|代码|编号|即|也就是|属于?|:|：)*\s*[“\"]?"
)
_CLOSES = re.compile(r"[”\"]?(?:科目|项目|支出|经费|活动)*(?:项下|名下|下面|下|里|中|内|的)*\s*[)）]")


_ROWS_OF_ONE_NAME = re.compile(
    r"(?:有|列了?|分)?(?:[两2]行)?[(（,，:：]?(?:其中)?(?:行政)?机关(?:单位)?(?:[占列]?一行)?[、和与,，](?:参公)?事业(?:单位)?[各占列]*一行[)）]?"
)


def without_rows_told(plain: str) -> str:
    """Without what only tells of rows: that one name stands on several (工会经费有两行（机关一行、事业一行），合计多少), that
    totals are none of those counted (（小计、合计行不算）), that a whole has all its parts (“三公”（出国、用车、接待三项）)."""
    return _ALL_PARTS.sub(_without_its_parts, _TOTALS_ASIDE.sub("", _ROWS_OF_ONE_NAME.sub("", plain)))


# “三公”经费（出国、用车、接待三项）: the bracket names all parts of the whole before it, and so asks for nothing less.
_ALL_PARTS = re.compile(
    r"(?P<whole>三公[”\"]?(?:经费|支出|预算|决算|总额|合计)*)[(（](?:即|包括|含)?(?P<parts>[^()（）]{4,40}?)(?:这?[三3](?:项|块|类|大项))?[)）]"
)


def _without_its_parts(said: re.Match[str]) -> str:
    parts = [
        spoken_part(part, ("three_public_expenses",)) for part in re.split(r"[、,，和与及]", said["parts"]) if part
    ]
    whole = None not in parts and len(parts) == len(set(parts)) == _PARTS_OF_THREE
    return said["whole"] if whole else said.group()


_PARTS_OF_THREE = 3


_TOTALS_ASIDE = re.compile(
    r"[（(,，]?(?:不[算含计]|不包括|除[了去]?|去掉|扣除)?(?:(?:[各]?单位)?[小合总]计[、和与及]?){1,3}(?:这?[两几]?行)?(?:都|均)?"
    r"(?:不[算计含]|除外|不算在内|不包括)(?:在内)?[)）,，]?|[（(](?:不[算含计]|不包括|除[了去]?|去掉)(?:[小合总]计[、和与及]?){1,3}(?:行)?(?:外|以外)?[)）]"
)


def is_gloss(plain: str, name: Mention, gloss: Mention) -> bool:
    """Whether the second of two neighbouring names stands alone in brackets behind the first."""
    return _OPENS.fullmatch(plain[name.end : gloss.start]) is not None and _CLOSES.match(plain, gloss.end) is not None


def with_codes(plain: str, mentions: Sequence[Mention], knowledge: Knowledge) -> tuple[Mention, ...]:
    """Each name together with the code behind it, in brackets or not, where a document prints that name with that code."""
    kept: list[Mention] = []
    for mention in mentions:
        before = kept[-1] if kept else None
        if before is not None and before.code is None and _is_its_code(plain, before, mention, knowledge):
            kept[-1] = replace(before, end=mention.end, code=mention.code)
        else:
            kept.append(mention)
    return tuple(kept)


def _is_its_code(plain: str, name: Mention, code: Mention, knowledge: Knowledge) -> bool:
    beside = plain[name.end : code.start].strip(" -—") == ""
    if code.code is None or not (beside or is_gloss(plain, name, code)):
        return False
    rows = (named for index in knowledge.indexes for named in index.by_code.get(code.code, ()))
    return any(named.row in name.keys or named.row_terms.intersection(name.terms) for named in rows)
