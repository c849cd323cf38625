"""The timeline: what the papers date, the strip without overlaps, the same drawing every time."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from briefings.assemble import all_statements, assemble
from briefings.catalogue import Catalogue
from briefings.model import Event, LocalDate, Moment, Person, Source, Timeline
from briefings.timeline import FITS, elapsed, short_date, timeline
from briefings.timeline_svg import WIDTH, Label, drawn, strip
from tests.briefings.conftest import Shipped
from tests.briefings.sample import BALI_PAPER, PASSAGES
from tests.briefings.support import document


def event(name: str, alias: str, day: str, *, people: tuple[str, ...] = (), kind: str = "meeting") -> Event:
    return Event(
        name, f"The {name}", alias, kind, day, day, "", local_dates=(LocalDate("Here", day),),
        documents=("paper",), aliases=(alias,), people=people, short=name,
    )  # fmt: skip


FORUM = event("forum", "潮汐論壇", "2031-05-04", people=("kao", "shen"))
PEOPLE = {
    "kao": Person("kao", ("高明遠",), "Kao", "north"), "shen": Person("shen", ("沈若谷",), "Shen", "south"),
}  # fmt: skip
SOURCE: Source = replace(BALI_PAPER, slug="paper", short="A paper (2031)", date="2031-06")


def made(folder: Path, text: str, *others: Event, about: bool = True) -> Timeline | None:
    """The forum's timeline from a paper with ``text``, whose first paragraph is the passage."""
    paper = document(folder, text)
    catalogue = Catalogue(
        sources={"paper": SOURCE}, about={"paper": ("forum",)} if about else {}, people=PEOPLE,
        events={item.id: item for item in (FORUM, *others)},
    )  # fmt: skip
    block = next(block for block in paper.blocks if block.kind == "paragraph")
    passage = replace(PASSAGES[0], document="paper", lines=block.lines)
    english = {segment.id: f"English of {segment.text}" for segment in block.segments}
    return timeline(FORUM, catalogue, catalogue.events.values(), [paper], [passage], english, spoken=())


def names(found: Timeline | None) -> list[str]:
    return [moment.short or moment.kind for moment in found.moments] if found else []


def test_events_that_the_passages_name_before_and_after(tmp_path: Path) -> None:
    before, after = event("visit", "北港訪問", "2031-03-01"), event("vote", "南洲大選", "2031-12-01")
    unnamed = event("fair", "書展", "2031-05-05")
    found = made(tmp_path, "北港訪問之後，潮汐論壇舉行，南洲大選將在年底。", before, after, unnamed)
    assert names(found) == ["visit", "forum", "vote"]
    assert found
    assert [moment.kind for moment in found.moments] == ["event", "this", "event"]
    assert found.moments[0].why == "named in the passages: 北港訪問"
    assert (found.moments[0].document, found.moments[0].paragraph) == ("paper", 1)


def test_meetings_of_the_same_sides_count_wherever_the_paper_names_them(tmp_path: Path) -> None:
    text = "潮汐論壇舉行。\n\n兩人年初通過電話，也都出席大會。沈若谷另見了部長。"
    call = event("call", "通過電話", "2031-01-05", people=("kao", "shen"), kind="call")
    both = event("congress", "出席大會", "2031-02-05", people=("kao", "shen"), kind="conference")
    other = event("minister", "見了部長", "2031-02-06", people=("shen",))
    assert names(made(tmp_path, text, call, both, other)) == ["call", "forum"]


def test_a_digests_paragraph_gives_only_what_stands_beside_the_event(tmp_path: Path) -> None:
    near, far = event("near", "鄰近會議", "2031-04-01"), event("far", "遠方會議", "2031-04-02")
    text = "潮汐論壇舉行。鄰近會議隨後召開。天氣晴朗。遠方會議也召開。"
    assert names(made(tmp_path, text, near, far, about=False)) == ["near", "forum"]
    assert names(made(tmp_path, text, near, far)) == ["near", "far", "forum"]


def test_an_alias_that_points_back_names_no_other_event(tmp_path: Path) -> None:
    assert made(tmp_path, "潮汐論壇舉行，此次會議很長。", event("old", "此次會議", "2030-01-01")) is None


def test_a_sentence_with_a_day_of_its_own(tmp_path: Path) -> None:
    found = made(tmp_path, "潮汐論壇舉行。5月20日，港務局公布統計。")
    assert found
    (dated,) = [moment for moment in found.moments if moment.kind == "dated"]
    assert (dated.start, dated.date, dated.zh) == ("2031-05-20", "May 20, 2031", "5月20日，港務局公布統計。")
    assert dated.name == "English of 5月20日，港務局公布統計。"
    # the event's own day, a day of the event that is named there, and days of cited news are told already
    vote = event("vote", "南洲大選", "2031-04-09")
    text = "5月4日，港務局公布統計（潮汐社，2031.5.6）。4月9日，南洲大選投票。"
    assert names(made(tmp_path, text, vote)) == ["vote", "forum"]


def test_nothing_but_the_event_is_no_timeline(tmp_path: Path) -> None:
    assert made(tmp_path, "潮汐論壇舉行。") is None


