"""The web app: layout and handlers only; what is said and shown is decided in ``assistant``."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.offline import stay_offline

stay_offline()

import gradio as gr  # noqa: E402 - Gradio reads its switches when it is imported

from assistant.cli import main  # noqa: E402
from assistant.conversation import Stage, Turn, proofs_arrive  # noqa: E402 - Gradio resolves the handlers' annotations
from assistant.desks.feedback import Opinion  # noqa: E402
from assistant.desks.questions import in_thread, remembered, stopped  # noqa: E402
from assistant.front_desk import FrontDesk  # noqa: E402
from assistant.rendering.page import notice_html  # noqa: E402

if TYPE_CHECKING:
    from fastapi import FastAPI

    from assistant.doors.access import Access
    from assistant.doors.frames import Frames

NOTICE = '<p class="bq-notice">这里由自动问答助手作答，不是工作人员；内容依据已公开的预算、决算文件，以文件原文为准。请勿输入个人信息。</p>'
HEAD = '<div class="bq-head"><h1>预算问答</h1><p>每个数字都有出处</p></div>'
SAMPLES = Path(__file__).parent / "samples" / "documents"
FILE_TYPES = [".pdf", ".xlsx", ".xls", ".docx", ".doc", ".html", ".htm", ".txt"]
MANY = 64  # questions in flight at one time
Shown = tuple[list[Turn], str, Any, Any, list[str]]


def build(desk: FrontDesk, *, uploads: bool = True) -> gr.Blocks:
    """The page over a desk. ``uploads`` False leaves out everything that changes the store."""

    page: gr.Blocks
    with gr.Blocks(title="预算问答", analytics_enabled=False) as page:
        page.queue(default_concurrency_limit=MANY)
        gr.HTML(HEAD)
        sheet = gr.HTML("", elem_id="bq-sheet", js_on_load=_asset("sheet.js", "proof.js"))
        delivery = gr.HTML("", elem_id="bq-delivery", js_on_load=_asset("delivery.js"))
        proving = Proving(desk, sheet, delivery)
        proving.listen(sheet)
        if not uploads:
            gr.HTML(NOTICE)
            chat_page(page, desk, proving)
            return page
        with gr.Tabs(elem_id="bq-pages"):
            with gr.Tab("问答"):
                chosen = chat_page(page, desk, proving)
            with gr.Tab("核对"):
                checked = check_page(desk, proving)
            with gr.Tab("审核"):
                audited = audit_page(desk, proving)
            with gr.Tab("文件"):
                documents_page(desk, proving, [chosen, checked, audited])
            with gr.Tab("评测"):
                evaluation_page(desk, proving)
    return page


class Proving:
    """Opens what the proof buttons of any HTML on the page ask for."""

    def __init__(self, desk: FrontDesk, sheet: gr.HTML, delivery: gr.HTML) -> None:
        self._desk = desk
        self._sheet = sheet
        self.delivery = delivery

    def listen(self, shown: gr.HTML) -> None:
        def prove(event: gr.EventData) -> Iterator[tuple[str, str]]:
            yield from self._desk.proofs.stages(str(event.request))

        shown.expand(prove, None, [self._sheet, self.delivery], show_progress="hidden", api_visibility="private")


def chat_page(page: gr.Blocks, desk: FrontDesk, proving: Proving) -> gr.Dropdown:
    """The conversation with its evidence beside it; returns the list of documents to look at."""

    def shown(turns: list[Turn], before: Sequence[Turn] = ()) -> Shown:
        proofs = desk.evidence(turns) if proofs_arrive(turns, before) else gr.skip()
        waits = bool(turns) and turns[-1].stage is Stage.WAITING
        emptied = "" if waits else gr.skip()  # the next question may be typed meanwhile
        return turns, desk.conversation(turns), proofs, emptied, remembered(turns)

    async def growing(stages: AsyncIterator[list[Turn]], before: Sequence[Turn] = ()) -> AsyncIterator[Shown]:
        async for turns in stages:
            yield await in_thread(partial(shown, turns, before))
            before = turns

    async def ask(question: str, turns: list[Turn], picked: list[str]) -> AsyncIterator[Shown]:
        async for each in growing(desk.questions.ask(turns, question, picked)):
            yield each

    async def pick(turns: list[Turn], picked: list[str], event: gr.EventData) -> AsyncIterator[Shown]:
        async for each in growing(desk.questions.ask(turns, str(event.ask), picked)):
            yield each

    async def again(turns: list[Turn], picked: list[str]) -> AsyncIterator[Shown]:
        async for each in growing(desk.questions.again(turns, picked)):
            yield each

    async def restore(asked: list[str]) -> AsyncIterator[Shown]:
        async for each in growing(desk.questions.restored(asked)):
            yield each

    def cite(turns: list[Turn], event: gr.EventData) -> str:
        return desk.evidence(turns, int(event.turn), int(event.n))

    def judge(turns: list[Turn], event: gr.EventData) -> None:
        opinion = Opinion(bool(event.good), str(event.reason))
        gr.Info(desk.feedback.keep(turns, int(event.turn), opinion), title="反馈")

    turns = gr.State([])
    kept = gr.BrowserState([], storage_key="budget-qa", secret="budget-qa")
    with gr.Row(equal_height=False):
        with gr.Column(scale=6, min_width=320):
            talk = gr.HTML(desk.conversation([]), elem_id="bq-conversation", js_on_load=_asset("page.js"))
            with gr.Row(elem_classes="bq-ask"):
                question = gr.Textbox(
                    placeholder="请输入问题，按回车提问", label="问题", show_label=False, container=False, scale=8,
                    max_lines=4, max_length=2000, autofocus=True, elem_id="bq-question",
                )  # fmt: skip
                send = gr.Button("提问", scale=1, min_width=64, elem_id="bq-send")
                stop = gr.Button("停止", scale=1, min_width=64, elem_id="bq-stop")
                fresh = gr.Button("新对话", scale=1, min_width=64, elem_id="bq-fresh")
            with gr.Row(elem_classes="bq-exports"):
                exports = {kind: gr.Button(f"对话存为 {kind.upper()}", size="sm") for kind in ("docx", "xlsx")}
            with gr.Accordion("限定地区、部门、年度或文件", open=False, elem_id="bq-limits"):
                picked = _documents_to_look_at(desk)
        with gr.Column(scale=5, min_width=320):
            evidence = gr.HTML(desk.evidence([]), elem_id="bq-evidence", js_on_load=_asset("evidence.js", "proof.js"))
    proving.listen(evidence)
    outputs = [turns, talk, evidence, question, kept]
    growing_as: dict[str, Any] = {"show_progress": "hidden", "concurrency_id": "ask", "api_visibility": "private"}
    restoring = page.load(restore, [kept], outputs, **growing_as)
    growing_as |= {"cancels": [restoring]}  # what the browser kept must not come after what is asked now
    asking = talk.submit(pick, [turns, picked], outputs, **growing_as)
    retrying = talk.retry(again, [turns, picked], outputs, **growing_as)
    running = [restoring, asking, retrying]
    typed: dict[str, Any] = growing_as | {"trigger_mode": "always_last"}  # sent too early, it is asked afterwards
    running += [event(ask, [question, turns, picked], outputs, **typed) for event in (question.submit, send.click)]
    ending: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "cancels": running}
    stop.click(lambda turns: shown(stopped(turns)), [turns], outputs, **ending)
    fresh.click(lambda: shown([]), None, outputs, **ending)
    for kind, button in exports.items():
        button.click(partial(desk.conversation_file, kind=kind), [turns], [proving.delivery], api_visibility="private")
    talk.select(cite, [turns], [evidence], show_progress="hidden", api_visibility="private")
    talk.like(judge, [turns], None, api_visibility="private")
    return picked


def _documents_to_look_at(desk: FrontDesk) -> gr.Dropdown:
    return gr.Dropdown(desk.choices(), multiselect=True, label="只依据这些地区、部门、年度或文件（不选则依据全部）")


def check_page(desk: FrontDesk, proving: Proving) -> gr.Dropdown:
    """A pasted text and the verdict on each of its figures."""
    with gr.Row(equal_height=False):
        with gr.Column(scale=5, min_width=320):
            text = gr.Textbox(
                label="要核对的文字", placeholder="粘贴新闻稿、讲话稿、报告，或别的问答软件的回答", lines=12,
                max_lines=30, max_length=100_000, elem_id="bq-text",
            )  # fmt: skip
            start = gr.Button("核对", variant="primary", elem_id="bq-check")
            picked = _documents_to_look_at(desk)
        with gr.Column(scale=6, min_width=320):
            verdicts = gr.HTML(
                notice_html("核对结果会显示在这里。"), elem_id="bq-verdicts", js_on_load=_asset("proof.js")
            )
    proving.listen(verdicts)
    start.click(desk.check, [text, picked], [verdicts], api_visibility="private")
    return picked


def audit_page(desk: FrontDesk, proving: Proving) -> gr.Dropdown:
    """A document's inconsistencies, and the report as a file."""
    with gr.Row(elem_classes="bq-bar"):
        document = gr.Dropdown(desk.single_documents(), value=None, label="要审核的文件", scale=6, elem_id="bq-audited")
        reports = {kind: gr.Button(f"导出 {kind.upper()}", scale=1, min_width=96) for kind in ("html", "xlsx")}
    findings = gr.HTML(desk.audits.findings(None), elem_id="bq-findings", js_on_load=_asset("proof.js"))
    proving.listen(findings)
    document.change(desk.audits.findings, [document], [findings], api_visibility="private")
    for kind, button in reports.items():
        button.click(partial(desk.audits.report, kind=kind), [document], [proving.delivery], api_visibility="private")
    return document


