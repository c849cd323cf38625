"""Numbers and dates in Chinese text, in either script, to values.

``find`` reads 110億美元, 第26次, 三個半小時, 百分之五, 11月16、17日, 2021.9.10、17,
民國110年 and the like. What stands for an article (一個) or in a set phrase is read
too, but not as ``firm``: a translation may leave it out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache

from translate.quantities import chinese_calendar as calendar
from translate.quantities import chinese_dates as dates
from translate.quantities import chinese_ratios as ratios
from translate.quantities import units
from translate.quantities.chinese_level import without_addresses
from translate.quantities.chinese_words import (
    BEFORE_ONE,
    CLASSIFIERS,
    COUNTED,
    FIRST_OF,
    IN_NUMBER,
    NAMED_DATES,
    NOT_NUMBERS,
    ONE,
    PAIR_CLASSIFIERS,
)
from translate.quantities.idioms import PHRASES
from translate.quantities.numerals import (
    ARABIC,
    DIGIT,
    DIGITS,
    FORMAL,
    LONGEST,
    NUMERAL,
    NUMERALS,
    VERSION,
    parse,
)
from translate.quantities.scan import HIDDEN, Reader, hide, scan
from translate.quantities.values import Kind, Quantity

CURRENCIES = {
    "美元": "USD", "美金": "USD", "日圓": "JPY", "日元": "JPY", "新台幣": "TWD", "台幣": "TWD",
    "新台幣元": "TWD", "人民幣": "CNY", "人民幣元": "CNY", "歐元": "EUR", "英鎊": "GBP", "港元": "HKD",
    "港幣": "HKD", "韓元": "KRW", "韓圜": "KRW", "澳元": "AUD", "加元": "CAD", "盧布": "RUB", "盧比": "INR",
    "新元": "SGD", "新加坡元": "SGD", "瑞士法郎": "CHF", "元": "",
}  # fmt: skip
_CURRENCY = "|".join(sorted(CURRENCIES, key=len, reverse=True))
_SIGNS = {"US$": "USD", "NT$": "TWD", "HK$": "HKD", "$": "$", "€": "EUR", "£": "GBP", "¥": "¥", "￥": "¥"}
_SIGN = "|".join(re.escape(sign) for sign in _SIGNS)

_APPROXIMATE_BEFORE = re.compile(
    r"(?:約|近|逾|超過|將近|大約|接近|高達|至少|最少|多達|不到|幾乎|超)(?:台幣|新台幣)?$"
)
_APPROXIMATE_AFTER = re.compile(r"^(?:多|餘|左右|上下|以上|以下|以內|許)")


@lru_cache(maxsize=256)
def find(text: str) -> tuple[Quantity, ...]:
    """Every quantity of a Chinese text, in order, with its span."""
    return tuple(_with_month(scan(text, without_addresses(text), READERS)))


def _with_month(quantities: Iterable[Quantity]) -> Iterator[Quantity]:
    """A day alone (16日) is in the month named last before it in the same text."""
    month: int | None = None
    for quantity in quantities:
        date = quantity.date
        if date is None or date.year == date.month == date.day:
            yield quantity
            continue
        month = date.month or month
        yield quantity if date.day is None else replace(quantity, date=replace(date, month=month))


def _one(
    match: re.Match[str], kind: Kind, value: Fraction, *, unit: str = "", approximate: bool = False,
    firm: bool = True, also: tuple[Fraction, ...] = (),
) -> Iterator[Quantity]:  # fmt: skip
    start = match.end() - len(match.group().lstrip())
    yield Quantity("", (start, match.end()), kind, value, None, unit, approximate, firm, also)


def _approximate(match: re.Match[str]) -> bool:
    before, after = match.string[max(0, match.start() - 6) : match.start()], match.string[match.end() :][:2]
    inside = any(char in match.group() for char in "多餘")
    return inside or bool(_APPROXIMATE_BEFORE.search(before) or _APPROXIMATE_AFTER.search(after))


def _label(match: re.Match[str]) -> tuple[Quantity, ...] | None:
    text = match["n"]
    value = Fraction(FORMAL[text]) if text in FORMAL else parse(text)
    if value is None:
        return None
    return (Quantity(match.group(), match.span(), "label", value, firm=False),)


def _token(match: re.Match[str]) -> tuple[Quantity, ...]:
    runs = tuple(Fraction(run) for run in re.findall(rf"\d{{1,{LONGEST}}}", match.group()))
    return (Quantity(match.group(), match.span(), "token", also=runs),)


def _slashed(match: re.Match[str]) -> tuple[Quantity, ...] | None:
    part, over = int(match["part"]), int(match["over"])
    if over == 0:
        return None
    value, firm = (Fraction(part, over), True) if (part, over) != (50, 50) else (Fraction(1, 2), False)
    return (Quantity("", match.span(), "share", value, firm=firm, also=(Fraction(f"{part}{over}"),)),)


def _percent(match: re.Match[str]) -> Iterator[Quantity] | None:
    value = parse(match["n"])
    return None if value is None else _one(match, "share", value / 100, approximate=_approximate(match))


def _tenths(match: re.Match[str]) -> Iterator[Quantity] | None:
    """五成 is a half, 五成三 is 53 percent."""
    value = parse(match["n"])
    if value is None:
        return None
    value += (parse(match["more"] or "零") or Fraction(0)) / 10
    return _one(match, "share", value / 10, approximate=_approximate(match))


def _fraction(match: re.Match[str]) -> Iterator[Quantity] | None:
    value, whole = parse(match["part"]), parse(match["whole"])
    if value is None or not whole:
        return None
    return _one(match, "share", value / whole, approximate=_approximate(match))


def _half(match: re.Match[str]) -> Iterator[Quantity] | None:
    value = parse(match["n"])
    if value is None:
        return None
    unit = units.after_chinese(match.string, match.end("n")) or units.after_chinese(match.string, match.end())
    value += Fraction(1, 2)
    # a year and a half may be eighteen months
    also = (12 * value,) if unit == "year" else ()
    return _one(
        match, "cardinal", value, unit="" if also else unit, approximate=_approximate(match), also=also
    )


def _ordinal(match: re.Match[str]) -> Iterator[Quantity] | None:
    value = parse(match["n"])
    return None if value is None else _one(match, "ordinal", value, firm=value > 1)


def _ordinals(match: re.Match[str]) -> tuple[Quantity, ...] | None:
    """第26次; 第1、2次 is two."""
    found: list[Quantity] = []
    parts = list(re.finditer(NUMERAL, match["list"]))
    for place, part in enumerate(parts):
        value = parse(part.group())
        if value is None:
            return None
        first = match.start("list") + part.start() if place else match.start()
        last = match.start("list") + part.end() if place < len(parts) - 1 else match.end()
        # 第一 is often "the top", "primary"; 第三， opens a point that English may open otherwise
        opens = (
            len(parts) == 1
            and not part.group().isascii()
            and _OPENS.match(match.string, match.end()) is not None
        )
        counts = value > 1 or part.group().isascii() or match.string[match.end() :].lstrip()[:1] in FIRST_OF
        found.append(Quantity("", (first, last), "ordinal", value, firm=counts and not opens))
    return tuple(found)


def _point(match: re.Match[str]) -> tuple[Quantity, ...]:
    """三是 opens the third point."""
    return (Quantity("", match.span(), "ordinal", parse(match["n"]), firm=False),)


def _vague(match: re.Match[str]) -> tuple[Quantity, ...]:
    unit = re.sub(r"[^十百千萬億兆]", "", match.group())
    value = parse(unit) if unit else None
    return (Quantity(match.group(), match.span(), "vague", value, firm=False),)


def _named_date(match: re.Match[str]) -> tuple[Quantity, ...]:
    """九二共識, 二二八事件: a date in a name; English has it as a date, or a name of its own."""
    date = NAMED_DATES[match.group()]
    return (Quantity("", match.span(), "date", date=date, firm=date.year is not None),)


def _phrase(match: re.Match[str]) -> tuple[Quantity, ...]:
    """What its numerals say is not asked for, but may answer a number of the English."""
    values = tuple(value for char in match.group() if (value := parse(char) if char in NUMERALS else None))
    return (Quantity("", match.span(), "vague", firm=False, also=values),)


def _plan(match: re.Match[str]) -> tuple[Quantity, ...]:
    """十四五規劃 is the 14th Five-Year Plan."""
    plan = Quantity("", match.span("n"), "ordinal", parse(match["n"]))
    return (plan, Quantity("", (match.end() - 1, match.end()), "cardinal", Fraction(5), firm=False))


def _from(match: re.Match[str]) -> Iterator[Quantity] | None:
    """The 3 of 3至5%."""
    value = parse(match["n"])
    return None if value is None else _one(match, "cardinal", value, also=_scaled_with(match, value))


def _between(match: re.Match[str]) -> tuple[Quantity, ...] | None:
    """兩三百, 七八個, 二三十: one of two, so neither is demanded."""
    low, high = (DIGITS[char] for char in match["two"])
    if high - low != 1 or low == 0:
        return None
    scale = parse(match["unit"]) if match["unit"] else Fraction(1)
    values = (Fraction(low) * (scale or 1), Fraction(high) * (scale or 1))
    unit = units.after_chinese(match.string, match.end())
    return (Quantity("", match.span(), "vague", unit=unit, firm=False, also=values),)


def _scaled_with(match: re.Match[str], value: Fraction) -> tuple[Fraction, ...]:
    """Other readings of the first number of a range: 2至3億 is from 2億, 3至5% from 3%."""
    following = match["scale"] if len(match["n"]) == 1 or re.fullmatch(ARABIC, match["n"]) else None
    if not following:
        return ()
    shares = {"%": Fraction(1, 100), "成": Fraction(1, 10)}
    over = shares.get(following[-1:]) or parse(following)
    return () if over is None else (value * over,)


def _number(match: re.Match[str]) -> Iterator[Quantity] | None:
    digits = match["n"]
    value = parse(digits)
    code = CURRENCIES.get(match["code"] or "", "") or _SIGNS.get(match["sign"] or "", "")
    code = code or CURRENCIES.get(match["before"] or "", "")
    money = bool(match["code"] or match["sign"] or match["before"])
    if value is None:
        return None
    before, after = match.string[: match.start("n")], match.string[match.end("n") :].lstrip()
    return _one(
        match,
        "money" if money else "cardinal",
        value,
        unit=code if money else units.after_chinese(match.string, match.end()),
        also=_scaled_with(match, value),
        approximate=_approximate(match),
        firm=_firm(digits, value, before, after, money=money),
    )


def _firm(digits: str, value: Fraction, before: str, after: str, *, money: bool) -> bool:
    """Whether a translation must have this number: see ``Quantity.firm``."""
    if money and value > 1:
        return True
    if re.search(ARABIC, digits):
        return value != 1 or ONE.match(after) is not None or BEFORE_ONE.search(before) is not None
    if value <= 1 or re.fullmatch(f"{DIGIT}{{2,}}", digits):
        return False
    if len(digits) > 1:
        return digits[0] not in "百千萬億兆"
    if digits in "百千萬億兆":
        return False
    counted = _UP_TO.sub("", after)[:1]
    if value != 2:  # noqa: PLR2004
        return counted in CLASSIFIERS or COUNTED.match(after) is not None
    # 這兩個詞, 後兩項, 第一、第二兩款 refer to what was named: "the words", "the latter"
    return counted in PAIR_CLASSIFIERS and before[-1:] not in set("這那後此該其" + HIDDEN)


_AS_ON_CHEQUES = str.maketrans("零壹貳參肆伍陸柒捌玖拾佰仟", "零一二三四五六七八九十百千")


def _formally(match: re.Match[str]) -> Iterator[Quantity] | None:
    """壹佰億元, as on cheques."""
    value = parse(match["n"].translate(_AS_ON_CHEQUES))
    if value is None:
        return None
    return _one(
        match, "money" if match["code"] else "cardinal", value, unit=CURRENCIES.get(match["code"] or "", "")
    )


_OPENS = re.compile(r"[，,、:]|[個點]?(?:[是，,:]|才是|就是)")
_UP_TO = re.compile(rf"^(?:到|至){NUMERAL}")
"""In 三到六個月 both numbers are counted."""


def _word(match: re.Match[str]) -> tuple[Quantity, ...]:
    value = {"半": Fraction(1, 2), "雙": Fraction(2), "首": Fraction(1)}[match.group()]
    return (Quantity(match.group(), match.span(), "cardinal", value, firm=False),)


def _half_year(match: re.Match[str]) -> tuple[Quantity, ...]:
    return (Quantity("", match.span(), "cardinal", Fraction(1, 2), firm=False, also=(Fraction(6),)),)


def _roman(match: re.Match[str]) -> tuple[Quantity, ...]:
    return (Quantity("", match.span(), "ordinal", Fraction(ord(match.group()) - ord("Ⅰ") + 1), firm=False),)


# 陸、美雙方 opens with the mainland, not with a number
_HEADING = (
    rf"^\s*\(?(?P<n>[{''.join(FORMAL)}]|\d{{1,2}}|[一二三四五六七八九十]{{1,3}})"
    r"(?:\)|[、.](?![\d一二三四五六七八九十]|.[、兩雙及和與]))"
)
_NAME = (
    r"(?<!\d)\d+(?:(?:\+\d+)+|[A-Z](?![A-Za-z])|-[A-Z][a-z]+)"
    r"|(?<![A-Za-z])(?!US\d|NT\d|(?<=年)Q[1-4](?![A-Za-z0-9]))[A-Z][A-Za-z]*[-/+]?\d[A-Za-z0-9]*"
    r"(?:[/+-][A-Z][A-Z0-9]*)*|(?<![A-Za-z])(?:web|covid)\d+"
)
_FORMALLY = (
    r"(?P<n>[壹貳參肆伍陸柒捌玖](?=[零壹貳參肆伍陸柒捌玖萬億兆]*[拾佰仟])[零壹貳參肆伍陸柒捌玖拾佰仟萬億兆]*)"
    rf"(?P<code>{_CURRENCY})?"
)
_TENTHS = (
    r"(?P<n>[一二三四五六七八九兩]|\d(?:\.\d)?)成(?P<more>[一二三四五六七八九]|\d(?![\d.,]))?"
    r"(?![為立功員果長本熟就了語人分千吨型都效交見一對])"
)
_VAGUE = (
    r"[數幾][十百千萬億兆]+|上[百千萬億]+(?=[人名個萬億艘架年])|十幾|\d0幾|[二三四五六七八九]十幾"
    r"|成[百千]上[千萬]|[幾數](?=[個名次天年項位])"
)
_PLAIN = (
    rf"(?P<before>{_CURRENCY})?(?P<sign>{_SIGN})?\s?(?<![a-wyz])(?P<n>{NUMERAL})"
    rf"(?:\s?[多餘])?(?:\s?(?P<code>{_CURRENCY}))?"
    rf"(?=(?:\s?(?:-|~|到|至|或)\s?(?:{ARABIC}|{DIGIT})\s?(?P<scale>%|成|[十百千萬億兆]{{1,3}}))?)"
)
_CONGRESS = (
    r"(?P<n>(?<=中共)\d{2}|(?<![\d.,])(?:1[2-9]|2\d)(?=大[，。、,；：後前之以的報開會])"
    r"|[一二]?十[一二三四五六七八九]?)大(?![國類項個工多學城])"
)
_ORDINALS = (
    rf"第\s?(?P<list>{NUMERAL}"
    rf"(?:(?:\s?[、,和及與至到-]\s?{NUMERAL})+(?=[次屆季條章項期號代任輪波批類款名個島]))?)"
)

READERS = (
    Reader(re.compile(_HEADING), _label),
    Reader(re.compile(_NAME), _token, "0123456789"),
    Reader(re.compile(r"(?<![\d/])(?P<part>\d{1,3})/(?P<over>\d{1,3})(?![/\d])"), _slashed, "/"),
    Reader(re.compile(rf"(?<!{IN_NUMBER})(?<!第)(?:{'|'.join(PHRASES)})"), _phrase),
    Reader(re.compile(NOT_NUMBERS), hide),
    Reader(
        re.compile(
            rf"(?:{'|'.join(NAMED_DATES)})(?=共識|事件|砲戰|炮戰|運動|事變|慘案|屠殺|天安|恐|襲|鎮壓)"
        ),
        _named_date,
    ),
    Reader(re.compile("(?P<n>十[一二三四五六])五(?=規劃|規畫|計劃|計畫|時期|期間|、|」)"), _plan),
    *calendar.READERS,
    *dates.READERS,
    Reader(re.compile(VERSION), _token, "."),
    Reader(re.compile(_FORMALLY), _formally, "拾佰仟"),
    Reader(re.compile(rf"百分之(?P<n>{NUMERAL})"), _percent, "之"),
    Reader(
        re.compile(
            rf"(?P<n>{ARABIC}|(?<!{IN_NUMBER}){DIGIT})(?=\s?[-~到至或]\s?(?:{ARABIC}|{DIGIT})\s?(?P<scale>%|成))"
        ),
        _from,
        "%成",
    ),
    Reader(re.compile(rf"(?P<n>{NUMERAL})\s?%"), _percent, "%"),
    Reader(re.compile(rf"(?P<whole>{NUMERAL})分之(?P<part>{NUMERAL})"), _fraction, "之"),
    Reader(re.compile(_TENTHS), _tenths, "成"),
    *ratios.READERS,
    Reader(re.compile(rf"(?P<n>{NUMERAL})\s?[個年天倍小萬億兆歲週點]半"), _half, "半"),
    Reader(re.compile(_ORDINALS), _ordinals, "第"),
    Reader(re.compile(r"(?:^|(?<=[。；;:，,]))(?P<n>[一二三四五六七八九十])(?=是(?![否非]))"), _point, "是"),
    Reader(re.compile(_CONGRESS), _ordinal, "大"),
    Reader(re.compile(_VAGUE), _vague),
    Reader(
        re.compile(rf"(?<!{IN_NUMBER})(?P<two>{DIGIT}{{2}})(?P<unit>[十百千萬億兆]*)(?![月日]|{DIGIT})"),
        _between,
    ),
    Reader(re.compile(_PLAIN), _number),
    Reader(re.compile("半年"), _half_year, "半"),
    Reader(re.compile("[半雙首]"), _word),
    Reader(re.compile("[Ⅰ-Ⅻ]"), _roman),
)
"""In order of precedence: names and set phrases, dates, shares, ordinals, then plain numbers."""
