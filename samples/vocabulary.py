"""The words of the samples, read from ``words/*.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def words(name: str) -> dict[str, Any]:
    """One file of ``samples/words`` (``departments``, ``places``, ``codes``, ``narrative``)."""
    return tomllib.loads((files("samples.words") / f"{name}.toml").read_text(encoding="utf-8"))


def function_name(code: str) -> str:
    return str(words("codes")["function"][code])


def economic_name(code: str) -> str:
    return str(words("codes")["economic"][code])


def full_function_name(code: str) -> str:
    """A functional item named as prose names it: ``社会保障和就业支出（类）…（款）…（项）``."""
    parts = (code[:3], code[:5], code)
    return "".join(f"{function_name(part)}（{level}）" for part, level in zip(parts, "类款项", strict=True))
