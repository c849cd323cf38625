"""The main job from end to end, and what happens when it is stopped, changed or broken."""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import pytest

from tests.briefings.conftest import Built
from tests.briefings.support import EPOCH, Command, environment, files, shipped_workspace, start
from tests.briefings.test_catalogue import EVENTS, PAPERS
from translate.store import Store

SMALL = "xi-putin-2021-12"
PAPER = "biden-xi-san-francisco-2023"
_REMOVED = re.compile("[\\s\u00ad\ufffe]+")

on_the_build = [pytest.mark.slow, pytest.mark.xdist_group("built")]


def marked(function: Any) -> Any:
    """A test of the one full build."""
    for mark in on_the_build:
        function = mark(function)
    return function


# the full build


@marked
def test_every_output_of_the_contract(built: Built) -> None:
    names = set(files(built.build))
    wanted = {"index.html"}
    wanted |= {f"english/{slug}.{kind}" for slug in PAPERS for kind in ("html", "en.md", "json")}
    wanted |= {f"briefings/{event}.{kind}" for event in EVENTS for kind in ("pdf", "html", "md", "json")}
    assert wanted <= names
    ledgers = {path.stem for path in (built.build / "briefings").glob("*.json")}
    assert ledgers == {path.stem for path in (built.build / "briefings").glob("*.pdf")}
    assert f"{len(names)} files written, 0 unchanged" in built.out
    assert "Start here: " in built.out
    assert "note:" not in built.err


@marked
def test_progress_is_plain_lines_without_a_terminal(built: Built) -> None:
    stages = [line.split(":")[0] for line in built.err.splitlines()]
    assert stages == ["read", "check", "render"]
    assert "\x1b" not in built.err


def pdf_text(data: bytes) -> str:
    """All pages in the order of their content streams; hyphens of line ends and white space removed."""
    document = pypdfium2.PdfDocument(data)
    try:
        text = "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()
    return bare(text)


def bare(text: str) -> str:
    return _REMOVED.sub("", re.sub("\u2010(?=\\s|$)", "", text).replace("\u2010", ""))


@marked
@pytest.mark.parametrize("event", sorted(EVENTS))
def test_the_pdf_holds_every_statement_and_passage_in_both_languages(built: Built, event: str) -> None:
    text = pdf_text((built.build / "briefings" / f"{event}.pdf").read_bytes())
    brief = built.briefs[event]
    for item in (*brief["quotes"], *brief["reports"]):
        assert bare(item["zh"]) in text, item["id"]
        assert _held(item["en"], text), item["id"]
        if item["official"] and item["official"]["en"]:
            assert _held(item["official"]["en"], text), item["id"]
    for passage in brief["passages"]:
        for row in passage["rows"]:
            assert bare(row["zh"]) in text, row["segment"]
            assert _held(row.get("printed_en", row["en"]), text), row["segment"]
    for note in brief["notes"]:
        assert _held(note["note"], text), note["id"]


def _held(english: str, text: str) -> bool:
    """Whether ``text`` holds the words; the form of quotation marks follows their depth."""
    flat = str.maketrans(dict.fromkeys('“”‘’"', "'"))
    return bare(english).translate(flat) in text.translate(flat)


@marked
def test_states_are_printed_in_words(built: Built) -> None:
    for name, data in files(built.build).items():
        if name.endswith((".md", ".html")):
            text = data.decode()
            assert "AI-drafted, unreviewed" in text, name
            assert "Reviewed<" not in text


