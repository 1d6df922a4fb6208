"""Claims about numbers of vehicles: how many there are or are to be bought, of which kind, that there are none.

“共有10辆，其中8辆是执法执勤用车”, “5辆车全是…”, “一辆公车都没有”, “没打算买车”. Each number is held against the sentence that
prints it: the total, or the kind that is said with it; what is bought is never held against what is owned.
"""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.calculations import calculate, quantity_of
from assistant.checking.inventory import counted
from assistant.knowledge import DocumentIndex
from assistant.model import Draft
from assistant.named import Named
from assistant.operations.desk import Desk, LastWordError, Writer, when
from assistant.operations.verify.claim import Claim, Relation
from assistant.operations.verify.vehicle_words import BUYING, UNITS, Said, kinds_added, read_said, speaks_of_vehicles
from assistant.parsing.model import Mention, MetricQuery
from index.amounts import Amount, Count, Quantity, Ratio
from index.model import Measure, Stage
from index.vocabulary.names import key, plain
from index.vocabulary.terms import vocabulary

_YEAR_END = re.compile(r"20\d\d年度?(?:底|末|12月|年底|年末)")
_KIND_WORD = re.compile(r"(?:用车|车辆?)$")
_PURCHASE_COST = "official_vehicle_purchase_cost"


def _index_of(claim: Claim) -> DocumentIndex:
    """The document that tells of the time said: the stock at the end of a year stands in the next year's budget."""
    years = claim.question.slots.years
    indexes = sorted(claim.desk.knowledge.indexes, key=lambda index: index.document.year)
    end = _YEAR_END.search(claim.plain)
    if end is not None and not BUYING.search(claim.plain):
        ended = int(end.group()[:4])
        for index in indexes:
            if ended in _told_years(index):
                return index
        raise LastWordError(f"没有读入写明{ended}年底车辆情况的文件。", "year_not_loaded")
    fitting = [index for index in indexes if not years or index.document.year == years[-1]]
    if not fitting:
        raise LastWordError("没有读入所问年份的文件。", "year_not_loaded")
    return fitting[-1]


_AS_OF = re.compile(r"截[至止]到?\s*(20\d\d)\s*年")


def _told_years(index: DocumentIndex) -> set[int]:
    """The years whose stock of vehicles a document tells: as its sentences date it, else the end of the year before a
    budget and of the year of a final account."""
    quotes = (named.fact.provenance.quote for named, _, bought in _counts(index) if not bought)
    dated = {int(match.group(1)) for quote in quotes for match in _AS_OF.finditer(quote)}
    document = index.document
    return dated or {document.year if document.stage is Stage.FINAL else document.year - 1}


def _counts(index: DocumentIndex) -> list[tuple[Named, str, bool]]:
    """The printed numbers of vehicles: the fact, the stem of its kind ("" for a total), whether it is of buying."""
    found = []
    for named in index.named:
        fact = named.fact
        if not isinstance(fact.quantity, Count) or fact.measure is not Measure.VALUE or not fact.certain:
            continue
        if fact.quantity.unit not in UNITS or fact.year != index.document.year:
            continue
        total = counted(plain(fact.label))
        above = counted(plain("".join(fact.row_path)))
        if above is not None and above.thing == "vehicle" and _KIND_WORD.search(fact.label):
            found.append((named, _KIND_WORD.sub("", key(fact.label)), above.action == "bought"))
        elif total is not None and total.thing == "vehicle":
            found.append((named, "", total.action == "bought"))
    return sorted(found, key=lambda one: not one[0].narrative)


def _judge(claim: Claim) -> Draft:
    counts = _counts(_index_of(claim))
    kinds: dict[str, tuple[str, ...]] = {}
    for named, stem, _ in counts:
        if stem:
            kinds[stem] = (*kinds.get(stem, ()), named.row)
    said = read_said(claim, kinds)
    if not said:
        raise LastWordError("没有认出所说的车辆数。", "incomplete_question")
    _refuse_unknown_kinds(claim, said)
    added = kinds_added(claim.plain, kinds) if len(said) == 1 else []
    if added:
        return _sum_of_kinds(claim, said, added, counts)
    judged = [_against(one, counts) for one in said]
    if any(found is None for found, _ in judged):
        if len(said) == 1 and said[0].stated is None and said[0].bought:
            return _by_cost(claim)
        raise LastWordError("文件里没有写所说的车辆数。")
    writer, verdict = claim.opening(all(holds for _, holds in judged))
    whole = [_totals(counts, bought=one.bought)[0] for one in said if one.of_the_total]
    shown = list(dict.fromkeys([*whole, *(found for found, _ in judged if found is not None)]))
    writer.say(when(claim.desk, shown[0].fact), "的文件写明")
    for i, found in enumerate(shown):
        among = found.fact.row_path and not shown[i - 1].fact.row_path
        writer.say("" if not i else "，其中" if among else "，")
        writer.name(found).say("为").figure(found.fact).cite(found.fact)
    told = next((found for found, holds in judged if not holds), judged[-1][0])
    assert told is not None
    if any(one.bought and one.stated is None for one in said) and verdict == "no":
        _add_cost(claim, writer)
    return writer.say("。").draft(told.fact, verdict=verdict)


