"""Two names that changed places, in sentences made for it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate.checks.mentions import in_chinese, in_english
from translate.checks.swapped import Swap, swaps
from translate.glossary import Glossary

NAMES = [("日本", "Japan"), ("越南", "Vietnam"), ("巴西", "Brazil"), ("埃及", "Egypt"), ("挪威", "Norway")]
SENTENCES = [
    ("{0}批評{1}", "{0} criticized {1}."),
    ("{0}向{1}提供貸款", "{0} granted a loan to {1}."),
    ("{0}的船駛向{1}", "{0}’s ship set course for {1}."),
    ("{0}表示，{1}的立場不清楚", "{0} said that {1}’s position was unclear."),
    ("{0}在三月退出，{1}在五月加入", "{0} left in March, and {1} joined in May."),
    ("{0}對{1}的政策", "{0}’s policy toward {1}"),
]
PAIRS = st.permutations(NAMES).map(lambda names: names[:2])


def _swaps(zh: str, en: str) -> list[Swap]:
    chinese = in_chinese(zh, Glossary(), [])
    return list(swaps(zh, en, chinese, in_english(en, chinese)))


@given(PAIRS, st.sampled_from(SENTENCES))
def test_an_exchange_is_found_and_the_right_order_is_not(
    names: list[tuple[str, str]], sentence: tuple[str, str]
) -> None:
    (zh_one, one), (zh_other, other) = names
    zh = sentence[0].format(zh_one, zh_other)
    assert _swaps(zh, sentence[1].format(one, other)) == []
    wrong = sentence[1].format(other, one)
    (found,) = _swaps(zh, wrong)
    assert wrong[found.first.start : found.first.end] == other
    assert wrong[found.second.start : found.second.end] == one
    assert zh[found.zh_first.start : found.zh_first.end] == zh_other
    assert zh[found.zh_second.start : found.zh_second.end] == zh_one


@given(st.permutations(NAMES), st.permutations(NAMES))
def test_the_order_of_a_list_says_nothing(ours: list[tuple[str, str]], theirs: list[tuple[str, str]]) -> None:
    zh = f"出席的有{'、'.join(zh for zh, _ in ours)}的代表"
    names = [en for _, en in theirs]
    assert _swaps(zh, f"Attending were {', '.join(names[:-1])}, and {names[-1]}.") == []


@given(
    st.text("日本越南訪美中對與的，。「」", max_size=30), st.text("Japan Vietnam US, and .’s", max_size=60)
)
def test_any_text_is_looked_at(zh: str, en: str) -> None:
    for found in _swaps(zh, en):
        assert found.first.who != found.second.who


def test_many_names_take_no_long_time() -> None:
    zh = "".join(f"{zh}批評{NAMES[at - 1][0]}，" for at, (zh, _) in enumerate(NAMES)) * 40
    en = "".join(f"{en} criticized {NAMES[at - 1][1]}; " for at, (_, en) in enumerate(NAMES)) * 40
    assert _swaps(zh, en) == []


@pytest.mark.parametrize("en", ["", "Japan", "Nothing is said."])
def test_names_that_the_english_lacks_are_not_swapped(en: str) -> None:
    assert _swaps("日本批評越南", en) == []
