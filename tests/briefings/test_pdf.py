# ruff: noqa: E501  (base64 and templates read better in one piece)
"""The PDF: nothing missing, everything tagged, the same bytes again."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import pytest

from briefings import fonts
from briefings.html import render_brief_html, templates_folder
from briefings.pdf import font_problems, render_pdf, with_ledger
from tests.briefings import sample
from translate.errors import RenderError

_IGNORED = re.compile("[\\s\u00ad\u2010\ufffe]+")
_NO_LINE_STARTS_WITH = "。，、；：？！」』）》〉,.;:!?)”’"


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return render_pdf(
        render_brief_html(sample.briefing(marking="INTERNAL"), for_print=True), templates_folder()
    )


def texts(data: bytes) -> list[str]:
    """Each page's text in the order of its content stream."""
    document = pypdfium2.PdfDocument(data)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def squeezed(text: str) -> str:
    return _IGNORED.sub("", text)


def page(body: str, style: str = 'body { font-family: "Noto Serif", "Noto Serif CJK TC" }') -> str:
    return f'<!DOCTYPE html><html lang="en"><head><title>T</title><style>{style}</style></head><body>{body}</body></html>'


@pytest.fixture
def open_pdf() -> Iterator[Callable[[bytes], pikepdf.Pdf]]:
    """Opens documents that stay open until the test ends."""
    opened: list[pikepdf.Pdf] = []

    def opener(data: bytes) -> pikepdf.Pdf:
        opened.append(pikepdf.open(BytesIO(data)))
        return opened[-1]

    yield opener
    for document in opened:
        document.close()


def elements(document: pikepdf.Pdf) -> list[Any]:
    """Every structure element, parents before their children."""
    found: list[Any] = []

    def walk(node: Any) -> None:
        if isinstance(node, pikepdf.Array):
            for item in node:
                walk(item)
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            found.append(node)
            walk(node.get("/K", pikepdf.Array()))

    walk(document.Root.StructTreeRoot.K)
    return found


def test_every_statement_and_passage_is_in_the_text(pdf: bytes) -> None:
    text = squeezed("".join(texts(pdf)))
    for statement in sample.briefing().statements:
        assert squeezed(statement.printed_en) in text, statement.id
        assert squeezed(statement.zh) in text, statement.id
    for passage in sample.PASSAGES:
        for row in passage.rows:
            assert squeezed(row.en) in text
            assert squeezed(row.zh) in text


def test_page_one_stands_alone(pdf: bytes) -> None:
    first = squeezed(texts(pdf)[0])
    for item in sample.briefing().summary:
        assert squeezed(item.statement.printed_en) in first
        assert squeezed(item.statement.zh) in first
    assert squeezed("Analyst’s bottom line").casefold() in first.casefold()
    assert squeezed(sample.EVENT.date_line) in first
    assert squeezed("In this brief") in first


def test_marking_and_page_numbers_stand_on_every_page(pdf: bytes) -> None:
    pages = texts(pdf)
    for number, text in enumerate(pages, start=1):
        assert "INTERNAL" in text
        assert f"{number} / {len(pages)}" in text


def test_it_is_a_tagged_pdf_ua(pdf: bytes) -> None:
    with pikepdf.open(BytesIO(pdf)) as document:
        assert bool(document.Root.MarkInfo.Marked)
        assert str(document.Root.Lang) == "en"
        assert bool(document.Root.ViewerPreferences.DisplayDocTitle)
        assert str(document.docinfo["/Title"]).startswith(sample.EVENT.name)
        with document.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
        titles = [str(item.title) for item in document.open_outline().root]
    assert titles[0] == sample.EVENT.name
    assert {"Full passages", "Sources", "Annex"} <= set(titles)


