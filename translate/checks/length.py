"""Whether English has about as many words as its Chinese needs: more is babble, less an omission."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from translate.checks.base import Context, Pair, is_blank
from translate.hanzi import HAN
from translate.model import Finding, Severity

FEWEST: Final = 0.3
MOST: Final = 2.2
"""Words for a character beyond which no translation is: of 1,348 human ones none is."""

FEW: Final = 0.4
MANY: Final = 1.2
"""Words for a character beyond which one is unusual: one in a hundred human translations."""

SHORTEST: Final = 12
"""Characters, from which a proportion says something; fewer may take as many words as so many."""

SLACK: Final = 4
"""Words more that any text may have: short ones vary most (「臺海」 is "the Taiwan Strait")."""

_UNIT = re.compile(f"[{HAN}]|[A-Za-z0-9]+")
_WORD = re.compile(r"\w+(?:['’-]\w+)*")
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

    def find(self, pair: Pair, context: Context) -> Iterator[Finding]:  # noqa: ARG002  (all checks are asked alike)
        """At most one finding."""
        if is_blank(pair):
            return
        characters, words = len(_UNIT.findall(pair.zh)), len(_WORD.findall(pair.en))
        if not characters:
            return
        severity: Severity
        # names take fewer words than characters, their glosses none: neither makes English too short
        needed = characters - len(_UNIT.findall("".join(_GLOSS.findall(pair.zh))))
        needed -= sum(len(_UNIT.findall(name)) for name in _NAME.findall(pair.zh)) // 2
        if needed < SHORTEST:
            needed = 0
        if words > MOST * max(characters, SHORTEST) or words < FEWEST * needed:
            severity = "critical"
        elif words > MANY * characters + SLACK or words < FEW * needed:
            severity = "minor"
        else:
            return
        least, most = round(FEW * needed), round(MANY * characters + SLACK)
        usual = f"{least} to {most} are usual" if needed else f"up to {most} are usual"
        message = f"The English has {words} words for {characters} characters; {usual}."
        yield Finding(self.id, severity, message, (0, len(pair.zh)), (0, len(pair.en)))
