"""The Chinese words under which users see the codes of the data model."""

from __future__ import annotations

from assistant.checking.model import Verdict
from assistant.model import FigureStatus
from index.model import Scope, Stage

STATUS = {
    FigureStatus.VERIFIED: "已核对",
    FigureStatus.RECOMPUTED: "已重算",
    FigureStatus.DISPUTED: "有出入",
    FigureStatus.UNSUPPORTED: "无依据",
}
STATUS_MEANING = {
    FigureStatus.VERIFIED: "与文件中印出的数字一致",
    FigureStatus.RECOMPUTED: "由文件中的数字按所示算式重新算出",
    FigureStatus.DISPUTED: "文件中不同位置的数字不一致",
    FigureStatus.UNSUPPORTED: "在文件中找不到依据",
}
VERDICT = {
    Verdict.VERIFIED: "属实（文件中印有）",
    Verdict.RECOMPUTED: "属实（可由文件算出）",
    Verdict.CONTRADICTED: "不符",
    Verdict.DISPUTED: "文件自身不一致",
    Verdict.UNSUPPORTED: "无依据",
    Verdict.NOT_A_CLAIM: "不是数据",
}
STAGE = {Stage.BUDGET: "预算", Stage.ADJUSTED: "调整预算", Stage.FINAL: "决算"}
SCOPE = {Scope.DEPARTMENT: "部门", Scope.UNIT: "单位"}
LEVEL = {"info": "提示", "warning": "注意", "error": "错误"}
OUTCOME = {"answer": "回答", "clarification": "请您确认", "refusal": "无法回答"}


def generated_by(model: str) -> str:
    """The label that words of a language model must bear."""
    return f"AI生成：文字由语言模型 {model} 组织，数字均经核对。"
