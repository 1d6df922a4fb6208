"""A made-up budget whose table of “三公” expenses has a row a year for each unit, and whose projects name their unit once."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from assistant.model import CitedAnswer
from assistant.service import Assistant
from tests.over_page import over_page, table

_NAME = "某区林业局2024年部门预算"
_TWO_ROWS = "<td rowspan='2'>"


def _years(unit: str, last: tuple[str, ...], this: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    return (f"{unit}*", "2023年", *last), ("2024年", *this)


_PAGE = table(
    "表9",
    "“三公”经费财政拨款预算情况表",
    ("预算单位", "年度", "“三公”经费财政拨款预算合计", "因公出国（境）费用", "公务接待费"),
    *_years("合计", ("30.00", "20.00", "10.00"), ("33.00", "20.00", "13.00")),
    *_years("某区林业局（本级）", ("15.00", "10.00", "5.00"), ("16.00", "10.00", "6.00")),
    *_years("某区森林防火中心", ("9.00", "6.00", "3.00"), ("10.00", "6.00", "4.00")),
    *_years("某区苗木管理中心", ("6.00", "4.00", "2.00"), ("7.00", "4.00", "3.00")),
) + table(
    "表11",
    "项目支出情况表",
    ("预算单位", "项目名称", "功能科目", "预算金额"),
    ("", "合计", "", "100.00"),
    ("某区林业局（本级）", "林长制管理", "2130234防灾", "40.00"),
    ("", "古树保护", "2130209保护", "10.00"),
    ("某区森林防火中心", "瞭望塔建设", "2130234防灾", "30.00"),
    ("某区苗木管理中心", "苗圃养护", "2130205培育", "15.00"),
    ("", "种质保存", "2130205培育", "5.00"),
)  # fmt: skip
_PAGE = "".join(f"{_TWO_ROWS}{part}" if "*</td>" in part else f"<td>{part}" for part in _PAGE.split("<td>"))
_PAGE = _PAGE.removeprefix("<td>").replace("*</td>", "</td>")


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with over_page(_NAME, _PAGE, tmp_path_factory.mktemp("years")) as answering:
        yield answering


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("森林防火中心2024年三公经费是多少？", "10.00"),
        ("苗木管理中心的公务接待费是多少", "3.00"),
        ("2024年“三公”预算，森林防火中心和苗木管理中心谁高？高出多少万元？", "3.00"),
        ("公务接待费，森林防火中心比苗木管理中心高多少？", "1.00"),
        ("森林防火中心三公经费比2023年增加多少", "1.00"),
        ("苗木管理中心有几个项目？", "2"),
        ("局本级一共列了多少个项目？", "2"),
    ],
)
def test_figures_of_one_unit(assistant: Assistant, question: str, value: str) -> None:
    answer = assistant.ask(question)
    assert isinstance(answer, CitedAnswer), answer.text
    assert answer.value == Decimal(value), answer.text
