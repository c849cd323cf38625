"""Whether English has about as many words as its Chinese needs: more is babble, less an omission."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from typing import Final

from translate.checks.base import Context, Pair, is_blank
from translate.checks.coverage import uncovered
from translate.checks.renderings import words
from translate.hanzi import HAN
from translate.model import Finding, Severity

FEWEST: Final = 0.3
MOST: Final = 2.2
"""Words for a character beyond which no translation is: of 1,348 human ones none is."""

FEW: Final = 0.4
MANY: Final = 1.2
"""Words for a character beyond which one is unusual: one in a hundred human translations."""

FEW_ALONE: Final = 0.34
"""Words for a character so few that they alone say that something is left out."""

MISSED: Final = 3.5
"""How surely a clause must be missed (log odds, roughly) in English with few words, but not far too few."""

SHORTEST: Final = 12
"""Characters, from which a proportion says something; fewer may take as many words as so many."""

SLACK: Final = 4
"""Words more that any text may have: short ones vary most (「臺海」 is "the Taiwan Strait")."""

_UNIT = re.compile(f"[{HAN}]|[A-Za-z0-9]+")
_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_LETTERS = 2.3
"""Latin letters of a name for each character that writes its sound: 馬魯基多爾 (Maroochydore)."""
_GLOSS = re.compile(r"[（(][^（）()\u4e00-\u9fff]*[)）]")
"""A name's Latin form in brackets: printed once in English."""
_NAME = re.compile(f"[{HAN}]{{1,6}}(?:[·・‧][{HAN}]{{1,6}})+")
"""羅伯特·安德森: two words."""


@dataclass(frozen=True, slots=True)
class Length:
    """English far too long or too short (critical), or unusually so (minor)."""

    id: str = "length"
    name: str = "Length"
    severity: Severity = "minor"

    def find(self, pair: Pair, context: Context) -> Iterator[Finding]:
        """At most one finding."""
        if is_blank(pair):
            return
        characters, count = len(_UNIT.findall(pair.zh)), len(_WORD.findall(pair.en))
        if not characters:
            return
        severity: Severity
        needed = _needed(pair.zh, characters)
        if count > MOST * max(characters, SHORTEST) or count < FEWEST * needed:
            severity = "critical"
        elif count > MANY * characters + SLACK or (
            count < FEW * needed and (count < FEW_ALONE * needed or _lacks_clause(pair, context))
        ):
            severity = "minor"
        else:
            return
        least, most = ceil(FEW * needed), int(MANY * characters + SLACK)
        usual = f"{least} to {most} are usual" if needed else f"up to {most} are usual"
        message = f"The English has {count} words for {characters} characters; {usual}."
        yield Finding(self.id, severity, message, (0, len(pair.zh)), (0, len(pair.en)))


def _needed(zh: str, characters: int) -> int:
    """Of the characters those that take words of their own; 0 where a proportion says nothing.

    A name takes fewer words than characters, and the Latin form in brackets beside it none more.
    """
    needed = float(characters)
    for gloss in _GLOSS.findall(zh):
        units = _UNIT.findall(gloss)
        letters = sum(map(len, units))
        needed -= len(units) + max(0, letters / _LETTERS - len(units) / FEW)
    needed -= sum(len(_UNIT.findall(name)) for name in _NAME.findall(zh)) // 2
    return int(needed) if needed >= SHORTEST else 0


def _lacks_clause(pair: Pair, context: Context) -> bool:
    """Whether the words of a clause are missed: terse English has few words and lacks nothing."""
    clause = uncovered(pair.zh, pair.en, words(pair.zh, context))
    return clause is not None and clause[0] > MISSED
