"""``python -m eval.paraphrase QUESTIONS.jsonl --store DIR``: do other words for a question change its answer?

Every question is said in twenty ways or more (register, order, ellipsis, typing errors, numerals, units, short forms),
by rules that keep its meaning; each variant is asked and marked like the question itself. The share reported is of
the variants of those questions that are answered right as they stand.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.command_line import ChineseParser
from assistant.offline import stay_offline
from eval.paraphrasing import Variant, variants
from eval.records import Question, Result
from eval.score import Mark, score


@dataclass(frozen=True, slots=True)
class Outcome:
    """One variant of a question that is right as it stands, and what became of its answer."""

    question: Question
    variant: Variant
    mark: Mark


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints kept shares by rule and the variants that changed an answer; 1 when ``--min-kept`` is given and not met."""
    stay_offline()
    options = _options(arguments)
    outcomes = list(_outcomes(options))
    kept = sum(outcome.mark is Mark.CORRECT for outcome in outcomes)
    by_rule: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        by_rule[outcome.variant.rule].append(outcome)
    for rule, group in sorted(by_rule.items()):
        right = sum(outcome.mark is Mark.CORRECT for outcome in group)
        wrong = sum(outcome.mark is Mark.WRONG for outcome in group)
        print(f"{rule:14} {right}/{len(group)} 保持正确，{wrong} 变错")
    if options.changed:
        for outcome in outcomes:
            if outcome.mark is not Mark.CORRECT:
                print(
                    f"[{outcome.variant.rule}] {outcome.question.id} {outcome.mark}：{outcome.variant.question.question}"
                )
    share = kept / len(outcomes) if outcomes else 0
    print(f"合计 {kept}/{len(outcomes)}（{share:.1%}）保持正确")
    return 0 if outcomes and share >= options.min_kept else 1


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = ChineseParser(prog="python -m eval.paraphrase", description="换一种说法再问，看答案变不变")
    parser.add_argument("questions", type=Path, metavar="QUESTIONS.jsonl")
    parser.add_argument("--store", type=Path, required=True, metavar="文件夹", help="已建好的索引库")
    parser.add_argument("--count", type=int, default=24, metavar="N", help="每题最多几种说法（默认 24）")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    parser.add_argument("--changed", action="store_true", help="列出改变了答案的说法")
    parser.add_argument("--min-kept", type=float, default=0, metavar="X", help="保持正确的比例低于 X（0–1）时以 1 退出")
    parser.add_argument("--out", type=Path, metavar="FILE.jsonl", help="另存所有说法")
    return parser.parse_args(arguments)


def _outcomes(options: argparse.Namespace) -> Iterator[Outcome]:
    from assistant.service import Assistant
    from eval.records import read_questions
    from eval.run import visible_documents
    from index.stores import Store

    questions = read_questions(options.questions)
    with Store.open(options.store) as store:
        documents = store.documents()
        visible = visible_documents(questions, {document.id: document.file for document in documents})
        names = {d.id: (d.department, *store.load(d.id).short_names) for d in documents}
        assistant = Assistant(store)
        right = [q for q, mark in _marked(questions, assistant, visible) if mark is Mark.CORRECT]
        made = [
            (question, variant)
            for question in right
            for variant in variants(question, [names[i] for i in visible[question.id]], options.count, options.seed)
        ]
        if options.out:
            lines = (
                json.dumps({"of": q.id, "rule": v.rule, "question": v.question.question}, ensure_ascii=False)
                for q, v in made
            )
            options.out.write_text("".join(line + "\n" for line in lines), "utf-8")
        asked = [variant.question for _, variant in made]
        seen = {variant.question.id: visible[question.id] for question, variant in made}
        for (question, variant), (_, mark) in zip(made, _marked(asked, assistant, seen), strict=True):
            yield Outcome(question, variant, mark)


def _marked(
    questions: Sequence[Question], assistant: object, visible: dict[str, list[str]]
) -> Iterable[tuple[Question, Mark]]:
    from eval.run import answer_all

    results = [Result.model_validate(line) for line in answer_all(questions, assistant, visible)]  # type: ignore[arg-type]
    return [(scored.question, scored.mark) for scored in score(questions, results)]


if __name__ == "__main__":
    sys.exit(main())
