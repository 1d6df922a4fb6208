"""Layouts of other provinces and of final accounts, drawn small: header paths, codes, kinds, hierarchy."""

from __future__ import annotations

from index.model import RawTable, TableKind
from index.tables import build_tables
from tests.test_grids import cells, document, grid, only


def test_final_accounts_with_line_and_column_numbers() -> None:
    table = only(
        "公开01表",
        "收入支出决算总表",
        "部门：某厅 金额单位：万元",
        grid("""
        收入                   | <    | <     | 支出               | <    | <
        项目                   | 行次 | 金额  | 项目               | 行次 | 金额
        栏次                   |      | 1     | 栏次               |      | 2
        一、财政拨款收入       | 1    | 50.00 | 一、一般公共服务支出 | 32 | 50.00
        本年收入合计           | 27   | 50.00 | 本年支出合计       | 57   | 50.00
        年初结转和结余         | 29   | 2.00  | 年末结转和结余     | 59   | 2.00
        总计                   | 31   | 52.00 | 总计               | 62   | 52.00
        """),
    )
    assert (table.number, table.title, table.unit) == ("公开01表", "收入支出决算总表", "万元")
    assert table.kind is TableKind.TOTAL_INCOME_EXPENDITURE
    assert [column.path for column in table.columns] == [("收入", "金额"), ("支出", "金额")]
    assert next(row.label for row in table.rows if row.side == "income") == "一、财政拨款收入"


def test_class_section_item_in_the_row_of_column_numbers_and_the_number_below_the_title() -> None:
    table = only(
        "收入决算表",
        "公开02表",
        "金额单位：万元",
        grid("""
        项目                 | <  | <  | <                | 本年收入合计 | 财政拨款收入 | 其他收入
        功能分类科目编码     | <  | <  | 科目名称         | ^            | ^            | ^
        类                   | 款 | 项 | 栏次             | 1            | 2            | 7
        ^                    | ^  | ^  | 合计             | 51.00        | 50.00        | 1.00
        201                  | <  | <  | 一般公共服务支出 | 51.00        | 50.00        | 1.00
        20103                | <  | <  | 政府办公厅       | 51.00        | 50.00        | 1.00
        """),
    )
    assert (table.number, table.title, table.kind) == ("公开02表", "收入决算表", TableKind.TOTAL_INCOME)
    assert [column.path for column in table.columns] == [("本年收入合计",), ("财政拨款收入",), ("其他收入",)]
    assert [(row.code, row.path) for row in table.rows] == [
        (None, ()),
        ("201", ()),
        ("20103", ("一般公共服务支出",)),
    ]


def test_three_lists_side_by_side_under_two_headings() -> None:
    table = only(
        "一般公共预算财政拨款基本支出决算明细表",
        grid("""
        人员经费 | <            | <     | 公用经费 | <              | <     | <        | <            | <
        科目编码 | 科目名称     | 决算数 | 科目编码 | 科目名称       | 决算数 | 科目编码 | 科目名称     | 决算数
        301      | 工资福利支出 | 10.00 | 302      | 商品和服务支出 | 5.00  | 310      | 资本性支出   | 2.00
        30101    | 基本工资     | 10.00 | 30201    | 办公费         | 5.00  | 31002    | 办公设备购置 | 2.00
        人员经费合计 | <        | 10.00 | 公用经费合计 | <          | <     | <        | <            | 7.00
        """),
    )
    values = {row.label: [(table.columns[cell.column].path, cell.text) for cell in row.cells] for row in table.rows}
    assert values["办公设备购置"] == [(("公用经费", "决算数"), "2.00")]
    assert values["公用经费合计"] == [(("公用经费", "决算数"), "7.00")]
    assert [row.label for row in table.rows].count("公用经费合计") == 1


