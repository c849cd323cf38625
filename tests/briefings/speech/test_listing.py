"""The list of a paper's speech, as the command shows it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from briefings.entities import Person
from briefings.speech.listing import rows
from tests.briefings.support import Command, document, shipped_workspace

XI = Person("xi-jinping", ("習近平",), "Xi Jinping", "PRC")
TEXT = (
    "習近平會後表示：「雙方應該加強溝通、管控分歧，防止衝突。」不過所謂「核心利益」並未提到。\n\n"
    "他又強調：「臺灣問題不能迴避，\n"
)


def test_rows_stand_in_the_papers_order_with_what_was_found_out(tmp_path: Path) -> None:
    found = rows(document(tmp_path, TEXT), (), [XI], "2022-11-15")
    assert [row.line for row in found] == sorted(row.line for row in found)
    spoken = next(row for row in found if row.kind == "utterance")
    assert (spoken.speaker, spoken.verb, spoken.recorded) == ("xi-jinping", "表示", False)
    assert spoken.zh == "雙方應該加強溝通、管控分歧，防止衝突。"
    assert any(row.zh == "核心利益" and row.kind != "utterance" and row.recorded is None for row in found)
    assert any(row.kind == "unbalanced" and row.zh == "「" for row in found), "nothing is silently lost"


def test_the_command_lists_and_says_what_is_recorded(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = Command(shipped_workspace(tmp_path / "work"), capsys)
    told = command("statements", "biden-xi-bali-2022")
    assert told.code == 0
    assert "xi-jinping" in told.out
    assert "0 of them not in quotations.toml" in told.out
    (command.seeds / "quotations.toml").write_text("", encoding="utf-8")
    (command.seeds / "events.toml").write_text("", encoding="utf-8")
    (command.seeds / "notes.toml").write_text("", encoding="utf-8")
    (command.seeds / "sources.toml").write_text(
        "\n".join(
            line
            for line in (command.seeds / "sources.toml").read_text("utf-8").splitlines()
            if not line.startswith("about")
        ),
        encoding="utf-8",
    )
    proposed = json.loads(command("statements", "--unrecorded", "--format", "json", "biden-xi-bali-2022").out)
    assert len(proposed) > 5
    assert all(row["kind"] == "utterance" and row["recorded"] is False for row in proposed)


def test_an_unknown_paper_is_said(unseen: Command) -> None:
    told = unseen("statements", "nothing")
    assert told.code == 2
    assert "no such paper: nothing" in told.err
