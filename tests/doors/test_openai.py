"""The OpenAI door ``/v1``, asked by OpenAI's own client."""

from __future__ import annotations

import pytest

from assistant.rendering.markdown import answer_markdown, plain_markdown
from tests.doors.asking import FOLLOW_UP, SUM, post, without_time
from tests.example import ANSWER, HOSTILE

pytestmark = pytest.mark.filterwarnings("ignore")  # clients and servers warn about their own internals


def test_the_openai_client_is_answered(address: str) -> None:
    openai = pytest.importorskip("openai")
    client = openai.OpenAI(base_url=f"{address}/v1", api_key="unused")
    assert [model.id for model in client.models.list()] == [client.models.retrieve("budget-qa").id] == ["budget-qa"]
    said = client.chat.completions.create(
        model="budget-qa",
        temperature=0,
        messages=[
            {"role": "system", "content": "简短回答"},
            {"role": "user", "content": SUM},
            {"role": "assistant", "content": "（先前的回答）"},
            {"role": "user", "content": [{"type": "text", "text": FOLLOW_UP}]},
        ],
    )
    expected = post(address, "/api/ask", {"question": FOLLOW_UP, "history": [SUM]}).json()
    extra = said.model_extra["budget_qa"]
    assert without_time(extra) == without_time(expected)
    content = said.choices[0].message.content
    assert content.startswith(expected["answer"])
    assert f"[1] {expected['citations'][0]['document']}" in content
    assert said.choices[0].finish_reason == "stop"
    assert said.usage.total_tokens > 0


def test_the_openai_client_streams(address: str) -> None:
    openai = pytest.importorskip("openai")
    client = openai.OpenAI(base_url=f"{address}/v1", api_key="unused")
    request = {"model": "budget-qa", "messages": [{"role": "user", "content": SUM}]}
    whole = client.chat.completions.create(**request)
    chunks = list(client.chat.completions.create(**request, stream=True, stream_options={"include_usage": True}))
    text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
    assert text == whole.choices[0].message.content
    assert len(chunks) > 4
    ends = [chunk for chunk in chunks if chunk.choices and chunk.choices[0].finish_reason]
    assert [end.model_extra["budget_qa"]["outcome"] for end in ends] == ["answer"]
    assert chunks[-1].usage.total_tokens == whole.usage.total_tokens


def test_the_openai_client_reads_errors(address: str) -> None:
    openai = pytest.importorskip("openai")
    client = openai.OpenAI(base_url=f"{address}/v1", api_key="unused")
    with pytest.raises(openai.UnprocessableEntityError, match="问题太长"):
        client.chat.completions.create(model="budget-qa", messages=[{"role": "user", "content": "问" * 2001}])


def test_markdown_shows_text_as_it_is() -> None:
    assert plain_markdown("[1] 2024年—A_B") == "[1] 2024年—A\\_B"
    assert plain_markdown("![x](y)<script>\n# 标题\n- 一") == "\\![x\\](y)\\<script\\>\n\\# 标题\n\\- 一"
    assert "<img" not in answer_markdown(ANSWER).replace("\\<", "") + plain_markdown(HOSTILE).replace("\\<", "")
