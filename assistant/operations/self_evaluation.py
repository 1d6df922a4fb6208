"""What self-evaluation forms (项目支出绩效自评表) tell of a project: money and how much of it was carried out, the score, and
of an indicator the target, what was reached, its points and why it fell short."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.calculations import calculate, quantity_of
from assistant.model import Claim, Constant, Draft, Operand, Quote
from assistant.named import Named
from assistant.operations.desk import (
    DIRECTION_WORDS,
    Desk,
    LastWordError,
    NotFoundError,
    PassError,
    Writer,
    direction_of,
)
from assistant.parsing.model import ParsedQuestion
from index.amounts import Quantity, Ratio
from index.model import Fact, Measure, Stage, TableKind
from index.vocabulary.names import key

name = "self_evaluation"

_RATE = re.compile("执行率")
_SCORE = re.compile(r"总分|自评(?:得)?分|得分|(?:多少|几|[得打]了?几)分(?!之)|分数")
_SPENT, _BUDGET = re.compile(r"执行数|实际执行|实际(?:花|支出|用)|花出去"), re.compile(r"(?:全年|年初)?预算数")
_ADJUSTED = re.compile(r"年初预算数?(?:和|与|跟|比|较|到)全年预算")
_ASKED = re.compile(f"{_ADJUSTED.pattern}|自评|{_RATE.pattern}|{_SCORE.pattern}|{_SPENT.pattern}")
_OF_INDICATOR = re.compile(r"目标|指标|实际|完成|做到|得几分|得分|理由|原因")
_TARGET, _REACHED = re.compile(r"目标|指标值|定(?:了)?(?:多少|几)"), re.compile(r"实际|完成(?!率)|做到|达到")
_WHY = re.compile(r"理由|原因|为什么|为啥|咋")
_BOTH = re.compile(r"两个|两项|[几各]个项目|所有|全部|合计|一共|加起来")
_GAP = re.compile(r"差几|差多少|相差|谁的|哪个|高多少|高几|低几|多几|跟|比")
_RANKED = re.compile(
    r"(?:得分|自评分|总分|分数|执行率)[^,，。]{0,3}最(?P<way>高|低|多|少)|最(?P<first>高|低)(?:分|的(?:得分|执行率))"
)
_ELSEWHERE = ("verify", "rank", "definition", "change")


def matches(question: ParsedQuestion) -> bool:
    if _RANKED.search(question.plain) and "项目" in question.plain:
        return not question.cue(*_ELSEWHERE[2:])
    return _ASKED.search(_said(question)) is not None and not question.cue(*_ELSEWHERE)


def _said(question: ParsedQuestion) -> str:
    """The question, behind the turn before where it only goes on from it."""
    before = question.previous
    goes_on = (
        before is not None and _ASKED.search(before.plain) and not re.search(r"预算|决算|支出|收入", question.plain)
    )
    return f"{before.plain}，{question.plain}" if before is not None and goes_on else question.plain


@dataclass(frozen=True, slots=True)
class Form:
    """The self-evaluation form of one project."""

    project: str
    cells: tuple[Named, ...]

    def cell(self, rows: str, columns: str, *, stage: Stage | None = None) -> Named | None:
        """The cell of the first row and column whose names match, by preference in the order of ``columns``."""
        found = [
            one for one in self.cells if re.search(rows, one.fact.label) and one.fact.measure is not Measure.WEIGHT
        ]
        for column in columns.split("|"):
            for one in found:
                leaf = one.fact.column_path[-1] if one.fact.column_path else ""
                if leaf.startswith(column) and (stage is None or one.fact.stage is stage):
                    return one
        return None

    @property
    def budget(self) -> Named | None:
        return self.cell(_TOTAL, "全年预算数|预算数|年初预算数", stage=Stage.BUDGET)

    @property
    def spent(self) -> Named | None:
        return self.cell(_TOTAL, "全年执行数|执行数|实际", stage=Stage.FINAL)

    @property
    def rate(self) -> Named | None:
        return self.cell(_TOTAL, "执行率|预算执行率")

    @property
    def score(self) -> Named | None:
        return self.cell(r"^总分|^合计$|^总计$", "得分|自评得分|实际得分")


_TOTAL = r"资金总额|^合计$|财政资金总额|预算总额"


def forms(desk: Desk) -> list[Form]:
    """The forms of the documents in view that tell what was reached."""
    found = []
    for index in desk.knowledge.indexes:
        if index.document.stage is not Stage.FINAL:
            continue
        for table in index.document.tables:
            if table.kind is TableKind.PROJECT_PERFORMANCE and table.subject:
                cells = tuple(one for one in index.named if one.fact.provenance.table == table.id)
                form = Form(table.subject, cells)
                if form.score is not None or form.rate is not None:
                    found.append(form)
    return found


def _meant(said: str, known: list[Form]) -> list[Form]:
    """The projects that words name, by the part of their names that no other has; in the order of the words."""
    scored: list[tuple[int, int, Form]] = []
    for form in known:
        others = "#".join(other.project for other in known if other is not form)
        pairs = {form.project[i : i + 2] for i in range(len(form.project) - 1)}
        own = [pair for pair in pairs if pair not in others and pair in said and not re.search(r"\d|项目", pair)]
        if len(own) >= _PAIRS:
            scored.append((min(said.find(pair) for pair in own), len(own), form))
    scored.sort(key=lambda one: one[0])
    return [form for _, _, form in scored]


_PAIRS = 2  # pairs of characters of a project's name that must be said


def answer(desk: Desk) -> Draft:
    known = forms(desk)
    if not known:
        raise PassError("文件里没有项目自评表。")
    said = _said(desk.question)
    if (ranked := _RANKED.search(desk.question.plain)) is not None:
        return _say_extreme(desk, known, lowest=(ranked["way"] or ranked["first"]) in ("低", "少"))
    chosen = _meant(desk.question.plain, known) or _meant(said, known)
    cell_row = _indicator(desk.question.plain, chosen or known)
    if cell_row is not None:
        return _say_indicator(desk, *cell_row)
    if _GAP.search(desk.question.plain) and desk.question.previous is not None and len(_meant(said, known)) == 2:
        chosen = _meant(said, known)
    if not chosen and (len(known) == 1 or _BOTH.search(desk.question.plain)) and re.search("自评|项目", said):
        chosen = known
    if not chosen:
        raise PassError("没有认出所问的自评项目。")
    if desk.question.cue("hypothetical"):
        return _supposed(desk, chosen)
    if _ADJUSTED.search(desk.question.plain) and len(chosen) == 1:
        return _say_adjusted(desk, chosen[0])
    plain = desk.question.plain if _kind(desk.question.plain) else said
    kind = _kind(plain)
    if not kind:
        raise PassError("没有认出要问自评表的哪一项。")
    if len(chosen) == 1:
        return _say_one(desk, chosen[0], kind)
    return _say_several(desk, chosen, kind)


def _kind(plain: str) -> str:
    """What is asked of a form as a whole: rate, score, spent or budget."""
    kinds = (("rate", _RATE), ("score", _SCORE), ("spent", _SPENT), ("budget", _BUDGET))
    return next((kind for kind, pattern in kinds if pattern.search(plain)), "")


_WORDS = {"rate": "预算执行率", "score": "自评总分", "spent": "执行数", "budget": "预算数"}


def _figure(form: Form, kind: str) -> Named:
    found = {"rate": form.rate, "score": form.score, "spent": form.spent, "budget": form.budget}[kind]
    if found is None or found.fact.quantity is None:
        raise NotFoundError(f"“{form.project}”的自评表里没有{_WORDS[kind]}。")
    return found


def _tell(writer: Writer, form: Form, kind: str) -> Fact:
    fact = _figure(form, kind).fact
    subject = next((one.fact for one in form.cells if one.fact.text == form.project), fact)
    writer.say(Quote(form.project, subject) if subject is not fact else "该项目", f"{_WORDS[kind]}为")
    if kind == "score":
        writer.say(Claim(quantity_of(fact).text, fact), "分")
    else:
        writer.figure(fact)
    writer.cite(fact)
    return fact


def _as_points(draft: Draft) -> Draft:
    return replace(draft, unit="分")


def _say_one(desk: Desk, form: Form, kind: str) -> Draft:
    writer = Writer(desk)
    fact = _tell(writer, form, kind)
    draft = writer.say("。").draft(fact)
    return _as_points(draft) if kind == "score" else draft


def _say_several(desk: Desk, chosen: list[Form], kind: str) -> Draft:
    """The figures of several projects: added up, or set against each other."""
    plain = desk.question.plain
    writer = Writer(desk)
    facts = []
    for i, form in enumerate(chosen):
        facts.append(_tell(writer.say("；" if i else ""), form, kind))
    if kind in ("spent", "budget") and _BOTH.search(plain):
        total = calculate("sum", *facts)
        return writer.say("；合计").figure(total).say("。").draft(total)
    items = [writer.item(form.project, fact) for form, fact in zip(chosen, facts, strict=True)]
    if len(facts) != 2 or not _GAP.search(plain):
        return writer.say("。").draft(facts[0], items=items)
    ahead, behind = sorted(zip(facts, chosen, strict=True), key=lambda one: -quantity_of(one[0]).value)
    points = isinstance(facts[0].quantity, Ratio)
    gap: Operand = calculate("percentage_points" if points else "difference", ahead[0], behind[0])
    if not quantity_of(gap).value:
        return writer.say("；两者相同，相差").figure(gap).say("。").draft(gap)
    subject = next((one.fact for one in ahead[1].cells if one.fact.text == ahead[1].project), ahead[0])
    writer.say("；").say(Quote(ahead[1].project, subject)).say("较高，相差").figure(gap).say(
        "分" if kind == "score" else ""
    )
    draft = writer.say("。").draft(gap, items=[writer.item(ahead[1].project, ahead[0])])
    return _as_points(draft) if kind == "score" else draft


def _say_adjusted(desk: Desk, form: Form) -> Draft:
    """The budget of the beginning of the year against that of the whole year."""
    first, whole = (form.cell(_TOTAL, column, stage=Stage.BUDGET) for column in ("年初预算数", "全年预算数"))
    if first is None or whole is None or first is whole:
        raise LastWordError(f"“{form.project}”的自评表没有分别列出年初预算数和全年预算数。")
    gap = calculate("difference", whole.fact, first.fact)
    writer = Writer(desk).say("年初预算数为").figure(first.fact).say("，全年预算数为").figure(whole.fact)
    writer.cite(first.fact, whole.fact).say(f"，全年比年初{DIRECTION_WORDS[direction_of(gap)]}").figure(gap)
    return writer.say("。").draft(gap, direction=direction_of(gap))


def _say_extreme(desk: Desk, known: list[Form], *, lowest: bool) -> Draft:
    """The project with the lowest, or highest, score or rate."""
    kind = "rate" if _RATE.search(desk.question.plain) else "score"
    figures = [(quantity_of(_figure(form, kind).fact).value, i) for i, form in enumerate(known)]
    value = (min if lowest else max)(value for value, _ in figures)
    writer = Writer(desk).say(f"{_WORDS[kind]}最{'低' if lowest else '高'}的是：")
    chosen = [known[i] for each, i in figures if each == value]
    facts = []
    for i, form in enumerate(chosen):
        facts.append(_tell(writer.say("；" if i else ""), form, kind))
    items = [writer.item(form.project, fact) for form, fact in zip(chosen, facts, strict=True)]
    draft = writer.say("。").draft(facts[0], items=items)
    return _as_points(draft) if kind == "score" else draft


def _supposed(desk: Desk, chosen: list[Form]) -> Draft:
    """What would be spent at another rate of carrying out."""
    said = [figure for figure in desk.question.slots.figures if isinstance(figure, Ratio)]
    if len(chosen) != 1 or len(said) != 1 or not _RATE.search(desk.question.plain):
        raise PassError("没有认出要怎样推算。")
    rate: Quantity = said[0]
    writer = Writer(desk)
    budget = _tell(writer, chosen[0], "budget")
    supposed = Constant(rate, "问题所说")
    result = calculate("scale", budget, supposed)
    writer.say("，按执行率").say(Claim(rate.text, supposed)).say("计算为").figure(result)
    return writer.say("（仅为推算，非文件所载）。").draft(result)


# ---------------------------------------------------------------- indicators


def _indicator(plain: str, chosen: list[Form]) -> tuple[Form, str] | None:
    """The form and the row of the indicator that a question asks for in so many words, None where it names none."""
    if not _OF_INDICATOR.search(plain):
        return None
    rows = [
        (form, one.fact.label)
        for form in chosen
        for one in form.cells
        if one.fact.row_path and "指标" in one.fact.row_path[0]
    ]
    named = [(form, label) for form, label in dict.fromkeys(rows) if key(label) in key(plain)]
    longest = max((len(label) for _, label in named), default=0)
    kept = [(form, label) for form, label in named if len(label) == longest]
    return kept[0] if len(kept) == 1 else None


def _say_indicator(desk: Desk, form: Form, label: str) -> Draft:
    """What the form tells of an indicator, as far as it is asked for."""
    plain, exact = desk.question.plain, f"^{re.escape(label)}$"
    asked = (
        (_TARGET, "年度指标值|年初目标值|指标值|目标值|年度目标值", "目标值"),
        (_REACHED, "实际完成值|实际完成|完成值|实际值", "实际完成值"),
        (_SCORE, "得分|自评得分", "得分"),
        (_WHY, "偏差原因|未完成原因|原因", "偏差原因"),
    )
    wanted = [(columns, words) for pattern, columns, words in asked if pattern.search(plain)]
    cells = [(form.cell(exact, columns), words) for columns, words in wanted]
    if len(cells) < _AT_LEAST or any(cell is None for cell, _ in cells):
        raise PassError("没有认出要问这个指标的哪几项，或文件没有写全。")
    told = [(cell.fact, words) for cell, words in cells if cell is not None]
    writer = Writer(desk).say(label)
    for i, (fact, words) in enumerate(told):
        writer.say("，" if i else "", f"{words}为", Quote(fact.text, fact)).cite(fact)
    return writer.say("。").draft()


_AT_LEAST = 2  # one figure of an indicator is told elsewhere
