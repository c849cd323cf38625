"""Severities by configuration: what moves, how far, and what never does."""

from __future__ import annotations

from itertools import product
from typing import get_args

import pytest

from translate import checks, config
from translate.model import Finding, Level, Severity
from translate.severities import graded, switched_off

RANKS: tuple[Severity, ...] = get_args(Severity)
CARDS = (*checks.CHECKS, *checks.TOGETHER)


def severity(check: str, own: Severity, level: Level) -> Severity | None:
    """What becomes of a finding of ``check`` that it grades ``own``."""
    found = graded([Finding(check, own, "")], {check: level})
    return found[0].severity if found else None


def test_the_settings_know_every_check() -> None:
    assert tuple(card.id for card in CARDS) == config.CHECKS


def test_nothing_configured() -> None:
    findings = tuple(Finding(card.id, rank, "") for card, rank in product(CARDS, RANKS))
    assert graded(findings, {}) == findings
    assert switched_off({}) == ()


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.id)
def test_every_check_moves_as_its_card_says(card: checks.Check) -> None:
    for own in RANKS:
        # a check's own severity, written down, changes nothing
        assert severity(card.id, own, card.severity) == own
    for level in RANKS:
        assert severity(card.id, card.severity, level) == level
        moved = [severity(card.id, own, level) for own in RANKS]
        ranks = [RANKS.index(item) for item in moved if item]
        assert ranks == sorted(ranks), "what is graver stays no lighter"
        raised = RANKS.index(level) <= RANKS.index(card.severity)
        for own, rank in zip(RANKS, ranks, strict=True):
            assert (rank <= RANKS.index(own)) if raised else (rank >= RANKS.index(own))
    assert severity(card.id, card.severity, "off") is None


@pytest.mark.parametrize(("check", "own", "level", "expected"), [
    ("latin", "critical", "minor", "major"),  # an address stays graver than a word
    ("latin", "minor", "critical", "major"),
    ("length", "critical", "major", "critical"),  # the scale ends
    ("length", "critical", "minor", "critical"),
    ("residue", "major", "major", "minor"),
    ("term", "minor", "minor", "minor"),
])  # fmt: skip
def test_what_a_check_grades_otherwise_keeps_its_distance(
    check: str, own: Severity, level: Level, expected: Severity
) -> None:
    assert severity(check, own, level) == expected


def test_only_the_check_that_is_named() -> None:
    findings = (
        Finding("length", "minor", "a"),
        Finding("spacing", "minor", "b"),
        Finding("term", "minor", "c"),
    )
    result = graded(findings, {"length": "critical", "spacing": "off"})
    assert [(item.check, item.severity) for item in result] == [("length", "critical"), ("term", "minor")]
    assert switched_off({"length": "off", "hedge": "minor", "number": "off"}) == ("number", "length")


def test_a_check_of_another_version() -> None:
    """What was stored by a version that had more checks moves to the level itself."""
    assert severity("tone", "minor", "major") == "major"
