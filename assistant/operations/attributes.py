"""A labelled box about a project: its code, basis, unit, category, in the document's own words."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.model import Draft
from assistant.operations.desk import Desk, NotFoundError
from assistant.operations.quotation import as_fact, quoted
from assistant.parsing.model import ParsedQuestion
from index.model import BudgetTable, Chunk, Fact, Measure, Provenance, Row, TableKind
from index.vocabulary.names import key

name = "attribute"
# What is asked for, and the labels under which tables print it.
_ASKED: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (re.compile(r"(项目)?(编号|编码|代码)(是|为|叫|多少|什么)|(编号|编码|代码)[?？]?$"), ("项目名称", "项目编码", "项目编号", "项目代码")),
    (re.compile(r"立项(依据|理由)|(政策|文件)依据|依据(是)?(什么|啥|哪)"), ("立项依据", "政策依据", "依据")),
    (
        re.compile(r"(绩效|年度|总体|整体)*目标(都|是|为|有|定的?|写的?|怎么[写定])*(些)?(什么|啥|哪|的[?？])|(什么|啥|哪些)样?的?(绩效)?目标"),
        ("年度绩效目标", "当年绩效目标", "当年整体绩效目标", "总体目标", "年度目标", "年度总体目标", "绩效目标", "整体绩效目标"),
    ),
    (re.compile(r"(业务)?主管(部门|单位)"), ("业务主管部门", "主管部门")),
    (re.compile(r"项目(分类|类型|类别|性质)"), ("项目分类", "项目类型", "项目类别", "项目性质", "项目属性")),
    (re.compile(r"项目(概述|概况|内容|简介)"), ("项目概述", "项目概况", "项目内容", "项目简介")),
    (re.compile(r"归口(管理)?(科室|处室)"), ("归口管理科室", "归口处室")),
    (re.compile(r"(什么|啥|哪种|哪一?类|何种|哪个)样?的?(单位)?(规格|级别)|(规格|级别)(是|为|有)?(什么|啥|多高|哪|[?？]|$)"), ("单位规格", "机构规格", "单位级别", "规格", "级别")),
    (re.compile(r"(什么|啥|哪种|哪一?类|何种)样?的?(单位)?性质|单位性质(是|为)?(什么|啥|哪|[?？]|$)"), ("单位性质", "机构性质")),
    (re.compile(r"经费(保障)?(形式|方式|来源)(是|为)?(什么|啥|哪|[?？]|$)|(什么|啥|哪种|何种)(经费)?保障(形式|方式)"), ("经费保障形式", "经费保障方式", "经费来源", "经费形式")),
    (re.compile(r"(实施|编制|承担)单位"), ("实施单位", "编制单位", "项目单位")),
)  # fmt: skip


def _labels(question: ParsedQuestion) -> tuple[str, ...]:
    return next((labels for pattern, labels in _ASKED if pattern.search(question.plain)), ())


def matches(question: ParsedQuestion) -> bool:
    return bool(_labels(question)) and not question.cue("definition")


def answer(desk: Desk) -> Draft:
    labels = [key(label) for label in _labels(desk.question)]
    said = key(desk.question.plain)
    names = {name for mention in desk.question.mentions for name in mention.keys}
    found: list[tuple[int, str, BudgetTable, int, Row]] = []
    for index in desk.knowledge.indexes:
        for table in index.document.tables:
            for number, row in enumerate(table.rows):
                if key(row.label) in labels and row.cells:
                    found.append((_about(table, said, names), index.document.id, table, number, row))
    if not found or max(item[0] for item in found) == 0:
        cells = _of_row(desk, labels, names)
        if cells:
            return quoted(desk, cells[:2])
    if not found:
        raise NotFoundError("文件的表里没有这一栏。")
    best = max(item[0] for item in found)
    if best == 0 and len({item[2].id for item in found}) > 1:
        raise NotFoundError("文件里有多个项目，请说明是哪一个。", "incomplete_question")
    _, document_id, table, number, row = max(found, key=lambda item: (item[0], -labels.index(key(item[4].label))))
    return quoted(
        desk,
        [replace(as_fact(desk, _chunk(document_id, table, number, row), number), label=row.label)],
        f"{table.number}·" if table.number else "",
    )


def _about(table: BudgetTable, said: str, names: set[str]) -> int:
    """How surely the table is the one that the question is about: its subject is named, or the whole department's."""
    subject = key(table.subject)
    if subject and (subject in said or subject in names):
        return 2
    whole = _WHOLE.search(said) is not None and table.kind is TableKind.DEPARTMENT_PERFORMANCE
    return 1 if whole else 0


_WHOLE = re.compile(r"整体|部门(?:的)?(?:年度)?(?:总体)?(?:绩效)?目标")


def _of_row(desk: Desk, labels: list[str], names: set[str]) -> list[Fact]:
    """The cells under such a heading in the rows named, where a table lists projects one below the other."""
    found: dict[str, Fact] = {}
    for index in desk.knowledge.indexes:
        for named in index.named:
            fact = named.fact
            if fact.measure is not Measure.TEXT or not fact.column_path:
                continue
            if len(fact.text) < _SHORTEST and named.row not in index.units:
                continue
            if key(fact.column_path[-1]) in labels and (named.row in names or _is_said(fact.label, desk.question)):
                found.setdefault(fact.text, fact)
    return list(found.values())


def _is_said(label: str, question: ParsedQuestion) -> bool:
    """Whether a question says a name, what stands in brackets in it aside."""
    bare = key(re.sub(r"[(（][^)）]*[)）]", "", label))
    return len(bare) >= _SHORTEST and bare in key(question.plain)


_SHORTEST = 4  # characters: shorter cells hold marks


def _chunk(document_id: str, table: BudgetTable, number: int, row: Row) -> Chunk:
    words = "，".join(cell.text for cell in row.cells)
    text = f"{row.code}-{words}" if row.code else words
    provenance = Provenance(document_id, row.quote or text, row.page, table.id, number, row.cells[0].column)
    return Chunk("attribute", document_id, text, "", provenance)
