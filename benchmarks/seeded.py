"""Errors seeded into English that is right: each kind of mistake that a check should find.

Where a mistake can be made is told by patterns of their own as far as possible, not by
what the checks see, so that what the checks are blind to counts against them. The same
texts give the same errors.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from translate.glossary import Glossary, Hit
from translate.hanzi import HAN
from translate.quantities import in_chinese, in_english
from translate.quantities.values import MONTHS, WEEKDAYS

Chance = random.Random


@dataclass(frozen=True, slots=True)
class Text:
    """Chinese, English that is taken as right, and the date of the paper ("" if unknown)."""

    zh: str
    en: str
    date: str = ""


Maker = Callable[[Text, Glossary, Chance], Iterable[str]]
"""Gives the English of a text with one mistake in it; any number of times."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of mistake: who should find it, and whether it is a critical one."""

    name: str
    cards: frozenset[str]
    is_critical: bool
    make: Maker


@dataclass(frozen=True, slots=True)
class Seeded:
    """A text and its English with one mistake."""

    text: Text
    en: str


def seed(kind: Kind, texts: Sequence[Text], glossary: Glossary, most: int) -> list[Seeded]:
    """Mistakes of one kind, at most ``most``, drawn evenly from all that can be made."""
    chance = random.Random(kind.name)  # noqa: S311  (not a secret)
    made = [
        Seeded(text, en)
        for text in texts
        for en in dict.fromkeys(_tidy(en) for en in kind.make(text, glossary, chance))
        if en not in {text.en, ""}
    ]
    return made if len(made) <= most else [made[at] for at in sorted(chance.sample(range(len(made)), most))]


def _tidy(en: str) -> str:
    return re.sub(r" {2,}", " ", re.sub(r" +(?=[,.;:!?])", "", en)).strip()


def _put(en: str, start: int, end: int, new: str) -> str:
    return en[:start] + new + en[end:]


# -- numbers and dates ---------------------------------------------------------------------

_FIGURE = re.compile(
    r"(?<![\w.,/–-])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\w.,]*\w)|(?<![\w.,/–-])\d+(?:\.\d+)?(?![\w/–-])"
)
_YEAR = re.compile(r"\b(?:1\d{3}|20[0-4]\d)\b(?!-)")
_CODE = re.compile(r"-\d")
_DATED = frozenset({"date", "relative", "weekday", "decade", "time"})
_COUNTED = frozenset({"cardinal", "ordinal", "money", "share"})


def _figures_of(zh: str) -> set[str]:
    return {found.replace(",", "") for found in re.findall(r"\d[\d,]*(?:\.\d+)?", zh)}


def _standing(text: Text) -> Iterator[tuple[int, int]]:
    """Numbers of the English, in figures or words, that the Chinese has as well; no dates."""
    quantities = in_english(text.en)
    dated = [q.span for q in quantities if q.kind in _DATED]
    values = {value for q in in_chinese(text.zh) for value in q.values}
    figures = _figures_of(text.zh)
    seen: set[tuple[int, int]] = set()
    for match in _FIGURE.finditer(text.en):
        start, end = match.span()
        inside = any(a <= start and end <= b for a, b in dated)
        if match.group().replace(",", "") in figures and not inside and not _YEAR.fullmatch(match.group()):
            seen.add((start, end))
    for quantity in quantities:
        start, end = quantity.span
        overlaps = any(a < end and start < b for a, b in seen)
        if quantity.kind in _COUNTED and quantity.firm and quantity.value in values and not overlaps:
            inner = _FIGURE.search(text.en, start, end)
            span = inner.span() if inner else quantity.span
            if not _YEAR.fullmatch(text.en[slice(*span)]) and not _CODE.match(text.en, span[1]):
                seen.add(span)
    yield from sorted(seen)


