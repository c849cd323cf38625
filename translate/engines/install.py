"""Install, remove and adopt packages, all or nothing.

A package is unpacked beside its place. The lock file's replacement makes it
count, so that whoever looks, at any moment, finds the old package or the new
one, whole, even after the run was killed. What such a run left is swept by the next.
"""

from __future__ import annotations

import errno
import hashlib
import shutil
import tempfile
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from translate.engines import archive, lock, packages
from translate.engines.packages import AGAIN, InstalledPackage
from translate.errors import ConfigurationError, EngineError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

STAGING: Final = ".incoming-"


def install(
    file: Path,
    directory: Path | None = None,
    *,
    sha256: str | None = None,
    notice: Callable[[str], None] | None = None,
) -> InstalledPackage:
    """Unpack an ``.argosmodel`` file into the packages' directory, all or nothing.

    The same package and version is replaced if it is the same archive, or if
    ``sha256`` says that this one is wanted. Sentence splitters in the archive are left out.

    Args:
        file: a zip archive with one folder that holds the package.
        directory: ``default_directory()`` if ``None``; created if need be.
        sha256: the archive must have this hash.
        notice: told once if another process must be waited for.

    Returns:
        The package as installed.

    Raises:
        EngineError: with cause and remedy; what was installed before is untouched.
    """
    target = directory or packages.default_directory()
    with _told(str(file), file, target):
        if not file.exists():
            raise EngineError(f"{file}: there is no such file", "Check the path.")
        if not file.is_file():
            raise EngineError(f"{file}: not a file", "Name an .argosmodel file.")
    with lock.exclusive(target, notice):
        return put(file, target, where=str(file), source=f"file:{file.name}", sha256=sha256)


def inspect(file: Path) -> tuple[str, str]:
    """Name and SHA-256 of an archive, once it proved to be one that we install. Writes nothing.

    Raises:
        EngineError: it is not.
    """
    where = str(file)
    with _told(where, file, file):
        with archive.opened(file, where) as package:
            name = packages.package_name(where, package.metadata)
        with file.open("rb") as content:
            return name, hashlib.file_digest(content, "sha256").hexdigest()


def put(
    file: Path,
    directory: Path,
    *,
    where: str,
    source: str,
    sha256: str | None = None,
    code: str | None = None,
) -> InstalledPackage:
    """As ``install``, where the caller holds ``lock.exclusive(directory)``.

    Args:
        file: the archive.
        directory: the packages' directory.
        where: names the archive in messages.
        source: where it came from, for the record.
        sha256: the archive must have this hash.
        code: the language that it must read; either that we use if ``None``.

    Raises:
        EngineError: with cause and remedy; what was installed before is untouched.
    """
    with _told(where, file, directory):
        with file.open("rb") as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
        if sha256 is not None and digest != sha256.lower():
            raise EngineError(
                f"{where}: hash mismatch: SHA-256 is {digest}, not {sha256.lower()} as asked for", AGAIN
            )
        sweep(directory)
        with archive.opened(file, where) as package:
            if code not in {None, package.metadata["from_code"]}:
                raise EngineError(
                    f"{where}: reads {package.metadata['from_code']}, not {code} as was said of it",
                    packages.OTHER,
                )
            name = packages.package_name(where, package.metadata)
            records = lock.read(directory)
            present = whole(name, directory)
            if present is not None and records[name].archive_sha256 == digest:
                return present
            if sha256 is None:
                _require_same(where, name, digest, records.get(name))
            _require_space(where, package.unpacked, directory)
            record = partial(
                lock.Record,
                archive_sha256=digest,
                size=file.stat().st_size,
                source=source,
                installed=_today(),
            )
            return _unpack(package, name, directory, record)


def whole(name: str, directory: Path) -> InstalledPackage | None:
    """The package of this name, if it is installed and every byte is as recorded."""
    for found in packages.find(directory):
        if found.name == name and found.record is not None:
            try:
                package = found.package()
                package.verify(anew=True)
            except EngineError:
                return None
            return package
    return None


def remove(name: str, directory: Path | None = None, notice: Callable[[str], None] | None = None) -> None:
    """Remove a package, whole or damaged, and what is recorded of it.

    Args:
        name: of the package.
        directory: ``default_directory()`` if ``None``.
        notice: told once if another process must be waited for.

    Raises:
        ConfigurationError: there is none of this name.
        EngineError: it cannot be removed.
    """
    target = directory or packages.default_directory()
    require_known([name], target)
    with _told(str(target / name), target, target), lock.exclusive(target, notice):
        sweep(target)
        require_known([name], target)
        records = lock.read(target)
        for found in packages.find(target):
            if found.name == name:
                found.path.rename(Path(tempfile.mkdtemp(prefix=STAGING, dir=target)) / "old")
        if records.pop(name, None) is not None:
            lock.write(target, records)
        sweep(target)


