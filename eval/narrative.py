"""``python -m eval.narrative DOCUMENTS GOLD``: the figures of running text, as read, against gold files made by reading.

A gold file (one CSV a document, of the same name) holds the figures in reading order: the section and the figure's
place in it, what it measures, its metric (alternatives with ``|``), what that is part of, year, stage, base of
comparison, and the figure as printed, signed where it is a change. ``any`` marks a figure that states nothing about
the budget and is not judged; ``none`` one whose metric the text does not tell.
"""

from __future__ import annotations

import csv
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from index.model import Fact, Measure
from index.numerals import CHINESE
from index.quantities import MONEY_UNITS
from index.vocabulary.names import key, stem
from index.vocabulary.terms import vocabulary

_UNCHANGED = "持平"
_TAILS = ("预算总额", "预算数", "预算", "决算数", "决算", "总额", "金额", "合计", "总计")
_ASPECTS = ("metric", "within", "measure", "year", "stage", "base", "value")


@dataclass(frozen=True, slots=True)
class GoldFigure:
    """One line of a gold file."""

    section: str
    ordinal: int
    measure: str
    metric: tuple[str, ...]
    within: str
    year: int
    stage: str
    base_year: int | None
    base: str
    figure: str

    @property
    def stated(self) -> bool:
        """Whether the figure says something that is to be found."""
        return self.measure not in ("any", "none")

    @property
    def where(self) -> str:
        return f"{self.section}#{self.ordinal} {self.figure} {'|'.join(self.metric)}"


@dataclass(frozen=True, slots=True)
class NarrativeScore:
    """``stated``: figures to be found; ``right``: found with all that is said of them; ``claimed``: figures that were
    given a metric; ``wrong``: of those, the ones with a wrong metric, year or direction; ``missed``: not found."""

    stated: int
    right: int
    claimed: int
    wrong: tuple[str, ...]
    missed: tuple[str, ...]

    @property
    def precision(self) -> float:
        return self.right / self.claimed if self.claimed else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.stated if self.stated else 0.0


def read_gold(path: Path) -> tuple[GoldFigure, ...]:
    with path.open(encoding="utf-8", newline="") as stream:
        return tuple(
            GoldFigure(
                row["section"],
                int(row["ordinal"]),
                row["measure"],
                tuple(filter(None, row["metric"].split("|"))),
                row["within"],
                int(row["year"] or 0),
                row["stage"],
                int(row["base_year"]) if row["base_year"] else None,
                row["base"],
                row["figure"],
            )
            for row in csv.DictReader(stream)
        )


def score_narrative(facts: Iterable[Fact], gold: Sequence[GoldFigure]) -> NarrativeScore:
    """Pairs the figures of both sides in reading order, each with the likeliest partner that prints the same."""
    right, claimed = 0, 0
    wrong: list[str] = []
    found: set[int] = set()
    for said, place in _figures(facts, gold):
        if place is not None and gold[place].measure == "any":
            continue
        if not said[0].label:
            continue
        claimed += 1
        if place is None or not gold[place].stated:
            wrong.append(f"{_shown(said)} — 标准答案没有")
            continue
        found.add(place)
        differs = [aspect for aspect in _ASPECTS if not _agrees(aspect, said, gold[place])]
        if differs:
            wrong.append(f"{gold[place].where} ← {_shown(said)} — {'、'.join(differs)}")
        else:
            right += 1
    missed = [wanted.where for i, wanted in enumerate(gold) if wanted.stated and i not in found]
    return NarrativeScore(sum(wanted.stated for wanted in gold), right, claimed, tuple(wrong), tuple(missed))


# ---------------------------------------------------------------- the two sides

Said = tuple[Fact, ...]  # one figure of the text, under each of its names (收、支预算)


def _figures(facts: Iterable[Fact], gold: Sequence[GoldFigure]) -> list[tuple[Said, int | None]]:
    """Each figure read with its partner's place in the gold, None where it has none."""
    read = [fact for fact in facts if fact.quantity is not None]
    found: list[tuple[Said, int | None]] = []
    for fact, place in zip(read, _aligned(read, gold), strict=True):
        if place is None and found and _same_figure(found[-1][0], fact):
            found[-1] = ((*found[-1][0], fact), found[-1][1])
        else:
            found.append(((fact,), place))
    return found


def _same_figure(said: Said, fact: Fact) -> bool:
    first = said[0]
    return (first.text, first.measure, first.quantity, first.provenance) == (
        fact.text, fact.measure, fact.quantity, fact.provenance,
    ) and {one.side for one in said} | {fact.side} == {"income", "expenditure"}  # fmt: skip


