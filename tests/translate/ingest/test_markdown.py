"""Markdown: what is shown, nothing dropped, bombs and damage."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.casefile import cases
from tests.translate.ingest.dumped import dumped, read_or_refused
from tests.translate.ingest.texts import CHARACTERS
from translate.errors import InputError
from translate.hanzi import HAN_RE
from translate.ingest.markdown import read_markdown


@pytest.mark.parametrize("case", cases("readers/markdown", "file"))
def test_files(case: dict[str, Any]) -> None:
    raw, _ = read_markdown(case["text"].encode(), "paper.md")
    assert dumped(raw) == case["lines"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_and_encodings(end: str) -> None:
    text = end.join(
        ["# 題目", "", "美國總統與中國國家主席舉行會談，", "雙方交換意見。", "", "|a|b|", "|-|-|", "|c|d|e|"]
    )
    expected = ["title1 題目", "text 美國總統與中國國家主席舉行會談，", "+text 雙方交換意見。"]
    expected += [f"paragraph {cell}" for cell in "abcde"]
    for codec in ("utf-8", "utf-8-sig", "utf-16", "cp950"):
        raw, notices = read_markdown(text.encode(codec), "paper.md")
        assert dumped(raw) == expected
        assert bool(notices) == (codec == "cp950")


def test_what_is_not_shown_is_said() -> None:
    raw, notices = read_markdown("[文](http://a.b/中文 '題')字<!-- 註 -->".encode(), "paper.md")
    assert raw.text == "文字"
    assert notices == ("4 Chinese character(s) are not shown: targets and titles of links, comments",)


@pytest.mark.parametrize("text", ["", "\n", "---\n", "---\ntitle: 題\n---\n", "[a]: /b\n", "<!-- 甲 -->"])
def test_a_file_without_text_is_refused(text: str) -> None:
    with pytest.raises(InputError, match=r"paper\.md: holds no text"):
        read_markdown(text.encode(), "paper.md")


@pytest.mark.parametrize(
    "text",
    [
        "> " * 150 + "字",
        "- " * 150 + "字",
        "文" + "[" * 30_000,
        "- 文\n" * 150_001,
        "文" + "^[" * 8000,
        "]" * 8000 + "\n\n文" + "[^1<div>" * 4000,
        "文" + "~~[^1" * 8000 + "\n\n" + "]" * 8000,
    ],
)
def test_bombs_are_refused(text: str) -> None:
    with pytest.raises(InputError) as caught:
        read_markdown(text.encode(), "paper.md")
    assert caught.value.remedy


def test_damaged_bytes_are_an_error_with_their_place() -> None:
    with pytest.raises(InputError, match="offset 30"):
        read_markdown("美國總統與中國國家主席".encode()[:30] + b"\xff", "paper.md")


PIECES = st.one_of(
    st.sampled_from([
        "# ", "- ", "1. ", "> ", "|", "|-|-|\n", "```\n", "**", "*", "[", "](", ")", "[^1]", "[^1]: ", "^[",
        "![", "<b>", "<div>\n", "</div>", "---\n", "===\n", "\n\n", "\n", "    ", "&amp;", "\\", "`", "<!--",
        "-->", "  \n", "~~", "[x]: y\n",
    ]),
    st.text(CHARACTERS, max_size=8),
)  # fmt: skip


@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_text_is_read_or_refused(text: str) -> None:
    read_or_refused(read_markdown, text.encode(), "paper.md")


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    read_or_refused(read_markdown, data, "paper.md")


PLAIN = st.sampled_from(
    ["# ", "- ", "1. ", "> ", "|", "|-|\n", "**", "*", "[^1]", "\n[^1]: ", "\n\n", "\n", "    ", "`", "~~"]
)


@settings(max_examples=500, deadline=None)
@given(
    st.lists(st.one_of(PLAIN, st.text("美中臺灣與国，。", min_size=1, max_size=5)), max_size=30).map("".join)
)
def test_no_chinese_character_is_lost_or_doubled(text: str) -> None:
    try:
        raw, notices = read_markdown(text.encode(), "paper.md")
    except InputError:
        assert not HAN_RE.search(text)
        return
    assert sorted(HAN_RE.findall(raw.text)) == sorted(HAN_RE.findall(text))
    assert notices == ()
