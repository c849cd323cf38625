"""PDF: order, paragraphs, furniture, notes and headings from positions; files that are refused."""

from __future__ import annotations

import io
import random
from collections import Counter
from pathlib import Path

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import pytest

from tests.translate.ingest import pdf_files as files
from translate.errors import InputError
from translate.ingest import read
from translate.ingest.gather import superscript
from translate.ingest.hints import Hints
from translate.ingest.pdf import MAX_PAGES, read_pdf
from translate.ingest.repair import Repaired, repair
from translate.ingest.structure import structure
from translate.model import Block, RawText

SENTENCES = (
    "中國認為會談相當「坦率、建設性」，但美國卻認為沒有突破，兩國關係仍處於競爭。",
    "習近平表示，臺灣問題是中國核心利益中的核心，是中美關係政治基礎中的基礎。",
    "拜登在印太戰略（Indo-Pacific Strategy）中強調「自由與開放」，並於2022年2月11日公布。",
    "雙方在氣候變遷、糧食安全及總體經濟穩定等議題上同意恢復對話。",
    "學者認為，此一安排並未改變兩岸現狀，惟其後續發展仍值得觀察。",
)


def _paragraphs(count: int, seed: int = 3) -> tuple[str, ...]:
    chance = random.Random(seed)  # noqa: S311
    texts = ("".join(chance.choices(SENTENCES, k=chance.randint(1, 6))) for _ in range(count))
    return tuple(f"第{number}段，{text}" for number, text in enumerate(texts, start=1))


ARTICLE = _paragraphs(36)


def _bare(text: str) -> str:
    return "".join(text.split())


def _read(data: bytes) -> tuple[RawText, Repaired, tuple[Block, ...]]:
    raw = read_pdf(data, "paper.pdf")
    repaired = repair(raw, Hints())
    blocks, _ = structure(raw, repaired, Hints())
    return raw, repaired, blocks


def _texts(blocks: tuple[Block, ...], kind: str = "paragraph") -> list[str]:
    return [_bare(block.text) for block in blocks if block.kind == kind]


def _shown(data: bytes) -> Counter[str]:
    """What PDFium gives, in its own order."""
    document = pypdfium2.PdfDocument(data)
    text = "".join(page.get_textpage().get_text_bounded() for page in document)
    return Counter(_bare(text).translate({0x02: "-", 0xFFFE: "-"}))  # its mark of a hyphen at a line's end


BARE = "@page { @top-center { content: none } }"
"""No running head: on a single page nothing tells it from a title."""

SETTINGS = {
    "indented": "",
    "spaced": "p { text-indent: 0; margin-bottom: 0.8em }",
    "ragged": "p { text-indent: 0; margin-bottom: 0.8em; text-align: left }",
    "both": "p { margin-bottom: 1em }",
    "two columns": "div { columns: 2; column-gap: 2em }",
    "two columns, spaced": "div { columns: 2; column-gap: 1.5em } p { text-indent: 0; margin-bottom: 0.8em }",
    "Letter, large": "@page { size: Letter } body { font-size: 13pt; line-height: 1.8 }",
}


@pytest.mark.parametrize("style", SETTINGS.values(), ids=SETTINGS)
def test_paragraphs_come_out_as_set(style: str) -> None:
    data = files.woven(f"<div>{files.paragraphs(ARTICLE)}</div>", style)
    raw, repaired, blocks = _read(data)
    assert _texts(blocks) == [_bare(text) for text in ARTICLE]
    assert len(blocks) == len(ARTICLE)
    assert {item.reason.split(":")[0] for item in repaired.furniture} == {"running head", "page number"}
    assert Counter(_bare(raw.text)) == _shown(data)


