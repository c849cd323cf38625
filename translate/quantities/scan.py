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
    """

    pattern: re.Pattern[str]
    build: Build
    needs: Sequence[str] = ()


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
    for reader in readers:
        if reader.needs and not any(part in folded for part in reader.needs):
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


def hide(_match: re.Match[str]) -> tuple[Quantity, ...]:
    """Take a match without reading any quantity from it."""
    return ()
