"""Dates, compared in both directions: days, months, years, quarters, weekdays, times of day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from translate.checks.base import Context, Pair, is_blank
from translate.checks.number import finding
from translate.model import Finding, Severity
from translate.quantities import differences


@dataclass(frozen=True, slots=True)
class Dates:
    """A date of the Chinese that the English lacks or contradicts, or the reverse.

    去年, 本月 and the like are resolved from the paper's date where it is known. A day
    that differs by one is accepted where either text names another time zone.
    """

    id: str = "date"
    name: str = "Dates"
    severity: Severity = "major"

    def find(self, pair: Pair, context: Context) -> Iterator[Finding]:
        """One finding for each date without its like; a likely pair of such is one finding."""
        if is_blank(pair):
            return
        for difference in differences(pair.zh, pair.en, context.date):
            if difference.dated:
                yield finding(self, difference)
