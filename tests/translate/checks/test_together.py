"""The checks of whole papers for names, terms and acronyms, against their cases."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest

from tests.casefile import FOLDER
from translate.checks import TOGETHER, Context, Pair
from translate.checks.base import SetCheck
from translate.checks.consistency import Consistency
from translate.glossary import Glossary, Term

CHECKS = [check for check in TOGETHER if not isinstance(check, Consistency)]


def _cases(table: str) -> Iterator[Any]:
    for check in CHECKS:
        data = tomllib.loads((FOLDER / "checks" / f"{check.id}.toml").read_text(encoding="utf-8"))
        terms = [
            Term(row["zh"], (), tuple(row["en"]), row["kind"], "", row.get("side", ""))
            for row in data["term"]
        ]
        for case in data[table]:
            pairs = [Pair(zh, en) for zh, en in case["pairs"]]
            context = Context(Glossary.of(terms))
            yield pytest.param(check, context, pairs, case, id=f"{check.id}: {case['name']}")


@pytest.mark.parametrize(("check", "context", "pairs", "case"), list(_cases("pass")))
def test_passes(check: SetCheck, context: Context, pairs: list[Pair], case: dict[str, Any]) -> None:
    assert case["name"]
    assert list(check.find_all(pairs, context)) == []


@pytest.mark.parametrize(("check", "context", "pairs", "case"), list(_cases("fail")))
def test_finds(check: SetCheck, context: Context, pairs: list[Pair], case: dict[str, Any]) -> None:
    found = list(check.find_all(pairs, context))
    assert [index for index, _ in found] == case["found"]
    assert case["message"] in found[0][1].message
    for index, finding in found:
        pair = pairs[index]
        assert (finding.check, finding.severity) == (check.id, "minor")
        assert finding.en_span is not None
        assert case.get("en_part", "") in pair.en[slice(*finding.en_span)]
        if "zh_part" in case:
            assert finding.zh_span is not None
            assert pair.zh[slice(*finding.zh_span)] == case["zh_part"]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_no_pairs_no_findings(check: SetCheck) -> None:
    assert list(check.find_all([], Context())) == []
    assert list(check.find_all([Pair("", ""), Pair("北約", "北約")], Context())) == []
