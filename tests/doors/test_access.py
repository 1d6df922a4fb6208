"""Who may come in: tokens and scopes, hosts, rates, sizes."""

from __future__ import annotations

import base64

import httpx
import pytest

from assistant.doors.access import Access, is_loopback
from assistant.doors.limits import RateLimit
from assistant.doors.tokens import Scope, Tokens
from assistant.doors.window import Window
from index.errors import BudgetQaError
from tests.doors.asking import ASKER, MANAGER, SUM, TOKENS, bearer, post
from tests.doors.server import served

pytestmark = pytest.mark.filterwarnings("ignore")  # clients and servers warn about their own internals


def test_a_guarded_server_wants_the_right_token(window: Window) -> None:
    with served(window, Access(TOKENS)) as local:
        asked = [
            post(local, "/api/ask", {"question": SUM}, headers=headers).status_code
            for headers in ({}, bearer("wrong"), bearer(ASKER), bearer(MANAGER))
        ]
        removed = [
            httpx.delete(f"{local}/api/documents/none", headers=headers).status_code
            for headers in ({}, bearer(ASKER), bearer(MANAGER))
        ]
        page = httpx.get(f"{local}/")
        let_in = httpx.get(f"{local}/docs", auth=("anyone", MANAGER))
    assert asked == [401, 401, 200, 200]
    assert removed == [401, 403, 404]
    assert (page.status_code, page.headers["www-authenticate"].split()[0]) == (401, "Basic")
    assert let_in.status_code == 200


@pytest.mark.parametrize(
    ("authorization", "status"),
    [
        (b"Bearer", 401),
        (b"Bearer \xe9\xff", 401),
        (b"Bearer " + b"x" * 20_000, 401),
        (b"bearer  " + ASKER.encode(), 200),
        (b"Basic ====", 401),
        (b"Basic \xe9", 401),
        (b"Basic " + base64.b64encode(b"\xff:\xff"), 401),
        (b"Basic " + base64.b64encode(f"anyone:{ASKER}".encode()), 200),
        (b"Digest x", 401),
        (ASKER.encode(), 401),
    ],
)
def test_an_odd_authorization_is_no_token(window: Window, authorization: bytes, status: int) -> None:
    with served(window, Access(TOKENS)) as local:
        answer = httpx.get(f"{local}/api/documents", headers={b"Authorization": authorization})
    assert answer.status_code == status
    if status == 401:
        assert answer.headers["www-authenticate"] == "Bearer"
        assert answer.json()["error"]["code"] == "token_required"


def test_tokens_are_compared_in_a_time_that_tells_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = []

    def noted(known: str, given: str) -> bool:
        compared.append((len(known), len(given)))
        return known == given

    monkeypatch.setattr("assistant.doors.tokens.compare_digest", noted)
    assert TOKENS.allowed("x") is None
    assert TOKENS.allowed(MANAGER) == frozenset(Scope)
    assert set(compared) == {(64, 64)}


def test_whoever_may_ask_may_read_how_to_ask(window: Window) -> None:
    with served(window, Access(TOKENS)) as local:
        for path in ("/docs", "/openapi.json", "/v1/models", "/api/documents"):
            assert httpx.get(local + path).status_code == 401
            assert httpx.get(local + path, headers=bearer(ASKER)).status_code == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [("PUT", "/api/documents/x.pdf"), ("DELETE", "/api/documents/x"), ("POST", "/gradio_api/upload"), ("GET", "/")],
)
def test_a_token_for_asking_manages_nothing(window: Window, method: str, path: str) -> None:
    with served(window, Access(TOKENS)) as local:
        answer = httpx.request(method, local + path, headers=bearer(ASKER))
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "not_allowed")


def test_a_body_that_grows_too_large_is_stopped(address: str) -> None:
    """Sent in pieces, without saying how much is to come."""
    pieces = [b'{"text": "', *[b"a" * 100_000] * 20, b'"}']
    answer = httpx.post(f"{address}/api/check", content=iter(pieces), headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too_large")


def test_a_public_server_lets_everyone_ask_and_nobody_change(window: Window) -> None:
    with served(window, Access(public=True)) as local:
        assert post(local, "/api/ask", {"question": SUM}, headers=bearer("unused")).status_code == 200
        assert httpx.get(f"{local}/api/documents").status_code == 200
        changes = [
            httpx.put(f"{local}/api/documents/x.pdf", content=b"x"),
            httpx.delete(f"{local}/api/documents/none"),
            httpx.post(f"{local}/gradio_api/upload", content=b"x"),
        ]
    assert [answer.status_code for answer in changes] == [403, 403, 403]


def test_an_open_server_answers_to_this_machine_only(address: str) -> None:
    assert httpx.get(f"{address}/api/documents", headers={"Host": "rebound.example"}).status_code == 403
    assert httpx.get(f"{address}/api/documents", headers={"Host": "localhost:99"}).status_code == 200


def test_a_client_that_asks_too_often_waits(window: Window) -> None:
    with served(window, Access(TOKENS, public=True, rate=RateLimit(1, 3))) as local:
        asked = [post(local, "/api/ask", {"question": SUM}) for _ in range(4)]
        trusted = post(local, "/api/ask", {"question": SUM}, headers=bearer(ASKER))
    assert [answer.status_code for answer in asked] == [200, 200, 200, 429]
    assert "秒再试" in asked[-1].json()["error"]["message"]
    assert trusted.status_code == 200


@pytest.mark.parametrize(
    ("host", "loopback"),
    [("127.0.0.1", True), ("127.0.0.2", True), ("localhost", True), ("::1", True), ("0.0.0.0", False), ("::", False),
     ("10.0.0.8", False), ("example.cn", False), ("", False)],
)  # fmt: skip
def test_what_counts_as_this_machine(host: str, loopback: bool) -> None:
    assert is_loopback(host) is loopback


def test_opening_to_others_needs_a_token_or_is_public() -> None:
    assert Access.at("127.0.0.1", Tokens(), public=False).open
    assert Access.at("0.0.0.0", Tokens(), public=True).rate is not None
    assert not Access.at("0.0.0.0", TOKENS, public=False).open
    with pytest.raises(BudgetQaError, match="--public"):
        Access.at("0.0.0.0", Tokens(), public=False)
