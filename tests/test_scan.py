"""Scanned pages: figures told from misread ones, pictures made straight, tables equal to those of the original."""

from __future__ import annotations

import importlib.util
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy
import pytest

from assistant.desks.proofs import Proofs
from assistant.model import Answer, CitedAnswer, Refusal
from assistant.rendering.proof_links import PageRequest
from assistant.service import Assistant
from eval.scans import compare
from index.model import RECOGNISED, BudgetDocument, Finding, RawTable
from index.pipeline import read_document
from index.readers import open_source, read_here
from index.readers.quote_places import quote_place
from index.readers.scans import recogniser
from index.readers.scans.confusions import untangled
from index.readers.scans.figures import best_figure, looks_like_figure, mended
from index.readers.scans.networks import Character, Reading
from index.readers.scans.picture import without_stamps
from index.readers.scans.quote_places import scanned_quote_place
from index.readers.scans.signs import relation_sign
from index.tables import build_tables
from tests.budget_documents import budget_document
from tests.scanned import Copier, scan

SAMPLES = Path(__file__).parents[1] / "samples" / "documents"
SHARED = Path(__file__).parents[1].parent / "shared" / "documents"
needs_networks = pytest.mark.skipif(importlib.util.find_spec("rapidocr") is None, reason="RapidOCR is not installed")


def reading(text: str, figure: str = "", confidence: float = 0.99) -> Reading:
    def characters(written: str) -> tuple[Character, ...]:
        return tuple(Character(char, (i + 0.5) / len(written), confidence) for i, char in enumerate(written))

    return Reading(characters(text), characters(figure or text))


def written(characters: tuple[Character, ...]) -> str:
    return "".join(character.text for character in characters)


# ---------------------------------------------------------------- figures


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        ("1,23456", "1,234.56"),
        ("12,34", "12.34"),
        ("58.461.30", "58,461.30"),
        ("1,234,567.89", "1,234,567.89"),
        ("1,,234.56", "1,234.56"),
        ("2010301", "2010301"),
        ("12.3.4", "12.3.4"),  # no one way
        ("-0.50", "-0.50"),
    ],
)
def test_marks_are_put_right_where_one_way_is_possible(seen: str, meant: str) -> None:
    assert mended(seen) == meant


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1O1.5O", True), ("4l2，07", True), ("O", True), ("其他", False), ("一", False), ("3年", False)],
)
def test_lines_that_may_be_figures(text: str, expected: bool) -> None:
    assert looks_like_figure(text) is expected


def test_letters_in_a_figure_are_read_as_digits() -> None:
    assert written(best_figure(reading("1O1.5O", "101.50"), list)) == "101.50"


def test_a_doubtful_figure_is_what_most_readings_say() -> None:
    again = [reading("10.86"), reading("10.86")]
    assert written(best_figure(reading("10.56", confidence=0.6), lambda: again)) == "10.86"


def test_what_breaks_the_rules_of_figures_stays_as_seen() -> None:
    assert written(best_figure(reading("12.3.4"), list)) == "12.3.4"


# ---------------------------------------------------------------- words


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        ("事业收人", "事业收入"),
        ("上级补助收又", "上级补助收入"),
        ("征收人员", "征收人员"),
        ("科日名称", "科目名称"),
        ("专项日常", "专项日常"),
    ],
)
def test_characters_that_look_alike(seen: str, meant: str) -> None:
    assert untangled(seen) == meant


@pytest.mark.parametrize(("slanted", "expected"), [(">", "≥"), ("<", "≤"), ("V", "")])
def test_relation_signs_are_told_by_their_form(slanted: str, expected: str) -> None:
    picture = numpy.full((32, 38), 240, numpy.uint8)
    strokes = {
        ">": [((4, 2), (34, 12)), ((34, 12), (4, 22)), ((4, 30), (34, 20))],
        "<": [((34, 2), (4, 12)), ((4, 12), (34, 22)), ((34, 30), (4, 20))],
        "V": [((4, 2), (19, 30)), ((19, 30), (34, 2))],
    }[slanted]
    for start, end in strokes:
        cv2.line(picture, start, end, 30, 2)
    assert relation_sign("V", picture) == expected


# ---------------------------------------------------------------- pictures


def test_a_red_seal_fades_and_the_print_under_it_stays() -> None:
    picture = numpy.full((300, 300, 3), 240, numpy.uint8)
    cv2.circle(picture, (150, 150), 90, (225, 60, 60), 5)
    picture[148:152, 50:100] = 20  # print under the seal
    picture[280:284, 10:30] = (200, 30, 30)  # small red print
    grey = without_stamps(picture, 2.0)
    assert grey[60, 150] >= 235
    assert grey[150, 60] == 20
    assert grey[282, 20] < 120


# ---------------------------------------------------------------- pages


@needs_networks
@pytest.mark.parametrize(
    "copier",
    [
        Copier(dots=200),
        Copier(dots=100, noise=2.0),
        Copier(dots=150, skew=-1.2, lean=0.004),
        Copier(dots=150, quarter_turns=1),
    ],
    ids=["as usual", "coarse", "askew and leaning", "on its side"],
)
def test_a_scanned_table_is_read_as_its_original(tmp_path: Path, copier: Copier) -> None:
    original = next(SAMPLES.glob("*枫陵县*2024*.pdf"))
    copy = read_here(open_source(scan(original, [5], tmp_path / "scan.pdf", copier)))
    (score,) = compare(build_tables(read_here(open_source(original))), build_tables(copy), range(5, 6))
    assert (score.missing, score.different, score.extra) == ((), (), ())
    assert not copy.pages[0].certain


