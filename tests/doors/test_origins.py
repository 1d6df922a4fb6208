"""Other sites' scripts at the doors: who may ask from a visitor's browser, and what never may be done from there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import httpx
import pytest

from assistant.doors.access import Access
from assistant.doors.application import doors
from assistant.doors.origins import API_SETTING, OriginRule, named_origins
from assistant.doors.window import Window
from index.errors import BudgetQaError
from tests.doors.asking import ASKER, SUM, TOKENS, bearer
from tests.doors.server import served

pytestmark = pytest.mark.filterwarnings("ignore")  # clients and servers warn about their own internals

SITE = "https://www.example.gov.cn"


@contextmanager
def open_to(window: Window, origins: Sequence[str], access: Access) -> Iterator[str]:
    application = doors(window, access)
    application.add_middleware(OriginRule, origins=origins)
    with served(window, access, application) as local:
        yield local


def preflight(local: str, origin: str, method: str = "POST", path: str = "/api/ask") -> httpx.Response:
    headers = {
        "Origin": origin,
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": "authorization, content-type",
    }
    return httpx.options(f"{local}{path}", headers=headers)


def test_a_named_site_may_ask_with_a_token(window: Window) -> None:
    with open_to(window, (SITE,), Access(TOKENS)) as local:
        before = preflight(local, SITE)
        answer = httpx.post(f"{local}/api/ask", json={"question": SUM}, headers={"Origin": SITE} | bearer(ASKER))
        refused = httpx.post(f"{local}/api/ask", json={"question": SUM}, headers={"Origin": SITE})
    assert before.status_code == 200
    assert before.headers["access-control-allow-origin"] == SITE
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (200, SITE)
    assert refused.status_code == 401
    assert refused.headers["access-control-allow-origin"] == SITE  # so that the script can read why


@pytest.mark.parametrize(
    ("named", "origin", "allowed"),
    [
        (SITE, "https://other.example", False),
        (SITE, "http://www.example.gov.cn", False),
        (SITE, "https://wwwXexample.gov.cn", False),
        (SITE, f"{SITE}.evil.example", False),
        ("https://*.gov.cn", "https://czj.qichuan.gov.cn", True),
        ("https://*.gov.cn", "https://gov.cn", False),
        ("https://*.gov.cn", "https://evil.example/.gov.cn", False),
        ("http://localhost:3000", "http://localhost:3000", True),
    ],
)
def test_only_named_origins_are_let(window: Window, named: str, origin: str, allowed: bool) -> None:
    with open_to(window, named_origins(API_SETTING, {API_SETTING: named}), Access()) as local:
        answer = preflight(local, origin, path="/v1/chat/completions")
    assert ("access-control-allow-origin" in answer.headers) is allowed
    assert (answer.status_code == 200) is allowed


def test_documents_are_not_changed_from_another_site(window: Window) -> None:
    with open_to(window, (SITE,), Access()) as local:
        assert preflight(local, SITE, "DELETE", "/api/documents/x").status_code == 400
        assert preflight(local, SITE, "PUT", "/api/documents/x.pdf").status_code == 400


def test_without_the_setting_no_site_is_let(address: str) -> None:
    answer = preflight(address, SITE)
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize("setting", ["*", "https://a.cn/page", "a.cn"])
def test_what_is_no_origin_is_said(setting: str) -> None:
    with pytest.raises(BudgetQaError, match="不是网站地址"):
        named_origins(API_SETTING, {API_SETTING: setting})
