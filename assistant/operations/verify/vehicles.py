"""Claims about numbers of vehicles: how many there are or are to be bought, of which kind, that there are none.

“共有10辆，其中8辆是执法执勤用车”, “5辆车全是…”, “一辆公车都没有”, “没打算买车”. Each number is held against the sentence that
prints it: the total, or the kind that is said with it; what is bought is never held against what is owned.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from assistant.calculations import calculate
from assistant.checking.inventory import counted
from assistant.knowledge import DocumentIndex
from assistant.model import Draft
from assistant.named import Named
from assistant.operations.desk import Desk, LastWordError, Writer, when
from assistant.operations.verify.claim import Claim, Relation
from assistant.operations.verify.stated import Stated, read_stated
from assistant.parsing.model import Mention, MetricQuery
from index.amounts import Amount, Count, Quantity, Ratio
from index.model import Measure, Stage
from index.vocabulary.names import key, plain
from index.vocabulary.terms import vocabulary

_UNITS = frozenset(("辆", "台", "部"))
_VEHICLE = re.compile(r"(?<!停)(?<!汽)(?<!货)车(?!补|位|库|间|站|船|场|牌|祸|险)")
_MONEY = re.compile(r"费|钱|预算(?!安排|单位|部门|里?要|打算|计划|拟)|支出|元")
_BUYING = re.compile(r"购|买|新车|新增|新配|添|更新|增配|配备(?!的)")
_OWNING = re.compile(r"[共现实保拥]有|名下|账上|在用|存量|保有")
_NONE = re.compile(
    r"一(?:辆|台|部)[^,，。;；]{0,8}(?:都|也)?(?:没|不|无)|(?:没有?|未|无|不)(?:任何|再|想|会|要|打算|计划|准备|安排|考虑)*(?:新)?(?:购置?|买|增|添|配|有)?[^,，。;；费]{0,6}车"
)
_ALL = re.compile(r"(?:全部?|都|均|清一色|统统)+(?:都|均)?(?:是|为|属于|属|用作|算)")
_PARTS = re.compile(r"[,，。;；、:：]|其中|(?<=车)(?:里面?|中|当中|之中)|(?<=[辆台部])(?:里面?|中|当中|之中)")
_YEAR_END = re.compile(r"20\d\d年度?(?:底|末|12月|年底|年末)")
_ELSE = re.compile(
    r"比|平均|指标|目标|登记|运维|维保|每辆|单价|价值|(?:上|去)年度?(?!年?[底末])|增加了|减少了|[上下]降"
)
_RATIO_OF_KIND = re.compile(r"(?:是|为|属于|占|用车)")
_KIND_WORD = re.compile(r"(?:用车|车辆?)$")
_PURCHASE_COST = "official_vehicle_purchase_cost"


@dataclass(frozen=True, slots=True)
class _Said:
    """One number said: of a kind (the names of its rows; () for the total), bought or owned."""

    kinds: tuple[str, ...]
    bought: bool
    stated: Stated | None  # None: that there are none
    all_of_them: bool = False  # the kind is said to be as many as the total

    @property
    def of_the_total(self) -> bool:
        """Whether a kind is held against the total: all of them, or a share."""
        return self.all_of_them or (self.stated is not None and isinstance(self.stated.quantity, Ratio))


def speaks_of_vehicles(text: str) -> bool:
    """Whether a plain text states a number of vehicles, or that there are none; not what they cost."""
    if _VEHICLE.search(text) is None or _ELSE.search(text) is not None or _MONEY.search(text) is not None:
        return False
    if any(_of_vehicles(one.quantity) for one in read_stated(text)) or _denial(text) is not None:
        return True
    if _RATIO_OF_KIND.search(text) and any(isinstance(one.quantity, Ratio) for one in read_stated(text)):
        return True
    every = _ALL.search(text)
    return every is not None and "车" in text[every.end() :]


def _of_vehicles(quantity: Quantity) -> bool:
    return isinstance(quantity, Count) and quantity.unit in _UNITS


def _denial(text: str) -> re.Match[str] | None:
    found = _NONE.search(text)
    return found if found and not _MONEY.search(found.group()) else None


# ---------------------------------------------------------------- what is said


def _read(claim: Claim, kinds: dict[str, tuple[str, ...]]) -> list[_Said]:
    """The numbers said, part by part; ``kinds`` maps what a kind is called to the names of its rows."""
    said: list[_Said] = []
    bought = False
    for start, end in _parts(claim.plain):
        text = claim.plain[start:end]
        bought = _BUYING.search(text) is not None or (bought and bool(said) and not _OWNING.search(text))
        named = _kind_in(text, kinds)
        figures = [one for one in read_stated(claim.plain) if start <= one.start < end and _of_vehicles(one.quantity)]
        if figures:
            said.append(_Said(named, bought, figures[0]))
            if named and _ALL.search(claim.plain[figures[0].end : end]) and not any(one.kinds == () for one in said):
                said[-1:] = [_Said((), bought, figures[0]), _Said(named, bought, figures[0])]
        elif named and (share := _share_said(claim, start, end)) is not None:
            said.append(_Said(named, bought, share))
        elif _denial(text) is not None:
            said.append(_Said(named, bought, None))
        elif named and _ALL.search(text):
            said.append(_Said(named, bought, None, all_of_them=True))
    return said


def _share_said(claim: Claim, start: int, end: int) -> Stated | None:
    """The ratio said in one part of a claim (一半以上是执法执勤用车)."""
    ratios = (one for one in read_stated(claim.plain) if isinstance(one.quantity, Ratio))
    return next((one for one in ratios if start <= one.start < end), None)


def _parts(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for end in (*(match.start() for match in _PARTS.finditer(text)), len(text)):
        if end > start:
            yield start, end
        start = end


def _kind_in(text: str, kinds: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The rows of the kind that a text names, by its whole stem or by half of it (执法车 for 执法执勤用车)."""
    said = key(text)
    whole = [stem for stem in kinds if stem in said]
    if whole:
        return kinds[max(whole, key=len)]
    halves = [
        stem
        for stem in kinds
        if len(stem) > 3 and not stem.endswith("公务") and re.search(f"(?:{stem[:2]}|{stem[2:4]})(?:的|用)?车", said)
    ]
    return kinds[halves[0]] if len(halves) == 1 else ()


