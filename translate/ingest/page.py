"""How a paper is set, measured on the whole of it: line width, indents, blank lines, end marks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from translate.hanzi import CLOSERS, OPENERS, is_cjk, width
from translate.ingest import shapes
from translate.ingest.lines import Line

KINSOKU = 6
"""Cells by which a full line may fall short: punctuation that may not begin the
next line takes one or two characters with it."""

INDENT = 4
"""Cells that a paragraph's first line is set in, where a paper indents: two characters."""

HEADING_WIDTH = 48
"""Cells beyond which an unnumbered line without punctuation is no heading; the
widest in the calibration papers has 38."""

LONG = 20
"""Cells that a line needs to say something of the width of all."""

_UNWRAPPED = 100
"""Cells that no printed line has: A4 at ten points holds ninety. A text with such lines is
one paragraph a line."""

_FIRST_UNIT = re.compile(
    rf"[{re.escape(OPENERS)}]*(?:[A-Za-z0-9][^\s\u2e80-\uffef]*|.)[{re.escape(CLOSERS)}。，、；：！？…]*"
)
"""What cannot be broken at a line's start."""


@dataclass(frozen=True, slots=True)
class Page:
    """What the document as a whole shows of its setting.

    Attributes:
        full: the width of a full line in cells, or ``None`` where paragraphs are not wrapped.
        marks_ends: whether the extractor leaves white space at the end of paragraphs and
            only there.
        indents: whether the first line of a paragraph is narrower by an indent that the
            extractor left out.
        set_in: the indents, in cells, that begin a paragraph; empty where they tell nothing.
        gap: blank lines beyond which a paragraph begins, or ``None`` where they tell nothing.
        whole: whether lines are whole paragraphs for certain.
        jitter: cells by which full lines fall short of what the next line's first word needs.
    """

    full: int | None
    marks_ends: bool
    indents: bool = False
    set_in: frozenset[int] = frozenset()
    gap: int | None = None
    whole: bool = False
    jitter: int = 0

    def ends_short(self, line: Line, after: Line | None = None) -> bool:
        """Whether ``line`` ends its block for certain: what follows would have fitted on it."""
        if line.layout.full is not None:
            return not line.layout.full
        if self.full is None:
            return False
        # a long word that had to go to the next line leaves its own width free
        word = max(_unit(after) - 2, 0)
        if line.cells + line.indent < self.full - KINSOKU - 4 - word:
            return True
        return after is not None and _slack(self.full, line, after) >= self.jitter

    def is_open(self, line: Line) -> bool:
        """Whether ``line`` is as wide as the page, so that it may go on whatever it looks like."""
        if line.layout.full is not None:
            return line.layout.full
        return self.full is not None and line.cells + line.indent >= self.full - KINSOKU

    def starts_in(self, line: Line) -> bool:
        """Whether ``line`` goes on, but is narrower by an indent, like a first line."""
        if self.full is None or shapes.is_closed(line.clean):
            return False
        return self.full - INDENT - KINSOKU <= line.cells <= self.full - INDENT

    def is_set_in(self, line: Line) -> bool:
        """Whether ``line`` stands at an indent that begins paragraphs."""
        return line.indent in self.set_in

    def is_apart(self, line: Line) -> bool:
        """Whether more blank lines stand before ``line`` than between the lines of a paragraph."""
        return self.gap is not None and line.gap > self.gap


def measure(lines: Sequence[Line]) -> Page:
    """What ``lines`` show of their setting; the same for the same lines."""
    lines = [line for line in lines if line.cells_in_row < 3]  # noqa: PLR2004  (rows of tables)
    whole = sum(line.cells > _UNWRAPPED for line in lines) >= 3  # noqa: PLR2004
    full = None if whole else _full(lines)
    whole = whole or (full is None and _are_sentences(lines))
    trailing = [line for line in lines if line.trail]
    closed = sum(shapes.is_closed(line.clean) for line in trailing)
    marks = len(trailing) >= 4 and closed * 3 >= len(trailing)  # noqa: PLR2004
    page = Page(full, marks_ends=marks, whole=whole)
    page = replace(page, jitter=_jitter(lines, full) if full else 0)
    page = replace(page, set_in=_set_in(lines, page), gap=_gap(lines, page))
    return replace(page, indents=not page.set_in and _indents(page, lines))


def _are_sentences(lines: Sequence[Line]) -> bool:
    """Whether nearly every long line ends a sentence, as no wrapped text does."""
    long = [shapes.is_closed(line.clean) for line in lines if line.cells > HEADING_WIDTH]
    return len(long) >= 4 and sum(long) * 20 >= len(long) * 17  # noqa: PLR2004


def _unit(line: Line | None) -> int:
    """Cells of what cannot be broken at the start of ``line``."""
    return _unit_width(line.clean) if line else 0


@lru_cache(maxsize=1024)
def _unit_width(text: str) -> int:
    match = _FIRST_UNIT.match(text)
    return width(match.group()) if match else 0


