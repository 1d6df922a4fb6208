"""Running a reader in a process of its own, so that no file can hang, flood or crash the program.

The process is killed when its time is up and may not take more memory than allowed. It comes from a fork server
that has the parsers loaded, which makes it cheap (some ten milliseconds). Work that is known to be long (pages that
must be recognised from pictures) asks for more time as it goes, up to a limit of its own. Work that goes by pages says
which page it begins: a page that hangs or kills the process is given up, and the file is read again without it.
"""

from __future__ import annotations

import multiprocessing
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from index.errors import ReadError

if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

Argument = TypeVar("Argument")
Result = TypeVar("Result")
PageProgress = Callable[[int, int], None]

_PRELOADED = ["index.readers.loaded"]


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may take; ``most_seconds`` counts the time that the work asked for (``allow``)."""

    seconds: float = 300.0
    most_seconds: float = 1800.0
    page_seconds: float = 60.0
    lost_pages: int = 5  # a file that loses more is given up
    memory_bytes: int = 4 << 30
    file_bytes: int = 512 << 20


# ---------------------------------------------------------------- in the process that works


class _Begun(NamedTuple):
    """A page begins; page 0: all are done."""

    page: int
    total: int


_asked: list[Connection] = []  # where the work tells how it goes
_given_up: dict[int, str] = {}  # pages that an earlier attempt lost, and why


def allow(seconds: float) -> None:
    """Asks for ``seconds`` more for the work now running; without effect where no limits hold."""
    for sender in _asked:
        sender.send(seconds)


def page_jobs(total: int) -> Iterator[tuple[int, str]]:
    """Page numbers from 1, each with "" or, for a page that must be passed over, the reason in Chinese."""
    for number in range(1, total + 1):
        for sender in _asked:
            sender.send(_Begun(number, total))
        yield number, _given_up.get(number, "")
    for sender in _asked:
        sender.send(_Begun(0, total))


# ---------------------------------------------------------------- in the process that watches


class PageLostError(Exception):
    """A page hung or killed the process that read it."""

    def __init__(self, page: int, reason: str) -> None:
        super().__init__(f"page {page}: {reason}")
        self.page, self.reason = page, reason


def run_limited(
    work: Callable[[Argument], Result],
    argument: Argument,
    name: str,
    limits: Limits,
    progress: PageProgress | None = None,
) -> Result:
    """``work(argument)`` in another process; ReadError (with the file's ``name``) when it fails or passes a limit.

    ``progress(page, pages)`` is called as pages begin, where the work goes by pages (``page_jobs``).
    """
    lost: dict[int, str] = {}
    while True:
        try:
            return _attempt(work, argument, name, limits, progress, lost)
        except PageLostError as error:
            lost[error.page] = error.reason
        if len(lost) > limits.lost_pages:
            pages = "、".join(map(str, sorted(lost)))
            raise ReadError(f"{name}：第{pages}页都无法读取（{lost[max(lost)]}），已放弃这个文件。")


def _attempt(
    work: Callable[[Argument], Result],
    argument: Argument,
    name: str,
    limits: Limits,
    progress: PageProgress | None,
    lost: Mapping[int, str],
) -> Result:
    receiver, sender = multiprocessing.Pipe(duplex=False)
    process = _context().Process(  # type: ignore[attr-defined]
        target=_serve, args=(sender, work, argument, name, limits.memory_bytes, dict(lost)), daemon=True
    )
    process.start()
    sender.close()
    try:
        succeeded, result = outcome(receiver, name, limits, progress)
    finally:
        receiver.close()
        process.kill()
        process.join()
    if not succeeded:
        raise ReadError(result)
    done: Result = result
    return done


def outcome(receiver: Connection, name: str, limits: Limits, progress: PageProgress | None = None) -> tuple[bool, Any]:
    """What the work sends at its end: (True, its result) or (False, why it failed).

    ReadError when its time is up or it died; PageLostError when that happened over a page.
    """
    started, allowed = time.monotonic(), limits.seconds
    page, page_ends = 0, float("inf")
    while True:
        left = min(started + allowed, page_ends) - time.monotonic()
        try:
            if not receiver.poll(max(left, 0.0)):
                break
            message = receiver.recv()
        except (EOFError, OSError) as error:
            if page:
                raise PageLostError(page, "解析程序异常退出") from error
            raise ReadError(f"{name}：解析程序异常退出，文件可能已损坏或过大。") from error
        if isinstance(message, _Begun):
            page = message.page
            page_ends = time.monotonic() + limits.page_seconds if page else float("inf")
            if page and progress is not None:
                progress(*message)
        elif isinstance(message, float):
            allowed = min(allowed + message, max(limits.most_seconds, limits.seconds))
            page_ends += message
        else:
            succeeded, result = message
            return succeeded, result
    if page and time.monotonic() >= page_ends:
        raise PageLostError(page, f"读取超过 {limits.page_seconds:g} 秒")
    raise ReadError(f"{name}：读取超过 {allowed:g} 秒仍未完成，已放弃这个文件。")


def _context() -> BaseContext:
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_PRELOADED)
    return context


def _serve(
    sender: Connection,
    work: Callable[[Argument], Result],
    argument: Argument,
    name: str,
    memory_bytes: int,
    lost: dict[int, str],
) -> None:
    _limit_memory(memory_bytes)
    _asked.append(sender)
    _given_up.update(lost)
    try:
        sender.send((True, work(argument)))
    except ReadError as error:
        sender.send((False, str(error)))
    except MemoryError:
        sender.send((False, f"{name}：读取时内存超过上限，文件过大或已损坏。"))
    except RecursionError:
        sender.send((False, f"{name}：内容嵌套过深，无法读取。"))
    except Exception as error:  # a parser's own surprise: the user gets one line, not a traceback
        sender.send((False, f"{name}：文件内容无法解析（{type(error).__name__}）。"))


def _limit_memory(memory_bytes: int) -> None:
    if sys.platform != "linux":
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    soft = memory_bytes if hard == resource.RLIM_INFINITY else min(memory_bytes, hard)
    resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
