"""The date card: what it resolves from the paper's date, and what it leaves to the number card."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from translate.checks import Context, Pair
from translate.checks.date import Dates
from translate.checks.number import Number

DATA = tomllib.loads((Path(__file__).parents[2] / "cases" / "checks" / "date.toml").read_text("utf-8"))
CONTEXT = Context(date=DATA["date"])
PAIRS = [pytest.param(Pair(case["zh"], case["en"]), id=case["zh"]) for case in DATA["pass"] + DATA["fail"]]


def _messages(zh: str, en: str, date: str) -> list[str]:
    return [finding.message for finding in Dates().find(Pair(zh, en), Context(date=date))]


@pytest.mark.parametrize("case", DATA["pass"], ids=lambda case: case["zh"])
def test_passes(case: dict[str, str]) -> None:
    assert list(Dates().find(Pair(case["zh"], case["en"]), CONTEXT)) == []


@pytest.mark.parametrize("case", DATA["fail"], ids=lambda case: case["zh"])
def test_finds(case: dict[str, Any]) -> None:
    findings = list(Dates().find(Pair(case["zh"], case["en"]), CONTEXT))
    (finding,) = [found for found in findings if case["message"] in found.message] or findings
    assert case["message"] in finding.message
    assert (finding.check, finding.severity) == ("date", "major")


@pytest.mark.parametrize("pair", PAIRS)
def test_the_number_card_is_silent_about_dates(pair: Pair) -> None:
    assert list(Number().find(pair, CONTEXT)) == []


@pytest.mark.parametrize("date", ["2021", "2021-Q4", "2021-12", "2021-12-20"])
def test_a_year_is_resolved_from_any_date(date: str) -> None:
    assert _messages("去年通過", "passed in 2020", date) == []
    assert _messages("去年通過", "passed in 2021", date) == ["“2021” is not in the Chinese."]


@pytest.mark.parametrize("date", ["", "in 2021"])
def test_without_a_date_any_year_may_be_last_year(date: str) -> None:
    assert _messages("去年通過", "passed in 2020", date) == []
    assert _messages("去年通過", "passed in 1990", date) == []
    assert _messages("去年通過", "to be passed next year", date) != []


@pytest.mark.parametrize(("date", "month"), [("2022-01", "December 2021"), ("2021-12", "November 2021")])
def test_last_month_may_be_in_another_year(date: str, month: str) -> None:
    assert _messages("上月會談", f"talks in {month}", date) == []
    assert _messages("上月會談", "talks in October 2021", date) != []


def test_a_month_stays_open_in_a_paper_of_a_quarter() -> None:
    assert _messages("上月會談", "talks in October", "2021-Q4") == []


@pytest.mark.parametrize(
    ("date", "day"),
    [("2022-01-01", "December 31, 2021"), ("2024-03-01", "February 29, 2024"), ("2021-12-20", "December 19")],
)
def test_yesterday_follows_the_calendar(date: str, day: str) -> None:
    assert _messages("昨日會談", f"talks on {day}", date) == []
    assert _messages("昨日會談", "talks on December 5, 2021", date) != []


def test_it_is_silent_about_numbers() -> None:
    pair = Pair("110億美元，1500人，2000公里", "US$110 billion, 15,000 people, 200 kilometers")
    assert list(Dates().find(pair, CONTEXT)) == []
    assert len(list(Number().find(pair, CONTEXT))) == 3
