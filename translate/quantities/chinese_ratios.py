"""Discounts and multiples in levelled Chinese text: 八折, 增加兩倍, 翻兩番."""

from __future__ import annotations

import re
from fractions import Fraction

from translate.quantities.numerals import ARABIC, NUMERAL, parse
from translate.quantities.scan import Reader
from translate.quantities.values import Quantity


def _discount(match: re.Match[str]) -> tuple[Quantity, ...] | None:
    """八折 is 80 percent of the price, or 20 percent off; 七五折 75 percent; 對折 half."""
    text = match["n"]
    value = (
        Fraction(5) if text in "對半" else parse(text if text.isascii() or len(text) == 1 else _pointed(text))
    )
    if value is None or not 0 < value < 100:  # noqa: PLR2004
        return None
    share = value / (10 if value < 10 else 100)  # noqa: PLR2004
    return (Quantity("", match.span(), "share", share, also=(1 - share,)),)


def _pointed(text: str) -> str:
    """七五 as 七點五: tenths and hundredths."""
    return f"{text[0]}點{text[1:].removeprefix('點')}"


def _increase(match: re.Match[str]) -> tuple[Quantity, ...] | None:
    """增加兩倍: two times what there was comes to it, so that it triples."""
    value = parse(match["n"])
    if value is None:
        return None
    return (Quantity("", match.span("n"), "cardinal", value + 1),)


def _doublings(match: re.Match[str]) -> tuple[Quantity, ...] | None:
    """翻一番 is to double, 翻兩番 to quadruple."""
    value = parse(match["n"])
    if value is None or not 1 <= value <= 9:  # noqa: PLR2004
        return None
    return (Quantity("", match.span(), "cardinal", Fraction(2 ** int(value))),)


READERS = (
    Reader(
        re.compile(
            rf"(?P<n>(?<=打)[對半]|(?<![.\d])\d{{1,2}}(?:\.\d)?|(?<![{'十百千萬'}])[一二三四五六七八九](?:點?[一二三四五六七八九])?)折"
            r"(?![疊射磨斷返騰損合線])"
        ),
        _discount,
        "折",
    ),
    Reader(
        re.compile(
            rf"(?:增加|增長|成長|上升|上漲|提高|擴大|增多|高出|多出|暴增|激增|大增)了?(?:近|約|逾|超過|將近|至少)?(?P<n>{NUMERAL})(?=\s?多?倍)"
        ),
        _increase,
        "倍",
    ),
    Reader(re.compile(rf"翻了?(?P<n>{ARABIC}|[一兩二三四])番"), _doublings, "番"),
)
"""Before plain numbers."""
