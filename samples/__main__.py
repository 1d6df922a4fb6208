"""``python -m samples OUT``: writes documents of invented departments with gold cells and gold questions."""

from __future__ import annotations

import argparse
import sys
from itertools import cycle
from pathlib import Path

from samples.generate import CENTS, EXACT, budgets
from samples.gold import write_gold
from samples.layouts import LAYOUTS
from samples.model import SampleBudget
from samples.questions import questions, write_questions
from samples.writers import FORMATS, write


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    made = budgets(options.seed, options.departments, options.years, CENTS if options.rounding_gaps else EXACT)
    options.out.mkdir(parents=True, exist_ok=True)
    departments: dict[str, list[SampleBudget]] = {}
    for budget in made:
        departments.setdefault(budget.department, []).append(budget)
    records = []
    turns = cycle(options.formats)
    for layout, group in zip(cycle(options.layouts), departments.values(), strict=False):
        formats = [next(turns) for _ in group]
        for budget, format in zip(group, formats, strict=True):
            path = write(budget, layout, format, options.out)
            write_gold(path, budget, layout)
            print(path.name)
        records += questions(group, layout, formats)
    write_questions(options.out / "samples.questions.jsonl", records)
    print(f"{len(made)} 份文件，{len(records)} 道题")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m samples", description="生成虚构部门的预算文件、标准单元格和题目")
    parser.add_argument("out", type=Path, help="输出文件夹")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--departments", type=int, default=2, help="部门个数")
    parser.add_argument("--years", type=_years, default=range(2023, 2026), help="年份，如 2023-2025")
    parser.add_argument("--formats", type=_choices(FORMATS), default=("pdf",), help="格式，逗号分隔，依次轮换")
    parser.add_argument("--layouts", type=_choices(LAYOUTS), default=LAYOUTS, help="版式，逗号分隔，按部门轮换")
    parser.add_argument("--rounding-gaps", action="store_true", help="金额精确到分，印出的合计带四舍五入尾差")
    return parser


def _years(text: str) -> range:
    first, _, last = text.partition("-")
    return range(int(first), int(last or first) + 1)


class _choices:  # noqa: N801 — reads as a function in the parser
    """A comma-separated choice among names."""

    def __init__(self, known: tuple[str, ...]) -> None:
        self.known = known

    def __call__(self, text: str) -> tuple[str, ...]:
        chosen = tuple(text.split(","))
        if unknown := set(chosen) - set(self.known):
            raise argparse.ArgumentTypeError(f"没有“{'、'.join(sorted(unknown))}”，可选：{'、'.join(self.known)}")
        return chosen


if __name__ == "__main__":
    sys.exit(main())
