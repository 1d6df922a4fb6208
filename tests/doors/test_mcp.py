"""The MCP door, asked by the official client over HTTP and over standard input and output."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from assistant.doors.access import Access
from assistant.doors.window import Window
from tests.doors.asking import ASKER, FOLLOW_UP, SUM, TOKENS, bearer, called, post, without_time
from tests.doors.server import OFFICE, ROOT, served
from tests.loops import finished

pytestmark = pytest.mark.filterwarnings("ignore")  # clients and servers warn about their own internals


def test_the_mcp_client_uses_every_tool(address: str, window: Window) -> None:
    tools, answer, found, checked = finished(
        called(
            address,
            {},
            ("ask", {"question": FOLLOW_UP, "history": [SUM]}),
            ("search_tables", {"query": "“三公”经费支出表", "limit": 3}),
            ("check_text", {"text": f"{OFFICE}2024年支出总计1.23万元。"}),
        )
    )
    assert tools == ["ask", "search_tables", "get_table", "check_text"]
    assert without_time(answer.structuredContent) == without_time(window.ask(FOLLOW_UP, [SUM]))
    assert "contradicted" in [figure["status"] for figure in checked.structuredContent["figures"]]
    first = found.structuredContent["tables"][0]
    assert first["kind"] == "three_public_expenses"
    place = {"document": first["document"], "table": first["table"]}
    _, table, missing = finished(
        called(address, {}, ("get_table", place), ("get_table", {"document": first["document"], "table": "表九十九"}))
    )
    assert table.structuredContent["table"]["title"] == first["title"]
    assert missing.isError
    assert "没有表“表九十九”" in missing.content[0].text


@pytest.mark.parametrize(
    ("tool", "arguments", "said"),
    [
        ("ask", {"question": ""}, "question 不能为空"),
        ("ask", {}, "question 缺少这一项"),
        ("ask", {"question": "一" * 2001}, "question 太长"),
        ("search_tables", {"query": "三公", "limit": 99}, "limit 不能大于 50"),
        ("check_text", {"text": ["a"]}, "text 须是文字"),
    ],
)
def test_wrong_arguments_are_said_in_one_line(address: str, tool: str, arguments: dict[str, Any], said: str) -> None:
    _, answer = finished(called(address, {}, (tool, arguments)))
    assert answer.isError
    assert said in answer.content[0].text
    assert "\n" not in answer.content[0].text


def test_mcp_asks_for_the_token(window: Window) -> None:
    with served(window, Access(TOKENS)) as local:
        assert post(local, "/mcp", {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}).status_code == 401
        assert len(finished(called(local, bearer(ASKER)))[0]) == 4


def test_mcp_over_standard_input(window: Window) -> None:
    from mcp import ClientSession, StdioServerParameters
    from mcp.client.stdio import stdio_client

    async def asked() -> Any:
        arguments = ["-m", "assistant", "mcp", "--store", str(window.store.directory)]
        command = StdioServerParameters(command=sys.executable, args=arguments, cwd=ROOT)
        async with stdio_client(command) as (read, write), ClientSession(read, write) as session:
            await session.initialize()
            return await session.call_tool("ask", {"question": SUM})

    assert without_time(finished(asked()).structuredContent) == without_time(window.ask(SUM))
