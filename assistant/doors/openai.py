"""``/v1``: chat completions as OpenAI's clients ask for them, for programs that can talk to any such server.

The last message of the user is the question, the earlier ones its history; sampling settings are accepted and change
nothing. The answer as ``/api/ask`` gives it, with figures and citations, stands in the extra field ``budget_qa`` of the
completion, or of the last chunk of a stream. Tokens are counted as characters.
"""

from __future__ import annotations

import json
import re
import time
import uuid
from collections.abc import Iterator
from functools import partial
from typing import Literal

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from assistant.doors.errors import DoorError
from assistant.doors.limits import LONGEST_QUESTION, MOST_TURNS, Queue
from assistant.doors.requests import Documents
from assistant.doors.window import Window
from assistant.model import Answer
from assistant.rendering.contract import Json, answer_json
from assistant.rendering.markdown import answer_markdown

MODEL = "budget-qa"
_PIECE = re.compile(r"[^，。；：\n]+[，。；：\n]*|[，。；：\n]+")


class _Lenient(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Part(_Lenient):
    type: str = "text"
    text: str = ""


class Message(_Lenient):
    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: str | list[Part] | None = None

    @property
    def text(self) -> str:
        if isinstance(self.content, list):
            return "".join(part.text for part in self.content if part.type == "text").strip()
        return (self.content or "").strip()


class StreamOptions(_Lenient):
    include_usage: bool = False


class ChatRequest(_Lenient):
    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "model": MODEL,
                "messages": [{"role": "user", "content": "“三公”经费比去年少多少？"}],
                "stream": False,
            }
        }
    )

    model: str = Field(default=MODEL, max_length=200)
    messages: list[Message] = Field(min_length=1, max_length=1000)
    stream: bool = False
    stream_options: StreamOptions | None = None
    documents: Documents = []

    def turns(self) -> tuple[str, list[str]]:
        """(question, earlier questions). Raises DoorError where the last thing said is not a question of the user."""
        asked = [message.text for message in self.messages if message.role == "user" and message.text]
        if not asked or self.messages[-1].role != "user" or not self.messages[-1].text:
            raise DoorError(422, "messages 的最后一条须是用户的问题。")
        if len(asked[-1]) > LONGEST_QUESTION:
            raise DoorError(422, f"问题太长，最多 {LONGEST_QUESTION} 个字符。")
        return asked[-1], [turn[:LONGEST_QUESTION] for turn in asked[-MOST_TURNS - 1 : -1]]


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
        question, history = request.turns()
        answer = await queue.run(partial(window.answer, question, history, request.documents))
        reply = Reply(question, answer)
        if not request.stream:
            return JSONResponse(reply.completion())
        usage = request.stream_options is not None and request.stream_options.include_usage
        events = (f"data: {json.dumps(chunk, ensure_ascii=False)}\n\n" for chunk in reply.chunks(usage))
        return StreamingResponse(_ended(events), media_type="text/event-stream", headers={"Cache-Control": "no-cache"})

    return router


def _ended(events: Iterator[str]) -> Iterator[str]:
    yield from events
    yield "data: [DONE]\n\n"


class Reply:
    """One checked answer in the shapes of a completion and of its chunks."""

    def __init__(self, question: str, answer: Answer) -> None:
        self._question = question
        self._answer = answer
        self._text = answer_markdown(answer)
        self._id = f"chatcmpl-{uuid.uuid4().hex}"
        self._created = int(time.time())

    def completion(self) -> Json:
        choice = {
            "index": 0,
            "message": {"role": "assistant", "content": self._text, "refusal": None},
            "finish_reason": "stop",
            "logprobs": None,
        }
        return self._shell("chat.completion", [choice]) | {"usage": self._usage(), **self._extra()}

    def chunks(self, usage: bool) -> Iterator[Json]:
        """The role, the text clause by clause, the end with ``budget_qa``, and the usage where it was asked for."""
        yield self._chunk({"role": "assistant", "content": ""})
        for piece in _PIECE.findall(self._text):
            yield self._chunk({"content": piece})
        yield self._chunk({}, "stop") | self._extra()
        if usage:
            yield self._shell("chat.completion.chunk", []) | {"usage": self._usage()}

    def _chunk(self, delta: Json, finish: str | None = None) -> Json:
        choice = {"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}
        return self._shell("chat.completion.chunk", [choice])

    def _shell(self, kind: str, choices: list[Json]) -> Json:
        return {"id": self._id, "object": kind, "created": self._created, "model": MODEL, "choices": choices}

    def _extra(self) -> Json:
        return {"budget_qa": answer_json(self._answer)}

    def _usage(self) -> Json:
        asked, said = len(self._question), len(self._text)
        return {"prompt_tokens": asked, "completion_tokens": said, "total_tokens": asked + said}
