"""DOCX files for tests, part by part, as small as Word's format allows."""

from __future__ import annotations

import io
import zipfile

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMES = (
    f'xmlns:w="{WORD}" xmlns:r="{RELATIONSHIPS}"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
ROOTS = {
    "styles": "styles", "numbering": "numbering", "footnotes": "footnotes", "endnotes": "endnotes",
    "settings": "settings", "header": "hdr", "footer": "ftr",
}  # fmt: skip


def xml(root: str, content: str, names: str = NAMES) -> str:
    """A part with this root element."""
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{root} {names}>{content}</w:{root}>'


def package(body: str, parts: dict[str, str] | None = None, *, names: str = NAMES) -> bytes:
    """A file with this body and the parts named in ``ROOTS``; a part's relationship has its name as id."""
    parts = parts or {}
    office = RELATIONSHIPS if names == NAMES else "http://purl.oclc.org/ooxml/officeDocument/relationships"
    space = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    links = "".join(
        f'<Relationship Id="{name}" Type="{office}/{name}" Target="{name}.xml"/>' for name in parts
    )
    files = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships {space}><Relationship Id="a" Type="{office}/officeDocument"'
        ' Target="/word/document.xml"/></Relationships>',
        "word/document.xml": xml("document", f"<w:body>{body}</w:body>", names),
        "word/_rels/document.xml.rels": f"<Relationships {space}>{links}"
        f'<Relationship Id="gone" Type="{office}/image" Target="NULL"/></Relationships>',
        **{f"word/{name}.xml": xml(ROOTS[name], content, names) for name, content in parts.items()},
    }
    return zipped({name: text.encode() for name, text in files.items()})


def zipped(files: dict[str, bytes]) -> bytes:
    """A ZIP archive of these files."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return target.getvalue()