def test_a_list_that_goes_on_in_the_next_columns() -> None:
    table = only(
        "一般公共预算财政拨款基本支出决算表",
        grid("""
        人员经费 | <            | <     | 公用经费 | <              | <     | <        | <            | <
        科目编码 | 科目名称     | 决算数 | 科目编码 | 科目名称       | 决算数 | 科目编码 | 科目名称     | 决算数
        301      | 工资福利支出 | 10.00 | 302      | 商品和服务支出 | 9.00  | 30228    | 工会经费     | 4.00
        30101    | 基本工资     | 10.00 | 30201    | 办公费         | 5.00  | 310      | 资本性支出   | 2.00
        人员经费合计 | <        | 10.00 | 公用经费合计 | <          | <     | <        | <            | 11.00
        """),
    )
    assert [column.path for column in table.columns] == [("人员经费", "决算数"), ("公用经费", "决算数")]
    union = next(row for row in table.rows if row.code == "30228")
    assert union.path == ("商品和服务支出",)
    assert [row.label for row in table.rows if row.total] == ["人员经费合计", "公用经费合计"]


def test_a_numbered_list_that_goes_on_in_the_next_columns() -> None:
    table = only(
        "机构运行信息表",
        grid("""
        项目               | 行次 | 统计数 | 项目           | 行次 | 统计数
        栏次               |      | 1      | 栏次           |      | 2
        一、“三公”经费支出 | 1    | —      | 二、会议费     | 5    | 3.00
        （一）支出合计     | 2    | 9.00   | 三、车辆数合计（辆） | 6 | 4
        1．公务接待费      | 3    | 9.00   | 1．机要通信用车 | 7    | 4
        （1）国内接待费    | 4    | —      | 2．其他用车    | 8    | 0
        """),
    )
    assert [column.path for column in table.columns] == [("统计数",)]
    assert [(row.label, row.path, row.side) for row in table.rows[2:6]] == [
        ("1．公务接待费", ("一、“三公”经费支出", "（一）支出合计"), ""),
        ("（1）国内接待费", ("一、“三公”经费支出", "（一）支出合计", "1．公务接待费"), ""),
        ("二、会议费", (), ""),
        ("三、车辆数合计（辆）", (), ""),
    ]


def test_two_sides_without_headings_stay_two() -> None:
    table = only(
        "收支预算总表",
        grid("""
        项目             | 预算数 | 项目               | 预算数
        一、财政拨款收入 | 5.00   | 一、教育支出       | 4.00
        二、事业收入     | 1.00   | 二、住房保障支出   | 2.00
        收入总计         | 6.00   | 支出总计           | 6.00
        """),
    )
    assert [row.side for row in table.rows] == ["income"] * 3 + ["expenditure"] * 3


def test_codes_and_names_under_one_header() -> None:
    table = only(
        "支出总表",
        grid("""
        科目  | <                | 合计  | 基本支出
        201   | 一般公共服务支出 | 10.00 | 8.00
        20103 | 政府办公厅       | 10.00 | 8.00
        合计  | <                | 10.00 | 8.00
        """),
    )
    assert [(row.code, row.label) for row in table.rows] == [
        ("201", "一般公共服务支出"),
        ("20103", "政府办公厅"),
        (None, "合计"),
    ]


def test_kinds_of_projects_head_their_projects() -> None:
    table = only(
        "表10",
        "项目支出表",
        grid("""
        类型       | 项目名称 | 项目单位 | 合计  | 本年拨款     | <          | 单位资金
        ^          | ^        | ^        | ^     | 一般公共预算 | 政府性基金 | ^
        合计       | <        | <        | 30.00 | 30.00        |            |
        特定目标类 |          |          | 20.00 | 20.00        |            |
                   | 规划编制 | 某局本级 | 20.00 | 20.00        |            |
        其他运转类 |          |          | 10.00 | 10.00        |            |
                   | 物业费   | 某局本级 | 10.00 | 10.00        |            |
        """),
    )
    assert [(row.label, row.path) for row in table.rows] == [
        ("合计", ()),
        ("特定目标类", ()),
        ("规划编制", ("特定目标类",)),
        ("其他运转类", ()),
        ("物业费", ("其他运转类",)),
    ]
    assert cells(table, table.rows[2]) == {"项目单位": "某局本级", "合计": "20.00", "本年拨款/一般公共预算": "20.00"}


