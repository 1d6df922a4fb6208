"""A question that holds several statements to be judged, cut into its statements.

“三公经费比上年下降12.2%，其中出国费也减少了。两点都成立吗？” says two things; “公务接待费5万元，比上年少3万元，对吗” says one
thing twice over. A statement begins where a clause says something of a subject of its own; clauses that lean on the
one before (比…, 占…, 两项合计…) stay with it, and what reckons over all of them keeps the question whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

_ORDER = (
    r"持平|不变|没有?变|[增减涨升降跌少多]了|增[长加]|减少|下[降滑跌]|上升|缩[减水]|压[减缩]|[是有]所?[增减升降]的?|(?:也|都|还|均|又|在|跟着|同样|一起)+[增减涨升降跌]"
    r"|[比较][^,;。]*?[多少高低大小贵]|超过|超出|[高低多少大小]于|不[到足]|不?止|过半|一半|[翻几数两三四五六七八九十]倍"
)
_NONE = r"没有|没(?:列|安排|编|花|用|买|打算|车)|[无未](?:安排|列|编|购|车)|不(?:买|打算|安排)|[为是](?:零|0)|零增长|空表|一(?:分|辆|台|个)[^,;。]{0,10}(?:没|不)"
_PLACE = r"最[大小多少高低]|排?在?第[一二三四五六七八九十\d]+|居首|垫底|全部?(?:都)?[是为由来用属]|都[是为由来用属]"
_SAYS = re.compile(rf"(?<!第)(?<!表)\d|[一二三四五六七八九十两]+成|百分之|{_ORDER}|{_NONE}|{_PLACE}")
_CUT = re.compile(r"[,，;；。!！]|(?=并且|而且|同时|另外|此外|以及)|(?<=[^而并])(?=且)")
_JOINT = re.compile(
    r"^(?:并且|而且|并|且|而|同时|另外|此外|另|还有|再有|以及|其次|其一|其二|一是|二是|三是|首先|但是?|不过|第[一二三四](?:[点条]|个说法)?(?:是|[,，:：、])|[(（]?[1-4一二三四][)）.、]|[①-④])+[:：、]?"
)
_AMONG = re.compile(r"^(?:其中|当中|里面|里头)的?")
_LEANS = re.compile(
    r"^(?:也|都|均|就|只|仅|才|还|又|共|约|大约|大概|较|比|占|是|为|达|高于|低于|多于|少于|大于|小于|超|不到|不足|不止|相当于|等于|同比|环比|分别|"
    r"增|减|降|升|涨|跌|下降|上升|涨幅|降幅|增幅|减幅|幅度|数额|金额|总共|一共|合计|预算数?(?:为|是)|原来|原先|由|从|和|与|跟|及)"
)
_OVER_ALL = re.compile(
    r"加(?:起来|在一起|总|一块)|合(?:起来|在一起)|之和|相加|(?:两|三|四|几)(?:项|者|笔|块|个数)[^,;。]{0,4}(?:合计|共|加|相差|差|之)|共计|相差|差额|差距|更[多大高快少低小]|前者|后者|两者|剩下|其余|所以|因此|说明|可见|那么|意味"
)
_ASKS_LATER = re.compile(r"^(?:那么?|怎么)?[^,;。]{0,6}(?:是不是|是否|有没有|难道|真有|怎么)")
_OPEN = re.compile(r"多少|哪|什么|啥|谁|怎|咋|为何|如果|假如|要是|假设|第几|几(?!乎|十|百|千)")
_PREAMBLE = re.compile(
    r"^[^:：\d]{0,24}(?:核[实对查]|查证|判断|确认|说法|[两三几]点|[写说称讲道传]|如下)[^:：\d]{0,6}[:：]"
)
_HEARSAY = re.compile(
    r"^(?:请|帮我|麻烦)?(?:核实|核对|判断|确认)?(?:一下)?(?:有(?:人|材料|同事|网友|媒体|报道)|听说|听人说|据说|据称|网上)[^,，:：\d]{0,3}?(?:写道?|说|称|讲|传|指出)?(?:的是)?[,，:：]?"
)
_VERDICT = re.compile(
    r"(?:对|属实|成立|没错|准确|真的?|正确|没问题|这样|如此|这么回事|说得通|站得住|错)(?:的|了)?(?:吗|吧|么|嘛|不对|不是|不)?[?？]?$|(?:对不对|是不是|是否|准不准|真的?假的?|有没有错).{0,6}$"
)
_LONGEST_VERDICT = 20
_DATE = re.compile(r"20\d\d年(?:度)?|\d{1,2}月(?:份|底|末|\d{1,2}日)?")
_YEAR = re.compile(r"(?<![比跟和与同较])20\d\d年")


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement as said, without what joins it; ``among`` says that it tells of a part of the one before."""

    text: str
    among: bool = False


def statements(plain: str, names_something: Callable[[str], bool]) -> tuple[Statement, ...]:
    """The statements of a plain question, () where it does not hold several.

    ``names_something`` says whether a clause names a subject: a metric of the documents, or vehicles.
    """
    clauses = _clauses(plain)
    if sum(_says(clause) for clause in clauses) < 2 or _OPEN.search("".join(clauses)):
        return ()
    if any(_OVER_ALL.search(clause) or _ASKS_LATER.match(clause) for clause in clauses[1:]):
        return ()
    found: list[Statement] = []
    for clause in clauses:
        bare = _JOINT.sub("", clause)
        among = _AMONG.match(bare) is not None
        bare = _AMONG.sub("", bare)
        own = not _LEANS.match(bare) and _says(bare) and names_something(bare)
        if found and not (own and _says(found[-1].text)):
            found[-1] = Statement(f"{found[-1].text}，{clause}", found[-1].among)
        else:
            found.append(Statement(bare, among))
    return _in_its_year(found) if len(found) > 1 else ()


def may_hold_several(plain: str) -> bool:
    """Whether a question looks as if it held several statements; cheap, knows no names."""
    return bool(statements(plain, lambda _: True))


def _says(clause: str) -> bool:
    """Whether a clause says something that can be judged: a figure, an order, a rank, that there is none."""
    return _SAYS.search(_DATE.sub("", clause)) is not None


def _clauses(plain: str) -> list[str]:
    """The clauses without what introduces them and what asks whether they hold."""
    body = _HEARSAY.sub("", _PREAMBLE.sub("", plain.strip()))
    clauses = [clause.strip() for clause in _CUT.split(body) if clause and clause.strip(" ?？:：")]
    last = clauses[-1] if clauses else ""
    if len(clauses) > 1 and len(last) <= _LONGEST_VERDICT and _VERDICT.search(last) and not re.search(r"\d", last):
        clauses.pop()
    return clauses


def _in_its_year(found: list[Statement]) -> tuple[Statement, ...]:
    """Each statement with the year that was said before it, where it says none itself."""
    year = ""
    dated = []
    for one in found:
        said = _YEAR.findall(one.text)
        text = one.text if said or not year else year + re.sub(r"^(?:当年|同年|该年|这一年|本年)", "", one.text)
        dated.append(Statement(text, one.among))
        year = said[0] if said else year
    return tuple(dated)
