"""What an amount is called: from the words in front of it to a metric's name."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from index.narrative.cues import any_of, cues
from index.paragraphs import NUMBERING
from index.vocabulary.names import key
from index.vocabulary.terms import vocabulary

_BRACKETED = (
    r"[（(](?!\d*[类款项][）)])[^（）()\d]{1,8}[）)](?=[^（(])"  # part of a name: 政府办公厅（室）及相关机构事务
)
_LEVELS = re.compile(
    rf"[“\"]?(?P<name>(?:[^（）()“”\"]|{_BRACKETED}){{2,40}}?)[”\"]?[（(](?P<digits>\d*)(?P<level>类|款|项)[）)]"
)
_DATED_END = re.compile(r"(?<=.{3})20\d\d年度?(?:年初)?(?:预算|决算)(?:数|额|安排)?[为是]?$")  # “三公”经费2025年预算数
_CODED_ITEM = re.compile(r"^\d{1,2}[、.．](?=(?:\d{7}|\d{5})\D)")  # 3.2080801死亡抚恤: the third item of a list
_CODED = re.compile(
    r"^(?P<name>.+?)[（(](?P<code>\d{3,7})[）)](?:支出|科目)?$|^[（(]?(?P<first>\d{7}|\d{5}|\d{3})(?!年)[）)]?[-—－、]?(?P<named>\D.+)$"
)
_BOTH = re.compile(r"^(?P<front>.*?)(?:收入[、和及与]?支出|收[、和及与]?支)(?P<tail>.*)$")
_ORGAN = re.compile(
    r"^[一-鿿]{2,8}?(?:省|市|区|县|旗|州|盟)[一-鿿（）()]{0,28}?(?:局|委员会|办公厅|办公室|厅|街道办事处|中心|支队|总队|大队|学院|学校|医院|法院|检察院|委|院|馆|会)(?:[（(](?:部门|本级|汇总|本部|机关)[）)])?"
)
_TIME = re.compile(
    r"^(?:截[至止]到?)?(?:20\d\d年(?:度)?(?:\d{1,2}月(?:\d{1,2}日)?)?(?:底|末|初)?(?:当年)?|\d{1,2}月\d{1,2}日|(?:本|今|当|上|去|全)年度?(?:初|底|末)?(?!结转|结余)|年[初末底])[，,]?"
)
_YEAR = re.compile(r"(20\d\d)年")
_PLACE = re.compile(
    r"^.{0,16}?(?:部门|单位(?!价值)|[本我](?:局|委|办|厅|院|街道|机关|部|中心|校|会)|(?:局|委|办|厅|院|街道|机关)本级)(?:（[^）]*）)?(?=.{2})"
)
_COMPARED = re.compile(r"[比较与同](?:上年|去年|20\d\d年|上一年|年初$|期初$)")
_MARKS = '，,；;、：:。“”"（）() '


@dataclass(frozen=True, slots=True)
class Name:
    """A metric as named in a sentence. ``path`` holds the classes above it, ``scope`` the origin of the money."""

    label: str = ""
    path: tuple[str, ...] = ()
    code: str | None = None
    scope: tuple[str, ...] = ()

    @property
    def side(self) -> str:
        income = "收入" in self.label
        expenditure = "支出" in self.label or self.label.endswith("费") or any("支出" in label for label in self.path)
        return "" if income == expenditure else "income" if income else "expenditure"


@lru_cache(maxsize=20_000)
def names(words: str) -> tuple[Name, ...]:
    """The metrics that the words before a figure name: none, one, or income and expenditure at once (收、支预算).

    >>> [name.label for name in names("一般公共服务支出（类）财政事务（款）行政运行（项）2023年预算数")]
    ['行政运行']
    >>> [name.label for name in names("收、支预算总计各")]
    ['收入预算总计', '支出预算总计']
    """
    words = words.strip(
        _MARKS.replace("“", "").replace("”", "").replace("（", "").replace("）", "").replace("(", "").replace(")", "")
    )
    classified = _classified(words)
    if classified is not None:
        return (classified,)
    both = _BOTH.match(words)
    if both and len(words) <= 40 and not re.search(r"[，。；《]", words):
        tail = re.sub(r"^总(?=预算)", "", both["tail"])
        sides = (_grand(_plain_name(both["front"] + side + tail), side, tail) for side in ("收入", "支出"))
        return tuple(name for name in sides if name.label)
    name = _plain_name(words)
    if _COMPARED.match(name.label):
        return ()
    return (name,) if re.search(r"[一-鿿]{2}|[一-鿿]）", name.label) else ()


def _grand(name: Name, side: str, tail: str) -> Name:
    """财政拨款收、支总计 holds what is carried over, which the year's own 财政拨款收入 does not."""
    own = name.label.endswith(side) and name.label != side and not name.label.startswith("本年")
    return replace(name, label=f"{name.label}总计") if own and tail.startswith("总计") else name


