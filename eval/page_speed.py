"""How fast the served page feels in a browser: when something is first seen, and how long an answer takes to appear.

``python -m eval.page_speed --url http://127.0.0.1:7860 [--opens 3] [--questions 20]``

Needs the extra ``dev`` (Playwright) and a Chromium on the path; only a server on this machine is asked.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import time
from collections.abc import Sequence
from statistics import median
from typing import TYPE_CHECKING, Any

from assistant.cli import positive
from assistant.command_line import ChineseParser
from eval.load import local_port, made_up
from index.errors import BudgetQaError

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FIRST_PAINT, ANSWER = 2000.0, 300.0  # ms: the first paint at worst, an answer in the median
_PAINTED = "performance.getEntriesByName('first-contentful-paint').map(entry => entry.startTime)"
_READING = 500  # ms between an answer and the next question: nobody types faster
_WHOLE = ".bq-answer .bq-after"  # stands at the end of an answer, once all of it has arrived


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints first paints and answer times in ms as JSON; 1 when either is over its bar, 2 without server or browser."""
    options = _parser().parse_args(arguments)
    try:
        measured = _measure(options)
    except (BudgetQaError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    print(json.dumps(measured, ensure_ascii=False, indent=2))
    return 0 if measured["first_paint_ms"][-1] <= FIRST_PAINT and measured["answer_ms"]["median"] <= ANSWER else 1


def _parser() -> argparse.ArgumentParser:
    parser = ChineseParser(prog="python -m eval.page_speed", description="在浏览器里测量网页多快显示、多快答出")
    parser.add_argument("--url", required=True, metavar="地址", help="budget-qa serve 打开的地址，须在本机")
    parser.add_argument("--opens", type=positive, default=3, metavar="N", help="打开网页几次（默认 3）")
    parser.add_argument("--questions", type=positive, default=20, metavar="N", help="问几个问题（默认 20）")
    return parser


def _measure(options: argparse.Namespace) -> dict[str, Any]:
    asked = made_up(local_port(options.url))
    asked = asked[:: max(1, len(asked) // options.questions)][: options.questions]
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError as error:
        raise BudgetQaError("没有安装 Playwright：pip install -e '.[dev]'") from error
    if chromium is None:
        raise BudgetQaError("没有找到 Chromium，无法测量网页")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        paints = sorted(_first_paint(browser, options.url) for _ in range(options.opens))
        answers = sorted(_answers(browser, options.url, asked))
        browser.close()
    return {
        "first_paint_ms": [round(ms) for ms in paints],
        "answer_ms": {"count": len(answers), "median": round(median(answers)), "slowest": round(answers[-1])},
    }


def _first_paint(browser: Browser, url: str) -> float:
    """ms until the first content is painted, with an empty cache."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(url)
    page.wait_for_selector("#bq-question textarea")
    painted: list[float] = page.evaluate(_PAINTED)
    context.close()
    return painted[0]


def _answers(browser: Browser, url: str, questions: Sequence[str]) -> list[float]:
    """ms from Enter until the whole answer stands on the page, for each question of one conversation."""
    page = browser.new_page()
    page.goto(url)
    page.wait_for_selector("#bq-question textarea")
    times = [_answer(page, question) for question in questions]
    page.close()
    return times


def _answer(page: Page, question: str) -> float:
    before = page.locator(_WHOLE).count()
    field = page.locator("#bq-question textarea")
    field.fill(question)
    started = time.perf_counter()
    field.press("Enter")
    page.locator(_WHOLE).nth(before).wait_for()
    taken = (time.perf_counter() - started) * 1000
    page.wait_for_timeout(_READING)
    return taken


if __name__ == "__main__":
    raise SystemExit(main())
