"""What negates in a Chinese sentence, and what it negates, by a table (``negation.toml``)."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from translate.checks.lexicon import Mark, Table, both_scripts, build, english, load, scan
from translate.hanzi import convert
from translate.model import Span

REQUIRED = frozenset({"required", "plain"})
"""Sections of words that need an English negative, or one of their answers."""


@dataclass(frozen=True, slots=True)
class Head:
    """A word that may be negated, and its English."""

    text: str
    span: Span
    english: re.Pattern[str]


class Opposite(NamedTuple):
    """A word, the English that turns it round, and the Chinese that accounts for such English."""

    word: re.Pattern[str]
    english: re.Pattern[str]
    unless: re.Pattern[str]


def negatives(zh: str) -> list[Mark]:
    """The negatives of ``zh`` in their order; their kinds are the sections of the table."""
    return scan(zh, _negatives())


def heads(zh: str) -> list[Head]:
    """The words of ``zh`` that the table has the English of, in their order."""
    known, found, at = _heads(), [], 0
    for start in range(len(zh)):
        if start < at:
            continue
        for length in (4, 3, 2):
            meaning = known.get(zh[start : start + length])
            if meaning:
                at = start + length
                found.append(Head(zh[start:at], (start, at), meaning))
                break
    return found


_BETWEEN = re.compile(
    "[會会能可應应該该得要想願愿肯敢必需須须曾太很夠够再有是被受到將将予以去來来已經经直接完全任何真正公開开地同在為为所進进行對对於于]{0,5}"
    "(?:打算|試圖|试图|尋求|寻求|參與|参与)?"
)


def negated(zh: str, marks: list[Mark], words: list[Head]) -> list[Head | None]:
    """For each of ``marks`` which of ``words`` it negates."""
    starts = [word.span[0] for word in words]
    found: list[Head | None] = []
    for mark in marks:
        end = mark.span[1]
        at = bisect_left(starts, end)
        near = at < len(words) and _BETWEEN.fullmatch(zh, end, starts[at])
        found.append(words[at] if near else None)
    return found


@cache
def opposites() -> tuple[Opposite, ...]:
    """The words of the table that have an opposite."""
    return tuple(
        Opposite(
            re.compile(both_scripts(keys.replace(" ", "|"))),
            english(opposite),
            re.compile(both_scripts(unless)),
        )
        for keys, (opposite, unless) in load("negation.toml")["opposites"].items()
    )


@cache
def _negatives() -> Table:
    return build(load("negation.toml"), ("inert", "free", "double", "required", "plain", "part", "light"))


@cache
def _heads() -> dict[str, re.Pattern[str]]:
    return {
        written: english(stems)
        for word, stems in load("negation.toml")["heads"].items()
        for written in (word, convert(word, "t2s"))
    }
