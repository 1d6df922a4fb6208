"""``/docs``: the OpenAPI description as one plain page, without scripts and without anything from elsewhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from assistant.rendering.escaping import escape

_STYLE = """
body{font:16px/1.6 "Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif;max-width:56rem;margin:2rem auto;
padding:0 1rem;color:#1c1917;background:#fff}
code,pre{font:14px/1.5 ui-monospace,Consolas,monospace}
pre{background:#f5f5f4;padding:.75rem;overflow:auto;border-radius:4px}
h2{margin-top:2.5rem;border-top:1px solid #d6d3d1;padding-top:1.25rem;font-size:1.15rem}
.method{color:#0f766e;font-weight:700}
"""
_ACCESS = (
    "在本机打开时不需要口令。在其他地址打开时，除公开提问外都要在请求头里带 <code>Authorization: Bearer 口令</code>。"
    "出错时返回 <code>{&quot;error&quot;: {&quot;message&quot;, &quot;code&quot;, …}}</code>，message 是一行中文。"
    "MCP 在 <code>/mcp</code>（streamable HTTP）。机器可读的说明：<a href='openapi.json'>openapi.json</a>。"
)


def reference_page(schema: dict[str, Any]) -> str:
    """An OpenAPI schema as HTML."""
    title = escape(schema["info"]["title"])
    body = "".join(_operations(schema))
    return (
        f"<!doctype html><html lang='zh-CN'><meta charset='utf-8'><title>{title}</title>"
        f"<meta name='viewport' content='width=device-width'><style>{_STYLE}</style>"
        f"<main><h1>{title}</h1><p>{escape(schema['info']['description'])}</p><p>{_ACCESS}</p>{body}</main></html>"
    )


def _operations(schema: dict[str, Any]) -> Iterator[str]:
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            yield f"<h2><span class='method'>{method.upper()}</span> <code>{escape(path)}</code></h2>"
            yield f"<p><strong>{escape(operation['summary'])}</strong></p>"
            yield f"<p>{escape(operation.get('description', ''))}</p>"
            request = operation.get("requestBody", {}).get("content", {}).get("application/json")
            if request:
                yield "<p>请求</p>" + _shown(_example(request["schema"], schema))
            answer = operation["responses"]["200"].get("content", {}).get("application/json", {}).get("example")
            if answer is not None:
                yield "<p>回答</p>" + _shown(answer)


def _example(reference: dict[str, Any], schema: dict[str, Any]) -> Any:
    name = reference["$ref"].rpartition("/")[2]
    return schema["components"]["schemas"][name]["example"]


def _shown(example: Any) -> str:
    return f"<pre>{escape(json.dumps(example, ensure_ascii=False, indent=1))}</pre>"
