"""argparse in Chinese: help headings, usage and error lines."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable
from typing import Any, NoReturn

_ERRORS = (
    (r"the following arguments are required: (.*)", r"缺少参数：\1"),
    (r"unrecognized arguments: (.*)", r"不认识的参数：\1"),
    (r"argument (\S+): invalid choice: (\S+) \(choose from (.*)\)", r"\1不能是 \2，可选：\3"),
    (r"argument (.+): expected one argument", r"参数 \1 后面缺少取值"),
    (r"argument (.+): expected at least one argument", r"参数 \1 后面至少要有一个取值"),
    (r"argument (.+): invalid \w+ value: (.*)", r"参数 \1 的取值不对：\2"),
    (r"argument (.+): not allowed with argument (.+)", r"参数 \1 不能与 \2 同时使用"),
    (r"one of the arguments (.+) is required", r"下列参数须给出一个：\1"),
    (r"ambiguous option: (.+) could match (.+)", r"参数 \1 不明确，可能是：\2"),
    (r"argument (.+?): (.*)", r"参数 \1：\2"),
)


class _Formatter(argparse.HelpFormatter):
    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=30, width=100)

    def add_usage(
        self, usage: str | None, actions: Iterable[argparse.Action], groups: Iterable[Any], prefix: str | None = None
    ) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class ChineseParser(argparse.ArgumentParser):
    """A parser whose help and errors are Chinese; wrong usage is one line on stderr and exit status 2."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, add_help=False, formatter_class=_Formatter, allow_abbrev=False)
        self._positionals.title = "参数"
        self._optionals.title = "选项"
        self.add_argument("-h", "--help", action="help", help="显示这份说明")

    def error(self, message: str) -> NoReturn:
        for pattern, chinese in _ERRORS:
            if re.fullmatch(pattern, message):
                message = re.sub(pattern, chinese, message)
                break
        print(f"用法不对：{message}（{self.prog} --help 可看说明）", file=sys.stderr)
        raise SystemExit(2)
