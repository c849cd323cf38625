"""Seeded errors are what they say, the same on each run, and never what is no error."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.seeded import KINDS, Kind, Text, seed
from benchmarks.seeded.readings import numbers, numerals
from translate.glossary import Glossary, Term

BY_NAME = {kind.name: kind for kind in KINDS}
MANY = 10_000


def term(zh: str, en: str, kind: str, forbidden: str = "") -> Term:
    return Term(zh, (), (en,), kind, "", "", tuple(filter(None, [forbidden])))


GLOSSARY = Glossary.of(
    [
        term("林遠", "Lin Yuan", "person"),
        term("何安", "He An", "person"),
        term("方策", "policy plan", "concept", "method book"),
    ]
)


def made(name: str, zh: str, en: str) -> list[str]:
    return [error.en for error in seed(BY_NAME[name], [Text(zh, en)], GLOSSARY, MANY)]


@pytest.mark.parametrize(
    ("name", "zh", "en", "wrong"),
    [
        ("number dropped", "他買了38本書。", "He bought 38 books.", "He bought books."),
        ("number dropped", "他買了三本書。", "He bought three books.", "He bought books."),
        ("number ×10", "港口有38艘船。", "The port has 38 ships.", "The port has 380 ships."),
        ("number ×10", "港口有500艘船。", "The port has 500 ships.", "The port has 50 ships."),
        ("number ×10", "港口有三艘船。", "The port has three ships.", "The port has thirty ships."),
        ("number changed", "港口有三艘船。", "The port has three ships.", "The port has four ships."),
        ("number changed", "有12艘船。", "There are 12 ships.", "There are 21 ships."),
        ("unit or currency swapped", "耗資110億元", "It cost 11 billion.", "It cost 11 million."),
        ("unit or currency swapped", "走了30公里", "They walked 30 km.", "They walked 30 miles."),
        ("unit or currency swapped", "付了50美元", "They paid $50.", "They paid €50."),
        ("date moved", "會議在5月8日舉行。", "They met on May 8.", "They met on June 8."),
        ("date moved", "會議在週二舉行。", "They met on Tuesday.", "They met on Wednesday."),
        ("date moved", "去年簽約。", "They signed last year.", "They signed next year."),
        ("date moved", "年底簽約。", "They signed in late May.", "They signed in early May."),
        ("negation removed", "他不同意。", "He does not agree.", "He agree."),
        ("negation removed", "他從未同意。", "He never agreed.", "He always agreed."),
        ("opposite put", "他反對此案。", "He opposed the bill.", "He supported the bill."),
        ("opposite put", "此舉不公。", "The act was unfair.", "The act was fair."),
        ("negative word put", "此舉合法。", "The act was legal.", "The act was illegal."),
        ("negation added", "他會來。", "He will come.", "He will not come."),
        ("names swapped", "林遠告訴何安此事。", "Lin Yuan told He An of it.", "He An told Lin Yuan of it."),
        ("names swapped", "法國向德國出口酒。", "France sold Germany wine.", "Germany sold France wine."),
        ("forbidden term put", "此為方策。", "This is a policy plan.", "This is a method book."),
        ("list item dropped", "茶、酒和米", "tea, wine and rice", "tea and rice"),
        ("list item dropped", "茶、酒和米。", "They sell tea, wine, and rice.", "They sell tea and wine."),
        ("hedge removed", "他可能會來。", "He may come.", "He will come."),
        ("attribution removed", "據報他病了。", "He is reportedly ill.", "He is ill."),
        ("attribution removed", "他表示會來。", "Lin said that he would come.", "He would come."),
        ("quotation marks removed", "他說「我們明天一早就走」。", "He said “we will leave early.”",
         "He said we will leave early."),
    ],
)  # fmt: skip
def test_a_kind_makes_the_mistake_it_names(name: str, zh: str, en: str, wrong: str) -> None:
    assert wrong in made(name, zh, en)


@pytest.mark.parametrize(
    ("name", "zh", "en"),
    [
        # what the Chinese does not have, or has more often
        ("number dropped", "他買了書。", "He bought 38 books."),
        ("number dropped", "二十國集團開會。", "The Group of Twenty (G20) met."),
        ("number dropped", "兩國同意。", "The two countries agreed."),
        ("number dropped", "第三，要走。", "Third, they must go."),
        ("number ×10", "第0.1.4版", "Version 0.1.4"),
        ("number ×10", "5月8日開會。", "They met on May 8."),
        ("number changed", "一人來了。", "One came."),
        ("date moved", "長1600公里", "It is 1600 km long."),
        ("date moved", "他來了。", "He came on May 8."),
        # no negative that could be lost
        ("negation removed", "他不僅來了，還唱歌。", "He not only came, he sang."),
        ("negation removed", "無論如何他會來。", "No matter what, he will come."),
        ("opposite put", "不論合法或非法", "whether legal or illegal"),
        ("negative word put", "不論合法或非法", "whether legal or illegal"),
        ("negative word put", "請盡快。", "as soon as possible"),
        # it may as well be negated
        ("negation added", "不知他會不會來。", "We do not know whether he will come."),
        ("negation added", "他會來嗎？", "Will he come?"),
        # names in a row, and what is mutual
        ("names swapped", "林遠、何安來了。", "Lin Yuan and He An came."),
        ("names swapped", "林遠和何安會面。", "Lin Yuan met with He An."),
        ("names swapped", "林遠與何安通話。", "Lin Yuan had a phone call with He An."),
        ("names swapped", "法國與德國會談", "the talks between France and, later, Germany"),
        ("names swapped", "法國、德國和義大利", "France, Germany, and Italy"),
        ("names swapped", "中國大陸表示北京會來。", "Mainland China said that Beijing would come."),
        ("names swapped", "林遠來了。何安走了。", "Lin Yuan came. He An left."),
        ("list item dropped", "茶和米", "tea and rice"),
        ("list item dropped", "茶、酒和米", "He came, he said, and left."),
        # the English has hedges of its own
        ("hedge removed", "他會來。", "He may come."),
        ("hedge removed", "他可能會來。", "He may come, or perhaps not."),
        ("attribution removed", "他病了。", "He is reportedly ill."),
        ("quotation marks removed", "他很「忙」。", "He is “busy”."),
        ("Latin token altered", "世界貿易組織開會。", "The WTO met."),
    ],
)
def test_what_is_no_error_is_not_seeded(name: str, zh: str, en: str) -> None:
    assert made(name, zh, en) == []


TEXTS = [
    Text(
        "林遠不可能在2021年5月8日告訴何安3件、4件和5件事。",
        "On May 8, 2021, Lin Yuan could not possibly have told He An 3, 4, and 5 things,"
        " and he said “this is not the right time at all.”",
    ),
    Text(
        "法國去年賣給德國茶、酒、米和30公里的WTO道路。",
        "Last year, France sold Germany tea, wine, rice, and 30 km of WTO roads, which is legal and cost $5.",
    ),
]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_the_same_texts_give_the_same_errors_each_one_different_from_the_text(kind: Kind) -> None:
    first = seed(kind, TEXTS, GLOSSARY, MANY)
    assert first == seed(kind, TEXTS, GLOSSARY, MANY)
    assert all(error.en not in {"", error.text.en} for error in first)
    assert len({(error.text, error.en) for error in first}) == len(first)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_text_has_the_same_errors_whatever_stands_before_it(kind: Kind) -> None:
    alone = seed(kind, TEXTS[1:], GLOSSARY, MANY)
    assert [error for error in seed(kind, TEXTS, GLOSSARY, MANY) if error.text == TEXTS[1]] == alone


def test_most_is_kept_to_and_drawn_from_everywhere() -> None:
    texts = [Text(f"港口有{number}艘船。", f"The port has {number} ships.") for number in range(3, 60)]
    some = seed(BY_NAME["number dropped"], texts, GLOSSARY, 10)
    assert len(some) == 10
    assert [texts.index(error.text) for error in some] == sorted(texts.index(error.text) for error in some)
    assert some[-1].text in texts[len(texts) // 2 :]


@given(st.integers(min_value=2, max_value=10**15))
def test_a_figure_is_read_alike_in_both_texts(value: int) -> None:
    assert numerals(f"有{value}個") == {Fraction(value): 1}
    if not 1000 <= value < 2050:  # a year
        assert [told.value for told in numbers(f"there are {value:,} of them")] == [Fraction(value)]


@pytest.mark.parametrize(
    ("zh", "value"),
    [
        ("一百一十億", 11 * 10**9),
        ("110億", 11 * 10**9),
        ("7.7兆", 77 * 10**11),
        ("三百二十", 320),
        ("十五", 15),
        ("二〇二一", 2021),
        ("兩", 2),
        ("１２", 12),
        ("三成", 30),
        ("十萬", 10**5),
    ],
)
def test_chinese_numerals(zh: str, value: int) -> None:
    assert list(numerals(f"有{zh}。")) == [Fraction(value)]


@given(st.text(alphabet="0123456789,.一十百萬億〇兩 年月日、「」abcXYZ-", max_size=30), st.text(max_size=40))
def test_any_text_can_be_seeded(zh: str, en: str) -> None:
    for kind in KINDS:
        for error in seed(kind, [Text(zh, en)], GLOSSARY, 5):
            assert error.en != en
