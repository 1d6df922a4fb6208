"""The last look at an answer: what the question says and the answer does not account for makes it a refusal.

A bare whole is no answer to a question about a part of it (单独, 每亩, 人均), one department none to a question about
two, a sum of four none to one about three, an amount none to one about a share or a purpose. Each objection is a
function of what is given; the words that raise it stand in ``cues.toml`` under ``guard``.
"""

from __future__ import annotations

from collections.abc import Callable

from assistant.guard import content, decisive, form, kind, number
from assistant.guard.given import Given
from assistant.model import Refusal

_OBJECTIONS: tuple[Callable[[Given], Refusal | None], ...] = (
    content.names, content.modified, content.contradicted_wider, content.organisations, content.short_bodies, content.narrowed,
    content.departments, content.carried_over,
    kind.things, kind.real, kind.head, kind.counted, kind.vehicles, kind.at_end_of, kind.money, kind.number, kind.rate,
    form.supposed, form.none_listed, form.sorted_so, form.limit, form.share, form.words, form.units, form.tables,
    number.bought, number.terms, number.listed_names, number.supposed, number.summed, number.total, number.echo, number.each_asked,
    decisive.compared, decisive.same_figure, decisive.named, decisive.explained, decisive.judged, decisive.scope,
    decisive.turned, decisive.per_time, decisive.ranked, decisive.of_years, decisive.defined, decisive.classified,
    decisive.clause, decisive.subject,
)  # fmt: skip


def objection(given: Given) -> Refusal | None:
    """The first reason not to give an answer, None where the question is accounted for."""
    found = (check(given) for check in _OBJECTIONS)
    return next((refusal for refusal in found if refusal is not None), None)


__all__ = ["Given", "objection"]
