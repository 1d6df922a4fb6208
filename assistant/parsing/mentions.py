"""Finding the names of a question: vocabulary terms, row labels, columns, projects, indicators, units, codes.

Exact names first (longest first), then parts of names, homophones and single wrong characters, which count less.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.budget_units import is_unit_code, is_unit_name
from assistant.knowledge import Knowledge, is_unit
from assistant.parsing.colloquial import spoken_mentions
from assistant.parsing.linking import linked
from assistant.parsing.model import Mention
from assistant.parsing.naming import ADDING_UP, said_for, too_common
from assistant.parsing.near_names import similar
from assistant.parsing.squeezed import Squeezed
from assistant.parsing.unit_names import abbreviated, is_another_body, nearest, said_before, said_once
from index.vocabulary.names import key
from index.vocabulary.terms import vocabulary

_CODE = re.compile(
    r"(?<![\d.a-z-])(?:\d{3}类,?\d{2}款(?:,?\d{2}项)?|\d{3}(?:[-—–/]\d{2}){1,2}|\d{3}(?:\.\d{2}){2}"
    r"|\d{6}|\d{3}(?:\d{2}){0,2}|\d{3} \d{2}(?: \d{2})?)(?![\d.%]|[-—–/]\d|\s*(?:万|亿|元|年|辆|人|个|件|项(?!目)|家))"
)
_MAX_NAME = 40


def find_mentions(plain: str, knowledge: Knowledge, taken: list[tuple[int, int]]) -> tuple[Mention, ...]:
    """Mentions in reading order, not overlapping each other nor the spans ``taken`` by other slots."""
    squeezed = Squeezed(plain)
    blocked = squeezed.inside(taken)
    found = _codes(plain, knowledge)
    squeezed.block(blocked, found)
    found += _exact(plain, squeezed, blocked, knowledge)
    if not found:
        found = spoken_mentions(plain, taken, knowledge)
        squeezed.block(blocked, found)
    loose = [
        abbreviated(one, knowledge)
        for one in linked(plain, squeezed, squeezed.inside(taken), found, knowledge)
        if not is_another_body(one)
    ]
    found = [one for one in found if not any(one.start < other.end and other.start < one.end for other in loose)]
    found += loose
    squeezed.block(blocked, loose)
    found += similar(plain, squeezed, blocked, knowledge)
    found = [one for one in found if not _adds_up(plain, one)]
    return said_once(sorted(found, key=lambda mention: mention.start))


def _adds_up(plain: str, mention: Mention) -> bool:
    """Whether words only say to add up what is named (三个项目合计), or are two names taken for one (甲和乙经费)."""
    if mention.quality < 1 and (_ONLY_TOGETHER.fullmatch(mention.text) or _swallows(mention)):
        return True
    counted = _PROJECTS_COUNTED if mention.text.startswith("项目") else _COUNT_BEFORE
    return bool(_COUNTED_TOGETHER.fullmatch(mention.text) and counted.search(plain[: mention.start]))


def _codes(plain: str, knowledge: Knowledge) -> list[Mention]:
    found = []
    for match in _CODE.finditer(plain):
        code = re.sub(r"\D", "", match.group())
        if (
            code in knowledge.codes
            or (len(code) >= 5 and code[0] in "2345")
            or re.match(r"类|款|项|科目", plain[match.end() :])
        ):
            units = _units_coded(code, knowledge)
            found.append(Mention(match.start(), match.end(), match.group(), units, code=code))
    return found


def _units_coded(code: str, knowledge: Knowledge) -> tuple[str, ...]:
    """The one unit that bears a finance office's code (263001): it is named by it; nothing for any other code."""
    if not is_unit_code(code):
        return ()
    rows = {named.row for index in knowledge.indexes for named in index.by_code.get(code, ()) if is_unit(named)}
    return tuple(rows) if len(rows) == 1 else ()


