"""All HTTP doors as one application, and how it is served."""

from __future__ import annotations

import logging
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import uvicorn
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse
from starlette.exceptions import HTTPException

from assistant.doors import api, mcp, openai
from assistant.doors.access import Access, Doorkeeper
from assistant.doors.errors import DoorError, error_json, told
from assistant.doors.limits import Queue
from assistant.doors.reference import reference_page
from assistant.doors.requests import said
from assistant.doors.window import Window
from index.errors import BudgetQaError

logger = logging.getLogger(__name__)
_METHODS = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"]
_GRACE = 3  # seconds that open connections get when the server ends


def doors(window: Window, access: Access) -> FastAPI:
    """The application: ``/api``, ``/v1``, ``/mcp`` and ``/docs``; a page may be mounted at ``/`` afterwards."""
    questions, slow = Queue(), Queue()
    tools = mcp.server(window, questions)
    tool_routes = tools.streamable_http_app().routes

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with tools.session_manager.run():
            yield

    application = FastAPI(
        title="预算问答接口",
        description="就政府部门预算、决算公开文件提问；每个数字都有出处或算式。",
        version="1",
        docs_url=None,  # FastAPI's own pages load scripts from elsewhere
        redoc_url=None,
        lifespan=lifespan,
    )
    application.include_router(api.routes(window, questions, slow))
    application.include_router(openai.routes(window, questions))
    application.router.routes.extend(tool_routes)
    for prefix in ("/api", "/v1", "/mcp"):  # what is not there is said here, not by the page mounted at "/"
        application.add_api_route(f"{prefix}/{{rest:path}}", _nothing, methods=_METHODS, include_in_schema=False)
    application.add_middleware(Doorkeeper, access=access)
    _say_errors(application)

    @application.get("/docs", include_in_schema=False)
    async def reference() -> HTMLResponse:
        return HTMLResponse(reference_page(application.openapi()))

    return application


async def _nothing() -> None:
    raise DoorError(404)


def _say_errors(application: FastAPI) -> None:
    """Whatever goes wrong is answered in JSON with one Chinese line."""

    def answered(error: DoorError) -> JSONResponse:
        return JSONResponse(error_json(error), error.status)

    @application.exception_handler(DoorError)
    async def door(_: Request, error: DoorError) -> JSONResponse:
        return answered(error)

    @application.exception_handler(BudgetQaError)
    async def house(_: Request, error: BudgetQaError) -> JSONResponse:
        return answered(told(error))

    @application.exception_handler(RequestValidationError)
    async def request(_: Request, error: RequestValidationError) -> JSONResponse:
        return answered(DoorError(422, said(list(error.errors()))))

    @application.exception_handler(HTTPException)
    async def http(_: Request, error: HTTPException) -> JSONResponse:
        return answered(DoorError(error.status_code))

    @application.exception_handler(Exception)
    async def unexpected(_: Request, error: Exception) -> JSONResponse:
        logger.error("unexpected error", exc_info=error)
        return answered(DoorError(500))


def bound(host: str, port: int) -> socket.socket:
    """A socket that listens at this address (port 0: any free one). Raises BudgetQaError when the port is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(512)
    except OSError as error:
        listening.close()
        raise BudgetQaError(f"端口 {port} 已被占用或不可用，请用 --port 换一个") from error
    return listening


class Server(uvicorn.Server):
    """A server over a bound socket that says where it is once it answers."""

    def __init__(self, application: FastAPI, listening: socket.socket) -> None:
        super().__init__(
            uvicorn.Config(
                application,
                log_level="warning",
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=_GRACE,
            )
        )
        self._listening = listening

    @property
    def address(self) -> str:
        host, port = self._listening.getsockname()[:2]
        shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
        return f"http://{shown}:{port}/"

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            print(f"预算问答已打开：{self.address}（接口说明：{self.address}docs；按 Ctrl+C 结束）", flush=True)

    def serve_until_stopped(self) -> None:
        """Answers until Ctrl+C or a signal to end; what is being answered then gets a moment to finish."""
        with suppress(KeyboardInterrupt):
            self.run(sockets=[self._listening])