_NUMBERING = re.compile(r"(?:^|(?<=[.;:?!] )|(?<=[.?!]” )|(?<=“))(?:First|Second|Third|[A-Z]\w+th)(?=,)")


def number_dropped(text: Text, _glossary: Glossary, _chance: Chance) -> Iterator[str]:
    """Not the “Third,” that opens a point, nor a number told once more (“Group of Twenty (G20)”)."""
    told = Counter(value for q in in_english(text.en) for value in set(q.values))
    asked = Counter(value for q in in_chinese(text.zh) for value in set(q.values))
    for start, end in _standing(text):
        values = {v for q in in_english(text.en) if q.span[0] < end and start < q.span[1] for v in q.values}
        if _NUMBERING.match(text.en, start) or any(told[value] > asked[value] > 0 for value in values):
            continue
        yield _put(text.en, start, end, "")


def number_tenfold(text: Text, _glossary: Glossary, _chance: Chance) -> Iterator[str]:
    for start, end in _standing(text):
        figure = text.en[start:end].replace(",", "")
        if re.fullmatch(r"\d+(?:\.\d+)?", figure):
            value = float(figure) * 10
            yield _put(text.en, start, end, f"{value:,.0f}" if value == int(value) else f"{value:g}")


_UNITS = (
    ("million billion trillion", "billion million billion"),
    ("kilometers kilometres km miles meters metres feet", "miles miles miles kilometers feet feet meters"),
    ("years months weeks days hours minutes seconds", "months years days weeks minutes hours minutes"),
    ("kilograms kg pounds tons tonnes", "pounds pounds kilograms kilograms kilograms"),
    ("percent %", "people people"),
    ("yen dollars euros yuan", "dollars euros dollars yen"),
)
_SWAPS = {old: new for olds, news in _UNITS for old, new in zip(olds.split(), news.split(), strict=True)}
_UNIT = re.compile(rf"(\s?-?)({'|'.join(sorted(map(re.escape, _SWAPS), key=len, reverse=True))})(?![a-zA-Z])")
_SIGN = re.compile(r"(?:US|NT|HK|A)?\$|€|£|¥")


def unit_swapped(text: Text, _glossary: Glossary, _chance: Chance) -> Iterator[str]:
    for start, end in _standing(text):
        if unit := _UNIT.match(text.en, end):
            new = _SWAPS[unit[2]]
            gap = unit[1] or (" " if unit[2] == "%" else "")
            yield _put(text.en, *unit.span(), gap + new)
        for sign in _SIGN.finditer(text.en, max(0, start - 3), start):
            if sign.end() == start:
                yield _put(text.en, *sign.span(), "€" if "$" in sign.group() else "NT$")


_MONTH = "|".join(MONTHS)
_DAY = re.compile(rf"\b(?:(?:{_MONTH}) (\d{{1,2}})|(\d{{1,2}}) (?:{_MONTH}))\b(?! ?[–-] ?\d)(?!,\d)")


def date_moved(text: Text, _glossary: Glossary, chance: Chance) -> Iterator[str]:
    """A day, month, weekday or year; only what the Chinese tells."""
    dates = [q.date for q in in_chinese(text.zh) if q.date]
    figures = _figures_of(text.zh)
    for match in _DAY.finditer(text.en):
        group = 1 if match[1] else 2
        day = int(match[group])
        if re.search(rf"(?<!\d){day}[日号號]", text.zh) or any(date.day == day for date in dates):
            moved = (day - 1 + chance.choice((1, 2, 7, 10))) % 28 + 1
            yield _put(text.en, *match.span(group), str(moved))
    for match in re.finditer(rf"\b(?:{_MONTH})\b(?=\s\d|,|\.|$|\sand|\sof)", text.en):
        month = MONTHS.index(match.group()) + 1
        if re.search(rf"(?<!\d){month}月", text.zh) or any(date.month == month for date in dates):
            yield _put(text.en, *match.span(), MONTHS[month % 12])
    for match in re.finditer(rf"\b(?:{'|'.join(WEEKDAYS)})\b", text.en):
        if re.search(r"星期|[週周][一二三四五六日]|[礼禮]拜", text.zh):
            yield _put(text.en, *match.span(), WEEKDAYS[(WEEKDAYS.index(match.group()) + 1) % 7])
    for match in _YEAR.finditer(text.en):
        if f"{match.group()}年" in text.zh or (
            match.group() in figures and any(date.year == int(match.group()) for date in dates)
        ):
            yield _put(text.en, *match.span(), str(int(match.group()) + chance.choice((1, 10))))


