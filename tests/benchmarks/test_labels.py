"""Labels are tied to what a finding marks, and are counted by check and severity."""

from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.labels import COLUMNS, Found, Label, findings, key_of, load, report, work_list
from benchmarks.seeded import Text
from translate.model import Finding

TEXT = Text("他買了三本書。", "He bought four books.")
FINDING = Finding("number", "critical", "三 is not four.", (3, 4), (10, 14))
KEY = key_of("argos", 7, TEXT, FINDING)
HEAD = "\t".join(COLUMNS)


def row(*, verdict: str = "right", severity: str = "critical") -> str:
    return "\t".join((*map(str, KEY), severity, verdict, "4 for 3"))


def test_a_key_is_of_what_is_marked_not_of_the_message() -> None:
    assert key_of("argos", 7, TEXT, replace(FINDING, message="Other words.")) == KEY
    assert key_of("argos", 7, replace(TEXT, en="He  bought four books."), FINDING) != KEY
    assert key_of("argos", 8, TEXT, FINDING) != KEY


def test_a_file_of_labels_is_read() -> None:
    assert load(f"{HEAD}\n{row()}\n") == {KEY: Label(KEY, "critical", "right", "4 for 3")}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (row(), "columns must be"),
        (f"{HEAD}\n{row(verdict='maybe')}", "line 2: not a verdict"),
        (f"{HEAD}\n{row(severity='grave')}", "line 2: not a verdict or severity"),
        (f"{HEAD}\n{row()}\n{row()}", "line 3: labelled twice"),
        (f"{HEAD}\n{row()}\tmore", "line 2: 7 columns"),
    ],
)
def test_a_wrong_file_is_refused(text: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        load(text)


def test_the_report_counts_verdicts_and_what_has_none() -> None:
    other = Found(("argos", 8, "number", "0"), FINDING, TEXT)
    labels = load(f"{HEAD}\n{row()}")
    lines = report([Found(KEY, FINDING, TEXT), other], labels).split("\n")
    assert "| critical | number | 2 | 1 | 0 | 0 | 1 | 100.0 | 100.0 |" in lines
    assert lines[-1].startswith("1 of 2 findings are labelled; 0 labels")
    wrong = load(f"{HEAD}\n{row(verdict='wrong')}")
    assert "| critical | number | 1 | 0 | 0 | 1 | 0 | 0.0 | 0.0 |" in report(
        [Found(KEY, FINDING, TEXT)], wrong
    )
    assert report([other], labels).endswith("1 labels are of findings no more made.")


def test_the_work_list_gives_the_row_to_fill_in_and_marks_both_texts() -> None:
    listed = "\n".join(work_list([Found(KEY, FINDING, TEXT)]))
    assert listed.startswith("\t".join((*map(str, KEY), "critical", "", "")))
    assert "他買了⟦三⟧本書。" in listed
    assert "He bought ⟦four⟧ books." in listed


def test_findings_are_those_of_the_whole_list() -> None:
    found = list(findings("argos", [(7, TEXT)]))
    assert [(one.key[:3], one.finding.severity) for one in found] == [(("argos", 7, "number"), "critical")]
