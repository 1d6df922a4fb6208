"""Sites that a setting of the server names: ``https://www.example.gov.cn https://*.other.example:8443``.

``$BUDGET_QA_FRAME_ORIGINS`` (``assistant.doors.frames``) and ``$BUDGET_QA_API_ORIGINS``: which sites' own scripts may
ask ``/api`` and ``/v1`` from a visitor's browser. Without it browsers let none (the same-origin policy).
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.doors.access import DOORS
from index.errors import BudgetQaError

API_SETTING = "BUDGET_QA_API_ORIGINS"
_ORIGIN = re.compile(r"https?://(?:\*\.)?[A-Za-z0-9\[\]:.-]+")
_A_DAY = 86400  # seconds that a browser may remember what it was allowed


def named_origins(setting: str, environment: Mapping[str, str] = os.environ) -> tuple[str, ...]:
    """The origins that a setting names. Raises BudgetQaError where an entry is no origin."""
    origins = tuple(environment.get(setting, "").split())
    for origin in origins:
        if not _ORIGIN.fullmatch(origin):
            raise BudgetQaError(
                f"${setting} 里的“{origin}”不是网站地址：请写成 https://www.example.gov.cn，几个之间用空格分开，后面不带路径"
            )
    return origins


class OriginRule:
    """ASGI middleware: scripts of the named sites may ask at the doors; reading documents in or removing them may not
    be done from another site, whoever is named."""

    def __init__(self, app: ASGIApp, origins: Sequence[str]) -> None:
        self._app = app
        self._doors = CORSMiddleware(
            app,
            allow_origin_regex="|".join(map(_pattern, origins)),
            allow_methods=("GET", "POST"),
            allow_headers=("Authorization", "Content-Type"),
            max_age=_A_DAY,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        at_door = scope["type"] == "http" and scope["path"].startswith(DOORS)
        await (self._doors if at_door else self._app)(scope, receive, send)


def _pattern(origin: str) -> str:
    return re.escape(origin).replace(re.escape("*."), r"(?:[A-Za-z0-9-]+\.)+")
