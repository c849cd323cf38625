"""The ZIP package of a DOCX file: its parts, safely. Nothing is unpacked that the text does not need.

Written on ``zipfile`` and ``lxml`` rather than on python-docx's package reader,
which reads every picture into memory, fails where a relationship leads nowhere
(Word writes such files, and opens them) and knows neither macro-enabled nor
Strict documents, footnotes or tracked changes.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from dataclasses import dataclass, field
from urllib.parse import unquote

from lxml import etree

from translate.errors import InputError
from translate.ingest.formats import format_of

_MOST_ENTRIES = 20_000
"""Entries of a package; a book with a picture on every page has some thousands."""

_MOST_XML = 48 * 2**20
"""Bytes of XML that are parsed; a book of 500 pages has about 10 MiB, and the tree takes some eight
times the bytes."""

_MOST_TAGS = 1_500_000
"""Tags in these parts; each takes some 0.3 KB. Word sets about twenty to a line of text."""

_MOST_TOTAL = 2**30
"""Bytes that the whole package may unpack to, pictures too."""

_MOST_RATIO = 500
_RATIO_FROM = 2**20
"""How many times its packed size a part of a megabyte and more may have; Word's XML has up to 40,
one paragraph over and over 250, and a bomb about 1000, the most that deflate can."""

_DOCTYPES = tuple("<!DOCTYPE".encode(codec) for codec in ("ascii", "utf-16-le", "utf-16-be"))
_RESAVE = "Open it in Word or LibreOffice, save it as .docx again, and take in that file."
_AGAIN = "The file is damaged. Get it again, or open it in Word, which may repair it, and save it as .docx."


@dataclass(frozen=True, slots=True)
class Relationship:
    """Where a part leads: the kind of it (its type's last word), and the other part's name."""

    kind: str
    target: str


@dataclass(slots=True)
class Package:
    """An opened package; parts are read when they are asked for.

    Attributes:
        name: the user's path, for messages.
    """

    name: str
    archive: zipfile.ZipFile
    entries: dict[str, zipfile.ZipInfo]
    budget: int = _MOST_XML
    tags: int = _MOST_TAGS
    relationships: dict[str, dict[str, Relationship]] = field(default_factory=dict)

    def main(self) -> str:
        """The name of the document's own part.

        Raises:
            InputError: there is none.
        """
        for relationship in self.related("").values():
            if relationship.kind == "officeDocument":
                return relationship.target
        return "word/document.xml"

    def related(self, part: str) -> dict[str, Relationship]:
        """The relationships of ``part`` by their ids; parts that do not exist are left out."""
        if part not in self.relationships:
            folder, base = posixpath.split(part)
            root = self.xml(posixpath.join(folder, "_rels", f"{base}.rels"))
            self.relationships[part] = {} if root is None else self._targets(root, folder)
        return self.relationships[part]

    def _targets(self, root: etree._Element, folder: str) -> dict[str, Relationship]:
        found = {}
        for item in root:
            target = unquote(item.get("Target", ""))
            if item.get("TargetMode") == "External" or not target:
                continue
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
            path = path.lstrip("/")
            if path.lower() in self.entries:
                kind = item.get("Type", "").rpartition("/")[2]
                found[item.get("Id", "")] = Relationship(kind, path)
        return found

    def first(self, part: str, kind: str) -> etree._Element | None:
        """The root of the part that ``part`` leads to as ``kind``, or ``None``."""
        for relationship in self.related(part).values():
            if relationship.kind == kind:
                return self.xml(relationship.target)
        return None

    def xml(self, part: str) -> etree._Element | None:
        """The root of an XML part, or ``None`` where the package does not have it.

        Raises:
            InputError: damaged, too large, or with a document type (entities).
        """
        entry = self.entries.get(part.lower())
        if entry is None:
            return None
        self.budget -= entry.file_size
        if self.budget < 0:
            raise InputError(
                f"{self.name}: its text parts unpack to more than {_MOST_XML // 2**20} MiB",
                "No paper is as large. Split it, and take in each part.",
            )
        data = self._bytes(entry)
        self.tags -= data.count(b"<")
        if self.tags < 0:
            raise InputError(
                f"{self.name}: its text parts have more than {_MOST_TAGS} tags",
                "Split it, and take in each part.",
            )
        if any(mark in data for mark in _DOCTYPES):
            raise self._entities(part)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
            remove_comments=True, remove_pis=True, collect_ids=False,
        )  # fmt: skip
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise InputError(f"{self.name}: {part} is not sound XML ({_short(error)})", _AGAIN) from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise self._entities(part)
        return root

    def _entities(self, part: str) -> InputError:
        return InputError(f"{self.name}: {part} has a document type declaration, which no DOCX has", _RESAVE)

    def _bytes(self, entry: zipfile.ZipInfo) -> bytes:
        try:
            return self.archive.read(entry)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as error:
            why = _short(error)
            raise InputError(f"{self.name}: {entry.filename} cannot be unpacked ({why})", _AGAIN) from error


def open_package(data: bytes, name: str) -> Package:
    """The package in ``data``.

    Raises:
        InputError: no DOCX file, damaged, under a password, or a ZIP bomb.
    """
    if not data.startswith(b"PK"):
        format_of(data, name)  # names what is not read: an old .doc, a password, an image
        raise InputError(f"{name}: not a DOCX file (no ZIP package)", _RESAVE)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError) as error:
        raise InputError(f"{name}: a damaged DOCX file ({_short(error)})", _AGAIN) from error
    entries = {}
    for entry in archive.infolist():
        _check(entry, name)
        entries[entry.filename.replace("\\", "/").lstrip("/").lower()] = entry
    total = sum(entry.file_size for entry in archive.infolist())
    if len(archive.infolist()) > _MOST_ENTRIES or total > _MOST_TOTAL:
        raise InputError(
            f"{name}: unpacks to {len(archive.infolist())} parts of {total / 2**20:.0f} MiB in all;"
            f" at most {_MOST_ENTRIES} and {_MOST_TOTAL // 2**20} MiB are read",
            _RESAVE,
        )
    return Package(name, archive, entries)


def _check(entry: zipfile.ZipInfo, name: str) -> None:
    """Raise for an entry that cannot or should not be unpacked."""
    if entry.flag_bits & 0x1:
        remedy = "Save a copy without the password."
        raise InputError(f"{name}: {entry.filename} is under a password", remedy)
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise InputError(f"{name}: {entry.filename} is packed in a way that no DOCX is", _RESAVE)
    ratio = entry.file_size / max(entry.compress_size, 1)
    if entry.file_size > _RATIO_FROM and ratio > _MOST_RATIO:
        raise InputError(
            f"{name}: {entry.filename} unpacks to {ratio:.0f} times its size, as a ZIP bomb does"
            f" (at most {_MOST_RATIO} times is read)",
            _RESAVE,
        )


def _short(error: Exception) -> str:
    return str(error).partition("\n")[0][:120] or type(error).__name__
