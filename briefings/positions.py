"""Who said what: statements by side and by subject, each cell statements, none generated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from briefings.entries import Subject
from briefings.model import Column, Position, Statement

SUBJECTS: tuple[str, ...] = get_args(Subject)
"""The rows, in order. The list is closed: ``quotations.toml`` takes no other."""

SIDES = ("US", "PRC", "Taiwan", "Japan", "Korea", "EU", "Russia", "UK", "Australia", "France")
"""The columns, in order; sides that are not listed follow as they first speak."""

AUTHOR = "author"
_LAST = ("joint", "", AUTHOR)
_TITLES = {
    "US": "The US side", "PRC": "The Chinese side", "Taiwan": "Taiwan’s government", "joint": "Jointly",
    "": "Speaker not named", AUTHOR: "Author’s assessment", "EU": "The EU", "UK": "The United Kingdom",
}  # fmt: skip
_BOTH = "Both sides"
_NOT_PARTIES = frozenset({"joint", "", AUTHOR})
_MOST_ASSESSED = 2
"""Assessments in one cell: the authors' view stands beside the statements, it does not bury them."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the table as it is printed; without statements where a principal side has none.

    ``goes_on``: the side's statements began in the cell to the left.
    """

    side: str
    title: str
    statements: tuple[Statement, ...]
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class Subjects:
    """One subject: rows of two cells, or of one as wide as both.

    First the principal sides next to each other; of the others, a side with several statements
    has a row of its own, and sides with one statement share rows.
    """

    name: str
    rows: tuple[tuple[Cell, ...], ...]


def title(side: str, sides: Sequence[str] = ()) -> str:
    """A side's name over its column; two parties that speak jointly are both sides."""
    if side == "joint" and len([one for one in sides if one not in _NOT_PARTIES]) <= 2:  # noqa: PLR2004
        return _BOTH
    return _TITLES.get(side, side)


def sides_of(statements: Sequence[Statement]) -> list[str]:
    """The sides that speak, in the closed order; joint and unknown speakers and the authors last."""
    seen = list(dict.fromkeys(statement.side for statement in statements))
    listed = [side for side in SIDES if side in seen]
    others = [side for side in seen if side not in {*SIDES, *_LAST}]
    return listed + others + [side for side in _LAST if side in seen]


def columns(statements: Sequence[Statement]) -> tuple[Column, ...]:
    """One column a side, statements in the order given."""
    sides = sides_of(statements)
    return tuple(
        Column(side, title(side, sides), tuple(item for item in statements if item.side == side))
        for side in sides
    )


def positions(statements: Sequence[Statement]) -> tuple[Position, ...]:
    """Cells of side × subject that hold at least one statement, subject after subject.

    Of the authors' assessments a cell takes the first two.
    """
    order = {name: number for number, name in enumerate(SUBJECTS)}
    cells: dict[tuple[str, str], list[str]] = {}
    for statement in statements:
        for subject in statement.subjects:
            cell = cells.setdefault((statement.side, subject), [])
            if statement.side != AUTHOR or len(cell) < _MOST_ASSESSED:
                cell.append(statement.id)
    sides = sides_of(statements)
    ordered = sorted(
        cells.items(), key=lambda item: (order.get(item[0][1], len(order)), sides.index(item[0][0]))
    )
    return tuple(Position(side, subject, tuple(ids)) for (side, subject), ids in ordered)


def table(cells: Sequence[Position], statements: Sequence[Statement]) -> tuple[Subjects, ...]:
    """``cells`` as they are printed: an utterance once in a cell, whatever wordings it has.

    The two sides that speak most of all stand side by side; where one of them says nothing on a
    subject its cell is empty, and that too is told. One side alone needs no table.
    """
    if len({cell.side for cell in cells}) < 2:  # noqa: PLR2004  (two sides)
        return ()
    by_id = {statement.id: statement for statement in statements}
    sides = sides_of(statements)
    pair = _principal(cells, sides)
    result = []
    for subject in dict.fromkeys(cell.subject for cell in cells):
        own = {cell.side: cell for cell in cells if cell.subject == subject}
        made = {
            side: Cell(
                side, title(side, sides), _once([by_id[key] for key in cell.statements if key in by_id])
            )
            for side, cell in own.items()
        }
        rows: list[tuple[Cell, ...]] = []
        if pair and any(side in made for side in pair):
            left, right = (made.pop(side, Cell(side, title(side, sides), ())) for side in pair)
            rows.append((left, right))
        rows += _rows([made[side] for side in sides if side in made])
        result.append(Subjects(subject, tuple(rows)))
    return tuple(result)


def _rows(cells: Sequence[Cell]) -> list[tuple[Cell, ...]]:
    """Rows of about equal halves; the authors' assessments stand apart from everybody."""
    rows: list[tuple[Cell, ...]] = []
    waiting: list[Cell] = []
    for cell in cells:
        if len(cell.statements) > 1:
            rows.append(_halves(cell))
        elif cell.side == AUTHOR:
            rows.append((cell,))
        else:
            waiting.append(cell)
    rows += [tuple(waiting[number : number + 2]) for number in range(0, len(waiting), 2)]
    return sorted(rows, key=lambda row: cells.index(next(c for c in cells if c.side == row[0].side)))


def _halves(cell: Cell) -> tuple[Cell, Cell]:
    """A side's statements in two cells of about the same length."""
    sizes = [len(item.printed_en) + 80 for item in cell.statements]
    cut = min(range(1, len(sizes)), key=lambda place: (abs(sum(sizes[:place]) - sum(sizes[place:])), place))
    return (
        Cell(cell.side, cell.title, cell.statements[:cut]),
        Cell(cell.side, cell.title, cell.statements[cut:], goes_on=True),
    )


def _principal(cells: Sequence[Position], sides: Sequence[str]) -> tuple[str, ...]:
    """The two parties with most statements, if there are two."""
    counted = {
        side: sum(len(cell.statements) for cell in cells if cell.side == side)
        for side in sides
        if side not in _NOT_PARTIES
    }
    most = sorted((side for side in counted if counted[side]), key=lambda side: -counted[side])[:2]
    return tuple(side for side in sides if side in most) if len(most) == 2 else ()  # noqa: PLR2004


def _once(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """Without a second wording of an utterance that stands there already."""
    kept: list[Statement] = []
    for statement in statements:
        if not any({item.id, *item.variants} & {statement.id, *statement.variants} for item in kept):
            kept.append(statement)
    return tuple(kept)
