"""What a check is. Checks read a pair and report; they never change text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Protocol

from translate.glossary import Glossary
from translate.hanzi import HAN_RE, match_key
from translate.model import Finding, Severity


@dataclass(frozen=True, slots=True)
class Pair:
    """A segment's Chinese and its English."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Context:
    """What a check may know beyond the pair itself; ``date`` is the paper's, as ``sources.toml`` has it."""

    glossary: Glossary = field(default_factory=Glossary)
    date: str = ""


class Card(Protocol):
    """What every check is known by.

    Attributes:
        id: short and stable: stored, filtered and waived by it.
        name: for people.
        severity: of its findings, unless a finding says otherwise.
    """

    @property
    def id(self) -> str: ...  # noqa: D102  (described above)
    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def severity(self) -> Severity: ...  # noqa: D102


class Check(Card, Protocol):
    """One thing that can be wrong with a translation."""

    def find(self, pair: Pair, context: Context) -> Iterable[Finding]:
        """What is wrong with ``pair``; spans are offsets in its two texts."""
        ...


class SetCheck(Card, Protocol):
    """One thing that can be wrong with a set of translations, of a paper or of a file."""

    def find_all(self, pairs: Sequence[Pair], context: Context) -> Iterable[tuple[int, Finding]]:
        """What is wrong, each finding with the index of its pair; in the order of the pairs."""
        ...


def is_untranslated(pair: Pair) -> bool:
    """Whether the English is the Chinese itself, in either script (not so for "APEC")."""
    both_han = HAN_RE.search(pair.zh) is not None and HAN_RE.search(pair.en) is not None
    return both_han and match_key(pair.en) == match_key(pair.zh)


@lru_cache(maxsize=16)  # every check of the list asks
def is_blank(pair: Pair) -> bool:
    """Whether there is no English to check: ``Empty`` says so, the other checks are silent."""
    return not has_words(pair.en) or is_untranslated(pair)


def has_words(text: str) -> bool:
    """Whether ``text`` says anything: a letter or digit of any script."""
    return any(char.isalnum() for char in text)
