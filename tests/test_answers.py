"""The whole answering path over the sample documents: questions of every kind, expected values from the generator.

A case of ``cases/questions.jsonl`` names documents by letter and year (``S24``: the services bureau's budget of 2024,
``W24``: the street's, ``S23F``: the final accounts). An expected figure is a gold cell ``"S24 total_expenditure 208
基本支出"`` (document, kind of table, code or label, end of the column's path), a property of the generated budget
(``"S24.staff"``), a plain number, or an operator over such figures. A known gap carries ``"xfail": "why"``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from assistant.model import Answer, CitedAnswer, Clarification, FigureStatus, Refusal
from assistant.rendering.contract import answer_json
from assistant.service import Assistant
from eval.records import Question, Result, read_questions
from eval.run import answer_all, indexed, visible_documents
from eval.score import Mark, mark_of, score, summarise
from index.amounts import MONEY_UNITS
from index.model import Stage
from index.pipeline import index_paths
from index.stores import Store
from samples.demo import DOCUMENTS, demo_set
from samples.gold import tables_json
from samples.model import SampleBudget

_SHARED = Path(__file__).parents[1].parent / "shared"
_CASES = [
    json.loads(line) for line in (Path(__file__).parent / "cases" / "questions.jsonl").read_text("utf-8").splitlines()
]
_LETTERS = {"landscape": "S", "split_codes": "W"}
_PROPERTIES = {
    "vehicles": lambda budget: sum(budget.vehicles.values()),
    "staff": lambda budget: sum(unit.staff for unit in budget.units),
    "posts": lambda budget: sum(unit.posts for unit in budget.units),
    "subordinates": lambda budget: len(budget.units) - 1,
    "offices": lambda budget: len(budget.offices),
    "projects": lambda budget: len(budget.projects),
    "contact": lambda budget: budget.contact,
    "phone": lambda budget: budget.phone,
}


# ---------------------------------------------------------------- expected values


@cache
def _samples() -> dict[str, tuple[SampleBudget, dict[str, Any]]]:
    """Letter and year → the generated budget and its gold tables."""
    return {
        f"{_LETTERS[layout]}{budget.year % 100}{'F' if budget.stage is Stage.FINAL else ''}": (
            budget,
            tables_json(budget, layout, format),
        )
        for budget, layout, format in demo_set()
    }


def _property(said: str) -> Any:
    name, _, rest = said.partition(".")
    kind, _, key = rest.partition(".")
    budget = _samples()[name][0]
    return getattr(budget, kind)[key] if key else _PROPERTIES[kind](budget)


def _cell(said: str) -> Decimal:
    """A gold cell in 元; the only one that fits."""
    name, kind, row, column = said.split()
    found = {
        Decimal(cell["value"]) * MONEY_UNITS[table["unit"]]
        for table in _samples()[name][1]["tables"]
        if table["kind"] == kind
        for line in table["rows"]
        if row in (line["code"], line["label"], "-" if not line["label"] else None)
        for cell in line["cells"]
        if cell["value"] is not None and "/".join(table["columns"][cell["column"]]["path"]).endswith(column)
    }
    assert len(found) == 1, f"{said}: {found}"
    return found.pop()


def expected(said: Any) -> Decimal:
    if isinstance(said, str):
        return _cell(said) if " " in said else Decimal(_property(said))
    if isinstance(said, int | float):
        return Decimal(str(said))
    operator, *rest = said
    values = [expected(part) for part in rest]
    match operator:
        case "+":
            return sum(values, Decimal(0))
        case "-" | "change":
            return values[0] - values[1]
        case "*":
            return values[0] * values[1]
        case "/":
            return values[0] / values[1]
        case "share":
            return values[0] / values[1] * 100
        case "rate":
            return (values[0] - values[1]) / values[1] * 100
    raise AssertionError(operator)


def _in_unit(said: Any, unit: str) -> str:
    return str(expected(said) / MONEY_UNITS.get(unit.partition("/")[0], 1))


def _words(groups: list[Any]) -> list[Any]:
    return [_property(group) if group.split(".")[0] in _samples() else group for group in groups]


def gold_of(case: dict[str, Any]) -> dict[str, Any]:
    """The case's expectation as a gold answer of the evaluation."""
    wanted = case["expect"]
    unit = wanted.get("unit", "")
    if "value" in wanted:
        more = {name: wanted[name] for name in ("direction", "items", "tolerance") if name in wanted}
        value = Decimal(_in_unit(wanted["value"], unit))
        if isinstance(wanted["value"], list) and wanted["value"][0] == "change":
            more["direction"] = "increase" if value > 0 else "decrease" if value < 0 else "unchanged"
        return {"type": "number", "value": str(abs(value)), "unit": unit, "tolerance": "0.005"} | more
    if "must" in wanted:
        return {"type": "text", "must": _words(wanted["must"]), "must_not": wanted.get("must_not", [])}
    if "list" in wanted:
        values = [_in_unit(value, unit) for value in wanted.get("values", [])]
        return {"type": "list", "items": wanted["list"], "values": values, "unit": unit or None}
    if "verdict" in wanted:
        figure = {"value": _in_unit(wanted["figure"], unit), "unit": unit} if "figure" in wanted else None
        return {"type": "yesno", "value": wanted["verdict"], "figure": figure}
    return {"type": "abstain"}


