"""Items of a Chinese list beside the parts of an English sentence, to see which item has none.

Items keep their order in English, and each has a part (what stands between commas, "and" and
the like) of its own; what is known of their words says which. An item whose words are unknown
may be any part that is left: it is missed only where its neighbours leave none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from translate.checks.renderings import Word, stems

_BREAK = re.compile(
    r"[,;:.!?()\[\]—–/&]|(?<=\w)\+(?=\w)|\s-\s|\b(?:and|or|nor|as well as|along with|together with|plus|while"
    r"|versus|but|including|such as|includes?)\b",
    re.IGNORECASE,
)
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}\b)")
_REST = re.compile(r"\s*(?:all |any )?(?:others?\b|so on|so forth|elsewhere|etc\b)", re.IGNORECASE)
"""等: no item of its own."""

_DROPPED: Final = -1.0
_BETWEEN: Final = -2.0
_SHARED: Final = -5.0
_UNKNOWN: Final = 0.3
"""What a way to place the items loses for an item without a part, a part between two items
that is none of them, a part shared by two items; and gains for a part with unknown words."""
_ASIDE: Final = 0.4
"""How much the words of the sentence count that stand with the first and the last item."""
_ASIDE_LOST: Final = 0.3
_LOST_SHARE: Final = 0.2
_LOST_ALONE: Final = 0.8
_LOST_LEAST: Final = 1.3
_FIRST: Final = 1.0
"""The first item is less sure: more of its sentence stands before it."""
_NONE = float("-inf")


class Item(NamedTuple):
    """An item of a list: its offsets, and its words with whether they are its own, not the sentence's."""

    start: int
    end: int
    words: tuple[tuple[Word, bool], ...]


@dataclass(frozen=True, slots=True)
class English:
    """An English text: the stems of each of its parts, and of all of it."""

    parts: tuple[frozenset[str], ...]
    sizes: tuple[int, ...]
    all: frozenset[str]
    size: int


def english(en: str, *, others: bool) -> English:
    """``en`` in parts; "and other countries" is none unless the Chinese has ``others`` of its own."""
    texts = _BREAK.split(_THOUSANDS.sub("", en))
    parts = [stems(text) for text in texts if others or not _REST.match(text)]
    parts = [part for part in parts if part]
    whole = stems(en)
    return English(tuple(map(frozenset, parts)), tuple(map(len, parts)), frozenset(whole), len(whole))


def item(start: int, end: int, words: Sequence[Word], own: tuple[int, int]) -> Item:
    """The item at ``start:end`` of the text that ``words`` are of; ``own`` is what is surely in the list."""
    inside = [word for word in words if start <= word.start and word.end <= end]
    return Item(start, end, tuple((word, own[0] <= word.end - 1 and word.end <= own[1]) for word in inside))


def dropped(items: Sequence[Item], en: English) -> tuple[float, Item]:
    """The item that is missed most, with how surely (log odds, roughly)."""
    gains = _Gains(items, en)
    best, without = gains.placed()
    found = []
    for at, one in enumerate(items):
        lost = -sum(word.weight(en.all, en.size) * (1 if own else _ASIDE_LOST) for word, own in one.words)
        if at in without:
            score = best - gains.placed(at)[0] + _LOST_SHARE * lost
        else:
            score = _LOST_ALONE * lost - _LOST_LEAST
        found.append((score - (0 if at else _FIRST), at))
    score, at = max(found)
    return score, items[at]


class _Gains:
    """What each item gains by being placed in each part (log likelihood)."""

    def __init__(self, items: Sequence[Item], en: English) -> None:
        self.items, self.en = items, en
        self.alone = [
            [self._gain(one, part, size) for part, size in zip(en.parts, en.sizes, strict=True)]
            for one in items
        ]
        self._shared: dict[tuple[int, int], float] = {}

    def _gain(self, one: Item, part: frozenset[str], size: int) -> float:
        if not one.words:
            return _UNKNOWN
        gain = 0.0
        for word, own in one.words:
            # what stands elsewhere in the English speaks neither for nor against this part
            if word.is_in(part) or not word.is_in(self.en.all):
                gain += word.weight(part, size) * (1 if own else _ASIDE)
        return gain

    def _with_previous(self, at: int, place: int) -> float:
        """What an item gains by a part that the item before it has: what that one uses is gone."""
        key = at, place
        if key not in self._shared:
            part = self.en.parts[place]
            left = part.difference(*(word.used(part) for word, _ in self.items[at - 1].words))
            gain = self._gain(self.items[at], left, self.en.sizes[place]) if self.items[at].words else 0.0
            self._shared[key] = gain + _SHARED
        return self._shared[key]

    def placed(self, kept: int = -1) -> tuple[float, set[int]]:
        """The gain of the best way to place the items, and which it leaves out: never the one ``kept``.

        ``row[c]`` is the best gain of the items so far, the last part taken being number ``c`` (from 1).
        """
        count = len(self.en.parts)
        row, steps = [0.0] * (count + 1), list[list[tuple[int, bool]]]()
        for at in range(len(self.items)):
            new, step = [_NONE] * (count + 1), [(0, False)] * (count + 1)
            before, from_ = _NONE, 0
            for c in range(count + 1):
                ways = [(row[c] + _DROPPED, c, True)] if at != kept else []
                if c:
                    before += _BETWEEN if at else 0
                    if row[c - 1] > before:
                        before, from_ = row[c - 1], c - 1
                    start = (row[0], 0) if at and row[0] > before else (before, from_)
                    ways.append((start[0] + self.alone[at][c - 1], start[1], False))
                    if at:
                        ways.append((row[c] + self._with_previous(at, c - 1), c, False))
                if ways:
                    new[c], *_ = best = max(ways)
                    step[c] = best[1], best[2]
            row = new
            steps.append(step)
        c = max(range(count + 1), key=row.__getitem__)
        best_gain, left_out = row[c], set[int]()
        for at in reversed(range(len(steps))):
            c, is_out = steps[at][c]
            if is_out:
                left_out.add(at)
        return best_gain, left_out
