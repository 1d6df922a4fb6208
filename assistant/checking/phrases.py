"""The words before a figure as a checker reads them: one squeezed text, cut into names, and which characters a name
accounts for. A set of characters is an integer with a bit for each."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from index.vocabulary.names import key, stem
from index.vocabulary.terms import vocabulary

_YEAR = re.compile(r"20\d\d年?(?:度|初)?")
# Words of a header that say when and how far along, or that it is a total: nothing of what the amount is for.
_SILENT = re.compile(
    r"20\d\d年?|年度?初?|本年|上年|当年|全年|预算|决算|执行|完成|调整|数|金额|总额|总计|合计|小计|共计|部门|安排|财政(?=$)|额|\d+"
)
_NO_NAME = frozenset(("", "项目", "收入", "支出", "科目", "内容", "指标", "备注", "单位"))
_BRACKETED = re.compile(r"[（(].*?[)）]")
_LONGEST = 40
_SHORTEST = 2
_EMPTY = frozenset(
    ("项目", "收入", "支出", "预算", "决算", "合计", "总计", "小计", "其他", "单位", "部门", "金额", "资金", "经费", "费用", "业务", "服务", "管理",
     "科目", "名称", "内容", "指标", "目标", "情况", "本级", "一般", "年度", "本年", "上年", "全年", "工作", "总额", "预算数", "决算数",
     "安排", "增加", "减少", "增长", "下降", "部门预算", "单位预算", "年初预算", "预算安排", "预算支出", "决算支出", "支出预算", "支出决算", "经费预算", "数量", "人员", "行政", "基本", "办公")
)  # fmt: skip
_OTHER = ("其他", "其它")
# A thing whose part, or whose column, is spoken of: its last words, and what joins it to what follows.
_OF = re.compile(
    r"(?P<thing>[\u4e00-\u9fff]{1,}(?:费|支出|经费|资金|项目|收入|中心|局|委|院|所|站|馆|学校|事务|管理|服务|教育|补助|补贴|采购|工程|系统|建设))(?:下|中|里)?的|"
    r"(?P<whole>[\u4e00-\u9fff]{2,})下的|表中(?P<row>[\u4e00-\u9fff]{2,})的"
)


@dataclass(slots=True)
class Phrase:
    """Words in key form without years. ``segments`` are the names in them, the longest first where they overlap."""

    text: str
    segments: list[tuple[int, int]] = field(default_factory=list)
    _masks: dict[str, int] = field(default_factory=dict)
    _terms: dict[str, int] = field(default_factory=dict)

    @staticmethod
    def of(words: str, known: frozenset[str]) -> Phrase:
        """``known``: the names that the documents print."""
        phrase = Phrase(key(_YEAR.sub("", words)))
        phrase.segments = phrase._cut(known)
        for start, end in phrase.segments:
            for term in vocabulary().surfaces.get(phrase.text[start:end], ()):
                phrase._terms[term] = phrase._terms.get(term, 0) | _bits(start, end)
        return phrase

    def _cut(self, known: frozenset[str]) -> list[tuple[int, int]]:
        surfaces, text = vocabulary().surfaces, self.text
        hits = [
            (start, end)
            for start in range(len(text))
            for end in range(start + _SHORTEST, min(len(text), start + _LONGEST) + 1)
            if text[start:end] in known or text[start:end] in surfaces
        ]
        taken, chosen = 0, []
        for start, end in sorted(hits, key=lambda hit: (hit[0] - hit[1], hit[0])):
            if not taken & _bits(start, end):
                taken |= _bits(start, end)
                chosen.append((start, end))
        return chosen

    # ------------------------------------------------------------ what a name accounts for

    def mask(self, name: str) -> int:
        """Wherever the name stands in the words; 0 where it does not."""
        found = self._masks.get(name)
        if found is None:
            found = sum(_bits(start, start + len(name)) for start in self._places(name))
            self._masks[name] = found
        return found

    def stem_mask(self, name: str) -> int:
        """As ``mask``; where only the name without its generic tail stands there (会议 for 会议费), that."""
        short = stem(name)
        return self.mask(name) or (self.mask(short) if len(short) >= 3 else 0)

    def whole_mask(self, name: str) -> int:
        """As ``stem_mask``, leaving out where the name is a piece of a longer one (事业单位医疗 in 行政事业单位医疗)."""
        for form in dict.fromkeys((name, stem(name))):
            if len(form) >= _SHORTEST and (form == name or len(form) >= 3):
                found = sum(_bits(at, at + len(form)) for at in self._places(form) if self._alone(at, form))
                if found:
                    return found
        return 0

    def _places(self, name: str) -> Iterator[int]:
        start = self.text.find(name) if len(name) >= _SHORTEST else -1
        while start >= 0:
            yield start
            start = self.text.find(name, start + len(name))

    def _alone(self, start: int, name: str) -> bool:
        end = start + len(name)
        if self.text[max(0, start - 2) : start] in _OTHER:
            return False
        return not any(
            first <= start and end <= last and last - first > len(name) and stem(self.text[first:last]) != stem(name)
            for first, last in self.segments
        )

    def terms(self, wanted: frozenset[str]) -> int:
        """The characters that say one of the terms of the vocabulary; the longest saying where several do."""
        return max((self._terms.get(term, 0) for term in wanted), key=int.bit_count, default=0)

    @property
    def said_terms(self) -> tuple[str, ...]:
        return tuple(self._terms)

    def names(self, known: Container[str]) -> list[str]:
        """The known names that stand in the words, overlapping ones too."""
        size = len(self.text)
        return [
            part
            for start in range(size)
            for end in range(start + _SHORTEST, min(size, start + _LONGEST) + 1)
            if (part := self.text[start:end]) in known
        ]

    # ------------------------------------------------------------ what is left

    def unexplained(self, covered: int) -> bool:
        """Whether the words name something that is not accounted for (the most of a known name), or the thing of “…下的”."""
        for start, end in self.segments:
            said = (_bits(start, end) & covered).bit_count()
            if end - start >= 3 and not says_nothing(self.text[start:end]) and 2 * said <= end - start:
                return True
        return any(self._is_foreign(*match.span(match.lastgroup or 0), covered) for match in _OF.finditer(self.text))

    def _is_foreign(self, start: int, end: int, covered: int) -> bool:
        """Whether the last three characters of a thing are accounted for by nothing."""
        return not _bits(max(start, end - 3), end) & covered


def says_nothing(name: str) -> bool:
    """Whether a name is a word of the trade that alone names nothing (支出, 合计, 管理, 预算执行数)."""
    return name in _EMPTY or not speaking(name)


def without_brackets(words: str) -> str:
    return _BRACKETED.sub("", words)


@lru_cache(maxsize=20_000)
def speaking(header: str) -> str:
    """The key of a header; "" where it says only when, how far along or that it is a total."""
    name = key(_BRACKETED.sub("", header)) or key(header)
    rest = _SILENT.sub("", name)
    return "" if rest in _NO_NAME else re.sub(r"^20\d\d年?(?:度|初)?", "", name)


def _bits(start: int, end: int) -> int:
    return ((1 << (end - start)) - 1) << start
