"""Whom to ask: the line with the person and the telephone that a document prints for questions about it."""

from __future__ import annotations

from assistant.model import Draft
from assistant.operations.desk import Desk, LastWordError
from assistant.operations.quotation import as_fact, quoted
from assistant.parsing.model import ParsedQuestion
from index.model import BudgetDocument, Chunk, Fact, Provenance

name = "contact"


def matches(question: ParsedQuestion) -> bool:
    return question.cue("contact")


def answer(desk: Desk) -> Draft:
    """The newest line of each department asked about; no figure would answer the question, so this has the last word."""
    wanted = set(desk.question.slots.departments)
    lines: dict[str, BudgetDocument] = {}
    for document in sorted(desk.knowledge.documents, key=lambda document: -document.year):
        if document.contact and (not wanted or document.department in wanted):
            lines.setdefault(document.department, document)
    if not lines:
        raise LastWordError("文件没有印联系人或联系方式。")
    if len(lines) > 1 and not wanted:
        raise LastWordError("读入了几个部门的文件，请说明要问哪个部门的联系方式。", "incomplete_question")
    return quoted(desk, [_line(desk, document, number) for number, document in enumerate(lines.values())])


def _line(desk: Desk, document: BudgetDocument, number: int) -> Fact:
    chunk = Chunk("contact", document.id, document.contact, "", _place_of(document))
    return as_fact(desk, chunk, number)


def _place_of(document: BudgetDocument) -> Provenance:
    """Where the line stands: the section that holds it, else the document without a place."""
    words = "".join(document.contact.split())
    section = next((one for one in document.sections if words in "".join(one.text.split())), None)
    if section is None:
        return Provenance(document.id, document.contact, section=("联系方式",))
    return Provenance(document.id, document.contact, section.page, section=section.path)