@marked
def test_a_second_build_writes_nothing(
    built: Built, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Same input, same day: the same bytes, also of the PDFs, and no file is touched."""
    root = tmp_path / "copy"
    shutil.copytree(built.root, root)
    before = {path: path.stat().st_mtime_ns for path in (root / "build").rglob("*") if path.is_file()}
    outcome = Command(root, capsys)("build")
    assert outcome.code == 0
    assert f"0 files written, {len(before)} unchanged" in outcome.out
    assert {path: path.stat().st_mtime_ns for path in (root / "build").rglob("*") if path.is_file()} == before


@marked
def test_a_fresh_process_gives_the_same_bytes(built: Built, tmp_path: Path) -> None:
    run = start(shipped_workspace(tmp_path / "other place"), "build", SMALL, PAPER)
    assert run.communicate()[1] is not None
    assert run.returncode == 0
    made = files(tmp_path / "other place" / "build")
    assert {f"briefings/{SMALL}.pdf", f"english/{PAPER}.html"} <= set(made)
    first = files(built.build)
    assert [name for name, data in made.items() if data != first[name]] == []


@marked
def test_another_day_is_said_in_the_colophon(built: Built) -> None:
    text = (built.build / "briefings" / f"{SMALL}.html").read_text("utf-8")
    assert EPOCH == "1795132800"
    assert "November 20, 2026" in text


@marked
def test_the_index_links_what_there_is(built: Built) -> None:
    page = (built.build / "index.html").read_text("utf-8")
    links = [link for link in re.findall(r'href="([^"#]+)"', page) if "://" not in link]
    assert links
    assert [link for link in links if not (built.build / link).exists()] == []
    assert {link.split("/")[-1].removesuffix(".pdf") for link in links if link.endswith(".pdf")} >= EVENTS


# parts of it


def test_only_what_is_named_is_built(briefings: Command) -> None:
    outcome = briefings("build", PAPER)
    assert outcome.code == 0
    assert set(files(briefings.build)) == {f"english/{PAPER}.{kind}" for kind in ("html", "en.md", "json")}
    assert "Start here" not in outcome.out


def test_unknown_names_are_all_told(briefings: Command) -> None:
    outcome = briefings("build", PAPER, "no-paper", "no-event")
    assert outcome.code == 2
    assert "no-paper, no-event" in outcome.err
    assert PAPER in outcome.err
    assert SMALL in outcome.err
    assert not briefings.build.exists()


def change(command: Command, old: str, new: str) -> None:
    path = command.seeds / f"{PAPER}.txt"
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def segments(command: Command) -> dict[str, Any]:
    ledger = json.loads((command.build / "english" / f"{PAPER}.json").read_text("utf-8"))
    return {part["id"]: part for block in ledger["blocks"] for part in block["segments"]}


def test_a_changed_paper_is_imported_again(briefings: Command) -> None:
    assert briefings("build", PAPER).code == 0
    before = segments(briefings)
    change(briefings, "自 2008 年金融海嘯之後", "自 2009 年金融海嘯之後")
    outcome = briefings("build", PAPER)
    assert outcome.code == 4
    assert f"{PAPER}.txt differs from the version in sources.toml: imported again" in outcome.err
    assert f"{PAPER}: 1 segments" in outcome.err
    assert segments(briefings) == before  # the last good output
    assert briefings("build", "--draft", PAPER).code == 0
    after = segments(briefings)
    assert len(set(after) - set(before)) == len(set(before) - set(after)) == 1
    [new] = set(after) - set(before)
    assert after[new]["en"] == ""
    assert all(after[key]["en"] == before[key]["en"] for key in set(after) & set(before))
    with Store(briefings.workspace / ".briefings" / "workspace.sqlite3") as store:
        assert store.current(list(set(before) - set(after)))  # history stays


def test_a_changed_quotation_is_found_out(briefings: Command) -> None:
    change(briefings, "始終是中美關係最重要、最敏感的問題", "始終是中美關係最重要、最棘手的問題")
    outcome = briefings("build", "--draft", "us-prc-san-francisco-2023-11")
    assert outcome.code == 3
    assert f"not in {PAPER}.txt" in outcome.err
    assert not briefings.build.exists()


@pytest.mark.parametrize(("template", "target"), [
    ("briefing/brief.html.j2", SMALL), ("briefing/brief.md.j2", SMALL),
    ("english/side_by_side.html.j2", PAPER),
])  # fmt: skip
@pytest.mark.parametrize("fault", ["{{ nonsense }}", "{% if %}"])
def test_a_failing_template_leaves_the_last_good_output(
    briefings: Command, template: str, target: str, fault: str
) -> None:
    folder = "briefings" if target == SMALL else "english"
    for kind in ("pdf", "html", "md", "json"):
        path = briefings.build / folder / f"{target}.{kind}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("the last good one", encoding="utf-8")
    before = files(briefings.build)
    own = briefings.workspace / "templates" / template
    own.parent.mkdir(parents=True)
    own.write_text(f"<p>\n{fault}\n</p>", encoding="utf-8")
    outcome = briefings("build", target)
    assert outcome.code == 5
    assert Path(template).name in outcome.err
    assert "Traceback" not in outcome.err
    assert files(briefings.build) == before


def test_own_templates_replace_file_by_file(briefings: Command) -> None:
    own = briefings.workspace / "templates" / "briefing" / "brief.md.j2"
    own.parent.mkdir(parents=True)
    own.write_text("{{ briefing.event.name }}: own", encoding="utf-8")
    assert briefings("build", SMALL).code == 0
    assert (briefings.build / "briefings" / f"{SMALL}.md").read_text("utf-8").endswith(": own")
    assert (briefings.build / "briefings" / f"{SMALL}.pdf").read_bytes().startswith(b"%PDF")


def test_an_output_folder_that_cannot_be_written(briefings: Command) -> None:
    briefings.build.write_text("a file stands here")
    outcome = briefings("build", PAPER)
    assert outcome.code == 1
    assert str(briefings.build) in outcome.err
    assert "unexpected" not in outcome.err


# stopped


def stopped(root: Path, signum: int) -> subprocess.Popen[str]:
    """A full build, stopped when everything is stored and rendering has begun."""
    run = start(root, "build")
    assert run.stderr is not None
    for line in run.stderr:
        if line.startswith("check: "):
            break
    run.send_signal(signum)
    return run


@pytest.mark.slow
@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGKILL])
def test_a_stopped_build_leaves_nothing_half_written(
    tmp_path: Path, signum: signal.Signals, capsys: pytest.CaptureFixture[str]
) -> None:
    root = shipped_workspace(tmp_path / "work")
    old = root / "build" / "english" / f"{PAPER}.json"
    old.parent.mkdir(parents=True)
    old.write_text("the last good one")
    run = stopped(root, signum)
    _, err = run.communicate()
    assert run.returncode == (130 if signum is signal.SIGINT else -signal.SIGKILL)
    assert files(root / "build") == {f"english/{PAPER}.json": b"the last good one"}
    if signum is signal.SIGINT:
        assert "interrupted" in err
        assert "Traceback" not in err
    with Store(root / ".briefings" / "workspace.sqlite3") as store:
        assert store.known_version(PAPER)  # what was stored is kept
    assert Command(root, capsys)("build", PAPER).code == 0
    assert json.loads(old.read_text("utf-8"))["id"] == PAPER


KILLED_WHILE_WRITING = """
import os, signal, sys
from pathlib import Path
from briefings.cli import main
calls = []
true = getattr(os, sys.argv[1])
def watched(*given):
    calls.append(given)
    if len(calls) == int(sys.argv[2]):
        os.kill(os.getpid(), getattr(signal, sys.argv[3]))
    return true(*given)
setattr(os, sys.argv[1], watched)
main(sys.argv[4:])
"""


@pytest.mark.parametrize("name", ["SIGINT", "SIGKILL"])
@pytest.mark.parametrize("at", [1, 2, 3])
@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_build_stopped_while_it_writes(
    tmp_path: Path, name: str, at: int, call: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Stopped at file number ``at``: none is new before all are made; then each is the old or the new one."""
    root = shipped_workspace(tmp_path / "work")
    names = [f"{PAPER}.{kind}" for kind in ("html", "en.md", "json")]
    folder = root / "build" / "english"
    folder.mkdir(parents=True)
    for file in names:
        (folder / file).write_text("old")
    command = [
        sys.executable,
        "-c",
        KILLED_WHILE_WRITING,
        call,
        str(at),
        name,
        "--workspace",
        str(root),
        "build",
        PAPER,
    ]
    run = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)
    assert run.returncode == (130 if name == "SIGINT" else -signal.SIGKILL), run.stderr
    after = {file: (folder / file).read_bytes() for file in names}
    assert Command(root, capsys)("build", PAPER).code == 0
    good = {file: (folder / file).read_bytes() for file in names}
    new = names[: at - 1] if call == "replace" else []
    assert [file for file in names if after[file] == good[file]] == new
    assert all(after[file] in {b"old", good[file]} for file in names)
    if name == "SIGINT":
        assert sorted(path.name for path in folder.iterdir()) == sorted(names)
