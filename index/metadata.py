"""Whose document it is: department, region, year, stage and scope, and the department's short names.

Evidence is trusted in this order: the title page, owner lines of tables, headings and sentences, the file name. Where
two of them contradict each other, a warning says so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

from index.department_names import department_name, is_own_level, is_whole, naming, region_of, short_forms
from index.model import BudgetTable, Scope, Stage, TextBlock
from index.numerals import normalise_digits, read_chinese_number

_YEAR = re.compile(r"(20\d\d)\s*年")
_CHINESE_YEAR = re.compile(r"[二贰][〇○零ＯOo0]([〇○零ＯOo0一二三四五六七八九])([〇○零ＯOo0一二三四五六七八九])(?=年)")
_TITLE = re.compile(
    r"^(?:附件\d*[：:]?)?(?:[\[【]\d{3,9}[\]】]|\d{6,9}[-—]?|\d{3}[-—])?[-—]*"
    r"(?P<before>[（(]?20\d\d年?度?[）)]?)?(?P<name>[^\d，。；：:]{2,45}?)(?:关于|的)*(?P<own>部门|单位)?"
    r"(?P<after>[（(]?20\d\d年?(?:[-—至]20\d\d年?)?度?[）)]?)?"
    r"(?P<level>区级|市级|省级|县级|本级)?(?P<scope>部门|单位)?(?:[（(/](?:部门|单位)[）)]?)?(?:综合|汇总|整体|收支)*"
    r"(?P<stage>调整预算|预算调整|预算|决算)"
    r"(?:(?:[及和、]?[“\"]?三公[”\"]?经费(?:支出)?(?:预算|决算)?)|信息|公开|情况|说明|编制|文本|报告|草案|报表|分析|书|及|和|表|的|目录|一览|[（()）]|\d)*$"
)
_OWNER = re.compile(
    r"(?:编制|填报|填制|编报|预算|公开|主管|预算主管|资金主管)?(?:部门|单位)(?:/单位|（单位）|\(单位\)|（部门）)?(?:编码|代码)?(?:及|和)?(?:名称)?"
    r"(?:（(?:盖章|公章|签章)）|\((?:盖章|公章|签章)\))?\s*[：:]\s*"
    r"(?P<name>[^\s：:，。][^：:，。]*?)(?=\s{2,}|\s*(?:金额)?单位\s*[：:]|\s*20\d\d年|\s*$)"
)
_OF_PART = re.compile(
    r"^(?:第[一二三四五六七八九十]部分|[一二三四五六]、)?\s*(?P<name>[^，。；：\d]{4,40}?)(?:（部门）)?(?:概况|基本情况|主要职能|机构设置|部门概况|单位概况)$"
)
_SENTENCE = re.compile(
    r"(?:^|[，。；：]|\d年度?，?)(?P<name>[^，。；：、\d（(]{4,35}?)(?=20\d\d年|部门预算|部门决算|机关运行经费|政府采购预算|共有车辆|收入预算|贯彻落实|是主管|所属\d)"
)
_STAGE_WORDS = (
    (Stage.ADJUSTED, "调整预算"),
    (Stage.ADJUSTED, "预算调整"),
    (Stage.FINAL, "决算"),
    (Stage.BUDGET, "预算"),
)
_DATE = r"(20\d\d)[-年/.](\d{1,2})[-月/.](\d{1,2})日?(?:\d\d:\d\d(?::\d\d)?)?"
_PUBLISHED = re.compile(
    rf"(?:发布|公开|公示|更新|发文|成文|印发|上传|上线)(?:时间|日期)[：:]?{_DATE}|^(?:时间|日期)[：:]?{_DATE}|^{_DATE}$"
)
_CHINESE_DATE = re.compile(r"(?<=年)([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日")
_PAGE_NUMBER = re.compile(r"[-—–\s]*\d{1,3}[-—–\s]*")
_FRONT = 12  # lines: where a title stands
_NAMED_ROWS = frozenset(("部门名称", "单位名称", "预算单位", "部门（单位）名称", "部门(单位)名称"))


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a document is. ``published`` is an ISO date or empty; empty strings and year 0 mean unknown."""

    department: str
    region: str
    year: int
    stage: Stage
    scope: Scope
    short_names: tuple[str, ...]
    published: str
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Title:
    """A line that names the document; parts that it does not say are empty."""

    name: str
    year: int | None
    stage: Stage
    scope: Scope | None


