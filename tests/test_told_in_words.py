"""What a document tells in words: that there is none of something and why, what money is for, limits and conditions."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from assistant.model import CitedAnswer, Refusal
from assistant.service import Assistant
from index.pipeline import index_paths
from index.stores import Store
from tests.over_page import over_page, table

_STATION = "柳湾市渔政船检站2026年单位预算"
_DUTIES = "".join(
    f"<p>（{number}）负责{place}渔港的泊位调度、渔船进出港签证、渔获卸港监测和港区环境卫生的日常管理与巡查。</p>"
    for number, place in zip("一二三四五六七八九", "东西南北前后左右中", strict=True)
)
_STATION_PAGE = f"""<html><body><h1>{_STATION}</h1>
<p>一、主要职能</p>{_DUTIES * 2}
<p>（十）在主要职责范围内落实安全生产责任。</p>
<p>二、支出情况</p>
<p>一、政府性基金预算拨款支出情况</p>
<p>2026年度政府性基金预算支出70.00万元，与上年持平，主要是支持开展渔港灯标方面的工作。</p>
<p>二、国有资本经营预算拨款支出情况</p>
<p>2026年度国有资本经营预算支出9.00万元，与上年持平。其中（按项级科目分类统计）：</p>
<p>2239999-其他国有资本经营预算支出9.00万元。主要用于船厂转制安置支出。</p>
</body></html>"""
_NAME = "柳湾市渔业局2026年部门预算"
_PAGE = f"""<html><body><h1>{_NAME}</h1>
<p>一、工作任务</p>
<p>严控港区规模，泊位空置率超过35%的港区新建泊位必须报市渔业局批准。全市水产加工产值占比保持在12%以上，养殖尾水排放浓度低于8‰。渔港收费上缴5.20亿元，增长30%。</p>
<p>二、部门预算情况说明</p>
<p>（一）政府性基金预算支出情况</p>
<p>本部门2026年没有使用政府性基金预算拨款安排的支出，2025年也没有。</p>
<p>（二）“三公”经费预算情况</p>
<p>2026年“三公”经费预算12.00万元，比上年减少3.00万元，主要原因是压减公务接待。</p>
<p>1.因公出国（境）费用：出访由市里统筹，我局年初不编制因公出国（境）费用预算，年中按出访任务调增。</p>
<p>2026年项目支出300.00万元，主要用于渔港养护，比上年增加80.00万元，主要原因是增加了渔政船坞二期项目。</p>
<p>2.公务接待费2.00万元，比上年减少3.00万元，主要原因是接待批次减少。</p>
{
    table(
        "表1",
        "收支总表",
        ("收入", "预算数", "支出", "预算数"),
        ("一、一般公共预算拨款收入", "500.00", "一、农林水支出", "500.00"),
        ("二、国有资本经营预算拨款收入", "0.00", "二、住房保障支出", "0.00"),
        ("收入总计", "500.00", "支出总计", "500.00"),
    )
}
{
    table(
        "表3",
        "“三公”经费支出表",
        ("项目", "预算数"),
        ("合计", "12.00"),
        ("公务用车购置费", "4.00"),
        ("公务用车运行维护费", "6.00"),
        ("公务接待费", "2.00"),
    )
}
{
    table(
        "表4",
        "政府采购预算表",
        ("项目名称", "品目名称", "金额"),
        ("合计", "", "30.00"),
        ("渔港巡查", "住宿服务", "8.00"),
        ("渔港巡查", "印刷服务", "4.00"),
        ("增殖放流", "住宿服务", "5.00"),
        ("增殖放流", "船舶租赁服务", "13.00"),
    )
}
{
    table(
        "表2",
        "2026年项目支出绩效目标表",
        ("项目名称", "渔港巡查", "渔港巡查", "渔港巡查"),
        ("一级指标", "二级指标", "三级指标", "指标值"),
        ("成本指标", "经济成本指标", "巡查人员成本标准", "≤480元/人/天"),
        ("成本指标", "经济成本指标", "码头租金补贴标准", "≤9元/m2/月"),
        ("成本指标", "经济成本指标", "渔民租金补贴标准", "≤200元/户/月"),
        ("产出指标", "数量指标", "巡查次数", "≥30次"),
    )
}
{table("表5", "社会保险基金预算支出表", ("科目编码", "科目名称", "金额"), ("合计", "", ""))}
<p>注：本部门无此项支出，故本表无数据。</p>
<p>渔政装备项目涉密，不予公开。</p>
</body></html>"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with over_page(_NAME, _PAGE, tmp_path_factory.mktemp("words")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "words"),
    [
        pytest.param("为什么没有政府性基金表", "没有使用政府性基金预算拨款", id="a kind of money"),
        pytest.param(
            "三公表里为啥没有列出国费用", "年初不编制因公出国（境）费用预算", id="what is denied, not its table"
        ),
        pytest.param("出国费怎么没安排", "年中按出访任务调增", id="with what is done instead"),
        pytest.param("项目支出增加的钱主要花到哪去了", "渔政船坞二期", id="what an increase is for"),
        pytest.param("表5为什么是空的", "本部门无此项支出", id="the note of the table, not what is withheld"),
        pytest.param("公务接待费为什么不增反降", "接待批次减少", id="nothing is denied"),
        pytest.param("为什么没有公务接待费", "文件里列有它的数，并不是没有：", id="there is some"),
    ],
)
def test_it_is_quoted(assistant: Assistant, question: str, words: str) -> None:
    answer = assistant.ask(question)
    assert isinstance(answer, CitedAnswer), answer.text
    assert words in answer.text


