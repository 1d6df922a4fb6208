"""``/v1``: chat completions as OpenAI's clients ask for them, for programs that can talk to any such server.

The last message of the user is the question, the earlier ones its history (``chat``); what a chat program asks for
itself is answered without looking anything up (``chores``). The answer as ``/api/ask`` gives it, with figures and
citations, stands in the extra field ``budget_qa`` of the completion, or of the last chunk of a stream. Tokens are
counted as characters.
"""

from __future__ import annotations

import json
import re
import time
import uuid
from collections.abc import Iterator
from functools import partial

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response, StreamingResponse

from assistant.doors.chat import MODEL, ChatRequest
from assistant.doors.chores import chore_answer
from assistant.doors.errors import DoorError
from assistant.doors.limits import Queue
from assistant.doors.window import Window
from assistant.model import Answer
from assistant.rendering.contract import Json, answer_json
from assistant.rendering.markdown import answer_markdown

_PIECE = re.compile(r"[^，。；：\n]+[，。；：\n]*|[，。；：\n]+")


def routes(window: Window, queue: Queue) -> APIRouter:
    router = APIRouter(prefix="/v1", tags=["OpenAI 兼容接口"])
    started = int(time.time())

    entry = {"id": MODEL, "object": "model", "created": started, "owned_by": "budget-qa"}

    @router.get("/models", summary="可用的模型")
    async def models() -> JSONResponse:
        return JSONResponse({"object": "list", "data": [entry]})

    @router.get("/models/{model}", summary="一个模型")
    async def model(model: str) -> JSONResponse:
        if model != MODEL:
            raise DoorError(404, f"没有这个模型；可用的是 {MODEL}。", "model_not_found")
        return JSONResponse(entry)

    @router.post("/chat/completions", summary="对话")
    async def chat(request: ChatRequest) -> Response:
        """最后一条用户消息是问题，先前的用户消息是上文；`stream` 为 true 时按 SSE 逐段返回。

        数字、算式与出处在附加字段 `budget_qa` 里，格式同 `/api/ask`。"""
        reply = await replied(request)
        if not request.stream:
            return JSONResponse(reply.completion())
        events = (f"data: {json.dumps(chunk, ensure_ascii=False)}\n\n" for chunk in reply.chunks(request.wants_usage))
        return StreamingResponse(_ended(events), media_type="text/event-stream", headers={"Cache-Control": "no-cache"})

    async def replied(request: ChatRequest) -> Reply:
        chore = chore_answer(request.last_text)
        if chore is not None:
            return Reply(request.last_text, chore)
        request.check_form()
        question, history = request.turns()
        return Reply.to(question, await queue.run(partial(window.answer, question, history, request.documents)))

    return router


def _ended(events: Iterator[str]) -> Iterator[str]:
    yield from events
    yield "data: [DONE]\n\n"


class Reply:
    """One reply in the shapes of a completion and of its chunks; ``extra`` stands beside the choices."""

    def __init__(self, asked: str, text: str, extra: Json | None = None) -> None:
        self._asked = asked
        self._text = text
        self._extra = extra or {}
        self._id = f"chatcmpl-{uuid.uuid4().hex}"
        self._created = int(time.time())

    @classmethod
    def to(cls, question: str, answer: Answer) -> Reply:
        """A checked answer as Markdown, with its JSON in ``budget_qa``."""
        return cls(question, answer_markdown(answer), {"budget_qa": answer_json(answer)})

    def completion(self) -> Json:
        choice = {
            "index": 0,
            "message": {"role": "assistant", "content": self._text, "refusal": None},
            "finish_reason": "stop",
            "logprobs": None,
        }
        return self._shell("chat.completion", [choice]) | {"usage": self._usage(), **self._extra}

    def chunks(self, usage: bool) -> Iterator[Json]:
        """The role, the text clause by clause, the end with ``budget_qa``, and the usage where it was asked for."""
        yield self._chunk({"role": "assistant", "content": ""})
        for piece in _PIECE.findall(self._text):
            yield self._chunk({"content": piece})
        yield self._chunk({}, "stop") | self._extra
        if usage:
            yield self._shell("chat.completion.chunk", []) | {"usage": self._usage()}

    def _chunk(self, delta: Json, finish: str | None = None) -> Json:
        choice = {"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}
        return self._shell("chat.completion.chunk", [choice])

    def _shell(self, kind: str, choices: list[Json]) -> Json:
        return {"id": self._id, "object": kind, "created": self._created, "model": MODEL, "choices": choices}

    def _usage(self) -> Json:
        asked, said = len(self._asked), len(self._text)
        return {"prompt_tokens": asked, "completion_tokens": said, "total_tokens": asked + said}
