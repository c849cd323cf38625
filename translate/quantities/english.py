"""Numbers and dates in English text to values.

``find`` reads US$11 billion, the 26th, three and a half hours, five percent,
November 16 and 17, 2021, "two-thirds", "the 1970s". "One", "two", "second", "both" and
the like are read but not ``firm``: English uses them where Chinese has no numeral.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache

from translate.quantities import english_calendar as calendar
from translate.quantities import english_dates as dates
from translate.quantities import units, words
from translate.quantities.numerals import LONGEST, VERSION
from translate.quantities.scan import Reader, hide, scan
from translate.quantities.values import POINT, Kind, Quantity

_LEVEL = {ord(a): b for a, b in zip("–—‐‑−’‘“”\u00a0\u202f\u2009", "-----''\"\"   ", strict=True)}

_PREFIXES = {
    "US$": "USD", "U.S.$": "USD", "NT$": "TWD", "HK$": "HKD", "A$": "AUD", "C$": "CAD", "S$": "SGD",
    "RMB": "CNY", "NTD": "TWD", "USD": "USD", "EUR": "EUR", "Euro": "EUR", "$": "$", "€": "EUR",
    "£": "GBP", "¥": "¥", "₩": "KRW", "₹": "INR",
}  # fmt: skip
_SUFFIXES = {
    r"u\.?s\.? dollars?": "USD", r"american dollars?": "USD", r"(?:new )?taiwan(?:ese)? dollars?": "TWD",
    r"hong kong dollars?": "HKD", r"australian dollars?": "AUD", r"canadian dollars?": "CAD",
    r"singapore dollars?": "SGD", r"dollars?": "$", r"(?:japanese )?yen": "JPY",
    r"(?:chinese )?yuan|renminbi|rmb": "CNY", r"euros?": "EUR", r"british pounds?|pounds sterling": "GBP",
    r"(?:south korean )?won\b(?! the| by| a)": "KRW", r"rubles?|roubles?": "RUB",
    r"(?:indian )?rupees?": "INR", r"swiss francs?": "CHF",
}  # fmt: skip
_PREFIX = "|".join(re.escape(sign) for sign in sorted(_PREFIXES, key=len, reverse=True))
_SUFFIX = "|".join(_SUFFIXES)
_SCALE = "hundred|thousand|million|billion|trillion|dozen|bn|mn|tn"
DIGITS = "0123456789"
_DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"
_FRACTIONS = {
    "½": Fraction(1, 2), "¼": Fraction(1, 4), "¾": Fraction(3, 4), "⅓": Fraction(1, 3), "⅔": Fraction(2, 3)
}  # fmt: skip
_OPENS, _STARTS = re.compile(","), re.compile(r"(?:^|[.;:?!]\s|[.?!]\W\s|\")$")
_KNOWN = frozenset({"COVID-19", "Covid-19", "SARS-CoV-2", "CO2"})
"""Names with digits whose Chinese has none (新冠)."""

_SOFT = frozenset({Fraction(0), Fraction(1), Fraction(2), Fraction(1, 2)})

_APPROXIMATE = re.compile(
    r"(?:about|around|some|roughly|approximately|nearly|almost|over|more than|at least|up to|close to"
    r"|less than|under|an estimated|as many as|as much as) (?:an? )?$"
)


def level(text: str) -> str:
    """``text`` with plain dashes, quotation marks and spaces; same length."""
    return text.translate(_LEVEL)


@lru_cache(maxsize=256)
def find(text: str) -> tuple[Quantity, ...]:
    """Every quantity of an English text, in order, with its span."""
    return scan(text, level(text), READERS)


def _quantity(
    match: re.Match[str], kind: Kind, value: Fraction, *, firm: bool = True, also: Iterable[Fraction] = (),
    unit: str = "", span: tuple[int, int] | None = None,
) -> Quantity:  # fmt: skip
    span = span or match.span()
    before = match.string[max(0, span[0] - 20) : span[0]].lower()
    return Quantity(
        "",
        span,
        kind,
        value,
        unit=unit,
        firm=firm,
        also=tuple(also),
        approximate=bool(_APPROXIMATE.search(before)),
    )


def _token(match: re.Match[str]) -> tuple[Quantity, ...]:
    runs = tuple(Fraction(run) for run in re.findall(rf"\d{{1,{LONGEST}}}", match.group()))
    return (Quantity("", match.span(), "token", firm=match.group() not in _KNOWN, also=runs),)


def _slashed(match: re.Match[str]) -> tuple[Quantity, ...] | None:
    part, over = int(match["part"]), int(match["over"])
    if over == 0:
        return None
    firm = (part, over) not in {(9, 11), (24, 7)}
    also = (Fraction(f"{part}{over}"), *((Fraction(24), Fraction(7)) if (part, over) == (24, 7) else ()))
    return (_quantity(match, "share", Fraction(part, over), firm=firm, also=also),)


def _label(match: re.Match[str]) -> tuple[Quantity, ...]:
    text = match["n"]
    value: Fraction | None
    if text.isdigit():
        value = Fraction(text)
    elif re.fullmatch("[IVXLC]+|[ivx]+", text):
        value = Fraction(roman(text))
    else:
        value = Fraction(ord(text.lower()) - ord("a") + 1)
    return (Quantity("", match.span(), "label", value, firm=False),)


def roman(text: str) -> int:
    """The value of a Roman numeral: ``XIV`` is 14."""
    digits = [{"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}[char] for char in text.upper()]
    return sum(-d if any(later > d for later in digits[i + 1 : i + 2]) else d for i, d in enumerate(digits))


def _roman(match: re.Match[str]) -> tuple[Quantity, ...]:
    return (_quantity(match, "ordinal", Fraction(roman(match["n"])), firm=False),)


def _figure(text: str) -> Fraction:
    extra = _FRACTIONS.get(text[-1:], Fraction(0))
    digits = text.rstrip("".join(_FRACTIONS)).replace(",", "")
    return (Fraction(digits) if digits else Fraction(0)) + extra


def _currency(before: str | None, after: str | None) -> str | None:
    """ISO code; ``None`` where no currency is named."""
    if after:
        for pattern, code in _SUFFIXES.items():
            if re.fullmatch(pattern, after.replace("-", " ").lower()):
                return code if code != "$" or not before else _PREFIXES.get(before, code)
    return _PREFIXES.get(before) if before else None


def _scaled_with(following: str | None, value: Fraction) -> tuple[Fraction, ...]:
    """Other readings of the first number of a range: "2 to 3 billion", "3 to 5 percent"."""
    if not following:
        return ()
    over = words.SCALES.get(following.lower()) or words.SHORT_SCALES.get(following.lower())
    return (value * over if over else value / 100,)


def _number(match: re.Match[str]) -> tuple[Quantity, ...] | None:
    if len(match["n"]) > LONGEST:
        return None
    value = _figure(match["n"])
    if match["scale"]:
        scale = match["scale"].lower()
        value *= words.SCALES.get(scale) or words.SHORT_SCALES[scale]
    if match["th"]:
        return (_quantity(match, "ordinal", value, firm=value > 1),)
    if match["percent"]:
        # up by 200 percent: three times what it was
        return (_quantity(match, "share", value / 100, also=(value / 100 + 1,) if value >= 100 else ()),)  # noqa: PLR2004
    unit = _currency(match["before"], match["after"])
    also = _scaled_with(match["next"], value)
    if unit is None:
        measure = units.after_english(match.string, match.end())
        return (_quantity(match, "cardinal", value, firm=value not in (0, 1), also=also, unit=measure),)
    return (_quantity(match, "money", value, unit=unit, also=also),)


def _fraction(match: re.Match[str]) -> tuple[Quantity, ...] | None:
    part = match["part"].lower()
    over = match["over"].lower().rstrip("s").replace("halve", "half")
    number = 1 if part in {"a", "an", "one"} else (int(part) if part.isdigit() else words.SMALL.get(part))
    if number is None or over not in words.DENOMINATORS:
        return None
    also = [Fraction(number)]
    if number == 1:
        also.append(Fraction(words.ORDINALS.get(over, words.DENOMINATORS[over])))
    # "a third" may be an ordinal, "a fifth" likewise: not demanded unless plainly a fraction
    return (
        _quantity(match, "share", Fraction(number, words.DENOMINATORS[over]), firm=number > 1, also=also),
    )


def _words(match: re.Match[str]) -> tuple[Quantity, ...] | None:
    found = []
    text = match["n"].lower()
    for start, end in words.split(text):
        parsed = words.parse(text[start:end])
        if parsed is None:
            return None
        value, is_ordinal = parsed
        span = (match.start("n") + start, match.start("n") + end)
        article = re.match(r"(?:an?|half)\b", text[start:end]) is not None
        unit, kind = "", "ordinal" if is_ordinal else "cardinal"
        last = end == len(text)
        if last and match["percent"]:
            found.append(_quantity(match, "share", value / 100, span=(span[0], match.end())))
            continue
        if last and match["after"]:
            unit, kind = _currency(None, match["after"]) or "", "money"
            span = (span[0], match.end())
        elif last and kind == "cardinal":
            unit = units.after_english(match.string, match.end())
        plain = value not in _SOFT and not (article and kind != "money")
        found.append(_quantity(match, kind, value, span=span, firm=plain, unit=unit))  # type: ignore[arg-type]
    return tuple(found)


def _ordinal_word(match: re.Match[str]) -> tuple[Quantity, ...]:
    value = Fraction(words.ORDINALS[match.group().lower()])
    if _OPENS.match(match.string, match.end()) and _STARTS.search(match.string, 0, match.start()):
        return (_quantity(match, "ordinal", value, firm=False, unit=POINT),)
    return (_quantity(match, "ordinal", value, firm=value > 2),)  # noqa: PLR2004  (second: a moment; first: an adverb)


def _vague(match: re.Match[str]) -> tuple[Quantity, ...]:
    value = Fraction(1)
    for word in re.findall(r"[a-z]+", match.group().lower()):
        value *= {"ten": 10}.get(word.rstrip("s")) or words.SCALES.get(word.rstrip("s"), 1)
    return (_quantity(match, "vague", value, firm=False),)


def _evenly(match: re.Match[str]) -> tuple[Quantity, ...]:
    return (_quantity(match, "share", Fraction(1, 2), firm=False, also=(Fraction(50),)),)


def _related(match: re.Match[str]) -> tuple[Quantity, ...]:
    return (_quantity(match, "cardinal", words.RELATED[match.group().lower()], firm=False),)


def _decades(match: re.Match[str]) -> tuple[Quantity, ...] | None:
    text = match["n"].lower()
    parsed = (Fraction(text), False) if text.isdigit() else words.parse(text)
    if parsed is None:
        return None
    over = {"decades": 10, "centuries": 100, "dozen": 12, "dozens": 12}[match["of"].lower()]
    return (_quantity(match, "cardinal", parsed[0] * over, also=(parsed[0],)),)


def _and_a_half(match: re.Match[str]) -> tuple[Quantity, ...] | None:
    text = (match["n"] or "").lower()
    parsed = (Fraction(1), False) if text in {"", "a", "an"} else words.parse(text)
    value = Fraction(text) if text.isdigit() else (parsed[0] if parsed else None)
    if value is None:
        return None
    unit = units.after_english(match.string, match.start("of"))
    value += Fraction(1, 2)
    years = {"decade": 10, "century": 100}.get(match["of"].lower(), 0)
    also = (years * value,) if years else (12 * value,) if unit == "year" else ()
    return (_quantity(match, "cardinal", value, unit="" if also else unit, also=also),)


def _one_in(match: re.Match[str]) -> tuple[Quantity, ...] | None:
    """One in five, three out of ten, one in a million."""
    part, over = (
        Fraction(1)
        if text in {"a", "an"}
        else Fraction(text)
        if text.isdigit()
        else (words.parse(text) or (None,))[0]
        for text in (match["part"].lower().replace(",", ""), match["over"].lower().replace(",", ""))
    )
    if part is None or over is None or not 0 < part < over or over < 3:  # noqa: PLR2004
        return None
    if _YEAR.fullmatch(match["over"]):
        return None
    return (_quantity(match, "share", part / over, also=(over, part)),)


def _half_percent(match: re.Match[str]) -> tuple[Quantity, ...]:
    return (_quantity(match, "share", Fraction(1, 200)),)


def _times(match: re.Match[str]) -> tuple[Quantity, ...] | None:
    """Up "two times" may be twice or thrice what it was."""
    text = match["n"].lower().replace(",", "")
    value = Fraction(text) if text[0].isdigit() else (words.parse(text) or (None,))[0]
    rises = _RISES.search(match.string, max(0, match.start() - 40), match.start())
    if value is None or not (rises or match["more"]):
        return None
    return (_quantity(match, "cardinal", value, span=match.span("n"), also=(value + 1,)),)


def _roman_sign(match: re.Match[str]) -> tuple[Quantity, ...]:
    return (_quantity(match, "ordinal", Fraction(ord(match.group()) - ord("Ⅰ") + 1), firm=False),)


def _of(pattern: str, *, case: bool = False) -> re.Pattern[str]:
    return re.compile(pattern, 0 if case else re.IGNORECASE)


_W = "|".join(sorted(words.SMALL, key=len, reverse=True))
_SEP = r"[\s-]{1,2}"
_PERCENT = r"\s?%|[\s-]per\s?cent(?!age)\b"
_URL = (
    r"&#?\w{2,6};|https?:[^\s<>]+|www\.[^\s<>]+|(?<![\w.+-])[\w.+-]+@[\w.-]+\w"
    r"|(?<![\w.-])(?:[\w-]+\.)+(?:com|org|gov|cn|tw|net)\b[^\s<>]*"
)
_NAME = (
    r"(?<!\d)\d+(?:\+\d+)+|(?<![\d.,$€£])\d+[A-Z](?![A-Za-z])|(?<!\d)\d+-[A-Z][a-z]+\b(?<!-[JFMASOND]..)(?<!-Jan)"
    r"|(?<![A-Za-z$])(?!(?:US|NTD?|RMB|USD|EUR|Euro)\d)[A-Z][A-Za-z]*(?:[/+]|-(?!\d{4}\b))?\d[A-Za-z0-9]*"
    r"(?:[/+-][A-Z][A-Z0-9]*)*|(?<![A-Za-z])(?:web|covid)\d+"
)
_TO_TEN = r"an?|\d[\d,]*|(?:one|two|three|four|five|six|seven|eight|nine|ten)"
_ONE_IN = (
    rf"\b(?P<part>{_TO_TEN})\s(?:in|out of|of)\s(?:every\s)?"
    r"(?P<over>(?<=in )an?\s(?:hundred|thousand|million|billion)|(?<!\d )"
    rf"(?:(?<=out of )|(?<=every )|(?<=one in ))(?:\d[\d,]*|{words.WORDS}))"
    r"(?!\s?(?:%|percent|years?|days?|months?))\b"
)
_TIMES = (
    rf"(?<![\w,.])(?P<n>\d[\d,]*(?:\.\d+)?|{_W})(?:\stimes\b(?!\sas\b)|-?fold\b)"
    r"(?P<more>\s(?:more|higher|larger|greater|bigger)\b)?"
)
_RISES = re.compile(
    r"\b(?:increas|ris[ei]|rose|gr[eo]w|up\b|jump|surg|soar|expand|climb|multipl)", re.IGNORECASE
)
_YEAR = re.compile(r"1\d{3}|20\d{2}")
_AND_A_HALF = (
    rf"\b(?:(?P<n>an?|{_W}|\d+){_SEP})?(?P<of>year|month|day|hour|week|century|decade|minute|mile|time)s?"
    rf"{_SEP}and{_SEP}a{_SEP}half\b"
)
_FRACTION = (
    rf"\b(?:(?<!and[ -])|(?!an?[ -]half))(?P<part>an?|{_W}|\d){_SEP}"
    r"(?P<over>half|halves|(?:third|quarter|fourth|fifth|sixth|seventh|eighth|ninth|tenth)s?)\b"
    r"(?!\s(?:year|time|anniversary|meeting|session|round))"
)
_VAGUE = (
    r"\b(?:tens|hundreds|thousands|millions|billions|trillions|dozens|scores)"
    r"(?:\s(?:of\s)?(?:thousands|millions|billions|trillions))?\b"
    r"|\b(?:several|few|many|multi)[\s-](?:dozen|hundred|thousand|million|billion|trillion)\b"
)
_FIGURE = (
    rf"(?:(?<![A-Za-z])(?P<before>{_PREFIX})\s?|(?<![\d.a-wyz]))(?P<n>{_DIGITS}[½¼¾⅓⅔]?|[½¼¾⅓⅔])"
    rf"(?:(?P<th>st|nd|rd|th)\b|(?:[\s-]?(?P<scale>{_SCALE}|(?(before)[mbkt]|hundred))\b)?"
    rf"(?:(?P<percent>{_PERCENT})|[\s-]?(?P<after>{_SUFFIX})\b)?)"
    rf"(?=(?:\s?(?:-|to|or|and)\s?{_DIGITS}(?:[\s-]?(?P<next>%|{_SCALE}|per\s?cent(?!age))))?)"
)
_IN_WORDS = rf"\b(?P<n>{words.WORDS})(?:(?P<percent>{_PERCENT})|[\s-](?P<after>{_SUFFIX})\b)?"

_OVER = (
    "half",
    "halves",
    "third",
    "quarter",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
)


def _any_of(listed: Iterable[str]) -> str:
    return rf"\b(?:{'|'.join(sorted(listed, key=len, reverse=True))})\b"


def _beginnings(listed: Iterable[str]) -> frozenset[str]:
    """The first word of each: "three" of "three-wheeler"."""
    return frozenset(word.split("-")[0] for word in listed)


READERS = (
    Reader(_of(_URL), hide, ("://", "www.", "@", "&", ".com", ".org", ".gov", ".cn", ".tw", ".net")),
    Reader(_of(r"^\s*\(?(?P<n>[ivx]+|[IVXLC]+|\d{1,2}|[A-H])(?:\)|\.(?=\s))", case=True), _label),
    *calendar.READERS,
    *dates.READERS,
    Reader(_of(VERSION), _token, "."),
    Reader(_of(r"\b(?:fifty-fifty|50[-/]50)\b"), _evenly, ("fifty-fifty", "50-50", "50/50")),
    Reader(_of(_NAME, case=True), _token, DIGITS),
    Reader(_of(r"(?<![\d/])(?P<part>\d{1,3})/(?P<over>\d{1,3})(?![/\d])"), _slashed, "/"),
    Reader(_of(r"\bhalf (?:a|an|of one|of 1) (?:percent|per cent|%)"), _half_percent, ("half",)),
    Reader(_of(_ONE_IN), _one_in, (" in ", " out of ")),
    Reader(_of(_TIMES), _times, (" times", "fold")),
    Reader(_of(_AND_A_HALF), _and_a_half, ("half",)),
    Reader(
        _of(rf"\b(?P<n>{_W}|\d+){_SEP}(?P<of>decades|centuries|dozens?)\b"),
        _decades,
        ("decades", "centuries", "dozen"),
    ),
    Reader(_of(_FRACTION), _fraction, _OVER),
    Reader(_of(_VAGUE), _vague, ("tens", "hundred", "thousand", "illion", "dozen", "scores")),
    Reader(_of(_FIGURE), _number, DIGITS + "".join(_FRACTIONS)),
    Reader(_of(_IN_WORDS), _words, ("hundred", "dozen", "thousand", "illion"), frozenset(words.SMALL)),
    Reader(_of(_any_of(words.ORDINALS)), _ordinal_word, words=frozenset(words.ORDINALS)),
    Reader(_of(_any_of(words.RELATED)), _related, words=_beginnings(words.RELATED)),
    Reader(_of(r"(?<=[a-z][ -])(?P<n>[IVX]{2,}|[VX]|(?<=War )I)\b", case=True), _roman),
    Reader(_of("[Ⅰ-Ⅻ]", case=True), _roman_sign),
)
"""In order of precedence: names, dates, fractions, figures, words, words that imply a number."""
