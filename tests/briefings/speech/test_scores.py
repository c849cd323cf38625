"""How well spans and speakers are found: in the papers, in tuned passages, in passages never tuned on."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.briefings.speech.scoring import (
    CASES,
    Score,
    catalogue,
    corpus_sha256,
    passages,
    recorded_reports,
    score_papers,
    score_passages,
)

REQUIRED = {"utterance_precision": 0.97, "utterance_recall": 0.97, "speaker": 0.95}
"""What the papers must reach."""


def floors(folder: str) -> dict[str, Any]:
    return tomllib.loads((CASES / folder / "floors.toml").read_text(encoding="utf-8"))


def scored(folder: str, temporary: Path) -> Score:
    return score_papers() if folder == "papers" else score_passages(folder, temporary)


@pytest.mark.parametrize("folder", ["papers", "shapes"])
def test_the_scores_hold_their_floors(folder: str, tmp_path: Path) -> None:
    score = scored(folder, tmp_path)
    reached = {name: value for name, value in score.figures().items() if name in floors(folder)["floor"]}
    # floors follow what is reached, or they would say nothing
    assert reached == floors(folder)["floor"], "\n".join(score.wrong)
    assert score.misnamed == floors(folder)["named_wrongly"], "\n".join(score.wrong)


def test_the_papers_reach_what_is_required() -> None:
    figures = score_papers().figures()
    assert {name: figures[name] for name, least in REQUIRED.items() if figures[name] < least} == {}


def test_what_was_not_tuned_on_reads_no_worse_than_at_first_sight(tmp_path: Path) -> None:
    score = scored("first_sight", tmp_path)
    measured = floors("first_sight")
    figures = score.figures()
    low = {name: figures[name] for name, least in measured["first_sight"].items() if figures[name] < least}
    assert low == {}, f"worse than at first sight: {low}\n" + "\n".join(score.wrong)
    assert score.misnamed <= measured["named_wrongly"]


@pytest.mark.parametrize("folder", ["papers", "shapes", "first_sight"])
def test_the_floors_are_of_this_corpus(folder: str) -> None:
    found = corpus_sha256(CASES / folder)
    assert found == floors(folder)["corpus_sha256"], f"labels changed: see the scores, and pin {found}"


def test_the_first_sight_has_no_passage_of_the_others_and_is_large_enough(tmp_path: Path) -> None:
    first = {name: paper.raw.text for name, paper, _ in passages("first_sight", tmp_path)}
    other = {paper.raw.text for _, paper, _ in passages("shapes", tmp_path)}
    assert not set(first.values()) & other
    labels = [label for _, _, made in passages("first_sight", tmp_path) for label in made]
    assert len(first) >= 40
    assert sum(label.kind not in {"report", "unmarked"} for label in labels) >= 150


def test_the_labels_agree_with_the_editors_records() -> None:
    """Where a label's speaker is another than the recorded one, it says why."""
    recorded = {entry.id: entry for entry in catalogue().quotations if entry.form == "quote"}
    seen: Counter[str] = Counter()
    for path in sorted((CASES / "papers").glob("*.toml")):
        if path.stem == "floors":
            continue
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        for label in [*data["span"], *data.get("unmarked", ())]:
            if "recorded" not in label:
                assert label["class"] != "utterance", label
                continue
            entry = recorded[label["recorded"]]
            seen[entry.id] += 1
            assert label["reported_by"] == entry.reported_by
            assert label["speaker"] == entry.speaker or label["why"], label
    assert set(seen) == set(recorded)


def test_the_editors_reports_are_found_as_often_as_pinned() -> None:
    _, found, right, wrong = recorded_reports()
    pinned = floors("papers")["reports"]
    assert {"found": found, "speaker": right} == pinned, "\n".join(wrong)
