"""The conversation as HTML: questions, answers as far as they have arrived, what may be asked next. All text is escaped."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Sequence

from assistant.conversation import Offer, Stage, Turn
from assistant.model import Answer, Citation, CitedAnswer, Clarification, Refusal, ShownFigure
from assistant.rendering.charts import chart_html
from assistant.rendering.escaping import escape
from assistant.rendering.explained import Explaining
from assistant.rendering.labels import STATUS, STATUS_MEANING, generated_by
from assistant.rendering.lists import items_html, listed
from assistant.rendering.terminal import answer_text

_MARKERS = re.compile(r"(?:\[\d{1,3}\])+")
_MARKED_END = re.compile(_MARKERS.pattern + "[；，。、]?")  # what ends a part stays on the line of its marks
_SENTENCE = re.compile(r"[^。！？\n]*(?:[。！？](?:\[\d{1,3}\])*|$)")
_MANY = 9  # candidates, figures, sources that are looked over at a glance; more are filtered or folded


def conversation_html(turns: Sequence[Turn], greeting: str, offer: Offer | None = None) -> str:
    """Questions and answers, oldest first; each ``[n]`` of an answer is a button that opens its evidence.

    What a screen reader is to say of the newest answer stands once in a line of its own, so that nothing is read out
    twice while an answer grows.
    """
    last = len(turns) - 1
    said = "".join(_turn(position, turn, position == last) for position, turn in enumerate(turns))
    said += _following(turns[-1]) if turns else ""
    aloud = _aloud(turns[-1]) if turns else ""
    return (
        f'<p class="bq-aloud" role="status">{aloud}</p><div class="bq-talk">{said or _greeting(greeting, offer)}</div>'
    )


def _aloud(turn: Turn) -> str:
    """An answer is read out when all of it is there."""
    if turn.stage is Stage.WAITING:
        return "正在查找"
    return escape(_MARKERS.sub("", turn.answer.text)) if turn.stage is Stage.WHOLE else ""


def _greeting(text: str, offer: Offer | None) -> str:
    asked = ""
    if offer is not None and offer.questions:
        heading = "热门问题" if offer.popular else "可以这样问"
        buttons = "".join(_pick_button(question) for question in offer.questions)
        asked = f'<div class="bq-examples"><h2>{heading}</h2>{buttons}</div>'
    return f'<div class="bq-answer bq-greeting"><p>{escape(text)}</p></div>{asked}'


def _turn(position: int, turn: Turn, last: bool) -> str:
    shown = _WAITING if turn.stage is Stage.WAITING else _answer(position, turn, last)
    return f'<div class="bq-question"><p>{escape(turn.question)}</p></div>{shown}'


_WAITING = (
    '<div class="bq-answer bq-waiting"><p>正在查找并核对<span class="bq-dots" aria-hidden="true"></span></p>'
    '<p class="bq-slow">用时较长。可以继续等，也可以停止后换个问法。</p></div>'
)


def _following(turn: Turn) -> str:
    """What may be asked next, below the last answer."""
    buttons = "".join(_pick_button(question) for question in turn.following)
    return f'<div class="bq-next"><span>接着问：</span>{buttons}</div>' if buttons else ""


def _contact(contact: str) -> str:
    return f'<p class="bq-contact">可以向文件公布的联系方式询问：{escape(contact)}</p>' if contact else ""


def _pick_button(question: str) -> str:
    text = escape(question)
    return f'<button type="button" class="bq-pick" data-ask="{text}">{text}</button>'


def _answer_tools(position: int, turn: Turn, last: bool) -> str:
    """Copy the answer with its sources, ask again, say whether it was good."""
    cited = isinstance(turn.answer, CitedAnswer)  # else the contact stands open
    again = '<button type="button" class="bq-plain" data-again>重试</button>' if last else ""
    return (
        f'<div class="bq-after"><button type="button" class="bq-plain" data-copy="{escape(answer_text(turn.answer))}">复制</button>'
        f"{again}"
        f'<button type="button" class="bq-plain" data-like="{position}">有用</button>'
        f'<button type="button" class="bq-plain" data-dislike aria-expanded="false">有误</button></div>'
        f'<form class="bq-reason" data-turn="{position}" hidden><label>哪里不对？（可以不填）<input type="text" maxlength="500">'
        f'</label><button type="submit" class="bq-tool">提交</button>{_contact(turn.contact) if cited else ""}</form>'
    )


def _answer(position: int, turn: Turn, last: bool) -> str:
    """As much of the answer as the stage shows: its first sentence, then its figures, then charts and tools."""
    answer = turn.answer
    if turn.stopped:
        retry = '<button type="button" class="bq-open" data-again>重试</button>' if last else ""
        return f'<div class="bq-answer bq-refusal"><p>{escape(answer.text)}</p>{retry}</div>'
    citations: Sequence[Citation] = () if isinstance(answer, Clarification) else answer.citations
    cited, explaining = {citation.n for citation in citations}, Explaining(str(position))
    first, rest = _first_sentence(answer)
    own_line = rest.startswith("\n") or not rest  # else it goes on in the paragraph that it begins
    if turn.stage < Stage.PROVED:
        parts = [_paragraphs(first, position, cited, explaining, "bq-first")]
    elif own_line:
        parts = [
            _paragraphs(first, position, cited, explaining, "bq-first"),
            _paragraphs(rest, position, cited, explaining),
        ]
    else:
        parts = [_paragraphs(first + rest, position, cited, explaining)]
    if turn.stage >= Stage.PROVED:
        parts.append(_proofs(position, answer))
    if turn.stage >= Stage.WHOLE:
        parts += [_extras(turn), _open_first(position, answer), _answer_tools(position, turn, last)]
    return f'<div class="bq-answer bq-{_kind(answer)}">{"".join(parts)}</div>'


def _kind(answer: Answer) -> str:
    match answer:
        case CitedAnswer():
            return "cited"
        case Clarification():
            return "clarification"
        case Refusal():
            return "refusal"


def _proofs(position: int, answer: Answer) -> str:
    match answer:
        case CitedAnswer():
            return _badges(position, answer.figures)
        case Clarification():
            return _candidates(answer)
        case Refusal():
            return ""


def _extras(turn: Turn) -> str:
    if not isinstance(turn.answer, CitedAnswer):
        return _contact(turn.contact)
    return chart_html(turn.answer) + _generated(turn.answer.model)


def _generated(model: str) -> str:
    return f'<p class="bq-generated">{escape(generated_by(model))}</p>' if model else ""


def _first_sentence(answer: Answer) -> tuple[str, str]:
    """The answer's first sentence, and the rest of its text. Names that stand on buttons below are not said too."""
    text = answer.text
    if isinstance(answer, Clarification):
        text = _without_candidates(text, answer.candidates)
    found = _SENTENCE.match(text.strip())
    end = found.end() if found else 0
    return text.strip()[:end], text.strip()[end:]