# -- negation and hedges -------------------------------------------------------------------

_NEGATIVE = re.compile("[不未无無没沒非否勿毋莫拒]|反[对對]|禁止|避免|防止|阻止|缺乏|[难難]以|停止")
_HARMLESS = re.compile("不[僅仅但只單单過过斷断論论管久]|[無无][論论疑]|非[洲常]|未[來来]|[是能可]否|差不多")
_REMOVED: Mapping[str, str] = {
    r"\b(?:do|does|did) not (\w+)": r"\1", r"\b(?:do|does|did)n['’]t (\w+)": r"\1",
    r"\b(is|are|was|were|would|could|should|has|have|had)n['’]t\b": r"\1", r"\bcannot\b": "can",
    r"\bcan['’]t\b": "can", r"\bwon['’]t\b": "will",
    r"(?<!do )(?<!does )(?<!did )\bnot (?!only|just|least|until|even)": "",
    r"\bnever\b": "always", r"\b([Nn])o (?!doubt|matter|wonder|choice but|more than|\d)": "some ",
    r"\b[Nn]one\b": "all", r"\b[Nn]o one\b": "everyone", r"\bnothing\b(?! but)": "something",
    r"\bwithout\b(?! (?:a )?doubt)": "with", r"\b[Nn]either\b": "both",
}  # fmt: skip
_OPPOSITES: Mapping[str, str] = {
    r"\boppose[sd]?\b": "supported", r"\bopposition to\b": "support for",
    r"\brefuse[sd]? to\b": "agreed to",
    r"\breject(?:s|ed)?\b": "accepted", r"\bunable\b": "able", r"\bfail(?:s|ed)? to\b": "managed to",
    r"\bunlikely\b": "likely", r"\bunchanged\b": "changed", r"\bunclear\b": "clear", r"\bunknown\b": "known",
    r"\bimpossible\b": "possible", r"\b(?:bans?|banned|prohibit(?:s|ed)?)\b": "allowed",
    r"\bavoid(?:s|ed)?\b": "seek", r"\bprevent(?:s|ed)?\b": "help", r"\black(?:s|ed)?\b": "have",
    r"\bunwilling\b": "willing", r"\binsufficient\b": "sufficient", r"\buncertain\b": "certain",
    r"\bden(?:ied|ies)\b": "admitted",
}  # fmt: skip
_VERB = re.compile(
    r"\b(?:is|are|was|were|will|would|can|could|may|might|must|should|has|have|had)\b"
    r"(?! not)(?!n['’]t)(?! (?:only|just|merely|both|little|few|no|never|hardly)\b)(?! \w+ no\b)"
)
_HEDGED = re.compile(
    "(?<![不尽盡儘])可能(?!性)|恐怕|恐[將将会會]|[或也][許许將将會会]|似乎|看似|疑似|[預预][計计期料]|估[計计]|料[將将会會]|涉嫌|疑[为為]"
)
_HEDGES: Mapping[str, str] = {
    r"\b(?:may|might|could) (?=\w)": "will ",
    r"\b(?:probably|possibly|perhaps|potentially|likely|maybe|apparently) ": "",
    r"\b(?:appears?|appeared|seems?|seemed) to (?:be )?": "is ",
    r"\b(?:is|are|was|were) (?:expected|likely|believed|estimated|thought) to": "will",
    r"\bsuspected\b": "proven",
}