def documents_page(desk: FrontDesk, proving: Proving, choosers: list[gr.Dropdown]) -> None:
    """The documents in the store: adding, reading again, removing, what was read of each."""

    def changed(note: str) -> tuple[object, ...]:
        lists = (desk.choices(), desk.choices(), desk.single_documents())
        return note, desk.library.listing(), *(gr.update(choices=choices) for choices in lists)

    def upload(paths: list[str]) -> Iterator[tuple[object, ...]]:
        yield from map(changed, desk.library.add([Path(path) for path in paths]))

    def read_again(event: gr.EventData) -> Iterator[tuple[object, ...]]:
        yield from map(changed, desk.library.read_again(str(event.doc)))

    def remove(event: gr.EventData) -> tuple[object, ...]:
        return changed(desk.library.remove(str(event.doc)))

    added = gr.File(
        label="添加文件（可一次选多个）", file_count="multiple", file_types=FILE_TYPES, height=140, elem_id="bq-add"
    )
    note = gr.HTML("", elem_id="bq-note")
    listing = gr.HTML(desk.library.listing(), elem_id="bq-listing", js_on_load=_asset("documents.js", "proof.js"))
    proving.listen(listing)
    shown = [note, listing, *choosers]
    added.upload(upload, [added], shown, show_progress="hidden", api_visibility="private")
    listing.retry(read_again, None, shown, show_progress="hidden", api_visibility="private")
    listing.delete(remove, None, shown, show_progress="hidden", api_visibility="private")