@needs_networks
def test_boxes_of_a_scan_stand_on_the_page(tmp_path: Path) -> None:
    """A cell is where the original has it, also on a page that was copied askew."""
    original = next(SAMPLES.glob("*枫陵县*2024*.pdf"))
    upright = [block for block in read_here(open_source(original)).pages[5].blocks if isinstance(block, RawTable)]
    copy = read_here(open_source(scan(original, [6], tmp_path / "scan.pdf", Copier(dots=200, skew=0.0))))
    seen = [block for block in copy.pages[0].blocks if isinstance(block, RawTable)]
    assert upright[0].bbox
    assert seen[0].bbox
    assert seen[0].bbox == pytest.approx(upright[0].bbox, abs=2.5)


@needs_networks
def test_a_sentence_of_a_scan_has_its_place(tmp_path: Path) -> None:
    """Where the original has it, line by line; the page is shown before the sentence is found on it."""
    original = next(SAMPLES.glob("*枫陵县*2024*.pdf"))
    facts = read_document(original).facts
    page, quote = next(
        (f.provenance.page, f.provenance.quote)
        for f in facts
        if f.provenance.table is None and f.provenance.page and len(f.provenance.quote) > 45
    )
    upright = quote_place(original, page, quote)
    copied = scan(original, [page], tmp_path / "scan.pdf", Copier(dots=200, skew=0.0))
    place = scanned_quote_place(copied, 1, quote)
    assert upright is not None
    assert place is not None
    assert (place.page, len(place.boxes)) == (1, len(upright.boxes))
    for box, expected in zip(place.boxes, upright.boxes, strict=True):
        assert box == pytest.approx(expected, abs=6)
    assert scanned_quote_place(copied, 1, "这句话哪里也没有印着") is None
    assert scanned_quote_place(original, page, quote) is None
    found = Finding(RECOGNISED, "warning", "识别得来", "000000000001")
    document = uncertain(budget_document(path=copied), found)
    asked = PageRequest(document=document.id, page=1, quote=quote).model_dump_json()
    first, marked = (dialog for dialog, _ in Proofs({document.id: document}.get).stages(asked))
    assert ("正在" in first, "bq-box" in first) == (True, False)
    assert ("正在" in marked, "bq-box" in marked, "data-later" in marked) == (False, True, True)


def test_scanned_pages_are_named_where_they_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    from index.readers import pdf

    monkeypatch.setattr(recogniser, "models_folder", lambda: None)
    monkeypatch.setattr(pdf, "is_installed", lambda: False)
    warnings = read_here(open_source(real("scanned/cq-water-2026-scan.pdf"))).warnings
    assert len(warnings) == 26
    assert "rapidocr" in warnings[0]


@needs_networks
@pytest.mark.shared
def test_a_real_scan_has_the_table_of_its_original() -> None:
    import pypdfium2

    from index.readers.ruled import ruled_tables

    original = read_here(open_source(real("cq-water-2026-budget.pdf"))).pages[11]
    expected = next(block for block in original.blocks if isinstance(block, RawTable))
    with pypdfium2.PdfDocument(real("scanned/cq-water-2026-scan.pdf")) as document:
        seen = recogniser.Recogniser().recognise(document[4])
    assert seen is not None
    (table,), _ = ruled_tables(seen.grids, seen.glyphs, 5)
    assert table.rows == expected.rows


# ---------------------------------------------------------------- answers


class OneDocument:
    """A store that holds one document."""

    def __init__(self, document: BudgetDocument) -> None:
        self.document = document

    def revision(self) -> str:
        return "1"

    def documents(self) -> list[BudgetDocument]:
        return [self.document]

    def load(self, _identity: str) -> BudgetDocument:
        return self.document


def answer_to(document: BudgetDocument, question: str) -> Answer:
    store: Any = OneDocument(document)
    return Assistant(store).ask(question)


def uncertain(document: BudgetDocument, *findings: Finding) -> BudgetDocument:
    facts = tuple(replace(fact, certain=False) for fact in document.facts)
    return replace(document, facts=facts, findings=findings)


def test_an_answer_from_a_scan_says_so() -> None:
    scanned = uncertain(budget_document(), Finding(RECOGNISED, "warning", "识别得来", "000000000001"))
    answer = answer_to(scanned, "行政运行多少")
    assert isinstance(answer, CitedAnswer)
    assert "151.50万元" in answer.text
    assert "图像识别" in answer.text
    assert "核对" in answer.text


def test_a_figure_whose_column_was_inferred_is_no_answer() -> None:
    assert isinstance(answer_to(uncertain(budget_document()), "行政运行多少"), Refusal)


def test_a_certain_answer_has_no_word_of_caution() -> None:
    answer = answer_to(budget_document(), "行政运行多少")
    assert isinstance(answer, CitedAnswer)
    assert "识别" not in answer.text


def real(name: str) -> Path:
    if not (SHARED / name).exists():
        pytest.skip("no shared documents")
    return SHARED / name
