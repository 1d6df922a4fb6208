"""The grammar of figures in Chinese text as one compiled pattern: what a quantity is, and what only looks like one.

PATTERNS are tried in order at each place; the first that matches names the figure. Words and units come from
amounts.toml. A quantity has the named groups sign, arabic or chinese, some, scale, rest, more, money (each), ratio,
count.
"""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

from index.numerals import CHINESE, CHINESE_DIGITS

DATA = tomllib.loads((files("index") / "amounts.toml").read_text("utf-8"))


def _any(words: list[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


def _either(*patterns: str) -> str:
    return "|".join(patterns)


# ---------------------------------------------------------------- the grammar of one figure

_ARABIC = r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d{1,3}(?:，\d{3})+(?=(?:\.\d+)?\s*[万亿]?\s*元)(?:\.\d+)?|\d+(?:\.\d+)?"
_DIGIT = "".join(CHINESE_DIGITS)
_CHINESE_RUN = rf"(?:[{_DIGIT}十拾])[{CHINESE}]*(?:点[零〇一二三四五六七八九]+[万亿]*)?"
_SCALE = r"(?:十|百|千)?(?:万\s*亿|万|亿)|千(?![克瓦米伏字卡])|百(?!分)|[wW](?![A-Za-z])"
_MONEY = rf"(?:{_any(DATA['money']['units'])})(?![{DATA['money']['not_after']}])"
_COUNT_FIRST = "".join(sorted({unit[0] for unit in DATA["count_units"]}))
_COUNT = (
    rf"(?=[{_COUNT_FIRST}])(?:"
    + "|".join(
        re.escape(unit) + (rf"(?!\s*[{after}])" if after else "")
        for unit, after in sorted(DATA["count_units"].items(), key=lambda item: len(item[0]), reverse=True)
    )
    + ")"
)
_TENTH = rf"[一二三四五六七八九](?![{_COUNT_FIRST}{CHINESE}元点年月日号级])"  # 六成五
_RATIO = rf"个?百分点|[%‰]|成(?:半|{_TENTH})?(?![立本员效果交为品都套绩功熟长年分人])|倍"
_QUANTITY = rf"""
    (?P<sign>(?<![0-9A-Za-z)）\]%年月日号万亿元千百])[-−])?
    (?:(?P<arabic>{_ARABIC})|(?<![几数{CHINESE}])(?P<chinese>{_CHINESE_RUN}))
    (?:\s*(?P<some>[多余来几])(?=[万亿千百元{_COUNT_FIRST}]))?
    (?:\s*(?:个(?=[万亿]))?(?P<scale>{_SCALE})(?:(?P<rest>\d(?:\.\d+)?)(?P<rest_scale>千万|百万|[千百万])?(?![\d.,月年日个]))?(?P<more>[多余])?)?
    (?:\s*(?:(?P<money>{_MONEY})(?:/(?P<each>{_COUNT}|[月季年]))?|(?P<ratio>{_RATIO}))
      |[ \r\n]{{0,2}}(?P<count>{_COUNT})
    )?
"""
FRACTION = rf"百分之(?:{_ARABIC}|[{CHINESE}]+(?:点[{_DIGIT}]+)?)|[{_DIGIT}十百千万]+分之[{_DIGIT}十百]+|\d+分之\d+"

# ---------------------------------------------------------------- the grammar of what is no quantity

_YEAR = r"(?:19[5-9]\d|20[0-4]\d)"
_CHINESE_YEAR = r"(?:一九|二[零〇○])[零一二三四五六七八九〇○]{2}"
_DURATION = r"(?!\s*(?:期|来|以[上下内]|[间前后内多龄限]|左右|及以上|之久|历史|以来|个))"
_TO = r"\s*(?:[-—–~～至到]|——)\s*"
_NO_UNIT = rf"(?![\d.,%‰]|\s*(?:[万亿元千百块余多]|个?百分点|{_COUNT}))"
_NUMERAL = rf"(?:\d+|[{CHINESE}]+)"
_CODE_CLASS = r"(?:20[1-9]|21\d|22\d|23[0-4]|30[1-9]|31[0-3]|399|50[1-9]|51\d|599)"

PATTERNS: tuple[tuple[str, str], ...] = (
    ("fixed", rf"3公(?![里斤顷])|(?=[{CHINESE}])(?<!\d)(?:{_any(DATA['words']['fixed'])})"),
    (
        "phone",
        r"(?:电话|热线|手机|传真|邮编)\s*[:：]?\s*\d[\d\-—]{4,}(?![\d.])"
        r"|(?<![\d.])0\d{2,3}[-—]\d{7,8}(?!\d)|(?<![\d.])1[3-9]\d{9}(?![\d.])"
        r"|(?<!\d)1[12]\d{3}(?=\s*(?:热线|平台|政务|市民))",
    ),
    (
        "date",
        rf"(?:{_YEAR}|{_CHINESE_YEAR})\s*年\s*(?:\d{{1,2}}|[一二三四五六七八九十]{{1,2}})"
        rf"(?:{_TO}\d{{1,2}})?\s*月(?:\s*(?:\d{{1,2}}|[{CHINESE}]{{1,3}})\s*日)?"
        rf"|{_YEAR}(?P<mark>[-./])\d{{1,2}}(?P=mark)\d{{1,2}}(?![\d.])"
        rf"|(?<![\d.])\d{{1,2}}(?:{_TO}\d{{1,2}})?\s*月(?:\s*\d{{1,2}}\s*日)?(?!薪)"
        rf"|(?<![个{CHINESE}])[一二三四五六七八九十]{{1,2}}月(?:[{CHINESE}]{{1,3}}日)?"
        r"|(?<!\d)\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?!\d)",
    ),
    ("code", rf"[〔\[]{_YEAR}[〕\]]\s*\d+\s*号?|[〔]{_YEAR}[〕]"),
    (
        "years",
        rf"(?<![\d.,])(?P<since>{_YEAR}|\d{{2}}){_TO}(?P<until>{_YEAR}|\d{{2}})\s*年度?"
        rf"|(?<![\d.,])(?P<bare_since>{_YEAR}){_TO}(?P<bare_until>{_YEAR}){_NO_UNIT}",
    ),
    (
        "year",
        _either(
            rf"(?<![\d.])(?:(?<!\d,)|(?<=\d{{4}},))(?:{_YEAR}\s*年度?|['’‘]\d{{2}}\s*年度?|{_YEAR}{_NO_UNIT})",
            rf"(?<![\d.近满达续第过来])(?<!\d,)(?:1[5-9]|[23]\d)\s*年度?{_DURATION}",  # 23年; 近23年 is a duration
            rf"(?<![{CHINESE}])(?:{_CHINESE_YEAR}(?:年度?|(?![{CHINESE}]))|二[零〇一二三四五六七八九]年(?:度|{_DURATION}))",
        ),
    ),
    ("fraction", FRACTION),
    (
        "ordinal",
        _either(
            rf"第\s*{_NUMERAL}(?:[-—、至]第?{_NUMERAL})?",
            r"(?:附?表|附件|附图|图)\s*\d{1,2}(?:[-—.]\d{1,2})?(?![\d.,%万亿元]|\s*[万亿]?元)",
            rf"(?:附?表|附件|附图|图)\s*[{_DIGIT}十]{{1,3}}(?![{CHINESE}元])",
            r"\d{1,2}(?:[-—]\d{1,2})?\s*表(?![示明现格彰决])",
            rf"(?<![目之以年月日此提当事])前(?:\d{{1,2}}(?![\d.,年月%万亿元])|[{_DIGIT}十]{{1,2}}(?![{CHINESE}年月]))",
            r"(?:[Tt][Oo][Pp]|[Nn][Oo]\.?)\s*\d{1,3}",
            r"[（(]\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*[)）]|[\[【]\d{1,3}[\]】]|[①-⑳]",
            rf"{_NUMERAL}(?:{_any(DATA['ranks']['units'])})|\d+\s*号(?!召)",
            r"(?<![\d.])\d+(?:\.\d+){2,}",
            rf"(?:^|(?<=[\n。；;]))[ \t\u3000]{{0,8}}(?:\d{{1,2}}[、.)）](?!\d)|[{_DIGIT}十]{{1,3}}[、.])",
            rf"(?<![\d{CHINESE}])[{_DIGIT}十]{{1,3}}、(?![{CHINESE}\d])",
        ),
    ),
    (
        "code",
        _either(
            rf"(?<![\d.,A-Za-z])(?:{_CODE_CLASS}\s*(?:类|科目)|[2345]\d{{4}}\s*(?:款|科目)|[2345]\d{{6}}\s*(?:项(?!目)|科目))",
            rf"(?<![\d.,A-Za-z])[2345]\d{{4}}(?:\d{{2}})?{_NO_UNIT}",
            rf"(?<![\d.,A-Za-z]){_CODE_CLASS}(?=\s?[\u4e00-\u9fff]{{3}}){_NO_UNIT}(?!\s?(?:左右|以[上下内]))",
            rf"(?<=[（(]){_CODE_CLASS}(?=[）)])|(?<![\d.,A-Za-z])0\d\s*[类款项](?!目)",
            r"(?:(?<=代码)|(?<=编码)|(?<=编号))[:：\s]*[A-Za-z\d]{3,}",
            r"(?<![A-Za-z\d])[A-Za-z]+[-_]?\d+[A-Za-z\d]*(?:[-.]\d+)*",
            r"\d+(?!w\b|W\b|[wW][^A-Za-z\d])[A-Za-z][A-Za-z\d]*",
            rf"(?<![\d.,])\d{{11,}}{_NO_UNIT}",
        ),
    ),
    ("quantity", _QUANTITY),
)
_START = rf"[\d{CHINESE}第表附图前（(\[【〔①-⑳'’‘\-−A-Za-z电热手传邮代编 \t\u3000]"
FIGURE = re.compile(
    rf"(?={_START})(?:" + "|".join(f"(?P<p{i}>{pattern})" for i, (_, pattern) in enumerate(PATTERNS)) + ")",
    re.VERBOSE,
)
ONE_QUANTITY = re.compile(_QUANTITY, re.VERBOSE)
BEFORE = re.compile(rf"(?:{_any(DATA['approximate']['before'])})\s*$")
AFTER = re.compile(rf"\s*(?:{_any(DATA['approximate']['after'])})")
COUNTABLE = re.compile(rf"\s*(?:{_any(DATA['money']['countable'])})")
RANGE_GAP = re.compile(rf"{_TO}")
ONE_YEAR = re.compile(rf"({_YEAR}|{_CHINESE_YEAR})")
