"""Whether a quantity of one text has its like in the other: by value, never by digits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from translate.quantities.values import Date, Quantity

HALF_DAY = 12 * 60
DOLLARS = frozenset({"USD", "TWD", "HKD", "AUD", "CAD", "SGD"})


@dataclass(frozen=True, slots=True)
class Pool:
    """All quantities of one text, ready to be asked for a value."""

    quantities: tuple[Quantity, ...]
    values: frozenset[Fraction]
    in_names: frozenset[Fraction]
    dates: tuple[Date, ...]
    tokens: frozenset[str]
    times: frozenset[Fraction]
    relative: frozenset[str]

    @classmethod
    def of(cls, quantities: Iterable[Quantity]) -> Pool:
        """A pool of ``quantities``."""
        found = tuple(quantities)
        dates = tuple(q.date for q in found if q.date is not None)
        values = {value for q in found if q.kind not in {"time", "token"} for value in q.values}
        values |= {Fraction(date.year) for date in dates if date.year is not None}
        values |= {Fraction(date.day) for date in dates if date.day is not None and date.month is None}
        return cls(
            quantities=found,
            values=frozenset(values),
            in_names=frozenset(value for q in found if q.kind == "token" for value in q.also),
            dates=dates,
            tokens=frozenset(q.text.casefold() for q in found if q.kind == "token"),
            times=frozenset(q.value % HALF_DAY for q in found if q.kind == "time" and q.value is not None),
            relative=frozenset(q.unit for q in found if q.kind == "relative"),
        )

    def holds(self, quantity: Quantity, *, supplied: bool = False) -> bool:
        """Whether ``quantity`` of the other text is expressed here.

        Args:
            quantity: one of the other text.
            supplied: the other text may name a month or year that is only
                understood here (English "September 17" for 17日).
        """
        match quantity.kind:
            case "date":
                return self._date(quantity, supplied=supplied)
            case "time":
                return self._time(quantity)
            case "token":
                return quantity.text.casefold() in self.tokens or all(
                    run in self.values | self.in_names for run in quantity.also
                )
            case "money":
                return self._money(quantity)
            case _:
                return self._number(quantity)

    def _number(self, quantity: Quantity) -> bool:
        # G20 answers for 二十國, not for the 20th Congress
        values = self.values if quantity.kind == "ordinal" else self.values | self.in_names
        if any(value in values for value in quantity.values):
            return True
        value = quantity.value
        if value is None:
            return False
        if quantity.kind in {"ordinal", "cardinal"} and any(date.day == value for date in self.dates):
            return quantity.kind == "ordinal"
        if any(time == value * 60 % HALF_DAY for time in self.times if value <= 24):  # noqa: PLR2004
            return True
        return any(_about(quantity, other) for other in self.quantities)

    def _money(self, quantity: Quantity) -> bool:
        """The value with a currency that is the same or not told."""
        like = [q for q in self.quantities if any(value in q.values for value in quantity.values)]
        return any(q.kind != "money" or same_currency(q.unit, quantity.unit) for q in like)

    def _time(self, quantity: Quantity) -> bool:
        value = quantity.value
        if value is None or value % HALF_DAY in self.times:
            return True
        return value % 60 == 0 and not {value / 60, (value - HALF_DAY) / 60}.isdisjoint(self.values)

    def _date(self, quantity: Quantity, *, supplied: bool) -> bool:
        date = quantity.date
        if date is None:
            return True
        if any(
            _compatible(date, other) and self._rest(date, other, supplied=supplied) for other in self.dates
        ):
            return True
        if date.month is None:
            number = date.year if date.day is None else date.day
            return number is not None and Fraction(number) in self.values | self.in_names
        if any(value in self.values for value in quantity.also):
            return True
        if not supplied:
            return False
        # English "last November" for 上個月 is the paper's date, not this text's
        finest = "month" if date.day is None else "day"
        return finest in self.relative

    def _rest(self, date: Date, other: Date, *, supplied: bool) -> bool:
        """Whether what ``date`` tells and ``other`` leaves open stands elsewhere in the text."""
        if supplied:
            return True
        month = (
            date.month is None or other.month is not None or any(d.month == date.month for d in self.dates)
        )
        year = (
            date.year is None or other.year is not None or Fraction(date.year) in self.values | self.in_names
        )
        return month and year


def _compatible(date: Date, other: Date) -> bool:
    """No part contradicts, and the finest part that ``date`` tells is told."""
    pairs = ((date.year, other.year), (date.month, other.month), (date.day, other.day))
    if any(a is not None and b is not None and a != b for a, b in pairs):
        return False
    finest = max((index for index, (a, _) in enumerate(pairs) if a is not None), default=0)
    return pairs[finest][1] is not None


def _about(one: Quantity, other: Quantity) -> bool:
    """二十多 may be "two dozen": only dozens are near enough without being equal."""
    if one.value is None or other.value is None or not (one.approximate or other.approximate):
        return False
    dozens = "dozen" in one.text.lower() or "dozen" in other.text.lower()
    return dozens and abs(one.value - other.value) * 5 <= one.value


def same_currency(one: str, other: str) -> bool:
    """Whether two currency codes may mean one currency; unknown ones may."""
    if not one or not other or one == other:
        return True
    return (one == "$" and other in DOLLARS) or (other == "$" and one in DOLLARS)