def is_stage(found: tuple[Name, ...]) -> bool:
    """Whether words only say which of a metric's figures follows (支出决算), not which metric's."""
    return len(found) == 1 and not found[0].path and found[0].label in cues().name.stages


def known(label: str) -> bool:
    return key(label) in vocabulary().printed


def _classified(words: str) -> Name | None:
    """一般公共服务支出（类）财政事务（款）行政运行（项）: the last level is the name, the others its path."""
    levels = list(_LEVELS.finditer(words))
    if not levels:
        return None
    labels = [_bare(match["name"]) for match in levels]
    tail = words[levels[-1].end() :]
    if levels[-1]["level"] == "类" and tail.startswith("支出") and not labels[-1].endswith("支出"):
        labels[-1] += "支出"
    code = "".join(match["digits"] for match in levels)
    whole = levels[0]["level"] == "类" and all(match["digits"] for match in levels)
    return Name(labels[-1], tuple(labels[:-1]), code if whole and len(code) in (3, 5, 7) else None)


def _bare(words: str) -> str:
    """A class name without numbering, lead words and quotes in front."""
    words = NUMBERING.sub("", words)
    words = re.sub(r"^(?:其中[：:，]?|[，、；。：]|\d+\.?)+", "", words)
    return re.sub(r"^.*[，。；：]", "", words).strip('“”"、')


def _plain_name(words: str) -> Name:
    words, code = re.sub(r"^.*?原因(?:是|为|：)", "", NUMBERING.sub("", _CODED_ITEM.sub("", words))), None
    words = _DATED_END.sub("", words)
    coded = _CODED.match(words)
    if coded:
        code = coded["code"] or coded["first"]
        words = coded["name"] or coded["named"]
        if len(words) <= 30 and not _YEAR.search(words):
            return Name(_bare(words), (), code)
    words, scope = _without_front(words)
    involved = re.match(r"^(?P<name>.{2,20}?)(?:涉及|所需|共安排)", words)
    if involved and known(involved["name"]):
        words = involved["name"]
    if words in cues().name.scopes:
        return Name(words, (), code, scope)
    label, dropped = _known_part(words)
    if dropped:
        scope = scope or scope_of(dropped)
        if label.endswith("拨款") and scope and dropped.endswith(scope[0]):
            label = scope[0] + label  # 当年拨款 alone would be anybody's
    if same_meaning(label, label.removeprefix("安排")):
        label = label.removeprefix("安排")
    origin = _needless_origin(label)
    return Name(label.removeprefix(origin), (), code, scope or ((origin,) if origin else ()))


def _without_front(words: str) -> tuple[str, tuple[str, ...]]:
    """Words without time, organ and lead words in front; and the origin of money found among what was dropped."""
    scope: tuple[str, ...] = ()
    while not _is_known(words):
        shorter = _TIME.sub("", words).strip("，,、：:；;。")
        shorter = _lead().sub("", shorter)
        if not known(shorter):
            organ = _ORGAN.match(shorter)
            shorter = shorter[organ.end() :] if organ and len(shorter) > organ.end() else shorter
            place = _PLACE.match(shorter)
            if place and not known(shorter):
                scope = scope or scope_of(place.group())
                shorter = shorter[place.end() :]
            within = re.match(rf"^({any_of(cues().name.scopes)})(?:当年)?(?:安排的?|的|中)(?=.{{2}})", shorter)
            if within:
                scope, shorter = (within[1],), shorter[within.end() :]
        if shorter == words:
            break
        words = shorter
    return words, scope


def _is_known(words: str) -> bool:
    """Whether words are a known name but for an empty tail."""
    words = words.strip("，,、：:；;。")
    return known(words) or any(words.endswith(tail) and known(words.removesuffix(tail)) for tail in cues().name.tail)


