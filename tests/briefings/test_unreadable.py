"""One paper among several cannot be read: the others go on, nothing of it is lost, and everything says so."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from briefings.catalogue import load_catalogue
from briefings.unreadable import awaited, require_readable, unreadable
from briefings.workspace import MEMORY, read_documents
from tests.briefings.support import SEEDS, Command, Outcome, files, unseen_workspace
from tests.briefings.test_build import pdf_text
from tests.casefile import cases
from translate import memory as tmx
from translate.config import Config, load_config
from translate.errors import InputError
from translate.model import Origin, State, Translation
from translate.store import Store

STRAIT = """海峽巡護的新安排

兩國海巡單位上週在燈塔市會商，同意在海峽中線以東設立聯絡窗口，並且每季舉行一次檢討會議。

觀察家認為燈塔會商只是第一步，後續仍有待兩國議會審議。燈塔會商之後，各方反應不一。
"""
SOURCE = """
[[source]]
slug = "strait"
file = "strait.txt"
sha256 = "{digest}"
title = "海峽巡護的新安排"
"""
EVENTS = """
[[event]]
id = "talks-2031"
name = "Lighthouse talks"
name_zh = "燈塔會商"
type = "meeting"
start = "2031-05-20"
brief = true
aliases = ["燈塔會商"]
[[event.local_date]]
place = "Lighthouse City"
date = "2031-05-20"
"""
FORUM, TALKS = "forum-2031-05", "talks-2031"
BROKEN = "潮汐論壇".encode() + b"\xff\xfe\xff" + "後的關係".encode()
KINDS = ("pdf", "html", "md", "summary.md", "summary.html", "json")
PAPER = "biden-xi-san-francisco-2023"


@pytest.fixture
def two(unseen: Command) -> Command:
    """The invented workspace with a second paper, and an event that any paper may speak of."""
    (unseen.seeds / "strait.txt").write_text(STRAIT, encoding="utf-8")
    digest = hashlib.sha256(STRAIT.encode()).hexdigest()
    for name, text in (("sources.toml", SOURCE.format(digest=digest)), ("events.toml", EVENTS)):
        with (unseen.seeds / name).open("a", encoding="utf-8") as file:
            file.write(text)
    return unseen


def spoil(command: Command, slug: str = "harbour") -> Path:
    path = command.seeds / f"{slug}.txt"
    path.write_bytes(BROKEN)
    return path


def told(outcome: Outcome, path: Path) -> None:
    """It ended with 3 and named the paper, the reason and the remedy."""
    assert outcome.code == 3, outcome.err
    assert "1 paper could not be read" in outcome.err
    line = next(line for line in outcome.err.splitlines() if str(path) in line)
    assert re.fullmatch(rf"  - {re.escape(str(path))}: .*wrong byte is at offset 12.*", line)
    assert "UTF-8 text and try again" in outcome.err
    assert "What is stored of them is kept" in outcome.err
    assert "Traceback" not in outcome.err


# the rule


@pytest.mark.parametrize("case", cases("briefings/unreadable", "tie"))
def test_which_briefs_wait(case: Any, tmp_path: Path) -> None:
    root = unseen_workspace(tmp_path / "work")
    full = load_catalogue(root / "seeds")
    catalogue = replace(
        full,
        about={"harbour": (FORUM,) if case.get("about") else (), "strait": (FORUM,)},
        quotations=full.quotations if case.get("statement") else (),
        notes=full.notes if case.get("note") else (),
    )
    event = replace(full.events[FORUM], documents=tuple(case.get("documents", ())))
    ledger = tmp_path / "ledger.json"
    if "ledger" in case:
        ledger.write_text(case["ledger"], encoding="utf-8")
    paper = unreadable(full.sources["harbour"], Path("harbour.txt"), InputError("harbour.txt: no", "Do."))
    assert awaited(event, [paper], catalogue, ledger) == ((paper,) if case["waits"] else ())
    assert awaited(event, [], catalogue, ledger) == ()


@pytest.mark.parametrize(("message", "problem"), [
    ("/home/a/seeds/harbour.txt: not a PDF", "not a PDF"),
    ("/home/a/seeds/harbour.txt, line 3: an entity", "line 3: an entity"),
    ("no text: /home/a/seeds/harbour.txt", "no text: harbour.txt"),
])  # fmt: skip
def test_outputs_do_not_tell_the_users_path(message: str, problem: str, tmp_path: Path) -> None:
    source = load_catalogue(unseen_workspace(tmp_path / "work") / "seeds").sources["harbour"]
    paper = unreadable(source, Path("/home/a/seeds/harbour.txt"), InputError(message, "Do."))
    assert (paper.problem, paper.message, paper.remedy) == (problem, message, "Do.")


def test_every_paper_is_named_with_its_own_remedy(tmp_path: Path) -> None:
    source = load_catalogue(unseen_workspace(tmp_path / "work") / "seeds").sources["harbour"]
    papers = [
        unreadable(source, Path(name), InputError(f"{name}: {what}", remedy))
        for name, what, remedy in (("a.pdf", "truncated", "Get it\nagain."), ("b.txt", "empty", "Look."))
    ]
    with pytest.raises(InputError) as caught:
        require_readable(papers, ["x", "y"])
    assert caught.value.message.splitlines() == [
        "2 papers could not be read",
        "  - a.pdf: truncated", "    Get it", "    again.",
        "  - b.txt: empty", "    Look.",
        "held back, last good files left in place: x, y",
    ]  # fmt: skip
    require_readable([], ["x"])


# build


def test_the_others_are_built_and_say_what_is_missing(two: Command) -> None:
    assert two("build", "--draft").code == 0
    good = files(two.build)
    ledger = json.loads(good[f"briefings/{TALKS}.json"])
    assert ledger["unreadable"] == []
    path = spoil(two)
    outcome = two("build", "--draft")
    told(outcome, path)
    assert f"held back, last good files left in place: harbour, {FORUM}" in outcome.err
    now = files(two.build)
    waiting = {name for name in good if name.split("/")[-1].split(".")[0] in {"harbour", FORUM}}
    assert len(waiting) == 3 + len(KINDS)
    assert {name: now[name] for name in waiting} == {name: good[name] for name in waiting}
    assert {name for name in good if now[name] != good[name]} == {
        "index.html", *(f"briefings/{TALKS}.{kind}" for kind in KINDS)
    }  # fmt: skip
    made = json.loads(now[f"briefings/{TALKS}.json"])
    assert [paper["id"] for paper in made["unreadable"]] == ["harbour"]
    assert made["passages"] == ledger["passages"]
    for kind in KINDS:
        data = now[f"briefings/{TALKS}.{kind}"]
        text = pdf_text(data) if kind == "pdf" else data.decode()
        assert "harbour.txt" in text, kind
        assert str(two.workspace) not in text, kind
        if kind != "json":
            bare = re.sub(r"\s+", "", text)
            for words in ("1papercouldnotberead", "Notconsidered", "wrongbyteisatoffset12"):
                assert words in bare, (kind, words)


def test_the_index_names_it_and_links_what_an_earlier_build_left(two: Command) -> None:
    spoil(two)
    assert two("build", "--draft").code == 3
    page = (two.build / "index.html").read_text("utf-8")
    for words in (
        "1 paper could not be read:",
        "Could not be read: not UTF-8; the first wrong byte is at offset 12",
        "Held back: harbour.txt could not be read",
    ):
        assert words in page
    assert "earlier build" not in page
    assert f"{FORUM}.pdf" not in page
    assert "0 segments" not in page
    assert str(two.workspace) not in page
    (two.seeds / "harbour.txt").write_bytes(
        (SEEDS.parent / "tests/resources/unseen/harbour.txt").read_bytes()
    )
    assert two("build", "--draft").code == 0
    assert "could not be read" not in (two.build / "index.html").read_text("utf-8")
    spoil(two)
    assert two("build", "--draft").code == 3
    page = (two.build / "index.html").read_text("utf-8")
    assert page.count("The files are of an earlier build.") == 2
    links = [link for link in re.findall(r'href="([^"#]+)"', page) if "://" not in link]
    assert f"briefings/{FORUM}.pdf" in links
    assert [link for link in links if not (two.build / link).exists()] == []


def test_a_brief_that_was_made_with_it_waits_without_any_entry(two: Command) -> None:
    assert two("build", "--draft").code == 0
    before = files(two.build / "briefings")
    path = spoil(two, "strait")
    outcome = two("build", "--draft")
    told(outcome, path)
    assert f"strait, {TALKS}" in outcome.err
    after = files(two.build / "briefings")
    assert {n: d for n, d in after.items() if TALKS in n} == {n: d for n, d in before.items() if TALKS in n}


def test_no_brief_is_said_to_be_uncovered_when_a_paper_was_not_read(two: Command) -> None:
    path = spoil(two, "strait")  # and there is no earlier brief
    outcome = two("build", "--draft")
    told(outcome, path)
    assert "no paper speaks" not in outcome.err
    assert f"left in place: strait, {TALKS}" in outcome.err
    assert not (two.build / "briefings" / f"{TALKS}.json").exists()
    assert (two.build / "briefings" / f"{FORUM}.json").exists()


def test_every_paper_unreadable(two: Command) -> None:
    spoil(two)
    (two.seeds / "strait.txt").unlink()
    outcome = two("build")
    assert outcome.code == 3
    assert "2 papers could not be read" in outcome.err
    assert f"{two.seeds / 'strait.txt'}: cannot be read (No such file or directory)" in outcome.err
    assert set(files(two.build)) == {"index.html"}
    assert "2 papers could not be read" in (two.build / "index.html").read_text("utf-8")


def test_unreadable_goes_before_untranslated(two: Command) -> None:
    path = spoil(two)
    outcome = two("build")
    told(outcome, path)
    assert "left out, because segments have no English" in outcome.err
    assert re.search(r"  - strait: \d+ segments", outcome.err)
    assert "briefings model install" in outcome.err


def test_named_alone(two: Command) -> None:
    path = spoil(two)
    outcome = two("build", "--draft", "harbour")
    told(outcome, path)
    assert not two.build.exists() or files(two.build) == {}
    outcome = two("build", "--draft", "strait")
    told(outcome, path)
    assert set(files(two.build)) == {f"english/strait.{kind}" for kind in ("html", "en.md", "json")}


# the other commands


@pytest.mark.parametrize("arguments", [("translate",), ("translate", "--dry-run"), ("check",)], ids=" ".join)
def test_commands_go_on_with_the_others(two: Command, arguments: tuple[str, ...]) -> None:
    path = spoil(two)
    outcome = two(*arguments)
    told(outcome, path)
    assert "harbour" not in outcome.out
    assert ("strait: " if arguments[0] == "translate" else " of 1 papers") in outcome.out
    told(two(*arguments, "harbour"), path)
    assert two(*arguments, "strait").code in {0, 4}


def test_translate_tells_both(two: Command) -> None:
    spoil(two)
    assert "segments have no English" in two("translate").err


def test_explain(two: Command) -> None:
    path = spoil(two)
    outcome = two("explain", "harbour")
    told(outcome, path)
    assert outcome.out == ""
    assert two("explain", "strait").code == 0


def test_the_check_gate_does_not_hide_it(briefings: Command) -> None:
    memory = briefings.seeds / MEMORY
    units = [replace(unit, en=unit.en.replace("2008", "2018")) for unit in tmx.load(memory).units]
    assert tmx.save(memory, tmx.Memory(units))
    assert briefings("check", "--fail-on", "minor", PAPER).code == 7
    path = spoil(briefings, "biden-xi-bali-2022")
    outcome = briefings("check", "--fail-on", "minor")
    told(outcome, path)
    assert "findings at or above 'minor'" in outcome.err


def test_progress_ends_and_reading_never_raises(two: Command) -> None:
    spoil(two)
    config = load_config(two.workspace)
    steps: list[tuple[str, int, int]] = []
    papers = read_documents(
        config, load_catalogue(config.seeds), lambda _: None, lambda *step: steps.append(step)
    )
    assert [document.slug for document in papers.documents] == ["strait"]
    assert [paper.source.slug for paper in papers.unreadable] == ["harbour"]
    assert steps == [("read", 1, 2), ("read", 2, 2)]


def test_a_file_without_an_entry_that_cannot_be_read(two: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    (two.seeds / "stranger.txt").write_text(STRAIT, encoding="utf-8")
    opened = Path.open

    def failing(path: Path, *arguments: Any, **named: Any) -> Any:
        if path.name == "stranger.txt":
            raise PermissionError(13, "Permission denied")
        return opened(path, *arguments, **named)

    monkeypatch.setattr(Path, "open", failing)
    outcome = two("translate", "--dry-run")
    assert outcome.code == 0
    assert "stranger.txt is not in sources.toml and cannot be read (Permission denied)" in outcome.err


# nothing stored is lost


def stored(command: Command) -> dict[str, list[Translation]]:
    """The whole history of every segment of the paper that the memory knows."""
    units = tmx.load(SEEDS / MEMORY).units
    with Store(Config(command.workspace, command.workspace).database) as store:
        return {unit.segment: store.history(unit.segment) for unit in units if unit.document == PAPER}


def decide(command: Command) -> str:
    """A person corrects a sentence of the paper; only the database knows."""
    unit = next(unit for unit in tmx.load(SEEDS / MEMORY).units if unit.document == PAPER)
    own = Translation(
        unit.segment, "A person’s English.", Origin.PERSON, State.REVIEWED, author="R",
        date="2031-01-01T00:00:00+00:00",
    )  # fmt: skip
    with Store(Config(command.workspace, command.workspace).database) as store:
        store.put([own])
    return unit.segment


@pytest.mark.parametrize("how", ["unreadable", "changed", "gone"])
def test_what_is_stored_outlives_a_bad_file(briefings: Command, how: str) -> None:
    assert briefings("translate").code == 0
    segment = decide(briefings)
    before = stored(briefings)
    assert before[segment][-1].origin is Origin.PERSON
    path = briefings.seeds / f"{PAPER}.txt"
    shipped = path.read_bytes()
    memory = (briefings.seeds / MEMORY).read_bytes()
    if how == "gone":
        path.unlink()
    else:
        path.write_bytes(BROKEN if how == "unreadable" else shipped[: shipped.index(b"\n\n", 3000)])
    ends = {"translate": 3, "check": 3, "build": 3, "memory": 3}
    if how == "changed":  # it can be read, but quotations.toml speaks of words that it has no more
        ends |= {"translate": 0, "check": 0, "memory": 0}
    for command, *more in (
        ("translate",), ("check",), ("build", "--draft", "xi-putin-2021-12"), ("memory", "save")
    ):  # fmt: skip
        assert briefings(command, *more).code == ends[command], command
    after = stored(briefings)
    assert {key: after[key][: len(rows)] for key, rows in before.items()} == before
    units = {unit.segment: unit for unit in tmx.load(briefings.seeds / MEMORY).units}
    assert set(units) == {unit.segment for unit in tmx.load(SEEDS / MEMORY).units}
    if how != "changed":
        assert (briefings.seeds / MEMORY).read_bytes() == memory
    path.write_bytes(shipped)
    assert briefings("memory", "save").code == 0
    units = {unit.segment: unit for unit in tmx.load(briefings.seeds / MEMORY).units}
    assert units[segment].en == "A person’s English."
    assert len(units) == len(tmx.load(SEEDS / MEMORY).units)


def test_memory_save_counts_its_units_as_others(briefings: Command) -> None:
    path = spoil(briefings, PAPER)
    outcome = briefings("memory", "save")
    told(outcome, path)
    units = tmx.load(SEEDS / MEMORY).units
    own = sum(unit.document == PAPER for unit in units)
    assert own > 0
    assert f"unchanged: {len(units) - own} units of these papers, {own} others kept" in outcome.out
