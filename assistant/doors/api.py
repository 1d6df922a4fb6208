"""``/api``: ask, check, and the documents with their tables, in the JSON of the command line."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from assistant.doors.errors import DoorError
from assistant.doors.examples import ANSWER, CHECK, DOCUMENTS, TABLES, described
from assistant.doors.limits import Queue
from assistant.doors.requests import AskRequest, CheckRequest
from assistant.doors.window import Window


def routes(window: Window, queue: Queue, slow: Queue) -> APIRouter:
    """The routes over a window. ``queue`` is for questions, ``slow`` for what reads files."""
    router = APIRouter(prefix="/api", tags=["预算问答"])

    @router.post("/ask", summary="回答一个问题", responses=described(ANSWER))
    async def ask(request: AskRequest) -> JSONResponse:
        """答案、数字、算式与出处，格式同 `budget-qa ask --json`；问不到的会说明原因（`outcome` 为 `refusal`）。"""
        return JSONResponse(await queue.run(partial(window.ask, request.question, request.history, request.documents)))

    @router.post("/check", summary="核对一段文字中的每个数字", responses=described(CHECK))
    async def check(request: CheckRequest) -> JSONResponse:
        """每个数字的判断、应有的数与出处，格式同 `budget-qa check --json`。"""
        return JSONResponse(await queue.run(partial(window.check, request.text, request.documents)))

    @router.get("/documents", summary="列出已读入的文件", responses=described(DOCUMENTS))
    async def documents() -> JSONResponse:
        """格式同 `budget-qa documents --json`。"""
        return JSONResponse(await queue.run(window.documents))

    @router.get("/documents/{document}/tables", summary="一份文件的各张表", responses=described(TABLES))
    async def tables(document: str) -> JSONResponse:
        """读出的表、单元格与勾稽发现，格式同 `budget-qa tables --json`。"""
        return JSONResponse(await slow.run(partial(window.tables, document)))

    @router.put("/documents/{file}", summary="读入一份文件（请求体即文件内容）", openapi_extra=_FILE)
    async def add(file: str, request: Request) -> JSONResponse:
        """需要 manage 权限。例：`curl -T 预算.pdf 地址/api/documents/预算.pdf`。文件读不了时说明原因。"""
        name = _plain_name(file)
        with tempfile.TemporaryDirectory(prefix="budget-qa-") as folder:
            received = Path(folder) / "received"
            with received.open("wb") as stream:
                async for part in request.stream():
                    stream.write(part)
            summary = await slow.run(partial(window.add, name, received))
        if summary["failed"]:
            raise DoorError(422, f"{name} 未能读入：{summary['failed'][0]['reason']}", "unreadable_document")
        return JSONResponse(summary)

    @router.delete("/documents/{document}", summary="移除一份文件")
    async def remove(document: str) -> JSONResponse:
        """需要 manage 权限。文件（编号或文件名）连同它的全部数据被移除。"""
        return JSONResponse(await slow.run(partial(window.remove, document)))

    return router


_FILE: dict[str, Any] = {
    "requestBody": {"required": True, "content": {"application/octet-stream": {"schema": {"format": "binary"}}}}
}


def _plain_name(file: str) -> str:
    """A file name that stays where it is put. Raises DoorError for any other."""
    if (
        PurePosixPath(file).name != file
        or file.startswith(".")
        or "\\" in file
        or "\0" in file
        or len(file.encode()) > 240
    ):
        raise DoorError(422, "文件名不能含有路径，也不能太长。")
    return file
