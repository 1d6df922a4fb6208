"""The page over the server of the doors: its errors, its limits, and a question asked in a real browser."""

from __future__ import annotations

import gc
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING

import httpx
import pytest

from assistant.doors.access import Access
from assistant.doors.limits import LARGEST_BODY
from assistant.doors.window import Window
from tests.browser import CHROMIUM
from tests.doors.asking import MANAGER, SUM, TOKENS
from tests.doors.server import doors_and_page, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.filterwarnings("ignore")  # Gradio warns about its own internals


@pytest.fixture(scope="module")
def page(window: Window) -> Iterator[str]:
    with served(window, Access(), doors_and_page(window, Access())) as local:
        yield local


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/nothing", None),
        ("GET", "/gradio_api/file=/etc/passwd", None),
        ("GET", "/gradio_api/proxy=http://budget.example/", None),
        ("POST", "/gradio_api/queue/join", b"{"),
        ("POST", "/gradio_api/queue/join", b'{"fn_index": 999, "data": [], "session_hash": "a"}'),
        ("POST", "/gradio_api/run/predict", b'{"data": []}'),
        ("POST", "/gradio_api/component_server", b"{}"),
        ("POST", "/gradio_api/upload", b"x"),
        ("DELETE", "//api/documents/x", None),
    ],
)
def test_errors_of_the_page_tell_nothing_of_the_machine(
    page: str, window: Window, method: str, path: str, body: bytes | None
) -> None:
    answer = httpx.request(method, page + path, content=body, headers={"Content-Type": "application/json"}, timeout=20)
    assert 400 <= answer.status_code <= 500
    assert not [sign for sign in ("Traceback", "site-packages", str(window.store.directory)) if sign in answer.text]


def test_the_page_takes_no_more_than_the_doors(page: str) -> None:
    large = b'{"data": ["' + b"x" * LARGEST_BODY + b'"]}'
    assert httpx.post(f"{page}/gradio_api/queue/join", content=large, timeout=20).status_code == 413


def test_a_guarded_page_wants_the_password(window: Window) -> None:
    access = Access(TOKENS)
    with served(window, access, doors_and_page(window, access)) as local:
        assert httpx.get(local).status_code == 401
        assert httpx.get(local, auth=("", "wrong")).status_code == 401
        assert "预算问答" in httpx.get(local, auth=("", MANAGER)).text


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium")
def test_a_question_is_answered_in_a_browser(window: Window, browser: Browser) -> None:
    """Through the server of the doors, from the first page to the end of the server, nothing is left open."""
    from playwright.sync_api import expect

    visited: list[str] = []
    with warnings.catch_warnings(record=True) as left_open:
        warnings.simplefilter("always", ResourceWarning)
        with served(window, Access(public=True), doors_and_page(window, Access(public=True))) as local:
            tab = browser.new_page(locale="zh-CN")
            tab.set_default_timeout(20_000)
            tab.on("request", lambda request: visited.append(request.url))
            tab.goto(local)
            tab.fill("#bq-question textarea", SUM)
            tab.click("#bq-send")
            said = window.ask(SUM)["answer"].partition("[")[0]
            expect(tab.locator("#bq-conversation")).to_contain_text(said, timeout=20_000)
            tab.close()
        gc.collect()
    assert not [warning for warning in left_open if "unclosed event loop" in str(warning.message)]
    assert not [url for url in visited if not url.startswith((local, "data:", "blob:"))]