def _replaced(en: str, table: Mapping[str, str]) -> Iterator[str]:
    for pattern, new in table.items():
        for match in re.finditer(pattern, en):
            yield _put(en, *match.span(), match.expand(new))


def negation_removed(text: Text, _glossary: Glossary, _chance: Chance) -> Iterator[str]:
    if _NEGATIVE.search(_HARMLESS.sub("", text.zh)):
        yield from _replaced(text.en, _REMOVED)


def opposite_put(text: Text, _glossary: Glossary, _chance: Chance) -> Iterator[str]:
    if _NEGATIVE.search(_HARMLESS.sub("", text.zh)):
        yield from _replaced(text.en, _OPPOSITES)


def negation_added(text: Text, _glossary: Glossary, chance: Chance) -> Iterator[str]:
    places = list(_VERB.finditer(text.en))
    if places:
        at = chance.choice(places).end()
        yield _put(text.en, at, at, " not")


def hedge_removed(text: Text, _glossary: Glossary, _chance: Chance) -> Iterator[str]:
    # one hedge in the English: where there are more, another may answer the Chinese
    made = list(_replaced(text.en, _HEDGES)) if _HEDGED.search(text.zh) else []
    if len(made) == 1:
        yield made[0]


# -- names, terms, Latin letters -----------------------------------------------------------


def _rendered(hit: Hit, en: str) -> re.Match[str] | None:
    """Where the English has a rendering of a term; only if it has it once."""
    renderings = {rendering for term in hit.terms for rendering in term.renderings}
    if hit.terms[0].kind == "person":
        renderings |= {name.split()[-1] for name in renderings}
    if hit.terms[0].kind == "country":
        renderings = {name for name in renderings if not re.search("[–,-]", name)}
    for rendering in sorted(renderings, key=lambda name: (-len(name), name)):
        found = list(re.finditer(rf"(?<!\w){re.escape(rendering)}(?!\w)", en))
        if found:
            return found[0] if len(found) == 1 else None
    return None


_ROW = re.compile(r"\W*(?:(?:and|or|with|to)\W+)?(?:the\W+)?")


def names_swapped(text: Text, glossary: Glossary, _chance: Chance) -> Iterator[str]:
    """Two people, or two countries, that change places; not those that stand in a row (“A and B”)."""
    hits = glossary.find(text.zh)
    for kind in ("person", "country"):
        found = {
            match.span() for hit in hits if hit.terms[0].kind == kind and (match := _rendered(hit, text.en))
        }
        spans = sorted(found)
        for (start, end), (first, last) in pairwise(spans):
            if end < first and not _ROW.fullmatch(text.en[end:first]):
                swapped = text.en[first:last] + text.en[end:first] + text.en[start:end]
                yield _put(text.en, start, last, swapped)


def forbidden_put(text: Text, glossary: Glossary, _chance: Chance) -> Iterator[str]:
    for hit in glossary.find(text.zh):
        forbidden = set(hit.terms[0].forbidden).intersection(*(term.forbidden for term in hit.terms))
        match = _rendered(hit, text.en)
        for rendering in sorted(forbidden) if match else ():
            assert match is not None  # noqa: S101
            yield _put(text.en, *match.span(), rendering)


def latin_altered(text: Text, _glossary: Glossary, chance: Chance) -> Iterator[str]:
    for token in dict.fromkeys(re.findall(r"[A-Za-z][A-Za-z0-9-]{2,}", text.zh)):
        if re.search(rf"(?<!\w){re.escape(token)}(?!\w)", text.en) and token.lower() not in {
            "the",
            "and",
            "for",
        }:
            at = chance.randrange(len(token))
            other = chance.choice([letter for letter in "bqxz" if letter != token[at].lower()])
            new = token[:at] + (other.upper() if token[at].isupper() else other) + token[at + 1 :]
            yield re.sub(rf"(?<!\w){re.escape(token)}(?!\w)", new, text.en)


