"""One metric over the documents of two years: the change by its everyday verbs, the multiple as said, which year was highest."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from assistant.model import CitedAnswer
from assistant.service import Assistant
from index.pipeline import index_paths
from index.stores import Store
from tests.over_page import table

_DEPARTMENT = "汀洲市林草局"
_PUBLIC = {2025: "8.00", 2026: "2.00"}


def _page(year: int) -> str:
    rows = (("项目", f"{year}年预算数"), ("“三公”经费合计", _PUBLIC[year]), ("公务接待费", "1.00"))
    body = table("表8", "一般公共预算“三公”经费支出表", *rows)
    return f"<html><body><h1>{_DEPARTMENT}{year}年部门预算</h1><p>一、主要职责</p><p>负责林草。</p>{body}</body></html>"


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("over_years")
    paths = [folder / f"{_DEPARTMENT}{year}年部门预算.html" for year in _PUBLIC]
    for path, year in zip(paths, _PUBLIC, strict=True):
        path.write_text(_page(year), "utf-8")
    with Store.open(folder / "store") as store:
        assert not index_paths(paths, store, jobs=1).failed
        yield Assistant(store)


@pytest.mark.parametrize(
    ("question", "value", "unit"),
    [
        ("三公经费2026年比2025年砍掉百分之几", "75", "%"),
        ("三公经费2025年是2026年的几倍", "4", "倍"),
        ("三公经费2026年是2025年的几倍", "0.25", "倍"),
        ("三公经费哪年最高", "8", "万元"),
        ("三公经费哪年最少，比最多的那年少多少", "6", "万元"),
        ("2025、2026两年“三公”经费预算（出国、用车、接待三项）合计多少万元", "10", "万元"),
    ],
)
def test_it_is_found(assistant: Assistant, question: str, value: str, unit: str) -> None:
    answer = assistant.ask(question)
    assert isinstance(answer, CitedAnswer), answer
    assert (answer.value, answer.unit) == (Decimal(value), unit), answer.text


@pytest.mark.parametrize(
    ("before", "question", "direction"),
    [
        ("2025年公务接待费占三公经费的比重是多少", "2026年这个占比升了几个百分点？", "increase"),
        ("2026年公务接待费占三公经费的比重是多少", "比2025年这个占比高几个百分点？", "increase"),
    ],
)
def test_a_share_told_before_is_set_against_another_year(
    assistant: Assistant, before: str, question: str, direction: str
) -> None:
    answer = assistant.ask(question, (before,))
    assert isinstance(answer, CitedAnswer), answer
    assert (answer.value, answer.direction) == (Decimal("37.50"), direction), answer.text
