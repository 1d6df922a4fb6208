"""What each command of ``budget-qa`` does: read arguments, call the house, print. Returns the exit status."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from index.errors import BudgetQaError

if TYPE_CHECKING:
    from index.model import BudgetDocument


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False))


# ---------------------------------------------------------------- the store


def index(options: argparse.Namespace) -> int:
    """Reads files and folders into the store; 1 when a file could not be read."""
    for path in options.paths:
        if not path.exists():
            raise BudgetQaError(f"找不到文件或文件夹：{path}")

    from dataclasses import asdict

    from assistant.progress import progress_bar
    from index.pipeline import index_paths
    from index.stores import Store

    with Store.renew(options.store) as store, progress_bar("读取") as progress:
        jobs = options.jobs or os.cpu_count() or 1
        summary = index_paths(options.paths, store, jobs, progress, progress.pages)
    if options.json:
        _print_json(asdict(summary))
    else:
        print(
            f"读入 {summary.files} 份文件：{summary.tables} 张表，{summary.facts} 个数据，"
            f"{summary.findings} 处勾稽问题；跳过 {summary.skipped} 份未变动的文件。"
        )
        for failure in summary.failed:
            print(f"未能读入 {failure.file}：{failure.reason}", file=sys.stderr)
    return 1 if summary.failed else 0


def documents(options: argparse.Namespace) -> int:
    from assistant.rendering.contract import summary_json
    from assistant.rendering.terminal import documents_text
    from index.stores import Store

    with Store.open(options.store) as store:
        listed = store.documents()
    if options.json:
        _print_json([summary_json(document) for document in listed])
    else:
        print(documents_text(listed) if listed else "索引库是空的；用 budget-qa index 文件夹 读入文件。")
    return 0


def remove(options: argparse.Namespace) -> int:
    from assistant.library import find_document
    from index.stores import Store

    with Store.open(options.store) as store:
        found = [find_document(store, name) for name in options.ids]
        for document in found:
            store.remove(document.id)
            print(f"已移除 {document.file}")
    return 0


# ---------------------------------------------------------------- documents as read


def tables(options: argparse.Namespace) -> int:
    from assistant.rendering.contract import tables_json
    from assistant.rendering.terminal import tables_text

    for document in _read_each(options):
        _print_json(tables_json(document)) if options.json else print(tables_text(document))
    return 0


def audit(options: argparse.Namespace) -> int:
    """Prints tie-out findings; 1 when a document contradicts itself (a finding of level error)."""
    from assistant.rendering.contract import findings_json
    from assistant.rendering.terminal import findings_text

    if options.out is not None and options.out.suffix not in (".html", ".xlsx"):
        raise BudgetQaError(f"{options.out}：报告只写成 .html 或 .xlsx")
    sound, documents = True, list(_read_each(options))
    if options.out is not None:
        from assistant.rendering.audit_report import report_file

        options.out.write_bytes(report_file(documents, options.out.suffix[1:]).content)
    for document in documents:
        sound = sound and not any(finding.level == "error" for finding in document.findings)
        if options.json:
            _print_json({"file": document.source.name, "findings": findings_json(document.findings)})
        else:
            print(findings_text(document))
    return 0 if sound else 1


def _read_each(options: argparse.Namespace) -> Iterable[BudgetDocument]:
    from assistant.library import read_or_load

    for name in options.documents:
        yield read_or_load(options.store, name)


# ---------------------------------------------------------------- questions


def ask(options: argparse.Namespace) -> int:
    from assistant.library import documents_in_view
    from assistant.rendering.contract import answer_json
    from assistant.rendering.terminal import answer_text, trace_text
    from assistant.service import Assistant

    started = time.perf_counter()
    with documents_in_view(options.store, options.document) as (store, ids):
        answer = Assistant(store).ask(options.question, options.history, ids)
    if options.json:
        line = answer_json(answer, elapsed_ms=round((time.perf_counter() - started) * 1000, 1))
        _print_json(line | ({"trace": list(answer.trace)} if options.trace else {}))
    else:
        print(answer_text(answer) + (trace_text(answer) if options.trace else ""))
    return 0


def chat(options: argparse.Namespace) -> int:
    """A terminal conversation; earlier questions give the later ones their context. Ends at an empty line."""
    from assistant.library import documents_in_view
    from assistant.rendering.terminal import answer_text
    from assistant.service import Assistant

    with documents_in_view(options.store, options.document) as (store, ids):
        assistant = Assistant(store)
        print("请提问（直接回车结束）：", file=sys.stderr)
        history: list[str] = []
        for question in _typed():
            print(answer_text(assistant.ask(question, history, ids)) + "\n", flush=True)
            history.append(question)
    return 0


def _typed() -> Iterable[str]:
    while True:
        if sys.stdin.isatty():
            print("> ", end="", file=sys.stderr, flush=True)
        line = sys.stdin.readline()
        if not line.strip():
            return
        yield line.strip()


def check(options: argparse.Namespace) -> int:
    """Judges the figures of any text; 1 when one is contradicted or unsupported."""
    from assistant.checking import check_text, faulty
    from assistant.checking.batch import check_lines
    from assistant.checking.source import read_text
    from assistant.library import documents_in_view, knowledge_of
    from assistant.rendering.judgements import judgements_json, judgements_text

    if (options.batch is None) != (options.out is None):
        raise BudgetQaError("--batch 与 --out 要一起给：前者是要核对的 JSONL，后者是结果写到哪里")
    with documents_in_view(options.store, options.document) as (store, ids):
        knowledge = knowledge_of(store, ids)
        if options.batch is not None:
            count = check_lines(options.batch, options.out, knowledge)
            print(f"核对了 {count} 段文字，结果在 {options.out}")
            return 0
        judged = check_text(read_text(options.file), knowledge)
    if options.json:
        _print_json(judgements_json(judged, knowledge))
    else:
        print(judgements_text(judged, knowledge))
    return 1 if faulty(judged) else 0


# ---------------------------------------------------------------- the web app and the other doors


def serve(options: argparse.Namespace) -> int:
    import app

    host = options.host or ("0.0.0.0" if options.public else "127.0.0.1")
    app.serve(options.store, host=host, port=options.port, public=options.public)
    return 0


def mcp(options: argparse.Namespace) -> int:
    """Serves the tools of the Model Context Protocol on standard input and output until these end."""
    from assistant.doors.limits import Queue
    from assistant.doors.mcp import server
    from assistant.doors.window import Window
    from assistant.library import documents_in_view
    from assistant.service import Assistant

    with documents_in_view(options.store, ()) as (store, _):
        server(Window(store, Assistant(store)), Queue()).run("stdio")
    return 0
