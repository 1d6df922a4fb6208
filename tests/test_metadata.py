"""Whose document it is, of which year, stage and scope."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.department_names import department_name, region_of, short_forms
from index.metadata import Metadata, read_metadata
from index.model import BudgetTable, Scope, Stage, TableKind, TextBlock

SHARED = Path(__file__).parents[1].parent / "shared" / "documents"


def metadata(*lines: str, file: str = "a.pdf", tables: tuple[BudgetTable, ...] = ()) -> Metadata:
    return read_metadata(file, [TextBlock(line, 1) for line in lines], tables)


def table(title: str, owner: str = "") -> BudgetTable:
    return BudgetTable("t1", "表一", title, TableKind.OTHER, "万元", (1,), (), (), owner=owner)


class TestTitles:
    @pytest.mark.parametrize(
        "lines",
        [
            ("临江市乙局2024年部门预算情况说明",),
            ("临江市乙局", "2024年部门预算公开"),
            ("2024年", "临江市乙局部门预算"),
            ("2024年度", "临江市", "乙局", "部门预算"),
            ("二〇二四年临江市乙局部门预算",),
            ("临江市乙局（汇总）", "2024年部门综合预算公开说明"),
        ],
    )
    def test_ways_of_printing(self, lines: tuple[str, ...]) -> None:
        found = metadata(*lines)
        assert (found.department, found.region, found.year) == ("临江市乙局", "临江市", 2024)
        assert (found.stage, found.scope) == (Stage.BUDGET, Scope.DEPARTMENT)

    def test_final_accounts_of_a_unit(self) -> None:
        found = metadata("2023年度", "临江市乙局丙支队", "单位决算")
        assert (found.department, found.stage, found.scope) == ("临江市乙局丙支队", Stage.FINAL, Scope.UNIT)

    def test_adjusted_budget(self) -> None:
        assert metadata("临江市乙局2024年部门调整预算").stage is Stage.ADJUSTED

    def test_owner_where_the_title_names_a_region(self) -> None:
        found = metadata("上海市甲乙区2024年区级部门预算", "预算主管部门：上海市甲乙区丙局")
        assert (found.department, found.region, found.year) == ("上海市甲乙区丙局", "上海市甲乙区", 2024)

    def test_tables_only(self) -> None:
        found = metadata(file="2024.pdf", tables=(table("2024年部门收支总表", owner="临江市乙局"),))
        assert (found.department, found.year) == ("临江市乙局", 2024)

    def test_file_name_last(self) -> None:
        found = metadata("表一", file="临江市乙局2024年部门预算.xlsx")
        assert (found.department, found.year) == ("临江市乙局", 2024)

    def test_contradictions_are_warned_of(self) -> None:
        found = metadata("临江市乙局2024年部门预算", "部门：临江市丙局  单位：万元", tables=(table("2023年收支总表"),))
        assert found.department == "临江市乙局"
        assert len(found.warnings) == 2

    def test_date_of_publication(self) -> None:
        assert metadata("临江市乙局2024年部门预算", "发布时间：2024-03-06 10:00").published == "2024-03-06"

    def test_nothing_known(self) -> None:
        found = metadata("一些文字")
        assert (found.department, found.year, found.short_names) == ("", 0, ())


class TestNames:
    @pytest.mark.parametrize(
        ("name", "region"),
        [
            ("江苏省甲厅", "江苏省"),
            ("重庆市甲乙区丙办公室", "重庆市甲乙区"),
            ("北京市城市管理局", "北京市"),
            ("某州市市场监督管理局", "某州市"),
            ("人力资源和社会保障局", ""),
        ],
    )
    def test_regions(self, name: str, region: str) -> None:
        assert region_of(name) == region

    def test_what_is_no_department(self) -> None:
        assert department_name("预算单位") == ""
        assert department_name("一般公共服务支出") == ""

    @pytest.mark.parametrize(
        ("name", "short"),
        [
            ("甲乙市人力资源和社会保障局", ("人社局", "甲乙市人社局", "市人社局", "甲乙人社局")),
            ("甲乙市发展和改革委员会", ("发改委", "市发改委", "甲乙发改委")),
            (
                "重庆市甲乙区政务服务管理办公室",
                ("政务服务管理办公室", "政务服务办", "区政务服务办", "甲乙区政务服务办"),
            ),
            ("上海市甲乙区人民政府丙丁街道办事处", ("丙丁街道", "丙丁街道办", "丙丁街道办事处")),
            ("江苏省政协办公室", ("省政协办公室", "江苏省政协", "政协")),
            ("甲乙市统计局(本级)", ("甲乙市统计局", "市统计局", "统计局")),
        ],
    )
    def test_short_forms(self, name: str, short: tuple[str, ...]) -> None:
        assert set(short) <= set(short_forms(name))

    def test_no_other_regions_name(self) -> None:
        assert "上海市某局" not in short_forms("上海市甲乙区某局")


REAL = [
    ("cq-water-2026-budget.pdf", "重庆市", 2026, Stage.BUDGET, Scope.DEPARTMENT),
    ("gz-drc-2026-budget.pdf", "广州市", 2026, Stage.BUDGET, Scope.DEPARTMENT),
    ("js-cppcc-2017-budget.pdf", "江苏省", 2017, Stage.BUDGET, Scope.DEPARTMENT),
    ("js-cppcc-2019-budget.pdf", "江苏省", 2019, Stage.BUDGET, Scope.DEPARTMENT),
    ("shpt-sfj-2026-dept-budget.pdf", "上海市普陀区", 2026, Stage.BUDGET, Scope.DEPARTMENT),
    ("foshan-railtransit-2019-final.pdf", "佛山市", 2019, Stage.FINAL, Scope.DEPARTMENT),
    ("fuzhou-commerce-2026-budget.pdf", "福州市", 2026, Stage.BUDGET, Scope.DEPARTMENT),
    ("hangzhou-meteo-2026-budget.pdf", "杭州市", 2026, Stage.BUDGET, Scope.DEPARTMENT),
    ("bj-audit-2026-budget-narrative.pdf", "北京市", 2026, Stage.BUDGET, Scope.DEPARTMENT),
    ("bulk/福州-2026-ac7c3a0f.pdf", "福州市", 2026, Stage.BUDGET, Scope.UNIT),
    ("bulk/西安-2026-09698190.pdf", "西安市", 2026, Stage.BUDGET, Scope.DEPARTMENT),
    ("bulk/重庆-2026-e24e594b.pdf", "重庆市", 2026, Stage.BUDGET, Scope.DEPARTMENT),
]


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="no ../shared")
@pytest.mark.parametrize(("file", "region", "year", "stage", "scope"), REAL)
def test_real_documents(file: str, region: str, year: int, stage: Stage, scope: Scope) -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument(SHARED / file)
    blocks = [
        TextBlock(line, number)
        for number in range(1, min(len(document), 16) + 1)
        for line in document[number - 1].get_textpage().get_text_bounded().splitlines()
    ]
    document.close()
    found = read_metadata(Path(file).name, blocks, ())
    assert found.department.startswith(region)
    assert (found.region, found.year, found.stage, found.scope) == (region, year, stage, scope)
