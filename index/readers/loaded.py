"""Imported once by the fork server: what most files need to be read and understood."""

from __future__ import annotations

import docx  # noqa: F401
import openpyxl  # noqa: F401
import pypdfium2  # noqa: F401

import index.understanding  # noqa: F401
