"""Scores as text and JSON."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from assistant.rendering.terminal import aligned, printable
from eval.records import Question
from eval.score import Mark, Scored, Summary, by_kind, summarise

HEADER = ("题型", "题数", "正确", "错误", "未答", "正确率", "错误率", "引用", "数字", "中位毫秒")
MARKS = {Mark.CORRECT: "正确", Mark.WRONG: "错误", Mark.REFUSED: "未答"}


def percent(share: Decimal | None) -> str:
    """``97.7%``; 无 where there is nothing to measure."""
    return "无" if share is None else f"{(share * 100).quantize(Decimal('0.1'), ROUND_HALF_UP)}%"


def cells(name: str, summary: Summary) -> tuple[str, ...]:
    return (
        name,
        *(str(n) for n in (summary.count, summary.correct, summary.wrong, summary.refused)),
        percent(summary.accuracy),
        percent(summary.wrong_share),
        percent(summary.citation_score),
        percent(summary.figure_score),
        "无" if summary.median_ms is None else f"{summary.median_ms:.0f}",
    )


def score_text(scored: Sequence[Scored]) -> str:
    rows = [cells(kind, summary) for kind, summary in by_kind(scored).items()]
    total = summarise(scored)
    lines = aligned([HEADER, *rows, cells("合计", total)])
    if total.missing:
        lines.append(f"有 {total.missing} 题没有结果，按未答计。")
    return "\n".join(lines)


def score_json(scored: Sequence[Scored]) -> dict[str, Any]:
    return {
        "total": _summary_json(summarise(scored)),
        "kinds": {kind: _summary_json(summary) for kind, summary in by_kind(scored).items()},
        "questions": [{"id": s.question.id, "kind": s.question.kind, "mark": s.mark, "cited": s.cited} for s in scored],
    }


def _summary_json(summary: Summary) -> dict[str, Any]:
    shares = {
        "accuracy": summary.accuracy,
        "wrong_share": summary.wrong_share,
        "refused_share": summary.refused_share,
        "citation_score": summary.citation_score,
        "figure_score": summary.figure_score,
    }
    return {
        "count": summary.count,
        "correct": summary.correct,
        "wrong": summary.wrong,
        "refused": summary.refused,
        "missing": summary.missing,
        **{name: None if share is None else round(float(share), 4) for name, share in shares.items()},
        "median_ms": None if summary.median_ms is None else float(summary.median_ms),
    }


def unanswered_text(scored: Sequence[Scored]) -> str:
    """Each question that was not answered rightly: what was asked, what was wanted, what came."""
    lines: list[str] = []
    for entry in scored:
        if entry.mark is Mark.CORRECT:
            continue
        came = entry.result.answer if entry.result else "（没有结果）"
        lines += [
            "",
            f"[{MARKS[entry.mark]}] {entry.question.id} {entry.question.question}",
            f"  应答：{gold_text(entry.question)}",
            f"  所答：{came}",
        ]
    return printable("\n".join(lines))


def gold_text(question: Question) -> str:
    """The gold answer on one line."""
    gold = question.answer
    match gold.type:
        case "number":
            parts = (str(gold.value), gold.unit, gold.direction or "", *(group[0] for group in gold.items))
            return " ".join(part for part in parts if part)
        case "text":
            return "；".join("/".join(group) for group in gold.must)
        case "list":
            return "；".join("/".join(group) for group in gold.items) + " " + "、".join(map(str, gold.values))
        case "yesno":
            figure = f" {gold.figure.value}{gold.figure.unit}" if gold.figure else ""
            return ("是" if gold.value == "yes" else "否") + figure
    return "应说明无法回答"
