"""The whole house in one process, as ``budget-qa serve`` starts it."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys

import httpx
import pytest

from assistant.doors.window import Window
from tests.doors.asking import SUM, called, post, without_time
from tests.doors.server import ROOT
from tests.loops import finished

pytestmark = pytest.mark.filterwarnings("ignore")  # clients and servers warn about their own internals


def test_serve_opens_the_page_and_every_door_and_ends_when_told(window: Window) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "assistant", "serve", "--port", str(port), "--store", str(window.store.directory)]
    local = f"http://127.0.0.1:{port}"
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            assert f"{local}/" in server.stdout.readline()
            assert "预算问答" in httpx.get(local, timeout=30).text
            assert without_time(post(local, "/api/ask", {"question": SUM}).json()) == without_time(window.ask(SUM))
            assert len(finished(called(local, {}))[0]) == 4
        finally:
            server.send_signal(signal.SIGINT)
            _, complaints = server.communicate(timeout=30)
    assert (server.returncode, complaints) == (0, "")
