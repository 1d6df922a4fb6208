"""The command line: every promised command, Chinese lines for what goes wrong, quick help, no heavy import."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from assistant.cli import main
from index.chunks import chunk
from index.stores import Store
from tests.example import DOCUMENT

ROOT = Path(__file__).parents[1]
COMMANDS = ("index", "documents", "remove", "tables", "audit", "ask", "chat", "check", "serve", "eval")


def run(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "assistant", *arguments]
    return subprocess.run(command, cwd=ROOT, input=stdin, capture_output=True, text=True, check=False, timeout=120)


@pytest.mark.parametrize(
    "command", [(), *((name,) for name in COMMANDS), *(("eval", n) for n in ("run", "score", "report", "compare"))]
)
def test_every_command_explains_itself(command: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main([*command, "--help"])
    assert left.value.code == 0
    assert capsys.readouterr().out.startswith("用法：")


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    shown = capsys.readouterr().out
    assert all(f"    {name}" in shown for name in COMMANDS)


def test_the_user_guide_names_every_command() -> None:
    guide = (ROOT / "README.zh-CN.md").read_text("utf-8")
    assert [name for name in COMMANDS if f"budget-qa {name}" not in guide and f"`{name}`" not in guide] == []


def test_help_is_quick_and_imports_nothing_heavy() -> None:
    heavy = ("torch", "gradio", "chromadb", "llama_index", "pdfplumber", "sqlalchemy", "numpy", "pydantic")
    code = (
        "import sys; from assistant.cli import build_parser; build_parser().format_help();"
        f"print([m for m in {heavy} if m in sys.modules])"
    )
    started = time.perf_counter()
    shown = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert shown.strip() == "[]"
    assert time.perf_counter() - started < 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "缺少参数"),
        (("nonsense",), "'nonsense'"),
        (("ask",), "缺少参数：问题"),
        (("ask", "问", "--nonsense"), "不认识的参数：--nonsense"),
        (("ask", "问", "--document"), "--document 后面缺少取值"),
        (("serve", "--port", "0"), "--port"),
        (("index", "x", "--jobs", "many"), "--jobs"),
        (("eval", "run", "q.jsonl", "--out", "r.jsonl"), "须给出一个"),
        (("eval", "score", "q", "r", "--min-accuracy", "90"), "0 与 1 之间"),
    ],
)
def test_wrong_usage_is_one_chinese_line(
    arguments: tuple[str, ...], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    shown = capsys.readouterr()
    assert left.value.code == 2
    assert shown.err.count("\n") == 1
    assert message in shown.err
    assert not shown.out


@pytest.mark.parametrize(
    "arguments",
    [
        ("index", "nowhere.pdf"),
        ("tables", "nowhere.pdf"),
        ("audit", "nowhere.pdf"),
        ("remove", "000000000000"),
        ("ask", "三公经费多少？"),
        ("ask", "三公经费多少？", "--document", "nowhere.pdf"),
    ],
)
def test_bad_input_is_one_line_and_no_traceback(arguments: tuple[str, ...], tmp_path: Path) -> None:
    done = run(*arguments, "--store", str(tmp_path / "store"))
    assert done.returncode == 2
    assert done.stderr.strip().count("\n") == 0
    assert "Traceback" not in done.stderr
    assert any("\u4e00" <= ch <= "\u9fff" for ch in done.stderr)


def test_an_empty_store_says_how_to_fill_it(tmp_path: Path) -> None:
    done = run("documents", "--store", str(tmp_path / "store"))
    assert done.returncode == 0
    assert "budget-qa index" in done.stdout


def test_the_store_may_be_named_by_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from assistant.cli import build_parser

    monkeypatch.setenv("BUDGET_QA_STORE", str(tmp_path))
    assert build_parser().parse_args(["documents"]).store == tmp_path
    monkeypatch.delenv("BUDGET_QA_STORE")
    assert build_parser().parse_args(["documents"]).store == Path(".budget-qa")


# ---------------------------------------------------------------- over a store with one document


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("store")
    with Store.open(folder) as opened:
        opened.save(DOCUMENT, chunk(DOCUMENT))
    return str(folder)


def test_documents_are_listed(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["documents", "--store", store]) == 0
    assert "某市档案馆  2031  预算  部门  12  1" in capsys.readouterr().out
    assert main(["documents", "--store", store, "--json"]) == 0
    (listed,) = json.loads(capsys.readouterr().out)
    keys = ["id", "file", "department", "region", "year", "stage", "scope", "pages", "tables", "facts", "findings"]
    assert list(listed) == keys
    assert listed["stage"] == "budget"


@pytest.mark.parametrize("name", ["d1", DOCUMENT.source.name])
def test_tables_and_audit_know_a_document_by_id_or_name(
    store: str, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["tables", name, "--store", store, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["tables"][0]["number"] == "表四"
    assert main(["audit", name, "--store", store]) == 0
    assert "未发现勾稽问题" in capsys.readouterr().out


def test_an_answer_is_one_line_of_json(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = [
        "ask",
        "今天天气怎么样",
        "--history",
        "三公经费多少？",
        "--document",
        "d1",
        "--store",
        store,
        "--json",
        "--trace",
    ]
    assert main(arguments) == 0
    (line,) = capsys.readouterr().out.splitlines()
    answer = json.loads(line)
    assert answer["outcome"] == "refusal"
    assert answer["elapsed_ms"] > 0


def test_chat_answers_line_by_line_until_an_empty_one(store: str) -> None:
    done = run("chat", "--store", store, stdin="今天天气怎么样\n你会下棋吗\n\n不再读到\n")
    assert done.returncode == 0
    assert done.stdout.count("\n\n") == 2
    assert "Traceback" not in done.stderr


def test_removing_is_whole_and_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Store.open(tmp_path) as opened:
        opened.save(DOCUMENT, chunk(DOCUMENT))
    assert main(["remove", "d1", "--store", str(tmp_path)]) == 0
    assert DOCUMENT.source.name in capsys.readouterr().out
    assert main(["documents", "--store", str(tmp_path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []
    assert main(["remove", "d1", "--store", str(tmp_path)]) == 2


def test_a_port_in_use_is_one_line(store: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = run("serve", "--store", store, "--port", str(taken.getsockname()[1]))
    assert done.returncode == 2
    assert "--port" in done.stderr
    assert "Traceback" not in done.stderr
