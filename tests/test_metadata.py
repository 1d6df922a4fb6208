"""Whose document it is, of which year, stage and scope."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from eval.metadata import FACTS
from index.department_names import department_name, region_of, short_forms
from index.metadata import Metadata, read_metadata
from index.model import BudgetTable, Column, Scope, Stage, TableKind, TextBlock
from index.readers import read

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
            ("甲乙市公安局治安管理支队", ("治安支队", "治安管理支队", "甲乙治安支队", "市治安支队")),
            ("甲乙市公安局经济犯罪侦查支队", ("经侦支队", "甲乙市经侦支队")),
            ("甲乙市生态环境局丙丁分局", ("丙丁分局", "甲乙丙丁分局")),
        ],
    )
    def test_short_forms(self, name: str, short: tuple[str, ...]) -> None:
        assert set(short) <= set(short_forms(name))

    def test_no_other_regions_name(self) -> None:
        assert "上海市某局" not in short_forms("上海市甲乙区某局")


# Made-up names in the forms that departments print; "/" parts lines.
FORMS = [
    "2024年度{name}部门决算",
    "{name}2024年度部门决算公开报告",
    "附件：/{name}2024年部门决算公开",
    "附件1/2024年度/{name}/部门决算",
    "二〇二四年度{name}部门决算",
    "二○二四年{name}部门决算",
    "二零二四年/{name}部门决算",
    "{name}（部门）2024年部门决算",
    "{name}(汇总)2024年部门决算",
    "{name}关于2024年度部门决算公开的说明",
    "{name}关于2024年部门决算的公开说明",
    "2024年度部门决算公开文本/{name}",
    "2024年部门决算公开/单位名称：{name}",
    "部门决算公开/（2024年度）/部门名称：{name}",
    "{name}/2024年度部门决算/及“三公”经费决算公开",
    "{name}2024年部门决算及“三公”经费决算信息公开",
    "{name}2024年度部门决算和“三公”经费决算情况说明",
    "{name}部门2024年决算说明",
    "{name}2024年度/部 门 决 算",
    "{name}/二〇二四年度/部门决算/二〇二五年九月",
    "某市2024年市级部门决算/{name}",
    "某市2024年市级部门决算公开/——{name}",
    "[105]{name}2024年部门决算",
    "{name} （2024年）部门决算公开",
    "{name}2024年度部门(单位)决算公开",
    "- 1 -/{name}/2024年部门决算",
    "2024年度部门决算分析报告/{name}",
    "2024年度部门决算——{name}",
    "2024年部门决算公开（{name}）",
    "监督索引号53010000000000000/{name}2024年度部门决算",
    "关于{name}2024年部门决算的说明",
]
# Each with its region and short forms that a question may use.
NAMES = [
    ("甲州市财政局", "甲州市", ("财政局", "市财政局", "甲州财政局")),
    ("中共甲州市委组织部", "甲州市", ("甲州市委组织部", "市委组织部", "组织部")),
    ("中国共产党甲乙县委员会宣传部", "甲乙县", ("甲乙县委宣传部", "县委宣传部")),
    ("中共甲州市纪律检查委员会甲州市监察委员会", "甲州市", ("市纪委监委", "甲州市纪委", "纪委")),
    ("甲州市人大常委会办公室", "甲州市", ("市人大", "人大常委会办公室")),
    ("甲州市人民代表大会常务委员会办公室", "甲州市", ("市人大", "市人大常委会办公室")),
    ("中国人民政治协商会议甲州市委员会办公室", "甲州市", ("市政协", "甲州市政协", "政协办公室")),
    ("共青团甲州市委员会", "甲州市", ("团市委", "共青团甲州市委", "团委")),
    ("民革甲州市委员会", "甲州市", ("民革甲州市委", "民革")),
    ("甲州市总工会", "甲州市", ("市总工会", "总工会")),
    ("甲州市妇女联合会", "甲州市", ("市妇联", "妇联")),
    ("甲州市中级人民法院", "甲州市", ("市中院", "甲州中院", "法院")),
    ("甲州市乙丙区人民检察院", "甲州市乙丙区", ("区检察院", "乙丙区检察院")),
    ("甲乙藏族羌族自治州教育局", "甲乙藏族羌族自治州", ("州教育局", "甲乙州教育局")),
    ("甲乙苗族土家族自治县水利局", "甲乙苗族土家族自治县", ("县水利局", "甲乙县水利局")),
    ("广西壮族自治区交通运输厅", "广西壮族自治区", ("广西交通厅", "自治区交通运输厅")),
    ("内蒙古自治区甲乙盟财政局", "内蒙古自治区甲乙盟", ("盟财政局",)),
    ("甲乙旗财政局", "甲乙旗", ("旗财政局",)),
    ("新疆生产建设兵团第三师财政局", "新疆生产建设兵团第三师", ("第三师财政局",)),
    ("新疆生产建设兵团教育局", "新疆生产建设兵团", ("兵团教育局",)),
    ("北京市东城区财政局", "北京市东城区", ("东城区财政局", "东城财政局")),
    ("甲州高新技术产业开发区管理委员会", "甲州高新技术产业开发区", ("高新区管委会", "甲州高新区管委会", "管委会")),
    ("乙丙新区管理委员会", "乙丙新区", ("新区管委会", "乙丙新区管委会")),
    ("甲乙县丁戊镇人民政府", "甲乙县", ("丁戊镇", "丁戊镇政府")),
    ("甲州市第一人民医院", "甲州市", ("市一院", "第一医院")),
    ("甲州市第二中学", "甲州市", ("市二中", "二中")),
    ("中华人民共和国商务部", "", ("商务部",)),
    ("国家发展和改革委员会", "", ("国家发改委", "发改委")),
    ("甲州市档案局（甲州市档案馆）", "甲州市", ("甲州市档案局", "市档案局")),
]


@pytest.mark.parametrize(("name", "region", "_"), NAMES)
def test_made_up_names_in_every_form(name: str, region: str, _: tuple[str, ...]) -> None:
    for form in FORMS:
        found = metadata(*form.format(name=name).split("/"))
        read = (found.department, found.region, found.year, found.stage, found.scope)
        assert read == (name, region, 2024, Stage.FINAL, Scope.DEPARTMENT), form


@pytest.mark.parametrize(("name", "_", "short"), NAMES)
def test_short_forms_of_made_up_names(name: str, _: str, short: tuple[str, ...]) -> None:
    assert set(short) <= set(short_forms(name))
    assert not {"政府", "办公室", "委员会"} & set(short_forms(name))


@pytest.mark.parametrize("suffix", ["（本级）", "(本级)", "本级", "机关"])
def test_an_organ_alone_is_a_unit(suffix: str) -> None:
    found = metadata(f"甲州市财政局{suffix}2024年预算公开")
    assert (found.department, found.scope) == (f"甲州市财政局{suffix}", Scope.UNIT)
    assert {"甲州市财政局", "财政局"} <= set(found.short_names)


@pytest.mark.parametrize(
    ("title", "owner"),
    [
        ("中国共产党甲州市委员会组织部2024年部门预算", "部门：甲州市委组织部"),
        ("甲州市国库支付中心2024年单位预算", "主管部门：甲州市财政局"),
        ("甲州市财政局2024年部门预算", "单位名称：甲州市财政局（本级）"),
    ],
)
def test_other_names_for_the_same_contradict_nothing(title: str, owner: str) -> None:
    found = metadata(title, owner)
    assert title.startswith(found.department)
    assert not found.warnings


@pytest.mark.parametrize(
    ("heads", "warned"),
    [(("2023年预算数",), 1), (("2023年预算数", "2024年预算数"), 0), (("2023年预算数", "本年预算数"), 0)],
)
def test_year_of_columns_contradicts_the_title(heads: tuple[str, ...], warned: int) -> None:
    columns = tuple(Column((head, "合计")) for head in heads)
    columned = replace(table("部门收支总表"), columns=columns)
    assert len(metadata("临江市乙局2024年部门预算", tables=(columned,)).warnings) == warned


def test_stage_of_tables_contradicts_the_title() -> None:
    found = metadata("临江市乙局2024年部门预算", tables=(table("收入决算表"),))
    assert found.stage is Stage.BUDGET
    assert len(found.warnings) == 1


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("发布日期：2024-02-08", "2024-02-08"),
        ("公开时间：2024年9月20日", "2024-09-20"),
        ("二〇二四年九月二十日", "2024-09-20"),
        ("截至2023年12月31日", ""),
        ("2025年1月1日-2025年12月31日", ""),
    ],
)
def test_dates(line: str, date: str) -> None:
    assert metadata("临江市乙局2024年部门预算", line).published == date


GOLD = json.loads((Path(__file__).parent / "golden" / "metadata.json").read_text("utf-8"))
_TABLES_ONLY = ("bj-audit-2026-budget-tables.pdf", "bulk/北京--57fda38d.pdf", "bulk/北京--8b7bb978.pdf")
_FROM_TEXT = [entry for entry in GOLD if entry["file"] not in _TABLES_ONLY and "scan" not in entry["file"]]


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="no ../shared")
@pytest.mark.parametrize("gold", _FROM_TEXT, ids=lambda gold: gold["file"])
def test_real_documents(gold: dict[str, Any]) -> None:
    """From the text of the first pages alone; ``python -m eval.metadata`` reads every document whole."""
    path = SHARED / gold["file"]
    found = read_metadata(path.name, _front(path), ())
    assert {fact: getattr(found, fact) for fact in FACTS} == {fact: gold[fact] for fact in FACTS}
    assert not found.warnings


def _front(path: Path) -> list[TextBlock]:
    if path.suffix == ".html":
        return [block for page in read(path).pages for block in page.blocks if isinstance(block, TextBlock)]
    with pypdfium2.PdfDocument(path) as document:
        return [
            TextBlock(line, number + 1)
            for number in range(min(len(document), 16))
            for line in document[number].get_textpage().get_text_bounded().splitlines()
        ]
