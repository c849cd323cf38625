"""Argos packages on disk: find them, install them safely, choose one for a text.

A package is a folder with ``metadata.json``, a CTranslate2 model in ``model/``
and a tokenizer. They are kept in a directory of our own, never in Argos's.
Unpacking is ours too: argostranslate's installer trusts the archive, overwrites
in place and imports stanza. Nothing here uses the network.
"""

from __future__ import annotations

import errno
import hashlib
import json
import re
import shutil
import stat
import struct
import tempfile
import time
import zipfile
import zlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Final

import platformdirs

from translate.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

TRADITIONAL: Final = "zt"
SIMPLIFIED: Final = "zh"
ENGLISH: Final = "en"

METADATA: Final = "metadata.json"
MODEL: Final = "model/model.bin"
TOKENIZERS: Final = ("sentencepiece.model", "bpe.model")
SPLITTERS: Final = frozenset({"stanza", "spacy", "minisbd"})
"""Sentence splitters that packages bring along. We never use them, and stanza's are pickles."""

# A published package has some 20 files and unpacks to 70 to 400 MB, hardly less than its zip.
MAX_ENTRIES: Final = 2_000
MAX_METADATA: Final = 1 << 20
MAX_UNPACKED: Final = 4 << 30
MAX_RATIO: Final = 100
RATIO_FLOOR: Final = 64 << 20
"""Below this size a high ratio is harmless and may be honest (a small model full of zeros)."""

STAGING: Final = ".incoming-"
STALE_SECONDS: Final = 24 * 60 * 60

AGAIN: Final = "Download the package again, check its size, and install that file."
OTHER: Final = "Install an Argos package for Chinese to English: zt→en (Traditional) or zh→en (Simplified)."


@dataclass(frozen=True)
class InstalledPackage:
    """A package in the packages' directory.

    Attributes:
        name: its folder's name.
        from_code: Argos's code of the source language (``zt`` Traditional, ``zh`` Simplified).
        to_code: code of the target language.
        version: as the package states it; ``""`` if it does not.
        path: its folder.
    """

    name: str
    from_code: str
    to_code: str
    version: str
    path: Path

    @cached_property
    def sha256(self) -> str:
        """Hash of metadata, tokenizer and model (names and bytes): what a translation depends on.

        Raises:
            EngineError: a file cannot be read.
        """
        files = [self.path / name for name in (METADATA, *TOKENIZERS) if (self.path / name).is_file()]
        digest = hashlib.sha256()
        try:
            files += [path for path in (self.path / "model").rglob("*") if path.is_file()]
            for path in sorted(files, key=lambda path: path.relative_to(self.path).as_posix()):
                name = path.relative_to(self.path).as_posix()
                digest.update(f"{name}\0{path.stat().st_size}\0".encode())
                with path.open("rb") as file:
                    while chunk := file.read(1 << 20):
                        digest.update(chunk)
        except OSError as error:
            raise EngineError(f"{error.filename}: cannot be read ({error.strerror})", AGAIN) from error
        return digest.hexdigest()


def default_directory() -> Path:
    """Where packages are kept unless the user says otherwise. Not created here."""
    return Path(platformdirs.user_data_dir("summit-briefings", appauthor=False)) / "packages"


def discover(directory: Path | None = None) -> list[InstalledPackage]:
    """Every package in ``directory``, by name; of any language pair.

    Args:
        directory: ``default_directory()`` if ``None``; it need not exist.

    Raises:
        EngineError: a folder there is not a whole package. It is named rather
            than passed over, or the user would wonder why it is not used.
    """
    folder = directory or default_directory()
    if not folder.is_dir():
        return []
    try:
        paths = sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))
    except OSError as error:
        raise EngineError(f"{folder}: cannot be read ({error.strerror})", "Check its permissions.") from error
    return [_installed(path) for path in paths]


def choose(packages: Iterable[InstalledPackage], script: str) -> tuple[InstalledPackage, str | None]:
    """The best package for texts in ``script``, and the OpenCC conversion that it needs.

    Traditional: zt→en as it is, else zh→en after ``tw2sp``. Simplified: zh→en
    as it is, else zt→en after ``s2t``. Of several versions the highest.

    Args:
        packages: what is installed.
        script: ``Hant`` or ``Hans``.

    Returns:
        The package, and the OpenCC configuration or ``None``.

    Raises:
        EngineError: none fits.
    """
    usable = [package for package in packages if package.to_code == ENGLISH]
    ways: list[tuple[str, str | None]] = [(TRADITIONAL, None), (SIMPLIFIED, "tw2sp")]
    if script == "Hans":
        ways = [(SIMPLIFIED, None), (TRADITIONAL, "s2t")]
    for code, conversion in ways:
        fitting = [package for package in usable if package.from_code == code]
        if fitting:
            return max(fitting, key=lambda package: (_version_key(package.version), package.name)), conversion
    raise EngineError("no Argos package from Chinese to English is installed", OTHER)


