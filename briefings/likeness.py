"""How alike two Chinese texts are, by their pairs of neighbouring characters.

Pairs need no word list, treat every paper alike, and give the same figures on
every machine. Punctuation, white space and the script do not count.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from math import log, sqrt

from translate.hanzi import HAN, fold

_NOT_TEXT = re.compile(rf"[^{HAN}A-Za-z0-9]")


@lru_cache(maxsize=4096)
def pairs(text: str) -> Counter[str]:
    """Pairs of neighbouring characters in ``text``, counted."""
    bare = fold(_NOT_TEXT.sub("", text))
    return Counter(bare[position : position + 2] for position in range(len(bare) - 1))


def shared(first: str, second: str) -> float:
    """The share of the shorter text's pairs that stand in the other one: 1 where it holds all of them."""
    one, other = pairs(first), pairs(second)
    fewest = min(one.total(), other.total())
    return (one & other).total() / fewest if fewest else 0.0


class Weights:
    """Pairs weighted by how rare they are among ``texts``: what all of them say tells little."""

    def __init__(self, texts: Iterable[str]) -> None:
        counted = [pairs(text) for text in texts]
        seen: Counter[str] = Counter()
        for one in counted:
            seen.update(one.keys())
        self._rare = {pair: log(1 + len(counted) / number) for pair, number in seen.items()}
        self._most = log(1 + len(counted)) if counted else 1.0
        self.centre = self._sum(counted)

    def _sum(self, counted: Iterable[Counter[str]]) -> dict[str, float]:
        whole: dict[str, float] = {}
        for one in counted:
            for pair, number in one.items():
                whole[pair] = whole.get(pair, 0.0) + number * self._rare[pair]
        return whole

    def vector(self, text: str) -> dict[str, float]:
        """``text`` as weighted pairs."""
        return {pair: number * self._rare.get(pair, self._most) for pair, number in pairs(text).items()}


def cosine(first: dict[str, float], second: dict[str, float]) -> float:
    """The cosine of two weighted texts, 0 to 1."""
    small, large = sorted((first, second), key=len)
    product = sum(weight * large.get(pair, 0.0) for pair, weight in small.items())
    norm = sqrt(sum(w * w for w in first.values())) * sqrt(sum(w * w for w in second.values()))
    return product / norm if norm else 0.0
