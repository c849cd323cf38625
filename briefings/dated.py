"""Which days the sentences of a paper speak of, as far as the paper tells.

A day needs a month; the year comes from the words (2021年, 去年), from a date
before it in the same paragraph, or from the paper's own date: the latest year in
which the day is not after the paper. Dates of the news that a paper cites,
（人民網，2021.8.5）, are the day of the report and do not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date as calendar_date

from translate.model import Block
from translate.quantities import Date, Quantity, in_chinese
from translate.quantities.resolve import PaperDate, resolved

_DOTTED = re.compile(r"\d{4}\.\d{1,2}\.\d{1,2}|(?<=[、，])\d{1,2}(?:\.\d{1,2})?(?=[、）)])")
_QUARTER = re.compile(r"(\d{4})-Q([1-4])")


@dataclass(frozen=True, slots=True)
class Dated:
    """A day in a sentence: ``iso``, and its place in the block's text."""

    iso: str
    start: int
    end: int
    segment: int
    words: str


def dates_in(block: Block, paper: str) -> tuple[Dated, ...]:
    """The days that ``block`` speaks of, in its order.

    Args:
        block: a block of a paper.
        paper: the paper's date as ``sources.toml`` has it, ``""`` if unknown.
    """
    return tuple(_dates(block, paper))


def _dates(block: Block, paper: str) -> Iterator[Dated]:
    known = _paper_date(paper)
    cited = [match.span() for match in _DOTTED.finditer(block.text)]
    year: int | None = None
    for quantity in resolved(in_chinese(block.text), known):
        if any(start < quantity.span[1] and quantity.span[0] < end for start, end in cited):
            continue
        date = quantity.date
        if date is None or date.month is None or date.day is None:
            year = _year(quantity) or year
            continue
        if date.year is not None:
            year = date.year
        elif year is None or not _possible(year, date, paper):
            year = _latest_year(date, paper)
        iso = _iso(year, date)
        if iso:
            yield Dated(
                iso, quantity.span[0], quantity.span[1], _segment(block, quantity.span[0]), quantity.text
            )


def _paper_date(paper: str) -> PaperDate | None:
    return PaperDate.of(paper)


def _year(quantity: Quantity) -> int | None:
    """A year told without a day still governs the days after it: 2021年底 … 12月9日."""
    return quantity.date.year if quantity.date is not None else None


def _last_day(paper: str) -> tuple[int, int] | None:
    """Year and month that a paper's days cannot be after."""
    quarter = _QUARTER.fullmatch(paper)
    if quarter:
        return int(quarter[1]), int(quarter[2]) * 3
    known = PaperDate.of(paper)
    return (known.year, known.month or 12) if known else None


def _possible(year: int, date: Date, paper: str) -> bool:
    last = _last_day(paper)
    return last is None or (year, date.month or 1) <= last


def _latest_year(date: Date, paper: str) -> int | None:
    last = _last_day(paper)
    if last is None:
        return None
    return last[0] if (date.month or 1) <= last[1] else last[0] - 1


def _iso(year: int | None, date: Date) -> str:
    if year is None or date.month is None or date.day is None:
        return ""
    try:
        return calendar_date(year, date.month, date.day).isoformat()
    except ValueError:
        return ""


def _segment(block: Block, position: int) -> int:
    """Number of the segment that holds ``position``."""
    return max(
        (number for number, segment in enumerate(block.segments) if segment.start <= position), default=0
    )
