"""One article as DOCX, HTML, Markdown, plain text and PDF gives the same blocks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.casefile import cases
from tests.translate.ingest import article_forms as forms
from tests.translate.ingest import pdf_files
from tests.translate.ingest.article_forms import NOTE, Part
from translate.hanzi import squeeze
from translate.ingest import read
from translate.ingest.shapes import bullet_end
from translate.model import Document

FORMATS = {"txt": forms.as_text, "html": forms.as_html, "md": forms.as_markdown, "docx": forms.as_docx}
PRINTERS = (
    "WeasyPrint",
    pytest.param("Chromium", marks=pytest.mark.skipif(not pdf_files.chromium, reason="needs Chromium")),
)


def blocks(document: Document) -> list[tuple[str, str]]:
    """Kind and text of every block, without bullets' glyphs and white space."""
    result = []
    for block in document.blocks:
        text = block.text[bullet_end(block.text) :] if block.kind == "bullet" else block.text
        result.append((f"{block.kind}{block.level or ''}", squeeze(text)))
    return result


def expected(parts: list[Part], *, rows: bool) -> list[tuple[str, str]]:
    """The article's blocks; plain text has a table's rows, the others its cells.

    A PDF has no marks of cells: its reader tells them by the gaps between columns
    that stand one below the other, as they do here.
    """
    result = []
    for part in parts:
        match part["kind"]:
            case "bullet":
                result += [("bullet", item) for item in part["items"]]
            case "table" if rows:
                result += [("paragraph", "".join(row)) for row in part["rows"]]
            case "table":
                result += [("paragraph", cell) for row in part["rows"] for cell in row]
            case "note":
                result.append(("note", NOTE + part["text"]))
            case kind:
                level = {"title": "1", "heading": "2"}.get(kind, "")
                result.append((("paragraph" if kind == "quotation" else kind) + level, part["text"]))
    return [(kind, squeeze(text)) for kind, text in result]


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("case", cases("readers/article", "article"))
def test_the_article_gives_its_blocks(case: dict[str, Any], suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"article.{suffix}"
    path.write_bytes(FORMATS[suffix](case["part"]))
    document = read(path, "article")
    assert blocks(document) == expected(case["part"], rows=suffix == "txt")


def printed(printer: str, folder: Path) -> Document:
    """The article, printed from its HTML form and read."""
    parts = list(forms.article())
    data = forms.as_woven_pdf(parts) if printer == "WeasyPrint" else forms.as_printed_pdf(parts, folder)
    path = folder / "article.pdf"
    path.write_bytes(data)
    return read(path, "article")


@pytest.mark.parametrize("printer", PRINTERS)
def test_the_printed_article_gives_its_blocks(printer: str, tmp_path: Path) -> None:
    document = printed(printer, tmp_path)
    assert document.raw.lines[-1].page == 2
    assert blocks(document) == expected(list(forms.article()), rows=False)
    assert [(item.text, item.reason.split(":")[0]) for item in document.furniture] == [
        ("論壇時評", "running head"),
        ("1", "page number"),
        ("論壇時評", "running head"),
        ("2", "page number"),
    ]


def test_what_stands_around_the_article_is_furniture(tmp_path: Path) -> None:
    found = {}
    for suffix, make in FORMATS.items():
        path = tmp_path / f"article.{suffix}"
        path.write_bytes(make(list(forms.article())))
        found[suffix] = [(item.text, item.reason) for item in read(path, "article").furniture]
    assert found == {
        "txt": [],
        "html": [
            ("站名", "page header"),
            ("首頁", "navigation"),
            ("↩", "link back to the text"),
            ("熱門文章", "beside the article"),
            ("版權", "page footer"),
        ],
        "md": [("title: 題", "front matter")],
        "docx": [("論壇時評", "running head")],
    }
