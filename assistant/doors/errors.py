"""What goes wrong at a door: an HTTP status, a stable code and one Chinese line that names neither paths nor code."""

from __future__ import annotations

import logging
from typing import Any

from assistant.library import UnknownDocument
from index.errors import BudgetQaError, ReadError, StoreError

logger = logging.getLogger(__name__)

SAID: dict[int, tuple[str, str]] = {
    400: ("bad_request", "请求格式不对：须是 UTF-8 编码的 JSON。"),
    401: ("token_required", "需要访问口令：请在请求头里带上 Authorization: Bearer 口令。"),
    403: ("not_allowed", "这个口令不能做这件事，或本站没有开放它。"),
    404: ("not_found", "没有这个地址，或它不支持这种请求方法；/docs 列出全部接口。"),
    405: ("method_not_allowed", "这个地址不支持这种请求方法；/docs 有说明。"),
    413: ("too_large", "内容太大，请缩短或分批发送。"),
    422: ("invalid_request", "请求内容不符合要求。"),
    429: ("too_many_requests", "提问太频繁，请稍后再试。"),
    500: ("internal_error", "服务内部出错，请稍后再试。"),
    503: ("busy", "现在提问的人太多，请稍后再试。"),
}


class DoorError(Exception):
    """An error to be shown to the caller as it is; ``code`` and ``message`` default to what the status says."""

    def __init__(self, status: int, message: str = "", code: str = "") -> None:
        said_code, said = SAID.get(status, SAID[500])
        self.status, self.code, self.message = status, code or said_code, message or said
        super().__init__(self.message)


def error_json(error: DoorError) -> dict[str, Any]:
    """The body of an error, in the form that OpenAI's clients read too."""
    kind = "invalid_request_error" if error.status < 500 else "server_error"
    return {"error": {"message": error.message, "type": kind, "code": error.code, "param": None}}


def told(error: BudgetQaError) -> DoorError:
    """An error of the house as one that a stranger may see. Those of the store name folders: they are only logged."""
    if isinstance(error, UnknownDocument):
        return DoorError(404, str(error), "unknown_document")
    if isinstance(error, ReadError):
        return DoorError(422, str(error), "unreadable_document")
    logger.error("request failed: %s", error)
    if isinstance(error, StoreError):
        return DoorError(503, "索引库暂时不能使用，请稍后再试。", "store_unavailable")
    return DoorError(500)
