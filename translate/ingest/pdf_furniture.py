"""Running heads, running feet and page numbers: by repetition and position."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from translate.hanzi import squeeze
from translate.ingest.pdf_layout import SAME_ROW, Piece

ZONE = 0.15
"""Share of the page's height, above and below, in which heads and feet stand."""

FEW_PAGES = 4
"""Up to so many pages two of a kind are a repetition; beyond, three."""

_ROWS = 3
_STEP = 3.0
_DIGITS = re.compile(r"[0-9０-９]+")
_NUMBER = re.compile(
    r"[-–—─・·|\s]*(?:第|[Pp]age|[Pp]\.)?\s*([0-9０-９]{1,4}|[ivxlcIVXLC]{1,6}|[〇零一二三四五六七八九十百]{1,4})"
    r"\s*(?:頁|页)?(?:\s*(?:[/／]|of|共|，共)\s*[0-9０-９]{1,4}\s*(?:頁|页)?)?[-–—─・·|\s]*"
)

HEAD = "running head: repeated at the top of the pages"
FOOT = "running foot: repeated at the bottom of the pages"
PLACE = "running head or foot: in its place on the page"
NUMBER = "page number: counts the pages, outside the text"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page: its height, its pieces of text, and text set apart with the reason."""

    number: int
    height: float
    pieces: tuple[Piece, ...]
    apart: tuple[tuple[str, str], ...] = ()


_Key = tuple[str, int]


def _outer_rows(sheet: Sheet, top: bool) -> list[list[Piece]]:
    """The outermost rows of the page's upper or lower margin, the outermost first."""
    bound = sheet.height * (1 - ZONE if top else ZONE)
    inside = [piece for piece in sheet.pieces if (piece.base >= bound if top else piece.base <= bound)]
    rows: list[list[Piece]] = []
    for piece in sorted(inside, key=lambda piece: -piece.base if top else piece.base):
        if not rows or abs(rows[-1][0].base - piece.base) > SAME_ROW * piece.size:
            if len(rows) == _ROWS:
                break
            rows.append([])
        rows[-1].append(piece)
    return rows


def _keys(piece: Piece) -> tuple[_Key, _Key]:
    """What a repeated line has in common with its like; two keys, so that no bucket's edge parts them."""
    text = _DIGITS.sub("#", squeeze(piece.text))
    step = int(piece.base // _STEP)
    return (text, step), (text, step + (1 if piece.base % _STEP > _STEP / 2 else -1))


class _Repeats:
    """What is repeated in the margins of the document's pages."""

    def __init__(self, sheets: Sequence[Sheet]) -> None:
        self.pages = len(sheets)
        self.need = 2 if self.pages <= FEW_PAGES else 3
        self.seen: dict[_Key, set[int]] = defaultdict(set)
        self.numbers: Counter[tuple[int, int]] = Counter()
        self.places: dict[int, set[int]] = defaultdict(set)
        for sheet in sheets:
            for rows in (_outer_rows(sheet, top=True), _outer_rows(sheet, top=False)):
                for piece in (piece for row in rows for piece in row):
                    self._count(piece, sheet.number)
        for (_, step), pages in self.seen.items():
            if len(pages) >= self.need:
                self.places[step] |= pages

    def _count(self, piece: Piece, page: int) -> None:
        for key in _keys(piece):
            self.seen[key].add(page)
        value = _value(piece.text)
        if value is not None:
            self.numbers[int(piece.base // _STEP), value - page] += 1

    def reason(self, piece: Piece, page: int, top: bool) -> str:
        """Why a piece in the margin is furniture, or ``""``."""
        value = _value(piece.text)
        step = int(piece.base // _STEP)
        repeated = self.pages > 1 and max(len(self.seen[key]) for key in _keys(piece)) >= self.need
        if value is not None:
            counted = max(self.numbers[near, value - page] for near in (step - 1, step, step + 1))
            if counted >= min(2, self.pages):
                return NUMBER
        if repeated and _NUMBER.fullmatch(piece.text):
            return NUMBER
        if repeated:
            return HEAD if top else FOOT
        return PLACE if len(self.places[step]) > 2 else ""  # noqa: PLR2004


def furniture(sheets: Sequence[Sheet]) -> list[dict[Piece, str]]:
    """For each page, the pieces that are furniture, with the reason."""
    repeats = _Repeats(sheets)
    leading = _leading(sheets)
    result = []
    for sheet in sheets:
        found: dict[Piece, str] = {}
        for top in (True, False):
            rows = _outer_rows(sheet, top)
            reasons: list[list[str]] = []
            for row in rows:
                why = [repeats.reason(piece, sheet.number, top) for piece in row]
                if not all(why):
                    break
                reasons.append(why)
            while reasons and not _is_detached(sheet, rows[len(reasons) - 1], top, leading):
                reasons.pop()
            for row, why in zip(rows, reasons, strict=False):
                found.update(zip(row, why, strict=True))
        result.append(found)
    return result


def _leading(sheets: Sequence[Sheet]) -> float:
    """The usual distance of lines, in ems."""
    gaps = sorted(
        gap
        for sheet in sheets
        for upper, lower in pairwise(sheet.pieces)
        if 0.9 <= (gap := (upper.base - lower.base) / lower.size) <= 3  # noqa: PLR2004
    )
    return gaps[len(gaps) // 4] if gaps else 1.0


def _is_detached(sheet: Sheet, row: Sequence[Piece], top: bool, leading: float) -> bool:
    """Whether the row stands off the text, by distance or size: a repeated sentence does not."""
    base = row[0].base
    inner = [p for p in sheet.pieces if (p.base < base - 1 if top else p.base > base + 1)]
    if not inner:
        return False
    nearest = min(inner, key=lambda piece: abs(piece.base - base))
    gap = abs(nearest.base - base)
    return gap > 1.3 * leading * max(nearest.size, row[0].size) or (
        abs(nearest.size - row[0].size) > 0.08 * nearest.size and gap > 1.15 * nearest.size
    )


def _value(text: str) -> int | None:
    """The number that a page number in figures shows."""
    found = _NUMBER.fullmatch(text.strip())
    return int(found.group(1)) if found and found.group(1).isdigit() else None
