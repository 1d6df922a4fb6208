"""The requests that Open WebUI and Dify send to an OpenAI server, in their shapes, and how they read the answers."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from assistant.doors.chores import chore_answer, own_words
from tests.doors.asking import FOLLOW_UP, SUM, post, without_time

pytestmark = pytest.mark.filterwarnings("ignore")  # clients and servers warn about their own internals

CHAT = "/v1/chat/completions"
TOOLS = [
    {
        "type": "function",
        "function": {"name": "search_web", "description": "搜索", "parameters": {"type": "object", "properties": {}}},
    }
]
PICTURE = {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw0KGgo=", "detail": "low"}}

# Open WebUI: the model's own settings, usage asked for, the tools that are switched on
OPEN_WEBUI = {
    "stream": True,
    "model": "budget-qa",
    "messages": [
        {"role": "system", "content": "你是单位的财务助手。今天是 2026-03-01。"},
        {"role": "user", "content": SUM},
        {"role": "assistant", "content": "（先前的回答）"},
        {"role": "user", "content": FOLLOW_UP},
    ],
    "stream_options": {"include_usage": True},
    "temperature": 0.7,
    "top_p": 0.9,
    "max_tokens": 128,
    "seed": 0,
    "stop": ["###"],
    "frequency_penalty": 0,
    "logit_bias": {},
    "tools": TOOLS,
}
# Dify: text and pictures as parts, its own id of the user, a tool choice beside the tools, null for what is not set
DIFY = {
    "model": "budget-qa",
    "stream": True,
    "temperature": 0.7,
    "top_p": 1,
    "presence_penalty": 0,
    "frequency_penalty": 0,
    "max_tokens": 512,
    "messages": [
        {"role": "system", "content": "依据知识库回答。"},
        {"role": "user", "content": [{"type": "text", "text": SUM}]},
        {"role": "assistant", "content": "（先前的回答）", "tool_calls": []},
        {"role": "user", "content": [PICTURE, {"type": "text", "text": FOLLOW_UP}]},
    ],
    "tools": TOOLS,
    "tool_choice": "auto",
    "stop": ["Observation"],
    "user": "6b1e1f0a-0000-4000-8000-000000000000",
    "n": None,
    "response_format": None,
    "stream_options": None,
}


def history(*turns: str) -> str:
    """A conversation as Open WebUI writes it into its own tasks."""
    said = "\n".join(f"{'USER' if n % 2 == 0 else 'ASSISTANT'}: {turn}" for n, turn in enumerate(turns))
    return f"### Chat History:\n<chat_history>\n{said}\n</chat_history>"


def task(output: str) -> str:
    about = "### Task:\n(what is to be made)\n### Guidelines:\n- (how)\n### Output:\nJSON format: "
    return about + output + "\n" + history(SUM, "比上年增加1.00万元。[1]")


def read_stream(response: httpx.Response) -> list[dict[str, Any]]:
    """The chunks, taken apart at blank lines as Dify does it; each must be JSON with choices."""
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/event-stream")
    parts = [part.strip().removeprefix("data: ") for part in response.text.split("\n\n") if part.strip()]
    assert parts[-1] == "[DONE]"
    chunks = [json.loads(part) for part in parts[:-1]]
    assert all("choices" in chunk for chunk in chunks)
    return chunks


def text_of(chunks: list[dict[str, Any]]) -> str:
    return "".join(chunk["choices"][0]["delta"].get("content") or "" for chunk in chunks if chunk["choices"])


def content(response: httpx.Response) -> str:
    assert response.status_code == 200
    whole = response.json()
    assert whole["object"] == "chat.completion"
    return str(whole["choices"][0]["message"]["content"])


@pytest.mark.parametrize("request_sent", [OPEN_WEBUI, DIFY], ids=["Open WebUI", "Dify"])
def test_a_question_of_a_conversation_is_answered(address: str, request_sent: dict[str, Any]) -> None:
    expected = post(address, "/api/ask", {"question": FOLLOW_UP, "history": [SUM]}).json()
    chunks = read_stream(post(address, CHAT, request_sent, headers={"Accept-Charset": "utf-8"}))
    assert text_of(chunks).startswith(expected["answer"])
    end = next(chunk for chunk in chunks if chunk["choices"] and chunk["choices"][0]["finish_reason"])
    assert without_time(end["budget_qa"]) == without_time(expected)
    usage = [chunk["usage"] for chunk in chunks if not chunk["choices"]]
    assert len(usage) == bool(request_sent["stream_options"])
    assert content(post(address, CHAT, request_sent | {"stream": False})) == text_of(chunks)


def test_both_find_the_model(address: str) -> None:
    listed = httpx.get(f"{address}/v1/models", headers={"Authorization": "Bearer", "X-OpenWebUI-User-Name": "a"})
    assert [(entry["id"], entry["object"]) for entry in listed.json()["data"]] == [("budget-qa", "model")]


@pytest.mark.parametrize("stream", [False, True])
def test_dify_tries_the_model_out(address: str, stream: bool) -> None:
    ping = {"model": "budget-qa", "max_tokens": 5, "messages": [{"role": "user", "content": "ping"}]}
    answered = post(address, CHAT, ping | ({"stream": True} if stream else {}))
    assert text_of(read_stream(answered)) if stream else content(answered)


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        (task('{ "title": "your concise title here" }'), {"title": SUM[:30]}),
        (task('{ "tags": ["tag1", "tag2", "tag3"] }'), {"tags": []}),
        (task('{ "follow_ups": ["Question 1?", "Question 2?"] }'), {"follow_ups": []}),
        (task('{\n  "queries": ["query1", "query2"]\n}'), {"queries": []}),
        ("### Task:\nYou are an autocompletion system.\n<type>General</type>\n<text>三公</text>", {"text": ""}),
        (
            'Split it: {"Language Type": "", "Your Reasoning": "", "Your Output": ""}\n\n'
            f"User Input: hi, yesterday\n{{…}}\n\nUser Input: \n{SUM}\n",
            {"Your Output": SUM[:30]},
        ),
        (
            f"Human: {SUM}\nAssistant: 好\nPlease help me predict the three most likely questions … "
            'an array in JSON format …\n["question1","question2","question3"]\nquestions:\n',
            [],
        ),
    ],
    ids=["title", "tags", "follow-ups", "queries", "autocompletion", "Dify title", "Dify suggestions"],
)
def test_what_they_ask_for_themselves_is_given_as_the_json_they_read(address: str, asked: str, answer: object) -> None:
    sent = {"model": "budget-qa", "messages": [{"role": "user", "content": asked}], "max_completion_tokens": 1000}
    response = post(address, CHAT, sent | {"stream": False})
    assert json.loads(content(response)) == answer
    assert "budget_qa" not in response.json()


def test_open_webui_is_told_that_no_tool_is_called() -> None:
    assert chore_answer('Available Tools: []\n… return an empty array: {\n "tool_calls": []\n}\nQuery: x') == (
        '{"tool_calls": []}'
    )


@pytest.mark.parametrize("question", [SUM, "title", "标题是什么？", "### Task: 三公经费", "User Input: 多少？"])
def test_a_question_is_no_task(question: str) -> None:
    assert chore_answer(question) is None
    assert own_words(question) == question


@pytest.mark.parametrize(
    "wrapped",
    [
        '### Task:\nRespond …\n<context>\n<source id="1">9.99万元</source>\n</context>\n\n{}',
        "### Task:\nRespond …\n<context>\n…\n</context>\n\n<user_query>\n{}\n</user_query>",
        "{}\n### Task:\nRespond …\n<context>\n…\n</context>",
    ],
)
def test_passages_that_open_webui_attaches_are_no_part_of_the_question(address: str, wrapped: str) -> None:
    sent = {"messages": [{"role": "user", "content": wrapped.format(SUM)}]}
    response = post(address, CHAT, sent)
    assert content(response)
    assert without_time(response.json()["budget_qa"]) == without_time(
        post(address, "/api/ask", {"question": SUM}).json()
    )


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"n": 2}, "n 只能是 1"),
        ({"response_format": {"type": "json_schema", "json_schema": {}}}, "budget_qa"),
        ({"tool_choice": "required", "tools": TOOLS}, "不调用工具"),
        ({"messages": [{"role": "user", "content": [PICTURE]}]}, "文字"),
        ({"messages": [{"role": "user", "content": SUM}, {"role": "assistant", "content": "未"}]}, "用户的问题"),
        ({"messages": [{"role": "robot", "content": SUM}]}, "messages.0.role"),
        ({"messages": SUM}, "messages 须是列表"),
        ({"messages": None}, "messages 须是列表"),
    ],
)
def test_what_cannot_be_given_is_said_in_one_line(address: str, more: dict[str, Any], said: str) -> None:
    answer = post(address, CHAT, {"messages": [{"role": "user", "content": SUM}], "stream": True} | more)
    assert answer.status_code == 422
    assert said in answer.json()["error"]["message"]


@pytest.mark.parametrize("path", ["/v1/completions", "/v1/embeddings", "/v1/responses"])
def test_other_doors_of_openai_are_not_there(address: str, path: str) -> None:
    answer = post(address, path, {"model": "budget-qa", "prompt": "ping", "max_tokens": 5})
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")
