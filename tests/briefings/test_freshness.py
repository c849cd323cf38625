"""A build after which nothing has changed is known as such; whatever has changed is seen."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from briefings import freshness, rendering
from briefings.pdf import render_pdf
from tests.briefings.conftest import Built
from tests.briefings.support import EPOCH, Command, files

NOTHING = "Nothing has changed since the last build"


@pytest.fixture
def done(unseen: Command) -> Command:
    """The invented workspace after a whole build; a draft, because it has no English."""
    run = unseen("build", "--draft")
    assert run.code == 0, run.err
    return unseen


def test_a_second_build_does_nothing_and_says_what_the_first_said(done: Command) -> None:
    before = {path: path.stat().st_mtime_ns for path in done.build.rglob("*")}
    told = done("build", "--draft", "--jobs", "1")
    assert told.code == 0
    assert NOTHING in told.out
    assert f"{len(files(done.build))} files" in told.out
    assert "Start here: " in told.out
    assert {path: path.stat().st_mtime_ns for path in done.build.rglob("*")} == before
    assert NOTHING in done("build", "--draft").out, "and so the third"


def test_notices_are_said_again(done: Command) -> None:
    (done.seeds / "stranger.txt").write_text("陌生的文件。\n" * 20, encoding="utf-8")
    first, second = done("build", "--draft"), done("build", "--draft")
    assert NOTHING in second.out
    assert "stranger.txt is not in sources.toml" in first.err
    noted = [line for line in first.err.splitlines() if "stranger.txt" in line]
    assert [line for line in second.err.splitlines() if "stranger.txt" in line] == noted


def _append(name: str, text: str) -> Callable[[Command], None]:
    def change(command: Command) -> None:
        path = command.workspace / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(text)

    return change


def _alter_output(command: Command) -> None:
    path = next((command.build / "briefings").glob("*.pdf"))
    path.write_bytes(path.read_bytes() + b"\n")


def _remove_output(command: Command) -> None:
    (command.build / "index.html").unlink()


def _write_to_the_store(command: Command) -> None:
    with closing(sqlite3.connect(command.workspace / ".briefings" / "workspace.sqlite3")) as connection:
        connection.execute("CREATE TABLE another (id INTEGER)")


def _edit_through_a_link(command: Command) -> None:
    """A folder of templates that is a link, and a file behind it."""
    behind = command.workspace / "elsewhere"
    behind.mkdir()
    (behind / "brief.css").write_text("p { color: black }", "utf-8")
    (command.workspace / "templates").mkdir()
    (command.workspace / "templates" / "briefing").symlink_to(behind)


def _put_back_the_time(command: Command) -> None:
    """An output altered, its size and time of change as before."""
    path = command.build / "index.html"
    stat, data = path.stat(), path.read_bytes()
    path.write_bytes(data.replace(b"e", b"a", 1))
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


CHANGES: dict[str, Callable[[Command], None]] = {
    "a paper": _append("seeds/harbour.txt", "\n"),
    "the termbase": _append("seeds/glossary.csv", "\n"),
    "a new file": _append("seeds/more.txt", "新的文件。\n"),
    "settings": _append("briefings.toml", 'institute = "Harbour Institute"\n'),
    "a template of the workspace's own": _append("templates/briefing/brief.css", "p { color: black }"),
    "an output altered": _alter_output,
    "an output removed": _remove_output,
    "the database": _write_to_the_store,
    "a linked folder of templates": _edit_through_a_link,
    "an output with its time put back": _put_back_the_time,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_has_changed_is_built_again(done: Command, change: Callable[[Command], None]) -> None:
    change(done)
    assert NOTHING not in done("build", "--draft").out


@pytest.mark.parametrize("what", ["another day", "another program", "no draft", "--fresh", "by name"])
def test_a_build_in_another_way_is_made(
    done: Command, what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if what == "another day":
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    elif what == "another program":
        (tmp_path / "page.css").write_text("")
        monkeypatch.setattr(freshness, "templates_folder", lambda: tmp_path)
    given = {"no draft": [], "--fresh": ["--draft", "--fresh"], "by name": ["--draft", "harbour"]}
    assert NOTHING not in done("build", *given.get(what, ["--draft"])).out


def test_fresh_makes_the_same_bytes_again(done: Command) -> None:
    before = files(done.build)
    told = done("build", "--draft", "--fresh")
    assert told.code == 0
    assert f"0 files written, {len(before)} unchanged" in told.out
    assert files(done.build) == before


def test_a_build_that_left_something_out_is_not_remembered(unseen: Command) -> None:
    assert unseen("build").code == 4
    assert unseen("build").code == 4


@pytest.mark.parametrize("kept", ["", "[]", "{}", '{"inputs": 1}', "null"])
def test_a_spoilt_record_is_no_record(done: Command, kept: str) -> None:
    (done.workspace / ".briefings" / "built.json").write_text(kept)
    told = done("build", "--draft")
    assert told.code == 0
    assert NOTHING not in told.out


def test_what_changes_during_a_build_counts_for_the_next(
    unseen: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The inputs are those of the build's beginning."""
    keep = freshness.keep

    def late(*given: object) -> None:
        os.utime(unseen.seeds / "harbour.txt")
        _append("seeds/events.toml", "\n")(unseen)
        keep(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(freshness, "keep", late)
    assert unseen("build", "--draft").code == 0
    monkeypatch.undo()
    assert NOTHING not in unseen("build", "--draft").out


def test_a_paper_that_cannot_be_read_is_told_as_such(done: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    true = Path.read_bytes

    def refused(path: Path) -> bytes:
        if path.name == "harbour.txt":
            raise PermissionError(13, "Permission denied")
        return true(path)

    monkeypatch.setattr(Path, "read_bytes", refused)
    told = done("build", "--draft")
    assert NOTHING not in told.out
    assert "unexpected" not in told.err


@pytest.mark.slow
@pytest.mark.xdist_group("built")
def test_one_changed_sentence_sets_only_the_briefs_that_show_it(
    built: Built, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRIEFINGS_PACKAGES", "/nonexistent")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    root = tmp_path / "work"
    shutil.copytree(built.root, root)
    brief = built.briefs["us-prc-san-francisco-2023-11"]
    row = next(row for passage in brief["passages"] for row in passage["rows"] if len(row["en"]) > 80)
    memory = root / "seeds" / "memory.tmx"
    text = memory.read_text("utf-8")
    shown = row["en"].replace("&", "&amp;")
    assert text.count(f"<seg>{shown}</seg>") == 1
    memory.write_text(text.replace(f"<seg>{shown}</seg>", f"<seg>{shown} Indeed.</seg>"), "utf-8")
    before = {path: path.read_bytes() for path in (root / "build").rglob("*") if path.is_file()}
    seen: list[str] = []

    def watched(html: str, base: Path) -> bytes:
        seen.append(html)
        return render_pdf(html, base)

    monkeypatch.setattr(rendering, "render_pdf", watched)
    assert Command(root, capsys)("build", "--jobs", "1").code == 0
    changed = {path.name for path, data in before.items() if path.read_bytes() != data}
    showing = {
        event for event, item in built.briefs.items()
        if any(row["segment"] == one["segment"] for passage in item["passages"] for one in passage["rows"])
    }  # fmt: skip
    assert "us-prc-san-francisco-2023-11" in showing
    assert len(showing) < len(built.briefs) / 2
    assert len(seen) == len(showing), "no other page is set again"
    assert {name for name in changed if name.endswith(".pdf")} == {f"{event}.pdf" for event in showing}
