"""Table cells → facts: what each printed cell says, of which year and stage, in which unit, and where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from index.amounts import MONEY_UNITS, Amount, Count, Quantity, Ratio, money, read_number
from index.grids.hierarchy import bare
from index.model import BudgetDocument, BudgetTable, Cell, Fact, Measure, Provenance, Row, Stage, TableKind

_UNIT_IN_HEADER = re.compile(r"[（(]\s*(?:单位[:：])?\s*(百万元|万元|千元|亿元|元)\s*[）)]|(?:单位[:：]\s*)(万元|元)")
_PERCENT = re.compile(r"[%％]|权重|占比|比重|比例|百分比|(?:增长|增减|完成|执行|下降|到位)率|增幅|增长幅度")
_COUNTED = r"数量|人数|编制数|个数|台数|辆数|批次|人次|次数|面积|年限|得分|分值|自评分|评分|原值数|实有(?:数|人)|购置数|存量|车辆编制"
_THING = r"(?:平方米|人次|批次|辆|台|个|人|套|件|批|次)"
_COUNT_MARK = rf"[（(]{_THING}(?:[/／、，,]{_THING})*[）)]"
_COUNT = re.compile(f"{_COUNTED}|{_COUNT_MARK}")
_COUNT_LABEL = re.compile(
    rf"(?:{_COUNTED})(?:[（(][^（）()]*[)）])?$|{_COUNT_MARK}"
)  # not a project with such a word in it
_COUNT_UNIT = re.compile(rf"[（(]({_THING}(?:[/／、，,]{_THING})*)[）)]")
_UNIT_IN_BRACKETS = re.compile(rf"{_COUNT_MARK}|{_UNIT_IN_HEADER.pattern}")
_WORDS = re.compile(r"备注|说明|编码|代码|编号|电话|日期|时间|年限|文号|依据")
_CHANGE = re.compile(r"增减(?!.{0,2}(?:率|幅|比例|百分比)|[（(]?[%％])|[±]|增加额|减少额|变动额")
_RATE = re.compile(r"(?:增减|增长|变动|变化|下降).{0,4}(?:率|幅度|比例|百分比|[%％])|增幅|增减[%％]|[%％].*增减")
_SHARE = re.compile(r"占.{0,8}比|比重|占比|比例")
_LAST_YEAR = re.compile(
    r"(?:上年度?|去年|上一年度?)(?!结转|结余|末|.{0,2}结)(?:.{0,2}(?:预算|执行|决算|完成|数|调整)|$)"
)
_YEAR = re.compile(r"(20\d\d)\s*年")
_DATED_LABEL = re.compile(r"^(20\d\d)\s*年度?(?:.{0,12}(?:预算|决算|执行|完成)(?:数|额)?)?$")
_LAST_YEARS_LABEL = re.compile(r"^(?:上年|去年|上一年)度?.{0,12}(?:预算|决算|执行|完成)(?:数|额)?$")
_LABEL_UNIT = re.compile(r"[（(]([^（）()\d]{1,8})[）)]$")
_FINAL = re.compile(r"执行数|决算数?|实际支出|完成数")
_ADJUSTED = re.compile(r"调整预算|预算调整|调整后")
_BUDGET = re.compile(r"预算数|年初预算|预算额")
_TARGET = re.compile(
    r"^(?P<words>[^\d≥≤＞＜>＜<=≧≦＝]{0,16}?)(?P<sign>(?:>=|<=|[≥≤＞＜><=≧≦＝])?)\s*[（(]?(?P<number>\d[\d,]*(?:\.\d+)?)\s*[）)]?\s*"
    r"[（(]?(?P<unit>[^\d（()）≥≤]{0,8})[）)]?$"
)
_TARGET_HEADER = re.compile(r"(?:指标值|目标值|指标值（.*）|指标值\(.*\))$")
_SIGN_HEADER = re.compile(r"指标性质|指标符号|指标方向|指标值类型|运算符|计算符号")
_UNIT_HEADER = re.compile(r"(?:计量|度量|指标|指标值)单位|^单位$")
_GENERIC = frozenset(("小计", "合计", "总计", "金额", "预算数", "决算数", "预算", "内容"))
_INDICATORS = (TableKind.PROJECT_PERFORMANCE, TableKind.DEPARTMENT_PERFORMANCE)


def table_facts(document: BudgetDocument) -> tuple[Fact, ...]:
    """A fact for every cell with content; ``id`` is document:table:row:column, all indexes 0-based."""
    return tuple(fact for table in document.tables for fact in _facts(document, table, _usual_unit(document)))


def _usual_unit(document: BudgetDocument) -> str:
    """The unit that all tables of a document share, for tables that print none; "" where they differ."""
    units = {table.unit for table in document.tables if table.unit in MONEY_UNITS}
    return units.pop() if len(units) == 1 else ""


def _facts(document: BudgetDocument, table: BudgetTable, usual_unit: str) -> Iterator[Fact]:
    for r, row in enumerate(table.rows):
        for cell in row.cells:
            place = _Place(document, table, row, cell, usual_unit)
            quantity, text = place.quantity_and_text()
            measure = place.measure() if quantity is not None else Measure.TEXT
            yield Fact(
                id=f"{document.id}:{table.id}:{r}:{cell.column}",
                document=document.id,
                label=place.label,
                measure=measure,
                year=place.year,
                stage=place.stage,
                provenance=Provenance(document.id, row.quote, row.page, table.id, r, cell.column, bbox=cell.bbox),
                text=text,
                quantity=quantity,
                code=row.code,
                row_path=tuple(bare(name) for name in place.above),
                column_path=place.column_path,
                table_kind=table.kind,
                side=row.side,
                level=row.level,
                total=row.total or place.of_all_units,
                subject=table.subject,
                certain=cell.certain,
                base_year=document.year - 1 if measure in (Measure.CHANGE, Measure.CHANGE_RATE) else None,
                base=_base(place.header) if measure in (Measure.CHANGE, Measure.CHANGE_RATE) else "",
            )


def _base(header: str) -> str:
    """What a change is measured against, in the header's own words (上年预算数, 上年执行数)."""
    match = re.search(r"上年度?(?:预算|执行|决算)数?", header)
    return match.group() if match else "上年"


