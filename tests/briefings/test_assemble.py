"""From documents to one brief, and to the ledgers of the output contract."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from briefings.assemble import Workspace, all_statements, assemble, english_version, placed_notes
from briefings.ledger import briefing_json, document_json, dump
from briefings.model import Briefing
from briefings.quotes import NOT_YET
from briefings.workspace import open_workspace
from tests.briefings.conftest import Shipped
from tests.briefings.support import EPOCH, unseen_seeds, unseen_workspace
from tests.casefile import cases
from translate.config import Config
from translate.errors import InputError
from translate.model import State

EVENT = "forum-2031-05"


def opened(root: Path, **edits: str) -> Workspace:
    """The invented workspace; ``edits`` are appended to its files."""
    for name, text in edits.items():
        path = root / "seeds" / f"{name}.toml"
        path.write_text(path.read_text("utf-8") + text, encoding="utf-8")
    return open_workspace(Config(root, root / "none", source_date_epoch=int(EPOCH)), notice=lambda _: None)


def brief_of(space: Workspace, event: str = EVENT) -> Briefing:
    return assemble(space.catalogue.events[event], space, all_statements(space))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return unseen_workspace(tmp_path)


def test_a_brief_from_recorded_quotations(root: Path) -> None:
    brief = brief_of(opened(root))
    assert [item.id for item in brief.quotes] == ["q-one"]
    assert [item.statement.id for item in brief.summary] == ["q-one"]
    assert brief.reports == ()
    assert brief.quotes[0].zh == "在漁權問題上，高明遠指出「配額可以談，期限不能談」。"
    assert brief.quotes[0].zh_mark == "配額可以談，期限不能談"
    assert [person.id for person in brief.people] == ["kao"]
    assert [source.slug for source in brief.sources] == ["harbour"]
    assert brief.counts.by_state == {"Not yet translated": brief.counts.segments}


def test_a_paper_without_record_is_searched(tmp_path: Path) -> None:
    root = unseen_workspace(tmp_path, without=("quotations.toml",))
    events = root / "seeds" / "events.toml"
    events.write_text(events.read_text("utf-8").replace('lead = ["q-one"]\n', ""), encoding="utf-8")
    brief = brief_of(opened(root))
    assert [(item.zh_mark, item.speaker.id if item.speaker else None) for item in brief.quotes] == [
        ("北嶼願意把航道交給兩國一起管理，但任何安排都不能以放棄外島為代價", "kao"),
        ("南洲從來沒有要求任何人放棄外島，我們要求的只是船隻能夠安全回家", "shen"),
        ("配額可以談，期限不能談", "kao"),
        ("兩國關係已經回到可以預測的軌道", None),
    ]
    assert {item.speaker.side for item in brief.quotes if item.speaker} == {"north", "south"}
    assert len({item.id for item in brief.quotes}) == 4
    assert brief.quotes[3].speaker_reason
    assert all(item.en_scope == "sentence" and item.printed_en == NOT_YET for item in brief.quotes)


def test_notes_for_readers_are_numbered_in_reading_order(root: Path) -> None:
    note = """
