"""English words and their forms, for checks that look for a given wording.

``base`` makes a key, not a word: forms of one word share it ("practised", "practices"),
as do its British and American spellings.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

_PIECE = re.compile(r"[^\W_]+")
_ACCENTED = re.compile("[\u00c0-\u024f\u0300-\u036f\u1e00-\u1eff\uff00-\uffef]")
_DOTTED = re.compile(r"(?<![\w.])(?:[A-Z]\.){2,}")
_PREFIX = re.compile(r"\b(co|re)-(?=[a-z])", re.IGNORECASE)
_NOT = re.compile(r"n['’]t\b")
_BRACKETED = re.compile(r"\s*\[[^\]]*\]")
_SPELLING = (
    (re.compile("tres?$"), "ter"),
    (re.compile("^practis"), "practic"),
    (re.compile("(?<=[a-z]{3})our(?=s?$|ed$|ing$|able$|hood)"), "or"),
    (re.compile("(?<=[a-z]{3})is(?=(?:e|es|ed|ing|ation|ations)$)"), "iz"),
    (re.compile("ence(?=s?$)"), "ense"),
    (re.compile("mmes?$"), "m"),
    (re.compile("([lp])\\1(?=ed$|ing$|or$|er$)"), r"\1"),
)
_IRREGULAR = {
    "held": "hold", "met": "meet", "sought": "seek", "built": "build", "broke": "break", "broken": "break",
    "made": "make", "took": "take", "taken": "take", "gave": "give", "given": "give", "said": "say",
    "led": "lead", "kept": "keep", "brought": "bring", "fought": "fight", "sent": "send", "won": "win",
    "men": "man", "women": "woman", "people": "person", "children": "child", "crises": "crisis",
    "communiqués": "communique", "wrote": "write", "written": "write", "chose": "choose", "chosen": "choose",
}  # fmt: skip

_SMALL = (
    "a an the of and or for in on to at by with as from into s de la du del der den des di da le les et y"
    " van von al el"
)
SMALL = frozenset(_SMALL.split())
"""Words that carry no term: a wording is compared without them."""

_MEANS = {
    "ai": "artificial intelligence", "eu": "European Union", "un": "United Nations", "us": "United States",
    "uk": "United Kingdom", "usa": "United States", "pm": "Prime Minister", "vp": "Vice President",
    "ev": "electric vehicle", "it": "information technology", "pr": "public relations",
    "ip": "intellectual property", "ceo": "chief executive", "jan": "January", "feb": "February",
    "mar": "March", "apr": "April", "jun": "June", "jul": "July", "aug": "August", "sep": "September",
    "sept": "September", "oct": "October", "nov": "November", "dec": "December", "vol": "volume",
    "pp": "pages", "dept": "department", "asean": "Association of Southeast Asian Nations",
}  # fmt: skip
"""What short forms stand for where their initials do not tell, or are too few to tell."""

_JOINED = 4
"""So many pieces may be one word elsewhere: F-16, A2/AD, U.S.S.R."""


def plain(text: str) -> str:
    """``text`` in lower case and without accents."""
    if _ACCENTED.search(text):
        text = unicodedata.normalize("NFKD", text)
        text = "".join(char for char in text if not unicodedata.combining(char))
    return text.casefold()


def pieces(text: str) -> list[str]:
    """Runs of letters and digits, plain: "the U.S.’s F-16" is the, u, s, s, f, 16."""
    return _PIECE.findall(plain(_undotted(text)))


def _undotted(text: str) -> str:
    """U.S. as US, "doesn’t" as "does not", "co-operate" as "cooperate"."""
    if "." in text:
        text = _DOTTED.sub(lambda match: match.group().replace(".", ""), text)
    return _PREFIX.sub(r"\1", _NOT.sub(" not", text))


@cache
def base(word: str) -> str:
    """The key of a plain word's inflected forms and spellings."""
    word = _IRREGULAR.get(word, word)
    if len(word) <= 3 or not word.isalpha():  # noqa: PLR2004  ("us", "has", "mou")
        return word
    for pattern, american in _SPELLING:
        word = pattern.sub(american, word)
    return _undoubled(_stripped(word))


