"""A word of caution in answers that rest on what was recognised from scanned pages and is not proved otherwise."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from assistant.calculations import facts_of
from assistant.model import Claim, Draft, Quote
from index.model import Fact


def cautious(draft: Draft, recognised: Collection[str]) -> Draft:
    """The draft, with a sentence that names the pages to compare where it rests on uncertain facts of the documents
    (by id) that were ``recognised``. Facts that are uncertain for another reason stay unexcused."""
    doubtful = [fact for fact in _stated(draft) if not fact.certain and fact.document in recognised]
    if not doubtful:
        return draft
    pages = sorted({fact.provenance.page for fact in doubtful if fact.provenance.page is not None})
    where = f"第{'、'.join(map(str, pages))}页" if pages else ""
    return replace(
        draft, segments=(*draft.segments, f"（以上内容由扫描图像识别得来，仅供参考，请对照原件{where}核对。）")
    )


def _stated(draft: Draft) -> Iterator[Fact]:
    for segment in draft.segments:
        if isinstance(segment, Claim):
            yield from facts_of(segment.basis)
        elif isinstance(segment, Quote):
            yield segment.fact
