"""The HTTP, OpenAI and MCP doors, asked by real clients over a real server: answers, errors, tokens and limits."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant.doors.access import Access, is_loopback
from assistant.doors.errors import DoorError, told
from assistant.doors.limits import LONGEST_QUESTION, Queue, RateLimit
from assistant.doors.tokens import Scope, Tokens, digest
from assistant.doors.window import Window
from assistant.rendering.markdown import answer_markdown, plain_markdown
from eval import load
from index.errors import BudgetQaError, StoreError
from tests.doors_server import OFFICE, SAMPLES, served, window_over_samples
from tests.example import ANSWER, HOSTILE

pytestmark = pytest.mark.filterwarnings("ignore")  # clients and servers warn about their own internals

ROOT = Path(__file__).parents[1]
ASKER, MANAGER = "asker-0123456789", "manager-0123456789"
TOKENS = Tokens({digest(ASKER): frozenset({Scope.ASK}), digest(MANAGER): frozenset(Scope)})
SUM = f"{OFFICE}2024年“三公”经费比去年增加多少？"
FOLLOW_UP = "那公务接待费呢？"


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Window]:
    with window_over_samples(tmp_path_factory.mktemp("store")) as opened:
        yield opened


@pytest.fixture(scope="module")
def address(window: Window) -> Iterator[str]:
    with served(window, Access()) as local:
        yield local


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def post(address: str, path: str, body: Any, **options: Any) -> httpx.Response:
    return httpx.post(address + path, json=body, timeout=30, **options)


def without_time(answer: dict[str, Any]) -> dict[str, Any]:
    return answer | {"elapsed_ms": None}


# ---------------------------------------------------------------- /api


def test_ask_answers_as_the_command_line_does(address: str, window: Window) -> None:
    answer = post(address, "/api/ask", {"question": SUM}).json()
    assert answer["outcome"] == "answer"
    assert {figure["status"] for figure in answer["figures"]} <= {"verified", "recomputed"}
    command = [sys.executable, "-m", "assistant", "ask", SUM, "--json", "--store", str(window.store.directory)]
    printed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert without_time(json.loads(printed)) == without_time(answer)


def test_history_gives_a_follow_up_its_context(address: str) -> None:
    alone = post(address, "/api/ask", {"question": f"{OFFICE}2024年公务接待费比去年增加多少？"}).json()
    after = post(address, "/api/ask", {"question": FOLLOW_UP, "history": [SUM]}).json()
    assert (after["outcome"], after["value"]) == ("answer", alone["value"])


def test_documents_narrow_what_is_looked_at(address: str, window: Window) -> None:
    listed = httpx.get(f"{address}/api/documents").json()
    assert listed == window.documents()
    older = next(entry for entry in listed if entry["year"] == 2023)
    answer = post(address, "/api/ask", {"question": "支出总计是多少？", "documents": [older["file"]]}).json()
    assert {citation["document"] for citation in answer["citations"]} == {older["file"]}


def test_tables_of_a_document(address: str, window: Window) -> None:
    document = window.documents()[0]["id"]
    read = httpx.get(f"{address}/api/documents/{document}/tables").json()
    assert read == json.loads(json.dumps(window.tables(document)))
    assert read["tables"]


def test_check_judges_every_figure(address: str) -> None:
    right = post(address, "/api/ask", {"question": f"{OFFICE}2024年支出总计是多少万元？"}).json()["value"]
    text = f"{OFFICE}2024年支出总计{right}万元。{OFFICE}2024年支出总计{right + 100}万元。"
    statuses = [figure["status"] for figure in post(address, "/api/check", {"text": text}).json()["figures"]]
    assert [status for status in statuses if status != "not_a_claim"] == ["verified", "contradicted"]


def test_a_file_is_put_in_asked_about_and_removed(address: str) -> None:
    name = "新文件.html"
    file = next(SAMPLES.glob("*决算.html"))
    assert httpx.put(f"{address}/api/documents/{name}", content=file.read_bytes(), timeout=120).json()["files"] == 1
    assert name in [entry["file"] for entry in httpx.get(f"{address}/api/documents").json()]
    assert httpx.delete(f"{address}/api/documents/{name}").json()["removed"]["file"] == name
    assert name not in [entry["file"] for entry in httpx.get(f"{address}/api/documents").json()]


def test_the_reference_names_every_route_and_loads_nothing(address: str) -> None:
    schema = httpx.get(f"{address}/openapi.json").json()
    page = httpx.get(f"{address}/docs").text
    assert all(path in page.replace("&#123;", "{").replace("&#125;", "}") for path in schema["paths"])
    assert "/api/ask" in schema["paths"]
    assert not [sign for sign in ("<script", "src=", "http://", "https://", "//cdn") if sign in page]


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "said"),
    [
        ("POST", "/api/ask", {}, 422, "question 缺少"),
        ("POST", "/api/ask", [], 422, "须是 JSON 对象"),
        ("GET", "/v1/models/gpt", None, 404, "budget-qa"),
        ("POST", "/api/ask", {"question": "问" * (LONGEST_QUESTION + 1)}, 422, "最多 2000 个字符"),
        ("POST", "/api/ask", {"question": "多少？", "documents": ["没有.pdf"]}, 404, "没有.pdf"),
        ("POST", "/api/ask", {"question": "多少？", "extra": 1}, 422, "extra 不认识"),
        ("POST", "/api/check", {"text": "一" * 20_001}, 422, "最多 20000 个字符"),
        ("POST", "/api/check", {"text": "一" * 1_000_000}, 413, "太大"),
        ("GET", "/api/nothing", None, 404, "没有这个地址"),
        ("GET", "/api/ask", None, 404, "请求方法"),
        ("GET", "/api/documents/unknown/tables", None, 404, "unknown"),
        ("DELETE", "/api/documents/unknown", None, 404, "unknown"),
        ("PUT", "/api/documents/..%5Cx.pdf", {}, 422, "路径"),
        ("PUT", "/api/documents/x.pdf", {}, 422, "x.pdf 未能读入"),
        ("POST", "/v1/chat/completions", {"messages": []}, 422, "messages"),
        ("POST", "/v1/chat/completions", {"messages": [{"role": "assistant", "content": "好"}]}, 422, "用户"),
    ],
)
def test_an_error_is_one_chinese_line(
    address: str, window: Window, method: str, path: str, body: Any, status: int, said: str
) -> None:
    answer = httpx.request(method, address + path, json=body, timeout=60)
    assert answer.status_code == status
    error = answer.json()["error"]
    assert said in error["message"]
    assert "\n" not in error["message"]
    assert error["code"]
    assert str(window.store.directory) not in answer.text
    assert "Traceback" not in answer.text


def test_errors_of_the_store_name_no_folder() -> None:
    assert "/" not in told(StoreError("索引库 /srv/secret 打不开")).message


def test_an_unexpected_error_says_nothing_of_itself(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ValueError("secret")

    monkeypatch.setattr(window, "documents", broken)
    monkeypatch.setattr(window, "ask", broken)
    with served(window, Access()) as local:
        answer = httpx.get(f"{local}/api/documents")
        _, called_tool = asyncio.run(called(local, {}, ("ask", {"question": SUM})))
    assert called_tool.isError
    assert "secret" not in called_tool.content[0].text
    assert (answer.status_code, answer.json()["error"]["code"]) == (500, "internal_error")
    assert "secret" not in answer.text


def test_many_threads_get_the_answers_that_one_gets(window: Window) -> None:
    questions = [
        f"{OFFICE}{year}年{metric}是多少？"
        for year in (2023, 2024)
        for metric in ("支出总计", "公务接待费", "基本支出", "项目支出", "工资福利支出")
    ]
    alone = [window.assistant.ask(question) for question in questions]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(window.assistant.ask, questions * 3)) == alone * 3


# ---------------------------------------------------------------- /v1


def test_the_openai_client_is_answered(address: str) -> None:
    openai = pytest.importorskip("openai")
    client = openai.OpenAI(base_url=f"{address}/v1", api_key="unused")
    assert [model.id for model in client.models.list()] == [client.models.retrieve("budget-qa").id] == ["budget-qa"]
    said = client.chat.completions.create(
        model="budget-qa",
        temperature=0,
        messages=[
            {"role": "system", "content": "简短回答"},
            {"role": "user", "content": SUM},
            {"role": "assistant", "content": "（先前的回答）"},
            {"role": "user", "content": [{"type": "text", "text": FOLLOW_UP}]},
        ],
    )
    expected = post(address, "/api/ask", {"question": FOLLOW_UP, "history": [SUM]}).json()
    extra = said.model_extra["budget_qa"]
    assert without_time(extra) == without_time(expected)
    content = said.choices[0].message.content
    assert content.startswith(expected["answer"])
    assert f"[1] {expected['citations'][0]['document']}" in content
    assert said.choices[0].finish_reason == "stop"
    assert said.usage.total_tokens > 0


def test_the_openai_client_streams(address: str) -> None:
    openai = pytest.importorskip("openai")
    client = openai.OpenAI(base_url=f"{address}/v1", api_key="unused")
    request = {"model": "budget-qa", "messages": [{"role": "user", "content": SUM}]}
    whole = client.chat.completions.create(**request)
    chunks = list(client.chat.completions.create(**request, stream=True, stream_options={"include_usage": True}))
    text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
    assert text == whole.choices[0].message.content
    assert len(chunks) > 4
    ends = [chunk for chunk in chunks if chunk.choices and chunk.choices[0].finish_reason]
    assert [end.model_extra["budget_qa"]["outcome"] for end in ends] == ["answer"]
    assert chunks[-1].usage.total_tokens == whole.usage.total_tokens


def test_the_openai_client_reads_errors(address: str) -> None:
    openai = pytest.importorskip("openai")
    client = openai.OpenAI(base_url=f"{address}/v1", api_key="unused")
    with pytest.raises(openai.UnprocessableEntityError, match="问题太长"):
        client.chat.completions.create(model="budget-qa", messages=[{"role": "user", "content": "问" * 2001}])


def test_markdown_shows_text_as_it_is() -> None:
    assert plain_markdown("[1] 2024年—A_B") == "[1] 2024年—A\\_B"
    assert plain_markdown("![x](y)<script>\n# 标题\n- 一") == "\\![x\\](y)\\<script\\>\n\\# 标题\n\\- 一"
    assert "<img" not in answer_markdown(ANSWER).replace("\\<", "") + plain_markdown(HOSTILE).replace("\\<", "")


# ---------------------------------------------------------------- /mcp


async def called(address: str, headers: dict[str, str], *calls: tuple[str, dict[str, Any]]) -> list[Any]:
    """The tools' names, then what each call gives, asked by the official client."""
    from mcp import ClientSession
    from mcp.client.streamable_http import streamablehttp_client

    async with (
        streamablehttp_client(f"{address}/mcp", headers=headers) as (read, write, _),
        ClientSession(read, write) as session,
    ):
        await session.initialize()
        tools = [tool.name for tool in (await session.list_tools()).tools]
        return [tools, *[await session.call_tool(name, arguments) for name, arguments in calls]]