@pytest.mark.parametrize(
    ("question", "words"),
    [
        pytest.param("那70万政府性基金干什么用的", "渔港灯标", id="given where a reason stands"),
        pytest.param("国有资本经营预算的钱花在什么地方", "船厂转制安置", id="by its items"),
    ],
)
def test_what_a_fund_is_for(tmp_path: Path, question: str, words: str) -> None:
    with over_page(_STATION, _STATION_PAGE, tmp_path) as assistant:
        answer = assistant.ask(question)
    assert isinstance(answer, CitedAnswer), answer.text
    assert words in answer.text


@pytest.mark.parametrize(
    ("question", "words"),
    [
        pytest.param("巡查人员成本每人每天最多多少钱", "每人每天480元", id="a day and a person"),
        pytest.param("码头租金补贴每平方米每月最高多少", "每平方米每月9元", id="a unit with a figure in it"),
    ],
)
def test_a_limit_for_one_each(assistant: Assistant, question: str, words: str) -> None:
    answer = assistant.ask(question)
    assert isinstance(answer, CitedAnswer), answer.text
    assert words in answer.text


@pytest.mark.parametrize(
    ("question", "value", "words"),
    [
        pytest.param("泊位空置率超过多少再建就得报市渔业局批", "35", "必须报市渔业局批准", id="a condition"),
        pytest.param("空置率超过百分之几的港区新建泊位要报批", "35", "必须报市渔业局批准", id="in percent"),
        pytest.param("泊位空置率达百分之几的港区新建泊位须报批", "35", "必须报市渔业局批准", id="a share of them"),
        pytest.param("水产加工产值占比要保持在多少以上", "12", "保持在12%以上", id="a goal"),
    ],
)
def test_a_limit_told_in_prose(assistant: Assistant, question: str, value: str, words: str) -> None:
    answer = assistant.ask(question)
    assert isinstance(answer, CitedAnswer), answer.text
    assert answer.value == Decimal(value)
    assert words in answer.text


def test_a_limit_told_nowhere(assistant: Assistant) -> None:
    assert isinstance(assistant.ask("渔民收入超过多少要缴养殖费"), Refusal)


def test_a_limit_for_one_of_other_things_is_none(assistant: Assistant) -> None:
    assert isinstance(assistant.ask("渔民租金补贴每平方米每月最高多少"), Refusal)