def install(file: Path, directory: Path | None = None) -> InstalledPackage:
    """Unpack an ``.argosmodel`` file into the packages' directory, all or nothing.

    The same package and version is replaced. Sentence splitters in the archive
    are left out.

    Args:
        file: a zip archive with one folder that holds the package.
        directory: ``default_directory()`` if ``None``; created if need be.

    Returns:
        The package as installed.

    Raises:
        EngineError: with cause and remedy; what was installed before is untouched.
    """
    target = directory or default_directory()
    try:
        with zipfile.ZipFile(file) as archive:
            entries = _entries(file, archive)
            metadata = _metadata_of(file, archive, entries)
            _require_space(file, entries, target)
            return _unpack(file, archive, entries, target / _name(file, metadata))
    except zipfile.BadZipFile as error:
        whole = "not a whole Argos package (damaged zip)" if zipfile.is_zipfile(file) else "not a zip archive"
        raise EngineError(f"{file}: {whole}", AGAIN) from error
    except (zlib.error, struct.error, EOFError, OverflowError, RuntimeError, ValueError) as error:
        # zipfile lets any of these escape from a damaged archive
        raise EngineError(f"{file}: its contents cannot be unpacked ({error})", AGAIN) from error
    except OSError as error:
        raise _os_error(file, target, error) from error


def _os_error(file: Path, target: Path, error: OSError) -> EngineError:
    if isinstance(error, FileNotFoundError) and not file.exists():
        return EngineError(f"{file}: there is no such file", "Check the path.")
    if error.errno == errno.ENOSPC:
        return EngineError(f"{target}: the disk is full", "Free some space and install again.")
    where = error.filename or file
    remedy = "Check that the file can be read and the packages' directory written."
    return EngineError(f"{where}: {error.strerror or error}", remedy)


def _refused(file: Path, cause: str) -> EngineError:
    return EngineError(f"{file}: refused: {cause}", AGAIN)


def _entries(file: Path, archive: zipfile.ZipFile) -> dict[PurePosixPath, zipfile.ZipInfo]:
    """The archive's files by path inside the package's folder, once every entry proved harmless."""
    infos = archive.infolist()
    if len(infos) > MAX_ENTRIES:
        raise _refused(file, f"{len(infos)} entries, more than {MAX_ENTRIES}")
    paths: dict[PurePosixPath, zipfile.ZipInfo] = {}
    seen: set[str] = set()
    for info in infos:
        path = _safe_path(file, info)
        # on a file system that ignores case the later one would silently replace the earlier
        if str(path).casefold() in seen:
            raise _refused(file, f"two entries named {info.orig_filename!r}")
        seen.add(str(path).casefold())
        if not info.is_dir():
            paths[path] = info
    unpacked = sum(info.file_size for info in paths.values())
    packed = max(1, sum(info.compress_size for info in paths.values()))
    if unpacked > MAX_UNPACKED or (unpacked > RATIO_FLOOR and unpacked > MAX_RATIO * packed):
        raise _refused(file, f"it would unpack to {unpacked:,} bytes from {packed:,}")
    roots = {path.parts[0] for path in paths if path.parts[1:] == (METADATA,)}
    if len(roots) != 1:
        raise _refused(file, f"{len(roots)} folders with {METADATA} in it, where a package has one")
    root = roots.pop()
    return {
        path.relative_to(root): info
        for path, info in paths.items()
        if len(path.parts) > 1 and path.parts[0] == root and path.parts[1] not in SPLITTERS
    }


def _safe_path(file: Path, info: zipfile.ZipInfo) -> PurePosixPath:
    """The entry's path, if it stays inside the folder and is a plain file or folder."""
    name = info.orig_filename
    path = PurePosixPath(name)
    parts = path.parts
    if path.is_absolute() or ".." in parts or not parts or re.search(r"[\\:\x00-\x1f]", name):
        raise _refused(file, f"entry {name!r} points outside the package")
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
        raise _refused(file, f"entry {name!r} is a link or a special file")
    if info.flag_bits & 0x1:
        raise _refused(file, f"entry {name!r} is encrypted")
    if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise _refused(file, f"entry {name!r} is compressed in a way that packages are not")
    return path


def _metadata_of(
    file: Path, archive: zipfile.ZipFile, entries: Mapping[PurePosixPath, zipfile.ZipInfo]
) -> dict[str, str]:
    """The archive's metadata, once it is a whole package of a pair that we use."""
    info = entries[PurePosixPath(METADATA)]
    if info.file_size > MAX_METADATA:
        raise _refused(file, f"{METADATA} has {info.file_size:,} bytes")
    metadata = _parse_metadata(str(file), archive.read(info))
    pair = (metadata["from_code"], metadata["to_code"])
    if pair not in {(TRADITIONAL, ENGLISH), (SIMPLIFIED, ENGLISH)}:
        raise EngineError(f"{file}: translates {pair[0]}→{pair[1]}, not Chinese to English", OTHER)
    _require_parts(str(file), {str(path): info.file_size for path, info in entries.items()})
    return metadata


