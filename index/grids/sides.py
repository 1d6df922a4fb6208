"""What each column of a grid is for (code, label, value …), and the sides that a grid prints next to each other."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum, auto

from index.amounts import read_number
from index.grids.hierarchy import is_total
from index.grids.slots import Grid


class Role(Enum):
    CODE = auto()
    LABEL = auto()
    VALUE = auto()
    SKIP = auto()  # serial and line numbers


_SERIAL = re.compile(r"^(?:序\s*号?|行次|栏次|No\.?)$")
_CODE_HEADER = re.compile(r"编码|代码|编号|^(?:类|款|项)$")
_LABEL_HEADER = re.compile(
    r"^项\s*目$|名称|^(?:科目|单位|部门|支出项目类别.*|部门预算支出经济科目|支出项目|预算科目|经济科目|经济分类科目?|功能科目"
    r"|按?(?:支出)?(?:功能|经济)分类|支出功能分类?科目.*|.*经济分?类?科目.*|.*功能分?类?科目.*|支出用途|支出内容|指标|类别|内容|事项|来源项目|款项)$|(?:科目|项目)[（(]按"
)
_CODE_TEXT = re.compile(r"^[A-Z]{0,2}\d{1,15}[A-Z]?$|^[A-Z]\d*$")
_CODE_LENGTH = 3  # digits that a code has at least
_LONG_CODE = re.compile(r"^\d{3,9}$")
_YEAR_HEADER = re.compile(r"^(?:年度|年份)$")
_YEAR_TEXT = re.compile(r"^20\d\d(?!\d)")  # 2022, 2022比2021: rows of one name, a year each
_NUMBERLIKE = re.compile(r"^[-—–－/\\]+$|%$|‰$")


@dataclass(frozen=True, slots=True)
class Side:
    """Columns that make one list of rows: codes (in order of their parts), stubs (columns of names, outermost first,
    ``label`` among them), and groups of columns that make one value each (a code split over 类 and 款 is one value).

    ``parts`` are those codes that are parts of one (类 | 款 | 项); ``repeated`` are codes beside them that most such
    rows print too (the unit's on every line), so that they are not the row's own.
    ``classes`` are stubs right of a name that is no 科目 itself that classify it (功能科目名称 behind 项目名称).
    ``inner`` are stubs right of the label under the same header: they name rows and are no values of their own.
    ``words`` are the columns whose cells are never numbers, ``name`` the heading over a side that has one.
    ``owners`` are stubs left of the label that name the unit which its rows are of.
    """

    codes: tuple[int, ...]
    stubs: tuple[int, ...]
    label: int | None
    values: tuple[tuple[int, ...], ...]
    words: frozenset[int]
    inner: tuple[int, ...] = ()
    parts: frozenset[int] = frozenset()
    repeated: frozenset[int] = frozenset()
    classes: frozenset[int] = frozenset()
    name: str = ""
    owners: frozenset[int] = frozenset()


def roles(paths: list[tuple[str, ...]], body: Grid) -> list[Role]:
    """Each column's role, by its header first and by its content where the header leaves it open."""
    found: list[Role] = []
    for c, path in enumerate(paths):
        leaf = path[-1] if path else ""
        texts = [row.slots[c].printed for row in body]
        found.append(_role(leaf, [text for text in texts if text and text != "无"]))
    _find_codes_under_shared_headers(found, paths, body)
    if Role.LABEL not in found:
        _promote_label(found, paths, body)
    return found


def _role(leaf: str, texts: list[str]) -> Role:
    if _SERIAL.match(leaf):
        return Role.SKIP
    if _YEAR_HEADER.match(leaf) and texts and all(map(_YEAR_TEXT.match, texts)):
        return Role.LABEL
    words = [text for text in texts if not _looks_numeric(text)]
    if _CODE_HEADER.search(leaf):
        coded = sum(bool(_CODE_TEXT.match(text)) for text in texts)
        if coded * 2 >= len(texts) - sum(is_total(text) for text in texts):
            return Role.CODE
        return Role.LABEL if len(words) * 2 > len(texts) else Role.VALUE
    if _LABEL_HEADER.search(leaf) and (not texts or len(words) * 2 >= len(texts)):
        return Role.LABEL
    return Role.VALUE


def _find_codes_under_shared_headers(found: list[Role], paths: list[tuple[str, ...]], body: Grid) -> None:
    """科目 over two columns, the first of codes and the second of names."""
    for c in range(len(paths) - 1):
        if not paths[c] or paths[c] != paths[c + 1] or found[c] is not Role.VALUE:
            continue
        codes = [text for row in body if (text := row.slots[c].printed) and not is_total(text)]
        names = [text for row in body if (text := row.slots[c + 1].printed)]
        if codes and names and all(map(_LONG_CODE.match, codes)) and not any(map(_looks_numeric, names)):
            found[c], found[c + 1] = Role.CODE, Role.LABEL


def _looks_numeric(text: str) -> bool:
    return read_number(text) is not None or bool(_NUMBERLIKE.search(text))


def _promote_label(found: list[Role], paths: list[tuple[str, ...]], body: Grid) -> None:
    """No header names a label: the first column whose cells are words (or are headed by nothing) is the label."""
    for c, role in enumerate(found):
        if role is not Role.VALUE:
            continue
        texts = [row.slots[c].printed for row in body if row.slots[c].printed]
        words = [text for text in texts if not _looks_numeric(text)]
        if texts and len(words) * 2 > len(texts):
            found[c] = Role.LABEL
            return
        if texts or (paths[c] and not re.search(r"项目|科目|单位|部门", paths[c][-1])):
            return


def split_sides(paths: list[tuple[str, ...]], columns: list[Role], body: Grid) -> list[Side]:
    """The sides of a grid, left to right; one side where the grid holds a single list."""
    segments = _segments(columns, body)
    if len(segments) > 1 and _is_sided(paths, columns, segments, body):
        return _named([_side(segment, columns, paths, body) for segment in segments], paths)
    return [_side(list(range(len(columns))), columns, paths, body)]


def _segments(columns: list[Role], body: Grid) -> list[list[int]]:
    """Runs of columns, each of which begins with codes or labels and goes on to numbers."""
    segments: list[list[int]] = [[]]
    numbers = False
    for c, role in enumerate(columns):
        if role in (Role.CODE, Role.LABEL) and numbers:
            segments.append([])
            numbers = False
        if role is Role.VALUE:
            numbers = numbers or _holds_numbers(c, body)
        segments[-1].append(c)
    return segments


def _holds_numbers(c: int, body: Grid) -> bool:
    texts = [row.slots[c].printed for row in body if row.slots[c].printed]
    return not texts or any(_looks_numeric(text) for text in texts)


_SIDE_HEADER = re.compile(r"收入|支出|来源|用途|人员经费|公用经费|资金运用|功能分类|经济分类")


def _is_sided(paths: list[tuple[str, ...]], columns: list[Role], segments: list[list[int]], body: Grid) -> bool:
    """Sides stand under headings of their own (收入 | 支出 | 支出用途), or repeat the same header side by side."""
    heads = [next((paths[c] for c in segment if columns[c] is Role.LABEL), ()) for segment in segments]
    tails = [[paths[c][-1:] for c in segment] for segment in segments]
    if all(tail == tails[0] for tail in tails[1:]) and not any("采购" in "".join(head) for head in heads):
        return True
    if any(not any(_holds_numbers(c, body) for c in segment[1:]) for segment in segments):
        return False
    return all(head and _SIDE_HEADER.search("".join(head)) for head in heads)


def _side(segment: list[int], columns: list[Role], paths: list[tuple[str, ...]], body: Grid) -> Side:
    """The best name column before the first numbers is the label, the codes right before it are its codes; another
    pair of code and name (e.g. 政府经济科目) is content."""
    first = next((c for c in segment if columns[c] is Role.VALUE and not _holds_words(c, body)), segment[-1] + 1)
    stubs = [c for c in segment if c < first and columns[c] in (Role.LABEL, Role.VALUE)]
    named = [c for c in stubs if columns[c] is Role.LABEL]
    label = max(named, key=lambda c: (_name_rank(paths[c]), -c), default=None)
    codes = _codes_of(label, segment, columns)
    inner = tuple(c for c in stubs if label is not None and c > label and paths[c] == paths[label])
    taken = {*codes, label, *inner}
    rest = [c for c in segment if c not in taken and columns[c] is not Role.SKIP]
    words = frozenset(c for c in segment if columns[c] is Role.CODE or (c in stubs))
    parts = frozenset(c for c in codes if paths[c][-1:] in (("类",), ("款",), ("项",)))
    repeated = frozenset(c for c in codes if c not in parts and _stands_beside(c, parts, body))
    classes = frozenset(c for c in stubs if label is not None and c > label and _classifies(paths[c], paths[label]))
    values = _grouped(rest, columns, paths)
    owners = frozenset(c for c in stubs if label is not None and c < label and _names_units(paths[c]))
    return Side(tuple(codes), tuple(stubs), label, values, words, inner, parts, repeated, classes, owners=owners)


def _names_units(path: tuple[str, ...]) -> bool:
    return (
        re.fullmatch(r"(?:预算|基层|所属|项目|承担|实施|用款|申报)?(?:单位|部门)(?:名称)?", "".join(path[-1:]))
        is not None
    )


def _classifies(path: tuple[str, ...], name: tuple[str, ...]) -> bool:
    return "科目" in "".join(path[-1:]) and "科目" not in "".join(name)


def _stands_beside(c: int, parts: frozenset[int], body: Grid) -> bool:
    classified = [row for row in body if any(row.slots[part].printed for part in parts)]
    return bool(classified) and sum(len(row.slots[c].printed) >= _CODE_LENGTH for row in classified) * 2 > len(
        classified
    )


def _holds_words(c: int, body: Grid) -> bool:
    texts = [row.slots[c].printed for row in body if row.slots[c].printed]
    return bool(texts) and sum(_looks_numeric(text) for text in texts) * 2 < len(texts)


def _name_rank(path: tuple[str, ...]) -> int:
    leaf = path[-1] if path else ""
    if re.search(r"类别|大类|性质|采购|主管", leaf) or _YEAR_HEADER.match(leaf):
        return 0
    if re.search(r"单位|部门(?!.*科目)", leaf) and "项目" not in leaf:
        return 1
    if re.search(r"政府.*经济", "".join(path)):
        return 2
    return 4 if re.search(r"项目", leaf) and "科目" not in leaf else 3


def _codes_of(label: int | None, segment: list[int], columns: list[Role]) -> list[int]:
    if label is None:
        return []
    codes: list[int] = []
    for c in reversed([c for c in segment if c < label]):
        if columns[c] is Role.CODE:
            codes.insert(0, c)
        elif columns[c] is not Role.SKIP:
            break
    if codes:
        return codes
    after = [c for c in segment if c > label]
    return after[:1] if after and columns[after[0]] is Role.CODE else []


def _grouped(rest: list[int], columns: list[Role], paths: list[tuple[str, ...]]) -> tuple[tuple[int, ...], ...]:
    """Neighbouring 类 | 款 | 项 columns under one heading are one value."""
    groups: list[list[int]] = []
    for c in rest:
        part = columns[c] is Role.CODE and paths[c][-1:] in (("款",), ("项",))
        if part and groups and groups[-1][-1] == c - 1 and paths[c - 1][:-1] == paths[c][:-1]:
            groups[-1].append(c)
        else:
            groups.append([c])
    return tuple(tuple(group) for group in groups)


def _named(sides: list[Side], paths: list[tuple[str, ...]]) -> list[Side]:
    named: list[Side] = []
    for side in sides:
        anchor = side.label if side.label is not None else side.values[0][0]
        heading = next((part for part in paths[anchor] if _SIDE_HEADER.search(part)), "")
        named.append(replace(side, name=heading))
    return named


def side_kind(name: str, position: int) -> str:
    """ "income" or "expenditure" for a side's heading; by position (income first) where it says neither."""
    if "收入" in name and "支出" not in name:
        return "income"
    if "来源" in name:
        return "income"
    return "expenditure" if "支出" in name or "经费" in name or position else "income"
