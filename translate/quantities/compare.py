"""Two texts compared by value: what the Chinese has and the English lacks, and the reverse."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from translate.quantities.agree import Pool, same_currency
from translate.quantities.chinese import find as in_chinese
from translate.quantities.english import find as in_english
from translate.quantities.resolve import PaperDate, resolved
from translate.quantities.values import Date, Quantity

_OF_DATES = frozenset({"date", "relative", "weekday", "decade", "time"})
_OF_NUMBERS = frozenset({"money", "share", "cardinal", "ordinal"})
_AFTER_LATIN = re.compile(r"(?<!\d)[A-Za-z]\s?$|\d{4}[-–~/]$")
"""Before a number that is a part of a name, or of a season (1995-96)."""
_YEAR = re.compile(r"1\d{3}|20\d{2}")
_COUNTS = re.compile(
    r"[\s-]?(?!(?:is|was|has|as|its|this|across|years|versus|plus)\b)[a-z]+s\b|\s?[%°²]|\s?(?:people|men)\b"
)
_COUNTED = re.compile(r"[^\W\d_年至到和與及的起後前]")
_ZONE_EN = re.compile(
    r"\b(?:local|Washington|Beijing|Taipei|Tokyo|Eastern|Pacific|US|U\.S\.|Chinese|American|Taiwan)"
    r"(?: (?:standard|daylight))?(?:['’]s)? (?:time|date)\b|\b(?:[ECMP][SD]T|GMT|UTC)\b",
    re.IGNORECASE,
)
_ZONE_ZH = re.compile(
    "(?:美東|美西|美國|當地|北京|台北|臺北|華府|華盛頓|東京|格林威治|台灣|臺灣|东|当地|华盛顿|美国)(?:時間|时间)"
)
FAR = 9


@dataclass(frozen=True, slots=True)
class Difference:
    """One quantity without its like, or two that look like one mistake.

    Attributes:
        wanted: what the Chinese has and the English lacks.
        given: what the English has and the Chinese lacks.
        dated: whether it is about a date or time, not a number.
        means: the date that ``wanted`` stands for, where the paper's date tells more
            than its words (本月16日).
    """

    wanted: Quantity | None
    given: Quantity | None
    dated: bool
    means: Date | None = None


@lru_cache(maxsize=64)
def differences(zh: str, en: str, date: str = "") -> tuple[Difference, ...]:
    """How the quantities of a Chinese text and its English differ, in the order of the Chinese.

    What only answers for a number (一個, "both", "a decade") is never asked for, but
    may answer one of the other text. Months and years that English supplies are
    accepted: the text of a segment does not hold the paper's date.

    Args:
        zh: the Chinese.
        en: its English.
        date: the paper's: ``YYYY``, ``YYYY-Qn``, ``YYYY-MM`` or ``YYYY-MM-DD``; relative
            dates stay unresolved without it.
    """
    chinese, english = in_chinese(zh), in_english(en)
    if not chinese and not english:
        return ()
    paper = PaperDate.of(date)
    full = resolved(chinese, paper)
    source, target = Pool.of(full), Pool.of(resolved(english, paper))
    lacking = [pair for pair in zip(chinese, full, strict=True) if not _told(*pair, target)]
    missing = [q for q, _ in lacking]
    missing += _too_few(zh, chinese, english, set(missing))
    means = {q: whole.date for q, whole in lacking if whole.date != q.date}
    added = [q for q in english if not _founded(q, source)]
    zones = bool(missing and added) and bool(_ZONE_EN.search(en) or _ZONE_ZH.search(zh))
    found = []
    for wanted, given in _coupled(missing, added):
        if zones and wanted and given and _next_day(wanted.date, given.date):
            continue
        dated = _is_dated(wanted, zh) if wanted else given is not None and _is_dated(given, en)
        found.append(Difference(wanted, given, dated, means.get(wanted) if wanted else None))
    return tuple(found)


def _told(quantity: Quantity, whole: Quantity, target: Pool) -> bool:
    """Whether the English has what a translation must have, and nothing against the date it stands for."""
    if quantity.kind == "relative":
        return _relative_told(quantity, whole, target)
    if not quantity.firm:
        return True
    return target.holds(quantity) and (whole is quantity or target.holds(whole, supplied=True))


def _relative_told(quantity: Quantity, whole: Quantity, target: Pool) -> bool:
    """去年 against "next year", or against a year that is not last year's."""
    if quantity.value is None or target.holds(quantity):
        return True
    if whole.date is not None and target.holds(whole):
        return True
    others = {value for unit, value in target.relative if unit == quantity.unit}
    return not others


def _founded(quantity: Quantity, source: Pool) -> bool:
    """Whether the Chinese has what the English says."""
    if quantity.kind == "relative":
        own = {value for unit, value in source.relative if unit == quantity.unit}
        return quantity.value is None or not own or source.holds(quantity)
    if not quantity.firm or source.holds(quantity, supplied=True):
        return True
    # 今年 may be "2021" where nobody knows the year of the text
    return _is_year(quantity) and "year" in source.unresolved