def evaluation_page(desk: FrontDesk, proving: Proving) -> None:
    """A question set run over the store: scores by kind, what went wrong, what changed since another run."""
    from eval.desk import EvaluationDesk

    trials = EvaluationDesk(desk.store, desk.assistant)

    def run(path: str | None) -> Iterator[tuple[object, ...]]:
        for shown in trials.run(Path(path) if path else None):
            yield shown, gr.skip(), gr.skip()
        runs = trials.runs()
        yield gr.skip(), gr.update(choices=runs, value=runs[0] if runs else None), gr.update(choices=runs)

    with gr.Row(elem_classes="bq-bar"):
        questions = gr.File(label="题集（JSONL）", file_types=[".jsonl"], height=140, scale=3, elem_id="bq-questions")
        start = gr.Button("开始评测", variant="primary", scale=1, min_width=110, elem_id="bq-run")
        opinions = gr.Button("把反馈存为题集", scale=1, min_width=140)
    with gr.Row(elem_classes="bq-bar"):
        new = gr.Dropdown(trials.runs(), value=None, label="看哪次运行", scale=3)
        old = gr.Dropdown(trials.runs(), value=None, label="与哪次比较", scale=3)
        report = gr.Button("下载报告", scale=1, min_width=110)
    scores = gr.HTML(notice_html("成绩会显示在这里。"), elem_id="bq-scores")
    start.click(run, [questions], [scores, new, old], show_progress="hidden", api_visibility="private")
    new.input(trials.scores, [new], [scores], api_visibility="private")
    old.input(trials.compare, [old, new], [scores], api_visibility="private")
    report.click(trials.report, [new], [proving.delivery], api_visibility="private")
    opinions.click(desk.feedback.question_set, None, [proving.delivery], api_visibility="private")


