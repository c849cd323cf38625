"""Files written whole or not at all, whatever happens on the way."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from translate.errors import BriefingsError
from translate.files import sweep, write_atomically


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
