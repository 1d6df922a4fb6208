"""From the words of a question (and the turns before it) to one ``ParsedQuestion``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from assistant.evidence import candidates
from assistant.fit import explains, marked
from assistant.knowledge import DocumentIndex, Knowledge
from assistant.parsing.cues import cue_spans, find_cues, without_lead
from assistant.parsing.dated_names import dated_names, years_asked
from assistant.parsing.exchanged import exchanged
from assistant.parsing.glosses import is_gloss, with_codes, without_rows_told
from assistant.parsing.mentions import find_mentions
from assistant.parsing.model import Mention, MetricQuery, ParsedQuestion, Slots
from assistant.parsing.naming import rightly_spelt
from assistant.parsing.points import in_percent
from assistant.parsing.slots import budget_said, is_level, level_of, read_slots
from assistant.parsing.suppositions import spoken_shares
from assistant.parsing.unsaid import asked_in_full
from assistant.parsing.wholes import bare_pair, bare_whole, departments_asked, whole_said
from assistant.scoping import find_departments
from assistant.table_names import table_number, titles
from index.amounts import Amount, FigureKind, Ratio, find_figures
from index.model import Stage
from index.vocabulary.names import key
from index.vocabulary.names import plain as to_plain

_CONTEXT_LINK = re.compile(
    r"(?:预算|决算|科目|类|款|表|项|预算数)*"
    r"(?:里面|里头|里边|里|之中|当中|中间|中|下面|下头|项下|名下|下|内|之内|那块|这块|这一块|这行|这一行|那一行|那行|一行|那侧|那一侧|这一侧)?"
    r"(?:的|里|中|,|，|:|：|\(|（|“|\"|”|)*"
)


def parse(question: str, knowledge: Knowledge) -> ParsedQuestion:
    """One question on its own."""
    plain = rightly_spelt(re.sub(r"\s+", " ", to_plain(question)).strip(), knowledge.names)
    plain = in_percent(without_rows_told(without_lead(plain)))
    slots = read_slots(_without_ordinals(plain), knowledge.years())
    owners = {
        document.department
        for named in find_departments(plain, knowledge.documents)
        for document in knowledge.documents
        if document.id in named.documents
    }
    slots = replace(slots, departments=tuple(sorted(owners)), years=years_asked(plain, slots.years, knowledge))
    if slots.stage is None and any(one.stage is Stage.FINAL for one in knowledge.documents) and budget_said(plain):
        slots = replace(slots, stage=Stage.BUDGET)
    titled = _titled_tables(plain, knowledge)
    said = (_title_meant(plain[start:end], knowledge) for start, end in titled)
    slots = replace(slots, tables=tuple(dict.fromkeys((*slots.tables, *said))))
    taken = _taken(plain, knowledge)
    mentions = find_mentions(plain, knowledge, [*taken, *titled]) or find_mentions(plain, knowledge, taken)
    mentions = _without_asking(with_codes(plain, _in_asking(plain, mentions), knowledge))
    bare = _without_ordinals(unnamed(plain, mentions))
    cues = find_cues(bare)
    slots = replace(slots, level=level_of(bare))
    if "hypothetical" in cues or {"share", "except"} <= cues:
        slots = replace(
            slots, figures=(*slots.figures, *spoken_shares(plain, [(one.start, one.end) for one in mentions]))
        )
    mentions = _with_whole(plain, mentions, slots.level, knowledge)
    if not slots.level and (pair := bare_pair(plain, taken)):
        mentions = pair
    if (
        not mentions
        and not slots.level
        and (whole := bare_whole(plain, [*taken, *(departments_asked(plain) if len(owners) > 1 else ())])) is not None
    ):
        mentions = (whole,)
    return ParsedQuestion(
        text=question,
        plain=plain,
        queries=group(plain, mentions, knowledge),
        mentions=mentions,
        slots=slots,
        cues=cues,
    )


def _with_whole(plain: str, mentions: tuple[Mention, ...], level: str, knowledge: Knowledge) -> tuple[Mention, ...]:
    """With the word for a whole where the documents have it for the units named, or for units at all."""
    whole = whole_said(plain, mentions, level)
    if whole is None:
        return mentions
    known = [any(pair_named(index, unit, whole) for index in knowledge.indexes) for unit in mentions]
    return tuple(sorted((*mentions, whole), key=lambda mention: mention.start)) if all(known) else mentions


def unnamed(plain: str, mentions: Sequence[Mention]) -> str:
    """The question without the names of rows and columns in it: “通用项目” does not ask for projects, nor does
    “弥补收支差额” for a difference. What the vocabulary knows stays: it may be a way of asking."""
    for mention in mentions:
        exact = mention.keys and mention.quality == 1
        known = mention.terms and mention.end - mention.start < _LONG_NAME
        if exact and not known and mention.end - mention.start > _LONGEST_COMMON and not is_level(mention.text):
            plain = plain[: mention.start] + "#" * (mention.end - mention.start) + plain[mention.end :]
        elif mention.quality == 1 and (adding := _TOTAL_END.search(mention.text)) is not None:
            plain = plain[: mention.start + adding.start()] + "#" * len(adding.group()) + plain[mention.end :]
    return plain


def _without_ordinals(plain: str) -> str:
    """The question without the ordinals of bodies (第二小学, 第一人民医院), which set nothing in order."""
    return _ORDINAL_OF_BODY.sub(lambda match: "#" * len(match.group()), plain)


_ORDINAL_OF_BODY = re.compile(
    r"第[一二三四五六七八九十\d]+(?=(?:[\u4e00-\u9fff]{0,6}?(?:小学|中学|高中|学校|学院|幼儿园|医院|福利院|大队|支队|监狱)))"
)


_TOTAL_END = re.compile(r"[合总共]计$|总[额数]$")  # part of the name: “某中心支出合计” adds nothing to the centre


_LONGEST_COMMON = 3
_LONG_NAME = 8  # so long a term is a name, not a way of asking


def _titled_tables(plain: str, knowledge: Knowledge) -> list[tuple[int, int]]:
    """Where the question names a table by its title, or the end of it (收入总表, 采购预算明细表)."""
    found, known = [], knowledge.titles
    for match in re.finditer("表", plain):
        for size in range(min(match.end(), _LONGEST_TITLE), 3, -1):
            said = key(plain[match.end() - size : match.end()])
            shortened = size >= _LONG_TITLE and len(_shortened(said, known)) == 1
            if len(said) > 3 and (shortened or any(title.endswith(said) for title in known)):
                found.append((match.end() - size, match.end()))
                break
    return found


def _title_meant(said: str, knowledge: Knowledge) -> str:
    """The end of a title that is said, as a key; the number of the table that is called just so where others only end in
    it (支出决算表), the whole title where 决算 or 预算 was left out of it (基本支出明细表)."""
    called = {
        table_number(table)
        for document in knowledge.documents
        for table in document.tables
        if key(said) in titles(table)
    }
    if len(called) == 1 and "" not in called:
        return called.pop()
    if any(title.endswith(key(said)) for title in knowledge.titles):
        return key(said)
    return next(iter(_shortened(key(said), knowledge.titles)), key(said))


def _shortened(said: str, known: frozenset[str]) -> set[str]:
    """Titles that are what is said, else end in it, but for 决算 or 预算 and with 收支 for 收入支出 or without it."""
    short = {title: _short_forms(title) for title in known if not title.endswith(said)}
    called = {title for title, forms in short.items() if said in forms}
    return called or {title for title, forms in short.items() if any(form.endswith(said) for form in forms)}


@lru_cache(maxsize=10_000)
def _short_forms(title: str) -> tuple[str, ...]:
    bare = re.sub("[决预]算", "", title)
    return bare, bare.replace("收入支出", "收支"), bare.replace("收入支出", "")


_LONG_TITLE = 4
_LONGEST_TITLE = 30


_SENTENCE = re.compile(r"[^。!！?？;；\n]*[。!！?？;；\n]?")
_ASKS = re.compile(r"多少|几|[吗呢么嘛]|哪|什么|啥|怎|咋|好多|为何|是否|谁|[?？]$|求|列|算|报|查")


def _in_asking(plain: str, mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """The names of the sentences that ask; a story told before or after the question is not what is asked."""
    asking = [match.span() for match in _SENTENCE.finditer(plain) if match.group() and _ASKS.search(match.group())]
    kept = tuple(mention for mention in mentions if any(start <= mention.start < end for start, end in asking))
    return kept or mentions


_ASKS_FOR_ALL = re.compile(
    r"(?:总共|一共|拢共|统共|总计|合计|全部|共)(?:要|得|会|得要|大概|大约)?(?:花|用|安排|支出|花费|支)(?:了|掉|费)?(?:多少|几多|好多)(?:钱)?"
)


def _without_asking(mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Without “总共要花多少”, which beside another name only asks for that name's sum."""
    kept = tuple(mention for mention in mentions if not _ASKS_FOR_ALL.fullmatch(mention.text))
    return kept or mentions


