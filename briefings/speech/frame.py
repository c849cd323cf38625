"""A stretch of text as the rules read it: brackets left out, each quotation one sign.

The text is folded to one script (``hanzi.fold``), so every pattern is written once.
Offsets of the frame lead back to the block.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from briefings.speech.marks import Node
from translate.hanzi import fold

Q = "\ue000"
"""Stands for a quotation."""

_REACH = 500
"""Characters that a sentence is looked at before and behind a place: without a bound, text without
full stops would cost the square of its length."""
_ENDS = "。！？；!?;"
_INNER_END = re.compile(r"[。！？!?…][』’]?$")
_GOES_ON = re.compile("[的，、；：。！？,]")
_CLAUSE = re.compile("[，,：:]|──|——")
_DISTANCED = re.compile("[中美]")
"""「中」 is how papers of Taiwan print China: a word of the sentence, not a quotation."""


def pattern(source: str) -> re.Pattern[str]:
    """``source``, written in Traditional characters, for folded text."""
    return re.compile(fold(source))


@dataclass(slots=True)
class Frame:
    """``text`` with the block offset of each of its characters, and where quotations stand in it."""

    text: str
    origin: list[int]
    nodes: dict[int, Node] = field(default_factory=dict)
    starts: list[int] = field(default_factory=list)

    def sentence(self, position: int) -> tuple[int, int]:
        """Start and end of the sentence (or part up to ；) that holds ``position``."""
        number = bisect_right(self.starts, position) - 1
        end = self.starts[number + 1] if number + 1 < len(self.starts) else len(self.text)
        return max(self.starts[number], position - _REACH), min(end, position + _REACH)

    def before(self, start: int) -> tuple[int, int] | None:
        """The sentence that ends where ``start`` begins."""
        number = bisect_right(self.starts, start) - 1
        if not number:
            return None
        return max(self.starts[number - 1], self.starts[number] - _REACH), self.starts[number]

    def offset(self, position: int) -> int:
        """Block offset of ``text[position]``; behind the last character, that of the end."""
        if position < len(self.origin):
            return self.origin[position]
        return self.origin[-1] + 1 if self.origin else 0

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Block offsets of ``text[start:end]``; a quotation at its end with its closing mark."""
        last = end - 1
        node = self.nodes.get(last)
        return self.origin[start], (node.end if node is not None else self.origin[last]) + 1

    def clauses(self, start: int, end: int) -> list[tuple[int, int]]:
        """``text[start:end]`` in clauses, without the marks between them."""
        parts: list[tuple[int, int]] = []
        for match in _CLAUSE.finditer(self.text, start, end):
            parts.append((start, match.start()))
            start = match.end()
        return [*parts, (start, end)]


def frame(block_text: str, node: Node) -> Frame:
    """The frame of what ``node`` holds."""
    made = Frame("", [])
    pieces: list[str] = []
    position = node.start
    folded = fold(block_text)
    for child in [*node.children, None]:
        stop = node.end if child is None else child.start - 1
        _take(folded, position, stop, pieces, made)
        if child is None:
            break
        words = block_text[child.start : child.end]
        if child.quote and _DISTANCED.fullmatch(words):
            _take(folded, child.start, child.end, pieces, made)
        elif child.quote:
            made.nodes[len(made.origin)] = child
            pieces.append(Q)
            made.origin.append(child.start - 1)
        position = child.end + (0 if child.goes_on else 1)
    made.text = "".join(pieces)
    made.starts = _starts(block_text, made)
    return made


def _take(folded: str, start: int, end: int, pieces: list[str], made: Frame) -> None:
    for offset in range(start, end):
        if not folded[offset].isspace() or _between_latin(folded, offset):
            pieces.append(folded[offset])
            made.origin.append(offset)


def _between_latin(text: str, offset: int) -> bool:
    around = text[offset - 1 : offset] + text[offset + 1 : offset + 2]
    return len(around) == 2 and all(char.isascii() and char.isalpha() for char in around)  # noqa: PLR2004


def _starts(block_text: str, made: Frame) -> list[int]:
    starts = [0]
    for position, char in enumerate(made.text):
        following = made.text[position + 1 : position + 2]
        ends = char in _ENDS
        if char == Q and following and not _GOES_ON.match(following):
            node = made.nodes[position]
            ends = _INNER_END.search(block_text[node.start : node.end].rstrip()) is not None
        if ends and following:
            starts.append(position + 1)
    return starts
