"""What is bought: the lines of a table of purchases by what they buy (采购目录, 品目), listed, limited or put in order.

A line is named by its column of words for the thing; where a table has none, its lowest rows are the things. Words of
the question choose among the lines: a project, a kind of goods or services, what it leaves out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.budget_units import is_unit_code, is_unit_name
from assistant.calculations import calculate, quantity_of
from assistant.knowledge import DocumentIndex
from assistant.model import Draft, Segment
from assistant.named import Named
from assistant.operations import listing
from assistant.operations.desk import Desk, LastWordError, NotFoundError, PassError, Writer, asks_things, named_segment
from assistant.operations.members.model import is_amount, year
from assistant.operations.members.units import own_office_said
from assistant.operations.rows import leaves, once
from assistant.parsing.cues import filler, written
from assistant.parsing.model import ParsedQuestion
from assistant.table_names import is_table
from index.model import Fact, Measure, TableKind
from index.vocabulary.names import key

name = "purchases"
_BUY = r"(?:采购|购买|购置|购进|添置|买)"
_THING = r"(?:货物|服务|工程|设备|硬件|品目|物品|东西|商品|家具)"
_ASKED = re.compile(
    rf"{_BUY}[了的些进来要都是有]*(?:哪|什么|啥)|采购[^,，。?？]{{0,4}}买[些了的]*(?:哪|什么|啥)|{_BUY}.*{_THING}[^,，。?？]{{0,3}}(?:哪|什么|啥)|{_BUY}.*哪[些几一]?[种样个项]?{_THING}"
    r"|哪[些几一]?[个种项]*采购(?:项目|内容)|采购(?:项目|内容)(?:都?有|都?是|分别)*(?:哪|什么|啥)"
    r"|(?:采购|购买服务).*(?:最[大多高贵小少低]|前[二三四五六七八九十\d]|第[二三四五六七八九十\d]).*(?:哪|什么|啥|谁|[?？]$)"
    r"|(?:采购|购买服务).*(?:超过|大于|以上|以下|不到|低于).*(?:哪|什么|啥)"
    r"|列[出举][^,，。?？]{0,12}采购[^,，。?？]{0,12}(?:货物|工程|服务)|采购[^,，。?？]{0,12}(?:货物|工程|服务)类?的?(?:项目)?(?:有|都|包括|是)+(?:哪|什么|啥)"
    r"|采购[^,，。?？]{0,10}(?:哪些|什么|啥)[^,，。?？]{0,4}(?:货物|工程|服务)类"
)
_OTHER = re.compile(
    r"公务用车|公车|三公|[哪三]一?类|购置[费税]|方式|形式|单位|(?<!采购)项目(?:有哪|是哪)|哪[些几个]*项目|多少钱的"
)
_ELSEWHERE = ("reason", "purpose", "definition", "verify", "change", "share", "ratio", "difference", "hypothetical")
_HEADING = re.compile(r"采购目录|品目|采购内容|采购标的|货物名称|设备名称|三级")
_CODED = re.compile(r"编码|代码|编号")
_ITEMS = re.compile(r"哪[一几]?项|分项")
_ITEMISED = re.compile(r"品目[^,，。?？]{0,3}(?:哪|什么|啥|谁)")  # classes of purchases are no items
_DETAIL = re.compile(r"规格|型号|服务内容|说明")
_CODE = re.compile(r"^([A-Z])?[\d.]*[-－—]?\s*(?=[\u4e00-\u9fffA-Z])")
_CLASSES = {"A": r"货物|设备|硬件|物品|商品|家具", "B": r"工程", "C": r"服务"}
_CATALOGUE = re.compile(r"[ABC](?=\d{2})")
_CLASS_NAMES = re.compile(r"(?:[一二三四]、)?[abc]?(?:货物|工程|服务)(?:类|采购)?[abc]?")
_LEFT_OUT = re.compile(r"(?:不含|不包括|不算|除了?|剔除)([\u4e00-\u9fff]{2,16}?)(?:以外|之外|外)?(?=[)）,，。?？]|$)")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a table: its amount, what it buys, the class of that (A goods, B works, C services; "" unknown), all
    its words as one key, and the cell that describes the thing further, if there is one."""

    amount: Fact
    word: Fact
    thing: str
    letter: str
    words: str
    detail: Fact | None


def matches(question: ParsedQuestion) -> bool:
    plain = question.plain
    if question.cue(*_ELSEWHERE) or _OTHER.search(plain) or asks_things(plain):
        return False
    return _ASKED.search(plain) is not None or _thing_priced(question) is not None


