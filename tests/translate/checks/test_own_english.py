"""The checks on the project's own English: every finding there is a mistake of the one or the other."""

from __future__ import annotations

from pathlib import Path

import pytest

from translate.checks import Context, Pair, run
from translate.glossary import load_glossary
from translate.memory import Unit, load

SEEDS = Path(__file__).parents[3] / "seeds"
CONTEXT = Context(load_glossary(SEEDS / "glossary.csv"))
UNITS = load(SEEDS / "memory.tmx").units


def test_no_finding_on_the_memory() -> None:
    assert UNITS
    found = {unit.segment: findings for unit in UNITS if (findings := run(Pair(unit.zh, unit.en), CONTEXT))}
    assert found == {}


@pytest.mark.parametrize(
    "unit", [unit for unit in UNITS if "億美元" in unit.zh], ids=lambda unit: unit.segment
)
def test_a_sum_a_thousand_times_too_large_is_found(unit: Unit) -> None:
    wrong = unit.en.replace(" billion", " trillion")
    found = [finding for finding in run(Pair(unit.zh, wrong), CONTEXT) if finding.check == "number"]
    assert len(found) == unit.en.count(" billion")
