"""Relative dates (去年, 本月, "last year") to dates, given the date of the paper."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date as calendar_date
from datetime import timedelta

from translate.quantities.values import Date, Quantity

_PAPER = re.compile(r"(?P<year>\d{4})(?:-Q[1-4]|-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?")
_JOINED = 1
"""Characters that may stand between 今年 and 11月."""


@dataclass(frozen=True, slots=True)
class PaperDate:
    """A paper's date as far as it is known."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def of(cls, text: str) -> PaperDate | None:
        """From ``YYYY``, ``YYYY-Qn``, ``YYYY-MM`` or ``YYYY-MM-DD``; ``None`` for anything else."""
        match = _PAPER.fullmatch(text)
        if match is None:
            return None
        month, day = match["month"], match["day"]
        return cls(int(match["year"]), int(month) if month else None, int(day) if day else None)


def resolved(quantities: Sequence[Quantity], paper: PaperDate | None) -> tuple[Quantity, ...]:
    """``quantities`` with the dates that relative ones stand for, one for one.

    A relative quantity gets its ``date``; a date right after it (今年11月, 本月16日) its
    year and month. Weeks, and what the paper's date does not tell, stay as they are.
    """
    if paper is None:
        return tuple(quantities)
    found: list[Quantity] = []
    for quantity in quantities:
        if quantity.kind == "relative":
            date = _date(quantity, paper)
            found.append(quantity if date is None else replace(quantity, date=date))
            continue
        before = found[-1] if found else None
        if quantity.date is not None and before is not None and before.kind == "relative" and before.date:
            near = 0 <= quantity.span[0] - before.span[1] <= _JOINED
            found.append(replace(quantity, date=_joined(quantity.date, before.date)) if near else quantity)
            continue
        found.append(quantity)
    return tuple(found)


def _joined(date: Date, base: Date) -> Date:
    if date.year is not None:
        return date
    if date.month is None and not date.part and base.month is not None:
        return replace(date, year=base.year, month=base.month)
    # 本月11月 cannot be
    if base.month is not None and base.month != date.month:
        return date
    return replace(date, year=base.year)


def _date(quantity: Quantity, paper: PaperDate) -> Date | None:
    if quantity.value is None:
        return None
    away = int(quantity.value)
    match quantity.unit:
        case "year":
            return Date(paper.year + away)
        case "month" if paper.month is not None:
            months = paper.year * 12 + paper.month - 1 + away
            return Date(months // 12, months % 12 + 1)
        case "day" if paper.month is not None and paper.day is not None:
            try:
                day = calendar_date(paper.year, paper.month, paper.day) + timedelta(away)
            except ValueError:
                return None
            return Date(day.year, day.month, day.day)
    return None
