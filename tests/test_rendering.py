"""Answers as contract JSON, terminal text and HTML; tables with their header tree and the marked cell."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup, Tag

from assistant.conversation import STOPPED, Stage, Turn
from assistant.model import Clarification, Refusal
from assistant.rendering import page, talk
from assistant.rendering.contract import answer_json, number, tables_json
from assistant.rendering.explained import Explaining
from assistant.rendering.table_view import table_html
from assistant.rendering.terminal import aligned, answer_text, printable, tables_text, width
from index.model import BudgetTable, Cell, Column, Row, TableKind
from tests.example import ANSWER, DOCUMENT, HOSTILE, THREE_PUBLIC, cells, sentence_citation, table_citation

KEYS = {
    "id", "outcome", "answer", "value", "unit", "direction", "verdict", "items", "figures", "citations", "candidates",
    "reason", "elapsed_ms",
}  # fmt: skip


def soup(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def texts(tags: list[Tag]) -> list[str]:
    return [tag.get_text() for tag in tags]


# ---------------------------------------------------------------- JSON


@pytest.mark.parametrize(("unit", "said"), [("万元/辆", "万元"), ("件/万元", "件/万元"), ("万元", "万元"), ("", None)])
def test_money_for_one_thing_is_counted_in_money(unit: str, said: str | None) -> None:
    assert answer_json(replace(ANSWER, unit=unit))["unit"] == said


def test_answer_json_is_the_contract() -> None:
    line = answer_json(ANSWER, question_id="q1", elapsed_ms=12.3)
    assert set(line) == KEYS
    assert json.loads(json.dumps(line)) == line
    assert (line["value"], line["unit"], line["direction"]) == (1.6, "万元", "decrease")
    assert line["figures"][2] == {
        "text": "14.55%", "value": 14.55, "unit": "%", "status": "recomputed", "formula": "1.60 ÷ 11.00 × 100%",
        "sources": [1, 2],
    }  # fmt: skip
    assert line["citations"][0]["row"] == "合计"
    assert "document_id" not in line["citations"][0]


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [(Clarification("哪个？", ("甲", "乙")), "clarification"), (Refusal("没有", "not_in_documents"), "refusal")],
)
def test_other_outcomes_have_the_same_keys_and_no_figure(answer: Clarification | Refusal, outcome: str) -> None:
    line = answer_json(answer)
    assert set(line) == KEYS
    assert (line["outcome"], line["value"], line["figures"]) == (outcome, None, [])


@pytest.mark.parametrize(
    ("value", "printed"), [("5.80", "5.8"), ("690200", "690200"), ("690200.00", "690200"), ("0.066222", "0.066222")]
)
def test_numbers_are_printed_as_decimals(value: str, printed: str) -> None:
    assert json.dumps(number(Decimal(value))) == printed


def test_tables_json_keeps_the_printed_decimals() -> None:
    table = tables_json(DOCUMENT)["tables"][0]
    assert table["columns"][2] == {"path": ["2031年预算数", "公务用车购置及运行维护费", "小计"]}
    assert table["rows"][0]["cells"][0] == {"column": 0, "text": "9.40", "value": "9.40", "certain": True}
    assert len(table["rows"][0]["cells"]) == 4


# ---------------------------------------------------------------- terminal


def test_terminal_text_names_status_formula_and_place() -> None:
    text = answer_text(ANSWER)
    assert "已重算  1.60 ÷ 11.00 × 100%" in text
    assert (
        "[1] 某市档案馆2031年部门预算.pdf · 表四《一般公共预算“三公”经费支出表》 · 第9页 · 行：合计 · 列：合计" in text
    )


def test_no_control_characters_reach_the_terminal() -> None:
    assert printable("甲\x1b[31m乙\u202e丙\n丁") == "甲[31m乙丙\n丁"


def test_columns_are_aligned_by_display_width() -> None:
    lines = aligned([("甲", "1"), ("abc", "2")])
    assert lines == ["甲   1", "abc  2"]
    assert width("甲a") == 3


def test_an_inferred_cell_is_marked() -> None:
    row = Row("行政运行", (Cell(0, "151.58", Decimal("151.58"), certain=False),))
    table = replace(THREE_PUBLIC, rows=(row,))
    assert "151.58？" in tables_text(replace(DOCUMENT, tables=(table,)))


# ---------------------------------------------------------------- tables as HTML


def test_the_header_tree_becomes_merged_cells() -> None:
    rows = soup(table_html(THREE_PUBLIC)).select("thead tr")
    assert [(th.get_text(), th.get("colspan"), th.get("rowspan")) for th in rows[0].select("th")] == [
        ("科目", None, "3"),
        ("2031年预算数", "5", None),
    ]
    assert [(th.get_text(), th.get("colspan"), th.get("rowspan")) for th in rows[1].select("th")] == [
        ("合计", None, "2"),
        ("因公出国（境）费", None, "2"),
        ("公务用车购置及运行维护费", "2", None),
        ("公务接待费", None, "2"),
    ]
    assert texts(rows[2].select("th")) == ["小计", "公务用车运行维护费"]


def test_the_cited_cell_is_marked_once() -> None:
    html = soup(table_html(THREE_PUBLIC, 1, 4))
    assert texts(html.select("td.bq-hit")) == ["0.70"]
    assert texts(html.select("tr.bq-marked-row th")) == ["某市档案馆（本级）"]


def test_a_blank_cited_cell_is_marked_too() -> None:
    assert texts(soup(table_html(THREE_PUBLIC, 0, 1)).select("td.bq-hit")) == ["（空）"]


def test_two_sides_are_shown_apart() -> None:
    table = BudgetTable(
        "t1", "表一", "收支总表", TableKind.TOTAL_INCOME_EXPENDITURE, "万元", (1,),
        (Column(("收入", "预算数")), Column(("支出", "预算数"))),
        (
            Row("财政拨款", (Cell(0, "9", Decimal(9)),), side="income"),
            Row("教育支出", (Cell(1, "8", Decimal(8)),), side="expenditure"),
        ),
    )  # fmt: skip
    html = soup(table_html(table, 1, 1))
    assert texts(html.select("tbody th")) == ["教育支出"]
    assert texts(html.select("thead th")) == ["科目", "支出", "预算数"]


def long_table() -> BudgetTable:
    rows = [Row("合计", cells("100"), total=True), Row("教育支出", cells("90"), code="205")]
    rows += [Row(f"第{i}项", cells(str(i + 1)), code=f"20501{i:02}", level=1, path=("教育支出",)) for i in range(60)]
    return replace(THREE_PUBLIC, columns=(Column(("金额",)),), rows=tuple(rows))


def test_a_long_table_is_cut_to_the_cell_its_ancestors_and_totals() -> None:
    html = soup(table_html(long_table(), 40, 0))
    shown = texts(html.select("tbody th"))
    assert shown[:2] == ["合计", "教育支出"]
    assert shown[2:] == [f"第{i}项" for i in range(33, 44)]
    assert texts(html.select(".bq-gap")) == ["…… 省略 33 行 ……", "…… 省略 16 行 ……"]


def test_every_text_of_a_table_is_escaped() -> None:
    row = Row(HOSTILE, (Cell(0, HOSTILE),), code=HOSTILE)
    table = replace(THREE_PUBLIC, columns=(Column((HOSTILE,)),), rows=(row,), notes=(HOSTILE,))
    html = table_html(table, 0, 0)
    assert "<img" not in html
    assert "${" not in html
    assert "{{" not in html


# ---------------------------------------------------------------- conversation and evidence


def test_an_answer_shows_its_figures_and_buttons_to_its_sources() -> None:
    html = soup(talk.conversation_html([Turn("三公？", ANSWER)], "您好"))
    assert texts(html.select(".bq-badge")) == ["已核对", "已核对", "已重算"]
    assert [b["data-n"] for b in html.select(".bq-answer > p .bq-ref")] == ["1", "2"]
    assert "1.60 ÷ 11.00" in html.get_text()


def test_an_answer_arrives_sentence_first() -> None:
    long = replace(ANSWER, text=f"{ANSWER.text}其中公务接待费1.20万元。[1]")
    said, proved, whole = (
        soup(talk.conversation_html([Turn("三公？", long, stage=stage)], ""))
        for stage in (Stage.SAID, Stage.PROVED, Stage.WHOLE)
    )
    assert len(said.select(".bq-answer > p")) == 1
    assert "公务接待费1.20" not in said.select_one(".bq-answer > p").get_text()  # type: ignore[union-attr]
    assert not said.select(".bq-figures")
    assert proved.select(".bq-figures")
    assert not proved.select(".bq-after")
    assert whole.select(".bq-after")
    assert "9.40" in whole.select_one(".bq-aloud").get_text()  # type: ignore[union-attr]
    assert said.select_one(".bq-aloud").get_text() == ""  # type: ignore[union-attr]
    waiting = soup(talk.conversation_html([Turn("三公？", STOPPED, stage=Stage.WAITING)], ""))
    assert waiting.select(".bq-waiting")


def test_a_text_goes_on_in_the_paragraph_that_it_begins() -> None:
    text = "（一）主管档案。负责修复。\n（二）编纂年鉴。"
    html = soup(talk.conversation_html([Turn("职责？", replace(ANSWER, text=text))], ""))
    assert texts(html.select(".bq-answer > p")) == text.splitlines()


def test_a_long_list_is_looked_over_item_by_item() -> None:
    things = [f"项目{n}（含；尾款）{n}.00万元" for n in range(1, 15)]
    text = f"2031年，共14项：{'[1]；'.join(things)}。[1]"
    figures = tuple(replace(ANSWER.figures[0], sources=(1,) * 12) for _ in things)
    html = soup(talk.conversation_html([Turn("有哪些？", replace(ANSWER, text=text, figures=figures))], ""))
    assert texts(html.select(".bq-answer > p"))[0] == "2031年，共14项："
    assert [item.get_text().removesuffix("1") for item in html.select("ol.bq-items li")] == things
    assert texts(html.select("details.bq-more > summary")) == ["其余 2 项", "数字的核对：已核对 14 个"]
    assert "等 12 处" in html.select(".bq-figures li")[0].get_text()


def test_what_ends_a_part_stays_with_its_marks() -> None:
    html = soup(talk.conversation_html([Turn("三公？", replace(ANSWER, text="甲1万元[1]；乙2万元。[2]"))], ""))
    assert texts(html.select(".bq-refs")) == ["1；", "2"]


def test_a_term_carries_its_meaning() -> None:
    marked = soup(Explaining("0").html("“三公”经费9.40万元，其中公务接待费1.20万元；“三公”经费<b>"))
    terms = marked.select("dfn[tabindex='0']")
    assert [term.find(string=True) for term in terms] == ["“三公”经费", "公务接待费"]
    for term in terms:
        assert marked.find(id=term["aria-describedby"])["role"] == "tooltip"  # type: ignore[index]
    assert not marked.select("b")


def test_words_of_a_language_model_are_labelled() -> None:
    assert "AI生成" in talk.conversation_html([Turn("三公？", replace(ANSWER, model="某模型"))], "")
    assert "AI生成" not in talk.conversation_html([Turn("三公？", ANSWER)], "")


def test_many_candidates_can_be_filtered() -> None:
    names = tuple(f"第{n}局" for n in range(12))
    html = soup(talk.conversation_html([Turn("？", Clarification("哪个部门？（第0局、第1局等）", names))], ""))
    assert texts(html.select(".bq-first")) == ["哪个部门？"]
    assert len(html.select(".bq-pick")) == 12
    assert html.select("input.bq-filter[aria-label]")
    few = soup(talk.conversation_html([Turn("？", Clarification("哪个？（甲局或丙局）", ("甲局", "乙局")))], ""))
    assert not few.select(".bq-filter")
    assert "丙局" in few.get_text()


def test_text_of_users_and_documents_is_shown_not_run() -> None:
    turns = [Turn(HOSTILE, Refusal(HOSTILE, "x")), Turn("？", Clarification(HOSTILE, (HOSTILE,)))]
    html = talk.conversation_html(turns, "")
    parsed = soup(html)
    assert not parsed.select("img")
    assert not parsed.select(".bq-ref")  # [1] is a button only where the answer has a citation 1
    assert parsed.select_one(".bq-question").get_text() == HOSTILE  # type: ignore[union-attr]
    assert "{{" not in html
    assert "${" not in html


def test_evidence_opens_the_table_and_the_sentence() -> None:
    html = soup(page.evidence_html(0, ANSWER, lambda _: DOCUMENT, selected=2))
    assert texts(html.select("td.bq-hit")) == ["9.40"]
    quote = html.select_one(".bq-quote")
    assert quote is not None
    assert texts(quote.select("mark")) == ["2031年“三公”经费预算9.40万元，比2030年减少1.60万元"]
    assert "主要是压减公务接待" in quote.get_text()
    assert [card["data-n"] for card in html.select(".bq-chosen")] == ["2"]


def test_of_many_citations_the_rest_is_folded() -> None:
    citations = tuple(replace(table_citation(), n=n) for n in range(1, 15))
    html = soup(page.evidence_html(0, replace(ANSWER, citations=citations), lambda _: DOCUMENT, selected=14))
    assert [card["data-n"] for card in html.select(".bq-card[open]")] == [*map(str, range(1, 11)), "14"]
    folded = html.select_one('.bq-card[data-n="12"]')
    assert folded is not None
    assert "合计 9.40" in folded.get_text()
    assert "看表格" in texts(folded.select("button"))


def test_evidence_of_a_removed_document_is_its_quote() -> None:
    citations = (table_citation(), replace(sentence_citation(), quote=HOSTILE))
    html = page.evidence_html(0, replace(ANSWER, citations=citations), lambda _: None)
    assert texts(soup(html).select("mark")) == ["合计 9.40 8.20 8.20 1.20", HOSTILE]
    assert "<img" not in html


def test_nothing_to_show_is_said() -> None:
    assert "会显示在这里" in page.evidence_html(0, None, lambda _: None)
