"""Dates in words; local dates side by side."""

from __future__ import annotations

from typing import Any

import pytest

from briefings.catalogue import load_catalogue
from briefings.dates import event_line, in_words
from briefings.model import LocalDate
from tests.briefings.support import SEEDS
from tests.casefile import cases


@pytest.mark.parametrize("case", cases("briefings/dates", "words"))
def test_words(case: dict[str, Any]) -> None:
    assert in_words(case["date"]) == case["words"]


@pytest.mark.parametrize("case", cases("briefings/dates", "line"))
def test_local_dates_side_by_side(case: dict[str, Any]) -> None:
    dates = [LocalDate(place, date) for place, date in case.get("dates", [])]
    assert event_line(dates, case["start"], case.get("end", "")) == case["line"]


def test_no_shipped_event_is_a_range_over_zones() -> None:
    for event in load_catalogue(SEEDS).events.values():
        days = {local.date for local in event.local_dates}
        for part in event.date_line.split(" / "):
            if "–" in part:  # several days, then all in one place
                assert any("/" in day for day in days), event.id
        if len(days) > 1:
            assert event.date_line.count(" / ") == len(days) - 1
            assert event.date_line.count("(") == len(days)
