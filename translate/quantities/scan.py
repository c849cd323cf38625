"""How a text is read for quantities: an ordered list of readers, each taking what it knows.

What one reader has taken is hidden from those after it, so that a date's digits are
not read again as a number, and a name's digits never.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from translate.quantities.values import Quantity

HIDDEN = "\x00"
_LETTERS = re.compile("[a-z]+")

Build = Callable[[re.Match[str]], Iterable[Quantity] | None]
"""Quantities of a match; none to hide it; ``None`` to leave it to later readers."""


@dataclass(frozen=True, slots=True)
class Reader:
    """One way in which quantities are written.

    Attributes:
        pattern: where they may stand.
        build: what they are.
        needs: a text without any of these parts (in lower case; each character of a
            plain string) has none of them, and is not searched.
        words: words of Latin letters that do as well as ``needs``.
    """

    pattern: re.Pattern[str]
    build: Build
    needs: Sequence[str] = ()
    words: frozenset[str] = frozenset()


def scan(original: str, normal: str, readers: Iterable[Reader]) -> tuple[Quantity, ...]:
    """Quantities of a text in their order.

    Args:
        original: the text.
        normal: the text with width and script levelled, character for character.
        readers: in order of precedence.
    """
    if len(original) != len(normal):
        raise ValueError("levelling a text must keep its length")
    found: list[Quantity] = []
    folded = normal.lower()
    signs, words = set(folded), set(_LETTERS.findall(folded))
    for reader in readers:
        if not _may_stand(reader, folded, signs, words):
            continue
        taken: list[tuple[int, int]] = []
        for match in reader.pattern.finditer(normal):
            quantities = reader.build(match)
            if quantities is not None and match.end() > match.start():
                found.extend(quantities)
                taken.append(match.span())
        for start, end in taken:
            normal = normal[:start] + HIDDEN * (end - start) + normal[end:]
    found.sort(key=lambda quantity: quantity.span)
    return tuple(replace(q, text=original[q.span[0] : q.span[1]]) for q in found)


def _may_stand(reader: Reader, folded: str, signs: set[str], words: set[str]) -> bool:
    # most readers find nothing in most texts: that is where the time would go
    needs = reader.needs
    if not needs:
        return not reader.words or not words.isdisjoint(reader.words)
    if isinstance(needs, str):
        return not signs.isdisjoint(needs)
    for part in needs:  # a generator takes twice the time
        if part in folded:
            return True
    return not words.isdisjoint(reader.words)


def hide(_match: re.Match[str]) -> tuple[Quantity, ...]:
    """Take a match without reading any quantity from it."""
    return ()