def test_more_than_fits_is_kept_apart_and_the_same_sides_stay(tmp_path: Path) -> None:
    others = [event(f"e{n}", f"第{n}號會議", f"2031-04-{n:02}") for n in range(10, 22)]
    call = event("call", "通過電話", "2029-01-05", people=("kao", "shen"), kind="call")
    text = "潮汐論壇舉行，兩人從前通過電話。" + "".join(f"第{n}號會議召開。" for n in range(10, 22))
    found = made(tmp_path, text, call, *others)
    assert found
    assert len(found.moments) == FITS
    assert names(found)[0] == "call"
    assert "forum" in names(found)
    assert len(found.moments) + len(found.more) == len(others) + 2
    assert [moment.start for moment in found.moments] == sorted(moment.start for moment in found.moments)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (["2021-11-16"], "Nov 16, 2021"),
        (["2021-11-15", "2021-11-16", "2021-11-16"], "Nov 15/16, 2021"),
        (["2021-08-31", "2021-09-01"], "Aug 31/Sep 1, 2021"),
        (["2021-12-31", "2022-01-01"], "Dec 31, 2021/Jan 1, 2022"),
        (["2022-08-02/2022-08-03"], "Aug 2–3, 2022"),
        (["2021-09-10", "2021-09-15"], "Sep 10–15, 2021"),
        (["2021-10-31/2021-11-13"], "Oct 31–Nov 13, 2021"),
        ([], "2018"),
    ],
)
def test_short_dates(days: list[str], expected: str) -> None:
    item = replace(FORUM, start="2018", local_dates=tuple(LocalDate(str(n), d) for n, d in enumerate(days)))
    assert short_date(item) == expected


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("2021-11-15", "2021-11-15", "same day"), ("2021-11-15", "2021-11-16", "1 day"),
        ("2021-09-09", "2021-10-06", "27 days"), ("2021-09-09", "2021-11-15", "2 months"),
        ("2021-01-01", "2023-01-01", "2 years"), ("2018", "2021-01-01", ""),
    ],
)  # fmt: skip
def test_elapsed(before: str, after: str, words: str) -> None:
    assert elapsed(before, after) == words


def moment(number: int, short: str) -> Moment:
    kind = "this" if number == 2 else "event"
    return Moment(f"2021-0{number + 1}-09", f"Sep {number}/10, 2021", short, short, kind, "", "")  # type: ignore[arg-type]  # a literal


def boxes(found: Timeline) -> list[Label]:
    return list(strip(found).labels)


NAMES = st.text(alphabet="abcdefghij KLMN–’", max_size=90)


@given(st.lists(NAMES, min_size=1, max_size=FITS))
def test_no_two_labels_overlap_and_all_are_inside(shorts: list[str]) -> None:
    found = Timeline(tuple(moment(number, short) for number, short in enumerate(shorts)))
    made_strip = strip(found)
    for one, other in combinations(made_strip.labels, 2):
        apart = one.x + one.width <= other.x or other.x + other.width <= one.x
        level = one.y + one.height <= other.y or other.y + other.height <= one.y
        assert apart or level, (one, other)
    for label in made_strip.labels:
        assert label.x >= 0
        assert label.x + label.width <= WIDTH + 0.01
        assert label.y >= 0
        assert label.y + label.height <= made_strip.height
        # the axis and its words of time stand free
        assert label.y + label.height <= made_strip.axis - 4 or label.y >= made_strip.axis + 10
    assert all(before < after for before, after in pairwise(made_strip.points))


def test_the_drawing_is_the_same_every_time_black_on_white_and_well_formed() -> None:
    found = Timeline(tuple(moment(number, f"Event <{number}> & more") for number in range(5)))
    svg = str(drawn(found, "A title"))
    assert svg == str(drawn(found, "A title"))
    tree = etree.fromstring(svg)
    assert tree[0].text == "A title"
    colours = set(re.findall(r"(?:fill|stroke)=\"(#[0-9a-f]+)\"", svg))
    assert all(len(set(colour[1:])) == 1 for colour in colours), colours
    texts = [text.text or "" for text in tree.iter("{http://www.w3.org/2000/svg}text")]
    for item in found.moments:
        assert item.date in texts
    kinds = [shape.get("class") for shape in tree if shape.get("class") in {"this", "event", "dated"}]
    assert kinds == [item.kind for item in found.moments]


def test_the_shipped_timelines(shipped: Shipped) -> None:
    every = all_statements(shipped.space)
    events = shipped.space.catalogue.events
    with_one = 0
    for item in shipped.space.catalogue.briefs():
        brief = assemble(item, shipped.space, every)
        if brief.timeline is None:
            continue
        with_one += 1
        own = [moment for moment in brief.timeline.moments if moment.kind == "this"]
        assert [moment.name for moment in own] == [item.name]
        assert len(brief.timeline.moments) <= FITS
        for moment_ in (*brief.timeline.moments, *brief.timeline.more):
            if moment_.kind == "event":
                (source,) = [e for e in events.values() if e.name == moment_.name]
                assert set(source.documents) & set(item.documents)
                assert moment_.document in {s.slug for s in brief.sources}
                assert moment_.paragraph > 0
    assert with_one >= 9
