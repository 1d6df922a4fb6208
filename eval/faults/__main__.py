"""``python -m eval.faults --store DIR``: how many corrupted figures are caught, how many right ones are doubted."""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from assistant.checking import Verdict, check_text
from assistant.command_line import ChineseParser
from assistant.knowledge import DocumentIndex, Knowledge
from assistant.offline import stay_offline
from eval.faults.corruptions import CORRUPTIONS, Setting, still_true
from eval.faults.sentences import Sentence, sentences
from eval.generation.cells import askables

_PASSED = frozenset((Verdict.VERIFIED, Verdict.RECOMPUTED, Verdict.DISPUTED))
_SHOWN = 40


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints counts by kind; 1 when a bar was given and is not met."""
    stay_offline()
    options = _options(arguments)
    knowledge = _knowledge(options)
    caught: Counter[str] = Counter()
    injected: Counter[str] = Counter()
    right: Counter[str] = Counter()
    doubted: Counter[str] = Counter()
    left_out = checked = 0
    misses: list[str] = []
    started = time.perf_counter()
    for original, kind, sentence in _trials(knowledge, options):
        if kind and still_true(sentence, original):
            left_out += 1
            continue
        passed = _verdict(sentence, original, knowledge) in _PASSED
        checked += 1
        if not kind:
            right[original.form] += 1
            doubted[original.form] += not passed
            if not passed:
                misses.append(f"误报 [{original.form}] {sentence.text}")
        else:
            injected[kind] += 1
            caught[kind] += not passed
            if passed:
                misses.append(f"漏报 [{kind}] {sentence.text}（原句 {original.text}）")
    seconds = time.perf_counter() - started
    report = {
        "injected": injected.total(),
        "caught_share": round(caught.total() / max(injected.total(), 1), 5),
        "by_kind": {kind: f"{caught[kind]}/{injected[kind]}" for kind in CORRUPTIONS},
        "right": right.total(),
        "false_alarm_share": round(doubted.total() / max(right.total(), 1), 5),
        "false_alarms": {form: f"{doubted[form]}/{right[form]}" for form in right},
        "left_out_as_true": left_out,
        "sentences_per_second": round(checked / seconds, 1),
    }
    print(json.dumps(report, ensure_ascii=False, indent=2))
    if options.misses:
        print(*random.Random(options.seed).sample(misses, min(_SHOWN, len(misses))), sep="\n")
    met = report["caught_share"] >= options.min_caught and report["false_alarm_share"] <= options.max_false
    return 0 if met else 1


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


def _trials(knowledge: Knowledge, options: argparse.Namespace) -> Iterator[tuple[Sentence, str, Sentence]]:
    """(right sentence, "" , itself), then (right sentence, kind, corrupted) for each kind that applies."""
    dice = random.Random(options.seed)
    setting = Setting(dice, knowledge.documents)
    each = max(1, options.count // (len(knowledge.documents) * (len(CORRUPTIONS) - 2)))
    for document in knowledge.documents:
        made = sentences(document, askables(document), dice)
        for original in [sentence for _, sentence in zip(range(each), made, strict=False)]:
            yield original, "", original
            for kind, corrupt in CORRUPTIONS.items():
                wrong = corrupt(original, setting)
                if wrong is not None:
                    yield original, kind, wrong


def _verdict(sentence: Sentence, original: Sentence, knowledge: Knowledge) -> Verdict:
    """The verdict on the figure at stake; the text is checked against all documents loaded."""
    for judged in check_text(sentence.text, knowledge):
        if judged.figure.start < sentence.figure[1] and sentence.figure[0] < judged.figure.end:
            return judged.verdict
    return Verdict.NOT_A_CLAIM if original is sentence else Verdict.UNSUPPORTED


if __name__ == "__main__":
    sys.exit(main())