def _exact(plain: str, squeezed: Squeezed, blocked: list[bool], knowledge: Knowledge) -> list[Mention]:
    words = vocabulary()
    text = squeezed.text
    hits = []
    for start in range(len(text)):
        for end in range(min(len(text), start + _MAX_NAME), start + 1, -1):
            part = text[start:end]
            as_row = part in knowledge.rows and _stands_as_row(text, start, end)
            listed = part in words.surfaces and _in_list(plain, squeezed.span(start, end))
            if part in too_common() and not (as_row or listed):
                continue
            if part in words.surfaces or part in knowledge.names or part in knowledge.stems:
                hits.append((start, end))
    hits.sort(key=lambda hit: (hit[0] - hit[1], hit[0]))
    found: list[Mention] = []
    for start, end in hits:
        if any(blocked[start:end]) or not _allowed(text, start, end):
            continue
        units = knowledge.stems.get(text[start:end], ())
        if start and blocked[start - 1] and len(units) > 1 and all(map(is_unit_name, units)):
            continue  # the end of a longer name (某分局 + 监测站) that tells which is meant
        said = plain[slice(*squeezed.span(start, end))]
        if _is_list(said, knowledge) or _SUMMED_UP.search(said):
            continue
        blocked[start:end] = [True] * (end - start)
        free = next((i + 1 for i in range(start - 1, -1, -1) if blocked[i]), 0)
        mention = _mention(plain, squeezed, (free, start, end), knowledge)
        paid = _with_verb(text[free:start], mention, knowledge)
        found.append(paid if paid is not mention else _with_verb_behind(text[end:], mention, knowledge))
    return found


_SUMMED_UP = re.compile(r"[,，;；](?:合计|总计|共计|总额)$")  # a new clause: 甲支出和乙预算，合计多少
_VERB = re.compile(r"(?:新|更新|采|添)?([买购养修租])(?:置)?(?:了|过)?(?:的?[那这]?[一两几]?[台辆部批]|的)?$")


_VERB_BEHIND = re.compile(r"(?:也|都|就|要是|如果)?不再?([买购])(?:置)?了")
_BOUGHT_ALONE = re.compile(r"购置[^,，。;；、]{0,24}车\d+辆")


def _with_verb_behind(after: str, mention: Mention, knowledge: Knowledge) -> Mention:
    """A thing that is not to be bought (那辆公车不买了) as what is spent on buying it."""
    verb = _VERB_BEHIND.match(after)
    if verb is None:
        return mention
    if "车" in mention.text and _all_that_is_bought(mention, knowledge):
        return replace(mention, keys=(), terms=("official_vehicle_purchase_cost",))
    return _with_verb(verb.group(1), mention, knowledge)


def _all_that_is_bought(mention: Mention, knowledge: Knowledge) -> bool:
    """Whether the cost of buying vehicles pays one kind only, the one named (…用于购置执法执勤用车1辆)."""
    told = {
        "".join(named.fact.provenance.quote.split())
        for index in knowledge.indexes
        for named in index.by_term.get("official_vehicle_purchase_cost", ())
        if named.narrative
    }
    bought = {match.group() for quote in told for match in _BOUGHT_ALONE.finditer(quote)}
    said = iter(next(iter(bought), ""))
    return len(bought) == 1 and all(character in said for character in mention.text)


def _with_verb(before: str, mention: Mention, knowledge: Knowledge) -> Mention:
    """A thing with the verb before it as what is spent on it (买公务用车 → 公务用车购置费), where that is a known name."""
    verb = _VERB.search(before)
    if verb is None:
        return mention
    names = (key(mention.text) + noun + tail for noun in said_for(verb.group(1)) for tail in ("费", "经费", ""))
    for name in names:
        terms = vocabulary().surfaces.get(name, ())
        if terms or name in knowledge.names:
            return replace(mention, keys=(name,) if name in knowledge.names else (), terms=terms)
    if verb.group(1) in ("买", "购") and mention.terms[:1] == ("official_vehicle_cost",):  # 买公务车, no name by itself
        return replace(mention, keys=(), terms=("official_vehicle_purchase_cost",))
    return mention


def _in_list(plain: str, span: tuple[int, int]) -> bool:
    """Whether a word stands in a list of names (货物、工程、服务), or alone as what takes a share (采购里，服务占几成)."""
    first, last = span
    if plain[:first].endswith("、") or plain[last:].startswith("、"):
        return True
    return plain[last:].startswith("占") and _SET_OFF.search(plain[:first]) is not None


_SET_OFF = re.compile(r"[,，里中内]$|(?:里面|其中)$")


def _is_list(said: str, knowledge: Knowledge) -> bool:
    """Whether words that would make one name without their commas are two names side by side (工程、服务), as are those
    of a name that no document in view has (人员经费和公用经费, where each is printed by itself)."""
    known = vocabulary().surfaces
    parts = [key(part) for part in said.split("、")]
    if len(parts) == 1 and key(said) in known and not _in_view(key(said), knowledge):
        parts = [key(part) for part in said.split("和")]
        return len(parts) > 1 and all(_in_view(part, knowledge) for part in parts)
    return len(parts) > 1 and all(part in known or part in knowledge.names or part in knowledge.stems for part in parts)


