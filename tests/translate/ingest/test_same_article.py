"""One article as DOCX, HTML, Markdown and plain text gives the same blocks."""

from __future__ import annotations

import html
import io
import zipfile
from itertools import chain
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tests.casefile import cases
from tests.translate.ingest.docx_files import RELATIONSHIPS, xml, zipped
from translate.hanzi import squeeze
from translate.ingest import read
from translate.ingest.shapes import bullet_end
from translate.model import Document

NOTE = "¹"
Part = dict[str, Any]


def as_text(parts: list[Part]) -> bytes:
    """As a writer sets it in an editor: a paragraph a line, blank lines between."""
    lines = []
    for part in parts:
        match part["kind"]:
            case "bullet":
                lines += [f"• {item}" for item in part["items"]]
            case "table":
                lines += ["\t".join(row) for row in part["rows"]]
            case "note":
                lines.append(f"{NOTE} {part['text']}")
            case _:
                lines.append(part["text"])
    return "\n\n".join(lines).encode()


def as_html(parts: list[Part]) -> bytes:
    """As a site prints it: boilerplate around an article."""
    tags = {"title": "h1", "heading": "h2", "quotation": "blockquote", "paragraph": "p"}
    body = []
    for part in parts:
        match part["kind"]:
            case "bullet":
                body.append("<ul>" + "".join(f"<li>{item}</li>\n" for item in part["items"]) + "</ul>")
            case "table":
                rows = ("".join(f"<td>{cell}</td>" for cell in row) for row in part["rows"])
                body.append("<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>")
            case "note":
                note = f'{part["text"]} <a role="doc-backlink">↩</a>'
                body.append(f'<section class="footnotes"><ol><li>{note}</ol></section>')
            case kind:
                text = html.escape(part["text"]).replace(NOTE, '<sup><a href="#n">1</a></sup>')
                body.append(f"<{tags[kind]}>{text}</{tags[kind]}>")
    page = (
        "<!DOCTYPE html><html><head><title>頁題</title></head><body>"
        "<header>站名</header><nav><a>首頁</a></nav>"
        f"<article>{''.join(body)}</article><aside>熱門文章</aside>"
        "<footer>版權</footer></body></html>"
    )
    return page.encode()


def as_markdown(parts: list[Part]) -> bytes:
    """Soft-wrapped, as editors do it."""
    marks = {"title": "# ", "heading": "## ", "quotation": "> ", "paragraph": ""}
    body = ["---\ntitle: 題\n---"]
    for part in parts:
        match part["kind"]:
            case "bullet":
                body.append("\n".join(f"- {item}" for item in part["items"]))
            case "table":
                rows = ["|" + "|".join(row) + "|" for row in part["rows"]]
                body.append("\n".join([rows[0], "|-" * len(part["rows"][0]) + "|", *rows[1:]]))
            case "note":
                body.append(f"[^n]: {part['text']}")
            case kind:
                text = part["text"].replace(NOTE, "[^n]")
                wrap = 30 if kind == "paragraph" else len(text)
                pieces = [text[at : at + wrap] for at in range(0, len(text), wrap)]
                body.append(marks[kind] + "\n".join(pieces))
    return "\n\n".join(body).encode()


def as_docx(parts: list[Part]) -> bytes:
    """As Word keeps it: styles, a list, a table, a footnote, a running head."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "論壇時評"
    styles = {"heading": "Heading 1", "title": "Title", "quotation": "Quote", "paragraph": "Normal"}
    notes = ""
    for part in parts:
        match part["kind"]:
            case "bullet":
                for item in part["items"]:
                    document.add_paragraph(item, style="List Bullet")
            case "table":
                table = document.add_table(len(part["rows"]), len(part["rows"][0]))
                for cell, text in zip(table._cells, chain.from_iterable(part["rows"]), strict=True):
                    cell.text = text
            case "note":
                run = f"<w:r><w:footnoteRef/></w:r><w:r><w:t> {part['text']}</w:t></w:r>"
                notes = f'<w:footnote w:id="1"><w:p>{run}</w:p></w:footnote>'
            case kind:
                before, mark, after = part["text"].partition(NOTE)
                paragraph = document.add_paragraph(before, style=styles[kind])
                if mark:
                    paragraph._p.append(
                        parse_xml(f'<w:r {nsdecls("w")}><w:footnoteReference w:id="1"/></w:r>')
                    )
                    paragraph.add_run(after)
    target = io.BytesIO()
    document.save(target)
    return _with_notes(target.getvalue(), notes)


def _with_notes(data: bytes, notes: str) -> bytes:
    """python-docx cannot write footnotes: their part is put in."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    link = f'<Relationship Id="n" Type="{RELATIONSHIPS}/footnotes" Target="footnotes.xml"/></Relationships>'
    name = "word/_rels/document.xml.rels"
    files[name] = files[name].replace(b"</Relationships>", link.encode())
    files["word/footnotes.xml"] = xml("footnotes", notes).encode()
    return zipped(files)


FORMATS = {"txt": as_text, "html": as_html, "md": as_markdown, "docx": as_docx}


def blocks(document: Document) -> list[tuple[str, str]]:
    """Kind and text of every block, without bullets' glyphs and white space."""
    result = []
    for block in document.blocks:
        text = block.text[bullet_end(block.text) :] if block.kind == "bullet" else block.text
        result.append((f"{block.kind}{block.level or ''}", squeeze(text)))
    return result


def expected(parts: list[Part], *, rows: bool) -> list[tuple[str, str]]:
    """The article's blocks; plain text has a table's rows, the others its cells."""
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


def test_what_stands_around_the_article_is_furniture(tmp_path: Path) -> None:
    (case,) = (param.values[0] for param in cases("readers/article", "article"))
    found = {}
    for suffix, make in FORMATS.items():
        path = tmp_path / f"article.{suffix}"
        path.write_bytes(make(case["part"]))
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
