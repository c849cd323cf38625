"""Numbers and dates, compared by value in both directions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from translate.checks.base import Context, Pair, is_blank
from translate.model import Finding, Severity
from translate.quantities import Pool, Quantity, in_chinese, in_english, plain, same_currency, spoken


@dataclass(frozen=True, slots=True)
class Number:
    """A number or date of the Chinese that the English lacks, or the reverse.

    What only answers for a number (一個, "both", "a decade") is never asked for, but
    may answer one of the other text. Months and years that English supplies are
    accepted: the source text of a segment does not hold the paper's date.
    """

    id: str = "number"
    name: str = "Numbers and dates"
    severity: Severity = "critical"

    def find(self, pair: Pair, context: Context) -> Iterator[Finding]:  # noqa: ARG002  (all checks are asked alike)
        """One finding for each quantity without its like; a likely pair of such is one finding."""
        if is_blank(pair):
            return
        chinese, english = in_chinese(pair.zh), in_english(pair.en)
        source, target = Pool.of(chinese), Pool.of(english)
        missing = [q for q in chinese if q.firm and not target.holds(q)]
        missing += _too_few(chinese, english, set(missing))
        added = [q for q in english if q.firm and not source.holds(q, supplied=True)]
        for wanted, given in _coupled(missing, added):
            yield self._finding(wanted, given)
        for label in _label(chinese, english, target):
            yield self._finding(*label)

    def _finding(self, wanted: Quantity | None, given: Quantity | None) -> Finding:
        if wanted is None:
            text = given.text if given else ""
            message = f"“{text}” is not in the Chinese."
        elif given is None:
            message = f"{_told(wanted)} is not in the English."
        elif _currency_differs(wanted, given):
            message = f"{wanted.text} is {wanted.unit}; the English has “{given.text}” ({given.unit})."
        else:
            message = f"{_told(wanted)}; the English has “{given.text}”."
        return Finding(
            self.id, self.severity, message,
            wanted.span if wanted else None, given.span if given else None,
            spoken(wanted) if wanted and wanted.kind != "label" else None,
        )  # fmt: skip


def _told(quantity: Quantity) -> str:
    """The Chinese with its value, where that says more than the characters do."""
    text = quantity.text.strip()
    if quantity.kind == "token":
        return text
    value = str(quantity.date) if quantity.date else spoken(quantity)
    exact = f" = {plain(quantity.value)}" if quantity.kind == "money" and quantity.value is not None else ""
    return f"{text} ({value}{exact})"


def _coupled(
    missing: Sequence[Quantity], added: Sequence[Quantity]
) -> Iterator[tuple[Quantity | None, Quantity | None]]:
    """Missing and added quantities, those that look like one mistake together, in order."""
    free = list(added)
    for wanted in missing:
        best = min(free, key=lambda given: _distance(wanted, given), default=None)
        if best is not None and _distance(wanted, best) < FAR:
            free.remove(best)
            yield wanted, best
        else:
            yield wanted, None
    for given in free:
        yield None, given


FAR = 9


def _distance(wanted: Quantity, given: Quantity) -> int:
    """How unlike two unmatched quantities are; ``FAR`` if they can hardly be one mistake."""
    if (wanted.date is None) != (given.date is None):
        return FAR
    if wanted.date is not None and given.date is not None:
        parts = ("year", "month", "day")
        return sum(getattr(wanted.date, part) != getattr(given.date, part) for part in parts)
    if wanted.value is None or given.value is None or (wanted.kind == "time") != (given.kind == "time"):
        return FAR
    if wanted.value == given.value:
        return 0
    ratio = wanted.value / given.value if given.value else None
    digits = str(ratio.numerator) + str(ratio.denominator) if ratio else "x"
    if set(digits) <= {"1", "0"}:
        return 1  # a power of ten: the usual slip between 億 and billion
    return 2 if wanted.kind == given.kind else 3


def _currency_differs(wanted: Quantity, given: Quantity) -> bool:
    return (
        wanted.value == given.value
        and wanted.kind == given.kind == "money"
        and not same_currency(wanted.unit, given.unit)
    )


def _too_few(
    chinese: Sequence[Quantity], english: Sequence[Quantity], missing: set[Quantity]
) -> Iterator[Quantity]:
    """Days, sums and shares that the Chinese has more often than the English: the last of each.

    Not plain numbers and years: English says "that season" where Chinese says 1995 again.
    """
    counted = [q for q in chinese if q.firm and q not in missing and _counted(q)]
    yearless = [(q, replace(q, date=replace(q.date, year=None)) if q.date else q) for q in counted]
    last = {(bare.value, bare.date): (q, bare) for q, bare in yearless}
    for (value, date), (quantity, bare) in last.items():
        times = sum((other.value, other.date) == (value, date) for _, other in yearless)
        if times > 1 and sum(Pool.of([q]).holds(bare) for q in english) < times:
            yield quantity


def _counted(quantity: Quantity) -> bool:
    if quantity.date is not None:
        return quantity.date.day is not None
    return quantity.kind in {"money", "share"}


def _label(
    chinese: Sequence[Quantity], english: Sequence[Quantity], target: Pool
) -> Iterator[tuple[Quantity, Quantity | None]]:
    """The number of a heading or item that the English lacks or has otherwise."""
    given = next((q for q in english if q.kind == "label"), None)
    for wanted in chinese:
        if wanted.kind != "label" or wanted.value is None:
            continue
        if (given is not None and given.value != wanted.value) or wanted.value not in target.values:
            yield wanted, given
