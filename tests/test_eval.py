"""Scorers, scores, runs and comparisons: right, wrong and unanswered are kept apart, and nothing is given away."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from assistant.cli import main
from assistant.model import Answer
from eval.evidence import cites_gold, figure_counts
from eval.matching import compact, contains, same_value, table_number
from eval.records import EvaluationError, Question, Result, read_questions
from eval.run import answer_all, visible_documents
from eval.score import Mark, by_kind, mark_of, score, summarise
from tests.example import ScriptedAssistant


def asked(answer: dict[str, Any], **more: Any) -> Question:
    fields = {"id": "q", "question": "？", "kind": "lookup", "answer": answer} | more
    return Question.model_validate(json.loads(json.dumps(fields), parse_float=Decimal))


def said(**fields: Any) -> Result:
    line = {"id": "q", "outcome": "answer", "answer": ""} | fields
    return Result.model_validate(json.loads(json.dumps(line), parse_float=Decimal))


NUMBER = {"type": "number", "value": 0.7, "unit": "万元", "direction": "decrease", "tolerance": 0.005}
ITEMS = [{"name": "基本工资", "value": 69.02, "unit": "万元"}, {"name": "奖金", "value": 20, "unit": "万元"}]
FIGURE = {"text": "5.8万元", "value": 5.8, "unit": "万元", "status": "verified"}


@pytest.mark.parametrize(
    ("value", "unit", "gold", "gold_unit", "tolerance", "same"),
    [
        ("0.7", "万元", "0.7", "万元", "0.005", True),
        ("7000", "元", "0.7", "万元", "0.005", True),
        ("18.65", "亿元", "186549.30", "万元", "0.005", False),
        ("186549.3", "万元", "18.65493", "亿元", "0.005", True),
        ("0.7", "元", "0.7", "万元", "0.005", False),
        ("0.7", "", "0.7", "万元", "0.005", False),
        ("84.715", "%", "84.71", "%", "0.005", True),
        ("84.72", "%", "84.71", "%", "0.005", False),
        ("2.5", "个百分点", "2.5", "%", None, False),
        ("10", "项", "10", "个", "0", True),
        ("10", "辆", "10", "人", "0", False),
        ("10", "万元", "10", "个", "0", False),
        ("11", "个", "10", "个", None, False),
        ("5.8", "元", "5.8", None, None, True),
    ],
)
def test_same_value(value: str, unit: str, gold: str, gold_unit: str | None, tolerance: str | None, same: bool) -> None:
    allowed = None if tolerance is None else Decimal(tolerance)
    assert same_value(Decimal(value), unit, Decimal(gold), gold_unit, allowed) is same


def test_a_number_in_text_is_no_part_of_a_longer_one() -> None:
    assert contains(compact("共 1,290.5 万元"), "1290.5")
    assert not contains(compact("共1290.5万元"), "90")
    assert not contains(compact("共90.5万元"), "90")
    assert contains(compact("不低于90%"), "90")


@pytest.mark.parametrize(
    ("printed", "number"), [("表四", "4"), ("表4", "4"), ("公开04表", "4"), ("表十一", "11"), (None, ""), ("附表", "")]
)
def test_table_number(printed: str | None, number: str) -> None:
    assert table_number(printed) == number


@pytest.mark.parametrize(
    ("gold", "result", "mark"),
    [
        (NUMBER, said(value=0.7, unit="万元", direction="decrease"), Mark.CORRECT),
        (NUMBER, said(value=7000, unit="元", direction="decrease"), Mark.CORRECT),
        (NUMBER, said(value=0.7, unit="万元", direction="increase"), Mark.WRONG),
        (NUMBER, said(value=0.7, unit="万元"), Mark.WRONG),
        (NUMBER, said(answer="减少0.7万元"), Mark.WRONG),
        (NUMBER, said(outcome="refusal"), Mark.REFUSED),
        (NUMBER, said(outcome="clarification"), Mark.REFUSED),
        (
            NUMBER | {"direction": None, "items": ["卫生健康"]},
            said(value=0.7, unit="万元", answer="卫生健康支出"),
            Mark.CORRECT,
        ),
        (
            NUMBER | {"direction": None, "items": ["卫生健康"]},
            said(value=0.7, unit="万元", answer="教育支出"),
            Mark.WRONG,
        ),
        (
            {"type": "text", "must": [["厉行节约"], ["减少开支", "压缩开支"]]},
            said(answer="因厉行节约，压缩 开支"),
            Mark.CORRECT,
        ),
        ({"type": "text", "must": [["厉行节约"]]}, said(answer="人员减少"), Mark.WRONG),
        ({"type": "text", "must": [["节约"]], "must_not": [["人员"]]}, said(answer="节约人员经费"), Mark.WRONG),
        (
            {"type": "list", "items": [["基本工资"], ["奖金"]], "values": [69.02, 20], "unit": "万元"},
            said(items=ITEMS),
            Mark.CORRECT,
        ),
        (
            {"type": "list", "items": [["基本工资"], ["奖金"]], "values": [20, 69.02], "unit": "万元"},
            said(items=ITEMS),
            Mark.WRONG,
        ),
        ({"type": "list", "items": [["基本工资"], ["津贴"]]}, said(items=ITEMS), Mark.WRONG),
        ({"type": "list", "items": [["基本工资"]], "values": [69.02]}, said(items=ITEMS), Mark.CORRECT),
        ({"type": "yesno", "value": "yes"}, said(verdict="yes"), Mark.CORRECT),
        ({"type": "yesno", "value": "yes"}, said(verdict="no"), Mark.WRONG),
        (
            {"type": "yesno", "value": "no", "figure": {"value": 5.8, "unit": "万元"}},
            said(verdict="no", figures=[FIGURE]),
            Mark.CORRECT,
        ),
        (
            {"type": "yesno", "value": "no", "figure": {"value": 5.9, "unit": "万元"}},
            said(verdict="no", figures=[FIGURE]),
            Mark.WRONG,
        ),
        ({"type": "abstain"}, said(outcome="refusal", answer="没有"), Mark.CORRECT),
        ({"type": "abstain"}, said(answer="文件没有分到单位。"), Mark.CORRECT),
        ({"type": "abstain"}, said(answer="是5.8万元。"), Mark.WRONG),
        ({"type": "abstain"}, said(value=5.8, unit="万元"), Mark.WRONG),
    ],
)
def test_marks(gold: dict[str, Any], result: Result, mark: Mark) -> None:
    assert mark_of(asked(gold), result) is mark


def test_a_ranking_names_no_more_than_was_asked_for() -> None:
    gold = {"type": "list", "items": [["基本工资"]], "values": [69.02], "unit": "万元"}
    assert mark_of(asked(gold, kind="rank"), said(items=ITEMS)) is Mark.WRONG


def test_asking_back_is_right_only_where_the_question_is_ambiguous() -> None:
    back = said(outcome="clarification", candidates=["甲", "乙"])
    assert mark_of(asked(NUMBER, kind="ambiguous"), back) is Mark.CORRECT
    assert mark_of(asked(NUMBER), back) is Mark.REFUSED


def test_an_empty_set_has_no_score() -> None:
    summary = summarise([])
    assert summary.accuracy is None
    assert summary.citation_score is None
    assert summary.figure_score is None


def test_citations_and_figures() -> None:
    evidence = [
        {"table": "表四", "quote": "合计 5.80 5.50"},
        {"section": "四、说明", "quote": "预算 5.8万元，比上年减少 0.7万元"},
    ]
    question = asked(NUMBER, evidence=evidence)
    assert cites_gold(question, said(citations=[{"table": "表4", "row": "合计", "quote": "合计 5.80"}]))
    assert cites_gold(question, said(citations=[{"section": "其他", "quote": "预算5.8万元，比上年减少0.7万元。"}]))
    assert not cites_gold(
        question, said(citations=[{"table": "表四", "row": "公务接待费", "quote": "公务接待费 0.30"}])
    )
    assert not cites_gold(question, said(citations=[{"table": "表二", "row": "行政运行", "quote": "行政运行 151.58"}]))
    assert figure_counts(said(answer="预算5.8万元，下降10.77%。", figures=[FIGURE])) == (1, 2)


def test_missing_results_count_as_unanswered() -> None:
    questions = [asked(NUMBER, id="a"), asked(NUMBER, id="b", kind="change")]
    scored = score(questions, [said(id="a", value=0.7, unit="万元", direction="decrease")])
    total = summarise(scored)
    assert (total.correct, total.refused, total.missing, total.accuracy) == (1, 1, 1, Decimal("0.5"))
    assert list(by_kind(scored)) == ["lookup", "change"]


def test_a_run_asks_with_history_and_only_the_named_documents() -> None:
    questions = [
        asked(NUMBER, id="a", question="三公经费呢？", history=["支出多少"], docs=["sub/x.pdf"]),
        asked(NUMBER, id="b"),
    ]
    assistant = ScriptedAssistant()
    visible = visible_documents(questions, {"1": "x.pdf", "2": "y.pdf"})
    lines = list(answer_all(questions, assistant, visible))
    assert assistant.asked[0] == ("三公经费呢？", ("支出多少",), ("1",))
    assert assistant.asked[1][2] == ("1", "2")
    assert lines[0]["value"] == 1.6
    assert lines[1]["outcome"] == "refusal"
    unread = visible_documents([*questions, asked(NUMBER, id="c", docs=["z.pdf"])], {"1": "x.pdf"})
    assert unread["c"] == []
    with pytest.raises(EvaluationError, match=r"z\.pdf"):
        visible_documents([asked(NUMBER, docs=["z.pdf"])], {"1": "x.pdf"})


class BrokenAssistant(ScriptedAssistant):
    def ask(self, question: str, history: Sequence[str] = (), documents: Sequence[str] | None = None) -> Answer:
        if question == "坏":
            raise ZeroDivisionError
        return super().ask("三公", history, documents)


def test_a_question_that_breaks_does_not_end_the_run() -> None:
    questions = [asked(NUMBER, id="a", question="坏"), asked(NUMBER, id="b")]
    outcomes = [(line["outcome"], line["reason"]) for line in answer_all(questions, BrokenAssistant())]
    assert outcomes == [("refusal", "internal_error"), ("answer", None)]


@pytest.fixture
def run_files(tmp_path: Path) -> tuple[Path, Path, Path]:
    """A question set of two, and two runs: both right, one right."""
    questions, old, new = (tmp_path / name for name in ("questions.jsonl", "old.jsonl", "new.jsonl"))
    right = {"outcome": "answer", "answer": "减少0.70万元", "value": 0.7, "unit": "万元", "direction": "decrease"}
    wrong = right | {"answer": "增加0.70万元", "direction": "increase"}
    lines = [{"id": i, "question": f"问题{i}<b>", "kind": "change", "answer": NUMBER} for i in "ab"]
    _write(questions, lines)
    _write(old, [right | {"id": "a"}, right | {"id": "b"}])
    _write(new, [right | {"id": "a"}, wrong | {"id": "b"}])
    return questions, old, new


def _write(path: Path, lines: list[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8")


def test_score_command_keeps_its_bars(run_files: tuple[Path, Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    questions, old, new = map(str, run_files)
    assert main(["eval", "score", questions, old, "--min-accuracy", "1", "--max-wrong", "0"]) == 0
    assert main(["eval", "score", questions, new, "--min-accuracy", "0.9"]) == 1
    assert main(["eval", "score", questions, new, "--max-wrong", "0.4"]) == 1
    assert main(["eval", "score", questions, new, "--max-wrong", "50%"]) == 0
    capsys.readouterr()
    assert main(["eval", "score", questions, new, "--json"]) == 0
    total = json.loads(capsys.readouterr().out)["total"]
    assert (total["accuracy"], total["wrong_share"], total["citation_score"]) == (0.5, 0.5, None)


def test_an_empty_set_meets_no_bar(tmp_path: Path) -> None:
    empty = tmp_path / "empty.jsonl"
    empty.write_text("")
    assert main(["eval", "score", str(empty), str(empty), "--min-accuracy", "0"]) == 1


def test_compare_shows_what_got_worse(run_files: tuple[Path, Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    questions, old, new = map(str, run_files)
    assert main(["eval", "compare", old, new, "--questions", questions]) == 0
    shown = capsys.readouterr().out
    assert "1 题变差" in shown
    assert "正确→错误" in shown
    assert "问题a" not in shown


def test_report_is_one_escaped_page(run_files: tuple[Path, Path, Path], tmp_path: Path) -> None:
    questions, old, new = map(str, run_files)
    assert main(["eval", "report", old, new, "--out", str(tmp_path / "report"), "--questions", questions]) == 0
    html = (tmp_path / "report" / "index.html").read_text("utf-8")
    assert "<svg" in html
    assert "问题a&lt;b&gt;" in html
    assert "http" not in html


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "不是 JSON"),
        ('{"id": "a"}', "格式不符"),
        (json.dumps({"id": "a", "question": "", "kind": "", "answer": {"type": "?"}}), "格式不符"),
    ],
)
def test_a_bad_question_file_is_named(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text(line)
    with pytest.raises(EvaluationError, match=rf"q\.jsonl 第1行.*{message}"):
        read_questions(path)


def test_the_development_sets_are_readable() -> None:
    folder = Path(__file__).parents[1].parent / "shared" / "questions"
    if not folder.is_dir():
        pytest.skip("no ../shared")
    assert all(len(read_questions(path)) > 50 for path in folder.glob("*.jsonl"))
