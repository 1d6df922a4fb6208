"""Which items rose or fell against the year before, by how much or how many: 哪些项级科目比上年减少, 涨幅超过10%的科目."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.calculations import calculate, quantity_of
from assistant.model import Direction, Draft, Item, Operand
from assistant.named import Named
from assistant.operations import members, movers, year_change
from assistant.operations.desk import (
    DIRECTION_WORDS,
    RATE_WORDS,
    Desk,
    NotFoundError,
    Writer,
    direction_of,
    name_of,
    named_segment,
)
from assistant.operations.listing import bounded
from assistant.operations.moved_asked import Asked, direction_said, first_asked, is_move, words
from assistant.operations.moves import Move, Moves, find_moves
from assistant.operations.moves.scope import is_whole
from assistant.parsing.cues import cue_spans
from assistant.parsing.model import MetricQuery, ParsedQuestion
from index.amounts import Quantity, Ratio, agrees

name = "moved"


def matches(question: ParsedQuestion) -> bool:
    """Whether it is asked which items moved: not why, nor which of two named ones, nor which one most."""
    question = _in_full(question) or question
    plain = question.plain
    if question.cue("reason", "hypothetical", "in_words", "new", "gone") or words("cause").search(plain):
        return False
    if len(question.slots.departments) > 1 or _names_several(question):
        return False
    if _TARGETS.search(plain):
        return False
    if movers.matches(question) and (first_asked(question) or 1) < 2:
        return False
    known = _inside(question) or question.slots.level or _ITEMS.search(plain)
    if question.cue("verify"):
        return bool(known) and is_move(plain) and _claims_all(question)
    asks = words("which").search(plain) or words("every").search(plain)
    return bool(known) and asks is not None and is_move(plain)


_TARGETS = re.compile(r"指标|绩效|目标")  # what is to rise or fall, not what did
_ITEMS = re.compile(r"科目|支出|项目|收入|经费|哪[几些]?(?:一)?[项块]|几[项块]")


def _in_full(question: ParsedQuestion) -> ParsedQuestion | None:
    """A turn that goes on about items that moved (那增加的呢, 其中超过20%的, 项级呢) in full; None for any other."""
    before = question.previous
    if before is None or len(question.plain) > _SHORT or question.queries != before.queries or not matches(before):
        return None
    slots, plain = question.slots, question.plain
    says = is_move(plain) or slots.threshold is not None or slots.level or slots.n is not None
    if not says or movers.matches(question):
        return None
    full = _in_full(before) or before
    known = is_move(plain) or direction_said(plain) is not None
    plain = f"{plain},哪些科目" if known else f"{plain},{full.plain}"
    return replace(question, plain=plain).with_slots(level=slots.level or full.slots.level)


_SHORT = 20  # characters of a turn that leaves the rest to the turn before


def _inside(question: ParsedQuestion) -> list[MetricQuery]:
    """The metrics named, without those left out (除了甲，还有哪些)."""
    out = cue_spans(question.plain, "except")
    return [q for q in question.queries if not any(start <= q.target.start < end for start, end in out)]


def _names_several(question: ParsedQuestion) -> bool:
    """Whether several metrics are named that are to be told or added up themselves, not by their items."""
    named = [query for query in _inside(question) if not is_whole(query)]
    return len(named) > 1 or (len(_inside(question)) > 1 and not question.slots.level)


def _claims_all(question: ParsedQuestion) -> bool:
    """Whether all items of a level are claimed to have moved one way (项级科目是不是都增加了)."""
    return bool(question.slots.level) and words("all").search(question.plain) is not None


def answer(desk: Desk) -> Draft:
    desk = replace(desk, question=_in_full(desk.question) or desk.question)
    year, base = year_change.compared(desk)
    found = find_moves(desk, members.asked(desk.question, desk.knowledge), year, base)
    if found is None or words("turned").search(desk.question.plain):
        raise NotFoundError(
            f"文件没有并列各项{year}年和{base}年的数，也没有逐项写与{base}年的增减，不能比较。", "no_comparison"
        )
    if len(found.untold) > max(_FEW, len(found.moves)):
        raise NotFoundError(
            f"各项里只有{len(found.moves)}项写了与{base}年的增减，其余没有，不能逐项比较。", "no_comparison"
        )
    return say(desk, found)


_ASKS_FIGURE = re.compile(r"幅度?|多少|百分之|几成")
_FEW = 8  # items without a change that may still be named beside the others


def say(desk: Desk, found: Moves) -> Draft:
    """The items that moved as asked, the largest change first; their number or sum, where that is asked for."""
    asked = Asked.of(desk.question)
    kept = _kept(desk, found, asked)
    noun = f"{found.level}级科目" if found.level else "分项"
    desk.trace.append(f"{len(found.moves)}个{noun}可比，{len(kept)}个符合")
    writer = Writer(desk).say(f"与{found.base_words}相比，{found.year}年")
    if desk.question.cue("verify"):
        return _say_verdict(writer, found, asked, noun)
    sort = "有增减" if asked.direction is None else DIRECTION_WORDS[asked.direction]
    if not kept:
        return _say_none(writer, found, f"{sort}{'达到所说数额' if asked.of_change else ''}的{noun}")
    total = calculate("count", *(move.named.fact for move in kept), unit="个" if found.level else "项")
    if asked.direction is None and asked.limit is None and not asked.every:
        items = _say_by_direction(writer, kept, noun if found.level else "", asked.by_rate)
    else:
        lead = "" if asked.every else f"{sort}的"
        writer.say(f"{lead}{noun if found.level else ''}共").figure(total).say("：")
        items = _say_moves(writer, kept, by_rate=asked.by_rate)
    amounts = [move.amount for move in kept if move.amount is not None]
    headline: Operand | None = total if asked.counts and asked.direction is not None else None
    if asked.summed and len(amounts) == len(kept):
        headline = calculate("sum", *amounts)
        writer.say(f"；合计{DIRECTION_WORDS[direction_of(headline)]}").figure(headline)
    _say_left_out(writer, found, asked.direction)
    moved = asked.direction in (Direction.INCREASE, Direction.DECREASE) and asked.limit is None
    figure = moved and _ASKS_FIGURE.search(desk.question.plain) is not None
    only = kept[0] if len(kept) == 1 and headline is None and figure else None
    if only is not None:  # 哪一类减少了？降幅是多少
        headline = only.rate if asked.by_rate else only.amount
    return writer.say("。").draft(headline, direction=only.direction if only is not None else None, items=items)


# ---------------------------------------------------------------- what is kept


def _kept(desk: Desk, found: Moves, asked: Asked) -> list[Move]:
    out = {name for query in desk.question.queries if query not in _inside(desk.question) for name in query.target.keys}
    kept = [
        move
        for move in found.moves
        if not move.doubtful and move.named.row not in out and _fits(move, asked) and _within(move, asked)
    ]
    if asked.every and not (asked.first or asked.nth):
        return kept
    kept.sort(key=lambda move: _size(move, asked.by_rate), reverse=not asked.ascending)
    if asked.first is not None:
        return kept[: asked.first]
    return kept[asked.nth - 1 : asked.nth] if asked.nth is not None else kept


def _fits(move: Move, asked: Asked) -> bool:
    if asked.zeroed and (move.now is None or quantity_of(move.now).value):
        return False
    if asked.direction is None:
        return asked.every or asked.still or move.direction is not Direction.UNCHANGED
    return move.direction is asked.direction


def _size(move: Move, by_rate: bool) -> Decimal:
    """What a move is ordered by; one without such a figure stands as nothing."""
    operand = move.rate if by_rate else move.amount
    return abs(quantity_of(operand).value) if operand is not None else Decimal(0)


def _within(move: Move, asked: Asked) -> bool:
    limit = asked.limit
    if limit is None:
        return True
    if not asked.of_change:
        return move.now is not None and bounded(quantity_of(move.now), limit)
    operand = move.rate if isinstance(limit.quantity, Ratio) else move.amount
    if operand is None:
        return False
    if limit.op == "=":
        signed = limit.quantity if move.direction is Direction.INCREASE else _negative(limit.quantity)
        return agrees(quantity_of(operand), signed)
    return bounded(quantity_of(operand), limit, unsigned=True)


def _negative(quantity: Quantity) -> Quantity:
    return replace(quantity, value=-quantity.value)


# ---------------------------------------------------------------- wording


def _say_moves(writer: Writer, moves: Sequence[Move], *, by_rate: bool) -> list[Item]:
    items = []
    rows = [move.named.row for move in moves]
    for i, move in enumerate(moves):
        writer.say("；" if i else "")
        path = move.named.fact.row_path
        if path and rows.count(move.named.row) > 1:  # 一般行政管理事务 of several sections
            writer.say(named_segment(path[-1], move.named.fact), "·")
        items.append(_say_move(writer, move, by_rate=by_rate))
    return items


def _say_by_direction(writer: Writer, kept: Sequence[Move], noun: str, by_rate: bool) -> list[Item]:
    """Those that rose, then those that fell, then those that did neither, each with their number."""
    items: list[Item] = []
    for direction in (Direction.INCREASE, Direction.DECREASE, Direction.UNCHANGED):
        group = [move for move in kept if move.direction is direction]
        if group:
            number = calculate("count", *(move.named.fact for move in group), unit="个" if noun else "项")
            writer.say("；" if items else "", f"{DIRECTION_WORDS[direction]}的{noun}共").figure(number).say("：")
            items += _say_moves(writer, group, by_rate=by_rate)
    return items


def _say_move(writer: Writer, move: Move, *, by_rate: bool) -> Item:
    """One item with its change; its line for the list of the contract."""
    shown: Operand | None = move.rate if by_rate and move.rate is not None else move.amount
    other = move.amount if shown is move.rate else move.rate
    writer.name(move.named)
    if move.direction is Direction.UNCHANGED:
        writer.say("持平")
        return writer.cite(move.named.fact).item(name_of(move.named), move.now or move.named.fact)
    if shown is None:
        shown, other = move.rate, None
    assert shown is not None
    rates = (move.rate, RATE_WORDS[move.direction]), (move.amount, DIRECTION_WORDS[move.direction])
    words = {id(operand): word for operand, word in rates}
    writer.say(words[id(shown)]).figure(shown)
    if other is not None:
        writer.say("（", words[id(other)]).figure(other).say("）")
    _say_parts(writer, move)
    return writer.cite(move.named.fact).item(name_of(move.named), shown)


def _say_parts(writer: Writer, move: Move) -> None:
    """The parts of an item that moved, where it has parts of its own."""
    moved = [part for part in move.parts if part.direction is not Direction.UNCHANGED and part.amount is not None]
    for i, part in enumerate(moved):
        writer.say("、" if i else "，其中").name(part.named).say(DIRECTION_WORDS[part.direction])
        if part.amount is not None:
            writer.figure(part.amount).cite(part.named.fact)


def _say_none(writer: Writer, found: Moves, sought: str) -> Draft:
    """None of the items that can be compared is of the kind asked for; of the others nothing is known."""
    if found.untold:
        raise NotFoundError(
            f"文件没有逐项写各项与{found.base_year}年相比的增减，写了的{len(found.moves)}项里没有{sought}。",
            "no_comparison",
        )
    compared = calculate("count", *(move.named.fact for move in found.moves), unit="项")
    writer.say("可以比较的").figure(compared).say(f"中没有{sought}。")
    return writer.cite(*(move.named.fact for move in found.moves[:4])).draft()


def _say_verdict(writer: Writer, found: Moves, asked: Asked, noun: str) -> Draft:
    """Whether all items moved the way that is claimed of them, and those that did not."""
    others = [move for move in found.moves if move.direction is not asked.direction]
    if asked.direction is None or found.untold or found.alone or any(move.doubtful for move in found.moves):
        raise NotFoundError(f"文件没有全部{noun}与上年相比的增减，不能核对。", "no_comparison")
    sort = DIRECTION_WORDS[asked.direction]
    compared = calculate("count", *(move.named.fact for move in found.moves), unit="个")
    if not others:
        writer.segments.insert(0, "是的，")
        writer.figure(compared).say(f"{noun}都{sort}：")
        items = _say_moves(writer, found.moves, by_rate=asked.by_rate)
        return writer.say("。").draft(verdict="yes", items=items)
    writer.segments.insert(0, "不是，")
    writer.figure(compared).say(f"{noun}里没有{sort}的有：")
    items = _say_moves(writer, others, by_rate=asked.by_rate)
    return writer.say("。").draft(verdict="no", items=items)


def _say_left_out(writer: Writer, found: Moves, wanted: Direction | None) -> None:
    """What could not be compared and might belong to the list."""
    years = {Direction.INCREASE: (found.year,), Direction.DECREASE: (found.base_year,)}
    wanted_years: Sequence[int] = years.get(wanted, (found.year, found.base_year)) if wanted else ()
    for year in wanted_years:
        names = [named for named in found.alone if named.fact.year == year and quantity_of(named.fact).value]
        if names:
            _say_names(writer, names, f"；另有只列{year}年数的：")
    if found.untold:
        _say_names(writer, found.untold, "；文件没有写增减的：")
    doubtful = [move.named for move in found.moves if move.doubtful]
    if doubtful:
        _say_names(writer, doubtful, "；所写增减比例与所列的数方向不符、没有列入的：")


def _say_names(writer: Writer, names: Sequence[Named], lead: str) -> None:
    writer.say(lead)
    for i, named in enumerate(names):
        writer.say("、" if i else "").name(named).cite(named.fact)
