"""Errors of reading and storing. Each message is one Chinese line: what, where, and the next step."""

from __future__ import annotations


class BudgetQaError(Exception):
    """Base of all errors that a user may see; the command line prints it and exits 2."""


class ReadError(BudgetQaError):
    """A file cannot be read as a budget document."""


class StoreError(BudgetQaError):
    """The store is missing, stale, locked or damaged."""


class LayoutError(BudgetQaError):
    """A layout or vocabulary file is invalid or ambiguous."""