def reserved(plain: str, knowledge: Knowledge) -> list[tuple[int, int]]:
    """Spans that say when, whose, how much or in which table."""
    return [*_taken(plain, knowledge), *_titled_tables(plain, knowledge)]


def _taken(plain: str, knowledge: Knowledge) -> list[tuple[int, int]]:
    """Spans that are figures, years or the department's own name, never part of a metric's name."""
    kinds = (FigureKind.YEAR, FigureKind.MONEY, FigureKind.RATIO, FigureKind.DATE)
    names = dated_names(plain, knowledge)
    spans = [(span.start, span.end) for span in find_figures(plain) if span.kind in kinds]
    figures = [(a, b) for a, b in spans if not any(start <= a and b <= end for start, end in names)]
    owners = find_departments(plain, knowledge.documents)
    named = [(n.start, n.end) for n in owners if not _is_row(plain, n.start, n.end, knowledge)]
    places = [match.span() for match in _PLACE_IN_DOCUMENT.finditer(plain)]
    return [*figures, *named, *places, *cue_spans(plain, "truth", "performed")]


_PLACE_IN_DOCUMENT = re.compile(r"编制说明(?:[里中]?的?第[\d一二三四五六七八九十]+[条点款项])?")


_WITHIN = re.compile(r"(?:[(（]\d{3,6}[)）])?下")
_CODED = re.compile(r"[(（]\d{3,6}[)）]")
_FIGURE_OF = re.compile(r"的|里|中|之下|内")
_IN_TABLE = re.compile(r"表(?:里|中|,|，|里面|中,|里,)$")