def test_self_evaluation_form_lists_its_money() -> None:
    table = only(
        "项目支出绩效自评表",
        grid("""
        项目名称         | 道路养护     | <          | <          | <          | <      | <
        主管部门         | 某局         | <          | <          | 实施单位   | 某中心 | <
        项目资金（万元） |              | 年初预算数 | 全年预算数 | 全年执行数 | 执行率 | 得分
        ^                | 年度资金总额 | 100.00     | 90.00      | 80.00      | 88.89% | 8.9
        ^                | 其他资金     | 0.00       | 0.00       | 0.00       | —      | —
        一级指标         | 二级指标     | 三级指标   | 年度指标值 | 实际完成值 | 得分   | 备注
        产出指标         | 数量指标     | 养护里程   | ≥12公里    | 13公里     | 10     |
        """),
    )
    money = next(row for row in table.rows if row.label == "年度资金总额")
    assert (table.subject, money.path) == ("道路养护", ("项目资金（万元）",))
    assert cells(table, money)["全年执行数"] == "80.00"
    assert table.rows[-1].path == ("产出指标", "数量指标")


def test_a_form_with_one_line_of_money_and_a_total_score() -> None:
    table = only(
        "2022年度河道保洁项目自评表",
        grid("""
        项目名称               | <        | 河道保洁项目 | <            | <              | <                | <
        预算执行情况（万元）   | <        |              | 预算数（A）  | 执行数（B）    | 执行率（B/A）    | 得分（20分*执行率）
        ^                      | ^        | 年度资金总额 | 100.00       | 98.00          | 98.00%           | 19.60
        年度绩效目标（80分）   | 一级指标 | 二级指标     | 三级指标     | 年初目标值（A） | 实际完成值（B） | 得分
        ^                      | 产出指标 | 数量指标     | 保洁河道长度 | ≥38公里        | 39公里           | 40
        ^                      | 效益指标 | 生态效益指标 | 水质达标率   | ≥90%           | 92%              | 37
        总分                   | <        | 96.6         | <            | <              | <                | <
        """),
    )
    spent = next(row for row in table.rows if row.label == "年度资金总额")
    assert spent.path == ("预算执行情况（万元）",)
    assert cells(table, spent) == {
        "预算数（A）": "100.00",
        "执行数（B）": "98.00",
        "执行率（B/A）": "98.00",
        "得分（20分*执行率）": "19.60",
    }
    assert (table.rows[-1].label, cells(table, table.rows[-1])) == ("总分", {"得分": "96.6"})


def test_an_indicator_in_a_column_of_its_own_behind_its_levels() -> None:
    table = only(
        "河道保洁项目绩效目标表",
        grid("""
        一级指标 | 二级指标 | 绩效指标     | 绩效指标描述       | 指标值
        产出指标 | 数量指标 | 保洁河道长度 | 全年保洁的河道长度 | ≥38公里
        ^        | ^        | 打捞漂浮物   | 打捞的漂浮物       | ≥50吨
        """),
    )
    assert [(row.label, row.path) for row in table.rows] == [
        ("保洁河道长度", ("产出指标", "数量指标")),
        ("打捞漂浮物", ("产出指标", "数量指标")),
    ]
    assert cells(table, table.rows[0]) == {"绩效指标描述": "全年保洁的河道长度", "指标值": "≥38公里"}


def test_further_lines_of_a_merged_project_are_of_that_project() -> None:
    table = only(
        "部门项目支出预算表",
        grid("""
        项目名称     | 项目单位 | 功能科目名称 | 经济科目         | 合计
        合计         |          |              |                  | 9.00
        河道保洁经费 | 某某局   | 水利管理     | 30226劳务费      | 6.00
        ^            | ^        | 水利管理     | 30218专用材料费  | 3.00
        """),
    )
    assert [row.label for row in table.rows] == ["合计", "河道保洁经费", "河道保洁经费"]