@cache
def _lead() -> re.Pattern[str]:
    return re.compile(rf"^{any_of(cues().name.lead)}(?=.)")


@cache
def _tail() -> re.Pattern[str]:
    return re.compile(rf"{any_of(cues().name.tail)}$")


def _trimmed(words: str) -> str:
    """Words without an empty tail; "" where nothing of their own is left."""
    empty = frozenset(cues().name.empty)
    words = words.strip("，,、：:；;。")
    if words in empty:
        return ""
    candidates = [candidate for candidate in _shorter(words) if known(candidate) and candidate not in empty]
    if candidates:
        return _without_stage(candidates)
    bare = words
    while True:
        shorter = _tail().sub("", bare).strip("，,、：:；;。")
        if shorter == bare or len(shorter) < 2 or bare in cues().name.scopes:
            break
        bare = shorter
    return "" if bare in empty else bare


def _without_stage(candidates: list[str]) -> str:
    """“三公”经费预算 is “三公”经费, but 收入预算 has no shorter name of the same meaning."""
    printed = vocabulary().printed
    for shorter in candidates[1:]:
        rest = candidates[0].removeprefix(shorter)
        staged = re.fullmatch(r"(?:支出)?(?:预算|决算)(?:支出)?数?", rest) or (
            rest == "支出" and shorter.endswith("费")
        )
        if staged and set(printed[key(shorter)]) & set(printed[key(candidates[0])]):
            return shorter
    return candidates[0]


def same_meaning(left: str, right: str) -> bool:
    """Whether two labels name the same term."""
    printed = vocabulary().printed
    return bool(printed.get(key(left))) and printed.get(key(left)) == printed.get(key(right))


def scope_of(words: str) -> tuple[str, ...]:
    """The origin of money that words name (一般公共预算财政拨款), or ()."""
    match = re.search(any_of(cues().name.scopes), words)
    return (match.group(),) if match else ()


def _shorter(words: str) -> list[str]:
    """The words and what is left of them as tails are dropped, longest first."""
    found = [words]
    for candidate in found:
        for tail in (*cues().name.tail, *cues().name.soft_tail):
            shorter = candidate.removesuffix(tail).strip("，,、：:；;。")
            if len(shorter) >= 3 and shorter not in found:
                found.append(shorter)
    return sorted(found, key=len, reverse=True)


def _known_part(words: str) -> tuple[str, str]:
    """(label, what was dropped in front): a known term at the end of the words, cut where a phrase may end."""
    label = _trimmed(words)
    if not label or known(label) or known(label.replace("的", "")):
        return label, ""
    boundaries = tuple(cues().name.boundaries)
    for start in range(1, len(words) - 2):
        if words[:start].endswith(boundaries):
            part = _trimmed(words[start:])
            if part and known(part):
                return part, words[:start]
    return label, ""


def _needless_origin(label: str) -> str:
    """The origin of money in front of a name that means the same without it (一般公共预算机关运行经费)."""
    origins = sorted(cues().name.scopes, key=len, reverse=True)
    return next((one for one in origins if label.startswith(one) and same_meaning(label, label.removeprefix(one))), "")


@lru_cache(maxsize=5_000)
def heading_name(title: str) -> Name:
    """The metric that a heading is about (（一）机关运行经费 …情况说明); its label is empty where it is none."""
    title = NUMBERING.sub("", title).strip("：:。 ").removeprefix("关于")
    title = re.sub(r"[（(](?:详见|见|表|按)[^（）()]*[）)]$", "", title)
    classified = _classified(title)
    if classified is not None:
        return classified
    words, scope = _without_front(title)
    tails = re.compile(rf"{any_of(cues().heading.tail)}$")
    while words:
        if known(words):
            origin = _needless_origin(words)
            return Name(words.removeprefix(origin), (), None, scope or ((origin,) if origin else ()))
        part, dropped = _known_part(words)
        if part and known(part) and dropped:
            return Name(part, (), None, scope or scope_of(dropped))
        shorter = tails.sub("", words)
        if shorter == words:
            break
        words = shorter
    return Name()


def year_in(words: str) -> int | None:
    found = _YEAR.findall(words)
    return int(found[-1]) if found else None
