"""``python -m eval.tables DIR``: the tables of the documents below a folder, as read, against what is known of them.

PDFs are compared with their own text layer (``tables_text_layer``), documents with a ``*.gold.json`` beside them with
that (``tables_gold``). Exit status 0 when both bars hold.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from assistant.command_line import ChineseParser
from eval.tables_gold import score_tables
from eval.tables_text_layer import Comparison, compare
from eval.text_layer import text_layer
from index.errors import BudgetQaError
from index.model import BudgetTable
from index.readers import open_source, read_here
from index.tables import build_tables

_GOLD = ".gold.json"
_BAR = 0.999  # of the text rows, exact
_KINDS = {"altered": "有出入", "lost": "未读出", "invented": "文中没有"}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = ChineseParser(prog="python -m eval.tables", description="核对读出的表格")
    parser.add_argument("folder", type=Path, metavar="文件夹")
    parser.add_argument("--show", type=int, default=3, metavar="N", help="每份文件、每类差异列出的条数")
    options = parser.parse_args(arguments)
    exact = _against_text_layers(sorted(options.folder.rglob("*.pdf")), options.show)
    right = _against_gold(sorted(options.folder.rglob("*" + _GOLD)), options.show)
    return 0 if exact and right else 1


def _tables(path: Path) -> tuple[BudgetTable, ...]:
    return build_tables(read_here(open_source(path)))


# ---------------------------------------------------------------- the text layer


def _against_text_layers(paths: Sequence[Path], show: int) -> bool:
    total = Comparison()
    for path in paths:
        try:
            layer = list(text_layer(path))
            if not any(layer):
                print(f"{path.name}：没有文字层，无从比较")
                continue
            found = compare(layer, _tables(path))
        except BudgetQaError as error:
            print(error)
            continue
        print(_line(path.name, found), flush=True)
        for kind in _KINDS:
            for difference in [d for d in found.differences if d.kind == kind][:show]:
                read = f" ← {difference.read}" if difference.read else ""
                print(f"    {_KINDS[kind]} 第{difference.page}页：{difference.text}{read}")
        total = total + found
    if total.rows:
        print(_line("合计", total))
    return total.exact >= _BAR * total.rows and not total.count("invented")


def _line(name: str, found: Comparison) -> str:
    share = f"（{found.exact / found.rows:.2%}）" if found.rows else ""
    return (
        f"{name}：行 {found.exact}/{found.rows}{share}，有出入 {found.count('altered')}，未读出 {found.count('lost')}；"
        f"数字未读出 {found.unheld}/{found.numbers}，文中没有 {found.count('invented')}/{found.cells}"
    )


# ---------------------------------------------------------------- gold files


def _against_gold(paths: Sequence[Path], show: int) -> bool:
    rows = right = extra = 0
    for gold_path in paths:
        document = gold_path.with_name(gold_path.name.removesuffix(_GOLD))
        try:
            tables = _tables(document)
        except BudgetQaError as error:
            print(error)
            tables = ()
        for score in score_tables(tables, json.loads(gold_path.read_text(encoding="utf-8"))):
            rows, right, extra = rows + score.gold, right + score.right, extra + score.extra
            if score.wrong or score.about or score.extra:
                print(f"{document.name} {score.table}：{score.right}/{score.gold}，多出 {score.extra}", *score.about)
                print(*(f"    {line}" for line in score.wrong[:show]), sep="\n")
    if rows:
        print(f"标准答案：行 {right}/{rows}（{right / rows:.2%}），多出 {extra}")
    return right == rows


if __name__ == "__main__":
    sys.exit(main())
