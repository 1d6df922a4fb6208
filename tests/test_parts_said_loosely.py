"""Parts of a known whole said in everyday words, and shares whose part is not recognised."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from assistant.model import CitedAnswer, Refusal
from assistant.parsing.spoken_parts import spoken_part
from assistant.service import Assistant
from tests.over_page import over_page, table

PAGE = "".join(
    (
        table(
            "表三",
            "支出总表",
            ("科目编码", "科目名称", "合计", "基本支出", "项目支出"),
            ("201", "一般公共服务支出", "500.00", "300.00", "200.00"),
            ("20105", "统计信息事务", "500.00", "300.00", "200.00"),
            ("", "合计", "500.00", "300.00", "200.00"),
        ),
        table(
            "表八",
            "一般公共预算“三公”经费支出表",
            ("项目", "预算数"),
            ("合计", "40.00"),
            ("因公出国（境）费", "20.00"),
            ("公务接待费", "4.00"),
            ("公务用车购置及运行费", "16.00"),
            ("其中：公务用车购置费", "10.00"),
            ("公务用车运行维护费", "6.00"),
        ),
    )
)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with over_page("某市海事统计局2026年部门预算", PAGE, tmp_path_factory.mktemp("loosely")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("said", "part"),
    [
        ("添新车", "official_vehicle_purchase_cost"),
        ("加油修车", "official_vehicle_operating_cost"),
        ("用车", "official_vehicle_cost"),
        ("吃喝", "official_reception_cost"),
        ("买车和出国", None),
        ("植树", None),
    ],
)
def test_part_of_three_public_expenses(said: str, part: str | None) -> None:
    assert spoken_part(said, ("three_public_expenses",)) == part


def test_of_another_whole_nothing_is_said() -> None:
    assert spoken_part("吃喝", ("expenditure_total",)) is None


@pytest.mark.parametrize(
    ("turns", "share"),
    [
        (("三公经费预算是多少", "添新车的钱占三公多少"), "25"),
        (("买新车的钱占三公多少",), "25"),
        (("加油修车那块占三公的百分之几",), "15"),
        (("公车保养占三公多大比例",), "15"),
        (("三公里头，吃喝占多少",), "10"),
        (("三公经费里用车那块的比例是多少",), "40"),
        (("三公经费多少", "车子占多大比重"), "40"),
        (("接待费是多少", "它在三公经费里的占比"), "10"),
        (("三公经费是多少", "那占总支出多少"), "8"),
    ],
)
def test_share(assistant: Assistant, turns: tuple[str, ...], share: str) -> None:
    answer = assistant.ask(turns[-1], turns[:-1])
    assert isinstance(answer, CitedAnswer), answer.text
    assert answer.value == Decimal(share), answer.text


@pytest.mark.parametrize(
    "turns",
    [
        ("植树造林占三公的百分之几",),
        ("三公经费是多少", "植树造林占总支出的百分之几"),
        ("三公里头，植树占多少",),
    ],
)
def test_unknown_part_is_never_the_whole(assistant: Assistant, turns: tuple[str, ...]) -> None:
    assert isinstance(assistant.ask(turns[-1], turns[:-1]), Refusal)
