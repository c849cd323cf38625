"""Cut a text that is too long for an engine, or too hard, at its clause punctuation.

The parts concatenate to the text exactly. Brackets and quotations stay whole where
they fit; names in Latin letters, addresses of the net, numbers and dates always do.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from translate.hanzi import CLOSERS, OPENERS, PAIRS
from translate.quantities import in_chinese

LEVELS: Final = ("。！？!?…", "；;", "，：,:", "、")
"""Marks after which a text may be cut, the strongest first."""

_TRAILING: Final = frozenset("".join(LEVELS) + "." + CLOSERS)
_LATIN: Final = re.compile(
    r"[^\W\u2e80-\U0003ffff]+(?:[-./:@&#%=?+~,’'_]{1,3}[^\W\u2e80-\U0003ffff]+)*"
    "[十百千萬万億亿兆％%]*"
)
"""A name, number or address in Latin print, with the marks inside it and a scale after it."""

_ADDRESS: Final = re.compile(r"[a-z]+://[!-~]+", re.IGNORECASE)


def split(text: str, fits: Callable[[str], bool]) -> list[str]:
    """``text`` in parts that each fit.

    Args:
        text: any text.
        fits: whether a part is short enough.

    Returns:
        The parts, none empty, in order. Where no mark helps, a part is cut between two
        characters; only a single name, number or address too long by itself does not fit.
    """
    if not text or fits(text):
        return [text] if text else []
    cuts = _Cuts(text)
    return [text[start:end] for start, end in _spans(text, 0, len(text), cuts.levels, fits)]


def clauses(text: str) -> list[str]:
    """``text`` at every clause mark outside brackets and quotations, as ``split`` would cut it."""
    cuts = _Cuts(text)
    ends = sorted({place for level in cuts.levels[: len(LEVELS)] for place in level})
    return [text[start:end] for start, end in pairwise([0, *ends, len(text)])] if text else []


def pack(parts: Sequence[str], fits: Callable[[str], bool]) -> list[str]:
    """``parts`` in order, neighbours together as far as they fit; one that does not fit stays as it is."""
    packed: list[str] = []
    for part in parts:
        if packed and fits(packed[-1] + part):
            packed[-1] += part
        else:
            packed.append(part)
    return packed


class _Cuts:
    """The places where ``text`` may be cut, level by level: each a sorted list of offsets.

    First the marks outside brackets, then the brackets' own ends, then the marks inside,
    then every place that is not within a name, number or date, then the spaces between
    Latin words.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        inside = _within_atoms(text)
        depths = _depths(text)
        marks = list(_after_marks(text, inside))
        outer = [[place for place, rank in marks if rank == level and not depths[place]] for level in _RANKS]
        ends = [
            place
            for place in range(1, len(text))
            if not depths[place]
            and (depths[place - 1] or text[place] in OPENERS)
            and _is_free(text, place, inside)
        ]
        inner = [[place for place, rank in marks if rank == level and depths[place]] for level in _RANKS]
        between = [place for place in range(1, len(text)) if _is_free(text, place, inside)]
        words = [place for place in between if text[place - 1].isspace() and _is_latin(text[place])]
        anywhere = sorted(set(between).difference(words))
        self.levels: list[list[int]] = [*outer, ends, *inner, anywhere, words]


_RANKS: Final = range(len(LEVELS))


def _after_marks(text: str, inside: set[int]) -> Iterator[tuple[int, int]]:
    """Offsets after a clause mark, and its closing marks, with the mark's level."""
    ranks = {mark: rank for rank, level in enumerate(LEVELS) for mark in level}
    place = 0
    while place < len(text):
        rank = ranks.get(text[place])
        if rank is None and text[place] == "." and text[place + 1 : place + 2].isspace():
            rank = 0
        place += 1
        if rank is None:
            continue
        while place < len(text) and text[place] in _TRAILING:
            rank = min(rank, ranks.get(text[place], rank))
            place += 1
        while place < len(text) and text[place].isspace():
            place += 1
        if place < len(text) and place not in inside:
            yield place, rank


def _within_atoms(text: str) -> set[int]:
    """Offsets inside what must not be cut: Latin tokens, Chinese and other numbers, dates."""
    spans = [match.span() for match in _LATIN.finditer(text)]
    # an address glued to Chinese would hide the numbers after it
    plain = _ADDRESS.sub(lambda match: " " * len(match.group()), text)
    spans += [quantity.span for quantity in in_chinese(plain)]
    return {place for start, end in spans for place in range(start + 1, end)}


def _depths(text: str) -> list[int]:
    """How many brackets and quotations are open before each offset; those without partner do not count."""
    open_at: list[int] = []
    pairs: list[tuple[int, int]] = []
    for place, char in enumerate(text):
        if char in OPENERS:
            open_at.append(place)
        elif char in CLOSERS and open_at and text[open_at[-1]] == PAIRS[char]:
            pairs.append((open_at.pop(), place))
    change = [0] * (len(text) + 2)
    for start, end in pairs:
        change[start + 1] += 1
        change[end + 1] -= 1
    depths, depth = [], 0
    for step in change[:-1]:
        depth += step
        depths.append(depth)
    return depths


def _is_free(text: str, place: int, inside: set[int]) -> bool:
    return place not in inside and not _joined(text, place)


def _joined(text: str, place: int) -> bool:
    """Whether the characters around ``place`` are one sign to a reader, or belong together in print."""
    before, after = text[place - 1], text[place]
    combining = unicodedata.combining(after) or unicodedata.category(after) in {"Mn", "Me", "Cf"}
    if combining or before in OPENERS or before == "\u200d" or after.isspace():
        return True
    return after in _TRAILING


def _is_latin(char: str) -> bool:
    return _LATIN.match(char) is not None


def _spans(
    text: str, start: int, end: int, levels: Sequence[Sequence[int]], fits: Callable[[str], bool]
) -> Iterator[tuple[int, int]]:
    """The parts of ``text[start:end]``: at the strongest marks that help, as few as fit."""
    if fits(text[start:end]) or not levels:
        yield start, end
        return
    level, rest = levels[0], levels[1:]
    ends = [*level[bisect_right(level, start) : bisect_right(level, end - 1)], end]
    begin, piece = start, 0
    while begin < end:
        last = _furthest(text, begin, ends[piece:], fits)
        if last < 0:  # not even up to the next mark
            yield from _spans(text, begin, ends[piece], rest, fits)
            last = 0
        else:
            yield begin, ends[piece + last]
        begin = ends[piece + last]
        piece += last + 1


def _furthest(text: str, begin: int, ends: Sequence[int], fits: Callable[[str], bool]) -> int:
    """Index of the last of ``ends`` up to which a part from ``begin`` fits; -1 if none."""
    low, high, best = 0, 0, -1
    while high < len(ends) and fits(text[begin : ends[high]]):  # far ends cost: look at near ones first
        best, low, high = high, high + 1, 2 * high + 1
    high = min(high, len(ends))
    while low < high:
        middle = (low + high) // 2
        if fits(text[begin : ends[middle]]):
            best, low = middle, middle + 1
        else:
            high = middle
    return best