# -- what is lost, left or looped ----------------------------------------------------------

_FEWEST = 5
"""Words of a clause that is dropped."""


def clause_dropped(text: Text, _glossary: Glossary, _chance: Chance) -> Iterator[str]:
    """The longest clause of a sentence that has three or more."""
    parts = re.split(r"(?<=[,;.:!?])\s+(?=\S)", text.en)
    longest = max(parts, key=lambda part: len(part.split()))
    if len(parts) > 2 and len(longest.split()) >= _FEWEST:  # noqa: PLR2004
        kept = " ".join(part for part in parts if part is not longest)
        kept = re.sub(r"[,;:]$", ".", kept)
        # half a quotation would be found by its marks
        if kept.count("“") == kept.count("”") and kept.count('"') % 2 == 0:
            yield kept[0].upper() + kept[1:]


_LISTED = re.compile(f"[{HAN}]、[^，。；、]{{1,20}}(?:、|以及|[和与與及或])[{HAN}]")
_WORDS = (
    r", (?!(?:to|which|who|as|including|in|on|with|at|by|for|\w+ing)\b)[^\W\d_][\w'’-]*(?: [\w'’-]+){0,3}"
)
_ITEM = re.compile(
    rf"(?<=\w)(?:{_WORDS}(?=, (?:and|or) [\w'’-])|(?<=[^,]){_WORDS}(?={_WORDS},? (?:and|or) [\w'’-]))"
)


def item_dropped(text: Text, _glossary: Glossary, _chance: Chance) -> Iterator[str]:
    """An item of a row of three or more, where the Chinese has such a row."""
    if _LISTED.search(text.zh):
        for match in _ITEM.finditer(text.en):
            yield _put(text.en, *match.span(), "")


def chinese_left(text: Text, _glossary: Glossary, chance: Chance) -> Iterator[str]:
    words, runs = list(re.finditer(r"\w+", text.en)), re.findall(f"[{HAN}]{{2,}}", text.zh)
    if words and runs:
        run = chance.choice(runs)
        at = chance.randrange(len(run) - 1)
        yield _put(text.en, *chance.choice(words).span(), run[at : at + chance.choice((1, 2, 3, 4))])


def looped(text: Text, _glossary: Glossary, chance: Chance) -> Iterator[str]:
    words, size = text.en.split(), chance.choice((1, 2, 3, 4, 6, 8))
    if len(words) >= size + 2:
        at = chance.randrange(len(words) - size)
        yield " ".join(words[:at] + words[at : at + size] * chance.choice((3, 4, 5)) + words[at + size :])


def _kind(name: str, cards: str, make: Maker, *, critical: bool) -> Kind:
    return Kind(name, frozenset(cards.split()), critical, make)


KINDS = (
    _kind("number dropped", "number", number_dropped, critical=True),
    _kind("number ×10", "number", number_tenfold, critical=True),
    _kind("unit or currency swapped", "number", unit_swapped, critical=True),
    _kind("date moved", "date", date_moved, critical=False),
    _kind("negation removed", "negation", negation_removed, critical=True),
    _kind("opposite put", "negation", opposite_put, critical=True),
    _kind("negation added", "negation", negation_added, critical=True),
    _kind("names swapped", "name", names_swapped, critical=True),
    _kind("forbidden term put", "name", forbidden_put, critical=False),
    _kind("clause dropped", "completeness length", clause_dropped, critical=False),
    _kind("list item dropped", "completeness", item_dropped, critical=False),
    _kind("Chinese left in", "residue", chinese_left, critical=True),
    _kind("n-gram looped", "repetition", looped, critical=True),
    _kind("hedge removed", "hedge", hedge_removed, critical=False),
    _kind("Latin token altered", "latin", latin_altered, critical=False),
)