def _asset(*names: str) -> str:
    return "\n".join(files("assistant.rendering").joinpath(name).read_text("utf-8") for name in names)


def looks() -> dict[str, Any]:
    """How the page is shown: Gradio's plainest theme with the fonts of the reader's own machine; nothing is fetched."""
    fonts = ("Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", "sans-serif")
    theme = gr.themes.Base(primary_hue="teal", neutral_hue="stone", font=fonts, font_mono=("monospace",))
    assets = {"css": _asset("page.css"), "js": _asset("start.js")}
    return {"theme": theme, **assets, "footer_links": [], "max_file_size": "200mb"}


def application(desk: FrontDesk, access: Access, frames: Frames, asking_sites: Sequence[str] = ()) -> FastAPI:
    """The page over a desk and the other doors, as one application. ``asking_sites`` are origins whose scripts may ask."""
    from assistant.doors.application import doors
    from assistant.doors.frames import FrameRule
    from assistant.doors.origins import OriginRule
    from assistant.doors.window import Window

    whole = doors(Window(desk.store, desk.assistant), access)
    whole.add_middleware(FrameRule, frames=frames)
    if asking_sites:
        whole.add_middleware(OriginRule, origins=asking_sites)  # outermost: a browser asks first, without a token
    gr.mount_gradio_app(whole, build(desk, uploads=not access.public), path="/", show_error=False, **looks())
    return whole


def serve(store: Path, *, host: str = "127.0.0.1", port: int = 7860, public: bool = False) -> None:
    """Runs the page and the other doors until interrupted; an empty store is first filled with the samples.

    ``public``: anyone may ask and nobody may change anything without a token. Raises BudgetQaError when the port is
    taken, or when others than the public could reach what needs a token and there is none.
    """
    from assistant.doors.access import Access
    from assistant.doors.application import Server, bound
    from assistant.doors.frames import Frames
    from assistant.doors.origins import API_SETTING, named_origins
    from assistant.doors.tokens import Tokens

    access = Access.at(host, Tokens.configured(), public=public)
    frames, asking_sites = Frames.configured(), named_origins(API_SETTING)
    listening = bound(host, port)
    desk = FrontDesk.open(store, SAMPLES if SAMPLES.is_dir() else None)
    desk.warm_up()
    Server(application(desk, access, frames, asking_sites), listening).serve_until_stopped()


if __name__ == "__main__":
    sys.exit(main(["serve", *sys.argv[1:]]))