def _stripped(word: str) -> str:
    """``word`` without the endings of plural, past and participle."""
    if word.endswith("ies"):
        return word[:-3] + "y"
    if re.search("(?:s|x|z|ch|sh)es$", word):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ied", "ed"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 2 and re.search("[aeiouy]", stem):  # noqa: PLR2004  ("sing", "need")
            return stem + "y" if ending == "ied" else stem
    return word


def _undoubled(word: str) -> str:
    """Without a final e or the doubling before an ending ("planned", "controlled")."""
    if word.endswith("e") and len(word) > 3:  # noqa: PLR2004
        word = word[:-1]
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] != "s" else word  # noqa: PLR2004


def unbracketed(wording: str) -> str:
    """``wording`` without what it has in square brackets, a hint to people."""
    return _BRACKETED.sub("", wording)


@dataclass(frozen=True)
class Wording:
    """An English text, indexed by its words, each index when it is first asked for."""

    text: str

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Its plain pieces."""
        return tuple(pieces(self.text))

    @cached_property
    def at(self) -> dict[str, list[int]]:
        """Where each base form stands among the words."""
        found: dict[str, list[int]] = {}
        for place, word in enumerate(self.words):
            found.setdefault(base(word), []).append(place)
        return found

    @cached_property
    def joined(self) -> frozenset[str]:
        """Neighbouring words written as one, so that F16 is found in "F-16"."""
        return frozenset(_joined(self.words))

    @cached_property
    def cased(self) -> frozenset[str]:
        """The same, with case."""
        return frozenset(_joined(_PIECE.findall(_undotted(self.text))))

    def has(self, wording: str) -> bool:
        """Whether ``wording`` stands here: its words close together, in any order and inflection."""
        found = pieces(unbracketed(wording))
        keys = [base(word) for word in found if word not in SMALL] or list(map(base, found))
        if not all(key in self.at for key in keys):
            return "".join(found) in self.joined
        return self.close([self.at[key] for key in keys])

    def places(self, way: Sequence[str]) -> list[int]:
        """Where the base forms ``way`` stand one after the other."""
        first = self.at.get(way[0], [])
        return [
            place
            for place in first
            if all(place + step in self.at.get(key, ()) for step, key in enumerate(way[1:], start=1))
        ]

    def close(self, places: Sequence[Sequence[int]]) -> bool:
        """Whether one of each of ``places`` lies within a span little longer than their number."""
        last = [-1] * len(places)
        for place, kind in sorted((place, kind) for kind, some in enumerate(places) for place in some):
            last[kind] = place
            if -1 not in last and place - min(last) <= 2 * len(places) + 4:
                return True
        return False

    def expands(self, acronym: str) -> bool:
        """Whether ``acronym`` is spelled out here: "memorandum of understanding" for MOU."""
        letters = plain(acronym)
        if letters in _MEANS and self.has(_MEANS[letters]):
            return True
        if len(letters) < 3 or not letters.isalpha():  # noqa: PLR2004  (two initials meet by chance)
            return False
        return any(
            word[0] == letters[0] and word not in SMALL and self._spelled(letters[1:], start + 1)
            for start, word in enumerate(self.words)
        )

    def _spelled(self, letters: str, start: int) -> bool:
        if not letters:
            return True
        if start == len(self.words):
            return False
        word = self.words[start]
        if word[0] == letters[0] and self._spelled(letters[1:], start + 1):
            return True
        return word in SMALL and self._spelled(letters, start + 1)


@lru_cache(maxsize=64)
def read(text: str) -> Wording:
    """The index of an English text; several checks ask for the same."""
    return Wording(text)


def _joined(words: Sequence[str]) -> Iterator[str]:
    yield from words
    for size in range(2, _JOINED + 1):
        yield from map("".join, zip(*(words[start:] for start in range(size)), strict=False))