@pytest.mark.skipif(not files.chromium, reason="needs Chromium")
@pytest.mark.parametrize("setting", ["indented", "ragged", "two columns"])
def test_what_chromium_prints_comes_out_too(setting: str, tmp_path: Path) -> None:
    data = files.printed(f"<div>{files.paragraphs(ARTICLE)}</div>", SETTINGS[setting], tmp_path)
    raw, _, blocks = _read(data)
    assert _texts(blocks) == [_bare(text) for text in ARTICLE]
    assert Counter(_bare(raw.text)) == _shown(data)


def test_the_whole_way_of_a_paper(tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    path.write_bytes(files.encrypted(files.woven(files.paragraphs(ARTICLE)), "開門"))
    document = read(path, "paper", password="開門")  # noqa: S106
    assert _texts(document.blocks) == [_bare(text) for text in ARTICLE]


def test_a_page_break_does_not_part_a_sentence() -> None:
    data = files.woven(files.paragraphs(ARTICLE), "body { font-size: 12pt } p { widows: 1; orphans: 1 }")
    raw, repaired, blocks = _read(data)
    across = [block for block in blocks if block.pages and block.pages[0] < block.pages[1]]
    assert across
    cut = [
        item for item in repaired.furniture if any(b.lines[0] < item.lines[0] < b.lines[1] for b in across)
    ]
    assert cut, "a running head and a page number stand inside a paragraph"
    assert [line.number for line in raw.lines] == list(range(1, len(raw.lines) + 1))
    assert all("\n" not in raw.of(line) for line in raw.lines)


def test_blocks_of_full_width_stand_between_columns() -> None:
    style = "div { columns: 2; column-gap: 2em; margin: 1em 0 }"
    one, two, three = ARTICLE[:8], ARTICLE[8:10], ARTICLE[10:18]
    body = (
        f"<h1>拜習會與東北亞安保情勢</h1><div>{files.paragraphs(one)}</div>{files.paragraphs(two)}"
        f"<div>{files.paragraphs(three)}</div>"
    )
    _, _, blocks = _read(files.woven(body, style))
    assert _texts(blocks, "title") == ["拜習會與東北亞安保情勢"]
    assert _texts(blocks) == [_bare(text) for text in ARTICLE[:18]]


def test_headings_and_title_by_size_and_weight() -> None:
    body = (
        "<h1>拜習會與東北亞安保情勢：美中臺三邊關係的變與不變及其對我國之影響與啟示</h1>"
        f"<h2>前言</h2>{files.paragraphs(ARTICLE[:3])}<h2>會談經過</h2><h3>臺灣問題</h3>"
        f"{files.paragraphs(ARTICLE[3:6])}<h3>經貿議題</h3>{files.paragraphs(ARTICLE[6:9])}"
    )
    _, _, blocks = _read(files.woven(body, "h3 { font-size: 11pt }"))
    assert len(_texts(blocks, "title")) == 1
    headings = [(block.text, block.level) for block in blocks if block.kind == "heading"]
    assert headings == [("前言", 2), ("會談經過", 2), ("臺灣問題", 3), ("經貿議題", 3)]
    assert _texts(blocks) == [_bare(text) for text in ARTICLE[:9]]


@pytest.mark.parametrize(
    "style", ["", "div { columns: 2; column-gap: 2em }"], ids=["one column", "two columns"]
)
def test_footnotes_follow_the_text_with_their_markers(style: str) -> None:
    noted = [
        text.replace("。", f"<span class=note>參見外交部第{n}號新聞稿，{SENTENCES[0]}</span>。", 1)
        for n, text in enumerate(ARTICLE[:20], start=1)
    ]
    _, _, blocks = _read(files.woven(f"<div>{files.paragraphs(tuple(noted))}</div>", style))
    # WeasyPrint sets some notes of a page in another order
    notes = sorted(_texts(blocks, "note"), key=lambda note: int(note.split(".")[0]))
    assert notes == [f"{n}.參見外交部第{n}號新聞稿，{SENTENCES[0]}" for n in range(1, 21)]
    marked = [
        _bare(text).replace("。", f"{superscript(str(n))}。", 1)
        for n, text in enumerate(ARTICLE[:20], start=1)
    ]
    assert _texts(blocks) == marked
    assert len(blocks) == 40


def test_a_table_is_read_row_by_row() -> None:
    rows = [("年份", "出口額", "說明"), ("2021年", "1,200億", "疫情"), ("2022年", "1,450億", "戰爭")]
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    body = f"{files.paragraphs(ARTICLE[:2])}<table>{cells}</table>{files.paragraphs(ARTICLE[2:4])}"
    _, _, blocks = _read(files.woven(body, BARE))
    assert [_bare(block.text) for block in blocks][2:-2] == [cell for row in rows for cell in row]
    assert {block.kind for block in blocks} == {"paragraph"}


def test_rotated_and_hidden_text_is_furniture() -> None:
    body = (
        f"<div class=margin>版權所有</div>{files.paragraphs(ARTICLE[:3])}<p style='color:#fff'>隱藏文字</p>"
        f"<p style='background:#036;color:#fff;text-indent:0'>白字標語在藍底上。</p>"
        f"{files.paragraphs(ARTICLE[3:5])}"
    )
    _, repaired, blocks = _read(files.woven(body))
    reasons = {_bare(item.text): item.reason for item in repaired.furniture}
    assert reasons["版權所有"] == "rotated text"
    assert reasons["隱藏文字"] == "hidden text: white on white"
    assert "白字標語在藍底上。" in _texts(blocks)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"BT /F 12 Tf 3 Tr 72 700 Td (hidden) Tj ET", "hidden text: printed invisibly"),
        (b"BT /F 12 Tf 900 700 Td (hidden) Tj ET", "hidden text: outside the page"),
        (b"BT /F 12 Tf 0 1 -1 0 72 500 Tm (hidden) Tj ET", "rotated text"),
    ],
)
def test_why_text_is_apart(content: bytes, reason: str) -> None:
    raw = read_pdf(files.written(b"BT /F 12 Tf 72 600 Td (shown) Tj ET " + content), "paper.pdf")
    told = {raw.of(line): line.layout.apart for line in raw.lines if line.layout}
    assert told == {"shown": "", "hidden": reason}


