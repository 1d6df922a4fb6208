"""A file handed to the browser: a link that holds the content, which the page's script follows at once."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from itertools import count

from assistant.rendering.escaping import escape

CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
HTML = "text/html"
JSONL = "application/jsonl"

_UNFIT = str.maketrans(dict.fromkeys('/\\:*?"<>|\r\n\t', "_"))
_numbers = count(1)  # the same file twice is two deliveries


@dataclass(frozen=True, slots=True)
class File:
    name: str
    media_type: str
    content: bytes


def file_name(*parts: str) -> str:
    """Parts of a file name joined, without the characters that a file name cannot have."""
    return "-".join(part.translate(_UNFIT).strip() for part in parts if part.strip())[:120]


def delivery_html(file: File) -> str:
    content = b64encode(file.content).decode()
    return (
        f'<a class="bq-delivery" data-number="{next(_numbers)}" download="{escape(file.name)}" '
        f'href="data:{file.media_type};base64,{content}">{escape(file.name)}</a>'
    )
