"""Argos packages on disk: find them, choose one for a text, see that they are what was installed.

A package is a folder with ``metadata.json``, a CTranslate2 model in ``model/``
and a tokenizer. They are kept in a directory of our own, never in Argos's, and
``packages.lock.json`` there records their hashes. Reading only: see ``install``.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

import platformdirs

from translate.engines import lock
from translate.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

TRADITIONAL: Final = "zt"
SIMPLIFIED: Final = "zh"
ENGLISH: Final = "en"

METADATA: Final = "metadata.json"
MODEL: Final = "model/model.bin"
TOKENIZERS: Final = ("sentencepiece.model", "bpe.model")

AGAIN: Final = "Download the package again, check its size, and install that file."
OTHER: Final = "Install an Argos package for Chinese to English: zt→en (Traditional) or zh→en (Simplified)."

OTHER_FOLDER: Final = re.compile(r"(?P<name>translate-[0-9A-Za-z._+-]+)~[0-9a-f]{8}")
"""Names a folder that takes another's place: both must be there for a moment."""

_hashes: dict[tuple[object, ...], str] = {}


@dataclass(frozen=True)
class InstalledPackage:
    """A package in the packages' directory.

    Attributes:
        name: pair and version, such as ``translate-zt_en-1_9``; its folder's name, as a rule.
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
        """Hash of metadata, tokenizer and model, once it proved to be the one recorded.

        Raises:
            EngineError: as ``verify``.
        """
        return self.verify()

    def verify(self, *, anew: bool = False) -> str:
        """See that the package is what was installed.

        Args:
            anew: read every byte again, even if this process has done so and
                no file's size and time changed since.

        Returns:
            Its ``tree_hash``.

        Raises:
            EngineError: a file cannot be read, or the hash is not the recorded one.
        """
        digest = tree_hash(self.path, anew=anew)
        record = lock.read(self.path.parent).get(self.name)
        if record is None or record.folder != self.path.name:
            raise EngineError(
                f"{self.path}: not in {lock.FILE}, so nobody can say whether it is whole",
                f"If you trust it: briefings model verify --adopt {self.name}. "
                "Otherwise remove it and install it again.",
            )
        if record.tree_sha256 != digest:
            raise EngineError(
                f"{self.path}: changed since it was installed "
                f"(hash mismatch: {digest[:12]}, recorded {record.tree_sha256[:12]})",
                f"Install it again, or remove it: briefings model remove {self.name}",
            )
        return digest


@dataclass(frozen=True, slots=True)
class Found:
    """What stands in the packages' directory under one name, whole or not.

    Attributes:
        name: of the package.
        path: its folder.
        record: what the lock file says of it.
    """

    name: str
    path: Path
    record: lock.Record | None

    def package(self) -> InstalledPackage:
        """The package.

        Raises:
            EngineError: it is not whole.
        """
        return read_package(self.path, self.name)


def tree_hash(path: Path, *, anew: bool = False) -> str:
    """Hash of metadata, tokenizer and model (names and bytes): what a translation depends on.

    Args:
        path: a package's folder.
        anew: never answer from an earlier reading in this process.

    Raises:
        EngineError: a file cannot be read.
    """
    files = [path / name for name in (METADATA, *TOKENIZERS) if (path / name).is_file()]
    digest = hashlib.sha256()
    try:
        files += [file for file in (path / "model").rglob("*") if file.is_file()]
        named = sorted((file.relative_to(path).as_posix(), file) for file in files)
        stats = [(name, file.stat()) for name, file in named]
        key = (path, *((name, stat.st_size, stat.st_mtime_ns, stat.st_ino) for name, stat in stats))
        if not anew and key in _hashes:
            return _hashes[key]
        for name, file in named:
            digest.update(f"{name}\0{file.stat().st_size}\0".encode())
            with file.open("rb") as content:
                while chunk := content.read(1 << 20):
                    digest.update(chunk)
    except OSError as error:
        raise EngineError(f"{error.filename}: cannot be read ({error.strerror})", AGAIN) from error
    _hashes[key] = digest.hexdigest()
    return _hashes[key]


def default_directory() -> Path:
    """Where packages are kept unless the user says otherwise. Not created here."""
    return Path(platformdirs.user_data_dir("summit-briefings", appauthor=False)) / "packages"


def find(directory: Path | None = None) -> list[Found]:
    """Everything that poses as a package in ``directory``, by name; damaged ones too.

    A folder that an installation replaced, or was about to put in place when it
    was killed, is not among them.

    Args:
        directory: ``default_directory()`` if ``None``; it need not exist.

    Raises:
        EngineError: the directory or its lock file cannot be read.
    """
    place = directory or default_directory()
    if not place.is_dir():
        return []
    records, folders = _listing(place)
    found = [
        Found(name, place / record.folder, record)
        for name, record in records.items()
        if record.folder in folders
    ]
    by_hand = {name for name in folders if not OTHER_FOLDER.fullmatch(name)} - {item.name for item in found}
    found += [Found(name, place / name, None) for name in by_hand]
    return sorted(found, key=lambda item: item.name)


def _listing(place: Path) -> tuple[dict[str, lock.Record], set[str]]:
    """The records and the folders that belong together, though another process may be replacing one."""
    records = lock.read(place)
    while True:
        try:
            folders = {path.name for path in place.iterdir() if path.is_dir()}
        except OSError as error:
            raise EngineError(
                f"{place}: cannot be read ({error.strerror})", "Check its permissions."
            ) from error
        before, records = records, lock.read(place)
        if records == before:
            return records, {name for name in folders if not name.startswith(".")}


def discover(directory: Path | None = None) -> list[InstalledPackage]:
    """Every package in ``directory``, by name; of any language pair.

    Args:
        directory: ``default_directory()`` if ``None``; it need not exist.

    Raises:
        EngineError: a folder there is not a whole package. It is named rather
            than passed over, or the user would wonder why it is not used.
    """
    return [item.package() for item in find(directory)]


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
            return max(fitting, key=lambda package: (version_key(package.version), package.name)), conversion
    raise EngineError("no Argos package from Chinese to English is installed", OTHER)


def version_key(version: str) -> tuple[int, ...]:
    """``1.10`` above ``1.9``."""
    return tuple(int(number) for number in re.findall(r"[0-9]+", version))


def read_package(path: Path, name: str) -> InstalledPackage:
    """The package in folder ``path``, under ``name``.

    Raises:
        EngineError: it is not whole.
    """
    try:
        content = (path / METADATA).read_bytes()
    except OSError as error:
        remedy = f"Remove it (briefings model remove {name}), or install its package again."
        raise EngineError(f"{path}: {METADATA} cannot be read ({error.strerror})", remedy) from error
    metadata = parse_metadata(str(path), content)
    parts = (MODEL, *TOKENIZERS)
    require_parts(
        str(path), {part: (path / part).stat().st_size for part in parts if (path / part).is_file()}
    )
    return InstalledPackage(name=name, path=path, **metadata)


def parse_metadata(where: str, content: bytes) -> dict[str, str]:
    """``from_code``, ``to_code`` and ``version`` of a ``metadata.json``.

    Args:
        where: names the package in messages.
        content: of the file.

    Raises:
        EngineError: it is not the metadata of a translation model.
    """
    try:
        data = json.loads(content)
    except (ValueError, RecursionError) as error:
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


def require_parts(where: str, sizes: Mapping[str, int]) -> None:
    """Refuse a package without model or tokenizer.

    Args:
        where: names the package in messages.
        sizes: bytes of each file, by path inside the package.

    Raises:
        EngineError: one is missing or empty.
    """
    if not sizes.get(MODEL):
        raise EngineError(f"{where}: incomplete: no {MODEL}", AGAIN)
    if not any(sizes.get(name) for name in TOKENIZERS):
        raise EngineError(f"{where}: incomplete: no tokenizer ({' or '.join(TOKENIZERS)})", AGAIN)


def package_name(where: str, metadata: Mapping[str, str]) -> str:
    """The name of a package with these metadata: archives name their folder as they like.

    Raises:
        EngineError: its version cannot be part of a name.
    """
    version = metadata["version"] or "0"
    if not re.fullmatch(r"[0-9A-Za-z][0-9A-Za-z._+-]{0,63}", version):
        raise EngineError(f"{where}: refused: its version {version!r} is not one", AGAIN)
    return f"translate-{metadata['from_code']}_{metadata['to_code']}-{version.replace('.', '_')}"
