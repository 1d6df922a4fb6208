"""``budget-qa eval …``: the commands of evaluation. Nothing heavy is imported before a command runs."""

from __future__ import annotations

import argparse
import json
import os
import sys
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any


def add_commands(parser: argparse.ArgumentParser) -> None:
    """Adds run, score, report, compare and generate below a parser."""
    commands = parser.add_subparsers(title="命令", metavar="命令", required=True)

    run = _command(commands, "run", run_command, "用一套题提问，写出结果")
    run.add_argument("questions", type=Path, metavar="QUESTIONS.jsonl")
    source = run.add_mutually_exclusive_group(required=True)
    source.add_argument("--documents", type=Path, metavar="文件夹", help="现读这个文件夹里的文件")
    source.add_argument("--store", type=Path, metavar="文件夹", help="用已建好的索引库")
    run.add_argument(
        "--scope",
        choices=("question", "all"),
        default="question",
        help="每题只看其 docs 所列文件（question，默认），或看全部（all）",
    )
    run.add_argument("--out", type=Path, required=True, metavar="RESULTS.jsonl")
    run.add_argument("--jobs", type=int, default=os.cpu_count() or 1, metavar="N", help="同时读取的文件数")

    score = _command(commands, "score", score_command, "给结果评分")
    score.add_argument("questions", type=Path, metavar="QUESTIONS.jsonl")
    score.add_argument("results", type=Path, metavar="RESULTS.jsonl")
    score.add_argument("--min-accuracy", type=_share, metavar="X", help="正确率低于 X（0–1）时以 1 退出")
    score.add_argument("--max-wrong", type=_share, metavar="X", help="错误率高于 X（0–1）时以 1 退出")
    score.add_argument("--wrong", action="store_true", help="同时列出答错和没有回答的题")
    score.add_argument("--json", action="store_true", help="输出 JSON")

    report = _command(commands, "report", report_command, "写出带图的 HTML 报告")
    report.add_argument("results", nargs="+", type=Path, metavar="RESULTS.jsonl")
    report.add_argument("--out", type=Path, required=True, metavar="文件夹")
    report.add_argument("--questions", type=Path, metavar="QUESTIONS.jsonl", help="题目（默认：结果旁的运行记录所写）")

    compare = _command(commands, "compare", compare_command, "比较两次运行：哪些题变了")
    compare.add_argument("old", type=Path, metavar="OLD.jsonl")
    compare.add_argument("new", type=Path, metavar="NEW.jsonl")
    compare.add_argument("--questions", type=Path, metavar="QUESTIONS.jsonl", help="题目（默认：结果旁的运行记录所写）")
    compare.add_argument("--json", action="store_true", help="输出 JSON")

    generate = _command(commands, "generate", generate_command, "由索引库里的表格生成一套有标准答案的题")
    generate.add_argument("--store", type=Path, required=True, metavar="文件夹", help="已建好的索引库")
    generate.add_argument("--out", type=Path, required=True, metavar="QUESTIONS.jsonl")
    generate.add_argument("--count", type=int, default=5000, metavar="N", help="题数（默认 5000）")
    generate.add_argument("--seed", type=int, default=1, metavar="N", help="同一种子出同一套题")
    generate.add_argument("--document", action="append", metavar="文件名", help="只用这些文件出题（可多次）")


def _command(commands: Any, name: str, handler: Any, summary: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=summary, description=summary)
    parser.set_defaults(handler=handler)
    return parser


def _share(text: str) -> Decimal:
    try:
        value = Decimal(text[:-1]) / 100 if text.endswith("%") else Decimal(text)
    except InvalidOperation as error:
        raise argparse.ArgumentTypeError(f"不是数字：{text}") from error
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"须在 0 与 1 之间：{text}")
    return value


def run_command(options: argparse.Namespace) -> int:
    from assistant.service import Assistant
    from eval import run
    from eval.records import read_questions
    from index.stores import Store

    questions = read_questions(options.questions)
    started = datetime.now(UTC)
    limited = options.scope == "question"
    if options.documents is not None:
        opened: Any = run.indexed(options.documents, questions if limited else None, options.jobs)
    else:
        opened = Store.open(options.store)
    with opened as store:
        files = {document.id: document.file for document in store.documents()}
        visible = run.visible_documents(questions, files) if limited else None
        lines = run.answer_all(_with_progress(questions), Assistant(store), visible)
        count = run.write_lines(lines, options.out)
    run.write_run_record(
        options.out, options.questions, options.documents or options.store, options.scope, started, count
    )
    print(f"答完 {count} 题，结果在 {options.out}；评分：budget-qa eval score {options.questions} {options.out}")
    return 0


def _with_progress(questions: Any) -> Any:
    from tqdm import tqdm

    return tqdm(questions, desc="提问", unit="题", file=sys.stderr, disable=not sys.stderr.isatty(), leave=False)


def score_command(options: argparse.Namespace) -> int:
    """Prints the score table; 1 when a bar was given and is not met (an empty set meets none)."""
    from eval.records import read_questions, read_results
    from eval.report import score_json, score_text, unanswered_text
    from eval.score import score, summarise

    scored = score(read_questions(options.questions), read_results(options.results))
    total = summarise(scored)
    if options.json:
        print(json.dumps(score_json(scored), ensure_ascii=False))
    else:
        print(score_text(scored))
        if options.wrong:
            print(unanswered_text(scored))
    return 0 if _meets(total.accuracy, options.min_accuracy, total.wrong_share, options.max_wrong) else 1


def _meets(
    accuracy: Decimal | None, min_accuracy: Decimal | None, wrong: Decimal | None, max_wrong: Decimal | None
) -> bool:
    met = True
    if min_accuracy is not None and (accuracy is None or accuracy < min_accuracy):
        print(f"正确率没有达到 {min_accuracy}", file=sys.stderr)
        met = False
    if max_wrong is not None and (wrong is None or wrong > max_wrong):
        print(f"错误率超过了 {max_wrong}", file=sys.stderr)
        met = False
    return met


def report_command(options: argparse.Namespace) -> int:
    from eval.html_report import write_report

    print(f"报告在 {write_report(options.results, options.out, options.questions)}")
    return 0


def compare_command(options: argparse.Namespace) -> int:
    from eval.compare import changes, changes_json, changes_text

    changed = changes(options.old, options.new, options.questions)
    print(json.dumps(changes_json(changed), ensure_ascii=False) if options.json else changes_text(changed))
    return 0


def generate_command(options: argparse.Namespace) -> int:
    """Writes the question set; 1 when the documents give no question at all."""
    from eval.generation import generate
    from index.stores import Store
    from samples.questions import write_questions

    with Store.open(options.store) as store:
        chosen = [d.id for d in store.documents() if not options.document or d.file in options.document]
        records = generate((store.load(identity) for identity in chosen), options.count, options.seed)
    if not records:
        print("索引库里没有可以出题的表格", file=sys.stderr)
        return 1
    write_questions(options.out, records)
    print(f"出了 {len(records)} 题，在 {options.out}")
    return 0
