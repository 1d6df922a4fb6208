"""How the served house bears many people at once: users who ask, read for a moment, and ask again.

``python -m eval.load --url http://127.0.0.1:7860 [--users 50] [--seconds 60] [--pause 1]``

Only a server on this machine is asked. Every user comes from a loopback address of its own (127.0.0.2 …), so that a
rate limit for each client meets as many clients as there are users.
"""

from __future__ import annotations

import argparse
import http.client
import json
import math
import random
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

from assistant.cli import positive
from assistant.command_line import ChineseParser
from index.errors import BudgetQaError

_METRICS = (
    "支出总计", "收入总计", "基本支出", "项目支出", "“三公”经费", "公务接待费", "公务用车购置及运行费", "因公出国（境）费",
    "机关运行经费", "政府采购预算", "工资福利支出", "商品和服务支出", "一般公共预算支出", "政府性基金预算支出",
)  # fmt: skip
_FORMS = (
    "{owner}{year}年{metric}是多少？",
    "{owner}{year}年{metric}比上年增加还是减少？",
    "{metric}多少钱啊，{owner}{year}年",
)
_MOST_USERS, _MOST_SECONDS = 200, 300
_TIMEOUT = 30.0


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: seconds until its answer was read, and whether it was an answer (of any outcome)."""

    seconds: float
    answered: bool


@dataclass(frozen=True, slots=True)
class Load:
    host: str
    port: int
    questions: Sequence[str]
    seconds: float
    pause: float  # seconds between an answer and the next question, on average


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints requests, errors and times as JSON; 1 when a request failed or the 95th percentile is over its bar."""
    options = _parser().parse_args(arguments)
    try:
        load = _load(options)
    except BudgetQaError as error:
        print(error, file=sys.stderr)
        return 2
    with ThreadPoolExecutor(options.users) as pool:
        asked = [one for user in pool.map(lambda number: _user(number, load), range(options.users)) for one in user]
    measured = summary(asked, load.seconds)
    print(json.dumps({"users": options.users, "pause_s": load.pause} | measured, ensure_ascii=False, indent=2))
    return 0 if asked and not measured["errors"] and measured["p95_ms"] <= options.max_p95 * 1000 else 1


def _parser() -> argparse.ArgumentParser:
    parser = ChineseParser(prog="python -m eval.load", description="测量多人同时提问时的速度（只问本机的服务）")
    parser.add_argument("--url", required=True, metavar="地址", help="budget-qa serve 打开的地址，须在本机")
    parser.add_argument("--users", type=positive, default=50, metavar="N", help=f"同时提问的人数（最多 {_MOST_USERS}）")
    parser.add_argument("--seconds", type=positive, default=60, metavar="秒", help=f"时长（最多 {_MOST_SECONDS}）")
    parser.add_argument("--pause", type=float, default=1.0, metavar="秒", help="看完答案再问之间平均隔多久（默认 1）")
    parser.add_argument("--questions", type=Path, metavar="QUESTIONS.jsonl", help="所问的题（默认按库中文件拼出）")
    parser.add_argument("--max-p95", type=float, default=1.0, metavar="秒", help="95%% 的回答须快于此（默认 1）")
    return parser


def _load(options: argparse.Namespace) -> Load:
    port = local_port(options.url)
    if options.users > _MOST_USERS or options.seconds > _MOST_SECONDS:
        raise BudgetQaError(f"最多 {_MOST_USERS} 人、{_MOST_SECONDS} 秒")
    try:
        questions = _read(options.questions) if options.questions else made_up(port)
    except OSError as error:
        raise BudgetQaError(f"{options.url} 没有回应，或题目文件无法读取：{error}") from error
    return Load("127.0.0.1", port, questions, options.seconds, options.pause)


def _read(path: Path) -> list[str]:
    from eval.records import read_questions

    return [question.question for question in read_questions(path)]


def local_port(url: str) -> int:
    """The port of a server on this machine; BudgetQaError for any other address."""
    parts = urlsplit(url)
    if parts.hostname not in ("127.0.0.1", "localhost") or not parts.port:
        raise BudgetQaError("--url 须是本机的服务，例如 http://127.0.0.1:7860")
    return parts.port


def made_up(port: int) -> list[str]:
    """Questions about every document that the server has: more than it can remember the answers of."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_TIMEOUT)
    connection.request("GET", "/api/documents")
    documents = json.loads(connection.getresponse().read())
    return [
        form.format(owner=document["department"], year=document["year"], metric=metric)
        for document in documents
        for metric in _METRICS
        for form in _FORMS
    ]


def _user(number: int, load: Load) -> list[Asked]:
    """One user until the time is over; the order of the questions and the pauses are the user's own."""
    choice = random.Random(number)
    source = f"127.0.0.{2 + number}" if sys.platform == "linux" else ""
    connection = http.client.HTTPConnection(load.host, load.port, timeout=_TIMEOUT, source_address=(source, 0))
    asked: list[Asked] = []
    end = time.monotonic() + load.seconds
    time.sleep(choice.uniform(0, load.pause))
    while time.monotonic() < end:
        asked.append(_ask(connection, choice.choice(load.questions)))
        time.sleep(choice.uniform(0, 2 * load.pause))
    connection.close()
    return asked


def _ask(connection: http.client.HTTPConnection, question: str) -> Asked:
    body = json.dumps({"question": question}).encode()
    started = time.perf_counter()
    try:
        connection.request("POST", "/api/ask", body, {"Content-Type": "application/json"})
        response = connection.getresponse()
        answered = response.status == 200 and "outcome" in json.loads(response.read())
    except (OSError, http.client.HTTPException, ValueError):
        connection.close()  # the next request opens it again
        answered = False
    return Asked(time.perf_counter() - started, answered)


def summary(asked: Sequence[Asked], seconds: float) -> dict[str, float]:
    """Counts, requests a second, and milliseconds: median, 95th percentile (nearest rank) and the longest."""
    times = sorted(one.seconds * 1000 for one in asked) or [math.inf]
    return {
        "requests": len(asked),
        "errors": sum(not one.answered for one in asked),
        "per_second": round(len(asked) / seconds, 1),
        "median_ms": round(median(times), 1),
        "p95_ms": round(times[math.ceil(len(times) * 0.95) - 1], 1),
        "max_ms": round(times[-1], 1),
    }


if __name__ == "__main__":
    sys.exit(main())
