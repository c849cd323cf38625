"""Terms of the glossary: one of their renderings stands in the English."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from translate.checks.base import Context, Pair, is_blank
from translate.checks.forms import SMALL, Wording, base, pieces, read, unbracketed
from translate.checks.lexicon import both_scripts
from translate.checks.side import of_other_side, speaker
from translate.glossary import Hit, Term
from translate.hanzi import HAN_RE, fold
from translate.model import Finding, Severity
from translate.quantities import words as numbers

FREE = frozenset({"person", "title", "verb", "date", "unit", "misprint"})
"""Kinds that are not asked for: people are ``name``'s; the others have too many right renderings."""

OFFICIAL = frozenset({"organization", "event", "document", "policy"})
"""Kinds with a wording of their own; so has whatever is written with capitals throughout."""

PLACES = frozenset({"country", "place"})

_LETTERS = re.compile(r"[^\W_]+")
_DASH = re.compile("[-–—]")

_SAME = (
    "us|united states|america|american", "china|chinese|prc|sino|beijing",
    "uk|united kingdom|britain|british", "eu|european union", "un|united nations",
    "japan|japanese", "russia|russian|russo", "south korea|south korean|rok", "north korea|north korean|dprk",
    "korea|korean", "taiwan|taiwanese", "france|french", "singapore|singaporean", "lithuania|lithuanian",
    "australia|australian", "honduras|honduran", "palau|palauan", "maldives|maldivian",
    "cambodia|cambodian", "afghanistan|afghan", "laos|lao|laotian", "india|indian", "germany|german",
    "canada|canadian", "africa|african", "vietnam|vietnamese", "tibet|tibetan", "uyghur|uighur",
    "ministry|department", "committee|commission", "conference|meeting|summit|talks",
    "congress|congressional", "parliament|parliamentary", "unification|unify", "reunification|reunify",
    "not|non|nor|neither|no|never", "related|relating|concerning|regarding",
)  # fmt: skip
"""Wordings that stand for one another within a rendering: "Sino-Russian" for "China–Russia"."""

_Way = tuple[str, ...]
_Slot = tuple[_Way, ...]

_VOID = SMALL | frozenset(
    {"do", "does", "did", "is", "are", "was", "were", "be", "has", "have", "had", "been"}
)


_TEENS = range(10, 20)


def _numerals() -> Iterator[tuple[_Way, _Way]]:
    """Numbers in words and in digits: "fifth" and "5th"; the first two are left to their words."""
    for word, number in (numbers.ORDINALS | numbers.SMALL).items():
        if number <= numbers.SMALL["two"]:
            continue
        ending = "th" if number in _TEENS else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
        yield (base(word),), (f"{number}{ending if word in numbers.ORDINALS else ''}",)


def _synonyms() -> Mapping[_Way, _Slot]:
    found: dict[_Way, _Slot] = {}
    for line in _SAME:
        slot = tuple(tuple(map(base, way.split())) for way in line.split("|"))
        found |= dict.fromkeys(slot, slot)
    for one, other in _numerals():
        found[one] = found[other] = (one, other)
    return found


_SYNONYMS = _synonyms()

_OTHER_WORD = {
    fold(form): re.compile(fold(words))
    for form, words in {
        "國會": "[美英法德泰韓俄中我本各外]國會|國會山", "中美": "中美[洲術]|集中美",
        "一中": "其一中|一中[午學]", "中非": "其中非|中非共和國", "統一": "統一[發編企超口採]",
        "東海": "東海大學|東海岸", "南海": "南海岸",
        "大陸": "[洲極古新次超各塊]大陸|大陸[架棚性]|大陸漂移|大陸板塊", "外交事務": "外交事務[部處官委]",
        # Korea of old, and what is Korean rather than of one of the two states
        "朝鮮": "李氏朝鮮|朝鮮(?:王朝|時代|時期|戰爭|族|半島|語|文|人參|薊|國王|君主|王室)",
        "韓國": "韓國(?:菜|料理|泡菜|烤肉|人|語|文|裔|電影|電視劇|歌|流行|音樂|式|美食|食物|餐)",
    }.items()
}  # fmt: skip
"""Where a form is not the term but a part of another word."""

_HEAD = re.compile("[部院局署會處司廳]長")
"""A body's name with 長 is the title of its head: 外交部長 is no ministry."""

_FILMED = re.compile(both_scripts(".{0,2}?[拍錄][攝製下了]{0,2}視[頻訊]$"))
_FILM = re.compile(r"\b(?:film(?:s|ed|ing)?|record(?:s|ed|ing)?|shoot(?:s|ing)?|shot)\b", re.IGNORECASE)

_SIDE = re.compile(both_scripts("[法案面式向便程形位塊圓才]|針(?![對])"))
"""After 方: 完美方案 has nothing of 美方."""


