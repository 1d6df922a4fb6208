"""Names of departments: which words are one, the region in it, and the short forms people use.

A name is an organisation's own prefix (中共, 共青团, 国家 …, often none), a region and a core:
``中共 + 某省某市 + 委组织部``, ``某市某区 + 财政局``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from index.errors import LayoutError

_DATA = Path(__file__).parent / "vocabulary" / "departments.toml"
_HAN = "[一-鿿]"
_CITY = re.compile(rf"^{_HAN}{{2,12}}?自治州|^{_HAN}{{2,6}}?(?:市|地区|盟|州)")
_COUNTY = re.compile(
    rf"^(?:{_HAN}{{2,12}}?(?:经济技术开发区|高新技术产业开发区|高新技术开发区|综合保税区|工业园区|高新区|开发区|新区|自治县|自治旗)"
    rf"|{_HAN}{{2,4}}?(?:区|县|市|旗)|第[一二三四五六七八九十]+[师团])"
)
_CENTRAL = ("中华人民共和国", "国家", "中国")
_SUMMARY = re.compile(r"[（(](?:汇总|部门|本部门)[）)]")
_OWN_LEVEL = re.compile(r"[（(]?(?:本级|本部|机关本级)[）)]?$|[（(]机关[）)]$|(?<=[局厅委部院会室])机关$")
_SECOND_NAME = re.compile(r"[（(][^（）()]{1,20}[）)]$")
_LEAD = re.compile(
    r"^(?:附件\d*[：:]?|[-—–－]+|当前位置.*>|首页|根据|按照|以及|关于|其中|纳入|列入|和|与|由|为|向|在|对|本年度?|年度?|我|本|该"
    r"|第[一二三四五六七八九十]部分|[一二三四五六七八九十]+、)+"
)
_CODE = re.compile(r"^(?:[\[【(（]?\d{3,}[\]】)）]?[-—_\s]*)+")
_NOT_A_NAME = re.compile(
    r"^(?:部门|单位|主管部门|所属|各|全|下属|直属|内设|有关|预算单位|本部门|本单位|财政(?!部$|局|厅|所))"
    r"|[，。；：、“”]|经费|预算|支出|收入|资金|项目"
)
_ORDINAL = re.compile(r"第([一二三四五六七八九十]+)(?:(人民医院|医院)|(?:高级|初级)?(中学)|(小学)|(幼儿园))$")


class Naming(BaseModel):
    """departments.toml."""

    model_config = ConfigDict(extra="forbid")
    provinces: list[str]
    peoples: list[str]
    no_region: list[str]
    endings: list[str]
    organs: list[str]
    bodies: dict[str, str]
    zones: dict[str, list[str]]
    short_endings: dict[str, list[str]]
    generic: list[str]
    short: dict[str, list[str]]


@cache
def naming() -> Naming:
    """The bundled data on department names. Raises LayoutError when the file is invalid."""
    try:
        return Naming(**tomllib.loads(_DATA.read_text("utf-8")))
    except (ValidationError, tomllib.TOMLDecodeError) as error:
        raise LayoutError(f"词表 {_DATA.name} 无效：{error}") from error


# ---------------------------------------------------------------- recognition


@cache
def department_name(text: str) -> str:
    """The department that a phrase names, without code, year or （汇总）; "" when it names none.

    >>> department_name("某市统计局（汇总）")
    '某市统计局'
    """
    name = _SUMMARY.sub("", _LEAD.sub("", _CODE.sub("", "".join(text.split()))))
    bare = _SECOND_NAME.sub("", _OWN_LEVEL.sub("", name))
    if not 3 <= len(bare) <= 40 or _NOT_A_NAME.search(bare) or not bare.endswith(tuple(naming().endings)):
        return ""
    return name


def is_own_level(name: str) -> bool:
    """Whether a name says that it means the organ alone, without the units below it (本级, 机关)."""
    return bool(_OWN_LEVEL.search(name))


def is_whole(name: str) -> bool:
    """Whether a name says whose organ it is: a region's, or the central government's."""
    return bool(region_of(name)) or name.startswith(_CENTRAL)


@cache
def region_of(name: str) -> str:
    """The region in a department's name, as printed (某省某市, 某市某区); "" where there is none."""
    return "".join(_parsed(name).places)


@dataclass(frozen=True, slots=True)
class _Name:
    """``body`` is the organisation's common name where the name begins with one (政协, 团, 中共 …)."""

    body: str
    places: tuple[str, ...]
    core: str


def _parsed(name: str) -> _Name:
    body = next((prefix for prefix in naming().bodies if name.startswith(prefix)), "")
    central = "" if body else next((word for word in _CENTRAL if name.startswith(word)), "")
    places = tuple(_places(name[len(body) :])) if not central else ()
    core = name[len(body) + sum(map(len, places)) :]
    return _Name(naming().bodies.get(body, ""), places, core.removeprefix(central))


def _places(text: str) -> Iterator[str]:
    """The provincial unit, the city and the district or county that a text begins with."""
    province = next((province for province in naming().provinces if text.startswith(province)), "")
    rest = text[len(province) :]
    city = "" if province.endswith(("市", "兵团")) else _matched(_CITY, rest)
    county = _matched(_COUNTY, rest[len(city) :])
    yield from filter(None, (province, city, county))


