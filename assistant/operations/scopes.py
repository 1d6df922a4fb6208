"""How a table's scope is called in an answer that names another figure of the same metric beside it."""

from __future__ import annotations

from index.model import BudgetTable, TableKind

_K = TableKind
_SCOPES = {
    _K.TOTAL_INCOME_EXPENDITURE: "全部收支",
    _K.TOTAL_INCOME: "全部收入",
    _K.TOTAL_EXPENDITURE: "全部支出",
    _K.FISCAL_APPROPRIATION: "财政拨款",
    _K.FISCAL_APPROPRIATION_EXPENDITURE: "财政拨款支出",
    _K.GENERAL_PUBLIC_BUDGET_EXPENDITURE: "一般公共预算支出",
    _K.GENERAL_PUBLIC_BUDGET_ECONOMIC: "一般公共预算支出",
    _K.GOVERNMENT_ECONOMIC: "政府预算经济分类",
    _K.BASIC_EXPENDITURE: "基本支出",
    _K.PROJECT_EXPENDITURE: "项目支出",
    _K.THREE_PUBLIC_EXPENSES: "“三公”经费",
    _K.AGENCY_OPERATING_COST: "机关运行经费",
    _K.GOVERNMENT_FUND_BUDGET: "政府性基金预算",
    _K.STATE_CAPITAL_BUDGET: "国有资本经营预算",
    _K.FISCAL_SPECIAL_ACCOUNT: "财政专户管理资金",
    _K.GOVERNMENT_PROCUREMENT: "政府采购预算",
    _K.PURCHASE_OF_SERVICES: "政府购买服务",
}


def scope_words(table: BudgetTable) -> str:
    """The scope in words and where it stands: 一般公共预算支出口径（表五）; a table of no such scope by its title or number."""
    title = "另一表" if any(ch.isdigit() for ch in table.title) else f"《{table.title}》"
    place = table.number or title
    scope = _SCOPES.get(table.kind)
    return f"{scope}口径（{place}）" if scope else place
