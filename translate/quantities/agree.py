"""Whether a quantity of one text has its like in the other: by value, never by digits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from translate.quantities.values import POINT, Date, Quantity

HALF_DAY = 12 * 60
_FEW = frozenset(map(Fraction, range(2, 11)))
_PLAIN = frozenset(
    ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "both", "bilateral", "either",
     "neither", "couple", "pair", "trilateral", "dual", "quad", "decade", "decades")
)  # fmt: skip
"""English that says how many, not which."""
_APART = frozenset({"time", "token", "weekday", "relative", "season", "part"})
"""Kinds whose ``value`` is no number that the text states."""
SHARED = {"$": frozenset({"USD", "TWD", "HKD", "AUD", "CAD", "SGD"}), "¥": frozenset({"JPY", "CNY"})}
"""Signs that several currencies share."""


@dataclass(frozen=True, slots=True)
class Pool:
    """All quantities of one text, ready to be asked for a value.

    ``named`` has kind and unit of the quantities that can have a value.
    """

    quantities: tuple[Quantity, ...]
    values: frozenset[Fraction]
    in_names: frozenset[Fraction]
    ordinals: frozenset[Fraction]
    named: Mapping[Fraction, frozenset[tuple[str, str]]]
    dates: tuple[Date, ...]
    tokens: frozenset[str]
    times: frozenset[Fraction]
    weekdays: frozenset[Fraction]
    relative: frozenset[tuple[str, Fraction | None]]
    unresolved: frozenset[str]
    seasons: frozenset[Fraction]
    parts: frozenset[tuple[str, Fraction]]

    @classmethod
    def of(cls, quantities: Iterable[Quantity]) -> Pool:
        """A pool of ``quantities``."""
        found = tuple(quantities)
        dates = tuple(dict.fromkeys(q.date for q in found if q.date is not None))
        named: dict[Fraction, set[tuple[str, str]]] = {}
        for quantity in found:
            for value in quantity.values:
                named.setdefault(value, set()).add((quantity.kind, quantity.unit))
        values = {value for q in found if q.kind not in _APART and q.unit != POINT for value in q.values}
        values |= {Fraction(date.year) for date in dates if date.year is not None}
        values |= {Fraction(date.day) for date in dates if date.day is not None and date.month is None}
        return cls(
            quantities=found,
            values=frozenset(values),
            in_names=frozenset(value for q in found if q.kind == "token" for value in q.also),
            ordinals=frozenset(q.value for q in found if q.kind == "ordinal" and q.value is not None),
            named={value: frozenset(names) for value, names in named.items()},
            dates=dates,
            tokens=frozenset(q.text.casefold() for q in found if q.kind == "token"),
            times=frozenset(q.value % HALF_DAY for q in found if q.kind == "time" and q.value is not None),
            weekdays=frozenset(q.value for q in found if q.kind == "weekday" and q.value is not None),
            unresolved=frozenset(q.unit for q in found if q.kind == "relative" and q.date is None),
            relative=frozenset((q.unit, q.value) for q in found if q.kind == "relative"),
            seasons=frozenset(q.value for q in found if q.kind == "season" and q.value is not None),
            parts=frozenset((q.unit, value) for q in found if q.kind == "part" for value in q.values),
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
            case "weekday":
                return quantity.value in self.weekdays
            case "relative":
                return self._relative(quantity)
            case "season":
                return quantity.value in self.seasons or any(
                    date.month is not None and Fraction(date.month % 12 // 3 or 4) == quantity.value
                    for date in self.dates
                )
            case "part":
                return not self.parts.isdisjoint((quantity.unit, value) for value in quantity.values)
            case "token":
                return quantity.text.casefold() in self.tokens or self._runs(quantity)
            case "money":
                return self._money(quantity)
            case _:
                return self._number(quantity, supplied=supplied)

    def _number(self, quantity: Quantity, *, supplied: bool) -> bool:
        # G20 answers for 二十國, not for the 20th Congress
        values = self.values | (self.ordinals if quantity.kind == "ordinal" else self.in_names)
        if quantity.kind == "ordinal" and quantity.value in _FEW and not self._in_order(quantity):
            return False
        if any(value in values for value in quantity.values):
            return not quantity.unit or self._in_unit(quantity)
        value = quantity.value
        if value is None:
            return False
        if supplied and quantity.kind == "ordinal" and any(date.day == value for date in self.dates):
            return True  # "the 25th" for 25日
        if value.denominator > 1 and int(value) * 60 + value % 1 * 100 in self.times:
            return True
        if any(time == value * 60 % HALF_DAY for time in self.times if value <= 24):  # noqa: PLR2004
            return True
        return any(_about(quantity, other) for other in self.quantities)

    def _in_order(self, quantity: Quantity) -> bool:
        """Whether more than a plain "two" answers for 第二; "World War Two" does."""
        return any(
            quantity.value in other.values and (other.kind != "cardinal" or other.text not in _PLAIN)
            for other in self.quantities
        ) or (quantity.value == 1 or Fraction(quantity.value or 0) in self.in_names)

    def _runs(self, quantity: Quantity) -> bool:
        """Every number of a name, each as often as the name has it: 10+10 is not 10+1."""
        if "+" in quantity.text and len(set(quantity.also)) < len(quantity.also):
            return any(sorted(q.also) == sorted(quantity.also) for q in self.quantities if q.kind == "token")
        return all(run in self.values | self.in_names for run in quantity.also)

    def _money(self, quantity: Quantity) -> bool:
        """The value with a currency that is the same or not told."""
        return any(
            kind != "money" or same_currency(unit, quantity.unit) for kind, unit in self._like(quantity)
        )

    def _in_unit(self, quantity: Quantity) -> bool:
        """The value with a unit that is the same or not told."""
        like = self._like(quantity)
        return not like or any(not unit or kind == "money" or unit == quantity.unit for kind, unit in like)

    def _like(self, quantity: Quantity) -> set[tuple[str, str]]:
        """Kind and unit of everything here that has the value."""
        return {name for value in quantity.values for name in self.named.get(value, ())}

    def _relative(self, quantity: Quantity) -> bool:
        """The same distance, or something of the same unit whose distance is not told."""
        return bool({(quantity.unit, quantity.value), (quantity.unit, None)} & self.relative) or (
            quantity.value is None and any(unit == quantity.unit for unit, _ in self.relative)
        )

    def _time(self, quantity: Quantity) -> bool:
        value = quantity.value
        if value is None or value % HALF_DAY in self.times:
            return True
        if value // 60 + value % 60 / 100 in self.values:
            return True  # 11.29 for 11點29分
        return value % 60 == 0 and not {value / 60, (value - HALF_DAY) / 60}.isdisjoint(self.values)

    def _date(self, quantity: Quantity, *, supplied: bool) -> bool:
        date = quantity.date
        if date is None or (supplied and self._another_year(date)):
            return date is None
        if any(
            _compatible(date, other) and self._rest(date, other, supplied=supplied) for other in self.dates
        ):
            return True
        if date.part:
            return self._part(date)
        if date.day is not None and Fraction(date.day) in self.ordinals and self._month_told(date):
            return True  # "on November 15 and the 25th"
        if supplied and date.day is None and date.month is not None and self._in_part(date.month):
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
        return finest in self.unresolved

    def _month_told(self, date: Date) -> bool:
        return date.month is None or any(d.month == date.month for d in self.dates)

    def _in_part(self, month: int) -> bool:
        """第三季 may be "July to September", 冬天 "in December"."""
        season = Fraction(month % 12 // 3 or 4)
        return season in self.seasons or any(d.part == f"Q{(month + 2) // 3}" for d in self.dates)

    def _another_year(self, date: Date) -> bool:
        """Whether the very day or month is told here, always with another year."""
        if date.year is None or date.month is None:
            return False
        years = {d.year for d in self.dates if (d.month, d.day) == (date.month, date.day)} - {None}
        return bool(years) and date.year not in years

    def _part(self, date: Date) -> bool:
        """A quarter by its number or one of its months, half a year by a half."""
        number = int(date.part[1])
        if date.part[0] == "H":
            return not {Fraction(1, 2), Fraction(6)}.isdisjoint(self.values)
        months = range(3 * number - 2, 3 * number + 1)
        return Fraction(number) in self.values | self.in_names or any(d.month in months for d in self.dates)

    def _rest(self, date: Date, other: Date, *, supplied: bool) -> bool:
        """Whether what ``date`` tells and ``other`` leaves open stands elsewhere in the text."""
        if supplied:
            return True
        month = other.month is not None or self._month_told(date)
        year = (
            date.year is None or other.year is not None or Fraction(date.year) in self.values | self.in_names
        )
        return month and year


def _compatible(date: Date, other: Date) -> bool:
    """No part contradicts, and the finest part that ``date`` tells is told."""
    pairs = ((date.year, other.year), (date.month, other.month), (date.day, other.day))
    if any(a is not None and b is not None and a != b for a, b in pairs):
        return False
    if date.part:
        return date.part == other.part
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
    return any(sign in (one, other) and not codes.isdisjoint((one, other)) for sign, codes in SHARED.items())
