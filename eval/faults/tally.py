"""Counting what was injected, caught, doubted and left out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from eval.faults.corruptions import CORRUPTIONS, WORDED
from eval.faults.sentences import Sentence


@dataclass(slots=True)
class Tally:
    """Counts by kind of corruption, and of right sentences by form; ``misses`` are lines to read."""

    injected: Counter[str] = field(default_factory=Counter)
    caught: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    doubted: Counter[str] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)

    @property
    def checked(self) -> int:
        return self.injected.total() + self.right.total()

    @property
    def caught_share(self) -> float:
        return self.caught.total() / max(self.injected.total(), 1)

    @property
    def false_alarm_share(self) -> float:
        return self.doubted.total() / max(self.right.total(), 1)

    def count_right(self, sentence: Sentence, passed: bool) -> None:
        self.right[sentence.form] += 1
        self.doubted[sentence.form] += not passed
        if not passed:
            self.misses.append(f"误报 [{sentence.form}] {sentence.text}（{sentence.document.source.name}）")

    def count_wrong(self, kind: str, sentence: Sentence, original: Sentence, passed: bool) -> None:
        self.injected[kind] += 1
        self.caught[kind] += not passed
        if passed:
            self.misses.append(
                f"漏报 [{kind}] {sentence.text}（原句 {original.text}，{original.document.source.name}）"
            )

    def report(self, seconds: float) -> dict[str, object]:
        return {
            "injected": self.injected.total(),
            "caught_share": round(self.caught_share, 5),
            "by_kind": {kind: f"{self.caught[kind]}/{self.injected[kind]}" for kind in (*CORRUPTIONS, *WORDED)},
            "right": self.right.total(),
            "false_alarm_share": round(self.false_alarm_share, 5),
            "false_alarms": {form: f"{self.doubted[form]}/{self.right[form]}" for form in sorted(self.right)},
            "left_out_as_true": dict(self.left_out),
            "sentences_per_second": round(self.checked / max(seconds, 1e-9), 1),
        }