def _sum_of_kinds(
    claim: Claim, said: list[Said], kinds: list[tuple[str, ...]], counts: list[tuple[Named, str, bool]]
) -> Draft:
    """Several kinds together, where one number is said of them."""
    one = said[0]
    parts = [
        next((named for named, stem, bought in counts if stem and named.row in rows and bought is one.bought), None)
        for rows in kinds
    ]
    known = [part for part in parts if part is not None]
    if one.stated is None or len(known) < len(parts):
        raise LastWordError("没有认出所说的是哪几类车辆的合计，请逐类来问。", "incomplete_question")
    total = calculate("sum", *(part.fact for part in known))
    writer, verdict = claim.opening(_within(one, quantity_of(total).value))
    writer.say(when(claim.desk, known[0].fact), "的文件写明")
    for i, part in enumerate(known):
        writer.say("、" if i else "").name(part).figure(part.fact).cite(part.fact)
    return writer.say("，合计").figure(total).say("。").draft(total, verdict=verdict)


def _add_cost(claim: Claim, writer: Writer) -> None:
    """What the vehicles to be bought cost, where that is printed as well."""
    found = claim.desk.find(_purchase_cost(claim.desk), claim.year)
    if found and isinstance(found.quantity, Amount):
        writer.say("，").name(found.best[0]).say("为").figure(found.fact).cite(*found.support[:2])


def _totals(counts: list[tuple[Named, str, bool]], *, bought: bool) -> list[Named]:
    return [named for named, stem, buys in counts if not stem and buys is bought]


_OTHER_KIND = re.compile(r"[\u4e00-\u9fff]{2}(?<!公务)(?<!业务)用车")


def _refuse_unknown_kinds(claim: Claim, said: list[Said]) -> None:
    """A kind named that the document does not print is not told by another number."""
    if not any(one.kinds for one in said) and _OTHER_KIND.search(claim.plain):
        raise LastWordError("文件里没有写所说的这一类车辆有多少。")


def _against(one: Said, counts: list[tuple[Named, str, bool]]) -> tuple[Named | None, bool]:
    """The printed number that a claim is held against, and whether it holds; the one that fits, else the first."""
    totals = _totals(counts, bought=one.bought)
    if one.kinds:
        fitting = [named for named, stem, bought in counts if stem and named.row in one.kinds and bought is one.bought]
    else:
        fitting = totals
    if one.all_of_them:
        whole = totals[0].fact.quantity if totals else None
        right = [named for named in fitting if whole is not None and _value(named) == whole.value != 0]
        return next(iter(right or (fitting if totals else [])), None), bool(right)
    if one.stated is not None and isinstance(one.stated.quantity, Ratio):
        right = [
            named for named in fitting if totals and _value(totals[0]) and one.stated.holds(_share(named, totals[0]))
        ]
        return next(iter(right or (fitting if totals else [])), None), bool(right)
    right = [named for named in fitting if _holds(one, named)]
    return next(iter(right or fitting), None), bool(right)


def _share(part: Named, whole: Named) -> Quantity:
    return calculate("share", part.fact, whole.fact).result


def _holds(one: Said, named: Named) -> bool:
    quantity = named.fact.quantity
    assert quantity is not None
    if one.stated is None:
        return quantity.value == 0
    return _within(one, quantity.value)


def _within(one: Said, value: Decimal) -> bool:
    assert one.stated is not None
    low, high = one.stated.low, one.stated.high
    if one.stated.strict:
        return (low is None or value > low) and (high is None or value < high)
    return (low is None or value >= low) and (high is None or value <= high)


def _value(named: Named) -> Decimal:
    assert named.fact.quantity is not None
    return named.fact.quantity.value


def _by_cost(claim: Claim) -> Draft:
    """That none is to be bought, where only the cost of buying is printed."""
    found = claim.desk.find(_purchase_cost(claim.desk), claim.year)
    if not found or not isinstance(found.quantity, Amount):
        raise LastWordError("文件里没有写要购置的车辆数，也没有列车辆购置费。")
    writer, verdict = claim.opening(found.quantity.value == 0)
    writer.say(when(claim.desk, found.fact)).name(found.best[0]).say("为").figure(found.fact).say("。")
    return writer.cite(*found.support[:3]).draft(found.fact, verdict=verdict)


def _purchase_cost(desk: Desk) -> MetricQuery:
    name = vocabulary().terms[_PURCHASE_COST].name
    return MetricQuery(Mention(0, len(desk.question.plain), name, (key(name),), (_PURCHASE_COST,)))


VEHICLES = Relation("车辆数", lambda claim: speaks_of_vehicles(claim.plain), _judge)
