"""What a final account carries over: at the beginning or the end of the year, of all money, of one fund or one item.

Where these stand is the same in every published final account: all money in the summary of income and spending, the
part from the treasury and its funds in the summary of 财政拨款, an item's in the table of its fund.
"""

from __future__ import annotations

import re

from assistant.calculations import calculate, quantity_of
from assistant.knowledge import DocumentIndex
from assistant.model import Draft, Operand
from assistant.operations.desk import (
    DIRECTION_WORDS,
    Desk,
    NotFoundError,
    PassError,
    Writer,
    direction_of,
    when,
)
from assistant.operations.quotation import quoted
from assistant.operations.stocks import FUNDS, Stock, carried_cells, is_row, operand_of
from assistant.operations.ties import verdict_of
from assistant.operations.value import wanted_year
from assistant.operations.verify.stated import Stated, read_stated
from assistant.parsing.model import Mention, ParsedQuestion
from index.amounts import Amount, Count, agrees
from index.model import Fact, Stage

name = "carry_over"

_CARRIED = re.compile(r"结转|(?<!财政拨款)(?<!专用)(?<!经费)结余(?!分配)|没用完|剩下?[^,，。;；]{0,12}没[用花]")
_WHAT_FOR = re.compile(
    r"(?:是|为|属于|算)(?:一?笔)?(?:什么|啥|哪[些个一]?)(?:个|项)?(?:事项|事|钱|资金|项目)|(?:什么|啥|哪[些个])事项"
)
_BEGINNING = re.compile(r"年初|期初|上年|去年|上一年|以前年度")
_END = re.compile(r"年末|年底|年终|期末|(?:结转|留|转)(?:到|至|给)?(?:下|次|明)一?年|剩")
_ELSEWHERE = ("reason", "definition", "where", "rank", "hypothetical", "purpose")


def matches(question: ParsedQuestion) -> bool:
    said = _said(question)
    begins, ends = _BEGINNING.search(said), _END.search(said)
    if _AGAINST_BUDGET.search(said) or not _CARRIED.search(said) or not (begins or ends):
        return False
    if ends and _WHAT_FOR.search(question.plain) and not question.cue("verify", "reason"):
        return True
    if question.cue(*_ELSEWHERE):
        return False
    if question.cue("count", "list") and not question.cue("verify"):  # 两个数都对吗 counts nothing
        return False
    return bool(begins and ends) or not question.cue("change")


_AGAINST_BUDGET = re.compile(r"没有?(?:用|花)完(?:年初|全年|当年)的?预算")  # what was spent, set against its budget
_BRACKETS = re.compile(r"[（(][^（）()]*[)）]")


def _said(question: ParsedQuestion) -> str:
    """The question's words; of a turn that only goes on (其中一般公共预算呢) with those of the turn before."""
    before = question.previous
    own = _BRACKETS.sub("", question.plain)
    if before is None or _CARRIED.search(own) or not (question.cue("followup") or question.queries == before.queries):
        return own
    return f"{before.plain}，{own}" if _CARRIED.search(before.plain) else own


def answer(desk: Desk) -> Draft:
    year = wanted_year(desk)
    if desk.question.slots.previous_year and not desk.question.slots.years:
        year = desk.year  # 上年结转 names what is carried over, not the year asked about
    index = next(
        (one for one in desk.knowledge.indexes if one.document.stage is Stage.FINAL and one.document.year == year), None
    )
    if index is None:
        raise PassError("所问年度没有决算。")
    said = _said(desk.question)
    if _WHAT_FOR.search(desk.question.plain):
        return _say_what_for(desk, index)
    item = _item(desk, index)
    if item is None and _CODE.search(said):
        raise PassError("没有认出问题里的科目编码。")
    if desk.question.cue("verify"):
        return _judge(desk, index)
    stocks = _stocks(desk.question, said, item)
    if desk.question.cue("share"):
        if len(stocks) == 1 and stocks[0].fund not in ("all", "fiscal"):
            stocks = [Stock(stocks[0].end, "fiscal"), stocks[0]]
        return _say_share(desk, index, stocks)
    if len(stocks) == 2 and stocks[0].end != stocks[1].end:
        return _say_difference(desk, index, stocks)
    return _say(desk, index, stocks)


def _say_what_for(desk: Desk, index: DocumentIndex) -> Draft:
    """What the money left at the end of the year is for, where the account tells it beside the amount."""
    said = [figure for figure in desk.question.slots.figures if isinstance(figure, Amount)]
    told = [
        named.fact
        for named in index.named
        if named.narrative
        and named.fact.purpose
        and _END.search(named.fact.label)
        and _CARRIED.search(named.fact.label)
    ]
    fitting = [fact for fact in told if all(_as_said(fact, figure) for figure in said)]
    if not fitting:
        raise PassError("文件没有写年末结转结余的是什么事项。")
    return quoted(desk, fitting[:1])


def _as_said(fact: Fact, figure: Amount) -> bool:
    """Whether an amount is the one said, or a little more than it (24万多)."""
    quantity = fact.quantity
    if not isinstance(quantity, Amount):
        return False
    return agrees(quantity, figure) or figure.value <= quantity.value < figure.value + figure.quantum


def _stocks(question: ParsedQuestion, said: str, item: Mention | None) -> list[Stock]:
    """What a question asks for: the last thing that it narrows down to; each where a figure is asked for twice; both
    ends of the year where they are set against each other; whole and part where a share is asked for."""
    begins, ends = _BEGINNING.search(said) is not None, _END.search(said) is not None
    if item is not None:
        return [Stock(ends, "all", item)]
    funds = _funds(said) or ["all"]
    if begins and ends and question.cue("difference", "compare"):
        return [Stock(True, funds[-1]), Stock(False, funds[-1])]
    if begins and ends:
        raise PassError("问题里说了年初和年末两个结转数。")
    if question.cue("share") or len(re.findall(r"多少|几", question.plain)) > 1:
        return [Stock(ends, fund) for fund in funds]
    return [Stock(ends, funds[-1])]


