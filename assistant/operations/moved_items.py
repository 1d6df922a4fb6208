"""Which items rose or fell against the year before, by how much or how many: 哪些项级科目比上年减少, 涨幅超过10%的科目."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from assistant.calculations import calculate, quantity_of
from assistant.model import Direction, Draft, Operand
from assistant.operations import members, movers, year_change
from assistant.operations.desk import DIRECTION_WORDS, RATE_WORDS, Desk, NotFoundError, Writer, name_of
from assistant.operations.listing import bounded
from assistant.operations.moves import Move, Moves, find_moves
from assistant.parsing.model import ParsedQuestion, Threshold
from index.amounts import Ratio, read_chinese_number

name = "moved"


@cache
def _words(name: str) -> re.Pattern[str]:
    words = tomllib.loads((Path(__file__).parent / "moved_items.toml").read_text("utf-8"))
    return re.compile("|".join(f"(?:{one})" for one in words[name]))


def matches(question: ParsedQuestion) -> bool:
    """Whether it is asked which items moved: not why, nor which of two named ones, nor which one most."""
    plain = question.plain
    if question.cue("reason", "hypothetical", "verify", "in_words", "new", "gone") or _words("cause").search(plain):
        return False
    if len(question.slots.departments) > 1 or (len(question.queries) > 1 and not question.slots.level):
        return False
    if movers.matches(question) and not _several(question):
        return False
    known = question.queries or question.slots.level or _ITEMS.search(plain)
    return bool(known) and _words("which").search(plain) is not None and _is_move(plain)


def _several(question: ParsedQuestion) -> bool:
    """Whether more than the one that moved most is asked for (增长最快的三个)."""
    first = _first(question)
    return first is not None and first > 1


def _first(question: ParsedQuestion) -> int | None:
    """How many of those that moved most are asked for."""
    said = _FIRST.search(question.plain)
    if said is not None:
        digits = said.group(1)
        return int(digits) if digits.isdigit() else int(read_chinese_number(digits) or 1)
    return question.slots.n if question.slots.top else None


_FIRST = re.compile(r"最(?:快|多|大|猛|狠|厉害|明显)的?前?([两二三四五六七八九十\d]+)(?=[个项类款])")


_ITEMS = re.compile(r"科目|支出|项目|收入|经费")


def _is_move(plain: str) -> bool:
    strong = any(_words(name).search(plain) for name in ("up", "down"))
    weak = any(_words(name).search(plain) for name in ("more", "less", "same", "either"))
    return bool(strong) or bool(weak and _words("against").search(plain))


def direction_asked(plain: str) -> Direction | None:
    """The direction asked for, None for either."""
    if _words("either").search(plain):
        return None
    for names in (("up", "down"), ("more", "less")):
        rose, fell = (_words(name).search(plain) is not None for name in names)
        if rose or fell:
            return None if rose and fell else Direction.INCREASE if rose else Direction.DECREASE
    return Direction.UNCHANGED if _words("same").search(plain) else None


def answer(desk: Desk) -> Draft:
    year, base = year_change.compared(desk)
    found = find_moves(desk, members.asked(desk.question, desk.knowledge), year, base)
    if found is None:
        raise NotFoundError(
            f"文件没有并列各项{year}年和{base}年的数，也没有逐项写与{base}年的增减，不能比较。", "no_comparison"
        )
    if len(found.untold) > max(_FEW, len(found.moves)):
        raise NotFoundError(
            f"各项里只有{len(found.moves)}项写了与{base}年的增减，其余没有，不能逐项比较。", "no_comparison"
        )
    return say(desk, found)


_FEW = 8  # items without a change that may still be named beside the others


def say(desk: Desk, found: Moves) -> Draft:
    """The items that moved as asked, the largest change first; their number, where that is asked for."""
    wanted = direction_asked(desk.question.plain)
    limit = desk.question.slots.threshold
    by_rate = asks_rate(desk.question)
    of_change = limit is not None and _bounds_change(desk.question.plain, limit)
    kept = [move for move in found.moves if not move.doubtful and _is_wanted(move, wanted)]
    if limit is not None:
        kept = [move for move in kept if _within(move, limit, of_change=of_change)]
    kept.sort(key=lambda move: -abs(_measure(move, by_rate)))
    first, nth = _first(desk.question), desk.question.slots.n
    kept = kept[:first] if first is not None else kept[nth - 1 : nth] if nth is not None else kept
    writer = Writer(desk).say(f"与{found.base_year}年相比，{found.year}年")
    noun = f"{found.level}级科目" if found.level else "分项"
    word = "有增减" if wanted is None else DIRECTION_WORDS[wanted]
    desk.trace.append(f"{len(found.moves)}个{noun}可比，{len(kept)}个符合")
    if not kept:
        return _say_none(writer, found, f"{word}{'达到所说数额' if of_change else ''}的{noun}")
    total = calculate("count", *(move.named.fact for move in kept), unit="个" if found.level else "项")
    writer.say(f"{word}的{noun if found.level else ''}共").figure(total).say("：")
    items = []
    for i, move in enumerate(kept):
        writer.say("；" if i else "")
        items.append(_say_move(writer, move, by_rate=by_rate))
    _say_left_out(writer, found, wanted)
    headline = total if _counts(desk.question.plain) else None
    return writer.say("。").draft(headline, direction=None, items=items)


def _is_wanted(move: Move, wanted: Direction | None) -> bool:
    return move.direction is not Direction.UNCHANGED if wanted is None else move.direction is wanted


def _measure(move: Move, by_rate: bool):  # type: ignore[no-untyped-def]
    """What a move is ordered by; one without an amount stands last."""
    operand = move.rate if by_rate else move.amount
    return quantity_of(operand).value if operand is not None else 0


def asks_rate(question: ParsedQuestion) -> bool:
    """Whether changes are told as rates: asked for in words (增幅, 最快) or by a limit in percent."""
    limit = question.slots.threshold
    if (limit is not None and isinstance(limit.quantity, Ratio)) or question.slots.unit in ("%", "成"):
        return True
    return _RATE.search(question.plain) is not None and _SUMS.search(question.plain) is None


_RATE = re.compile(r"[增降涨跌减升]幅|幅度|[快慢]|增速|百分|比例|%|[增下变][长降动]率")
_SUMS = re.compile(r"多少(?:钱|万|元)|金额")
_NUMBER = re.compile(r"(?:几|多少)(?:个|项|款|类|笔|块|种)(?!百?分?点)")


def _counts(plain: str) -> bool:
    return _NUMBER.search(plain) is not None and "哪" not in plain


def _bounds_change(plain: str, limit: Threshold) -> bool:
    """Whether a limit is one of the change (增加5万元以上), not of the value (100万元以上的科目里)."""
    if isinstance(limit.quantity, Ratio):
        return True
    place = plain.find(limit.quantity.text)
    clause = re.split(r"[,，。;；]", plain[:place])[-1] if place >= 0 else ""
    after = plain[place + len(limit.quantity.text) :][:6]
    before = any(_words(name).search(clause) for name in ("up", "down", "more", "less"))
    return before or re.match(r"(?:以上|以下|以内)?的?(?:增|减|涨|降|变|波)", after) is not None


def _within(move: Move, limit: Threshold, *, of_change: bool) -> bool:
    if not of_change:
        return move.now is not None and bounded(quantity_of(move.now), limit)
    operand = move.rate if isinstance(limit.quantity, Ratio) else move.amount
    return operand is not None and bounded(quantity_of(operand), limit, unsigned=True)


# ---------------------------------------------------------------- wording


def _say_move(writer: Writer, move: Move, *, by_rate: bool):  # type: ignore[no-untyped-def]
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
    return writer.cite(move.named.fact).item(name_of(move.named), shown)


def _say_none(writer: Writer, found: Moves, sought: str) -> Draft:
    """None of the items that can be compared is of the kind asked for."""
    compared = calculate("count", *(move.named.fact for move in found.moves), unit="项")
    writer.say("可以比较的").figure(compared).say(f"中没有{sought}。")
    return writer.cite(*(move.named.fact for move in found.moves[:4])).draft()


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


def _say_names(writer: Writer, names: Sequence, lead: str) -> None:  # type: ignore[type-arg]
    writer.say(lead)
    for i, named in enumerate(names):
        writer.say("、" if i else "").name(named).cite(named.fact)
