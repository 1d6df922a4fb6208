"""Finding the names of a question: vocabulary terms, row labels, columns, projects, indicators, units, codes.

Exact names first (longest first), then parts of names, homophones and single wrong characters, which count less.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cache, lru_cache

from assistant.knowledge import Knowledge
from assistant.parsing.colloquial import spoken_mentions
from assistant.parsing.cues import equivalents, filler
from assistant.parsing.model import Mention
from index.vocabulary.names import key
from index.vocabulary.terms import vocabulary

_CODE = re.compile(
    r"(?<![\d.a-z])(?:\d{6}|\d{3}(?:\d{2}){0,2}|\d{3} \d{2}(?: \d{2})?)(?![\d.%]|\s*(?:万|亿|元|年|辆|人|个|件|项(?!目)|家))"
)
_MAX_NAME = 40
# Names that say too little to be looked for in running text.
_TOO_COMMON = frozenset(
    [
        "项目",
        "收入",
        "支出",
        "预算",
        "决算",
        "合计",
        "总计",
        "小计",
        "其他",
        "单位",
        "部门",
        "金额",
        "备注",
        "说明",
        "数量",
        "人员",
        "资金",
        "经费",
        "费用",
        "业务",
        "服务",
        "管理",
        "科目",
        "名称",
        "内容",
        "指标",
        "目标",
        "情况",
        "本级",
        "一般",
        "上级",
        "年度",
        "本年",
        "上年",
        "全年",
        "原因",
        "时间",
        "职责",
        "科室",
        "绩效",
        "工作",
        "公开",
        "信息",
        "数据",
        "合同",
        "总额",
        "元",
        "万元",
        "一级指标",
        "二级指标",
        "三级指标",
        "基本",
        "行政",
        "事业",
        "预算数",
        "决算数",
        "本年收入",
        "本年支出",
        "指标值",
        "权重",
        "是否核心指标",
        "计量单位",
        "指标性质",
        "大厅",
        "增加",
        "减少",
        "增长",
        "下降",
        "比较",
        "占比",
        "排名",
        "结余",
        "类",
        "款",
        "项",
        "是",
        "否",
        "无",
        "有",
        "办公",
        "变动",
        "增减",
        "差额",
        "幅度",
        "编码",
        "代码",
        "序号",
        "表",
        "级别",
        "类别",
        "当年",
        "事业单位",
        "行政单位",
        "全年预算",
        "部门预算",
        "单位预算",
        "年度预算",
        "预算安排",
        "预算金额",
    ]
)
_CONTEXT_WEIGHT = {"exact": 1.0, "stem": 0.9, "part": 0.7, "sound": 0.75, "slip": 0.7}


class _Squeezed:
    """The question without spaces, quotes and brackets, each character remembering where it stood."""

    def __init__(self, plain: str) -> None:
        kept = [(i, ch) for i, ch in enumerate(plain) if key(ch)]
        self.text = "".join(ch for _, ch in kept)
        self.places = [i for i, _ in kept]

    def span(self, start: int, end: int) -> tuple[int, int]:
        return self.places[start], self.places[end - 1] + 1


def find_mentions(plain: str, knowledge: Knowledge, taken: list[tuple[int, int]]) -> tuple[Mention, ...]:
    """Mentions in reading order, not overlapping each other nor the spans ``taken`` by other slots."""
    squeezed = _Squeezed(plain)
    blocked = [any(start <= place < end for start, end in taken) for place in squeezed.places]
    found = _codes(plain, knowledge)
    for mention in found:
        for i, place in enumerate(squeezed.places):
            if mention.start <= place < mention.end:
                blocked[i] = True
    found += _exact(plain, squeezed, blocked, knowledge)
    if not found:
        found = spoken_mentions(plain, taken, knowledge)
        for i, place in enumerate(squeezed.places):
            blocked[i] = blocked[i] or any(mention.start <= place < mention.end for mention in found)
    found += _similar(plain, squeezed, blocked, knowledge)
    return tuple(sorted(found, key=lambda mention: mention.start))


def _codes(plain: str, knowledge: Knowledge) -> list[Mention]:
    found = []
    for match in _CODE.finditer(plain):
        code = match.group().replace(" ", "")
        if (
            code in knowledge.codes
            or (len(code) >= 5 and code[0] in "2345")
            or re.match(r"类|款|项|科目", plain[match.end() :])
        ):
            found.append(Mention(match.start(), match.end(), match.group(), code=code))
    return found


def _exact(plain: str, squeezed: _Squeezed, blocked: list[bool], knowledge: Knowledge) -> list[Mention]:
    words = vocabulary()
    text = squeezed.text
    hits = []
    for start in range(len(text)):
        for end in range(min(len(text), start + _MAX_NAME), start + 1, -1):
            part = text[start:end]
            if part in _TOO_COMMON and not (part in knowledge.rows and _stands_as_row(text, start, end)):
                continue
            if part in words.surfaces or part in knowledge.names or part in knowledge.stems:
                hits.append((start, end))
    hits.sort(key=lambda hit: (hit[0] - hit[1], hit[0]))
    found = []
    for start, end in hits:
        if any(blocked[start:end]) or not _allowed(text, start, end):
            continue
        blocked[start:end] = [True] * (end - start)
        found.append(_mention(plain, squeezed, start, end, knowledge))
    return found


_TABLE_BEFORE = re.compile(r"表(?:里面?|中间?)?$")


def _stands_as_row(text: str, start: int, end: int) -> bool:
    """Whether a word is said as a row of a table: between the table and 的 (政府采购预算表里服务的…)."""
    return text[end : end + 1] == "的" and _TABLE_BEFORE.search(text[:start]) is not None


_NOT_AFTER = re.compile(r"^(?:局|厅|委员会|委|部(?!分|门)|法院|中心|公司|学校)")


_ADDING_UP = re.compile(r"(?:支出|收入)?(?:合计|总计|小计|总额)")
_AFTER_LIST = re.compile(r"[项类个块种笔款样者]$")


def _allowed(text: str, start: int, end: int) -> bool:
    """A weak name (水利, 教育) followed by 局, 厅 … names an organisation; 合计 after 这三类 says to add up."""
    if _ADDING_UP.fullmatch(text[start:end]) and _AFTER_LIST.search(text[:start]):
        return False
    return not (end - start <= 3 and _NOT_AFTER.match(text[end:]))


def _mention(plain: str, squeezed: _Squeezed, start: int, end: int, knowledge: Knowledge) -> Mention:
    words = vocabulary()
    part = squeezed.text[start:end]
    first, last = squeezed.span(start, end)
    keys = [part] if part in knowledge.names else []
    terms = words.surfaces.get(part, ())
    quality = 1.0
    if not keys and not terms:
        keys = sorted(knowledge.stems[part], key=lambda name: (len(name), name))
        quality = 0.9
    return Mention(first, last, plain[first:last], tuple(keys), terms, quality=quality)


# ---------------------------------------------------------------- near names


def _similar(plain: str, squeezed: _Squeezed, blocked: list[bool], knowledge: Knowledge) -> list[Mention]:
    """What exact names left over: parts of names, homophones, one wrong character."""
    found = []
    for start, end in _free_runs(squeezed, blocked):
        mention = _near(plain, squeezed, start, end, knowledge)
        if mention is not None:
            found.append(mention)
            for i, place in enumerate(squeezed.places):
                if mention.start <= place < mention.end:
                    blocked[i] = True
    return found


def _free_runs(squeezed: _Squeezed, blocked: list[bool]) -> list[tuple[int, int]]:
    """Runs of characters that are neither names nor fillers; the fillers inside a run are kept for matching."""
    runs = []
    start: int | None = None
    for i in range(len(squeezed.text) + 1):
        gap = i > 0 and i < len(squeezed.text) and squeezed.places[i] - squeezed.places[i - 1] > 1
        stop = i == len(squeezed.text) or blocked[i]
        if start is not None and (stop or gap):
            runs.append((start, i))
            start = None
        if not stop and start is None:
            start = i
    return [(start, end) for start, end in runs if end - start >= 2]


def _near(plain: str, squeezed: _Squeezed, start: int, end: int, knowledge: Knowledge) -> Mention | None:
    run = squeezed.text[start:end]
    names = near_names(knowledge)
    words_inside = [match.span() for match in filler().finditer(run) if match.end() - match.start() >= 2]
    best: tuple[float, int, int, tuple[str, ...]] | None = None
    for size in range(min(len(run), 14), 2, -1):
        for offset in range(len(run) - size + 1):
            part = run[offset : offset + size]
            if len(filler().sub("", part)) < 2 or _cuts(words_inside, offset, offset + size):
                continue
            if part[0] in _PARTICLES or part[-1] in _PARTICLES or _ADDING_UP.fullmatch(part):
                continue
            quality, keys = names.look_up(part)
            if keys and (best is None or quality * size > best[0] * (best[2] - best[1])):
                best = (quality, offset, offset + size, keys)
        if best is not None and best[0] * (best[2] - best[1]) >= size - 1:
            break
    if best is None:
        return None
    quality, first, last, keys = best
    place = squeezed.span(start + first, start + last)
    words = vocabulary()
    terms = tuple(dict.fromkeys(term for name in keys for term in words.surfaces.get(name, ())))
    known = tuple(name for name in keys if name in knowledge.names)
    return Mention(*place, plain[place[0] : place[1]], known, terms, quality=quality)


_PARTICLES = frozenset("的了是在和与跟及吗呢吧啊呀有多少几")


def _cuts(words: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether a part begins or ends inside a common word (事业单 of 事业单位)."""
    return any(first < start < last or first < end < last for first, last in words)


