"""Dates and times in levelled Chinese text: the readers that ``chinese`` puts before its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from translate.quantities.numerals import NUMERAL, parse
from translate.quantities.scan import Reader
from translate.quantities.values import Date, Quantity

ROC_YEAR_ZERO = 1911
LAST_YEAR = 2199
"""A larger number before 年 is so many years."""
MONTHS_OF_YEAR = 12
DAYS_OF_MONTH = 31

_YEAR = r"(?:\d{4}|[〇○零一二三四五六七八九]{4})"
_SMALL = (
    r"(?:\d{1,2}(?!\d)|[一二三]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|卅一?|[一二三四五六七八九])"
)
_AND = r"\s?(?:、|,|至|到|和|及|與|或|-|~)\s?"
_LIST = rf"{_SMALL}(?:{_AND}{_SMALL}){{0,30}}"
_ROC = (
    r"(?P<roc>(?<=民國)\s?前?\s?(?:\d{1,3}|[一二三四五六七八九十百零〇○]+)"
    r"|(?<![\d.,])1[01]\d(?=\s?年\s?\d{1,2}\s?月)"
    r"|(?<![0-9〇零一二三四五六七八九十百千萬億兆第])(?:一百[零〇一二三四五六七八九十]{0,3}|[一二三四五六七八九]?十[一二三四五六七八九]?)"
    r"(?=年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日))"
)
"""民國110年, 民國前一年; without 民國 only before a month, in Han before a month and a day."""
YEAR_PART = rf"(?:(?:(?:民國)?{_ROC}|(?:[今去前明後本]\s?\()?(?<!\d)(?P<year>{_YEAR})\)?)\s?年\s?)"
"""今(2022)年 too."""
_NO_DAY = "(?![圓元本報經幣常頭])"
_NO_SPAN = "(?!以[上下內]|之?內(?![閣政])|之久)"
"""三日以上, 六月以內 are lengths of time."""
_ALONE = "(?<![0-9.,〇零一二三四五六七八九十百千萬億兆第])"
"""六十日 is sixty days, not the tenth."""


def _numbers(text: str) -> Iterator[tuple[int, int, int]]:
    """The small numbers of a list: value, start, end."""
    for match in re.finditer(_SMALL, text):
        value = parse(match.group())
        if value is not None:
            yield int(value), match.start(), match.end()


def year_of(match: re.Match[str]) -> int | None:
    """The year of a match with ``YEAR_PART`` in its pattern; ``None`` if none is told."""
    groups = match.groupdict()
    if groups.get("roc"):
        text = groups["roc"].strip()
        value = parse(text.removeprefix("前"))
        if value is None:
            return None
        return ROC_YEAR_ZERO + (1 - int(value) if text.startswith("前") else int(value))
    if not groups.get("year"):
        return None
    value = parse(groups["year"])
    return None if value is None else int(value)


def _date(match: re.Match[str], date: Date, start: int, end: int) -> Quantity:
    # 一日 alone is as often "a day" as the first of the month
    firm = date.day != 1 or date.month is not None or match.string[start].isascii()
    return Quantity("", (start, end), "date", date=date, firm=firm)


def _days(match: re.Match[str]) -> tuple[Quantity, ...] | None:
    """11月16、17日: the first span has year and month, the others their day."""
    groups = match.groupdict()
    month_value = parse(groups["month"].replace("元", "1")) if groups.get("month") else None
    month = None if month_value is None else int(month_value)
    found = []
    days = list(_numbers(match["days"]))
    for number, (day, start, end) in enumerate(days):
        if not 1 <= day <= DAYS_OF_MONTH:
            return None
        first = match.start() if number == 0 else match.start("days") + start
        last = match.end() if number == len(days) - 1 else match.start("days") + end
        found.append(_date(match, Date(year_of(match), month, day), first, last))
    if month is not None and not 1 <= month <= MONTHS_OF_YEAR:
        return None
    return tuple(found)


def _months(match: re.Match[str]) -> tuple[Quantity, ...] | None:
    found = []
    months = list(_numbers(match["months"]))
    for number, (month, start, end) in enumerate(months):
        if not 1 <= month <= MONTHS_OF_YEAR:
            return None
        first = match.start() if number == 0 else match.start("months") + start
        last = match.end() if number == len(months) - 1 else match.start("months") + end
        found.append(_date(match, Date(year_of(match), month), first, last))
    return tuple(found)


def _years(match: re.Match[str]) -> tuple[Quantity, ...] | None:
    if match.groupdict().get("roc"):
        return (_date(match, Date(year_of(match)), *match.span()),)
    found = []
    years = list(re.finditer(_YEAR, match["years"]))
    for number, part in enumerate(years):
        value = parse(part.group())
        if value is None or value > LAST_YEAR:
            return None
        offset = match.start("years")
        last = match.end() if number == len(years) - 1 else offset + part.end()
        first = offset + part.start() if number else match.start()
        found.append(_date(match, Date(int(value)), first, last))
    return tuple(found)


def _chain(match: re.Match[str]) -> tuple[Quantity, ...] | None:
    """2021.8.29、9.4、23: in source notes a part left out is the one before."""
    year = int(match["year"])
    month: int | None = None
    found: list[Quantity] = []
    for part in re.finditer(r"(?:(\d{1,2})[./-])?(\d{1,2})(?!\d)", match["rest"]):
        month = int(part[1]) if part[1] else month
        day = int(part[2])
        if month is None or not 1 <= month <= MONTHS_OF_YEAR or not 1 <= day <= DAYS_OF_MONTH:
            return None
        start = match.start() if not found else match.start("rest") + part.start()
        found.append(_date(match, Date(year, month, day), start, match.start("rest") + part.end()))
    return tuple(found)


def _decade(match: re.Match[str]) -> tuple[Quantity, ...] | None:
    value = parse(match["tens"])
    if value is None:
        return None
    century = parse(match["century"]) if match["century"] else None
    if match["roc"]:  # 民國100年代 are the 2010s
        return (Quantity("", match.span(), "decade", Fraction((ROC_YEAR_ZERO + value) // 10 * 10)),)
    if century is not None:
        quantity = Quantity("", match.span(), "decade", (century - 1) * 100 + value, also=(century,))
    else:
        also = (1900 + value, 2000 + value) if value < 100 else ()  # noqa: PLR2004
        quantity = Quantity("", match.span(), "decade", value, also=also)
    return (quantity,)


def _century(match: re.Match[str]) -> tuple[Quantity, ...] | None:
    value = parse(match["n"])
    if value is None:
        return None
    return (Quantity("", match.span(), "ordinal", value, also=((value - 1) * 100,)),)


_AFTERNOON = ("下午", "晚", "傍晚", "晚上", "夜")


def _clock(match: re.Match[str]) -> tuple[Quantity, ...] | None:
    groups = match.groupdict()
    hour = parse(groups["hour"])
    if hour is None or hour > 24:  # noqa: PLR2004
        return None
    minute: Fraction | None = Fraction(0)
    if groups.get("minute"):
        minute = parse(groups["minute"])
    elif groups.get("part"):
        minute = {"半": Fraction(30), "一刻": Fraction(15), "三刻": Fraction(45)}.get(
            groups["part"], Fraction(0)
        )
    if minute is None or minute > 59:  # noqa: PLR2004
        return None
    later = 12 if (groups["period"] or "").startswith(_AFTERNOON) and hour < 12 else 0  # noqa: PLR2004
    return (Quantity("", match.span(), "time", (hour + later) * 60 + minute),)


_PERIOD = "凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|午夜|晚間|當晚|晚"
READERS = (
    Reader(
        re.compile(
            r"(?<![\d.])(?P<year>\d{4})(?P<mark>[./-])(?P<rest>\d{1,2}(?P=mark)\d{1,2}(?![\d.])"
            r"(?:、(?:\d{1,2}[./-])?\d{1,2}(?!\d))*)"
        ),
        _chain,
    ),
    Reader(
        re.compile(
            rf"(?:(?P<century>{NUMERAL})\s?世紀\s?|(?P<roc>民國\s?))?(?P<tens>(?(roc)(?:100|110|一百|一百一十)|\d{{3}}0)"
            r"|(?<!\d)\d0|[二三四五六七八九][十〇零]|[〇○零一二三四五六七八九]{3}[〇○零])\s?年代"
        ),
        _decade,
        "代",
    ),
    Reader(re.compile(rf"(?P<n>{NUMERAL})\s?世紀"), _century, "紀"),
    Reader(
        re.compile(rf"{YEAR_PART}?(?P<month>{_SMALL}|元)\s?月\s?(?P<days>{_LIST})\s?[日號]{_NO_DAY}"),
        _days,
        "月",
    ),
    Reader(re.compile(rf"{YEAR_PART}?(?P<months>{_LIST})\s?月(?!球|亮|台){_NO_SPAN}"), _months, "月"),
    Reader(re.compile(rf"(?:民國)?{_ROC}\s?年"), _years, "年"),
    Reader(
        re.compile(rf"(?:[今去前明後本]\s?\()?(?<![\d,.])(?P<years>{_YEAR}(?:\s?年?{_AND}{_YEAR})*)\)?\s?年"),
        _years,
        "年",
    ),
    Reader(re.compile(rf"{_ALONE}(?P<days>{_LIST})\s?日{_NO_DAY}{_NO_SPAN}"), _days, "日"),
    Reader(
        re.compile(r"(?:(?P<period>" + _PERIOD + r")\s?)?(?<!\d)(?P<hour>\d{1,2}):(?P<minute>\d{2})(?!\d)"),
        _clock,
    ),
    Reader(
        re.compile(
            rf"(?P<period>{_PERIOD})\s?(?P<hour>{_SMALL})\s?[點時](?:\s?(?P<minute>{_SMALL})\s?分|(?P<part>半|[一三]刻)|鐘)?"
        ),
        _clock,
    ),
    Reader(
        re.compile(
            rf"(?P<period>)(?P<hour>{_SMALL})\s?[點時](?:\s?(?P<minute>{_SMALL})\s?分|(?P<part>[一三]刻|半(?!個))|鐘|整"
            r"|(?=左右|剛過))"
        ),
        _clock,
    ),
)
"""Source-note chains and decades before plain dates, dates before times of day."""
