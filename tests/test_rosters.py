"""Bodies listed in running text → rosters."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index.model import BudgetTable, Row, Section, TableKind
from index.rosters import Roster, read_rosters, roster_tables
from tests.example import cells


def rosters(text: str) -> tuple[Roster, ...]:
    return read_rosters([Section(("二、机构设置",), text, 3)], "d")


@pytest.mark.parametrize(
    ("text", "kind", "names"),
    [
        ("本部门内设机构包括：办公室、综合处、法规与审理处。", "internal", ["办公室", "综合处", "法规与审理处"]),
        ("某中心内设综合处、收购处2个处室。", "internal", ["综合处", "收购处"]),
        ("委本级内设处室2个，分别是办公室、人事处。", "internal", ["办公室", "人事处"]),
        ("下属2个预算单位，分别为某市甲中心和某市乙站。", "budget_units", ["某市甲中心", "某市乙站"]),
        ("甲口岸分局、乙口岸分局，为某局派出机构。", "branch", ["甲口岸分局", "乙口岸分局"]),
        ("某局（以下简称“某局”）下属某局本级1个行政单位和某局某中心1个事业单位。", "subordinate", ["某局本级", "某局某中心"]),
        ("部门预算编制范围的预算单位共计2家，具体包括：某局（本级），某市甲中心。", "budget_units", ["某局（本级）", "某市甲中心"]),
        ("本部门下属单位包括：某市普查中心（市数据中心、档案室）。", "subordinate", ["某市普查中心（市数据中心、档案室）"]),
        ("现有处室21个，所属事业单位有：甲俱乐部、乙编辑部。", "subordinate", ["甲俱乐部", "乙编辑部"]),
        ("下设二级预算单位3个,分别是:某市甲站,某市乙学校（乙学院）,某市丙中心。", "budget_units", ["某市甲站", "某市乙学校（乙学院）", "某市丙中心"]),
        ("某局部门预算包括：。\n1.某市某局\n2.某市第二中学\n3.某儿童村", "budget_units", ["某市某局", "某市第二中学", "某儿童村"]),
        ("二级预算单位共有2个，包括：\n1.某市某局\n2.某市某中心", "budget_units", ["某市某局", "某市某中心"]),
        ("设下列2个内设机构：\n（一）办公室。负责机关政务。\n（二）财务处。负责财务。", "internal", ["办公室", "财务处"]),
    ],
)  # fmt: skip
def test_lists(text: str, kind: str, names: list[str]) -> None:
    (found,) = rosters(text)
    assert kind in found.kinds
    assert list(found.names) == names
    assert found.complete
    assert found.provenance.quote in text


def test_a_list_cut_short_is_not_whole() -> None:
    (found,) = rosters("下属事业单位包括：甲中心、乙中心等。")
    assert not found.complete


def test_a_list_of_others_than_announced_is_none() -> None:
    assert rosters("本部门共设置24个内设机构和机关党办、离退休人员工作处。") == ()


@pytest.mark.parametrize(
    "text",
    [
        "负责所属单位的预算、决算、资产管理工作。",
        "所属各预算单位共有车辆4辆、设备3台。",
        "本部门无下属单位，部门预算为局本级预算。",
    ],
)
def test_other_sentences_are_no_lists(text: str) -> None:
    assert rosters(text) == ()


def test_a_table_of_names_is_a_list_and_one_with_figures_is_none() -> None:
    names = tuple(Row(label, ()) for label in ("某市某局（本级）", "某市甲中心"))
    listed = BudgetTable("t1", "", "部门预算单位构成", TableKind.OTHER, "", (4,), (), names)
    (found,) = roster_tables([listed], "d")
    assert found.names == ("某市某局（本级）", "某市甲中心")
    assert found.complete
    assert found.kinds == {"budget_units"}
    assert not list(roster_tables([replace(listed, rows=(Row("某市甲中心", cells("3")),))], "d"))
