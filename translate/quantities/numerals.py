"""Chinese numerals to values: 一百二十, 1兆2,000億, 三點五, 二〇二一, 兩萬五.

Takes levelled text only (see ``chinese_level.level``): Traditional unit characters, ASCII digits.
"""

from __future__ import annotations

import re
from fractions import Fraction

DIGITS = {char: number for number, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "兩": 2}
FORMAL = {char: number for number, char in enumerate("零壹貳參肆伍陸柒捌玖拾")}
"""Only as numbers of headings: elsewhere 陸 is the mainland."""
TENS = {"廿": 20, "卅": 30}
LONGEST = 60
"""Characters of a numeral; what is longer is no number (and Python would refuse to convert it)."""
UNITS = {"十": 10, "百": 100, "千": 1000}
MYRIADS = {"萬": 10**4, "億": 10**8, "兆": 10**12}

NUMERALS = frozenset(DIGITS) | frozenset(UNITS) | frozenset(MYRIADS)
DIGIT = "[" + "".join(DIGITS) + "]"
ARABIC = r"(?:\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)"
VERSION = r"(?<![\d.])\d{1,3}(?:\.\d{1,4}){2,}(?![\d.]*\d)"
"""0.1.0: neither a number nor, with less than four digits before the first dot, a date."""
UNIT = "(?:[十百萬億]|千(?![米瓦克卡赫帕])|兆(?![瓦赫位字比Bb]))"
"""千米 is a kilometer, 兆瓦 a megawatt, 兆字节 a megabyte: no multiplier there."""
HAN = f"(?:[{''.join(DIGITS).replace('兩', '')}{''.join(TENS)}]|(?<![一二三四五六七八九])兩|{UNIT})+"
NUMERAL = (
    rf"(?:(?:{ARABIC}\s?[多餘]?{UNIT}{{1,3}}(?:[多餘][萬億兆])?)+(?:{ARABIC})?|{ARABIC}"
    rf"|{HAN}(?:(?:點|(?<={DIGIT})[‧·・.]){DIGIT}+{UNIT}?|[多餘][萬億兆]+)?)"
)
"""A number in any mixture of the scripts; as a pattern for others to build on."""

_POINT = re.compile(rf"點|(?<={DIGIT})[‧·・.](?={DIGIT})")
"""五點五, 五‧五."""
_TOKEN = re.compile(rf"{ARABIC}|.")


def parse(text: str) -> Fraction | None:
    """The value of a numeral, or ``None`` where it has no single one (三四十, 兩三).

    A leading digit may be wanting: 千億 is a hundred billion (10^11). Digits alone
    are read by position: 二〇二一 is 2021.
    """
    text = re.sub(r"[\s多餘]", "", text)
    if not text or len(text) > LONGEST:
        return None
    if not text.isascii() and (point := _POINT.search(text)):
        return _decimal(text[: point.start()] + "點" + text[point.end() :])
    if len(text) > 1 and all(char in DIGITS for char in text):
        return None if _neighbours(text) else Fraction(int("".join(str(DIGITS[char]) for char in text)))
    return _composed(_TOKEN.findall(text))


def _neighbours(text: str) -> bool:
    """兩三, 七八: "two or three", not 23. 一一 and 二〇 are digits by position."""
    first, second = DIGITS[text[0]], DIGITS[text[1]]
    return len(text) == 2 and first > 0 and second - first == 1  # noqa: PLR2004


def _decimal(text: str) -> Fraction | None:
    whole, _, rest = text.partition("點")
    scale = 1
    while rest and rest[-1] in UNITS | MYRIADS:
        scale *= (UNITS | MYRIADS)[rest[-1]]
        rest = rest[:-1]
    start = parse(whole)
    if start is None or not rest or any(char not in DIGITS for char in rest):
        return None
    places = int("".join(str(DIGITS[char]) for char in rest))
    return (start + Fraction(places, 10 ** len(rest))) * scale


def _composed(tokens: list[str]) -> Fraction | None:
    """Digits and units: a section below ten thousand, then 萬, 億, 兆 over all that is smaller."""
    parts: list[Fraction] = []
    section = Fraction(0)
    number: Fraction | None = None
    last_unit = 1
    bare = False
    for part in tokens:
        if part in UNITS:
            section += (Fraction(1) if number is None else number) * UNITS[part]
            number, last_unit, bare = None, UNITS[part], True
        elif part in MYRIADS:
            scale = MYRIADS[part]
            amount = section + (number or 0)
            while parts and parts[-1] < scale:
                amount += parts.pop()
            parts.append((amount or Fraction(1)) * scale)
            section, number, last_unit, bare = Fraction(0), None, scale, True
        elif part in TENS:
            section += TENS[part]
            last_unit, bare = 10, True
        elif part in "零〇○":
            bare = False
        elif number is not None:
            return None
        else:
            number = Fraction(DIGITS[part]) if part in DIGITS else Fraction(part.replace(",", ""))
    if number is not None:
        # 兩萬五 is 25,000: a digit right after a unit counts tenths of it
        short = bare and last_unit > 10 and tokens[-1] in DIGITS  # noqa: PLR2004
        section += number * last_unit / 10 if short else number
    return section + sum(parts)
