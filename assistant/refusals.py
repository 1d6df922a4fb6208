"""What must be refused whatever the look-up would find: other departments and years, opinions, breakdowns."""

from __future__ import annotations

import re

from assistant.knowledge import Knowledge
from assistant.model import Refusal
from assistant.parsing.cues import filler
from assistant.parsing.model import ParsedQuestion
from assistant.parsing.suppositions import spent_in_part
from assistant.strangers import stranger, within_name
from index.amounts import Amount, Ratio
from index.figure_grammar import DATA
from index.model import Measure, Stage, TableKind
from index.vocabulary.names import key

_HOW_TO_ASK = "请就部门预算、决算的内容提问，比如某个部门某一年的“三公”经费、收支总额、项目，或比上年的变化。"
_REASONS = {
    "instruction": ("本助手只按文件回答预算、决算的问题，不执行别的指令。", "out_of_scope"),
    "line": ("表的行次没有读入，请说出那一行的项目名称。", "not_in_documents"),
    "greeting": (f"您好。{_HOW_TO_ASK}", "no_question"),
    "thanks": ("不客气，可以接着问。", "no_question"),
    "forecast": ("文件只载已公布的预算或决算，没有以后年度的数，也不作预测。", "future"),
    "personal": ("文件不含个人的收入等信息。", "personal"),
    "opinion": ("本助手只依据文件回答数字和文字，不作评价。", "opinion"),
    "service": ("这不是预算、决算文件里的内容，请向有关单位咨询。", "out_of_scope"),
    "breakdown": ("文件没有分到这样细的数，只有合计。", "only_breakdown_missing"),
}
_TYPES = (
    "财政|教育|公安|民政|司法|交通运输|交通|水利|水务|农业农村|农业|林业|商务|文化和旅游|文旅|卫生健康|卫健|应急管理|应急|审计|统计|"
    "市场监督管理|市监|生态环境|环保|自然资源|规划和自然资源|国土资源|住房和城乡建设|住建|人力资源和社会保障|人社|科学技术|科技|"
    "工业和信息化|经济和信息化|经信|工信|发展和改革|发改|民族宗教|信访|医疗保障|医保|退役军人事务|退役军人|城市管理|城管|税务|"
    "气象|体育|广播电视|广电|粮食|档案|外事|国资|机关事务管理|机关事务|政务服务|大数据|金融|园林|海关|气象|知识产权|"
    "乡村振兴|招商|投资促进|港口|轨道交通|文物|林草|林业和草原|药品监督管理|药监|疾病预防控制|疾控|人民防空|人防|能源|海洋|地震|监狱|戒毒|畜牧|农机|新闻出版|数据|政府办公"
)
# An organisation that is asked about: a known type of department with 局, 厅, 委 …, and what stands before it.
_ORGANISATION = re.compile(
    rf"((?:(?:(?![表里的])[\u4e00-\u9fff]){{1,8}}?[省市区县州旗])?(?:{_TYPES})(?:局|厅|委员会|委|办公室|办|署|院)"
    r"|[\u4e00-\u9fff]{2,6}(?:街道办事处|街道|镇人民政府|乡人民政府|人民法院|人民检察院)|(?<![\u4e00-\u9fff])(?:法院|检察院))"
)


# “几年”, “几部分”, “几类” count nothing that a sum of money could not be told for.
_OF_TIME_OR_PARTS = frozenset(
    ("年", "分", "部", "期", "类", "款", "级", "节", "层", "样", "块", "度", "班", "周", "种", "项", "笔")
)
_COUNTED = "|".join(
    re.escape(unit) + (f"(?![{after}])" if after else "")
    for unit, after in sorted(DATA["count_units"].items(), key=lambda item: -len(item[0]))
    if unit not in _OF_TIME_OR_PARTS and unit != "个"
)
_THINGS = re.compile(rf"(?<![那这])(?:多少|几)(?:万|亿)?(?:个(?!百分|点|亿|万|月)|人(?!民币)|{_COUNTED})")
_MONEY = re.compile(
    rf"多少(?:钱|元|[万亿](?!{_COUNTED}))|金额|预算(?:是|为)?多少|几(?:[万亿](?!{_COUNTED})|个钱)|哪(?:个|项|家|些|几)"
)


def with_inner_quotes(text: str) -> str:
    """Quotes inside quotes as they are printed: “没有写“三公”经费” becomes “没有写‘三公’经费”. Unpaired ones stay.

    >>> with_inner_quotes("没有写““三公”经费”的用途，“三公”")
    '没有写“‘三公’经费”的用途，“三公”'
    """
    depth, found = 0, []
    for ch in text:
        depth -= ch == "”"
        found.append({"“": "‘", "”": "’"}.get(ch, ch) if depth > 0 else ch)
        depth += ch == "“"
    return "".join(found) if depth == 0 else text


def asks_for_things(plain: str) -> bool:
    """Whether a question asks for a number of things, so that no sum of money answers it."""
    return _THINGS.search(plain) is not None and _MONEY.search(plain) is None


def asks_for_money(plain: str) -> bool:
    """Whether a question asks for a sum of money and nothing else, so that no number of things answers it."""
    return _SUM.search(plain) is not None and _THINGS.search(plain) is None


_SUM = re.compile(r"(?:多少|几)(?:钱|元|万元|亿元|块钱)")


def refuse_early(parsed: ParsedQuestion, knowledge: Knowledge, kind: str | None) -> Refusal | None:
    if kind == "forecast" and _supposes(parsed):
        kind = None  # a year to come is only supposed to be so much more or less than the one told
    if kind is not None:
        text, reason = _REASONS[kind]
        return Refusal(text, reason)
    return (
        _breakdown(parsed, knowledge)
        or _other_department(parsed, knowledge)
        or _other_year(parsed, knowledge)
        or _other_stage(parsed, knowledge)
    )


