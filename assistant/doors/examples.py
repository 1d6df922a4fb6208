"""Example responses for the page of the interface, made by the code that makes the real ones."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from assistant.model import Citation, CitedAnswer, Direction, FigureStatus, ShownFigure
from assistant.rendering.contract import Json, answer_json, citation_json

_SENTENCE = Citation(
    1, "某市档案馆2031年部门预算.pdf", "3f2a90c1d4e5", "某市档案馆", 2031,
    "2031年“三公”经费预算9.40万元，比2030年减少1.60万元", section="四、“三公”经费情况说明", page=6,
)  # fmt: skip

ANSWER = answer_json(
    CitedAnswer(
        text="2031年“三公”经费预算比上年减少1.60万元。[1]",
        value=Decimal("1.60"),
        unit="万元",
        direction=Direction.DECREASE,
        verdict=None,
        items=(),
        figures=(ShownFigure("1.60万元", Decimal("1.60"), "万元", FigureStatus.VERIFIED, sources=(1,)),),
        citations=(_SENTENCE,),
    ),
    elapsed_ms=12.3,
)

CHECK: Json = {
    "figures": [
        {
            "text": "1.70万元", "value": 1.7, "unit": "万元", "start": 12, "end": 18, "status": "contradicted",
            "formula": None, "expected": {"value": 1.6, "unit": "万元"}, "citations": [citation_json(_SENTENCE)],
            "note": None,
        }
    ]
}  # fmt: skip

DOCUMENTS: list[Json] = [
    {
        "id": "3f2a90c1d4e5", "file": "某市档案馆2031年部门预算.pdf", "department": "某市档案馆", "region": "某市",
        "year": 2031, "stage": "budget", "scope": "department", "pages": 12, "tables": 9, "facts": 310, "findings": 0,
    }
]  # fmt: skip

TABLES: Json = {
    "document": {
        "file": "某市档案馆2031年部门预算.pdf", "department": "某市档案馆", "region": "某市", "year": 2031,
        "stage": "budget", "scope": "department",
    },
    "tables": [
        {
            "number": "表四", "title": "一般公共预算“三公”经费支出表", "kind": "three_public_expenses", "unit": "万元",
            "pages": [9], "columns": [{"path": ["2031年预算数", "合计"]}],
            "rows": [
                {"code": "", "label": "合计", "path": [], "page": 9,
                 "cells": [{"column": 0, "text": "9.40", "value": "9.40", "certain": True}]}
            ],
            "notes": [],
        }
    ],
    "findings": [],
}  # fmt: skip


def described(example: object) -> dict[int | str, dict[str, Any]]:
    """The ``responses`` of a route that answers like this example."""
    return {200: {"description": "成功", "content": {"application/json": {"example": example}}}}
