"""Long names said loosely, over names alone."""

from __future__ import annotations

import pytest

from assistant.knowledge import Knowledge
from assistant.parsing.linking import linked
from assistant.parsing.squeezed import Squeezed

_NAMES = (
    "市本级防汛物资购置",
    "防汛物资储备管理",
    "防汛仓库设备购置及安装",
    "城维计划河道照明电费",
    "跨江大桥口岸运营管理费",
    "跨江大桥口岸安检服务经费",
    "政务门户网站访问可达率",
)


class _Names(Knowledge):
    """Knowledge of names alone."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(())
        self.names = frozenset(names)


def _keys(plain: str) -> list[tuple[str, ...]]:
    squeezed = Squeezed(plain)
    return [mention.keys for mention in linked(plain, squeezed, squeezed.inside(()), (), _Names(_NAMES))]


@pytest.mark.parametrize(
    ("said", "name"),
    [
        pytest.param("给市里买防汛物资的那个项目批了多少", "市本级防汛物资购置", id="a verb for a noun"),
        pytest.param("防汛物资的储备管理费多少", "防汛物资储备管理", id="a particle put in"),
        pytest.param("交河道照明电费要多少", "城维计划河道照明电费", id="only the end said"),
        pytest.param("口岸运营管理费，跨江大桥的", "跨江大桥口岸运营管理费", id="the beginning said last"),
        pytest.param("跨江大桥口岸的运营管理费多少", "跨江大桥口岸运营管理费", id="beside a name that begins alike"),
    ],
)
def test_a_name_said_loosely_is_found(said: str, name: str) -> None:
    assert (name,) in _keys(said)


def test_one_piece_of_several_names_is_each_of_them() -> None:
    assert {name for keys in _keys("大桥口岸费用多少") for name in keys} == {
        "跨江大桥口岸运营管理费",
        "跨江大桥口岸安检服务经费",
    }


@pytest.mark.parametrize(
    "said",
    [
        pytest.param("门户网站访问量是多少", id="another noun at the end"),
        pytest.param("今年支出一共多少", id="nothing said"),
        pytest.param("防汛安排多少", id="a word alone"),
    ],
)
def test_what_is_not_said_is_not_found(said: str) -> None:
    assert _keys(said) == []


def test_names_that_are_as_likely_stand_together() -> None:
    assert [set(keys) for keys in _keys("跨江大桥口岸要花多少")] == [
        {"跨江大桥口岸运营管理费", "跨江大桥口岸安检服务经费"}
    ]
