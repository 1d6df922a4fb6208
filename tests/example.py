"""A small made-up budget document and scripted answers about it, for tests of the borders of the house."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from threading import Event, RLock

from assistant.knowledge import Knowledge
from assistant.model import (
    Answer,
    Citation,
    CitedAnswer,
    Clarification,
    Direction,
    FigureStatus,
    Refusal,
    ShownFigure,
)
from index.model import (
    BudgetDocument,
    BudgetTable,
    Cell,
    Column,
    Row,
    Scope,
    Section,
    SourceFile,
    Stage,
    TableKind,
)

HOSTILE = '<img src=x onerror="window.broken=1">{{value}}${window.broken=2}[1]'


def cells(*texts: str) -> tuple[Cell, ...]:
    return tuple(Cell(i, text, Decimal(text)) for i, text in enumerate(texts) if text)


THREE_PUBLIC = BudgetTable(
    id="t4",
    number="表四",
    title="一般公共预算“三公”经费支出表",
    kind=TableKind.THREE_PUBLIC_EXPENSES,
    unit="万元",
    pages=(9,),
    columns=(
        Column(("2031年预算数", "合计")),
        Column(("2031年预算数", "因公出国（境）费")),
        Column(("2031年预算数", "公务用车购置及运行维护费", "小计")),
        Column(("2031年预算数", "公务用车购置及运行维护费", "公务用车运行维护费")),
        Column(("2031年预算数", "公务接待费")),
    ),
    rows=(
        Row("合计", cells("9.40", "", "8.20", "8.20", "1.20"), page=9, quote="合计 9.40 8.20 8.20 1.20", total=True),
        Row("某市档案馆（本级）", cells("6.10", "", "5.40", "5.40", "0.70"), level=1, path=("合计",), page=9),
        Row("某市档案馆信息中心", cells("3.30", "", "2.80", "2.80", "0.50"), level=1, path=("合计",), page=9),
    ),
    notes=("备注：本表按一般公共预算口径填列。",),
)

DOCUMENT = BudgetDocument(
    id="d1",
    source=SourceFile(Path("某市档案馆2031年部门预算.pdf"), "0" * 64, "application/pdf"),
    department="某市档案馆",
    region="某市",
    year=2031,
    stage=Stage.BUDGET,
    scope=Scope.DEPARTMENT,
    tables=(THREE_PUBLIC,),
    sections=(
        Section(
            ("四、“三公”经费情况说明",),
            "2031年“三公”经费预算9.40万元，比2030年减少1.60万元，主要是压减公务接待。"
            "其中：公务接待费1.20万元，比2030年减少1.60万元。",
            page=6,
        ),
    ),
    page_count=12,
)


def table_citation(n: int = 1) -> Citation:
    return Citation(
        n, DOCUMENT.source.name, "d1", "某市档案馆", 2031, "合计 9.40 8.20 8.20 1.20", "表四", "t4",
        THREE_PUBLIC.title, None, "合计", "合计", 0, 0, 9,
    )  # fmt: skip


def sentence_citation(n: int = 2) -> Citation:
    return Citation(
        n, DOCUMENT.source.name, "d1", "某市档案馆", 2031, "2031年“三公”经费预算9.40万元，比2030年减少1.60万元",
        section="四、“三公”经费情况说明", page=6,
    )  # fmt: skip


ANSWER = CitedAnswer(
    text="2031年“三公”经费预算9.40万元，比2030年减少1.60万元（下降14.55%）。[1][2]",
    value=Decimal("1.60"),
    unit="万元",
    direction=Direction.DECREASE,
    verdict=None,
    items=(),
    figures=(
        ShownFigure("9.40万元", Decimal("9.40"), "万元", FigureStatus.VERIFIED, sources=(1, 2)),
        ShownFigure("1.60万元", Decimal("1.60"), "万元", FigureStatus.VERIFIED, sources=(2,)),
        ShownFigure("14.55%", Decimal("14.55"), "%", FigureStatus.RECOMPUTED, "1.60 ÷ 11.00 × 100%", (1, 2)),
    ),
    citations=(table_citation(), sentence_citation()),
    trace=("指标：“三公”经费", "运算：增减"),
)


class ScriptedAssistant:
    """Answers by what the question contains: 三公, 哪个 (asks back; 全部列出: with many candidates), anything else is refused with the question."""

    def __init__(self) -> None:
        self.guard = RLock()
        self.asked: list[tuple[str, tuple[str, ...], tuple[str, ...] | None]] = []

    def ask(self, question: str, history: Sequence[str] = (), documents: Sequence[str] | None = None) -> Answer:
        self.asked.append((question, tuple(history), None if documents is None else tuple(documents)))
        if "三公" in question:
            return ANSWER
        if "全部列出" in question:
            return Clarification("您要问哪个单位？", tuple(f"第{n}中学的三公经费" for n in range(12)))
        if "哪个" in question:
            return Clarification("您要问哪个单位？", ("某市档案馆（本级）的三公经费", "某市档案馆信息中心"))
        return Refusal(f"文件中没有“{question}”的内容。", "not_in_documents")

    def view(self, documents: Sequence[str] | None) -> Knowledge:  # noqa: ARG002 - the vocabulary is knowledge enough
        return Knowledge(())


class SlowAssistant(ScriptedAssistant):
    """One that keeps every question with 慢 waiting until ``release`` is set."""

    def __init__(self) -> None:
        super().__init__()
        self.release = Event()

    def ask(self, question: str, history: Sequence[str] = (), documents: Sequence[str] | None = None) -> Answer:
        if "慢" in question:
            self.release.wait(30)
        return super().ask(question, history, documents)
