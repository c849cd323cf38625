"""Quantities: readings as data, values that survive being written in many ways, the five papers."""

from __future__ import annotations

import doctest
import tomllib
from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from translate import quantities
from translate.quantities import (
    Date,
    Pool,
    Quantity,
    differences,
    in_chinese,
    in_english,
    plain,
    same_currency,
    spoken,
)
from translate.quantities.idioms import PHRASES
from translate.quantities.values import MONTHS, SEASONS, WEEKDAYS, ordinal

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "cases" / "quantities"


def told(quantity: Quantity) -> str:
    """The notation of the case files."""
    words: list[str] = [quantity.kind]
    if quantity.date is not None:
        parts = (quantity.date.year, quantity.date.month, quantity.date.day)
        words.append("-".join("_" if part is None else str(part) for part in parts))
        words += [quantity.date.part] if quantity.date.part else []
    elif quantity.kind == "time" and quantity.value is not None:
        words.append(f"{int(quantity.value) // 60}:{int(quantity.value) % 60:02d}")
    elif quantity.value is not None:
        words.append(str(quantity.value))
    words += [f"or {value}" for value in quantity.also]
    words += [quantity.unit] if quantity.unit else []
    words += ["~"] if quantity.approximate else []
    words += [] if quantity.firm else ["?"]
    return " ".join(words)


def _cases(name: str) -> list[tuple[str, list[str]]]:
    return list(tomllib.loads((CASES / f"{name}.toml").read_text("utf-8")).items())


@pytest.mark.parametrize(("text", "expected"), _cases("chinese"))
def test_chinese(text: str, expected: list[str]) -> None:
    assert [told(quantity) for quantity in in_chinese(text)] == expected


@pytest.mark.parametrize(("text", "expected"), _cases("english"))
def test_english(text: str, expected: list[str]) -> None:
    assert [told(quantity) for quantity in in_english(text)] == expected


def test_the_example_of_the_package_is_true() -> None:
    result = doctest.testmod(quantities)
    assert result.attempted > 0
    assert result.failed == 0


# --- written in many ways, read back

thorough = settings(deadline=None, database=None, max_examples=300)

HAN = "〇一二三四五六七八九"


def han(number: int) -> str:
    """``number`` as Chinese writes it: 一萬零五百, 十二."""
    if number == 0:
        return "零"
    parts: list[str] = []
    rest, gap = number, False
    for scale, unit in ((10**12, "兆"), (10**8, "億"), (10**4, "萬"), (1, "")):
        section, rest = divmod(rest, scale)
        if section == 0:
            gap = bool(parts)
            continue
        zero = "零" if parts and (gap or section < 1000) else ""
        parts.append(zero + _section(section) + unit)
        gap = False
    text = "".join(parts)
    return text[1:] if text.startswith("一十") else text


def _section(number: int) -> str:
    text, gap = "", False
    for scale, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, scale)
        if digit:
            text += ("零" if gap and text else "") + HAN[digit] + unit
        gap = digit == 0
    return text


def mixed(number: int) -> str:
    """``number`` as newspapers write it: 12億3,400萬5."""
    text = ""
    for scale, unit in ((10**12, "兆"), (10**8, "億"), (10**4, "萬")):
        section, number = divmod(number, scale)
        text += f"{section:,}{unit}" if section else ""
    return text + (f"{number}" if number or not text else "")


def full_width(number: int) -> str:
    return str(number).translate({ord("0") + n: chr(ord("０") + n) for n in range(10)})


def simplified(number: int) -> str:
    return han(number).replace("萬", "万").replace("億", "亿")


WRITERS: list[Callable[[int], str]] = [
    han, simplified, mixed, full_width, str, lambda number: f"{number:,}", lambda number: f"{number}萬"
]  # fmt: skip
FACTORS = [1, 1, 1, 1, 1, 1, 10**4]


@thorough
@given(number=st.integers(1, 10**15), way=st.integers(0, len(WRITERS) - 1))
def test_an_integer_written_in_chinese_is_read_back(number: int, way: int) -> None:
    (found,) = in_chinese(f"{WRITERS[way](number)}美元")
    assert (found.kind, found.value, found.unit) == ("money", Fraction(number * FACTORS[way]), "USD")


@thorough
@given(number=st.integers(2, 9999), way=st.integers(0, 3))
def test_an_ordinal_is_read_back(number: int, way: int) -> None:
    (found,) = in_chinese(f"第{WRITERS[way](number) if way != 2 else number}次會議")
    assert (found.kind, found.value) == ("ordinal", Fraction(number))


@thorough
@given(number=st.integers(2, 10**15))
def test_what_is_spoken_is_read_back(number: int) -> None:
    (chinese,) = in_chinese(f"{han(number)}日圓")
    (english,) = in_english(spoken(chinese))
    assert (english.value, english.unit) == (chinese.value, "JPY")


