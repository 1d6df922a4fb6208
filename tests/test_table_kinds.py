"""What published tables are called, in several provinces' words, and which kind each is by its title alone."""

from __future__ import annotations

import pytest

from index.grids.body import Body
from index.grids.kinds import table_kind
from index.model import TableKind

TITLES = {
    TableKind.TOTAL_INCOME_EXPENDITURE: [
        "部门收支总表",
        "部门预算收支总表",
        "收入支出决算总表",
        "部门财务收支预算总表",
        "收支预算总表",
        "部门收支总体情况表",
        "单位收支总表",
    ],
    TableKind.TOTAL_INCOME: [
        "部门收入总表",
        "部门预算收入总表",
        "收入决算表",
        "部门收入预算表",
        "单位收入总表",
    ],
    TableKind.TOTAL_EXPENDITURE: [
        "部门支出总表",
        "支出预算分类汇总表（按部门预算经济分类）",
        "部门预算支出总表",
        "支出决算表",
        "部门支出预算表",
        "支出功能分类预算表",
        "部门经济分类支出预算表",
        "单位支出总表",
        "支出经济分类汇总表",
    ],
    TableKind.FISCAL_APPROPRIATION: [
        "财政拨款收支总表",
        "财政拨款收支预算总表",
        "财政拨款收入支出决算总表",
        "部门财政拨款收支预算总表",
        "财政拨款预算收支总表",
    ],
    TableKind.GENERAL_PUBLIC_BUDGET_EXPENDITURE: [
        "一般公共预算支出表",
        "一般公共预算支出预算表",
        "一般公共预算财政拨款支出决算表",
        "一般公共预算财政拨款收入支出决算表",
        "一般公共预算支出预算表（按功能科目分类）",
        "一般公共预算拨款支出表",
        "一般公共预算财政拨款支出表（功能科目）",
    ],
    TableKind.BASIC_EXPENDITURE: [
        "一般公共预算基本支出表",
        "一般公共预算基本支出表--人员经费(工资福利支出)(按部门预算经济分类)",
        "一般公共预算基本支出表(按政府预算经济分类)",
        "一般公共预算财政拨款基本支出决算明细表",
        "基本支出预算表（人员类、运转类公用经费项目）",
    ],
    TableKind.GOVERNMENT_ECONOMIC: [
        "支出预算分类汇总表（按政府预算经济分类）",
        "一般公共预算支出表（政府预算支出经济分类）",
    ],
    TableKind.GOVERNMENT_FUND_BUDGET: [
        "政府性基金预算支出分类汇总表（按政府预算经济分类）",
        "政府性基金支出预算表",
        "政府性基金预算财政拨款收入支出决算表",
    ],
    TableKind.STATE_CAPITAL_BUDGET: [
        "国有资本经营预算支出表",
        "国有资本经营预算支出预算表",
        "国有资本经营预算财政拨款支出决算表",
        "国有资本经营预算财政拨款收入支出决算表",
        "国有资本经营预算收支表",
    ],
    TableKind.FISCAL_SPECIAL_ACCOUNT: [
        "财政专户管理资金预算支出表",
    ],
    TableKind.PROJECT_PERFORMANCE: [
        "专项资金绩效目标表",
        "项目支出绩效目标表",
        "项目支出绩效自评表",
        "部门预算项目绩效目标",
        "市对下转移支付绩效目标表",
        "重点项目支出绩效目标表",
    ],
    TableKind.DEPARTMENT_PERFORMANCE: [
        "整体支出绩效目标表",
        "部门整体支出绩效自评情况",
        "部门（单位）整体绩效目标申报表",
    ],
    TableKind.GOVERNMENT_PROCUREMENT: [
        "政府采购预算表",
        "部门政府采购预算表",
    ],
    TableKind.PURCHASE_OF_SERVICES: [
        "政府购买服务预算表",
    ],
    TableKind.FISCAL_APPROPRIATION_EXPENDITURE: [
        "财政拨款支出预算表（部门经济分类科目）",
        "财政拨款支出明细表（按经济分类科目）",
    ],
    TableKind.PROJECT_EXPENDITURE: [
        "一般公共预算项目支出预算表",
        "项目支出表",
        "一般公共预算财政拨款项目支出决算明细表",
        "项目支出预算表（其他运转类、特定目标类项目）",
        "部门项目支出中期规划预算表",
    ],
    TableKind.THREE_PUBLIC_EXPENSES: [
        "一般公共预算“三公”经费支出预算表",
        "财政拨款“三公”经费支出决算表",
        "“三公”经费、行政参公单位机关运行经费情况表",
        "财政拨款预算“三公”经费支出表",
        "“三公”经费支出表",
        "政府性基金预算“三公”经费支出表",
    ],
    TableKind.ASSETS: [
        "国有资产使用情况表",
        "新增资产配置表",
        "资产购置预算表",
        "车辆购置情况表",
    ],
    TableKind.TRANSFER_PAYMENTS: [
        "对下转移支付预算表",
        "上级转移支付补助项目支出预算表",
    ],
    TableKind.GENERAL_PUBLIC_BUDGET_ECONOMIC: [
        "一般公共预算财政拨款支出表（部门预算经济科目）",
    ],
    TableKind.OTHER: [
        "非税收入征收计划表",
        "社会保险基金预算支出表",
        "债务收支表",
    ],
    TableKind.AGENCY_OPERATING_COST: [
        "机关运行经费预算表",
        "一般公共预算机关运行经费支出表",
    ],
    TableKind.SPECIAL_FUNDS: [
        "部门专项资金清单目录",
        "市级专项资金管理清单",
    ],
}


@pytest.mark.parametrize(("title", "kind"), [(title, kind) for kind, titles in TITLES.items() for title in titles])
def test_kind_by_title(title: str, kind: TableKind) -> None:
    assert table_kind(title, Body((), ())) is kind
