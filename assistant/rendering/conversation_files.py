"""A conversation with its sources as a Word document, or as a workbook."""

from __future__ import annotations

import io
from collections.abc import Sequence

from assistant.conversation import Turn
from assistant.model import Citation, CitedAnswer, Clarification
from assistant.rendering.delivery import DOCX, XLSX, File
from assistant.rendering.labels import OUTCOME, STATUS, generated_by
from assistant.rendering.terminal import place, printable
from assistant.rendering.workbooks import Sheet, Value, workbook_bytes


def conversation_file(turns: Sequence[Turn], kind: str) -> File:
    """The conversation as a file of this ``kind``: docx or xlsx."""
    if kind == "xlsx":
        return File("预算问答.xlsx", XLSX, _workbook(turns))
    return File("预算问答.docx", DOCX, _document(turns))


def _sources(turn: Turn) -> Sequence[Citation]:
    return () if isinstance(turn.answer, Clarification) else turn.answer.citations


def _document(turns: Sequence[Turn]) -> bytes:
    from docx import Document

    document = Document()
    document.add_heading("预算问答", 0)
    for turn in turns:
        document.add_heading(printable(turn.question), 2)
        document.add_paragraph(printable(turn.answer.text))
        if isinstance(turn.answer, CitedAnswer):
            if turn.answer.model:
                document.add_paragraph(printable(generated_by(turn.answer.model)))
            for figure in turn.answer.figures:
                text = f"{figure.text}：{STATUS[figure.status]} {figure.formula}".rstrip()
                document.add_paragraph(printable(text), style="List Bullet")
        for citation in _sources(turn):
            document.add_paragraph(printable(f"[{citation.n}] {place(citation)}\n“{citation.quote}”"))
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def _workbook(turns: Sequence[Turn]) -> bytes:
    said: list[Sequence[Value]] = []
    figures: list[Sequence[Value]] = []
    sources: list[Sequence[Value]] = []
    for number, turn in enumerate(turns, 1):
        answer = turn.answer
        outcome = (
            "answer"
            if isinstance(answer, CitedAnswer)
            else "clarification"
            if isinstance(answer, Clarification)
            else "refusal"
        )
        said.append((number, turn.question, OUTCOME[outcome], answer.text))
        if isinstance(answer, CitedAnswer):
            figures += [(number, f.text, f.value, f.unit, STATUS[f.status], f.formula) for f in answer.figures]
        sources += [
            (
                number,
                c.n,
                c.document,
                c.department,
                c.year,
                f"{c.table or ''}{c.title or ''}" or c.section,
                c.row,
                c.column,
                c.page,
                c.quote,
            )
            for c in _sources(turn)
        ]
    return workbook_bytes(
        [
            Sheet("问答", [("序号", "问题", "结果", "回答")], said),
            Sheet("数字", [("序号", "数字", "数值", "单位", "状态", "算式")], figures),
            Sheet("出处", [("序号", "编号", "文件", "部门", "年度", "表或章节", "行", "列", "页", "原文")], sources),
        ]
    )
