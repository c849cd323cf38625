"""What the program finds between papers and record: proposed or explained, never decided."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from briefings.assemble import all_statements, assemble
from briefings.dated import dates_in
from briefings.discrepancies import explained, proposed
from briefings.model import Event, LocalDate
from tests.briefings.conftest import Shipped
from tests.briefings.support import document
from tests.casefile import cases

PAPER = "2031-06"


def event(days: list[list[str]]) -> Event:
    return Event(
        "forum", "Tide Forum", "潮汐論壇", "summit", "2031-05-04", "2031-05-04", "",
        local_dates=tuple(LocalDate(place, day) for place, day in days), aliases=("潮汐論壇",),
    )  # fmt: skip


@pytest.mark.parametrize("case", cases("briefings/dated", "days"))
def test_days(case: dict[str, Any], tmp_path: Path) -> None:
    (block,) = document(tmp_path, case["text"]).blocks
    found = dates_in(block, case["paper"])
    assert [dated.iso for dated in found] == case["days"]
    for dated in found:
        assert block.text[dated.start : dated.end] == dated.words
        assert dated.words in block.segments[dated.segment].text


@pytest.mark.parametrize("case", cases("briefings/discrepancies", "pair"))
def test_proposed_and_explained(case: dict[str, Any], tmp_path: Path) -> None:
    papers = [document(tmp_path, text, slug=f"paper-{n}") for n, text in enumerate(case["texts"])]
    dates = {paper.slug: PAPER for paper in papers}
    told = {segment.id for paper in papers for _, segment in paper.segments()} if case.get("told") else set()
    found = proposed(event(case["days"]), papers, dates, told)
    assert [item.what.split(";")[0] for item in found] == case.get("proposed", [])
    assert all(item.status == "proposed" and item.by == "program" for item in found)
    assert all(len(item.members) == 2 for item in found)
    assert list(explained(event(case["days"]), papers, dates)) == case.get("explained", [])


def test_verbs_are_neutral(tmp_path: Path) -> None:
    papers = [document(tmp_path, "5月14日，潮汐論壇舉行。")]
    (found,) = proposed(event([["Lighthouse City", "2031-05-04"]]), papers, {"paper": PAPER}, set())
    assert "differs from" in found.what
    assert not {"wrong", "error", "mistake", "incorrect"} & set(found.what.lower().split())


def test_the_shipped_papers(shipped: Shipped) -> None:
    """Every date the program would propose stands in an editor's note already, so it proposes none.

    Without the notes it finds the misprints by itself, and no other date.
    """
    space = shipped.space
    documents = [item.document for item in space.translated.values()]
    dates = {slug: source.date for slug, source in space.catalogue.sources.items()}
    found = {
        item.id: [one.what.split(": ")[1].split(";")[0] for one in proposed(item, own, dates, set())]
        for item in space.catalogue.events.values()
        if (own := [document for document in documents if document.slug in item.documents])
    }
    assert {key: dates for key, dates in found.items() if dates} == {
        "xi-lee-call-2021-10": ["October 16, 2021"],
        "xi-putin-2021-12": ["December 25, 2021"],
        "cop15-kunming-2021-10": ["September 11, 2021"],
        "wcsp-2021-09": ["August 19, 2021"],
    }
    every = all_statements(space)
    for item in space.catalogue.briefs():
        assert all(one.by == "editor" for one in assemble(item, space, every).discrepancies)


def test_the_virtual_summit_is_one_day_in_two_zones(shipped: Shipped) -> None:
    space = shipped.space
    summit = space.catalogue.events["us-prc-virtual-2021-11"]
    papers = [space.translated[slug].document for slug in summit.documents]
    dates = {slug: source.date for slug, source in space.catalogue.sources.items()}
    (line,) = explained(summit, papers, dates)
    assert "one day, November 15, 2021 in Washington; November 16, 2021 in Beijing, Taipei" in line
    assert proposed(summit, papers, dates, set()) == ()
    # an editor's note says so already, and nothing is said twice
    assert assemble(summit, space, all_statements(space)).explained == ()
