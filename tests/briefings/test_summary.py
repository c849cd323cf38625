"""The statements of page one: pinned, dropped, extracted; never generated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.assemble import all_statements, assemble
from briefings.assessment import WHOLE_PAPER
from briefings.likeness import shared
from briefings.model import Official, Person, Statement, SummaryItem
from briefings.summary import FILLED, MOST, summary
from briefings.variants import ALIKE
from tests.briefings.conftest import Shipped
from tests.briefings.sample import BIDEN, BOTH, EVENT, XI, statement

OFFICIAL = Official("The words.", "issuer verbatim", "issuer or agency", "A source")
NOBODY = None
SAYINGS = dict(
    zip(
        "abcdefghij",
        (
            "漁業談判應該在夏天以前重新開始", "港口費用的爭議不能再拖延下去", "海底電纜由兩國輪流維修保養",
            "航道安全關係到每一艘船的命運", "颱風季節需要共同的預警機制", "燈塔的經費已經列入明年預算",
            "觀光客人數恢復到從前的水準", "學者交流計畫獲得雙方的祝福", "環境影響評估應當公開透明",
            "中小企業希望關稅能夠降低",
        ),
        strict=True,
    )
)  # fmt: skip
"""Sentences that say different things: no two of them share more than a few pairs of characters."""


def said(
    name: str, speaker: Person | None = XI, *subjects: str, form: str = "quote", zh: str = "",
    official: Official | None = None, variants: Sequence[str] = (),
) -> Statement:  # fmt: skip
    words = zh or SAYINGS.get(name) or f"{name}{SAYINGS[name[-1]]}"
    made = statement(name, words, "English.", speaker, "own paper", form=form, official=official)
    return replace(made, subjects=subjects or ("Taiwan",), variants=tuple(variants))


def judged(name: str, why: str = WHOLE_PAPER[0]) -> Statement:
    return replace(said(name, None), form="assessment", why=why)


def chosen(
    *statements: Statement,
    lead: tuple[str, ...] = (),
    drop: tuple[str, ...] = (),
    judgments: Sequence[Statement] = (),
) -> list[str]:
    items = summary(replace(EVENT, lead=lead, drop=drop), statements, judgments)
    return [item.statement.id for item in items]


def reasons(items: Sequence[SummaryItem]) -> list[str]:
    return [item.why.split(":")[0] for item in items]


def test_pins_win_in_the_editors_order_and_the_rest_is_extracted() -> None:
    many = [said(name) for name in "abcdefgh"]
    ids = chosen(*many, lead=("h", "c", "a"))
    assert ids[:3] == ["h", "c", "a"]
    assert len(ids) == FILLED
    assert ids[3:] == sorted(ids[3:])
    items = summary(replace(EVENT, lead=("c",)), many)
    assert reasons(items) == ["pinned in events.toml"] + ["extracted"] * (FILLED - 1)


def test_never_more_than_six() -> None:
    many = [said(name) for name in "abcdefgh"]
    assert len(chosen(*many)) == FILLED < MOST == 6
    assert chosen(*many, lead=tuple("hgfedcba")) == list("hgfedc")


def test_what_is_dropped_never_stands_there() -> None:
    many = [said(name) for name in "abcdefgh"]
    first = chosen(*many)
    assert not set(first[:2]) & set(chosen(*many, drop=tuple(first[:2])))
    assert chosen(*many[:2], drop=("a", "b")) == []
    # a pin that is also dropped is a mistake that the catalogue refuses; here dropping wins
    assert chosen(*many[:2], lead=("a",), drop=("a",)) == ["b"]


def test_pins_that_are_not_in_this_brief_leave_the_choice_to_the_rule() -> None:
    assert chosen(said("a"), lead=("gone",)) == ["a"]
    assert chosen() == []


def test_both_sides_are_heard() -> None:
    many = [said(name, XI, f"s{name}") for name in "abcdefgh"]
    assert "i" in chosen(*many, said("i", BIDEN, "sa", form="report"))
    # also where the pins are one side's only
    assert "i" in chosen(*many, said("i", BIDEN, "sa", form="report"), lead=("a", "b", "c", "d"))


def test_a_new_subject_before_an_old_one() -> None:
    many = [said(name, XI, "Taiwan") for name in "abcdef"]
    assert "g" in chosen(*many, said("g", XI, "Ukraine"))


def test_a_quotation_before_a_report_and_wording_before_none() -> None:
    reports = [said(name, form="report") for name in "abcdefg"]
    assert "h" in chosen(*reports, said("h"))
    plain = [said(name) for name in "abcdefg"]
    assert "h" in chosen(*plain, said("h", official=OFFICIAL))


def test_a_fragment_of_two_words_gives_way() -> None:
    assert "short" not in chosen(said("short", zh="短短"), *[said(name) for name in "abcdefg"])


def test_the_middle_of_the_passages_carries_the_event() -> None:
    many = [said(name, XI, f"s{name}") for name in "abcdefg"]
    about = [SAYINGS["c"] * 3, SAYINGS["e"] * 3, SAYINGS["c"]]
    items = summary(EVENT, many, passages=about)
    assert {"c", "e"} <= {item.statement.id for item in items}


def test_near_identical_statements_never_stand_together() -> None:
    again = said("x", BIDEN, "Korea", zh=f"{SAYINGS['a']}了")
    ids = chosen(said("a"), again, said("b"), said("c"))
    assert len({"a", "x"} & set(ids)) == 1
    assert chosen(said("a"), again, said("b"), lead=("x",))[0] == "x"
    assert "a" not in chosen(said("a"), again, said("b"), lead=("x",))


def test_the_authors_may_take_one_place_with_a_point_of_the_whole_paper() -> None:
    people = [said("a"), said("b", BIDEN)]
    ids = chosen(*people, judgments=[judged("i"), judged("j")])
    assert len({"i", "j"} & set(ids)) == 1
    passing = judged("i", why="opens with a judgment of its own: 顯見")
    assert "i" not in chosen(*people, judgments=[passing])
    assert chosen(*people, judgments=[passing], lead=("i",))[0] == "i"


@pytest.mark.parametrize("root", ["a", "b", "c"])
def test_no_utterance_twice(root: str) -> None:
    others = ("d", "e", "f")
    group = [said(root, variants=others), *(said(other, variants=(root,)) for other in others)]
    assert len(chosen(*group)) == 1
    # also where the paper of the first is not in this brief
    assert len(chosen(*group[1:])) == 1


@given(st.data())
def test_whatever_is_chosen(data: st.DataObject) -> None:
    count = data.draw(st.integers(0, 10))
    names = list(SAYINGS)[:count]
    speakers = st.sampled_from([XI, BIDEN, BOTH, None])
    many = [
        said(
            name, data.draw(speakers), data.draw(st.sampled_from(["Taiwan", "Ukraine", "Korea"])),
            form=data.draw(st.sampled_from(["quote", "report"])),
            variants=sorted(data.draw(st.sets(st.sampled_from("abcdefghij"), max_size=2)) - {name}),
        )
        for name in names
    ]  # fmt: skip
    some = st.lists(st.sampled_from("abcdefghij"), unique=True, max_size=3)
    lead, drop = data.draw(some), data.draw(some)
    items = summary(replace(EVENT, lead=tuple(lead), drop=tuple(drop)), many)
    picked = [item.statement for item in items]
    pinned = [name for name in lead if name in names and name not in drop]
    assert [item.id for item in picked[: len(pinned)]] == pinned
    assert len(picked) <= MOST
    rest = picked[len(pinned) :]
    assert [item for item in many if item in rest] == rest
    assert not {item.id for item in picked} & set(drop)
    for item in rest:
        assert not {item.id, *item.variants} & {
            name for other in picked if other is not item for name in (other.id, *other.variants)
        }
    spoken = [item for item in many if item.id not in drop and item.speaker in {XI, BIDEN}]
    if not lead and not any(item.variants for item in many) and spoken:
        assert {item.side for item in spoken} <= {item.side for item in picked}


def test_the_shipped_briefs(shipped: Shipped) -> None:
    every = all_statements(shipped.space)
    for event in shipped.space.catalogue.briefs():
        brief = assemble(event, shipped.space, every)
        ids = [item.statement.id for item in brief.summary]
        assert ids[: len(event.lead)] == list(event.lead), event.id
        assert len(ids) <= MOST
        assert len(ids) >= min(3, len(brief.statements))
        assert sum(len(column.statements) for column in brief.columns) == len(brief.statements)
        sides = {item.side for item in brief.statements} - {"", "joint"}
        if {"US", "PRC"} <= sides:
            assert {"US", "PRC"} <= {item.statement.side for item in brief.summary}, event.id
        for cell in brief.positions:
            assert set(cell.statements) <= {item.id for item in (*brief.statements, *brief.assessments)}
        for item in brief.summary:
            assert not set(item.statement.variants) & set(ids), item.statement.id


def test_extraction_alone_on_the_shipped_briefs(shipped: Shipped) -> None:
    """Without any pin: both sides heard, nothing twice, and most of what an editor pinned is found."""
    every = all_statements(shipped.space)
    pinned = found = 0
    for event in shipped.space.catalogue.briefs():
        brief = assemble(replace(event, lead=()), shipped.space, every)
        items = [item.statement for item in brief.summary]
        sides = {item.side for item in brief.statements}
        if {"US", "PRC"} <= sides:
            assert {"US", "PRC"} <= {item.side for item in items}, event.id
        for one, other in combinations(items, 2):
            assert shared(one.zh, other.zh) < ALIKE, (one.id, other.id)
        pinned += len(event.lead)
        found += len(set(event.lead) & {item.id for item in items})
        assert brief.summary == assemble(replace(event, lead=()), shipped.space, every).summary
    assert found / pinned >= 0.75, (found, pinned)
