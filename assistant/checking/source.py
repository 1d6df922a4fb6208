"""The text to check: from a file or standard input, refused in one line where it is none."""

from __future__ import annotations

import sys
from pathlib import Path

from index.errors import BudgetQaError

LONGEST = 2_000_000  # characters


def read_text(path: Path | None) -> str:
    """A text file's words (UTF-8 or GB18030), or standard input's; BudgetQaError when it is empty or not text."""
    name = path.name if path else "标准输入"
    try:
        raw = path.read_bytes() if path else sys.stdin.buffer.read()
    except OSError as error:
        raise BudgetQaError(f"{name}：无法读取（{error.strerror}）") from error
    if not raw.strip():
        raise BudgetQaError(f"{name}：没有文字可以核对")
    if b"\0" in raw[:4096]:
        raise BudgetQaError(f"{name}：不是文本文件；先另存为 TXT，或把文字粘贴到标准输入")
    text = _decoded(raw, name)
    if len(text) > LONGEST:
        raise BudgetQaError(f"{name}：文字超过 {LONGEST // 10_000} 万字，请分段核对")
    return text


def _decoded(raw: bytes, name: str) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BudgetQaError(f"{name}：不是 UTF-8 或 GB18030 文本")
