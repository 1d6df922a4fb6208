"""The public page in a frame of another site: whom the setting lets, and how it works there."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assistant.doors.frames import SETTING, Frames
from index.errors import BudgetQaError
from tests.browser import ask, in_browser

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from assistant.front_desk import FrontDesk

HOST_PAGE = """<!doctype html><html lang="zh"><title>某市财政局</title><h1>某市财政局</h1>
<iframe src="{address}" title="预算问答" style="width:{width}px;height:640px;border:0" allow="clipboard-write"></iframe>
"""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Tests need no log."""


@contextmanager
def site(folder: Path) -> Iterator[str]:
    """A web site of its own origin that serves a folder."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@contextmanager
def assistant(desk: FrontDesk, frames: Frames) -> Iterator[str]:
    """The public page on a real server under these rules."""
    import app
    from assistant.doors.access import Access
    from assistant.doors.application import Server, bound

    with bound("127.0.0.1", 0) as listening:
        server = Server(app.application(desk, Access(public=True), frames), listening)
        thread = threading.Thread(target=server.serve_until_stopped, daemon=True)
        thread.start()
        yield server.address
        server.should_exit = True
        thread.join(10)


@pytest.mark.parametrize(
    ("setting", "policy"),
    [
        ("", "frame-ancestors 'self'"),
        ("https://a.gov.cn  http://b.cn:8080", "frame-ancestors 'self' https://a.gov.cn http://b.cn:8080"),
        ("https://*.gov.cn", "frame-ancestors 'self' https://*.gov.cn"),
    ],
)
def test_the_setting_names_origins(setting: str, policy: str) -> None:
    assert Frames.configured({SETTING: setting}).policy == policy


@pytest.mark.parametrize("setting", ["a.gov.cn", "https://a.gov.cn/page", "https://a.cn;script-src", "*"])
def test_what_is_no_origin_is_said(setting: str) -> None:
    with pytest.raises(BudgetQaError, match="不是网站地址"):
        Frames.configured({SETTING: setting})


class TestInABrowser:
    pytestmark = in_browser

    def test_a_named_site_shows_the_page_and_it_works_there(
        self, scripted: FrontDesk, tab: Page, tmp_path: Path
    ) -> None:
        with site(tmp_path) as host, assistant(scripted, Frames((host,))) as address:
            (tmp_path / "index.html").write_text(HOST_PAGE.format(address=address, width=390), "utf-8")
            tab.goto(host)
            frame = tab.frame_locator("iframe")
            frame.locator("#bq-question textarea").wait_for()
            frame.locator(".bq-head").wait_for(state="hidden")
            ask(frame, "三公？")
            frame.locator(".bq-evidence td.bq-hit").wait_for()
            frame.locator("[data-dislike]").click()
            frame.get_by_label("哪里不对").fill("口径不同")
            frame.get_by_label("哪里不对").press("Enter")
            frame.get_by_text("已记下").first.wait_for()
            with tab.expect_download() as saved:
                frame.get_by_role("button", name="CSV").first.click()
            assert saved.value.suggested_filename.endswith(".csv")
            inner = tab.frames[1]
            assert inner.evaluate("document.documentElement.scrollWidth") <= 390
            tab.reload()
            frame.locator(".bq-question").wait_for()  # the conversation is kept for this site

    def test_any_other_site_gets_an_empty_frame(self, scripted: FrontDesk, tab: Page, tmp_path: Path) -> None:
        with site(tmp_path) as host, assistant(scripted, Frames(("https://a.gov.cn",))) as address:
            (tmp_path / "index.html").write_text(HOST_PAGE.format(address=address, width=390), "utf-8")
            refused: list[str] = []
            tab.on("console", lambda said: refused.append(said.text))
            tab.goto(host)
            tab.wait_for_timeout(500)
            assert any("frame-ancestors" in said for said in refused)
            assert tab.frame_locator("iframe").locator("#bq-question").count() == 0
