"""What one year lists and another does not: 新增了哪些科目, 没再列的科目, 少了哪家单位."""

from __future__ import annotations

from assistant.calculations import facts_of, quantity_of
from assistant.model import Draft, Item
from assistant.named import Named
from assistant.operations import bodies, members, year_change
from assistant.operations.desk import Desk, NotFoundError, Writer, name_of, named_segment
from assistant.operations.moves import Move, item_moves
from assistant.operations.rows import CODE_LENGTHS
from assistant.parsing.model import ParsedQuestion
from index.amounts import Amount
from index.model import Fact, Measure, TableKind
from index.rosters import Roster
from index.vocabulary.names import key
from index.vocabulary.terms import vocabulary

name = "newcomers"
_TABLES = (
    TableKind.TOTAL_EXPENDITURE,
    TableKind.FISCAL_APPROPRIATION_EXPENDITURE,
    TableKind.GENERAL_PUBLIC_BUDGET_EXPENDITURE,
)
_ITEM_DIGITS = 7  # of a code of the lowest level


def matches(question: ParsedQuestion) -> bool:
    return question.cue("new", "gone") and (len(question.slots.years) > 1 or question.slots.level in CODE_LENGTHS)


def answer(desk: Desk) -> Draft:
    years = desk.question.slots.years
    if not set(years) <= set(desk.knowledge.years()) or len(years) < 2:
        return _of_one_table(desk)
    gone = desk.question.cue("gone") and not desk.question.cue("new")
    shown, other = (years[0], years[-1]) if gone else (years[-1], years[0])
    kinds = bodies.kinds_asked(desk.question.plain)
    if kinds:
        return _bodies(desk, kinds[0], shown, other)
    return _items_only_in(desk, shown, other)


# ---------------------------------------------------------------- items of the classification


def _items_only_in(desk: Desk, shown: int, other: int) -> Draft:
    source, against = _items(desk, shown), _items(desk, other)
    kept = [named for code, named in source.items() if code not in against]
    writer = Writer(desk)
    if not kept:
        first = [*list(source.values())[:1], *list(against.values())[:1]]
        return (
            writer.say(f"{shown}年与{other}年所列科目相同，没有增减。").cite(*(named.fact for named in first)).draft()
        )
    writer.say(f"{other}年未列、{shown}年列有的科目：")
    items = []
    for i, named in enumerate(kept):
        writer.say("；" if i else "").name(named).figure(named.fact).cite(named.fact)
        items.append(writer.item(name_of(named), named.fact))
    writer.cite(*(named.fact for named in list(against.values())[:1]))
    return writer.say("。").draft(items=items)


def _of_one_table(desk: Desk) -> Draft:
    """The items that a table of both years gives for one of them alone. NotFoundError where no table has both."""
    year, base = year_change.compared(desk)
    found = item_moves(desk, members.asked(desk.question, desk.knowledge), year, base)
    if found is None or found.untold:
        raise NotFoundError(f"文件没有并列{year}年和{base}年科目的表，不能比较两年所列的科目。", "no_comparison")
    gone = desk.question.cue("gone") and not desk.question.cue("new")
    shown, other = (base, year) if gone else (year, base)
    kept = [one for one in found.alone if one.fact.year == shown and quantity_of(one.fact).value]
    kept += [] if gone else [move.named for move in found.moves if _is_from_nothing(move)]
    writer = Writer(desk)
    if not kept:
        cells = [move.named.fact for move in found.moves[:4]]
        return writer.say(f"没有{other}年未列、{shown}年列有的{found.level}级科目。").cite(*cells).draft()
    writer.say(f"{other}年未列、{shown}年列有的科目：")
    items = []
    for i, named in enumerate(kept):
        writer.say("；" if i else "").name(named).figure(named.fact).cite(named.fact)
        items.append(writer.item(name_of(named), named.fact))
    first = found.moves[0]
    writer.cite(*facts_of(first.now or first.named.fact), *facts_of(first.before or first.named.fact))
    return writer.say("。").draft(kept[0].fact if len(kept) == 1 else None, items=items)


def _is_from_nothing(move: Move) -> bool:
    if move.before is None or move.now is None:
        return False
    return not quantity_of(move.before).value and bool(quantity_of(move.now).value)


def _items(desk: Desk, year: int) -> dict[str, Named]:
    """Code → cell of the items of a year: those of its widest table, else those that its text lists by code."""
    for kind in (*_TABLES, None):
        for index in desk.knowledge.indexes:
            if index.document.year != year:
                continue
            rows: dict[str, Named] = {}
            for named in index.named:
                if (
                    named.fact.table_kind is kind
                    and named.fact.year == year
                    and not named.column
                    and (code := _item_code(named))
                ):
                    rows.setdefault(code, named)
            if rows:
                return rows
    raise NotFoundError(f"没有{year}年的支出科目表，不能比较两年所列的科目。", "year_not_loaded")


def _item_code(named: Named) -> str:
    """What tells items of the lowest level apart: the code of a row, the name under its class in a sentence; "" else."""
    if not isinstance(named.fact.quantity, Amount) or named.fact.measure is not Measure.VALUE:
        return ""
    code = named.fact.code or ""
    if code:
        return code if len(code) == _ITEM_DIGITS and code[0] == "2" else ""
    terms = vocabulary().terms
    known = any(len(terms[term].code or "") == _ITEM_DIGITS for term in named.row_terms)
    return "/".join((*map(key, named.fact.row_path), named.row)) if known and named.narrative else ""


# ---------------------------------------------------------------- bodies listed in the text


def _bodies(desk: Desk, kind: str, shown: int, other: int) -> Draft:
    """The bodies that the text of one year names and the text of the other does not."""
    source, against = _roster(desk, kind, shown), _roster(desk, kind, other)
    facts = [fact for fact in source if fact.label not in {known.label for known in against}]
    writer = Writer(desk)
    if not facts:
        return writer.say(f"{shown}年与{other}年所列的名称相同。").cite(source[0], against[0]).draft()
    writer.say(f"{shown}年列有、{other}年未列的是")
    for i, fact in enumerate(facts):
        writer.say("、" if i else "", named_segment(fact.label, fact)).cite(fact)
    return writer.say("。").cite(against[0]).draft(items=[Item(fact.label) for fact in facts])


def _roster(desk: Desk, kind: str, year: int) -> list[Fact]:
    """The names of the fullest list of a year, as facts of words."""
    found: list[tuple[Roster, list[Fact]]] = []
    for index in desk.knowledge.indexes:
        if index.document.year == year:
            found += [(one, list(bodies.facts(index.document, one))) for one in bodies.of_kind(index.document, kind)]
    if not found:
        raise NotFoundError(f"{year}年的文件没有逐个列出所问的机构名称，不能比较。", "no_comparison")
    return max(found, key=lambda item: len(item[0].names))[1]
