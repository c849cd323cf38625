"""Two texts compared by value: what the Chinese has and the English lacks, and the reverse."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from translate.quantities.agree import Pool, same_currency
from translate.quantities.chinese import find as in_chinese
from translate.quantities.english import find as in_english
from translate.quantities.resolve import PaperDate, resolved
from translate.quantities.values import POINT, Date, Quantity

_OF_DATES = frozenset({"date", "relative", "weekday", "season", "part", "decade", "time"})
_OF_NUMBERS = frozenset({"money", "share", "cardinal", "ordinal"})
_AFTER_LATIN = re.compile(r"(?<!\d)[A-Za-z]\s?$|\d{4}[-–~/]$")
"""Before a number that is a part of a name, or of a season (1995-96)."""
_YEAR = re.compile(r"1\d{3}|20\d{2}")
_COUNTS = re.compile(
    r"[\s-]?(?!(?:is|was|has|as|its|this|across|years|versus|plus)\b)[a-z]+s\b|\s?[%°²]|\s?(?:people|men)\b"
)
_COUNTED = re.compile(r"\s?[^\W\d_年至到和與与及的起後后前、]")
_ZONE_EN = re.compile(
    r"\b(?:local|Washington|Beijing|Taipei|Tokyo|Eastern|Pacific|US|U\.S\.|Chinese|American|Taiwan)"
    r"(?: (?:standard|daylight))?(?:['’]s)? (?:time|date)\b|\b(?:[ECMP][SD]T|GMT|UTC)\b",
    re.IGNORECASE,
)
_ZONE_ZH = re.compile(
    "(?:美東|美西|美國|當地|北京|台北|臺北|華府|華盛頓|東京|格林威治|台灣|臺灣|东|当地|华盛顿|美国)(?:時間|时间)"
)
_BY_PLACE = re.compile("前[一二三四五兩]?[條項款目節章点點]|本[條項款目節章]")
_OF_LAW = re.compile(
    r"\b(?:Articles?|Art\.|Sections?|(?:Sub)?[Pp]aragraphs?|(?:Sub-?)?[Ii]tems?|(?:Sub)?[Cc]hapters?|[Cc]lauses?|subsections?)"
    r"[\s\d.,()-]*(?:(?:and|or|to|through)\s[\d.,()\s-]*)?$",
    re.IGNORECASE,
)
"""What 前條 refers to, English names by its number."""
_BARE_BRACKET = re.compile(r"\bof\s\((?=[A-Z]+\d)")
_CUT = re.compile(r"(?<![\w)])\+\d|\d\+(?![\w(])")
"""What is left of 10+3 where a number is lost."""
_EITHER = frozenset({"either", "Either"})
_OR = re.compile(r"(?! of\b)[^.;]*\bor\b")
"""After “either”, which then counts nothing."""
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
    if "ither" in en:
        english = tuple(q for q in english if not (q.text in _EITHER and _OR.match(en, q.span[1])))
    if not chinese and not english:
        return ()
    paper = PaperDate.of(date)
    full = resolved(chinese, paper)
    source, target = Pool.of(full), Pool.of(resolved(english, paper))
    lacking = [pair for pair in zip(chinese, full, strict=True) if not _told(*pair, target)]
    missing = [q for q, _ in lacking]
    missing += _only_in_brackets(chinese, en)
    if "+" in zh and _CUT.search(en):
        missing += [q for q in chinese if q.kind == "token" and "+" in q.text and q not in missing][:1]
    missing += _too_few(zh, chinese, english, set(missing))
    means = {q: whole.date for q, whole in lacking if whole.date != q.date}
    added = [q for q in english if not _founded(q, source)]
    if any(q.kind == "season" for q in missing):
        added += [q for q in english if q.kind == "season" and not source.holds(q)]
    if added and _BY_PLACE.search(zh):
        added = [q for q in added if not _OF_LAW.search(en, 0, q.span[0])]
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
    if quantity.kind == "part":
        return target.holds(quantity) or all(unit != quantity.unit for unit, _ in target.parts)
    if not quantity.firm:
        return True
    return target.holds(quantity) and (whole is quantity or target.holds(whole, supplied=True))


def _relative_told(quantity: Quantity, whole: Quantity, target: Pool) -> bool:
    """去年 against "next year", or against a year that is not last year's."""
    if quantity.value is None or target.holds(quantity):
        return True
    if whole.date is not None and target.holds(whole):
        return True
    if quantity.value == 0 and any(unit == quantity.unit for unit, _ in target.parts):
        return True  # "by year-end"
    others = {value for unit, value in target.relative if unit == quantity.unit}
    return not others


def _founded(quantity: Quantity, source: Pool) -> bool:
    """Whether the Chinese has what the English says."""
    if quantity.kind == "relative":
        own = {value for unit, value in source.relative if unit == quantity.unit}
        return quantity.value is None or not own or source.holds(quantity)
    if quantity.unit == POINT:  # "Fourth, …" for 第三，
        return not source.ordinals or quantity.value in source.ordinals | source.values
    if quantity.kind == "part":
        return source.holds(quantity) or all(unit != quantity.unit for unit, _ in source.parts)
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
    if {wanted.kind, given.kind} & {"relative", "weekday", "season", "part"}:
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
    counted = [q for q in chinese if (q.firm or q.kind == "label") and q not in missing and _counted(q, zh)]
    if len(counted) < 2:  # noqa: PLR2004
        return
    yearless = [(q, _bare(q)) for q in counted]
    last = {(bare.value, bare.date, bare.unit): (q, bare) for q, bare in yearless}
    given: list[Pool] = []
    for quantity, bare in last.values():
        times = sum(_same(bare, other) for _, other in yearless)
        if times > 1:
            given = given or [Pool.of([q]) for q in english]
            if sum(pool.holds(bare) for pool in given) < times:
                yield quantity


def _only_in_brackets(chinese: Sequence[Quantity], en: str) -> Iterator[Quantity]:
    """The 二十 of 二十國集團（G20） where the English is "the Group of (G20)"."""
    if not _BARE_BRACKET.search(en):
        return
    for quantity, name in pairwise(chinese):
        if name.kind == "token" and quantity.kind == "cardinal" and name.also == quantity.values:
            yield quantity


def _bare(quantity: Quantity) -> Quantity:
    """Without what English need not say again: the year, and whether it is an ordinal."""
    if quantity.date:
        return replace(quantity, date=replace(quantity.date, year=None))
    return replace(quantity, kind="cardinal") if quantity.kind == "ordinal" else quantity


def _same(one: Quantity, other: Quantity) -> bool:
    units = one.kind == "money" or one.unit == other.unit or not (one.unit and other.unit)
    return (one.value, one.date) == (other.value, other.date) and units


def _counted(quantity: Quantity, zh: str) -> bool:
    if quantity.date is not None:
        return quantity.date.day is not None
    if quantity.kind not in _OF_NUMBERS | {"label"} or _is_year(quantity):
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
