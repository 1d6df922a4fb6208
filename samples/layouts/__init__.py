"""The layouts in which the samples are published, one module each with ``publish(budget) -> Publication``."""

from __future__ import annotations

from importlib import import_module

from index.model import Stage
from samples.model import SampleBudget
from samples.publication import Publication

LAYOUTS = ("landscape", "public_forms", "split_codes", "indented")
FINAL_LAYOUT = "final_accounts"


def layout_of(budget: SampleBudget, layout: str) -> str:
    """A 决算 has a layout of its own, whatever its department's budgets use."""
    return FINAL_LAYOUT if budget.stage is Stage.FINAL else layout


def publication(budget: SampleBudget, layout: str) -> Publication:
    """The document of a budget in a layout (``LAYOUTS``)."""
    module = import_module(f"samples.layouts.{layout_of(budget, layout)}")
    published: Publication = module.publish(budget)
    return published
