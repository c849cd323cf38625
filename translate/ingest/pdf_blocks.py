"""What each line of a PDF is, and where blocks begin: by size, weight, width, indent and distance."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from translate.hanzi import width
from translate.ingest import shapes
from translate.ingest.pdf_layout import Piece
from translate.model import Layout

LARGER = 1.12
"""Times the body's size from which a line is a heading."""

SMALLER = 0.92
"""Times the body's size up to which a line may be a footnote."""

GAP = 1.25
"""Times the usual distance of lines from which a distance parts blocks."""

INDENT = 0.8
"""Ems by which a line is set in."""

EDGE = 0.3
"""Ems by which the starts of lines at one edge may differ."""

SAME_SIZE = 0.5
"""Points by which the lines of one heading may differ in size."""

LEAST = 7
"""Ems that a quotation's lines have at least."""

FIRST_LINE = 3
"""Ems by which a first line is set in at most."""

NOTE_STEP = 5
"""How far a note's number may lie from the last one's: pages print them out of order, too."""

HEADING_CELLS = 120
BOLD_CELLS = 64

_NOTE_MARK = re.compile(
    r"(?P<plain>\d{1,3})(?P<after>.?)|(?P<raised>[⁰¹²³⁴-⁹]{1,3})|[①-⓿]|[*＊†‡※]+|[\[〔［【(（]註?\s*(?P<inside>\d{1,3})[\]〕］】)）]|註\s*(?P<note>\d{1,3})"
)
_NO_MARK_AFTER = "0123456789年月日%％,，時世屆個人億萬兆"
_COMMA_END = re.compile(r"[，、；：,;:]$")


@dataclass(frozen=True, slots=True)
class Frame:
    """The edges of one column."""

    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Body:
    """What the document as a whole shows of its setting."""

    size: float
    bold: bool
    leading: dict[float, float]
    frames: dict[tuple[int, str], Frame]
    indents: bool
    gaps: bool
    insets: dict[Piece, Frame] = field(default_factory=dict)

    def frame(self, piece: Piece) -> Frame:
        """The edges that hold for the line: its column's, or those of the quotation it stands in."""
        return self.insets.get(piece) or self.frames[piece.page, piece.column]

    def indents_of(self, upper: Piece, lower: Piece) -> tuple[float, float]:
        """How far two lines are set in, in ems; from the column's edge if their own edges differ."""
        own = self.frame(upper) == self.frame(lower)
        pair = []
        for piece in (upper, lower):
            frame = self.frame(piece) if own else self.frames[piece.page, piece.column]
            pair.append((piece.x0 - frame.left) / piece.size)
        return pair[0], pair[1]

    def is_full(self, piece: Piece, following: Piece) -> bool:
        """Whether the next line's start would not have fitted, so that the line had to end here."""
        frame = self.frame(piece)
        need = min(following.first, 0.8 * (frame.right - frame.left))
        return frame.right - piece.x1 <= need + 1.05 * piece.size

    def is_apart(self, upper: Piece, lower: Piece) -> bool:
        """Whether more than the usual distance lies between two lines of a column."""
        return _is_apart(upper, lower, self.leading)


def _step(size: float) -> float:
    return round(size * 2) / 2


def _same_column(one: Piece, other: Piece) -> bool:
    return (one.page, one.column) == (other.page, other.column) and one.base > other.base


def _is_apart(upper: Piece, lower: Piece, leading: dict[float, float]) -> bool:
    usual = leading.get(_step(lower.size), 1.9 * lower.size)
    return _same_column(upper, lower) and upper.base - lower.base > GAP * usual


def body_size(pieces: Sequence[Piece]) -> float:
    """The size most of the text is set in."""
    sizes: Counter[float] = Counter()
    for piece in pieces:
        sizes[_step(piece.size)] += len(piece.text)
    return max(sizes.items(), key=lambda item: (item[1], item[0]))[0]


