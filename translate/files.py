"""Files written whole or not at all."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

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


def write_atomically(path: Path, data: bytes) -> bool:
    """Write ``data`` to ``path`` through a temporary file beside it.

    A reader sees the old file or the new one, never a part. Unchanged content
    is left alone.

    Returns:
        Whether the file changed.

    Raises:
        BriefingsError: the file cannot be written (disk full, permissions).
    """
    try:
        if path.exists() and path.read_bytes() == data:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=_PART, dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(0o644)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise BriefingsError(
            f"{path}: cannot be written ({error.strerror})",
            "Free disk space or check permissions; nothing was lost.",
        ) from error
    return True