# ---------------------------------------------------------------- the assistant under test


@dataclass(frozen=True, slots=True)
class Bench:
    assistant: Assistant
    ids: dict[str, str]  # letter and year → document id

    def ask(self, question: str, docs: list[str], history: list[str] | None = None) -> Answer:
        return self.assistant.ask(question, history or (), [self.ids[name] for name in docs])


@pytest.fixture(scope="session")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with Store.open(tmp_path_factory.mktemp("answers")) as store:
        assert not index_paths([DOCUMENTS], store, jobs=1).failed
        by_file = {summary.file: summary.id for summary in store.documents()}
        ids = {name: by_file[gold["document"]["file"]] for name, (_, gold) in _samples().items()}
        yield Bench(Assistant(store), ids)


def _params() -> list[Any]:
    return [
        pytest.param(
            case,
            id=case["id"],
            marks=[pytest.mark.xfail(reason=case["xfail"], strict=True)] if "xfail" in case else [],
        )
        for case in _CASES
    ]


@pytest.mark.parametrize("case", _params())
def test_question(bench: Bench, case: dict[str, Any]) -> None:
    answer = bench.ask(case["question"], case["docs"], case.get("history"))
    wanted = case["expect"]
    if "refusal" in wanted:
        assert isinstance(answer, Refusal), answer.text
        assert answer.reason in wanted["refusal"].split("|"), answer.text
        return
    if "clarification" in wanted:
        assert isinstance(answer, Clarification), answer.text
        assert len(answer.candidates) == wanted["clarification"]
        return
    assert isinstance(answer, CitedAnswer), f"{answer}"
    record = {"id": case["id"], "question": case["question"], "kind": case["kind"], "answer": gold_of(case)}
    question = Question.model_validate(record)
    result = Result.model_validate(
        json.loads(json.dumps(answer_json(answer, question_id=case["id"])), parse_float=Decimal)
    )
    assert mark_of(question, result) is Mark.CORRECT, f"{answer.text}\n{record['answer']}"
    if wanted.get("unit") in MONEY_UNITS and "value" in wanted:
        assert answer.unit == wanted["unit"]
    assert answer.citations
    assert {figure.status for figure in answer.figures} <= {FigureStatus.VERIFIED, FigureStatus.RECOMPUTED}
    assert all(1 <= n <= len(answer.citations) for figure in answer.figures for n in figure.sources)


def test_every_case_has_its_own_name() -> None:
    assert len({case["id"] for case in _CASES}) == len(_CASES)


# ---------------------------------------------------------------- whatever is asked


@pytest.mark.parametrize("case", _CASES[::9], ids=lambda case: str(case["id"]))
def test_the_same_question_has_the_same_answer(bench: Bench, case: dict[str, Any]) -> None:
    once, again = (bench.ask(case["question"], case["docs"], case.get("history")) for _ in range(2))
    assert once == again


@pytest.mark.parametrize(
    "question", ["", "  \n\t", "\u3000", "？" * 3, "0", "\x00", "😀😀", "a" * 10_000, "三公经费" * 2_500]
)
def test_senseless_questions_are_answered_without_a_figure(bench: Bench, question: str) -> None:
    assert not isinstance(bench.ask(question, ["S24"]), CitedAnswer)


def test_very_long_and_empty_questions_say_why(bench: Bench) -> None:
    assert _reason(bench.ask("", ["S24"])) == "empty_question"
    assert _reason(bench.ask("预" * 10_000, ["S24"])) == "question_too_long"
    assert _reason(bench.ask("三公经费多少", [])) == "no_documents"


@pytest.mark.parametrize("question", ["三公经费为什么增加了这么多", "“三公”经费有什么用途"])
def test_quotes_inside_quotes_are_single(bench: Bench, question: str) -> None:
    answer = bench.ask(question, ["S24"])
    assert "““" not in answer.text
    assert "””" not in answer.text


def _reason(answer: Answer) -> str:
    assert isinstance(answer, Refusal)
    return answer.reason


# ---------------------------------------------------------------- the development set


def test_the_seed_questions_keep_their_bars() -> None:
    path = _SHARED / "questions" / "dev_seed.jsonl"
    if not path.is_file():
        pytest.skip("no ../shared")
    questions = read_questions(path)
    with indexed(_SHARED / "seed", None, 1) as store:
        files = {summary.id: summary.file for summary in store.documents()}
        lines = list(answer_all(questions, Assistant(store), visible_documents(questions, files)))
    results = [Result.model_validate(json.loads(json.dumps(line), parse_float=Decimal)) for line in lines]
    total = summarise(score(questions, results))
    assert total.accuracy is not None
    assert total.wrong_share is not None
    assert total.citation_score is not None
    assert total.accuracy >= Decimal("0.95")
    assert total.wrong_share <= Decimal("0.02")
    assert total.citation_score >= Decimal("0.95")
    proved = {FigureStatus.VERIFIED.value, FigureStatus.RECOMPUTED.value}
    assert {figure["status"] for line in lines for figure in line.get("figures", ())} <= proved
