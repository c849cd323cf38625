"""One run at a time changes a file that several may change."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from translate.errors import BriefingsError


@contextmanager
def holding(path: Path, lock: Path, wait: float) -> Iterator[None]:
    """Hold the file at ``path``: what is read of it inside stays true until it is written.

    The system lets go of the lock when its process ends, however it ends. An empty
    file may stay at ``lock`` and means nothing.

    Args:
        path: the file that is to be changed.
        lock: the lock's own file.
        wait: seconds to wait for another run.

    Raises:
        BriefingsError: another run held it for ``wait`` seconds, or no lock can be made.
    """
    held = FileLock(lock, timeout=wait, fallback_to_soft=False)
    try:
        lock.parent.mkdir(parents=True, exist_ok=True)
        held.acquire()
    except Timeout as error:
        raise BriefingsError(
            f"{path}: another run has been changing it for {wait:.0f} s",
            "Let that run end, then run this command again; what was written so far stays.",
        ) from error
    except OSError as error:
        raise BriefingsError(
            f"{lock}: cannot be locked ({error.strerror})",
            "Check permissions; the workspace must lie on a file system that has locks.",
        ) from error
    try:
        yield
    finally:
        held.release()
