"""Plain text: bytes to raw lines. UTF-8, with or without a byte-order mark."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from translate.errors import InputError
from translate.model import RawLine, RawText

_LINE_END = re.compile(r"\r\n|\r|\n|\f")


def lines_of(text: str) -> RawText:
    """``text`` cut at LF, CRLF, CR and form feed; a form feed also turns the page."""
    paged = "\f" in text
    lines: list[RawLine] = []
    start, page = 0, 1
    for end in _LINE_END.finditer(text):
        lines.append(RawLine(len(lines) + 1, start, end.start(), page if paged else None))
        page += end.group() == "\f"
        start = end.end()
    lines.append(RawLine(len(lines) + 1, start, len(text), page if paged else None))
    return RawText(text, tuple(lines))


def read_text(path: Path) -> tuple[RawText, str]:
    """The file's text and the SHA-256 of its bytes.

    Raises:
        InputError: missing, not a file, empty, or not UTF-8 (with the byte offset).
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(
            f"{path}: cannot be read ({error.strerror})", "Check the path and its permissions."
        ) from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path}: not UTF-8; the first wrong byte is at offset {error.start}",
            "Save the file as UTF-8 text and try again.",
        ) from error
    if not text.strip():
        raise InputError(f"{path}: holds no text", "Check that the text was extracted.")
    return lines_of(text), hashlib.sha256(data).hexdigest()
