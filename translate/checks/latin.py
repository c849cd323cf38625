"""What the Chinese prints in Latin letters (acronyms, codes, glosses, addresses) stands in the English."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches

from translate.checks.addresses import Address, addresses
from translate.checks.base import Context, Pair, is_blank
from translate.checks.forms import SMALL, Wording, base, pieces, plain, read
from translate.hanzi import squeeze
from translate.model import Finding, Severity, Span
from translate.quantities import in_english

_LETTER = "A-Za-z\u00c0-\u024f\u1e00-\u1eff"
_TOKEN = rf"[{_LETTER}0-9]+(?:[-‐‑–'’./&][{_LETTER}0-9]+)*"
_PHRASE = re.compile(rf"{_TOKEN}(?: +{_TOKEN})*")
_WORD = re.compile(_TOKEN)
_SOME_LETTER = re.compile(f"[{_LETTER}]")
_WIDE = {
    code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
_LEVEL = _WIDE | {0xFF0E: ".", 0xFF20: "@", 0xFF0F: "/", 0xFF0D: "-", 0xFF3F: "_", 0x00A0: " "}

_UNIT = (
    "[kKcmMn]?m|ft|[kKm]?g|[tlLVCFsx]|m[lL]|[kMGT]?Wh?|[kKMG]?[Hh]z|[kKMGT]B|[mk]ph|kts?|ha|ppm|am|pm|AM|PM|[bmt]n"
    "|st|nd|rd|th"
)
"""Units and endings of figures; not G and D, which make names (5G, 3D)."""
_MEASURE = re.compile(rf"(?:x?\d+(?:[.,]\d+)*)+(?:{_UNIT})(?:2|3|/[a-z]+)?")
_UNIT_ALONE = re.compile(rf"(?:{_UNIT})(?:2|3|/[a-z]+)?")
_AFTER_FIGURE = re.compile(r"[\d.)](?:\s*[-–~～至到]\s*\d+)?\s*$")
_ROMAN = re.compile("[IVX]+|[ivx]+")

_LOOSE = frozenset({"ok", "pk", "ktv", "vs", "cp", "ng", "vip", "app", "email", "no", "am", "pm", "id"})
"""Latin letters that Chinese uses as words of its own; English has many words for each."""

_SAME = {"tel": ("telephone", "phone", "call"), "fax": ("facsimile",)}
"""Other words for what a paper's last lines say."""

_SHORT = 5
"""Letters of an abbreviation in small letters (Sept)."""

_WORDS = (
    "us it who aids am an as at be by do go he if in is me my no of on or so to up we all act ad age aim arm"
    " art can care fed for has may nor not now one our out ran sea seal see set she sad start than the them"
    " too was win"
)
_COMMON = frozenset(_WORDS.split())
"""English words that an acronym must not be found in: US is not "us"."""


