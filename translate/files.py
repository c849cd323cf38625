"""Files written whole or not at all."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from translate.errors import BriefingsError

_PART = ".part"
_STALE = 3600.0
"""Seconds after which a part is nobody's any more: no single file takes an hour to write."""


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
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=_PART, dir=path.parent)
        part = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            part.chmod(0o644)
            part.replace(path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise _unwritable(path, error) from error


def write_atomically(path: Path, data: bytes) -> bool:
    """Write ``data`` to ``path`` as ``replacing`` does; unchanged content is left alone.

    Returns:
        Whether the file changed.

    Raises:
        BriefingsError: the file cannot be written (disk full, permissions).
    """
    try:
        if path.exists() and path.read_bytes() == data:
            return False
    except OSError as error:
        raise _unwritable(path, error) from error
    with replacing(path) as file:
        file.write(data)
    return True


def _unwritable(path: Path, error: OSError) -> BriefingsError:
    return BriefingsError(
        f"{path}: cannot be written ({error.strerror})",
        "Free disk space or check permissions; nothing was lost.",
    )