def _is_row(plain: str, start: int, end: int, knowledge: Knowledge) -> bool:
    """Whether a department's name is said as a row of a table: it goes on to a longer name (…局（本级）, …局某中心), or
    what stands below it is asked for (…局下的), or it follows the table (…表里某局的)."""
    longest = min(len(plain), end + _LONGEST_TITLE)
    if any(key(plain[start:stop]) in knowledge.rows for stop in range(end + 2, longest + 1)):
        return True
    if key(plain[start:end]) not in knowledge.rows:
        return False
    if _WITHIN.match(plain, end) or _CODED.match(plain, end):
        return True
    return _FIGURE_OF.match(plain, end) is not None and _IN_TABLE.search(plain[:start]) is not None


def group(plain: str, mentions: Sequence[Mention], knowledge: Knowledge) -> tuple[MetricQuery, ...]:
    """Mentions joined by 里, 中, 的 … narrow the one that follows; mentions joined by 和, 、 … stand side by side.

    Where nothing joins them, the documents decide: a name narrows another when the two name one cell.
    """
    queries: list[MetricQuery] = []
    contexts: tuple[Mention, ...] = ()
    for i, mention in enumerate(mentions):
        following = mentions[i + 1] if i + 1 < len(mentions) else None
        if following is not None and narrows(plain, mention, following, knowledge):
            contexts = (*contexts, mention)
            continue
        queries.append(MetricQuery(mention, contexts))
        contexts = ()
    return tuple(queries)


EACH = re.compile(r"(?:预算|支出|的)*(?:各自?|分别)(?:是|为|有|安排|列)?")
_SIDE_BY_SIDE = re.compile(r"[、和与跟及比+]|以及|还有|加上?|或")


def narrows(plain: str, mention: Mention, following: Mention, knowledge: Knowledge) -> bool:
    """Whether the first of two neighbouring mentions says where to look for the second."""
    if is_gloss(plain, mention, following):
        return False  # the documents decide which of the two stands within the other
    between = _PLACES.sub("", plain[mention.end : following.start])
    if mention.terms and _LEFT_OUT.search(plain[: mention.start]) and re.match(r"[,，]|(?:以?外|之外)[,，]?", between):
        return False  # 除人员经费外，基本支出
    if _SIDE_BY_SIDE.search(between) or _PREDICATE.search(between) or len(between) > _LONGEST_LINK:
        return False
    if not between and EACH.match(plain, following.end) and following.text not in _TAILS:
        return False  # 会议费培训费各多少: a figure each is asked for
    if any(pair_named(index, mention, following) for index in knowledge.indexes):
        return True
    if not between and _ends_unit(mention, knowledge) and not _ends_unit(following, knowledge):
        return True  # 博物馆公务接待费: of the unit called …博物馆
    return bool(between.strip()) and _CONTEXT_LINK.fullmatch(between.strip()) is not None


_TAILS = frozenset(("支出", "收入", "预算", "经费"))  # of the name before them (某项支出各是多少)


def _ends_unit(mention: Mention, knowledge: Knowledge) -> bool:
    """Whether a name ends the name of one of the units that tables list."""
    said = key(mention.text)
    return len(said) > _LONGEST_COMMON - 1 and any(
        unit.endswith(said) for index in knowledge.indexes for unit in index.units
    )


