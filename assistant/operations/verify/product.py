"""Whether an amount is the product that the user spells out: 按66人、每人每月710元算足12个月，和56.23万元对得上吗."""

from __future__ import annotations

from assistant.calculations import calculate, quantity_of
from assistant.model import Calculation, Constant, Draft
from assistant.model import Claim as Shown
from assistant.operations import terms
from assistant.operations.desk import LastWordError, when
from assistant.operations.verify.claim import Claim, Relation
from assistant.operations.verify.values import held_against
from assistant.parsing.products import Product, read_product
from index.amounts import Amount, agrees


def _spells_out(claim: Claim) -> bool:
    return read_product(claim.plain) is not None and bool(claim.question.queries)


def _product(claim: Claim) -> Draft:
    said = read_product(claim.plain)
    assert said is not None
    printed = [terms.find(claim.desk, query, claim.year) for query in held_against(claim)]
    amounts = [term for term in printed if term is not None and isinstance(quantity_of(term.operand), Amount)]
    fitting = [term for term in amounts if said.claimed is not None and agrees(quantity_of(term.operand), said.claimed)]
    found = fitting or amounts
    if len({quantity_of(term.operand).value for term in found}) != 1:
        raise LastWordError("没有认出要与哪一笔金额核对，请说出一个完整的名称。", "incomplete_question")
    term, result = found[0], _multiplied(said)
    figure = quantity_of(term.operand)
    holds = agrees(result.result, figure) and (said.claimed is None or agrees(figure, said.claimed))
    writer, verdict = claim.opening(holds)
    writer.say("按所说的", said.each).say(Shown(said.price.text, Constant(said.price, "问题所说")))
    for factor in said.factors:
        writer.say("×").say(Shown(factor.text, Constant(factor, "问题所说")))
    writer.say("计算为").figure(result, "元").say("，").say(when(claim.desk, term.named.fact))
    writer.name(term.named.best[0], claim.queries[0]).say("为").figure(term.operand).cite(*term.named.support[:3])
    if not agrees(result.result, figure):
        gap = calculate("difference", *sorted((result, term.operand), key=lambda one: -quantity_of(one).value))
        writer.say("，相差").figure(gap)
    return writer.say("。").draft(result, verdict=verdict)


def _multiplied(said: Product) -> Calculation:
    result: Constant | Calculation = Constant(said.price, "问题所说")
    for factor in said.factors:
        result = calculate("scale", result, Constant(factor, "问题所说"), unit="万元")
    assert isinstance(result, Calculation)
    return result


PRODUCT = Relation("乘积", _spells_out, _product)
