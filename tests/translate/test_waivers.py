"""A waiver holds for one finding on two texts, and for nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from translate.model import Finding, Origin, State, Translation, Waived, Waiver
from translate.waivers import Standing, applied, digest, fits, judged, slug_of, waiver_of

ZH = "中國出口110億美元，占三成。"
NUMBER = Finding("number", "critical", "110億", (4, 10), (15, 30))
OTHER = Finding("number", "critical", "三成", (12, 14), None)
LENGTH = Finding("length", "minor", "short", (0, len(ZH)), (0, 5))
ITEM = Translation(
    "paper.0a", "China exported US$110 billion.", Origin.AI_DRAFT, State.TRANSLATED,
    findings=(NUMBER, OTHER, LENGTH),
)  # fmt: skip


def waiver(finding: Finding = NUMBER, item: Translation = ITEM) -> Waiver:
    return waiver_of(finding, ZH, item, reason="false-alarm", note="", by="A. Reviser", date="2026-11-21")


def test_what_it_knows_a_finding_by() -> None:
    made = waiver()
    assert (made.segment, made.check) == ("paper.0a", "number")
    assert (made.zh_marked, made.en_marked) == ("110億美元", "US$110 billion.")
    assert waiver(OTHER).en_marked == ""
    assert made.zh_sha256 == digest(ZH) != made.en_sha256 == digest(ITEM.en)
    assert slug_of("a-paper.0a") == "a-paper"


def test_it_leaves_other_findings_in_force() -> None:
    result = applied(ITEM, ZH, [waiver()])
    assert result.findings == (OTHER, LENGTH)
    assert result.waived == (Waived(NUMBER, waiver()),)
    assert replace(result, findings=ITEM.findings, waived=()) == ITEM


def test_several() -> None:
    result = applied(ITEM, ZH, [waiver(LENGTH), waiver(OTHER), waiver()])
    assert result.findings == ()
    assert [item.finding for item in result.waived] == [NUMBER, OTHER, LENGTH]
    assert [item.waiver for item in result.waived] == [waiver(), waiver(OTHER), waiver(LENGTH)]


def test_a_graver_or_otherwise_worded_finding_is_the_same_finding() -> None:
    """Severities and messages come from settings and versions of the program, not from the texts."""
    graver = replace(NUMBER, severity="major", message="otherwise worded", suggestion="more")
    assert fits(waiver(), graver, ZH, ITEM)


@pytest.mark.parametrize("changed", [
    {"segment": "paper.0b"}, {"check": "date"}, {"zh_marked": "110"}, {"en_marked": ""},
    {"zh_sha256": digest("別")}, {"en_sha256": digest("Else")},
], ids=lambda item: next(iter(item)))  # fmt: skip
def test_it_dies_with_anything_that_it_is_tied_to(changed: dict[str, str]) -> None:
    assert applied(ITEM, ZH, [replace(waiver(), **changed)]) == ITEM


@pytest.mark.parametrize("en", [
    "China exported US$110 billion. ", "China exported US$110 billion!", "china exported US$110 billion.", "",
])  # fmt: skip
def test_the_slightest_change_of_the_english_ends_it(en: str) -> None:
    item = replace(ITEM, en=en)
    assert applied(item, ZH, [waiver()]) == item
    assert judged(waiver(), ZH, item).standing is Standing.LAPSED


def test_what_a_waiver_does() -> None:
    made = waiver()
    with_it = applied(ITEM, ZH, [made])
    without = replace(ITEM, findings=(LENGTH,))
    told = {
        "in force": judged(made, ZH, with_it),
        "gone": judged(made, None, None),
        "zh": judged(made, ZH + "！", with_it),
        "no en": judged(made, ZH, None),
        "en": judged(made, ZH, replace(with_it, en="Else.", waived=())),
        "no finding": judged(made, ZH, without),
        "off": judged(made, ZH, without, ("number",)),
    }
    assert {key: (item.standing, item.why) for key, item in told.items()} == {
        "in force": (Standing.IN_FORCE, ""),
        "gone": (Standing.LAPSED, "the Chinese has changed or is gone"),
        "zh": (Standing.LAPSED, "the Chinese has changed"),
        "no en": (Standing.LAPSED, "the sentence has no English now"),
        "en": (Standing.LAPSED, "the English has changed"),
        "no finding": (Standing.WITHOUT_FINDING, "the check no longer objects to this"),
        "off": (Standing.WITHOUT_FINDING, "the check is switched off"),
    }


def test_two_waivers_of_one_finding_are_both_in_force() -> None:
    """Two branches may each have waived it."""
    second = replace(waiver(), by="B. Reviser", reason="deliberate")
    result = applied(ITEM, ZH, [waiver(), second])
    assert result.waived == (Waived(NUMBER, waiver()),)
    assert judged(second, ZH, result).standing is Standing.IN_FORCE
