"""A round number said without a digit, as a condition: 过千万的, 上百万, 不到百万. (“不到一亿” has a number and is a figure.)"""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.parsing.model import Threshold
from index.amounts import Amount

_SAID = re.compile(
    r"(?P<op>超过|超|大于|过|上|突破|破|达到?|不到|不足|低于|少于|没到)(?P<size>[百千])?(?P<unit>[万亿])(?:元|块钱?)?"
    r"(?=以上|[的,，。；;?？有]|$)"
)
_OPERATORS = {"上": ">=", "达": ">=", "达到": ">=", "不到": "<", "不足": "<", "低于": "<", "少于": "<", "没到": "<"}
_SIZES = {"": 1, "百": 100, "千": 1000}
_UNITS = {"万": 10**4, "亿": 10**8}


def round_number(plain: str) -> Threshold | None:
    """The condition, its amount in 元; None where none is said."""
    said = _SAID.search(plain)
    if said is None:
        return None
    value = Decimal(_SIZES[said["size"] or ""] * _UNITS[said["unit"]])
    text = f"{said['size'] or ''}{said['unit']}元"
    return Threshold(_OPERATORS.get(said["op"], ">"), Amount(value, "元", Decimal(1), text))