@thorough
@given(tenths=st.integers(1, 10**6), unit=st.sampled_from([("萬", 10**4), ("億", 10**8), ("兆", 10**12)]))
def test_decimals_with_a_unit(tenths: int, unit: tuple[str, int]) -> None:
    (found,) = in_chinese(f"{tenths / 10}{unit[0]}元")
    assert found.value == Fraction(tenths, 10) * unit[1]


@thorough
@given(day=st.dates())
def test_a_date_is_the_same_in_every_form(day: object) -> None:
    year, month, number = (int(part) for part in str(day).split("-"))
    if not 1000 <= year <= 2099:
        return
    expected = Date(year, month, number)
    chinese = [f"{year}年{month}月{number}日", f"{year}.{month}.{number}", str(day)]
    chinese.append(f"{''.join(HAN[int(digit)] for digit in str(year))}年{han(month)}月{han(number)}日")
    if year > 1911:
        chinese.append(f"民國{year - 1911}年{month}月{number}日")
    name = MONTHS[month - 1]
    english = [
        f"{name} {number}, {year}",
        f"{number} {name} {year}",
        f"the {ordinal(number)} of {name}, {year}",
        str(day),
    ]
    assert [[q.date for q in in_chinese(text)] for text in chinese] == [[expected]] * len(chinese)
    assert [[q.date for q in in_english(text)] for text in english] == [[expected]] * len(english)
    for text in chinese:
        assert all(Pool.of(in_english(other)).holds(in_chinese(text)[0]) for other in english)


def cheque(number: int) -> str:
    return han(number).translate(str.maketrans("零一二三四五六七八九十百千", "零壹貳參肆伍陸柒捌玖拾佰仟"))


@thorough
@given(number=st.integers(20, 10**9).filter(lambda number: any(char in han(number) for char in "百千")))
def test_an_amount_written_as_on_cheques(number: int) -> None:
    text = cheque(number)
    text = "壹" + text if text.startswith("拾") else text
    (found,) = in_chinese(f"{text}元")
    assert (found.kind, found.value) == ("money", Fraction(number))


SHARES: list[Callable[[int], str]] = [
    lambda percent: f"{percent}%",
    lambda percent: f"百分之{han(percent)}",
    lambda percent: f"百分之{percent}",
    lambda percent: f"１００分之{percent}",
    lambda percent: f"{full_width(percent)}％",
]


@thorough
@given(percent=st.integers(2, 100), way=st.integers(0, len(SHARES) - 1))
def test_a_share_is_read_back(percent: int, way: int) -> None:
    (found,) = in_chinese(SHARES[way](percent))
    assert (found.kind, found.value) == ("share", Fraction(percent, 100))


@thorough
@given(tenths=st.integers(1, 9), more=st.integers(1, 9), way=st.integers(0, 1))
def test_tenths_are_read_back(tenths: int, more: int, way: int) -> None:
    write: Callable[[int], str] = han if way else str
    assert [q.value for q in in_chinese(f"佔{write(tenths)}成")] == [Fraction(tenths, 10)]
    assert [q.value for q in in_chinese(f"佔{write(tenths)}成{write(more)}")] == [
        Fraction(10 * tenths + more, 100)
    ]


MEASURES = [
    ("公里", "kilometers"), ("英里", "miles"), ("公尺", "meters"), ("英尺", "feet"), ("公斤", "kg"),
    ("平方公里", "square kilometers"), ("公頃", "hectares"), ("英畝", "acres"), ("磅", "pounds"),
    ("公噸", "tons"), ("小時", "hours"), ("分鐘", "minutes"), ("秒", "seconds"), ("天", "days"),
    ("個月", "months"), ("年", "years"), ("週", "weeks"),
]  # fmt: skip


@thorough
@given(
    number=st.integers(3, 999),
    way=st.integers(0, 4),
    ours=st.sampled_from(MEASURES),
    theirs=st.sampled_from(MEASURES),
)
def test_a_unit_is_kept_and_another_is_found(
    number: int, way: int, ours: tuple[str, str], theirs: tuple[str, str]
) -> None:
    zh = f"約{WRITERS[way](number)}{ours[0]}"
    assert differences(zh, f"about {number} {ours[1]}") == ()
    assert bool(differences(zh, f"about {number} {theirs[1]}")) == (ours != theirs)


@thorough
@given(day=st.dates(date(2010, 1, 1), date(2099, 12, 31)), away=st.sampled_from([-1, 0, 1]))
def test_a_relative_date_is_resolved_from_the_papers(day: date, away: int) -> None:
    other = day + timedelta(away)
    name = {-1: "昨", 0: "今", 1: "明"}[away]
    said = f"{MONTHS[other.month - 1]} {other.day}, {other.year}"
    assert differences(f"{name}日", said, day.isoformat()) == ()
    assert differences(f"{name}日", f"{MONTHS[other.month % 12]} {other.day}", day.isoformat()) != ()
    year = {-1: "去年", 0: "今年", 1: "明年"}[away]
    assert differences(year, f"in {day.year + away}", str(day.year)) == ()
    assert differences(year, f"in {day.year + away + 1}", str(day.year)) != ()


