"""A report in one HTML file: charts of one or more runs, and every question with what was wanted and what came."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from eval.records import EvaluationError, read_questions, read_results
from eval.report import HEADER, MARKS, cells, gold_text, percent
from eval.run import questions_of
from eval.score import Mark, Scored, Summary, by_kind, score, summarise

_STYLE = """
body{margin:0 auto;max-width:72rem;padding:2rem 1.25rem;color:#1f2933;background:#fafaf8;
  font:16px/1.7 "Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif}
h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2.5rem}
table{border-collapse:collapse;width:100%;font-size:.92rem;font-variant-numeric:tabular-nums}
th,td{padding:.4rem .6rem;border-bottom:1px solid #e3e1db;text-align:right;white-space:nowrap}
th:first-child,td:first-child{text-align:left}th{color:#5c6670;font-weight:500}
tr:last-child td{font-weight:600}.scroll{overflow-x:auto}
.chart text{font-size:12px;fill:#39434d}.correct{fill:#3f7d5c}.wrong{fill:#b5483a}.refused{fill:#c9c4b8}
.key span{display:inline-block;width:.8em;height:.8em;margin:0 .35em 0 1em;border-radius:2px}
details{border:1px solid #e3e1db;border-radius:6px;margin:.4rem 0;background:#fff}
summary{padding:.45rem .8rem;cursor:pointer}details>div{padding:0 .8rem .7rem;white-space:pre-wrap}
.mark{display:inline-block;min-width:2.6em;padding:0 .5em;border-radius:4px;margin-right:.6em;
  font-size:.85rem;text-align:center;color:#fff}
.mark.correct{background:#3f7d5c}.mark.wrong{background:#b5483a}.mark.refused{background:#8b8676}
.muted{color:#6b7580;font-size:.88rem}
"""


def write_report(results: Sequence[Path], out: Path, questions: Path | None = None) -> Path:
    """Writes ``out/index.html`` and returns its path; raises EvaluationError when a run's question set is unknown."""
    runs = [(path.name, _scored(path, questions)) for path in results]
    body = "".join(_run(name, scored) for name, scored in runs)
    if len(runs) > 1:
        body = _overview(runs) + body
    page = (
        '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>预算问答评测报告</title><style>{_STYLE}</style><h1>预算问答评测报告</h1>{body}</html>"
    )
    out.mkdir(parents=True, exist_ok=True)
    target = out / "index.html"
    target.write_text(page, "utf-8")
    return target


def _scored(results: Path, questions: Path | None) -> list[Scored]:
    known = questions or questions_of(results)
    if known is None:
        raise EvaluationError(f"不知道 {results} 用的是哪套题，请用 --questions 指明")
    return score(read_questions(known), read_results(results))


def _overview(runs: Sequence[tuple[str, list[Scored]]]) -> str:
    return f"<h2>各次运行</h2>{_bars({name: summarise(scored) for name, scored in runs})}"


def _run(name: str, scored: list[Scored]) -> str:
    kinds = by_kind(scored)
    total = summarise(scored)
    questions = "".join(_question(entry) for entry in sorted(scored, key=_worst_first))
    return f"<h2>{escape(name)}</h2>{_bars({**kinds, '合计': total})}{_table(kinds, total)}<h2>逐题</h2>{questions}"


def _table(kinds: dict[str, Summary], total: Summary) -> str:
    rows = [cells(kind, summary) for kind, summary in kinds.items()] + [cells("合计", total)]
    head = "".join(f"<th>{title}</th>" for title in HEADER)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f'<div class="scroll"><table><tr>{head}</tr>{body}</table></div>'


def _bars(summaries: dict[str, Summary]) -> str:
    """One bar a group: the shares of right, wrong and unanswered questions."""
    line, label, span = 26, 130, 480
    rows = []
    for position, (name, summary) in enumerate(summaries.items()):
        y, x = position * line, float(label)
        rows.append(f'<text x="0" y="{y + 15}">{escape(name[:16])}</text>')
        for mark, count in zip(Mark, (summary.correct, summary.wrong, summary.refused), strict=True):
            length = span * count / summary.count if summary.count else 0
            rows.append(f'<rect class="{mark}" x="{x:.1f}" y="{y + 3}" width="{length:.1f}" height="16"/>')
            x += length
        rows.append(f'<text x="{label + span + 10}" y="{y + 15}">{percent(summary.accuracy)} / {summary.count}</text>')
    key = (
        '<p class="key muted"><span style="background:#3f7d5c"></span>正确<span style="background:#b5483a"></span>错误'
    )
    key += '<span style="background:#c9c4b8"></span>未答</p>'
    size = f'viewBox="0 0 720 {line * len(summaries)}" width="100%"'
    return f'<svg class="chart" {size} role="img" aria-label="正确、错误、未答的比例">{"".join(rows)}</svg>{key}'


def _worst_first(entry: Scored) -> int:
    return (Mark.WRONG, Mark.REFUSED, Mark.CORRECT).index(entry.mark)


def _question(entry: Scored) -> str:
    question, result = entry.question, entry.result
    asked = " → ".join((*question.history, question.question))
    came = result.answer if result else "（没有结果）"
    places = (
        "".join(f"\n出处：{c.document} {c.table or c.section or ''} 「{c.quote}」" for c in result.citations)
        if result
        else ""
    )
    return (
        f'<details><summary><span class="mark {entry.mark}">{MARKS[entry.mark]}</span>{escape(asked)} '
        f'<span class="muted">{escape(question.kind)} · {escape(question.id)}</span></summary>'
        f"<div>应答：{escape(gold_text(question))}\n所答：{escape(came + places)}"
        f"{f'{chr(10)}说明：{escape(question.note)}' if question.note else ''}</div></details>"
    )
