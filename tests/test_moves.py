"""Which items rose or fell against the year before: over tables of both years, told in prose, by parts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.model import CitedAnswer, Refusal
from assistant.service import Assistant
from tests.over_page import over_page, table

BOTH_YEARS = "<h1>青禾市气候局2026年部门预算</h1>" + table(
    "表五",
    "2026年一般公共预算支出预算表",
    ("科目编码", "科目名称", "2025年预算数", "2026年预算数", "2026年预算数", "2026年预算数"),
    ("科目编码", "科目名称", "2025年预算数", "总计", "基本支出", "项目支出"),
    ("", "合计", "500.00", "560.00", "330.00", "230.00"),
    ("205", "教育支出", "30.00", "24.00", "24.00", ""),
    ("20508", "进修及培训", "30.00", "24.00", "24.00", ""),
    ("2050803", "培训支出", "30.00", "24.00", "24.00", ""),
    ("208", "社会保障和就业支出", "120.00", "126.00", "126.00", ""),
    ("20805", "行政事业单位养老支出", "120.00", "126.00", "126.00", ""),
    ("2080501", "行政单位离退休", "70.00", "77.00", "77.00", ""),
    ("2080599", "其他行政事业单位养老支出", "50.00", "49.00", "49.00", ""),
    ("220", "自然资源海洋气象等支出", "350.00", "410.00", "180.00", "230.00"),
    ("22005", "气象事务", "350.00", "410.00", "180.00", "230.00"),
    ("2200501", "行政运行", "180.00", "180.00", "180.00", ""),
    ("2200504", "气象事业机构", "150.00", "230.00", "", "230.00"),
    ("2200599", "其他气象事务支出", "20.00", "", "", ""),
)

TOLD = """<h1>青禾市河湖局2026年部门预算</h1>
<h2>一、一般公共预算拨款支出明细情况</h2>
<p>（一）支出按功能科目分类的明细情况</p>
<p>本部门当年一般公共预算拨款支出300.00万元，其中：</p>
<p>1.行政运行（2130301）200.00万元，较上年增加40.00万元，增长25.00%，原因是人员增加；</p>
<p>2.水利工程建设（2130305）0.00万元，较上年减少60.00万元，下降100.00%，原因是工程完工；</p>
<p>3.培训支出（2050803）12.00万元，较上年增加2.00万元，增长20.00%，原因是培训增加；</p>
<p>4.住房公积金（2210201）88.00万元，较上年增加4.00万元，增长4.76%，原因是基数调整。</p>
<p>（二）支出按经济科目分类的明细情况</p>
<p>本部门当年一般公共预算拨款支出300.00万元，其中：</p>
<p>（1）工资福利支出（301）210.00万元，较上年增加10.00万元，增长5.00%，原因是人员增加；</p>
<p>（2）商品和服务支出（302）90.00万元，较上年减少24.00万元，下降21.05%，原因是工程完工。</p>
<h2>二、收入预算情况</h2>
<p>2026年收入预算320.00万元，比上年减少14.00万元。其中：一般公共预算拨款收入300.00万元，比上年减少20.00万元；事业收入20.00万元，比上年增加6.00万元。</p>
"""

BELOW_SECTIONS = """<h1>青禾市礁石局2026年部门预算</h1>
<h2>一、一般公共预算支出情况</h2>
<p>1.文化旅游体育与传媒支出（类）190.00万元，占一般公共预算支出的100%。</p>
<p>礁石事业（款）行政运行（项）70.00万元，比2025年预算增加7.00万元，增长11.11%，主要原因是人员增加。</p>
<p>礁石事业（款）礁石巡护（项）90.00万元，比2025年预算减少10.00万元，下降10.00%，主要原因是次数减少。</p>
<p>礁石事业（款）其他礁石事业支出（项）30.00万元，比2025年预算减少20.00万元，下降40.00%，主要原因是工程完工。</p>
""" + table(
    "表五",
    "2026年一般公共预算支出表",
    ("科目编码", "科目名称", "合计", "基本支出", "项目支出"),
    ("", "合计", "190.00", "70.00", "120.00"),
    ("207", "文化旅游体育与传媒支出", "190.00", "70.00", "120.00"),
    ("20711", "礁石事业", "190.00", "70.00", "120.00"),
    ("2071101", "行政运行", "70.00", "70.00", ""),
    ("2071104", "礁石巡护", "90.00", "", "90.00"),
    ("2071199", "其他礁石事业支出", "30.00", "", "30.00"),
)


@pytest.mark.parametrize(
    ("question", "items"),
    [
        ("哪些项级科目比上年减少了？", ["其他礁石事业支出", "礁石巡护"]),
        ("哪些项级科目比上年增加了？", ["行政运行"]),
    ],
)
def test_told_below_their_section(tmp_path: Path, question: str, items: list[str]) -> None:
    with over_page("青禾市礁石局2026年部门预算", BELOW_SECTIONS, tmp_path) as assistant:
        answer = assistant.ask(question)
    assert isinstance(answer, CitedAnswer), answer
    assert [item.name for item in answer.items] == items


def test_none_fell_says_nothing_of_the_untold(tmp_path: Path) -> None:
    page = BELOW_SECTIONS.replace("，比2025年预算减少10.00万元，下降10.00%，主要原因是次数减少", "")
    page = page.replace("，比2025年预算减少20.00万元，下降40.00%，主要原因是工程完工", "")
    with over_page("青禾市礁石局2026年部门预算", page, tmp_path) as assistant:
        assert isinstance(assistant.ask("哪些项级科目比上年减少了？"), Refusal)


@pytest.fixture(scope="module")
def both_years(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with over_page("青禾市气候局2026年部门预算", BOTH_YEARS, tmp_path_factory.mktemp("both")) as assistant:
        yield assistant


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with over_page("青禾市河湖局2026年部门预算", TOLD, tmp_path_factory.mktemp("told")) as assistant:
        yield assistant


def _items(assistant: Assistant, question: str) -> list[tuple[str, str]]:
    answer = assistant.ask(question)
    assert isinstance(answer, CitedAnswer), answer
    return [(item.name, f"{item.value}{item.unit}") for item in answer.items]


class TestTableOfBothYears:
    @pytest.mark.parametrize(
        ("question", "expected"),
        [
            (
                "对照2025年预算数，2026年一般公共预算支出里有哪些项级科目是减少的？各减多少万元",
                [("培训支出", "6.00万元"), ("其他行政事业单位养老支出", "1.00万元")],
            ),
            ("社会保障和就业支出下面哪些项比上年降了", [("其他行政事业单位养老支出", "1.00万元")]),
            ("哪些类级科目比去年增加了6%以上", [("自然资源海洋气象等支出", "17.14%")]),
            ("比2025年增幅超过10%的项级科目有哪些", [("气象事业机构", "53.33%")]),
            ("哪些项级科目比上年多了5万元以上", [("气象事业机构", "80.00万元"), ("行政单位离退休", "7.00万元")]),
            ("与上年持平的项级科目有哪些", [("行政运行", "180.00万元")]),
        ],
    )
    def test_items_that_moved(self, both_years: Assistant, question: str, expected: list[tuple[str, str]]) -> None:
        assert _items(both_years, question) == expected

    def test_how_many(self, both_years: Assistant) -> None:
        answer = both_years.ask("有几个项级科目比上年减少？")
        assert isinstance(answer, CitedAnswer)
        assert f"{answer.value}{answer.unit}" == "2个"

    def test_an_item_of_one_year_only_is_told_apart(self, both_years: Assistant) -> None:
        answer = both_years.ask("哪些项级科目比上年减少？")
        assert "另有只列2025年数的：其他气象事务支出" in answer.text


class TestToldInProse:
    @pytest.mark.parametrize(
        ("question", "expected"),
        [
            ("哪些项级科目比上年涨幅超过10%？带上涨幅", [("行政运行", "25.00%"), ("培训支出", "20.00%")]),
            ("今年哪些科目比上年下降了？降了多少", [("水利工程建设", "60.00万元")]),
            ("按部门经济分类，哪些科目今年比上年减少？", [("商品和服务支出", "24.00万元")]),
            ("增长最快的两个项级科目是哪些", [("行政运行", "25.00%"), ("培训支出", "20.00%")]),
            ("收入来源里哪些比上年减少？", [("一般公共预算拨款收入", "20.00万元")]),
        ],
    )
    def test_items_that_moved(self, told: Assistant, question: str, expected: list[tuple[str, str]]) -> None:
        assert _items(told, question) == expected

    @pytest.mark.parametrize(
        ("question", "item"), [("哪个项级科目涨幅最大", "行政运行"), ("项级科目里增幅最小的是哪个", "住房公积金")]
    )
    def test_the_one_that_moved_most_or_least(self, told: Assistant, question: str, item: str) -> None:
        assert _items(told, question)[0][0] == item


def test_nothing_to_compare_is_said(tmp_path_factory: pytest.TempPathFactory) -> None:
    page = "<h1>青禾市林草局2026年部门预算</h1>" + table(
        "表三",
        "支出总表",
        ("科目编码", "科目名称", "合计"),
        ("", "合计", "60.00"),
        ("213", "农林水支出", "60.00"),
        ("21302", "林业和草原", "60.00"),
        ("2130201", "行政运行", "60.00"),
    )
    with over_page("青禾市林草局2026年部门预算", page, tmp_path_factory.mktemp("none")) as assistant:
        answer = assistant.ask("哪些项级科目比上年减少")
    assert isinstance(answer, Refusal)
    assert answer.reason == "no_comparison"


@pytest.mark.parametrize("question", ["人员变动导致哪些支出减少", "2026年增加了多少个监测站点"])
def test_what_no_figure_tells_lists_no_items(told: Assistant, question: str) -> None:
    answer = told.ask(question)
    assert not isinstance(answer, CitedAnswer) or not answer.items


PARTS = """<h1>青禾市港口局2026年部门预算</h1>
<h2>六、一般公共预算“三公”经费支出情况</h2>
<p>（一）因公出国（境）经费</p><p>2026年预算安排6.00万元，比上年增加6.00万元，增长100%。主要原因是有出访计划。</p>
<p>（二）公务接待费</p><p>2026年预算安排4.00万元，与上年持平。</p>
<p>（三）公务用车购置及运行费</p>
<p>2026年预算安排50.00万元，其中：公务用车运行费32.00万元，比上年减少8.00万元，下降20.00%；公务用车购置费18.00万元，比上年增加18.00万元，增长100%。</p>
""" + table(
    "表八",
    "一般公共预算“三公”经费支出预算表",
    ("项目", "预算数"),
    ("合计", "60.00"),
    ("因公出国（境）费用", "6.00"),
    ("公务接待费", "4.00"),
    ("公务用车购置及运行费", "50.00"),
    ("其中：公务用车购置费", "18.00"),
    ("公务用车运行费", "32.00"),
)


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with over_page("青禾市港口局2026年部门预算", PARTS, tmp_path_factory.mktemp("parts")) as assistant:
        yield assistant


class TestChangeOfAWholeFromItsParts:
    @pytest.mark.parametrize(
        ("question", "value", "direction"),
        [
            ("三公经费合计比上年增加多少", "16.00万元", "increase"),
            ("三公经费合计比上年多了百分之几", "36.36%", "increase"),
            ("公务用车购置及运行费比上年多多少", "10.00万元", "increase"),
            ("三公经费去年一共多少", "44.00万元", None),
        ],
    )
    def test_changes_are_added_up(self, parts: Assistant, question: str, value: str, direction: str | None) -> None:
        answer = parts.ask(question)
        assert isinstance(answer, CitedAnswer), answer
        assert (f"{answer.value}{answer.unit}", answer.direction) == (value, direction)

    def test_a_part_without_a_change_leaves_the_whole_unknown(self, tmp_path: Path) -> None:
        page = PARTS.replace("，与上年持平", "")
        with over_page("青禾市港口局2026年部门预算", page, tmp_path) as assistant:
            answer = assistant.ask("三公经费合计比上年增加多少")
        assert isinstance(answer, Refusal)
        assert answer.reason == "no_comparison"


class TestAskedInOtherWays:
    @pytest.mark.parametrize(
        ("question", "expected"),
        [
            ("项级科目按增幅从低到高排", [("住房公积金", "4.76%"), ("培训支出", "20.00%"), ("行政运行", "25.00%")]),
            ("降幅超过50%的项级科目", [("水利工程建设", "100.00%")]),
            ("哪些项级科目下降了100%", [("水利工程建设", "100.00%")]),
            ("今年归零的项级科目有哪些", [("水利工程建设", "60.00万元")]),
            ("有没有比上年减少的项级科目", [("水利工程建设", "60.00万元")]),
            ("除了行政运行，还有哪些项级科目比上年增加", [("住房公积金", "4.00万元"), ("培训支出", "2.00万元")]),
        ],
    )
    def test_items(self, told: Assistant, question: str, expected: list[tuple[str, str]]) -> None:
        assert _items(told, question) == expected

    def test_each_with_its_change(self, both_years: Assistant) -> None:
        assert _items(both_years, "社会保障和就业支出下各项级科目比2025年各增加多少") == [
            ("行政单位离退休", "7.00万元"),
            ("其他行政事业单位养老支出", "1.00万元"),
        ]

    def test_added_up(self, told: Assistant) -> None:
        answer = told.ask("增加的项级科目一共增加了多少万元")
        assert isinstance(answer, CitedAnswer)
        assert f"{answer.value}{answer.unit}" == "46.00万元"

    @pytest.mark.parametrize(("question", "verdict"), [("项级科目是不是都比上年增加了", "no")])
    def test_claimed_of_all(self, told: Assistant, question: str, verdict: str) -> None:
        answer = told.ask(question)
        assert isinstance(answer, CitedAnswer)
        assert (answer.verdict, [item.name for item in answer.items]) == (verdict, ["水利工程建设"])

    def test_growth_of_an_amount_in_points(self, told: Assistant) -> None:
        answer = told.ask("行政运行比上年涨了几个百分点")
        assert isinstance(answer, CitedAnswer)
        assert f"{answer.value}{answer.unit}" == "25.00%"


class TestFollowUps:
    @pytest.mark.parametrize(
        ("first", "then", "expected"),
        [
            ("哪些项级科目比上年减少", "那增加的呢", [("行政运行", "40.00万元"), ("住房公积金", "4.00万元"), ("培训支出", "2.00万元")]),
            ("哪些项级科目比上年增加", "其中超过22%的有哪些", [("行政运行", "25.00%")]),
        ],
    )  # fmt: skip
    def test_a_turn_goes_on(self, told: Assistant, first: str, then: str, expected: list[tuple[str, str]]) -> None:
        answer = told.ask(then, [first])
        assert isinstance(answer, CitedAnswer), answer
        assert [(item.name, f"{item.value}{item.unit}") for item in answer.items] == expected

    def test_another_level(self, both_years: Assistant) -> None:
        answer = both_years.ask("项级呢", ["哪些类级科目比2025年减少了"])
        assert isinstance(answer, CitedAnswer)
        assert [item.name for item in answer.items] == ["培训支出", "其他行政事业单位养老支出"]


def test_a_rate_without_its_particle(told: Assistant) -> None:
    answer = told.ask("培训支出增长率")
    assert isinstance(answer, CitedAnswer)
    assert f"{answer.value}{answer.unit}" == "20.00%"


def test_which_rose_and_which_fell(told: Assistant) -> None:
    answer = told.ask("行政运行和水利工程建设哪个增加哪个减少")
    assert isinstance(answer, CitedAnswer)
    assert "增加40.00万元" in answer.text
    assert "减少60.00万元" in answer.text


class TestLimitsAndSides:
    @pytest.mark.parametrize(
        ("question", "expected"),
        [
            ("项级科目里，涨幅在4%到21%之间的有哪些", ["培训支出", "住房公积金"]),
            ("增长超过两成的项级科目", ["行政运行"]),
            ("增长最多的前2项科目", ["行政运行", "住房公积金"]),
            ("增幅最大的科目和降幅最大的科目分别是什么", ["行政运行", "水利工程建设"]),
            ("一般公共预算支出增加了2%，其中哪些项级科目是下降的", ["水利工程建设"]),
        ],
    )
    def test_told(self, told: Assistant, question: str, expected: list[str]) -> None:
        assert [name for name, _ in _items(told, question)] == expected

    def test_each_side_has_its_number(self, told: Assistant) -> None:
        answer = told.ask("有几项比上年增加、几项减少")
        assert "增加的项级科目共3个" in answer.text
        assert "减少的项级科目共1个" in answer.text

    def test_a_turn_of_direction_is_not_known(self, told: Assistant) -> None:
        assert isinstance(told.ask("哪些项级科目由增转降"), Refusal)

    def test_items_that_only_one_year_has(self, both_years: Assistant) -> None:
        assert _items(both_years, "2026年取消了哪些项级科目") == [("其他气象事务支出", "20.00万元")]
        assert not _items(both_years, "2026年新增的项级科目有哪些")


def test_parts_of_an_item_that_moved_are_told(parts: Assistant) -> None:
    answer = parts.ask("三公经费里哪几项比上年增加了")
    assert isinstance(answer, CitedAnswer)
    assert [(item.name, f"{item.value}{item.unit}") for item in answer.items] == [
        ("公务用车购置及运行费", "10.00万元"),
        ("因公出国（境）费用", "6.00万元"),
    ]
    assert "其中公务用车购置费增加18.00万元、公务用车运行费减少8.00万元" in answer.text


@pytest.mark.parametrize("question", ["2024年和2026年哪一年的支出更高", "哪些绩效指标要求比上年增长"])
def test_years_and_targets_are_no_items(told: Assistant, question: str) -> None:
    answer = told.ask(question)
    assert "项级科目共" not in answer.text


class TestSeveralTogether:
    def test_their_growth(self, both_years: Assistant) -> None:
        answer = both_years.ask("培训支出和行政单位离退休合计比2025年增长百分之几")
        assert isinstance(answer, CitedAnswer), answer
        assert (f"{answer.value}{answer.unit}", answer.direction) == ("1.00%", "increase")
        assert "合计增加1.00万元" in answer.text

    def test_rises_against_falls(self, told: Assistant) -> None:
        answer = told.ask("项级科目增减相抵合计减少多少")
        assert isinstance(answer, CitedAnswer), answer
        assert f"{answer.value}{answer.unit}" == "14.00万元"
        assert answer.text.count("合计减少14.00万元") == 1


@pytest.mark.parametrize(
    ("question", "verdict", "item"),
    [
        ("涨幅最大的项级科目是行政运行，对吗", "yes", "行政运行"),
        ("增加最多的项级科目是培训支出吗", "no", "行政运行"),
        ("培训支出的涨幅是不是最大", "no", "行政运行"),
    ],
)
def test_claimed_to_have_moved_most(told: Assistant, question: str, verdict: str, item: str) -> None:
    answer = told.ask(question)
    assert isinstance(answer, CitedAnswer), answer
    assert (answer.verdict, answer.items[0].name) == (verdict, item)
