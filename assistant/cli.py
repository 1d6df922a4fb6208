"""The command ``budget-qa``: what may be typed. What each command does is in ``assistant.commands`` and ``eval``."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from assistant.command_line import ChineseParser
from assistant.offline import stay_offline
from index.errors import BudgetQaError

Handler = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command. 0: done; 1: what was asked for did not hold; 2: bad usage or input, one line on stderr."""
    stay_offline()
    try:
        options = build_parser().parse_args(arguments)
        handler: Handler = options.handler
        return handler(options)
    except BudgetQaError as error:
        return _fail(str(error))
    except BrokenPipeError:  # the reader of our output (head, less) has left
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        return _fail(f"无法读写 {error.filename or '文件'}：{error.strerror or error}")
    except KeyboardInterrupt:
        return _fail("已中断。")


def _fail(message: str) -> int:
    print(" ".join(message.split()), file=sys.stderr)
    return 2


def build_parser() -> argparse.ArgumentParser:
    """The whole command line; importing and building it loads no heavy package."""
    from assistant import commands

    parser = ChineseParser(
        prog="budget-qa",
        description="预算问答：就政府部门预算、决算公开文件提问，每个数字都附出处或算式。",
        epilog="例：budget-qa index 文件夹；budget-qa ask “三公”经费比去年少多少？",
    )
    subparsers = parser.add_subparsers(title="命令", metavar="命令", required=True, parser_class=ChineseParser)

    def command(name: str, handler: Handler, summary: str, *, store: bool = True) -> argparse.ArgumentParser:
        sub: argparse.ArgumentParser = subparsers.add_parser(name, help=summary, description=summary)
        sub.set_defaults(handler=handler)
        if store:
            add_store(sub)
        return sub

    index = command("index", commands.index, "把文件或文件夹读入索引库；没有变动的文件会跳过")
    index.add_argument("paths", nargs="+", type=Path, metavar="文件或文件夹")
    index.add_argument("--jobs", type=positive, default=None, metavar="N", help="同时读取的文件数（默认：处理器核数）")
    add_json(index)

    documents = command("documents", commands.documents, "列出索引库中的文件")
    add_json(documents)

    remove = command("remove", commands.remove, "从索引库中完整移除文件")
    remove.add_argument("ids", nargs="+", metavar="编号")

    tables = command("tables", commands.tables, "显示读出的各张表（也可直接给文件，不用先入库）")
    tables.add_argument("documents", nargs="+", metavar="文件或编号")
    add_json(tables)

    audit = command("audit", commands.audit, "显示文件内部的勾稽问题")
    audit.add_argument("documents", nargs="+", metavar="文件或编号")
    audit.add_argument("--out", type=Path, metavar="报告.html|.xlsx", help="写成报告，标出有关的单元格")
    add_json(audit)

    ask = command("ask", commands.ask, "回答一个问题")
    ask.add_argument("question", metavar="问题")
    ask.add_argument(
        "--history", action="append", default=[], metavar="问题", help="同一对话中先前的问题，由旧到新，可多次"
    )
    add_documents(ask)
    ask.add_argument("--trace", action="store_true", help="同时显示理解和查找的过程")
    add_json(ask)

    chat = command("chat", commands.chat, "在终端里连续提问")
    add_documents(chat)

    check = command("check", commands.check, "核对一段文字中的每个数字（不给文件则读标准输入）")
    check.add_argument("file", nargs="?", type=Path, metavar="文件")
    add_documents(check)
    check.add_argument("--batch", type=Path, metavar="IN.jsonl", help="成批核对：每行 {id, text, docs}")
    check.add_argument("--out", type=Path, metavar="OUT.jsonl", help="成批核对的结果")
    add_json(check)

    serve = command("serve", commands.serve, "打开网页版")
    serve.add_argument("--public", action="store_true", help="允许其他电脑访问（此时不能上传文件）")
    serve.add_argument("--host", default=None, metavar="地址", help="监听地址（默认 127.0.0.1；--public 时为 0.0.0.0）")
    serve.add_argument("--port", type=positive, default=7860, metavar="端口", help="端口（默认 7860）")

    command("mcp", commands.mcp, "作为 MCP 服务器（标准输入输出）供其他助手调用")

    from eval.commands import add_commands  # evaluation stands above the assistant; this is its entry

    evaluation = subparsers.add_parser(
        "eval", help="评测：跑题、评分、报告、比较", description="评测：跑题、评分、报告、比较"
    )
    add_commands(evaluation)
    return parser


def add_store(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--store",
        type=Path,
        default=Path(os.environ.get("BUDGET_QA_STORE") or ".budget-qa"),
        metavar="文件夹",
        help="索引库所在（默认：环境变量 BUDGET_QA_STORE，否则 ./.budget-qa）",
    )


def add_documents(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--document",
        action="append",
        default=[],
        metavar="文件或编号",
        help="只依据这份文件，可多次；不在库中的文件会当场读取",
    )


def add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="输出 JSON")


def positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError("须是正整数")
    return value
