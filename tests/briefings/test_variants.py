"""Wordings of one utterance: aligned where recorded, proposed where only alike."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.assemble import all_statements, assemble
from briefings.model import Citation, Official, Passage, Person, Row, Statement
from briefings.variants import proposed, variants
from tests.briefings.conftest import Shipped
from tests.briefings.sample import BIDEN, PASSAGES, XI, statement
from translate.model import Origin, State

LONG = "如果分裂勢力挑釁逼迫，甚至突破紅線，我們將不得不採取斷然措施"
SHORT = "如果突破紅線，我們將不得不採取斷然措施"


def said(name: str, zh: str, *variants: str, paper: str = "paper-one", speaker: Person = XI) -> Statement:
    made = statement(name, zh, "English.", speaker, "own paper")
    where = Citation(paper, f"{paper}.txt", (1, 1), 1, paper, paper)
    return replace(made, citation=where, variants=variants)


def test_differences_are_marked_character_by_character() -> None:
    (found,) = variants([said("one", LONG, "two"), said("two", SHORT, "one")])
    assert (found.of, found.statement.id) == ("one", "two")
    assert [run.text for run in found.of_runs if run.differs] == ["分裂勢力挑釁逼迫，甚至"]
    assert not any(run.differs for run in found.runs)


def test_the_leading_wording_is_the_one_that_others_are_linked_to() -> None:
    group = [said("b", SHORT, "a"), said("a", LONG, "b", "c"), said("c", LONG[:12], "a")]
    assert [(item.of, item.statement.id) for item in variants(group)] == [("a", "b"), ("a", "c")]
    pair = [
        said("b", SHORT, "a"),
        replace(said("a", LONG, "b"), official=Official(None, "none found", "secondary", "")),
    ]
    assert [item.of for item in variants(pair)] == ["a"]


def test_a_link_out_of_the_brief_counts_for_nothing() -> None:
    assert variants([said("one", LONG, "elsewhere")]) == ()


@given(
    st.text(alphabet="臺海紅線，和平穩定", max_size=12), st.text(alphabet="臺海紅線，和平穩定", max_size=12)
)
def test_runs_make_up_both_wordings(one: str, other: str) -> None:
    for item in variants([said("one", one, "two"), said("two", other, "one")]):
        assert "".join(run.text for run in item.of_runs) == one
        assert "".join(run.text for run in item.runs) == other
        same = "".join(run.text for run in item.runs if not run.differs)
        assert same == "".join(run.text for run in item.of_runs if not run.differs)


def test_alike_statements_are_proposed_and_not_merged() -> None:
    pair = [said("one", LONG), said("two", SHORT, paper="paper-two")]
    assert variants(pair) == ()
    (found,) = proposed(pair, ())
    assert found.status == "proposed"
    assert found.by == "program"
    assert [member.split(":")[0] for member in found.members] == ["paper-one", "paper-two"]


@pytest.mark.parametrize(
    "pair",
    [
        [said("one", LONG, "two"), said("two", SHORT, "one")],
        [said("one", LONG), said("two", SHORT, speaker=BIDEN)],
        [said("one", LONG), said("two", "中國終將統一，也必然統一，這是歷史大勢")],
        [said("one", "紅線"), said("two", "紅線")],
        [said("one", LONG), replace(said("two", SHORT), segments=("biden-xi-bali-2022.one",))],
    ],
    ids=["recorded", "another speaker", "another saying", "too short", "one sentence"],
)
def test_what_is_not_proposed(pair: list[Statement]) -> None:
    assert proposed(pair, ()) == ()


def passage(paper: str, *sentences: str) -> Passage:
    rows = tuple(
        Row(f"{paper}.{n}", text, "English.", Origin.AI_DRAFT, State.TRANSLATED)
        for n, text in enumerate(sentences)
    )
    return replace(PASSAGES[0], document=paper, rows=rows)


def test_an_unrecorded_sentence_of_another_paper_is_proposed() -> None:
    one = said("one", SHORT)
    other = passage("paper-two", "習近平說，如果突破紅線，將不得不採取斷然措施。", "天氣晴朗。")
    (found,) = proposed([one], [passage("paper-one", SHORT), other])
    assert found.members[1] == "paper-two, paragraph 8: 習近平說，如果突破紅線，將不得不採取斷然措施。"
    # in the same paper it is a repetition, and where a wording of that paper is recorded it is known
    assert proposed([one], [passage("paper-one", SHORT)]) == ()
    known = [said("one", SHORT, "two"), said("two", LONG, "one", paper="paper-two")]
    assert proposed(known, [passage("paper-one", SHORT), other]) == ()


def test_the_shipped_variants(shipped: Shipped) -> None:
    every = all_statements(shipped.space)
    by_id = {item.id: item for _, item in every}
    shown = set()
    for event in shipped.space.catalogue.briefs():
        brief = assemble(event, shipped.space, every)
        for item in brief.variants:
            assert "".join(run.text for run in item.runs) == item.statement.zh
            assert "".join(run.text for run in item.of_runs) == by_id[item.of].zh
            shown |= {item.of, item.statement.id}
    recorded = {e.id for e in shipped.space.catalogue.quotations if e.variant_of}
    assert recorded <= shown


def test_the_same_words_in_the_other_script_are_alike() -> None:
    simplified = "如果突破红线，我们将不得不采取断然措施"
    assert len(proposed([said("one", SHORT), said("two", simplified, paper="paper-two")], ())) == 1
