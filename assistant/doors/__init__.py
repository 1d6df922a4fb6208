"""The doors for other software: HTTP, OpenAI-compatible chat, MCP and llama-index, all over one ``Window``.

``application`` puts them together; ``limits`` and ``tokens`` say who may do how much.
"""
