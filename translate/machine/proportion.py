"""Whether English has about as many words as its Chinese needs: more is babble, less an omission."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from translate.checks.base import Pair
from translate.hanzi import HAN
from translate.model import Finding

FEWEST: Final = 0.3
MOST: Final = 2.2
"""Words for a character. The project's own 329 longer segments have 0.46 to 1.42, half of them below 0.82."""

SHORTEST: Final = 12
"""Characters, from which a proportion says something."""

_UNIT = re.compile(f"[{HAN}]|[A-Za-z0-9]+")
_WORD = re.compile(r"\w+(?:['’-]\w+)*")


def disproportion(pair: Pair) -> Iterator[Finding]:
    """One critical finding for English far too long or too short. To weigh hypotheses, not to show."""
    characters, words = len(_UNIT.findall(pair.zh)), len(_WORD.findall(pair.en))
    if characters < SHORTEST or FEWEST * characters <= words <= MOST * characters:
        return
    message = f"The English has {words} words for {characters} characters."
    yield Finding("proportion", "critical", message, (0, len(pair.zh)), (0, len(pair.en)))
