"""The table of positions: sides and subjects in a closed order, cells of statements; the authors apart."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest

from briefings.assemble import all_statements, assemble
from briefings.assessment import assessments, reports, subjects_of
from briefings.entries import Subject
from briefings.model import Person, Statement
from briefings.positions import AUTHOR, SIDES, SUBJECTS, columns, positions, sides_of, table
from briefings.routing import Routed
from tests.briefings.conftest import Shipped
from tests.briefings.sample import BALI_PAPER, BIDEN, BOTH, XI, statement
from tests.briefings.support import document, translated
from tests.casefile import cases

JAPAN = Person("kishida", ("岸田",), "Kishida Fumio", "Japan")
PALAU = Person("whipps", ("惠恕仁",), "Surangel Whipps", "Palau")


def said(name: str, speaker: Person | None = XI, *subjects: str, en: str = "English.") -> Statement:
    made = statement(name, f"{name}說了一句話", en, speaker, "own paper")
    return replace(made, subjects=subjects or ("Taiwan",))


def judged(name: str, *subjects: str) -> Statement:
    return replace(
        said(name, None, *subjects), form="assessment", why="one of the paper’s own summary points"
    )


def test_cells_hold_statements_and_nothing_else() -> None:
    many = [said("a", XI, "Taiwan", "Ukraine"), said("b", BIDEN), said("c"), said("d", None)]
    cells = {(cell.side, cell.subject): cell.statements for cell in positions(many)}
    assert cells == {
        ("PRC", "Taiwan"): ("a", "c"), ("PRC", "Ukraine"): ("a",), ("US", "Taiwan"): ("b",),
        ("", "Taiwan"): ("d",),
    }  # fmt: skip
    assert positions([]) == ()


def test_subjects_and_sides_come_in_their_closed_order() -> None:
    many = [said("u", XI, "Ukraine"), said("j", JAPAN), said("b", BIDEN, "Human rights"), said("x")]
    assert [(cell.subject, cell.side) for cell in positions(many)] == [
        ("Taiwan", "PRC"), ("Taiwan", "Japan"), ("Human rights", "US"), ("Ukraine", "PRC"),
    ]  # fmt: skip
    assert get_args(Subject) == SUBJECTS
    assert len(set(SUBJECTS)) == len(SUBJECTS)


def test_columns_begin_with_the_two_sides_and_end_with_nobody() -> None:
    found = columns(
        [said("j", BOTH), said("n", None), said("p", PALAU), said("k", JAPAN), said("x"), said("b", BIDEN)]
    )
    assert [column.side for column in found] == ["US", "PRC", "Japan", "Palau", "joint", ""]
    assert [column.title for column in found] == [
        "The US side", "The Chinese side", "Japan", "Palau", "Jointly", "Speaker not named",
    ]  # fmt: skip
    assert columns([said("x"), said("b", BIDEN), said("j", BOTH)])[-1].title == "Both sides"
    assert SIDES[:3] == ("US", "PRC", "Taiwan")


def test_the_authors_are_never_a_government() -> None:
    many = [said("x"), judged("i"), judged("j"), judged("k")]
    assert sides_of(many) == ["PRC", AUTHOR]
    (cell,) = [cell for cell in positions(many) if cell.side == AUTHOR]
    assert cell.statements == ("i", "j")
    (subject,) = table(positions(many), many)
    assert {cell.title for row in subject.rows for cell in row if cell.side == AUTHOR} == {
        "Author’s assessment"
    }
    assert all(len({cell.side == AUTHOR for cell in row}) == 1 for row in subject.rows)


def test_the_principal_sides_stand_next_to_each_other_and_an_empty_cell_is_told() -> None:
    many = [said("x"), said("y"), said("b", BIDEN), said("u", XI, "Ukraine"), said("k", JAPAN, "Ukraine")]
    taiwan, ukraine = table(positions(many), many)
    assert [(cell.side, len(cell.statements)) for cell in taiwan.rows[0]] == [("US", 1), ("PRC", 2)]
    assert [(cell.side, len(cell.statements)) for cell in ukraine.rows[0]] == [("US", 0), ("PRC", 1)]
    assert [cell.side for cell in ukraine.rows[1]] == ["Japan"]


def test_every_statement_of_every_cell_is_in_the_table_once() -> None:
    many = [said(f"j{n}", BOTH, en="long " * n) for n in range(1, 7)] + [said("x"), said("b", BIDEN)]
    cells = positions(many)
    (subject,) = table(cells, many)
    printed = [item.id for row in subject.rows for cell in row for item in cell.statements]
    assert sorted(printed) == sorted(key for cell in cells for key in cell.statements)
    halves = [cell for row in subject.rows for cell in row if cell.side == "joint"]
    assert [cell.goes_on for cell in halves] == [False, True]


def test_wordings_of_one_utterance_stand_once_in_a_cell() -> None:
    many = [replace(said("x"), variants=("y",)), replace(said("y"), variants=("x",)), said("b", BIDEN)]
    (subject,) = table(positions(many), many)
    assert [item.id for item in subject.rows[0][1].statements] == ["x"]


def test_one_side_alone_needs_no_table_and_a_lonely_cell_no_second_column() -> None:
    assert table(positions([said("x"), said("y")]), [said("x"), said("y")]) == ()
    many = [said("j", BOTH), said("b", BIDEN, "Ukraine")]
    taiwan, ukraine = table(positions(many), many)
    assert [[cell.side for cell in row] for row in (*taiwan.rows, *ukraine.rows)] == [["joint"], ["US"]]


# the authors' assessments


@pytest.mark.parametrize("case", cases("briefings/assessment", "own"))
def test_an_authors_own_sentence(case: dict[str, Any], tmp_path: Path) -> None:
    assert [item.zh for item in assessed(tmp_path, f"兩國舉行會談。\n\n{case['text']}")] == [case["text"]]


@pytest.mark.parametrize("case", cases("briefings/assessment", "other"))
def test_no_authors_sentence(case: dict[str, Any], tmp_path: Path) -> None:
    assert assessed(tmp_path, f"兩國舉行會談。\n\n{case['text']}") == ()


@pytest.mark.parametrize("case", cases("briefings/assessment", "subjects"))
def test_subjects(case: dict[str, Any]) -> None:
    assert list(subjects_of(case["text"])) == case["subjects"]


def test_a_conclusion_is_taken_whole_but_for_reports(tmp_path: Path) -> None:
    text = "一、經過\n\n兩國舉行會談。\n\n二、結論\n\n會談沒有突破。外長表示滿意。兩國還會再談。\n"
    found = assessed(tmp_path, text)
    assert [item.zh for item in found] == ["會談沒有突破。", "兩國還會再談。"]
    assert {item.why for item in found} == {"stands in the paper’s conclusion"}
    assert all(item.side == AUTHOR and not item.reported_by.endswith("readout") for item in found)


def assessed(folder: Path, text: str, taken: frozenset[str] = frozenset()) -> tuple[Statement, ...]:
    item = document(folder, text)
    heading = None
    routed = []
    for number, block in enumerate(item.blocks):
        heading = number if block.kind == "heading" else heading
        if block.kind in {"paragraph", "bullet"}:
            routed.append(Routed(item, number, "", heading))
    return assessments(routed, {"paper": translated(item, {})}, {"paper": BALI_PAPER}, taken)


def test_a_sentence_with_a_recorded_statement_is_no_assessment(tmp_path: Path) -> None:
    (found,) = assessed(tmp_path, "總之，會談沒有突破。")
    assert assessed(tmp_path, "總之，會談沒有突破。", frozenset(found.segments)) == ()


def test_the_shipped_assessments_are_verbatim_cited_and_nobodys_statement(shipped: Shipped) -> None:
    every = all_statements(shipped.space)
    spoken = {segment for _, item in every for segment in item.segments}
    seen = 0
    for event in shipped.space.catalogue.briefs():
        for item in assemble(event, shipped.space, every).assessments:
            paper = shipped.space.translated[item.document].document
            assert any(item.zh == segment.text for _, segment in paper.segments())
            assert item.citation.lines[0] > 0
            assert item.why
            assert not reports(item.zh)
            assert not set(item.segments) & spoken
            seen += 1
    assert seen >= 10