@dataclass(frozen=True, slots=True)
class Latin:
    """A Latin word, acronym or code of the Chinese that the English lacks; an address altered or made up.

    Case, plural, hyphen and full width do not matter (F16 is F-16); an acronym may be
    spelled out, and a form that the glossary knows may be rendered as it says.
    """

    id: str = "latin"
    name: str = "Latin words and addresses"
    severity: Severity = "major"

    def find(self, pair: Pair, context: Context) -> Iterator[Finding]:
        """One finding for each address and for each run of Latin words; addresses are critical."""
        if is_blank(pair):
            return
        zh = pair.zh.translate(_LEVEL)
        found = addresses(zh)
        yield from self._addresses(pair, found, context)
        for address in found:
            start, end = address.span
            zh = zh[:start] + "\x00" * (end - start) + zh[end:]
        if not _SOME_LETTER.search(zh):
            return
        english = read(pair.en)
        for match in _PHRASE.finditer(zh):
            if _SOME_LETTER.search(match.group()):
                yield from self._phrase(pair, match, english, context)

    def _addresses(self, pair: Pair, wanted: Sequence[Address], context: Context) -> Iterator[Finding]:
        given = addresses(pair.en)
        if not wanted and not given:
            return
        missing = [address for address in wanted if not any(map(address.is_same, given))]
        added = [address for address in given if not any(map(address.is_same, wanted))]
        for address in missing:
            like = max(added, key=lambda other: _likeness(address.key, other.key), default=None)
            if like is not None and _likeness(address.key, like.key) > 0.6:  # noqa: PLR2004
                added.remove(like)
                message = f"{address.text} is altered to “{like.text}”."
                yield Finding(self.id, "critical", message, address.span, like.span, address.text)
            else:
                message = f"{address.text} is not in the English."
                yield Finding(self.id, "critical", message, address.span, None, address.text)
        known = {part.key for hit in context.glossary.find(pair.zh) for t in hit.terms for r in t.renderings
                 for part in addresses(r)} if added else set()  # fmt: skip
        for address in added:
            # Amazon.com may stand for 亞馬遜
            if address.key not in known and not address.is_name:
                yield Finding(
                    self.id, "critical", f"“{address.text}” is not in the Chinese.", None, address.span
                )

    def _phrase(
        self, pair: Pair, match: re.Match[str], english: Wording, context: Context
    ) -> Iterator[Finding]:
        words = [word for word in _WORD.finditer(match.string, *match.span()) if _is_asked(word)]
        missing = []
        misspelt = _misspelt(match, pair)
        for word in words:
            if word.start() in misspelt and not _renderings(word, match, english, context):
                missing.append(word)
                continue
            if _stands(word.group(), english):
                continue
            renderings = _renderings(word, match, english, context)
            told = renderings or _is_spelled_out(word.group(), english)
            # spelled out, with the acronym in brackets beside it altered
            if not told or _altered(word, pair, " ".join(renderings)):
                missing.append(word)
        if not missing:
            return
        span = (missing[0].start(), missing[-1].end()) if len(missing) < len(words) else match.span()
        text = pair.zh[span[0] : span[1]]
        en_span = next(
            (near for word in missing if (near := misspelt.get(word.start()) or _altered(word, pair))), None
        )
        if en_span is not None:
            message = f"{text} is not in the English; it has “{pair.en[en_span[0] : en_span[1]]}”."
        else:
            message = f"{text} is not in the English."
        # a given name or a part of a title may be left out on purpose
        light = 2 * len(missing) <= len(words) and en_span is None
        severity: Severity = "minor" if light else self.severity
        yield Finding(self.id, severity, message, span, en_span, match.group())


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _is_asked(word: re.Match[str]) -> bool:
    """Whether the English must have ``word``: not so units, numerals, single letters, small words."""
    text = word.group()
    if not _SOME_LETTER.search(text) or len(text) == 1 or _ROMAN.fullmatch(text) or _MEASURE.fullmatch(text):
        return False
    if text.lower() in _LOOSE or (text.lower() in SMALL and not text.isupper()):
        return False
    unit = _UNIT_ALONE.fullmatch(text) and _AFTER_FIGURE.search(word.string[: word.start()])
    return not unit


def _stands(word: str, english: Wording) -> bool:
    """Whether ``word`` stands in the English in some form."""
    letters = "".join(char for char in word if char.isalnum())
    key = plain(letters)
    if letters.isupper() and key in _COMMON:
        stands = letters in english.cased
    else:
        forms = {key, f"{key}s", key.removesuffix("s")}
        stands = not forms.isdisjoint(english.joined) or base(key) in english.at
    if stands:
        return True
    if any(other in english.joined for other in _SAME.get(key, ())):
        return True
    parts = [part for part in re.split(r"[\W_]+", word) if len(part) > 1 and part.lower() not in SMALL]
    return len(parts) > 1 and all(_stands(part, english) or _is_spelled_out(part, english) for part in parts)


def _is_spelled_out(word: str, english: Wording) -> bool:
    """Whether ``word`` is an acronym, a code or an abbreviation whose words stand in the English."""
    letters = "".join(char for char in word if char.isalnum())
    if (letters.isupper() or len(letters) < _SHORT) and english.expands(letters):
        return True
    return letters.isupper() and _numbered(letters, english)