_LEFT_OUT = re.compile(r"(?:除[了去开掉]?|扣[除掉去]|刨[去除掉]|剔除|不算|不含|不包括)[^,，。]{0,3}$")
_PLACES = re.compile(r"(?:19|20)?\d{2}年(?:度)?|[（(]?(?:公开|附)?表\s*[\d一二三四五六七八九十]+[)）]?")
_LONGEST_LINK = 14
_PREDICATE = re.compile(r"占|÷|[是为]|等于|降|减|增|涨|升|[?？。；]|\d")


def pair_named(index: DocumentIndex, mention: Mention, following: Mention) -> bool:
    """Whether some cell of the document is named by both mentions."""
    for named in candidates(following, index):
        if explains(named, mention, index) and named.row not in mention.keys:
            return True
    return any(
        named.row in mention.keys
        and (
            named.column in following.keys
            or set(following.terms) & named.column_terms
            or named.about.intersection(following.terms)
            or marked(named, following)
        )
        for named in candidates(mention, index)
    )


# ---------------------------------------------------------------- dialogue


def parse_dialogue(question: str, history: Sequence[str], knowledge: Knowledge) -> ParsedQuestion:
    """The question with what the earlier turns of the chat supply."""
    previous: ParsedQuestion | None = None
    first, *later = (*history, question)
    for turn in (asked_in_full(first, knowledge.documents), *later):
        said = exchanged(turn, previous, knowledge)
        previous = complete(parse(said, knowledge), previous)
    assert previous is not None
    return _supposed_next_year(previous, knowledge)


def _supposed_next_year(parsed: ParsedQuestion, knowledge: Knowledge) -> ParsedQuestion:
    """“假如2027年再降5%” of documents that end with 2026: what is supposed starts from the last year told."""
    known = knowledge.years()
    supposes = parsed.cue("hypothetical") and any(isinstance(one, Amount | Ratio) for one in parsed.slots.figures)
    if supposes and known and parsed.slots.years == (known[-1] + 1,):
        return parsed.with_slots(years=())
    return parsed


_WITH_YEAR_BEFORE = re.compile(
    r"(?:比|较|与|和|跟|同)(?:起)?(?:去年|上年|上一年|前一年)|(?:去年|上年|上一年|前一年)度?(?:相比|对比|比)"
)


def _years(parsed: ParsedQuestion, before: Slots) -> tuple[int, ...]:
    """The years said; “上一年呢” counts from the year asked about before, “比上年变化多少” still asks about that year."""
    slots = parsed.slots
    if slots.years or not slots.previous_year or _WITH_YEAR_BEFORE.search(parsed.plain):
        return slots.years or before.years
    return (before.years[-1] - 1,) if before.years else ()


_ANAPHORA = re.compile(r"(里面|里头|其中|它|这(个|项|笔|块)|那(个|项|笔|块)|该项|占总|前者|后者|两(块|项|个|笔|者))")
_CARRIED_CUES = frozenset(
    [
        "change",
        "rate",
        "share",
        "ratio",
        "sum",
        "rank",
        "count",
        "list",
        "reason",
        "definition",
        "purpose",
        "verify",
        "compare",
    ]
)


def complete(parsed: ParsedQuestion, previous: ParsedQuestion | None) -> ParsedQuestion:
    """Fill the slots that a follow-up leaves open."""
    if previous is None:
        return parsed
    slots = parsed.slots
    before = previous.slots
    elliptical = not parsed.queries or parsed.cue("followup") or _ANAPHORA.search(parsed.plain) is not None
    if not elliptical:
        return replace(parsed, previous=previous)
    asks = parsed.cues - {"followup", "money", "convert", "approximate", "trend", "performed"}
    cues = parsed.cues
    if parsed.queries and not asks and not slots.years:
        cues = cues | (previous.cues & _CARRIED_CUES)
    queries = parsed.queries
    mentions = parsed.mentions
    if not queries:
        queries, mentions = previous.queries, previous.mentions
        if slots.n is not None or (slots.unit and not asks and not slots.years):
            cues = cues | (previous.cues & _CARRIED_CUES)
    slots = replace(
        slots,
        years=_years(parsed, before),
        stage=slots.stage or before.stage,
        tables=slots.tables or before.tables,
        departments=slots.departments or before.departments,
        ascending=slots.ascending or (not parsed.queries and before.ascending and slots.n is not None),
        level=slots.level or before.level,
    )
    return replace(parsed, cues=cues, queries=queries, mentions=mentions, slots=slots, previous=previous)
