"""Which format a file is in: by its content first, by its name where content does not tell.

What the program does not read is refused with what to do instead.
"""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import PurePath
from typing import Literal

from translate.errors import InputError

Format = Literal["text", "markdown", "html", "docx", "pdf"]

SUFFIXES: dict[str, Format] = {
    ".txt": "text", ".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html",
    ".docx": "docx", ".pdf": "pdf",
}  # fmt: skip
READ = f"What can be read: {' '.join(SUFFIXES)}."

_HEAD = 4096
_OCR = (
    "It is a picture of text. Recognise the text first, for example: "
    "tesseract FILE OUT -l chi_tra (chi_sim for Simplified), and take in OUT.txt."
)
_OFFICE = "Open it in Word or LibreOffice and save it as .docx (soffice --headless --convert-to docx FILE)."
_SHEET = "Tables and slides are not read. Print it to PDF, or save its text as .txt."
_UNPACK = "Unpack it and take in the paper inside."
_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "a PNG image", _OCR),
    (b"\xff\xd8\xff", "a JPEG image", _OCR),
    (b"GIF8", "a GIF image", _OCR),
    (b"II*\0", "a TIFF image", _OCR),
    (b"MM\0*", "a TIFF image", _OCR),
    (b"\0\0\0\x0cjP  ", "a JPEG 2000 image", _OCR),
    (b"{\\rtf", "an RTF file", _OFFICE),
    (b"\x1f\x8b", "a gzip archive", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", _UNPACK),
    (b"Rar!\x1a\x07", "a RAR archive", _UNPACK),
    (b"BZh91AY&SY", "a bzip2 archive", _UNPACK),
    (b"\xfd7zXZ\0", "an xz archive", _UNPACK),
    (b"%!PS", "a PostScript file", "Turn it into a PDF first (ps2pdf FILE)."),
)
_LEGACY = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BY_NAME = {
    ".doc": ("an old Word file", _OFFICE), ".dot": ("an old Word file", _OFFICE),
    ".wps": ("a WPS file", _OFFICE), ".odt": ("an OpenDocument file", _OFFICE),
    ".rtf": ("an RTF file", _OFFICE), ".pages": ("a Pages file", "Export it from Pages as .docx."),
    ".caj": ("a CAJ file", "Save it from CAJViewer as PDF or text."),
    ".epub": ("an e-book", "Save its text as .html or .txt."),
    ".mht": ("a saved web page", "Save the page as .html instead."),
    ".mhtml": ("a saved web page", "Save the page as .html instead."),
}  # fmt: skip
_PARTS: tuple[tuple[str, str, str], ...] = (
    ("xl/", "an Excel file", _SHEET),
    ("ppt/", "a PowerPoint file", _SHEET),
    ("content.xml", "an OpenDocument file", _OFFICE),
    ("META-INF/container.xml", "an e-book", "Save its text as .html or .txt."),
    ("Index/", "a Pages file", "Export it from Pages as .docx."),
)
_HTML = re.compile(rb"<(!doctype\s+html|html[\s>])", re.IGNORECASE)


def format_of(data: bytes, name: str) -> Format:
    """The format of ``data``.

    Args:
        data: the file's bytes.
        name: its path as the user gave it, for its suffix and for messages.

    Raises:
        InputError: a format that is not read, with what to do instead.
    """
    suffix = PurePath(name).suffix.lower()
    # junk may stand before the mark, but a text may speak of it
    if data.startswith(b"%PDF-") or (b"%PDF-" in data[:1024] and SUFFIXES.get(suffix) in {None, "pdf"}):
        return "pdf"
    for magic, what, remedy in _MAGIC:
        if data.startswith(magic):
            raise _unread(name, what, remedy)
    if data[8:12] == b"WEBP" or data[4:12] in {b"ftypheic", b"ftypavif", b"ftypmif1"}:
        raise _unread(name, "an image", _OCR)
    if data.startswith(_LEGACY):
        raise _legacy(data, name)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(data, name, suffix)
    if _is_html(data[:_HEAD]):
        return "html"
    if data[:_HEAD].lstrip().lower().startswith(b"mime-version:"):
        raise _unread(name, *_BY_NAME[".mht"])
    if suffix in SUFFIXES:
        return SUFFIXES[suffix]
    if suffix in _BY_NAME:
        raise _unread(name, *_BY_NAME[suffix])
    what = f"files named *{suffix} are not read" if suffix else "its name has no ending that tells its format"
    raise InputError(f"{name}: {what}", f"{READ} If it is one of these, rename it.")


def _unread(name: str, what: str, remedy: str) -> InputError:
    return InputError(f"{name}: {what}, which is not read", f"{remedy} {READ}")


def _legacy(data: bytes, name: str) -> InputError:
    """The container of old Office files; encrypted new ones are in it, too."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return InputError(
            f"{name}: an Office file under a password",
            "Open it in Word or LibreOffice and save a copy without the password.",
        )
    return _unread(name, "an old Office file (.doc, .xls, .ppt)", _OFFICE)


def _zipped(data: bytes, name: str, suffix: str) -> Format:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        if suffix == ".docx":
            return "docx"  # its reader says what is damaged
        raise InputError(f"{name}: a damaged ZIP archive", "Get the file again.") from error
    if suffix == ".docx" or "word/document.xml" in names:
        return "docx"
    for part, what, remedy in _PARTS:
        if any(entry.startswith(part) for entry in names):
            raise _unread(name, what, remedy)
    raise _unread(name, "a ZIP archive", _UNPACK)


def _is_html(head: bytes) -> bool:
    """Whether the file begins as HTML does, in whatever encoding; XML and comments may stand before it."""
    rest = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe").lstrip()
    while True:
        if _HTML.match(rest):
            return True
        end = {b"<?": b"?>", b"<!": b"-->"}.get(rest[:2])
        if end is None or (end == b"-->" and not rest.startswith(b"<!--")):
            return False
        _, found, rest = rest.partition(end)
        if not found:
            return False
        rest = rest.lstrip()
