"""Tokens of the environment and of a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.doors.tokens import Tokens, digest
from index.errors import BudgetQaError
from tests.doors.asking import ASKER, MANAGER, TOKENS


def test_tokens_of_a_file_and_the_environment(tmp_path: Path) -> None:
    file = tmp_path / "tokens.toml"
    file.write_text(
        f'[[token]]\nname = "a"\ntoken = "{ASKER}"\nscopes = ["ask"]\n'
        f'[[token]]\nname = "b"\nsha256 = "{digest(MANAGER)}"\nscopes = ["ask", "manage"]\n',
        "utf-8",
    )
    assert dict(Tokens.configured({"BUDGET_QA_TOKENS": str(file)}).scopes) == dict(TOKENS.scopes)
    both = Tokens.configured({"BUDGET_QA_ASK_TOKEN": ASKER, "BUDGET_QA_MANAGE_TOKEN": MANAGER})
    assert dict(both.scopes) == dict(TOKENS.scopes)
    assert both.allowed("other") is None
    assert not Tokens.configured({})


@pytest.mark.parametrize(
    "text",
    ["[[token", "x = 1", '[[token]]\nname = "a"\ntoken = "short"\nscopes = ["ask"]',
     '[[token]]\nname = "a"\nscopes = ["ask"]', f'[[token]]\nname = "a"\ntoken = "{ASKER}"\nscopes = ["all"]'],
)  # fmt: skip
def test_a_bad_token_file_is_one_line_without_the_token(tmp_path: Path, text: str) -> None:
    file = tmp_path / "tokens.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(BudgetQaError) as error:
        Tokens.configured({"BUDGET_QA_TOKENS": str(file)})
    assert str(file) in str(error.value)
    assert ASKER not in str(error.value)
    assert "\n" not in str(error.value)
