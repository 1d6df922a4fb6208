"""Rates, queues, and many people at once."""

from __future__ import annotations

import asyncio
import json
import threading

import pytest

from assistant.doors.errors import DoorError
from assistant.doors.limits import Queue, RateLimit
from eval import load
from tests.loops import finished

pytestmark = pytest.mark.filterwarnings("ignore")  # clients and servers warn about their own internals


def test_a_bucket_fills_again() -> None:
    now = [0.0]
    rate = RateLimit(60, 2, lambda: now[0])
    assert [rate.wait("a"), rate.wait("a"), rate.wait("a"), rate.wait("b")] == [0, 0, 1, 0]
    now[0] = 1.0
    assert [rate.wait("a"), rate.wait("a")] == [0, 1]


def test_a_full_queue_sends_the_next_one_away() -> None:
    async def crowded() -> list[str]:
        queue, gate = Queue(workers=1, waiting=1), threading.Event()
        waiting = [asyncio.create_task(queue.run(gate.wait)) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(DoorError) as turned_away:
            await queue.run(gate.wait)
        gate.set()
        await asyncio.gather(*waiting)
        await queue.run(gate.wait)
        return [turned_away.value.code]

    assert finished(crowded()) == ["busy"]


def test_the_load_is_measured_on_this_machine_only(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    users = ["--users", "4", "--seconds", "1", "--pause", "0.05", "--max-p95", "20"]
    assert load.main(["--url", address, *users]) == 0
    measured = json.loads(capsys.readouterr().out)
    assert measured["requests"] > 4
    assert (measured["users"], measured["errors"]) == (4, 0)
    assert load.main(["--url", "http://budget.example:80", *users]) == 2
    assert "本机" in capsys.readouterr().err


def test_percentiles_are_of_the_times() -> None:
    asked = [load.Asked(n / 1000, n != 7) for n in range(1, 101)]
    measured = load.summary(asked, 10)
    assert (measured["p95_ms"], measured["max_ms"], measured["errors"], measured["per_second"]) == (95, 100, 1, 10)
