"""The web app in a real browser, for tests: served over a desk, opened, asked."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from assistant.front_desk import FrontDesk

if TYPE_CHECKING:
    from playwright.sync_api import Page

CHROMIUM = shutil.which("chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]

in_browser = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium"),
    # Gradio and its servers warn about their own internals and close sockets late
    pytest.mark.filterwarnings("ignore"),
]


@contextmanager
def served(desk: FrontDesk, *, uploads: bool = True) -> Iterator[str]:
    """The address of the app over a desk."""
    import app

    blocks = app.build(desk, uploads=uploads)
    where: dict[str, Any] = {"server_name": "127.0.0.1", "share": False, "quiet": True, "prevent_thread_lock": True}
    _, local, _ = blocks.launch(**where, **app.looks())
    yield local
    blocks.close()


def opened(tab: Page, address: str) -> Page:
    tab.goto(address)
    tab.wait_for_selector("#bq-question textarea")
    return tab


def ask(page: Any, question: str) -> None:
    """Asks, and waits until all of the answer is there. ``page`` is a page or a frame of one."""
    before = page.locator(".bq-question").count()
    start(page, question)
    page.locator(".bq-question").nth(before).wait_for()
    page.locator(".bq-answer").last.locator(".bq-after").wait_for()


def start(page: Any, question: str) -> None:
    box = page.locator("#bq-question textarea")
    box.fill(question)
    box.press("Enter")
