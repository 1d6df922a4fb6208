"""What makes an answer a refusal: each objection over a question and an answer of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from assistant import guard
from assistant.guard import Given, content, decisive, form, kind, number
from assistant.knowledge import Knowledge
from assistant.model import (
    Calculation,
    CitedAnswer,
    Claim,
    Draft,
    FigureStatus,
    Item,
    Quote,
    Refusal,
    ShownFigure,
)
from assistant.parsing.cues import find_cues
from assistant.parsing.model import Mention, ParsedQuestion
from assistant.parsing.slots import read_slots
from index.amounts import Count
from index.model import Fact, Measure, Provenance, Stage, TableKind


def _given(question: str, text: str, *, value: int | None = 1, items: tuple[str, ...] = ()) -> Given:
    listed = tuple(Item(name) for name in items)
    figure = None if value is None else Decimal(value)
    parsed = ParsedQuestion(question, question, cues=find_cues(question), slots=read_slots(question, (2024,)))
    answer = CitedAnswer(text, figure, "万元", None, None, listed, (), ())
    return Given(parsed, Knowledge(()), Draft((text,), figure, "万元", items=listed), answer)


@pytest.mark.parametrize(
    ("objection", "question", "good", "bad"),
    [
        pytest.param(content.narrowed, "每平方米租金多少", "租金为1元/平方米。", "租金为1万元。", id="counted by"),
        pytest.param(content.narrowed, "单独的支出是多少", "单独支出为1万元。", "支出为1万元。", id="narrowed"),
        pytest.param(
            content.organisations, "河湾监测中心要多少钱", "河湾监测中心1万元。", "支出为1万元。", id="organisation"
        ),
        pytest.param(
            content.carried_over, "到年底还留多少结转资金", "年末结转为1万元。", "上年结转为1万元。", id="carried over"
        ),
        pytest.param(form.limit, "成本上限是多少", "成本≤1万元。", "成本为1万元。", id="limit"),
        pytest.param(form.share, "占百分之几", "占1.00%。", "为1万元。", id="share"),
        pytest.param(kind.things, "新馆什么时候完工", "建设期限至9月。", "新馆为1万元。", id="time"),
        pytest.param(kind.things, "新馆是哪家公司中的标", "由某公司承建。", "新馆为1万元。", id="bidder"),
        pytest.param(kind.things, "幼儿园门票多少钱", "门票为1万元。", "幼儿园为1万元。", id="charge"),
        pytest.param(kind.things, "平台租期是几年", "平台租期为3年。", "2024年平台预算为1万元。", id="duration"),
        pytest.param(kind.things, "项目最多的是哪个处", "最多的是规划处：3项。", "最多的是巡查项目。", id="office"),
        pytest.param(kind.things, "老楼值多少钱", "老楼原值1万元。", "老楼维修1万元。", id="worth"),
        pytest.param(
            content.narrowed, "低保户一户给多少", "标准为100元/户。", "标准为100元/人。", id="counted by another"
        ),
        pytest.param(kind.head, "轻轨完成了多少亿投资", "轻轨投资为1万元。", "轻轨为1万元。", id="counted noun"),
        pytest.param(decisive.scope, "一般公共预算租金多少", "一般公共预算租金1万元。", "租金为1万元。", id="scope"),
        pytest.param(decisive.clause, "座右铭是多少", "座右铭共1条。", "馆长为1万元。", id="unheard"),
        pytest.param(number.echo, "12家单位里学校有几家", "共3家。", "共12家。", id="echo"),
    ],
)
def test_an_answer_that_leaves_something_out_is_refused(
    objection: Callable[[Given], Refusal | None], question: str, good: str, bad: str
) -> None:
    assert objection(_given(question, good, value=3)) is None
    assert isinstance(objection(_given(question, bad, value=12)), Refusal)


@pytest.mark.parametrize(
    ("objection", "question"),
    [
        pytest.param(decisive.compared, "实有人数比编制少几个", id="compared"),
        pytest.param(decisive.compared, "把预算用满还能再花多少", id="what is left"),
        pytest.param(decisive.named, "都叫什么名字", id="names"),
        pytest.param(decisive.named, "减少的项级科目及减少额", id="items"),
        pytest.param(decisive.explained, "运行经费怎么腰斩了", id="why"),
        pytest.param(decisive.judged, "培训费超没超预算", id="yes or no in a word"),
        pytest.param(decisive.turned, "接待费涨了还是降了，多少", id="which way"),
        pytest.param(decisive.turned, "三公经费哪项没变", id="which of them"),
        pytest.param(decisive.per_time, "护林员一个月补多少", id="a month"),
        pytest.param(decisive.ranked, "得分最低的项目花了多少", id="smallest"),
        pytest.param(decisive.classified, "那能请多少桌", id="tables of guests"),
        pytest.param(decisive.judged, "是不是真的不打算买车了", id="yes or no"),
    ],
)
def test_a_bare_figure_is_no_answer(objection: Callable[[Given], Refusal | None], question: str) -> None:
    assert isinstance(objection(_given(question, "为1万元。")), Refusal)
    assert objection(_given("租金是多少", "租金为1万元。")) is None


def test_what_a_term_means_is_not_where_it_went() -> None:
    meaning = "指为完成特定任务所发生的支出。"
    fact = Fact("a", "1", "项目支出", Measure.VALUE, 2024, Stage.BUDGET, Provenance("1", meaning), "", None)
    for question, refused in (("项目支出都花到哪去了", True), ("项目支出是什么意思", False)):
        given = _given(question, meaning, value=None)
        told = replace(given, draft=Draft((Quote(meaning, fact),)))
        assert isinstance(decisive.defined(told), Refusal) is refused


def test_nothing_told_of_what_is_named() -> None:
    given = _given("夜巡业务培训会人均多少元", "办公培训为≤400元/人。")
    named = replace(given.question, mentions=(Mention(0, 7, "夜巡业务培训会", ("夜巡业务培训会",)),))
    assert isinstance(decisive.subject(replace(given, question=named)), Refusal)
    told = replace(given.answer, text="夜巡业务培训为≤400元/人。")
    assert decisive.subject(replace(given, question=named, answer=told)) is None


def test_a_short_name_of_a_list_is_told_of() -> None:
    assert isinstance(number.listed_names(_given("大学和中学各多少", "教育支出为1万元。")), Refusal)
    assert number.listed_names(_given("大学和中学各多少", "大学1万元，中学1万元。")) is None


def test_a_rate_is_no_number_of_things() -> None:
    for question, refused in (("热线接了多少电话", True), ("热线接通率是多少", False)):
        given = _given(question, "接通率≥70%。")
        rate = replace(given, draft=replace(given.draft, unit="%"))
        assert isinstance(kind.number(rate), Refusal) is refused


def test_one_year_has_no_highest() -> None:
    figure = ShownFigure("1万元", Decimal(1), "万元", FigureStatus.VERIFIED)
    given = _given("哪年最高", "2024年最大的是房租，为1万元。")
    assert isinstance(decisive.of_years(replace(given, answer=replace(given.answer, figures=(figure,)))), Refusal)
    both = replace(given.answer, text="2024年1万元，比2023年高。", figures=(figure,))
    assert decisive.of_years(replace(given, answer=both)) is None


def test_small_talk_is_not_what_is_asked() -> None:
    said = "上回排队等了老半天，我就想问租金是多少"
    assert decisive.clause(_given(said, "租金为1万元。")) is None


def test_a_figure_is_not_set_against_itself() -> None:
    question = "表三的租金比表七的租金多多少"
    given = _given(question, "相差0万元。")
    count = Count(Decimal(1), "次", Decimal(1), "1次")
    figure = Fact("a", "1", "租金", Measure.VALUE, 2024, Stage.BUDGET, Provenance("1", "租金"), "1次", count)
    same = Calculation("difference", (figure, figure), count)
    other = Calculation("difference", (figure, replace(figure, id="b")), count)
    refused, kept = (replace(given, draft=replace(given.draft, segments=(Claim("0", one),))) for one in (same, other))
    assert isinstance(decisive.same_figure(refused), Refusal)
    assert decisive.same_figure(kept) is None


def test_listed_units_are_units() -> None:
    question = "预算单位有哪几家"
    assert form.units(_given(question, "", items=("河湾监测站", "党群服务中心"))) is None
    assert isinstance(form.units(_given(question, "", items=("教育支出", "其他支出"))), Refusal)


def test_a_list_is_no_total() -> None:
    listed = ("水费", "电费")
    assert isinstance(number.total(_given("水费和电费总计多少", "", items=listed)), Refusal)
    assert number.total(_given("水费和电费各多少", "", items=listed)) is None


def test_a_target_is_no_result() -> None:
    fact = Fact("t", "1", "巡查次数", Measure.VALUE, 2024, Stage.BUDGET, Provenance("1", "巡查次数 ≥9次"), "≥9次",
                Count(Decimal(9), "次", Decimal(1), "9次"), column_path=("指标值",), table_kind=TableKind.PROJECT_PERFORMANCE)  # fmt: skip
    target = Draft((Claim("9次", fact),), Decimal(9), "次")
    for question, refused in (
        ("巡查次数实际达到多少", True),
        ("2023年巡查次数多少", True),
        ("巡查次数定了多少", False),
    ):
        given = replace(_given(question, "≥9次"), draft=target)
        assert isinstance(kind.real(given), Refusal) is refused


def test_what_a_target_requires_is_its_value() -> None:
    fact = Fact("t", "1", "巡查次数", Measure.VALUE, 2024, Stage.BUDGET, Provenance("1", "巡查次数 ≥9次"), "≥9次",
                Count(Decimal(9), "次", Decimal(1), "9次"), column_path=("指标值",), table_kind=TableKind.PROJECT_PERFORMANCE)  # fmt: skip
    given = _given("绩效目标对巡查次数有什么要求", "巡查次数≥9次。")
    assert form.words(replace(given, draft=Draft((Claim("9次", fact),), Decimal(9), "次"))) is None
    told = replace(fact, table_kind=TableKind.PROJECT_EXPENDITURE)
    assert isinstance(form.words(replace(given, draft=Draft((Claim("9次", told),), Decimal(9), "次"))), Refusal)


def test_vehicles_owned_are_not_those_bought() -> None:
    owned = Fact("t", "1", "共有车辆", Measure.VALUE, 2024, Stage.BUDGET, Provenance("1", "共有车辆10辆"), "10辆",
                 Count(Decimal(10), "辆", Decimal(1), "10辆"))  # fmt: skip
    for label, refused in (("共有车辆", True), ("购置车辆", False)):
        told = Draft((label, Claim("10辆", replace(owned, label=label))), Decimal(10), "辆")
        given = replace(_given("买了几辆车", f"{label}为10辆。", value=10), draft=told)
        assert isinstance(number.bought(given), Refusal) is refused
    assert number.bought in guard._OBJECTIONS


def test_another_measure_is_no_answer() -> None:
    given = _given("要修多少公里栈道", "栈道为4个。", value=4)
    assert isinstance(kind.counted(replace(given, draft=Draft(("4个",), Decimal(4), "个"))), Refusal)
    assert kind.counted(replace(given, draft=Draft(("4公里",), Decimal(4), "公里"))) is None


def test_a_rate_is_no_sum_of_money() -> None:
    given = _given("工作餐一份多少钱", "工作餐合格率为100%。", value=100)
    assert isinstance(kind.money(replace(given, draft=Draft(("100%",), Decimal(100), "%"))), Refusal)


def test_two_numbers_of_things_are_not_one() -> None:
    assert isinstance(number.each_asked(_given("要扶持多少家工坊，培训多少人次", "工坊为3家。")), Refusal)


def test_a_rate_by_name_is_no_sum_of_money() -> None:
    assert isinstance(kind.rate(_given("破案率目标定的是多少", "支队预算为1万元。")), Refusal)
    assert kind.rate(_given("三公经费下降率对应多少万元", "三公经费减少1万元。")) is None


def test_another_rate_is_not_the_rate_asked_for() -> None:
    given = _given("案件结案率目标是多少", "案件立案率为100%。", value=100)
    cell = Provenance("", "100%", 1)
    target = Fact(
        "x", "", "案件立案率", Measure.VALUE, 2024, Stage.BUDGET, cell, "≥100%", None, table_kind=_PERFORMANCE_TABLE
    )
    rated = replace(given, draft=Draft((Claim("100%", target),), Decimal(100), "%"))
    assert isinstance(kind.rate(rated), Refusal)
    right = replace(rated, answer=replace(given.answer, text="案件结案率为100%。"))
    assert kind.rate(right) is None
    slip = replace(_given("投拆率目标是多少", "投诉率为100%。"), draft=rated.draft)
    assert kind.rate(slip) is None


def test_a_total_is_no_growth_of_it() -> None:
    given = _given("展会成交增长目标是多少", "展会成交额为1亿元。")
    assert isinstance(kind.rate(given), Refusal)
    assert kind.rate(replace(given, draft=Draft(("8%",), Decimal(8), "%"))) is None


_PERFORMANCE_TABLE = TableKind.PROJECT_PERFORMANCE
