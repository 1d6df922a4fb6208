"""The HTTP door ``/api``, asked over a real server: the answers of the command line, and errors in one line."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from assistant.doors.access import Access
from assistant.doors.errors import told
from assistant.doors.limits import LONGEST_QUESTION
from assistant.doors.window import Window
from index.errors import StoreError
from tests.doors.asking import FOLLOW_UP, SUM, called, post, without_time
from tests.doors.server import OFFICE, ROOT, SAMPLES, served
from tests.loops import finished

pytestmark = pytest.mark.filterwarnings("ignore")  # clients and servers warn about their own internals


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


@pytest.mark.parametrize(
    ("body", "kind", "status", "said"),
    [
        (b"{", "application/json", 422, "不是合法的 JSON"),
        (b"", "application/json", 422, "须是 JSON 对象"),
        (b"null", "application/json", 422, "须是 JSON 对象"),
        (b'{"question": 5}', "application/json", 422, "question 须是文字"),
        (b'{"question": "\xff"}', "application/json", 400, "UTF-8"),
        (b'{"question": "\\ud800"}', "application/json", 422, "不成字"),
        (b"[" * 200_000, "application/json", 400, "JSON"),
        (b'{"question": "a"}', "text/plain", 422, "application/json"),
        (b"question=a", "application/x-www-form-urlencoded", 422, "application/json"),
    ],
)
def test_a_malformed_body_is_said_so(address: str, body: bytes, kind: str, status: int, said: str) -> None:
    answer = httpx.post(f"{address}/api/ask", content=body, headers={"Content-Type": kind}, timeout=30)
    assert answer.status_code == status
    assert said in answer.json()["error"]["message"]


def test_errors_of_the_store_name_no_folder() -> None:
    assert "/" not in told(StoreError("索引库 /srv/secret 打不开")).message


def test_an_unexpected_error_says_nothing_of_itself(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ValueError("secret")

    monkeypatch.setattr(window, "documents", broken)
    monkeypatch.setattr(window, "ask", broken)
    with served(window, Access()) as local:
        answer = httpx.get(f"{local}/api/documents")
        _, called_tool = finished(called(local, {}, ("ask", {"question": SUM})))
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