def _in_view(name: str, knowledge: Knowledge) -> bool:
    """Whether a document in view has something of this name, by its own words or by those of the vocabulary."""
    terms = vocabulary().surfaces.get(name, ())
    return name in knowledge.names or any(index.by_term.get(term) for index in knowledge.indexes for term in terms)


_TABLE_BEFORE = re.compile(r"表(?:里面?|中间?)?$")


def _stands_as_row(text: str, start: int, end: int) -> bool:
    """Whether a word is said as a row of a table: between the table and 的 (政府采购预算表里服务的…)."""
    return text[end : end + 1] == "的" and _TABLE_BEFORE.search(text[:start]) is not None


_NOT_AFTER = re.compile(
    r"^(?:局|厅|委员会|委|部(?!分|门)|法院|中心|公司|学校|院|馆|站|[支大总]?队|所(?![占属需列用有在]))"
)


_ONLY_TOGETHER = re.compile(r".?费?(?:合计|总计|共计)")
_JOINING = re.compile(r"[和与及、]|以及")


def _swallows(mention: Mention) -> bool:
    """Whether a name found by parts of it reaches over 和, where no such word is in the name."""
    return bool(_JOINING.search(mention.text)) and not any(_JOINING.search(name) for name in mention.keys)


_COUNT_BEFORE = re.compile(r"[两二三四五六七八九十\d][项类个块种笔款家处场]$")
_PROJECTS_COUNTED = re.compile(r"[两二三四五六七八九十\d]个[^,，。;；的]{0,14}$")  # 两个某规划编制项目合计
_COUNTED_TOGETHER = re.compile(r"(?:项目|单位|科目|支出|经费|资金|费用|专项)(?:合计|总计|共计|总额|总和)")
_AFTER_LIST = re.compile(r"[项类个块种笔款样者]$")


def _allowed(text: str, start: int, end: int) -> bool:
    """A weak name (水利, 教育) followed by 局, 厅 … names an organisation; 合计 after 这三类 says to add up."""
    if ADDING_UP.fullmatch(text[start:end]) and _AFTER_LIST.search(text[:start]):
        return False
    return not (end - start <= 3 and _NOT_AFTER.match(text[end:]))


def _mention(plain: str, squeezed: Squeezed, span: tuple[int, int, int], knowledge: Knowledge) -> Mention:
    """``span``: from where the characters are free, and from where to where a name stands."""
    free, start, end = span
    words = vocabulary()
    part = squeezed.text[start:end]
    keys = [part] if part in knowledge.names else []
    terms = words.surfaces.get(part, ())
    if terms and not keys and not _in_view(part, knowledge):
        keys = _shortened(part, terms[0], knowledge)
    quality = 1.0
    if not keys and not terms:
        keys = nearest(part, sorted(knowledge.stems[part], key=lambda name: (len(name), name)))
        quality = 0.9
        if is_unit_name(part) and (whose := said_before(squeezed.text[free:start], part, knowledge)):
            start, keys = start - len(whose[0]), [whose[1]]
    if quality < 1 and len(keys) == 1:
        start = _from_its_start(squeezed.text, free, start, end, keys[0])
    first, last = squeezed.span(start, end)
    return Mention(first, last, plain[first:last], tuple(keys), terms, quality=quality)


def _shortened(name: str, term: str, knowledge: Knowledge) -> list[str]:
    """How documents shorten a name that none of them has in full (服务类采购: 服务类182.40万元, beside 货物类)."""
    words = vocabulary()
    ends = {name[:end] for end in range(_SHORTEST, len(name))} | {name[i:] for i in range(len(name) - _SHORTEST + 1)}
    known = ends.intersection(knowledge.names) - words.weak - {name}
    return sorted(one for one in known if words.surfaces.get(one, ())[:1] == (term,))


_SHORTEST = 3


def _from_its_start(text: str, free: int, start: int, end: int, name: str) -> int:
    """Where the end of a name begins as far as it is said (发展战略研究院, not 略研究院)."""
    while start > free and name.endswith(text[start - 1 : end]):
        start -= 1
    return start