def answer(desk: Desk) -> Draft:
    lines = _lines(desk)
    thing = _thing_priced(desk.question) if not _ASKED.search(desk.question.plain) else None
    if thing is not None:
        return _cost_of(desk, lines, thing)
    if lines and _of_a_unit(desk, lines):
        raise LastWordError("文件的采购表没有写出各行是哪个单位采购的，不能按单位列举。", "only_breakdown_missing")
    kept = [] if _asks_rows_below(desk, lines) else _meant(desk, lines)
    if not lines and _ITEMISED.search(desk.question.plain):
        raise NotFoundError("文件里没有按品目列出的采购表。", "not_in_documents")
    if not kept:
        raise PassError("没有找到按所买的东西列出的采购表。")
    slots = desk.question.slots
    if not desk.question.cue("rank"):
        return _say(desk, kept)
    ordered = sorted(kept, key=lambda line: quantity_of(line.amount).value, reverse=not slots.ascending)
    n = slots.n or 1
    if n > len(ordered):
        raise PassError("没有这么多项。")
    last = quantity_of(ordered[n - 1].amount).value
    if slots.top:
        return _say(desk, [line for i, line in enumerate(ordered) if i < n or quantity_of(line.amount).value == last])
    order = "最小" if slots.ascending else "最大"
    writer = Writer(desk).say(f"{ordered[0].amount.year}年，")
    writer.figure(calculate("count", *(line.amount for line in ordered), unit="项"))
    writer.say(f"中{order}的是" if n == 1 else f"中排第{n}的是")
    return _say_lines(writer, [line for line in ordered if quantity_of(line.amount).value == last])


def _of_a_unit(desk: Desk, lines: Sequence[_Line]) -> bool:
    """Whether what one unit buys is asked for (局本级采购了哪些东西), and no line says whose it is."""
    departments = {key(document.department) for document in desk.knowledge.documents}
    units = {
        name
        for mention in desk.question.mentions
        for name in mention.keys
        if is_unit_name(name) and name not in departments and not mention.terms
    }
    told = any(name in line.words for name in units for line in lines)
    return not told and (bool(units) or own_office_said(desk))


# ---------------------------------------------------------------- what one thing costs altogether

_PRICED = re.compile(
    rf"(?:政府)?{_BUY}[了的]?(?P<thing>(?:(?!采购|预算|多少)[\u4e00-\u9fff]){{2,14}}?)的?(?:预算|金额|费用?|经费|要|得|需|花|安排|一共|总共|共|合计|是|有|了)*"
    r"(?:多少|好多|几(?=[百千万亿元块]))(?:钱|[万亿]?元|[?？]|$)"
)
_GENERAL = re.compile(
    r"(?:政府|集中|分散)?(?:货物|服务|工程|预算|支出|金额|总额|总共|一共|项目|经费|资金|物品|东西|车辆?|固定资产|[百千万亿\d]+元以上).*|.*(?:采购|以上|以下|以内)"
)


def _thing_priced(question: ParsedQuestion) -> str | None:
    """The one kind of thing whose cost is asked for (采购住宿服务多少), as a name of the catalogue."""
    said = _PRICED.search(question.plain)
    if said is None or question.cue("rank", "list", "count", "unit_cost", "except", "filter", "where"):
        return None
    thing = said["thing"]
    bare = filler().sub("", thing)
    return None if _GENERAL.fullmatch(thing) or len(bare) < _SHORTEST else key(written(thing))


_SHORTEST = 2  # characters of a thing: 采购花了多少 names none


def _cost_of(desk: Desk, lines: Sequence[_Line], thing: str) -> Draft:
    """All lines of one thing and their sum; what the table does not list has no figure, least of all that of all."""
    exact = [line for line in lines if key(line.thing) == thing]
    kept = exact or [line for line in lines if key(line.thing).startswith(thing)]
    if not kept or len({key(line.thing) for line in kept}) > 1:
        said = _PRICED.search(desk.question.plain)
        named = said and any(
            said.start("thing") < one.end and one.start < said.end("thing") for one in desk.question.mentions
        )
        if named or kept:
            raise PassError("所买的东西另有名称。")
        raise LastWordError(f"文件的采购表里没有列出“{thing}”，不能作答。", "not_in_documents")
    if len(kept) == 1:
        return _say_lines(Writer(desk).say(f"{kept[0].amount.year}年"), kept)
    total = calculate("sum", *(line.amount for line in kept))
    writer = Writer(desk).say(f"{kept[0].amount.year}年", named_segment(kept[0].thing, kept[0].word), "列有")
    writer.figure(calculate("count", *(line.amount for line in kept), unit="行")).say("：")
    for i, line in enumerate(kept):
        label = line.amount.label.strip()
        writer.say("、" if i else "", *((named_segment(label, line.amount),) if key(label) != thing else ()))
        writer.figure(line.amount).cite(line.amount)
    return writer.say("，合计").figure(total).say("。").draft(total)