def test_the_text_of_an_ocr_layer_is_text() -> None:
    content = b"q 595 0 0 842 0 0 cm /Im Do Q BT /F 12 Tf 3 Tr 72 700 Td (recognised words) Tj ET"
    raw = read_pdf(files.written(content), "paper.pdf")
    assert raw.text == "recognised words"
    assert raw.notices == ("the text comes from OCR of a picture, compare it: page 1",)
    assert raw.lines[0].layout is not None
    assert not raw.lines[0].layout.apart


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_is_read_as_it_is_shown(turn: int) -> None:
    matrices = {90: b"0 1 -1 0 300 100", 180: b"-1 0 0 -1 300 700", 270: b"0 -1 1 0 300 700"}
    content = b"BT /F 12 Tf " + matrices[turn] + b" Tm (first) Tj 0 -20 Td (second) Tj ET"
    raw = read_pdf(files.written(content, rotate=turn), "paper.pdf")
    assert raw.text == "first\nsecond"
    assert not any(line.layout and line.layout.apart for line in raw.lines)


def test_radicals_stay_as_the_file_has_them() -> None:
    data = files.written(
        b"BT /Odd 12 Tf 72 700 Td <00010002> Tj ET", to_unicode=files.unicode_map({1: 0x2F2F, 2: 0x2EA0})
    )
    raw = read_pdf(data, "paper.pdf")
    assert raw.text == "\u2f2f\u2ea0"
    assert raw.notices[0].startswith("2 character(s) are coded as radicals (\u2f2f\u2ea0) and kept so")


