"""Numbers of a text by a short reading of its own: not the parser that the checks use.

What that parser cannot read must be seeded all the same. Fractions, idioms and names are
not told apart here: where a value is not in the Chinese by this reading, nothing is seeded.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from benchmarks.seeded.base import WORDS
from translate.model import Span
from translate.quantities.values import MONTHS

_DIGITS = {char: at % 10 for at, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "兩": 2, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_SCALES = {"萬": 10**4, "万": 10**4, "億": 10**8, "亿": 10**8, "兆": 10**12}
_NUMERAL = re.compile(rf"(?:\d[\d,]*(?:\.\d+)?|[{''.join([*_DIGITS, *_TENS, *_SCALES])}])+")
_FULL_WIDTH = {ord("０") + at: str(at) for at in range(10)} | {ord("．"): ".", ord("，"): "，"}

ONES: Sequence[str] = WORDS["numbers"]["ones"].split()
TENS: Sequence[str] = WORDS["numbers"]["tens"].split()
ORDINALS: Sequence[str] = WORDS["numbers"]["ordinals"].split()
_WORDS = {word: at + 1 for at, word in enumerate(ONES)} | {word: 10 * at + 20 for at, word in enumerate(TENS)}
SCALES = {
    "hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12,
}  # fmt: skip
_FIGURE = (
    r"(?<![\w.,/–-])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\w.,]*\w)"
    r"|(?<![\w.,/–-])\d+(?:\.\d+)?(?:st|nd|rd|th)?(?![\w/–]|-\d|-(?-i:[A-Z])|\.\d)"
)
_SPOKEN = rf"\b(?:(?:{'|'.join(TENS)})(?:-(?:{'|'.join(ONES[:9])}))?|{'|'.join(ONES)}|{'|'.join(ORDINALS)})\b"
_NUMBER = re.compile(
    rf"(?P<number>{_FIGURE}|{_SPOKEN})(?:[ -](?P<scale>{'|'.join(SCALES)})s?\b)?", re.IGNORECASE
)
_MONTH = "|".join(MONTHS)
_ROW = r"\d{1,2}(?:st|nd|rd|th)?(?:(?:,| and|, and| or| to|–|-) ?\d{1,2}(?!\d)(?:st|nd|rd|th)?)*"
DATED = re.compile(
    rf"\b(?:{_MONTH}) {_ROW}\b(?:,? \d{{4}})?|\b{_ROW} (?:of )?(?:{_MONTH})\b(?:,? \d{{4}})?"
    r"|\d{1,2}:\d\d|\b\d{1,2}(?= ?[ap]\.?m\b)"
)
YEAR = re.compile(r"(?:1\d{3}|20[0-4]\d)(?!\d)(?!-)")


@dataclass(frozen=True, slots=True)
class Told:
    """A number of an English text: ``span`` without its scale word ("11" of "11 billion")."""

    span: Span
    whole: Span
    value: Fraction
    text: str

    @property
    def is_ordinal(self) -> bool:
        """Whether it is one of a row, "third" or "21st"."""
        return self.text.lower() in ORDINALS or (self.text[0].isdigit() and self.text[-1].isalpha())


def numerals(zh: str) -> Counter[Fraction]:
    """Values of the numerals of a Chinese text."""
    found = Counter[Fraction]()
    for match in _NUMERAL.finditer(zh.translate(_FULL_WIDTH)):
        value = _value(match.group())
        found[value * 10 if zh[match.end() : match.end() + 1] == "成" else value] += 1
    return found


def _value(run: str) -> Fraction:
    """Of digits and Han numerals with scales: 110億, 三百二十, 二〇二一, 十三萬五千."""
    plain = run.replace(",", "")
    if all(char in _DIGITS for char in plain):
        return Fraction("".join(str(_DIGITS[char]) for char in plain))
    total = section = Fraction(0)
    number: Fraction | None = None
    for part in re.findall(r"\d+(?:\.\d+)?|\D", plain):
        if part[0].isdigit():
            number = Fraction(part)
        elif part in _DIGITS:
            number = Fraction(_DIGITS[part]) if not number else number * 10 + _DIGITS[part]
        elif part in _TENS:
            section += (number if number is not None else 1) * _TENS[part]
            number = None
        else:
            total = (total + section + (number or 0) or Fraction(1)) * _SCALES[part]
            section, number = Fraction(0), None
    return total + section + (number or 0)


def numbers(en: str) -> list[Told]:
    """The numbers of an English text, in figures or words; years and dates left out, "one" too."""
    dated = [match.span() for match in DATED.finditer(en)]
    return [
        told
        for told in _all(en)
        if not any(start <= told.span[0] < end for start, end in dated)
        and not YEAR.fullmatch(told.text)
        and told.text.lower() != "one"
    ]


def _all(en: str) -> Iterator[Told]:
    for match in _NUMBER.finditer(en):
        text = match["number"]
        word = text.lower()
        if word[0].isdigit():
            value = Fraction(re.sub(r"[^\d.]", "", word))
        elif word in ORDINALS:
            value = Fraction(ORDINALS.index(word) + 1)
        else:
            value = Fraction(sum(_WORDS[part] for part in word.split("-")))
        scale = SCALES[match["scale"].lower()] if match["scale"] else 1
        yield Told(match.span("number"), match.span(), value * scale, text)