def test_the_mcp_client_uses_every_tool(address: str, window: Window) -> None:
    tools, answer, found, checked = asyncio.run(
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
    _, table, missing = asyncio.run(
        called(address, {}, ("get_table", place), ("get_table", {"document": first["document"], "table": "表九十九"}))
    )
    assert table.structuredContent["table"]["title"] == first["title"]
    assert missing.isError
    assert "没有表“表九十九”" in missing.content[0].text


def test_mcp_asks_for_the_token(window: Window) -> None:
    with served(window, Access(TOKENS)) as local:
        assert post(local, "/mcp", {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}).status_code == 401
        assert len(asyncio.run(called(local, bearer(ASKER)))[0]) == 4


def test_mcp_over_standard_input(window: Window) -> None:
    from mcp import ClientSession, StdioServerParameters
    from mcp.client.stdio import stdio_client

    async def asked() -> Any:
        arguments = ["-m", "assistant", "mcp", "--store", str(window.store.directory)]
        command = StdioServerParameters(command=sys.executable, args=arguments, cwd=ROOT)
        async with stdio_client(command) as (read, write), ClientSession(read, write) as session:
            await session.initialize()
            return await session.call_tool("ask", {"question": SUM})

    assert without_time(asyncio.run(asked()).structuredContent) == without_time(window.ask(SUM))


# ---------------------------------------------------------------- llama-index


def test_the_query_engine_answers_with_its_cells(window: Window) -> None:
    from assistant.doors.llama_index import BudgetQueryEngine

    engine, expected = BudgetQueryEngine(window.assistant), window.ask(SUM)
    response = engine.query(SUM)
    assert response.response == expected["answer"]
    assert without_time(response.metadata) == without_time(expected)
    assert [node.node.metadata for node in response.source_nodes] == expected["citations"]
    assert asyncio.run(engine.aquery(SUM)).response == response.response


def test_figures_of_nodes_are_judged(window: Window) -> None:
    from llama_index.core.schema import NodeWithScore, TextNode

    from assistant.doors.llama_index import FigureCheck

    right = window.ask(f"{OFFICE}2024年支出总计是多少万元？")["value"]
    texts = [f"{OFFICE}2024年支出总计{right}万元。", f"{OFFICE}2024年支出总计{right + 100}万元。", "没有数字。"]
    nodes = [NodeWithScore(node=TextNode(text=text)) for text in texts]
    kept = FigureCheck(window.assistant).postprocess_nodes(nodes)
    assert [node.node.get_content() for node in kept] == [texts[0], texts[2]]
    assert "verified" in [figure["status"] for figure in kept[0].node.metadata["figures"]]
    assert len(FigureCheck(window.assistant, reject=frozenset()).postprocess_nodes(nodes)) == 3


def test_the_reader_reads_passages_with_their_place() -> None:
    from assistant.doors.llama_index import BudgetReader

    file = next(SAMPLES.glob("*决算.html"))
    read = BudgetReader().load_data(file, extra_info={"source": "网站"})
    tables = [document for document in read if document.metadata["kind"] == "table"]
    assert tables
    assert {(d.metadata["file"], d.metadata["stage"], d.metadata["source"]) for d in read} == {
        (file.name, "final", "网站")
    }


# ---------------------------------------------------------------- many people


def test_the_load_is_measured_on_this_machine_only(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    users = ["--users", "4", "--seconds", "1", "--pause", "0.05", "--max-p95", "20"]
    assert load.main(["--url", address, *users]) == 0
    measured = json.loads(capsys.readouterr().out)
    assert measured["requests"] > 4
    assert (measured["users"], measured["errors"]) == (4, 0)
    assert load.main(["--url", "http://budget.example:80", *users]) == 2
    assert "本机" in capsys.readouterr().err


def test_percentiles_are_of_the_times() -> None:
    asked = [load.Asked(n / 1000, n != 7) for n in range(1, 101)]
    measured = load.summary(asked, 10)
    assert (measured["p95_ms"], measured["max_ms"], measured["errors"], measured["per_second"]) == (95, 100, 1, 10)


# ---------------------------------------------------------------- one process


def test_serve_opens_the_page_and_every_door_and_ends_when_told(window: Window) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "assistant", "serve", "--port", str(port), "--store", str(window.store.directory)]
    local = f"http://127.0.0.1:{port}"
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            assert f"{local}/" in server.stdout.readline()
            assert "预算问答" in httpx.get(local, timeout=30).text
            assert without_time(post(local, "/api/ask", {"question": SUM}).json()) == without_time(window.ask(SUM))
            assert len(asyncio.run(called(local, {}))[0]) == 4
        finally:
            server.send_signal(signal.SIGINT)
            _, complaints = server.communicate(timeout=30)
    assert (server.returncode, complaints) == (0, "")


# ---------------------------------------------------------------- who may come in


def test_a_guarded_server_wants_the_right_token(window: Window) -> None:
    with served(window, Access(TOKENS)) as local:
        asked = [
            post(local, "/api/ask", {"question": SUM}, headers=headers).status_code
            for headers in ({}, bearer("wrong"), bearer(ASKER), bearer(MANAGER))
        ]
        removed = [
            httpx.delete(f"{local}/api/documents/none", headers=headers).status_code
            for headers in ({}, bearer(ASKER), bearer(MANAGER))
        ]
        page = httpx.get(f"{local}/")
        let_in = httpx.get(f"{local}/docs", auth=("anyone", MANAGER))
    assert asked == [401, 401, 200, 200]
    assert removed == [401, 403, 404]
    assert (page.status_code, page.headers["www-authenticate"].split()[0]) == (401, "Basic")
    assert let_in.status_code == 200


def test_a_public_server_lets_everyone_ask_and_nobody_change(window: Window) -> None:
    with served(window, Access(public=True)) as local:
        assert post(local, "/api/ask", {"question": SUM}, headers=bearer("unused")).status_code == 200
        assert httpx.get(f"{local}/api/documents").status_code == 200
        changes = [
            httpx.put(f"{local}/api/documents/x.pdf", content=b"x"),
            httpx.delete(f"{local}/api/documents/none"),
            httpx.post(f"{local}/gradio_api/upload", content=b"x"),
        ]
    assert [answer.status_code for answer in changes] == [403, 403, 403]


def test_an_open_server_answers_to_this_machine_only(address: str) -> None:
    assert httpx.get(f"{address}/api/documents", headers={"Host": "rebound.example"}).status_code == 403
    assert httpx.get(f"{address}/api/documents", headers={"Host": "localhost:99"}).status_code == 200


def test_a_client_that_asks_too_often_waits(window: Window) -> None:
    with served(window, Access(TOKENS, public=True, rate=RateLimit(1, 3))) as local:
        asked = [post(local, "/api/ask", {"question": SUM}) for _ in range(4)]
        trusted = post(local, "/api/ask", {"question": SUM}, headers=bearer(ASKER))
    assert [answer.status_code for answer in asked] == [200, 200, 200, 429]
    assert "秒再试" in asked[-1].json()["error"]["message"]
    assert trusted.status_code == 200


def test_a_bucket_fills_again() -> None:
    now = [0.0]
    rate = RateLimit(60, 2, lambda: now[0])
    assert [rate.wait("a"), rate.wait("a"), rate.wait("a"), rate.wait("b")] == [0, 0, 1, 0]
    now[0] = 1.0
    assert [rate.wait("a"), rate.wait("a")] == [0, 1]


def test_a_full_queue_sends_the_next_one_away() -> None:
    async def crowded() -> list[str]:
        queue, gate = Queue(workers=1, waiting=1), threading.Event()
        waiting = [asyncio.create_task(queue.run(gate.wait)) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(DoorError) as turned_away:
            await queue.run(gate.wait)
        gate.set()
        await asyncio.gather(*waiting)
        await queue.run(gate.wait)
        return [turned_away.value.code]

    assert asyncio.run(crowded()) == ["busy"]


@pytest.mark.parametrize(
    ("host", "loopback"),
    [("127.0.0.1", True), ("127.0.0.2", True), ("localhost", True), ("::1", True), ("0.0.0.0", False), ("::", False),
     ("10.0.0.8", False), ("example.cn", False), ("", False)],
)  # fmt: skip
def test_what_counts_as_this_machine(host: str, loopback: bool) -> None:
    assert is_loopback(host) is loopback


def test_opening_to_others_needs_a_token_or_is_public() -> None:
    assert Access.at("127.0.0.1", Tokens(), public=False).open
    assert Access.at("0.0.0.0", Tokens(), public=True).rate is not None
    assert not Access.at("0.0.0.0", TOKENS, public=False).open
    with pytest.raises(BudgetQaError, match="--public"):
        Access.at("0.0.0.0", Tokens(), public=False)


# ---------------------------------------------------------------- tokens


def test_tokens_of_a_file_and_the_environment(tmp_path: Path) -> None:
    file = tmp_path / "tokens.toml"
    file.write_text(
        f'[[token]]\nname = "a"\ntoken = "{ASKER}"\nscopes = ["ask"]\n'
        f'[[token]]\nname = "b"\nsha256 = "{digest(MANAGER)}"\nscopes = ["ask", "manage"]\n',
        "utf-8",
    )
    assert dict(Tokens.configured({"BUDGET_QA_TOKENS": str(file)}).scopes) == dict(TOKENS.scopes)
    both = Tokens.configured({"BUDGET_QA_ASK_TOKEN": ASKER, "BUDGET_QA_MANAGE_TOKEN": MANAGER})
    assert dict(both.scopes) == dict(TOKENS.scopes)
    assert both.allowed("other") is None
    assert not Tokens.configured({})


@pytest.mark.parametrize(
    "text",
    ["[[token", "x = 1", '[[token]]\nname = "a"\ntoken = "short"\nscopes = ["ask"]',
     '[[token]]\nname = "a"\nscopes = ["ask"]', f'[[token]]\nname = "a"\ntoken = "{ASKER}"\nscopes = ["all"]'],
)  # fmt: skip
def test_a_bad_token_file_is_one_line_without_the_token(tmp_path: Path, text: str) -> None:
    file = tmp_path / "tokens.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(BudgetQaError) as error:
        Tokens.configured({"BUDGET_QA_TOKENS": str(file)})
    assert str(file) in str(error.value)
    assert ASKER not in str(error.value)
    assert "\n" not in str(error.value)