def _is_year(quantity: Quantity) -> bool:
    return quantity.kind == "cardinal" and not quantity.unit and _YEAR.fullmatch(quantity.text) is not None


def _is_dated(quantity: Quantity, text: str) -> bool:
    if quantity.kind in _OF_DATES:
        return True
    if not _is_year(quantity):
        return False
    end = quantity.span[1]
    return not (_COUNTS.match(text, end) or _COUNTED.match(text, end))


def _next_day(one: Date | None, other: Date | None) -> bool:
    """Neighbours in the calendar, as far as both are told."""
    if one is None or other is None or one.day is None or other.day is None:
        return False
    if {one.month, other.month} - {None} and one.month != other.month:
        return {one.day, other.day} & {1} != set() and abs(one.day - other.day) >= 27  # noqa: PLR2004
    return abs(one.day - other.day) == 1


def _coupled(
    missing: Sequence[Quantity], added: Sequence[Quantity]
) -> Iterator[tuple[Quantity | None, Quantity | None]]:
    """Missing and added quantities, those that look like one mistake together, in order."""
    free = list(added)
    for wanted in missing:
        best = min(free, key=lambda given: _distance(wanted, given), default=None)
        if best is not None and _distance(wanted, best) < FAR:
            free.remove(best)
            yield wanted, best
        else:
            yield wanted, None
    for given in free:
        yield None, given


def _distance(wanted: Quantity, given: Quantity) -> int:
    """How unlike two unmatched quantities are; ``FAR`` if they can hardly be one mistake."""
    if wanted.date is not None and given.date is None and _is_year(given):
        given = replace(given, kind="date", date=Date(int(given.text)))
    if wanted.date is not None and given.date is None and given.value in (wanted.date.day, wanted.date.year):
        return 2  # what is left of a date that cannot be read
    if (wanted.date is None) != (given.date is None):
        return FAR
    if wanted.date is not None and given.date is not None:
        parts = ("year", "month", "day", "part")
        return sum(getattr(wanted.date, part) != getattr(given.date, part) for part in parts)
    if {wanted.kind, given.kind} & {"relative", "weekday"}:
        return 1 if wanted.kind == given.kind and wanted.unit == given.unit else FAR
    if wanted.value is None or given.value is None or (wanted.kind == "time") != (given.kind == "time"):
        return FAR
    if wanted.value == given.value:
        return 0
    ratio = wanted.value / given.value if given.value else None
    digits = str(ratio.numerator) + str(ratio.denominator) if ratio else "x"
    if set(digits) <= {"1", "0"}:
        return 1  # a power of ten: the usual slip between 億 and billion
    return 2 if wanted.kind == given.kind else 3


def unit_differs(wanted: Quantity, given: Quantity) -> bool:
    """Whether the two are one value in two currencies or units of measure."""
    if wanted.value != given.value or wanted.kind != given.kind:
        return False
    if wanted.kind == "money":
        return not same_currency(wanted.unit, given.unit)
    return bool(wanted.unit and given.unit and wanted.unit != given.unit)


def _too_few(
    zh: str, chinese: Sequence[Quantity], english: Sequence[Quantity], missing: set[Quantity]
) -> Iterator[Quantity]:
    """Days, sums and shares that the Chinese has more often than the English: the last of each.

    Not years: English says "that season" where Chinese says 1995 again. Nor what repeats a
    Chinese name in Latin letters: 「冷戰2.0」（Cold War 2.0）.
    """
    counted = [q for q in chinese if q.firm and q not in missing and _counted(q, zh)]
    if len(counted) < 2:  # noqa: PLR2004
        return
    yearless = [(q, replace(q, date=replace(q.date, year=None)) if q.date else q) for q in counted]
    last = {(bare.value, bare.date, bare.unit): (q, bare) for q, bare in yearless}
    given: list[Pool] = []
    for quantity, bare in last.values():
        times = sum(_same(bare, other) for _, other in yearless)
        if times > 1:
            given = given or [Pool.of([q]) for q in english]
            if sum(pool.holds(bare) for pool in given) < times:
                yield quantity


def _same(one: Quantity, other: Quantity) -> bool:
    units = one.kind == "money" or one.unit == other.unit or not (one.unit and other.unit)
    return (one.value, one.date) == (other.value, other.date) and units


def _counted(quantity: Quantity, zh: str) -> bool:
    if quantity.date is not None:
        return quantity.date.day is not None
    if quantity.kind not in _OF_NUMBERS or _is_year(quantity):
        return False
    return _AFTER_LATIN.search(zh[max(0, quantity.span[0] - 6) : quantity.span[0]]) is None


def labels(zh: str, en: str) -> Iterable[tuple[Quantity, Quantity | None]]:
    """The number of a heading or item that the English lacks or has otherwise."""
    wanted = [q for q in in_chinese(zh) if q.kind == "label" and q.value is not None]
    if not wanted:
        return
    english = in_english(en)
    target = Pool.of(english)
    given = next((q for q in english if q.kind == "label"), None)
    for quantity in wanted:
        if (given is not None and given.value != quantity.value) or quantity.value not in target.values:
            yield quantity, given
