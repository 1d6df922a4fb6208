"""What a question fixes beside its metrics: years, stage, unit asked for, table, rank, threshold, the user's figures."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise

from assistant.parsing.cues import find_cues
from assistant.parsing.model import Slots, Threshold
from assistant.parsing.round_numbers import round_number
from index.amounts import Amount, FigureKind, FigureSpan, Quantity, Ratio, find_figures, read_chinese_number
from index.model import Stage

_UNIT_ASKED = (
    (re.compile(r"(折|换|合|按|用|以|成|给个|给我|多少|几|单位|转)[^,，。?？]{0,6}?(亿元?|万元|元)|(亿元?|万元|(?<![万亿几百千])元)(的数|为单位|表示|吧|计|给我|报)"), None),
    (re.compile(r"(?:多少|几|好多)个?(亿|万|元)"), None),
)  # fmt: skip
_UNIT_WORDS = {"亿": "亿元", "亿元": "亿元", "万": "万元", "万元": "万元", "元": "元", "块": "元"}
_SPAN = re.compile(r"(?:(?<!\d)(?<!\d[-—–])(20\d{2}|\d{2})年?\s*(?:—|–|-|~|至|到|－)+\s*(20\d{2}|\d{2})年?)(?!周?岁)")
_YEAR_LIST = re.compile(
    r"(?<!\d)((?:20)?\d{2}(?:年|[、,，和与]))+((?:20)?\d{2})(?!\d|月|\.\d|[,，]\d{3}|[万亿元%百千个人名辆台项家户件])年?"
)
_ORDINAL = r"[一二三四五六七八九十两\d]+"
_TABLE = re.compile(
    r"(?:公开|附)?表\s*([二三四五六七八九]?十[一二三四五六七八九]?(?![类级条款项个张元])|[一二三四五六七八九](?=\d{3})|[一二三四五六七八九](?![\d类级条款项个张元共般起下样些律])|\d{1,2}(?![\d类级条款项个张元]))"
)
_NUMBERED_TABLE = re.compile(r"(?:公开|预算|附)(\d{1,2})表")
_COLUMN = re.compile(
    r"([\u4e00-\u9fff“”\"（）()]{2,14}?)(?:小计)?(?:这|那)?(?:一)?(?<![下所处个项排罗])(?:列|栏)(?!数|得|的?更?多|出|了|为|在|支|多少|的是|表|示|一下|示|入|明|第|的\d)"
)
# How a limit is said before its figure, and after it; the first that fits counts.
_BEFORE = (
    (">=", re.compile(r"不少于|不低于|不小于|至少|达到|(?:大|高|多)于(?:或|等于){1,2}")),
    ("<=", re.compile(r"不超过|不大于|不高于|不多于|至多|(?:小|低|少)于(?:或|等于){1,2}")),
    (">", re.compile(r"超过|大于|高于|多于|超出|突破|(?<!不)[过超]")),
    ("<", re.compile(r"低于|小于|少于|不足|不到|不满")),
)
_AFTER = (
    (">=", re.compile(r"及?以上|[(（]含[)）]以上|[往朝]上")),
    ("<=", re.compile(r"及?以下|以内|[(（]含[)）]以下")),
)
_NOTHING = re.compile(
    r"(?:[是为]|等于)(?:零|0)(?![.\d])|(?:没有?|未|不)(?:安排|列|编列|花|用|发生)[^,，。?？]{0,10}的|没有[^,，。?？]{2,12}的(?:单位|项目|科目|[类款项])|零(?:支出|预算|安排)|空着|没钱"
)
_SOMETHING = re.compile(r"(?:不|非)(?:[是为]|等于)?(?:零|0)(?![.\d])|不等于0|有(?:数|钱|预算|安排|支出|金额)的")
_ZERO = Amount(Decimal(0), "元", Decimal(0), "0元")
_OF_DEPARTMENT = r"(?:预算|下属|所属|二级|直属|下级|基层)"
# Kinds of units that end a name and are asked for by it (哪个支队).
KINDS_OF_UNIT = "支队|大队|中队|中心|分局|学校|学院|医院|福利院|研究院|监测站"
KIND_OF_UNIT_ASKED = re.compile(rf"哪(?:[一几些]个?|个|所|家)(?P<kind>{KINDS_OF_UNIT})")  # 哪个支队
_UNIT_LEVEL = re.compile(
    rf"{_OF_DEPARTMENT}单位"
    rf"|(?:哪(?:[一几些]?个?|[一几些]?家)|[各几每]个?家?|多少个?家?|[\d一二三四五六七八九十两]+[个家]){_OF_DEPARTMENT}*单位"
    rf"|哪(?:[一几些]个?|个|所|家)(?:{KINDS_OF_UNIT})(?!长|员)"
    rf"|的{_OF_DEPARTMENT}*单位(?=[,，。?？有是里中都共哪几占]|$)|单位(?:里|中|当中|之间)?[,，]?(?:哪|谁|有哪|都有谁|名单)"
)
_LEVELS = (
    ("单位", _UNIT_LEVEL),
    ("类", re.compile(r"(类级|大类|的类(?!型|别|似)|功能大?类|几大?类|[一二三四五六七八九十几]大?块|哪(一)?类|类(科目|支出)|按类(?!别|型))")),
    ("款", re.compile(r"(经济(分类)?科目|款级|哪(几|些)?款|个款|款科目|几款|多少款|按款)")),
    ("项", re.compile(r"(项级|末级(?!.{0,3}项目)|明细科目)")),
    ("指标", re.compile(r"(指标)")),
    ("项目", re.compile(r"((?:[一二三]级|具体|子)?项目)(?!支出|总|编|代|金额)")),
    ("表", re.compile(r"(几|多少|哪几|哪些)张?表")),
)  # fmt: skip


def read_slots(plain: str, years_known: tuple[int, ...]) -> Slots:
    """Slots of a plain (half-width, lower-case) question; ``years_known`` are the years of the documents in view."""
    figures = find_figures(plain)
    years, span = _years(plain, figures, years_known)
    cues = find_cues(plain)
    n, top = _rank(plain)
    unit = _unit(plain)
    decimals = _decimals(plain)
    return Slots(
        years=years,
        previous_year=not years
        and re.search(r"去年|上年(?!结转|结余|实户|财政拨款结)|上一年|前一年", plain) is not None,
        year_span=span,
        stage=_stage(plain),
        unit=unit,
        decimals=decimals,
        n=n,
        top=top,
        ascending="ascending" in cues,
        threshold=_threshold(plain, figures),
        tables=_tables(plain),
        column=_column(plain),
        level=level_of(plain),
        figures=tuple(_quantities(figures)),
    )


def level_of(plain: str) -> str:
    """The level of rows that a question asks for (类, 款, 项, 项目, 单位, 指标, 表), "" where it says none."""
    return next((name for name, pattern in _LEVELS if pattern.search(plain)), "")


def is_level(text: str) -> bool:
    """Whether a name is no more than a level of rows (预算单位)."""
    return any(pattern.fullmatch(text) for _, pattern in _LEVELS)


COUNTED = re.compile(r"([两二三四五六七八九])(?:类|项|个(?!月|五)|种|块|者|样|笔|部分)|(两)[期批处]")


def things_counted(plain: str) -> int | None:
    """How many things a question says it has named (这三笔), None where it does not say."""
    said = [match.group(1) or match.group(2) for match in COUNTED.finditer(plain)]
    return _integer(said[-1]) if said else None


def _quantities(figures: list[FigureSpan]) -> list[Quantity]:
    kinds = (FigureKind.MONEY, FigureKind.RATIO, FigureKind.COUNT, FigureKind.NUMBER)
    return [span.quantity for span in figures if span.kind in kinds and span.quantity is not None]


# A stock at the end of a year (截至2025年底的车辆, 到2025年12月) is told in the budget of the year after it.
_STOCK = re.compile(
    r"(?:(?<=截至)|(?<=截止)|(?<=到)|(?<=至))(?:20)?\d\d年度?(?:\d{1,2}月(?:\d{1,2}日|份?底|末)?|底|末)"
)


# The year that names a document, where another is asked about (2026年预算公开的表五里，2025年预算数…).
_OF_DOCUMENT = re.compile(r"(20\d\d)年(?:度)?(?:的)?(?:部门|单位)?(?:预算|决算)(?:公开|说明|报告|文件|书|草案)")


def _years(plain: str, figures: list[FigureSpan], known: tuple[int, ...]) -> tuple[tuple[int, ...], bool]:
    dated = [(span.year, _STOCK.match(plain, span.start) is not None) for span in figures if span.year is not None]
    found = {year for year, stock in dated if not stock}
    found |= {year + 1 for year, stock in dated if stock and year + 1 in known and len(known) > 1}
    spans = False
    for match in _SPAN.finditer(plain):
        first, last = (_full_year(digits) for digits in match.groups())
        if 1990 < first <= last < 2100 and last - first < 20:
            found |= set(range(first, last + 1))
            spans = True
    listed = _YEAR_LIST.search(plain)
    if listed and "年" in listed.group() + plain[listed.end() : listed.end() + 2]:
        years = [_full_year(digits) for digits in re.findall(r"\d{4}|\d{2}", listed.group())]
        if all(1990 < year < 2100 for year in years):
            found |= set(years)
    if len(found) == 1 and _LAST_YEARS_COLUMN.search(plain):
        found = {year - 1 for year in found if year}
    asked = found - {_full_year(year) for year in _OF_DOCUMENT.findall(plain)}
    found = asked or found
    if not found and known:
        newest = known[-1]
        if (
            re.search(r"(这|近|最近|三|几|两)(三|几|两|五|四)?年(?!度|级)", plain)
            and len(known) > 1
            and "一年" not in plain
        ):
            count = re.search(r"(两|三|四|五)年", plain)
            size = int(read_chinese_number(count.group(1)) or 0) if count else len(known)
            return known[-size:], True
        if len(known) > 1 and _WHICH_YEAR.search(plain):
            return known, True
        if re.search(r"前年", plain):
            found.add(newest - 2)
    return tuple(sorted(year for year in found if year)), spans or len(found) > 2


_WHICH_YEAR = re.compile(r"哪(?:一)?年(?:度)?[^,，。;；?？]{0,8}?(?:[最更][多少高低大小]|[多高]$|[多高][?？])")


# The figure that a table prints for the year before beside its own (上年预算数), not one to compare with.
_LAST_YEARS_COLUMN = re.compile(
    r"(?<![比较与跟和同])(?:(?:上年|上一年|去年|前一年)度?(?:的)?预算数|(?:的|列|栏|里)(?:上年|上一年|去年)度?(?:决算|执行)?数)"
    r"(?!据|额)(?!.{0,8}(?:比|相差|增|减|多多少|少多少))"
)


def _full_year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


# What another figure is measured by (是2023年执行数的几倍, 对2023年执行数差多少) says nothing of that figure's own stage.
_MEASURED_BY = re.compile(
    r"(?:是|为|相当于|等于|对)(?:20)?\d\d年?度?(?:的)?(?:当年)?(?:预算)?执行数?(?=的?(?:几|多少)倍|的?(?:差|变|增|减))"
)


def _stage(plain: str) -> Stage | None:
    plain = re.sub(r"(?:[上去前]一?年度?|(?:比|较)(?:起)?(?:20)?\d\d年度?)(?:的)?(?:预算)?执行(?:数|情况)?", "", plain)
    plain = _MEASURED_BY.sub("", plain)
    if re.search(r"决算|实际(花|支出|用|执行|收入|完成|发生)|执行(数|了|情况)|(花|用)出去了", plain):
        return Stage.FINAL
    if re.search(r"调整(后)?预算|预算调整", plain):
        return Stage.ADJUSTED
    return None


# The budget of a year whose final account is read (三公经费预算批了多少, 年初预算数); 一般公共预算 is the name of a fund.
_OF_FUND = "(?<!公共)(?<!基金)(?<!经营)(?<!部门)(?<!单位)(?<!财政)"
_BUDGETED = re.compile(
    r"(?:年初|全年|当初|当时|原[定来先]的?|批复的?|下达的?|调整后的?)(?:的)?预算(?!执行|绩效|收|支|单位|部门)"
    rf"|{_OF_FUND}预算(?:数|额|金额|安排数|批复数)?(?:[一总]?共|到底|当初|年初|原[来先]|是|为|有|批准?|安排|定|给|列|编|下达|核定)*(?:了|的|下来)*(?:多少|几|好多)"
    rf"|{_OF_FUND}预算数"
)
_SPENT = re.compile(r"决算|实际|执行|完成|[大小高低多少]于|为什么|原因|[花用]了|支出了|[比较差超剩]|节约|结余|对照")


def budget_said(plain: str) -> bool:
    """Whether a question asks for what was budgeted and not for what was spent: in a final account another figure."""
    return _BUDGETED.search(plain) is not None and _SPENT.search(plain) is None


# 占几个百分点 asks for a share, not by how much one moved.
_SHARE_IN_POINTS = re.compile(
    r"占(?!比)[^,，。;；比变动增减升降高低]{0,10}(?:几|多少)个百分点(?![^,，。]*[升降增减变])"
)


def _unit(plain: str) -> str:
    if _SHARE_IN_POINTS.search(plain):
        return "%"
    if re.search(r"几个百分点|多少个?百分点|个百分点是", plain):
        return "个百分点"
    if re.search(r"百分之(几|多少)|百分比|(?<![\d.])%[,，)）]|以%|几个点", plain):
        return "%"
    for pattern, _ in _UNIT_ASKED:
        found = [unit for match in pattern.finditer(plain) for unit in match.groups() if unit in _UNIT_WORDS]
        if found:
            return _UNIT_WORDS[found[-1]]
    if re.search(r"元(为单位|计)|好多元|多少块", plain):
        return "元"
    return ""


def _decimals(plain: str) -> int | None:
    match = re.search(rf"({_ORDINAL})\s*位小?数?|小数点后({_ORDINAL})位", plain)
    if match is None:
        return 0 if "取整" in plain else None
    digits = match.group(1) or match.group(2)
    return int(digits) if digits.isdigit() else int(read_chinese_number(digits) or 2)


def _rank(plain: str) -> tuple[int | None, bool]:
    top = re.search(
        rf"(?:前|头|(?:最(?:大|多|高|小|少|低|贵|费钱|烧钱|花钱|耗钱)|花钱最多)的?(?:前)?)({_ORDINAL})(?:名|项|个|位|大|样|种|笔|家|类|款|块|场|次|的|是|哪|$|[?？,，])",
        plain,
    )
    if top:
        return _integer(top.group(1)), True
    asked = re.search(rf"哪({_ORDINAL})(?:类|项|个|笔|样|种|家|款|大|场|次)", plain)
    if asked and asked.group(1) not in ("一", "1") and re.search(r"最|排", plain) and "第" not in plain:
        return _integer(asked.group(1)), True
    nth = re.search(rf"(?:排(?:在|名)?)?(?:第|老)({_ORDINAL})(?!季|产业|部分|条|批|期|次|轮)", plain)
    if nth:
        return _integer(nth.group(1)), False
    return None, False


def _integer(digits: str) -> int | None:
    if digits.isdigit():
        return int(digits)
    value = read_chinese_number(digits)
    return int(value) if value is not None else None


_TO = re.compile(r"(?:以上)?[,，]?(?:到|至|[~—–－-]|和|与)(?!不)")
_BETWEEN = re.compile(r"(?:以下|以内)?(?:之间|区间|范围|这个区间|的(?![变增减降涨]))")


def _threshold(plain: str, figures: list[FigureSpan]) -> Threshold | None:
    for low, high in pairwise(figures):
        lower, upper = low.quantity, high.quantity
        between = _TO.fullmatch(plain[low.end : high.start]) and _BETWEEN.match(plain, high.end)
        if between and lower and upper and _alike(lower, upper) and lower.value < upper.value:
            return Threshold(">=", lower, upper)
    for span in figures:
        if span.quantity is None or not isinstance(span.quantity, Amount | Ratio):
            continue
        before, after = plain[max(0, span.start - 5) : span.start], plain[span.end : span.end + 5]
        for op, words in _AFTER:
            if words.match(after):
                return Threshold(op, span.quantity)
        for op, words in _BEFORE:
            if words.search(before):
                return Threshold(op, span.quantity)
    if (condition := round_number(plain)) is not None:
        return condition
    if _SOMETHING.search(plain):
        return Threshold(">", _ZERO)
    return Threshold("=", _ZERO) if _NOTHING.search(plain) else None


def _alike(lower: Quantity | None, upper: Quantity | None) -> bool:
    """Whether two figures are the ends of one range: two amounts, or two ratios of one unit."""
    if isinstance(lower, Ratio) and isinstance(upper, Ratio):
        return lower.unit == upper.unit
    return isinstance(lower, Amount) and isinstance(upper, Amount)


def _tables(plain: str) -> tuple[str, ...]:
    found = []
    for match in (*_TABLE.finditer(plain), *_NUMBERED_TABLE.finditer(plain)):
        digits = match.group(1)
        number = int(digits) if digits.isdigit() else int(read_chinese_number(digits) or 0)
        found.append(str(number))
    return tuple(dict.fromkeys(found))


def _column(plain: str) -> str:
    match = _COLUMN.search(plain)
    if match is None:
        return ""
    said = match.group(1).rsplit("的", 1)[-1].removesuffix("那一").removesuffix("这一")
    return re.sub(r"^(?:公开|附)?表[一二三四五六七八九十]+[里中]?", "", said)
