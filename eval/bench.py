"""How fast it is: help, a cold question, warm questions (over a store); reading and indexing (of documents).

``python -m eval.bench [--store DIR [--questions FILE]] [--documents DIR [--index]]``
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from assistant.command_line import ChineseParser
from assistant.offline import stay_offline
from eval.bench_reading import reading_costs, total
from eval.run import Answerer

_SAMPLE = ("“三公”经费比去年少多少？", "支出总计是多少？", "基本支出占总支出的比重是多少？", "人员经费多少钱？")


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints seconds for ``--help`` and a cold question, milliseconds for warm ones (median and 95th percentile), and
    what reading costs beside pdfplumber alone, a document a line and in total."""
    stay_offline()
    parser = ChineseParser(prog="python -m eval.bench", description="测量速度")
    parser.add_argument("--store", type=Path, metavar="文件夹", help="已建好的索引库：测提问的速度")
    parser.add_argument("--questions", type=Path, metavar="QUESTIONS.jsonl", help="所问的题（默认：几个常见问题）")
    parser.add_argument("--documents", type=Path, metavar="文件夹", help="测读取这个文件夹的速度")
    parser.add_argument("--index", action="store_true", help="另测把文件夹读入索引库的速度，分别用一个和全部处理器核")
    parser.add_argument("--repeat", type=int, default=3, metavar="N", help="冷启动重复次数")
    options = parser.parse_args(arguments)
    if not (options.store or options.documents):
        parser.error("请给出 --store 或 --documents")
    measured: dict[str, float] = {}
    if options.documents:
        measured |= _reading(options.documents)
        measured |= _indexing(options.documents) if options.index else {}
    if options.store:
        measured |= _asking(options)
    print(json.dumps(measured, ensure_ascii=False, indent=2))
    return 0


def _reading(folder: Path) -> dict[str, float]:
    costs = []
    for cost in reading_costs(sorted(folder.rglob("*.pdf"))):
        print(cost, flush=True)
        costs.append(cost)
    if not costs:
        return {}
    whole = total(costs)
    print(whole)
    return {
        "read_pages": whole.pages,
        "read_cpu_s": round(whole.reading, 2),
        "pdfplumber_cpu_s": round(whole.yardstick, 2),
        "read_to_pdfplumber": round(whole.ratio, 3),
        "worst_document": round(max(cost.ratio for cost in costs), 3),
    }


def _asking(options: argparse.Namespace) -> dict[str, float]:
    command = [sys.executable, "-m", "assistant"]
    ask = [*command, "ask", _SAMPLE[0], "--store", str(options.store), "--json"]
    return {
        "help_s": _seconds([*command, "--help"], options.repeat),
        "cold_ask_s": _seconds(ask, options.repeat),
        **_warm(options),
    }


def _seconds(command: Sequence[str], repeat: int) -> float:
    """Median wall-clock seconds of a command in a fresh process."""
    times = []
    for _ in range(repeat):
        started = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - started)
    return round(median(times), 2)


def _warm(options: argparse.Namespace) -> dict[str, float]:
    from assistant.service import Assistant
    from eval.records import read_questions
    from index.stores import Store

    asked = [q.question for q in read_questions(options.questions)] if options.questions else list(_SAMPLE) * 5
    with Store.open(options.store) as store:
        assistant = Assistant(store)
        assistant.ask(asked[0])
        times = sorted(_milliseconds(assistant, question) for question in asked)
    return {
        "ask_median_ms": round(median(times), 1),
        "ask_p95_ms": round(times[int(len(times) * 0.95)], 1),
        "questions": len(times),
    }


def _indexing(folder: Path) -> dict[str, float]:
    """Seconds and pages a second to index a folder into an empty store, with one process and with all cores."""
    from index.pipeline import index_paths
    from index.stores import Store

    measured: dict[str, float] = {}
    for jobs in sorted({1, os.cpu_count() or 1}):
        with tempfile.TemporaryDirectory() as temporary, Store.open(Path(temporary)) as store:
            started = time.perf_counter()
            summary = index_paths([folder], store, jobs=jobs)
            seconds = time.perf_counter() - started
            pages = sum(document.pages for document in store.documents())
        measured |= {"index_files": summary.files, f"index_s_{jobs}_jobs": round(seconds, 1)}
        measured[f"index_pages_per_s_{jobs}_jobs"] = round(pages / seconds, 1)
    return measured


def _milliseconds(assistant: Answerer, question: str) -> float:
    started = time.perf_counter()
    assistant.ask(question)
    return (time.perf_counter() - started) * 1000


if __name__ == "__main__":
    sys.exit(main())
