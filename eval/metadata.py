"""``python -m eval.metadata DIR [GOLD.json]``: whose document each file is, as read, against the facts in a list.

The list (``tests/golden/metadata.json`` by default) names files under DIR with department, region, year, stage, scope
and date of publication. A file without an entry is named, not marked. Exit status 1 when a fact is wrong.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from index.errors import BudgetQaError
from index.model import BudgetDocument
from index.pipeline import read_document, readable_files

GOLD = Path(__file__).parents[1] / "tests" / "golden" / "metadata.json"
FACTS = ("department", "region", "year", "stage", "scope", "published")


def load_gold(path: Path = GOLD) -> dict[str, dict[str, Any]]:
    """The facts by file name."""
    return {Path(entry["file"]).name: entry for entry in json.loads(path.read_text("utf-8"))}


def differences(document: BudgetDocument, gold: dict[str, Any]) -> Iterator[str]:
    """Each fact that was read otherwise."""
    for fact in FACTS:
        if getattr(document, fact) != gold[fact]:
            yield f"{fact}：{getattr(document, fact) or '（空）'} ≠ {gold[fact] or '（空）'}"


def main(arguments: list[str]) -> int:
    if not 1 <= len(arguments) <= 2:
        print("用法：python -m eval.metadata 文件夹 [标准答案.json]", file=sys.stderr)
        return 2
    gold = load_gold(*map(Path, arguments[1:2]))
    wrong = marked = 0
    for path in readable_files([Path(arguments[0])]):
        if path.name not in gold:
            print(f"- {path.name}：不在标准答案中")
            continue
        try:
            found = list(differences(read_document(path), gold[path.name]))
        except BudgetQaError as error:
            found = [str(error)]
        marked += 1
        wrong += bool(found)
        print(f"{'✗' if found else '✓'} {path.name} {'；'.join(found)}".rstrip(), flush=True)
    print(f"{marked - wrong}/{marked} 份文件的部门、地区、年度、阶段、口径、公开日期全对")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
