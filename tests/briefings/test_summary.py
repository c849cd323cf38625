"""Positions and the statements of page one: chosen, never generated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.assemble import all_statements, assemble
from briefings.model import Official, Person, Statement
from briefings.positions import columns, positions
from briefings.summary import MOST, summary
from tests.briefings.conftest import Shipped
from tests.briefings.sample import BIDEN, BOTH, EVENT, XI, statement

ZH = "這是一句長度適中的話，可以放在第一頁。"
OFFICIAL = Official("The words.", "issuer verbatim", "issuer or agency", "A source")
NOBODY = None


def said(
    name: str, speaker: Person | None = XI, *subjects: str, form: str = "quote", zh: str = ZH,
    official: Official | None = None, variants: Sequence[str] = (),
) -> Statement:  # fmt: skip
    made = statement(name, zh, "English.", speaker, "own paper", form=form, official=official)
    return replace(made, subjects=subjects or ("Taiwan",), variants=tuple(variants))


def chosen(*statements: Statement, lead: tuple[str, ...] = ()) -> list[str]:
    return [item.statement.id for item in summary(replace(EVENT, lead=lead), statements)]


def test_pins_are_kept_in_the_editors_order() -> None:
    many = [said(name) for name in "abcdefgh"]
    assert chosen(*many, lead=("c", "a", "h")) == ["c", "a", "h"]
    assert [item.why for item in summary(replace(EVENT, lead=("c",)), many)] == ["pinned in events.toml"]


def test_never_more_than_six() -> None:
    many = [said(name) for name in "abcdefgh"]
    assert len(chosen(*many)) == MOST == 6
    assert chosen(*many, lead=tuple("hgfedcba")) == list("hgfedc")


def test_pins_that_are_not_in_this_brief_leave_the_choice_to_the_rule() -> None:
    assert chosen(said("a"), lead=("gone",)) == ["a"]
    assert chosen() == []


def test_both_sides_are_heard() -> None:
    many = [said(f"xi{n}", XI, f"s{n}") for n in range(9)]
    assert "biden" in chosen(*many, said("biden", BIDEN, "s1", form="report", zh="短"))
    assert chosen(*many, said("b1", BIDEN), said("b2", BIDEN), said("b3", BIDEN)).count("b1") == 1


def test_no_side_twice_while_another_waits() -> None:
    ids = chosen(
        said("x1"), said("x2", XI, "Ukraine"), said("b1", BIDEN), said("j1", BOTH), said("n1", NOBODY)
    )
    assert set(ids) == {"x1", "x2", "b1", "j1", "n1"}


def test_a_quotation_before_a_report_and_wording_before_none() -> None:
    assert chosen(*[said(f"r{n}", form="report") for n in range(6)], said("q"))[-1] == "q"
    plain = [said(f"p{n}") for n in range(6)]
    assert "o" in chosen(*plain, said("o", official=OFFICIAL))
    related = said("o", official=replace(OFFICIAL, status="related passage"))
    assert "o" not in chosen(*plain, replace(related, form="report"))


def test_a_fragment_of_two_words_gives_way() -> None:
    assert "short" not in chosen(said("short", zh="短"), *[said(f"p{n}") for n in range(6)])


def test_order_is_that_of_the_statements() -> None:
    assert chosen(said("b", BIDEN, form="report"), said("a", XI, official=OFFICIAL)) == ["b", "a"]


@pytest.mark.parametrize("root", ["a", "m", "z"])
def test_no_utterance_twice(root: str) -> None:
    others = tuple(f"{root}-{n}" for n in range(3))
    group = [said(root, variants=others), *(said(other, variants=(root,)) for other in others)]
    assert len(chosen(*group)) == 1
    # also where the paper of the first is not in this brief
    assert len(chosen(*group[1:])) == 1


@given(st.data())
def test_whatever_is_chosen(data: st.DataObject) -> None:
    count = data.draw(st.integers(0, 12))
    speakers = st.sampled_from([XI, BIDEN, BOTH, None])
    many = [
        said(
            f"s{n}", data.draw(speakers), data.draw(st.sampled_from(["Taiwan", "Ukraine", "Korea"])),
            form=data.draw(st.sampled_from(["quote", "report"])),
            variants=[f"s{v}" for v in data.draw(st.sets(st.integers(0, 12), max_size=2)) if v != n],
        )
        for n in range(count)
    ]  # fmt: skip
    picked = [item.statement for item in summary(EVENT, many)]
    assert len(picked) <= MOST
    assert [item for item in many if item in picked] == picked
    for item in picked:
        assert not {item.id, *item.variants} & {
            name for other in picked if other is not item for name in (other.id, *other.variants)
        }
    if not any(item.variants for item in many):
        assert len(picked) == min(count, MOST)
        assert {item.side for item in picked} == {item.side for item in many}


def test_positions_hold_statements_and_nothing_else() -> None:
    many = [
        said("a", XI, "Taiwan", "Ukraine"),
        said("b", BIDEN, "Taiwan"),
        said("c", XI, "Taiwan"),
        said("d", None),
    ]
    cells = {(cell.side, cell.subject): cell.statements for cell in positions(many)}
    assert cells == {
        ("PRC", "Taiwan"): ("a", "c"), ("PRC", "Ukraine"): ("a",), ("US", "Taiwan"): ("b",),
        ("", "Taiwan"): ("d",),
    }  # fmt: skip
    assert all(cell.statements for cell in positions(many))
    assert positions([]) == ()


def test_columns_begin_with_the_two_sides() -> None:
    japan = Person("kishida", ("岸田",), "Kishida Fumio", "Japan")
    found = columns(
        [said("j", BOTH), said("n", None), said("k", japan), said("x"), said("b", BIDEN), said("y")]
    )
    assert [column.side for column in found] == ["US", "PRC", "Japan", "joint", ""]
    assert [column.title for column in found] == [
        "The US side", "The Chinese side", "Japan", "Both sides", "Speaker not named",
    ]  # fmt: skip
    assert [item.id for item in found[1].statements] == ["x", "y"]


def test_the_shipped_briefs(shipped: Shipped) -> None:
    every = all_statements(shipped.space)
    for event in shipped.space.catalogue.briefs():
        brief = assemble(event, shipped.space, every)
        ids = [item.statement.id for item in brief.summary]
        assert ids == [pin for pin in event.lead if pin in ids], event.id
        assert len(ids) <= MOST
        assert len(ids) >= min(3, len(brief.statements))
        assert sum(len(column.statements) for column in brief.columns) == len(brief.statements)
        sides = {item.side for item in brief.statements} - {"", "joint"}
        if {"US", "PRC"} <= sides:
            assert {"US", "PRC"} <= {item.statement.side for item in brief.summary}, event.id
        for cell in brief.positions:
            assert set(cell.statements) <= {item.id for item in brief.statements}
        for item in brief.summary:
            assert not set(item.statement.variants) & set(ids), item.statement.id
