"""Chinese fonts take the room of the characters that a brief uses; its pages look and read as before."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import pytest

from briefings.html import templates_folder
from briefings.pdf import _render, render_pdf
from briefings.pdf_fonts import compact_fonts

TEXT = "中美兩國元首　通話，臺灣「紅線」一二三（Taiwan）。"
STYLE = "p { font-family: %s } b { font-family: 'Noto Sans CJK TC'; font-weight: 700 }"
HTML = (
    '<!DOCTYPE html><html lang="zh-Hant"><head><title>T</title><style>{style}</style></head>'
    "<body><p>{text} <b>粗體</b></p></body></html>"
)


def page(families: str = "'Noto Serif', 'Noto Serif CJK TC'", text: str = TEXT) -> str:
    return HTML.format(style=STYLE % families, text=text)


def compacted(raw: bytes) -> bytes:
    target = BytesIO()
    with pikepdf.open(BytesIO(raw)) as pdf:
        compact_fonts(pdf)
        pdf.save(target, deterministic_id=True)
    return target.getvalue()


def programs(data: bytes) -> dict[str, tuple[str, int]]:
    """Each embedded CFF font's kind and size."""
    with pikepdf.open(BytesIO(data)) as pdf:
        return {
            str(entry.FontName).split("+")[1]: (
                str(entry.FontFile3.Subtype),
                len(entry.FontFile3.read_raw_bytes()),
            )
            for entry in pdf.objects
            if isinstance(entry, pikepdf.Dictionary) and "/FontFile3" in entry
        }


@pytest.fixture(scope="module")
def raw() -> bytes:
    data, problems = _render(page(), templates_folder())
    assert problems == []
    return data


def test_a_few_characters_take_little_room(raw: bytes) -> None:
    before, after = programs(raw), programs(compacted(raw))
    assert before.keys() == after.keys()
    assert len(after) == 2, "serif, and the bold of the sans"
    for name, (kind, size) in after.items():
        assert before[name][0] == "/OpenType"
        assert kind == "/CIDFontType0C"
        assert size < 20_000 < before[name][1]


def test_the_finished_document_has_them(raw: bytes) -> None:
    assert programs(render_pdf(page(), templates_folder())) == programs(compacted(raw))


def test_pages_look_and_read_as_before(raw: bytes) -> None:
    documents = [pypdfium2.PdfDocument(data) for data in (raw, compacted(raw))]
    try:
        texts = [document[0].get_textpage().get_text_range() for document in documents]
        images = [bytes(document[0].render(scale=3).buffer) for document in documents]
    finally:
        for document in documents:
            document.close()
    assert texts[0] == texts[1]
    assert "\u3000" in texts[1], "a space has a glyph without outline, which must stay"
    assert len(images[0]) == len(images[1])
    # smoothed edges differ a little; a box for a lost glyph, or another character, would be black on white
    assert max(abs(a - b) for a, b in zip(*images, strict=True)) < 64
    assert min(images[0]) < 64, "something is printed there"


def test_the_same_document_gives_the_same_bytes(raw: bytes) -> None:
    assert compacted(raw) == compacted(raw)
    assert programs(compacted(compacted(raw))) == programs(compacted(raw)), "nothing is left to be done"


def test_other_fonts_are_left_alone() -> None:
    data, _ = _render(page("'Noto Serif'", "Latin only").replace(" <b>粗體</b>", ""), templates_folder())
    assert programs(compacted(data)) == programs(data) == {}
