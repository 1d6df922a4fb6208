"""Imported once by the fork server: the parsers that most files need."""

from __future__ import annotations

import docx  # noqa: F401
import openpyxl  # noqa: F401
import pypdfium2  # noqa: F401

import index.readers  # noqa: F401
