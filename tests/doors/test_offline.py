"""The served house asks nothing of any other machine: every attempt is stopped and noted while each door answers."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from assistant.doors.window import Window
from tests.doors.asking import SUM, called, post
from tests.doors.server import OFFICE, ROOT
from tests.loops import finished

pytestmark = pytest.mark.filterwarnings("ignore")  # clients and servers warn about their own internals

# Started in place of `python -m assistant`: an audit hook sees every connection and every look-up of a name.
GUARDED = """
import sys

def guard(event, arguments):
    if event == "socket.getaddrinfo":
        host = arguments[0]
    elif event in ("socket.connect", "socket.sendto") and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    else:
        return
    host = host.decode() if isinstance(host, bytes) else host
    if host not in (None, "", "localhost", "127.0.0.1", "::1", "0.0.0.0"):
        with open(sys.argv[1], "a") as noted:
            noted.write(f"{event} {host}\\n")
        raise OSError("no network here")

sys.addaudithook(guard)
from assistant.cli import main
sys.exit(main(sys.argv[2:]))
"""
SWITCHES = ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "GRADIO_ANALYTICS_ENABLED", "ANONYMIZED_TELEMETRY")


def started(noted: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-c", GUARDED, str(noted), *arguments]


def test_the_guard_sees_what_leaves(tmp_path: Path) -> None:
    noted = tmp_path / "noted"
    asking = GUARDED.partition("from assistant")[0] + "import urllib.request as r\nr.urlopen('http://budget.example')"
    subprocess.run([sys.executable, "-c", asking, str(noted)], capture_output=True, check=False)
    assert "budget.example" in noted.read_text()


def test_every_door_answers_without_a_network(window: Window, tmp_path: Path) -> None:
    noted = tmp_path / "noted"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    local, store = f"http://127.0.0.1:{port}", str(window.store.directory)
    command = started(noted, "serve", "--port", str(port), "--store", store)
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        try:
            assert server.stdout is not None
            assert local in server.stdout.readline()
            chat = {"messages": [{"role": "user", "content": SUM}]}
            assert post(local, "/api/ask", {"question": SUM}).json()["outcome"] == "answer"
            assert post(local, "/api/check", {"text": f"{OFFICE}2024年支出总计1.23万元。"}).json()["figures"]
            assert post(local, "/v1/chat/completions", chat).json()["budget_qa"]["outcome"] == "answer"
            tools = (("ask", {"question": SUM}), ("search_tables", {"query": "“三公”经费为什么增加"}))
            assert not [call.isError for call in finished(called(local, {}, *tools))[1:] if call.isError]
            assert "预算问答" in httpx.get(local, timeout=30).text
        finally:
            server.send_signal(signal.SIGINT)
            server.communicate(timeout=30)
    assert not noted.exists(), noted.read_text()


def test_reading_and_searching_ask_for_nothing(window: Window, tmp_path: Path) -> None:
    noted = tmp_path / "noted"
    question = f"{OFFICE}2024年为什么增加支出？"  # looks for passages by their meaning: loads the vectors
    command = started(noted, "ask", question, "--store", str(window.store.directory))
    subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    assert not noted.exists(), noted.read_text()


def test_the_switches_are_set_before_anything_is_imported() -> None:
    code = "import os; from assistant.offline import stay_offline; stay_offline(); print(*map(os.environ.get, %r))"
    done = subprocess.run(
        [sys.executable, "-c", code % (SWITCHES,)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["1", "1", "False", "False"]
