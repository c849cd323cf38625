"""Files written whole or not at all, whatever happens on the way."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from translate.errors import BriefingsError
from translate.files import Batch, replacing, sweep, write_atomically


def _only(path: Path) -> None:
    assert [entry.name for entry in path.parent.iterdir()] == [path.name], "no temporary file stays"


def test_a_new_file_is_written_with_its_folders(tmp_path: Path) -> None:
    path = tmp_path / "build" / "english" / "page.html"
    assert write_atomically(path, b"new")
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o644
    _only(path)


def test_a_changed_file_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(b"old")
    assert write_atomically(path, b"new")
    assert path.read_bytes() == b"new"
    _only(path)


def test_an_unchanged_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(b"same")
    os.utime(path, ns=(1, 1))
    before = path.stat()
    assert not write_atomically(path, b"same")
    after = path.stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino) == (1, before.st_ino)


@pytest.mark.parametrize("call", ["replace", "fsync"])
@pytest.mark.parametrize("old", [b"old", None], ids=["over an old file", "a new file"])
@pytest.mark.parametrize(
    "failure",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        PermissionError(errno.EACCES, "Permission denied"),
        KeyboardInterrupt(),
    ],
    ids=["disk full", "forbidden", "ctrl-c"],
)
def test_a_failure_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, old: bytes | None, failure: BaseException
) -> None:
    path = tmp_path / "out" / "page.html"
    path.parent.mkdir()
    if old is not None:
        path.write_bytes(old)

    def fail(*_arguments: object) -> None:
        raise failure

    monkeypatch.setattr(os, call, fail)
    expected = BriefingsError if isinstance(failure, OSError) else KeyboardInterrupt
    with pytest.raises(expected) as caught:
        write_atomically(path, b"new")
    monkeypatch.undo()

    if isinstance(failure, OSError):
        assert str(path) in str(caught.value)
        assert str(failure.strerror) in str(caught.value)
    if old is None:
        assert list(path.parent.iterdir()) == []
    else:
        assert path.read_bytes() == old
        _only(path)


def test_a_folder_in_the_files_place_is_said(tmp_path: Path) -> None:
    (tmp_path / "page.html").mkdir()
    with pytest.raises(BriefingsError, match="cannot be written"):
        write_atomically(tmp_path / "page.html", b"new")
    _only(tmp_path / "page.html")


def test_parts_of_a_killed_run_are_swept_when_stale(tmp_path: Path) -> None:
    old, fresh, kept = (tmp_path / "deep" / name for name in (".a.html.x1.part", ".b.html.x2.part", "c.html"))
    old.parent.mkdir()
    for path in (old, fresh, kept):
        path.write_bytes(b"half")
    os.utime(old, (0, 0))
    assert sweep(tmp_path) == 1
    assert [path.exists() for path in (old, fresh, kept)] == [False, True, True]


# several files together


def test_a_batch_changes_nothing_before_its_end(tmp_path: Path) -> None:
    old, new, same = (tmp_path / name for name in ("old.html", "deep/new.html", "same.html"))
    old.write_bytes(b"old")
    same.write_bytes(b"same")
    os.utime(same, ns=(1, 1))
    with Batch() as batch:
        assert batch.put(old, b"changed")
        assert batch.put(new, b"first thought")
        assert batch.put(new, b"new")
        assert not batch.put(same, b"same")
        assert old.read_bytes() == b"old"
        assert not new.exists()
    assert [path.read_bytes() for path in (old, new, same)] == [b"changed", b"new", b"same"]
    assert same.stat().st_mtime_ns == 1
    assert sorted(path.name for path in tmp_path.rglob("*.html")) == ["new.html", "old.html", "same.html"]
    assert list(tmp_path.rglob("*.part")) == []


def test_a_second_thought_may_be_the_old_content(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(b"old")
    with Batch() as batch:
        assert batch.put(path, b"new")
        assert not batch.put(path, b"old")
    assert path.read_bytes() == b"old"
    _only(path)


@pytest.mark.parametrize("error", [KeyboardInterrupt(), ValueError("a page cannot be set")])
def test_a_batch_that_fails_changes_nothing(tmp_path: Path, error: BaseException) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(b"old")
    with pytest.raises(type(error)), Batch() as batch:  # noqa: PT012  (the failing block is what is tested)
        batch.put(path, b"new")
        batch.put(tmp_path / "deep" / "deeper" / "other.html", b"other")
        raise error
    assert path.read_bytes() == b"old"
    _only(path)


@pytest.mark.parametrize("at", [1, 2, 3])
def test_a_full_disk_at_the_end_leaves_whole_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    paths = [tmp_path / f"{number}.html" for number in range(3)]
    true, calls = os.replace, []

    def replace(*given: str) -> None:
        calls.append(given)
        if len(calls) == at:
            raise OSError(errno.ENOSPC, "No space left on device")
        true(*given)

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(BriefingsError, match=rf"{at - 1}\.html: cannot be written"), Batch() as batch:  # noqa: PT012
        for path in paths:
            batch.put(path, b"new")
    assert sorted(tmp_path.iterdir()) == paths[: at - 1]


def test_a_stream_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "memory.tmx"
    path.write_bytes(b"old")
    with pytest.raises(ValueError, match="unit 2"), replacing(path) as file:  # noqa: PT012
        file.write(b"unit 1")
        raise ValueError("unit 2")
    assert path.read_bytes() == b"old"
    _only(path)
