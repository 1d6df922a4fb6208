"""How much may be asked: lengths, questions a minute for each client, and how many may wait."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import anyio.to_thread

from assistant.doors.errors import DoorError
from assistant.service import MAX_QUESTION

LONGEST_QUESTION = MAX_QUESTION  # characters
LONGEST_TEXT = 20_000  # characters of a text to be checked
MOST_TURNS = 50  # earlier questions of a conversation
MOST_DOCUMENTS = 200  # documents named in one request
LARGEST_BODY = 1 << 20  # bytes of a request
LARGEST_FILE = 200 << 20  # bytes of an uploaded document
MOST_WAITING = 200  # requests waiting for their turn before the next one is sent away

_CLIENTS = 10_000
T = TypeVar("T")


@dataclass(slots=True)
class _Bucket:
    left: float
    seen: float


class RateLimit:
    """A token bucket for each client: ``burst`` requests at once, then ``per_minute``. The clients that were seen
    longest ago are forgotten first."""

    def __init__(self, per_minute: float, burst: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_second = per_minute / 60
        self._burst = burst
        self._clock = clock
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def wait(self, client: str) -> float:
        """Takes one request from the client's bucket: 0.0, or the seconds until there is one to take."""
        now = self._clock()
        bucket = self._buckets.setdefault(client, _Bucket(self._burst, now))
        self._buckets.move_to_end(client)
        if len(self._buckets) > _CLIENTS:
            self._buckets.popitem(last=False)
        bucket.left = min(self._burst, bucket.left + (now - bucket.seen) * self._per_second)
        bucket.seen = now
        if bucket.left >= 1:
            bucket.left -= 1
            return 0.0
        return (1 - bucket.left) / self._per_second


class Queue:
    """Work in a thread, ``workers`` at a time and in the order of arrival; whoever finds the queue full is sent away.

    Answering is computing: more workers than one would only slow each other down.
    """

    def __init__(self, workers: int = 1, waiting: int = MOST_WAITING) -> None:
        self._workers = workers
        self._most = workers + waiting
        self._present = 0
        self._limiter: anyio.CapacityLimiter | None = None  # belongs to the event loop that first uses it

    async def run(self, work: Callable[[], T]) -> T:
        """Raises DoorError 503 when too many are waiting."""
        if self._present >= self._most:
            raise DoorError(503)
        self._present += 1
        try:
            self._limiter = self._limiter or anyio.CapacityLimiter(self._workers)
            return await anyio.to_thread.run_sync(work, limiter=self._limiter)
        finally:
            self._present -= 1
