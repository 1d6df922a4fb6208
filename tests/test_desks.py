"""The desks behind the pages: what may be asked, what people think of answers, conversations as files."""

from __future__ import annotations

import io
import json
from base64 import b64decode
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook

from assistant.accounting import has_known_words_only
from assistant.conversation import Stage, Turn, proofs_arrive
from assistant.desks.contacts import contact_for
from assistant.desks.feedback import FeedbackDesk, Opinion
from assistant.desks.popular import PopularQuestions
from assistant.desks.proofs import Proofs
from assistant.desks.questions import QuestionDesk
from assistant.desks.suggestions import Suggestions, choices, chosen, examples, following
from assistant.knowledge import Knowledge
from assistant.model import Answer, Clarification, FigureStatus, Item, Refusal, ShownFigure
from assistant.parsing.parse import parse_dialogue
from assistant.rendering.charts import chart_html
from assistant.rendering.conversation_files import conversation_file
from eval.records import read_questions
from index.chunks import chunk
from index.stores import DocumentSummary, Store
from tests.example import ANSWER, DOCUMENT, HOSTILE, ScriptedAssistant
from tests.loops import finished

OLD = DocumentSummary.of(replace(DOCUMENT, id="d0", year=2030))
NEW = DocumentSummary.of(DOCUMENT)
OTHER = DocumentSummary.of(replace(DOCUMENT, id="d2", department="某市图书馆", region="某省"))
TURNS = [
    Turn("三公？", ANSWER),
    Turn(HOSTILE, Refusal("没有。", "not_in_documents")),
    Turn("？", Clarification("哪个？", ("甲",))),
]


def test_an_answer_arrives_before_what_may_be_asked_next(tmp_path: Path) -> None:
    async def stages() -> list[Turn]:
        with Store.open(tmp_path) as store:
            store.save(DOCUMENT, chunk(DOCUMENT))
            desk = QuestionDesk(store, ScriptedAssistant(), lambda _: DOCUMENT, lambda _: None)  # type: ignore[arg-type]
            return [turns[-1] async for turns in desk.ask([], "三公？", [])]

    arrived = finished(stages())
    assert [turn.stage for turn in arrived][:4] == [Stage.WAITING, Stage.SAID, Stage.PROVED, Stage.WHOLE]
    assert not arrived[3].following
    assert all(turn.answer == ANSWER for turn in arrived[1:])


def test_proofs_are_sent_once() -> None:
    waiting, proved, whole = (replace(TURNS[0], stage=stage) for stage in (Stage.WAITING, Stage.PROVED, Stage.WHOLE))
    assert not proofs_arrive([waiting], [])
    assert proofs_arrive([proved], [waiting])
    assert not proofs_arrive([whole], [proved])
    assert proofs_arrive([whole, whole], [whole])
    assert proofs_arrive([], [whole])


def test_examples_name_what_is_in_the_store() -> None:
    assert examples([NEW])[0] == "“三公”经费比上年少多少？"
    assert examples([OLD, NEW])[0] == "2031年“三公”经费比上年少多少？"
    assert examples([OLD, NEW, OTHER])[1] == "某市图书馆2031年支出总计多少万元？"
    assert len(examples([])) >= 6


@pytest.mark.parametrize(
    ("picked", "ids"),
    [
        ([], None),
        (["d0"], ["d0"]),
        (["year:2031"], ["d1", "d2"]),
        (["department:某市档案馆"], ["d0", "d1"]),
        (["region:某省"], ["d2"]),
        (["region:某市", "department:某市图书馆"], []),
        (["department:某市档案馆", "year:2031"], ["d1"]),
        (["department:某市图书馆", "year:2030"], []),
    ],
)
def test_what_is_picked_limits_the_documents(picked: Sequence[str], ids: list[str] | None) -> None:
    documents = [OLD, NEW, OTHER]
    assert {*picked} <= {value for _, value in choices(documents)}
    assert chosen(picked, documents) == ids


def test_what_is_asked_most_is_counted_without_whoever_asked(tmp_path: Path) -> None:
    popular = PopularQuestions(tmp_path, lambda question: "张三" not in question)
    for question in (
        "支出多少？",
        "支出 多少",
        "收入多少？",
        "张三的工资多少？",
        "张三的工资多少？",
        "支出多少？",
        "问" * 61,
    ):
        popular.count(question)
    assert popular.most_asked() == ["支出多少？"]
    kept = (tmp_path / "popular.json").read_text("utf-8")
    assert "张三" not in kept
    assert json.loads(kept)[0] == {"question": "支出多少？", "asked": 3}
    assert PopularQuestions(tmp_path, lambda _: True).most_asked() == ["支出多少？"]
    (tmp_path / "popular.json").write_text("[{]", "utf-8")
    assert PopularQuestions(tmp_path, lambda _: True).most_asked() == []


def test_a_new_popular_question_may_rise_among_many(tmp_path: Path) -> None:
    popular = PopularQuestions(tmp_path, lambda _: True)
    for number in range(400):
        popular.count(f"第{number}问")
    for _ in range(2):
        popular.count("新问")
    assert popular.most_asked() == ["新问"]
    assert len(json.loads((tmp_path / "popular.json").read_text("utf-8"))) <= 300


@pytest.mark.parametrize(
    ("question", "known"),
    [
        ("2031年“三公”经费比上年少多少？", True),
        ("基本支出占总支出的比重是多少？", True),
        ("我叫张小明，三公经费多少？", False),
        ("三公经费多少？电话13800000000", False),
        ("某某贪了多少公务接待费", False),
    ],
)
def test_only_questions_of_known_words_are_shown_to_others(question: str, known: bool) -> None:
    knowledge = Knowledge(())
    assert has_known_words_only(parse_dialogue(question, (), knowledge), knowledge) is known


