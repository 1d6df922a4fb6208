"""The numeric checker: it re-reads a draft's text and trusts nothing that the draft says about itself.

One check a file, each ``Reading → problems``; CHECKS lists them. A draft without problems may become an answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.checks.cited import cited
from assistant.checks.directions import directions
from assistant.checks.headline import headline
from assistant.checks.quoted import quoted
from assistant.checks.reading import Reading, Resolve, read_draft
from assistant.checks.recomputed import recomputed
from assistant.checks.status import checked_figures
from assistant.checks.traced import traced
from assistant.checks.units import units
from assistant.checks.years import years
from assistant.model import CheckReport, Draft
from index.amounts import Quantity

Check = Callable[[Reading], list[str]]
CHECKS: tuple[Check, ...] = (traced, cited, quoted, recomputed, units, directions, years, headline)


def check(draft: Draft, question_figures: Sequence[Quantity], resolve: Resolve) -> CheckReport:
    """The verdict on a draft: its figures with their status, and every problem found (none when it passes).

    ``resolve`` gives the stored fact of an id; ``question_figures`` are the numbers the user gave, which the answer
    may repeat.
    """
    reading = read_draft(draft, question_figures, resolve)
    problems = dict.fromkeys(problem for one in CHECKS for problem in one(reading))
    return CheckReport(checked_figures(reading), tuple(problems))