class Spellings:
    """One set of names by their sound, by one missing character, and by their parts."""

    def __init__(self, names: frozenset[str]) -> None:
        self.by_sound: dict[str, tuple[str, ...]] = defaultdict(tuple)
        self.by_slip: dict[str, tuple[str, ...]] = defaultdict(tuple)
        self.by_pair: dict[str, set[str]] = defaultdict(set)
        for name in names:
            if not 3 <= len(name) <= 30 or name in _TOO_COMMON:
                continue
            for i in range(len(name) - 1):
                self.by_pair[name[i : i + 2]].add(name)
            if len(name) <= 16:
                self.by_sound[sound(name)] += (name,)
                for i in range(len(name)):
                    self.by_slip[name[:i] + "?" + name[i + 1 :]] += (name,)


class NearNames:
    """Names that a slip of the hand or ear may have meant; they are spelled out document by document."""

    def __init__(self, layers: Sequence[Spellings]) -> None:
        self._layers = layers

    def look_up(self, part: str) -> tuple[float, tuple[str, ...]]:
        heard = sound(part)
        same_sound = {name for layer in self._layers for name in layer.by_sound.get(heard, ())}
        if same_sound:
            return _CONTEXT_WEIGHT["sound"], tuple(sorted(same_sound))
        missing = [part[:i] + "?" + part[i + 1 :] for i in range(len(part))]
        slips = {name for layer in self._layers for slip in missing for name in layer.by_slip.get(slip, ())}
        if slips and len(slips) <= 2:
            return _CONTEXT_WEIGHT["slip"], tuple(sorted(slips))
        if len(filler().sub("", part)) < 3:
            return 0.0, ()
        whole = self._containing(part) or self._containing(_in_print(part))
        return (_CONTEXT_WEIGHT["part"], whole) if whole else (0.0, ())

    def _containing(self, part: str) -> tuple[str, ...]:
        """Names that hold the part: in one piece, or its characters in order with most of the name covered."""
        pairs = [self._with(part[i : i + 2]) for i in range(len(part) - 1)]
        inside = set.intersection(*pairs) if pairs else set()
        pieces = tuple(
            sorted(
                (name for name in inside if part in name and 2 * len(part) >= min(len(name), 8)),
                key=lambda name: (len(name), name),
            )[:3]
        )
        if pieces:
            return pieces
        alone = [name for name in inside if part in name]
        if len(alone) == 1:
            return tuple(alone)
        if len(part) < 4:
            return ()
        touched = set().union(*pairs)
        loose = [name for name in touched if len(part) / len(name) >= 0.55 and _in_order(part, name)]
        return tuple(sorted(loose, key=lambda name: (len(name), name))[:2])

    def _with(self, pair: str) -> set[str]:
        return set().union(*(layer.by_pair.get(pair, ()) for layer in self._layers))


