"""The web app: layout and handlers only; what is said and shown is decided in ``assistant``."""

from __future__ import annotations

import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

from assistant.offline import stay_offline

stay_offline()

import gradio as gr  # noqa: E402 - Gradio reads its switches when it is imported

from assistant.cli import main  # noqa: E402
from assistant.conversation import Turn  # noqa: E402 - Gradio resolves the handlers' annotations
from assistant.front_desk import EXAMPLES, FrontDesk  # noqa: E402

HEAD = '<div class="bq-head"><h1>预算问答</h1><p>每个数字都有出处</p></div>'
SAMPLES = Path(__file__).parent / "samples" / "documents"
FILE_TYPES = [".pdf", ".xlsx", ".xls", ".docx", ".doc", ".html", ".htm", ".txt"]
Shown = tuple[list[Turn], str, str, str]


def build(desk: FrontDesk, *, uploads: bool = True) -> gr.Blocks:
    """The page over a desk. ``uploads`` False leaves out everything that changes the store."""

    def ask(question: str, turns: list[Turn], picked: list[str]) -> Shown:
        if not question.strip():
            return turns, desk.conversation(turns), desk.evidence(turns), ""
        turns = desk.ask(turns, question, picked)
        return turns, desk.conversation(turns), desk.evidence(turns), ""

    def pick(turns: list[Turn], picked: list[str], event: gr.EventData) -> Shown:
        return ask(str(event.ask), turns, picked)

    def cite(turns: list[Turn], event: gr.EventData) -> str:
        return desk.evidence(turns, int(event.turn), int(event.n))

    def open_page(event: gr.EventData) -> str:
        return desk.proofs.page(str(event.doc), int(event.page), str(event.boxes))

    def save_table(event: gr.EventData) -> str:
        return desk.proofs.table(str(event.doc), str(event.table), str(event.save))

    def clear() -> Shown:
        return [], desk.conversation([]), desk.evidence([]), ""

    def upload(paths: list[str]) -> tuple[str, str, dict[str, object]]:
        message = desk.add([Path(path) for path in paths])
        return message, desk.listing(), gr.update(choices=desk.choices())

    page: gr.Blocks
    with gr.Blocks(title="预算问答", analytics_enabled=False) as page:
        turns = gr.State([])
        gr.HTML(HEAD)
        with gr.Row(equal_height=False):
            with gr.Column(scale=6, min_width=320):
                talk = gr.HTML(desk.conversation([]), elem_id="bq-conversation", js_on_load=_asset("page.js"))
                with gr.Row(elem_classes="bq-examples"):
                    examples = [gr.Button(text, size="sm") for text in EXAMPLES]
                with gr.Row(elem_classes="bq-ask"):
                    question = gr.Textbox(
                        placeholder="请输入问题，按回车提问", show_label=False, container=False, scale=8, max_lines=4,
                        max_length=2000, autofocus=True, elem_id="bq-question",
                    )  # fmt: skip
                    send = gr.Button("提问", scale=1, min_width=64, elem_id="bq-send")
                    fresh = gr.Button("新对话", scale=1, min_width=64, elem_id="bq-fresh")
                with gr.Accordion("文件", open=False):
                    picked = gr.Dropdown(desk.choices(), multiselect=True, label="只依据这些文件（不选则依据全部）")
                    listing = gr.HTML(desk.listing())
                    if uploads:
                        added = gr.File(label="添加文件", file_count="multiple", file_types=FILE_TYPES, height=110)
                        note = gr.HTML("")
                        added.upload(upload, [added], [note, listing, picked], api_visibility="private")
            with gr.Column(scale=5, min_width=320):
                evidence = gr.HTML(
                    desk.evidence([]), elem_id="bq-evidence", js_on_load=_asset("evidence.js", "proof.js")
                )
        sheet = gr.HTML("", elem_id="bq-sheet", js_on_load=_asset("sheet.js", "proof.js"))
        delivery = gr.HTML("", elem_id="bq-delivery", js_on_load=_asset("delivery.js"))
        shown = [turns, talk, evidence, question]
        for trigger in (question.submit, send.click):
            trigger(ask, [question, turns, picked], shown, api_visibility="private")
        for example in examples:
            example.click(ask, [example, turns, picked], shown, api_visibility="private")
        talk.submit(pick, [turns, picked], shown, api_visibility="private")
        talk.select(cite, [turns], [evidence], api_visibility="private")
        for shown_in in (evidence, sheet):
            shown_in.expand(open_page, None, [sheet], api_visibility="private")
        evidence.download(save_table, None, [delivery], api_visibility="private")
        fresh.click(clear, None, shown, api_visibility="private")
    return page


def _asset(*names: str) -> str:
    return "\n".join(files("assistant.rendering").joinpath(name).read_text("utf-8") for name in names)


def theme() -> gr.Theme:
    """Gradio's plainest theme with the fonts of the reader's own machine; nothing is fetched."""
    fonts = ("Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", "sans-serif")
    return gr.themes.Base(primary_hue="teal", neutral_hue="stone", font=fonts, font_mono=("monospace",))


def looks() -> dict[str, Any]:
    """How the page is shown: style, limits, and no link to the outside."""
    return {"theme": theme(), "css": _asset("page.css"), "footer_links": [], "max_file_size": "200mb"}


def launch_options(host: str, port: int) -> dict[str, Any]:
    """How the page is served alone, without the other doors."""
    return {"server_name": host, "server_port": port or None, "share": False, **looks()}


def serve(store: Path, *, host: str = "127.0.0.1", port: int = 7860, public: bool = False) -> None:
    """Runs the page and the other doors until interrupted; an empty store is first filled with the samples.

    ``public``: anyone may ask and nobody may change anything without a token. Raises BudgetQaError when the port is
    taken, or when others than the public could reach what needs a token and there is none.
    """
    from assistant.doors.access import Access
    from assistant.doors.application import Server, bound, doors
    from assistant.doors.tokens import Tokens
    from assistant.doors.window import Window

    access = Access.at(host, Tokens.configured(), public=public)
    listening = bound(host, port)
    desk = FrontDesk.open(store, SAMPLES if SAMPLES.is_dir() else None)
    application = doors(Window(desk.store, desk.assistant), access)
    gr.mount_gradio_app(application, build(desk, uploads=not public), path="/", show_error=False, **looks())
    Server(application, listening).serve_until_stopped()


if __name__ == "__main__":
    sys.exit(main(["serve", *sys.argv[1:]]))
