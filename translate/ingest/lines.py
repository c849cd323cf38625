"""The lines that carry text, with what stands around them, and groups of them that make a block."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from translate.hanzi import CJK_PUNCTUATION, HAN, width
from translate.model import Layout, RawLine, RawText, Span

_CJK = f"[{HAN}{CJK_PUNCTUATION}]"
_BESIDE_CJK = re.compile(rf"(?<={_CJK})\s+|(?<!\s)\s+(?={_CJK})")  # tried once a run of spaces
_SPACE = re.compile(r"\s+")
_CELL_GAP = re.compile(r"\s*\t\s*|\s{2,}")

_SPACED_TOKENS = 6
"""Characters that a line needs to be judged spaced out: titles of two or three often are."""

_UNTOLD = Layout()


@dataclass(frozen=True, slots=True)
class Line:
    """A line that carries text, and what stands around it.

    Attributes:
        text: without the white space around it; ``span`` is its place in the raw text.
        clean: ``text`` without the extractor's spaces, for judging.
        lead: white space before it: characters, and in display cells ``indent``.
        trail: whether white space stands behind it.
        gap: blank lines before it.
        cells: its width in display cells.
        spaced: whether a space stands between all its characters.
        cells_in_row: how many cells of a table stand in it; 1 for other text.
    """

    raw: RawLine
    text: str
    clean: str
    span: Span
    lead: int
    indent: int
    trail: bool
    gap: int
    cells: int
    spaced: bool = False
    cells_in_row: int = 1

    @property
    def number(self) -> int:
        """Its 1-based number in the extracted text."""
        return self.raw.number

    @property
    def layout(self) -> Layout:
        """What the format tells of it."""
        return self.raw.layout or _UNTOLD


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that make one block: ``glues[i]`` stands between line i and i + 1.

    Attributes:
        bullet: whether it is an item whose glyph was lost.
        row: whether it is a row of a table.
    """

    lines: tuple[Line, ...]
    glues: tuple[str, ...]
    bullet: bool = False
    row: bool = False

    @property
    def text(self) -> str:
        """The lines joined, the extractor's spaces left out."""
        if not self.glues:
            return self.lines[0].clean
        parts = zip(self.lines, (*self.glues, ""), strict=True)
        return "".join(line.clean + glue for line, glue in parts)

    @property
    def first(self) -> Line:
        """Its first line."""
        return self.lines[0]


def lines_of_text(raw: RawText) -> list[Line]:
    """Every line that carries text."""
    found: list[tuple[RawLine, str, int]] = []
    gap = 0
    for line in raw.lines:
        body = raw.of(line)
        if body.isspace() or not body:
            gap += 1
            continue
        found.append((line, body, gap))
        gap = 0
    spaced = _is_spaced_out(body for _, body, _ in found)
    return [_line(line, body, gap, spaced) for line, body, gap in found]


def _line(raw: RawLine, body: str, gap: int, spaced: bool) -> Line:
    text = body.strip()
    lead = len(body) - len(body.lstrip())
    start = raw.start + lead
    span = (start, start + len(text))
    trail = lead + len(text) < len(body)
    if len(text.split(None, 1)) == 1:
        indent = width(body[:lead].expandtabs(4)) if lead else 0
        return Line(raw, text, text, span, lead, indent, trail, gap, width(text))
    spaced = spaced and is_spaced(text)
    clean = cleaned(text, spaced)
    cells = width(clean if spaced else text)
    row = 1 if spaced else len(_CELL_GAP.split(text))
    indent = 0 if spaced else width(body[:lead].expandtabs(4))
    return Line(raw, text, clean, span, lead, indent, trail, gap, cells, spaced, row)


def cleaned(text: str, spaced: bool = False) -> str:
    """``text`` without white space beside Chinese characters; other runs of it are one space."""
    if spaced:
        text = re.sub(r"(?<=\S)\s(?=\S)", "", text)
    return _SPACE.sub(" ", _BESIDE_CJK.sub("", text))


def is_spaced(text: str) -> bool:
    """Whether a space stands between nearly all characters of ``text``."""
    tokens = text.split()
    return len(tokens) > 1 and sum(len(token) == 1 for token in tokens) * 5 >= len(tokens) * 4


def _is_spaced_out(bodies: Iterable[str]) -> bool:
    """Whether most of the longer lines have a space between all characters."""
    longer = [body for body in bodies if len(body) >= 2 * _SPACED_TOKENS]
    return bool(longer) and sum(map(is_spaced, longer)) * 3 >= len(longer) * 2