def test_what_has_no_answer_is_not_offered(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        store.save(DOCUMENT, chunk(DOCUMENT))
        suggestions = Suggestions(store, lambda asked: ANSWER if "三公" in asked else Refusal("没有。", "x"))
        assert len(suggestions.offer([]).questions) == 6
        suggestions.try_out(["三公几何？", "菜单？"])
        offer = suggestions.offer(["三公几何？", "菜单？"])
    assert offer.popular
    assert offer.questions == ("三公几何？", "“三公”经费比上年少多少？")


def test_only_what_can_be_answered_is_suggested() -> None:
    def try_out(question: str) -> Answer:
        return replace(ANSWER, text=question) if "为什么" in question else Refusal("没有。", "x")

    assert following(ANSWER, try_out) == ("为什么？",)
    assert following(Refusal("没有。", "x"), try_out) == ()


def test_opinions_become_a_question_set(tmp_path: Path) -> None:
    desk = FeedbackDesk(tmp_path)
    assert desk.question_set() == ""
    desk.keep(TURNS, 0, Opinion(True))
    desk.keep(TURNS, 0, Opinion(False, "单位不对" * 400))
    desk.keep(TURNS, 1, Opinion(True))
    assert "不在对话里" in desk.keep(TURNS, 9, Opinion(True))
    content = b64decode(desk.question_set().split("base64,")[1].split('"')[0])
    target = tmp_path / "set.jsonl"
    target.write_bytes(content)
    liked, disliked, refused = read_questions(target)
    assert liked.answer.type == "number"
    assert str(liked.answer.value) == "1.6"
    assert disliked.answer.type == "text"
    assert disliked.answer.must_not == (("9.40万元",),)
    assert len(disliked.note) == 500
    assert refused.answer.type == "abstain"
    assert refused.history == ("三公？",)
    assert json.loads(content.splitlines()[0])["docs"] == [DOCUMENT.source.name]


def test_a_conversation_leaves_with_its_sources() -> None:
    words = docx.Document(io.BytesIO(conversation_file(TURNS, "docx").content))
    text = "\n".join(paragraph.text for paragraph in words.paragraphs)
    assert ANSWER.text in text
    assert "[1] 某市档案馆2031年部门预算.pdf" in text
    assert HOSTILE in text
    book = load_workbook(io.BytesIO(conversation_file(TURNS, "xlsx").content))
    assert [row[2] for row in book["问答"].values][1:] == ["回答", "无法回答", "请您确认"]
    assert book["数字"]["C2"].value == 9.4
    assert book["出处"]["I2"].value == 9


def test_items_of_one_unit_are_drawn() -> None:
    figures = tuple(
        ShownFigure(f"{value}万元", Decimal(value), "万元", FigureStatus.VERIFIED) for value in ("6.10", "3.30")
    )
    items = (Item("某市档案馆（本级）", Decimal("6.100000"), "万元"), Item("<b>", Decimal("3.30"), "万元"))
    chart = chart_html(replace(ANSWER, figures=figures, items=items))
    assert 'aria-label="某市档案馆（本级）6.10万元；&lt;b&gt;3.30万元"' in chart
    assert chart.count("<rect") == 2
    assert chart_html(replace(ANSWER, figures=figures[:1], items=items)) == ""
    assert chart_html(replace(ANSWER, figures=figures, items=items[:1])) == ""
    assert chart_html(ANSWER) == ""


def test_a_refusal_hands_on_to_the_printed_contact() -> None:
    printed = {"d1": replace(DOCUMENT, contact="联系人：某某"), "d0": replace(DOCUMENT, contact="旧")}
    said = f"联系人：某某（见{DOCUMENT.source.name}）"
    assert contact_for(["菜单？"], [OLD, NEW], printed.get) == said
    assert contact_for(["菜单？"], [OLD, NEW, OTHER], printed.get) == ""
    assert contact_for(["某市档案馆的菜单？", "为什么？"], [OLD, NEW, OTHER], printed.get) == said
    assert contact_for(["某市图书馆的菜单？"], [NEW, OTHER], printed.get) == ""


@pytest.mark.parametrize(
    ("request_", "says"),
    [
        ("", "格式不对"),
        ('{"open":"page","document":"d1","page":"x"}', "格式不对"),
        ('{"open":"save","document":"d1","table":"t4","kind":"exe"}', "格式不对"),
        ('{"open":"page","document":"../../etc/passwd","page":1}', "已被移除"),
        ('{"open":"cell","document":"d1","table":"t9"}', "已没有这张表"),
        ('{"open":"page","document":"d1","page":1}', "不是 PDF"),
    ],
)
def test_what_no_button_asks_is_refused(request_: str, says: str) -> None:
    dialog, delivery = Proofs({"d1": DOCUMENT}.get).open(request_)
    assert says in dialog
    assert delivery == ""


def test_a_cell_opens_in_its_table() -> None:
    dialog, _ = Proofs({"d1": DOCUMENT}.get).open('{"open":"cell","document":"d1","table":"t4","row":1,"column":0}')
    assert '<td class="bq-hit"><mark>6.10</mark></td>' in dialog
    _, delivery = Proofs({"d1": DOCUMENT}.get).open('{"open":"save","document":"d1","table":"t4","kind":"csv"}')
    assert "一般公共预算“三公”经费支出表.csv" in delivery
