"""Who may come in: tokens, the hosts that an open server answers to, rate limits and sizes, for every request.

- *open*: on a loopback address without tokens, everything is allowed to whoever sits at the machine.
- *public*: asking is for everyone, a limited number of times a minute; managing needs a token.
- *guarded*: everything needs a token, the web page too (the browser asks for it as a password).
"""

from __future__ import annotations

import base64
import ipaddress
import math
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Send
from starlette.types import Scope as Connection

from assistant.doors.errors import DoorError, error_json
from assistant.doors.limits import LARGEST_BODY, LARGEST_FILE, RateLimit
from assistant.doors.tokens import Scope, Tokens
from index.errors import BudgetQaError

DOORS = ("/api/", "/v1/", "/mcp")
REFERENCE = ("/docs", "/openapi.json")
DOCUMENTS = "/api/documents"
_PAGE_UPLOAD = "/gradio_api/upload"
_PER_MINUTE, _BURST = 60, 30


@dataclass(frozen=True, slots=True)
class Access:
    """The rules of one server. ``public``: everyone may ask, and the page offers nothing else."""

    tokens: Tokens = field(default_factory=Tokens)
    public: bool = False
    rate: RateLimit | None = None

    @classmethod
    def at(cls, host: str, tokens: Tokens, *, public: bool) -> Access:
        """The rules for an address. Raises BudgetQaError where everyone could reach what only some should."""
        if not public and not tokens and not is_loopback(host):
            raise BudgetQaError(
                f"在 {host} 上打开会让其他电脑也能管理文件：请加 --public（只可提问），"
                "或设 $BUDGET_QA_ASK_TOKEN、$BUDGET_QA_MANAGE_TOKEN 口令"
            )
        return cls(tokens, public, RateLimit(_PER_MINUTE, _BURST) if public else None)

    @property
    def open(self) -> bool:
        return not self.public and not self.tokens

    def needed(self, method: str, path: str) -> Scope | None:
        """What the caller of this request must be allowed to do; None where anyone may."""
        if self.open:
            return None
        changes = path.startswith(DOCUMENTS) and method not in ("GET", "HEAD")
        page = not path.startswith(DOORS) and path not in REFERENCE
        if changes or path.startswith(_PAGE_UPLOAD) or (page and not self.public):
            return Scope.MANAGE
        return None if self.public else Scope.ASK


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    with suppress(ValueError):
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    return False


class Doorkeeper:
    """ASGI middleware that lets a request in by the rules of ``Access``, or answers it with an error."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self._app = app
        self._access = access

    async def __call__(self, connection: Connection, receive: Receive, send: Send) -> None:
        if connection["type"] == "lifespan":
            await self._app(connection, receive, send)
            return
        if connection["type"] != "http":  # nothing here speaks over a websocket
            await send({"type": "websocket.close", "code": 1008})
            return
        headers = Headers(scope=connection)
        try:
            self._admit(connection, headers)
            body = _Body(receive, send, _most(connection, headers))
        except DoorError as error:
            await _refusal(error, connection)(connection, receive, send)
            return
        await self._app(connection, body.receive, body.send)
        if body.refused:
            await _refusal(DoorError(413), connection)(connection, receive, send)

    def _admit(self, connection: Connection, headers: Headers) -> None:
        access, path = self._access, connection["path"]
        if access.open and not is_loopback(urlsplit(f"//{headers.get('host', '')}").hostname or ""):
            raise DoorError(403, "请用 127.0.0.1 或 localhost 访问；要让其他电脑访问请用 --public 或口令。")
        scopes = next((found for token in _tokens(headers) if (found := access.tokens.allowed(token))), None)
        needed = access.needed(connection["method"], path)
        if needed is not None and needed not in (scopes or ()):
            raise DoorError(403 if scopes or (access.public and not access.tokens) else 401)
        if access.rate is not None and scopes is None and _asks(connection["method"], path):
            client = (connection.get("client") or ("",))[0]
            if seconds := access.rate.wait(client):
                raise DoorError(429, f"提问太频繁，请过 {math.ceil(seconds)} 秒再试。")


def _asks(method: str, path: str) -> bool:
    """Whether a request makes work: at the doors each does, at the page what is sent to it."""
    return path.startswith(DOORS) or (method == "POST" and path.startswith("/gradio_api/"))


def _tokens(headers: Headers) -> Iterator[str]:
    """The token of ``Authorization: Bearer``, or the password of ``Basic``, which is how a browser asks for it."""
    kind, _, given = headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer":
        yield given.strip()
    elif kind.lower() == "basic":
        with suppress(ValueError):  # neither Base64 nor UTF-8
            yield base64.b64decode(given).decode().partition(":")[2]


def _most(connection: Connection, headers: Headers) -> float:
    """The most bytes that a request may send. Raises DoorError where it announces more."""
    if connection["path"].startswith(_PAGE_UPLOAD):
        return math.inf  # several files at once; the page limits each
    most = LARGEST_FILE if connection["method"] == "PUT" else LARGEST_BODY
    length = headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > most:
        raise DoorError(413)
    return most


class _Body:
    """The body of a request, which ends with an error once it is longer than announced and allowed; whatever the
    application then answers is held back (``refused``), as it cannot know the reason."""

    def __init__(self, receive: Receive, send: Send, most: float) -> None:
        self._receive, self._send, self._left = receive, send, most
        self._answering = False
        self.refused = False

    async def receive(self) -> Message:
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            self.refused = not self._answering
            raise DoorError(413)
        return message

    async def send(self, message: Message) -> None:
        if not self.refused:
            self._answering = True
            await self._send(message)


def _refusal(error: DoorError, connection: Connection) -> JSONResponse:
    headers = {}
    if error.status == 401:
        page = not connection["path"].startswith(DOORS)
        headers["WWW-Authenticate"] = 'Basic realm="budget-qa", charset="UTF-8"' if page else "Bearer"
    return JSONResponse(error_json(error), error.status, headers)