def _parse_metadata(where: str, content: bytes) -> dict[str, str]:
    """``from_code``, ``to_code`` and ``version`` of a ``metadata.json``."""
    try:
        data = json.loads(content)
    except ValueError as error:
        raise EngineError(f"{where}: {METADATA} is not JSON ({error})", AGAIN) from error
    if not isinstance(data, dict):
        raise EngineError(f"{where}: {METADATA} is not a JSON object", AGAIN)
    if data.get("type", "translate") != "translate":
        raise EngineError(f"{where}: is a package of type {data['type']!r}, not a translation model", OTHER)
    for key in ("from_code", "to_code"):
        if not isinstance(data.get(key), str) or not data[key]:
            raise EngineError(f"{where}: {METADATA} lacks {key}", AGAIN)
    version = data.get("package_version", "")
    return {"from_code": data["from_code"], "to_code": data["to_code"], "version": str(version)}


def _require_parts(where: str, sizes: Mapping[str, int]) -> None:
    """Refuse a package without model or tokenizer; ``sizes`` by path inside it."""
    if not sizes.get(MODEL):
        raise EngineError(f"{where}: incomplete: no {MODEL}", AGAIN)
    if not any(sizes.get(name) for name in TOKENIZERS):
        raise EngineError(f"{where}: incomplete: no tokenizer ({' or '.join(TOKENIZERS)})", AGAIN)


def _installed(path: Path) -> InstalledPackage:
    """The package in folder ``path``."""
    try:
        content = (path / METADATA).read_bytes()
    except OSError as error:
        remedy = f"Remove the folder {path}, or install its package again."
        raise EngineError(f"{path}: {METADATA} cannot be read ({error.strerror})", remedy) from error
    metadata = _parse_metadata(str(path), content)
    parts = (MODEL, *TOKENIZERS)
    _require_parts(
        str(path), {name: (path / name).stat().st_size for name in parts if (path / name).is_file()}
    )
    return InstalledPackage(name=path.name, path=path, **metadata)


def _name(file: Path, metadata: Mapping[str, str]) -> str:
    """The folder's name, from the metadata: archives name theirs as they like."""
    version = metadata["version"] or "0"
    if not re.fullmatch(r"[0-9A-Za-z][0-9A-Za-z._+-]{0,63}", version):
        raise _refused(file, f"its version {version!r} is not one")
    return f"translate-{metadata['from_code']}_{metadata['to_code']}-{version.replace('.', '_')}"


def _version_key(version: str) -> tuple[int, ...]:
    """``1.10`` above ``1.9``."""
    return tuple(int(number) for number in re.findall(r"[0-9]+", version))


def _require_space(file: Path, entries: Mapping[PurePosixPath, zipfile.ZipInfo], target: Path) -> None:
    """Make ``target`` and see that the package fits, before anything is written."""
    target.mkdir(parents=True, exist_ok=True)
    needed = sum(info.file_size for info in entries.values())
    free = shutil.disk_usage(target).free
    if needed > free:
        raise EngineError(
            f"{file}: needs {needed:,} bytes, {target} has {free:,}", "Free some space and install again."
        )


def _unpack(
    file: Path,
    archive: zipfile.ZipFile,
    entries: Mapping[PurePosixPath, zipfile.ZipInfo],
    target: Path,
) -> InstalledPackage:
    """Write ``entries`` beside ``target`` and rename: readers see the old package or the new one."""
    _sweep(target.parent)
    staging = Path(tempfile.mkdtemp(prefix=STAGING, dir=target.parent))
    try:
        new, old = staging / "new", staging / "old"
        for path, info in entries.items():
            place = new.joinpath(*path.parts)
            place.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(info) as source, place.open("wb") as sink:
                _copy(file, source, sink, info.file_size)
        _installed(new)
        if target.exists():
            target.rename(old)
        try:
            new.rename(target)
        except BaseException:
            if old.exists():
                old.rename(target)
            raise
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return _installed(target)


def _copy(file: Path, source: IO[bytes], sink: IO[bytes], size: int) -> None:
    """Copy ``size`` bytes; an archive that holds another number than it declares is refused."""
    written = 0
    while chunk := source.read(1 << 20):
        written += len(chunk)
        if written > size:
            break
        sink.write(chunk)
    if written != size:
        raise _refused(file, "an entry has another size than the archive declares")


def _sweep(directory: Path) -> None:
    """Remove what an installation left that was killed long ago (a younger one may still be running)."""
    for path in directory.glob(f"{STAGING}*"):
        if time.time() - path.stat().st_mtime > STALE_SECONDS:
            shutil.rmtree(path, ignore_errors=True)
