"""Points that a text lists, as many as a question says."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.model import CitedAnswer
from assistant.service import Assistant
from tests.over_page import over_page

_PAGE = """<html><head><title>青岚县林务局2026年部门预算</title></head><body>
<h1>青岚县林务局2026年部门预算</h1>
<p>第一部分 部门概况</p><p>一、主要职责</p><p>负责全县造林绿化工作。</p>
<p>二、重点工作</p><p>围绕以上任务，抓好以下工作：</p>
<p>（一）见缝插绿，开展城区增绿行动。</p><p>（二）以水定林，开展河岸护绿行动。</p><p>（三）人人动手，开展义务植绿行动。</p>
<p>平台分为苗情、火情和虫情三个模块。全年有两项任务：一是补种沙枣；二是修剪行道树。</p>
</body></html>"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with over_page("青岚县林务局2026年部门预算", _PAGE, tmp_path_factory.mktemp("points")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "points"),
    [
        ("林务局要开展的三项“行动”分别是什么", ["城区增绿行动", "河岸护绿行动", "义务植绿行动"]),
        ("平台的三个模块是哪些", ["苗情", "火情", "虫情"]),
        ("全年的两项任务是什么", ["补种沙枣", "修剪行道树"]),
    ],
)
def test_points(assistant: Assistant, question: str, points: list[str]) -> None:
    answer = assistant.ask(question)
    assert isinstance(answer, CitedAnswer), answer.text
    assert len(answer.items) == len(points)
    assert all(point in answer.text for point in points)


def test_another_number_of_points_is_not_answered(assistant: Assistant) -> None:
    answer = assistant.ask("平台的五个模块是哪些")
    assert "苗情" not in answer.text or "五" not in answer.text
