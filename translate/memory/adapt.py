"""A unit that differs from a segment in numbers alone, with the segment's numbers put into its English.

Only where nothing can be mistaken: each number that changes stands once in the
Chinese and once in the English, is written there in a form that is known, and
reads back as the value it should have. Else the unit is offered as it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from fractions import Fraction

from translate.hanzi import match_key
from translate.memory import Adapted, Replaced
from translate.quantities import Date, Pool, Quantity, in_chinese, in_english, plain
from translate.quantities.values import MONTHS, ordinal, scaled

_KINDS = frozenset({"cardinal", "ordinal", "money", "share", "date"})
_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?(?: (?:trillion|billion|million|thousand)\b)?")
_ARTICLE = re.compile(r"\ban?[ -]$", re.IGNORECASE)
"""Before a number, "a" or "an" hangs on how it is pronounced."""
_WORDS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip
_ORDINALS = (
    "zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth",
    "nineteenth", "twentieth",
)  # fmt: skip


def adapted(segment: str, zh: str, en: str) -> Adapted | None:
    """``en``, the English of ``zh``, with the numbers of ``segment``; ``None`` where that is not sure.

    Args:
        segment: the Chinese to be translated.
        zh: the memory's Chinese.
        en: its English.
    """
    ours, theirs = in_chinese(segment), in_chinese(zh)
    if len(ours) != len(theirs) or _without(segment, ours) != _without(zh, theirs):
        return None
    changed = [(a, b) for a, b in zip(ours, theirs, strict=True) if _meaning(a) != _meaning(b)]
    if not changed or not all(_alike(a, b) for a, b in changed):
        return None
    english = in_english(en)
    edits: list[tuple[Quantity, str]] = []
    for new, old in changed:
        places = [item for item in english if _same(item, old)]
        if len(places) != 1 or sum(_same(item, old) for item in theirs) != 1:
            return None
        text = _written(places[0], old, new)
        if text is None or _ARTICLE.search(en[: places[0].span[0]]):
            return None
        edits.append((places[0], text))
    result = _edited(en, edits)
    if not _reads_back(
        result, english, [(place, new) for (place, _), (new, _) in zip(edits, changed, strict=True)], ours
    ):
        return None
    pairs = zip(changed, edits, strict=True)
    return Adapted(
        result,
        tuple(Replaced((old.text, new.text), (place.text, text)) for (new, old), (place, text) in pairs),
    )


def _without(text: str, quantities: Sequence[Quantity]) -> str:
    """The match key of ``text`` with each quantity's kind in its place."""
    parts, end = [], 0
    for item in quantities:
        parts += [match_key(text[end : item.span[0]]), f"\x1f{item.kind}\x1f"]
        end = item.span[1]
    return "".join([*parts, match_key(text[end:])])


def _meaning(item: Quantity) -> tuple[object, ...]:
    if item.kind in {"token", "label", "vague", "relative"}:
        return item.kind, match_key(item.text)
    return item.kind, item.value, item.date, item.unit, item.approximate, item.also


def _alike(new: Quantity, old: Quantity) -> bool:
    """Whether one can stand where the other stood."""
    if new.kind not in _KINDS or not (new.firm and old.firm) or new.also or old.also:
        return False
    if (new.unit, new.approximate) != (old.unit, old.approximate):
        return False
    if new.date is not None and old.date is not None:
        return _told(new.date) == _told(old.date)
    # one member, two members: the noun would have to change with the number
    return new.kind == "ordinal" or not {new.value, old.value} & {Fraction(1), Fraction(1, 100)}


def _told(date: Date) -> tuple[bool, ...]:
    return date.year is not None, date.month is not None, date.day is not None


def _same(item: Quantity, other: Quantity) -> bool:
    """Whether they mean the same, whatever they are called."""
    if other.date is not None:
        year = other.date.year if _told(other.date) == (True, False, False) else None
        return item.date == other.date or (year is not None and item.value == year)
    return other.value in item.values


def _edited(text: str, edits: Sequence[tuple[Quantity, str]]) -> str:
    for place, new in sorted(edits, key=lambda edit: edit[0].span, reverse=True):
        text = text[: place.span[0]] + new + text[place.span[1] :]
    return text


def _written(place: Quantity, old: Quantity, new: Quantity) -> str | None:
    """``place``'s words with ``new`` where they say ``old``, in the same form."""
    if place.also:
        return None
    whole = _whole(place.text, old, new)
    if whole is not None:
        return whole
    figures = list(_FIGURE.finditer(place.text))
    if len(figures) != 1 or old.date is not None or old.kind == "ordinal":
        return None
    times = 100 if old.kind == "share" else 1
    for form in (plain, scaled, _grouped):
        before, after = _formed(form, old.value, times), _formed(form, new.value, times)
        if before is not None and after is not None and figures[0].group() == before:
            return place.text[: figures[0].start()] + after + place.text[figures[0].end() :]
    return None


def _formed(form: Callable[[Fraction], str], value: Fraction | None, times: int) -> str | None:
    text = None if value is None else form(value * times)
    return None if text is None or "/" in text else text


def _grouped(value: Fraction) -> str:
    return f"{value.numerator:,}" if value.denominator == 1 else plain(value)


def _whole(text: str, old: Quantity, new: Quantity) -> str | None:
    """Dates, ordinals and small numbers in words, whose form is that of the whole text."""
    for form in (_american, _british, _year, _ordinal, _ordinal_word, _word):
        before, after = form(old), form(new)
        if before is not None and after is not None and text.casefold() == before.casefold():
            if text[:1].isupper():
                after = after[:1].upper() + after[1:]
            return after
    return None


def _american(item: Quantity) -> str | None:
    return None if item.date is None or item.date.month is None else str(item.date)


def _british(item: Quantity) -> str | None:
    date = item.date
    if date is None or date.month is None or date.day is None:
        return None
    return f"{date.day} {MONTHS[date.month - 1]}" + (f" {date.year}" if date.year is not None else "")


def _year(item: Quantity) -> str | None:
    return None if item.date is None or _told(item.date) != (True, False, False) else str(item.date.year)


def _number(item: Quantity, kind: str) -> int | None:
    if item.kind != kind or item.value is None or item.value.denominator != 1:
        return None
    return item.value.numerator


def _ordinal(item: Quantity) -> str | None:
    number = _number(item, "ordinal")
    return None if number is None else ordinal(number)


def _ordinal_word(item: Quantity) -> str | None:
    number = _number(item, "ordinal")
    return _ORDINALS[number] if number is not None and 0 < number < len(_ORDINALS) else None


def _word(item: Quantity) -> str | None:
    number = _number(item, "cardinal")
    return _WORDS[number] if number is not None and 0 <= number < len(_WORDS) else None


def _reads_back(
    en: str, before: Sequence[Quantity], edits: Sequence[tuple[Quantity, Quantity]], ours: Sequence[Quantity]
) -> bool:
    """Whether the English has every number of the segment, and of the others just those it had."""
    after = in_english(en)
    gone = Counter(_value(place) for place, _ in edits)
    came = Counter(_value(item) for item in after) - (Counter(_value(item) for item in before) - gone)
    wanted = Counter(_value(new) for _, new in edits)
    pool = Pool.of(after)
    return came == wanted and all(pool.holds(item) for item in ours if item.firm)


def _value(item: Quantity) -> object:
    if item.date is not None:
        date = item.date
        return Fraction(date.year or 0) if _told(date) == (True, False, False) else date
    return item.value if item.value is not None else item.text
