"""What projects and rows of lists cost a head, and products that a question spells out."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from assistant.model import CitedAnswer, Refusal
from assistant.parsing.products import read_product
from assistant.service import Assistant
from index.pipeline import index_paths
from index.stores import Store
from tests.over_page import over_page, table


def _targets(project: str, amount: str, goal: str, *targets: tuple[str, str]) -> str:
    rows = [("产出指标", "数量指标", label, value) for label, value in targets]
    return table(
        "",
        f"{project}项目绩效目标表",
        ("项目名称", project, "", ""),
        ("专项资金情况（万元）", "资金总额", amount, ""),
        ("年度目标", goal, "", ""),
        ("一级指标", "二级指标", "三级指标", "指标值"),
        ("成本指标", "经济成本指标", "总支出成本控制情况", f"≤{amount}万元"),
        *rows,
        ("满意度指标", "服务对象满意度指标", "投诉件数", "≤5件"),
    )


PAGE = "".join(
    (
        table(
            "表七",
            "项目支出表",
            ("项目名称", "合计", "一般公共预算拨款"),
            ("警务辅助人员经费", "48.00", "48.00"),
            ("灯塔值守补贴", "25.20", "25.20"),
            ("岛上退休船员补助经费", "63.00", "63.00"),
            ("海图印制设备更新", "90.00", "90.00"),
            ("合计", "226.20", "226.20"),
        ),
        _targets("警务辅助人员经费", "48.00", "岛上12人，工资3000元/人.月。", ("聘用人员数量", "≤12人")),
        _targets("灯塔值守补贴", "25.20", "按值守人数30测算，据实结算。", ("发放的值守人数", "≥28人")),
        _targets("岛上退休船员补助经费", "63.00", "保障岛上退休船员生活。", ("保障退休船员人数", "=21人")),
        _targets("海图印制设备更新", "90.00", "更新印制设备一批。", ("彩色喷绘机", "=3台")),
        table(
            "表六",
            "一般公共预算基本支出表",
            ("科目编码", "部门预算支出经济分类科目", "政府预算支出经济分类科目", "合计"),
            ("30201", "办公费", "50201-办公经费", "6.00"),
            ("30201", "办公费", "50502-商品和服务支出", "4.00"),
            ("30207", "邮电费", "50201-办公经费", "12.00"),
            ("", "合计", "", "22.00"),
        ),
        "<h2>九、人员情况</h2><p>截至上年底，本部门人员编制30人，实有人员25人。</p>",
        "<h2>十、培训费情况说明</h2>",
        table(
            "",
            "培训费明细表",
            ("序号", "培训名称", "时间", "人数", "金额"),
            ("1", "潮汐观测班", "3月", "50", "10.00"),
            ("2", "新员工入职班", "5月", "4", "2.00"),
            ("3", "安全生产班", "7月", "100", "1.00"),
        ),
    )
)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with over_page("某市海事公安局2026年部门预算", PAGE, tmp_path_factory.mktemp("averages")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("辅警人均一年合多少万", "4"),  # a ceiling that the goals say as well
        ("岛上退休船员补助经费63万，摊到每个退休船员头上大概多少万元", "3"),
        ("三个培训里，平均到每个人花钱最多的是哪个班，人均多少万", "0.5"),
        ("哪个培训人均费用最低", "0.01"),
        ("人均邮电费多少万元", "0.48"),
        ("每个人平均分到多少万元办公费", "0.4"),  # two rows of one name
    ],
)
def test_average(assistant: Assistant, question: str, value: str) -> None:
    answer = assistant.ask(question)
    assert isinstance(answer, CitedAnswer), answer.text
    assert answer.value == Decimal(value), answer.text


@pytest.mark.parametrize(
    "question",
    [
        "灯塔值守补贴人均多少",  # the goals say 30, the target 28
        "海图印制设备更新平均每台多少钱",  # one kind of what is bought
        "四个培训里人均最高的是哪个",  # the list has three
    ],
)
def test_number_in_doubt_is_refused(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert isinstance(answer, Refusal), answer.text


def test_what_people_are_paid_from(assistant: Assistant) -> None:
    answer = assistant.ask("辅警经费是多少万元")
    assert isinstance(answer, CitedAnswer), answer.text
    assert answer.value == Decimal(48)


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("灯塔值守补贴按30人、每人每月700元算足12个月，和列的25.20万元对得上吗", "yes"),
        ("灯塔值守补贴按28人、每人每月700元、12个月算，是25.20万元吗", "no"),
        ("岛上退休船员补助经费，21人每人每年2.5万元，正好等于63万吗", "no"),
        ("安全生产班100人，人均100元，跟1万元对得上吗", "yes"),
    ],
)
def test_product(assistant: Assistant, question: str, verdict: str) -> None:
    answer = assistant.ask(question)
    assert isinstance(answer, CitedAnswer), answer.text
    assert answer.verdict == verdict, answer.text


@pytest.mark.parametrize(
    ("said", "factors"),
    [
        ("66人、每人每月710元，12个月", ["66人", "12个月"]),
        ("每人每月710元，66人全年", ["66人", "12个月"]),
        ("66人每月710元", None),  # for how many months?
        ("会议费6万元、培训费8万元", None),
        ("66人，人均超过8万元", None),
    ],
)
def test_factors(said: str, factors: list[str] | None) -> None:
    product = read_product(said)
    assert (product and [one.text for one in product.factors]) == factors


@pytest.fixture(scope="module")
def two_teams(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("teams")
    pages = {
        "某市公安局水上支队": ("48.00", "=12人"),
        "某市公安局港口支队": ("90.00", "=18人"),
    }
    paths = []
    for department, (amount, heads) in pages.items():
        page = (
            f"<h1>{department}2026年单位预算</h1>"
            + table("表七", "项目支出表", ("项目名称", "合计"), ("警务辅助人员经费", amount), ("合计", amount))
            + _targets("警务辅助人员经费", amount, "保障辅助人员工资。", ("聘用人员数量", heads))
        )
        path = folder / f"{department}2026年单位预算.html"
        path.write_text(page, "utf-8")
        paths.append(path)
    with Store.open(folder / "store") as store:
        assert not index_paths(paths, store, jobs=1).failed
        yield Assistant(store)


@pytest.mark.parametrize(
    "question",
    [
        "某市公安局水上支队和某市公安局港口支队，按警务辅助人员经费的资金总额除以聘用人数，哪边人均高，高多少万元",
        "某市公安局水上支队和某市公安局港口支队人均辅警经费差多少万元",
    ],
)
def test_averages_of_two_departments(two_teams: Assistant, question: str) -> None:
    answer = two_teams.ask(question)
    assert isinstance(answer, CitedAnswer), answer.text
    assert answer.value == Decimal(1), answer.text
    assert [item.name for item in answer.items] == ["某市公安局港口支队"]
