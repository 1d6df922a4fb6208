"""The glossary of a document (名词解释) and its contact line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.model import Definition, Provenance, Section, TextBlock
from index.paragraphs import NUMBERING

_GLOSSARY = re.compile(r"名词解释|术语解释|名词说明")
_MEANS = (
    r"(?:是指|指的是|主要是指|主要指|指(?![挥标导南数定派引令])|反映的是|反映|主要反映|主要安排"
    r"|是(?=(?:与|区级|市级|部门|单位|行政|为))|为(?=保障))"
)
_ENTRY = re.compile(rf"^(?P<term>[^：:。；]{{2,80}}?)\s*(?:[：:]\s*(?P<text>\S.*)|(?P<means>{_MEANS}.+))$", re.DOTALL)
_BARE_TERM = re.compile(r"^(?P<term>[^。；，]{2,80}?)[：:]$")
_NESTED = re.compile(
    r"(?:^|其中[，：:]?|[；;。，]|（\d）|\(\d\))\s*(?:[（(]\d[）)])?"
    rf"(?P<term>[^，；。：:、]{{2,24}}?)[，,]?(?P<text>{_MEANS}[^；;。]*)(?=[；;。]|$)"
)
_MENTIONED = re.compile(
    r"(?:^|。|\n)(?P<term>[^，。；：\n]{2,30}?)(?P<means>是指|指(?=为|用于|在|单位|部门|行政|本))"
    r"(?P<text>[^。\n]*。(?:具体包括[^。\n]*。)?)"
)
_CONTACT = re.compile(
    r"联\s*系\s*人|联\s*系\s*(?:方\s*式|电\s*话)|联络人|咨\s*询\s*(?:电\s*话|人|方\s*式|热\s*线|部\s*门)?\s*[：:]|(?:咨询|监督|公开)电话"
)
_NO_TERM = re.compile(
    r"\d\s*(?:万元|元|辆|台)|^(?:是|为|指|其中|附件|以下|本)|联系|指标|^(?:数量|质量|时效|成本|效益|产出).{0,4}$"
)
_ITEM = re.compile(r"[）)]([^（）()]{2,30})[（(][款项][）)]$")
_PHONE = re.compile(r"(?:0\d{2,3}[-－—‐ ]?)?\d{7,8}|1\d{10}")


def read_definitions(sections: Sequence[Section], document_id: str) -> tuple[Definition, ...]:
    """The glossary's entries, and the terms explained inside an entry (其中，甲费反映…；乙费反映…), each once; an item
    of the classification (农林水支出（类）水利（款）防汛（项）) by its own name too."""
    found: dict[str, Definition] = {}
    for term, text, quote, section in (*_entries(sections), *_in_running_text(sections)):
        term = _term(term)
        if _NO_TERM.search(term):
            continue
        if not 2 <= len(term) <= 60 or len(text) < 4:
            continue
        for name in (term, *_ITEM.findall(term)):
            source = Provenance(document_id, quote, section.page, section=section.path)
            found.setdefault(name, Definition(name, text, source))
    return tuple(found.values())


def read_contact(sections: Sequence[Section], blocks: Sequence[TextBlock]) -> str:
    """The line or lines that say whom to ask, joined by a space; "" where there is none."""
    lines = (line for section in sections for line in section.text.split("\n"))
    every = (*lines, *(line for block in blocks for line in block.text.splitlines()))
    found = [line.strip() for line in every if _CONTACT.search(line) and len(line) < 200]
    named = [line for line in found if re.search(r"联\s*系\s*人|联络人", line) or _PHONE.search(line)]
    return " ".join(dict.fromkeys(named))


Entry = tuple[str, str, str, Section]


def _entries(sections: Sequence[Section]) -> Iterator[Entry]:
    paragraphs = [
        (paragraph, section)
        for section in sections
        if any(_GLOSSARY.search(title) for title in section.path)
        for paragraph in section.text.split("\n")
    ]
    whole: list[tuple[str, Section]] = []
    for paragraph, section in paragraphs:
        numbered = NUMBERING.match(paragraph) is not None
        begins = numbered or _ENTRY.match(paragraph)
        if whole and (not begins or _BARE_TERM.match(whole[-1][0])):
            whole[-1] = (whole[-1][0] + paragraph, whole[-1][1])
        else:
            whole.append((paragraph, section))
    for paragraph, section in whole:
        yield from _entry(paragraph, section)


def _entry(paragraph: str, section: Section) -> Iterator[Entry]:
    numbering = NUMBERING.match(paragraph)
    bare = paragraph[numbering.end() :] if numbering else paragraph
    match = _ENTRY.match(bare.strip())
    if match is None:
        return
    text = (match["text"] or match["means"]).strip()
    yield match["term"], text, paragraph, section
    for nested in _NESTED.finditer(text):
        yield nested["term"], nested["text"].strip(), nested.group().lstrip("；;。，").strip(), section


def _in_running_text(sections: Sequence[Section]) -> Iterator[Entry]:
    """Terms explained in passing: 机关运行经费指用于…的经费。具体包括…。"""
    for section in sections:
        if any(_GLOSSARY.search(title) for title in section.path):
            continue
        for match in _MENTIONED.finditer(section.text):
            if not NUMBERING.match(match["term"]):
                yield match["term"], (match["means"] + match["text"]).strip(), match.group().lstrip("。\n"), section


def _term(printed: str) -> str:
    """A term without numbering, white space and a trailing bracket that names its level (（支出经济分类科目类级）)."""
    text = NUMBERING.sub("", "".join(printed.split()))
    text = re.sub(r"^(?:其中[，：:]?|[（(]\d+[）)])", "", text)
    return re.sub(r"[（(](?:支出)?经济分类科目类级[）)]$", "", text).strip("《》：: ")
