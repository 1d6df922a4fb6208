"""Sentences are found on their pages, with a box for each line."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.desks.proofs import Proofs
from assistant.rendering.proof_links import PageRequest
from index.pipeline import read_document
from index.readers.page_picture import page_picture
from index.readers.quote_places import quote_place

SAMPLES = Path(__file__).parents[1] / "samples" / "documents"


@pytest.fixture(scope="module")
def pdf() -> Path:
    return min(SAMPLES.glob("*预算.pdf"), key=lambda path: path.stat().st_size)


def test_every_sentence_of_a_document_has_its_place(pdf: Path) -> None:
    document = read_document(pdf)
    said = {(f.provenance.page, f.provenance.quote) for f in document.facts if f.provenance.table is None}
    assert said
    for page, quote in sorted((page or 1, quote) for page, quote in said):
        place = quote_place(pdf, page, quote)
        assert place is not None, quote
        picture = page_picture(pdf, place.page)
        for x0, top, x1, bottom in place.boxes:
            assert picture.left <= x0 < x1 <= picture.left + picture.width
            assert picture.top <= top < bottom <= picture.top + picture.height
    page, quote = next((page, quote) for page, quote in said if page and len(quote) > 20)
    dialog, _ = Proofs({document.id: document}.get).open(
        PageRequest(document=document.id, page=page, quote=quote).model_dump_json()
    )
    assert 'class="bq-box"' in dialog


def test_what_stands_nowhere_has_no_place(pdf: Path) -> None:
    assert quote_place(pdf, 1, "这句话哪里也没有印着") is None
    assert quote_place(pdf, 1, "。") is None
    assert quote_place(pdf.with_name("没有.pdf"), 1, "2025年预算") is None