# ---------------------------------------------------------------- the lines of the tables


def _lines(desk: Desk) -> list[_Line]:
    """The lines of the first table of purchases that says what they buy."""
    kinds = [TableKind.GOVERNMENT_PROCUREMENT]
    if "购买服务" in desk.question.plain:
        kinds.insert(0, TableKind.PURCHASE_OF_SERVICES)
    said = desk.question.slots.tables
    for kind in kinds:
        for index in desk.knowledge.indexes:
            for table in index.document.tables:
                if table.kind is kind and (not said or is_table(table, said)):
                    lines = _of_table(desk, index, table.id)
                    if lines:
                        return lines
    return []


def _of_table(desk: Desk, index: DocumentIndex, table: str) -> list[_Line]:
    cells = [named for named in index.named if named.fact.provenance.table == table and named.row]
    money = [c for c in cells if is_amount(c) and c.fact.year == year(desk, index)]
    only = len({c.fact.provenance.column for c in money}) == 1  # 采购目录、数量、一般公共预算: the one column of money
    amounts = once(c for c in money if only or not c.column)
    words: dict[int | None, list[Fact]] = {}
    for cell in cells:
        if cell.fact.measure is Measure.TEXT:
            words.setdefault(cell.fact.provenance.row, []).append(cell.fact)
    things = {row: thing for row, facts in words.items() if (thing := _thing(facts)) is not None}
    if _PROJECTS_BOUGHT.search(desk.question.plain):
        called = {row: fact for row, facts in words.items() for fact in facts if _says_project(fact)}
        things = called if len(called) == len(amounts) else things
    if things:
        rows = [(named, things[row]) for named in amounts if (row := named.fact.provenance.row) in things]
    else:
        rows = [(named, named.fact) for named in leaves(amounts) if not _is_heading(named)]
    return [_line(named, word, words.get(named.fact.provenance.row, [])) for named, word in rows]


_PROJECTS_BOUGHT = re.compile(r"采购(?:项目|内容)")


def _says_project(fact: Fact) -> bool:
    return (
        bool(fact.column_path)
        and _PROJECTS_BOUGHT.fullmatch(key(fact.column_path[-1]).removesuffix("名称")) is not None
    )


def _thing(facts: Sequence[Fact]) -> Fact | None:
    """The cell of a row that says what is bought."""
    headed = ((fact, key(fact.column_path[-1])) for fact in facts if fact.column_path)
    return next((fact for fact, head in headed if _HEADING.search(head) and not _CODED.search(head)), None)


def _is_heading(named: Named) -> bool:
    """Whether a row is a class of purchases, an item of the classification or a unit, not a thing bought."""
    code = named.fact.code or ""
    catalogued = _CATALOGUE.match(code) is not None  # a lowest entry of the catalogue is a thing
    classified = len(code) > 1 and not catalogued and not is_unit_code(code)  # a unit's code says who buys
    return bool(_CLASS_NAMES.fullmatch(named.row)) or classified or is_unit_name(named.fact.label)


def _line(named: Named, word: Fact, words: Sequence[Fact]) -> _Line:
    printed = (word.text if word.measure is Measure.TEXT else word.label).strip()
    code = _CODE.match(printed)
    heads = [letter for part in named.fact.row_path for letter, said in _CLASSES.items() if _is_class(part, said)]
    of_code = _CATALOGUE.match(named.fact.code or "")  # 政府采购品目编码: A02021000
    letter = (code.group(1) if code else None) or (heads[0] if heads else "") or _class_beside(words)
    letter = letter or (of_code.group() if of_code else "")
    everything = "".join(key(part) for part in (named.fact.label, *named.fact.row_path, *(fact.text for fact in words)))
    detail = next((fact for fact in words if fact.column_path and _DETAIL.search(fact.column_path[-1])), None)
    return _Line(named.fact, word, printed[code.end() :] if code else printed, letter, everything, detail)


