"""A block's own text: the extractor's spaces left out, and for each character where it came from."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import repeat
from typing import overload

from translate.hanzi import is_cjk
from translate.ingest.lines import Group
from translate.model import INSERTED, RawText, Span

_SPACES = re.compile(r"\s+")

_FEW = 4
"""Numbers up to which a tuple is smaller than an array."""


class Offsets(Sequence[int]):
    """For each character of a block its offset in the raw text, or ``INSERTED``.

    Held as runs of characters that stand side by side in the source: a page's
    block is a few of them, not a number for every character.
    """

    __slots__ = ("_ends", "_starts")

    def __init__(self, starts: Sequence[int], ends: Sequence[int]) -> None:
        """Runs, by the raw offset of each one's first character and its end in the block's text."""
        self._starts: Sequence[int] = tuple(starts) if len(starts) <= _FEW else array("q", starts)
        self._ends: Sequence[int] = tuple(ends) if len(ends) <= _FEW else array("q", ends)

    def runs(self) -> Iterator[tuple[int, int, int]]:
        """Each run: start and end in the block's text, and the raw offset of its start."""
        begin = 0
        for start, end in zip(self._starts, self._ends, strict=True):
            yield begin, end, start
            begin = end

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    @overload
    def __getitem__(self, index: int) -> int: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[int, ...]: ...

    def __getitem__(self, index: int | slice) -> int | tuple[int, ...]:
        if isinstance(index, slice):
            return tuple(self[at] for at in range(*index.indices(len(self))))
        at = index + len(self) if index < 0 else index
        if not 0 <= at < len(self):
            raise IndexError(index)
        number = bisect_right(self._ends, at)
        start = self._starts[number]
        return INSERTED if start == INSERTED else start + at - (self._ends[number - 1] if number else 0)

    def __iter__(self) -> Iterator[int]:
        for begin, end, start in self.runs():
            if start == INSERTED:
                yield from repeat(INSERTED, end - begin)
            else:
                yield from range(start, start + end - begin)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Offsets):
            return list(self.runs()) == list(other.runs())
        return isinstance(other, Sequence) and len(self) == len(other) and list(self) == list(other)

    def __hash__(self) -> int:
        return hash(tuple(self.runs()))

    def __repr__(self) -> str:
        return f"Offsets({list(self._starts)!r}, {list(self._ends)!r})"


class Spans(Sequence[Span]):
    """Many spans in little room; equal to a tuple of them."""

    __slots__ = ("_flat",)

    def __init__(self, flat: array[int]) -> None:
        """Starts and ends, by turns."""
        self._flat = flat

    def __len__(self) -> int:
        return len(self._flat) // 2

    @overload
    def __getitem__(self, index: int) -> Span: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Span, ...]: ...

    def __getitem__(self, index: int | slice) -> Span | tuple[Span, ...]:
        if isinstance(index, slice):
            return tuple(self[at] for at in range(*index.indices(len(self))))
        at = range(len(self))[index]
        return self._flat[2 * at], self._flat[2 * at + 1]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))


class _Text:
    """A text as it grows, with its runs and the spaces left out."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.starts = array("q")
        self.ends = array("q")
        self.dropped = array("q")
        self._length = 0
        self._next = INSERTED

    def add(self, text: str, start: int) -> None:
        """``text``, from ``start`` of the raw text on, or inserted."""
        if not text:
            return
        self.parts.append(text)
        self._length += len(text)
        if start != INSERTED and start == self._next:
            self.ends[-1] = self._length
        else:
            self.starts.append(start)
            self.ends.append(self._length)
        self._next = INSERTED if start == INSERTED else start + len(text)

    def drop(self, start: int, end: int) -> None:
        """White space of the raw text that is left out."""
        if end > start:
            self.dropped.extend((start, end))


def wording(raw: RawText, group: Group) -> tuple[str, Offsets, Spans]:
    """The group's text, the places of its characters, and the spaces that were left out.

    White space next to a Chinese character is the extractor's; between Latin
    words or figures it is the author's and stays, as one space. Between the
    cells of a table two spaces or a tab stay.
    """
    if len(group.lines) == 1 and len(group.first.text.split(None, 1)) == 1:
        start, end = group.first.span
        return group.first.text, Offsets((start,), (end - start,)), Spans(array("q"))
    text = _Text()
    for line, glue in zip(group.lines, (*group.glues, ""), strict=True):
        start, end = line.span
        source = raw.text[start:end]
        at = 0
        for match in _SPACES.finditer(source):
            text.add(source[at : match.start()], start + at)
            kept = _kept(source, match, group.row, line.spaced)
            # what stays stands where the run begins
            stays = "".join("\t" if char == "\t" else " " for char in match.group()[:kept])
            text.add(stays, start + match.start())
            text.drop(start + match.start() + kept, start + match.end())
            at = match.end()
        text.add(source[at:], start + at)
        text.add(glue, INSERTED)
    return "".join(text.parts), Offsets(text.starts, text.ends), Spans(text.dropped)


def _kept(source: str, match: re.Match[str], row: bool, spaced: bool) -> int:
    """How many of the spaces that ``match`` found stay."""
    length = len(match.group())
    if row and (length > 1 or match.group() == "\t"):
        return 1 if match.group()[0] == "\t" else 2
    if spaced and length == 1:
        return 0
    beside = is_cjk(source[match.start() - 1]) or is_cjk(source[match.end()])
    return 0 if beside else 1
