"""The checks on the project's own English: every finding there is a mistake of the one or the other."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from translate.checks import Context, Pair, run
from translate.checks.forms import base, pieces
from translate.glossary import load_glossary
from translate.memory import Unit, load
from translate.model import Finding

SEEDS = Path(__file__).parents[3] / "seeds"
CONTEXT = Context(load_glossary(SEEDS / "glossary.csv"))
DATES = {
    entry["slug"]: entry["date"]
    for entry in tomllib.loads((SEEDS / "sources.toml").read_text("utf-8"))["source"]
}
UNITS = load(SEEDS / "memory.tmx").units


def test_no_finding_on_the_memory() -> None:
    assert UNITS
    assert {unit.document for unit in UNITS} == set(DATES)
    found = {
        unit.segment: findings
        for unit in UNITS
        if (findings := run(Pair(unit.zh, unit.en), replace(CONTEXT, date=DATES[unit.document])))
    }
    assert found == {}


@pytest.mark.parametrize(
    "unit", [unit for unit in UNITS if "億美元" in unit.zh], ids=lambda unit: unit.segment
)
def test_a_sum_a_thousand_times_too_large_is_found(unit: Unit) -> None:
    wrong = unit.en.replace(" billion", " trillion")
    found = [finding for finding in run(Pair(unit.zh, wrong), CONTEXT) if finding.check == "number"]
    assert len(found) == unit.en.count(" billion")


@pytest.mark.parametrize("size", [1, 2, 3, 5, 8])
def test_a_loop_in_any_english_is_found(size: int) -> None:
    """Words repeated four times in the middle of every unit that is long enough."""
    missed = []
    for unit in UNITS:
        words = unit.en.split()
        middle = len(words) // 2
        if len(words) < 2 * size + 2:
            continue
        end = middle + size
        looped = " ".join([*words[:end], *words[middle:end] * 3, *words[end:]])
        if not any(f.check == "repetition" and f.severity == "critical" for f in _run(unit, looped)):
            missed.append(looped)
    assert missed == []


ALTERED = [
    (unit, token)
    for unit in UNITS
    for token in sorted(set(re.findall(r"(?<![A-Za-z@./])[A-Z][A-Za-z0-9]{3,}(?![A-Za-z@./])", unit.zh)))
    if token in unit.en and list(map(base, pieces(unit.en))).count(base(token.casefold())) == 1
]


def test_a_latin_word_altered_is_found() -> None:
    missed = [
        (unit.segment, token)
        for unit, token in ALTERED
        if not any(f.check == "latin" for f in _run(unit, unit.en.replace(token, token[:-2] + "qx")))
    ]
    assert len(ALTERED) > 50
    assert missed == []


@pytest.mark.parametrize(
    ("zh", "rendering"),
    [("臺灣關係法", "Taiwan Relations Act"), ("一中政策", "one China policy"), ("白宮", "White House")],
)
def test_a_term_rendered_otherwise_is_found(zh: str, rendering: str) -> None:
    units = [unit for unit in UNITS if zh in unit.zh and rendering in unit.en]
    assert units
    for unit in units:
        assert any(f.check == "term" for f in _run(unit, unit.en.replace(rendering, "something else")))


def _run(unit: Unit, en: str) -> tuple[Finding, ...]:
    return run(Pair(unit.zh, en), CONTEXT)
