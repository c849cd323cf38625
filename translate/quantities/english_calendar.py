"""Parts of a year, weekdays and dates told from another one, in levelled English text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from translate.quantities.scan import Reader
from translate.quantities.values import SEASONS, WEEKDAYS, Date, Quantity

_NTH = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "latter": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4,
        "final": 4, "last": 4}  # fmt: skip
_YEAR = r"(?:1\d{3}|20\d{2})(?!\d|,\d)"
_OF_YEAR = rf"(?:,?\s(?:(?:of|in)\s)?(?P<year>{_YEAR})|\sof\s(?:the|this|that|last|next)\s(?:\w+\s)?year\b)"

_LAST = "(?:last|previous|past|preceding|prior)"
_NEXT = "(?:next|following|coming|subsequent|upcoming)"
_AGO = "(?:earlier|ago|before)"
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"

_MONTH_NAMES = tuple(month.lower() for month in _MONTHS.split("|"))
_SEASONS = {name: place for place, name in enumerate(SEASONS, start=1)}
_PARTS = ("early|beginning|start|opening|first|turn", "mid", "late|end|close|last")
_PART_OF = (
    r"\b(?:(?:early|late|mid-to-late|mid|middle)[ -]"
    r"|(?:beginning|start|opening|turn|middle|end|close|(?:first|middle|last) (?:ten|10) days) of )"
    r"(?=(?:in )?(?:(?:the|this|that|last|next|each|every|same|following|previous|coming) )*"
    rf"(?P<what>(?:{_MONTHS})\b|months?\b|years?\b(?!-old)|(?:1\d|20)\d\d(?!\d|,\d)s?|'?\d0s"
    r"|(?:\d{1,2}(?:st|nd|rd|th)|[a-z]+-?[a-z]+(?:th|st|nd|rd))[ -]centur|decades?\b))|\byear[ -]end\b"
)


def _away(unit: str) -> Iterator[tuple[str, int | None, str]]:
    yield unit, -2, rf"(?:the )?{unit} before (?:last|yesterday)"
    yield unit, 2, rf"(?:the )?{unit} after (?:next|tomorrow)"
    yield unit, -1, rf"{_LAST} {unit}|(?:the )?{unit} before|(?:a|one) {unit} {_AGO}"
    yield unit, 1, rf"{_NEXT} {unit}|(?:the )?{unit} after|(?:a|one) {unit} later"
    yield unit, None, rf"(?:that|the same|same|of the) {unit}"


_RELATIVE: tuple[tuple[str, int | None, str], ...] = (
    ("day", 0, "today|tonight|this (?:morning|afternoon|evening)"),
    ("day", -1, "yesterday|last night|(?:the )?(?:previous|preceding) (?:evening|night)"),
    ("day", 1, "tomorrow|(?:the )?(?:next|following) (?:morning|evening|night)"),
    ("day", None, "(?:that|the same) (?:evening|night|morning|afternoon)"),
    ("year", 0, "(?:this|current|present)(?: [a-z]+)? year"),
    ("month", 0, "(?:this|current|present) month"),
    ("week", 0, "(?:this|current) week"),
    ("year", None, "recent years|(?:each|every) year|year-on-year|annual(?:ly)?"),
    *(row for unit in ("year", "month", "week", "day") for row in _away(unit)),
)
"""Unit, how many of them away, wording."""


def _relative(match: re.Match[str]) -> tuple[Quantity, ...]:
    unit, away, _ = _RELATIVE[int((match.lastgroup or "r0")[1:])]
    value = None if away is None else Fraction(away)
    return (Quantity("", match.span(), "relative", value, unit=unit, firm=False),)


def _season(match: re.Match[str]) -> tuple[Quantity, ...]:
    """The "last" of "last November": the month is read by itself."""
    return (Quantity("", match.span(), "relative", unit="year", firm=False),)


def _part_of(match: re.Match[str]) -> tuple[Quantity, ...]:
    """The "late" of "late October", "by the end of the year", "year-end", "in the early 1980s"."""
    words, what = match.group().lower(), (match["what"] or "year").lower()
    places = [place for place, names in enumerate(_PARTS, 1) if re.search(names, words)]
    unit = "month"
    if what.startswith("year") or (what.isdigit() and len(what) == len("2021")):
        unit = "year"
    elif not what.startswith(("month", *_MONTH_NAMES)):
        unit = "decade"
    span = (match.start(), match.start() + len(words.rstrip(" -")))
    also = tuple(map(Fraction, places[1:]))
    return (Quantity("", span, "part", Fraction(places[0]), unit=unit, firm=False, also=also),)


def _season_of(match: re.Match[str]) -> tuple[Quantity, ...]:
    """Spring to winter; not demanded: a spring may be one of water."""
    value = Fraction(_SEASONS[match.group().lower().rstrip("s").replace("fall", "autumn")])
    return (Quantity("", match.span(), "season", value, firm=False),)


def _weekday(match: re.Match[str]) -> tuple[Quantity, ...]:
    day = next(number for number, name in enumerate(WEEKDAYS, 1) if match.group().startswith(name[:3]))
    return (Quantity("", match.span(), "weekday", Fraction(day), firm=match.group()[-3:] == "day"),)


def _part(match: re.Match[str]) -> tuple[Quantity, ...]:
    groups = match.groupdict()
    if groups.get("n"):
        part = f"{groups['letter']}{groups['n']}"
    else:
        part = f"{'H' if 'half' in groups['unit'].lower() else 'Q'}{_NTH[groups['nth'].lower()]}"
    year = groups.get("year")
    # "the first half" may be half a match
    firm = part[0] == "Q" or not match.group().lower().endswith("half")
    return (Quantity("", match.span(), "date", date=Date(int(year) if year else None, part=part), firm=firm),)


def _six_months(match: re.Match[str]) -> tuple[Quantity, ...]:
    date = Date(int(match["year"]) if match["year"] else None, part=f"H{_NTH[match['nth'].lower()]}")
    six = (Fraction(6),)
    return (Quantity("", match.span(), "date", date=date, firm=False, also=six),)


READERS = (
    Reader(
        re.compile(_PART_OF, re.IGNORECASE),
        _part_of,
        (
            "early",
            "late",
            "mid",
            "beginning",
            "start of",
            "opening of",
            "turn of",
            "end of",
            "close of",
            "days of",
            "year-end",
            "year end",
        ),
    ),
    Reader(
        re.compile(
            r"\b(?P<nth>first|second|third|fourth|1st|2nd|3rd|4th|final)[\s-](?:fiscal\s)?(?P<unit>quarter)\b(?!-)"
            rf"{_OF_YEAR}?",
            re.IGNORECASE,
        ),
        _part,
        ("quarter",),
    ),
    Reader(
        re.compile(
            rf"\b(?P<nth>first|second|latter|1st|2nd)[\s-](?P<unit>half)\b(?!-){_OF_YEAR}?", re.IGNORECASE
        ),
        _part,
        ("half",),
    ),
    Reader(
        re.compile(r"\b(?P<nth>first|last|final) (?:six|6) months\b" + f"{_OF_YEAR}?", re.IGNORECASE),
        _six_months,
        ("months",),
    ),
    Reader(
        re.compile(
            rf"(?<![A-Za-z0-9])(?P<letter>[QH])(?P<n>(?<=Q)[1-4]|(?<=H)[12])(?![A-Za-z0-9/+])(?:,?\s(?:of\s)?(?P<year>{_YEAR}))?"
        ),
        _part,
        "qh",
    ),
    Reader(
        re.compile(
            r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
            r"|(?:Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\.(?=,? \w))"
        ),
        _weekday,
        ("day", "mon.", "tue", "wed", "thu", "fri.", "sat.", "sun."),
    ),
    Reader(
        re.compile(
            r"\b(?:last|this|next|past|previous|following|coming)(?= (?:(?:early|late|mid)[- ])?"
            rf"(?:spring|summer|autumn|fall|winter|{_MONTHS})\b)",
            re.IGNORECASE,
        ),
        _season,
        ("last ", "this ", "next ", "past ", "previous ", "ing "),
    ),
    Reader(
        re.compile(
            r"\b(?:springs?|summers?|autumns?|winters?"
            r"|(?<=\x00 )fall|(?<=in the )fall(?! of the)|fall(?= of (?:1\d|20)\d\d\b))\b",
            re.IGNORECASE,
        ),
        _season_of,
        ("spring", "summer", "autumn", "winter", "fall"),
    ),
    Reader(
        re.compile(
            r"\b(?:" + "|".join(f"(?P<r{place}>{row[2]})" for place, row in enumerate(_RELATIVE)) + r")\b",
            re.IGNORECASE,
        ),
        _relative,
        ("year", "annual", "month", "week", "day", "night", "morning", "afternoon", "evening", "tomorrow"),
    ),
)
"""Before plain dates: "the third quarter" is no ordinal there."""
