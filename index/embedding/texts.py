"""What the embedding learns from: pairs of a question and the kind of passage that answers it.

Composed from the vocabulary (names, aliases, colloquial names, glosses), the standard classification, phrasings of
questions (``phrases.jsonl``) and typical headings (``topics.jsonl``). A hard negative is the same kind of passage
about a neighbouring term.
"""

from __future__ import annotations

import csv
import json
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent
_TERMS = _HERE.parent / "vocabulary" / "terms.jsonl"

_QUESTIONS = {
    "value": (
        "{}",
        "{}多少",
        "{}今年多少钱",
        "{}安排了多少",
        "{}比去年增加了多少",
        "{}是涨了还是降了",
        "请问{}预算数",
        "{}占多大比例",
    ),
    "reason": ("{}为什么减少", "{}增加的原因是什么", "{}怎么多了这么多", "{}变化怎么解释"),
    "purpose": ("{}主要用在哪", "{}拿来做什么", "{}的用途", "{}花到什么地方"),
    "definition": ("什么是{}", "{}是什么意思", "{}包括哪些", "解释一下{}"),
}
_PASSAGES = {
    "value": (
        "{name}", "{parent} {name}", "{name} 年初预算数", "{table} {parent} {name} 合计 基本支出 项目支出",
        "{table} 科目编码 科目名称 {name} {neighbour}", "{name}支出预算，比上年增加", "其中：{name}，占支出的",
    ),
    "reason": ("{name}比上年减少，主要原因是", "{name}预算较上年增加，增加的原因是", "{name}与上年相比下降，主要是"),
    "purpose": ("{name}，主要用于{gloss}", "{name}支出，主要用于保障{neighbour}", "安排{name}用于"),
    "definition": ("名词解释 {name} {gloss}", "{name}：指{gloss}", "{name} {gloss}"),
}  # fmt: skip
_TABLES = {
    "functional": ("一般公共预算支出表", "部门支出总表", "财政拨款支出表", "一般公共预算财政拨款支出预算表"),
    "economic": ("一般公共预算基本支出表", "基本支出预算表 经济分类科目", "部门预算支出经济分类表"),
    "three_public": ("“三公”经费支出表", "一般公共预算“三公”经费支出情况表"),
    "procurement": ("政府采购预算表", "政府采购预算明细表"),
    "asset": ("国有资产占用情况", "国有资产占有使用情况说明"),
    "income": ("部门收入总表", "部门收支总表"),
    "expenditure_total": ("部门收支总表", "部门支出总表"),
    "performance": ("项目绩效目标表", "部门整体支出绩效目标表"),
}
_OTHER_TABLES = ("部门预算情况说明", "预算公开表")


@dataclass(frozen=True, slots=True)
class Example:
    """A question, a passage that answers it, and a passage alike that does not."""

    question: str
    passage: str
    other: str


@dataclass(frozen=True, slots=True)
class _Concept:
    name: str
    kind: str
    parent: str
    gloss: str
    surfaces: tuple[str, ...]
    neighbours: tuple[str, ...]


def examples(draw: random.Random, rounds: int) -> list[Example]:
    """Every concept, phrase and topic ``rounds`` times, each time worded anew."""
    concepts = _concepts()
    by_name = {concept.name: concept for concept in concepts}
    made: list[Example] = []
    for _ in range(rounds):
        for concept in concepts:
            made += _about(concept, by_name, draw)
        made += _phrased(by_name, draw)
        made += _topical(draw)
    return made


def texts() -> Iterator[str]:
    """All the words that the examples are made of, for the tokenizer's vocabulary."""
    for entry in _lines(_TERMS):
        yield from _surfaces(entry)
        yield entry.get("gloss") or ""
    for row in _classification():
        yield row[1]
    for phrase in _lines(_HERE / "phrases.jsonl"):
        yield phrase["q"]
        yield from phrase.get("names", ())
    for topic in _lines(_HERE / "topics.jsonl"):
        yield from (*topic["questions"], *topic["passages"])
    for templates in (*_QUESTIONS.values(), *_PASSAGES.values(), *_TABLES.values(), _OTHER_TABLES):
        yield from templates


