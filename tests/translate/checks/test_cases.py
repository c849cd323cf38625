"""Every check against its cases: pairs that must pass and pairs that must not."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from translate.checks import CHECKS, CHOICE, TOGETHER, Check, Context, Pair, run
from translate.glossary import Glossary, Term
from translate.model import Finding, Severity

CASES = Path(__file__).parents[2] / "cases" / "checks"


def _load(check: Check) -> tuple[Context, dict[str, Any]]:
    data = tomllib.loads((CASES / f"{check.id}.toml").read_text("utf-8"))
    terms = [
        Term(
            row["zh"], tuple(row.get("variants", ())), tuple(row["en"]), row["kind"], "", row.get("side", ""),
            tuple(row.get("forbidden", ())),
        )
        for row in data.get("term", ())
    ]  # fmt: skip
    return Context(Glossary.of(terms), data.get("date", "")), data


def _cases(kind: str) -> Iterator[Any]:
    for check in CHOICE:
        context, data = _load(check)
        for number, case in enumerate(data[kind], start=1):
            yield pytest.param(check, context, case, id=f"{check.id}-{kind}-{number}")


def _part(text: str, span: tuple[int, int] | None) -> str:
    assert span is not None
    assert 0 <= span[0] < span[1] <= len(text)
    return text[span[0] : span[1]]


@pytest.mark.parametrize(("check", "context", "case"), list(_cases("pass")))
def test_passes(check: Check, context: Context, case: dict[str, str]) -> None:
    assert list(check.find(Pair(case["zh"], case["en"]), context)) == []


@pytest.mark.parametrize(("check", "context", "case"), list(_cases("fail")))
def test_finds(check: Check, context: Context, case: dict[str, str]) -> None:
    pair = Pair(case["zh"], case["en"])
    findings = [f for f in check.find(pair, context) if case["message"] in f.message]
    assert findings, list(check.find(pair, context))
    finding = findings[0]
    assert finding.check == check.id
    assert finding.severity == case.get("severity", check.severity)
    if "suggestion" in case:
        assert finding.suggestion == case["suggestion"]
    if "zh_part" in case:
        assert _part(pair.zh, finding.zh_span) == case["zh_part"]
    if "en_part" in case:
        assert _part(pair.en, finding.en_span) == case["en_part"]


def test_checks_have_unique_ids_and_cases() -> None:
    assert set(CHECKS) <= set(CHOICE)
    ids = [check.id for check in CHOICE]
    assert len(set(ids)) == len(ids)
    assert sorted(path.stem for path in CASES.glob("*.toml")) == sorted(
        [*ids, *(check.id for check in TOGETHER)]
    )


def test_run_lists_findings_check_by_check() -> None:
    findings = run(Pair("11月15日", "On 月 16"), Context())
    assert [finding.check for finding in findings] == ["number", "date", "residue"]


@pytest.mark.parametrize("en", ["", "…", "11月15日"])
def test_only_empty_speaks_of_what_is_not_translated(en: str) -> None:
    assert [finding.check for finding in run(Pair("11月15日", en), Context())] == ["empty"]


def test_run_takes_the_checks_it_is_given() -> None:
    class Never:
        id = "never"
        name = "Never"
        severity: Severity = "minor"

        def find(self, pair: Pair, context: Context) -> Iterator[Finding]:
            assert pair.zh
            assert context.glossary.terms == ()
            yield Finding(self.id, "minor", "no")

    assert [f.check for f in run(Pair("一", ""), Context(), [Never()])] == ["never"]


def test_pair_and_context_are_immutable() -> None:
    pair = Pair("a", "b")
    with pytest.raises(AttributeError):
        pair.zh = "c"  # type: ignore[misc]
