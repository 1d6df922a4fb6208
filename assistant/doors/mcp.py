"""The Model Context Protocol: tools for assistants that look budgets up themselves, over HTTP and stdio."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from functools import partial
from typing import Annotated, Any, TypeVar

from mcp.server.fastmcp import FastMCP
from mcp.server.fastmcp.exceptions import ToolError
from mcp.server.transport_security import TransportSecuritySettings
from mcp.types import ContentBlock, ToolAnnotations
from pydantic import Field, ValidationError

from assistant.doors.errors import DoorError, told
from assistant.doors.limits import LONGEST_QUESTION, LONGEST_TEXT, MOST_DOCUMENTS, MOST_TURNS, Queue
from assistant.doors.requests import said
from assistant.doors.window import Window
from assistant.rendering.contract import Json
from index.errors import BudgetQaError

logger = logging.getLogger(__name__)

T = TypeVar("T")
Name = Annotated[str, Field(max_length=300)]
Question = Annotated[str, Field(min_length=1, max_length=LONGEST_QUESTION, description="问题，用中文")]
History = Annotated[
    list[Annotated[str, Field(max_length=LONGEST_QUESTION)]],
    Field(max_length=MOST_TURNS, description="同一对话中先前的问题，由旧到新"),
]
Documents = Annotated[
    list[Name], Field(max_length=MOST_DOCUMENTS, description="只依据这些文件（编号或文件名）；空则依据全部")
]

_ABOUT = "就已读入的政府部门预算、决算公开文件提问。答案中的每个数字都有出处或算式；文件里没有的会说明没有。"
_READS = ToolAnnotations(readOnlyHint=True, destructiveHint=False, idempotentHint=True, openWorldHint=False)


def server(window: Window, queue: Queue) -> FastMCP:
    """The server with its four tools; each answers with the JSON of ``/api``. Who may call is decided at the door."""
    mcp = _Server(
        "budget-qa",
        instructions=_ABOUT,
        stateless_http=True,
        json_response=True,
        log_level="ERROR",  # what callers do wrong is told to them
        # hosts and tokens are the doorkeeper's, for all doors alike
        transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
    )

    @mcp.tool(annotations=_READS)
    async def ask(question: Question, history: History = [], documents: Documents = []) -> Json:  # noqa: B006
        """回答一个关于部门预算、决算的问题，附数字、算式与出处（figures、citations）。问不到的 outcome 为 refusal。"""
        return await _told(queue, partial(window.ask, question, history, documents))

    @mcp.tool(annotations=_READS)
    async def search_tables(
        query: Annotated[str, Field(min_length=1, max_length=500, description="要找什么表、什么科目或项目")],
        documents: Documents = [],  # noqa: B006
        limit: Annotated[int, Field(ge=1, le=50)] = 10,
    ) -> Json:
        """按几个词查找表格，返回各表所在的文件、编号、表名、单位和栏目；用 get_table 取出整张表。"""
        return {"tables": await _told(queue, partial(window.search_tables, query, documents, limit))}

    @mcp.tool(annotations=_READS)
    async def get_table(
        document: Annotated[Name, Field(description="文件的编号或文件名")],
        table: Annotated[Name, Field(description="表的编号、表号（表四）或表名")],
    ) -> Json:
        """取出一张表：栏目、各行和每个单元格；certain 为 false 的单元格，其栏位是推断的。"""
        return await _told(queue, partial(window.table, document, table))

    @mcp.tool(annotations=_READS)
    async def check_text(
        text: Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT, description="要核对的文字")],
        documents: Documents = [],  # noqa: B006
    ) -> Json:
        """核对一段文字中的每个数字：与文件相符、重算得出、不符（附应有的数）或没有依据。"""
        return await _told(queue, partial(window.check, text, documents))

    return mcp


class _Server(FastMCP):
    """Says in one Chinese line what is wrong with the arguments of a call."""

    async def call_tool(self, name: str, arguments: dict[str, Any]) -> Sequence[ContentBlock] | dict[str, Any]:
        try:
            return await super().call_tool(name, arguments)
        except ToolError as error:
            if isinstance(error.__cause__, ValidationError):
                raise ToolError(said(error.__cause__.errors())) from error
            raise


async def _told(queue: Queue, work: Callable[[], T]) -> T:
    """What the work gives; what goes wrong as one line for the caller."""
    try:
        return await queue.run(work)
    except DoorError as error:
        raise ToolError(error.message) from error
    except BudgetQaError as error:
        raise ToolError(told(error).message) from error
    except Exception as error:
        logger.error("unexpected error", exc_info=error)
        raise ToolError(DoorError(500).message) from error