def _numbered(code: str, english: Wording) -> bool:
    """Whether a code of initials and a number is spelled out: "Group of Twenty", "26th Conference of …"."""
    match = re.fullmatch(r"([A-Z]+)(\d+)", code)
    if match is None:
        return False
    letters, number = match.groups()
    values = {str(quantity.value) for quantity in in_english(" ".join(english.words))}
    if len(letters) == 1:
        return number in values and any(word[0] == letters.lower() for word in english.words)
    return number in values and english.expands(letters)


def _renderings(
    word: re.Match[str], phrase: re.Match[str], english: Wording, context: Context
) -> tuple[str, ...]:
    """What stands here for a form with ``word`` in it (a misprint, an acronym) that the glossary knows."""
    text = squeeze(phrase.group())
    start = len(squeeze(word.string[phrase.start() : word.start()]))
    end = start + len(word.group())
    return tuple(
        rendering
        for hit in context.glossary.find(text)
        if hit.start < end and start < hit.end
        for term in hit.terms
        for rendering in term.renderings
        if english.has(rendering)
    )


def _misspelt(phrase: re.Match[str], pair: Pair) -> dict[int, Span]:
    """Words of ``phrase`` that the English spells otherwise, between the same neighbours.

    "Defense Review Talks" beside "Debense Review Talks": the word may stand elsewhere in
    the sentence as it should. By where each word begins; with its place in the English.
    """
    words = list(_WORD.finditer(phrase.string, *phrase.span()))
    if len(words) < 2:  # noqa: PLR2004
        return {}
    given = list(_WORD.finditer(pair.en))
    ours = [plain(word.group()) for word in words]
    theirs = [plain(word.group()) for word in given]
    if _run_of(ours, theirs):
        return {}
    found: dict[int, Span] = {}
    for place, ours_here in enumerate(ours):
        before = ours[place - 1] if place else None
        after = ours[place + 1] if place + 1 < len(ours) else None
        for at, other in enumerate(theirs):
            beside = (at > 0 and theirs[at - 1] == before) + (
                at + 1 < len(theirs) and theirs[at + 1] == after
            )
            if (
                beside
                and _is_slip(ours_here, other, sure=beside > 1)
                and base(other) not in set(map(base, ours))
            ):
                found[words[place].start()] = given[at].span()
    return found


def _run_of(part: Sequence[str], whole: Sequence[str]) -> bool:
    size = len(part)
    return any(list(whole[at : at + size]) == list(part) for at in range(len(whole) - size + 1))


def _is_slip(right: str, given: str, *, sure: bool) -> bool:
    """Whether ``given`` is ``right`` with one letter altered; ``sure``: its place tells that it is meant."""
    if right == given or len(right) != len(given) or len(right) < (3 if sure else 4):
        return False
    pairs = [(a, b) for a, b in zip(right, given, strict=True) if a != b]
    return len(pairs) == 1 and base(right) != base(given) and pairs[0] not in {("s", "z"), ("z", "s")}


def _altered(word: re.Match[str], pair: Pair, besides: str = "") -> Span | None:
    """Where the English has nearly ``word``: some letters altered.

    Words of the Chinese and of ``besides`` are right as they are. What stands alone
    in brackets and begins as an acronym does need be less like it.
    """
    text = word.group()
    if len(text) < 3:  # noqa: PLR2004  (two letters are near to many)
        return None
    right = {base(piece) for piece in pieces(f"{pair.zh} {besides}")}
    words: dict[str, Span] = {}
    for match in _WORD.finditer(pair.en):
        if not right.issuperset(map(base, pieces(match.group()))):
            words.setdefault(match.group(), match.span())
    if text.isupper() or not text.isalpha():  # DRT and ZRT, G20 and X20
        for other, place in words.items():
            if other[:1].isalpha() and _is_slip(text.lower(), other.lower(), sure=True):
                return place
    near = get_close_matches(text, words, 1, 0.75)
    if not near and text.isupper():
        lone = [
            other
            for other, (start, end) in words.items()
            if pair.en[start - 1 : start] == "(" and pair.en[end : end + 1] == ")" and other[0] == text[0]
        ]
        near = get_close_matches(text, lone, 1, 0.5)
    return words[near[0]] if near else None
