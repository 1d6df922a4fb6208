"""``python -m eval.language [DIR]``: how well utterances are understood, apart from any document.

DIR (default ``../shared/language``) holds staff, citizen, audit and dialogue.jsonl: one utterance a line, its history
``h`` and its meaning. Every fifth line of a file (its number divisible by five) is set aside: it is scored, never shown.

Three scores, each the share of lines that are wholly right:

- **intent**: the intents of the line, in order (a line with two questions has two).
- **metrics**: the set of canonical names over the line, no more and no fewer. Names are compared as keys (no quotes,
  brackets, 项目 at the end); the order counts in a ratio. A group's own name repeated as a metric of a rank, filter,
  list or count says nothing new and is dropped on both sides; so is 在职人数 in a rank per head.
- **slots**: everything else, part by part: whole, group, period, stage, as, whose figures, unit, decimals, n, order,
  threshold, table, column, claim, topic, and scope and code of the metrics. Where the data's conventions say that
  saying nothing means a default, the default and silence are one:

  - period: silence is this year; in a change, this year against the last; the years of a span are its ends.
  - whole: silence is total expenditure (total income for an income) or the parent that the vocabulary gives.
  - unit: silence is the natural one: % of a share, a rate, an execution rate; 个百分点 of a change of a share; the
    unit of counting (人, 辆) of what is counted. as: silence is the amount in a ranking by change, times in a ratio.
  - group: 项目 and 项目支出 at the level 项目, the names for all units (单位, 二级单位, 下属单位, 支出总计 by 单位) are one;
    a level is compared where both give one.
  - whose: departments and the units inside are told apart by documents only, so they are one set of names.
  - threshold: zero is zero in any unit. claim: its figures and its direction (up, down, same, all, none, more, less).
  - topic counts where it is defined (text, refuse); what the intent has no use for (an order in a value) does not.

A line with ``ambiguous`` readings is right with any of them.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.language_match import Part, intents, metrics_of, slots_of

FILES = ("staff", "citizen", "audit", "dialogue")
Reader = Callable[[str, Sequence[str]], Sequence[Part]]


@dataclass(frozen=True, slots=True)
class Utterance:
    """One line of the data: what was said before, what is said, and the parts of what it means."""

    file: str
    number: int  # 1-based within its file
    text: str
    history: tuple[str, ...]
    readings: tuple[tuple[Part, ...], ...]  # the meaning first, then the other readings that hold as well

    @property
    def set_aside(self) -> bool:
        return self.number % 5 == 0


@dataclass(frozen=True, slots=True)
class Mark:
    intent: bool
    metrics: bool
    slots: bool


def utterances(folder: Path) -> Iterator[Utterance]:
    """The lines of the four files. Raises FileNotFoundError, or ValueError naming the line that is no utterance."""
    for file in FILES:
        for number, line in enumerate((folder / f"{file}.jsonl").read_text("utf-8").splitlines(), 1):
            try:
                yield utterance(file, number, line)
            except (KeyError, ValueError) as error:
                raise ValueError(f"{file}.jsonl 第 {number} 行不是一条说法：{error}") from error


def utterance(file: str, number: int, line: str) -> Utterance:
    """One line of the data. Raises KeyError or ValueError where it is none."""
    raw = json.loads(line)
    return Utterance(file, number, raw["q"], tuple(raw["h"]), tuple(_readings(raw)))


def _readings(raw: dict[str, Any]) -> Iterator[tuple[Part, ...]]:
    parts = tuple(raw.get("parts", (raw,)))
    yield parts
    if len(parts) == 1:
        for other in raw.get("ambiguous", ()):
            yield (parts[0] | other,)


def mark(told: Utterance, read: Sequence[Part]) -> Mark:
    marks = [
        Mark(intents(meant) == intents(read), metrics_of(meant) == metrics_of(read), slots_of(meant, read))
        for meant in told.readings
    ]
    return max(marks, key=lambda one: (one.intent + one.metrics + one.slots, one.intent))


def read(text: str, history: Sequence[str]) -> list[Part]:
    """The product's own reading, in the keys of the data."""
    from assistant.parsing.meaning import read_meanings

    return [meaning.to_json() for meaning in read_meanings(text, history)]


@dataclass(frozen=True, slots=True)
class Score:
    lines: int
    intent: float
    metrics: float
    slots: float

    @classmethod
    def of(cls, marks: Sequence[Mark]) -> Score | None:
        """None for no lines: an empty set has no score."""
        if not marks:
            return None
        shares = (sum(getattr(one, name) for one in marks) / len(marks) for name in ("intent", "metrics", "slots"))
        return cls(len(marks), *shares)


def report(told: Sequence[Utterance], reader: Reader = read) -> Iterator[str]:
    """Lines of the report: scores of the set-aside fifth and of the rest, then what the rest confuses."""
    pairs = [(one, list(reader(one.text, one.history))) for one in told]
    marks = [(one, parts, mark(one, parts)) for one, parts in pairs]
    yield f"{'':14}{'lines':>6}{'intent':>8}{'metrics':>8}{'slots':>8}"
    for name, aside in (("set aside", True), ("development", False)):
        score = Score.of([given for one, _, given in marks if one.set_aside is aside])
        if score is not None:
            yield f"{name:14}{score.lines:6}{score.intent:8.3f}{score.metrics:8.3f}{score.slots:8.3f}"
    for file in FILES:
        score = Score.of([given for one, _, given in marks if not one.set_aside and one.file == file])
        if score is not None:
            yield f"  {file:12}{score.lines:6}{score.intent:8.3f}{score.metrics:8.3f}{score.slots:8.3f}"
    confused = Counter(
        (meant, got)
        for one, parts, given in marks
        if not one.set_aside and not given.intent
        for meant, got in [(" ".join(intents(one.readings[0])), " ".join(intents(parts)))]
    )
    yield "confusions (development):"
    for (meant, got), times in confused.most_common(25):
        yield f"{times:5}  {meant} → {got}"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m eval.language", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path, nargs="?", default=Path("../shared/language"), metavar="DIR")
    parser.add_argument("--development", action="store_true", help="leave the set-aside lines unread")
    options = parser.parse_args(arguments)
    try:
        told = [one for one in utterances(options.folder) if not (options.development and one.set_aside)]
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    print("\n".join(report(told)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
