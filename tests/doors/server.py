"""The doors on a real server at a loopback port, for tests of what comes through them."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fastapi import FastAPI

from assistant.doors.access import Access
from assistant.doors.application import Server, bound, doors
from assistant.doors.window import Window
from assistant.front_desk import FrontDesk
from assistant.service import Assistant
from index.pipeline import index_paths
from index.stores import Store
from tests.loops import finished

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "samples" / "documents"
OFFICE = "栖川市雁回区麦浪桥街道办事处"
YEARS = ("2023", "2024")  # the samples that are quick to read


@contextmanager
def window_over_samples(folder: Path) -> Iterator[Window]:
    """A window over two sample documents of one office."""
    files = [file for file in sorted(SAMPLES.glob(f"{OFFICE}*")) if any(year in file.name for year in YEARS)]
    with Store.open(folder) as store:
        index_paths(files, store)
        yield Window(store, Assistant(store))


def doors_and_page(window: Window, access: Access) -> FastAPI:
    """The doors with the page at ``/``, as ``budget-qa serve`` puts them together.

    Built while an event loop runs: where none does, Gradio makes one for each of its locks and closes none of them.
    """
    import app

    async def built() -> FastAPI:
        application, desk = doors(window, access), FrontDesk(window.store, window.assistant)
        page = app.build(desk, uploads=not access.public)
        app.gr.mount_gradio_app(application, page, path="/", show_error=False, **app.looks())
        return application

    return finished(built())


@contextmanager
def served(window: Window, access: Access, application: FastAPI | None = None) -> Iterator[str]:
    """The address (without a slash at the end) of the doors under these rules, or of this application."""
    with bound("127.0.0.1", 0) as listening:
        server = Server(application or doors(window, access), listening)
        thread = threading.Thread(target=server.serve_until_stopped, daemon=True)
        thread.start()
        until = time.monotonic() + 20
        while not server.started and time.monotonic() < until:
            time.sleep(0.01)
        assert server.started
        try:
            yield server.address.rstrip("/")
        finally:
            server.should_exit = True
            thread.join(10)
