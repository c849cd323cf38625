"""Word documents: what Word shows, notices, bombs, damage."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.casefile import cases
from tests.translate.ingest.docx_files import NAMES, ROOTS, package, xml, zipped
from tests.translate.ingest.dumped import dumped, read_or_refused
from translate.errors import InputError
from translate.ingest.docx import read_docx
from translate.ingest.docx_numbering import numeral

PARAGRAPH = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
STRICT = NAMES.replace(
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)


@pytest.mark.parametrize("case", cases("readers/docx", "document"))
def test_documents(case: dict[str, Any]) -> None:
    parts = {name: case[name] for name in ROOTS if name in case}
    raw, notices = read_docx(package(case["body"], parts), "paper.docx")
    assert dumped(raw) == case["lines"]
    assert list(notices) == case.get("notices", [])


@pytest.mark.parametrize("case", cases("readers/docx", "document"))
def test_strict_documents_read_the_same(case: dict[str, Any]) -> None:
    parts = {name: case[name] for name in ROOTS if name in case}
    raw, _ = read_docx(package(case["body"], parts, names=STRICT), "paper.docx")
    assert dumped(raw) == case["lines"]


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("decimal", "1 10 11 20 21 101 110"),
        ("taiwaneseCountingThousand", "一 十 十一 二十 二十一 一百零一 一百一十"),
        ("ideographLegalTraditional", "壹 壹拾 壹拾壹 貳拾 貳拾壹 壹佰零壹 壹佰壹拾"),
        ("ideographDigital", "一 一〇 一一 二〇 二一 一〇一 一一〇"),
        ("ideographTraditional", "甲 癸 11 20 21 101 110"),
        ("decimalEnclosedCircleChinese", "① ⑩ ⑪ ⑳ 21 101 110"),
        ("lowerRoman", "i x xi xx xxi ci cx"),
        ("upperLetter", "A J K T U WWWW FFFFF"),
        ("decimalFullWidth", "１ １０ １１ ２０ ２１ １０１ １１０"),
        ("decimalZero", "01 10 11 20 21 101 110"),
        ("unknown", "1 10 11 20 21 101 110"),
    ],
)
def test_numerals(form: str, expected: str) -> None:
    assert " ".join(numeral(value, form) for value in (1, 10, 11, 20, 21, 101, 110)) == expected


def test_a_text_pasted_with_its_line_ends_is_left_to_the_rules() -> None:
    lines = ["美國總統與中國國家主席舉行會談，雙方就臺海", "問題交換意見，並同意維持溝通管道，避免誤判。"] * 6
    raw, notices = read_docx(package("".join(map(PARAGRAPH.format, lines))), "paper.docx")
    assert {line.layout.begins for line in raw.lines if line.layout} == {True}  # half of them end a sentence
    lines = ["美國總統與中國國家主席舉行會談，雙方就臺海", "問題交換意見，並同意維持溝通管道，避免誤"] * 6
    raw, notices = read_docx(package("".join(map(PARAGRAPH.format, lines))), "paper.docx")
    assert {line.layout.begins for line in raw.lines if line.layout} == {None}
    assert notices == (
        "most paragraphs end in mid-sentence: taken for lines of a text that was pasted, and joined",
    )


def _bomb(entries: int = 0, size: int = 0) -> bytes:
    files = {"word/document.xml": xml("document", "<w:body/>").encode(), "word/media/a": b"\0" * size}
    return zipped(files | {f"word/{number}": b"" for number in range(entries)})


def _with(part: bytes) -> bytes:
    return zipped({"word/document.xml": part})


DOCTYPE = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><d>&b;</d>'
REFUSED = {
    "old .doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "an old Office file"),
    "password": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "under a password",
    ),
    "text": ("只是文字".encode(), "not a DOCX file"),
    "empty": (b"", "not a DOCX file"),
    "half": (package(PARAGRAPH.format("文"))[:-30], "a damaged DOCX file"),
    "ratio": (_bomb(size=2 * 2**20), "ZIP bomb"),
    "entries": (_bomb(entries=20_001), "20003 parts"),
    "doctype": (_with(DOCTYPE), "document type declaration"),
    "doctype in UTF-16": (_with(DOCTYPE.decode().encode("utf-16")), "document type declaration"),
    "no XML": (_with(b"<w:document"), "is not sound XML"),
    "undeclared entity": (_with(xml("document", "<w:body>&lol;</w:body>").encode()), "is not sound XML"),
    "deep": (package("<w:sdt>" * 300 + "</w:sdt>" * 300), "is not sound XML"),
    "other XML": (_with(b"<html/>"), "not a Word document"),
    "no document": (zipped({"a": b""}), "not a Word document"),
    "no text": (package("<w:p/>"), "holds no text"),
    "only a running head": (
        package("<w:sectPr><w:headerReference r:id='header'/></w:sectPr>", {"header": PARAGRAPH}),
        "holds no text",
    ),
    "embedded file": (package("<w:altChunk r:id='a'/>"), "embeds another file"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused_with_a_remedy(name: str) -> None:
    data, message = REFUSED[name]
    with pytest.raises(InputError, match=message) as caught:
        read_docx(data, "folder/paper.docx")
    assert "folder/paper.docx" in caught.value.message
    assert caught.value.remedy


def test_a_part_under_a_password_or_packed_oddly() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("word/document.xml", "<a/>")
    with pytest.raises(InputError, match="packed in a way that no DOCX is"):
        read_docx(target.getvalue(), "paper.docx")
    data = bytearray(zipped({"word/document.xml": b"<a/>"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(InputError, match="under a password"):
        read_docx(bytes(data), "paper.docx")


def _sound() -> bytes:
    """A file as python-docx writes it."""
    document = docx.Document()
    document.add_heading("題目", 0)
    document.add_heading("一、背景", 1)
    document.add_paragraph("美國總統與中國國家主席舉行會談。")
    document.add_paragraph("重點", style="List Bullet")
    document.add_table(2, 2).cell(0, 0).text = "年"
    document.sections[0].header.paragraphs[0].text = "時評"
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


SOUND = _sound()
XML = {
    name: zipfile.ZipFile(io.BytesIO(SOUND)).read(name)
    for name in zipfile.ZipFile(io.BytesIO(SOUND)).namelist()
}
PARTS = ("word/document.xml", "word/styles.xml", "word/numbering.xml", "word/_rels/document.xml.rels")
CHANGES = st.lists(
    st.tuples(st.integers(0, 10**6), st.binary(max_size=4), st.integers(0, 40)), min_size=1, max_size=4
)


def _changed(data: bytes, changes: list[tuple[int, bytes, int]]) -> bytes:
    for place, insert, cut in changes:
        at = place % (len(data) + 1)
        data = data[:at] + insert + data[at + cut :]
    return data


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.binary(max_size=200), st.binary(max_size=200).map(lambda tail: b"PK\x03\x04" + tail)))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    read_or_refused(read_docx, data, "paper.docx")


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(CHANGES)
def test_a_damaged_archive_is_read_or_refused(changes: list[tuple[int, bytes, int]]) -> None:
    read_or_refused(read_docx, _changed(SOUND, changes), "paper.docx")


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(PARTS), CHANGES)
def test_a_damaged_part_is_read_or_refused(part: str, changes: list[tuple[int, bytes, int]]) -> None:
    read_or_refused(read_docx, zipped({**XML, part: _changed(XML[part], changes)}), "paper.docx")


NAMED = """
    p r t tbl tr tc ins del hyperlink sdt sdtContent txbxContent fldSimple ruby rt rubyBase
    footnoteReference footnoteRef br tab pPr rPr numPr sym fldChar vanish
"""
TAGS = st.sampled_from(NAMED.split())
TREES = st.recursive(
    st.one_of(st.text("美中臺灣與。，1", max_size=4).map("<w:t>{}</w:t>".format), TAGS.map("<w:{}/>".format)),
    lambda inner: st.builds(
        lambda tag, parts: f"<w:{tag}>{''.join(parts)}</w:{tag}>", TAGS, st.lists(inner, max_size=4)
    ),
    max_leaves=25,
)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TREES)
def test_any_nesting_of_elements_is_read_or_refused(body: str) -> None:
    read_or_refused(read_docx, package(body), "paper.docx")
