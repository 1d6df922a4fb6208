"""How many things a project pays for: the number that its own table of targets sets, beside what its goals say."""

from __future__ import annotations

import re

from assistant.calculations import quantity_of
from assistant.evidence import Selection
from assistant.named import Named
from assistant.operations.counted import alike
from assistant.operations.desk import Desk, LastWordError
from index.amounts import Count, find_figures
from index.model import Measure, TableKind
from index.vocabulary.names import key

_CEILING, _FLOOR = re.compile(r"[≤<＜]"), re.compile(r"[≥>＞]")
_PERSONS = ("人", "名", "位")
_HEADS = re.compile(r"人数(?:为|约|共)?(\d+)")
_KIND_OF_COUNT = re.compile(r"数量|总数|人数|人次|户数|数$|的")


def in_targets(desk: Desk, money: Selection, unit: str) -> list[Named]:
    """The targets of the project's own table that count things of a unit (购置数量 =17套), of several those whose
    name the question says.

    A ceiling (≤10人) is how many there are only where the project's goals say the same number. LastWordError where a
    floor (≥64人) and the only number that the goals say (按66人测算) differ.
    """
    project = key(money.fact.subject) or money.best[0].row
    of_project = [
        named
        for named in desk.knowledge.by_document[money.fact.document].named
        if named.fact.table_kind is TableKind.PROJECT_PERFORMANCE and _is_of(named, project)
    ]
    said = _in_goals(of_project, unit)
    found = [
        named
        for named in of_project
        if unit
        and named.fact.measure is Measure.VALUE
        and isinstance(named.fact.quantity, Count)
        and named.fact.quantity.unit in alike(unit)
        and "/" not in named.fact.quantity.unit
        and (not _CEILING.match(named.fact.text.strip()) or int(named.fact.quantity.value) in said)
    ]
    found = _named(desk, found) or found
    if unit in _GOODS:
        found = [named for named in found if _bought_with(desk, named, project)]
    for named in found:
        count = int(quantity_of(named.fact).value)
        if _FLOOR.match(named.fact.text.strip()) and unit in _PERSONS and len(said) == 1 and count not in said:
            raise LastWordError(
                f"“{named.fact.label}”的目标与项目说明里的人数不同，不能确定按哪个数平均。", "only_breakdown_missing"
            )
    return found


def _is_of(named: Named, project: str) -> bool:
    """Whether a target is of a project: of a table of its own, or below its name in a table of several projects."""
    fact = named.fact
    return project in (key(fact.subject), *map(key, fact.row_path[:1])) if project else False


_GOODS = frozenset(("台", "套", "辆", "件", "台（套）", "台(套)", "台/套"))
_BUYING = re.compile(r"指标\d+[:：]?|购置|采购|购买|更新|配备|新增|[(（][^()（）]{1,4}[)）]")


def _bought_with(desk: Desk, named: Named, project: str) -> bool:
    """Whether the things counted are what the whole amount buys: one kind among others (300台 printers, of all that is
    bought) is named neither by the project nor in the question."""
    core = _KIND_OF_COUNT.sub("", _BUYING.sub("", key(named.fact.label)))
    return not core or core in project or core in key(desk.question.plain)


def _in_goals(of_project: list[Named], unit: str) -> set[int]:
    """The numbers of things of a unit that the words of a project say (治安10人, 干警人数66)."""
    words = [named.fact.text for named in of_project if named.fact.measure is Measure.TEXT]
    said = {
        int(span.quantity.value)
        for text in words
        for span in find_figures(text)
        if isinstance(span.quantity, Count) and span.quantity.unit in alike(unit)
    }
    heads = (match.group(1) for text in words for match in _HEADS.finditer("".join(text.split())))
    return said | ({int(head) for head in heads} if unit in _PERSONS else set())


def _named(desk: Desk, found: list[Named]) -> list[Named]:
    """Those whose name the question says (除以聘用人数: 聘用人员数量)."""
    plain = key(desk.question.plain)
    cores = [(named, _KIND_OF_COUNT.sub("", key(named.fact.label))) for named in found]
    return [named for named, core in cores if core and (core in plain or core.removesuffix("人员") in plain)]
