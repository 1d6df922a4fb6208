"""What a text repeats word for word, or counts out itself: a sentence of a document, the number of the names listed."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.checking.matching import Shelf
from assistant.checking.model import Claim, Judgement, Verdict
from assistant.knowledge import DocumentIndex
from index.amounts import Count, normalise_digits
from index.model import Fact

_SHORTEST = 24  # characters before and with a figure that make a quotation
_LIST = re.compile(r"^[^，,：:；;]{0,12}(?:[，,]?(?:分别(?:是|为)|包括|即|有)[：:]?|[：:])(?P<names>.+)$")
_ASIDE = re.compile(r"[（(][^（）()]*[)）]|\[\d+\]|[。.！!]")
_LISTED = re.compile(r"[、；;]")


def judge_quoted(claim: Claim, words: str, shelf: Shelf) -> Judgement | None:
    """Verified where the words that lead to the figure, and it, stand just so in a document of the claim's year.

    ``words``: the text from the beginning of the sentence to the end of the figure.
    """
    said = _squeezed(words)[-_LONGEST:]
    if len(said) < _SHORTEST:
        return None
    for identity in claim.documents:
        index = shelf.knowledge.by_document[identity]
        if index.document.year == claim.year and said[-_SHORTEST:] in _text(index, shelf):
            facts = tuple(fact for fact in index.document.facts if _is_quoted(fact, said, claim))
            doubts = [shelf.doubt(fact) for fact in facts]
            doubted = next((doubt for doubt in doubts if doubt is not None), None)
            if doubted is not None:
                return Judgement(claim.figure, Verdict.DISPUTED, facts=facts, note=f"文件自相矛盾：{doubted.message}")
            return Judgement(claim.figure, Verdict.VERIFIED, facts=facts[:1], note="" if facts else "文件原文如此")
    return None


_LONGEST = 40


def _is_quoted(fact: Fact, said: str, claim: Claim) -> bool:
    return fact.text == claim.figure.text and said[-_SHORTEST:] in _squeezed(fact.provenance.quote)


def _text(index: DocumentIndex, shelf: Shelf) -> str:
    if index.document.id not in shelf.texts:
        shelf.texts[index.document.id] = _squeezed("\n".join(section.text for section in index.document.sections))
    return shelf.texts[index.document.id]


@lru_cache(maxsize=4_096)
def _squeezed(text: str) -> str:
    return re.sub(r"[\s，,。；;：:、“”\"（）()\[\]]", "", normalise_digits(text))


def judge_listed(claim: Claim) -> Judgement | None:
    """Recomputed where the number is that of the names listed after it (共3项：甲、乙、丙); None for no list."""
    match = _LIST.match(claim.sentence[claim.place + len(claim.figure.text) :])
    if match is None or not isinstance(claim.quantity, Count):
        return None
    names = [name for name in _LISTED.split(_ASIDE.sub("", match["names"])) if name.strip()]
    if not names or len(names) != claim.quantity.value:
        return None
    return Judgement(claim.figure, Verdict.RECOMPUTED, f"所列共{len(names)}{claim.quantity.unit}")