@thorough
@given(year=st.integers(1912, 2099), quarter=st.integers(1, 4), way=st.integers(0, 3))
def test_a_quarter_is_the_same_in_every_form(year: int, quarter: int, way: int) -> None:
    name = ("", "first", "second", "third", "fourth")[quarter]
    roc = f"民國{year - 1911}年第{han(quarter)}季"
    chinese = [f"{year}年第{quarter}季", f"{year}年第{han(quarter)}季度", roc, f"{year}年Q{quarter}"][way]
    for english in (f"the {name} quarter of {year}", f"Q{quarter} {year}", f"the {name} quarter, in {year}"):
        assert differences(chinese, english) == (), english
    assert differences(chinese, f"Q{quarter} {year + 1}") != ()
    assert differences(chinese, f"Q{quarter % 4 + 1} {year}") != ()


@thorough
@given(day=st.integers(1, 7), other=st.integers(1, 7), name=st.sampled_from(["星期", "禮拜", "週", "周"]))
def test_a_weekday_is_the_same_in_both(day: int, other: int, name: str) -> None:
    chinese = f"{name}{'一二三四五六日'[day - 1]}舉行"
    assert bool(differences(chinese, f"held on {WEEKDAYS[other - 1]}")) == (day != other)


@pytest.mark.parametrize("phrase", PHRASES)
def test_a_set_phrase_needs_no_number(phrase: str) -> None:
    assert [q for q in in_chinese(f"他們{phrase}。") if q.firm] == []
    assert in_chinese(f"他們{phrase}。") != ()


