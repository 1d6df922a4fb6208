"""Sentences with amounts → facts."""

from __future__ import annotations

from index.narrative.reading import read_facts

__all__ = ["read_facts"]
