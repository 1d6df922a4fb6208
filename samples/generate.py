"""Seed → budgets of invented departments over consecutive years, each year growing out of the one before."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal
from typing import Any

from index.model import Stage
from samples.model import FISCAL, Indicator, Ledger, Line, Nature, Project, SampleBudget, Source, Unit, of
from samples.vocabulary import words

EXACT = Decimal(100)  # 元: every amount prints exactly in 万元 with two decimals
CENTS = Decimal("0.01")  # 元: printed sums show real rounding gaps

_YUAN_PER_HEAD = {
    "30101": 52_000, "30102": 61_000, "30103": 34_000, "30112": 2_300, "30199": 9_000,
    "30201": 4_200, "30202": 900, "30205": 420, "30206": 1_900, "30207": 1_100, "30209": 5_600, "30211": 3_800,
    "30213": 1_500, "30215": 700, "30216": 1_300, "30217": 350, "30228": 2_600, "30229": 1_800, "30239": 6_900,
    "30299": 2_400, "31002": 800,
}  # fmt: skip
_INSTITUTION_PER_HEAD = {"30102": 8_000, "30103": 4_000, "30107": 78_000, "30239": 0, "31002": 400}
_SHARES_OF_PAY = {"30108": 160, "30109": 80, "30110": 90, "30113": 120}  # per mille
_FUNCTION_OF = {"30108": "2080505", "30109": "2080506", "30111": "2101103", "30113": "2210201", "30302": "2080501"}


def budgets(seed: int, departments: int, years: range, step: Decimal = EXACT) -> tuple[SampleBudget, ...]:
    """Budgets of ``departments`` invented departments, one a year, and the first department's 决算 of the first year.

    A year's 上年 figures equal the document of the year before. ``step`` is the smallest amount in 元.
    """
    kinds = words("departments")["department"]
    places = words("places")["places"]
    order = random.Random(f"{seed}|order").sample(range(len(kinds)), len(kinds))
    made: list[SampleBudget] = []
    for number in range(departments):
        kind = kinds[order[number % len(kinds)]]
        place = places[(seed + number + number // len(kinds)) % len(places)]
        made += _department(_Maker(seed, number, kind, place, step), years)
    return tuple(made)


def _department(maker: _Maker, years: range) -> list[SampleBudget]:
    made: list[SampleBudget] = []
    before = maker.first()
    for year in years:
        ledger = maker.next_year(before, year)
        made.append(maker.budget(year, ledger, before, maker.execution(before, year - 1)))
        before = ledger
    if maker.number == 0 and made:
        made.append(maker.final(made[0]))
    return made


class _Maker:
    """Everything that stays the same for one department, and its dice (one seeded set per purpose)."""

    def __init__(self, seed: int, number: int, kind: dict[str, Any], place: str, step: Decimal) -> None:
        self.seed, self.number, self.kind, self.step = seed, number, kind, step
        self.region = place
        dice = self.dice("identity")
        places = words("places")
        street = dice.choice(places["streets"])
        self.district = place.partition("市")[2]
        self.department = self.fill(kind["name"], street)
        self.short_name = self.fill(kind["short"], street)
        self.units = self._units(dice, street)
        self.contact = dice.choice(places["surnames"]) + dice.choice(places["given"])
        self.phone = f"0{dice.randint(700, 799)}-{dice.randint(6_000_000, 8_999_999)}"
        self.cars = {"机要通信用车": 1, "应急保障用车": dice.randint(1, 3), "特种专业技术用车": dice.randint(0, 4)}

    def dice(self, purpose: object) -> random.Random:
        return random.Random(f"{self.seed}|{self.number}|{purpose}")

    def fill(self, pattern: str, street: str) -> str:
        return pattern.format(p=self.region, street=street)

    def _units(self, dice: random.Random, street: str) -> tuple[Unit, ...]:
        prefix = f"{dice.randint(102, 689)}"
        staff = dice.randint(24, 68)
        head = f"{self.department}（本级）"
        units = [Unit(f"{prefix}001", head, True, staff + dice.randint(0, 4), staff)]
        for i, name in enumerate(self.kind["units"], start=2):
            staff = dice.randint(8, 40)
            units.append(Unit(f"{prefix}{i:03}", self.fill(name, street), False, staff + dice.randint(0, 3), staff))
        return tuple(units)

    def money(self, yuan: Decimal | int) -> Decimal:
        return (Decimal(yuan) / self.step).quantize(Decimal(1)) * self.step

    # ------------------------------------------------------------ ledgers

    def first(self) -> Ledger:
        lines: list[Line] = []
        for number, unit in enumerate(self.units):
            lines += self._basic(number, unit)
        for project in self.kind["projects"]:
            lines += self._project(project, Source.GENERAL)
        if "fund" in self.kind:
            lines += self._project(self.kind["fund"], Source.FUND)
        if self.number % 2 == 0 and len(self.units) > 1:
            lines += self._business()
        return Ledger(tuple(lines))

    def _basic(self, number: int, unit: Unit) -> list[Line]:
        dice = self.dice(f"basic {number}")
        per_head = _YUAN_PER_HEAD | ({} if unit.administrative else _INSTITUTION_PER_HEAD)
        amounts = {
            code: self.money(unit.staff * yuan * dice.randint(850, 1150) // 1000) for code, yuan in per_head.items()
        }
        pay = sum((amounts.get(code, Decimal(0)) for code in ("30101", "30102", "30103", "30107")), Decimal(0))
        amounts |= {code: self.money(pay * share / 1000) for code, share in _SHARES_OF_PAY.items()}
        if unit.administrative:
            amounts["30111"] = self.money(pay * 25 / 1000)
            amounts["30302"] = self.money(dice.randint(6, 20) * 21_000)
            amounts["30231"] = self.money(dice.randint(20, 48) * 1_000 * sum(self.cars.values()) // 2)
        amounts["30305"] = self.money(dice.randint(1, 4) * 9_600)
        home = self.kind["running"] if unit.administrative else self.kind["institution"]
        return [
            Line(self._function(code, home, unit), code, _nature(code), Source.GENERAL, amount, number)
            for code, amount in sorted(amounts.items())
            if amount
        ]

    def _function(self, economic: str, home: str, unit: Unit) -> str:
        if economic == "30110":
            return "2101101" if unit.administrative else "2101102"
        return _FUNCTION_OF.get(economic, home)

    def _project(self, project: dict[str, Any], source: Source) -> list[Line]:
        """A project's money: its main economic item, and a small share for printing or labour."""
        dice = self.dice(f"project {project['name']}")
        whole = self.money(project["size"] * 10_000 * dice.randint(700, 1400) // 1000)
        side = self.money(whole * dice.randint(20, 90) / 1000)
        unit = dice.randrange(len(self.units))
        extra = "30202" if project["economic"] != "30202" else "30299"
        common = {"function": project["function"], "nature": Nature.PROJECT, "source": source}
        carried = dice.random() < 0.3
        return [
            Line(**common, economic=project["economic"], amount=whole - side, unit=unit, project=project["name"],
                 procurement=project["buys"], carried=carried),
            Line(**common, economic=extra, amount=side, unit=unit, project=project["name"]),
        ]  # fmt: skip

    def _business(self) -> list[Line]:
        """The first institution earns 事业收入 and a little 其他收入 and spends both on its own work."""
        dice = self.dice("business")
        unit, function = 1, self.kind["institution"]
        earned = self.money(dice.randint(40, 160) * 10_000 + dice.randint(0, 99) * 100)
        other = self.money(dice.randint(2, 18) * 10_000 + dice.randint(0, 99) * 100)
        return [
            Line(function, "30227", Nature.PROJECT, Source.BUSINESS, earned, unit, "专业服务业务"),
            Line(function, "30299", Nature.PROJECT, Source.OTHER, other, unit, "专业服务业务"),
        ]

    def next_year(self, before: Ledger, year: int) -> Ledger:
        """Each line moves by its own factor; some stand still, one project may begin or end, a car may be bought."""
        dice = self.dice(f"year {year}")
        kept = [line for line in before.lines if line.economic not in ("31013", "30212")]
        moved = [replace(line, amount=self._moved(line, dice)) for line in kept]
        office = {"function": self.kind["running"], "nature": Nature.PROJECT, "source": Source.GENERAL}
        if dice.random() < 0.45:
            price = self.money(dice.randint(160, 249) * 1_000)
            moved.append(Line(**office, economic="31013", amount=price, project="公务用车更新", procurement="goods"))
        if dice.random() < 0.35:
            moved.append(
                Line(**office, economic="30212", amount=self.money(dice.randint(30, 90) * 1_000), project="对外交流")
            )
        return Ledger(tuple(line for line in moved if line.amount))

    def _moved(self, line: Line, dice: random.Random) -> Decimal:
        low, high, still = {
            Nature.PERSONNEL: (970, 1070, 0.1), Nature.OPERATING: (900, 1060, 0.25), Nature.PROJECT: (640, 1450, 0.2),
        }[line.nature]  # fmt: skip
        factor = dice.randint(low, high)
        if dice.random() < still or (line.economic == "30217" and dice.random() < 0.4):
            return line.amount
        return self.money(line.amount * factor / 1000)

    def execution(self, ledger: Ledger, year: int) -> Ledger:
        """What a year's budget came to: a little less, here and there a little more."""
        dice = self.dice(f"execution {year}")
        return Ledger(
            tuple(
                replace(line, amount=self.money(line.amount * dice.randint(880, 1030) / 1000)) for line in ledger.lines
            )
        )

    # ------------------------------------------------------------ documents

    def budget(self, year: int, ledger: Ledger, before: Ledger, execution: Ledger) -> SampleBudget:
        projects = self._projects(ledger, year)
        return SampleBudget(
            seed=self.seed,
            name=f"{self.kind['key']}-{self.number + 1}-{year}",
            region=self.region,
            department=self.department,
            short_name=self.short_name,
            year=year,
            stage=Stage.BUDGET,
            duties=tuple(duty.format(p=self.district) for duty in self.kind["duties"]),
            offices=tuple(self.kind["offices"]),
            units=self.units,
            projects=projects,
            ledger=ledger,
            last_year=before,
            last_execution=execution,
            planned=ledger,
            vehicles=dict(self.cars),  # a purchase replaces a car
            vehicles_bought=int(ledger.total(of(economic="31013")) > 0),
            equipment=self.dice("equipment").randint(0, 5),
            overall_goal=self.kind["goal"],
            overall_indicators=_overall(projects),
            reasons=self._reasons(year, ledger, before),
            purposes=self._purposes(),
            contact=self.contact,
            phone=self.phone,
        )

    def final(self, budget: SampleBudget) -> SampleBudget:
        """The 决算 of a year whose budget is given: spent as the next year's budget remembers it."""
        spent = self.execution(budget.ledger, budget.year)
        name = budget.name + "-final"
        reasons = self._reasons(budget.year, spent, budget.last_execution)
        return replace(
            budget, name=name, stage=Stage.FINAL, ledger=spent, last_year=budget.last_execution, reasons=reasons
        )

    def _projects(self, ledger: Ledger, year: int) -> tuple[Project, ...]:
        known = {project["name"]: project for project in (*self.kind["projects"], self.kind.get("fund", {})) if project}
        names = dict.fromkeys(line.project for line in ledger.lines if line.project in known)
        return tuple(self._described(known[name], year) for name in names)

    def _described(self, project: dict[str, Any], year: int) -> Project:
        dice = self.dice(f"goal {project['name']} {year}")
        name, unit, size = project["quantity"]
        value = max(1, size * dice.randint(80, 130) // 100)
        indicators = (
            Indicator("产出指标", "数量指标", name, "≥", str(value), unit, 30),
            Indicator("产出指标", "质量指标", "验收合格率", "≥", str(dice.choice((95, 98, 100))), "%", 20),
            Indicator("产出指标", "时效指标", "按期完成率", "≥", str(dice.choice((90, 95))), "%", 20),
            Indicator("效益指标", "社会效益指标", "有效投诉", "≤", str(dice.randint(1, 6)), "次", 20),
            Indicator(
                "满意度指标", "服务对象满意度指标", "服务对象满意度", "≥", str(dice.choice((85, 90, 95))), "%", 10
            ),
        )
        return Project(project["name"], project["purpose"], project["basis"], project["goal"], indicators)

    def _purposes(self) -> dict[str, str]:
        purposes = dict(words("narrative")["purposes"])
        purposes[self.kind["running"]] = purposes["basic"]
        purposes[self.kind["institution"]] = "所属事业单位日常运转和业务开展"
        for project in (*self.kind["projects"], self.kind.get("fund", {})):
            if project and project["function"] not in purposes:
                purposes[project["function"]] = project["purpose"]
        return purposes

    def _reasons(self, year: int, now: Ledger, before: Ledger) -> dict[str, str]:
        """A reason for every class, item, project and topic that changed, keyed by code, project name or nature."""
        subjects: dict[str, dict[str, Any]] = {}
        for line in (*now.lines, *before.lines):
            for key, wanted in (
                (line.function, {"function": line.function}),
                (line.function[:3], {"function": line.function[:3]}),
                (line.project, {"project": line.project}),
            ):
                subjects[key] = wanted
        general = {"source": Source.GENERAL}
        subjects |= {code: {"economic": code, "source": FISCAL} for code in ("30212", "30217", "30231", "31013")}
        subjects |= {
            "basic": general | {"nature": (Nature.PERSONNEL, Nature.OPERATING)},
            "project": general | {"nature": Nature.PROJECT},
            "agency": general | {"nature": Nature.OPERATING, "unit": 0},
        }
        subjects.pop("", None)
        reasons: dict[str, str] = {}
        for key, wanted in sorted(subjects.items()):
            change = now.total(of(**wanted)) - before.total(of(**wanted))
            if change:
                reasons[key] = self._reason(key, year, change, now.only(of(**wanted)), before.only(of(**wanted)))
        return reasons

    def _reason(self, key: str, year: int, change: Decimal, now: Ledger, before: Ledger) -> str:
        reasons = words("narrative")["reasons"]
        natures = [line.nature for line in (*now.lines, *before.lines)]
        family = reasons.get(key) or reasons[max(set(natures), key=lambda nature: (natures.count(nature), nature))]
        direction = "increase" if change > 0 else "decrease"
        if "new" in family and not before.lines:
            direction = "new"
        elif "ended" in family and not now.lines:
            direction = "ended"
        elif "changed" in family and now.lines and before.lines:
            direction = "changed"
        return str(self.dice(f"reason {key} {year}").choice(family[direction]))


def _nature(economic: str) -> Nature:
    return Nature.PERSONNEL if economic[:3] in ("301", "303") else Nature.OPERATING


def _overall(projects: tuple[Project, ...]) -> tuple[Indicator, ...]:
    picked = [project.indicators[0] for project in projects[:4]]
    weights = [80 // len(picked)] * len(picked)
    made = [replace(indicator, weight=weight) for indicator, weight in zip(picked, weights, strict=True)]
    return (*made, Indicator("满意度指标", "服务对象满意度指标", "群众满意度", "≥", "90", "%", 100 - sum(weights)))
