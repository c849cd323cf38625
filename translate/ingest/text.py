"""Plain text: bytes to raw lines, in any of the encodings that Chinese papers come in."""

from __future__ import annotations

from dataclasses import replace

from translate.errors import InputError
from translate.ingest.encoding import LINE_END, decode
from translate.model import RawLine, RawText


def lines_of(text: str) -> RawText:
    """``text`` cut at every kind of line end; a form feed also turns the page."""
    paged = "\f" in text
    lines: list[RawLine] = []
    start, page = 0, 1
    for end in LINE_END.finditer(text):
        lines.append(RawLine(len(lines) + 1, start, end.start(), page if paged else None))
        page += end.group() == "\f"
        start = end.end()
    lines.append(RawLine(len(lines) + 1, start, len(text), page if paged else None))
    return RawText(text, tuple(lines))


def read_text(data: bytes, name: str) -> RawText:
    """The text of ``data``; an encoding that had to be found out is among its notices.

    Args:
        data: the file's bytes.
        name: its path, for messages.

    Raises:
        InputError: empty, no text, damaged, or in no encoding known here.
    """
    decoded = decode(data, name)
    if not decoded.text.strip():
        raise InputError(f"{name}: holds no text", "Check that the text was extracted.")
    return replace(lines_of(decoded.text), notices=(decoded.notice,) if decoded.notice else ())
