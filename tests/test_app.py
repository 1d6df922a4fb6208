"""The web app in a real browser: an answer, the cited table with its cell marked, and nothing leaves the machine."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assistant.front_desk import FrontDesk
from assistant.model import CitedAnswer
from index.chunks import chunk
from index.stores import Store
from tests.browser import ask, in_browser, opened, served, start
from tests.budget_documents import budget_document
from tests.example import DOCUMENT, HOSTILE, ScriptedAssistant, SlowAssistant

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = in_browser


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
    page.get_by_role("button", name="“三公”经费").click()
    page.wait_for_selector(".bq-evidence td.bq-hit")
    page.click("#bq-fresh")
    page.wait_for_selector(".bq-greeting")
    assert page.locator(".bq-question").count() == 0


@pytest.fixture(scope="module")
def slow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[SlowAssistant, str]]:
    """The app over an assistant that can be kept waiting, and its address."""
    assistant = SlowAssistant()
    with Store.open(tmp_path_factory.mktemp("slow")) as store:
        store.save(DOCUMENT, chunk(DOCUMENT))
        with served(FrontDesk(store, assistant)) as local:
            yield assistant, local
        assistant.release.set()


def test_a_question_in_flight_is_stopped_and_asked_again(slow: tuple[SlowAssistant, str], tab: Page) -> None:
    from playwright.sync_api import expect

    assistant, local = slow
    page = opened(tab, local)
    ask(page, "哪个单位？")
    assert not page.locator("#bq-stop").is_visible()
    start(page, "慢，三公？")
    page.wait_for_selector(".bq-waiting")
    expect(page.locator(".bq-aloud")).to_have_text("正在查找")
    expect(page.locator("#bq-question textarea")).to_have_value("")
    page.locator(".bq-pick").first.click()  # nothing else is asked meanwhile
    page.click("#bq-stop")
    page.wait_for_selector(".bq-waiting", state="detached")
    expect(page.locator(".bq-answer").last).to_contain_text("已停止")
    ask(page, "三公？")
    page.wait_for_selector(".bq-evidence td.bq-hit")
    assert "慢，三公？" not in assistant.asked[-1][1]
    start(page, "再慢一次，三公？")
    page.wait_for_selector(".bq-waiting")
    page.keyboard.press("Escape")
    page.locator(".bq-answer").last.get_by_role("button", name="重试").click()
    page.wait_for_selector(".bq-waiting")
    assistant.release.set()
    page.locator(".bq-answer").last.locator(".bq-figures").wait_for()
    expect(page.locator(".bq-question")).to_have_text(["哪个单位？", "慢，三公？", "三公？", "再慢一次，三公？"])
    assistant.release.clear()


def test_a_question_sent_too_early_is_asked_afterwards(slow: tuple[SlowAssistant, str], tab: Page) -> None:
    from playwright.sync_api import expect

    assistant, local = slow
    page = opened(tab, local)
    start(page, "慢，三公？")
    page.wait_for_selector(".bq-waiting")
    start(page, "三公？")
    expect(page.locator("#bq-question textarea")).to_have_value("三公？")  # it waits where it was typed
    assistant.release.set()
    expect(page.locator(".bq-question")).to_have_text(["慢，三公？", "三公？"])
    page.locator(".bq-answer").nth(1).locator(".bq-figures").wait_for()
    assistant.release.clear()


def test_others_are_answered_while_one_waits(slow: tuple[SlowAssistant, str], browser: Browser, tab: Page) -> None:
    waits, other = opened(tab, slow[1]), browser.new_page()
    start(waits, "慢，三公？")
    waits.wait_for_selector(".bq-waiting")
    ask(opened(other, slow[1]), "三公？")
    assert other.locator(".bq-figures").count() == 1
    waits.click("#bq-fresh")
    waits.wait_for_selector(".bq-greeting")
    ask(waits, "三公？")
    assert waits.locator(".bq-question").all_inner_texts() == ["三公？"]
    other.close()


def test_typed_text_is_shown_not_run(page: Page) -> None:
    ask(page, HOSTILE)
    page.wait_for_selector(".bq-refusal")
    assert page.locator(".bq-question").inner_text() == HOSTILE
    assert page.evaluate("window.broken") is None


def test_a_figure_is_shown_in_the_table_it_comes_from(samples: tuple[FrontDesk, str], tab: Page, subject: str) -> None:
    """With ``SCREENSHOT=docs/screenshot.png`` it also takes the picture of the README."""
    page = opened(tab, samples[1])
    ask(page, f"{subject}基本支出占总支出的比重是多少？")
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


def test_a_pasted_text_is_judged(samples: tuple[FrontDesk, str], tab: Page, subject: str) -> None:
    desk, local = samples
    said = desk.questions.answer(f"{subject}“三公”经费预算多少？")
    assert isinstance(said, CitedAnswer)
    right = said.figures[0].text
    page = opened(tab, local)
    page.get_by_role("tab", name="核对").click()
    page.fill("#bq-text textarea", f"{subject}“三公”经费预算{right}。\n{subject}“三公”经费预算987.65万元。{HOSTILE}")
    page.click("#bq-check")
    page.wait_for_selector(".bq-claim")
    badges = page.locator(".bq-claim .bq-badge").all_inner_texts()
    assert badges[:2] == ["属实（文件中印有）", "不符"]
    assert right in page.locator(".bq-claim").nth(1).locator(".bq-right").inner_text().replace(",", "")
    assert page.locator(".bq-said").first.inner_text() == right
    assert page.evaluate("window.broken") is None
    page.locator(".bq-source button").first.click()
    page.wait_for_selector("dialog[open] .bq-paper img, dialog[open] td.bq-hit")


def test_findings_open_their_page_and_leave_as_a_report(tab: Page, tmp_path: Path) -> None:
    """A made-up document with a finding, over a page of a sample."""
    import app

    pdf = next(app.SAMPLES.glob("*2025*预算.pdf"))
    document = budget_document(path=pdf)
    with Store.open(tmp_path) as store:
        store.save(document, chunk(document))
        with served(FrontDesk(store, ScriptedAssistant())) as local:
            page = opened(tab, local)
            page.get_by_role("tab", name="审核").click()
            page.locator("#bq-audited input").click()
            page.get_by_role("option").first.click()
            page.wait_for_selector(".bq-finding")
            assert "合计不等" in page.locator(".bq-finding").inner_text()
            page.locator(".bq-finding").get_by_role("button", name="看第").first.click()
            page.wait_for_selector("dialog[open] .bq-paper img")
            page.keyboard.press("Escape")
            for kind in ("HTML", "XLSX"):
                with page.expect_download() as saved:
                    page.get_by_role("button", name=f"导出 {kind}").click()
                assert saved.value.suggested_filename == f"{pdf.stem}-审核.{kind.lower()}"


def test_a_conversation_goes_on(samples: tuple[FrontDesk, str], tab: Page, subject: str) -> None:
    page = opened(tab, samples[1])
    ask(page, f"{subject}公务接待费多少？")
    page.locator(".bq-next .bq-pick").first.click()
    page.locator("[data-like]").nth(1).wait_for()  # the second answer stands: nothing is drawn anew any more
    page.locator("[data-like]").first.click()
    page.get_by_text("已记下").first.wait_for()
    page.locator("[data-dislike]").first.click()
    page.get_by_label("哪里不对").first.fill("单位不对")
    page.keyboard.press("Enter")
    page.get_by_text("已记下").nth(1).wait_for()
    with page.expect_download() as saved:
        page.get_by_role("button", name="对话存为 DOCX").click()
    assert saved.value.suggested_filename == "预算问答.docx"
    asked = page.locator(".bq-question").all_inner_texts()
    page.reload()
    page.locator(".bq-question").nth(1).wait_for()
    assert page.locator(".bq-question").all_inner_texts() == asked
    page.click("#bq-fresh")
    page.wait_for_selector(".bq-greeting")
    page.reload()
    page.wait_for_timeout(700)
    assert page.locator(".bq-question").count() == 0


def test_a_question_set_is_run_and_compared(
    samples: tuple[FrontDesk, str], tab: Page, subject: str, tmp_path: Path
) -> None:
    asked = [(f"{subject}“三公”经费预算多少？", 987.65), (f"{subject}食堂的菜单是什么？", None)]
    lines = [
        {
            "id": str(number),
            "question": question,
            "kind": "lookup" if value else "unanswerable",
            "answer": {"type": "number", "value": value, "unit": "万元"} if value else {"type": "abstain"},
        }
        for number, (question, value) in enumerate(asked)
    ]
    target = tmp_path / "set.jsonl"
    target.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    page = opened(tab, samples[1])
    page.get_by_role("tab", name="评测").click()
    page.set_input_files("#bq-questions input[type=file]", str(target))
    page.get_by_text("set.jsonl").wait_for()
    page.click("#bq-run")
    page.locator(".bq-wrong summary").click()
    assert "应答：987.65 万元" in page.locator(".bq-wrong").inner_text()
    assert page.locator(".bq-scores tbody tr").last.inner_text().split("\t")[:3] == ["合计", "2", "1"]
    with page.expect_download() as saved:
        page.get_by_role("button", name="下载报告").click()
    assert saved.value.suggested_filename.endswith("set.html")


def test_documents_come_and_go(samples: tuple[FrontDesk, str], tab: Page, tmp_path: Path) -> None:
    import app

    page = opened(tab, samples[1])
    page.get_by_role("tab", name="文件").click()
    final = next(app.SAMPLES.glob("*.html"))
    row = page.locator("#bq-listing tr", has_text=final.name)
    row.get_by_role("button", name="内容").click()
    page.locator("dialog[open]").get_by_role("button", name="看表格").first.click()
    page.wait_for_selector("dialog[open] .bq-table")
    page.keyboard.press("Escape")
    row.get_by_role("button", name="移除").click()
    row.get_by_text("确定移除").click()
    page.wait_for_selector(f"text=已移除 {final.name}")
    assert row.count() == 0
    bad = tmp_path / "坏文件.pdf"
    bad.write_bytes(b"%PDF-1.4 broken")
    page.set_input_files("#bq-add input[type=file]", [str(bad), str(final)])
    row.wait_for()
    states = page.locator(".bq-progress li").all_inner_texts()
    assert "未能读入" in states[0]
    assert "PDF 已损坏" in states[0]
    assert "已读入" in states[1]
    assert "张表" in states[1]
    row.get_by_role("button", name="重读").click()
    page.locator(".bq-state-read").wait_for()


def test_the_public_page_only_answers(tab: Page, samples: tuple[FrontDesk, str]) -> None:
    import app

    with served(samples[0], uploads=False) as local:
        page = opened(tab, local)
        assert page.get_by_role("tab").count() == 0
        assert page.evaluate("document.documentElement.lang") == "zh-CN"
        ask(page, "朔溪市枫陵县政务服务管理局食堂的菜单是什么？")
        assert "联系" in page.locator(".bq-contact").inner_text()
        assert page.locator("input[type=file]").count() == 0
        config = page.evaluate("JSON.stringify(window.gradio_config)")
        assert str(samples[0].store.directory) not in config
        assert str(app.SAMPLES) not in config


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