@dataclass(frozen=True, slots=True)
class Terms:
    """A term (longest match, any variant) of whose renderings the English has none, or another side’s.

    Inflection, case, hyphens, articles and order are free; an acronym may stand for
    the whole, and the whole for an acronym.
    """

    id: str = "term"
    name: str = "Terms of the glossary"
    severity: Severity = "major"

    def find(self, pair: Pair, context: Context) -> Iterator[Finding]:
        """One finding for each term, with the preferred rendering; minor where its wording is free."""
        if is_blank(pair):
            return
        seen: set[str] = set()
        hits = context.glossary.find(pair.zh)
        for hit in hits:
            zh = pair.zh[hit.start : hit.end]
            if (
                zh in seen
                or hit.terms[0].kind in FREE
                or not HAN_RE.search(zh)
                or is_other_word(pair.zh, hit)
                or _is_verb(pair, hit)
            ):
                continue
            seen.add(zh)
            english = read(pair.en)
            if not any(_stands(form, english, zh) for term in hit.terms for form in _wordings(term)):
                term = hit.terms[0]
                message = f"{zh} is “{term.en}” in the glossary; the English has no rendering of it."
                yield Finding(self.id, self._weight(term), message, (hit.start, hit.end), None, term.en)
            elif len(hit.terms) > 1:
                yield from self._of_side(pair, context, hits, hit)

    def _of_side(self, pair: Pair, context: Context, hits: Sequence[Hit], hit: Hit) -> Iterator[Finding]:
        """A rendering that is another side’s, in words of the side that speaks."""
        side = speaker(pair.zh, hits, context.glossary, hit.start)
        if not side or hit.terms[0].kind == "organization":  # whose body it is, no speaker tells
            return
        zh = pair.zh[hit.start : hit.end]
        english = read(pair.en)
        for other, own in of_other_side(hit.terms, side):
            used = next((form for form in _wordings(other) if _stands(form, english, zh)), None)
            if used and not any(_stands(form, english, zh) for form in _wordings(own)):
                match = re.search(rf"(?<!\w){re.escape(unbracketed(used))}", pair.en, re.IGNORECASE)
                message = f"{zh} is said by the {side} side here: “{own.en}”, not “{other.en}”."
                span = match.span() if match else None
                yield Finding(self.id, "major", message, (hit.start, hit.end), span, own.en)

    def _weight(self, term: Term) -> Severity:
        if term.kind in OFFICIAL:
            return self.severity
        words = [word for word in _LETTERS.findall(unbracketed(term.en)) if word.lower() not in SMALL]
        is_name = all(word[0].isupper() or word[0].isdigit() for word in words)
        if term.kind in PLACES:
            # pairs such as China–US are said in many ways
            return self.severity if is_name and not _DASH.search(term.en) else "minor"
        return self.severity if is_name and len(words) > 1 else "minor"


def is_other_word(zh: str, hit: Hit) -> bool:
    """Whether what looks like a term at ``hit`` is a part of another word (大陸 in 次大陸)."""
    form = zh[hit.start : hit.end]
    if (form.endswith("方") and _SIDE.match(zh, hit.end)) or _HEAD.match(zh, hit.end - 1):
        return True
    other = _OTHER_WORD.get(fold(form))
    return other is not None and any(
        match.start() <= hit.start and hit.end <= match.end()
        for match in other.finditer(fold(zh), max(0, hit.start - 2), hit.end + 6)
    )


def _is_verb(pair: Pair, hit: Hit) -> bool:
    """拍攝視頻 is to film."""
    return _FILMED.match(pair.zh, max(0, hit.start - 3), hit.end) is not None and bool(_FILM.search(pair.en))


def _wordings(term: Term) -> Iterator[str]:
    """What may stand for ``term``: its renderings, and what the Chinese prints of it in Latin letters."""
    yield from term.renderings
    yield from (form for form in (term.zh, *term.variants) if not HAN_RE.search(form))


def _stands(wording: str, english: Wording, zh: str) -> bool:
    if wording.startswith("US ") and "美" not in zh:
        wording = wording.removeprefix("US ")  # 商務部: whose it is goes without saying
    slots, acronyms = _prepared(wording)
    if acronyms & english.cased:
        return True
    if len(slots) == 1 and wording.isupper() and english.expands(wording):
        return True
    places = []
    for slot in slots:
        found = [place for way in slot for place in english.places(way)]
        if not found:
            return False
        places.append(found)
    return english.close(places)


@cache
def _prepared(wording: str) -> tuple[tuple[_Slot, ...], frozenset[str]]:
    """The words of a rendering, each with what may stand for it; and the rendering's acronyms."""
    printed = unbracketed(wording)
    keys = [word for word in pieces(printed) if word not in _VOID] or pieces(printed)
    keys = [base(word) for word in keys]
    slots: list[_Slot] = []
    start = 0
    while start < len(keys):
        for size in (2, 1):
            way = tuple(keys[start : start + size])
            slot = _SYNONYMS.get(way)
            if slot or size == 1:
                slots.append(slot or (way,))
                start += len(way)
                break
    return tuple(slots), _acronyms(printed)


def _acronyms(printed: str) -> frozenset[str]:
    """Initials of a name in capitals, with and without its small words: NSCAI, FOCAC."""
    words = [word for word in re.findall(r"[^\W\d_]+", printed) if word != "s"]
    names = [word for word in words if word.lower() not in SMALL]
    if len(names) < 2 or not all(word[0].isupper() for word in names):  # noqa: PLR2004
        return frozenset()
    return frozenset("".join(word[0] for word in some).upper() for some in (words, names))
