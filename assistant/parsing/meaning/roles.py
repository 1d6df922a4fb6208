"""Which of the named figures is the whole of a share, and whose members are ranked, filtered, listed or counted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.parsing.meaning.model import Group, Metric
from assistant.parsing.meaning.names import metric_of, metrics_of
from assistant.parsing.meaning.spans import Span

_INSIDE = r"(?:的)?(?:支出|项目|预算|经费|各)?(?:里面|里头|里边|里|之中|当中|中间|中(?!的)|内|下面|下头|底下|项下|名下|入面|结构)"
_TOTALS = ("支出总计", "收入总计")
_DENOMINATOR = re.compile(r"(?:分母|基数)(?:换|改|用)(?:成|为)?|按占$")


def whole_span(text: str, spans: Sequence[Span]) -> Span | None:
    """The span that names the whole of a share, None where the sentence leaves it open."""
    for span in spans:
        before = text[: span.start].rstrip("“\"' ")
        if _DENOMINATOR.search(before[-8:]) or re.search(
            r"占(?:到|了|去|得|不|其|整个|今年|你们?|咱们|贵?单位|部门|P|全|本|各自|的|[“\"])*$", before
        ):
            return span
    for span in spans:
        before, after = text[: span.start], text[span.end :]
        if re.search(r"在(?:整个|今年|全|你们|本部门)*$", before) and re.match(
            rf"[”\"]?(?:{_INSIDE}|的(?:比|占|份|分)|中的)", after
        ):
            return span
    if len(spans) > 1:
        total = next((span for span in spans[1:] if span.value in _TOTALS), None)
        if total is not None or re.search(r"[÷/]\s*$", text[: spans[-1].start]):
            return total or spans[-1]
        first = spans[0]
        if re.match(rf"[”\"]?{_INSIDE}", text[first.end :]):
            return first
        last = spans[-1]
        if re.match(rf"[”\"]?{_INSIDE}", text[last.end :]):
            return last
        if re.match(r"[”\"]?的?(?:各)?(?:百分|占比|比重)", text[last.end :]) and re.search(r"的$", text[: last.start]):
            return last
    return None


# ---------------------------------------------------------------- groups

_LEVELS = (
    ("年度", r"哪(一)?年|哪几年|年份|的一年"),
    ("指标", r"指标"),
    ("表", r"(几|哪|多少).{0,3}张?表|张(?=.{0,4}表)|表(格|名|单)|(公开|空)的?表|表有几|几张|哪些表|空表"),
    ("项目", r"项目(?!支出|总(?:额|数|量|规模|计)|预算|编)|专项|重点项目|(哪|最)(个|笔).{0,4}(烧钱|贵)|最贵的|第\w贵"),
    (
        "单位",
        r"(二级|预算|下属|下头|各|哪.{0,3}|几|所属|直属|每个|范围的)(预算)?单位|(最.{1,4}|[高低多少]|以上|以下)的单位|每家|单位(名单|数|给个)|(哪|几|\w)家|下属|学校|养老院|所啊站啊|部门(里|中)?(谁|哪|最|按)|事业单位都|哪个部门|五个部门",
    ),
    ("款", r"款(?!项|的?(?:几|占))(?<!拨款)(?<!财政拨款)|经济(分类)?科目|明细"),
    ("项", r"项级|(?<!款)项(?=科目)|哪(几|个|些)?项级|几个项|到项"),
    ("类", r"类级|大类|哪(一)?类|类(?=科目)|类支出|的类|大的类|类$|最大类|全部类"),
)
_NAMED_UNITS = re.compile(
    r"(二级预算单位|二级单位|下属单位|预算单位|各?单位|部门(?!预算|编制)|养老院|学校|(?:\w{2,4}局)?下属学校)"
)
_NAMED_INDICATORS = re.compile(r"(满意度|产出|效益|数量|质量|绩效|成本|时效)指标")
_PARENT = re.compile(
    rf"[”\"]?(?:\)|这类|类|款)?(?:{_INSIDE}|(?:的)?(?:三|[两几\d])个?分?项(?:里|当中|之中|中)|(?:的)?各?(?:个)?(?:分项|明细|分类|经济科目|科目|几款|构成|项级|款级|哪|那几款)|(?:都)?(?:有|包括|含|由)(?:哪|啥|什么|具体)|(?:都)?具体(?:由|有|是)|按款|逐项|里|下|的项|的?类|的款|(?:资本性支出)?都有哪|一共(?:有)?几|哪(?:几|些|个|一)?(?:项|款|块|个|笔|部分))"
)


_DEPARTMENTS = re.compile(
    r"(?:哪(?:些|个|几个)|各(?:个)?|所有|每个|全部|几个)(?:\w{0,5})?部门(?!预算|编制)|部门(?:里|中|当中|之间)"
)
_PURCHASES = ("政府采购货物预算", "政府采购工程预算", "政府采购服务预算")
_PROJECTS_OF = re.compile(r"(?:安排的|的|明细)?项目")


def level_of(text: str) -> str:
    """The level of the members that a sentence speaks of; "" when unsaid."""
    return next((level for level, pattern in _LEVELS if re.search(pattern, text)), "")


def group_of(text: str, spans: Sequence[Span], intent: str) -> tuple[Group | None, Span | None]:
    """The group a sentence is about, and the span that names it (then no metric of its own)."""
    level = level_of(text)
    parent = next((span for span in spans if _PARENT.match(text[span.end :])), None)
    if level == "年度":
        return Group("年度"), None
    if _DEPARTMENTS.search(text) and "单位" not in text:
        return Group("部门"), None
    if sum(span.value in _PURCHASES for span in spans) > 1 and intent in ("rank", "list"):
        return Group("政府采购预算总额"), None
    if level == "单位":
        named = _NAMED_UNITS.search(text)
        return Group(named.group(1) if named else "单位", "单位"), None
    if level == "指标":
        named = _NAMED_INDICATORS.search(text)
        project = next((span for span in spans if span.kind in ("free", "quoted")), None)
        if project is not None and intent == "list":
            return Group(project.value, "指标"), project
        return Group(named.group() if named else "绩效指标", "指标"), None
    if level == "表":
        return Group("空表" if "空" in text else "表", "表"), None
    if parent is None and len(spans) == 1 and intent in ("list", "count") and level != "项目":
        parent = spans[0]
    projects = next((span for span in spans if span.value == "项目支出"), None)
    if level == "" and projects is not None and len(spans) == 1 and intent != "list":
        return Group("项目支出", "项目"), projects
    if level == "项目":
        owner = next((span for span in spans if _PROJECTS_OF.match(text[span.end :])), None)
        if owner is not None and owner.value != "项目支出" and owner.kind == "metric":
            return Group(metric_of(text, owner).name, "项目"), owner
        return Group("项目支出", "项目"), parent if parent and parent.value == "项目支出" else None
    if parent is not None:
        return Group(metric_of(text, parent).name, level), parent
    if level == "款" and re.search(r"经济(?:分类|科目)", text):
        return Group("基本支出", level), None
    whole = "收入总计" if "收入" in text and "支出" not in text else "支出总计"
    return Group(whole, level), None


def metrics_left(text: str, spans: Sequence[Span], *without: Span | None) -> tuple[Metric, ...]:
    """The figures named by the spans that play no other part, each name once, in reading order."""
    found: dict[str, Metric] = {}
    for span in spans:
        if not any(span is other for other in without):
            for metric in metrics_of(text, span):
                known = found.setdefault(metric.name, metric)
                found[metric.name] = replace(known, code=known.code or metric.code)
    return tuple(found.values())


_ENCLOSING = re.compile(rf"[”\"]?{_INSIDE}")
_KINDS_OF_EXPENDITURE = ("基本支出", "项目支出")


def asked_spans(text: str, spans: Sequence[Span]) -> tuple[list[Span], str]:
    """The spans of what is asked, without what only encloses it (三公里的接待), and the scope that this says.

    基本支出 and 项目支出 beside another figure say of which kind of expenditure it is meant; a total that is
    told by a verb alone (总共花多少) is none where another figure is named.
    """
    kept, scope = list(spans), ""
    for at, span in enumerate(spans):
        others = [one for one in kept if one is not span]
        encloses = at + 1 < len(spans) and _ENCLOSING.match(text[span.end :])
        of_other = (
            at > 0
            and spans[at - 1].kind in ("metric", "code", "bare")
            and span.value in _KINDS_OF_EXPENDITURE
            and text[spans[at - 1].end : span.start] in ("", "的")
        )
        said = text[span.start : span.end]
        only_verb = span.value in _TOTALS and not re.search(r"[支收入]|预算|开[销支]|经费", said)
        if others and (encloses or of_other or only_verb):
            kept = others
            scope = span.value if span.value in _KINDS_OF_EXPENDITURE and "支出" in said else scope
    return kept, scope
