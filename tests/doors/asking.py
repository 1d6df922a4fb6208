"""What the tests ask at the doors, and how."""

from __future__ import annotations

from typing import Any

import httpx

from assistant.doors.tokens import Scope, Tokens, digest
from tests.doors.server import OFFICE

SUM = f"{OFFICE}2024年“三公”经费比去年增加多少？"
FOLLOW_UP = "那公务接待费呢？"
ASKER, MANAGER = "asker-0123456789", "manager-0123456789"
TOKENS = Tokens({digest(ASKER): frozenset({Scope.ASK}), digest(MANAGER): frozenset(Scope)})


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def post(address: str, path: str, body: Any, **options: Any) -> httpx.Response:
    return httpx.post(address + path, json=body, timeout=30, **options)


def without_time(answer: dict[str, Any]) -> dict[str, Any]:
    return answer | {"elapsed_ms": None}


async def called(address: str, headers: dict[str, str], *calls: tuple[str, dict[str, Any]]) -> list[Any]:
    """The names of the MCP tools, then what each call gives, asked by the official client."""
    from mcp import ClientSession
    from mcp.client.streamable_http import streamablehttp_client

    async with (
        streamablehttp_client(f"{address}/mcp", headers=headers) as (read, write, _),
        ClientSession(read, write) as session,
    ):
        await session.initialize()
        tools = [tool.name for tool in (await session.list_tools()).tools]
        return [tools, *[await session.call_tool(name, arguments) for name, arguments in calls]]