_ROW_OF_YEAR = re.compile(r"20\d\d年(?:度)?(?:预算数?)?")


@dataclass(frozen=True, slots=True)
class _Place:
    """A cell with everything that gives it meaning."""

    document: BudgetDocument
    table: BudgetTable
    row: Row
    cell: Cell
    usual_unit: str

    @property
    def column_path(self) -> tuple[str, ...]:
        return self.table.columns[self.cell.column].path

    @property
    def header(self) -> str:
        return "/".join(self.column_path)

    @property
    def leaf(self) -> str:
        return self.column_path[-1] if self.column_path else ""

    @property
    def label(self) -> str:
        """The row's name without numbering; a lone unlabelled row is named by its columns, a year's by what it is of."""
        if self._is_year and self.row.path:
            return bare(self.row.path[-1])
        if self.of_all_units:
            return "合计"
        if self.row.label:
            return bare(self.row.label)
        named = [name for name in self.column_path if name not in _GENERIC and not _YEAR.match(name)]
        return named[-1] if named else self.leaf

    @property
    def above(self) -> tuple[str, ...]:
        """The names above the row's own."""
        return self.row.path[:-1] if self._is_year else self.row.path

    @property
    def _is_year(self) -> bool:
        """Whether the row's name is but a year: each unit has a row for either year."""
        return _ROW_OF_YEAR.fullmatch(self.row.label) is not None

    @property
    def of_all_units(self) -> bool:
        """Whether the row gives a year's figures of all the units that the other rows of years are of."""
        of_units = (row for row in self.table.rows if row.path and _ROW_OF_YEAR.fullmatch(row.label))
        return self._is_year and not self.row.path and any(of_units)

    # -------------------------------------------------------- year and stage

    @property
    def year(self) -> int:
        for name in reversed(self.column_path):
            if match := _YEAR.search(name):
                return int(match.group(1))
            if _LAST_YEAR.search(name) and not _CHANGE.search(name) and not name.startswith(("比", "较")):
                return self.document.year - 1
        for name in (self.row.label, *reversed(self.row.path)):
            if match := _DATED_LABEL.match(name):
                return int(match.group(1))
            if _LAST_YEARS_LABEL.match(name):
                return self.document.year - 1
        return self.document.year

    @property
    def stage(self) -> Stage:
        for name in reversed(self.column_path):
            if name.startswith(("比", "较")):
                break
            if _ADJUSTED.search(name):
                return Stage.ADJUSTED
            if _FINAL.search(name):
                return Stage.FINAL
            if _BUDGET.search(name):
                return Stage.BUDGET if self.document.stage is Stage.FINAL else self.document.stage
        return self.document.stage

    # -------------------------------------------------------- quantity and measure

    def quantity_and_text(self) -> tuple[Quantity | None, str]:
        if self.table.kind in _INDICATORS and _TARGET_HEADER.search(self.leaf):
            return self._target()
        text = self.cell.text
        if self.cell.value is None or _WORDS.search(self.leaf):
            return None, text
        number = read_number(text.rstrip("%％"))
        if number is None:  # recovered from a dump: the cell's value is known, its printed form is not one number
            number = self.cell.value, _quantum(self.cell.value)
        return self._quantity(*number), text

    def _quantity(self, value: Decimal, quantum: Decimal) -> Quantity | None:
        text = self.cell.text
        if text.endswith(("%", "％")) or (_PERCENT.search(self.header) and not _UNIT_IN_HEADER.search(self.leaf)):
            weight_in_points = _WEIGHT.search(self.leaf) and not re.search("[%％]", text + self.leaf)
            return Count(value, "", quantum, text) if weight_in_points else Ratio(value, "%", quantum, text)
        if self._counts():
            return Count(value, self._thing(), quantum, text)
        unit_name = self.unit
        return money(value, quantum, unit_name, text) if unit_name else Count(value, "", quantum, text)

    def _counts(self) -> bool:
        if _UNIT_IN_HEADER.search(self.leaf):
            return False
        counted = (
            self._table_of_things()
            or _COUNT.search(self.leaf)
            or _COUNT_LABEL.search(self.row.label)
            or "分数" in self.leaf
        )
        return bool(counted) or self._counts_like_its_whole()

    def _table_of_things(self) -> bool:
        """Whether the unit printed above the table is no unit of money (单位：人), and neither row nor box has one."""
        return bool(self.table.unit) and self.unit not in MONEY_UNITS

    def _counts_like_its_whole(self) -> bool:
        """车辆数合计（辆） is told in kinds of vehicles, each a whole number of them."""
        named = (name for name in (self.row.label, *reversed(self.row.path)) if _UNIT_IN_BRACKETS.search(name))
        return "." not in self.cell.text and _COUNT_UNIT.search(next(named, "")) is not None

    def _thing(self) -> str:
        """The unit of what is counted: the header's, the row's or its whole's; 辆 for 台、辆, 套 for 台、套."""
        names = (self.header, self.row.label, *reversed(self.row.path))
        unit = next((match.group(1) for name in names if (match := _COUNT_UNIT.search(name))), "")
        if not unit and self._table_of_things():
            return self.table.unit
        things = re.split(r"[/／、，,]", unit)
        if "辆" in things:
            return "辆"
        return things[-1] if "、" in unit else "/".join(things)

    @property
    def unit(self) -> str:
        """The money unit: of the column, the row or the box it stands in, else of the table, else of the document."""
        for name in (*reversed(self.column_path), self.row.label, *reversed(self.row.path)):
            if match := _UNIT_IN_HEADER.search(name):
                return match.group(1) or match.group(2)
        return self.table.unit or self.usual_unit

    def measure(self) -> Measure:
        header = self.header
        if self.row.label.startswith(("比上年", "较上年", "增减", "增长")):
            header += f"/{self.row.label}"
        if _WEIGHT.search(self.leaf):
            return Measure.WEIGHT
        if self.table.kind in _INDICATORS:
            return Measure.VALUE
        if _RATE.search(header):
            return Measure.CHANGE_RATE
        if _CHANGE.search(header) or (self._compares() and isinstance(self._read(), Amount)):
            return Measure.CHANGE
        if _SHARE.search(header):
            return Measure.SHARE
        return Measure.VALUE

    def _compares(self) -> bool:
        return any(name.startswith(("比上年", "较上年", "与上年")) for name in self.column_path)

    def _read(self) -> Quantity | None:
        return self.quantity_and_text()[0]

    # -------------------------------------------------------- indicators

    def _target(self) -> tuple[Quantity | None, str]:
        """An indicator's target: sign, number and unit may stand in one cell or in three."""
        sign = self._neighbour(_SIGN_HEADER)
        unit = self._neighbour(_UNIT_HEADER)
        text = f"{sign if _is_sign(sign) else ''}{self.cell.text}"
        if unit and not text.endswith(unit):
            text += unit
        elif not unit and (match := _LABEL_UNIT.search(self.row.label)) and re.search(r"\d$", text):
            text += match.group(1)
        match = _TARGET.match(text.replace(" ", ""))
        if match is None:
            return None, text
        number = read_number(match["number"])
        assert number is not None, "the pattern holds one number"
        return _sized(*number, match["unit"].strip(), text), text

    def _neighbour(self, header: re.Pattern[str]) -> str:
        for cell in self.row.cells:
            if header.search(self.table.columns[cell.column].leaf):
                return cell.text
        return ""


def _is_sign(text: str) -> bool:
    return bool(re.fullmatch(r">=|<=|[≥≤＞＜><=≧≦＝]", text.strip()))


_WEIGHT = re.compile(r"权重|分值")
_LARGE = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}


def _sized(value: Decimal, quantum: Decimal, unit: str, text: str) -> Quantity:
    if unit in ("%", "％", "‰", "个百分点"):
        return Ratio(value, "%" if unit == "％" else unit, quantum, text)
    if unit in MONEY_UNITS:
        return money(value, quantum, unit, text)
    if len(unit) > 1 and unit[0] in _LARGE:  # 100万件 are 1,000,000件, as anywhere in running text
        return Count(value * _LARGE[unit[0]], unit[1:], quantum * _LARGE[unit[0]], text)
    return Count(value, unit, quantum, text)


def _quantum(value: Decimal) -> Decimal:
    exponent = value.as_tuple().exponent
    return Decimal(1).scaleb(min(int(exponent), 0))