def measure(pieces: Sequence[Piece]) -> Body:
    """The setting of a document's text (without furniture), in reading order."""
    size = body_size(pieces)
    text = [piece for piece in pieces if not piece.cell and abs(piece.size - size) <= 0.08 * size] or list(
        pieces
    )
    leading = _leading(pieces)
    frames = _frames(pieces, text)
    bold = sum(len(piece.text) for piece in text if piece.bold) * 2 > sum(len(piece.text) for piece in text)
    body = Body(size, bold, leading, frames, indents=False, gaps=False)
    firsts = gaps = 0
    for upper, lower in pairwise(text):
        if _same_column(upper, lower):
            first, second = body.indents_of(upper, lower)
            firsts += first >= INDENT > second and body.is_full(upper, lower)
            gaps += body.is_apart(upper, lower)
    few = max(2, len(text) // 25)
    body = replace(body, indents=firsts >= few, gaps=gaps >= few)
    return replace(body, insets=_insets(pieces, body))


def _insets(pieces: Sequence[Piece], body: Body) -> dict[Piece, Frame]:
    """The edges of quotations: stretches of lines set in on both sides."""
    result: dict[Piece, Frame] = {}
    stretch: list[Piece] = []

    def close() -> None:
        if frame := _inset(stretch, body):
            result.update(dict.fromkeys(stretch, frame))
        stretch.clear()

    for piece in pieces:
        frame = body.frames[piece.page, piece.column]
        inside = piece.x0 - frame.left >= INDENT * piece.size <= frame.right - piece.x1
        last = stretch[-1] if stretch else piece
        near = last is piece or (_same_column(last, piece) and not body.is_apart(last, piece))
        if not (near and abs(last.size - piece.size) <= SAME_SIZE):
            close()
        if inside and not piece.cell and not piece.bullet:
            stretch.append(piece)
        else:
            close()
    close()
    return result


def _inset(lines: Sequence[Piece], body: Body) -> Frame | None:
    """The edges of a wrapped block; ``None`` for lines that only happen to be short, or centred."""
    if len(lines) < 2:  # noqa: PLR2004
        return None
    size = lines[0].size
    left, right = min(piece.x0 for piece in lines[1:]), max(piece.x1 for piece in lines)
    straight = all(piece.x0 - left <= EDGE * size for piece in lines[1:])
    if not straight or not -EDGE <= (lines[0].x0 - left) / size <= FIRST_LINE or right - left < LEAST * size:
        return None
    full: list[Piece] = []
    for line, after in pairwise(lines):
        if right - line.x1 <= min(after.first, right - left) + 1.05 * size:
            full.append(line)
        elif not shapes.is_closed(line.text):
            return None
    column = body.frames[lines[0].page, lines[0].column]
    even = (column.right - right) - (left - column.left) <= lines[1].first + 1.05 * size
    # where first lines are set in, too, lines that end with sentences may be paragraphs of one line
    wrapped = any(not shapes.is_closed(line.text) for line in full)
    if even:
        return Frame(left, right) if full and (wrapped or not body.indents) else None
    return Frame(left, right) if wrapped and len(full) > 2 else None  # noqa: PLR2004


def _leading(pieces: Sequence[Piece]) -> dict[float, float]:
    gaps: dict[float, list[float]] = defaultdict(list)
    for upper, lower in pairwise(pieces):
        if _same_column(upper, lower) and _step(upper.size) == _step(lower.size) and not lower.cell:
            gap = upper.base - lower.base
            if 0.9 * lower.size <= gap <= 3 * lower.size:
                gaps[_step(lower.size)].append(gap)
    return {size: sorted(found)[len(found) // 4] for size, found in gaps.items()}


def _frames(pieces: Sequence[Piece], text: Sequence[Piece]) -> dict[tuple[int, str], Frame]:
    """Each column's edges; a column of few lines has the width of its like on other pages."""
    columns: dict[tuple[int, str], list[Piece]] = defaultdict(list)
    for piece in text:
        columns[piece.page, piece.column].append(piece)
    frames: dict[tuple[int, str], Frame] = {}
    for key, inside in columns.items():
        lefts, rights = sorted(p.x0 for p in inside), sorted(p.x1 for p in inside)
        cut = len(inside) // 20
        frames[key] = Frame(lefts[cut], rights[-1 - cut])
    widest: dict[str, float] = defaultdict(float)
    for (_, column), frame in frames.items():
        widest[column] = max(widest[column], frame.right - frame.left)
    lefts_of: dict[str, set[int]] = defaultdict(set)
    for (_, column), frame in frames.items():
        if frame.right - frame.left >= 0.98 * widest[column]:
            lefts_of[column].add(round(frame.left))
    for key, inside in columns.items():
        frame = frames[key]
        if len(inside) < 6 and frame.right - frame.left < widest[key[1]]:  # noqa: PLR2004
            near = [x for x in lefts_of[key[1]] if -1 <= frame.left - x <= 5 * inside[0].size]
            left = min(frame.left, max(near, default=frame.left))
            frames[key] = Frame(left, max(frame.right, left + widest[key[1]]))
    for piece in pieces:
        frames.setdefault((piece.page, piece.column), Frame(piece.x0, piece.x1))
    return frames


def note_lines(page: Sequence[Piece], size: float, going_on: bool, last: int) -> dict[Piece, int | None]:
    """The footnotes at the feet of a page's columns: line, and the number of the note that begins there.

    The number is ``None`` for further lines, 0 for a mark that is no number.
    """
    result: dict[Piece, int | None] = {}
    columns: dict[str, list[Piece]] = defaultdict(list)
    for piece in page:
        columns[piece.column].append(piece)
    lowest = min((min(p.base for p in inside) for inside in columns.values()), default=0.0)
    for inside in columns.values():
        inside.sort(key=lambda piece: -piece.base)
        at = len(inside)
        while at and inside[at - 1].size <= SMALLER * size and not inside[at - 1].cell:
            at -= 1
        zone = inside[at:]
        if not zone or (at == 0 and inside[-1].base > lowest + 4 * size):
            continue
        started = going_on and (at == 0 or inside[at - 1].base - zone[0].base > 1.6 * size)
        for piece in zone:
            value = _note_number(piece, last)
            if value is not None:
                started, last = True, value or last
            if started:
                result[piece] = value
    return result


def _note_number(piece: Piece, last: int) -> int | None:
    """The number of the note that begins with the line (0 for other marks), or ``None``."""
    found = _NOTE_MARK.match(piece.text)
    if not found:
        return None
    digits = found["plain"] or found["raised"] or found["inside"] or found["note"]
    if digits is None:
        return 0
    value = int(unicodedata.normalize("NFKC", digits))
    if found["plain"] and not piece.raised:
        after = found["after"]
        near = value == 1 or abs(value - last) <= NOTE_STEP
        if not after or after in _NO_MARK_AFTER or not near:
            return None
    return value


def styles(lines: Sequence[Piece], body: Body) -> dict[Piece, Layout]:
    """Titles and headings, by size and weight; their further lines go on with them."""
    places = {piece: at for at, piece in enumerate(lines)}
    groups = [
        (kind, group)
        for kind, group in _style_groups(lines, body)
        if kind == "large" or _is_bold_heading(group, lines, places[group[0]], body)
    ]
    first_page = min(piece.page for piece in lines)
    top = max((g[1][0].size for g in groups if g[0] == "large" and g[1][0].page == first_page), default=0.0)
    ranks: set[tuple[float, int]] = set()
    kept: list[tuple[list[Piece], tuple[float, int] | None]] = []
    titled = False
    for kind, group in groups:
        text = "".join(piece.text for piece in group)
        if width(text) > HEADING_CELLS or re.search(r"[。，；]$", text):
            continue
        if not titled and kind == "large" and group[0].page == first_page and group[0].size >= top - 0.5:
            titled = True
            kept.append((group, None))
            continue
        rank = (-_step(group[0].size) if kind == "large" else -body.size, shapes.heading_level(text))
        ranks.add(rank)
        kept.append((group, rank))
    order = {rank: min(level, 6) for level, rank in enumerate(sorted(ranks), start=2)}
    result: dict[Piece, Layout] = {}
    for group, own in kept:
        told = Layout("title", 1) if own is None else Layout("heading", order[own])
        for index, piece in enumerate(group):
            result[piece] = replace(told, begins=index == 0)
    return result


def _style_groups(lines: Sequence[Piece], body: Body) -> Iterator[tuple[str, list[Piece]]]:
    """Neighbouring lines of one larger or bold style."""
    group: list[Piece] = []
    kind = ""
    for piece in lines:
        own = "large" if piece.size >= LARGER * body.size else "bold" if piece.bold and not body.bold else ""
        if piece.cell or piece.size < 0.95 * body.size:
            own = ""
        last = group[-1] if group else None
        near = last is not None and _same_column(last, piece) and last.base - piece.base <= 2 * piece.size
        alike = (
            last is not None
            and abs(last.size - piece.size) <= SAME_SIZE
            and not shapes.heading_level(piece.text)
        )
        if own and own == kind and near and alike:
            group.append(piece)
            continue
        if group:
            yield kind, group
        group, kind = ([piece], own) if own else ([], "")
    if group:
        yield kind, group


def _is_bold_heading(group: Sequence[Piece], lines: Sequence[Piece], at: int, body: Body) -> bool:
    """Whether bold lines stand by themselves, and are no stressed part of a paragraph."""
    text = "".join(piece.text for piece in group)
    if len(group) > 2 or width(text) > BOLD_CELLS:  # noqa: PLR2004
        return False
    after = lines[at + len(group)] if at + len(group) < len(lines) else None
    before = lines[at - 1] if at else None
    if after is not None and body.is_full(group[-1], after) and not body.is_apart(group[-1], after):
        return False
    if before is None or shapes.is_closed(before.text) or body.is_apart(before, group[0]):
        return True
    return not body.is_full(before, group[0])


def goes_on_below(item: Piece, upper: Piece, lower: Piece, body: Body) -> bool:
    """Whether ``lower`` hangs below a drawn bullet's ``item``, whose last line is ``upper``."""
    hangs = abs(lower.x0 - item.x0) <= EDGE * item.size and abs(lower.size - item.size) <= SAME_SIZE
    return hangs and _same_column(upper, lower) and not body.is_apart(upper, lower)


def begins(upper: Piece, lower: Piece, after: Piece | None, body: Body) -> bool | None:
    """Whether ``lower`` begins a block after ``upper``; ``None`` where geometry does not tell."""
    if abs(upper.size - lower.size) > 0.08 * max(upper.size, lower.size):
        return True
    if body.is_apart(upper, lower):
        return True
    full = body.is_full(upper, lower)
    closed = shapes.is_closed(upper.text)
    upper_in, lower_in = body.indents_of(upper, lower)
    if not full:
        return None if _COMMA_END.search(upper.text) and lower_in < INDENT else True
    step = lower_in - upper_in
    if step >= INDENT:
        hanging = shapes.heading_level(upper.text) or re.match(
            r"[•‧●○■□◆◇▪–-]|[(（]?\d{1,2}[)）.、]", upper.text
        )
        return None if hanging or not closed else True
    if step <= -INDENT:
        return closed and upper in body.insets and lower not in body.insets
    if lower_in >= INDENT and closed:
        runs_on = after is not None and body.is_full(lower, after) and not shapes.is_closed(lower.text)
        quoted = runs_on and after is not None and abs(after.x0 - lower.x0) < EDGE * lower.size
        return True if body.indents and not quoted else None
    if not closed:
        return False
    return False if body.indents or (body.gaps and _same_column(upper, lower)) else None