def test_headings_are_nested_and_tables_have_header_cells(
    pdf: bytes, open_pdf: Callable[[bytes], pikepdf.Pdf]
) -> None:
    found = elements(open_pdf(pdf))
    tags = [str(element.S) for element in found]
    levels = [int(tag[2]) for tag in tags if re.fullmatch("/H[1-6]", tag)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert tags.count("/TH") >= 10
    headed = [element for element in found if str(element.S) == "/TD" and len(element.A.Headers)]
    assert len(headed) > 20


def test_the_reading_order_goes_pair_by_pair(pdf: bytes) -> None:
    text = squeezed("".join(texts(pdf)))
    text = text[text.index(squeezed("Full passages")) :]
    order = [
        text.rindex(squeezed(half))
        for passage in sample.PASSAGES
        for row in passage.rows
        for half in (row.en, row.zh)
    ]
    assert order == sorted(order)


def test_fonts_are_embedded_subsets_of_the_named_families(pdf: bytes) -> None:
    with pikepdf.open(BytesIO(pdf)) as document:
        named = set()
        for sheet in document.pages:
            for font in sheet.resources["/Font"].values():
                descriptor = font.DescendantFonts[0].FontDescriptor
                assert "/FontFile2" in descriptor or "/FontFile3" in descriptor
                assert "/ToUnicode" in font
                named.add(re.sub(r"^/[A-Z]{6}\+", "", str(font.BaseFont)))
    assert {"Noto-Serif", "Noto-Serif-CJK-TC", "Noto-Sans"} <= named


def test_the_same_input_gives_the_same_bytes_in_another_process(pdf: bytes, tmp_path: Path) -> None:
    target = tmp_path / "again.pdf"
    code = (
        "import sys; from pathlib import Path; from tests.briefings import sample; "
        "from briefings.html import render_brief_html, templates_folder; from briefings.pdf import render_pdf; "
        "Path(sys.argv[1]).write_bytes(render_pdf(render_brief_html(sample.briefing(marking='INTERNAL'), "
        "for_print=True), templates_folder()))"
    )
    root = Path(__file__).parents[2]
    subprocess.run([sys.executable, "-c", code, str(target)], check=True, cwd=root, timeout=120)
    assert target.read_bytes() == pdf


def test_no_line_starts_with_closing_punctuation_or_ends_with_a_hyphen() -> None:
    from weasyprint import HTML  # noqa: PLC0415

    document = HTML(string=render_brief_html(sample.briefing(), for_print=True)).render()
    lines: list[str] = []

    def walk(box: Any) -> None:
        if type(box).__name__ == "LineBox":
            words: list[str] = []
            collect(box, words)
            lines.append("".join(words).strip())
        for child in getattr(box, "children", ()):
            walk(child)

    def collect(box: Any, words: list[str]) -> None:
        words.append(getattr(box, "text", ""))
        for child in getattr(box, "children", ()):
            collect(child, words)

    for sheet in document.pages:
        walk(sheet._page_box)
    assert len(lines) > 100
    assert [line for line in lines if line[:1] in _NO_LINE_STARTS_WITH and line] == []
    assert [line for line in lines if line.endswith("-") and "/" not in line] == []


def test_a_missing_glyph_is_an_error_that_names_it() -> None:
    with pytest.raises(RenderError, match=r"U\+1F600 GRINNING FACE") as caught:
        render_pdf(page("<p>臺灣 \U0001f600</p>"), templates_folder())
    assert caught.value.exit_code == 5


def test_a_missing_font_is_an_error_that_names_it() -> None:
    with pytest.raises(RenderError, match="font “No Such Serif” is not installed"):
        render_pdf(page("<p>Text</p>", 'p { font-family: "No Such Serif", serif }'), templates_folder())


def test_a_page_that_names_no_font_is_an_error() -> None:
    with pytest.raises(RenderError, match="no style names a font"):
        render_pdf(page("<p>Text</p>", "p { color: black }"), templates_folder())


def test_a_font_that_no_style_names_may_not_stand_in() -> None:
    with pytest.raises(RenderError, match="which no style names, had to stand in for: T e t x"):
        render_pdf(page("<h1>H</h1><p>Text</p>", 'h1 { font-family: "Noto Sans" }'), templates_folder())


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("missing.png", "does not exist"),
        ("../../etc/hostname", "lies outside"),
        ("file:///etc/hostname", "lies outside"),
        ("https://example.org/logo.png", "refused https://example.org/logo.png"),
        ("http://127.0.0.1:9/logo.png", "refused http://127.0.0.1:9/logo.png"),
        ("ftp://example.org/logo.png", "refused ftp"),
    ],
)
def test_an_image_that_cannot_be_had_is_an_error(tmp_path: Path, address: str, reason: str) -> None:
    with pytest.raises(RenderError, match=re.escape(reason)):
        render_pdf(page(f'<p><img src="{address}" alt="Logo"></p>'), tmp_path)


def test_a_style_sheet_from_the_network_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RenderError, match="refused"):
        render_pdf(
            page("<p>Text</p>", '@import url("https://example.org/a.css"); p { font-family: "Noto Serif" }'),
            tmp_path,
        )


def test_an_image_below_the_templates_and_a_data_image_are_set(
    tmp_path: Path, open_pdf: Callable[[bytes], pikepdf.Pdf]
) -> None:
    dot = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><title>Dot</title><rect width="1" height="1"/></svg>'
    (tmp_path / "dot.svg").write_text(dot, encoding="utf-8")
    body = (
        '<p><img src="dot.svg" alt="Dot" width="9">'
        '<img src="data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=" alt="Dot"></p>'
    )
    found = elements(open_pdf(render_pdf(page(body), tmp_path)))
    assert [str(element.Alt) for element in found if str(element.S) == "/Figure"] == ["Dot", "Dot"]


def test_an_image_without_an_alternative_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "dot.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>', encoding="utf-8"
    )
    with pytest.raises(RenderError, match="has no required alt description"):
        render_pdf(page('<p><img src="dot.svg" width="9"></p>'), tmp_path)


def test_all_problems_come_at_once() -> None:
    with pytest.raises(RenderError, match="3 problems"):
        render_pdf(
            page("<p>\U0001f600 \U0001f680</p>", 'p { font-family: "No Such Serif", "Noto Serif" }'),
            templates_folder(),
        )


def test_doctor_lists_missing_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    assert font_problems() == []
    monkeypatch.setattr(fonts, "REQUIRED", ("Noto Serif", "Noto Serif CJK XX"))
    assert font_problems() == ["font “Noto Serif CJK XX” is not installed (Debian: fonts-noto-cjk)"]


def test_without_fontconfig_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    fonts._fc_list.cache_clear()
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(RenderError, match="fontconfig cannot be asked"):
        fonts.missing_families(("Never Asked Before",))


def test_a_ledger_is_embedded_when_the_page_carries_it_and_the_bytes_stay_the_same() -> None:
    ledger = '{"quotes": "「不」</script>"}\n'.encode()
    carrying = with_ledger(page("<p>Text</p>"), "event.json", ledger)
    data = render_pdf(carrying, templates_folder())
    assert render_pdf(carrying, templates_folder()) == data
    with pikepdf.open(BytesIO(data)) as document:
        attached = document.attachments["event.json"]
        assert attached.get_file().read_bytes() == ledger
        assert attached.get_file().mime_type == "application/json"
        assert attached.relationship == "/Source"
        assert [str(file.UF) for file in document.Root.AF] == ["event.json"]
        assert str(attached.obj.F) == "event.json"
    assert "不" not in texts(data)[0]


def test_without_it_nothing_is_embedded(pdf: bytes) -> None:
    with pikepdf.open(BytesIO(pdf)) as document:
        assert len(document.attachments) == 0
        assert "/AF" not in document.Root
