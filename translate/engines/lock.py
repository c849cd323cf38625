"""``packages.lock.json``: what was installed from where, with hashes; and one writer at a time.

The file stands in the packages' directory. Replacing it is the moment at which
an installation counts, so a run that is killed leaves the old package or the new one.
"""

from __future__ import annotations

import errno
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Final, Literal

from filelock import FileLock, Timeout
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from translate.errors import BriefingsError, EngineError
from translate.files import write_atomically

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

FILE: Final = "packages.lock.json"
MUTEX: Final = ".mutex"

_Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Record(BaseModel):
    """One installed package.

    Attributes:
        folder: its folder's name in the packages' directory.
        tree_sha256: hash of what a translation depends on, ``packages.tree_hash``.
        archive_sha256: hash of the ``.argosmodel`` file; ``None`` for a package that was adopted.
        size: bytes of that file; 0 for an adopted one.
        source: URL, or ``file:`` and the file's own name, or ``adopted``.
        installed: day, ``YYYY-MM-DD``, in UTC.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    folder: Annotated[str, Field(pattern=r"^[^./\\][^/\\]*$")]
    tree_sha256: _Sha256
    archive_sha256: _Sha256 | None = None
    size: int = 0
    source: str = "adopted"
    installed: str = ""


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    format: Literal[1] = 1
    packages: dict[str, Record] = {}


def read(directory: Path) -> dict[str, Record]:
    """The records by package name; none if there is no file yet.

    Raises:
        EngineError: the file is there and cannot be read.
    """
    path = directory / FILE
    try:
        return dict(_File.model_validate_json(path.read_bytes()).packages)
    except FileNotFoundError:
        return {}
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        cause = f"{where}: {first['msg']}" if where else first["msg"]
        raise EngineError(
            f"{path}: damaged ({cause})",
            "Delete the file, then record what is installed: briefings model verify --adopt",
        ) from error
    except OSError as error:
        raise EngineError(f"{path}: cannot be read ({error.strerror})", "Check its permissions.") from error


def write(directory: Path, records: Mapping[str, Record]) -> None:
    """Replace the file, whole or not at all.

    Raises:
        EngineError: it cannot be written.
    """
    content = _File(packages={name: records[name] for name in sorted(records)})
    try:
        write_atomically(directory / FILE, content.model_dump_json(indent=2).encode() + b"\n")
    except BriefingsError as error:
        if isinstance(error.__cause__, OSError) and error.__cause__.errno == errno.ENOSPC:
            raise EngineError(
                f"{directory}: the disk is full", "Free some space and run the command again."
            ) from error.__cause__
        raise EngineError(error.message, error.remedy) from (error.__cause__ or error)


@contextmanager
def exclusive(directory: Path, notice: Callable[[str], None] | None = None) -> Iterator[None]:
    """Let nobody else change ``directory`` meanwhile; made if need be. Readers never wait.

    The operating system releases it when a process dies, however it dies.

    Args:
        directory: the packages' directory.
        notice: told once if another process must be waited for.

    Raises:
        EngineError: the directory cannot be written.
    """
    try:
        directory.mkdir(parents=True, exist_ok=True)
        mutex = FileLock(directory / MUTEX)
        try:
            mutex.acquire(timeout=0)
        except Timeout:
            if notice is not None:
                notice(f"another process is changing {directory}; waiting for it")
            mutex.acquire()
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise EngineError(f"{directory}: the disk is full", "Free some space and try again.") from error
        raise EngineError(
            f"{directory}: cannot be written ({error.strerror or error})",
            "Check its permissions, or name another folder in BRIEFINGS_PACKAGES.",
        ) from error
    try:
        yield
    finally:
        mutex.release()
