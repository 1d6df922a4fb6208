"""Income and expenditure said as such: words too common to be looked for, unless nothing else says what is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.budget_units import is_unit_name
from assistant.parsing.model import Mention
from index.vocabulary.terms import vocabulary

_SPENT = "expenditure_total"
_BARE = {
    "支出": _SPENT, "预算": _SPENT, "开支": _SPENT, "开销": _SPENT, "花销": _SPENT, "花": _SPENT, "用": _SPENT,
    "收入": "income_total", "进账": "income_total",
}  # fmt: skip
_COLLOQUIAL = ("花", "用")  # said of money, or of anything else
_MONEY_ASKED = re.compile(r"(?:掉|去|出去)?了?(?:多少|几多|好多|几个)(?:钱|元|亿|万|经费|资金)|(?:掉|去)?的?钱|多少")
_SAYS_NO_MORE = re.compile(
    r"(?:今年|去年|上年|前年|明年|本年度?|当年|全年|一年|年度|年初|整个|全部|所有|整体|总[的共计]?|一共|拢共|合计|部门|单位|"
    r"局里?|街道|[委办院所]里|机关|全[局委市]|全系统|你们?|咱们?|我们|他们|它们?|这个|这家|大概|大约|到底|究竟|请问|问|想|知道|了解|告诉|一下|我|给|比较?|相比|较|"
    r"同比|和|跟|与|同|增加|减少|增长|下降|上升|变化|变动|提高|降低|多|少|了|还是|或|涨|降|升|跌|增|减|多出|高出|幅度?|百分之|百分点|"
    r"几|多少|是|有|的|呢|啊|吗|呀|吧|钱|元|万|亿|数|总?额|金额|规模|盘子|资金|怎么样|如何|会|要|得|打算|准备|计划|安排|能|"
    r"编|列|定|批|年|在|\W|[\d_])*"
)
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


def bare_whole(plain: str, taken: Sequence[tuple[int, int]]) -> Mention | None:
    """“今年支出多少”, “要花多少钱，比去年多还是少”: all of it is asked for where nothing but the word for it is said.

    ``taken`` are the spans of departments, years and figures.
    """
    open_text = plain
    for start, end in taken:
        open_text = open_text[:start] + " " * (end - start) + open_text[end:]
    for word, term in _BARE.items():
        for said in re.finditer(word, open_text):
            colloquial = word in _COLLOQUIAL
            if colloquial and not _MONEY_ASKED.match(open_text, said.end()):
                continue
            if _SAYS_NO_MORE.fullmatch(open_text[: said.start()] + " " + open_text[said.end() :]):
                return Mention(said.start(), said.end(), said.group(), (), (term,))
    return None


_INCOME_AND_SPENDING = re.compile(
    r"(?P<income>总?收入)(?:总[计额]|合计|预算)?(?:是不是|会不会)?(?:比|和|与|跟|同|、|减去?|超过|大于|小于|等于)(?P<spending>总?支出)"
)
_SET_AGAINST = re.compile(r"差额?|相|持?平|平衡|等|一样|不|够|对|结余|盈余|缺口")


def bare_pair(plain: str, taken: Sequence[tuple[int, int]]) -> tuple[Mention, ...]:
    """“收入比支出多多少”: all income and all spending, where nothing else is named; () otherwise."""
    open_text = plain
    for start, end in taken:
        open_text = open_text[:start] + " " * (end - start) + open_text[end:]
    said = _INCOME_AND_SPENDING.search(open_text)
    if said is None:
        return ()
    rest = _SET_AGAINST.sub("", open_text[: said.start()] + " " + open_text[said.end() :])
    if not _SAYS_NO_MORE.fullmatch(rest):
        return ()
    return tuple(
        Mention(*said.span(side), said[side], (), (term,))
        for side, term in (("income", "income_total"), ("spending", _SPENT))
    )


_WHICH_DEPARTMENT = re.compile(
    r"谁的?|哪(?:一)?(?:个|家|边)(?:部门|单位|局)?的?|[更最较]|[这那]?[两三四五六七八九几](?:家|个(?:部门|单位|局))"
)


def departments_asked(plain: str) -> list[tuple[int, int]]:
    """Where a question asks which of several departments is meant (谁花的钱多): no name of anything."""
    return [match.span() for match in _WHICH_DEPARTMENT.finditer(plain)]
