"""Parts of a year, weekdays and dates told from another one, in levelled Chinese text."""

from __future__ import annotations

import re
from fractions import Fraction

from translate.quantities.chinese_dates import YEAR_PART, year_of
from translate.quantities.numerals import parse
from translate.quantities.scan import Reader
from translate.quantities.values import Date, Quantity

_DAYS = "一二三四五六日"
_SEASONS = "春夏秋冬"
_PARTS = ("初上前早", "中", "底末下後晚")
_PART_OF = (
    r"(?P<part>(?<=月)(?:中下旬|上中旬|[上中下]旬)|(?<=[年月])(?:初期|初(?![步次審稿賽衷選任始級戀])|底(?![下線層定部氣細牌片稿薪蘊])"
    r"|末(?![日端尾期代班])|中(?=[，,。、前完]|時(?![國期])))|(?<=年代|世紀)(?:[初中末]期?|[早前後晚]期|(?:上|下)半葉|中葉|末葉))"
)
_SEASON = (
    r"(?:(?<=[今去明當翌年])|[初深隆盛入早晚仲暮嚴](?!春節))(?P<s>[春夏秋冬])(?![節奧運宮令眠葉韆威裝聯蟲假娃鬥])(?:季|天(?![然空氣津]))?"
    r"|(?P<only>[春夏秋冬])(?:季(?![奧運節風])|天(?![然空氣津]))"
)

_RELATIVE: tuple[tuple[str, int | None, str], ...] = (
    ("year", 0, r"今年|(?<![基資])本年(?!級)"),
    ("year", -1, r"(?<!過)去年|(?<!以)上年(?!紀|度)"),
    ("year", 1, r"明年|下年(?!度)"),
    ("year", -2, r"(?<![目以之年一二三四五六七八九十百千萬億兆多餘幾0-9])前年"),
    ("year", 2, r"(?<![以之戰一二三四五六七八九十百千萬億兆多餘幾0-9])後年(?![代輕])"),
    ("year", None, r"[次翌隔]年|同年(?!級|齡)|(?<![相適])當年|近年|該年|那年"),
    ("month", 0, r"(?<![基資])本月|這個?月"),
    ("month", -1, r"(?<!以)上個?月"),
    ("month", 1, r"(?<!以)下個?月"),
    ("month", None, r"[次翌同當該]月"),
    ("week", 0, r"(?<![基資])本(?:週|星期)|[這]個?(?:週|星期)"),
    ("week", -1, r"上個?(?:週|星期)"),
    ("week", 1, r"下個?(?:週|星期)"),
    ("week", None, r"次週|同週|當週"),
    ("day", -1, r"昨[日天晚夜]"),
    ("day", 0, r"今[日天晚夜](?!的)"),
    ("day", 1, r"明[日天晚]"),
    ("day", None, r"[同當翌次隔][日天]|[當翌次]晚|今[日天](?=的)"),
)
"""Unit, how many of them away, wording. 次日, 當日, 翌年 are told from a date in the text."""


def _relative(match: re.Match[str]) -> tuple[Quantity, ...]:
    unit, away, _ = _RELATIVE[int((match.lastgroup or "r0")[1:])]
    value = None if away is None else Fraction(away)
    return (Quantity("", match.span(), "relative", value, unit=unit, firm=False),)


def _weekday(match: re.Match[str]) -> tuple[Quantity, ...]:
    day = Fraction(_DAYS.index(match["day"].replace("天", "日")) + 1)
    return (Quantity("", match.span(), "weekday", day),)


def _part(match: re.Match[str]) -> tuple[Quantity, ...]:
    """第三季, 2021年Q3, 上半年."""
    groups = match.groupdict()
    if groups.get("half"):
        part = "H1" if groups["half"] == "上" else "H2"
    elif groups.get("first"):
        part = "Q1"
    else:
        part = f"Q{parse(groups['n'])}"
    return (Quantity("", match.span(), "date", date=Date(year_of(match), part=part)),)


def _part_of(match: re.Match[str]) -> tuple[Quantity, ...]:
    """月底, 11月中下旬, 年初, 1990年代末."""
    name, before = match["part"], match.string[: match.start()]
    unit = "month" if before.endswith("月") else "year" if before.endswith("年") else "decade"
    places = [place for place, signs in enumerate(_PARTS, 1) if any(sign in name for sign in signs)]
    also = tuple(map(Fraction, places[1:]))
    return (Quantity("", match.span(), "part", Fraction(places[0]), unit=unit, firm=False, also=also),)


def _season(match: re.Match[str]) -> tuple[Quantity, ...]:
    """今春, 2021年秋天, 冬季."""
    name = match["s"] or match["only"]
    return (Quantity("", match.span(), "season", Fraction(_SEASONS.index(name) + 1)),)


def _bracketed(match: re.Match[str]) -> tuple[Quantity, ...]:
    """昨(15)日: the day is told."""
    return (Quantity("", match.span(), "date", date=Date(day=int(match["day"]))),)


def _bracketed_month(match: re.Match[str]) -> tuple[Quantity, ...] | None:
    """本(11)月16日."""
    month, day = int(match["month"]), match["day"]
    if not 1 <= month <= 12:  # noqa: PLR2004
        return None
    return (Quantity("", match.span(), "date", date=Date(month=month, day=int(day) if day else None)),)


READERS = (
    Reader(re.compile(_PART_OF), _part_of, "旬初底末中期葉"),
    Reader(re.compile(_SEASON), _season, _SEASONS),
    Reader(
        re.compile(r"(?:星期|禮拜)(?P<day>[一二三四五六日天])(?![個次])"),
        _weekday,
        "星禮",
    ),
    Reader(
        re.compile(
            r"(?:(?<=第[一二三四五]個)|(?<![一二兩三四五六七八九十0-9數幾每多個]))週(?P<day>[一二三四五六日])(?![個次名年月百千萬億])"
        ),
        _weekday,
        "週",
    ),
    Reader(re.compile(r"(?<=日)\s?\((?P<day>[一二三四五六日])\)"), _weekday, "("),
    Reader(
        re.compile(
            rf"{YEAR_PART}?(?:第\s?(?P<n>[一二三四1-4])季度?(?!節|賽)|(?P<first>首)季度?(?!節|賽)"
            r"|(?<![一二三四五六七八九十\d個])(?P<half>[上下])半年(?!薪))"
        ),
        _part,
        "季半",
    ),
    Reader(re.compile(rf"{YEAR_PART}(?:的)?Q(?P<n>[1-4])(?![A-Za-z0-9])"), _part, "q"),
    Reader(re.compile(r"[昨今明前當翌]\s?\(\s?(?P<day>[12]?\d|3[01])\s?\)\s?[日天晚]"), _bracketed, "("),
    Reader(
        re.compile(r"[本上下]\s?\(\s?(?P<month>\d{1,2})\s?\)\s?月(?:(?P<day>[12]?\d|3[01])[日號])?"),
        _bracketed_month,
        "(",
    ),
    Reader(
        re.compile("|".join(f"(?P<r{place}>{row[2]})" for place, row in enumerate(_RELATIVE))),
        _relative,
        "年月日天晚夜週星",
    ),
)
"""Before plain dates: 第三季 is no ordinal there, 上半年 no half."""
