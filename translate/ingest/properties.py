"""What a file says of itself: title, author and date in its properties. Weak evidence, often wrong."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping

from lxml import etree

from translate.ingest.encoding import decode
from translate.ingest.formats import Format

_DC = "{http://purl.org/dc/elements/1.1/}"
_TERMS = "{http://purl.org/dc/terms/}"
_MOST = 1_000_000
"""Bytes of DOCX properties that are looked at; real ones have about a thousand."""

_EMPTY = re.compile(
    r"(?i)^(?:microsoft word - )?.*\.(?:docx?|indd|pdf|rtf|odt|txt|wpd)$"
    r"|^(?:untitled|未命名|無標題|文件|文档|document)\s*\d*$"
)
_NOBODY = re.compile(
    r"(?i)^(?:user|admin|administrator|owner|author|unknown|microsoft|windows|user\d*|pc|asus|acer|test)$"
)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*>")
_PDF_DATE = re.compile(r"D?:?(\d{4})(\d{2})(\d{2})")
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def of_file(data: bytes, kind: Format, password: str | None = None) -> dict[str, str]:
    """Title, author and date (ISO 8601) of a DOCX, PDF or HTML file, as far as it has them.

    What cannot be read is left out: nothing depends on it.
    """
    try:
        if kind == "docx":
            found = _docx(data)
        elif kind == "pdf":
            found = _pdf(data, password)
        elif kind == "html":
            found = _html(data)
        else:
            found = {}
    except Exception:  # noqa: BLE001  (a damaged property must not stop a sound paper)
        return {}
    return _cleaned(found)


def _cleaned(found: Mapping[str, str]) -> dict[str, str]:
    kept = {key: " ".join(value.split()) for key, value in found.items() if value and value.strip()}
    if _EMPTY.match(kept.get("title", "")):
        del kept["title"]
    if _NOBODY.match(kept.get("author", "")):
        del kept["author"]
    return {key: value for key, value in kept.items() if len(value) <= 200}  # noqa: PLR2004


def _docx(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open("docProps/core.xml") as part:
        content = part.read(_MOST)
    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    created = root.findtext(f"{_TERMS}created") or ""
    return {
        "title": root.findtext(f"{_DC}title") or "",
        "author": root.findtext(f"{_DC}creator") or "",
        "date": created[:10] if _ISO_DATE.match(created) else "",
    }


def _pdf(data: bytes, password: str | None) -> dict[str, str]:
    import pypdfium2  # type: ignore[import-untyped]  # noqa: PLC0415  (only when a PDF comes)

    with pypdfium2.PdfDocument(data, password=password) as document:
        about = document.get_metadata_dict()
    made = _PDF_DATE.match(about.get("CreationDate", ""))
    return {
        "title": about.get("Title", ""),
        "author": about.get("Author", ""),
        "date": "-".join(made.groups()) if made else "",
    }


def _html(data: bytes) -> dict[str, str]:
    from lxml import html  # noqa: PLC0415  (only when a page comes)

    text = decode(data, "page").text[:_MOST]
    root = html.document_fromstring(_DECLARATION.sub("", text))
    meta = {
        (item.get("property") or item.get("name") or "").lower(): item.get("content") or ""
        for item in root.iter("meta")
    }
    title = meta.get("og:title") or root.findtext(".//title") or ""
    when = meta.get("article:published_time") or meta.get("date") or meta.get("pubdate") or ""
    return {
        "title": title,
        "author": meta.get("author", ""),
        "date": when[:10] if _ISO_DATE.match(when) else "",
    }
