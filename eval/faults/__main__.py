"""``python -m eval.faults --store DIR``: how many corrupted figures are caught, how many right ones are doubted."""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from assistant.checking import Verdict, check_text
from assistant.command_line import ChineseParser
from assistant.knowledge import DocumentIndex, Knowledge
from assistant.offline import stay_offline
from assistant.scoping import names_of
from eval.faults.corruptions import Setting, corruptions_of
from eval.faults.sentences import Sentence, sentences
from eval.faults.tally import Tally
from eval.faults.truth import Truths
from eval.generation.cells import Askable, askables
from index.model import BudgetDocument
from index.vocabulary.names import key

_PASSED = frozenset((Verdict.VERIFIED, Verdict.RECOMPUTED, Verdict.DISPUTED))
_SHOWN = 60


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints counts by kind; 1 when a bar was given and is not met."""
    stay_offline()
    options = _options(arguments)
    knowledge = _knowledge(options)
    tally, seconds = run(knowledge, options.count, options.seed)
    print(json.dumps(tally.report(seconds), ensure_ascii=False, indent=2))
    if options.misses:
        print(*random.Random(options.seed).sample(tally.misses, min(_SHOWN, len(tally.misses))), sep="\n")
    met = tally.caught_share >= options.min_caught and tally.false_alarm_share <= options.max_false
    return 0 if met else 1


def run(knowledge: Knowledge, count: int, seed: int) -> tuple[Tally, float]:
    """(what came of ``count`` corruptions or as many as the documents give; seconds spent checking)."""
    tally, truths, spent = Tally(), Truths(knowledge.documents), 0.0
    dice = random.Random(seed)
    setting = Setting(dice, knowledge.documents)
    for original in _in_turn(knowledge, dice):
        if tally.injected.total() >= count:
            break
        trials = [
            (kind, wrong) for kind, corrupt in corruptions_of(original).items() if (wrong := corrupt(original, setting))
        ]
        started = time.perf_counter()
        tally.count_right(original, _passes(original, knowledge))
        for kind, wrong in trials:
            if truths.hold(wrong):
                tally.left_out[kind] += 1
            else:
                tally.count_wrong(kind, wrong, original, _passes(wrong, knowledge))
        spent += time.perf_counter() - started
    return tally, spent


def _in_turn(knowledge: Knowledge, dice: random.Random) -> Iterator[Sentence]:
    """Right sentences of every document, one of each in turn, until none is left."""
    named = [_clearly_named(document, knowledge) for document in knowledge.documents]
    springs = [iter(sentences(document, _of_things(document), dice)) for document in named]
    while springs:
        still = []
        for spring in springs:
            sentence = next(spring, None)
            if sentence is not None:
                yield sentence
                still.append(spring)
        springs = still


def _of_things(document: BudgetDocument) -> tuple[Askable, ...]:
    """Cells whose row is not the department itself: its name is said in front of every sentence."""
    own = {document.department, *document.short_names}
    return tuple(cell for cell in askables(document) if not any(name in cell.row for name in own))


def _clearly_named(document: BudgetDocument, knowledge: Knowledge) -> BudgetDocument:
    """The document with those of its short names that no other department in view has too."""
    others = {
        name for other in knowledge.documents if other.department != document.department for name in names_of(other)
    }
    return replace(document, short_names=tuple(name for name in document.short_names if key(name) not in others))


def _passes(sentence: Sentence, knowledge: Knowledge) -> bool:
    """Whether the figure at stake is believed; the text is checked against all documents loaded."""
    for judged in check_text(sentence.text, knowledge):
        if judged.figure.start < sentence.figure[1] and sentence.figure[0] < judged.figure.end:
            return judged.verdict in _PASSED
    return False


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = ChineseParser(prog="python -m eval.faults", description="把对的句子改错一处，看核对能否发现")
    parser.add_argument("--store", type=Path, required=True, metavar="文件夹", help="已建好的索引库")
    parser.add_argument("--count", type=int, default=10_000, metavar="N", help="改错的句子数（默认 10000）")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    parser.add_argument("--document", action="append", metavar="文件名", help="只用这些文件（可多次）")
    parser.add_argument("--misses", action="store_true", help="列出一些漏报和误报")
    parser.add_argument("--min-caught", type=float, default=0, metavar="X")
    parser.add_argument("--max-false", type=float, default=1, metavar="X")
    return parser.parse_args(arguments)


def _knowledge(options: argparse.Namespace) -> Knowledge:
    from index.stores import Store

    with Store.open(options.store) as store:
        chosen = [d.id for d in store.documents() if not options.document or d.file in options.document]
        return Knowledge([DocumentIndex(store.load(identity)) for identity in chosen])


if __name__ == "__main__":
    sys.exit(main())