def read_metadata(file_name: str, blocks: Sequence[TextBlock], tables: Sequence[BudgetTable]) -> Metadata:
    """The metadata of a document; what nothing says is left empty (stage and scope: budget, department)."""
    lines = [_flat(line) for block in blocks for line in block.text.splitlines() if line.strip()]
    lines = [line for line in lines if not _PAGE_NUMBER.fullmatch(line)]
    titles = list(_titles(lines[:_FRONT])) or list(_titles(_late_titles(blocks)))
    name, named_warning = _department(titles, lines, blocks, tables, file_name)
    year, year_warning = _year(titles, lines, tables, file_name)
    stage, stage_warning = _stage(titles, lines, tables, file_name)
    region = region_of(name) or _region_of_file(file_name)
    return Metadata(
        department=name,
        region=region,
        year=year,
        stage=stage,
        scope=_scope(titles, lines, name),
        short_names=short_forms(name),
        published=_published(lines),
        warnings=tuple(filter(None, (named_warning, year_warning, stage_warning))),
    )


def _flat(line: str) -> str:
    """A line without white space, digits half-width, a year or date in Chinese numerals as 2026年3月8日."""
    text = "".join(normalise_digits(line).split())
    text = _CHINESE_YEAR.sub(lambda match: f"20{_digit(match[1])}{_digit(match[2])}", text)
    return _CHINESE_DATE.sub(lambda match: f"{_count(match[1])}月{_count(match[2])}日", text)


def _digit(character: str) -> int:
    return max(0, "〇一二三四五六七八九".find(character))


def _count(text: str) -> str:
    return str(read_chinese_number(text) or text)


# ---------------------------------------------------------------- titles


def _titles(lines: Sequence[str]) -> Iterator[_Title]:
    """Every way of reading up to four neighbouring lines of the front as a title, the nearest to the top first."""
    for start in range(len(lines)):
        for length in range(1, 6):
            window = lines[start : start + length]
            if len(window) < length or any("目录" in line and len(line) < 6 for line in window):
                break
            title = _title("".join(window))
            if title is not None:
                yield title


def _late_titles(blocks: Sequence[TextBlock]) -> list[str]:
    """Centred titles further down, for documents whose first page is a picture."""
    return [
        _flat(block.text)
        for block in blocks
        if len(block.text) < 45 and re.search(r"(?:部门|单位|年度?)(?:综合|收支)?(?:预算|决算)", block.text)
    ][:20]


def _title(text: str) -> _Title | None:
    match = _TITLE.match(text)
    if match is None:
        return None
    name = department_name(match["name"])
    year = re.search(r"20\d\d", (match["before"] or "") + (match["after"] or ""))
    if not name and not year:
        return None
    scope = {"部门": Scope.DEPARTMENT, "单位": Scope.UNIT}.get(match["scope"] or match["own"] or "")
    stage = next(stage for stage, word in _STAGE_WORDS if word in match["stage"])
    return _Title(name, int(year.group()) if year else None, stage, scope)


# ---------------------------------------------------------------- department


