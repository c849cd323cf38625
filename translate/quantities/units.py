"""Units of measure after a number, to one symbol in both languages; nothing is converted."""

from __future__ import annotations

import re

CHINESE = {
    "公里": "km", "千米": "km", "公尺": "m", "米": "m", "公分": "cm", "厘米": "cm", "公釐": "mm",
    "毫米": "mm", "英里": "mi", "英哩": "mi", "哩": "mi", "海里": "nmi", "海浬": "nmi", "浬": "nmi",
    "英尺": "ft", "英呎": "ft", "呎": "ft", "英寸": "in", "英吋": "in", "吋": "in", "碼": "yd",
    "平方公里": "km2", "平方千米": "km2", "平方公尺": "m2", "平方米": "m2", "平方英里": "mi2",
    "平方哩": "mi2", "公頃": "ha", "英畝": "acre", "公斤": "kg", "千克": "kg", "公噸": "t", "噸": "t",
    "磅": "lb", "小時": "hour", "鐘頭": "hour", "分鐘": "minute", "秒": "second",
    "秒鐘": "second", "天": "day", "日": "day", "週": "week", "星期": "week", "禮拜": "week", "月": "month",
    "年": "year", "歲": "year", "世紀": "century", "瓦": "W", "千瓦": "kW", "兆瓦": "MW",
    "吉瓦": "GW", "桶": "barrel", "公升": "L", "升": "L", "盎司": "oz",
}  # fmt: skip
_NOT_AFTER = {
    "米": "飯",
    "年": "級代齡輕",
    "天": "真然空候賦",
    "升": "級學任",
    "瓦": "解",
    "月": "球亮台",
    "日": "圓元本報經幣常頭",
    "碼": "頭",
    "週": "年邊期遭末報刊",
}
_CHINESE = "|".join(
    word + (f"(?![{_NOT_AFTER[word]}])" if word in _NOT_AFTER else "")
    for word in sorted(CHINESE, key=len, reverse=True)
)
_AFTER_CHINESE = re.compile(rf"[\s多餘]*個?\s?(?P<unit>{_CHINESE})")

_ENGLISH = {
    r"kilomet(?:er|re)s?|kms?": "km", r"met(?:er|re)s?|(?<=[\s-])(?-i:m)(?!['’])": "m",
    r"centimet(?:er|re)s?|cm": "cm",
    r"millimet(?:er|re)s?|mm": "mm", r"miles?|mi": "mi", r"nautical[\s-]miles?": "nmi", r"feet|foot|ft": "ft",
    r"inch(?:es)?": "in", r"yards?": "yd",
    r"(?:square|sq\.?)[\s-](?:kilomet(?:er|re)s?|km)|km2|km²": "km2",
    r"(?:square|sq\.?)[\s-](?:met(?:er|re)s?|m)|m2|m²": "m2", r"(?:square|sq\.?)[\s-](?:miles?|mi)": "mi2",
    r"hectares?|ha": "ha", r"acres?": "acre", r"kilograms?|kilos?|kg": "kg",
    r"(?:metric[\s-])?ton(?:ne)?s?": "t", r"pounds?|lbs?": "lb", r"hours?|hrs?": "hour",
    r"minutes?|mins?": "minute", r"seconds?|secs?": "second", r"days?": "day", r"weeks?": "week",
    r"months?": "month", r"years?|yrs?": "year", r"century|centuries": "century", r"watts?": "W",
    r"kilowatts?|kw": "kW", r"megawatts?|mw": "MW", r"gigawatts?|gw": "GW", r"barrels?": "barrel",
    r"lit(?:er|re)s?": "L", r"ounces?|oz": "oz",
}  # fmt: skip
_SYMBOLS = tuple(_ENGLISH.values())
_AFTER_ENGLISH = re.compile(
    r"[\s-]?(?:"
    + "|".join(f"(?P<u{place}>{pattern})" for place, pattern in enumerate(_ENGLISH))
    + r")(?![\w²])",
    re.IGNORECASE,
)


def after_chinese(text: str, position: int) -> str:
    """The symbol of the unit at ``position`` of a levelled Chinese text; ``""`` if there is none."""
    match = _AFTER_CHINESE.match(text, position)
    return CHINESE[match["unit"]] if match else ""


def after_english(text: str, position: int) -> str:
    """The symbol of the unit at ``position`` of a levelled English text; ``""`` if there is none."""
    match = _AFTER_ENGLISH.match(text, position)
    return _SYMBOLS[int(match.lastgroup[1:])] if match and match.lastgroup else ""
