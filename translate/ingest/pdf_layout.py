"""From glyphs to pieces of line.

A *piece* is a stretch of one line without a wide gap. Chinese is set on a grid,
so a gap of a whole character inside a line is a gutter, a table or a tab.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise

from translate.hanzi import CLOSERS, is_cjk
from translate.ingest.gather import superscript

WIDE_GAP = 1.0
"""Ems between two glyphs that part a line in pieces."""

WORDS_GAP = 3.0
"""The same between words with a space character: justified lines spread them far."""

WORD_GAP = 0.15
"""Ems that make a space where the file has no space character."""

CELL_GAP = 0.33
"""Ems between Chinese characters that part a line, where its other characters stand closer."""

SAME_ROW = 0.35
"""Ems by which base lines of one row may differ."""

BULLET_SIZE = (0.15, 0.75)
"""Ems that a drawn bullet measures."""

BULLET_GAP = 2.5
"""Ems up to which a drawn bullet may stand before its line."""

RAISED = 0.2
"""Ems above the line's base from which a glyph of any size is raised."""

LOWERED = 0.6
"""Ems below the line's base down to which an index stands."""

SMALL_RAISED = 0.1
"""The same for a glyph of at most ``SMALL`` times the line's size."""

SMALL = 0.85
"""Browsers set a raised mark in 5/6 of its line's size, others in less."""

_STACK = 4
_BAND = 32.0
_BANDS = 3
_STARTS = re.compile(
    rf"[「『（《〈【“‘(\[]*(?:[A-Za-z0-9][^\s\u2e80-\uffef]*|.)[{re.escape(CLOSERS)}。，、；：！？]*"
)


@dataclass(frozen=True, slots=True, eq=False)
class Glyph:
    """A printed character; ``apart`` is why it is no text of the paper, or ``""``."""

    char: str
    x0: float
    x1: float
    y0: float
    y1: float
    base: float
    size: float
    bold: bool = False
    spaced: bool = False
    apart: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """A stretch of a line. ``first`` is how wide the part is that cannot be broken off its start."""

    text: str
    x0: float
    x1: float
    base: float
    size: float
    bold: bool
    raised: bool
    first: float
    page: int
    column: str = ""
    cell: str = ""
    bullet: bool = False


@dataclass(slots=True, eq=False)
class _Run:
    glyphs: list[Glyph] = field(default_factory=list)
    x0: float = 0.0
    x1: float = 0.0
    base: float = 0.0
    size: float = 0.0

    def add(self, glyph: Glyph) -> None:
        if not self.glyphs or glyph.size > self.size * 1.05:
            self.base, self.size = glyph.base, glyph.size
        self.x0 = min(self.x0, glyph.x0) if self.glyphs else glyph.x0
        self.x1 = max(self.x1, glyph.x1) if self.glyphs else glyph.x1
        self.glyphs.append(glyph)

    def takes(self, glyph: Glyph) -> bool:
        """Whether ``glyph`` goes on in the same line, right after the run."""
        size = max(self.size, glyph.size)
        gap = glyph.x0 - self.glyphs[-1].x1
        level = SAME_ROW if glyph.size > self.size * 0.8 and self.size > glyph.size * 0.8 else 0.6
        words = glyph.spaced and not is_cjk(glyph.char) and not is_cjk(self.glyphs[-1].char)
        wide = WORDS_GAP if words else WIDE_GAP
        return abs(glyph.base - self.base) <= level * size and -0.6 * size <= gap < wide * size


