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


def test_people_told_unit_by_unit_are_those_of_all_units_together(tmp_path_factory: pytest.TempPathFactory) -> None:
    page = (
        "<p>二、机构编制情况</p><p>系统总编制数66人，实有在编人数60人。具体如下：</p><p>1.某区林业局（本级）编制数32人，实有在编人数30人。</p>"
        "<p>2.某区森林防火中心编制数22人，实有在编人数20人。</p><p>3.某区苗木管理中心编制数12人，实有在编人数10人。</p>"
        "<p>第二部分 预算情况</p><p>2024年部门预算支出900.00万元，其中：公用支出120.00万元。</p>"
    )
    with over_page(_NAME, page + _PAGE, tmp_path_factory.mktemp("staff")) as assistant:
        answer = assistant.ask("按实有在编人数，全系统人均公用支出是多少万元？")
        assert isinstance(answer, CitedAnswer), answer.text
        assert answer.value == Decimal(2), answer.text


def test_vehicles_to_be_bought_are_not_those_to_be_run(tmp_path_factory: pytest.TempPathFactory) -> None:
    page = table(
        "表8",
        "“三公”经费支出预算表",
        ("合计", "公务用车购置及运行费小计", "公务用车购置费", "公务用车运行费", "公务接待费"),
        ("5.00", "4.00", "0.00", "4.00", "1.00"),
    )
    with over_page(_NAME, page, tmp_path_factory.mktemp("vehicles")) as assistant:
        answer = assistant.ask("今年没安排买公务车的钱，对不？")
        assert isinstance(answer, CitedAnswer), answer.text
        assert answer.verdict == "yes", answer.text
