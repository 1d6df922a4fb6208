"""Tables for a few words: those whose heading shares the words, and those that the nearest passages stand in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from assistant.rendering.contract import Json
from assistant.retrieval import words
from index.model import BudgetDocument, BudgetTable, Chunk

_FUSION = 60  # reciprocal rank fusion, as in assistant.retrieval
_HEADINGS = 50


def best_tables(query: str, documents: Sequence[BudgetDocument], passages: Sequence[Chunk], limit: int) -> list[Json]:
    """The best tables of these documents, best first; [] where nothing is near. ``passages`` come best first."""
    places = {(document.id, table.id): (document, table) for document in documents for table in document.tables}
    scores: dict[tuple[str, str], float] = defaultdict(float)
    for ranking in (_by_heading(query, places.values()), _by_passage(passages)):
        for rank, place in enumerate(dict.fromkeys(ranking), 1):
            scores[place] += 1 / (_FUSION + rank)
    best = sorted((place for place in scores if place in places), key=lambda place: -scores[place])[:limit]
    return [_described(*places[place]) for place in best]


def _by_heading(query: str, tables: Iterable[tuple[BudgetDocument, BudgetTable]]) -> list[tuple[str, str]]:
    """Tables by the share of the query's words that their heading holds."""
    asked = set(words(query))
    found = []
    for document, table in tables:
        heading = f"{table.number} {table.title} {table.subject} {document.department} {document.year}"
        if shared := len(asked & set(words(heading))):
            found.append((-shared, document.id, table.id))
    return [(document, table) for _, document, table in sorted(found)[:_HEADINGS]]


def _by_passage(passages: Sequence[Chunk]) -> Iterator[tuple[str, str]]:
    for passage in passages:
        if passage.provenance.table:
            yield passage.document, passage.provenance.table


def _described(document: BudgetDocument, table: BudgetTable) -> Json:
    return {
        "document": document.id,
        "file": document.source.name,
        "department": document.department,
        "year": document.year,
        "stage": document.stage,
        "table": table.id,
        "number": table.number,
        "title": table.title,
        "kind": table.kind,
        "unit": table.unit,
        "pages": list(table.pages),
        "columns": ["/".join(column.path) for column in table.columns],
        "rows": len(table.rows),
    }
