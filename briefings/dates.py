"""Dates in words, US style, and an event's local dates side by side."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import groupby

from briefings.model import LocalDate
from translate.config import Config

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
_DAY = len("2021-12-31")
_QUARTERS = {"Q1": "first quarter", "Q2": "second quarter", "Q3": "third quarter", "Q4": "fourth quarter"}


def today(config: Config) -> str:
    """The day of the build, or of SOURCE_DATE_EPOCH, as ISO 8601."""
    if config.source_date_epoch is not None:
        return datetime.fromtimestamp(config.source_date_epoch, UTC).date().isoformat()
    return datetime.now(UTC).date().isoformat()


def in_words(date: str) -> str:
    """``2021-12`` as ``December 2021``; a day, a quarter and a year likewise."""
    parts = date.split("-")
    if len(parts) == 1:
        return date
    if parts[1] in _QUARTERS:
        return f"{_QUARTERS[parts[1]]} of {parts[0]}"
    month = MONTHS[int(parts[1]) - 1]
    return f"{month} {parts[0]}" if len(parts) == 2 else f"{month} {int(parts[2])}, {parts[0]}"  # noqa: PLR2004


def _local(date: str) -> str:
    """A day, or several days of one event in one place: ``December 9–10, 2021``."""
    first, _, last = date.partition("/")
    if not last:
        return in_words(first)
    if first[:7] == last[:7]:
        return f"{MONTHS[int(first[5:7]) - 1]} {int(first[8:])}–{int(last[8:])}, {first[:4]}"
    if first[:4] == last[:4]:
        return f"{in_words(first).rsplit(',', 1)[0]}–{in_words(last)}"
    return f"{in_words(first)}–{in_words(last)}"


def event_line(dates: Sequence[LocalDate], start: str, end: str = "") -> str:
    """Local dates side by side, never as a range over zones; without them the event's first and last day.

    ``November 15, 2021 (Washington) / November 16, 2021 (Beijing, Taipei)``; one
    date everywhere stands without places.
    """
    if not dates:
        several = end not in {"", start} and len(start) == len(end) == _DAY
        return _local(f"{start}/{end}") if several else in_words(start)
    ordered = sorted(dates, key=lambda item: item.date)
    groups = [
        (date, [item.place for item in items]) for date, items in groupby(ordered, lambda item: item.date)
    ]
    if len(groups) == 1:
        return _local(groups[0][0])
    return " / ".join(f"{_local(date)} ({', '.join(places)})" for date, places in groups)
