"""Files written whole or not at all."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from translate.errors import BriefingsError

_PART = ".part"
_STALE = 86400.0
"""Seconds after which a part is nobody's any more: no run takes a day."""


def sweep(folder: Path) -> int:
    """Remove parts that a killed run left below ``folder``; how many there were."""
    parts = [part for part in folder.rglob(f".*{_PART}") if time.time() - part.stat().st_mtime > _STALE]
    for part in parts:
        part.unlink(missing_ok=True)
    return len(parts)


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """A file to write to that takes the place of ``path`` at the end: all of it, or nothing.

    A reader sees the old file or the new one, never a part.

    Raises:
        BriefingsError: the file cannot be written (disk full, permissions).
    """
    with _explained(path):
        part, file = _open_part(path)
        try:
            with file:
                yield file
                _to_disk(file)
            _put(part, path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise


def write_atomically(path: Path, data: bytes) -> bool:
    """Write ``data`` to ``path`` as ``replacing`` does; unchanged content is left alone.

    Returns:
        Whether the file changed.

    Raises:
        BriefingsError: the file cannot be written (disk full, permissions).
    """
    with Batch() as batch:
        return batch.put(path, data)


class Batch:
    """Files that are written together: each in full beside its place first, all put in place at the end.

    Use as a context manager. When its block fails, no file has changed. What is put
    goes to the disk at once, so that much can be put in little memory.
    """

    def __init__(self) -> None:
        self._parts: dict[Path, Path] = {}
        self._folders: list[Path] = []

    def __enter__(self) -> Self:
        return self

    def put(self, path: Path, data: bytes) -> bool:
        """``path`` is to hold ``data``; whether that changes it. What does not is left alone.

        Raises:
            BriefingsError: the file cannot be written (disk full, permissions).
        """
        with _explained(path):
            if path in self._parts:
                self._parts.pop(path).unlink()
            if path.exists() and path.read_bytes() == data:
                return False
            self._folders += [folder for folder in path.parents if not folder.exists()]
            part, file = _open_part(path)
            self._parts[path] = part
            with file:
                file.write(data)
                _to_disk(file)
        return True

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                for path, part in self._parts.items():
                    with _explained(path):
                        _put(part, path)
        finally:
            for part in self._parts.values():
                part.unlink(missing_ok=True)
            # folders made for nothing, the innermost first
            for folder in sorted(self._folders, key=lambda folder: -len(folder.parts)) if kind else ():
                with suppress(OSError):
                    folder.rmdir()


def _open_part(path: Path) -> tuple[Path, IO[bytes]]:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=_PART, dir=path.parent)
    return Path(name), os.fdopen(handle, "wb")


def _to_disk(file: IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())


def _put(part: Path, path: Path) -> None:
    part.chmod(0o644)
    part.replace(path)


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise BriefingsError(
            f"{path}: cannot be written ({error.strerror})",
            "Free disk space or check permissions; nothing was lost.",
        ) from error
