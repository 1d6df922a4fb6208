"""Whether the answer gives the kind of thing that is asked for: a person, a place, a time, a rule, a real result.

A sum of money that shares a word with the question is no answer to “who” or “when”. The kinds stand in ``kinds.toml``.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from assistant.display import RATIO_SCALES
from assistant.guard.decisive import is_bare
from assistant.guard.given import Given
from assistant.model import Refusal
from assistant.operations.counted import alike
from assistant.operations.performance import KINDS
from assistant.parsing.cues import filler, ordinary, written
from assistant.parsing.parse import unnamed
from index.amounts import Count
from index.figure_grammar import DATA
from index.model import Fact, Stage
from index.vocabulary.names import key


class _Kind(BaseModel):
    model_config = ConfigDict(extra="forbid")
    asked: list[str]
    shown: list[str] = []
    echoed: bool = False
    unless: list[str] = []
    refusal: str


@cache
def _kinds() -> tuple[_Kind, ...]:
    with (Path(__file__).parent / "kinds.toml").open("rb") as stream:
        return tuple(_Kind.model_validate(entry) for entry in tomllib.load(stream).values())


def things(given: Given) -> Refusal | None:
    """A person, place, time … is asked for, and neither the answer nor what it cites names one."""
    plain = unnamed(given.plain, given.question.mentions)
    for kind in _kinds():
        said = re.search("|".join(kind.asked), plain)
        if said is None or given.draft.verdict or any(re.search(words, plain) for words in kind.unless):
            continue
        if not _gives(given, kind, said.group()):
            return Refusal(kind.refusal, "not_in_documents")
    return None


def _gives(given: Given, kind: _Kind, said: str) -> bool:
    if kind.echoed:
        return key(said) in given.known
    if not kind.shown:
        return not given.states_figure
    cited = given.answer.citations
    held = " ".join(part for one in cited for part in (one.quote, one.row, one.column, one.section) if part)
    return re.search("|".join(kind.shown), f"{given.answer.text} {held}") is not None


_REAL = re.compile(r"实际|真实|最终|到底(?:完成|达到)|(?:完成|达到|做到|实现|用掉|花掉|花|建成|培训|举办)了(?:多少|几)")
_TELLS_REAL = re.compile(r"实际|完成|实绩")


def real(given: Given) -> Refusal | None:
    """What was really reached is asked for, and the answer is the target of a budget; or a target of another year."""
    targets = [fact for fact in given.facts if fact.table_kind in KINDS and _is_target(fact)]
    if not targets:
        return None
    stages = {document.id: document.stage for document in given.knowledge.documents}
    if any(
        _TELLS_REAL.search("".join(fact.column_path)) or stages.get(fact.document) is Stage.FINAL for fact in targets
    ):
        return None
    years = given.question.slots.years
    if _REAL.search(given.plain) or (years and not {fact.year for fact in targets} & set(years)):
        return Refusal("文件里只有预算所定的目标值，没有所问的实际结果。", "actual_spending_not_loaded")
    return None


def _is_target(fact: Fact) -> bool:
    leaf = fact.column_path[-1] if fact.column_path else ""
    return bool(re.search(r"指标值|目标值", leaf) or fact.text.lstrip()[:1] in "≥≤＞＜")


_UNITS = "|".join(map(re.escape, sorted((*DATA["count_units"], "万元", "亿元", "元", "块"), key=len, reverse=True)))
_NO_NOUN = "了来去进出算给用到在被要能会有是呢啊吧吗呀"  # verbs and particles: 多少家算进来了
_GENERAL = frozenset(("个", "项", "家", "条", "种", "类", "款", "处", "所", "部", "件", ""))  # count anything
_COUNTED = re.compile(
    r"(?<![这那])(?:多少|几)(?:万|亿)?(?P<unit>"
    + "|".join(
        re.escape(unit) + (f"(?![{after}])" if after else "")
        for unit, after in sorted(DATA["count_units"].items(), key=lambda item: -len(item[0]))
    )
    + ")"
)


def counted(given: Given) -> Refusal | None:
    """So many of one thing are asked for (几公里), and the answer counts another (4个)."""
    asked = {match["unit"] for match in _COUNTED.finditer(given.plain)}
    unit = given.draft.unit.lstrip("万亿")
    if len(asked) != 1 or given.draft.verdict or not given.states_figure or unit not in DATA["count_units"]:
        return None
    said = next(iter(asked))
    if unit in alike(said) or said in unit or unit in said:
        return None
    if (said in _GENERAL or unit in _GENERAL) and said not in _MEASURES:
        return None
    if {said, unit} <= _VEHICLE_UNITS and "车" in given.plain and "车" in given.answer.text:
        return None
    return Refusal(f"文件里没有找到以“{said}”计的数，不能作答。", "not_in_documents")


_AT_END_OF = re.compile(r"(?:截至|截止到?|到|至)(?P<year>20\d\d)年(?:底|末|12月)")


def at_end_of(given: Given) -> Refusal | None:
    """What there was at the end of a year is asked for, and the answer was counted in another year."""
    said = _AT_END_OF.search(given.plain)
    counted_in = {fact.year for fact in given.facts if isinstance(fact.quantity, Count)}
    if said is None or not counted_in or {int(said["year"]), int(said["year"]) + 1} & counted_in:
        return None
    return Refusal(f"文件里没有{said['year']}年末的数。", "year_not_loaded")


_VEHICLE_UNITS = frozenset(("辆", "台", "部"))
_VEHICLES = re.compile(
    r"(?P<kind>特种|专业|执法|执勤|应急|机要|通信|业务|保障|离退休|老干部|部级|厅级|领导)(?:(?!公务用车|这些|里|中|的|和|与|、)[\u4e00-\u9fff]){0,8}?车"
    r"(?=[^,，。;；?？、和与]{0,8}(?:多少|几)(?:辆|台|部))"
)


def vehicles(given: Given) -> Refusal | None:
    """Vehicles of one kind are counted (特种专业技术用车几台), and the answer tells the number of all."""
    said = _VEHICLES.search(given.plain)
    if said is None or not given.states_figure or given.draft.verdict or said["kind"] in given.answer.text:
        return None
    return Refusal(f"文件里没有按类型写明“{said.group()}”的数量，不能作答。", "only_breakdown_missing")


_SUM = re.compile(r"(?:多少|几)(?:个)?(?:钱|元|块钱?|万元|亿元)")


def money(given: Given) -> Refusal | None:
    """A sum of money is asked for and nothing else, and the answer is a share or a rate."""
    if given.draft.unit not in RATIO_SCALES or given.draft.verdict or not _SUM.search(given.plain):
        return None
    if given.question.cue("share", "rate", "ratio", "change") or len(given.answer.figures) > 1:
        return None
    return Refusal("文件里有它的比率，但没有所问的金额。", "not_in_documents")


_NUMBER = re.compile(
    r"(?:多少|几)(?![钱元万亿]|个?(?:百分)?点|成|倍)[\u4e00-\u9fff]{2,}|(?:多少|几)(?:[个次件场批人户家辆台部])(?!百分)"
)
_OF_RATES = re.compile(r"[率比占度幅例重%]|成(?!本)|百分|点|达标|合格|满意|目标|要求")


def number(given: Given) -> Refusal | None:
    """A number of things is asked for and no rate of them (接了多少电话), and the answer is a rate."""
    if given.draft.unit not in RATIO_SCALES or given.draft.verdict or not _NUMBER.search(given.plain):
        return None
    if _OF_RATES.search(given.plain) or len(given.answer.figures) > 1:
        return None
    return Refusal("文件里有它的比率，但没有所问的数量。", "not_in_documents")


_RATE = re.compile(
    r"(?P<name>(?:(?!增长|下降|增减|变动|变化|减少|增加|上升|降低|执行|比|占|的)[\u4e00-\u9fff]){2,4})率(?!先)"
)


def rate(given: Given) -> Refusal | None:
    """A rate is asked for by its name (破案率), and the answer is a sum of money or another rate (立案率); or the growth
    of a thing, and the answer is the thing itself."""
    if given.draft.verdict or not given.states_figure:
        return None
    unit = given.draft.unit
    grown = _GROWTH_TARGET.search(given.plain)
    if grown is not None and unit and unit not in RATIO_SCALES:
        return Refusal(f"文件里没有找到“{grown.group()}”，不能作答。", "not_in_documents")
    said = _RATE.search(given.plain)
    if said is None or (unit in RATIO_SCALES and not any(_is_target(fact) for fact in given.facts)):
        return None
    head = written(said["name"])[-2:]  # a slip of the hand is no other rate (投拆率)
    if any(f"{head}{ending}" in given.known for ending in _RATES):
        return None
    meant = [name for one in given.question.mentions if one.start < said.end() <= one.end for name in one.keys]
    if any(name in given.known for name in meant):  # misspelt: 投拆率
        return None
    return Refusal(f"文件里没有找到“{said.group()}”，不能作答。", "not_in_documents")


_RATES = ("率", "度", "比例", "比率", "比重", "占比")
_GROWTH_TARGET = re.compile(r"(?:增长|增速|增幅|涨幅)率?的?(?:目标|指标)")


_MEASURES = frozenset(("公里", "千米", "米", "平方公里", "平方米", "㎡", "亩", "公顷", "吨", "立方米"))


_AFTER = re.compile(
    rf"(?:多少|几)(?:万|亿)?(?:{_UNITS})?的?(?P<head>(?:(?![{_NO_NOUN}])[\u4e00-\u9fff]){{2,5}})(?=[,，。;；?？]|$)"
)


def head(given: Given) -> Refusal | None:
    """The noun that is counted (多少亿投资) is no name that was looked up, and nothing that was found says it."""
    if not given.states_figure or given.draft.verdict:
        return None
    for match in _AFTER.finditer(given.plain):
        start, end = match.span("head")
        if any(mention.start < end and start < mention.end for mention in given.question.mentions):
            continue
        said = ordinary().sub(" ", filler().sub(" ", written(match["head"])))
        runs = [run for run in said.split() if len(run) > 1]
        if runs and is_bare(given) and runs[-1][-2:] == match["head"][-2:]:
            runs = [runs[-1][-2:]]  # the thing itself is the end of its name: 多少消费券
        if runs and not any(run[i : i + 2] in given.known for run in runs for i in range(len(run) - 1)):
            return Refusal(f"文件里没有找到“{match['head']}”的数，不能作答。", "not_in_documents")
    return None
