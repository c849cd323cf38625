"""Pieces of line in reading order: columns, blocks of full width, tables row by row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from translate.ingest.pdf_layout import SAME_ROW, Piece

COLUMN_FULL = 0.35
"""Share of a column's lines that reach its right edge; table cells do so rarely."""

MAX_SPAN = 20_000
"""Points of text width beyond which no gutter is looked for; PDF pages have at most 14,400."""

MAX_CELLS = 40
"""Pieces in a row beyond which it is no table's."""

_DEPTH = 3
_MARKER = re.compile(r"[•‧·●○■□◆◇▪–*-]|[(（]?[0-9０-９一二三四五六七八九十a-zA-Z]{1,3}[)）.、．:：]?")


def in_order(pieces: Sequence[Piece], column: str = "") -> list[Piece]:
    """Blocks of full width where they stand; between them the left column, then the right."""
    ordered = sorted(pieces, key=lambda piece: (-piece.base, piece.x0))
    gutter = _gutter(ordered) if len(column) < _DEPTH else None
    if gutter is None:
        return _rows(ordered, column)
    result: list[Piece] = []
    wide: list[Piece] = []
    left: list[Piece] = []
    right: list[Piece] = []

    def flush() -> None:
        lead = _lead(wide, left, right)
        rest = [[piece for piece in side if piece not in lead] for side in (left, right)]
        result.extend(_rows(sorted([*wide, *lead], key=lambda piece: (-piece.base, piece.x0)), column))
        result.extend(in_order(rest[0], column + "L") + in_order(rest[1], column + "R"))
        for side in (wide, left, right):
            side.clear()

    for piece in ordered:
        if piece.x1 <= gutter:
            left.append(piece)
        elif piece.x0 >= gutter:
            right.append(piece)
        else:
            if left or right:
                flush()
            wide.append(piece)
    flush()
    return result


def _lead(wide: Sequence[Piece], left: Sequence[Piece], right: Sequence[Piece]) -> list[Piece]:
    """Lines above the columns that only look as if they stood in one.

    On the left, the short last line of a block of full width; on the right, a
    few lines set to the right, such as a by-line.
    """
    if left and wide and (not right or left[0].base - right[0].base > SAME_ROW * left[0].size):
        last = min(wide, key=lambda piece: piece.base)
        tight = last.base - left[0].base <= 1.9 * left[0].size
        alone = len(left) == 1 or left[0].base - left[1].base > 1.2 * (last.base - left[0].base)
        return [left[0]] if tight and alone and abs(last.size - left[0].size) < 1 else []
    above = [piece for piece in right if not left or piece.base - left[0].base > SAME_ROW * piece.size]
    if not above or len(above) > 3:  # noqa: PLR2004  (more than a by-line: a column)
        return []
    if len(above) < len(right) and above[-1].base - right[len(above)].base < 1.8 * above[-1].size:
        return []
    return above


def _gutter(pieces: Sequence[Piece]) -> float | None:
    """Where two columns part, or ``None`` for one column."""
    if len(pieces) < 6:  # noqa: PLR2004  (three lines on each side, at least)
        return None
    start = min(piece.x0 for piece in pieces)
    span = max(piece.x1 for piece in pieces) - start
    if span > MAX_SPAN:
        return None
    bins = int(span) + 2
    crossing = [0] * (bins + 1)
    for piece in pieces:
        crossing[int(piece.x0 - start) + 1] += 1
        crossing[max(int(piece.x0 - start) + 1, int(piece.x1 - start))] -= 1
    for index in range(1, bins + 1):
        crossing[index] += crossing[index - 1]
    middle = range(int(0.25 * bins), int(0.75 * bins) + 1)
    least = min(crossing[index] for index in middle)
    runs: list[list[int]] = []
    for index in middle:
        if crossing[index] == least:
            if runs and runs[-1][-1] == index - 1:
                runs[-1].append(index)
            else:
                runs.append([index])
    best = max(runs, key=lambda run: (len(run), -abs(run[0] - bins / 2)))
    gutter = start + (best[0] + best[-1] + 1) / 2
    left = [piece for piece in pieces if piece.x1 <= gutter]
    right = [piece for piece in pieces if piece.x0 >= gutter]
    return gutter if _stand_together(pieces, gutter) and _are_columns(left, right) else None


def _stand_together(pieces: Sequence[Piece], gutter: float) -> bool:
    """Whether some lines on both sides follow each other with none across: a wide word space does not."""
    left = right = 0
    for piece in pieces:
        if piece.x1 <= gutter:
            left += 1
        elif piece.x0 >= gutter:
            right += 1
        else:
            left = right = 0
        if min(left, right) >= 3:  # noqa: PLR2004
            return True
    return False


