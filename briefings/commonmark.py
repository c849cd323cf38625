"""Plain text as CommonMark that renders back to exactly that text."""

from __future__ import annotations

import re

_SPACE = re.compile(r"[ \t\r\n\f\v]+")
_ALWAYS = re.compile(r"[\\`*<~]")
# An underscore inside a word is never emphasis (CommonMark 0.31, 6.2); URLs stay readable.
_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
# Brackets are plain text unless they open a footnote or make a link. Translators' supplied words stand in
# brackets often, so they are left alone where they can be.
_OPENING = re.compile(r"\[(?=\^)|^\[")
_CLOSING = re.compile(r"\](?=[(\[:]|$)")
_LINE_START = re.compile(r"^(?:[#>=]|[-+](?=\s|$|[-+]))")
_ORDINAL = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")
_CLOSING_HASHES = re.compile(r"(?:(?<= )|^)#(?=#*$)")


def plain(text: str, *, opens: bool = True) -> str:
    """``text`` escaped where CommonMark, or GitHub's dialect of it, would read markup.

    The result is one line; runs of ordinary white space become one space, as they
    would on rendering.

    Args:
        text: what a reader is to see.
        opens: whether it begins a paragraph or an item; a heading's text does not.
    """
    line = _SPACE.sub(" ", text).strip(" ")
    line = _ALWAYS.sub(r"\\\g<0>", line)
    line = _UNDERSCORE.sub(r"\\_", line)
    line = _ENTITY.sub(r"\\&", line)
    line = _OPENING.sub(r"\\[", line)
    line = _CLOSING.sub(r"\\]", line)
    if opens:
        line = _LINE_START.sub(r"\\\g<0>", line)
        line = _ORDINAL.sub(r"\1\\\2", line)
    return _CLOSING_HASHES.sub(r"\\#", line)


def lines(texts: list[str]) -> str:
    """Escaped lines as one paragraph with hard breaks; a backslash survives editors that trim spaces."""
    return "\\\n".join(text for text in texts if text)