def _aligned(read: Sequence[Fact], gold: Sequence[GoldFigure]) -> list[int | None]:
    """For each fact its partner's place in the gold: the pairing in order that agrees most."""
    best = [[0] * (len(gold) + 1) for _ in range(len(read) + 1)]
    for i in range(len(read) - 1, -1, -1):
        for j in range(len(gold) - 1, -1, -1):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], _likeness(read[i], gold[j]) + best[i + 1][j + 1])
    partners: list[int | None] = [None] * len(read)
    i = j = 0
    while i < len(read) and j < len(gold):
        likeness = _likeness(read[i], gold[j])
        if likeness and best[i][j] == likeness + best[i + 1][j + 1]:
            partners[i] = j
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return partners


def _likeness(fact: Fact, wanted: GoldFigure) -> int:
    """How well a fact fits a gold figure; 0 where it prints another."""
    if _printed(fact) != _plain(wanted.figure.lstrip("-")):
        return 0
    aspects = (("metric", 3), ("within", 2), ("measure", 1))
    return 4 + sum(weight for aspect, weight in aspects if _agrees(aspect, (fact,), wanted))


def _printed(fact: Fact) -> str:
    unchanged = fact.measure is Measure.CHANGE and fact.quantity is not None and fact.quantity.text == _UNCHANGED
    return _UNCHANGED if unchanged else _plain(fact.text)


def _plain(figure: str) -> str:
    """A printed figure's digits; words where it has none."""
    text = unicodedata.normalize("NFKC", figure)
    digits = "".join(character for character in text if character.isdigit() or character in f".{CHINESE}")
    return digits or text


# ---------------------------------------------------------------- whether they agree


def _agrees(aspect: str, said: Said, wanted: GoldFigure) -> bool:
    fact = said[0]
    match aspect:
        case "metric":
            return all(_is_named(one.label, wanted.metric) for one in said)
        case "within":
            around = key(" ".join((fact.label, *fact.row_path, *fact.column_path)))
            return not wanted.within or key(wanted.within) in around
        case "measure":
            return fact.measure.value == wanted.measure
        case "year":
            return fact.year == wanted.year
        case "stage":
            return fact.stage.value == wanted.stage
        case "base":
            changed = wanted.base_year is not None
            return not changed or (fact.base_year == wanted.base_year and wanted.base in fact.base)
    return _same_value(fact, wanted)


def _is_named(label: str, alternatives: Sequence[str]) -> bool:
    """``…设备`` stands for every name that ends so."""
    return bool(label) and any(
        key(label).endswith(key(name[1:]))
        if name.startswith("…")
        else _bare(name) == _bare(label) or _one_term(name, label)
        for name in alternatives
    )


def _bare(name: str) -> str:
    name = key(name)
    for tail in _TAILS:
        if name.endswith(tail) and len(name) - len(tail) >= 2:
            return stem(name.removesuffix(tail))
    return stem(name)


def _one_term(left: str, right: str) -> bool:
    printed = vocabulary().printed
    return bool(printed.get(key(left))) and printed.get(key(left)) == printed.get(key(right))


def _same_value(fact: Fact, wanted: GoldFigure) -> bool:
    if wanted.figure == _UNCHANGED:
        return fact.quantity is not None and fact.quantity.value == 0
    number = "".join(c for c in wanted.figure if c.isdigit() or c in "-.")
    if fact.quantity is None or not number.strip("-."):
        return fact.quantity is not None
    unit = next((unit for unit in sorted(MONEY_UNITS, key=len, reverse=True) if wanted.figure.endswith(unit)), "")
    return fact.quantity.value == Decimal(number) * MONEY_UNITS.get(unit, Decimal(1))


def _shown(said: Said) -> str:
    fact = said[0]
    label = "/".join((*fact.row_path, "、".join(one.label for one in said)))
    return f"{label} {fact.measure.value} {fact.year} {fact.stage.value} {fact.base} {fact.text}"


# ---------------------------------------------------------------- command


def main(arguments: list[str] | None = None) -> int:
    documents, golds = map(Path, (arguments or sys.argv[1:])[:2])
    scores: list[NarrativeScore] = []
    for gold_path in sorted(golds.glob("*.csv")):
        path = next((file for file in sorted(documents.rglob(f"{gold_path.stem}.*"))), None)
        if path is None:
            print(f"{gold_path.stem}：没有这份文件")
            continue
        scores.append(score := score_narrative(_narrative(path), read_gold(gold_path)))
        print(f"{path.name}：准确率 {score.precision:.1%}，召回率 {score.recall:.1%}（{score.right}/{score.stated}）")
        print(*(f"    错：{line}" for line in score.wrong), *(f"    漏：{line}" for line in score.missed), sep="\n")
    if not scores:
        print("没有标准答案")
        return 1
    right, claimed = sum(s.right for s in scores), sum(s.claimed for s in scores)
    stated = sum(s.stated for s in scores)
    print(f"共 {stated} 个数：准确率 {right / claimed:.2%}，召回率 {right / stated:.2%}")
    return 0


def _narrative(path: Path) -> tuple[Fact, ...]:
    from index.pipeline import read_document

    return tuple(fact for fact in read_document(path).facts if fact.provenance.table is None)


if __name__ == "__main__":
    sys.exit(main())
