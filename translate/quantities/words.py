"""English number words to values: "two and a half million", "twenty-first", "a dozen"."""

from __future__ import annotations

import re
from fractions import Fraction

_SMALL = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
SMALL = {word: number for number, word in enumerate(_SMALL)} | {
    word: 10 * number for number, word in enumerate(_TENS, start=2)
}
SCALES = {
    "hundred": 100,
    "dozen": 12,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
}
SHORT_SCALES = {"bn": 10**9, "mn": 10**6, "tn": 10**12, "m": 10**6, "k": 10**3, "b": 10**9, "t": 10**12}

_IRREGULAR = {"first": 1, "second": 2, "third": 3, "fifth": 5, "eighth": 8, "ninth": 9, "twelfth": 12}
_DERIVED = {
    (word[:-1] + "ieth" if word.endswith("y") else word + "th"): number
    for word, number in SMALL.items()
    if number not in _IRREGULAR.values()
}
ORDINALS = _IRREGULAR | _DERIVED | {"hundredth": 100, "thousandth": 1000, "millionth": 10**6}

DENOMINATORS = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
                "eighth": 8, "ninth": 9, "tenth": 10, "hundredth": 100, "thousandth": 1000}  # fmt: skip

_RELATED: dict[Fraction, str] = {
    Fraction(0): "nil",
    Fraction(1): "once single sole solo primary initial initially opening maiden debut inaugural top foremost"
    " leading earliest premier original firstly previously",
    Fraction(
        2
    ): "both twice double doubled doubling doubles dual pair couple twin twins bilateral either neither"
    " twofold duo again secondary latter runoff binary dyadic penultimate second-to-last bimonthly biweekly"
    " biennial bipartite",
    Fraction(3): "thrice triple tripled triples tripling trilateral tripartite threefold trio triad tertiary"
    " tricycle tricycles trike trikes three-wheeler three-wheelers triennial",
    Fraction(4): "quad quadrilateral quadruple quadrupled quadruples quadrupling quartet fourfold",
    Fraction(5): "quintuple fivefold",
    Fraction(10): "tenfold decade decades",
    Fraction(1, 2): "half halves halved halfway biannual",
    Fraction(1, 4): "quarter quarterly",
    Fraction(14): "fortnight",
    Fraction(20): "score",
    Fraction(100): "century centuries centenary centennial",
    Fraction(1000): "millennium millennia",
    Fraction(10**4): "myriad",
}
RELATED = {word: value for value, line in _RELATED.items() for word in line.split()}
"""Words that carry a number without being one; they may answer for one, but need no source."""

_NUMBER = "|".join(sorted(SMALL, key=len, reverse=True))
_SCALE = "|".join(SCALES)
_ORDINAL = "|".join(sorted(ORDINALS, key=len, reverse=True))
_JOIN = r"(?:\s|-)+"
WORDS = (
    rf"(?:(?:an?|{_NUMBER}|half{_JOIN}an?){_JOIN}(?:and{_JOIN}a{_JOIN}half{_JOIN})?(?:{_SCALE})|{_NUMBER})\b"
    rf"(?:{_JOIN}(?:and{_JOIN}(?!an?\b))?(?:{_NUMBER}|{_SCALE})\b)*"
    rf"(?:{_JOIN}(?:(?:(?<=hundred )|(?<=thousand ))and )?(?:{_ORDINAL})\b)?"
    rf"(?:{_JOIN}and{_JOIN}a{_JOIN}half\b)?"
)
"""A number in words, as a pattern. ``split`` divides what only stands side by side ("one and two")."""


def split(text: str) -> list[tuple[int, int]]:
    """Spans of the single numbers in a run of number words.

    "two hundred and five" is one; "one and two", "two three" are two each.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    last = ""
    joined = False
    last_end = 0
    for match in re.finditer(r"[a-z]+", text):
        word = match.group()
        if word in {"and", "a", "an", "half"}:
            joined = word == "and"
            if word == "half":
                last, last_end = word, match.end()
            continue
        if last and not _follows(last, word, joined=joined):
            spans.append((start, last_end))
            start = match.start()
        last, last_end, joined = word, match.end(), False
    spans.append((start, last_end))
    return spans


def _follows(last: str, word: str, *, joined: bool) -> bool:
    if word in SCALES:
        return True
    if last in SCALES or last == "half":
        return last != "dozen"
    return not joined and last in _TENS and (SMALL.get(word) or ORDINALS.get(word, 99)) < 10  # noqa: PLR2004


def parse(text: str) -> tuple[Fraction, bool] | None:
    """Value of one number in words, and whether it is an ordinal; ``None`` if it is none."""
    words = re.findall(r"[a-z]+", text.lower())
    total = section = Fraction(0)
    is_ordinal = started = False
    position = 0
    while position < len(words):
        word = words[position]
        if words[position : position + 3] == ["and", "a", "half"]:
            section += Fraction(1, 2)
            position += 2
        elif word == "half" and not started:
            section = Fraction(1, 2)
        elif word in SMALL:
            section += SMALL[word]
        elif word in {"hundred", "dozen"}:
            section = (section or Fraction(1)) * SCALES[word]
        elif word in SCALES:
            total += (section or Fraction(1)) * SCALES[word]
            section = Fraction(0)
        elif word in ORDINALS:
            is_ordinal = True
            number = ORDINALS[word]
            section = section * number if number >= SCALES["hundred"] and section else section + number
        elif word not in {"a", "an", "and"}:
            return None
        started = True
        position += 1
    return total + section, is_ordinal
