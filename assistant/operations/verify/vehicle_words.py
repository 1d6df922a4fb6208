"""What a claim says of vehicles: numbers, shares, none; of which kind; owned or to be bought."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.operations.verify.claim import Claim
from assistant.operations.verify.stated import Stated, read_stated
from index.amounts import Count, Quantity, Ratio
from index.vocabulary.names import key

UNITS = frozenset(("辆", "台", "部"))
_VEHICLE = re.compile(r"(?<!停)(?<!汽)(?<!货)车(?!补|位|库|间|站|船|场|牌|祸|险)")
_MONEY = re.compile(
    r"费|钱|预算(?!安排|单位|部门|里?要|打算|计划|拟|[里中]?(?:面|头)?也?(?:真的?|确实)?(?:是|就是)?(?:不是)?(?:这么|这样|如此|有没有))|支出|元"
)
BUYING = re.compile(r"购|买|新车|新增|新配|添|更新|增配|配备(?!的)")
_OWNING = re.compile(r"[共现实保拥]有|名下|账上|在用|存量|保有")
_NONE = re.compile(
    r"一(?:辆|台|部)[^,，。;；]{0,8}(?:都|也)?(?:没|不|无)|(?:没有?|未|无|不)(?:任何|再|想|会|要|打算|计划|准备|安排|考虑)*(?:新)?(?:购置?|买|增|添|配|有)?[^,，。;；费]{0,6}车"
)
_ALL = re.compile(r"(?:全部?|都|均|清一色|统统)+(?:都|均)?(?:是|为|属于|属|用作|算)")
_PARTS = re.compile(r"[,，。;；、:：]|其中|(?<=车)(?:里面?|中|当中|之中)|(?<=[辆台部])(?:里面?|中|当中|之中)")
_ELSE = re.compile(
    r"比|从20|增加到|减少到|增至|减至|平均|指标|目标|登记|运维|维保|每辆|单价|价值|(?:上|去)年度?(?!年?[底末])|增加了|减少了|[上下]降"
)
_ADDS = re.compile(r"加起来|合起来|相加|之和|合计|一共|总共")
_RATIO_OF_KIND = re.compile(r"(?:是|为|属于|占|用车)")


@dataclass(frozen=True, slots=True)
class Said:
    """One number said: of a kind (the names of its rows; () for the total), bought or owned."""

    kinds: tuple[str, ...]
    bought: bool
    stated: Stated | None  # None: that there are none
    all_of_them: bool = False  # the kind is said to be as many as the total

    @property
    def of_the_total(self) -> bool:
        """Whether a kind is held against the total: all of them, or a share."""
        return self.all_of_them or (self.stated is not None and isinstance(self.stated.quantity, Ratio))


def speaks_of_vehicles(text: str) -> bool:
    """Whether a plain text states a number of vehicles, or that there are none; not what they cost."""
    if _VEHICLE.search(text) is None or _ELSE.search(text) is not None or _MONEY.search(text) is not None:
        return False
    if any(_of_vehicles(one.quantity) for one in read_stated(text)) or _denial(text) is not None:
        return True
    if _RATIO_OF_KIND.search(text) and any(isinstance(one.quantity, Ratio) for one in read_stated(text)):
        return True
    every = _ALL.search(text)
    return every is not None and "车" in text[every.end() :]


def _of_vehicles(quantity: Quantity) -> bool:
    return isinstance(quantity, Count) and quantity.unit in UNITS


def _denial(text: str) -> re.Match[str] | None:
    found = _NONE.search(text)
    return found if found and not _MONEY.search(found.group()) else None


# ---------------------------------------------------------------- what is said


def read_said(claim: Claim, kinds: dict[str, tuple[str, ...]]) -> list[Said]:
    """The numbers said, part by part; ``kinds`` maps what a kind is called to the names of its rows."""
    said: list[Said] = []
    bought = False
    for start, end in _parts(claim.plain):
        text = claim.plain[start:end]
        bought = BUYING.search(text) is not None or (bought and bool(said) and not _OWNING.search(text))
        named = _kind_in(text, kinds)
        figures = [one for one in read_stated(claim.plain) if start <= one.start < end and _of_vehicles(one.quantity)]
        if figures:
            said.append(Said(named, bought, figures[0]))
            if named and _ALL.search(claim.plain[figures[0].end : end]) and not any(one.kinds == () for one in said):
                said[-1:] = [Said((), bought, figures[0]), Said(named, bought, figures[0])]
        elif named and (share := _share_said(claim, start, end)) is not None:
            said.append(Said(named, bought, share))
        elif _denial(text) is not None:
            said.append(Said(named, bought, None))
        elif named and _ALL.search(text):
            said.append(Said(named, bought, None, all_of_them=True))
    return said


def _share_said(claim: Claim, start: int, end: int) -> Stated | None:
    """The ratio said in one part of a claim (一半以上是执法执勤用车)."""
    ratios = (one for one in read_stated(claim.plain) if isinstance(one.quantity, Ratio))
    return next((one for one in ratios if start <= one.start < end), None)


def _parts(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for end in (*(match.start() for match in _PARTS.finditer(text)), len(text)):
        if end > start:
            yield start, end
        start = end


def kinds_added(text: str, kinds: dict[str, tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The rows of each of several kinds that a text adds up (机要通信用车和应急保障用车加起来17辆); [] where it adds none."""
    said = key(text)
    named = [rows for stem, rows in kinds.items() if stem in said]
    return named if len(named) > 1 and _ADDS.search(text) else []


def _kind_in(text: str, kinds: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The rows of the kind that a text names, by its whole stem or by half of it (执法车 for 执法执勤用车)."""
    said = key(text)
    whole = [stem for stem in kinds if stem in said]
    if whole:
        return kinds[max(whole, key=len)]
    halves = [
        stem
        for stem in kinds
        if len(stem) > 3 and not stem.endswith("公务") and re.search(f"(?:{stem[:2]}|{stem[2:4]})(?:的|用)?车", said)
    ]
    return kinds[halves[0]] if len(halves) == 1 else ()
