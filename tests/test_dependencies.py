"""What is imported is declared: in the dependencies, or in the extra that a module's imports belong to."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
HOUSE = ("assistant", "index", "eval", "samples", "prompts")
CONSTRAINTS = ROOT.parent / "shared" / "constraints.txt"
# Imported only where the extra's command runs.
EXTRA = {
    "assistant/parsing/meaning/train.py": "training",
    "assistant/parsing/meaning/linear.py": "training",
    "eval/page_speed.py": "dev",
}


def name_of(distribution: str) -> str:
    return re.sub(r"[-_.]+", "-", distribution).lower()


def declared(*extras: str) -> dict[str, Requirement]:
    lines = [*PROJECT["dependencies"], *(line for extra in extras for line in PROJECT["optional-dependencies"][extra])]
    return {name_of(requirement.name): requirement for requirement in map(Requirement, lines)}


def imported(file: Path) -> Iterator[str]:
    """Top-level names that a module imports, wherever in it, other than the standard library and the house."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and not node.level and node.module:
            names = [node.module]
        for name in names:
            top = name.partition(".")[0]
            if top not in sys.stdlib_module_names and top not in (*HOUSE, "app", "tests"):
                yield top if top != "llama_index" else ".".join(name.split(".")[:4])


PROVIDERS = packages_distributions()


def distributions(module: str) -> set[str]:
    if module.startswith("llama_index"):  # one namespace of many distributions
        kind = module.split(".")[1:]
        return {"llama-index-core"} if kind[:1] == ["core"] else {name_of("-".join(("llama-index", *kind)))}
    return {name_of(found) for found in PROVIDERS.get(module, [module])}


SOURCES = [ROOT / "app.py", *(file for room in HOUSE for file in sorted((ROOT / room).rglob("*.py")))]


@pytest.mark.parametrize(
    ("files", "extras"),
    [
        ([file for file in SOURCES if file.relative_to(ROOT).as_posix() not in EXTRA], ("postgres",)),
        ([ROOT / file for file in EXTRA], tuple(set(EXTRA.values()))),
        (sorted((ROOT / "tests").rglob("*.py")), tuple(PROJECT["optional-dependencies"])),
    ],
    ids=["the house", "extras", "tests"],
)
def test_every_import_is_declared(files: list[Path], extras: tuple[str, ...]) -> None:
    known = declared(*extras)
    missing = {
        (module, str(file.relative_to(ROOT)))
        for file in files
        for module in imported(file)
        if not distributions(module) & known.keys()
    }
    assert not missing


@pytest.mark.shared
@pytest.mark.skipif(not CONSTRAINTS.is_file(), reason="no ../shared")
def test_every_range_holds_the_version_that_is_pinned() -> None:
    pinned = dict(line.split("==") for line in CONSTRAINTS.read_text("utf-8").splitlines() if "==" in line)
    pinned = {name_of(name): pin.strip() for name, pin in pinned.items()}
    outside = [
        str(requirement)
        for name, requirement in declared(*PROJECT["optional-dependencies"]).items()
        if name in pinned and not requirement.specifier.contains(pinned[name], prereleases=True)
    ]
    assert not outside


def test_every_range_holds_the_version_that_is_installed() -> None:
    outside = [str(r) for r in declared().values() if not r.specifier.contains(version(r.name), prereleases=True)]
    assert not outside
