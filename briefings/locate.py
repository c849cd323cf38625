"""Where a Chinese string stands in a document, white space apart."""

from __future__ import annotations

from dataclasses import dataclass

from translate.hanzi import squeeze
from translate.model import Block, Document, Segment

_NUMBERED = frozenset({"paragraph", "bullet"})


@dataclass(frozen=True, slots=True)
class Place:
    """``block.text[start:end]`` and what it lies in.

    ``paragraph`` counts the paper's paragraphs and bullets from 1; 0 elsewhere.
    """

    block: Block
    block_number: int
    start: int
    end: int
    lines: tuple[int, int]
    paragraph: int
    segments: tuple[Segment, ...]

    @property
    def text(self) -> str:
        """The characters found."""
        return self.block.text[self.start : self.end]


def paragraph_numbers(document: Document) -> list[int]:
    """For each block its paragraph number, 0 for headings and the like."""
    numbers = []
    count = 0
    for block in document.blocks:
        count += block.kind in _NUMBERED
        numbers.append(count if block.kind in _NUMBERED else 0)
    return numbers


def find_in(text: str, wanted: str) -> tuple[int, int] | None:
    """Where ``wanted`` stands in ``text`` when white space in both is ignored."""
    positions = [index for index, char in enumerate(text) if not char.isspace()]
    bare = squeeze(wanted)
    at = "".join(text[index] for index in positions).find(bare) if bare else -1
    return None if at < 0 else (positions[at], positions[at + len(bare) - 1] + 1)


def place(document: Document, number: int, start: int, end: int, paragraph: int) -> Place:
    """The place of ``document.blocks[number].text[start:end]``."""
    block = document.blocks[number]
    touched = tuple(s for s in block.segments if s.start < end and start < s.start + len(s.text))
    return Place(block, number, start, end, document.lines_of(block, start, end), paragraph, touched)


def sentences(document: Document, found: Place) -> Place:
    """The whole sentences that ``found`` touches."""
    first, last = found.segments[0], found.segments[-1]
    end = last.start + len(last.text)
    return place(document, found.block_number, first.start, end, found.paragraph)


def locate(document: Document, wanted: str) -> Place | None:
    """The first place of ``wanted``; running text before headings and captions."""
    paragraphs = paragraph_numbers(document)
    order = sorted(range(len(document.blocks)), key=lambda number: paragraphs[number] == 0)
    for number in order:
        found = find_in(document.blocks[number].text, wanted)
        if found is not None:
            return place(document, number, *found, paragraphs[number])
    return None


def locate_around_furniture(document: Document, wanted: str) -> Place | None:
    """Like ``locate``, but ``wanted`` may also cover a page number or label beside its block.

    The place is the part of the block that ``wanted`` covers.
    """
    found = locate(document, wanted)
    raw = find_in(document.raw.text, wanted) if found is None else None
    if raw is None:
        return found
    paragraphs = paragraph_numbers(document)
    for number, block in enumerate(document.blocks):
        covered = [index for index, offset in enumerate(block.offsets) if raw[0] <= offset < raw[1]]
        if covered:
            return place(document, number, covered[0], covered[-1] + 1, paragraphs[number])
    return None
