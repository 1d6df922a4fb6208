"""甲、乙、丙分别为1、2、3: which of the names each figure of such a list belongs to."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_LISTS = re.compile(
    r"(?P<names>[^，,；;。：:]{2,}?)(?:的)?(?P<noun>支出|预算|金额|经费)?(?:分别|依次)(?P<verb>(?:安排|下达|增加|减少|增长|下降|占|为|是|达到?|有|约|：)*)$"
)
_BETWEEN = re.compile(r"\s*(?:、|，|,|和|与|及|以及)\s*")
_LAST_JOINT = re.compile(r"(?:以及|和|与|及)(?=[^、和与及]+$)")


def respective(words: str, spans: Sequence[tuple[int, int]]) -> Mapping[tuple[int, int], str]:
    """Span of a figure → the words before it with its own name alone, for the figures of lists told “respectively”.

    ``words``: the sentence with its figures masked; ``spans`` where they stand, in order.
    """
    found: dict[tuple[int, int], str] = {}
    for place, first in enumerate(spans):
        match = _LISTS.search(words[: first[0]])
        if match is None:
            continue
        group = [first]
        for span in spans[place + 1 :]:
            if not _BETWEEN.fullmatch(words, group[-1][1], span[0]):
                break
            group.append(span)
        names = _split(match["names"].lstrip("＃"), len(group))
        if len(names) == len(group) >= 2:
            before = words[: match.start("names")]
            names = _of_years(names, match["noun"] or "")
            found |= {span: f"{before}{name}{match['verb']}" for span, name in zip(group, names, strict=True)}
    return found


def _of_years(names: list[str], noun: str) -> list[str]:
    """2017年、2018年、2019年预算: the metric told after the last year, or before the first, is each year's."""
    first, last = (
        re.fullmatch(r"(?P<metric>.*?)20\d\d年?度?", names[0]),
        re.match(r"20\d\d年?度?(?P<metric>.*)", names[-1]),
    )
    between = all(re.fullmatch(r"20\d\d年?度?", name) for name in names[1:-1])
    if first is None or last is None or not between:
        return names
    metric = (last["metric"] or first["metric"].lstrip("＃")) + noun
    years = [year[0] for name in names if (year := re.search(r"20\d\d", name))]
    return [f"{year}年{metric}" for year in years]


def _split(names: str, wanted: int) -> list[str]:
    """The names of a list; the last two may be joined by 和."""
    parts = [part for part in names.split("、") if part]
    if len(parts) == wanted - 1 and parts:
        parts[-1:] = _LAST_JOINT.split(parts[-1], maxsplit=1)
    return [re.sub(r"^其中[：:]?", "", part) for part in parts]
