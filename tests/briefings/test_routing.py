"""Which blocks are about an event, which only name it; the decoys in the real papers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from briefings.assemble import all_statements, assemble
from briefings.model import Briefing, Event, LocalDate, Person
from briefings.routing import Context, Routed, route
from tests.briefings.conftest import Shipped
from tests.briefings.support import SEEDS, document
from tests.casefile import cases
from translate.hanzi import squeeze
from translate.model import Document

TEXT = """一、潮汐論壇的經過

會談延長到五小時。雙方都說還會再談。

二、其他會議

同一天還有漁業會議。兩國派了代表，潮汐論壇則由領袖出席。

潮汐論壇之後，保險費用下降。

代表們沒有參加潮汐 論壇。他們說潮汐論壇與他們無關。

港務局公布了統計。
"""


@pytest.fixture
def paper(tmp_path: Path) -> Document:
    return document(tmp_path, TEXT)


def event(**changes: Any) -> Event:
    fields: dict[str, Any] = {
        "id": "forum", "name": "Tide Forum", "name_zh": "潮汐論壇", "type": "summit", "start": "2031-05-04",
        "end": "2031-05-04", "date_line": "", "aliases": ("潮汐論壇", "領袖論壇"), "documents": ("paper",),
    }  # fmt: skip
    return Event(**(fields | changes))


def beginnings(routed: list[Routed]) -> dict[str, str]:
    return {item.block.text[:4]: item.why for item in routed}


def test_reasons(paper: Document) -> None:
    passages, mentions = route(event(), [paper], {}, {})
    assert beginnings(passages) == {
        "會談延長": "its section’s heading names the event: 潮汐論壇",
        "潮汐論壇": "its first sentence names the event: 潮汐論壇",
        "代表們沒": "its first sentence names the event: 潮汐論壇",
    }
    assert [(item.number, item.segment, item.why) for item in mentions] == [
        (3, 1, "named in passing: 潮汐論壇")
    ]
    assert passages[0].heading == 0
    assert passages[1].heading == 2


def test_more_than_once_makes_a_passage(tmp_path: Path) -> None:
    text = "會議在四日舉行。有人提到潮汐論壇。也有人說潮汐論壇失敗。\n"
    passages, mentions = route(event(), [document(tmp_path, text)], {}, {})
    assert beginnings(passages) == {"會議在四": "names the event more than once: 潮汐論壇"}
    assert mentions == []


def test_a_statement_is_the_strongest_reason(paper: Document) -> None:
    passages, mentions = route(event(), [paper], {"paper": {3, 6}}, {})
    assert beginnings(passages)["同一天還"] == "holds a statement of this event"
    assert beginnings(passages)["港務局公"] == "holds a statement of this event"
    assert mentions == []


def test_a_paper_about_the_event_is_taken_whole(paper: Document) -> None:
    passages, mentions = route(event(), [paper], {}, {"paper": ["forum"]})
    assert len(passages) == 5
    assert beginnings(passages)["港務局公"] == "the paper is about this event"
    assert beginnings(passages)["同一天還"] == "names the event: 潮汐論壇"
    assert mentions == []


def test_only_the_events_own_papers(paper: Document) -> None:
    assert route(event(documents=("other",)), [paper], {}, {"paper": ["forum"]}) == ([], [])
    assert len(route(event(documents=()), [paper], {}, {})[0]) == 3


def test_an_alias_inside_a_longer_one_counts_once(tmp_path: Path) -> None:
    item = document(tmp_path, "會議在四日舉行。第三屆潮汐論壇延期。\n")
    passages, mentions = route(event(aliases=("論壇", "潮汐論壇", "第三屆潮汐論壇")), [item], {}, {})
    assert passages == []
    assert [named.why for named in mentions] == ["named in passing: 第三屆潮汐論壇"]


def test_headings_are_never_passages(paper: Document) -> None:
    passages, mentions = route(event(), [paper], {}, {"paper": ["forum"]})
    kinds = {item.block.kind for item in passages} | {paper.blocks[item.number].kind for item in mentions}
    assert kinds <= {"paragraph", "bullet"}


FORUM = event(
    start="2031-05-04", local_dates=(LocalDate("Lighthouse City", "2031-05-04"),), aliases=("潮汐論壇",),
    people=("kao", "shen"), place_zh="燈塔市（視訊）",
)  # fmt: skip
FISHERY = event(id="fishery", aliases=("漁業大會",))
CONTEXT = Context(
    {"paper": "2031-06"},
    {"kao": Person("kao", ("高明遠",), "Kao", "north"), "shen": Person("shen", ("沈若谷",), "Shen", "south")},
    (FORUM, FISHERY),
)


@pytest.mark.parametrize("case", cases("briefings/routing", "made_up"))
def test_made_up_decoys(case: dict[str, Any], tmp_path: Path) -> None:
    item = document(tmp_path, case["text"])
    running = [number for number, block in enumerate(item.blocks) if block.kind == "paragraph"]
    passages, mentions = route(FORUM, [item], {}, {}, CONTEXT)
    block = running[case.get("block", 0)]
    found = {
        "passage": [one.why for one in passages if one.number == block],
        "mention": [one.why for one in mentions if one.number == block],
    }
    wanted = case.get("wanted", "")
    assert {kind: len(whys) for kind, whys in found.items()} == {
        kind: int(kind == wanted) for kind in ("passage", "mention")
    }
    if wanted:
        assert case["why"] in found[wanted][0]


def test_without_people_places_or_dates_a_day_is_no_reason(tmp_path: Path) -> None:
    item = document(tmp_path, "5月4日，高明遠與沈若谷在海邊見面。")
    assert route(FORUM, [item], {}, {}) == ([], [])
    assert route(replace(FORUM, local_dates=()), [item], {}, {}, CONTEXT) == ([], [])


# the real papers


@pytest.fixture(scope="module")
def briefs(shipped: Shipped) -> dict[str, Briefing]:
    every = all_statements(shipped.space)
    return {key: assemble(item, shipped.space, every) for key, item in shipped.space.catalogue.events.items()}


def lines(file: str, marker: str) -> int:
    """The one line that holds ``marker``, white space apart."""
    found = [
        number
        for number, line in enumerate((SEEDS / f"{file}.txt").read_text("utf-8-sig").splitlines(), start=1)
        if squeeze(marker) in squeeze(line)
    ]
    assert len(found) == 1, (marker, found)
    return found[0]


def covers(places: tuple[Any, ...], paper: str, line: int) -> bool:
    return any(item.document == paper and item.lines[0] <= line <= item.lines[1] for item in places)


@pytest.mark.parametrize("case", cases("briefings/routing", "place"))
def test_decoys(case: dict[str, Any], briefs: dict[str, Briefing]) -> None:
    """A place in a paper, and for each event whether it is a passage, a mention or neither."""
    line = lines(case["paper"], case["marker"])
    for wanted in ("passage", "mention", "neither"):
        for name in case.get(wanted, ()):
            brief = briefs[name]
            found = (
                "passage"
                if covers(brief.passages, case["paper"], line)
                else "mention" if covers(brief.mentions, case["paper"], line) else "neither"
            )  # fmt: skip
            assert found == wanted, (name, case["marker"])


def test_every_passage_and_mention_has_its_reason(briefs: dict[str, Briefing]) -> None:
    for brief in briefs.values():
        assert all(item.why for item in brief.passages)
        assert all(item.why for item in brief.mentions)
        passages = {(item.document, item.lines) for item in brief.passages}
        assert len(passages) == len(brief.passages)
        blocks = {row.segment for item in brief.passages for row in item.rows}
        texts = {row.zh for item in brief.passages for row in item.rows}
        assert len(blocks) == sum(len(item.rows) for item in brief.passages)
        assert not texts & {item.zh for item in brief.mentions}


def test_every_statement_stands_in_a_passage_of_its_brief(briefs: dict[str, Briefing]) -> None:
    for brief in briefs.values():
        rows = {row.segment for passage in brief.passages for row in passage.rows}
        for statement in brief.statements:
            assert set(statement.segments) <= rows, statement.id


def test_every_brief_has_statements_and_passages(briefs: dict[str, Briefing]) -> None:
    for brief in briefs.values():
        if brief.event.brief:
            assert brief.statements, brief.event.id
            assert brief.passages, brief.event.id
