"""Figures that a sentence composes of several metrics: sums, differences, multiples, averages over years."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice, product

from assistant.checking.matching import Found, Shelf, look_up, stretches
from assistant.checking.model import Claim
from assistant.checking.phrases import Phrase, says_nothing
from index.amounts import Amount, Count, Ratio
from index.model import Fact
from index.narrative.clauses import signed

Composed = tuple[str, Claim, list[tuple[Fact, ...]]]  # (operator, the claim with its sign, operands to try)

_SUM = re.compile(
    r"(?P<list>.{3,}?)(?:[两二三四五六七八九十\d]+[项笔类个]者?)?(?:合计|共计|总共|一共|加起来|之和|总和|共)(?:为|是|达|约|安排|支出|预算|有)*$"
)
_HOW_MANY = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5}
_THESE = re.compile(
    r"^(?:以上|这|上述)?([两二三四五])[项者笔类个]?(?:支出|经费|费用)?(?:合计|共计|总共|一共|加起来|之和|共)"
)
_MORE = re.compile(r"^(?P<a>.*?)比(?P<b>[^，。；]+?)(?P<verb>多|高|大|少|低|小)(?:了|出|支|安排|花|约|近|超)*$")
_TIME = re.compile(r"上一?年|去年|20\d\d|前年|前一年|一年前|年初|预算数?$|决算数?$")
_ABOUT = "大约|约|不到|不足|将近|接近|近|超过|超|逾|仅|只|已经|已|还|就"
_TIMES = re.compile(
    rf"^(?P<a>.*?)(?:{_ABOUT})*(?P<verb>是|为|相当于|等于|达到?|增长?(?:到|至)|扩大(?:到|至)|降(?:到|至)|减少?(?:到|至)|(?:^|(?<=[\u4e00-\u9fff]))(?={_ABOUT}))"
    rf"(?:{_ABOUT})*(?P<b>.+?)的(?:{_ABOUT})*$"
)
_BEFORE = re.compile(r"(?:上一?年|去年|前一年|一年前|(?P<year>20\d\d)年)(?:度|同期|预算数?|决算数?|执行数|水平)*")
_AVERAGE = re.compile(r"年均|平均每年|[两二三四五六\d]年平均")
_YEARS = re.compile(r"(20\d\d)年?(?:度)?(?:至|到|-|—|–|~|～)+(20\d\d)年")
_ALL_TOLD = re.compile(r"合计|共计|总计|总共|一共|加起来|之和|总和|累计|共")
_LESS = frozenset("少低小")
_JOINS = frozenset(("", "和", "与", "及", "以及", "加", "加上", "跟"))
_MOST = 64


def composed(claim: Claim, shelf: Shelf) -> Composed | None:
    """The calculation that the words before the figure ask for; None where they name one metric only."""
    clause = re.split(r"[，,；;：:。]", claim.lead)[-1]
    for read in (_mean, _over_years, _multiple, _difference, _unfilled, _sum):
        found = read(claim, clause, shelf)
        if found is not None:
            return found
    return None


def _sum(claim: Claim, clause: str, shelf: Shelf) -> Composed | None:
    if not isinstance(claim.quantity, Amount | Count):
        return None
    told = _THESE.match(clause)
    if told:  # the metrics of the figures before
        names = list(islice(stretches(claim), 1, 1 + _HOW_MANY[told[1]]))
        return _of(claim, "sum", names, shelf) if len(names) == _HOW_MANY[told[1]] else None
    match = _SUM.search(clause)
    if match is None:
        return None
    names = _listed(match["list"], claim, shelf)
    return _of(claim, "sum", names, shelf) if len(names) >= 2 else None


def _listed(words: str, claim: Claim, shelf: Shelf) -> list[str]:
    """The names that stand side by side at the end of the words."""
    phrase = Phrase.of(words, shelf.names(claim.documents))
    names: list[str] = []
    limit = len(phrase.text)
    for start, end in sorted(phrase.segments, reverse=True):
        name = phrase.text[start:end]
        if phrase.text[end:limit] not in _JOINS or says_nothing(name):
            break
        names.append(name)
        limit = start
    return names[::-1]


def _difference(claim: Claim, clause: str, shelf: Shelf) -> Composed | None:
    match = _MORE.search(clause)
    if match is None or _TIME.search(match["b"]) or isinstance(claim.quantity, Ratio):
        return None
    sign = -1 if match["verb"] in _LESS else 1
    return _of(replace(claim, quantity=signed(claim.quantity, sign)), "difference", [match["a"], match["b"]], shelf)


_UNFILLED = re.compile(r"^(?:还|尚)?(?:空缺|空编|缺编|缺员|缺)(?:了|有)?$")


def _unfilled(claim: Claim, clause: str, shelf: Shelf) -> Composed | None:
    """编制83人，实有在职人员77人，空缺6人: the posts and the people in them stand in the two clauses before."""
    if not isinstance(claim.quantity, Count) or not _UNFILLED.search(clause):
        return None
    people, posts = (*islice(stretches(claim), 1, 3), "", "")[:2]
    told = "编制" in posts and "编制" not in people
    return _of(claim, "difference", [posts, people], shelf) if told and people else None


def _multiple(claim: Claim, clause: str, shelf: Shelf) -> Composed | None:
    match = _TIMES.search(clause)
    if match is None or not isinstance(claim.quantity, Ratio) or claim.quantity.unit == "个百分点":
        return None
    if claim.quantity.unit != "倍" and _SHARE_VERB.search(clause):
        return None
    before = _BEFORE.fullmatch(match["b"])
    if before:
        year = int(before["year"]) if before["year"] else claim.year - 1
        return _of_years(claim, match["a"], year, shelf)
    return _of(claim, "ratio", [match["a"], match["b"]], shelf)


def _of_years(claim: Claim, words: str, year: int, shelf: Shelf) -> Composed | None:
    """A year's amount as a multiple of an earlier one's."""
    now = _named(words, claim, shelf)
    before = _named(words, replace(claim, year=year), shelf)
    return ("ratio", claim, _together((now, before))) if now and before else None


def _of(claim: Claim, operator: str, names: Sequence[str], shelf: Shelf) -> Composed | None:
    """The operator on the amounts of the names; a name left out is the metric that the text goes on about."""
    founds = [_named(name, claim, shelf) for name in names]
    return (operator, claim, _together(founds)) if all(founds) else None


def _named(words: str, claim: Claim, shelf: Shelf) -> Found:
    kinds = (Amount,) if isinstance(claim.quantity, Amount) else (Amount, Count)
    if words:
        return shelf.find(words, claim.documents, claim.year, claim.stage, kinds=kinds)
    for earlier in islice(stretches(claim), 1, None):
        found = shelf.find(earlier, claim.documents, claim.year, claim.stage, kinds=kinds)
        if found or found.more_named:
            return found
    return next(iter(look_up(replace(claim, place=0), shelf, claim.year, kinds=kinds)), Found())


def _over_years(claim: Claim, clause: str, shelf: Shelf) -> Composed | None:
    """2023年至2025年三年加起来…: the sum of a metric over the years."""
    span = _YEARS.search(claim.sentence, 0, claim.place)
    if span is None or not _ALL_TOLD.search(clause) or isinstance(claim.quantity, Ratio):
        return None
    return _of_each_year(claim, "sum", span, shelf)


def _mean(claim: Claim, clause: str, shelf: Shelf) -> Composed | None:
    span = _YEARS.search(claim.sentence)
    if span is None or not _AVERAGE.search(clause):
        return None
    return _of_each_year(claim, "mean", span, shelf)


def _of_each_year(claim: Claim, operator: str, span: re.Match[str], shelf: Shelf) -> Composed | None:
    years = range(int(span[1]), int(span[2]) + 1)
    if not 2 <= len(years) <= 10:
        return None
    founds = [next(iter(look_up(claim, shelf, year)), Found()) for year in years]
    return (operator, claim, _together(founds)) if all(founds) else None


_SHARE_VERB = re.compile(r"占|比重|比例|完成")


def _together(founds: Sequence[Found]) -> list[tuple[Fact, ...]]:
    """One fact of each, those of one column first, then the likeliest, then any."""
    choices = list(islice(product(*(found.scopes for found in founds)), _MOST))
    return sorted(choices, key=_spread)


def _spread(facts: tuple[Fact, ...]) -> int:
    """How far apart facts stand: 1 for one column, row or section; more for each further one."""
    rows = {(fact.document, fact.provenance.table, fact.provenance.row) for fact in facts}
    if len(rows) == 1 and facts[0].provenance.table:
        return 1
    return len({(fact.provenance.table, fact.column_path[-1:]) for fact in facts})


def operands(tries: Sequence[tuple[Fact, ...]]) -> Iterator[tuple[Fact, ...]]:
    """The operands worth trying: all that lie as close together as the closest."""
    closest = _spread(tries[0])
    return (facts for facts in tries if _spread(facts) == closest)
