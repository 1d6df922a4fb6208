"""A document as lists show it."""

from __future__ import annotations

from dataclasses import dataclass

from index.model import BudgetDocument


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """A document without its content; ``pages`` to ``findings`` are counts."""

    id: str
    file: str
    path: str
    department: str
    region: str
    year: int
    stage: str
    scope: str
    pages: int
    tables: int
    facts: int
    findings: int
    short_names: tuple[str, ...]

    @classmethod
    def of(cls, document: BudgetDocument) -> DocumentSummary:
        return cls(
            id=document.id,
            file=document.source.name,
            path=str(document.source.path),
            department=document.department,
            region=document.region,
            year=document.year,
            stage=document.stage.value,
            scope=document.scope.value,
            pages=document.page_count,
            tables=len(document.tables),
            facts=len(document.facts),
            findings=len(document.findings),
            short_names=document.short_names,
        )
