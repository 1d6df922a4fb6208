"""``python -m eval.golden``: how much of the golden documents is read right, document by document.

``--draft FILE`` prints what the program reads in the golden format, as a typing aid for a new golden file.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from assistant.command_line import ChineseParser
from eval.golden.drafts import draft
from eval.golden.records import DOCUMENTS, GOLDEN, find_document, read_golden
from eval.golden.scoring import Score, score
from index.errors import BudgetQaError
from index.pipeline import read_document


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints cells right and total for each document; 0 when every cell and head is right, 1 when not."""
    parser = ChineseParser(prog="python -m eval.golden", description="把读出的表格与人工读出的标准逐格比较")
    parser.add_argument("names", nargs="*", metavar="名称", help="只看文件名含这些字的文档（默认全部）")
    parser.add_argument("--golden", type=Path, default=GOLDEN, metavar="文件夹", help="标准文件所在")
    parser.add_argument("--documents", type=Path, default=DOCUMENTS, metavar="文件夹", help="原文件所在")
    parser.add_argument("--show", type=int, default=5, metavar="N", help="每份文档列出几处差异")
    parser.add_argument("--draft", type=Path, metavar="文件", help="按标准格式打印程序读出的内容，供逐页核对后改成标准")
    options = parser.parse_args(arguments)
    try:
        if options.draft:
            print(draft(read_document(options.draft)), end="")
            return 0
        return _compare(options)
    except BudgetQaError as error:
        print(error, file=sys.stderr)
        return 2


def _compare(options: argparse.Namespace) -> int:
    scores: list[Score] = []
    for path in sorted(options.golden.glob("*.json")):
        golden = read_golden(path)
        if options.names and not any(name in golden.file for name in options.names):
            continue
        one = score(read_document(find_document(options.documents, golden.file)), golden)
        scores.append(one)
        print(f"{golden.file}：{one.right}/{one.total} 格（{one.share:.2%}），表头差异 {len(one.heads)} 处")
        for line in (*one.heads, *one.cells)[: options.show]:
            print(f"    {line}")
    right, total = sum(one.right for one in scores), sum(one.total for one in scores)
    print(f"共 {len(scores)} 份：{right}/{total} 格" + (f"（{right / total:.2%}）" if total else ""))
    return 0 if scores and all(one.right == one.total and not one.heads for one in scores) else 1


if __name__ == "__main__":
    sys.exit(main())