def _in_order(part: str, name: str) -> bool:
    rest = iter(name)
    return all(ch in rest for ch in part)


def _in_print(part: str) -> str:
    """A name with the first everyday word in it as catalogues print it (平板电脑 → 平板式计算机)."""
    for said, printed in equivalents().items():
        if said in part:
            return part.replace(said, printed)
    return part


_FEW = 4  # documents whose names are looked up one after the other
_spellings = lru_cache(maxsize=64)(Spellings)


@cache
def _printed() -> Spellings:
    return Spellings(frozenset(vocabulary().printed))


def near_names(knowledge: Knowledge) -> NearNames:
    indexes = knowledge.indexes
    sets = [index.names for index in indexes] if len(indexes) <= _FEW else [knowledge.names]
    return NearNames([_printed(), *map(_spellings, sets)])


@cache
def _syllable(ch: str) -> str:
    from pypinyin import lazy_pinyin

    found = lazy_pinyin(ch)[0] if "\u4e00" <= ch <= "\u9fff" else ch
    for loose, plain in (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n")):
        found = found.replace(loose, plain)
    return found


def sound(text: str) -> str:
    """Toneless syllables, with z/zh, c/ch, s/sh and n/ng as one: 投拆率 and 投差率 sound alike to a keyboard."""
    return " ".join(map(_syllable, text))
