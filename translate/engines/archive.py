"""An ``.argosmodel`` file: a zip archive that is not trusted. What is in it, and unpacking it.

argostranslate's installer extracts whatever the archive holds, over what is
there. Here every entry is proved harmless and the package whole before a byte is written.
"""

from __future__ import annotations

import os
import re
import stat
import struct
import zipfile
import zlib
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Final

from translate.engines.packages import (
    AGAIN,
    ENGLISH,
    METADATA,
    OTHER,
    SIMPLIFIED,
    TRADITIONAL,
    parse_metadata,
    require_parts,
)
from translate.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Iterator

SPLITTERS: Final = frozenset({"stanza", "spacy", "minisbd"})
"""Sentence splitters that packages bring along. We never use them, and stanza's are pickles."""

# A published package has some 20 files and unpacks to 70 to 400 MB, hardly less than its zip.
MAX_ENTRIES: Final = 2_000
MAX_METADATA: Final = 1 << 20
MAX_UNPACKED: Final = 4 << 30
MAX_RATIO: Final = 100
RATIO_FLOOR: Final = 64 << 20
"""Below this size a high ratio is harmless and may be honest (a small model full of zeros)."""


class Archive:
    """A whole, harmless package of a pair that we use. Made by ``opened``.

    Attributes:
        where: names the file in messages: its path, or the URL it came from.
        metadata: ``from_code``, ``to_code``, ``version``.
        unpacked: bytes that it needs on disk.
    """

    def __init__(self, where: str, archive: zipfile.ZipFile) -> None:
        self.where = where
        self._archive = archive
        self._entries = self._checked()
        self.metadata = self._metadata()
        self.unpacked = sum(info.file_size for info in self._entries.values())

    def unpack(self, folder: Path) -> None:
        """Write the files into ``folder``, which is made.

        Raises:
            EngineError: an entry is not what the archive declares.
            OSError: it cannot be written.
        """
        for path, info in self._entries.items():
            place = folder.joinpath(*path.parts)
            place.parent.mkdir(parents=True, exist_ok=True)
            with self._archive.open(info) as source, place.open("wb") as sink:
                _copy(self.where, source, sink, info.file_size)

    def _refused(self, cause: str) -> EngineError:
        return EngineError(f"{self.where}: refused: {cause}", AGAIN)

    def _checked(self) -> dict[PurePosixPath, zipfile.ZipInfo]:
        """The files by path inside the package's folder, once every entry proved harmless."""
        infos = self._archive.infolist()
        if len(infos) > MAX_ENTRIES:
            raise self._refused(f"{len(infos)} entries, more than {MAX_ENTRIES}")
        paths: dict[PurePosixPath, zipfile.ZipInfo] = {}
        seen: set[str] = set()
        for info in infos:
            path = self._safe_path(info)
            # on a file system that ignores case the later one would silently replace the earlier
            if str(path).casefold() in seen:
                raise self._refused(f"two entries named {info.orig_filename!r}")
            seen.add(str(path).casefold())
            if not info.is_dir():
                paths[path] = info
        unpacked = sum(info.file_size for info in paths.values())
        packed = max(1, sum(info.compress_size for info in paths.values()))
        if unpacked > MAX_UNPACKED or (unpacked > RATIO_FLOOR and unpacked > MAX_RATIO * packed):
            raise self._refused(f"it would unpack to {unpacked:,} bytes from {packed:,}")
        roots = {path.parts[0] for path in paths if path.parts[1:] == (METADATA,)}
        if len(roots) != 1:
            raise self._refused(f"{len(roots)} folders with {METADATA} in it, where a package has one")
        root = roots.pop()
        return {
            path.relative_to(root): info
            for path, info in paths.items()
            if len(path.parts) > 1 and path.parts[0] == root and path.parts[1] not in SPLITTERS
        }

    def _safe_path(self, info: zipfile.ZipInfo) -> PurePosixPath:
        """The entry's path, if it stays inside the folder and is a plain file or folder."""
        name = info.orig_filename
        path = PurePosixPath(name)
        parts = path.parts
        if path.is_absolute() or ".." in parts or not parts or re.search(r"[\\:\x00-\x1f]", name):
            raise self._refused(f"entry {name!r} points outside the package")
        kind = stat.S_IFMT(info.external_attr >> 16)
        if kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
            raise self._refused(f"entry {name!r} is a link or a special file")
        if info.flag_bits & 0x1:
            raise self._refused(f"entry {name!r} is encrypted")
        if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise self._refused(f"entry {name!r} is compressed in a way that packages are not")
        return path

    def _metadata(self) -> dict[str, str]:
        """The metadata, once they are those of a whole package of a pair that we use."""
        info = self._entries[PurePosixPath(METADATA)]
        if info.file_size > MAX_METADATA:
            raise self._refused(f"{METADATA} has {info.file_size:,} bytes")
        metadata = parse_metadata(self.where, self._archive.read(info))
        pair = (metadata["from_code"], metadata["to_code"])
        if pair not in {(TRADITIONAL, ENGLISH), (SIMPLIFIED, ENGLISH)}:
            raise EngineError(f"{self.where}: translates {pair[0]}→{pair[1]}, not Chinese to English", OTHER)
        require_parts(self.where, {str(path): entry.file_size for path, entry in self._entries.items()})
        return metadata


@contextmanager
def opened(file: Path, where: str) -> Iterator[Archive]:
    """The package in ``file``; whatever damage shows while it is open is told as such.

    Args:
        file: the archive.
        where: names it in messages.

    Raises:
        EngineError: it is not one, or not one that we install.
        OSError: something cannot be read or written.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            yield Archive(where, archive)
    except zipfile.BadZipFile as error:
        whole = "not a whole Argos package (damaged zip)" if zipfile.is_zipfile(file) else "not a zip archive"
        raise EngineError(f"{where}: {whole}", AGAIN) from error
    except (zlib.error, struct.error, EOFError, OverflowError, RuntimeError, ValueError) as error:
        # zipfile lets any of these escape from a damaged archive
        raise EngineError(f"{where}: its contents cannot be unpacked ({error})", AGAIN) from error


def _copy(where: str, source: IO[bytes], sink: IO[bytes], size: int) -> None:
    """Copy ``size`` bytes to disk; an archive that holds another number than it declares is refused."""
    written = 0
    while chunk := source.read(1 << 20):
        written += len(chunk)
        if written > size:
            break
        sink.write(chunk)
    if written != size:
        raise EngineError(f"{where}: refused: an entry has another size than the archive declares", AGAIN)
    sink.flush()
    # an installation counts at once after this: it must not be emptier after a power cut
    os.fsync(sink.fileno())
