"""Names of departments: which words are one, the region in front, and the short forms people use."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from index.errors import LayoutError

_DATA = Path(__file__).parent / "vocabulary" / "departments.toml"
_COUNTY = re.compile(
    r"^(?:[一-鿿]{2,12}?(?:经济技术开发区|高新技术产业开发区|高新区|开发区|新区|自治县|自治旗)|[一-鿿]{2,4}?(?:区|县|市|旗))"
)
_CITY = re.compile(r"^[一-鿿]{2,6}?(?:市|自治州|地区|盟|州)")
_SUMMARY = re.compile(r"[（(](?:汇总|部门|本部门)[）)]")
_OWN_LEVEL = re.compile(r"[（(]?(?:本级|本部|机关本级)[）)]?$|[（(]机关[）)]$")
_LEAD = re.compile(
    r"^(?:附件\d*[：:]?|当前位置.*>|首页|根据|按照|以及|关于|其中|和|与|由|为|向|在|对|本年度?|年度?|我|本|该|第[一二三四五六七八九十]部分|[一二三四五六七八九十]+、)+"
)
_CODE = re.compile(r"^[\[【(（]?\d{3,}[\]】)）]?[-—\s]*")
_NOT_A_NAME = re.compile(
    r"^(?:部门|单位|主管部门|所属|各|全|下属|直属|内设|有关|预算单位|本部门|本单位|财政)|[，。；：、“”]|经费|预算|支出|收入|资金|项目"
)


class Naming(BaseModel):
    """departments.toml."""

    model_config = ConfigDict(extra="forbid")
    provinces: list[str]
    no_region: list[str]
    endings: list[str]
    organs: list[str]
    short: dict[str, list[str]]


@cache
def naming() -> Naming:
    """The bundled data on department names. Raises LayoutError when the file is invalid."""
    try:
        return Naming(**tomllib.loads(_DATA.read_text("utf-8")))
    except (ValidationError, tomllib.TOMLDecodeError) as error:
        raise LayoutError(f"词表 {_DATA.name} 无效：{error}") from error


@cache
def department_name(text: str) -> str:
    """The department that a phrase names, without code, year or （汇总）; "" when it names none.

    >>> department_name("某市统计局（汇总）")
    '某市统计局'
    """
    name = _SUMMARY.sub("", _LEAD.sub("", _CODE.sub("", "".join(text.split()))))
    bare = _OWN_LEVEL.sub("", name)
    if not 3 <= len(bare) <= 40 or _NOT_A_NAME.search(bare) or not bare.endswith(tuple(naming().endings)):
        return ""
    return name


@cache
def region_of(name: str) -> str:
    """The region in front of a department's name, as printed (某省某市, 某市某区); "" where there is none."""
    province = next((province for province in naming().provinces if name.startswith(province)), "")
    rest = name[len(province) :]
    city = "" if province.endswith("市") else _matched(_CITY, rest)
    county = _matched(_COUNTY, rest[len(city) :])
    return province + city + county


def _matched(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.match(text)
    if match is None or match.group().endswith(tuple(naming().no_region)):
        return ""
    return match.group()


@cache
def short_forms(name: str) -> tuple[str, ...]:
    """The names people use for a department beside its official one, the fullest first.

    >>> short_forms("甲市人力资源和社会保障局")[:3]
    ('甲市人社局', '甲市人力社保局', '人力资源和社会保障局')
    """
    if not name:
        return ()
    official = _OWN_LEVEL.sub("", name)
    region = region_of(official)
    whole = official[len(region) :]
    core = re.sub(r"^人民政府(?!办公)(?=.{3,})", "", whole) or official
    cores = list(dict.fromkeys((core, *_core_forms(core), *_core_forms(whole))))
    levels = _region_forms(region)
    found = [official]
    found += [level + form for level in levels[:1] for form in cores]
    found += cores
    found += [level + form for level in levels[1:] for form in cores]
    return tuple(dict.fromkeys(form for form in found if form and form != name and len(form) >= 2))


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
    for long, short_ending in (
        ("管理办公室", "办"),
        ("办公室", "办"),
        ("委员会", "委"),
        ("街道办事处", "街道"),
        ("街道办事处", "街道办"),
        ("事务管理局", "局"),
        ("监督管理局", "监管局"),
        ("管理局", "局"),
        ("事务局", "局"),
    ):
        if core.endswith(long) and len(core) - len(long) >= 2:
            forms.append(core.removesuffix(long) + short_ending)
    return [form for form in forms if len(form) >= 2]


def _region_forms(region: str) -> list[str]:
    """What people put in front: the region in full, its last unit, that unit's bare name, its kind (市, 区)."""
    if not region:
        return []
    parts = _parts(region)
    last = parts[-1]
    bare = re.sub(
        r"(?:特别行政区|壮族自治区|回族自治区|维吾尔自治区|自治区|自治州|自治县|新区|开发区|省|市|区|县|旗|州|盟)$",
        "",
        last,
    )
    kind = last[-1]
    return [form for form in dict.fromkeys((region, last, bare if 2 <= len(bare) <= 5 else "", kind)) if form]


def _parts(region: str) -> list[str]:
    province = next((province for province in naming().provinces if region.startswith(province)), "")
    rest = region[len(province) :]
    city = "" if province.endswith("市") else _matched(_CITY, rest)
    county = rest[len(city) :]
    return [part for part in (province, city, county) if part]
