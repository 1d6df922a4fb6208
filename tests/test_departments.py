"""Questions about several departments: named by what their names share, set in order, exchanged in a follow-up.

The documents are made up: four pages of HTML, three of them of the same bureau in three places.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from assistant.model import Answer, CitedAnswer, Clarification, Refusal
from assistant.scoping import narrow
from assistant.service import Assistant
from index.pipeline import index_paths
from index.stores import Store
from tests.over_page import table

# income this year, the year before; three public expenses; official reception; unit of the tables
_FIGURES = {
    "禾川市渔业局": ("1,200.00", "1,000.00", "9.00", "4.00", "万元"),
    "柳原市渔业局": ("5,000.00", "4,500.00", "17.00", "2.00", "万元"),
    "石湾市渔业局": ("8,100,000.00", "9,000,000.00", "121,000.00", "61,000.00", "元"),
    "禾川市统计局": ("700.00", "800.00", "3.00", "1.00", "万元"),
}


def _page(department: str) -> str:
    income, before, public, reception, unit = _FIGURES[department]
    more = Decimal(income.replace(",", "")) - Decimal(before.replace(",", ""))
    rate = abs(more) / Decimal(before.replace(",", "")) * 100
    way, grew = ("增加", "增长") if more > 0 else ("减少", "下降")
    text = f"2026年收入预算{income}{unit}，比2025年的{before}{unit}{way}{abs(more):,.2f}{unit}，{grew}{rate:.2f}%。"
    tables = (
        table("表1", "收支预算总表", ("收入", "", "支出", ""), ("项目", "预算数", "项目", "预算数"), ("财政拨款", income, "农林水支出", income), ("收入总计", income, "支出总计", income), unit=unit),
        table("表8", "一般公共预算“三公”经费支出表", ("项目", "2026年预算数"), ("“三公”经费合计", public), ("公务接待费", reception), unit=unit),
    )  # fmt: skip
    return (
        f"<html><body><h1>{department}2026年部门预算</h1><p>一、主要职责</p><p>{department}负责有关工作。</p>"
        f"<p>二、收入预算情况说明</p><p>{text}</p>{''.join(tables)}</body></html>"
    )


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("departments")
    paths = [folder / f"{department}2026年部门预算.html" for department in _FIGURES]
    for path, department in zip(paths, _FIGURES, strict=True):
        path.write_text(_page(department), "utf-8")
    with Store.open(folder / "store") as store:
        assert not index_paths(paths, store, jobs=1).failed
        yield Assistant(store)


@pytest.mark.parametrize(
    ("question", "value", "unit", "items"),
    [
        ("柳原、石湾、禾川三个市渔业局，谁2026年三公经费最多，多少？", "17", "万元", ["柳原市渔业局"]),
        ("柳原和石湾的渔业局，谁的公务接待费多？", "6.1", "万元", ["石湾市渔业局"]),
        ("柳原、石湾两地渔业局的三公经费哪个高，高多少万元", "4.9", "万元", ["柳原市渔业局"]),
        ("三家渔业局里谁的三公经费最少", "9", "万元", ["禾川市渔业局"]),
        ("哪个市的渔业局收入总计最大", "5000", "万元", ["柳原市渔业局"]),
        ("禾川市渔业局、统计局谁的收入总计多", "1200", "万元", ["禾川市渔业局"]),
        ("柳原、禾川、石湾三地渔业局三公经费合计多少万元", "38.1", "万元", None),
        ("柳原、禾川两地渔业局的公务接待费平均多少万元", "3", "万元", None),
        ("公务接待费占三公经费的比重，禾川市渔业局比柳原市渔业局高几个百分点", "32.68", "个百分点", None),
        ("禾川市渔业局的三公经费是禾川市统计局的几倍", "3", "倍", None),
        ("禾川市统计局的三公经费比柳原市渔业局少花多少", "14", "万元", None),
        ("三家渔业局里，三公经费最低的比最高的少多少万元", "8", "万元", ["柳原市渔业局"]),
        ("柳原、禾川、石湾三个渔业局里三公经费前两名是谁", "17", "万元", ["柳原市渔业局", "石湾市渔业局"]),
        ("禾川统计、渔业两个局，三公经费合计多少万元", "12", "万元", None),
        ("柳原渔业局、禾川渔业局和禾川统计局2026年三公经费排第二的是谁", "9", "万元", ["禾川市渔业局"]),
        ("柳原、禾川、石湾三个渔业局，收入预算比上年增长最快的是谁", "20", "%", ["禾川市渔业局"]),
        ("柳原、禾川、石湾三个渔业局，收入预算同比涨得最狠的是谁？涨了百分之几", "20", "%", ["禾川市渔业局"]),
        ("禾川市统计局和石湾市渔业局收入预算谁降得更多，降了多少万元", "100", "万元", ["禾川市统计局"]),
    ],
)
def test_several_departments_are_set_in_order(
    assistant: Assistant, question: str, value: str, unit: str, items: list[str] | None
) -> None:
    answer = assistant.ask(question)
    assert isinstance(answer, CitedAnswer), answer
    assert (answer.value, answer.unit) == (Decimal(value), unit), answer.text
    assert items is None or [item.name for item in answer.items] == items


def test_of_two_departments_the_one_that_spends_less_is_told(assistant: Assistant) -> None:
    answer = assistant.ask("禾川市渔业局和禾川市统计局，哪家的公务接待费少")
    assert isinstance(answer, CitedAnswer)
    assert [item.name for item in answer.items] == ["禾川市统计局"]


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("柳原市渔业局的三公经费比石湾市渔业局高，对吗", "yes"),
        ("石湾市渔业局的三公经费是不是比柳原市渔业局高", "no"),
        ("石湾市渔业局的三公经费比柳原市渔业局少4.9万元，对吗", "yes"),
        ("石湾市渔业局的三公经费比柳原市渔业局少5.9万元，对吗", "no"),
    ],
)
def test_one_department_is_said_to_have_more(assistant: Assistant, question: str, verdict: str) -> None:
    answer = assistant.ask(question)
    assert isinstance(answer, CitedAnswer), answer
    assert answer.verdict == verdict, answer.text


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("三公经费超过10万元的渔业局有哪几家", ["柳原市渔业局", "石湾市渔业局"]),
        ("柳原、禾川、石湾三地渔业局2026年收入预算谁涨了", ["柳原市渔业局", "禾川市渔业局"]),
        ("柳原的渔业局和石湾的渔业局，收入预算增幅谁大", ["柳原市渔业局"]),
    ],
)
def test_departments_of_which_it_holds_are_told(assistant: Assistant, question: str, names: list[str]) -> None:
    answer = assistant.ask(question)
    assert isinstance(answer, CitedAnswer), answer
    assert sorted(item.name for item in answer.items) == sorted(names), answer.text


@pytest.mark.parametrize(
    ("turns", "value", "unit"),
    [
        (("禾川市统计局2026年三公经费多少", "换成渔业局呢"), "9", "万元"),
        (("禾川市统计局2026年三公经费多少", "那柳原市渔业局的呢"), "17", "万元"),
        (("柳原市渔业局2026年三公经费多少", "石湾呢"), "121000", "元"),
        (("柳原市渔业局2026年三公经费多少", "那公务接待费呢", "禾川的呢"), "4", "万元"),
        (("柳原市渔业局收入预算比上年增加多少", "禾川市统计局呢"), "100", "万元"),
        (("柳原市渔业局2026年三公经费多少", "禾川的呢", "两家加起来呢"), "26", "万元"),
        (("柳原市渔业局2026年三公经费多少", "禾川的呢", "那石湾呢", "三家里谁最多"), "17", "万元"),
        (("柳原市渔业局2026年三公经费多少", "比禾川市渔业局多多少"), "8", "万元"),
        (("柳原市渔业局和禾川市渔业局谁的三公经费多", "加上石湾市渔业局呢，三家谁最多"), "17", "万元"),
        (("禾川市统计局2026年三公经费多少万元", "另外三家呢"), "17", "万元"),
        (("渔业局2026年三公经费多少", "柳原的"), "17", "万元"),
        (("柳原市渔业局2026年三公经费多少", "禾川市渔业局呢，哪个更多"), "17", "万元"),
        (("柳原市渔业局2026年公务接待费多少", "禾川市渔业局和统计局呢"), "4", "万元"),
        (("柳原市渔业局和禾川市渔业局2026年公务接待费各多少", "石湾的呢"), "61000", "元"),
    ],
)
def test_a_follow_up_changes_the_department(
    assistant: Assistant, turns: tuple[str, ...], value: str, unit: str
) -> None:
    *history, question = turns
    answer = assistant.ask(question, history)
    assert isinstance(answer, CitedAnswer), answer
    assert (answer.value, answer.unit) == (Decimal(value), unit), answer.text


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("渔业局2026年三公经费是多少", Clarification),
        ("两家渔业局里谁的三公经费最多", Clarification),  # there are three
        ("柳原、石湾、深圳三个市渔业局，谁的三公经费最多", Refusal),
        ("柳原市渔业局、禾川市渔业局和禾川市统计局这四家，谁的三公经费最多", Refusal),
    ],
)
def test_departments_that_are_not_known_are_asked_for_or_refused(
    assistant: Assistant, question: str, kind: type[Answer]
) -> None:
    assert isinstance(assistant.ask(question), kind)


def test_several_metrics_of_several_departments_are_told_side_by_side(assistant: Assistant) -> None:
    answer = assistant.ask("柳原、禾川两地渔业局的三公经费和公务接待费分别是多少万元")
    assert isinstance(answer, CitedAnswer), answer
    assert [item.value for item in answer.items] == [Decimal(17), Decimal(2), Decimal(9), Decimal(4)]


def test_a_place_with_no_such_department_asks_for_those_it_has(assistant: Assistant) -> None:
    answer = assistant.ask("柳原的呢", ["禾川市统计局2026年三公经费多少"])
    assert isinstance(answer, Clarification)
    assert answer.candidates == ("柳原市渔业局",)


def test_a_place_alone_asks_for_its_departments(assistant: Assistant) -> None:
    answer = assistant.ask("禾川市2026年三公经费是多少")
    assert isinstance(answer, Clarification)
    assert set(answer.candidates) == {"禾川市渔业局", "禾川市统计局"}


def test_several_departments_not_said_before_are_asked_for(assistant: Assistant) -> None:
    history = ["柳原市渔业局2026年三公经费多少", "禾川的呢", "那石湾呢"]
    assert isinstance(assistant.ask("两家里谁最多", history), Clarification)
    assert isinstance(assistant.ask("其他两家呢", history), Clarification)


def test_a_short_name_beside_a_full_one_is_of_the_same_place(assistant: Assistant) -> None:
    documents = assistant.view(None).documents
    chosen = narrow(("禾川市统计局和渔业局谁的三公经费多",), documents)
    assert not isinstance(chosen, Clarification)
    assert {one.department for one in documents if one.id in chosen} == {"禾川市统计局", "禾川市渔业局"}
