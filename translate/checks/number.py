"""Numbers, compared by value in both directions; dates are a card of their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from translate.checks.base import Check, Context, Pair, is_blank
from translate.model import Finding, Severity
from translate.quantities import Date, Difference, Quantity, differences, labels, plain, spoken, unit_differs


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the Chinese that the English lacks, or the reverse; a currency or unit swapped.

    What only answers for a number (一個, "both", "a decade") is never asked for, but
    may answer one of the other text. Nothing is converted: 3公里 is three kilometers.
    """

    id: str = "number"
    name: str = "Numbers"
    severity: Severity = "critical"

    def find(self, pair: Pair, context: Context) -> Iterator[Finding]:
        """One finding for each quantity without its like; a likely pair of such is one finding."""
        if is_blank(pair):
            return
        for difference in differences(pair.zh, pair.en, context.date):
            if not difference.dated:
                yield finding(self, difference)
        for wanted, given in labels(pair.zh, pair.en):
            yield finding(self, Difference(wanted, given, dated=False))


def finding(check: Check, difference: Difference) -> Finding:
    """What is wrong with a quantity of the Chinese, one of the English, or both."""
    wanted, given = difference.wanted, difference.given
    if wanted is None:
        message = f"“{given.text if given else ''}” is not in the Chinese."
    elif given is None:
        message = f"{_told(wanted, difference.means)} is not in the English."
    elif unit_differs(wanted, given):
        message = f"{wanted.text} is {wanted.unit}; the English has “{given.text}” ({given.unit})."
    else:
        message = f"{_told(wanted, difference.means)}; the English has “{given.text}”."
    return Finding(
        check.id, check.severity, message,
        wanted.span if wanted else None, given.span if given else None,
        spoken(wanted) if wanted and wanted.kind != "label" else None,
    )  # fmt: skip


def _told(quantity: Quantity, means: Date | None) -> str:
    """The Chinese with its value, where that says more than the characters do."""
    text = quantity.text.strip()
    if quantity.kind == "token":
        return text
    date = means or quantity.date
    value = spoken(quantity) if date is None else str(date)
    exact = f" = {plain(quantity.value)}" if quantity.kind == "money" and quantity.value is not None else ""
    return f"{text} ({value}{exact})"
