"""Departments each named with a year and stage of their own, over made-up pages of three of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.model import Answer, CitedAnswer
from assistant.service import Assistant
from index.pipeline import index_paths
from index.stores import Store
from tests.over_page import table

_WATER = table(
    "公开03表",
    "支出决算表",
    ("科目编码", "项目", "本年支出合计", "基本支出", "项目支出"),
    ("", "合计", "900.00", "300.00", "600.00"),
    ("213", "农林水支出", "900.00", "300.00", "600.00"),
) + table(
    "公开09表",
    "财政拨款“三公”经费支出决算表",
    ("合计", "因公出国（境）费", "公务接待费", "公务用车购置费", "公务用车运行费"),
    ("30.00", "0.00", "12.00", "0.00", "18.00"),
) + table(
    "公开10表",
    "机构运行信息表",
    ("项目", "行次", "统计数"),
    ("六、政府采购支出信息", "1", "—"),
    ("（一）政府采购支出合计", "2", "88.00"),
    ("1．政府采购货物支出", "3", "8.00"),
    ("2．政府采购服务支出", "4", "80.00"),
) + table(
    "公开07表",
    "政府性基金预算财政拨款收入支出决算表",
    ("科目编码", "项目", "年初结转和结余", "本年收入", "本年支出", "年末结转和结余"),
    ("", "合计", "5.00", "50.00", "45.00", "10.00"),
    ("212", "城乡社区支出", "5.00", "50.00", "45.00", "10.00"),
)  # fmt: skip


def _budget(total: str, basic: str, project: str, three: str, reception: str, vehicles: str) -> str:
    return table(
        "表3",
        "部门支出总表",
        ("科目编码", "科目名称", "合计", "基本支出", "项目支出"),
        ("", "合计", total, basic, project),
        ("207", "文化旅游体育与传媒支出", total, basic, project),
    ) + table(
        "表7",
        "一般公共预算“三公”经费支出表",
        ("合计", "因公出国（境）费", "公务接待费", "公务用车购置费", "公务用车运行维护费"),
        (three, "0.00", reception, "0.00", vehicles),
    )


_CULTURE = _budget("800.00", "500.00", "300.00", "20.00", "9.00", "11.00") + (
    "<p>政府采购情况</p><p>2025年政府采购预算总额12.00万元。</p>"
    + table(
        "表8",
        "政府性基金预算支出表",
        ("科目编码", "科目名称", "合计", "基本支出", "项目支出"),
        ("", "合计", "6.00", "", "6.00"),
        ("229", "其他支出", "6.00", "", "6.00"),
    )
)
_FOREST = _budget("400.00", "300.00", "100.00", "4.00", "1.50", "2.50") + (
    table(
        "表8",
        "政府性基金预算支出表",
        ("科目编码", "科目名称", "合计", "基本支出", "项目支出"),
        ("", "合计", "", "", ""),
    )
    + "<p>备注：青桐县林业局2024年无政府性基金预算支出，故本表为空。</p>"
)
_ALL = "丹溪县水利局2023年决算、云麓县文化局2025年预算、青桐县林业局2024年预算"


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder: Path = tmp_path_factory.mktemp("own_years")
    pages = {"丹溪县水利局2023年度部门决算": _WATER, "云麓县文化局2025年部门预算": _CULTURE, "青桐县林业局2024年部门预算": _FOREST}  # fmt: skip
    paths = [folder / f"{name}.html" for name in pages]
    for path, page in zip(paths, pages.values(), strict=True):
        path.write_text(f"<h1>{path.stem}</h1>{page}", "utf-8")
    with Store.open(folder / "store") as store:
        assert not index_paths(paths, store, jobs=1).failed
        yield Assistant(store)


def _ask(assistant: Assistant, question: str, *history: str) -> CitedAnswer:
    answer: Answer = assistant.ask(question, history)
    assert isinstance(answer, CitedAnswer), answer
    return answer


def test_departments_are_put_in_order_each_by_its_own_year(assistant: Assistant) -> None:
    answer = _ask(assistant, f"{_ALL}，三家三公经费从高到低怎么排，各多少万元？")
    assert [(item.name, str(item.value)) for item in answer.items] == [
        ("丹溪县水利局", "30.00"),
        ("云麓县文化局", "20.00"),
        ("青桐县林业局", "4.00"),
    ]


@pytest.mark.parametrize(
    ("question", "value", "first"),
    [
        (f"三个部门的三公经费加起来多少万元？分别取{_ALL}。", "54.00", ""),
        ("丹溪县水利局2023年政府采购支出和云麓县文化局2025年政府采购预算，合计多少万元？", "100.00", ""),
        ("云麓县文化局2025年支出预算总额比青桐县林业局2024年部门预算总支出多多少万元？", "400.00", "云麓县文化局"),
        (f"{_ALL}，哪家的项目支出占总支出比重最低？是百分之几？", "25.00", "青桐县林业局"),
        (f"公务接待费上，{_ALL}里最高的一家比最低的一家多几万元？", "10.50", "丹溪县水利局"),
        (f"{_ALL}，谁的公务接待费最少？", "1.50", "青桐县林业局"),
        ("云麓县文化局25年三公经费是青桐县林业局24年的几倍？", "5", ""),
        ("云麓县文化局2025年和青桐县林业局2024年，平均三公经费多少万元？", "12.00", ""),
    ],
)
def test_figures_of_different_years_are_set_against_each_other(
    assistant: Assistant, question: str, value: str, first: str
) -> None:
    answer = _ask(assistant, question)
    assert answer.value is not None
    assert float(answer.value) == float(value)
    assert not first or answer.items[0].name == first


def test_who_has_it_and_who_says_that_it_has_none(assistant: Assistant) -> None:
    answer = _ask(assistant, f"{_ALL}，这三家里哪几家有政府性基金支出？金额各是多少万元？")
    assert [(item.name, str(item.value)) for item in answer.items] == [
        ("丹溪县水利局", "45.00"),
        ("云麓县文化局", "6.00"),
    ]
    assert "无政府性基金预算支出" in answer.text


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("云麓县文化局2025年的公务接待费预算比青桐县林业局2024年的五倍还多，是真的吗？", "yes"),
        ("云麓县文化局2025年的公务接待费预算比青桐县林业局2024年的多5万元，对吗？", "no"),
        ("云麓县文化局2025年的公务接待费比丹溪县水利局2023年决算的少，对吗？", "yes"),
    ],
)
def test_what_is_said_of_two_years_is_judged(assistant: Assistant, question: str, verdict: str) -> None:
    assert _ask(assistant, question).verdict == verdict


def test_a_turn_that_leans_on_the_one_before_asks_the_same_departments(assistant: Assistant) -> None:
    first = "云麓县文化局2025年三公经费和青桐县林业局2024年三公经费一共多少？"
    assert [item.name for item in _ask(assistant, "哪家多？", first).items] == ["云麓县文化局"]
    assert "9.00万元" in _ask(assistant, "公务接待费呢", first).text


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("云麓县文化局2025年预算三公经费超过18万元，青桐县林业局2024年预算不到5万元，对吗", "yes"),
        ("云麓县文化局2025年预算三公经费超过18万元，青桐县林业局2024年预算不到3万元，对吗", "no"),
        ("丹溪县水利局2023年决算的公务接待费比云麓县文化局2025年预算的三公经费多吗", "no"),
    ],
)
def test_what_is_said_of_each_is_judged(assistant: Assistant, question: str, verdict: str) -> None:
    assert _ask(assistant, question).verdict == verdict


def test_parts_of_all_together_are_a_share_of_all_wholes(assistant: Assistant) -> None:
    answer = _ask(assistant, "云麓县文化局2025年预算和青桐县林业局2024年预算的项目支出合计占两家总支出合计的多少")
    assert str(answer.value) == "33.33"


def test_an_order_names_no_column(assistant: Assistant) -> None:
    answer = _ask(assistant, "云麓县文化局2025年支出总计、青桐县林业局2024年支出总计，按从低到高排列")
    assert [item.name for item in answer.items] == ["青桐县林业局", "云麓县文化局"]


def test_how_each_moved_against_the_year_before_its_own(tmp_path: Path) -> None:
    said = "2025年“三公”经费预算安排20.00万元，比上年减少5.00万元，下降20.00%。"
    other = "2024年“三公”经费预算安排4.00万元，比上年减少1.60万元，下降28.57%。"
    paths = [tmp_path / f"{name}.html" for name in ("云麓县文化局2025年部门预算", "青桐县林业局2024年部门预算")]
    for path, text in zip(paths, (said, other), strict=True):
        path.write_text(f"<h1>{path.stem}</h1><p>一、“三公”经费情况说明</p><p>{path.stem[:6]}{text}</p>", "utf-8")
    with Store.open(tmp_path / "store") as store:
        assert not index_paths(paths, store, jobs=1).failed
        question = "云麓县文化局2025年预算和青桐县林业局2024年预算里，三公经费比上年降幅谁更大？"
        answer = _ask(Assistant(store), question)
    assert answer.items[0].name == "青桐县林业局"
    assert (str(answer.value), answer.direction) == ("28.57", "decrease")
