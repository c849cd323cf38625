"""The workspace's database: append-only, whole after any end, shared by processes."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from tests.resources.writer import DOCUMENT, batch
from tests.translate.samples import decision, ids, paper
from translate import schema
from translate.errors import InputError
from translate.model import EngineStep, Finding, Origin, State, Translation
from translate.store import Result, Store

ROOT = Path(__file__).parents[2]
PAPER = paper("雙方都不滿意。", "但都警覺。", "雙方都不滿意。")
FIRST, SECOND, THIRD = ids(PAPER)
DRAFT = Translation(FIRST, "Draft.", Origin.AI_DRAFT, State.TRANSLATED, 101, "project", "2026-11-20")
FINDINGS = (
    Finding("number", "critical", "11 is missing", (2, 4), None),
    Finding("name", "major", "a name differs", (0, 3), (5, 9), "Biden"),
    Finding("empty", "minor", "no spans"),
)


@pytest.fixture
def store() -> Iterator[Store]:
    with Store(None) as opened:
        opened.put_document(PAPER)
        yield opened


# documents


def test_a_new_version_is_told_from_a_known_one(store: Store) -> None:
    assert store.known_version("paper") == PAPER.sha256
    assert not store.put_document(PAPER)
    edited = replace(PAPER, sha256="1" * 64)
    assert store.put_document(edited)
    assert store.known_version("paper") == "1" * 64
    assert store.put_document(PAPER), "going back is a new version too"
    assert store.known_version("other") is None


def test_a_version_that_adds_sentences_keeps_the_old_ones(store: Store) -> None:
    store.put([DRAFT])
    store.put_document(paper("雙方都不滿意。", "又一句。", sha256="1" * 64))
    assert store.current([FIRST, SECOND]) == {FIRST: DRAFT}


def test_a_translation_of_nothing_is_refused(store: Store) -> None:
    with pytest.raises(IntegrityError):
        store.put([replace(DRAFT, segment_id="paper.unknown")])


def test_many_segments_are_found_in_pieces(store: Store) -> None:
    document = paper(*(f"第{number}句。" for number in range(1200)), slug="long")
    store.put_document(document)
    store.put([replace(DRAFT, segment_id=key) for key in ids(document)])
    assert len(store.current(ids(document))) == 1200
    assert not store.put_document(document)


# translations


def test_current_is_the_newest_and_history_all_of_them(store: Store) -> None:
    later = decision(FIRST, "Final.")
    assert store.put([DRAFT]) == 1
    assert store.put([later]) == 1
    assert store.current([FIRST, SECOND]) == {FIRST: later}
    assert store.history(FIRST) == [DRAFT, later]
    assert store.history(SECOND) == []
    assert store.current([]) == {}


def test_going_back_to_an_old_wording_is_a_new_row(store: Store) -> None:
    for item in (DRAFT, decision(FIRST, "Final."), DRAFT):
        store.put([item])
    assert [item.en for item in store.history(FIRST)] == ["Draft.", "Final.", "Draft."]


def test_putting_the_same_again_stores_nothing(store: Store) -> None:
    checked = replace(DRAFT, findings=FINDINGS)
    assert store.put([checked]) == 1
    assert store.put([checked]) == 0
    assert store.put(iter([checked, checked])) == 0
    other = replace(DRAFT, segment_id=SECOND)
    assert store.put([other, other]) == 1
    assert len(store.history(FIRST)) == len(store.history(SECOND)) == 1


def test_equal_sentences_have_rows_of_their_own(store: Store) -> None:
    store.put([DRAFT, replace(DRAFT, segment_id=THIRD, en="Other.")])
    assert [item.en for item in store.current([FIRST, THIRD]).values()] == ["Draft.", "Other."]


def test_findings_survive_in_their_order(store: Store) -> None:
    store.put([replace(DRAFT, findings=FINDINGS)])
    assert store.current([FIRST])[FIRST].findings == FINDINGS
    assert store.history(FIRST)[0].findings == FINDINGS


def test_other_findings_are_a_new_row(store: Store) -> None:
    store.put([replace(DRAFT, findings=FINDINGS)])
    assert store.put([DRAFT]) == 1
    assert [len(item.findings) for item in store.history(FIRST)] == [3, 0]


@pytest.mark.parametrize("origin", list(Origin))
@pytest.mark.parametrize("state", list(State))
def test_every_origin_and_state_survives(store: Store, origin: Origin, state: State) -> None:
    item = replace(DRAFT, origin=origin, state=state, match=None, signature="argos|zt_en|1.9|abc||")
    store.put([item])
    assert store.current([FIRST])[FIRST] == item


def test_steps_of_an_engine_survive_in_their_order(store: Store) -> None:
    steps = (EngineStep("split", "in 2 parts"), EngineStep("hypothesis", "2nd of 4: the first lacks 110億"))
    made = replace(DRAFT, origin=Origin.ENGINE, signature="engine|", steps=steps)
    store.put([made])
    assert store.current([FIRST])[FIRST] == made
    assert store.put([made]) == 0
    assert store.put([replace(made, steps=steps[:1])]) == 1


def test_a_result_is_kept_by_text_and_signature(store: Store) -> None:
    made = Result("English.", (EngineStep("retry", "a loop"),), "2026-11-20")
    store.put_results("one", {"甲。": made, "乙。": Result("", (), "2026-11-20")})
    assert store.results("one", ["甲。", "乙。", "丙。"]) == {
        "甲。": made,
        "乙。": Result("", (), "2026-11-20"),
    }
    assert store.results("other", ["甲。"]) == {}


def test_a_known_result_stays(store: Store) -> None:
    first = Result("First.", (), "2026-11-20")
    store.put_results("one", {"甲。": first})
    store.put_results("one", {"甲。": Result("Second.", (), "2026-11-21"), "乙。": first})
    assert store.results("one", ["甲。", "乙。"]) == {"甲。": first, "乙。": first}


def test_a_batch_is_stored_whole_or_not_at_all(store: Store) -> None:
    with pytest.raises(IntegrityError):
        store.put([DRAFT, replace(DRAFT, segment_id="paper.unknown")])
    assert store.history(FIRST) == []


# the file


def _database(folder: Path) -> Path:
    return folder / ".briefings" / "workspace.sqlite3"


def test_what_was_stored_is_there_when_it_is_opened_again(tmp_path: Path) -> None:
    path = _database(tmp_path)
    with Store(path) as store:
        store.put_document(PAPER)
        store.put([DRAFT])
    with Store(path) as store:
        assert store.current([FIRST]) == {FIRST: DRAFT}
        assert store.known_version("paper") == PAPER.sha256


def test_migrations_are_recorded_once(tmp_path: Path) -> None:
    path = _database(tmp_path)
    for _ in range(2):
        Store(path).close()
    with sqlite3.connect(path) as connection:
        rows = connection.execute("SELECT number, applied FROM migration").fetchall()
    connection.close()
    assert [number for number, _ in rows] == list(range(1, len(schema.MIGRATIONS) + 1))
    assert all(applied.endswith("+00:00") for _, applied in rows)


def test_a_database_is_brought_forward(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _database(tmp_path)
    with Store(path) as store:
        store.put_document(PAPER)
        store.put([DRAFT])

    def second(connection: Connection) -> None:
        connection.execute(text("CREATE TABLE extra (id INTEGER)"))

    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, second))
    with Store(path) as store:
        assert store.current([FIRST]) == {FIRST: DRAFT}
    assert _tables(path) >= {"extra", "translation"}


def test_a_migration_that_breaks_off_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _database(tmp_path)

    def broken(connection: Connection) -> None:
        schema.metadata.create_all(connection, tables=[schema.segment])
        raise KeyboardInterrupt

    migrations = schema.MIGRATIONS
    monkeypatch.setattr(schema, "MIGRATIONS", (broken,))
    with pytest.raises(KeyboardInterrupt):
        Store(path)
    assert _tables(path) == set()
    monkeypatch.setattr(schema, "MIGRATIONS", migrations)
    with Store(path) as store:
        assert store.put_document(PAPER)


def _tables(path: Path) -> set[str]:
    connection = sqlite3.connect(path)
    rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    connection.close()
    return {name for (name,) in rows}


def test_a_newer_database_is_refused(tmp_path: Path) -> None:
    path = _database(tmp_path)
    Store(path).close()
    connection = sqlite3.connect(path)
    connection.execute("INSERT INTO migration VALUES (99, '2030-01-01T00:00:00+00:00')")
    connection.commit()
    connection.close()
    told = rf"written by a newer version \(schema 99; this one knows {len(schema.MIGRATIONS)}\)"
    with pytest.raises(InputError, match=told) as caught:
        Store(path)
    assert str(path) in caught.value.message
    assert "Update" in caught.value.remedy


@pytest.mark.parametrize(
    "data", [b"not a database " * 100, b"SQLite format 3\0" + b"\xff" * 5000], ids=["text", "ruin"]
)
def test_what_is_no_database_is_refused_and_kept(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "workspace.sqlite3"
    path.write_bytes(data)
    with pytest.raises(InputError, match="not a usable database") as caught:
        Store(path)
    assert str(path) in caught.value.message
    assert path.read_bytes() == data


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not a usable database"):
        Store(tmp_path)


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / ".briefings").write_text("a file in its place", encoding="utf-8")
    with pytest.raises(InputError, match=r"\.briefings: cannot be made"):
        Store(_database(tmp_path))


# other processes


def _writer(path: Path, name: str, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.resources.writer", str(path), name, str(count)]
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def _go(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("go\n")
    process.stdin.flush()


@pytest.mark.parametrize("stored", [1, 7, 30])
def test_a_killed_writer_loses_nothing_it_had_stored(tmp_path: Path, stored: int) -> None:
    path = _database(tmp_path)
    with _writer(path, "killed", 100_000) as process:
        assert process.stdout is not None
        _go(process)
        last = -1
        while last < stored:
            last = int(process.stdout.readline())
        process.kill()
        told = [last, *(int(line) for line in process.stdout.read().splitlines())]
    assert process.returncode == -signal.SIGKILL

    with Store(path) as store:
        histories = [store.history(key) for key in ids(DOCUMENT)]
        numbers = [[item.en for item in history] for history in histories]
        # every acknowledged batch; perhaps one more that was stored but not yet told; each of them whole
        assert numbers[0] == numbers[1] == numbers[2]
        assert len(numbers[0]) in {told[-1] + 1, told[-1] + 2}
        assert all(len(item.findings) == 1 for history in histories for item in history)
        assert store.put(batch("after", 0)) == 3
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()


def test_several_processes_begin_and_write_at_once(tmp_path: Path) -> None:
    path = _database(tmp_path)
    names = ["a", "b", "c"]
    writers = [_writer(path, name, 25) for name in names]
    for writer in writers:
        _go(writer)
    for writer in writers:
        _, errors = writer.communicate(timeout=60)
        assert writer.returncode == 0, errors
    with Store(path) as store:
        for key in ids(DOCUMENT):
            written = [item.en for item in store.history(key)]
            for name in names:
                mine = [en for en in written if en.startswith(name)]
                assert mine == [f"{name} {number}" for number in range(25)]
    assert _tables(path) >= {"migration", "translation"}
