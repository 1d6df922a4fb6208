"""What several test files share: a browser, and the web app over made-up answers and over the samples."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser import CHROMIUM, FLAGS, opened, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from assistant.front_desk import FrontDesk


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def visits() -> list[str]:
    return []


@pytest.fixture
def tab(browser: Browser, visits: list[str]) -> Iterator[Page]:
    """A new browser window that notes every address it asks for."""
    window = browser.new_page(viewport={"width": 1360, "height": 850}, locale="zh-CN")
    window.set_default_timeout(15_000)
    window.on("request", lambda request: visits.append(request.url))
    yield window
    window.close()


@pytest.fixture(scope="session")
def scripted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FrontDesk]:
    """A desk with one made-up document and scripted answers."""
    from assistant.front_desk import FrontDesk
    from index.chunks import chunk
    from index.stores import Store
    from tests.example import DOCUMENT, ScriptedAssistant

    with Store.open(tmp_path_factory.mktemp("store")) as store:
        store.save(DOCUMENT, chunk(DOCUMENT))
        yield FrontDesk(store, ScriptedAssistant())  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def address(scripted: FrontDesk) -> Iterator[str]:
    with served(scripted) as local:
        yield local


@pytest.fixture(scope="session")
def public(scripted: FrontDesk) -> Iterator[str]:
    """The address of the public page."""
    with served(scripted, uploads=False) as local:
        yield local


@pytest.fixture
def page(address: str, tab: Page) -> Page:
    return opened(tab, address)


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[FrontDesk, str]]:
    """The whole house over the samples: an empty store takes them in. The desk, and its address."""
    import app
    from assistant.front_desk import FrontDesk

    desk = FrontDesk.open(tmp_path_factory.mktemp("samples"), app.SAMPLES)
    with served(desk) as local:
        yield desk, local


@pytest.fixture
def subject(samples: tuple[FrontDesk, str]) -> str:
    """The newest sample that is a PDF, as questions name it."""
    newest = max((d for d in samples[0].documents() if d.file.endswith(".pdf")), key=lambda d: d.year)
    return f"{newest.department}{newest.year}年"
