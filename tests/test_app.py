"""The web app in a real browser: an answer, the cited table with its cell marked, and nothing leaves the machine."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assistant.front_desk import EXAMPLES, FrontDesk
from index.chunks import chunk
from index.stores import Store
from tests.example import DOCUMENT, HOSTILE, ScriptedAssistant

if TYPE_CHECKING:
    from playwright.sync_api import Page

CHROMIUM = shutil.which("chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium"),
    # Gradio and its servers warn about their own internals and close sockets late
    pytest.mark.filterwarnings("ignore"),
]


@contextmanager
def served(desk: FrontDesk) -> Iterator[str]:
    """The address of the app over a desk."""
    import app

    blocks = app.build(desk)
    _, local, _ = blocks.launch(prevent_thread_lock=True, quiet=True, **app.launch_options("127.0.0.1", 0))
    yield local
    blocks.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app over a store with one made-up document and scripted answers."""
    with Store.open(tmp_path_factory.mktemp("store")) as store:
        store.save(DOCUMENT, chunk(DOCUMENT))
        with served(FrontDesk(store, ScriptedAssistant())) as local:
            yield local


@pytest.fixture
def visits() -> list[str]:
    return []


@pytest.fixture
def tab(visits: list[str]) -> Iterator[Page]:
    """A new browser window that notes every address it asks for."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        window = browser.new_page(viewport={"width": 1360, "height": 850}, locale="zh-CN")
        window.set_default_timeout(15_000)
        window.on("request", lambda request: visits.append(request.url))
        yield window
        browser.close()


@pytest.fixture
def page(address: str, tab: Page) -> Page:
    return opened(tab, address)


def opened(tab: Page, address: str) -> Page:
    tab.goto(address)
    tab.wait_for_selector("#bq-question textarea")
    return tab


def ask(page: Page, question: str) -> None:
    before = page.locator(".bq-question").count()
    page.fill("#bq-question textarea", question)
    page.press("#bq-question textarea", "Enter")
    page.locator(".bq-question").nth(before).wait_for()


def test_an_answer_opens_the_table_with_its_cell_marked(page: Page, visits: list[str]) -> None:
    ask(page, "“三公”经费比去年少多少？")
    assert "减少1.60万元" in page.locator(".bq-answer").last.inner_text()
    assert page.locator(".bq-badge").all_inner_texts() == ["已核对", "已核对", "已重算"]
    assert page.locator(".bq-evidence td.bq-hit").inner_text() == "9.40"
    page.locator(".bq-answer .bq-ref").nth(1).click()
    page.wait_for_selector('.bq-chosen[data-n="2"]')
    assert "比2030年减少1.60万元" in page.locator(".bq-chosen mark").inner_text()
    hosts = {url.split("/")[2].split(":")[0] for url in visits if url.startswith("http")}
    assert hosts == {"127.0.0.1"}


def test_what_is_asked_back_can_be_picked(page: Page) -> None:
    ask(page, "哪个单位？")
    page.locator(".bq-pick").first.click()
    page.wait_for_selector(".bq-evidence td.bq-hit")
    assert page.locator(".bq-question").all_inner_texts() == ["哪个单位？", "某市档案馆（本级）的三公经费"]


def test_an_example_is_one_click(page: Page) -> None:
    page.get_by_role("button", name=EXAMPLES[0]).click()
    page.wait_for_selector(".bq-evidence td.bq-hit")
    page.click("#bq-fresh")
    page.wait_for_selector(".bq-greeting")
    assert page.locator(".bq-question").count() == 0


def test_typed_text_is_shown_not_run(page: Page) -> None:
    ask(page, HOSTILE)
    page.wait_for_selector(".bq-refusal")
    assert page.locator(".bq-question").inner_text() == HOSTILE
    assert page.evaluate("window.broken") is None


def test_it_fits_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    ask(page, "三公？")
    page.wait_for_selector("td.bq-hit")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_fresh_start_answers_over_the_samples(tab: Page, tmp_path: Path) -> None:
    """The whole house: an empty store takes in the samples, and a figure is shown in the table it comes from.

    With ``SCREENSHOT=docs/screenshot.png`` it also takes the picture of the README.
    """
    import app

    desk = FrontDesk.open(tmp_path, app.SAMPLES)
    with served(desk) as local:
        page = opened(tab, local)
        newest = max(desk.documents(), key=lambda document: document.year)
        ask(page, f"{newest.department}{newest.year}年基本支出占总支出的比重是多少？")
        page.wait_for_selector(".bq-evidence td.bq-hit")
        marked = page.locator(".bq-evidence td.bq-hit").all_inner_texts()
        shown = page.locator(".bq-figures .bq-value").all_inner_texts()
        plain = [text.replace(",", "") for text in marked]
        assert all(any(cell in figure for figure in shown) for cell in plain)
        assert "已重算" in page.locator(".bq-badge").all_inner_texts()
        assert_the_page_opens_with_its_cell_boxed(page)
        assert_the_table_is_saved(page)
        ask(page, "公务接待费预算多少？")
        page.wait_for_timeout(500)
        if target := os.environ.get("SCREENSHOT"):
            page.screenshot(path=target)


def assert_the_page_opens_with_its_cell_boxed(page: Page) -> None:
    page.locator(".bq-card:has(td.bq-hit)").get_by_role("button", name="看原页").first.click()
    page.wait_for_selector("dialog[open] .bq-box")
    page.wait_for_function("document.querySelector('dialog[open] img').naturalWidth > 500")
    paper, box = page.locator(".bq-paper").bounding_box(), page.locator(".bq-box").bounding_box()
    assert paper is not None
    assert box is not None
    assert paper["x"] < box["x"] < box["x"] + box["width"] < paper["x"] + paper["width"]
    assert box["height"] < paper["height"] / 10
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog[open]", state="detached")


def assert_the_table_is_saved(page: Page) -> None:
    from openpyxl import load_workbook

    marked = page.locator(".bq-card td.bq-hit").first.inner_text().replace(",", "")
    with page.expect_download() as saved:
        page.locator(".bq-card:has(td.bq-hit)").get_by_role("button", name="XLSX").first.click()
    sheet = load_workbook(BytesIO(saved.value.path().read_bytes())).active
    assert Decimal(marked) in {
        Decimal(str(value)) for row in sheet.values for value in row if isinstance(value, int | float)
    }


def test_the_layout_decides_nothing() -> None:
    source = (Path(__file__).parents[1] / "app.py").read_text("utf-8")
    assert len(source.splitlines()) < 300
    assert "index.stores" not in source
    assert "assistant.service" not in source