ONES = (
    "", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def spelled(number: int) -> str:
    """``number`` as English writes it: three hundred and forty-five thousand six hundred."""
    parts = []
    for scale, name in ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand")):
        count, number = divmod(number, scale)
        parts += [f"{_below_thousand(count)} {name}"] if count else []
    return " ".join([*parts, *([_below_thousand(number)] if number else [])])


def _below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    small = ONES[rest] if rest < len(ONES) else "-".join(filter(None, (TENS[rest // 10], ONES[rest % 10])))
    return " and ".join(filter(None, (f"{ONES[hundreds]} hundred" if hundreds else "", small)))


ENGLISH: list[Callable[[int], str]] = [
    spelled,
    str,
    lambda number: f"{number:,}",
    lambda n: spelled(n).title(),
]


@thorough
@given(number=st.integers(3, 10**15), way=st.integers(0, len(ENGLISH) - 1))
def test_an_integer_written_in_english_is_read_back(number: int, way: int) -> None:
    (found,) = in_english(f"{ENGLISH[way](number)} yen")
    assert (found.kind, found.value, found.unit) == ("money", Fraction(number), "JPY")


@thorough
@given(
    number=st.integers(3, 10**9),
    ours=st.integers(0, len(WRITERS) - 2),
    theirs=st.integers(0, len(ENGLISH) - 1),
)
def test_a_sum_is_the_same_however_it_is_written(number: int, ours: int, theirs: int) -> None:
    zh = f"撥款{WRITERS[ours](number)}美元"
    assert differences(zh, f"granted {ENGLISH[theirs](number)} US dollars") == ()
    assert differences(zh, f"granted {ENGLISH[theirs](number * 10)} US dollars") != ()
    assert differences(zh, "granted some US dollars") != ()


@thorough
@given(number=st.integers(3, 9999), other=st.integers(3, 9999))
def test_an_ordinal_is_the_same_in_both(number: int, other: int) -> None:
    assert bool(differences(f"第{han(number)}次會議", f"the {ordinal(other)} meeting")) == (number != other)


@thorough
@given(tenths=st.integers(2, 9), other=st.integers(1, 9))
def test_a_discount_is_what_is_paid_or_what_is_off(tenths: int, other: int) -> None:
    for english in (f"{10 * other} percent off", f"{10 * other} percent of the price"):
        right = other in {tenths, 10 - tenths}
        assert bool(differences(f"一律打{han(tenths)}折", english)) != right


@thorough
@given(times=st.integers(2, 9))
def test_an_increase_by_is_one_more_than_an_increase_to(times: int) -> None:
    assert [q.value for q in in_chinese(f"增加{han(times)}倍")] == [times + 1]
    assert [q.value for q in in_chinese(f"增至{han(times)}倍")] == [times]


@thorough
@given(year=st.integers(1, 120), month=st.integers(1, 12), day=st.integers(1, 28))
def test_a_year_of_the_republic_is_read_in_every_form(year: int, month: int, day: int) -> None:
    rest = f"{han(month)}月{han(day)}日"
    expected = [Date(1911 + year, month, day)]
    assert [q.date for q in in_chinese(f"民國{han(year)}年{rest}")] == expected
    assert [q.date for q in in_chinese(f"民國{year}年{month}月{day}日")] == expected
    assert [q.date for q in in_chinese(f"民國前{han(year)}年{rest}")] == [Date(1912 - year, month, day)]
    if year > 10:
        assert [q.date for q in in_chinese(f"至{han(year)}年{rest}止")] == expected


PLACES = {1: (("初", "上旬"), "early"), 2: (("中旬",), "mid-"), 3: (("底", "下旬", "末"), "late")}


@thorough
@given(month=st.integers(1, 12), ours=st.integers(1, 3), theirs=st.integers(1, 3))
def test_early_and_late_are_told_apart(month: int, ours: int, theirs: int) -> None:
    word = PLACES[theirs][1]
    english = f"in {word}{'' if word.endswith('-') else ' '}{MONTHS[month - 1]}"
    for name in PLACES[ours][0]:
        assert bool(differences(f"{month}月{name}", english)) == (ours != theirs)


@thorough
@given(ours=st.integers(0, 3), theirs=st.integers(0, 3))
def test_a_season_is_the_same_in_both(ours: int, theirs: int) -> None:
    for name in (f"去年{'春夏秋冬'[ours]}天", f"去{'春夏秋冬'[ours]}"):
        assert bool(differences(name, f"last {SEASONS[theirs]}")) == (ours != theirs)


@thorough
@given(decade=st.integers(180, 209), other=st.integers(180, 209))
def test_a_decade_is_the_same_in_both(decade: int, other: int) -> None:
    digits = "".join(HAN[int(digit)] for digit in str(decade * 10))
    for name in (f"{decade * 10}年代", f"{digits}年代"):
        assert bool(differences(name, f"in the {other * 10}s")) == (decade != other)


TEXTS = st.text(
    alphabet="一二三兩十百千萬億兆半第成分之點年月日時個0123456789.,:%$/+-()（）、至 abGthXI約", max_size=30
)


@thorough
@given(TEXTS)
def test_spans_are_ordered_apart_and_true(text: str) -> None:
    for found in (in_chinese(text), in_english(text)):
        for quantity in found:
            start, end = quantity.span
            assert text[start:end] == quantity.text != ""
        assert all(a.span[1] <= b.span[0] for a, b in pairwise(found))


@thorough
@given(TEXTS)
def test_a_text_holds_its_own_quantities(text: str) -> None:
    for find in (in_chinese, in_english):
        pool = Pool.of(find(text))
        assert all(pool.holds(quantity) for quantity in find(text))


@pytest.mark.parametrize(
    "text",
    ["1" * 9000, "一" * 9000, "1," * 9000, "第" + "1、" * 9000, "a-" * 9000 + ".", "twenty " * 3000],
    ids=len,
)
def test_what_is_too_long_to_be_a_number_is_none(text: str) -> None:
    """Python converts no more than 4,300 digits."""
    for find in (in_chinese, in_english):
        assert all(q.value is None or q.value < 10**60 for q in find(text))


# --- comparing


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("USD", "USD", True), ("USD", "$", True), ("TWD", "$", True), ("", "JPY", True),
     ("JPY", "$", False), ("¥", "CNY", True), ("¥", "USD", False), ("$", "¥", False), ("USD", "TWD", False)],
)  # fmt: skip
def test_currencies(one: str, other: str, same: bool) -> None:
    assert same_currency(one, other) is same
    assert same_currency(other, one) is same


def test_a_supplied_month_is_accepted_only_from_the_other_side() -> None:
    (day,) = in_chinese("17日")
    (full,) = in_english("September 17")
    assert Pool.of([day]).holds(full, supplied=True)
    assert not Pool.of([day]).holds(full)
    assert Pool.of([full]).holds(day)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(7, 2), "3.5"),
        (Fraction(2, 3), "2/3"),
        (Fraction(2021), "2021"),
        (Fraction(10**5), "100,000"),
    ],
)
def test_plain(value: Fraction, text: str) -> None:
    assert plain(value) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [("110億美元", "US$11 billion"), ("2,200億台幣", "NT$220 billion"), ("第22次", "22nd"),
     ("第113次", "113th"),
     ("五成", "50 percent"), ("11月15日", "November 15"), ("2021年9月", "September 2021"), ("2021年", "2021"),
     ("12.5億", "1.25 billion"), ("G20", "G20"), ("15時30分", "15:30"), ("1,234,567人", "1,234,567")],
)  # fmt: skip
def test_spoken(text: str, expected: str) -> None:
    assert spoken(in_chinese(text)[0]) == expected
