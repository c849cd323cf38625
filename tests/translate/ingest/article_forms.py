"""One article in every form that a paper comes in: text, HTML, Markdown, DOCX, and printed to PDF."""

from __future__ import annotations

import html
import io
import zipfile
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from weasyprint import HTML

from tests.casefile import cases
from tests.translate.ingest.docx_files import RELATIONSHIPS, xml, zipped
from tests.translate.ingest.pdf_files import print_page

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


PRINT_STYLE = """
@page { size: A5; margin: 20mm;
  @top-center { content: "論壇時評"; font-size: 9pt }
  @bottom-center { content: counter(page); font-size: 9pt } }
header, nav, aside, footer, a[role] { display: none }
body { font-family: "Noto Serif CJK TC"; font-size: 11pt; line-height: 1.6; margin: 0 }
h1 { font-size: 18pt; line-height: 1.3 } h2 { font-size: 14pt }
p, li { text-align: justify }
td { padding: 1mm 6mm }
.footnotes { font-size: 8pt; float: footnote } .footnotes ol { list-style: none; margin: 2em 0 0; padding: 0 }
.footnotes li::before { content: "1"; vertical-align: super; font-size: smaller; padding-right: 0.3em }
::footnote-call, ::footnote-marker { content: none }
"""
"""As a site's own print style: its boilerplate hidden; WeasyPrint sets the note at the page's foot."""


def print_form(parts: list[Part]) -> str:
    """The HTML form with its style for print."""
    head = f"<html lang=zh-TW><head><meta charset=utf-8><style>{PRINT_STYLE}</style>"
    return as_html(parts).decode().replace("<html><head>", head)


def as_woven_pdf(parts: list[Part]) -> bytes:
    """As WeasyPrint prints the HTML form."""
    data = HTML(string=print_form(parts)).write_pdf()
    assert isinstance(data, bytes)
    return data


def as_printed_pdf(parts: list[Part], folder: Path) -> bytes:
    """As Chromium prints the HTML form."""
    return print_page(print_form(parts), folder, "--no-pdf-header-footer")


@cache
def article() -> tuple[Part, ...]:
    """The parts of the article in the cases."""
    (case,) = (param.values[0] for param in cases("readers/article", "article"))
    assert isinstance(case, dict)
    return tuple(case["part"])