# ---------------------------------------------------------------- what the documents print


def _index_of(claim: Claim) -> DocumentIndex:
    """The document that tells of the time said: the stock at the end of a year stands in the next year's budget."""
    years = claim.question.slots.years
    indexes = sorted(claim.desk.knowledge.indexes, key=lambda index: index.document.year)
    end = _YEAR_END.search(claim.plain)
    if end is not None and not _BUYING.search(claim.plain):
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
        if fact.quantity.unit not in _UNITS or fact.year != index.document.year:
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
    said = _read(claim, kinds)
    if not said:
        raise LastWordError("没有认出所说的车辆数。", "incomplete_question")
    _refuse_unknown_kinds(claim, said)
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


def _add_cost(claim: Claim, writer: Writer) -> None:
    """What the vehicles to be bought cost, where that is printed as well."""
    found = claim.desk.find(_purchase_cost(claim.desk), claim.year)
    if found and isinstance(found.quantity, Amount):
        writer.say("，").name(found.best[0]).say("为").figure(found.fact).cite(*found.support[:2])


def _totals(counts: list[tuple[Named, str, bool]], *, bought: bool) -> list[Named]:
    return [named for named, stem, buys in counts if not stem and buys is bought]


_OTHER_KIND = re.compile(r"[\u4e00-\u9fff]{2}(?<!公务)(?<!业务)用车")


def _refuse_unknown_kinds(claim: Claim, said: list[_Said]) -> None:
    """A kind named that the document does not print is not told by another number."""
    if not any(one.kinds for one in said) and _OTHER_KIND.search(claim.plain):
        raise LastWordError("文件里没有写所说的这一类车辆有多少。")


def _against(one: _Said, counts: list[tuple[Named, str, bool]]) -> tuple[Named | None, bool]:
    """The printed number that a claim is held against, and whether it holds; the one that fits, else the first."""
    totals = _totals(counts, bought=one.bought)
    if one.kinds:
        fitting = [named for named, stem, bought in counts if stem and named.row in one.kinds and bought is one.bought]
    else:
        fitting = totals
    if one.all_of_them:
        whole = totals[0].fact.quantity if totals else None
        right = [named for named in fitting if whole is not None and _value(named) == whole.value != 0]
        return (right or (fitting if totals else []) or [None])[0], bool(right)
    if one.stated is not None and isinstance(one.stated.quantity, Ratio):
        right = [
            named for named in fitting if totals and _value(totals[0]) and one.stated.holds(_share(named, totals[0]))
        ]
        return (right or (fitting if totals else []) or [None])[0], bool(right)
    right = [named for named in fitting if _holds(one, named)]
    return (right or fitting or [None])[0], bool(right)


def _share(part: Named, whole: Named) -> Quantity:
    return calculate("share", part.fact, whole.fact).result


def _holds(one: _Said, named: Named) -> bool:
    quantity = named.fact.quantity
    assert quantity is not None
    if one.stated is None:
        return quantity.value == 0
    low, high, value = one.stated.low, one.stated.high, quantity.value
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