def _without_candidates(text: str, candidates: Sequence[str]) -> str:
    """“哪个部门？（甲局、乙局等）” without its last brackets, where all they name is to pick."""
    found = re.search(r"（([^（）]*)）$", text.strip())
    names = found.group(1).removesuffix("等").split("、") if found else []
    return text.strip()[: found.start()] if found and all(name in candidates for name in names) else text


def _candidates(answer: Clarification) -> str:
    """What may be picked, as buttons; many of them under a box to filter them by."""
    buttons = "".join(_pick_button(candidate) for candidate in answer.candidates)
    if not buttons:
        return ""
    many = len(answer.candidates) > _MANY
    search = (
        f'<input type="search" class="bq-filter" placeholder="输入几个字，在 {len(answer.candidates)} 个中筛选" '
        'aria-label="筛选下面的选项">'
        if many
        else ""
    )
    return f'{search}<div class="bq-picks{" bq-many" if many else ""}">{buttons}</div>'


def _paragraphs(text: str, position: int, cited: Container[int], explaining: Explaining, classes: str = "") -> str:
    """Lines as paragraphs, a line that lists many things as a list; terms explained; ``[n]`` becomes a button where n
    is a citation of this answer."""

    def buttons(match: re.Match[str]) -> str:
        numbers = [int(n) for n in re.findall(r"\d+", match.group())]
        if not all(n in cited for n in numbers):
            return match.group()
        end = match.group().rpartition("]")[2]
        return f'<span class="bq-refs">{"".join(_source_button(position, n) for n in numbers)}{end}</span>'

    def html(part: str) -> str:
        return explaining.html(part, lambda plain: _MARKED_END.sub(buttons, escape(plain)))

    lead = f'<p class="{classes}">' if classes else "<p>"
    found = []
    for line in filter(str.strip, text.splitlines()):
        head, items = listed(line)
        found += [f"{lead}{html(head)}</p>"] if head else []
        found += [items_html([html(item) for item in items])] if items else []
    return "".join(found)


def _open_first(position: int, answer: Answer) -> str:
    if isinstance(answer, Clarification) or not answer.citations:
        return ""
    label = "查看依据" if isinstance(answer, CitedAnswer) else "查看相关内容"
    n = answer.citations[0].n
    return f'<button type="button" class="bq-open" data-turn="{position}" data-n="{n}">{label}</button>'


def _source_button(position: int, n: int) -> str:
    return (
        f'<button type="button" class="bq-ref" data-turn="{position}" data-n="{n}" '
        f'aria-label="出处 {n}" title="打开出处 {n}">{n}</button>'
    )


def _badges(position: int, figures: Sequence[ShownFigure]) -> str:
    """The figures of the answer in one line each: as worded, status, formula, sources; many of them folded away."""
    rows = "".join(_figure(figure, position) for figure in figures)
    if len(figures) > _MANY:
        counts = Counter(STATUS[figure.status] for figure in figures)
        said = "，".join(f"{status} {count} 个" for status, count in counts.items())
        return f'<details class="bq-more"><summary>数字的核对：{said}</summary><ul class="bq-figures">{rows}</ul></details>'
    return f'<ul class="bq-figures">{rows}</ul>' if rows else ""


def _figure(figure: ShownFigure, position: int) -> str:
    status, meaning = STATUS[figure.status], STATUS_MEANING[figure.status]
    formula = f'<span class="bq-formula">{escape(figure.formula)}</span>' if figure.formula else ""
    sources = "".join(_source_button(position, n) for n in figure.sources[:_MANY])
    if len(figure.sources) > _MANY:
        sources += f"<span>等 {len(figure.sources)} 处</span>"
    return (
        f'<li><span class="bq-value">{escape(figure.text)}</span>'
        f'<span class="bq-badge bq-{figure.status}" title="{meaning}">{status}</span>{formula}{sources}</li>'
    )
