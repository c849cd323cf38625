"""Characters, widths, and keys for matching."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.casefile import cases
from tests.translate.ingest.texts import CHARACTERS
from translate import hanzi


@pytest.mark.parametrize("case", cases("match_key", "same"))
def test_equal_keys(case: dict[str, Any]) -> None:
    assert len({hanzi.match_key(text) for text in case["texts"]}) == 1


@pytest.mark.parametrize("case", cases("match_key", "different"))
def test_different_keys(case: dict[str, Any]) -> None:
    assert len({hanzi.match_key(text) for text in case["texts"]}) == len(case["texts"])


@given(st.text(CHARACTERS, max_size=40))
def test_a_key_ignores_white_space_anywhere(text: str) -> None:
    assert hanzi.match_key(text) == hanzi.match_key(" \n".join(text))


@pytest.mark.parametrize("char", "中〇々𠀀﨑")
def test_han(char: str) -> None:
    assert hanzi.is_han(char)
    assert hanzi.is_cjk(char)


@pytest.mark.parametrize("char", "。、「」（）：—…·\u3000")
def test_chinese_punctuation_is_no_han(char: str) -> None:
    assert not hanzi.is_han(char)
    assert hanzi.is_cjk(char)


@pytest.mark.parametrize("char", "aé1,.(-あ한")
def test_what_is_neither(char: str) -> None:
    assert not hanzi.is_han(char)
    assert not hanzi.is_cjk(char)


def test_width_in_cells() -> None:
    assert hanzi.width("中文，") == 6
    assert hanzi.width("G20") == 3
    assert hanzi.width("Ｇ２０") == 6


def test_brackets_have_partners() -> None:
    assert len(hanzi.OPENERS) == len(hanzi.CLOSERS) == len(set(hanzi.OPENERS + hanzi.CLOSERS)) / 2
    assert hanzi.PAIRS["」"] == "「"


@pytest.mark.parametrize(
    ("text", "script"),
    [("與為國這個", "Hant"), ("与为国这个", "Hans"), ("中文", "Hant"), ("", "Hant"), ("国國", "Hant")],
)
def test_script(text: str, script: str) -> None:
    assert hanzi.script(text) == script
