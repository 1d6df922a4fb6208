"""What a sentence says of its metrics without a figure: ranks (居首, 第二大) and moves over the years (连续两年下降)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from assistant.checking.model import Among, Rank, Trend
from assistant.checking.words import any_of, words
from index.amounts import read_chinese_number
from index.narrative.cues import base

_STOP = re.compile(r"[，,；;。：:！!？?]")
_SUBJECT_AFTER = re.compile(
    r"(?:位|名)?(?:的)?(?P<what>[^，,；;。：:、＃]{0,12}?)(?:是|为|即|当属|：|:)(?P<subject>[^，,；;。：:＃\d（(]{2,})"
)
_SHORTEST = 2  # characters of a metric's name
_YEAR_AFTER = re.compile(r"(?:的)?(?:一年|年份)?(?:是|为)(?P<year>20\d\d)年")
_SCOPE = re.compile(
    r"(?:在|从)?(?P<scope>[^，,；;。：:＃]{2,30}?)(?:之中|当中|中(?![心央小学级医等国华队])|里|内部)(?:，|,)?"
)
_OF_WHICH = re.compile(r"(?P<scope>.{2,}?)[，,；;。：:（(、]?其中")
_NOTHING = re.compile(
    r"(?:以|为|是|成为|占比|比重|金额|规模|数额|总量|支出额|均|也|仍|均为|依然|[，,、]|其中[：:]?|的)+$"
)
_MEASURED = re.compile(r"(?:占|同比|[比较]上年|增长|下降|达|为)[^＃]*＃")  # 占支出总额的…，居首
_RANGE = re.compile(r"(?P<since>20\d\d)年?(?:度)?(?:至|到|-|—|–|~|～)+(?P<until>20\d\d)年")
_END = r"(?=了?(?:的?(?:趋势|态势|势头))?(?:[，,；;。、（(）)]|$))"
_OBJECT = r"(?=[^，,；;。、：:＃\d的]{3,14}(?:[，,；;。、]|$))"


@dataclass(frozen=True, slots=True)
class Remark:
    """Words of a sentence (``start``, ``end``) and what they say."""

    start: int
    end: int
    says: Rank | Trend


def find_remarks(sentence: str, year: int) -> Iterator[Remark]:
    """The remarks of a sentence whose figures and departments are masked; ``year`` is the one it speaks of."""
    yield from _ranks(sentence, year)
    yield from _trends(sentence, year)


# ---------------------------------------------------------------- ranks


@cache
def _rank() -> re.Pattern[str]:
    data = words().rank
    numbered = [
        pattern.replace("(?P<n>", f"(?P<n{i}>") for i, pattern in enumerate(data.ordinal)
    ]  # fmt: skip
    return re.compile(
        "|".join(
            (
                rf"(?P<not>{any_of(data.not_ranks)})",
                *numbered,
                rf"(?P<last>{any_of(data.smallest)})",
                rf"(?P<first>{data.first_of}|{any_of(data.largest)})",
                rf"(?P<next>{any_of(data.next_to)})",
                rf"(?P<second>{any_of(data.second)})",
            )
        )
    )


def _ranks(sentence: str, year: int) -> Iterator[Remark]:
    for match in _rank().finditer(sentence):
        if match["not"]:
            continue
        numeral = next((match[name] for name in match.groupdict() if name[1:].isdigit() and match[name]), "")
        place = _number(numeral) if numeral else -1 if match["last"] else 2 if match["second"] else 1
        before, after = sentence[: match.start()], sentence[match.end() :]
        among = _among(before)
        if match["next"]:
            other = re.match(r"[^，,；;。：:＃\d（(]+", after)
            if other:
                subject, scope = _before(before)
                says = Rank(0, subject, scope, after=other.group())
                yield Remark(match.start(), match.end(), says)
            continue
        chosen = _YEAR_AFTER.match(after)
        if chosen:  # 最高的是2019年: the years that the sentence names
            years = tuple(sorted({int(said) for said in re.findall(r"20\d\d(?=年)", before)}))
            pieces = (piece.strip("，,在的“” ") for piece in re.split(r"20\d\d年?|[：:＃；;，,、]", before))
            metric = next((piece for piece in pieces if len(piece) >= _SHORTEST), "")
            yield Remark(match.start(), match.end(), Rank(place, metric, years=years, year=int(chosen["year"])))
            continue
        subject, scope = _after(before, after) or _before(before)
        beyond = re.search(any_of(words().rank.beyond), sentence)
        yield Remark(
            match.start(), match.end(),
            Rank(
                place, subject, scope, among, _years(sentence, year), size=_size(before),
                beyond=beyond.group() if beyond else "",
            ),
        )  # fmt: skip


def _size(before: str) -> int:
    """The number of rivals said (17项中最大的)."""
    match = re.search(
        r"(?P<n>\d+|[两二三四五六七八九十]+)[项个类笔家种](?:[^，,。；;]{0,6})(?:中|里)[^，,。；;]{0,6}$", before
    )
    return _number(match["n"]) if match else 0


def _number(said: str) -> int:
    return int(said) if said.isdigit() else int(read_chinese_number(said) or 0)


def _among(before: str) -> Among:
    data = words().rank
    match = re.search(rf"({any_of(data.changes)})(?:额|幅度|率|的)?(?:为)?$", before)
    if match is None:
        return Among.VALUE
    return Among.CHANGE if match[1] in data.amounts_of_change else Among.RATE


def falling(sentence: str, place: int) -> bool:
    """Whether the change that is ranked is a fall (降幅最大)."""
    match = re.search(rf"({any_of(words().rank.changes)})[^，,]{{0,4}}$", sentence[:place])
    return match is not None and match[1] in words().rank.falls


def _after(before: str, after: str) -> tuple[str, str] | None:
    """(subject, scope) of 支出最多的是行政运行; None where the subject stands before."""
    match = _SUBJECT_AFTER.match(after)
    if match is None:
        return None
    scope = _STOP.split(before.rstrip("，,"))[-1]
    return match["subject"], _scoped(before) or scope


def _before(before: str) -> tuple[str, str]:
    """(subject, scope) of 行政运行支出最多: the nearest clause that says something."""
    rest = before
    scope = _scoped(before)
    while rest:
        clauses = _STOP.split(rest)
        clause = _SCOPE.sub("", _NOTHING.sub("", clauses[-1]))
        clause = re.sub(r"^其中[：:]?", "", clause)
        if len(re.sub(r"[＃\s]", "", clause)) >= 2 and not _MEASURED.match(clause):
            return clause, scope
        rest = rest[: len(rest) - len(clauses[-1])].rstrip("，,；;。：:")
    return "", scope


def _scoped(before: str) -> str:
    of_which = _OF_WHICH.match(before)
    if of_which:
        return _STOP.split(of_which["scope"])[-1] or of_which["scope"]
    return "中".join(match["scope"] for match in _SCOPE.finditer(before))  # 表八中…支出中


def _years(sentence: str, year: int) -> tuple[int, ...]:
    """The years compared over: 近三年最高 or 2023—2025年."""
    span = _RANGE.search(sentence)
    if span:
        return tuple(range(int(span["since"]), int(span["until"]) + 1))
    match = re.search(words().rank.years, sentence)
    if match is None:
        return ()
    return tuple(range(year - _number(match["n"] or match["m"]) + 1, year + 1))


# ---------------------------------------------------------------- moves over the years


@cache
def _trend() -> re.Pattern[str]:
    data = words().trend
    move = rf"(?P<{{0}}up>{any_of(data.up)})|(?P<{{0}}down>{any_of(data.down)})"
    flat = rf"(?P<{{0}}flat>{any_of(data.flat)})"
    numeral = r"[两二三四五六七八九十]|\d{1,2}"
    adverbs = any_of(data.adverbs)
    return re.compile(
        "|".join(
            (
                rf"连续?(?P<n>{numeral})年(?:{adverbs}|保持|实现|呈现?)*(?:{move.format('a')}|{flat.format('a')})",
                rf"(?P<yearly>逐年|年年|每年都?)(?:{adverbs})*(?:{move.format('b')})",
                rf"(?P<turn>{any_of(data.turns)})",
                rf"(?P<nearly>{any_of(data.nearly)}?)(?:保持)?{flat.format('c')}",
                rf"(?P<adverb>{adverbs})+(?:{move.format('d')})了?(?:{_END}|(?P<object>{_OBJECT}))",
                rf"(?:{move.format('e')}){_END}",
            )
        )
    )


def _trends(sentence: str, year: int) -> Iterator[Remark]:
    for match in _trend().finditer(sentence):
        says = _moves(match, sentence, year)
        if says is not None:
            yield Remark(match.start(), match.end(), says)


def _moves(match: re.Match[str], sentence: str, year: int) -> Trend | None:
    if match["turn"]:
        return Trend(tuple(1 if move == "u" else -1 for move in words().trend.turns[match["turn"]]))
    way = next((_WAYS[name[1:]] for name, said in match.groupdict().items() if said and name[1:] in _WAYS), 0)
    if match["n"]:
        return Trend((way,) * _number(match["n"]))
    if match["yearly"]:
        return Trend((way,), yearly=True, years=_years(sentence, year))
    clause = _STOP.split(sentence[: match.start()])[-1]
    compared = base().search(clause) is not None
    if match["cflat"]:
        return Trend((0,), nearly=bool(match["nearly"])) if compared or "保持" in match.group() else None
    if match["object"] is not None:  # 进一步压减“三公”经费
        return Trend((way,), thing=_STOP.split(sentence[match.end() :])[0])
    return Trend((way,)) if compared or match["adverb"] else None


_WAYS = {"up": 1, "down": -1, "flat": 0}
