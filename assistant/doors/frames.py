"""Which sites may show the page in a frame of theirs.

``$BUDGET_QA_FRAME_ORIGINS`` names them (``https://www.example.gov.cn https://other.example:8443``); without it only
the server's own pages may. Browsers keep to it by the header ``Content-Security-Policy: frame-ancestors``.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.doors.origins import named_origins

SETTING = "BUDGET_QA_FRAME_ORIGINS"


@dataclass(frozen=True, slots=True)
class Frames:
    """The sites that may frame the page, beside the server itself."""

    origins: tuple[str, ...] = ()

    @classmethod
    def configured(cls, environment: Mapping[str, str] = os.environ) -> Frames:
        """From the environment. Raises BudgetQaError where an entry is no origin."""
        return cls(named_origins(SETTING, environment))

    @property
    def policy(self) -> str:
        return " ".join(("frame-ancestors", "'self'", *self.origins))


class FrameRule:
    """ASGI middleware that says so with every answer."""

    def __init__(self, app: ASGIApp, frames: Frames) -> None:
        self._app = app
        self._policy = frames.policy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def said(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).append("Content-Security-Policy", self._policy)
            await send(message)

        await self._app(scope, receive, said if scope["type"] == "http" else send)
