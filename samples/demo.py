"""The demonstration set in ``samples/documents``: two departments over three years, and one 决算.

``python -m samples.demo`` writes it anew; the questions over it stand beside the folder, so that the folder holds
nothing but documents.
"""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from samples.generate import budgets
from samples.model import SampleBudget
from samples.questions import questions, write_questions
from samples.writers import file_name, write

DOCUMENTS = Path(__file__).parent / "documents"
QUESTIONS = Path(__file__).parent / "demo.questions.jsonl"
SEED = 108
YEARS = range(2023, 2026)
LAYOUTS = ("landscape", "split_codes")
FORMATS = (("pdf", "pdf", "pdf", "html"), ("docx", "xlsx", "pdf"))  # by department, in the order of its documents


def demo_set() -> list[tuple[SampleBudget, str, str]]:
    """(budget, layout, format) of every demonstration document."""
    made = groupby(budgets(SEED, len(LAYOUTS), YEARS), key=lambda budget: budget.department)
    return [
        (budget, layout, format)
        for (_, group), layout, formats in zip(made, LAYOUTS, FORMATS, strict=True)
        for budget, format in zip(list(group), formats, strict=True)
    ]


def demo_names() -> list[str]:
    return [file_name(budget, format) for budget, _, format in demo_set()]


def write_demo() -> None:
    records = []
    for layout in LAYOUTS:
        own = [(budget, format) for budget, chosen, format in demo_set() if chosen == layout]
        for budget, format in own:
            print(write(budget, layout, format, DOCUMENTS).name)
        records += questions([budget for budget, _ in own], layout, [format for _, format in own])
    write_questions(QUESTIONS, records)


if __name__ == "__main__":
    write_demo()