def _funds(said: str) -> list[str]:
    """The funds that words name, in order."""
    found: list[tuple[int, str]] = []
    rest = said
    for fund, pattern, _ in FUNDS:
        for match in pattern.finditer(rest):
            found.append((match.start(), fund))
            rest = rest[: match.start()] + "#" * len(match.group()) + rest[match.end() :]
    return list(dict.fromkeys(fund for place, fund in sorted(found) if not _behind_fund(said, place)))


def _behind_fund(said: str, place: int) -> bool:
    """Whether 财政拨款 only ends the name of a fund (一般公共预算财政拨款)."""
    return said.startswith("财政拨款", place) and said[:place].endswith(("预算", "基金"))


def _item(desk: Desk, index: DocumentIndex) -> Mention | None:
    """The row of a fund's table that the question, or the turns before it, ask about."""
    turn: ParsedQuestion | None = desk.question
    while turn is not None:
        for mention in turn.mentions:
            if any(is_row(named, mention) for named in carried_cells(index)):
                return mention
        goes_on = turn.cue("followup") or len(turn.plain) <= _SHORT_TURN or turn.previous is None
        turn = turn.previous if goes_on and not _OF_ALL.search(turn.plain) else None
    return None


_CODE = re.compile(r"(?<![\d.])2\d{4}(?:\d\d)?(?![\d.])")
_SHORT_TURN = 14
_OF_ALL = re.compile(r"[总全]|部门|单位|财政拨款")


# ---------------------------------------------------------------- wording


def _tell(writer: Writer, index: DocumentIndex, stock: Stock) -> Operand:
    operand, cells = operand_of(index, stock)
    if stock.item is not None:
        writer.name(cells[0]).say(f"的{stock.words}为")
    else:
        writer.say(f"{stock.words}为")
    writer.figure(operand)
    if len(cells) > 1:
        writer.say("（全部").figure(cells[0].fact).say("减去财政拨款").figure(cells[1].fact).say("）")
    writer.cite(*(cell.fact for cell in cells))
    return operand


def _say(desk: Desk, index: DocumentIndex, stocks: list[Stock]) -> Draft:
    first = operand_of(index, stocks[0])[1][0].fact
    writer = Writer(desk).say(when(desk, first))
    told = []
    for i, stock in enumerate(stocks):
        writer.say("；" if i else "")
        told.append(_tell(writer, index, stock))
    items = [writer.item(stock.words, operand) for stock, operand in zip(stocks, told, strict=True)]
    return writer.say("。").draft(told[0], items=items if len(items) > 1 else ())


def _judge(desk: Desk, index: DocumentIndex) -> Draft:
    """Each sum that is claimed to be carried over against the one told; PassError where something else is claimed."""
    plain = desk.question.plain
    claims = [one for one in read_stated(plain) if not isinstance(one.quantity, Count)]  # 两个数都对吗
    pairs: list[tuple[Stated, Stock]] = []
    end, start = None, 0
    for one in claims:
        words = plain[start : one.start]
        begins, ends = _BEGINNING.search(words), _END.search(words)
        end = bool(ends) if begins or ends else end
        funds = _funds(words)
        if not isinstance(one.quantity, Amount) or end is None or not (_CARRIED.search(words) or (pairs and funds)):
            raise PassError("没有认出要核对的是哪一项结转。")
        pairs.append((one, Stock(end, funds[-1] if funds else "all")))
        start = one.end
    if not pairs:
        raise PassError("没有认出要核对的数。")
    found = [operand_of(index, stock)[0] for _, stock in pairs]
    wrong = [operand for (one, _), operand in zip(pairs, found, strict=True) if not one.holds(quantity_of(operand))]
    writer = Writer(desk)
    verdict = verdict_of(writer, not wrong)
    writer.say(when(desk, operand_of(index, pairs[0][1])[1][0].fact))
    for i, (_, stock) in enumerate(pairs):
        _tell(writer.say("，" if i else ""), index, stock)
    return writer.say("。").draft((wrong or found)[0], verdict=verdict)


def _say_difference(desk: Desk, index: DocumentIndex, stocks: list[Stock]) -> Draft:
    writer = Writer(desk).say(when(desk, operand_of(index, stocks[0])[1][0].fact))
    end = _tell(writer, index, stocks[0])
    begin = _tell(writer.say("，"), index, stocks[1])
    gap = calculate("difference", end, begin)
    direction = direction_of(gap)
    return writer.say(f"，年末比年初{DIRECTION_WORDS[direction]}").figure(gap).say("。").draft(gap, direction=direction)


def _say_share(desk: Desk, index: DocumentIndex, stocks: list[Stock]) -> Draft:
    if len(stocks) != 2:
        raise NotFoundError("没有认出是哪一部分结转占哪一部分，请把两者都说出来。", "incomplete_question")
    found = [(quantity_of(operand_of(index, stock)[0]).value, i, stock) for i, stock in enumerate(stocks)]
    whole, part = (stock for _, _, stock in sorted(found, key=lambda one: -one[0]))
    writer = Writer(desk).say(when(desk, operand_of(index, whole)[1][0].fact))
    small = _tell(writer, index, part)
    large = _tell(writer.say("，"), index, whole)
    if not quantity_of(large).value:
        raise NotFoundError("结转数为零，算不出占比。", "no_comparison")
    share = calculate("share", small, large)
    return writer.say("，前者占").figure(share).say("。").draft(share)
