"""Dates and times in levelled English text: the readers that ``english`` puts before its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from translate.quantities.scan import Reader
from translate.quantities.values import MONTHS, Date, Quantity
from translate.quantities.words import SMALL

_NAMES = {name: number for number, name in enumerate(MONTHS, start=1)}
_NAMES |= {name[:3]: number for name, number in _NAMES.items()} | {"Sept": 9}
_LONG = "|".join(MONTHS)
_SHORT = r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?"
_MONTH = rf"(?:{_LONG}|{_SHORT})"
_NO_DAY = r"[\d%]|,\d{3}(?!\d)|\.\d|:\d|\s?(?:percent|million|billion|trillion|[ap]\.?m\b)"
_DAY = rf"\d{{1,2}}(?:st|nd|rd|th)?(?!{_NO_DAY})"
_AND = r"\s?(?:,\s?(?:and|or|to)?|-|to|and|through|or|until|&)\s?"
_DAYS = rf"{_DAY}(?:{_AND}(?:the\s)?{_DAY}){{0,30}}"
_YEAR = r"(?:1\d{3}|20\d{2})(?!\d|,\d)"
_BEFORE_MAY = "|".join(
    f"(?<={before})" for before in (
        "[Ii]n ", "[Oo]f ", "last ", "this ", "[Ss]ince ", "by ", "[Ee]arly ", "[Ll]ate ",
        "mid-", "and ", "to ", "from ", "between ", "is ", "was ", "through ", "for ", r"\[", r"\(", "By ",
        "next ", "until ", "before ", "after ", "\x00 ", "\x00",
    )
)  # fmt: skip
"""Before "May" and "March" alone, to be sure of the month."""


def _quantity(span: tuple[int, int], date: Date) -> Quantity:
    return Quantity("", span, "date", date=date)


def _month(name: str) -> int:
    return _NAMES[name.rstrip(".")]


def _list(match: re.Match[str]) -> Iterator[tuple[int, int, int]]:
    for part in re.finditer(r"\d{1,2}", match["days"]):
        yield int(part.group()), match.start("days") + part.start(), match.start("days") + part.end()


def _days(match: re.Match[str]) -> tuple[Quantity, ...] | None:
    """September 10, 17, and 22, 2021: every day gets month and year."""
    year = int(match["year"]) if match["year"] else None
    month = _month(match["month"])
    found: list[Quantity] = []
    days = list(_list(match))
    for number, (day, start, end) in enumerate(days):
        if not 1 <= day <= 31:  # noqa: PLR2004
            return None
        first = match.start() if number == 0 and match.start("month") < start else start
        last = match.end() if number == len(days) - 1 else end
        # "On August 6, 12 countries": what only follows a comma may be a number after all
        also = (Fraction(day),) if number else ()
        found.append(Quantity("", (first, last), "date", date=Date(year, month, day), also=also))
    return tuple(found)


def _month_only(match: re.Match[str]) -> tuple[Quantity, ...]:
    year = match.groupdict().get("year")
    return (_quantity(match.span(), Date(int(year) if year else None, _month(match["month"]))),)


def _bare_short(match: re.Match[str]) -> tuple[Quantity, ...]:
    """In "Nov-Feb" it answers for a month, but "Jan" may be a man."""
    return (Quantity("", match.span(), "date", date=Date(month=_month(match["month"])), firm=False),)


def _iso(match: re.Match[str]) -> tuple[Quantity, ...] | None:
    month, day = int(match["month"]), int(match["day"])
    if not (1 <= month <= 12 and 1 <= day <= 31):  # noqa: PLR2004
        return None
    return (_quantity(match.span(), Date(int(match["year"]), month, day)),)


def _decade(match: re.Match[str]) -> tuple[Quantity, ...]:
    text = match["n"].lower()
    value = Fraction(text) if text.isdigit() else Fraction(SMALL[text[:-3] + "y"])
    also: tuple[Fraction, ...] = ()
    if value < 100:  # noqa: PLR2004
        also = (1900 + value, 2000 + value)
    elif value % 100 == 0:
        also = (value / 100 + 1,)  # the 1800s are the 19th century
    return (Quantity("", match.span(), "decade", value, firm=text.isdigit(), also=also),)


def _time(match: re.Match[str]) -> tuple[Quantity, ...] | None:
    groups = match.groupdict()
    hour, minute = int(groups["hour"]), int(groups.get("minute") or 0)
    if hour > 24 or minute > 59:  # noqa: PLR2004
        return None
    later = 12 if (groups.get("half") or "").lower().startswith("p") and hour < 12 else 0  # noqa: PLR2004
    return (Quantity("", match.span(), "time", Fraction((hour + later) * 60 + minute)),)


def _half_past(match: re.Match[str]) -> tuple[Quantity, ...]:
    hour = int(match["hour"]) if match["hour"].isdigit() else SMALL[match["hour"].lower()]
    return (Quantity("", match.span(), "time", Fraction(hour * 60 + 30)),)


def _named_time(match: re.Match[str]) -> tuple[Quantity, ...]:
    minutes = 12 * 60 if match.group().lower() == "noon" else 0
    return (Quantity("", match.span(), "time", Fraction(minutes), firm=False),)


_TAIL = rf"(?:(?:,\s?|\s)(?:of\s)?(?P<year>{_YEAR}))?"
READERS = (
    Reader(
        re.compile(r"(?<![\d.])(?P<year>\d{4})([./-])(?P<month>\d{1,2})\2(?P<day>\d{1,2})(?![\d.]\d)"),
        _iso,
        "0123456789",
    ),
    Reader(
        re.compile(
            rf"\b(?P<days>{_DAYS})(?:\s?of)?[\s-](?P<month>{_MONTH})(?!\s\d{{1,2}}\b(?!,\d|[\d:])){_TAIL}"
        ),
        _days,
    ),
    Reader(re.compile(rf"\[?\b(?P<month>{_MONTH}|May)\]?\s(?:the\s)?(?P<days>{_DAYS}){_TAIL}"), _days),
    Reader(re.compile(rf"\b(?P<month>{_MONTH}),?\s(?:of\s)?(?P<year>{_YEAR})"), _month_only),
    Reader(re.compile(rf"(?:{_BEFORE_MAY})(?P<month>May|March)\b"), _month_only, ("may", "march")),
    Reader(
        re.compile(rf"\b(?P<month>{'|'.join(name for name in MONTHS if name not in {'May', 'March'})})\b"),
        _month_only,
    ),
    Reader(re.compile(r"\b(?P<month>Jan|Feb|Apr|Jul|Aug|Sept|Oct|Nov|Dec)\b\.?"), _bare_short),
    Reader(re.compile(r"(?:\b|')(?P<n>\d{0,2}\d0)'?s\b"), _decade),
    Reader(
        re.compile(r"\b(?P<n>(?:twen|thir|for|fif|six|seven|eigh|nine)ties)\b", re.IGNORECASE),
        _decade,
        ("ties",),
    ),
    Reader(
        re.compile(
            r"\b(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?::\d{2})?\s?(?P<half>[ap]\.?m\b\.?)", re.IGNORECASE
        ),
        _time,
    ),
    Reader(re.compile(r"\b(?P<hour>\d{1,2}):(?P<minute>\d{2})(?!\d)"), _time, ":"),
    Reader(re.compile(r"\b(?P<hour>\d{1,2})\s?(?P<half>[ap]\.?m\b\.?)", re.IGNORECASE), _time),
    Reader(re.compile(r"\b(?P<hour>\d{1,2})\s?o'clock"), _time, ("o'clock",)),
    Reader(
        re.compile(rf"\bhalf past (?P<hour>\d{{1,2}}|{'|'.join(SMALL)})\b", re.IGNORECASE),
        _half_past,
        ("half past",),
    ),
    Reader(re.compile(r"\b(?:noon|midnight)\b", re.IGNORECASE), _named_time, ("noon", "midnight")),
)
"""Full dates before months alone; "May" and "March" alone only where no verb can stand."""
