"""Short utterances and what they fix: years, units, ranks, thresholds, tables, cues, and the names they mention."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from assistant.knowledge import DocumentIndex, Knowledge
from assistant.parsing.cues import find_cues, find_refusal, without_lead
from assistant.parsing.model import Mention
from assistant.parsing.near_names import NearNames, Spellings
from assistant.parsing.parse import parse, parse_dialogue
from assistant.parsing.points import in_percent
from assistant.parsing.sentences import questions_in
from assistant.parsing.slots import read_slots
from assistant.parsing.statements import statements
from index.model import Stage
from index.pipeline import read_document
from index.vocabulary.names import plain
from index.vocabulary.terms import vocabulary
from samples.demo import demo_set
from samples.writers import write

_KNOWN = (2017, 2018, 2019)


def slots(text: str, known: tuple[int, ...] = _KNOWN) -> Any:
    return read_slots(plain(text), known)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("支出多少", ()),
        ("2018年支出多少", (2018,)),
        ("２０１８年支出多少", (2018,)),
        ("18年支出多少", (2018,)),
        ("二〇一八年支出多少", (2018,)),
        ("二零一八年支出多少", (2018,)),
        ("17、18、19这三年支出多少", (2017, 2018, 2019)),
        ("17年和19年支出差多少", (2017, 2019)),
        ("2017年、2019年的支出", (2017, 2019)),
        ("2017—2019年支出", (2017, 2018, 2019)),
        ("2017年至2019年支出", (2017, 2018, 2019)),
        ("2017到2019年支出", (2017, 2018, 2019)),
        ("这三年支出怎么变", (2017, 2018, 2019)),
        ("近两年支出怎么变", (2018, 2019)),
        ("前年支出多少", (2017,)),
        ("2010301多少", ()),
        ("表五里2010302，2019年预算比2018年预算多了多少", (2018, 2019)),
        ("一共2018万元吗", ()),
    ],
)
def test_years(text: str, years: tuple[int, ...]) -> None:
    assert slots(text).years == years


def test_last_year_is_relative() -> None:
    assert slots("去年多少").previous_year
    assert slots("上年度是多少").previous_year
    assert not slots("今年多少").previous_year
    assert not slots("2018年比上年多多少").previous_year


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("电费多少", ""),
        ("电费多少元", "元"),
        ("电费是多少万元", "万元"),
        ("总支出折成亿元是多少", "亿元"),
        ("总支出用亿元表示", "亿元"),
        ("换算成元", "元"),
        ("以万元为单位", "万元"),
        ("占百分之几", "%"),
        ("提高了几个百分点", "个百分点"),
        ("电费多少钱", ""),
    ],
)
def test_unit_asked(text: str, unit: str) -> None:
    assert slots(text).unit == unit


@pytest.mark.parametrize(
    ("text", "decimals"),
    [("保留一位小数", 1), ("保留2位小数", 2), ("精确到小数点后三位", 3), ("取整就行", 0), ("电费多少", None)],
)
def test_decimals(text: str, decimals: int | None) -> None:
    assert slots(text).decimals == decimals


@pytest.mark.parametrize(
    ("text", "n", "top"),
    [
        ("前三名是哪些", 3, True),
        ("金额前5的科目", 5, True),
        ("排第二的是哪个", 2, False),
        ("第三大的是什么", 3, False),
        ("最大的是哪个", None, False),
        ("最大的两项是什么", 2, True),
        ("第一季度花了多少", None, False),
        ("第三产业", None, False),
    ],
)
def test_rank(text: str, n: int | None, top: bool) -> None:
    found = slots(text)
    assert (found.n, found.top) == (n, top)


@pytest.mark.parametrize(("text", "ascending"), [("最少的是哪个", True), ("从小到大排", True), ("最多的", False)])
def test_order(text: str, ascending: bool) -> None:
    assert slots(text).ascending is ascending


@pytest.mark.parametrize(
    ("text", "threshold"),
    [
        ("超过50万元的有哪些", (">", 500_000)),
        ("100万以上的项目", (">=", 1_000_000)),
        ("不到10万元的", ("<", 100_000)),
        ("低于5%的有哪些", ("<", 5)),
        ("三十万元以下的", ("<=", 300_000)),
        ("不超过10万元的", ("<=", 100_000)),
        ("项目支出为零的单位", ("=", 0)),
        ("没有安排公务接待费的单位", ("=", 0)),
        ("三公经费不是零的单位", (">", 0)),
        ("一共50万元", None),
    ],
)
def test_threshold(text: str, threshold: tuple[str, int] | None) -> None:
    found = slots(text).threshold
    assert (found and (found.op, found.quantity.value)) == threshold


@pytest.mark.parametrize(
    ("text", "tables"),
    [
        ("表三的合计是多少", ("3",)),
        ("表3的合计是多少", ("3",)),
        ("公开表十一里写了啥", ("11",)),
        ("表二和表五一致吗", ("2", "5")),
        ("表里合计多少", ()),
    ],
)
def test_tables(text: str, tables: tuple[str, ...]) -> None:
    assert slots(text).tables == tables


@pytest.mark.parametrize(
    ("text", "column"),
    [("基本支出那一列是多少", "基本支出"), ("项目支出那一栏是多少", "项目支出"), ("电费列了多少", "")],
)
def test_column(text: str, column: str) -> None:
    found = slots(text).column
    assert column in found if column else not found


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("决算数是多少", Stage.FINAL),
        ("实际支出多少", Stage.FINAL),
        ("调整预算数", Stage.ADJUSTED),
        ("预算数", None),
        ("是2018年执行数的几倍", None),
    ],
)
def test_stage(text: str, stage: Stage | None) -> None:
    assert slots(text).stage is stage


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("是35.67万元吗", [356_700]),
        ("是3万5千元吗", [35_000]),
        ("再压缩10%", [10]),
        ("二十万元够吗", [200_000]),
        ("增加五万元", [50_000]),
    ],
)
def test_figures_of_the_user(text: str, values: list[int]) -> None:
    assert [figure.value for figure in slots(text).figures] == [Decimal(value) for value in values]


@pytest.mark.parametrize(
    ("text", "cues"),
    [
        ("比上年增加了多少", {"change"}),
        ("同比下降百分之几", {"change", "rate"}),
        ("占总支出的比重", {"share"}),
        ("水费和电费加起来", {"sum"}),
        ("最大的是哪个", {"rank"}),
        ("一共几个项目", {"count"}),
        ("有哪些科目", {"list"}),
        ("是35万元，对吗", {"verify"}),
        ("如果再降10%呢", {"hypothetical"}),
        ("为什么减少", {"reason"}),
        ("什么是基本支出", {"definition"}),
        ("主要用于什么", {"purpose"}),
        ("在哪张表里", {"where"}),
        ("那公务接待费呢", {"followup"}),
        ("哪个多", {"compare"}),
        ("相差多少", {"difference"}),
        ("超过50万元的", {"filter"}),
    ],
)
def test_cues(text: str, cues: set[str]) -> None:
    assert cues <= find_cues(plain(text))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("明年预算多少", "forecast"),
        ("局长工资多少", "personal"),
        ("这样花钱合理吗", "opinion"),
        ("几点上班", "service"),
        ("电费每个月各多少", "breakdown"),
        ("三公经费是多少", None),
        ("差旅费为什么增加", None),
        ("公务接待费够不够", None),
    ],
)
def test_questions_that_no_document_answers(text: str, kind: str | None) -> None:
    assert find_refusal(plain(text)) == kind


# ---------------------------------------------------------------- names


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    budget, layout, _ = demo_set()[1]
    path = write(budget, layout, "html", tmp_path_factory.mktemp("parsing"))
    return Knowledge([DocumentIndex(read_document(path))])


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("差旅费多少", ["差旅费"]),
        ("办公费和印刷费", ["办公费", "印刷费"]),
        ("三公里的公务接待费", ["三公", "公务接待费"]),
        ("政务服务大厅运行保障多少钱", ["政务服务大厅运行保障"]),
        ("2010301是多少", ["2010301"]),
        ("３０２０１多少", ["30201"]),
        ("请问天气如何", []),
    ],
)
def test_mentions(text: str, mentions: list[str], knowledge: Knowledge) -> None:
    assert [mention.text for mention in parse(text, knowledge).mentions] == mentions


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("公务接代费多少", "公务接待费"),
        ("物业管里费多少", "物业管理费"),
        ("差履费多少", "差旅费"),
        ("职业年经缴费", "职业年金缴费"),
    ],
)
def test_mistyped_names(text: str, name: str, knowledge: Knowledge) -> None:
    found = parse(text, knowledge).mentions
    assert any(name in mention.keys or name in _names(mention) for mention in found), found


@pytest.mark.parametrize("text", ["职业年经缴费", "政务服务大厅运形保障", "其他社会报障缴费"])
def test_a_near_name_counts_less(text: str, knowledge: Knowledge) -> None:
    assert all(mention.quality < 1 for mention in parse(text, knowledge).mentions)


def _names(mention: Mention) -> list[str]:
    return [vocabulary().terms[term].name for term in mention.terms]


def test_side_by_side_and_inside(knowledge: Knowledge) -> None:
    both = parse("办公费和印刷费各多少", knowledge).queries
    assert [query.target.text for query in both] == ["办公费", "印刷费"]
    (inside,) = parse("事业运行里的基本支出多少", knowledge).queries
    assert (inside.target.text, [mention.text for mention in inside.contexts]) == ("基本支出", ["事业运行"])


def test_a_follow_up_takes_what_it_leaves_open(knowledge: Knowledge) -> None:
    parsed = parse_dialogue("那印刷费呢", ["2024年办公费占公用经费的百分之几"], knowledge)
    assert [query.target.text for query in parsed.queries] == ["印刷费"]
    assert parsed.slots.years == (2024,)
    assert parsed.cue("share")
    again = parse_dialogue("换成元", ["办公费多少"], knowledge)
    assert [query.target.text for query in again.queries] == ["办公费"]
    assert again.slots.unit == "元"


def test_a_new_question_starts_afresh(knowledge: Knowledge) -> None:
    parsed = parse_dialogue("水费多少", ["2023年办公费占公用经费的百分之几"], knowledge)
    assert parsed.slots.years == ()
    assert not parsed.cue("share")


def test_names_are_found_alike_in_one_document_or_spread_over_several() -> None:
    names = ["公务接待费", "公务用车运行费", "信访投诉办结率", "机关运行经费", "公务接代费"]
    whole = NearNames([Spellings(frozenset(names))])
    spread = NearNames([Spellings(frozenset(names[:2])), Spellings(frozenset(names[1:]))])
    for said in ("公务接侍费", "信访投拆办结率", "公务用车运费", "机关运行", "公务接待费", "毫无关系"):
        assert spread.look_up(said) == whole.look_up(said)


@pytest.mark.parametrize(
    ("message", "number"),
    [
        ("绿道建设有多少钱？还有，一年要种多少棵树？", 2),
        ("三公经费多少？分别是多少？", 0),
        ("三公经费变化多少万元？是增还是减", 0),
        ("三公经费是12万元。公车占多少？", 0),
    ],
)
def test_questions_of_one_message(message: str, number: int) -> None:
    assert len(questions_in(message, ())) == number


# ---------------------------------------------------------------- several statements in one question


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("核实两点:甲经费比上年下降2%,其中乙经费也减少了。两点都成立吗?", ["甲经费比上年下降2%", "乙经费也减少了"]),
        (
            "听说某局2024年甲经费只有5万元,而且没有安排乙经费,对吗?",
            ["某局2024年甲经费只有5万元", "2024年没有安排乙经费"],
        ),
        ("甲经费5万元,比上年减少2万元,对吗?", []),
        ("甲经费5万元,乙经费3万元,两项合计8万元,对吗?", []),
        ("甲经费有多少,乙经费没有安排,对吗?", []),
        ("甲经费花了5万元,是不是还安排了2万元的乙经费?", []),
    ],
)
def test_statements_of_a_question(question: str, said: list[str]) -> None:
    found = statements(question, lambda clause: "经费" in clause)
    assert [one.text for one in found] == said


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("请问一下，水费多少", "水费多少"),
        ("你好,我想知道水费多少", "水费多少"),
        ("领导让我问水费、电费合计", "水费、电费合计"),
        ("你好", "你好"),
        ("水费想知道一下", "水费想知道一下"),
    ],
)
def test_what_is_said_before_a_question_is_no_part_of_it(said: str, asked: str) -> None:
    assert without_lead(said) == asked


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("支出涨了5个多点", "支出涨了5%多"),
        ("支出降了二十几个点", "支出降了二十%多"),
        ("支出降了5个来点", "支出降了5%左右"),
        ("支出跌了4个多百分点", "支出跌了4个百分点多"),
        ("占比提高了4个百分点", "占比提高了4个百分点"),
        ("增加3个点位", "增加3个点位"),
    ],
)
def test_points_are_shares(said: str, written: str) -> None:
    assert in_percent(said) == written
