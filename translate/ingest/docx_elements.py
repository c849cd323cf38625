"""What single elements of a Word document hold: text, symbols, data, a note's first words."""

from __future__ import annotations

import re

from lxml import etree

from translate.ingest.docx_names import children, name


def is_data(table: etree._Element) -> bool:
    """Whether a table holds cells rather than setting a page's text: more than one cell, none in a cell."""
    rows = list(children(table, "tr"))
    cells = sum(1 for row in rows for _ in children(row, "tc"))
    return cells > 1


def begins_note(paragraph: etree._Element) -> bool:
    """Whether a note's number is to stand before this paragraph, which has text and no place for it."""
    names = {name(item) for item in paragraph.iter()}
    return "t" in names and not names & {"footnoteRef", "endnoteRef"}


def words(element: etree._Element | None) -> str:
    """The text of ``element`` and all in it, of formulas too; ``""`` without it."""
    return (
        ""
        if element is None
        else "".join(item.text or "" for item in element.iter() if name(item) in {"t", "m:t"})
    )


def symbol(code: str) -> str:
    """The character of a symbol font; Word keeps it in the private use area."""
    if not re.fullmatch(r"[0-9A-Fa-f]{2,6}", code):
        return ""
    value = int(code, 16)
    return chr(value) if 0x20 <= value < 0xD800 or 0xE000 <= value < 0x110000 else ""  # noqa: PLR2004
