"""The check of whole sets of pairs, against its cases."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.casefile import cases
from translate.checks.base import Context, Pair
from translate.checks.consistency import Consistency

FILE = "checks/consistency"
CHECK = Consistency()
TEXTS = st.text("一中不的臺台 .，Aab’", max_size=6)


def _pairs(case: dict[str, Any]) -> list[Pair]:
    return [Pair(zh, en) for zh, en in case["pairs"]]


@pytest.mark.parametrize("case", cases(FILE, "pass"))
def test_passes(case: dict[str, Any]) -> None:
    assert list(CHECK.find_all(_pairs(case), Context())) == []


@pytest.mark.parametrize("case", cases(FILE, "fail"))
def test_finds(case: dict[str, Any]) -> None:
    pairs = _pairs(case)
    found = list(CHECK.find_all(pairs, Context()))
    assert [index for index, _ in found] == case["found"]
    assert case["message"] in found[0][1].message
    for index, finding in found:
        assert (finding.check, finding.severity) == ("consistency", "minor")
        assert finding.zh_span == (0, len(pairs[index].zh))
        assert finding.en_span == (0, len(pairs[index].en))


def test_a_pair_may_differ_both_ways() -> None:
    here, there = "The two sides resumed talks", "Both sides broke off talks"
    pairs = [Pair("雙方恢復談判", here), Pair("雙方中止談判", there), Pair("雙方恢復談判", there)]
    found = [(index, finding.message[:16]) for index, finding in CHECK.find_all(pairs, Context())]
    assert found == [(2, "The same Chinese"), (2, "The same English")]


@given(st.lists(st.builds(Pair, TEXTS, TEXTS), max_size=8))
def test_the_first_of_a_kind_is_never_blamed(pairs: list[Pair]) -> None:
    found = list(CHECK.find_all(pairs, Context()))
    indices = [index for index, _ in found]
    assert indices == sorted(indices)
    assert 0 not in indices
    assert list(CHECK.find_all(pairs[:1], Context())) == []


@given(st.lists(st.builds(Pair, TEXTS, TEXTS), max_size=6))
def test_what_is_said_twice_in_one_way_adds_nothing(pairs: list[Pair]) -> None:
    found = list(CHECK.find_all(pairs, Context()))
    again = list(CHECK.find_all([*pairs, *pairs], Context()))
    assert [item for item in again if item[0] < len(pairs)] == found
