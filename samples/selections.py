"""What the tables and sentences select from the ledger, each named once."""

from __future__ import annotations

from decimal import Decimal

from samples.model import FISCAL, Ledger, Line, Nature, SampleBudget, Source, any_line, of

everything = any_line


def nothing(_: Line) -> bool:
    return False


def basic(line: Line) -> bool:
    return line.nature is not Nature.PROJECT


def project(line: Line) -> bool:
    return line.nature is Nature.PROJECT


personnel = of(nature=Nature.PERSONNEL)
operating = of(nature=Nature.OPERATING)
general = of(source=Source.GENERAL)
fund = of(source=Source.FUND)
fiscal = of(source=FISCAL)
general_now = of(source=Source.GENERAL, carried=False)
general_carried = of(source=Source.GENERAL, carried=True)
fund_now = of(source=Source.FUND, carried=False)
fund_carried = of(source=Source.FUND, carried=True)

INCOME = (
    ("一般公共预算拨款收入", of(source=Source.GENERAL, carried=False)),
    ("政府性基金预算拨款收入", of(source=Source.FUND, carried=False)),
    ("国有资本经营预算拨款收入", of(source=Source.CAPITAL)),
    ("财政专户管理资金收入", of(source=Source.SPECIAL)),
    ("事业收入", of(source=Source.BUSINESS)),
    ("事业单位经营收入", nothing),
    ("上级补助收入", nothing),
    ("附属单位上缴收入", nothing),
    ("其他收入", of(source=Source.OTHER)),
)

THREE_PUBLIC = {
    "30212": "因公出国（境）费",
    "31013": "公务用车购置费",
    "30231": "公务用车运行维护费",
    "30217": "公务接待费",
}
PROCUREMENT = {"goods": "货物", "works": "工程", "services": "服务"}


def three_public(ledger: Ledger, *economic: str) -> Decimal:
    """“三公”经费 paid by appropriation; all of it, or the named economic items."""
    picked = economic or tuple(THREE_PUBLIC)
    return ledger.total(of(source=FISCAL, economic=picked))


def agency_operating(budget: SampleBudget, ledger: Ledger) -> Decimal:
    """机关运行经费: the 公用经费 of the administrative units from the general public budget."""
    units = tuple(i for i, unit in enumerate(budget.units) if unit.administrative)
    return ledger.total(of(source=Source.GENERAL, nature=Nature.OPERATING, unit=units))


def procurement(ledger: Ledger, kind: str = "") -> Decimal:
    return ledger.total(of(procurement=kind) if kind else of(procurement=tuple(PROCUREMENT)))


def project_amount(ledger: Ledger, name: str) -> Decimal:
    return ledger.total(of(project=name))