def adopt(names: list[str], directory: Path | None = None) -> list[str]:
    """Record packages that no record tells of: put there by hand, or before there were records.

    Args:
        names: which; all if empty.
        directory: ``default_directory()`` if ``None``.

    Returns:
        The names that are recorded now and were not.

    Raises:
        ConfigurationError: there is none of a name.
        EngineError: one is not whole, or the record cannot be written.
    """
    target = directory or packages.default_directory()
    require_known(names, target)
    with lock.exclusive(target):
        unknown = [
            found.package()
            for found in packages.find(target)
            if found.record is None and (not names or found.name in names)
        ]
        if unknown:
            new = {
                package.name: lock.Record(
                    folder=package.path.name,
                    tree_sha256=packages.tree_hash(package.path, anew=True),
                    installed=_today(),
                )
                for package in unknown
            }
            lock.write(target, {**lock.read(target), **new})
    return [package.name for package in unknown]


def require_known(names: list[str], directory: Path) -> None:
    """See that packages of these names are there, or at least recorded.

    Raises:
        ConfigurationError: some are not; it names them all.
    """
    known = {found.name for found in packages.find(directory)} | set(lock.read(directory))
    if unknown := [name for name in names if name not in known]:
        have = f"Packages: {', '.join(sorted(known))}." if known else f"There are none in {directory}."
        raise ConfigurationError(f"no such package: {', '.join(unknown)}", have)


def sweep(directory: Path) -> None:
    """Remove what killed runs left. The caller holds ``lock.exclusive(directory)``, so none is running."""
    records = lock.read(directory)
    current = {record.folder for record in records.values() if (directory / record.folder).is_dir()}
    superseded = {name for name, record in records.items() if record.folder in current} - current
    for path in directory.iterdir():
        if path.name.startswith(f".{lock.FILE}."):
            path.unlink(missing_ok=True)
        stale = path.name.startswith(STAGING) or path.name in superseded
        if stale or (packages.OTHER_FOLDER.fullmatch(path.name) and path.name not in current):
            shutil.rmtree(path, ignore_errors=True)


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


def _require_same(where: str, name: str, digest: str, record: lock.Record | None) -> None:
    """Refuse another archive under a name and version that is recorded already."""
    if record is not None and record.archive_sha256 not in {None, digest}:
        raise EngineError(
            f"{where}: hash mismatch: {name} is recorded with SHA-256 {record.archive_sha256} "
            f"from {record.source}, and this file has {digest}",
            f"If you trust this file, say so: --sha256 {digest}. "
            f"Or remove the recorded one first: briefings model remove {name}",
        )


def _require_space(where: str, needed: int, target: Path) -> None:
    """See that the package fits, before anything is written."""
    free = shutil.disk_usage(target).free
    if needed > free:
        raise EngineError(
            f"{where}: needs {needed:,} bytes, {target} has {free:,}", "Free some space and install again."
        ) from OSError(errno.ENOSPC, "too little space")


def _unpack(
    package: archive.Archive, name: str, target: Path, record: Callable[..., lock.Record]
) -> InstalledPackage:
    """Unpack beside the place, then let it count."""
    staging = Path(tempfile.mkdtemp(prefix=STAGING, dir=target))
    try:
        new = staging / "new"
        package.unpack(new)
        packages.read_package(new, name)
        tree = packages.tree_hash(new, anew=True)
        before = next((found for found in packages.find(target) if found.name == name), None)
        taken = before is not None and before.path.name == name
        folder = target / (f"{name}~{tree[:8]}" if taken else name)
        _place(new, folder, name, record(folder=folder.name, tree_sha256=tree), first=before is None)
        if before is not None:
            with suppress(OSError):  # the new one counts already; the next run sweeps the old one
                before.path.rename(staging / "old")
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return packages.read_package(folder, name)


def _place(new: Path, folder: Path, name: str, record: lock.Record, *, first: bool) -> None:
    """Move ``new`` to ``folder`` and record it, so that a kill in between leaves nothing half.

    A record without a folder means nothing, nor does a folder in another's place
    that no record points to: the harmless half comes first.
    """
    before = lock.read(folder.parent)
    after = {**before, name: record}
    if first:
        lock.write(folder.parent, after)
        try:
            new.rename(folder)
        except BaseException:
            lock.write(folder.parent, before)
            raise
        return
    new.rename(folder)
    try:
        lock.write(folder.parent, after)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


@contextmanager
def _told(where: str, file: Path, target: Path) -> Iterator[None]:
    """Turn the system's errors into ours."""
    try:
        yield
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise EngineError(f"{target}: the disk is full", "Free some space and install again.") from error
        remedy = "Check that the file can be read and the packages' directory written."
        place = error.filename if error.filename not in {None, str(file)} else where
        raise EngineError(f"{place}: {error.strerror or error}", remedy) from error
