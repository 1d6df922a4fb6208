"""Scores, wrong answers and changes between runs as HTML for the web app. All text is escaped."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.rendering.escaping import escape
from eval.compare import Change
from eval.records import Question, Result
from eval.report import HEADER, MARKS, cells, gold_text
from eval.score import Mark, Scored, by_kind, summarise

KINDS = {
    "lookup": "查数", "change": "增减", "ratio": "占比", "rank": "排序", "sum": "合计", "compare": "比较", "count": "计数",
    "list": "列举", "definition": "释义", "reason": "原因", "text": "文字", "verify": "核对", "unanswerable": "无从回答",
    "ambiguous": "有歧义", "liked": "认为有用的", "disliked": "认为有误的",
}  # fmt: skip
_SHOWN = 300  # questions listed one by one


def progress_html(done: int, count: int) -> str:
    return (
        f'<p class="bq-hint" role="status"><progress max="{count}" value="{done}">{done}/{count}</progress> '
        f"正在答第 {done}/{count} 题</p>"
    )


def scores_html(scored: Sequence[Scored]) -> str:
    """A line for each kind of question, then the questions that were not answered rightly, each to open."""
    lines = [cells(KINDS.get(kind, kind), summary) for kind, summary in by_kind(scored).items()]
    lines.append(cells("合计", summarise(scored)))
    head = "".join(f'<th scope="col">{title}</th>' for title in HEADER)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in line) + "</tr>" for line in lines)
    table = f'<div class="bq-scroll bq-tall" tabindex="0" role="region" aria-label="成绩"><table class="bq-list bq-scores"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    missed = [entry for entry in scored if entry.mark is not Mark.CORRECT]
    listed = "".join(_missed(entry) for entry in missed[:_SHOWN])
    more = f'<p class="bq-hint">另有 {len(missed) - _SHOWN} 题，见报告。</p>' if len(missed) > _SHOWN else ""
    return f"{table}<h3>答错和没有回答的（{len(missed)}）</h3>{listed}{more}" if missed else f"{table}<p>全部答对。</p>"


def _missed(entry: Scored) -> str:
    question = entry.question
    history = "".join(f"<p>前问：{escape(earlier)}</p>" for earlier in question.history)
    return (
        f'<details class="bq-wrong"><summary>{_badge(entry.mark)} {escape(question.question)}</summary>{history}'
        f"<p>应答：{escape(gold_text(question))}</p>{_said('所答', entry.result)}"
        f"<p>文件：{escape('、'.join(question.docs) or '全部')}　编号：{escape(question.id)}</p></details>"
    )


def _said(label: str, result: Result | None) -> str:
    if result is None:
        return f"<p>{label}：（没有结果）</p>"
    quotes = "".join(
        f"<p>出处：{escape(' · '.join(filter(None, (c.document, c.table or c.title or c.section, c.row))))}</p>"
        for c in result.citations[:3]
    )
    return f"<p>{label}：{escape(result.answer)}</p>{quotes}"


def _badge(mark: Mark | None) -> str:
    return f'<span class="bq-badge bq-mark-{mark}">{MARKS[mark]}</span>' if mark else ""


def changes_html(changed: Sequence[Change]) -> str:
    """The changed questions, worse ones first, with both answers."""
    if not changed:
        return '<p class="bq-hint" role="status">两次运行的回答完全相同。</p>'
    items = "".join(_change(change) for change in changed[:_SHOWN])
    return f'<p class="bq-hint" role="status">{len(changed)} 题的回答有变化。</p>{items}'


def _change(change: Change) -> str:
    return (
        f'<details class="bq-wrong"><summary>{_badge(change.old_mark)} → {_badge(change.new_mark)} '
        f"{escape(_asked(change.question) or change.id)}</summary>"
        f"{_said('旧', change.old)}{_said('新', change.new)}</details>"
    )


def _asked(question: Question | None) -> str:
    return question.question if question else ""