[[note]]
id = "{id}"
document = "harbour"
zh = "{zh}"
type = "factual"
severity = "minor"
audience = "{audience}"
discrepancy = {discrepancy}
note = "Note {id}."
events = [{events}]
author = "A tester"
date = "2031-06-01"
"""
    more = (
        ("n-last", "地點未定", "reader", "true", ""),
        ("n-first", "三年來首次", "reader", "false", f'"{EVENT}"'),
        ("n-hidden", "漁權", "translator", "true", ""),
        ("n-elsewhere", "航道", "reader", "true", '"other-2031"'),
    )
    keys = ("id", "zh", "audience", "discrepancy", "events")
    text = "".join(note.format(**dict(zip(keys, item, strict=True))) for item in more)
    space = opened(root, notes=text)
    brief = brief_of(space)
    assert [(item.number, item.id) for item in brief.notes] == [(1, "n-first"), (2, "n-one"), (3, "n-last")]
    marks = [number for passage in brief.passages for row in passage.rows for number in row.notes]
    assert marks == [1, 2, 3]
    assert [(item.what, item.status) for item in brief.discrepancies] == [("Note n-last.", "proposed")]
    assert brief.discrepancies[0].members[0].startswith("harbour, lines ")
    version = english_version("harbour", space)
    assert [item.id for block in version.blocks for item in block.notes] == [
        "n-first", "n-one", "n-elsewhere", "n-hidden", "n-last",
    ]  # fmt: skip
    assert [item.number for block in version.blocks for item in block.notes] == [1, 2, 3, 4, 5]


def test_notes_on_lost_words_are_all_told(root: Path) -> None:
    path = root / "seeds" / "notes.toml"
    text = unseen_seeds()["notes.toml"].replace("將近五小時", "將近六小時")
    path.write_text(text + text.replace("n-one", "n-two"), encoding="utf-8")
    with pytest.raises(InputError, match=r"2 note\(s\)") as raised:
        placed_notes(opened(root))
    assert "n-one: not in harbour.txt" in raised.value.message
    assert "n-two: not in harbour.txt" in raised.value.message


def test_a_marking_is_the_sources_own(root: Path) -> None:
    assert brief_of(opened(root)).marking == ""
    assert brief_of(opened(root, sources='marking = "RESTRICTED"\n')).marking == "RESTRICTED"


def test_an_event_that_no_paper_covers(root: Path) -> None:
    brief = brief_of(opened(root), "other-2031")
    assert brief.statements == ()
    assert brief.passages == ()
    assert brief.counts.documents == 0


def test_the_colophon_names_the_inputs(root: Path) -> None:
    space = opened(root)
    colophon = brief_of(space).colophon
    assert colophon.inputs == (("harbour.txt", space.catalogue.sources["harbour"].sha256),)
    assert colophon.built == "November 20, 2026"
    assert colophon.signatures == ()


# the output contract


def shape(value: Any) -> Any:
    """Names and types, as the case file writes them."""
    if value is None:
        return "null"
    names = {bool: "bool", int: "int", str: "str", float: "float", dict: "object", list: "list"}
    return names[type(value)]


@pytest.mark.parametrize("case", cases("briefings/contract", "part"))
def test_fields_of_the_contract(case: dict[str, Any], shipped: Shipped) -> None:
    every = all_statements(shipped.space)
    briefs = [
        briefing_json(assemble(item, shipped.space, every)) for item in shipped.space.catalogue.briefs()
    ]
    papers = [document_json(item, "題", "Title") for item in shipped.space.translated.values()]
    roots = json.loads(dump(papers if case["of"] == "paper" else briefs))
    found: list[Any] = roots
    for step in case["path"]:
        found = [
            item for part in found for item in (part[step] if isinstance(part[step], list) else [part[step]])
        ]
    found = [item for item in found if item is not None]
    assert found, "nothing to look at"
    for item in found:
        for name, types in case["fields"].items():
            assert name in item
            assert shape(item[name]) in types.split("|"), (name, item[name])


def test_lines_and_spans_are_pairs(shipped: Shipped) -> None:
    for item in shipped.space.translated.values():
        made = document_json(item, "題", "Title")
        for part in (*made["blocks"], *made["furniture"]):
            first, last = part["lines"]
            assert 1 <= first <= last <= len(item.document.raw.lines)
            assert all(start < end for start, end in part["spans"])


def test_counts_are_computed(shipped: Shipped) -> None:
    every = all_statements(shipped.space)
    for event in shipped.space.catalogue.briefs():
        brief = assemble(event, shipped.space, every)
        made = briefing_json(brief)
        segments = [row["segment"] for passage in made["passages"] for row in passage["rows"]]
        states = Counter(row.state for passage in brief.passages for row in passage.rows)
        documents = {part["document"] for part in (*made["passages"], *made["mentions"])}
        assert made["counts"]["segments"] == len(set(segments)) == sum(states.values())
        assert made["counts"]["documents"] == len(documents) == len(made["sources"])
        assert sum(made["counts"]["by_state"].values()) == len(segments)
        assert (brief.counts.quotes, brief.counts.reports) == (len(made["quotes"]), len(made["reports"]))
        assert (brief.counts.passages, brief.counts.mentions) == (
            len(made["passages"]),
            len(made["mentions"]),
        )
        known = {finding[0] for item in shipped.space.translated.values() for finding in item.findings()}
        assert bool(brief.counts.findings) == bool(known & set(segments))


def test_quotes_are_utterances_with_their_labels(shipped: Shipped) -> None:
    for _, item in all_statements(shipped.space):
        if item.form == "report" or item.back_translation or item.relayed:
            assert not item.printed_en.startswith("“") or item.en.startswith("“"), item.id
        elif item.en_scope == "fragment":
            assert item.printed_en[0] + item.printed_en[-1] == "“”", item.id
        assert item.speaker or item.speaker_reason, item.id
        assert item.back_translation == (item.form == "quote" and item.original_language == "en")
        assert item.zh_mark in item.zh
        assert (item.zh_mark != "") == (item.en_scope == "sentence")


def test_the_other_sides_account_is_never_the_speakers_wording(shipped: Shipped) -> None:
    for _, item in all_statements(shipped.space):
        if item.reported_by == "PRC readout" and item.side == "US" and item.official and item.official.en:
            assert item.official.status != "issuer verbatim", item.id


def test_a_reader_note_is_printed_wherever_its_words_and_its_event_are(shipped: Shipped) -> None:
    every = all_statements(shipped.space)
    briefs = {event.id: assemble(event, shipped.space, every) for event in shipped.space.catalogue.briefs()}
    printed = 0
    for placed in placed_notes(shipped.space):
        own = {segment.id for segment in placed.place.segments}
        for event in placed.events:
            rows = (
                {row.segment for item in briefs[event].passages for row in item.rows}
                if event in briefs
                else set()
            )
            if placed.note.audience == "reader" and own & rows:
                assert placed.note.id in {note.id for note in briefs[event].notes}, (placed.note.id, event)
                printed += 1
    assert printed > 10
    for brief in briefs.values():
        assert [note.number for note in brief.notes] == list(range(1, len(brief.notes) + 1))
        assert all(note.type != "time_zone" or not note.discrepancy for note in brief.notes)
        assert all(item.status == "proposed" for item in brief.discrepancies)


def test_nothing_of_the_shipped_papers_is_reviewed(shipped: Shipped) -> None:
    for item in shipped.space.translated.values():
        assert not item.missing()
        assert {translation.state for translation in item.translations.values()} == {State.TRANSLATED}
        assert {translation.origin.value for translation in item.translations.values()} == {"ai-draft"}


def test_dump_is_readable_and_the_same_for_the_same() -> None:
    assert dump({"zh": "臺灣"}) == '{\n "zh": "臺灣"\n}\n'.encode()


def test_an_analysts_pins_drops_and_bottom_line_reach_the_brief(root: Path) -> None:
    space = opened(root)
    paper = space.translated["harbour"].document
    sentence = next(segment for _, segment in paper.segments() if segment.text.startswith("總之"))
    events = root / "seeds" / "events.toml"
    events.write_text(
        events.read_text("utf-8").replace(
            'lead = ["q-one"]',
            f'lead = ["{sentence.id}"]\ndrop = ["q-one"]\n'
            'bottom_line = { text = "Fish decide.", by = "A. Nalyst", date = "2031-06-02" }',
        ),
        encoding="utf-8",
    )
    brief = brief_of(opened(root))
    assert [item.statement.id for item in brief.summary] == [sentence.id]
    assert brief.summary[0].statement.form == "assessment"
    assert brief.event.bottom_line
    assert brief.event.bottom_line.by == "A. Nalyst"
    ledger = briefing_json(brief)
    assert ledger["event"]["bottom_line"]["text"] == "Fish decide."
    assert [item["id"] for item in ledger["quotes"]] == ["q-one"]
    assert sentence.id in {item["id"] for item in ledger["assessments"]}


def test_a_pinned_sentence_that_is_gone_is_told(root: Path) -> None:
    events = root / "seeds" / "events.toml"
    text = events.read_text("utf-8").replace('lead = ["q-one"]', 'lead = ["harbour.0000000000"]')
    events.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"forum-2031-05: no such sentence .*harbour\.0000000000"):
        brief_of(opened(root))
