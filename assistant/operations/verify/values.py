"""Claims of a value: the figure of a metric, or of a metric in the column of its source."""

from __future__ import annotations

import re

from assistant.calculations import quantity_of
from assistant.evidence import Selection
from assistant.knowledge import is_unit
from assistant.model import Claim as Shown
from assistant.model import Draft, Operand
from assistant.named import Named
from assistant.operations import terms
from assistant.operations.desk import AskBackError, LastWordError, Writer, when
from assistant.operations.target import sign_and_figure
from assistant.operations.terms import Term
from assistant.operations.verify.claim import Claim, Relation
from assistant.operations.verify.stated import Stated
from assistant.parsing.model import MetricQuery
from assistant.stated import PERFORMANCE
from index.amounts import Count
from index.model import Fact, TableKind
from index.vocabulary.names import key


def _has_figure(claim: Claim) -> bool:
    return bool(claim.stated)


def _value(claim: Claim) -> Draft:
    queries = held_against(claim)
    if len(claim.attached) == 1 and len(claim.queries) == 2 and _SOURCE.search(claim.plain):
        return _in_column(claim)
    if len(claim.queries) < 2 and _OF_SEVERAL.search(claim.plain):
        raise LastWordError("所说相加的几项没有全部认出来，请逐项说出名称。", "incomplete_question")
    stated = next((one for one in claim.stated if not isinstance(one.quantity, Count)), claim.stated[0])
    term, holds = _best_reading(claim, queries, stated)
    _one_row_meant(claim, term, stated)
    writer, verdict = claim.opening(holds)
    writer.say(when(claim.desk, term.named.fact))
    if len({part.owner for part in term.parts}) > 1:
        _say_rows(writer, term)
    else:
        writer.name(term.named.best[0], queries[0]).say("为")
        _say_figure(writer, term.operand)
    if not holds:
        _explain_slip(writer, claim, queries, stated)
    return writer.say("。").cite(*term.named.support[:5]).draft(term.operand, verdict=verdict)


def _one_row_meant(claim: Claim, term: Term, stated: Stated) -> None:
    """Raises AskBackError where the claim is true of one of several rows of one name and false of another, and neither
    the question tells them apart nor the claim is of their sum."""
    first = term.named.best[0]
    if first.fact.table_kind not in _LISTING or is_unit(first):
        return
    rows = [
        named
        for named in claim.desk.knowledge.by_document[first.fact.document].by_row.get(first.row, ())
        if named.fact.provenance.table == first.fact.provenance.table
        and named.fact.column_path == first.fact.column_path
        and named.fact.quantity is not None
        and first.row not in map(key, named.fact.row_path)
    ]
    told = {quantity_of(named.fact).value: named.fact.text.strip() for named in rows}
    hit = [named for named in rows if named.fact.quantity is not None and stated.holds(named.fact.quantity)]
    in_all = term.parts and stated.holds(quantity_of(term.operand))
    if not in_all and hit and len(told) > 1 and not _told_apart(claim, rows):
        raise AskBackError(
            f"文件里“{first.fact.label}”列有{len(rows)}行，金额不同（{'、'.join(told.values())}），请问您问的是哪一行？",
            list(dict.fromkeys("".join(named.fact.row_path[-1:]) or named.fact.label for named in rows)),
        )


_LISTING = (TableKind.PROJECT_EXPENDITURE, TableKind.SPECIAL_FUNDS, TableKind.GOVERNMENT_PROCUREMENT)


def _told_apart(claim: Claim, rows: list[Named]) -> bool:
    """Whether the question names what some of the rows, but not all, stand under."""
    above = [{key(part) for part in (*named.fact.row_path, named.owner)} for named in rows]
    everywhere = {part for part in above[0] if all(part in other for other in above)}
    telling = {part for parts in above for part in parts if part} - everywhere
    names = {name for mention in claim.question.mentions for name in mention.keys}
    said = key(claim.plain)
    return bool(telling & names) or any(part in said for part in telling)


_OF_SEVERAL = re.compile(
    r"[和与及、加][^,，。]{1,12}?(?:两|二|三|四)?(?:项|者|笔|块)?(?:加起来|合起来|相加|之和|加在一起|加总|合计|总共|一共|共计)"
    r"|(?:两|三|四)(?:项|者|笔|块)[^,，。]{0,3}(?:加起来|合起来|相加|之和|合计|总共|一共|共)"
)


