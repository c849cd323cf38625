"""Dates and times that are wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from benchmarks.seeded.base import Chance, Text, put, replaced
from benchmarks.seeded.readings import YEAR
from translate.glossary import Glossary
from translate.quantities.values import MONTHS, WEEKDAYS

_MONTH = "|".join(MONTHS)
_DAY = re.compile(rf"\b(?:(?:{_MONTH}) (\d{{1,2}})|(\d{{1,2}}) (?:{_MONTH}))\b(?! ?[–-] ?\d)(?!,\d)")
_CLOCK = re.compile(r"(?<![\d:])(\d{1,2})(?=:\d\d(?!\d))")
_WEEK = re.compile("星期|[週周][一二三四五六日]|[礼禮]拜")
_HAN = "〇一二三四五六七八九十"
_TO_DIGITS = str.maketrans("〇零一二三四五六七八九０１２３４５６７８９", "001234567890123456789")
_RELATIVE: Mapping[str, Mapping[str, str]] = {
    "去年": {r"\blast year\b": "next year"},
    "今年": {r"\bthis year\b": "last year"},
    "明年": {r"\bnext year\b": "last year"},
    "上(?:個|个)?月": {r"\blast month\b": "next month"},
    "下(?:個|个)?月": {r"\bnext month\b": "last month"},
    "[上前][週周]|上(?:個|个)?(?:星期|[禮礼]拜)": {r"\blast week\b": "next week"},
    "下[週周]|下(?:個|个)?(?:星期|[禮礼]拜)": {r"\bnext week\b": "last week"},
    "昨[天日]": {r"\byesterday\b": "tomorrow"},
    "明[天日]": {r"\btomorrow\b": "yesterday"},
    "初": {rf"\b([Ee]arly|[Bb]eginning of) (?=(?:{_MONTH}|\d{{4}})\b)": "late "},
    "[底末]": {
        rf"\b[Ll]ate (?=(?:{_MONTH}|\d{{4}})\b)": "early ",
        rf"\bend of (?=(?:{_MONTH}|\d{{4}}|the year|last year|this year)\b)": "beginning of ",
    },
    "上午|早上|[凌清]晨": {r"(?<=\d) ?a\.?m\b": " p.m", r"\bmorning\b": "evening"},
    "下午|晚[上間间]": {r"(?<=\d) ?p\.?m\b": " a.m", r"\b(?:afternoon|evening)\b": "morning"},
    "第?[一1１]季": {r"\bfirst quarter\b": "third quarter"},
    "第?[二2２]季": {r"\bsecond quarter\b": "fourth quarter"},
    "第?[三3３]季": {r"\bthird quarter\b": "first quarter"},
    "第?[四4４]季": {r"\bfourth quarter\b": "second quarter"},
}


def _says(zh: str, number: int, unit: str) -> bool:
    """Whether the Chinese has the number before ``unit``, in figures or in Han numerals."""
    han = ("" if number < 10 else ("" if number < 20 else _HAN[number // 10]) + "十") + (  # noqa: PLR2004
        _HAN[number % 10] if number % 10 or number == 0 else ""
    )
    return bool(re.search(rf"(?<!\d)0?{number}{unit}|(?<![{_HAN}]){han}{unit}", zh))


def date_moved(text: Text, _glossary: Glossary, chance: Chance) -> Iterator[str]:
    """A day, month, weekday, year, hour, or a word such as “last year”; only what the Chinese tells."""
    yield from _days(text, chance)
    yield from _months(text)
    yield from _years(text, chance)
    for match in _CLOCK.finditer(text.en):
        hour = int(match[1])
        if any(_says(text.zh, at, "[時时點点:：]") for at in (hour, (hour + 12) % 24)):
            yield put(text.en, *match.span(), str(hour % 12 + 1))
    for pattern, table in _RELATIVE.items():
        if re.search(pattern, text.zh):
            yield from replaced(text.en, table)


def _days(text: Text, chance: Chance) -> Iterator[str]:
    for match in _DAY.finditer(text.en):
        group = 1 if match[1] else 2
        day = int(match[group])
        if day and _says(text.zh, day, "[日号號、至到和與与及－–~-]"):
            for step in chance.sample((1, 2, 3, 7, 10), 2):
                yield put(text.en, *match.span(group), str((day - 1 + step) % 28 + 1))
    if _WEEK.search(text.zh):
        for match in re.finditer(rf"\b(?:{'|'.join(WEEKDAYS)})\b", text.en):
            for step in (1, 3):
                yield put(text.en, *match.span(), WEEKDAYS[(WEEKDAYS.index(match.group()) + step) % 7])


def _months(text: Text) -> Iterator[str]:
    for match in re.finditer(rf"\b(?:{_MONTH})\b(?=\s\d|,|\.|$|\sand|\sof)", text.en):
        month = MONTHS.index(match.group()) + 1
        if _says(text.zh, month, "月"):
            for step in (1, 6):
                yield put(text.en, *match.span(), MONTHS[(month - 1 + step) % 12])


def _years(text: Text, chance: Chance) -> Iterator[str]:
    digits = text.zh.translate(_TO_DIGITS)
    for match in re.finditer(rf"\b{YEAR.pattern}\b", text.en):
        if re.search(rf"(?<!\d){match.group()}\s?(?:[年至到、和與及或~～–—/-]|會計年度|財政年度)", digits):
            for step in (1, 10):
                yield put(text.en, *match.span(), str(int(match.group()) + chance.choice((step, -step))))