def _slack(full: int, left: Line, right: Line) -> int:
    """Cells that would still be free if the start of ``right`` stood on ``left``; below 0: no room."""
    space = 0 if is_cjk(left.clean[-1]) or is_cjk(right.clean[0]) else 1
    return full - left.cells - left.indent - space - _unit(right)


def _full(lines: Sequence[Line]) -> int | None:
    # lines that end a sentence say nothing: several whole paragraphs may be equally wide
    going_on = [line.cells + line.indent for line in lines if not shapes.is_closed(line.clean)]
    widths = Counter(cells for cells in going_on if cells >= LONG)
    if not widths:
        return None
    common, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    # a wrapped page repeats one width; a page of whole paragraphs does not
    if count >= 5 and count * 8 >= len(lines):  # noqa: PLR2004
        return common
    # headings are unclosed, too, and of any width
    text = [line for line in lines if not _is_fragment(line) and not shapes.is_closed(line.clean)]
    total = sum(line.cells >= LONG and not shapes.is_plain_phrase(line.clean) for line in text)
    near = {top: sum(n for cells, n in widths.items() if top - KINSOKU <= cells <= top) for top in widths}
    top, count = max(near.items(), key=lambda item: (item[1], item[0]))
    wider = sum(line.cells + line.indent > top + KINSOKU for line in lines)
    enough = count >= 3 and count * 3 >= total * 2 and count * 8 >= len(lines)  # noqa: PLR2004
    return top if enough and wider * 10 <= len(lines) else None


def _is_fragment(line: Line) -> bool:
    """Whether the line begins as headings, fields and credits do, which are of any width."""
    text = line.clean
    return bool(shapes.heading_level(text) or shapes.is_field(text) or shapes.is_credit(text))


def _jitter(lines: Sequence[Line], full: int) -> int:
    """How far lines that plainly go on fall short at most, plus one; 0 where all are filled."""
    slacks = [
        _slack(full, left, right)
        for left, right in pairwise(lines)
        if not shapes.is_closed(left.clean)
        and left.cells + left.indent >= full - 2 * KINSOKU
        and right.indent <= left.indent
        and not shapes.heading_level(left.clean)
    ]
    return max(0, max(slacks) + 1) if len(slacks) > 3 else KINSOKU + 4  # noqa: PLR2004


def _looks_ended(line: Line, page: Page) -> bool:
    """Whether a paragraph may begin behind ``line``."""
    return shapes.is_closed(line.clean) or (
        line.cells <= HEADING_WIDTH and (page.full is None or page.ends_short(line))
    )


def _set_in(lines: Sequence[Line], page: Page) -> frozenset[int]:
    """Indents that nearly always follow the end of a sentence or a heading."""
    counts = Counter(line.indent for line in lines)
    margin = min((indent for indent, count in counts.items() if count * 5 >= len(lines)), default=0)
    seen: Counter[int] = Counter()
    good: Counter[int] = Counter()
    for left, right in pairwise(lines):
        if right.indent >= margin + 2:
            seen[right.indent] += 1
            free = page.full is not None and _slack(page.full, left, right) >= 0
            good[right.indent] += free or _looks_ended(left, page)
    return frozenset(
        indent
        for indent, count in seen.items()
        if count >= 3 and good[indent] * 20 >= count * 17  # noqa: PLR2004
    )


def _gap(lines: Sequence[Line], page: Page) -> int | None:
    """The blank lines between lines of one paragraph, where more of them part paragraphs."""
    pairs = [(left, right) for left, right in pairwise(lines) if left.raw.page == right.raw.page]
    # between lines that plainly go on; in a paper of short paragraphs they are the fewer
    inside = [right for left, right in pairs if page.is_open(left) and not shapes.is_closed(left.clean)]
    told = inside if len(inside) > 1 else [right for _, right in pairs]
    usual = Counter(right.gap for right in told).most_common(1)
    if not usual:
        return None
    base = usual[0][0]
    beyond = [left for left, right in pairs if right.gap > base]
    ended = sum(_looks_ended(left, page) for left in beyond)
    return base if len(beyond) >= 3 and ended * 20 >= len(beyond) * 17 else None  # noqa: PLR2004


def _indents(page: Page, lines: Sequence[Line]) -> bool:
    """Whether the lines after certain paragraph ends are first lines set in, nearly all of them."""
    firsts = [
        right
        for left, right in pairwise(lines)
        if shapes.is_closed(left.clean)
        and page.ends_short(left)
        and not shapes.is_closed(right.clean)
        and not is_phrase_heading(right, page)
    ]
    return len(firsts) >= 4 and sum(map(page.starts_in, firsts)) * 5 >= len(firsts) * 4  # noqa: PLR2004


def is_phrase_heading(line: Line, page: Page) -> bool:
    """Whether the line is short and has no punctuation, as unnumbered headings."""
    limit = min(HEADING_WIDTH, page.full - KINSOKU if page.full else HEADING_WIDTH)
    return line.cells <= limit and shapes.is_plain_phrase(line.clean) and not shapes.is_page_number(line.text)
