"""Bearer tokens: who may ask and who may manage, from a TOML file or the environment.

A file holds one entry a token; ``sha256`` may stand for the token itself::

    [[token]]
    name = "open-webui"
    token = "…"
    scopes = ["ask"]

``$BUDGET_QA_TOKENS`` names such a file; ``$BUDGET_QA_ASK_TOKEN`` and ``$BUDGET_QA_MANAGE_TOKEN`` give one token each
(the latter may ask too).
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from hmac import compare_digest
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from index.errors import BudgetQaError

FILE_SETTING = "BUDGET_QA_TOKENS"
ASK_SETTING = "BUDGET_QA_ASK_TOKEN"
MANAGE_SETTING = "BUDGET_QA_MANAGE_TOKEN"
SHORTEST = 16


class Scope(StrEnum):
    ASK = "ask"
    MANAGE = "manage"


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    token: str = Field(default="", repr=False)
    sha256: str = Field(default="", pattern="^([0-9a-f]{64})?$")
    scopes: frozenset[Scope]

    @model_validator(mode="after")
    def _one_secret(self) -> _Entry:
        if bool(self.token) == bool(self.sha256) or 0 < len(self.token) < SHORTEST:
            raise ValueError("one of token and sha256")
        return self

    @property
    def digest(self) -> str:
        return self.sha256 or digest(self.token)


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    token: tuple[_Entry, ...]


def digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Tokens:
    """Digests of the tokens that are valid, with what each may do. False where there is none."""

    scopes: Mapping[str, frozenset[Scope]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.scopes)

    def allowed(self, token: str) -> frozenset[Scope] | None:
        """What the holder of this token may do; None for an unknown token. Only digests are compared."""
        given = digest(token)
        return next((scopes for known, scopes in self.scopes.items() if compare_digest(known, given)), None)

    @classmethod
    def configured(cls, environment: Mapping[str, str] = os.environ) -> Tokens:
        """The tokens of the environment and of the file it names. Raises BudgetQaError for a bad file or token."""
        found: dict[str, frozenset[Scope]] = {}
        if path := environment.get(FILE_SETTING):
            found |= {entry.digest: entry.scopes for entry in _read(Path(path))}
        for setting, scopes in ((ASK_SETTING, (Scope.ASK,)), (MANAGE_SETTING, tuple(Scope))):
            if token := environment.get(setting, ""):
                if len(token) < SHORTEST:
                    raise BudgetQaError(f"${setting} 太短：口令至少 {SHORTEST} 个字符")
                found[digest(token)] = frozenset(scopes)
        return cls(found)


def _read(path: Path) -> Iterable[_Entry]:
    try:
        return _File.model_validate(tomllib.loads(path.read_text("utf-8"))).token
    except (OSError, UnicodeDecodeError) as error:
        raise BudgetQaError(f"口令文件 {path}（${FILE_SETTING}）无法读取") from error
    except tomllib.TOMLDecodeError as error:
        raise BudgetQaError(f"口令文件 {path} 不是 TOML：{error}") from error
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise BudgetQaError(
            f"口令文件 {path} 的 {place} 不对：每个 [[token]] 须有 name、scopes（ask、manage），"
            f"以及至少 {SHORTEST} 个字符的 token 或它的 sha256"
        ) from error
