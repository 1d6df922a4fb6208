"""The rules by which a question is said in other words without changing what it means. ``RULES`` lists them."""

from __future__ import annotations

import random
import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from eval.records import Question
from index.vocabulary.names import key
from index.vocabulary.terms import vocabulary

_YEAR = re.compile(r"(?<![\d—\-~～至到])(20\d\d)年度?(?![—\-~～至到])")
_NOT_A_METRIC = re.compile(
    r"^(?:局|厅|委|办|院|中心|[”’》）)]|的?项目)"
)  # 教育局 names an organ, “…” and 《…》 things of their own
_MOST_OF_A_RULE = 4
_DIGITS = "〇一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Variant:
    """A question in other words; its gold answer is that of the original."""

    question: Question
    rule: str


Names = Sequence[Sequence[str]]  # department names, full and short, of each document in view
Rule = Callable[[str, Names], Iterator[str]]


@cache
def _phrases() -> dict[str, Any]:
    return tomllib.loads((resources.files("eval") / "paraphrasing.toml").read_text("utf-8"))


def variants(question: Question, names: Names, count: int, seed: int) -> Iterator[Variant]:
    """Up to ``count`` different variants: the rules take turns, a few times each, then two are joined by chance.

    The same seed gives the same variants.
    """
    dice = random.Random(f"{seed}|{question.id}")
    seen = {question.question}
    for rule, text in (*_single(question.question, names, dice), *_joined(question.question, names, dice, count)):
        if len(seen) > count:
            return
        if text not in seen:
            seen.add(text)
            changed = question.model_copy(update={"question": text, "id": f"{question.id}~{len(seen) - 1}"})
            yield Variant(changed, rule)


def _single(text: str, names: Names, dice: random.Random) -> list[tuple[str, str]]:
    made: list[tuple[str, str]] = []
    for name, rule in RULES.items():
        texts = list(dict.fromkeys(rule(text, names)))
        made += [(name, other) for other in dice.sample(texts, min(_MOST_OF_A_RULE, len(texts)))]
    return made


def _joined(text: str, names: Names, dice: random.Random, count: int) -> Iterator[tuple[str, str]]:
    """Variants of variants, each by two different rules; a greeting is put on last."""
    order = list(RULES)
    for _ in range(4 * count):
        first, second = sorted(dice.sample(order, 2), key=order.index, reverse=True)
        once = list(RULES[first](text, names))
        twice = list(RULES[second](dice.choice(once), names)) if once else []
        if twice:
            yield "joined", dice.choice(twice)


def _register(text: str, _: Names) -> Iterator[str]:
    """A greeting before, thanks after."""
    bare = text.rstrip("？?。")
    yield from (before + text for before in _phrases()["before"])
    yield from (bare + after for after in _phrases()["after"])


def _wording(text: str, _: Names) -> Iterator[str]:
    """Another word that asks the same."""
    for swap in _phrases()["swap"]:
        said = next((words for words in swap["said"] if words in text), None)
        if said is not None:
            yield from (text.replace(said, other, 1) for other in swap["other"])


def _numerals(text: str, _: Names) -> Iterator[str]:
    """Years as 23年, 二〇二三年 or full-width; other digits full-width."""
    for match in _YEAR.finditer(text):
        year = match.group(1)
        before, after = text[: match.start()], text[match.end() :]
        yield f"{before}{year[2:]}年{after}"
        yield f"{before}{''.join(_DIGITS[int(d)] for d in year)}年{after}"
        yield f"{before}{year}年度{after}"
    yield "".join(chr(ord(ch) + 0xFEE0) if ch.isascii() and ch.isdigit() else ch for ch in text)


def _typing(text: str, _: Names) -> Iterator[str]:
    """Punctuation left out, spaced out, half-width; quotation marks and brackets dropped."""
    yield re.sub(r"[？?。！，,]", " ", text).strip()
    yield text.rstrip("？?。")
    yield unicodedata.normalize("NFKC", text)
    yield re.sub(r"[“”\"‘’《》]", "", text)
    yield re.sub(r"[（(]([境护])[）)]", r"\1", text)
    yield re.sub(r"(\d+年)", r" \1 ", text).strip()


def _short_forms(text: str, names: Names) -> Iterator[str]:
    """The department by another of its names."""
    for own in names:
        said = next((name for name in sorted(own, key=len, reverse=True) if name in text), None)
        if said is not None:
            yield from (text.replace(said, other, 1) for other in own if len(other) >= 3)


def _ellipsis(text: str, names: Names) -> Iterator[str]:
    """With one document in view its name and year need not be said."""
    if len(names) != 1:
        return
    said = next((name for name in sorted(names[0], key=len, reverse=True) if name in text), None)
    if said is not None:
        yield text.replace(said, "", 1).lstrip("的，, ")
        yield text.replace(said, "你们", 1)
        yield text.replace(said, "贵单位", 1)


def _order(text: str, names: Names) -> Iterator[str]:
    """Department and year at the end, or in front with a comma."""
    bare = text.rstrip("？?。")
    for own in names:
        said = next((name for name in sorted(own, key=len, reverse=True) if bare.startswith(name)), None)
        if said is not None and len(bare) > len(said) + 6:
            rest = bare.removeprefix(said).lstrip("的，, ")
            yield f"{rest}？我问的是{said}"
            yield f"{said}，{rest}？"
            yield f"{rest}（{said}）？"


def _terms(text: str, _: Names) -> Iterator[str]:
    """A metric by an alias, or mistyped, where the other name means nothing else."""
    for name, aliases in _aliases().items():
        place = text.find(name)
        after = text[place + len(name) :]
        longer = any(name in other and other in text for other in _aliases() if other != name)
        if place >= 0 and not longer and not _NOT_A_METRIC.match(after):
            yield from (text[:place] + alias + text[place + len(name) :] for alias in aliases)


@cache
def _aliases() -> dict[str, tuple[str, ...]]:
    """Canonical name → other surfaces (never shorter than three characters) that name that term alone."""
    words = vocabulary()
    others: dict[str, list[str]] = {}
    for surface, terms in words.surfaces.items():
        term = words.terms.get(terms[0])
        if term is not None and len(terms) == 1 and len(surface) >= 3 and surface != key(term.name):
            others.setdefault(term.name, []).append(surface)
    return {name: tuple(sorted(aliases)) for name, aliases in others.items()}


def _slips(text: str, _: Names) -> Iterator[str]:
    """A character of a metric's name replaced by one that sounds the same, as input methods do."""
    for name in _aliases():
        place = text.find(name)
        if place < 0 or len(name) < 4:
            continue
        for i, ch in enumerate(name):
            for other in _same_sound().get(ch, ()):
                yield text[: place + i] + other + text[place + i + 1 :]


@cache
def _same_sound() -> dict[str, tuple[str, ...]]:
    """Character → the characters of the vocabulary's names that sound the same (tones aside)."""
    from pypinyin import lazy_pinyin

    characters = sorted({ch for term in vocabulary().terms.values() for ch in term.name if "\u4e00" <= ch <= "\u9fff"})
    by_sound: dict[str, list[str]] = {}
    for ch in characters:
        by_sound.setdefault(lazy_pinyin(ch)[0], []).append(ch)
    return {ch: tuple(other for other in group if other != ch) for group in by_sound.values() for ch in group}


RULES: dict[str, Rule] = {
    "register": _register,
    "wording": _wording,
    "numerals": _numerals,
    "typing": _typing,
    "short_forms": _short_forms,
    "ellipsis": _ellipsis,
    "order": _order,
    "terms": _terms,
    "slips": _slips,
}
