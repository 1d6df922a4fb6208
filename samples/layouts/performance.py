"""Performance tables: 部门整体绩效目标表 and 项目支出绩效目标表."""

from __future__ import annotations

from index.model import TableKind
from samples.figures import Print
from samples.model import Indicator, SampleBudget
from samples.selections import project_amount
from samples.sheet import Form

_FLAT = ("指标名称", "指标性质", "指标值", "计量单位", "指标权重（%）")
_TREE = ("一级指标", "二级指标", "三级指标", "指标值")


def flat(indicators: tuple[Indicator, ...]) -> tuple[tuple[str, ...], ...]:
    return tuple((i.name, i.sign, i.value, i.unit, str(i.weight)) for i in indicators)


def tree(indicators: tuple[Indicator, ...]) -> tuple[tuple[str, ...], ...]:
    return tuple((i.group, i.section, i.name, f"{i.sign}{i.value}{i.unit}") for i in indicators)


def _owner(budget: SampleBudget) -> str:
    return f"填报单位：{budget.department}"


def overall(budget: SampleBudget, number: str, title: str, show: Print) -> Form:
    boxes = (
        (("部门名称", budget.department), ("部门支出预算总额（万元）", show(budget.ledger.total()))),
        (("当年整体绩效目标", budget.overall_goal),),
    )
    indicators = flat(budget.overall_indicators)
    return Form(TableKind.DEPARTMENT_PERFORMANCE, number, title, "万元", _owner(budget), boxes, _FLAT, 1, indicators)


def projects(budget: SampleBudget, number: str, title: str, show: Print) -> tuple[Form, ...]:
    """One form a project, indicators in a flat list with weights."""
    return tuple(
        Form(
            TableKind.PROJECT_PERFORMANCE,
            number,
            title,
            "万元",
            _owner(budget),
            (
                (("项目名称", project.name), ("业务主管部门", budget.department)),
                (("当年预算（万元）", show(project_amount(budget.ledger, project.name))), ("项目分类", "一般性项目")),
                (("项目概况", project.purpose),),
                (("立项依据", project.basis),),
                (("当年绩效目标", project.goal),),
            ),
            _FLAT,
            1,
            flat(project.indicators),
            landscape=True,
        )
        for project in budget.projects
    )


def project_trees(budget: SampleBudget, number: str, title: str, show: Print) -> tuple[Form, ...]:
    """One form a project, indicators under 一级 and 二级指标."""
    return tuple(
        Form(
            TableKind.PROJECT_PERFORMANCE,
            number,
            title,
            "万元",
            _owner(budget),
            (
                (("项目名称", project.name),),
                (("主管部门", budget.department), ("年度资金总额", show(project_amount(budget.ledger, project.name)))),
                (("年度绩效目标", project.goal),),
            ),
            _TREE,
            3,
            tree(project.indicators),
        )
        for project in budget.projects
    )
