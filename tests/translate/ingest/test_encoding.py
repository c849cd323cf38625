"""Bytes to text: every encoding that Chinese papers come in, and files that are none."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate.errors import InputError
from translate.hanzi import convert
from translate.ingest.encoding import decode, plausibility

SEEDS = sorted((Path(__file__).parents[3] / "seeds").glob("*.txt"))
TRADITIONAL = {
    "cp950": "Big5 (CP950)",
    "gb18030": "GB18030",
    "utf-16-le": "UTF-16 LE",
    "utf-16-be": "UTF-16 BE",
}
SIMPLIFIED = {"gbk": "GB18030", "gb18030": "GB18030", "utf-16-le": "UTF-16 LE", "utf-16-be": "UTF-16 BE"}


def _writable(text: str, codec: str) -> str:
    """``text`` without what ``codec`` cannot write."""
    return text.encode(codec, "ignore").decode(codec)


@pytest.mark.parametrize("paper", SEEDS, ids=lambda path: path.stem)
@pytest.mark.parametrize("length", [12, 40, 200, None])
@pytest.mark.parametrize(
    ("codec", "script", "name"),
    [(codec, "Hant", name) for codec, name in TRADITIONAL.items()]
    + [(codec, "Hans", name) for codec, name in SIMPLIFIED.items()],
)
def test_a_paper_in_another_encoding_is_the_same(
    paper: Path, length: int | None, codec: str, script: str, name: str
) -> None:
    text = paper.read_text("utf-8-sig").strip()
    text = _writable(text if script == "Hant" else convert(text, "t2s"), codec)[:length]
    decoded = decode(text.encode(codec), "paper.txt")
    assert decoded.text == text
    assert decoded.encoding == name
    assert not decoded.certain
    assert decoded.notice.startswith(f"read as {name}: no byte-order mark and not UTF-8")


def test_hong_kong_characters() -> None:
    text = "佢哋喺香港嘅會議上話，呢個問題係大家都關心嘅。"
    decoded = decode(text.encode("big5hkscs"), "paper.txt")
    assert (decoded.text, decoded.encoding) == (text, "Big5-HKSCS")


def test_characters_that_only_gb18030_has() -> None:
    text = "中国政府表示，这个问题需要各方共同努力，𠀀字是一个例子。"
    decoded = decode(text.encode("gb18030"), "paper.txt")
    assert (decoded.text, decoded.encoding) == (text, "GB18030")


@pytest.mark.parametrize(
    ("mark", "codec", "name"),
    [
        (codecs.BOM_UTF8, "utf-8", "UTF-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16 LE"),
        (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16 BE"),
        (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32 LE"),
        (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32 BE"),
    ],
)
def test_a_mark_decides(mark: bytes, codec: str, name: str) -> None:
    decoded = decode(mark + "字。A\n".encode(codec), "paper.txt")
    assert (decoded.text, decoded.encoding, decoded.certain, decoded.notice) == ("字。A\n", name, True, "")


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff"), max_size=60))
def test_utf8_is_always_read_as_such(text: str) -> None:
    assert decode(text.encode(), "paper.txt").text == text


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        text = decode(data, "paper.txt").text
    except InputError as error:
        assert error.message.startswith("paper.txt: ")  # noqa: PT017  (reading it is right, too)
        assert error.remedy  # noqa: PT017
        return
    assert "\0" not in text


@given(st.text("美國總統與中國家主席舉行會談，雙方就臺海問題交換意見。", min_size=12, max_size=80), st.data())
def test_no_byte_is_replaced_or_skipped(text: str, data: st.DataObject) -> None:
    codec = data.draw(st.sampled_from(["cp950", "gb18030", "utf-16-le", "utf-16-be"]))
    assert decode(text.encode(codec), "paper.txt").text == text


PARAGRAPH = "美國總統與中國國家主席舉行會談，雙方就臺海問題交換意見。\n會後沒有發表聯合聲明。\n"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("字。".encode() + b"\xff\xfe", r"not UTF-8; the first wrong byte is at offset 6 \(line 1\)"),
        (
            PARAGRAPH.encode() + b"\xe4\xb8" + PARAGRAPH.encode(),
            rf"not UTF-8; the first wrong byte is at offset {len(PARAGRAPH.encode())} \(line 3\)",
        ),
        (
            PARAGRAPH.encode("cp950") + b"\xff" + PARAGRAPH.encode("cp950"),
            (
                rf"damaged; it reads as Big5 \(CP950\), but the bytes at offset "
                rf"{len(PARAGRAPH.encode('cp950'))} \(line 3\) are not valid in it"
            ),
        ),
        (
            codecs.BOM_UTF16_LE + PARAGRAPH.encode("utf-16-le") + b"\x00\xd8A\x00",
            r"damaged; it reads as UTF-16 LE, but the bytes at offset \d+ \(line 3\)",
        ),
        (
            b"\xe9t\xe9 \xe0 la mer, o\xf9 l'on d\xe9jeune",
            r"offset 0 \(line 1\), and the file does not read as",
        ),
    ],
    ids=["UTF-8 and two bytes", "UTF-8 cut inside", "Big5", "UTF-16", "Latin-1"],
)
def test_a_damaged_file_is_refused_with_the_place(data: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        decode(data, "folder/paper.txt")
    assert caught.value.message.startswith("folder/paper.txt: ")
    assert caught.value.exit_code == 3
    assert "UTF-8" in caught.value.remedy


@pytest.mark.parametrize(
    "data",
    [
        b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x02\0>\0",
        "字。\0字。".encode(),
        b"\0" * 40,
        b"PK\x03\x04\x14\0\0\0\x08\0",
    ],
    ids=["program", "NUL in UTF-8", "NULs", "archive"],
)
def test_a_binary_file_is_refused(data: bytes) -> None:
    with pytest.raises(InputError, match="not text; a NUL") as caught:
        decode(data, "paper.txt")
    assert caught.value.remedy


def test_what_reads_like_chinese() -> None:
    assert plausibility(PARAGRAPH) > 0.7
    assert plausibility(PARAGRAPH.encode("cp950").decode("gb18030", "ignore")) < 0
    assert plausibility(PARAGRAPH.encode("gb18030").decode("cp950", "ignore")) < 0.2
    assert plausibility("only ASCII") == 0
    assert plausibility("") == 0