def _about(concept: _Concept, by_name: dict[str, _Concept], draw: random.Random) -> Iterator[Example]:
    intents = [intent for intent in _PASSAGES if concept.gloss or intent != "definition"]
    weights = [6 if intent == "value" else 1 for intent in intents]
    for surface in draw.sample(concept.surfaces, min(len(concept.surfaces), 4)):
        intent = draw.choices(intents, weights)[0]
        question = draw.choice(_QUESTIONS[intent]).format(surface)
        yield Example(question, *_two_passages(concept, intent, by_name, draw))


def _phrased(by_name: dict[str, _Concept], draw: random.Random) -> Iterator[Example]:
    topics = {topic["topic"]: topic for topic in _lines(_HERE / "topics.jsonl")}
    for phrase in _lines(_HERE / "phrases.jsonl"):
        known = [by_name[name] for name in phrase.get("names", ()) if name in by_name]
        if known:
            yield Example(phrase["q"], *_two_passages(known[0], phrase.get("intent", "value"), by_name, draw))
        elif names := phrase.get("names"):
            yield Example(phrase["q"], f"项目名称 {names[0]}", "")
        elif phrase.get("topic") in topics:
            other = draw.choice([topic for topic in topics.values() if topic["topic"] != phrase["topic"]])
            yield Example(phrase["q"], draw.choice(topics[phrase["topic"]]["passages"]), draw.choice(other["passages"]))


def _topical(draw: random.Random) -> Iterator[Example]:
    topics = list(_lines(_HERE / "topics.jsonl"))
    for topic in topics:
        for question in topic["questions"]:
            other = draw.choice([each for each in topics if each is not topic])
            yield Example(question, draw.choice(topic["passages"]), draw.choice(other["passages"]))


def _two_passages(concept: _Concept, intent: str, by_name: dict[str, _Concept], draw: random.Random) -> tuple[str, str]:
    template = draw.choice(_PASSAGES[intent])
    near = [by_name[name] for name in concept.neighbours if name in by_name]
    return _fill(template, concept, draw), _fill(template, draw.choice(near), draw) if near else ""


def _fill(template: str, concept: _Concept, draw: random.Random) -> str:
    return template.format(
        name=concept.name,
        parent=concept.parent,
        gloss=concept.gloss,
        table=draw.choice(_TABLES.get(concept.kind, _OTHER_TABLES)),
        neighbour=draw.choice(concept.neighbours) if concept.neighbours else "",
    )


# ---------------------------------------------------------------- concepts


def _concepts() -> list[_Concept]:
    entries = {entry["id"]: entry for entry in _lines(_TERMS) if entry["class"] != "operation_cue"}
    family: dict[tuple[str, str], list[str]] = defaultdict(list)
    for entry in entries.values():
        family[entry["class"], entry.get("parent") or ""].append(entry["name"])
    found = {}
    for entry in entries.values():
        parent = entries.get(entry.get("parent") or "")
        rivals = [entries[each["goes_to"]]["name"] for each in entry.get("not") or () if each.get("goes_to") in entries]
        near = [*rivals, *family[entry["class"], entry.get("parent") or ""]]
        found[entry["name"]] = _Concept(
            entry["name"],
            entry["class"],
            parent["name"] if parent else "",
            entry.get("gloss") or "",
            _surfaces(entry),
            tuple(dict.fromkeys(name for name in near if name != entry["name"])),
        )
    for concept in _classified():
        found.setdefault(concept.name, concept)
    return list(found.values())


def _classified() -> Iterator[_Concept]:
    """The standard classification's items that the vocabulary does not name."""
    names = dict(_classification())
    family: dict[str, list[str]] = defaultdict(list)
    for code, name in names.items():
        family[code[:-2]].append(name)
    for code, name in names.items():
        kind = "functional" if code.startswith("2") else "economic"
        near = tuple(each for each in family[code[:-2]] if each != name)
        yield _Concept(name, kind, names.get(code[:-2], ""), "", (name,), near)


def _classification() -> Iterator[tuple[str, str]]:
    with (_HERE / "classification.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield row["code"], row["name"]


def _surfaces(entry: dict[str, Any]) -> tuple[str, ...]:
    names = [entry["name"]]
    for kind in ("aliases", "short", "colloquial", "typos"):
        names += entry.get(kind) or ()
    return tuple(dict.fromkeys(names))


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text("utf-8").splitlines():
        yield json.loads(line)