def test_pages_that_are_pictures_are_named() -> None:
    file = pikepdf.open(io.BytesIO(files.written(WORDS)))
    for _ in range(2):
        file.pages.extend(pikepdf.open(io.BytesIO(files.written(b"q 595 0 0 842 0 0 cm /Im Do Q"))).pages)
    raw = read_pdf(files.saved(file), "paper.pdf")
    assert raw.text == "words"
    assert raw.notices == ("without text, only a picture: page 2, 3",)


def test_what_a_text_box_shows_is_text() -> None:
    file = pikepdf.open(io.BytesIO(files.written(WORDS)))
    page = file.pages[0]
    look = pikepdf.Stream(
        file, b"BT /F 12 Tf 5 5 Td (boxed) Tj ET", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form,
        BBox=pikepdf.Array([0, 0, 100, 20]), Resources=page.Resources,
    )  # fmt: skip
    box = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FreeText, Rect=pikepdf.Array([72, 600, 172, 620]), F=4,
        Contents=b"boxed", DA=b"/F 12 Tf", AP=pikepdf.Dictionary(N=file.make_indirect(look)),
    )  # fmt: skip
    page.Annots = pikepdf.Array([file.make_indirect(box)])
    assert read_pdf(files.saved(file), "paper.pdf").text == "words\nboxed"


def test_vertical_setting_is_refused() -> None:
    down = b"".join(b"1 0 0 1 500 %d Tm (%c) Tj " % (800 - 12 * n, 65 + n) for n in range(20))
    with pytest.raises(InputError, match=r"paper\.pdf: set vertically"):
        read_pdf(files.written(b"BT /F 12 Tf " + down + b"ET"), "paper.pdf")


def test_a_vertical_margin_is_furniture() -> None:
    down = b"".join(b"1 0 0 1 20 %d Tm (%c) Tj " % (800 - 12 * n, 65 + n) for n in range(5))
    across = b"1 0 0 1 72 600 Tm (words of the paper itself) Tj "
    raw = read_pdf(files.written(b"BT /F 12 Tf " + across + down + b"ET"), "paper.pdf")
    told = {raw.of(line): line.layout.apart for line in raw.lines if line.layout}
    assert told == {"words of the paper itself": "", "ABCDE": "text set vertically"}


WORDS = b"BT /F 12 Tf 72 700 Td (words) Tj ET"


def test_a_password_opens() -> None:
    data = files.encrypted(files.written(WORDS), "開門")
    assert read_pdf(data, "paper.pdf", "開門").text == "words"
    assert read_pdf(files.encrypted(files.written(WORDS), ""), "paper.pdf").text == "words"
    for password, message in ((None, "encrypted$"), ("x", "the password is wrong$")):
        with pytest.raises(InputError) as caught:
            read_pdf(data, "paper.pdf", password)
        assert caught.value.message.endswith(message.removesuffix("$"))
        assert "--password" in caught.value.remedy


def _nested() -> bytes:
    """Forms that draw the next form ten times each: a billion marks."""
    file = pikepdf.new()
    inner: pikepdf.Object = pikepdf.Stream(
        file, b"BT ET", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=pikepdf.Array([0, 0, 9, 9])
    )
    for _ in range(9):
        resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=file.make_indirect(inner)))
        inner = pikepdf.Stream(
            file, b"/X Do " * 10, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form,
            BBox=pikepdf.Array([0, 0, 9, 9]), Resources=resources,
        )  # fmt: skip
    page = file.add_blank_page(page_size=(595, 842))
    page.Contents = pikepdf.Stream(file, b"/X Do")
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=file.make_indirect(inner)))
    return files.saved(file)


def _swollen() -> bytes:
    """A stream of 1.5 GiB of spaces, packed twice."""
    file = pikepdf.open(io.BytesIO(files.written(WORDS)))
    import zlib  # noqa: PLC0415

    packer = zlib.compressobj(9)
    once = b"".join(packer.compress(b" " * 2**20) for _ in range(1536)) + packer.flush()
    stream = file.make_stream(zlib.compress(once, 9))
    stream.Filter = pikepdf.Array([pikepdf.Name.FlateDecode, pikepdf.Name.FlateDecode])
    file.pages[0].Contents = stream
    return files.saved(file, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)