def test_a_title_without_the_word_for_table_right_above_its_grid() -> None:
    table = only("一、机构情况说明", "部门机构设置情况", grid("单位名称 | 单位规格\n甲局机关 | 正科级\n乙站 | 股级"))
    assert table.title == "部门机构设置情况"


def test_a_workbooks_list_of_its_tables_is_no_table() -> None:
    listed = grid("公开01表 | 收入支出决算总表\n公开02表 | 收入决算表\n公开03表 | 支出决算表")
    assert build_tables(document(["目录", listed])) == ()


def test_a_form_whose_second_page_repeats_only_the_number() -> None:
    first = grid("""
        项目名称 | 某专项 | <        | <
        主管部门 | 某局   | <        | <
        一级指标 | 二级指标 | 指标内容 | 指标值
        产出指标 | 数量指标 | 发放次数 | 12次
    """)
    second = grid("效益指标 | 社会效益 | 就业岗位 | 增加\n满意度指标 | 服务对象 | 满意率 | ≥95%", 2)
    (table,) = build_tables(document(["表14", "专项业务经费绩效目标表", first], ["表14", second]))
    assert table.pages == (1, 2)
    assert table.rows[-1].path == ("满意度指标", "服务对象")


def test_a_list_of_projects_repeats_caption_and_header_on_every_page() -> None:
    caption = ["公开表11", "项目支出预算情况表", "单位：万元"]
    header = "项目名称 | 项目类别 | 合计 | 财政拨款\n"
    first = grid(header + "合计 | | 60.00 | 60.00\n道路养护 | 其他运转类 | 20.00 | 20.00", 1)
    second = grid(header + "桥梁检测 | 特定目标类 | 10.00 | 10.00\n路灯改造 | 特定目标类 | 30.00 | 30.00", 2)
    (table,) = build_tables(document([*caption, first], [*caption, second]))
    assert table.pages == (1, 2)
    assert [row.label for row in table.rows] == ["合计", "道路养护", "桥梁检测", "路灯改造"]


def test_forms_of_two_projects_of_one_name_stay_apart() -> None:
    form = """
        项目名称 | 公车统管 | <        | <
        主管部门 | 某局     | <        | <
        一级指标 | 二级指标 | 指标内容 | 指标值
        产出指标 | 数量指标 | 车辆数量 | {}辆
    """
    pages = [["项目绩效目标表", grid(form.format(number), number)] for number in (1, 2)]
    assert [table.subject for table in build_tables(document(*pages))] == ["公车统管", "公车统管"]


def test_a_list_of_tables_with_pages_is_no_table() -> None:
    contents = grid("序号 | 表名 | 页码\n1 | 部门收支总表 | 3\n2 | 部门收入总表 | 4")
    assert build_tables(document([contents])) == ()


def test_a_titles_second_line_says_which_classification_it_is() -> None:
    table = only(
        "表6",
        "2021年部门综合预算一般公共预算支出明细表",
        "（按支出经济分类科目-不含上年结转）",
        "单位：元",
        grid("""
        科目编码 | 科目名称     | 合计
        301      | 工资福利支出 | 10.00
        30101    | 基本工资     | 10.00
        """),
    )
    assert table.title == "2021年部门综合预算一般公共预算支出明细表（按支出经济分类科目-不含上年结转）"
    assert table.kind is TableKind.GENERAL_PUBLIC_BUDGET_ECONOMIC


