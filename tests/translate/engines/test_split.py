"""Where a text too long for an engine is cut; cases in ``choice_split.toml``."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.casefile import cases
from translate.engines.split import clauses, pack, split
from translate.quantities import in_chinese

PIECES = [
    "雙方", "同意", "管控", "分歧", "，", "。", "；", "、", "：", "「", "」", "（", "）", "…", "……", " ",
    "\u3000", "AUKUS", "G20", "Joe Biden", "2021年11月15日", "110億美元", "3.5%", "1,250", "https://a.cn/b_c?d=1",
    "a.b@c.org", "一百二十", "!", ". ", "e\u0301", "👩\u200d👩", "\U00020000",
]  # fmt: skip
texts = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
LATIN = ("AUKUS", "G20", "1,250", "https://a.cn/b_c?d=1", "a.b@c.org", "110億美元", "2021年11月15日")


def at_most(limit: int) -> Any:
    return lambda part: len(part) <= limit


@pytest.mark.parametrize("case", cases("choice_split", "split"))
def test_split(case: dict[str, Any]) -> None:
    assert split(case["text"], at_most(case["limit"])) == case["parts"]


@pytest.mark.parametrize("case", cases("choice_split", "clauses"))
def test_clauses(case: dict[str, Any]) -> None:
    assert clauses(case["text"]) == case["parts"]


@given(texts, st.integers(1, 60))
@example("", 1)
def test_nothing_is_lost_and_all_that_can_fit_fits(text: str, limit: int) -> None:
    asked: list[str] = []

    def fits(part: str) -> bool:
        asked.append(part)
        return len(part) <= limit

    parts = split(text, fits)
    assert "".join(parts) == text
    assert all(parts)
    assert "" not in asked
    assert "".join(clauses(text)) == text
    # what is still too long is one name, number or character with the marks that cling to it
    for part in parts:
        plain = sum(part.count(piece) for piece in PIECES[:4])
        assert len(part) <= limit or plain == 0 or len(part) <= 2, part


@given(texts, st.integers(1, 30))
def test_names_and_numbers_are_never_cut(text: str, limit: int) -> None:
    ends, end = set(), 0
    for part in split(text, at_most(limit)):
        end += len(part)
        ends.add(end)
    for quantity in in_chinese(text):
        start, stop = quantity.span
        assert ends.isdisjoint(range(start + 1, stop)), quantity.text
    for word in LATIN:
        for match in re.finditer(rf"(?<!\w){re.escape(word)}(?![A-Za-z0-9])", text):
            place = match.start()
            assert ends.isdisjoint(range(place + 1, place + len(word))), word


@given(st.text(st.sampled_from("雙方同意管控分歧，。；"), max_size=80), st.integers(4, 30))
def test_chinese_always_fits(text: str, limit: int) -> None:
    parts = split(text, at_most(limit))
    assert all(len(part) <= limit or set(part[1:]) <= set("，。；") for part in parts)


@given(texts, st.integers(1, 30))
def test_packing_keeps_order_and_limit(text: str, limit: int) -> None:
    parts = clauses(text)
    packed = pack(parts, at_most(limit))
    assert "".join(packed) == text
    assert all(len(part) <= limit or part in parts for part in packed)
    assert len(packed) <= len(parts)


def test_a_very_long_text_takes_few_questions() -> None:
    text = "雙方應管控分歧，避免衝突。" * 4_000
    asked = 0

    def fits(part: str) -> bool:
        nonlocal asked
        asked += 1
        return len(part) <= 500

    parts = split(text, fits)
    assert "".join(parts) == text
    assert len(parts) == -(-len(text) // (500 // 13 * 13))
    assert asked < 20 * len(parts)
