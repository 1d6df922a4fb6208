"""One thing made wrong at a time. Each corruption is a function of a sentence; ``CORRUPTIONS`` lists them."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from eval.faults.sentences import RANKS, TENTHS, TRENDS, Sentence, amount
from index.amounts import MONEY_UNITS, read_quantity
from index.model import BudgetDocument

_UNITS = {"万元": ("元", "亿元"), "元": ("万元", "亿元")}
_OPPOSITE = {"增加": "减少", "减少": "增加", "增长": "下降", "下降": "增长"}
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Setting:
    """What corruptions draw on: the dice, and the other documents that are loaded."""

    dice: random.Random
    others: Sequence[BudgetDocument]


Corruption = Callable[[Sentence, Setting], Sentence | None]


def _refigured(sentence: Sentence, figure: str) -> Sentence | None:
    """The sentence with another figure; None where it says the same."""
    if read_quantity(figure) is None or figure == sentence.said:
        return None
    start, end = sentence.figure
    text = sentence.text[:start] + figure + sentence.text[end:]
    return replace(sentence, text=text, figure=(start, start + len(figure)))


def _number(sentence: Sentence) -> tuple[str, str]:
    match = re.match(r"[\d,.]+", sentence.said)
    assert match, "a figure begins with its number"
    return match.group(), sentence.said[match.end() :]


def digit(sentence: Sentence, setting: Setting) -> Sentence | None:
    number, unit = _number(sentence)
    places = [m.start() for m in _DIGIT.finditer(number)]
    place = setting.dice.choice(places)
    other = setting.dice.choice([d for d in "0123456789" if d != number[place] and (d != "0" or place)])
    return _refigured(sentence, number[:place] + other + number[place + 1 :] + unit)


def digits_swapped(sentence: Sentence, setting: Setting) -> Sentence | None:
    number, unit = _number(sentence)
    places = [
        i for i in range(len(number) - 1)
        if number[i : i + 2].isdigit() and number[i] != number[i + 1] and not (i == 0 and number[1] == "0")
    ]  # fmt: skip
    if not places:
        return None
    i = setting.dice.choice(places)
    return _refigured(sentence, number[:i] + number[i + 1] + number[i] + number[i + 2 :] + unit)


def ten_times(sentence: Sentence, setting: Setting) -> Sentence | None:  # noqa: ARG001 - nothing to draw
    number, unit = _number(sentence)
    return _refigured(sentence, f"{Decimal(number.replace(',', '')) * 10:f}{unit}")


def a_tenth(sentence: Sentence, setting: Setting) -> Sentence | None:  # noqa: ARG001 - nothing to draw
    number, unit = _number(sentence)
    return _refigured(sentence, f"{Decimal(number.replace(',', '')) / 10:f}{unit}")


def last_digit(sentence: Sentence, setting: Setting) -> Sentence | None:
    number, unit = _number(sentence)
    value = Decimal(number.replace(",", ""))
    step = Decimal(1).scaleb(-len(number.partition(".")[2]))
    moved = value + step * setting.dice.choice((1, -1))
    return _refigured(sentence, f"{moved:f}{unit}") if moved > 0 else None


def unit(sentence: Sentence, setting: Setting) -> Sentence | None:
    number, said = _number(sentence)
    if Decimal(number.replace(",", "")) == 0:
        return None
    return _refigured(sentence, number + setting.dice.choice(_UNITS[said])) if said in _UNITS else None


def direction(sentence: Sentence, setting: Setting) -> Sentence | None:  # noqa: ARG001 - nothing to draw
    if sentence.word is None:
        return None
    start, end = sentence.word
    return replace(sentence, text=sentence.text[:start] + _OPPOSITE[sentence.text[start:end]] + sentence.text[end:])


def year(sentence: Sentence, setting: Setting) -> Sentence | None:
    said = sentence.cells[0].fact.year
    other = said + setting.dice.choice((-1, 1, -2))
    place = sentence.text.find(f"{said}年")
    if place < 0:
        return None
    return replace(sentence, text=sentence.text[:place] + f"{other}年" + sentence.text[place + 5 :])


def neighbouring_row(sentence: Sentence, setting: Setting) -> Sentence | None:
    cell = sentence.cells[0]
    column = cell.fact.provenance.column
    rows = [row for row in cell.source.rows if row is not cell.line and row.cell(column or 0) is not None]
    return _other_cell(sentence, [row.cell(column or 0) for row in rows], setting)


def neighbouring_column(sentence: Sentence, setting: Setting) -> Sentence | None:
    cell = sentence.cells[0]
    return _other_cell(sentence, [c for c in cell.line.cells if c.column != cell.fact.provenance.column], setting)


def _other_cell(sentence: Sentence, cells: Sequence[object], setting: Setting) -> Sentence | None:
    cell = sentence.cells[0]
    values = {value for other in cells if (value := getattr(other, "value", None))}
    scaled = sorted(value * MONEY_UNITS[cell.unit] for value in values)
    wrong = [value for value in scaled if value > 0 and value != cell.amount.value]
    if sentence.form != "value" or not wrong:
        return None
    return _refigured(sentence, f"{amount(setting.dice.choice(wrong), cell.unit)}{cell.unit}")


def department(sentence: Sentence, setting: Setting) -> Sentence | None:
    own = next((n for n in (sentence.document.department, *sentence.document.short_names) if n in sentence.text), "")
    others = [d for d in setting.others if d.department != sentence.document.department]
    if not own or not others:
        return None
    other = setting.dice.choice(others)
    text = sentence.text.replace(own, other.department, 1)
    shift = len(other.department) - len(own)
    start, end = sentence.figure
    return replace(sentence, text=text, figure=(start + shift, end + shift), document=other)


def rank(sentence: Sentence, setting: Setting) -> Sentence | None:
    """Another place: 最多 for 排第二, 最少 for 最多."""
    others = [word for word in (*RANKS, "最少") if word != sentence.said]
    return _reworded(sentence, setting.dice.choice(others if sentence.said != RANKS[-1] else others[:-1]))


def trend(sentence: Sentence, setting: Setting) -> Sentence | None:
    """The other way, or no move."""
    sign = 1 if sentence.said in TRENDS[1] else -1
    return _reworded(sentence, setting.dice.choice((*TRENDS[-sign], "持平")))


def fraction(sentence: Sentence, setting: Setting) -> Sentence | None:
    """Another tenth; 不到一半 for 过半."""
    if sentence.said == "过半":
        return _reworded(sentence, "不到一半")
    return _reworded(sentence, setting.dice.choice([tenth for tenth in TENTHS if tenth != sentence.said[0]]) + "成")


def _reworded(sentence: Sentence, said: str) -> Sentence:
    start, end = sentence.figure
    text = sentence.text[:start] + said + sentence.text[end:]
    return replace(sentence, text=text, figure=(start, start + len(said)))


CORRUPTIONS: dict[str, Corruption] = {
    "digit": digit,
    "digits_swapped": digits_swapped,
    "ten_times": ten_times,
    "a_tenth": a_tenth,
    "last_digit": last_digit,
    "unit": unit,
    "direction": direction,
    "year": year,
    "neighbouring_row": neighbouring_row,
    "neighbouring_column": neighbouring_column,
    "department": department,
}

# Of the words that say a claim without digits, by the form of the sentence.
WORDED: dict[str, Corruption] = {"rank": rank, "trend": trend, "fraction": fraction}


def corruptions_of(sentence: Sentence) -> dict[str, Corruption]:
    """The ways to make a sentence wrong."""
    return {sentence.form: WORDED[sentence.form]} if sentence.form in WORDED else CORRUPTIONS
