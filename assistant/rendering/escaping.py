"""The one way that text of users and documents gets into HTML."""

from __future__ import annotations

import html

from assistant.rendering.terminal import printable

_TEMPLATE_SIGNS = str.maketrans({"{": "&#123;", "}": "&#125;", "$": "&#36;", "`": "&#96;"})


def escape(text: str) -> str:
    """Text shown as it is: neither HTML nor the template languages of Gradio's page see anything in it."""
    return html.escape(printable(text)).translate(_TEMPLATE_SIGNS)
