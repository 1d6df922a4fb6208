"""When a reading of an utterance is right: both sides are brought to one form, in which defaults and silence are one.

The rules stand in the docstring of ``eval.language``; a *part* is one meaning in the keys of the data.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import Any

from index.amounts import Amount, Ratio, find_figures
from index.numerals import read_chinese_number
from index.vocabulary.names import key
from index.vocabulary.terms import vocabulary

Part = dict[str, Any]

_TOTAL = "支出总计"
_PROJECTS = frozenset(map(key, ("项目", "项目支出")))
_UNITS = frozenset(
    map(key, ("单位", "二级单位", "下属单位", "预算单位", "二级预算单位", "各单位", "本部门预算编制范围的单位"))
)
_TABLES = frozenset(map(key, ("表", "公开的表", "公开表格", "部门预算公开表", "表格", "公开表")))
_ITEMS = frozenset(map(key, (_TOTAL, "科目", "功能科目", "类级科目", "款级科目", "项级科目", "经济科目")))
_HEADS = "在职人数"
_MEMBERS = ("rank", "filter", "list", "count")
_TIMELESS = ("refuse", "definition", "purpose", "text", "smalltalk")  # what they answer depends on no year or stage
_FACTORS = {"元": 1, "千元": 1000, "万元": 10**4, "百万元": 10**6, "亿元": 10**8, "%": 1, "": 1}


def intents(parts: Sequence[Part]) -> list[str]:
    return [part["intent"] for part in parts]


# ---------------------------------------------------------------- metrics


def metrics_of(parts: Sequence[Part]) -> object:
    """The names that a line asks about: a set, in order where one of its parts is a ratio."""
    names = [name for part in parts for name in _names(part)]
    if len(parts) == 1 and parts[0]["intent"] == "ratio":
        return tuple(dict.fromkeys(names))
    return frozenset(names)


def _names(part: Part) -> list[str]:
    names = [name_key(metric["name"]) for metric in part.get("metrics") or ()]
    if part["intent"] in _MEMBERS and part.get("group"):
        spare = {name_key(part["group"]["name"]), *((name_key(_HEADS),) if part["intent"] == "rank" else ())}
        names = [name for name in names if name not in spare]
    return names


def name_key(name: str) -> str:
    """The canonical name of a term where the name is one of a single term, else the words."""
    made = key(name)
    terms = vocabulary().printed.get(made, ())
    if terms:
        return key(vocabulary().terms[terms[0]].name)
    shorter = made.removesuffix("项目")
    return shorter if len(shorter) >= 2 else made


# ---------------------------------------------------------------- slots


def slots_of(meant: Sequence[Part], read: Sequence[Part]) -> bool:
    """Whether all slots of all parts agree."""
    return len(meant) == len(read) and not any(differing(one, other) for one, other in zip(meant, read, strict=True))


def differing(meant: Part, read: Part) -> list[str]:
    """Names of the slots that differ."""
    intent = meant["intent"]
    plain = [name for name, form in _FORMS.items() if form(meant, intent) != form(read, intent)]
    if _whole(meant) != _whole(read) and intent in ("share", "change", "trend", "rank", "filter", "verify"):
        plain.append("whole")
    if intent in (*_MEMBERS, "sum", "difference", "share", "unit_cost") and not _same_group(meant, read):
        plain.append("group")
    return plain


def _period(part: Part, intent: str) -> tuple[str, ...]:
    said = [str(period) for period in part.get("period") or ()]
    if intent in _TIMELESS:
        return ()
    if intent in ("change", "reason"):
        if part.get("as") == "previous" and said in (["last"], ["this", "last"]):
            return ()
        said = said[:1] + [one for one in said[1:] if one != _before(said[0])] if said else []
        return () if said == ["this"] else tuple(said)
    if intent in ("rank", "filter", "count", "list", "verify") and said == ["this", "last"]:
        return ("compared",)
    if len(said) > 2 and all(one.isdigit() for one in said):
        return (f"{min(said)}-{max(said)}",)
    if said == ["before_last", "last", "this"]:
        return ("last_3",)
    return () if said == ["this"] else tuple(sorted(said))


def _before(period: str) -> str:
    following = {"this": "last", "last": "before_last"}
    return str(int(period) - 1) if period.isdigit() else following.get(period, "")


def _stage(part: Part, intent: str) -> str:
    said = part.get("stage") or ""
    if intent == "execution":
        return said if said == "adjusted" else ""
    return "" if intent in _TIMELESS else said


def _figure(part: Part, intent: str) -> str:
    said = part.get("as") or ""
    if intent == "ratio":
        return said or "times"
    if intent in ("rank", "filter"):
        return "" if said in ("amount", "percent", "direction") else said
    return said if intent in ("change", "list", "count", "trend") else ""


def _unit(part: Part, intent: str) -> str:
    said = part.get("unit") or ""
    if intent in (*_TIMELESS, "reason"):
        return ""
    if intent in ("share", "execution", "ratio", "change", "trend", "rank", "verify", "filter") and said == "%":
        return ""
    if said == "个百分点" and (part.get("whole") or intent in ("rank", "hypothetical")):
        return ""
    return "" if re.fullmatch(r"[人辆台个件项家张批次/]+", said) else said


def _order(part: Part, intent: str) -> object:
    if intent not in ("rank", "share", "difference") or (intent != "rank" and not part.get("group")):
        return None
    return part.get("n"), part.get("order") or "desc"


def _whose(part: Part, _intent: str) -> frozenset[str]:
    said = [part.get("department"), *(part.get("departments") or ())]
    said += [metric.get("sub") for metric in part.get("metrics") or ()]
    return frozenset(_owner(name) for name in said if name)


def _owner(name: str) -> str:
    made = re.sub(r"^(?:[我你本该贵咱]们?|下属的?|下面那个|局(?=本级))|(?:那边|系统|名下|那儿)$", "", key(name))
    return re.sub(r"^[市省区县](?=..)", "", made)


def _bound(part: Part, _intent: str) -> object:
    said = part.get("threshold")
    if not said:
        return None
    ends = said["value"] if isinstance(said["value"], list) else [said["value"]]
    return said["op"], tuple(Decimal(str(end)) * _FACTORS.get(said.get("unit") or "", 1) for end in ends)


def _table(part: Part, _intent: str) -> str:
    made = re.sub(r"公开|附|那张|表|那一?张", "", part.get("table") or "")
    number = read_chinese_number(made) if made else None
    return str(int(made)) if made.isdigit() else str(number) if number is not None else made


def _column(part: Part, _intent: str) -> str:
    return re.sub(r"(?:指标)?[那这]?一?[栏列行格]?$", "", part.get("column") or "")


def _scopes(part: Part, _intent: str) -> frozenset[str]:
    return frozenset(metric["scope"] for metric in part.get("metrics") or () if metric.get("scope"))


def _codes(part: Part, _intent: str) -> frozenset[str]:
    return frozenset(metric["code"] for metric in part.get("metrics") or () if metric.get("code"))


_CLAIMED = (
    ("none", r"没有?|未|零|无|全停|剔除|取消|没得"),
    ("down", r"下降|降|减少|减|少|低|跌|缩水|压|停|砍"),
    ("up", r"上涨|增长|增加|增|涨|多|高|超过|以上|大于|翻|添|加|倍"),
    ("same", r"等于|=|持平|一致|平|相等|维持|就是|正好|相符"),
)


def _claim(part: Part, intent: str) -> object:
    """Figures of a claim, else its direction; None where the intent has none."""
    said = part.get("claim")
    if said is None or intent not in ("verify", "hypothetical"):
        return None
    if isinstance(said, str):
        figure = next((one for one in find_figures(said) if isinstance(one.quantity, Amount | Ratio)), None)
        if figure is None:
            return next((name for name, pattern in _CLAIMED if re.search(pattern, said)), "told")
        assert isinstance(figure.quantity, Amount | Ratio)
        value, unit = figure.quantity.value, "%" if isinstance(figure.quantity, Ratio) else ""
        fall = re.search(r"减|降|压|跌|缩", said[: figure.start]) is not None
        return (-value if fall and unit else value), unit
    value, unit = Decimal(str(said["value"])), str(said.get("unit") or "")
    if value == 0:
        return "none"
    return value * _FACTORS.get(unit, 1), "%" if unit == "%" else ""


def _topic(part: Part, intent: str) -> str:
    return part.get("topic") or "" if intent in ("text", "refuse") else ""


_FORMS = {
    "period": _period,
    "stage": _stage,
    "as": _figure,
    "unit": _unit,
    "decimals": lambda part, _intent: part.get("decimals"),
    "order": _order,
    "whose": _whose,
    "threshold": _bound,
    "table": _table,
    "column": _column,
    "scope": _scopes,
    "code": _codes,
    "claim": _claim,
    "topic": _topic,
}


# ---------------------------------------------------------------- whole and group


def _whole(part: Part) -> str:
    """The name of the whole; "" for silence and for what silence means."""
    if not part.get("whole"):
        return ""
    name = name_key(part["whole"]["name"])
    return "" if name in _defaults(tuple(_names(part))) else name


@cache
def _defaults(names: tuple[str, ...]) -> frozenset[str]:
    words = vocabulary()
    found = {key(_TOTAL)}
    for name in names:
        for term in words.printed.get(name, ()):
            if words.terms[term].term_class == "income":
                found = {key("收入总计")}
            parent = words.terms[term].parent
            if parent in words.terms:
                found.add(key(words.terms[parent].name))
    return frozenset(found)


def _same_group(meant: Part, read: Part) -> bool:
    one, other = meant.get("group"), read.get("group")
    if not one or not other:
        return not one and not other
    return _group_name(one) == _group_name(other) and (
        not one.get("level") or not other.get("level") or one["level"] == other["level"]
    )


def _group_name(group: Part) -> str:
    name, level = key(group["name"]), group.get("level")
    for names, one in ((_PROJECTS, "项目"), (_UNITS, "单位"), (_TABLES, "表"), (_ITEMS, "")):
        if name in names:
            return level if level in ("单位", "表", "项目", "指标") else one
    return name_key(name)
