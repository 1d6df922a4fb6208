"""The figures that a sentence names: codes, terms of the vocabulary, what people call them, and names in quotes."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from assistant.parsing.meaning.model import Metric
from assistant.parsing.meaning.projects import fund_spans, project_spans
from assistant.parsing.meaning.signs import signs
from assistant.parsing.meaning.spans import Span, Squeezed
from assistant.parsing.near_names import sound
from index.vocabulary.names import key
from index.vocabulary.terms import vocabulary

_HERE = Path(__file__).parent
_LONGEST = 24
_LONGEST_HEARD = 8
_CODE = re.compile(
    r"(?<![\d.,年])(?:[235]\d{2}(?:\.?\d{2}){0,2}|[235]\d{6})(?![\d%]|[.,]\d|\s*(?:万|亿|元|年|辆|人(?!数)|个|件|家|条)(?!初))"
)
_QUOTED = re.compile(r"[“\"「『‘](?P<name>[^”\"」』’]{2,20})[”\"」』’]")


@cache
def _spoken_file() -> dict[str, dict[str, list[str]]]:
    with (_HERE / "spoken.toml").open("rb") as stream:
        return tomllib.load(stream)


@cache
def _too_common() -> frozenset[str]:
    return frozenset(_spoken_file()["common"]["names"])


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    spoken = _spoken_file()["several"] | _spoken_file()["spoken"]
    return tuple((name, re.compile("|".join(f"(?:{one})" for one in ones))) for name, ones in spoken.items() if ones)


@cache
def _bare() -> tuple[tuple[str, re.Pattern[str]], ...]:
    bare = _spoken_file()["bare"]
    return tuple((name, re.compile("|".join(ones))) for name, ones in bare.items())


def name_spans(text: str, blocked: list[Span]) -> list[Span]:
    """Spans of named figures in reading order, not overlapping each other nor ``blocked``."""
    squeezed = Squeezed(text)
    found = sorted(
        [
            *_codes(text),
            *_quoted(text),
            *project_spans(text, _known),
            *fund_spans(text, _known),
            *_spoken(squeezed),
            *_surfaces(squeezed),
        ],
        key=lambda span: (
            _RANK[span.kind],
            span.start - span.end,
            span.start,
        ),  # spoken before surfaces of equal length
    )
    kept: list[Span] = []
    for span in found:
        if not any(span.overlaps(other) for other in (*blocked, *kept)):
            kept.append(span)
    kept += _bare_spans(text, [*kept, *blocked])
    return sorted(kept, key=lambda span: span.start)


_RANK = {"code": 0, "quoted": 1, "free": 1, "metric": 2}


def _codes(text: str) -> Iterator[Span]:
    for match in _CODE.finditer(text):
        code = match.group().replace(".", "")
        if len(code) > 3 or code in _codes_of() or text[match.end() : match.end() + 1] in "类款项":
            yield Span(match.start(), match.end(), "code", code)


@cache
def _codes_of() -> dict[str, str]:
    """Names of the classification codes; those of the vocabulary go first."""
    path = _HERE.parents[2] / "index" / "embedding" / "classification.csv"
    lines = [line.split(",", 1) for line in path.read_text("utf-8").splitlines()[1:]]
    known = {code: name.strip() for code, name in lines}
    return known | {term.code: term.name for term in vocabulary().terms.values() if term.code and "×" not in term.name}


def _quoted(text: str) -> Iterator[Span]:
    for match in _QUOTED.finditer(text):
        name = match["name"]
        known = vocabulary().surfaces.get(key(name), ())
        if known or len(name) < 3 or any(pattern.fullmatch(key(name)) for _, pattern in _patterns()):
            continue
        if not _SAYS.intersection(sign for names in signs(name) for sign in names):
            yield Span(match.start(), match.end(), "quoted", name)


_SAYS = frozenset(
    ("up", "down", "same_period", "zero", "change", "times", "true", "inject")
)  # a claim in quotes is no name


def _surfaces(squeezed: Squeezed) -> Iterator[Span]:
    words = vocabulary()
    text = squeezed.text
    for start in range(len(text)):
        for end in range(min(len(text), start + _LONGEST), start + 1, -1):
            part = text[start:end]
            if part in words.surfaces and part not in _too_common() and part not in words.weak:
                term = words.terms[words.surfaces[part][0]]
                if term.term_class == "performance" or (end - start <= 3 and _OFFICE.match(text, end)):
                    continue
                yield squeezed.span(start, end, "metric", term.name)
                break


_OFFICE = re.compile(r"局|厅|委(?!托)|部(?!分|门)|法院|中心|公司|学校|系统")


def _known(name: str) -> bool:
    plain = key(name)
    return plain in vocabulary().surfaces or any(pattern.fullmatch(plain) for _, pattern in _patterns())


def _spoken(squeezed: Squeezed) -> Iterator[Span]:
    for name, pattern in _patterns():
        for match in pattern.finditer(squeezed.text):
            if match.end() > match.start():
                yield squeezed.span(match.start(), match.end(), "metric", name)


_BEFORE = r"(?:^|[、,，;；(（：:]|和|与|跟|加|比|同|及|把|那|平均|里头?|里边|是|又|看|问|其中|除以|/|\\+|-|减|占|底下|今年|去年|剔掉|连|对于?|报)"
_AFTER = (
    r"(?:$|[、,，;；?？)）/+\\-]|和|与|跟|加|比|同|及|占|这块|那块|那头|的话|呢|之|各|分别|一共|两边|差|多少|是|往|要|涨|降|连|按|除以|有|费|那项|"
    r"相加|并|系数|也|的几|的百|几|支出|两端|不是|减|抵|里|的比)"
)
_TOTALS = frozenset(("收入总计", "支出总计"))


_SOME_PROJECT = re.compile(r"[”\"」』]$|(?:那|这|该)个?$")


def _bare_spans(text: str, taken: list[Span]) -> list[Span]:
    """Short names that count only where nothing else stands around them; totals only where no other figure is named."""
    found: list[Span] = []
    for name, pattern in _bare():
        if name in _TOTALS and (found or any(span.kind in _RANK for span in taken)) and not _BOTH.search(text):
            continue
        for match in pattern.finditer(text):
            if name == "项目支出" and _SOME_PROJECT.search(text[: match.start()]):
                continue
            span = Span(match.start(), match.end(), "bare", name)
            others = (*taken, *found)
            if any(span.overlaps(other) for other in others):
                continue
            left = any(other.end == span.start for other in others) or re.search(_BEFORE + r"\s*$", text[: span.start])
            right = any(other.start == span.end for other in others) or re.match(r"\s*" + _AFTER, text[span.end :])
            if left and right:
                found.append(span)
    return found


_BOTH = re.compile(r"收入.{0,6}支出|收(?:和|与|跟|、)?支|支出.{0,6}收入")


def metrics_of(text: str, span: Span) -> tuple[Metric, ...]:
    """The figures that a span names: several where one word stands for several (水电费)."""
    one = metric_of(text, span)
    return tuple(replace(one, name=name) for name in one.name.split("+"))


def metric_of(text: str, span: Span) -> Metric:
    said = text[span.start : span.end]
    if span.kind == "code":
        return Metric(_codes_of().get(span.value, span.value), said, span.start, code=span.value)
    return Metric(span.value, said, span.start)


_VEHICLES = frozenset(("公务用车购置及运行维护费", "公务用车购置费", "公务用车运行维护费"))
_COUNTED = re.compile(r".{0,6}?(?:几|多少|\d+|[一二两三四五六七八九十]+)\s*[辆台部]")
_MONEY = re.compile(r"费|钱|经费|支出|成本|开销")


def counted(text: str, span: Span) -> Span:
    """A span that names vehicles, by what is asked of them: 公车有几辆 asks for their number, not for their cost."""
    said, before = text[span.start : span.end], text[max(0, span.start - 6) : span.start]
    if span.value not in _VEHICLES or _MONEY.search(said):
        return span
    if re.search(r"[没未](?:有)?$", before) and re.search(r"[买购添]", said):
        return replace(span, value="购置车辆数")
    if re.search(r"[每一单][辆台部]$", before):
        return replace(span, value="车辆保有量")
    if _COUNTED.match(text[span.end :]) or _COUNTED.search(said):
        return replace(span, value="购置车辆数" if re.search(r"[买购添新]", before + said) else "车辆保有量")
    return span


@cache
def _by_sound() -> dict[str, str]:
    """A surface of the vocabulary for each sound of three to eight syllables."""
    return {sound(surface): surface for surface in vocabulary().surfaces if 3 <= len(surface) <= _LONGEST_HEARD}


def heard_spans(text: str) -> list[Span]:
    """The longest stretch that sounds like the name of a figure: for a sentence in which none is named."""
    squeezed, heard, words = Squeezed(text), _by_sound(), vocabulary()
    for size in range(min(len(squeezed.text), _LONGEST_HEARD), 2, -1):
        for start in range(len(squeezed.text) - size + 1):
            surface = heard.get(sound(squeezed.text[start : start + size]))
            if surface is not None:
                term = words.terms[words.surfaces[surface][0]]
                if term.term_class != "performance":
                    return [squeezed.span(start, start + size, "metric", term.name)]
    return []
