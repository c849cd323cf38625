"""What a number in a text means: its value, apart from the script and words it is written in."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

Kind = Literal[
    "cardinal",
    "ordinal",
    "money",
    "share",
    "date",
    "relative",
    "weekday",
    "season",
    "part",
    "decade",
    "time",
    "token",
    "label",
    "vague",
]
"""What a quantity is.

``share`` is a part of a whole (``value`` 1/2 for 五成, 50 percent); ``decade`` a run
of ten years (``value`` its first); ``time`` a time of day (``value`` minutes since
midnight); ``relative`` a date told from another one (去年, 本月; ``unit`` is ``year``,
``month``, ``week`` or ``day``, ``value`` how many of them away from the text's own date,
``None`` where that is not told, as in 同年); ``weekday`` 1 for Monday to 7; ``season`` 1
for spring to 4; ``part`` 1 for 月初, 年初, "early", 2 for the middle, 3 for 月底, 年底, "late"
(``unit`` is ``month``, ``year`` or ``decade``, centuries being decades here); ``token`` a
name with digits (G20, 10+3: ``also`` has its numbers); ``label`` the number of a heading
or item; ``vague`` only a magnitude (數十億, thousands).
"""

Span = tuple[int, int]

POINT = "point"
"""``unit`` of an ordinal that opens a point ("Third, …"): it answers for no count."""

SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))

SIGNS = {"USD": "US$", "TWD": "NT$", "HKD": "HK$", "EUR": "€", "GBP": "£", "$": "$", "¥": "¥"}
NAMES = {
    "JPY": "yen", "CNY": "yuan", "KRW": "won", "RUB": "rubles", "INR": "rupees", "AUD": "Australian dollars",
    "CAD": "Canadian dollars", "SGD": "Singapore dollars", "CHF": "Swiss francs",
}  # fmt: skip

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

RELATIVE = {
    ("year", -2): "the year before last", ("year", -1): "last year", ("year", 0): "this year",
    ("year", 1): "next year", ("year", 2): "the year after next", ("month", -1): "last month",
    ("month", 0): "this month", ("month", 1): "next month", ("week", -1): "last week",
    ("week", 0): "this week", ("week", 1): "next week",
    ("day", -2): "the day before yesterday", ("day", -1): "yesterday",
    ("day", 0): "today", ("day", 1): "tomorrow", ("day", 2): "the day after tomorrow",
}  # fmt: skip
"""English of a ``relative`` quantity, by unit and distance."""

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

SEASONS = ("spring", "summer", "autumn", "winter")
PARTS = {
    "month": ("early in the month", "in the middle of the month", "late in the month"),
    "year": ("early in the year", "in the middle of the year", "at the end of the year"),
    "decade": ("early", "middle", "late"),
}
"""English of a ``part``, by unit."""

_NTH = ("", "first", "second", "third", "fourth")


@dataclass(frozen=True, slots=True)
class Date:
    """A date as far as it is told; ``None`` is unknown.

    ``part`` is a part of the year, told instead of a month: ``Q1`` to ``Q4``, ``H1``, ``H2``.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    part: str = ""

    def __str__(self) -> str:
        if self.part:
            name = f"the {_NTH[int(self.part[1])]} {'quarter' if self.part[0] == 'Q' else 'half'} of "
            return name + (str(self.year) if self.year else "the year")
        if self.month is None:
            return ", ".join(str(part) for part in (self.day, self.year) if part is not None)
        name = MONTHS[self.month - 1]
        if self.day is None:
            return name if self.year is None else f"{name} {self.year}"
        return f"{name} {self.day}" if self.year is None else f"{name} {self.day}, {self.year}"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number or date found in a text.

    Attributes:
        text: as written, ``source[span[0]:span[1]]``.
        value: its value; ``None`` for dates and tokens.
        date: the date, for ``kind`` ``date``.
        unit: ISO 4217 code of the currency for money (``$`` for a dollar of
            unknown country, ``¥`` for yen or yuan, ``""`` for an unknown currency), the symbol of a unit of
            measure after a plain number (``km``, ``hour``), else ``""``.
        approximate: a word such as 約, 逾, about, more than stands by it.
        firm: a faithful translation has it. Not so: 一 and "one" (often an
            article), 兩國 ("both", "the countries"), numbers in set phrases.
        also: other values that the same words can have ("a third": 1/3 or 3).
    """

    text: str
    span: Span
    kind: Kind
    value: Fraction | None = None
    date: Date | None = None
    unit: str = ""
    approximate: bool = False
    firm: bool = True
    also: tuple[Fraction, ...] = ()

    @property
    def values(self) -> tuple[Fraction, ...]:
        """Every value that it can have, the plain one first."""
        return self.also if self.value is None else (self.value, *self.also)


def plain(value: Fraction) -> str:
    """``value`` in digits: ``1,250,000``, ``3.5``, ``2/3``."""
    if value.denominator == 1:
        return f"{value.numerator:,}" if abs(value) >= 10_000 else str(value.numerator)  # noqa: PLR2004 (years)
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest > 1:
        return f"{value.numerator}/{value.denominator}"
    return f"{(Decimal(value.numerator) / value.denominator).normalize():,f}"


def ordinal(number: int) -> str:
    """``number`` as 1st, 2nd, 13th."""
    teens = range(11, 14)
    ending = "th" if number % 100 in teens else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def scaled(value: Fraction) -> str:
    """``value`` as English prints it: ``1.25 billion``, ``65 million``, ``9,000``."""
    for scale, name in SCALES:
        if scale <= abs(value) < 1000 * scale and (value / scale * 1000).denominator == 1:
            return f"{plain(value / scale)} {name}"
    return f"{value.numerator:,}" if value.denominator == 1 else plain(value)


def _told_in_words(quantity: Quantity, number: int) -> str:
    match quantity.kind:
        case "season":
            return SEASONS[number - 1]
        case "part":
            return PARTS[quantity.unit][number - 1]
        case _:
            return RELATIVE.get((quantity.unit, number), quantity.text)


def spoken(quantity: Quantity) -> str:
    """``quantity`` as English of this project would print it; a suggestion, not a translation."""
    value = quantity.value
    if quantity.date is not None:
        return str(quantity.date)
    if value is None:
        return quantity.text
    match quantity.kind:
        case "ordinal" if value.denominator == 1:
            return ordinal(value.numerator)
        case "share" if (value * 1000).denominator == 1:
            return f"{plain(value * 100)} percent"
        case "time":
            return f"{value.numerator // 60}:{value.numerator % 60:02d}"
        case "weekday":
            return WEEKDAYS[value.numerator - 1]
        case "season" | "part" | "relative":
            return _told_in_words(quantity, value.numerator)
        case "decade":
            return f"{value.numerator}s"
        case "money":
            if quantity.unit in SIGNS:
                return f"{SIGNS[quantity.unit]}{scaled(value)}"
            return f"{scaled(value)} {NAMES.get(quantity.unit, '')}".rstrip()
        case _:
            return scaled(value) if value >= 10_000 else plain(value)  # noqa: PLR2004 (1992 is a year)
