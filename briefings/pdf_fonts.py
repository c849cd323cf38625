"""Chinese fonts in a PDF without the room of the characters that it does not use.

WeasyPrint leaves a subset's glyphs at their numbers, so that a font of 65,000 glyphs
keeps a place for each of them: 140 KB for a few characters. Here the glyphs that are
used move together; their numbers stand in the font's charset, by which a reader finds
them (ISO 32000-2, 9.7.4.2: CIDs of a CIDFontType0C program).
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pikepdf

_CHARACTER = re.compile(rb"<([0-9a-fA-F]{4})>\s*<[0-9a-fA-F]+>")
"""A line of a ToUnicode map: the glyph's number, and its characters."""
_EMPTY = 1
"""Bytes of the outline of a glyph that was left out."""


def compact_fonts(pdf: pikepdf.Pdf) -> None:
    """Put the used glyphs of every CID-keyed OpenType font of ``pdf`` together, in place.

    Widths, encodings and content streams stay as they are; so does every page's look.
    """
    import pikepdf  # noqa: PLC0415  (slow to load)

    for font in pdf.objects:
        if not isinstance(font, pikepdf.Dictionary) or font.get("/Subtype") != "/Type0":
            continue
        file = font.DescendantFonts[0].FontDescriptor.get("/FontFile3")
        if file is None or file.get("/Subtype") != "/OpenType":
            continue
        data = font.ToUnicode.read_bytes() if "/ToUnicode" in font else b""
        named = {int(code, 16) for code in _CHARACTER.findall(data)}
        program = _compacted(file.read_bytes(), named)
        if program is not None:
            file.write(program)
            file.Subtype = pikepdf.Name.CIDFontType0C
            for key in ("/Length1", "/Length2", "/Length3"):
                if key in file:
                    del file[key]


def _compacted(data: bytes, named: set[int]) -> bytes | None:
    """The font's CFF program with the used glyphs alone; ``None`` if its numbers are no CIDs of its own."""
    from fontTools.subset import Options, Subsetter  # type: ignore[import-untyped]  # noqa: PLC0415
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # noqa: PLC0415

    font: Any = TTFont(BytesIO(data), lazy=True)
    if "CFF " not in font:
        return None
    top = font["CFF "].cff[0]
    order = font.getGlyphOrder()
    if not hasattr(top, "ROS") or any(order[gid] != f"cid{gid:05d}" for gid in named if gid):
        return None
    places = top.CharStrings.charStringsIndex.offsets
    outlined = (gid for gid in range(len(order)) if places[gid + 1] - places[gid] > _EMPTY)
    options = Options(layout_features=[], notdef_outline=True)
    options.drop_tables += ["GSUB", "GPOS", "BASE", "VORG", "vhea", "vmtx", "cmap", "name", "OS/2", "post"]
    subsetter = Subsetter(options)
    subsetter.populate(gids=sorted({0, *named, *outlined}))
    subsetter.subset(font)
    target = BytesIO()
    font.save(target)
    program: bytes = TTFont(target).getTableData("CFF ")
    return program
