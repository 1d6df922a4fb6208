"""The web app for everyone: WCAG AA by axe, keyboard alone, phones, screen readers."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser import ask, in_browser, opened

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = in_browser
AXE = "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']})"

# Gradio pales what is about to change and lets lists of options appear slowly, from the next frame on
NEXT_FRAME = "new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))"
STEADY = """[...document.querySelectorAll('.html-container')].every((each) => getComputedStyle(each).opacity === '1')
  && document.getAnimations().every((each) => each.playState !== 'running' || each.effect.getTiming().iterations === Infinity)"""


def violations(page: Page) -> list[str]:
    """What axe finds: rule and element."""
    pytest.importorskip("axe_playwright_python")
    page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8"))
    page.evaluate(NEXT_FRAME)
    page.wait_for_function(STEADY)
    found: dict[str, Any] = page.evaluate(AXE)
    return [f"{rule['id']}: {node['html'][:200]}" for rule in found["violations"] for node in rule["nodes"]]


def test_axe_finds_nothing_in_an_answer_and_its_proofs(page: Page) -> None:
    assert violations(page) == []
    ask(page, "三公？")
    page.wait_for_selector(".bq-evidence td.bq-hit")
    assert violations(page) == []
    page.locator(".bq-term").first.focus()
    page.locator("[data-dislike]").click()
    assert violations(page) == []
    ask(page, "哪个单位？")
    ask(page, "食堂？")
    page.locator("#bq-limits button").first.click()
    page.locator("#bq-limits input").click()
    page.get_by_role("option").first.wait_for()
    assert violations(page) == []


def test_axe_finds_nothing_on_any_page(page: Page) -> None:
    page.get_by_role("tab", name="核对").click()
    page.fill("#bq-text textarea", "2031年“三公”经费预算9.40万元，基本支出3.00万元。")
    page.click("#bq-check")
    page.wait_for_selector(".bq-claim")
    assert violations(page) == []
    page.get_by_role("tab", name="审核").click()
    page.locator("#bq-audited input").click()
    page.get_by_role("option").first.click()
    page.wait_for_selector("#bq-findings [role=status]")
    assert violations(page) == []
    page.get_by_role("tab", name="文件").click()
    page.locator("#bq-listing").get_by_role("button", name="内容").first.click()
    page.wait_for_selector("dialog[open]")
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("tab", name="评测").click()
    assert violations(page) == []


def test_axe_finds_nothing_on_the_public_page_of_a_phone(tab: Page, public: str) -> None:
    tab.set_viewport_size({"width": 390, "height": 844})
    page = opened(tab, public)
    assert "自动问答助手" in page.locator(".bq-notice").inner_text()
    page.wait_for_selector(".bq-examples .bq-pick")
    ask(page, "三公？")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_term_is_explained_on_focus_and_on_hover(page: Page) -> None:
    ask(page, "三公？")
    term = page.locator(".bq-term").first
    tip = page.locator(f"#{term.get_attribute('aria-describedby')}")
    assert not tip.is_visible()
    term.hover()
    assert tip.is_visible()
    page.keyboard.press("Escape")
    assert not tip.is_visible()
    page.mouse.move(0, 0)
    term.focus()
    assert tip.is_visible()
    assert "公务接待费" in tip.inner_text()
    page.locator("#bq-question textarea").focus()
    page.set_viewport_size({"width": 390, "height": 844})
    term.focus()
    box = tip.bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= 390


def test_the_answer_is_read_out_once(page: Page) -> None:
    ask(page, "三公？")
    said = page.locator("#bq-conversation [role=status]")
    assert said.count() == 1
    assert said.inner_text().startswith("2031年“三公”经费预算9.40万元")
    assert page.locator("#bq-conversation [aria-live]").count() == 0


def test_the_keyboard_is_enough(page: Page) -> None:
    focused = "document.activeElement"
    ask(page, "三公？")
    assert page.evaluate(f"{focused}.tagName") == "TEXTAREA"
    page.locator(".bq-answer .bq-ref").first.focus()
    assert page.evaluate(f"getComputedStyle({focused}).outlineStyle") == "solid"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector('.bq-chosen[data-n="2"]')
    page.get_by_role("tab", name="问答").focus()
    page.keyboard.press("ArrowRight")
    page.locator("#bq-text textarea").wait_for()
    assert page.evaluate(f"{focused}.innerText") == "核对"
    page.keyboard.press("End")
    page.locator("#bq-run").wait_for()
    page.keyboard.press("ArrowRight")
    page.locator("#bq-question").wait_for()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    opener = page.locator("#bq-listing [data-proof]").first
    opener.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog[open]")
    assert page.evaluate(f"{focused}.innerText") == "关闭"
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog[open]", state="detached")
    assert page.evaluate(f"{focused}.innerText") == "内容"


def test_many_candidates_are_filtered_on_a_phone(tab: Page, public: str) -> None:
    tab.set_viewport_size({"width": 390, "height": 844})
    page = opened(tab, public)
    ask(page, "哪个单位，全部列出？")
    assert page.locator(".bq-pick:visible").count() == 12
    page.get_by_label("筛选下面的选项").fill("第3")
    assert page.locator(".bq-pick:visible").all_inner_texts() == ["第3中学的三公经费"]
    page.locator(".bq-pick:visible").click()
    page.wait_for_selector(".bq-evidence td.bq-hit")


def test_it_fits_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    ask(page, "三公？")
    page.wait_for_selector("td.bq-hit")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    for name in ("核对", "审核", "文件", "评测"):
        page.get_by_role("tab", name=name).click()
        page.wait_for_timeout(100)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_every_control_has_a_name(page: Page) -> None:
    ask(page, "三公？")
    nameless = """() => [...document.querySelectorAll('button, a[href], textarea, input')]
        .filter((e) => e.checkVisibility() && e.type !== 'file')
        .filter((e) => !(e.innerText.trim() || e.ariaLabel || e.title || e.labels?.length || e.closest('label')))
        .map((e) => e.outerHTML.slice(0, 200))"""
    for name in ("问答", "核对", "审核", "文件", "评测"):
        page.get_by_role("tab", name=name).click()
        page.wait_for_timeout(100)
        assert page.evaluate(nameless) == []