def _cut(data: bytes) -> bytes:
    return data[: len(data) * 2 // 3]


REFUSED = {
    "empty": (bytes, "not a PDF"),
    "text": ("字。".encode, "not a PDF"),
    "head alone": (lambda: b"%PDF-1.7\n", "truncated"),
    "truncated": (lambda: _cut(files.woven(files.paragraphs(ARTICLE))), "truncated"),
    "end without a file": (lambda: b"%PDF-1.7\nstartxref\n0\n%%EOF", "damaged"),
    "picture": (lambda: files.written(b"q 595 0 0 842 0 0 cm /Im Do Q"), "no text layer"),
    "blank": (lambda: files.written(b""), "no text layer"),
    "all hidden": (lambda: files.written(b"3 Tr " + WORDS), "no text layer"),
    "no Unicode": (
        lambda: files.written(b"BT /Odd 12 Tf 72 700 Td <00010002> Tj ET"),
        r"page 1: 2 printed character\(s\) whose text the file does not tell",
    ),
    "many pages": (lambda: files.written(WORDS, pages=MAX_PAGES + 1), "2001 pages; at most 2000 are read"),
    "many characters": (
        lambda: files.written(b"BT /F 1 Tf 9 800 Td " + b"(%s) Tj " % (b"x" * 1000) * 260 + b"ET"),
        "page 1: more than 250,000 characters",
    ),
    "nested forms": (_nested, "takes more than|PDFium failed|no text layer"),
    "swollen": (_swollen, "takes more than|PDFium failed|memory|damaged"),
}


@pytest.mark.parametrize(("make", "message"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_read_is_refused_in_time(make: object, message: str) -> None:
    data = make()  # type: ignore[operator]
    with pytest.raises(InputError, match=f"^papers/x.pdf: .*({message})") as caught:
        read_pdf(data, "papers/x.pdf")
    assert caught.value.remedy


def test_ocr_is_the_remedy_for_pictures() -> None:
    with pytest.raises(InputError) as caught:
        read_pdf(files.written(b"q 595 0 0 842 0 0 cm /Im Do Q"), "x.pdf")
    assert "ocrmypdf -l chi_tra" in caught.value.remedy


def _damaged(count: int) -> list[bytes]:
    chance = random.Random(94)  # noqa: S311
    whole = files.woven(files.paragraphs(ARTICLE[:4]))
    small = files.written(b"BT /F 12 Tf 72 700 Td (words) Tj 0 -20 Td (more words) Tj ET")
    result = []
    for number in range(count):
        data = bytearray(whole if number % 3 == 0 else small)
        for _ in range(chance.choice([1, 3, 20, 200])):
            data[chance.randrange(8, len(data))] = chance.randrange(256)
        result.append(bytes(data))
    return result


@pytest.mark.slow
@pytest.mark.parametrize("part", range(4))
def test_a_damaged_file_is_read_or_refused(part: int) -> None:
    for data in _damaged(80)[part::4]:
        try:
            raw = read_pdf(data, "x.pdf")
        except InputError as error:
            assert error.remedy  # noqa: PT017  (reading it is right, too)
        else:
            assert not set(raw.text) & set("\ufffd\ufffe\x00")


@pytest.mark.slow
def test_a_page_of_loose_characters_does_not_hold_it_up() -> None:
    chance = random.Random(1)  # noqa: S311
    marks = (
        b"1 0 0 1 %d %d Tm (x) Tj " % (chance.randrange(590), chance.randrange(840)) for _ in range(60_000)
    )
    raw = read_pdf(files.written(b"BT /F 2 Tf " + b"".join(marks) + b"ET"), "x.pdf")
    assert _bare(raw.text)