def _say_rows(writer: Writer, term: Term) -> None:
    """The rows of several units, and what they come to."""
    for i, part in enumerate(term.parts):
        writer.say("、" if i else "").name(part).figure(part.fact).cite(part.fact)
    writer.say("，合计").figure(term.operand)


def _say_figure(writer: Writer, operand: Operand) -> None:
    """The figure; the target of an indicator with the sign it is printed with (≥95%)."""
    sign, printed = "", ""
    if isinstance(operand, Fact) and operand.table_kind in PERFORMANCE:
        sign, printed = sign_and_figure(operand)
    if sign:
        writer.say(sign, Shown(printed, operand))
    else:
        writer.figure(operand)


_SOURCE = re.compile(r"来源|来自|出自|列在|属于|走的?是")


def _in_column(claim: Claim) -> Draft:
    """“X 5万元，资金来源是Y，对吗”: whether the figure stands in the column of Y."""
    owner, stated = claim.attached[0]
    other = next(query for query in claim.queries if query is not owner)
    found = claim.desk.find(MetricQuery(other.target, (*owner.contexts, owner.target)), claim.year)
    if not found or not found.best[0].column:
        raise LastWordError(f"文件里没有“{owner.target.text}”按“{other.target.text}”列出的数，不能核对。")
    writer, verdict = claim.opening(stated.holds(quantity_of(found.fact)))
    writer.say(when(claim.desk, found.fact)).name(found.best[0], other).say("为").figure(found.fact).say("。")
    return writer.cite(*found.support[:3]).draft(found.fact, verdict=verdict)


def held_against(claim: Claim) -> tuple[MetricQuery, ...]:
    """“说明写X为…，跟表里的Y对得上吗”: the figure is to be held against what stands after “跟”."""
    against = max(claim.plain.rfind(word) for word in ("跟", "与", "和", "同"))
    after = tuple(query for query in claim.queries if query.target.start > against)
    return after if claim.question.cue("tie") and against > 0 and after else claim.queries


def _best_reading(claim: Claim, queries: tuple[MetricQuery, ...], stated: Stated) -> tuple[Term, bool]:
    found = [_by_own_name(terms.need(claim.desk, query, claim.year), query) for query in queries[:3]]
    for term in found:
        if stated.holds(quantity_of(term.operand)):
            return term, True
    told = told_so(claim, queries, stated)
    if told is not None:
        return told, True
    same = [term for term in found if type(quantity_of(term.operand)) is type(stated.quantity)]
    if not same:
        raise LastWordError("文件里没有找到可以和这个数核对的同类数据。", "not_comparable")
    return same[-1], False


def _by_own_name(term: Term, query: MetricQuery) -> Term:
    """The sentence that calls a figure just as the question does, where what came first goes by another name."""
    said = key(query.target.text)
    called = (term.named.fact.label, *term.named.fact.column_path)
    if said in map(key, called) or query.contexts or term.kind != "printed":
        return term
    same = next((named for named in term.named.others if named.narrative and key(named.fact.label) == said), None)
    return term if same is None else Term(same.fact, Selection((same,), term.named.best))


def told_so(claim: Claim, queries: tuple[MetricQuery, ...], stated: Stated) -> Term | None:
    """The sentence that states the very figure of the very name, where a table that came first gives another scope."""
    for query in queries[:3] if not stated.bounded else ():
        first = claim.desk.find(query, claim.year)
        for named in first.others:
            by_name = named.row in query.target.keys or key(named.fact.label) == key(query.target.text)
            if named.narrative and by_name and named.fact.quantity and stated.holds(named.fact.quantity):
                return Term(named.fact, Selection((named,), first.best))
    return None


def _explain_slip(writer: Writer, claim: Claim, queries: tuple[MetricQuery, ...], stated: Stated) -> None:
    """Where the claimed figure does stand under the same name in another scope, say so."""
    if stated.bounded:
        return
    for named in claim.desk.find(queries[0], claim.year).others:
        if named.fact.quantity is not None and stated.holds(named.fact.quantity):
            table = claim.desk.knowledge.table_of(named.fact)
            label = table.title if table is not None and not any(c.isdigit() for c in table.title) else ""
            writer.say("；").figure(named.fact).say(f"只是《{label}》中的数" if label else "只是另一口径的数").cite(
                named.fact
            )
            return


VALUE = Relation("数值", _has_figure, _value)
