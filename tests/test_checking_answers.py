"""The assistant's own right answers: the checker believes them, and sees when one thing in them is altered."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.checking import Verdict, check_text
from assistant.knowledge import DocumentIndex, Knowledge
from assistant.model import CitedAnswer
from assistant.service import Assistant
from eval.records import read_questions
from eval.run import visible_documents
from index.amounts import FigureSpan
from index.pipeline import index_paths
from index.stores import Store
from samples.demo import DOCUMENTS, QUESTIONS

_PROVED = (Verdict.VERIFIED, Verdict.RECOMPUTED)
_DOUBTED = (Verdict.CONTRADICTED, Verdict.UNSUPPORTED)
_SHARED = Path("../shared/questions/dev_real.jsonl")
_SHARED_DOCUMENTS = Path("../shared/documents")
_MOST_DOCUMENTS = 3
_OPPOSITES = {"增加": "减少", "减少": "增加", "增长": "下降", "下降": "增长", "最大": "最小", "最高": "最低"}
_UNITS = {"万元": "亿元", "亿元": "万元", "元": "万元"}

_EVERY = 4  # one of so many questions is asked

Answered = tuple[str, Knowledge]  # an answer's text, the documents it was given from


class Answers(list[Answered]):
    """Many answers, shown by their number where a test fails."""

    def __repr__(self) -> str:
        return f"<{len(self)} answers>"


def _answers(questions: Path, documents: list[Path], folder: Path) -> Iterator[Answered]:
    with Store.open(folder) as store:
        assert not index_paths(documents, store, jobs=1).failed
        files = {summary.id: summary.file for summary in store.documents()}
        asked = [one for one in read_questions(questions) if set(one.docs) <= set(files.values())][::_EVERY]
        seen, assistant = visible_documents(asked, files), Assistant(store)
        views: dict[tuple[str, ...], Knowledge] = {}
        for question in asked:
            answer = assistant.ask(question.question, question.history, seen[question.id])
            ids = tuple(seen[question.id])
            if isinstance(answer, CitedAnswer):
                if ids not in views:
                    views[ids] = Knowledge([DocumentIndex(store.load(identity)) for identity in ids])
                yield answer.text, views[ids]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Answers:
    return Answers(_answers(QUESTIONS, sorted(DOCUMENTS.iterdir()), tmp_path_factory.mktemp("store")))


def test_right_answers_are_believed(demo: Answers) -> None:
    judged = [one for text, knowledge in demo for one in check_text(text, knowledge)]
    claims = [one for one in judged if one.verdict is not Verdict.NOT_A_CLAIM]
    doubted = [one for one in claims if one.verdict in _DOUBTED]
    assert len(claims) > 100
    assert len(doubted) <= len(claims) * 0.01, [one.figure.text for one in doubted]


# ---------------------------------------------------------------- altered answers


@cache
def _proved(text: str, knowledge: Knowledge) -> tuple[FigureSpan, ...]:
    return tuple(one.figure for one in check_text(text, knowledge) if one.verdict in _PROVED)


def _altered(text: str, figure: FigureSpan, dice: random.Random) -> list[str]:
    """The text with a digit, the unit, the direction or the year of a figure changed."""
    made = [text[: figure.start] + said + text[figure.end :] for said in _refigured(figure.text, dice)]
    before = re.search(rf"({'|'.join(_OPPOSITES)})(?:的是|了|约)?$", text[: figure.start])
    if before:
        made.append(text[: before.start(1)] + _OPPOSITES[before[1]] + text[before.end(1) :])
    years = sorted(set(re.findall(r"20\d\d(?=年)", text)))
    if len(years) == 1 and f"{years[0]}年" in text[: figure.start]:
        made.append(text.replace(f"{years[0]}年", f"{int(years[0]) + 7}年"))
    return made


def _refigured(said: str, dice: random.Random) -> Iterator[str]:
    places = [place for place, character in enumerate(said) if character.isdigit() and character.isascii()]
    if places and re.search("[1-9]", said):
        place = dice.choice(places)
        other = dice.choice([d for d in "0123456789" if d != said[place] and (d != "0" or place)])
        yield said[:place] + other + said[place + 1 :]
        for unit, wrong in _UNITS.items():
            if said.endswith(unit):
                yield said.removesuffix(unit) + wrong
                break


def _assert_seen(answered: Answered, seed: int) -> None:
    text, knowledge = answered
    proved = _proved(text, knowledge)
    if not proved:
        return
    dice = random.Random(seed)
    figure = dice.choice(proved)
    for wrong in _altered(text, figure, dice):
        (judged, *_) = [
            one for one in check_text(wrong, knowledge) if one.figure.start <= figure.start < one.figure.end
        ] or [None]
        if judged is not None and not _names_itself(text, figure):
            assert judged.verdict not in _PROVED, wrong


def _names_itself(text: str, figure: FigureSpan) -> bool:
    """Whether a figure says how many names the text itself lists: no document is needed to prove it."""
    return re.match(r"[^，,]{0,12}[：:]", text[figure.end :]) is not None


@given(st.integers(0, 10**6), st.integers(0, 10**6))
@settings(
    max_examples=200, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_what_is_altered_in_a_right_answer_is_seen(demo: Answers, place: int, seed: int) -> None:
    _assert_seen(demo[place % len(demo)], seed)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Answers:
    """Answers over the few published documents that most development questions are about."""
    if not _SHARED.exists():
        pytest.skip("no ../shared")
    files = {path.name: path for path in _SHARED_DOCUMENTS.rglob("*") if path.suffix in (".pdf", ".html", ".xlsx")}
    asked: dict[str, int] = {}
    for question in read_questions(_SHARED):
        if len(question.docs) == 1 and question.docs[0] in files and "scan" not in question.docs[0]:
            asked[question.docs[0]] = asked.get(question.docs[0], 0) + 1
    most = sorted(asked, key=lambda name: (-asked[name], name))[:_MOST_DOCUMENTS]
    return Answers(_answers(_SHARED, [files[name] for name in most], tmp_path_factory.mktemp("published")))


@pytest.mark.shared
@given(st.integers(0, 10**6), st.integers(0, 10**6))
@settings(
    max_examples=100, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_what_is_altered_in_an_answer_about_published_documents_is_seen(
    published: Answers, place: int, seed: int
) -> None:
    _assert_seen(published[place % len(published)], seed)
