"""What is checked by counting and by looks: spaces, marks, lists, length, stray characters."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate.checks.acronym import Acronym
from translate.checks.base import Check, Context, Pair
from translate.checks.completeness import Completeness
from translate.checks.invisible import Invisible
from translate.checks.length import Length
from translate.checks.quotes import Quotes
from translate.checks.spacing import Spacing
from translate.glossary import load_glossary
from translate.memory import load
from translate.model import Finding

ROOT = Path(__file__).parents[3]
CONTEXT = Context(load_glossary(ROOT / "seeds" / "glossary.csv"))
UNITS = load(ROOT / "seeds" / "memory.tmx").units
CARDS: tuple[Check, ...] = (Completeness(), Quotes(), Length(), Spacing(), Invisible(), Acronym())
SPACING_CASES = tomllib.loads((ROOT / "tests/cases/checks/spacing.toml").read_text("utf-8"))["fail"]
UTTERANCE = re.compile("(?:表示|指出|強調|稱|說)[，：]?「[^「」]*，[^「」]*」")
TEXTS = st.text("一二、與（）「」；。第1 a,.;:()“”\"'’\u200b\ufffd&#<0x4B>&amp;RCEP\n", max_size=30)


def _find(card: Check, zh: str, en: str) -> list[Finding]:
    return list(card.find(Pair(zh, en), CONTEXT))


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.id)
def test_nothing_on_the_projects_own_english(card: Check) -> None:
    assert len(UNITS) > 300
    found = {unit.segment: findings for unit in UNITS if (findings := _find(card, unit.zh, unit.en))}
    assert found == {}


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.id)
@given(TEXTS, TEXTS)
def test_any_text_can_be_checked(card: Check, zh: str, en: str) -> None:
    for finding in _find(card, zh, en):
        assert finding.check == card.id
        assert finding.message
        for span, text in ((finding.zh_span, zh), (finding.en_span, en)):
            assert span is None or 0 <= span[0] < span[1] <= len(text)


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.id)
@pytest.mark.parametrize("en", ["", " ", "…", "兩國，關係；（一）「好」"])
def test_silent_where_there_is_no_english(card: Check, en: str) -> None:
    assert _find(card, "兩國，關係；（一）「好」", en) == []


@pytest.mark.parametrize("case", SPACING_CASES, ids=lambda case: case["en"])
def test_a_suggested_space_mends_its_place(case: dict[str, str]) -> None:
    finding = _find(Spacing(), case["zh"], case["en"])[0]
    if finding.suggestion is None or finding.en_span is None:
        return
    start, end = finding.en_span
    mended = case["en"][:start] + finding.suggestion + case["en"][end:]
    assert finding.message not in [again.message for again in _find(Spacing(), case["zh"], mended)]


@pytest.mark.parametrize(
    "unit", [unit for unit in UNITS if UTTERANCE.search(unit.zh)], ids=lambda unit: unit.segment
)
def test_an_utterance_without_any_marks_is_found(unit: Pair) -> None:
    assert _find(Quotes(), unit.zh, re.sub("[“”‘]|’(?!s)", "", unit.en))


def test_a_third_of_the_english_is_too_little() -> None:
    long = [unit for unit in UNITS if len(unit.zh) > 25]
    missed = [
        unit.segment
        for unit in long
        if not _find(Length(), unit.zh, " ".join(unit.en.split()[: len(unit.en.split()) // 3]))
    ]
    assert len(missed) <= len(long) // 50


def test_the_english_three_times_is_too_much() -> None:
    missed = [
        unit.segment
        for unit in UNITS
        if len(unit.en.split()) > 5 and not _find(Length(), unit.zh, " ".join([unit.en] * 3))
    ]
    assert len(missed) <= len(UNITS) // 50


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.id)
def test_a_very_long_pair_is_checked_at_all(card: Check) -> None:
    """No pattern runs away: the time grows with the text."""
    zh = "港口、鐵路、公路，「我們不會再等，」（已經關閉三年）；第一，" * 400
    en = 'ports, railways, and roads, "we will not wait, (closed ; ( first, ' * 400
    assert isinstance(_find(card, zh, en), list)
