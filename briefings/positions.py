"""Who said what: statements by side and by subject, each cell statements, none generated."""

from __future__ import annotations

from collections.abc import Sequence

from briefings.model import Column, Position, Statement

_ORDER = ("US", "PRC")
_TITLES = {"US": "The US side", "PRC": "The Chinese side", "joint": "Both sides", "": "Speaker not named"}


def _sides(statements: Sequence[Statement]) -> list[str]:
    """US, PRC, then the others as they first speak; joint and unknown speakers last."""
    seen = list(dict.fromkeys(statement.side for statement in statements))
    last = [side for side in seen if side in {"joint", ""}]
    rest = [side for side in seen if side not in {*_ORDER, "joint", ""}]
    return [side for side in _ORDER if side in seen] + rest + last


def columns(statements: Sequence[Statement]) -> tuple[Column, ...]:
    """One column a side, statements in the order given."""
    return tuple(
        Column(side, _TITLES.get(side, side), tuple(item for item in statements if item.side == side))
        for side in _sides(statements)
    )


def positions(statements: Sequence[Statement]) -> tuple[Position, ...]:
    """Cells of side × subject that hold at least one statement."""
    cells: dict[tuple[str, str], list[str]] = {}
    for statement in statements:
        for subject in statement.subjects:
            cells.setdefault((statement.side, subject), []).append(statement.id)
    return tuple(Position(side, subject, tuple(ids)) for (side, subject), ids in cells.items())