def _department(
    titles: Sequence[_Title],
    lines: Sequence[str],
    blocks: Sequence[TextBlock],
    tables: Sequence[BudgetTable],
    file_name: str,
) -> tuple[str, str]:
    """(name, warning). An owner line that completes the title's name is taken for it."""
    titled = next((title.name for title in titles if title.name), "") or _alone(titles, lines)
    owners = Counter(_owners(blocks, tables))
    owner = owners.most_common(1)[0][0] if owners else ""
    headed = Counter(filter(None, map(_headed, lines)))
    mentioned = Counter(
        filter(None, (department_name(match["name"]) for line in lines for match in _SENTENCE.finditer(line)))
    )
    first = titled or owner or _top(headed) or _top(mentioned) or _of_cells(tables) or department_name(_stem(file_name))
    if not region_of(first):
        first = _completed(first, (owner, _top(headed), *mentioned, _of_cells(tables)))
    warning = ""
    if titled and owner and not _same(titled, owner):
        warning = f"标题写的是“{titled}”，表头写的是“{owner}”，以标题为准"
    return first, warning


def _alone(titles: Sequence[_Title], lines: Sequence[str]) -> str:
    """The name that stands on a line of its own beside a title without one (…市级部门预算 / 某市某局)."""
    if not titles:
        return ""
    names = filter(None, map(department_name, lines[:_FRONT]))
    return next((name for name in names if is_whole(name)), "")


def _owners(blocks: Sequence[TextBlock], tables: Sequence[BudgetTable]) -> Iterator[str]:
    for block in blocks:
        for line in block.text.splitlines():
            match = _OWNER.search(line)
            if match and (name := department_name("".join(match["name"].split()))):
                yield name
    for table in tables:
        yield from filter(None, (department_name(table.owner),))


def _headed(line: str) -> str:
    match = _OF_PART.match(line)
    return department_name(match["name"]) if match else ""


def _of_cells(tables: Sequence[BudgetTable]) -> str:
    """The department named in a table's own boxes (部门名称), or as a table's subject."""
    named = Counter[str]()
    for table in tables:
        for row in table.rows:
            if row.label in _NAMED_ROWS:
                named.update(filter(None, (department_name(cell.text) for cell in row.cells)))
        named.update(filter(None, (department_name(table.subject) if region_of(table.subject) else "",)))
    return _top(named) or _cell_mention(tables)


def _cell_mention(tables: Sequence[BudgetTable]) -> str:
    """The department that words in cells speak of most: some region's organ, named three times at least."""
    counts: Counter[str] = Counter()
    for table in tables:
        for row in table.rows:
            for cell in row.cells:
                if (
                    cell.value is None
                    and 3 < len(cell.text) < 30
                    and (name := department_name(cell.text))
                    and region_of(name)
                ):
                    counts[name] += 1
    best = counts.most_common(1)
    return best[0][0] if best and best[0][1] >= 3 else ""


def _completed(name: str, candidates: Iterable[str]) -> str:
    """The same name with its region in front, where some other line gives it."""
    return next(
        (other for other in candidates if name and other != name and other.endswith(name) and region_of(other)), name
    )


def _same(left: str, right: str) -> bool:
    bare = [re.sub(r"[（(].*?[）)]|本级|本部|机关$", "", name) for name in (left, right)]
    return bare[0] == bare[1] or bare[0].endswith(bare[1]) or bare[1].endswith(bare[0])


def _top(counts: Counter[str]) -> str:
    return counts.most_common(1)[0][0] if counts else ""


def _stem(file_name: str) -> str:
    return re.sub(r"[\d_\-—.年度\s]+|部门|单位|预算|决算|公开|汇总|情况|说明|pdf|xlsx?|docx?|html?|txt", "", file_name)


@cache
def _province_names() -> dict[str, str]:
    return {
        re.sub(r"(?:省|市|壮族自治区|回族自治区|维吾尔自治区|自治区)$", "", name): name for name in naming().provinces
    }


def _region_of_file(file_name: str) -> str:
    """北京--….pdf: a province in front of the file's name, or a region in full."""
    return region_of(file_name) or next(
        (full for name, full in _province_names().items() if file_name.startswith(name)), ""
    )


# ---------------------------------------------------------------- year, stage, scope, date


