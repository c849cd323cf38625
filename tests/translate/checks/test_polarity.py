"""Negation, hedges and attributions beyond their cases: scripts, long texts, several negatives."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path
from typing import Any

import pytest

from translate.checks.base import Check, Context, Pair
from translate.checks.hedge import Attribution, Hedge
from translate.checks.negation import Negation
from translate.checks.polarity import Polarity
from translate.checks.polarity_en import cues
from translate.hanzi import convert

CASES = Path(__file__).parents[2] / "cases" / "checks"
CHECKS: tuple[Check, ...] = (Negation(), Hedge(), Attribution())


def _cases() -> list[Any]:
    return [
        pytest.param(check, Pair(case["zh"], case["en"]), id=f"{check.id}-{kind}-{number}")
        for check in CHECKS
        for kind, cases in tomllib.loads((CASES / f"{check.id}.toml").read_text("utf-8")).items()
        for number, case in enumerate(cases, start=1)
    ]


@pytest.mark.parametrize(("check", "pair"), _cases())
def test_both_scripts_have_the_same_findings(check: Check, pair: Pair) -> None:
    simplified = Pair(convert(pair.zh, "t2s"), pair.en)
    spans = [(finding.zh_span, finding.en_span) for finding in check.find(pair, Context())]
    assert [(finding.zh_span, finding.en_span) for finding in check.find(simplified, Context())] == spans


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
@pytest.mark.parametrize("en", ["", "…", "拜登表示可能不支持"])
def test_nothing_is_said_of_what_is_not_translated(check: Check, en: str) -> None:
    assert list(check.find(Pair("拜登表示可能不支持", en), Context())) == []


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_a_very_long_segment_does_not_hang(check: Check) -> None:
    zh = "中方不支持臺獨，無法接受，可能反對，拜登表示不支持。" * 500
    en = "It does not support independence, cannot accept it, may oppose it; Biden said no, or never. " * 500
    started = time.monotonic()
    list(check.find(Pair(zh, en), Context()))
    assert time.monotonic() - started < 60


@pytest.mark.parametrize(
    ("en", "firm", "soft"),
    [
        ("It does not, and cannot, agree", ["not", "cannot"], []),
        ("We didn’t; they won't", ["didn’t", "won't"], []),
        ("Not only that: no doubt, no matter, or not", [], ["Not only"]),
        ("unable, unwilling, and harmless", [], ["unable", "unwilling", "harmless"]),
        ("The United Nations universally understood the union until unity", [], []),
        ("no longer than No. 1; no longer", ["no longer"], ["no longer than"]),
        ("instead of that, zero hope, no problem", [], ["instead of", "zero", "no problem"]),
        (
            "not mine alone; inconvenient, indestructible",
            [],
            ["not mine alone", "inconvenient", "indestructible"],
        ),
        ("neither here nor there", ["neither"], ["nor"]),
        ("nothing but trouble", [], []),
        ("It is late, isn’t it? Isn’t that so? Is this not odd?", [], ["isn’t", "Isn’t", "not"]),
        ("Why can they not agree", ["not"], []),
        ("We don't know. We don't know yet", ["don't"], ["don't"]),
        ("not raw data, not code", ["not"], ["not"]),
        ("interoperable, inspectable, unified, universal", [], []),
        ("nonfiction, asynchronous, unlike", [], ["nonfiction", "asynchronous", "unlike"]),
        ("bias-free, off-guard; no, thanks", [], ["free", "off-guard", "no"]),
        ("a minister without portfolio, with or without aides", [], []),
        ("too big to regulate; rather than wait", [], ["too big to", "rather than"]),
        ("It was not settled until May", [], ["not"]),
        ("failed to, refused to, lacks", [], ["failed", "refused", "lacks"]),
    ],
)
def test_english_negatives(en: str, firm: list[str], soft: list[str]) -> None:
    found = cues(en)
    assert [cue.text for cue in found if cue.firm] == firm
    assert [cue.text for cue in found if not cue.firm] == soft
    assert all(en[slice(*cue.span)] == cue.text for cue in found)


def test_a_negative_says_how_many_things_it_speaks_of() -> None:
    (cue,) = cues("It will not seize, occupy, or annex the islands. Or so it says.")
    assert cue.more == 2
    assert cue.reach < 49


def test_a_word_is_known_by_what_it_negates() -> None:
    """The numbers agree; yet 支持 is negated in the Chinese, and “dialogue” is in the English."""
    pair = Pair("不支持臺獨，主張對話", "supports Taiwan independence, and does not stand for dialogue")
    polarity = Polarity(pair)
    assert polarity.uneven() is None
    lost = polarity.lost()
    assert lost is not None
    assert lost.text == "不"
