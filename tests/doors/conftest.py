"""One window over two sample documents, and one server without tokens, for all tests of the doors."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.doors.access import Access
from assistant.doors.window import Window
from tests.doors.server import served, window_over_samples


@pytest.fixture(scope="session")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Window]:
    with window_over_samples(tmp_path_factory.mktemp("doors")) as opened:
        yield opened


@pytest.fixture(scope="session")
def address(window: Window) -> Iterator[str]:
    with served(window, Access()) as local:
        yield local