def _year(
    titles: Sequence[_Title], lines: Sequence[str], tables: Sequence[BudgetTable], file_name: str
) -> tuple[int, str]:
    """(year, warning): the title's; else that of table titles, headings and sentences; else of the file name."""
    titled = next((title.year for title in titles if title.year), None)
    captions = _years(table.title for table in tables)
    headings = _years(line for line in lines if len(line) < 45 and re.search(r"预算|决算", line) and "。" not in line)
    sentences = _years(
        islice(
            (m.group() for line in lines for m in re.finditer(r"20\d\d年度?.{0,25}?(?:预算|决算|收入|支出)", line)), 400
        )
    )
    columns = _years(name for table in tables for column in table.columns for name in column.path)
    in_file = re.search(r"(?<!\d)20[0-4]\d(?!\d)", file_name)
    dated = _years(line for line in lines if re.fullmatch(r"[（(]?20\d\d年度?[）)]?", line))
    evidence = (captions, headings, columns, sentences, dated)
    order = [titled, *map(_latest, evidence), int(in_file.group()) if in_file else None]
    year = next((one for one in order if one), 0)
    printed = _latest(captions)
    if titled and printed and printed != titled and captions[titled] == 0:
        return year, f"标题是{titled}年，表名是{printed}年，以标题为准"
    if in_file and year and int(in_file.group()) not in (year, year + 1):
        return year, f"文件名是{in_file.group()}年，正文是{year}年，以正文为准"
    return year, ""


def _years(texts: Iterable[str]) -> Counter[int]:
    return Counter(int(match[1]) for text in texts for match in _YEAR.finditer(text))


def _latest(years: Counter[int]) -> int | None:
    """The most frequent year; of two with about as many mentions, the later one (last year is compared with)."""
    if not years:
        return None
    most = max(years.values())
    return max(year for year, count in years.items() if count * 2 >= most)


def _stage(
    titles: Sequence[_Title], lines: Sequence[str], tables: Sequence[BudgetTable], file_name: str
) -> tuple[Stage, str]:
    """(stage, warning): the title's; else that of table titles, short lines and the file name."""
    captions = " ".join(table.title for table in tables)
    if titles:
        stage = titles[0].stage
        other = captions.count("决算") > captions.count("预算") if stage is not Stage.FINAL else False
        other = other or (stage is Stage.FINAL and captions.count("预算") > 2 and "决算" not in captions)
        return (
            stage,
            f"标题写的是{_stage_word(stage)}，表名多写{'预算' if stage is Stage.FINAL else '决算'}" if other else "",
        )
    text = " ".join((captions, *(line for line in lines if len(line) < 40), file_name))
    final, budget = text.count("决算"), text.count("预算")
    if "final" in file_name.lower() or final > budget:
        return Stage.FINAL, ""
    return Stage.ADJUSTED if text.count("调整预算") * 2 > budget else Stage.BUDGET, ""


def _stage_word(stage: Stage) -> str:
    return next(word for other, word in _STAGE_WORDS if other is stage)


def _scope(titles: Sequence[_Title], lines: Sequence[str], name: str) -> Scope:
    said = next((title.scope for title in titles if title.scope is not None), None)
    if said is not None:
        return said
    if is_own_level(name):
        return Scope.UNIT
    text = " ".join(line for line in lines if len(line) < 40)
    units = len(re.findall(r"单位(?:预算|决算|概况)", text))
    return Scope.UNIT if units > len(re.findall(r"部门(?:预算|决算|概况)", text)) else Scope.DEPARTMENT


def _published(lines: Sequence[str]) -> str:
    """The date of publication: said to be so, or a line of its own at the front or the end."""
    for line in (*lines[:30], *lines[-10:]):
        match = _PUBLISHED.search(line)
        if match:
            year, month, day = (part for part in match.groups() if part)
            return f"{year}-{int(month):02}-{int(day):02}"
    return ""
