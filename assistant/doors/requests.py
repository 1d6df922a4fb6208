"""What may be sent to the HTTP doors: one pydantic model a request, with its lengths."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import ErrorDetails

from assistant.doors.limits import LONGEST_QUESTION, LONGEST_TEXT, MOST_DOCUMENTS, MOST_TURNS

Question = Annotated[str, Field(min_length=1, max_length=LONGEST_QUESTION)]
Documents = Annotated[
    list[Annotated[str, Field(max_length=300)]],
    Field(max_length=MOST_DOCUMENTS, description="只依据这些文件（编号或文件名）；不给则依据全部"),
]


class AskRequest(BaseModel):
    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        json_schema_extra={"example": {"question": "“三公”经费比去年少多少？", "history": [], "documents": []}},
    )

    question: Question = Field(description="问题")
    history: list[Question] = Field(default=[], max_length=MOST_TURNS, description="同一对话中先前的问题，由旧到新")
    documents: Documents = []


class CheckRequest(BaseModel):
    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        json_schema_extra={"example": {"text": "“三公”经费预算9.40万元，比上年减少1.60万元。", "documents": []}},
    )

    text: str = Field(min_length=1, max_length=LONGEST_TEXT, description="要核对的文字")
    documents: Documents = []


_SAID = {
    "missing": "缺少这一项",
    "string_too_long": "太长，最多 {max_length} 个字符",
    "string_too_short": "不能为空",
    "too_long": "太多，最多 {max_length} 项",
    "extra_forbidden": "不认识这一项",
    "json_invalid": "不是合法的 JSON",
    "model_attributes_type": "须是 JSON 对象（Content-Type: application/json）",
    "string_type": "须是文字",
    "list_type": "须是列表",
    "string_unicode": "含有不成字的编码",
    "int_parsing": "须是整数",
    "greater_than_equal": "不能小于 {ge}",
    "less_than_equal": "不能大于 {le}",
    "bool_parsing": "须是 true 或 false",
}


def said(errors: list[ErrorDetails]) -> str:
    """The first thing that is wrong with a request, in one Chinese line."""
    first = errors[0]
    place = ".".join(str(part) for part in first["loc"] if part != "body") if first["type"] != "json_invalid" else ""
    kind = "model_attributes_type" if first["loc"] == ("body",) and first["type"] == "missing" else first["type"]
    message = _SAID.get(kind, "不符合要求").format(**first.get("ctx", {}))
    return f"请求内容不符合要求：{place or '请求'} {message}。"