def _supposes(parsed: ParsedQuestion) -> bool:
    return parsed.cue("hypothetical") and any(isinstance(one, Amount | Ratio) for one in parsed.slots.figures)


_COMPUTED = ("rank", "count", "share", "sum", "difference", "compare", "change", "verify", "except", "ratio", "filter")
_INSIDE = re.compile(
    r"^[^。；;?？]{0,10}?(?:里面|里头|里|当中|之中|中|其中)[,，]?(?P<heads>[^,，。?？]{2,30}?)(?:分别|各自|各|又|具体)?(?:安排|有|是|给|花|用|占|列|为)*了?(?:多少|几)"
)


def _breakdown(parsed: ParsedQuestion, knowledge: Knowledge) -> Refusal | None:
    """Asked for parts of a known figure whose names stand nowhere in the documents."""
    if not parsed.mentions:
        return None
    inside = _INSIDE.search(parsed.plain[parsed.mentions[-1].end :])
    if inside is None:
        return None
    if any(name in key(inside["heads"]) for name in _names(knowledge)):
        return None  # whose figure it is, not a part of it
    heads = filler().sub("", inside["heads"])
    if len(re.findall(r"[\u4e00-\u9fff]", heads)) < 2 or parsed.cue(*_COMPUTED) or _limits(parsed.plain, knowledge):
        return None
    return Refusal(
        f"文件里有“{parsed.mentions[-1].text}”的数，但没有其中“{inside['heads'].strip()}”的数。",
        "only_breakdown_missing",
    )


def _limits(plain: str, knowledge: Knowledge) -> bool:
    """Whether a limit or standard is asked for, which rows of indicators may print."""
    kinds = {table.kind for document in knowledge.documents for table in document.tables}
    return _LIMIT.search(plain) is not None and TableKind.PROJECT_PERFORMANCE in kinds


_LIMIT = re.compile(r"[上下]限|控制|标准|目标|指标|最[高低多少]|至少|以内|成本")


def _other_department(parsed: ParsedQuestion, knowledge: Knowledge) -> Refusal | None:
    """A department named in the question that none of the documents is about (nor names itself)."""
    known = _names(knowledge)
    for match in _ORGANISATION.finditer(parsed.plain):
        tail = key(match.group(1))
        said = key(filler().sub("", match.group(1)))
        said = said if len(said) >= 3 else tail  # 财政局: the type alone is a common word
        if len(said) < 3 or any(_same(said, name) or _same(tail, name) for name in known):
            continue
        if within_name(parsed.plain, match.span(), parsed.mentions):
            continue
        told = any(said in key(section.text) for document in knowledge.documents for section in document.sections)
        if told and not _is_owner(parsed.plain, match):
            continue
        return _not_loaded(match.group(1))
    other = stranger(parsed.plain, parsed.mentions, knowledge)
    return _not_loaded(other) if other else None


def _not_loaded(said: str) -> Refusal:
    name = re.sub(r"^那么?(?=.{3})|^[和与跟及](?=[\u4e00-\u9fff]{2,3}[省市])", "", said)
    return Refusal(f"读入的文件里没有“{name}”的预算或决算。", "department_not_loaded")


def _is_owner(text: str, match: re.Match[str]) -> bool:
    """Whether the organisation is whose figures are asked for, not just one that the sentence mentions."""
    return match.start() <= 2 or re.match(r"(\d{4}年|今年|去年|的)", text[match.end() :]) is not None


def _names(knowledge: Knowledge) -> set[str]:
    names = set()
    for document in knowledge.documents:
        names |= {key(document.department), *(key(name) for name in document.short_names)}
    return {name for name in names if name}


def _same(said: str, name: str) -> bool:
    """A short form keeps the characters of the full name in order (政务服务办 of 政务服务管理办公室), or the reverse."""
    if said in name or name in said:
        return True
    rest = iter(name)
    return len(said) >= 3 and all(ch in rest for ch in said)


def _other_year(parsed: ParsedQuestion, knowledge: Knowledge) -> Refusal | None:
    years = knowledge.years()
    later = [year for year in parsed.slots.years if year > years[-1] and not _planned(year, knowledge)]
    if later:
        return Refusal(
            f"没有读入{later[0]}年的预算或决算文件（已有：{'、'.join(f'{year}年' for year in years)}）。",
            "year_not_loaded",
        )
    return None


def _planned(year: int, knowledge: Knowledge) -> bool:
    """Whether a document gives figures of a later year (中期规划)."""
    return any(
        named.fact.year == year and named.fact.measure is Measure.VALUE and isinstance(named.fact.quantity, Amount)
        for index in knowledge.indexes
        for named in index.named
    )


def _other_stage(parsed: ParsedQuestion, knowledge: Knowledge) -> Refusal | None:
    """Actual spending is not in a budget, unless a column or sentence gives it."""
    if parsed.cue("hypothetical") and spent_in_part(parsed.plain):
        return None  # what was spent is supposed, not asked
    if parsed.slots.stage is not Stage.FINAL or any(document.stage is Stage.FINAL for document in knowledge.documents):
        return None
    stages = {named.fact.stage for index in knowledge.indexes for named in index.named}
    if Stage.FINAL in stages:
        return None
    return Refusal("读入的是预算文件，只有预算数，没有决算（实际支出）数。", "actual_spending_not_loaded")


__all__ = ["asks_for_money", "asks_for_things", "refuse_early"]