def _are_columns(left: Sequence[Piece], right: Sequence[Piece]) -> bool:
    """Whether the lines on both sides run to their edge, side by side, as no table's cells do."""
    beside = sum(right[-1].base <= piece.base <= right[0].base + piece.size for piece in left)
    return beside >= 2 and all(_reach(side) for side in (left, right))  # noqa: PLR2004


def _reach(side: Sequence[Piece]) -> bool:
    edge, begin = max(piece.x1 for piece in side), min(piece.x0 for piece in side)
    full = [p for p in side if p.x1 >= edge - 1.6 * p.size and p.x0 <= begin + 2.6 * p.size]
    cells = (edge - begin) / max(piece.size for piece in side)
    return len(full) >= max(2, COLUMN_FULL * len(side)) and cells >= 7  # noqa: PLR2004


def _rows(ordered: Sequence[Piece], column: str) -> list[Piece]:
    """Pieces of one column, top down: tables cell by cell, other rows made one piece."""
    rows: list[list[Piece]] = []
    for piece in ordered:
        if not rows or rows[-1][0].base - piece.base > SAME_ROW * piece.size:
            rows.append([])
        rows[-1].append(replace(piece, column=column))
    for row in rows:
        row.sort(key=lambda piece: piece.x0)
    result: list[Piece] = []
    index = 0
    while index < len(rows):
        end = _table_end(rows, index)
        if end > index:
            result.extend(_cells(rows[index:end]))
            index = end
        else:
            result.append(_one(rows[index]))
            index += 1
    return result


def _one(row: Sequence[Piece]) -> Piece:
    """A row that is no table's as one piece: letters spread out, a number and its text."""
    if len(row) == 1:
        return row[0]
    widest = max(row, key=lambda piece: piece.x1 - piece.x0)
    return replace(
        widest,
        text=" ".join(piece.text for piece in row),
        x0=row[0].x0,
        x1=row[-1].x1,
        first=row[0].first,
        raised=row[0].raised,
        bold=all(piece.bold for piece in row),
    )


def _is_cells(row: Sequence[Piece]) -> bool:
    return 1 < len(row) <= MAX_CELLS and not (len(row) == 2 and _MARKER.fullmatch(row[0].text))  # noqa: PLR2004


def _aligned(one: Piece, other: Piece) -> bool:
    reach = 0.6 * other.size
    same = (one.x0 - other.x0, one.x1 - other.x1, (one.x0 + one.x1 - other.x0 - other.x1) / 2)
    return any(abs(distance) <= reach for distance in same)


def _table_end(rows: Sequence[Sequence[Piece]], start: int) -> int:
    """The row after the table that begins at ``start``; ``start`` where none does."""
    if not _is_cells(rows[start]):
        return start
    end = start + 1
    multiple = 1
    heads = list(rows[start])
    while end < len(rows):
        row = rows[end]
        if rows[end - 1][0].base - row[0].base > 4 * row[0].size or len(row) > MAX_CELLS:
            break
        matches = sum(any(_aligned(piece, head) for head in heads) for piece in row)
        if len(row) > 1:
            if matches < min(2, len(row)):
                break
            multiple += 1
            if len(row) > len(heads):
                heads = list(row)
        elif not any(_aligned(row[0], head) and row[0].x1 <= head.x1 + 4 * head.size for head in heads[1:]):
            break
        end += 1
    return end if multiple > 1 else start


def _cells(rows: Sequence[Sequence[Piece]]) -> list[Piece]:
    """A table row by row, a cell's lines together; ``cell`` says where a cell begins."""
    gaps = [upper[0].base - lower[0].base for upper, lower in pairwise(rows)]
    tight = min(gaps)
    grown = max(gaps) > 1.25 * tight and tight <= 1.9 * rows[0][0].size
    result: list[Piece] = []
    logical: list[list[Piece]] = []

    def close() -> None:
        for cell in logical:
            result.extend(replace(piece, cell="more" if at else "first") for at, piece in enumerate(cell))
        logical.clear()

    for index, row in enumerate(rows):
        under = [next((c for c in logical if _aligned(piece, c[-1])), None) for piece in row]
        if index and grown and gaps[index - 1] <= 1.12 * tight and all(under):
            for piece, cell in zip(row, under, strict=True):
                if cell is not None:
                    cell.append(piece)
            continue
        close()
        logical.extend([piece] for piece in row)
    close()
    return result
