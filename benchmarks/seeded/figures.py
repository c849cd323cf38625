"""Numbers and units that are wrong."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from benchmarks.seeded.base import WORDS, Chance, Text, put
from benchmarks.seeded.readings import ONES, ORDINALS, SCALES, TENS, Told, numbers, numerals
from translate.glossary import Glossary

_TENFOLD = dict(zip(ONES[1:10], [*TENS, "a hundred"], strict=True)) | {
    word: f"{tens} hundred" for word, tens in zip(TENS, ONES[1:9], strict=True)
}
_NEXT = {
    word: after
    for row in (ONES, TENS, ORDINALS)
    for word, after in zip(row, [*row[1:], row[-2]], strict=True)
}  # fmt: skip
_ANY_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")
_NUMBERING = re.compile(r"(?:^|(?<=[.;:?!] )|(?<=[.?!]” )|(?<=“))[A-Z][a-z]+(?=,)")
_KNOWN_TWO = re.compile(r"\b(?:the|these|those|both|our|their) two\b", re.IGNORECASE)
"""“The two countries” are no more and no fewer as “the countries”."""
_PART_OF_FRACTION = re.compile(r"(?:\b(?:one|two|three|four|\d)[ -]|/)$", re.IGNORECASE)


def _standing(text: Text) -> Iterator[Told]:
    """Numbers of the English that the Chinese has as well."""
    values = numerals(text.zh)
    for told in numbers(text.en):
        counts = "第" in text.zh if told.text.lower() in {"first", "second"} else True
        fraction = told.is_ordinal and _PART_OF_FRACTION.search(text.en[: told.span[0]])
        clock = len(told.text) > 1 and told.text[0] == "0" and told.text.isdigit()
        if told.value in values and counts and not fraction and not clock:
            yield told


def number_dropped(text: Text, _glossary: Glossary, _chance: Chance) -> Iterator[str]:
    """Not the “Third,” that opens a point, nor a number told once more (“Group of Twenty (G20)”)."""
    asked = numerals(text.zh)
    told_of = Counter(told.value for told in numbers(text.en))
    loose = Counter(
        Fraction(match.group().replace(",", ""))
        for match in _ANY_FIGURE.finditer(text.en)
        if match.start() and text.en[match.start() - 1].isalpha()
    )
    for told in _standing(text):
        again = told_of[told.value] + loose[told.value]
        known = _KNOWN_TWO.search(text.en, max(0, told.span[0] - 6), told.span[1])
        if not _NUMBERING.match(text.en, told.span[0]) and again <= max(1, asked[told.value]) and not known:
            yield put(text.en, *told.whole, "")


def number_tenfold(text: Text, _glossary: Glossary, _chance: Chance) -> Iterator[str]:
    """Ten times too much, and a tenth where that is a round number."""
    for told in _standing(text):
        word = told.text.lower()
        if word in _TENFOLD:
            yield put(text.en, *told.span, _like(told.text, _TENFOLD[word]))
        elif word[0].isdigit() and word[-1].isdigit():
            value = Fraction(word.replace(",", ""))
            yield put(text.en, *told.span, _shown(value * 10, told.text))
            if value >= 100 and value % 10 == 0:  # noqa: PLR2004
                yield put(text.en, *told.span, _shown(value / 10, told.text))


def number_changed(text: Text, _glossary: Glossary, chance: Chance) -> Iterator[str]:
    """Another digit for one of its digits, two digits that change places, or the next word."""
    for told in _standing(text):
        digits = [at for at, char in enumerate(told.text) if char.isdigit()]
        if digits:
            at = chance.choice(digits)
            others = [digit for digit in "123456789" if digit != told.text[at]]
            yield put(text.en, *told.span, put(told.text, at, at + 1, chance.choice(others)))
            one, other = told.text[digits[0]], told.text[digits[-1]]
            if other not in {one, "0"} and told.text[-1].isdigit():
                turned = put(put(told.text, digits[0], digits[0] + 1, other), digits[-1], digits[-1] + 1, one)
                yield put(text.en, *told.span, turned)
        elif (new := _NEXT.get(told.text.lower())) is not None:
            yield put(text.en, *told.span, _like(told.text, new))


def _like(old: str, new: str) -> str:
    return new.capitalize() if old[0].isupper() else new


def _shown(value: Fraction, like: str) -> str:
    """With marks for thousands where the old figure had them or a number of five digits needs them."""
    if value.denominator != 1:
        return f"{float(value):g}"
    return f"{int(value):,}" if "," in like or value >= 10_000 else str(value)  # noqa: PLR2004


_SWAPS: Mapping[str, Sequence[str]] = WORDS["units"]
_NAMES = "|".join(sorted(map(re.escape, _SWAPS), key=len, reverse=True))
_UNIT = re.compile(rf"(?P<gap>[ -]?)(?:(?:US|NT|U\.S\.) )?(?P<unit>{_NAMES})(?![a-zA-Z])")
_SIGN = re.compile(r"(?:US|NT|HK|A)?\$|€|£|¥")


def unit_swapped(text: Text, _glossary: Glossary, _chance: Chance) -> Iterator[str]:
    """Each scale word, unit of measure or currency beside a number, for two others."""
    for told in _standing(text):
        for end in dict.fromkeys((told.span[1], told.whole[1])):
            if told.is_ordinal or not (unit := _UNIT.match(text.en, end)):
                continue
            if unit["unit"] in SCALES and end != told.span[1]:
                continue
            for new in _SWAPS[unit["unit"]]:
                yield put(text.en, *unit.span(), (unit["gap"] or " ") + new)
        for sign in _SIGN.finditer(text.en, max(0, told.span[0] - 3), told.span[0]):
            if sign.end() == told.span[0]:
                for new in ("€", "¥") if "$" in sign.group() else ("NT$", "US$"):
                    yield put(text.en, *sign.span(), new)
