"""Names said together that the document prints apart, digits that are no persons, posts of one kind, what a term means."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.model import CitedAnswer, Refusal
from assistant.service import Assistant
from tests.over_page import over_page, table

_NAME = "松岭市海塘管护站2026年单位预算"
_PAGE = (
    f"""<h1>{_NAME}</h1>
<p>一、机构设置</p>
<p>核定事业编制32名，实有在职人员27人，退休人员5人。</p>
<p>二、基本支出情况</p>
<p>2026年基本支出540.00万元，其中：人员经费480.00万元；公用经费60.00万元。</p>
<p>三、公务接待情况</p>
<p>公务接待费支出2.40万元，全年共接待来访团组20个、来宾160人次。</p>
<p>四、政府采购情况</p>
<p>2026年政府采购预算50.00万元，其中：货物类20.00万元、工程类0.00万元、服务类30.00万元。</p>
<p>五、名词解释</p>
<p>一、基本支出：指为保障机构正常运转而发生的支出。</p>
<p>二、守塘人两项津贴：指汛期守塘津贴和夜间巡塘津贴。</p>
<p>三、住房津贴：指按规定标准发放的津贴。</p>
"""
    + table(
        "表三",
        "支出总表",
        ("科目编码", "科目名称", "合计", "基本支出", "项目支出"),
        ("", "合计", "700.00", "540.00", "160.00"),
        ("213", "农林水支出", "640.00", "480.00", "160.00"),
        ("221", "住房保障支出", "60.00", "60.00", ""),
        ("22102", "住房改革支出", "60.00", "60.00", ""),
        ("2210201", "住房公积金", "42.00", "42.00", ""),
        ("2210203", "购房补贴", "18.00", "18.00", ""),
    )
    + table(
        "表二",
        "收入总表",
        ("科目编码", "科目名称", "合计", "一般公共预算", "上年结转", "事业收入"),
        ("", "合计", "700.00", "650.00", "30.00", "20.00"),
        ("213", "农林水支出", "640.00", "590.00", "30.00", "20.00"),
        ("2130399", "其他水利支出", "640.00", "590.00", "30.00", "20.00"),
        ("221", "住房保障支出", "60.00", "60.00", "", ""),
    )
)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with over_page(_NAME, _PAGE, tmp_path_factory.mktemp("together")) as opened:
        yield opened


def test_two_names_with_and(assistant: Assistant) -> None:
    answer = assistant.ask("人员经费和公用经费各多少")
    assert isinstance(answer, CitedAnswer), answer
    assert [item.name for item in answer.items] == ["人员经费", "公用经费"]


@pytest.mark.parametrize(
    ("question", "history", "value"),
    [
        ("那平均到每个人头上，基本支出是多少万元？保留两位小数", ("实有在职人员多少人？",), "20"),
        ("编制还空着几个？", (), "5"),
    ],
)
def test_number(assistant: Assistant, question: str, history: tuple[str, ...], value: str) -> None:
    answer = assistant.ask(question, history)
    assert isinstance(answer, CitedAnswer), answer
    assert answer.value is not None
    assert f"{answer.value.normalize():f}" == value, answer.text


@pytest.mark.parametrize("question", ["“两项津贴”到底指哪两项？", "守塘人两项津贴指的是哪两项"])
def test_what_a_term_means(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert isinstance(answer, CitedAnswer), answer
    assert "汛期守塘津贴和夜间巡塘津贴" in answer.text
    assert "住房" not in answer.text


@pytest.mark.parametrize("turn", ["里面两项各是多少万元", "其中各项多少"])
def test_each_of_the_parts(assistant: Assistant, turn: str) -> None:
    answer = assistant.ask(turn, ("住房保障支出安排了多少？",))
    assert isinstance(answer, CitedAnswer), answer
    assert [item.name for item in answer.items] == ["住房公积金", "购房补贴"]


def test_another_number_of_parts(assistant: Assistant) -> None:
    assert isinstance(assistant.ask("住房保障支出里面三项各是多少"), Refusal)


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("基本支出占比和项目支出占比相差几个百分点？", "54.29"),
        ("服务类采购占政府采购预算的百分比", "60.00"),
        ("公用经费按在职27个人算，人均多少万元？", "2.22"),
    ],
)
def test_shares_and_averages(assistant: Assistant, question: str, value: str) -> None:
    answer = assistant.ask(question)
    assert isinstance(answer, CitedAnswer), answer
    assert answer.value is not None
    assert f"{abs(answer.value):.2f}" == value, answer.text


def test_the_appropriation_in_it(assistant: Assistant) -> None:
    first = "其他水利支出（2130399）一共安排多少？"
    answer = assistant.ask("其中当年一般公共预算拨款是多少？", (first,))
    assert isinstance(answer, CitedAnswer), answer
    assert f"{answer.value}{answer.unit}" == "590.00万元", answer.text
