"""How much of each clause of a Chinese text the English covers: words of it that have a rendering there."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from translate.checks.renderings import Word, stems
from translate.hanzi import HAN
from translate.model import Span

_CLAUSE = re.compile(r"[^，；：。！？,;:!?、（）()\s「」『』“”\"]+")
_UNIT = re.compile(f"[{HAN}]|[A-Za-z0-9]+")
_NEAR: Final = 0.35
"""How far off its place in the Chinese, as a share of the text, a word's rendering counts for it."""
_AGAIN: Final = 0.6
"""What a word counts that the Chinese has more than once."""
_MOST: Final = 3.2
_USUAL: Final = 0.65
_SHORT: Final = 8.0
"""English words for a character, usually; what less of them adds to a clause's score, more takes."""
_TWO: Final = 1.0
"""What is asked more of two clauses together."""
REST: Final = 1.0
"""English words at most for each character beside a clause that English is to lack."""
LONG: Final = 0.6
"""English with more words for a character than this is not looked at: it lacks no clause."""


def words_for_character(zh: str, en: str) -> float:
    """English words for each Chinese character, Latin word and number."""
    return len(en.split()) / max(1, len(_UNIT.findall(zh)))


def uncovered(zh: str, en: str, words: Sequence[Word]) -> tuple[float, Span] | None:
    """The clause of ``zh``, or two in a row, that is missed most, with how surely (log odds, roughly).

    Args:
        zh: the whole Chinese text.
        en: its English.
        words: of ``zh``, in order.
    """
    english = stems(en)
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, stem in enumerate(english):
        places[stem].append(place)
    there, size = frozenset(english), len(english)
    again = Counter(zh[word.start : word.end] for word in words)
    scores: list[tuple[Word, float]] = []
    for word in words:
        score = -word.weight(there, size)
        if score < 0:
            at = (word.start + word.end) / 2 / len(zh)
            if all(abs(place / size - at) > _NEAR for stem in word.used(there) for place in places[stem]):
                score = 0.0
        if again[zh[word.start : word.end]] > 1:
            score *= _AGAIN
        scores.append((word, min(score, _MOST)))
    found = []
    for match in _CLAUSE.finditer(zh):
        start, end = match.span()
        inside = [score for word, score in scores if start <= word.start and word.end <= end]
        found.append((sum(inside), (start, end)))
    if not found:
        return None
    found += [(a + b - _TWO, (start, end)) for (a, (start, _)), (b, (_, end)) in pairwise(found)]
    ratio, units = words_for_character(zh, en), len(_UNIT.findall(zh))
    found.sort(reverse=True)
    for score, span in found:
        # what is left of the Chinese must account for the English
        if ratio * units <= REST * max(1, units - len(_UNIT.findall(zh, *span))):
            return score - _SHORT * (ratio - _USUAL), span
    return None
