"""A publication in a file format. The same publication gives the same bytes every time."""

from __future__ import annotations

from pathlib import Path

from index.model import Stage
from samples.layouts import publication
from samples.model import SampleBudget

FORMATS = ("pdf", "xlsx", "docx", "html", "txt")


def file_name(budget: SampleBudget, suffix: str) -> str:
    return f"{budget.department}{budget.year}年部门{'决算' if budget.stage is Stage.FINAL else '预算'}.{suffix}"


def write(budget: SampleBudget, layout: str, format: str, directory: Path) -> Path:
    """Writes one document (``FORMATS``) into ``directory`` and returns its path."""
    from samples.writers import docx, html, pdf, text, xlsx

    writers = {"pdf": pdf.save, "xlsx": xlsx.save, "docx": docx.save, "html": html.save, "txt": text.save}
    directory.mkdir(parents=True, exist_ok=True)
    path = directory / file_name(budget, format)
    writers[format](publication(budget, layout), path)
    return path
