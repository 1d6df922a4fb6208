"""The cue words of ``cues.toml``, compiled once."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")
    cues: dict[str, list[str]]
    refusals: dict[str, list[str]]
    fillers: dict[str, list[str]]
    wording: list[str]
    leads: list[str]
    equivalents: dict[str, str]
    spoken: dict[str, str]
    narrowing: dict[str, list[str]]
    guard: dict[str, list[str]]


@cache
def _file() -> _File:
    with (Path(__file__).parent / "cues.toml").open("rb") as stream:
        return _File.model_validate(tomllib.load(stream))


@cache
def _compiled(section: str) -> dict[str, re.Pattern[str]]:
    table: dict[str, list[str]] = getattr(_file(), section)
    return {name: re.compile("|".join(f"(?:{pattern})" for pattern in patterns)) for name, patterns in table.items()}


_SHORTEST = 4  # characters of what is asked after a lead-in


@cache
def _leads() -> re.Pattern[str]:
    said = "|".join(f"(?:{lead})" for lead in _file().leads)
    return re.compile(rf"(?:(?:{said})[,，:： ]*)+")


def without_lead(plain: str) -> str:
    """A plain question without what is said before it (请问, 我想知道): that is neither a name nor the end of one."""
    lead = _leads().match(plain)
    return plain[lead.end() :] if lead and len(plain) - lead.end() >= _SHORTEST else plain


def find_cues(plain: str) -> frozenset[str]:
    """Names of the cues that occur in a plain question."""
    return frozenset(name for name, pattern in _compiled("cues").items() if pattern.search(plain))


def find_refusal(plain: str) -> str | None:
    """The kind of a question that no budget document answers (forecast, personal …), None when it may be one."""
    return next((name for name, pattern in _compiled("refusals").items() if pattern.search(plain)), None)


def cue_spans(plain: str, *names: str) -> list[tuple[int, int]]:
    return [match.span() for name in names for match in _compiled("cues")[name].finditer(plain)]


def equivalents() -> dict[str, str]:
    """Everyday names of things → what catalogues of purchases print for them."""
    return _file().equivalents


def written(said: str) -> str:
    """Words as documents write them: everyday names of things and everyday words exchanged."""
    for everyday, printed in (*equivalents().items(), *_file().spoken.items()):
        if printed not in said:
            said = said.replace(everyday, printed)
    return said


@cache
def asking() -> re.Pattern[str]:
    """The cues that are plain words (比重, 合计), and the verbs and joints around them."""
    words = {each for patterns in _file().cues.values() for each in patterns if re.fullmatch(r"[\u4e00-\u9fff]+", each)}
    return re.compile("|".join(sorted(map(re.escape, words | {"占", "和", "与", "各"}), key=len, reverse=True)))


@cache
def ordinary() -> re.Pattern[str]:
    """Words of everyday questions that narrow nothing down, though names may hold them."""
    return re.compile("|".join(sorted(map(re.escape, _file().fillers["ordinary"]), key=len, reverse=True)))


@cache
def wording() -> re.Pattern[str]:
    """What asks for a thing without naming it (每台最高不能超过多少)."""
    return re.compile("|".join(_file().wording))


def cue_names() -> tuple[str, ...]:
    return tuple(_file().cues)


@cache
def small_talk() -> re.Pattern[str]:
    """Words around a question that an answer need not hold (到头来, 会变成, 在线等)."""
    return re.compile("|".join(sorted(map(re.escape, _file().fillers["talk"]), key=len, reverse=True)))


@cache
def filler() -> re.Pattern[str]:
    words = sorted(_file().fillers["words"], key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))


@cache
def narrowing() -> re.Pattern[str]:
    """Words that ask for a part that documents seldom print; the groups ``per`` and ``mean`` are what an amount is counted by."""
    words = _file().narrowing
    per = "|".join(words["per"])
    return re.compile(
        "|".join(words["alone"])
        + f"|每(?P<per>{per})|(?<!国)(?P<mean>{per})均|(?<![那这同])一(?P<one>{per})(?=[^,，。?？]{{0,12}}(?:(?:多少|几|好多)(?:个)?(?:钱|元|块|万)|[花补合要发给摊收交](?:了)?(?:多少|几)(?:[?？,，。]|$)))"
        + f"|(?:多少|几|好多)(?:个)?(?:钱|元|块|万元)(?:一|每)(?P<behind>{per})"
    )


@cache
def counted_by() -> re.Pattern[str]:
    """How an answer says that its amount is for one thing each (1500元/台, 每年每人)."""
    return re.compile(f"[/每](?:{'|'.join(_file().narrowing['per'])})")


def asked(name: str) -> re.Pattern[str]:
    """What the guard takes for a question of one kind (share, words, units …)."""
    return _compiled("guard")[name]