def _class_beside(words: Sequence[Fact]) -> str:
    """The class that a cell of the row says in so many words (采购类型：货物), "" where none does."""
    said = (fact.text for fact in words if fact.column_path and _CLASS_HEADING.search(key(fact.column_path[-1])))
    return next((letter for text in said for letter, words_for in _CLASSES.items() if _is_class(text, words_for)), "")


_CLASS_HEADING = re.compile(r"(?:采购|项目)?(?:类型|类别|分类|大类|种类)$")


def _asks_rows_below(desk: Desk, lines: Sequence[_Line]) -> bool:
    """Whether the items of a row of the table are asked for (服务C包括哪几项), not what is bought."""
    plain = key(desk.question.plain)
    above = {key(part) for line in lines for part in line.amount.row_path}
    return _ITEMS.search(plain) is not None and any(
        re.search(rf"{re.escape(row)}(?:里|中|下|之|的?(?:包括|有哪))", plain) for row in above if row
    )


def _is_class(label: str, said: str) -> bool:
    return _CLASS_NAMES.fullmatch(key(label)) is not None and re.search(said, label) is not None


# ---------------------------------------------------------------- those that are meant


def _meant(desk: Desk, lines: Sequence[_Line]) -> list[_Line]:
    """The lines that the question's names, classes and limits leave."""
    plain = desk.question.plain
    out = [key(said) for said in _LEFT_OUT.findall(plain)]
    kept = [line for line in lines if not any(said in line.words for said in out)]
    bare = _LEFT_OUT.sub("", plain)
    for mention in desk.question.mentions:
        if mention.text not in bare or mention.quality < 1:
            continue
        named = [line for line in kept if any(len(name) > 2 and name in line.words for name in mention.keys)]
        bare = bare.replace(mention.text, "") if named else bare
        kept = named or kept
    letters = {letter for letter, said in _CLASSES.items() if re.search(said, bare.replace("购买服务", ""))}
    if letters and any(line.letter for line in kept):
        kept = [line for line in kept if line.letter in letters]
    limit = desk.question.slots.threshold
    return [line for line in kept if limit is None or listing.within(quantity_of(line.amount), limit)]


# ---------------------------------------------------------------- wording


def _say(desk: Desk, lines: Sequence[_Line]) -> Draft:
    writer = Writer(desk).say(f"{lines[0].amount.year}年，共")
    writer.figure(calculate("count", *(line.amount for line in lines), unit="项")).say("：")
    return _say_lines(writer, lines)


def _say_lines(writer: Writer, lines: Sequence[_Line]) -> Draft:
    """The lines with their amounts; those of one name are told apart by their project, else by what describes them."""
    same = Counter(line.thing for line in lines)
    labels = {(line.thing, line.amount.label) for line in lines}
    by_row = _named_by_row(writer.desk.question, lines)
    items = []
    for i, line in enumerate(lines):
        if by_row and line.thing != line.amount.label.strip():
            label = line.amount.label.strip()
            writer.say("；" if i else "", named_segment(label, line.amount), *_bracketed(line.thing, line.word))
            writer.figure(line.amount).cite(line.amount)
            items.append(writer.item(f"{label}（{line.thing}）", line.amount))
            continue
        writer.say("；" if i else "", named_segment(line.thing, line.word))
        if same[line.thing] > 1:
            by_label = sum(thing == line.thing for thing, _ in labels) == same[line.thing]
            writer.say(*(_bracketed(line.amount.label, line.amount) if by_label else _described(line)))
        writer.figure(line.amount).cite(line.amount)
        items.append(writer.item(line.thing, line.amount))
    return writer.say("。").draft(lines[0].amount if len(lines) == 1 else None, items=items)


_ENTRIES = re.compile(r"哪[一几些]?[项笔]|(?:几|多少)[项笔]")


def _named_by_row(question: ParsedQuestion, lines: Sequence[_Line]) -> bool:
    """Whether the entries of the table are asked for (超过40万元的是哪几项), and each has a name of its own beside the
    class of goods or services that it buys."""
    names = [line.amount.label.strip() for line in lines]
    entries = _ENTRIES.search(question.plain) is not None and not _ITEMISED.search(question.plain)
    return entries and len(set(names)) == len(names) and not any(map(is_unit_name, names))


def _described(line: _Line) -> tuple[Segment, ...]:
    return _bracketed(line.detail.text.strip(), line.detail) if line.detail is not None else ()


def _bracketed(text: str, fact: Fact) -> tuple[Segment, ...]:
    return ("（", named_segment(text, fact), "）")
