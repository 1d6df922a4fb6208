"""Keeps third-party packages silent and off the network; called before any of them is imported."""

from __future__ import annotations

import os

_SILENT = {
    "ORT_DISABLE_TELEMETRY": "1",
    "GRADIO_ANALYTICS_ENABLED": "False",
    "GRADIO_RUN_HISTORY": "False",
    "GRADIO_SSR_MODE": "False",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "ANONYMIZED_TELEMETRY": "False",
    "TOKENIZERS_PARALLELISM": "false",
}
_NO_HUB = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1"}


def stay_offline() -> None:
    """Sets the switches above for this process; a Hugging Face setting the user made is left alone."""
    os.environ.update(_SILENT)
    for name, value in _NO_HUB.items():
        os.environ.setdefault(name, value)