def set_upright_apart(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Glyphs that stand one below the other in the file's order are marked: they are set vertically."""
    marked = list(glyphs)
    start = 0
    for index in range(1, len(glyphs) + 1):
        if index < len(glyphs) and _is_below(glyphs[index - 1], glyphs[index]):
            continue
        if index - start >= _STACK:
            for inside in range(start, index):
                if not marked[inside].apart:
                    marked[inside] = replace(marked[inside], apart="text set vertically")
        start = index
    return marked


def _is_below(upper: Glyph, lower: Glyph) -> bool:
    size = max(upper.size, lower.size)
    down = upper.base - lower.base
    middle = abs((upper.x0 + upper.x1) - (lower.x0 + lower.x1)) / 2
    return middle <= 0.2 * size and 0.7 * size <= down <= 1.5 * size


def pieces_of(glyphs: Iterable[Glyph], page: int, spots: Sequence[Glyph] = ()) -> list[Piece]:
    """The page's text in pieces, from top to bottom, from left to right.

    Args:
        glyphs: the text's.
        page: its number.
        spots: small shapes drawn on it; one before a piece is a list's bullet.
    """
    runs: list[_Run] = []
    for glyph in glyphs:
        if not runs or not runs[-1].takes(glyph):
            runs.append(_Run())
        runs[-1].add(glyph)
    runs.sort(key=lambda run: -run.base)
    rows: list[list[_Run]] = []
    for run in runs:
        if not rows or rows[-1][0].base - run.base > SAME_ROW * min(run.size, rows[-1][0].size):
            rows.append([])
        rows[-1].append(run)
    merged = [run for row in rows for run in _merged(row)]
    pieces = [_piece(part, page) for run in _with_marks(merged) for part in _parted(run)]
    return _with_bullets(pieces, spots)


def _with_bullets(pieces: list[Piece], spots: Sequence[Glyph]) -> list[Piece]:
    """Pieces before which a bullet is drawn, so marked."""
    if not spots:
        return pieces
    places: dict[int, list[Glyph]] = defaultdict(list)
    for spot in spots:
        places[int((spot.y0 + spot.y1) / 2 // _BAND)].append(spot)
    result = []
    for piece in pieces:
        band = int(piece.base // _BAND)
        near = (spot for at in range(band, band + _BANDS) for spot in places.get(at, ()))
        result.append(replace(piece, bullet=any(_is_bullet(spot, piece) for spot in near)))
    return result


def _is_bullet(spot: Glyph, piece: Piece) -> bool:
    low, high = BULLET_SIZE
    height = ((spot.y0 + spot.y1) / 2 - piece.base) / piece.size
    before = (piece.x0 - spot.x1) / piece.size
    fits = low <= spot.size / piece.size <= high
    return fits and 0 <= height <= 0.8 and 0 < before <= BULLET_GAP  # noqa: PLR2004  (beside the letters)


def _parted(run: _Run) -> list[_Run]:
    """A run cut where Chinese characters stand apart as no others in it do: cells of a narrow table."""
    gaps = [lower.x0 - upper.x1 for upper, lower in pairwise(run.glyphs)]
    if not gaps or max(gaps) < CELL_GAP * run.size:
        return [run]
    usual = max(sorted(gaps)[len(gaps) // 2], 0.0)
    parts = [_Run()]
    parts[0].add(run.glyphs[0])
    for (upper, lower), gap in zip(pairwise(run.glyphs), gaps, strict=True):
        beside = is_cjk(upper.char) or is_cjk(lower.char)
        if beside and gap >= CELL_GAP * run.size + 1.5 * usual:
            parts.append(_Run())
        parts[-1].add(lower)
    return parts


def _merged(row: list[_Run]) -> list[_Run]:
    """Runs of one row that touch made one."""
    result: list[_Run] = []
    for run in sorted(row, key=lambda run: run.x0):
        last = result[-1] if result else None
        size = max(run.size, last.size) if last else 0.0
        if last and -0.6 * size <= run.x0 - last.x1 < WIDE_GAP * size:
            for glyph in run.glyphs:
                last.add(glyph)
        else:
            result.append(run)
    return result


def _with_marks(runs: list[_Run]) -> list[_Run]:
    """Raised note marks and lowered indexes that the file prints apart from their line put back into it."""
    waiting: list[_Run] = []
    lines: list[_Run] = []
    placed: set[int] = set()
    for run in runs:
        for mark in list(waiting):
            if _belongs(mark, run) and 0 < mark.base - run.base <= 0.7 * run.size:
                _put_back(mark, run)
                waiting.remove(mark)
                placed.add(id(mark))
        waiting = [mark for mark in waiting if mark.base - run.base <= 2 * mark.size][-8:]
        lines = [line for line in lines if id(line) not in placed]  # what is put into them would be lost
        if len(run.glyphs) <= 3:  # noqa: PLR2004  (a note mark has at most three digits)
            line = next((one for one in lines if _belongs(run, one) and _is_lowered(run, one)), None)
            if line is not None:
                _put_back(run, line)
                placed.add(id(run))
                continue
            waiting.append(run)
        lines = [*lines[-7:], run]
    return [run for run in runs if id(run) not in placed]


def _belongs(mark: _Run, line: _Run) -> bool:
    """Whether a short run stands beside a line or in it, and is small, or in a gap left for it."""
    beside = mark.x1 >= line.x0 - 0.5 * line.size and mark.x0 <= line.x1 + 0.3 * line.size
    if not beside or mark.size <= SMALL * line.size:
        return beside
    off = abs(mark.base - line.base) >= RAISED * line.size
    return off and not any(g.x0 < (mark.x0 + mark.x1) / 2 < g.x1 for g in line.glyphs)


def _is_lowered(mark: _Run, line: _Run) -> bool:
    return 0 < line.base - mark.base <= LOWERED * line.size


def _put_back(mark: _Run, line: _Run) -> None:
    for glyph in mark.glyphs:
        line.add(glyph)
    line.glyphs.sort(key=lambda glyph: glyph.x0)


def _is_figure(glyph: Glyph) -> bool:
    return glyph.char.isascii() and glyph.char.isdigit()


def _is_raised(glyph: Glyph, run: _Run) -> bool:
    high = SMALL_RAISED if glyph.size <= SMALL * run.size else RAISED
    return glyph.base > run.base + high * run.size


def _with_raised_figures(run: _Run) -> list[Glyph]:
    """The run's glyphs; a raised number that stands alone in raised figures (30¹, not 301)."""
    result: list[Glyph] = []
    for raised, group in groupby(run.glyphs, key=lambda glyph: _is_raised(glyph, run)):
        glyphs = list(group)
        if raised and all(map(_is_figure, glyphs)):
            glyphs = [replace(glyph, char=superscript(glyph.char)) for glyph in glyphs]
        result += glyphs
    return result


def _piece(run: _Run, page: int) -> Piece:
    parts: list[str] = []
    ends: list[float] = []
    previous: Glyph | None = None
    for glyph in _with_raised_figures(run):
        wide = previous is not None and glyph.x0 - previous.x1 > WORD_GAP * run.size
        if previous is not None and (wide or (glyph.spaced and not is_cjk(glyph.char))):
            parts.append(" ")
            ends.append(glyph.x0)
        parts.append(glyph.char)
        ends.extend([glyph.x1] * len(glyph.char))
        previous = glyph
    text = "".join(parts)
    start = _STARTS.match(text)
    first = ends[start.end() - 1] - run.x0 if start else 0.0
    head = run.glyphs[0]
    raised = _is_raised(head, run)
    bold = sum(glyph.bold for glyph in run.glyphs) >= 0.9 * len(run.glyphs)
    size = sorted(glyph.size for glyph in run.glyphs)[len(run.glyphs) // 2]
    return Piece(text, run.x0, run.x1, run.base, size, bold, raised, first, page)
