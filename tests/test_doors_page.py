"""The page beside the other doors, as the public sees it in a real browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

from assistant.doors.access import Access
from assistant.doors.limits import RateLimit
from assistant.doors.window import Window
from assistant.front_desk import FrontDesk
from tests.doors_server import OFFICE, served, window_over_samples

CHROMIUM = shutil.which("chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium"),
    pytest.mark.filterwarnings("ignore"),  # Gradio warns about its own internals
]


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Window]:
    with window_over_samples(tmp_path_factory.mktemp("store")) as opened:
        yield opened


def test_the_public_page_answers_and_stays_on_this_machine(window: Window) -> None:
    import gradio
    from playwright.sync_api import sync_playwright

    import app

    page = app.build(FrontDesk(window.store, window.assistant), uploads=False)
    access = Access(public=True, rate=RateLimit(60, 30))
    visits: list[str] = []
    with (
        served(window, access, lambda doors: gradio.mount_gradio_app(doors, page, path="/", **app.looks())) as local,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        tab = browser.new_page(locale="zh-CN")
        tab.set_default_timeout(20_000)
        tab.on("request", lambda request: visits.append(request.url))
        tab.goto(local)
        tab.fill("#bq-question textarea", f"{OFFICE}2024年公务接待费比去年增加多少？")
        tab.press("#bq-question textarea", "Enter")
        tab.wait_for_selector(".bq-answer .bq-ref")
        answered = tab.locator(".bq-answer").last.inner_text()
        assert tab.locator("input[type=file]").count() == 0
        browser.close()
    expected = window.ask(f"{OFFICE}2024年公务接待费比去年增加多少？")["answer"]
    assert expected.partition("，")[0] in answered.replace("\n", "")
    assert {url.split("/")[2].split(":")[0] for url in visits if url.startswith("http")} == {"127.0.0.1"}
