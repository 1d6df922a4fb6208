"""What may be sent to ``/v1/chat/completions``: what clients of OpenAI send, read leniently.

Sampling settings, limits of length, system prompts, tools and pictures are accepted and change nothing. What would
promise a form of answer that is not given (several choices, JSON, a call of a tool) is refused in one line.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.doors.chores import own_words
from assistant.doors.errors import DoorError
from assistant.doors.limits import LONGEST_QUESTION, MOST_TURNS
from assistant.doors.requests import Documents

MODEL = "budget-qa"


class _Lenient(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Part(_Lenient):
    type: str = "text"
    text: str | None = ""


class Message(_Lenient):
    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: str | list[Part] | None = None

    @property
    def text(self) -> str:
        """What is said, without pictures; halves of characters, which no answer could repeat, become question marks."""
        said = self.content or ""
        if not isinstance(said, str):
            said = "".join(part.text or "" for part in said if part.type == "text")
        return said.encode("utf-8", "replace").decode().strip()


class StreamOptions(_Lenient):
    include_usage: bool | None = False


class ResponseFormat(_Lenient):
    type: str = "text"


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
    stream: bool | None = False
    stream_options: StreamOptions | None = None
    n: int | None = 1
    response_format: ResponseFormat | None = None
    tool_choice: str | dict[str, Any] | None = None
    documents: Documents = []

    @property
    def wants_usage(self) -> bool:
        return self.stream_options is not None and bool(self.stream_options.include_usage)

    def check_form(self) -> None:
        """Raises DoorError where a form of answer is asked for that there is not."""
        if self.n not in (None, 1):
            raise DoorError(422, "n 只能是 1：同一个问题只有一个答案。")
        if self.response_format is not None and self.response_format.type != "text":
            raise DoorError(422, "response_format 只能是 text；结构化的答案在附加字段 budget_qa 里，也可用 /api/ask。")
        if self.tool_choice not in (None, "auto", "none"):
            raise DoorError(422, "tool_choice 只能是 auto 或 none：这个模型不调用工具。")

    @property
    def last_text(self) -> str:
        """The system prompts and the last message, in which a program says what it wants for itself."""
        prompts = [message.text for message in self.messages if message.role in ("system", "developer")]
        return "\n".join((*prompts, self.messages[-1].text))

    def turns(self) -> tuple[str, list[str]]:
        """(question, earlier questions). Raises DoorError where the last thing said is not a question of the user."""
        asked = [text for message in self.messages if message.role == "user" and (text := own_words(message.text))]
        if not asked or self.messages[-1].role != "user" or not self.messages[-1].text:
            raise DoorError(422, "messages 的最后一条须是用户的问题（文字）。")
        if len(asked[-1]) > LONGEST_QUESTION:
            raise DoorError(422, f"问题太长，最多 {LONGEST_QUESTION} 个字符。")
        return asked[-1], [turn[:LONGEST_QUESTION] for turn in asked[-MOST_TURNS - 1 : -1]]
