"""What a check is. Checks read a pair and report; they never change text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from translate.glossary import Glossary
from translate.model import Finding, Severity


@dataclass(frozen=True, slots=True)
class Pair:
    """A segment's Chinese and its English."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Context:
    """What a check may know beyond the pair itself."""

    glossary: Glossary = field(default_factory=Glossary)


class Check(Protocol):
    """One thing that can be wrong with a translation.

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

    def find(self, pair: Pair, context: Context) -> Iterable[Finding]:
        """What is wrong with ``pair``; spans are offsets in its two texts."""
        ...


def has_words(text: str) -> bool:
    """Whether ``text`` says anything: a letter or digit of any script."""
    return any(char.isalnum() for char in text)
