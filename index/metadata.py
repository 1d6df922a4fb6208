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
from index.title_lines import FRONT, Title, flat, late_lines, stage_word, titles_of

_YEAR = re.compile(r"(20\d\d)\s*年")
_YEAR_COLUMN = re.compile(r"^(20\d\d)年度?(?:部门)?(?:预算|决算)(?:数|安排)?$")
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
_DATE = r"(20\d\d)[-年/.](\d{1,2})[-月/.](\d{1,2})日?(?:\d\d:\d\d(?::\d\d)?)?"
_PUBLISHED = re.compile(
    rf"(?:发布|公开|公示|更新|发文|成文|印发|上传|上线)(?:时间|日期)[：:]?{_DATE}|^(?:时间|日期)[：:]?{_DATE}|^{_DATE}$"
)
_PAGE_NUMBER = re.compile(r"[-—–\s]*\d{1,3}[-—–\s]*")
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


def read_metadata(file_name: str, blocks: Sequence[TextBlock], tables: Sequence[BudgetTable]) -> Metadata:
    """The metadata of a document; what nothing says is left empty (stage and scope: budget, department)."""
    lines = [flat(line) for block in blocks for line in block.text.splitlines() if line.strip()]
    lines = [line for line in lines if not _PAGE_NUMBER.fullmatch(line)]
    titles = list(titles_of(lines[:FRONT])) or list(titles_of(late_lines(blocks)))
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


# ---------------------------------------------------------------- department


def _department(
    titles: Sequence[Title],
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
    rivals = Counter(_owners(blocks, tables, superior="主管"))  # a unit's tables may name the department above it
    if titled and rivals and not any(_same(titled, other) for other in rivals):
        warning = f"标题写的是“{titled}”，表头写的是“{_top(rivals)}”，以标题为准"
    return first, warning


def _alone(titles: Sequence[Title], lines: Sequence[str]) -> str:
    """The name that stands on a line of its own beside a title without one (…市级部门预算 / 某市某局)."""
    if not titles:
        return ""
    names = filter(None, map(department_name, lines[:FRONT]))
    return next((name for name in names if is_whole(name)), "")


def _owners(blocks: Sequence[TextBlock], tables: Sequence[BudgetTable], superior: str = "") -> Iterator[str]:
    """The names that owner lines give; lines that hold the word for a superior organ, where one is given, are left."""
    for block in blocks:
        for line in block.text.splitlines():
            match = _OWNER.search(line)
            if match is None or (superior and superior in match.group()):
                continue
            yield from filter(None, (department_name("".join(match["name"].split())),))
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
    alike = bare[0].endswith(bare[1]) or bare[1].endswith(bare[0])
    return alike or left in short_forms(right) or right in short_forms(left)


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
    titles: Sequence[Title], lines: Sequence[str], tables: Sequence[BudgetTable], file_name: str
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
    if titled and (tabled := _of_columns(tables)) and titled not in tabled:
        return year, f"标题是{titled}年，表中各列是{max(tabled)}年，以标题为准"
    if in_file and year and int(in_file.group()) not in (year, year + 1):
        return year, f"文件名是{in_file.group()}年，正文是{year}年，以正文为准"
    return year, ""


def _of_columns(tables: Sequence[BudgetTable]) -> set[int]:
    """The years of budget or account columns; empty where some column is for 本年, for then others compare with it."""
    heads = {part for table in tables for column in table.columns for part in column.path}
    if any(re.search(r"本年|当年|今年|^(?:预算|决算)数$", head) for head in heads):
        return set()
    return {int(match[1]) for head in heads if (match := _YEAR_COLUMN.match(head))}


def _years(texts: Iterable[str]) -> Counter[int]:
    return Counter(int(match[1]) for text in texts for match in _YEAR.finditer(text))


def _latest(years: Counter[int]) -> int | None:
    """The most frequent year; of two with about as many mentions, the later one (last year is compared with)."""
    if not years:
        return None
    most = max(years.values())
    return max(year for year, count in years.items() if count * 2 >= most)


def _stage(
    titles: Sequence[Title], lines: Sequence[str], tables: Sequence[BudgetTable], file_name: str
) -> tuple[Stage, str]:
    """(stage, warning): the title's; else that of table titles, short lines and the file name."""
    captions = " ".join(table.title for table in tables)
    if titles:
        stage = titles[0].stage
        other = captions.count("决算") > captions.count("预算") if stage is not Stage.FINAL else False
        other = other or (stage is Stage.FINAL and captions.count("预算") > 2 and "决算" not in captions)
        return (
            stage,
            f"标题写的是{stage_word(stage)}，表名多写{'预算' if stage is Stage.FINAL else '决算'}" if other else "",
        )
    text = " ".join((captions, *(line for line in lines if len(line) < 40), file_name))
    final, budget = text.count("决算"), text.count("预算")
    if "final" in file_name.lower() or final > budget:
        return Stage.FINAL, ""
    return Stage.ADJUSTED if text.count("调整预算") * 2 > budget else Stage.BUDGET, ""


def _scope(titles: Sequence[Title], lines: Sequence[str], name: str) -> Scope:
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
