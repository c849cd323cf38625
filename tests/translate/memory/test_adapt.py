"""Matches that differ in numbers alone: adapted where it is sure, else left alone."""

from __future__ import annotations

from typing import Any

import pytest

from tests.casefile import cases
from translate.memory import Replaced
from translate.memory.adapt import adapted


@pytest.mark.parametrize("case", cases("memory", "adapted"))
def test_adapted(case: Any) -> None:
    made = adapted(case["segment"], case["zh"], case["en"])
    assert (made.en if made else "") == case["adapted"]


def test_what_was_replaced_is_told() -> None:
    made = adapted("第19屆論壇有13個會員國。", "第十八屆論壇有12個會員國。", "The 18th forum had 12 members.")
    assert made is not None
    assert made.replaced == (
        Replaced(("第十八", "第19"), ("18th", "19th")), Replaced(("12", "13"), ("12", "13")),
    )  # fmt: skip