def _matched(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.match(text)
    if match is None or match.group().endswith(tuple(naming().no_region)):
        return ""
    return match.group()


# ---------------------------------------------------------------- short forms


@cache
def short_forms(name: str) -> tuple[str, ...]:
    """The names people use for a department beside its official one, the fullest first.

    >>> short_forms("甲市人力资源和社会保障局")[:3]
    ('甲市人社局', '甲市人力社保局', '人力资源和社会保障局')
    """
    if not name:
        return ()
    official = _SECOND_NAME.sub("", _OWN_LEVEL.sub("", name))
    parsed = _parsed(official)
    levels = _levels(parsed.places)
    if parsed.body:
        found = list(_of_body(parsed, levels))
    else:
        core = parsed.core.replace("".join(parsed.places), "") or official
        found = list(_of_committee(core, levels) if core.startswith("委") else _of_office(core, levels))
    if official.startswith("国家"):
        found += ["国家" + form for form in _cores(parsed.core)]
    vague = {name, *naming().generic}
    return tuple(dict.fromkeys(form for form in (official, *found) if len(form) >= 2 and form not in vague))


def _of_office(whole: str, levels: list[str]) -> Iterator[str]:
    """某市某局: with the region in full, bare, and with shorter names of the region."""
    cores = _cores(whole)
    yield from (level + form for level in levels[:1] for form in cores)
    yield from cores
    yield from (level + form for level in levels[1:] for form in cores)


def _of_committee(core: str, levels: list[str]) -> Iterator[str]:
    """某市 + 委某部: the committee goes with its level (市委某部), its organ alone by its own name (某部)."""
    organ = core.removeprefix("委员会").removeprefix("委")
    yield from (f"{level}委{organ}" for level in levels)
    if len(organ) >= 2 and organ not in naming().generic:
        yield organ
        yield from (level + organ for level in levels if len(level) > 1)


def _of_body(parsed: _Name, levels: list[str]) -> Iterator[str]:
    """Organs of parties and other bodies, whose own name stands before the region (中国人民政治协商会议某市委员会)."""
    body = parsed.body
    region = "".join(parsed.places)
    core = parsed.core.replace(region, "") if region else parsed.core
    if body == "党":
        if core.startswith("委"):
            yield from _of_committee(core, levels)
        else:
            yield from _of_office(core, levels)
        return
    organ = re.sub(r"^(?:常务)?委员会|^委(?!员)", "", core)
    if body == "团":
        yield from (f"{left}{level}委{organ}" for level in levels for left in ("共青团", "团"))
        yield from (f"共青团{organ}", f"团委{organ}")
        return
    if body == "政协":
        yield from _of_office(body + organ, levels)
        return
    yield from (f"{body}{level}委{organ}" for level in levels)
    yield from (level + body + organ for level in levels)
    yield body + organ


def _cores(whole: str) -> list[str]:
    """A name without its region, and its short forms."""
    core = re.sub(r"^人民政府(?!办公)(?=.{3,})", "", whole)
    own = _BODY_OF.match(core)
    below = (own["own"], *_core_forms(own["own"])) if own is not None else ()
    return list(dict.fromkeys((core, *_core_forms(core), *_core_forms(whole), *below)))


# A body whose name begins with the bureau that it belongs to (公安局治安管理支队): it goes by its own name as well.
_BODY_OF = re.compile(r"[^局]{2,8}局(?P<own>(?!直属).{2,}(?:[支总大]队|分局))$")


def _core_forms(core: str) -> list[str]:
    """Short forms of a name without region: from the data, else by the general rules of shortening."""
    forms = list(naming().short.get(core, ()))
    for organ in naming().organs:
        if core in (f"{organ}办公厅", f"{organ}办公室"):
            forms += [organ, f"{organ}办"]
    if not forms:
        for official, short in naming().short.items():
            if core.endswith(official) and len(core) > len(official) + 1:
                forms += [core.removesuffix(official) + one for one in short[:1]]
    if any(not form.endswith("委员会") and form != core for form in forms) and not core.endswith(("委员会", "办公室")):
        return forms
    forms += _numbered(core)
    ending = next((ending for ending in naming().short_endings if core.endswith(ending)), None)
    if ending is not None:
        left = core.removesuffix(ending)
        forms += [left + short for short in naming().short_endings[ending] if len(left) >= 2 or len(short) > 2]
    return [form for form in forms if len(form) >= 2]


def _numbered(core: str) -> list[str]:
    """第一人民医院 → 一院, 第二中学 → 二中."""
    match = _ORDINAL.search(core)
    if match is None:
        return []
    number, hospital, middle, primary, nursery = match.groups()
    left = core[: match.start()]
    if hospital:
        return [f"{left}{number}院", f"{left}{number}医院", f"{left}第{number}医院"]
    ending = "中" if middle else "小" if primary else "幼" if nursery else ""
    return [f"{left}{number}{ending}"]


def _levels(places: tuple[str, ...]) -> list[str]:
    """What people put in front: the region in full, its last unit, that unit's shorter names, its kind (市, 区)."""
    if not places:
        return []
    region, last = "".join(places), places[-1]
    peoples = "|".join(naming().peoples)
    plain = re.sub(rf"(?:{peoples})+自治(?=[州县旗]$)|自治(?=[州县旗]$)", "", last)
    bare = re.sub(r"(?:特别行政区|(?:壮族|回族|维吾尔)?自治区|新区|开发区|省|市|区|县|旗|州|盟)$", "", plain)
    zones = [
        form for zone, short in naming().zones.items() if last.endswith(zone) for form in _zoned(last, zone, short)
    ]
    kind = [] if last.endswith(("师", "团")) else [last[-1]]
    candidates = (region, last, plain, bare if 2 <= len(bare) <= 5 else "", *zones, *kind)
    return [form for form in dict.fromkeys(candidates) if form]


def _zoned(last: str, zone: str, short: list[str]) -> list[str]:
    """A zone by its type's short names, alone and with the place before them (某州高新区, 高新区)."""
    place = last.removesuffix(zone)
    return [*(place + form for form in short if place), *short]
