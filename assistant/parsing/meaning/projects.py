"""Names of projects and funds that no vocabulary knows, by the words beside them.

``known`` tells whether a name is that of a figure that the vocabulary or the spoken names have.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from assistant.parsing.meaning.spans import Span

_PROJECT = re.compile(
    r"(?P<name>[\u4e00-\u9fffa-z\d]{3,14}?)(?:(?:的)?(?:那个|这个)|的)?(?:项目|专项)(?!支出|总|预算|资金|经费|编|清单|个数|数|名|里)"
    r"|(?<![\u4e00-\u9fff])(?P<whole>[\u4e00-\u9fff]{4,10}?)的钱$"
)
_PROJECT_LEAD = re.compile(
    r"^.*(?:[,，、。;；:：!！?？ ]|那个|这个|里有个|有个|问一句|查|看|晓得是|是不是就?|系(?!统)|嗰个|名下|局|委|厅|办(?!案|公)|中心|关于|的是|比如|把|被|对|在|叫|说|个|今年|去年|明年|年度?)"
)
_NO_PROJECT = re.compile(
    r"[哪几多少最各每些]|重点|一级|(?<!分)类|以上|以下|超过|金额|新增|取消|所有|全部|债|第|采购|安排|信息化$|政府性|基金|工程|支出|占|不是|多大|里头|执行率|头一回|这|那|同|教育|预算|执行|报告|名称|我|你|采|有|没|的|能|砍|钱|省|规模|前|上|剔|假如|如果|扣|\d"
)


def project_spans(text: str, known: Callable[[str], bool]) -> Iterator[Span]:
    """Names that stand before 项目: 老旧小区改造那个项目."""
    for match in _PROJECT.finditer(text):
        name = match["name"] or match["whole"]
        start = match.start("name" if match["name"] else "whole")
        lead = _PROJECT_LEAD.match(name)
        start, name = (start + lead.end(), name[lead.end() :]) if lead else (start, name)
        name = re.sub(r"(?:那个|这个|的)$", "", name)
        if len(name) < 4 or _NO_PROJECT.search(name) or known(name) or known(text[start : match.end()]):
            continue
        yield Span(start, match.end(), "free", name)


_UNKNOWN = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{2,10}?(?:运维费|经费|专项资金|补助资金|工程款))(?!预算|公开)"
    r"|(?P<told>[\u4e00-\u9fff]{4,9}?)(?:的?立项依据|由哪|由谁|的?实施单位|的?起止时间|的?预期效益|[的嘅]钱[,，])"
)
_UNKNOWN_LEAD = re.compile(
    r"^.*(?:[,，、。;；:：!！?？ ]|[那这嗰]个|有个|[问查看报说的是比把被对在叫个]|今年|去年|单位|你们?|我们?|他们?)"
)
_NO_NAME = re.compile(
    r"[哪几多少最各每些谁]|三公|公用|人员|人头|工会|运行|公务|项目|单位|部门|财政|全部|全年|年度|一年|总|专项经费|全市|全县|我|你|他|没|不|两|[人生户平]均|那|时候|初期|元|什么|买|卖|拨|给|用|笔|上头|挣|海关|合计|其他|基本|机关|日常|办公|资金$|剩|扣|加|减|和|与|跟|车|预算|支出|收入|采购|培训|会议|差旅|接待|工资|经费.+"
)


def fund_spans(text: str, known: Callable[[str], bool]) -> Iterator[Span]:
    """Names of projects that nothing else tells: 校园安保经费, 社会救助核查由哪家实施."""
    for match in _UNKNOWN.finditer(text):
        part = "name" if match["name"] else "told"
        name, start = match[part], match.start(part)
        lead = _UNKNOWN_LEAD.match(name)
        start, name = (start + lead.end(), name[lead.end() :]) if lead else (start, name)
        if len(name) >= 4 and not _NO_NAME.search(name) and not known(name):
            yield Span(start, start + len(name), "free", name)