@pytest.mark.parametrize("question", ["为什么没有国有资本经营预算", "为什么没有公务用车购置费"])
def test_no_reason_is_given(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert isinstance(answer, Refusal)
    assert answer.text.startswith("文件没有写为什么没有")


@pytest.mark.parametrize(
    ("question", "verdict", "opening"),
    [
        pytest.param("有政府性基金吗", "no", "没有，文件写：", id="only words say so"),
        pytest.param("有没有国有资本经营预算", "no", "没有，", id="a figure of zero"),
        pytest.param("有没有公务接待费", "yes", "有，", id="there is some"),
        pytest.param("是不是没有政府性基金", "yes", "是的，文件写：", id="claimed to be none"),
        pytest.param("公务接待费有没有增加", "no", "不是，", id="whether it rose"),
    ],
)
def test_whether_there_is_any(assistant: Assistant, question: str, verdict: str, opening: str) -> None:
    answer = assistant.ask(question)
    assert isinstance(answer, CitedAnswer), answer.text
    assert answer.verdict == verdict
    assert answer.text.startswith(opening)


def _half(name: str, born: str, use: str) -> str:
    return f"""<html><body><h1>{name}</h1><p>一、一般公共预算拨款支出情况</p>
<p>（一）2210203-购房补贴40.00万元。主要用于新职工（{born}后入职人员）购房补贴支出。</p>
<p>（二）2210202-提租补贴20.00万元。主要用于{use}。</p></body></html>"""


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("two")
    pages = {
        "榆林港市海事一大队2026年单位预算": ("1999年3月1日", "发放提租补贴"),
        "榆林港市海事二大队2026年单位预算": ("1989年3月1日", "发放提租补贴"),
    }
    for name, said in pages.items():
        (folder / f"{name}.html").write_text(_half(name, *said), "utf-8")
    with Store.open(folder / "store") as store:
        assert not index_paths(sorted(folder.glob("*.html")), store, jobs=1).failed
        yield Assistant(store)


@pytest.mark.parametrize(
    ("question", "verdict", "words"),
    [
        pytest.param("海事一大队和海事二大队购房补贴写的入职日期一致吗", "no", "1989年3月1日", id="dates"),
        pytest.param("海事一大队和海事二大队提租补贴的用途写得一样吗", "yes", "发放提租补贴", id="uses"),
    ],
)
def test_what_two_documents_write_is_compared(two: Assistant, question: str, verdict: str, words: str) -> None:
    answer = two.ask(question)
    assert isinstance(answer, CitedAnswer), answer.text
    assert answer.verdict == verdict
    assert words in answer.text
    assert len({citation.document_id for citation in answer.citations}) == 2


def test_what_is_none_has_no_figure(assistant: Assistant) -> None:
    answer = assistant.ask("出国费安排几万块？26年")
    assert isinstance(answer, CitedAnswer), answer.text
    assert "年初不编制" in answer.text


def test_a_short_form_with_the_year_behind_the_question(assistant: Assistant) -> None:
    answer = assistant.ask("公用车购置费安排几万块？26年")
    assert isinstance(answer, CitedAnswer), answer.text
    assert (answer.value, answer.unit) == (4, "万元")


@pytest.mark.parametrize(
    "question", ["2026年渔业系统渔港收费上缴比上年增三成，那上年大概是几亿", "去年渔港收费上缴多少亿元"]
)
def test_the_year_before_by_a_printed_rate(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert isinstance(answer, CitedAnswer), answer.text
    assert answer.value is not None
    assert (round(answer.value, 2), answer.unit) == (Decimal("4.00"), "亿元")


@pytest.mark.parametrize(
    ("question", "value"),
    [
        pytest.param("采购住宿服务多少", "13.00", id="all lines of a thing"),
        pytest.param("采购船舶租赁服务多少钱", "13.00", id="one line"),
        pytest.param("表3合计多少", "12.00", id="a table by its number"),
        pytest.param("表四一共多少钱", "30.00", id="its number in words"),
    ],
)
def test_what_is_added_up(assistant: Assistant, question: str, value: str) -> None:
    answer = assistant.ask(question)
    assert isinstance(answer, CitedAnswer), answer.text
    assert answer.value == Decimal(value)


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("采购复印机多少钱", id="not in the table of purchases"),
        pytest.param("表9合计多少", id="no such table"),
    ],
)
def test_what_is_not_listed_has_no_sum(assistant: Assistant, question: str) -> None:
    assert isinstance(assistant.ask(question), Refusal)


def test_duties_begin_at_their_beginning(tmp_path: Path) -> None:
    with over_page(_STATION, _STATION_PAGE, tmp_path) as assistant:
        answer = assistant.ask("主要职责是什么")
    assert isinstance(answer, CitedAnswer), answer.text
    assert answer.text.startswith("（一）负责东渔港")


def test_neither_income_nor_expenditure(tmp_path: Path) -> None:
    name = "柳湾市渔具站2025年度部门决算"
    page = (
        f"<html><body><h1>{name}</h1><p>八、政府性基金预算收支情况</p><p>本单位无政府性基金预算收支。</p></body></html>"
    )
    with over_page(name, page, tmp_path) as opened:
        answer = opened.ask("有政府性基金支出吗")
    assert isinstance(answer, CitedAnswer)
    assert "没有" in answer.text