def test_forms_that_stand_below_each_other_in_one_grid_are_tables_of_their_own() -> None:
    form = """
        项目名称     | {name}       | <              | <
        预算金额（元） | {amount}   | <              | <
        一级指标     | 二级指标     | 三级指标       | 指标值
        产出指标     | 数量指标     | {target}       | ≥8个
        """
    first = form.format(name="甲广场维护", amount="100.00", target="维护广场数量").strip()
    second = form.format(name="乙公园维护", amount="200.00", target="维护公园数量").strip()
    page: list[str | RawTable] = ["重点项目绩效目标表", grid(f"{first}\n{second}")]
    tables = build_tables(document(page))
    assert [table.subject for table in tables] == ["甲广场维护", "乙公园维护"]
    assert [table.rows[-1].label for table in tables] == ["维护广场数量", "维护公园数量"]


def test_a_table_of_staff_prints_the_unit_of_what_it_counts() -> None:
    table = only("人员情况表", "单位：人", grid("单位名称 | 编制数 | 在职人员\n甲所 | 12 | 10\n乙所 | 8 | 7"))
    assert table.unit == "人"


def test_sides_whose_names_are_headed_by_a_classification() -> None:
    table = only(
        "公开01表",
        "收入支出决算总表",
        "单位：万元",
        grid("""
        收入                   | <     | 支出                 | <
        项目                   | 决算数 | 按功能分类           | 决算数
        一、财政拨款收入       | 50.00 | 一、一般公共服务支出 |
        二、其他收入           |       | 二、教育支出         | 51.00
        本年收入合计           | 50.00 | 本年支出合计         | 51.00
        年初结转和结余         | 2.00  | 年末结转和结余       | 1.00
        总计                   | 52.00 | 总计                 | 52.00
        """),
    )
    assert [column.path for column in table.columns] == [("收入", "决算数"), ("支出", "决算数")]
    assert [row.label for row in table.rows if row.side == "expenditure"][-3:] == [
        "本年支出合计",
        "年末结转和结余",
        "总计",
    ]


def test_the_account_below_the_budget_under_one_header_with_wrapped_names() -> None:
    table = only(
        "公开09表",
        "财政拨款“三公”经费、会议费和培训费支出决算表",
        "单位：万元",
        grid("""
        预算数           | <              | <    | <          | <              | <
        “三公”经费合计 | 公务用车购置及运行维护费 | < | <    | 公务接待费     | 会议费
        ^                | 小计           | 公务用车 | 公务用车 | ^            | ^
        ^                | ^              | 购置费 | 运行维护费 | ^            | ^
        9.00             | 7.00           | 0.00 | 7.00       | 2.00           | 3.00
        决算数           | <              | <    | <          | <              | <
        8.00             | 6.50           | 0.00 | 6.50       | 1.50           | 2.00
        """),
    )
    assert [column.path[0] for column in table.columns] == ["预算数"] * 6 + ["决算数"] * 6
    assert table.columns[2].path == ("预算数", "公务用车购置及运行维护费", "公务用车购置费")
    printed = {table.columns[cell.column].path: cell.text for row in table.rows for cell in row.cells}
    assert printed["预算数", "会议费"] == "3.00"
    assert printed["决算数", "会议费"] == "2.00"
    assert printed["决算数", "公务用车购置及运行维护费", "公务用车运行维护费"] == "6.50"


def test_a_unit_named_once_before_its_projects_owns_them_all() -> None:
    table = only(
        "表11",
        "项目支出情况表",
        "单位：万元",
        grid("""
        预算单位   | 项目名称 | 功能科目        | 预算金额
                   | 合计     |                 | 60.00
        某局（本级） | 巡河     | 2130304水利管理 | 10.00
                   | 清淤     | 2130314防汛     | 20.00
        某管理中心 | 管网养护 | 2130306运行维护 | 25.00
                   | 平台运维 | 2130306运行维护 | 5.00
        """),
    )
    assert [(row.label, row.path) for row in table.rows] == [
        ("合计", ()),
        ("巡河", ("某局（本级）",)),
        ("清淤", ("某局（本级）",)),
        ("管网养护", ("某管理中心",)),
        ("平台运维", ("某管理中心",)),
    ]
