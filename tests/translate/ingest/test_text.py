"""Plain text: bytes to lines, and files that are none."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.translate.ingest.texts import CHARACTERS
from translate.errors import InputError
from translate.ingest.text import lines_of, read_text


def test_every_line_end_counts_once() -> None:
    raw = lines_of("甲\n乙\r\n丙\r丁\f戊")
    assert [raw.of(line) for line in raw.lines] == list("甲乙丙丁戊")
    assert [line.number for line in raw.lines] == [1, 2, 3, 4, 5]
    assert [line.page for line in raw.lines] == [1, 1, 1, 1, 2]


@given(st.text(CHARACTERS, max_size=60))
def test_lines_cover_the_text(text: str) -> None:
    raw = lines_of(text)
    ends = [text[a.end : b.start] for a, b in zip(raw.lines, raw.lines[1:], strict=False)]
    assert set(ends) <= {"\n", "\r", "\r\n", "\f"}
    rebuilt = "".join(raw.of(line) + end for line, end in zip(raw.lines, [*ends, ""], strict=True))
    assert rebuilt == text
    for line in raw.lines:
        assert all(raw.line_at(offset) == line.number for offset in range(line.start, line.end))


def test_the_hash_is_of_the_bytes_and_the_mark_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "paper.txt"
    data = b"\xef\xbb\xbf" + "字。".encode()
    path.write_bytes(data)
    raw, sha256 = read_text(path)
    assert raw.text == "字。"
    assert sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "holds no text"),
        (b" \n\r\n\f\xe3\x80\x80", "holds no text"),
        ("字。".encode() + b"\xff\xfe", "not UTF-8; the first wrong byte is at offset 6"),
        ("字。".encode("big5"), "not UTF-8; the first wrong byte is at offset 0"),
        ("字。".encode("utf-16"), "not UTF-8"),
    ],
    ids=["empty", "blank", "damaged", "Big5", "UTF-16"],
)
def test_a_file_that_is_no_text_is_refused(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "paper.txt"
    path.write_bytes(data)
    with pytest.raises(InputError, match=message) as caught:
        read_text(path)
    assert str(path) in caught.value.message
    assert caught.value.remedy


@pytest.mark.parametrize("name", ["absent.txt", "."])
def test_a_path_that_is_no_file_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_text(tmp_path / name)
