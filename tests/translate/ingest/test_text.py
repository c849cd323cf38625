"""Plain text: bytes to lines, and files that are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.translate.ingest.texts import CHARACTERS
from translate.errors import InputError
from translate.ingest.text import lines_of, read_text


def test_every_line_end_counts_once() -> None:
    raw = lines_of("甲\n乙\r\n丙\r丁\f戊\x85己\u2028庚\u2029辛")
    assert [raw.of(line) for line in raw.lines] == list("甲乙丙丁戊己庚辛")
    assert [line.number for line in raw.lines] == list(range(1, 9))
    assert [line.page for line in raw.lines] == [1, 1, 1, 1, 2, 2, 2, 2]


@given(st.text(CHARACTERS, max_size=60))
def test_lines_cover_the_text(text: str) -> None:
    raw = lines_of(text)
    ends = [text[a.end : b.start] for a, b in zip(raw.lines, raw.lines[1:], strict=False)]
    assert set(ends) <= {"\n", "\r", "\r\n", "\f", "\x85", "\u2028", "\u2029"}
    rebuilt = "".join(raw.of(line) + end for line, end in zip(raw.lines, [*ends, ""], strict=True))
    assert rebuilt == text
    for line in raw.lines:
        assert all(raw.line_at(offset) == line.number for offset in range(line.start, line.end))


def test_the_byte_order_mark_is_no_text() -> None:
    raw = read_text(b"\xef\xbb\xbf" + "字。".encode(), "paper.txt")
    assert raw.text == "字。"
    assert raw.notices == ()


def test_an_encoding_that_was_found_out_is_said() -> None:
    raw = read_text("美國總統與中國國家主席舉行會談。".encode("big5"), "paper.txt")
    assert raw.text == "美國總統與中國國家主席舉行會談。"
    (notice,) = raw.notices
    assert notice.startswith("read as Big5 (CP950): no byte-order mark and not UTF-8")


@pytest.mark.parametrize("data", [b"", b" \n\r\n\f\xe3\x80\x80", b"\xff\xfe"], ids=["empty", "blank", "mark"])
def test_a_file_without_text_is_refused(data: bytes) -> None:
    with pytest.raises(InputError, match=r"folder/paper\.txt: holds no text") as caught:
        read_text(data, "folder/paper.txt")
    assert caught.value.remedy
