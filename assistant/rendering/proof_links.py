"""Buttons that open proofs, and what they ask for: a page, a cell in its table, a table as a file.

A button carries its request as JSON; what comes back from the browser is checked here before anything is opened.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from assistant.rendering.escaping import escape
from index.errors import BudgetQaError
from index.model import BBox, BudgetDocument

LONGEST_QUOTE = 1000


class _Request(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    document: str = Field(max_length=200)


class PageRequest(_Request):
    """An original page (from 1), with these boxes drawn on it, in points; or around this quote, wherever from that
    page on it stands."""

    open: Literal["page"] = "page"
    page: int
    boxes: tuple[BBox, ...] = Field(default=(), max_length=60)
    quote: str = Field(default="", max_length=LONGEST_QUOTE)


class CellRequest(_Request):
    """A table as read with one cell marked (``row`` None: with none)."""

    open: Literal["cell"] = "cell"
    table: str = Field(max_length=200)
    row: int | None = None
    column: int | None = None


class DocumentRequest(_Request):
    """What was read of a document."""

    open: Literal["document"] = "document"


class SaveRequest(_Request):
    """A table as a file."""

    open: Literal["save"] = "save"
    table: str = Field(max_length=200)
    kind: Literal["csv", "xlsx"]


ProofRequest = PageRequest | CellRequest | DocumentRequest | SaveRequest
_READER: TypeAdapter[ProofRequest] = TypeAdapter(Annotated[ProofRequest, Field(discriminator="open")])


def read_request(text: str) -> ProofRequest:
    """The request of a button; BudgetQaError for anything that no button asks."""
    try:
        return _READER.validate_json(text[:20_000])
    except ValidationError as error:
        raise BudgetQaError("打不开：请求的格式不对。") from error


def proof_button(request: ProofRequest, label: str, title: str = "") -> str:
    """A button that asks for a proof."""
    hint = f' title="{escape(title)}"' if title else ""
    popup = "" if isinstance(request, SaveRequest) else ' aria-haspopup="dialog"'
    asked = escape(request.model_dump_json(exclude_defaults=False))
    return f'<button type="button" class="bq-tool" data-proof="{asked}"{popup}{hint}>{escape(label)}</button>'


def page_button(
    document: BudgetDocument,
    page: int | None,
    boxes: Iterable[BBox | None] = (),
    label: str = "看原页",
    quote: str = "",
) -> str:
    """Opens the original page; nothing where the format has no pages."""
    if page is None or document.source.media_type != "pdf":
        return ""
    drawn = tuple((round(a, 1), round(b, 1), round(c, 1), round(d, 1)) for a, b, c, d in filter(None, boxes))
    asked = PageRequest(document=document.id, page=page, boxes=drawn[:60], quote=quote[:LONGEST_QUOTE])
    return proof_button(asked, label)


def save_buttons(document: BudgetDocument, table: str) -> str:
    """Hand the whole table over as a file."""
    return "".join(
        proof_button(
            SaveRequest(document=document.id, table=table, kind=kind), kind.upper(), f"把整张表存为 {kind.upper()} 文件"
        )
        for kind in ("csv", "xlsx")
    )
