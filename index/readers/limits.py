"""Running a reader in a process of its own, so that no file can hang, flood or crash the program.

The process is killed when its time is up and may not take more memory than allowed. It comes from a fork server
that has the parsers loaded, which makes it cheap (some ten milliseconds). Work that is known to be long (pages that
must be recognised from pictures) asks for more time as it goes, up to a limit of its own.
"""

from __future__ import annotations

import multiprocessing
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any, TypeVar

from index.errors import ReadError

if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

Argument = TypeVar("Argument")
Result = TypeVar("Result")

_PRELOADED = ["index.readers.loaded"]


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may take; ``most_seconds`` counts the time that the work asked for (``allow``)."""

    seconds: float = 300.0
    most_seconds: float = 1800.0
    memory_bytes: int = 4 << 30
    file_bytes: int = 512 << 20


_asked: list[Connection] = []  # in the process that works: where it asks for more time


def allow(seconds: float) -> None:
    """Asks for ``seconds`` more for the work now running; without effect where no limits hold."""
    for sender in _asked:
        sender.send(seconds)


def run_limited(work: Callable[[Argument], Result], argument: Argument, name: str, limits: Limits) -> Result:
    """``work(argument)`` in another process; ReadError (with the file's ``name``) when it fails or passes a limit."""
    receiver, sender = multiprocessing.Pipe(duplex=False)
    context = _context()
    process = context.Process(  # type: ignore[attr-defined]
        target=_serve, args=(sender, work, argument, name, limits.memory_bytes), daemon=True
    )
    process.start()
    sender.close()
    try:
        succeeded, result = outcome(receiver, name, limits)
    except (EOFError, OSError) as error:
        raise ReadError(f"{name}：解析程序异常退出，文件可能已损坏或过大。") from error
    finally:
        receiver.close()
        process.kill()
        process.join()
    if not succeeded:
        raise ReadError(result)
    done: Result = result
    return done


def outcome(receiver: Connection, name: str, limits: Limits) -> tuple[bool, Any]:
    """What the work sends at its end: (True, its result) or (False, why it failed). ReadError when its time is up."""
    started, allowed = time.monotonic(), limits.seconds
    while receiver.poll(max(started + allowed - time.monotonic(), 0.0)):
        message = receiver.recv()
        if not isinstance(message, float):
            succeeded, result = message
            return succeeded, result
        allowed = min(allowed + message, max(limits.most_seconds, limits.seconds))
    raise ReadError(f"{name}：读取超过 {allowed:g} 秒仍未完成，已放弃这个文件。")


def _context() -> BaseContext:
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_PRELOADED)
    return context


def _serve(
    sender: Connection, work: Callable[[Argument], Result], argument: Argument, name: str, memory_bytes: int
) -> None:
    _limit_memory(memory_bytes)
    _asked.append(sender)
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
