"""Every example of docs/doors.md, run as it stands there over a served store."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.doors.access import Access
from assistant.doors.tokens import Tokens
from assistant.doors.window import Window
from tests.doors.server import ROOT, served, window_over_samples

pytestmark = pytest.mark.filterwarnings("ignore")  # servers warn about their own internals

GUIDE = (ROOT / "docs" / "doors.md").read_text("utf-8")
EXAMPLES = re.findall(r"```(bash|python)\n(.*?)```", GUIDE, re.DOTALL)
ADDRESS = "http://127.0.0.1:7860"


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Window]:
    with window_over_samples(tmp_path_factory.mktemp("guide") / ".budget-qa") as opened:
        yield opened


@pytest.fixture(scope="module")
def address(window: Window) -> Iterator[str]:
    with served(window, Access()) as local:
        yield local


@pytest.mark.parametrize(("language", "example"), EXAMPLES, ids=[f"{kind}-{n}" for n, (kind, _) in enumerate(EXAMPLES)])
def test_an_example_runs(window: Window, address: str, language: str, example: str) -> None:
    if language == "bash" and shutil.which("curl") is None:
        pytest.skip("no curl")
    command = ["bash", "-ec", example] if language == "bash" else [sys.executable, "-W", "ignore", "-c", example]
    command[-1] = command[-1].replace(ADDRESS, address)
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        command, cwd=window.store.directory.parent, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()
    assert '"error"' not in done.stdout


def test_the_guide_shows_every_door() -> None:
    assert len(EXAMPLES) >= 5
    for door in ("/api/ask", "/api/check", "/api/documents", "/v1", "/mcp", "budget-qa mcp", "--public"):
        assert door in GUIDE


def test_the_token_file_of_the_guide_is_read(tmp_path: Path) -> None:
    file = tmp_path / "tokens.toml"
    file.write_text(re.findall(r"```toml\n(.*?)```", GUIDE, re.DOTALL)[0], "utf-8")
    assert len(Tokens.configured({"BUDGET_QA_TOKENS": str(file)}).scopes) == 2
