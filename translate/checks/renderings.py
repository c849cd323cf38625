"""Which English may render a Chinese word: a table learned from open texts, and the user's glossary.

The table tells nothing of a name that is written by its sound, or of a word that it has
not met; it says how often it is right of each word that it has.
"""

from __future__ import annotations

import lzma
import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from translate.checks.base import Context
from translate.checks.forms import SMALL, base, pieces, unbracketed
from translate.checks.lexicon import load
from translate.glossary import Hit
from translate.hanzi import HAN, fold

_NATION: Final = 4
"""Letters of a country's name at least: UK is the glossary's."""

_STEM: Final = 6
"""Letters of a stem: "economy" and "economic" share them."""

GLOSSARY_SHARE: Final = 0.93
"""How often English has one of a glossary's renderings, or a form of it."""
GLOSSARY_FREQUENCY: Final = 0.001


@lru_cache(maxsize=65536)
def _stem(piece: str) -> str:
    return base(piece)[:_STEM]


def stems(en: str) -> list[str]:
    """The stems of the words of ``en``, in order."""
    return [_stem(piece) for piece in pieces(en)]


@dataclass(frozen=True, slots=True)
class Entry:
    """What may render a word.

    Attributes:
        stems: any of them will do.
        share: how often one of them is there where the word is.
        frequency: how often a word of any English is one of them.
    """

    stems: frozenset[str]
    share: float
    frequency: float


@cache
def _nations() -> Mapping[str, frozenset[str]]:
    """Stems of a country's name and of what belongs to it, by its Chinese (folded): Italy, Italian."""
    found = dict[str, frozenset[str]]()
    for zh, en in load("names.toml")["country"].values():
        ways = [way.replace("s?", "") for way in en.split("|")]
        made = frozenset(_stem(way.lower()) for way in ways if way.isalpha() and len(way) >= _NATION)
        found |= dict.fromkeys(map(fold, zh.split()), made)
    return found


class Table:
    """Entries by word (folded), found by longest match; a row is read when its word is met."""

    def __init__(self, rows: Mapping[str, str]) -> None:
        self._rows = rows
        self._entries: dict[str, Entry] = {}
        lengths: defaultdict[str, set[int]] = defaultdict(set)
        for word in rows:
            lengths[word[0]].add(len(word))
        self._lengths = {first: sorted(sizes, reverse=True) for first, sizes in lengths.items()}

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __getitem__(self, word: str) -> Entry:
        entry = self._entries.get(word)
        if entry is None:
            share, rarity, found = self._rows[word].split("\t")
            frequency = 10 ** (-int(rarity) / 100)
            known = frozenset(found.split(" ")) | _nations().get(word.rstrip("的人语文"), frozenset())
            entry = self._entries[word] = Entry(known, int(share) / 100, frequency)
        return entry

    def words(self, folded: str) -> Iterator[tuple[int, str]]:
        """The words of ``folded`` with their offsets, from left to right."""
        at, rows, lengths = 0, self._rows, self._lengths
        while at < len(folded):
            for size in lengths.get(folded[at], ()):
                word = folded[at : at + size]
                if word in rows:
                    yield at, word
                    at += len(word)
                    break
            else:
                at += 1


@lru_cache(maxsize=1)
def table() -> Table:
    """The packaged table; loaded when it is first asked for."""
    packed = files("translate.checks").joinpath("renderings.txt.xz").read_bytes()
    lines = lzma.decompress(packed).decode("utf-8").split("\n")
    rows = (line.partition("\t") for line in lines if line and line[0] != "#")
    return Table({word: row for word, _, row in rows})


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a Chinese text and what may render it.

    Attributes:
        start: offset of its first character.
        end: offset after its last.
        stems: any of them renders it.
        wordings: sets of stems; each of the sets renders it as a whole.
        share: how often one is, where the word is.
        frequency: how often a word of any English belongs to it.
    """

    start: int
    end: int
    stems: frozenset[str]
    wordings: tuple[frozenset[str], ...]
    share: float
    frequency: float

    def used(self, there: frozenset[str]) -> frozenset[str]:
        """The stems of ``there`` that may render it; none if nothing does."""
        return (there & self.stems).union(*(wording for wording in self.wordings if wording <= there))

    def is_in(self, there: frozenset[str]) -> bool:
        """Whether one of its wordings is in ``there``."""
        return not self.stems.isdisjoint(there) or any(wording <= there for wording in self.wordings)

    def weight(self, there: frozenset[str], size: int) -> float:
        """How much more likely the English ``there``, of ``size`` words, is if it renders the word (log)."""
        present, absent = _odds(self.share, self.frequency, size)
        return present if self.is_in(there) else absent


_RAREST: Final = 0.0002
_SUREST: Final = 0.95
"""No word is surer than this to be rendered by what the table has, no English rarer than that."""


@lru_cache(maxsize=65536)
def _odds(share: float, frequency: float, size: int) -> tuple[float, float]:
    """What a rendering that is there weighs, and one that is not, in English of ``size`` words."""
    chance = min(0.9, 1 - math.exp(-max(size, 1) * max(frequency, _RAREST)))
    share = min(max(share, chance + 0.02), _SUREST)
    return math.log(share / chance), math.log((1 - share) / (1 - chance))


_FOREIGN = re.compile(
    f"[{HAN}]{{1,6}}(?:[·・‧•][{HAN}]{{1,6}})+|[{HAN}]{{2,12}}(?=\\s?[（(]\\s?[A-Za-z][^（）()]*[）)])"
)
"""A name written by its sound (喬治·華盛頓), or one that stands in Latin letters beside it."""


def words(zh: str, context: Context) -> list[Word]:
    """The words of ``zh`` whose English is known, by the glossary first, then by the table."""
    hits = [hit for hit in context.glossary.find(zh) if "、" not in zh[hit.start : hit.end]]
    found = [word for hit in hits for word in _of(hit)]
    left = list(_FOREIGN.sub(lambda match: "\n" * len(match.group()), fold(zh)))
    for word in found:
        left[word.start : word.end] = "\n" * (word.end - word.start)
    known = table()
    for at, text in known.words("".join(left)):
        entry = known[text]
        found.append(Word(at, at + len(text), entry.stems, (), entry.share, entry.frequency))
    return sorted(found, key=lambda word: word.start)


def _of(hit: Hit) -> Iterator[Word]:
    wordings = _wordings(tuple(rendering for term in hit.terms for rendering in term.renderings))
    if wordings:
        yield Word(hit.start, hit.end, frozenset(), wordings, GLOSSARY_SHARE, GLOSSARY_FREQUENCY)


_LIGHT = SMALL | {"do", "does", "did", "not", "be", "is", "are", "was", "were"}
"""What a rendering may have beside the words that tell it."""


@lru_cache(maxsize=8192)
def _wordings(renderings: tuple[str, ...]) -> tuple[frozenset[str], ...]:
    made = (frozenset(stems(unbracketed(rendering))) - _LIGHT for rendering in renderings)
    return tuple(wording for wording in made if wording)
