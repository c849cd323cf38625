"""Web pages: what is shown, what is furniture, encodings, bombs, damage."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.casefile import cases
from tests.translate.ingest.dumped import dumped, read_or_refused
from tests.translate.ingest.texts import CHARACTERS
from translate.errors import InputError
from translate.ingest.html import read_html

PAGE = (
    "<html><head><meta charset='{}'></head>"
    "<body><p>美國總統與中國國家主席舉行會談，雙方就臺海問題交換意見。</p>"
)


@pytest.mark.parametrize("case", cases("readers/html", "page"))
def test_pages(case: dict[str, Any]) -> None:
    raw, notices = read_html(case["html"].encode(), "page.html")
    assert dumped(raw) == case["lines"]
    assert notices == ()


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("utf-8", "utf-8"),
        ("big5", "cp950"),
        ("Big5-HKSCS", "big5hkscs"),
        ("gbk", "gb18030"),
        ("utf-8", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("gb2312", "utf-8"),
        ("iso-8859-1", "utf-8"),
    ],
)
def test_encodings(label: str, codec: str) -> None:
    raw, notices = read_html(PAGE.format(label).encode(codec), "page.html")
    assert dumped(raw) == ["text 美國總統與中國國家主席舉行會談，雙方就臺海問題交換意見。"]
    assert notices == ()


@pytest.mark.parametrize("label", ["iso-8859-1", "utf-8", "gb2312"])
def test_a_wrong_or_useless_declaration_is_said(label: str) -> None:
    raw, notices = read_html(PAGE.format(label).encode("cp950"), "page.html")
    if label == "gb2312":  # valid in both: the page is believed
        return
    assert dumped(raw) == ["text 美國總統與中國國家主席舉行會談，雙方就臺海問題交換意見。"]
    assert notices[0].startswith(f"the page says {label}, but is not in it; read as Big5 (CP950)")


def test_damaged_bytes_are_an_error_with_their_place() -> None:
    data = PAGE.format("utf-8").encode()
    with pytest.raises(InputError, match=rf"page\.html: not UTF-8; .* offset {len(data)}"):
        read_html(data + b"\xff\xe4</p>", "page.html")


def test_characters_lost_before_are_said() -> None:
    raw, notices = read_html("<p>中\ufffd國&#xD800;</p>".encode(), "page.html")
    assert raw.text == "中\ufffd國\ufffd"
    assert notices == ("line 1: a character was lost before (U+FFFD): …中\ufffd國\ufffd…",)


@pytest.mark.parametrize(
    "html",
    [
        "",
        " ",
        "<p></p>",
        "<title>題</title>",
        "<nav><a>甲</a></nav>",
        "<!-- 甲 -->",
        "<script>甲",
        "<frameset>",
    ],
)
def test_a_page_without_text_is_refused(html: str) -> None:
    with pytest.raises(InputError, match=r"page\.html: holds no text"):
        read_html(html.encode(), "page.html")


@pytest.mark.parametrize(
    "html",
    ["<div>" * 5000 + "字", "<b>" * 300 + "字", "<p>" + "字" * 4_000_000],
    ids=["deep", "inline", "long"],
)
def test_what_the_parser_would_cut_off_is_refused(html: str) -> None:
    with pytest.raises(InputError, match="nested too deep or too long") as caught:
        read_html(html.encode(), "page.html")
    assert caught.value.remedy


def test_more_tags_than_any_page_has_are_refused() -> None:
    with pytest.raises(InputError, match="more than 400000 tags"):
        read_html(b"<p>a" * 400_001, "page.html")


def test_entities_of_a_document_type_are_not_expanded() -> None:
    bomb = "<!DOCTYPE html [<!ENTITY a 'x'><!ENTITY b SYSTEM 'file:///etc/passwd'>]><p>甲&a;&b;</p>"
    raw, _ = read_html(bomb.encode(), "page.html")
    assert raw.text.endswith("甲&a;&b;")


TAGS: tuple[str, ...] = (
    "p",
    "div",
    "b",
    "ul",
    "ol",
    "li",
    "table",
    "tr",
    "td",
    "nav",
    "h1",
    "h2",
    "sup",
    "pre",
    "ruby",
    "rt",
    "q",
)
TAGS += (
    "article",
    "main",
    "section",
    "a",
    "br",
    "script",
    "select",
    "option",
    "title",
    "svg",
    "plaintext",
    "form",
)
PIECES = st.one_of(
    st.sampled_from(TAGS).map("<{}>".format),
    st.sampled_from(TAGS).map("</{}>".format),
    st.sampled_from(
        ["<p hidden>", "<div class=nav>", "<!--", "-->", "<![CDATA[", "&#0;", "&#xFFFF;", "&amp", "<"]
    ),
    st.text(CHARACTERS, max_size=8),
)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_page_is_read_or_refused(html: str) -> None:
    read_or_refused(read_html, html.encode(), "page.html")


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    read_or_refused(read_html, data, "page.html")


HAN = st.text("美中臺灣與国的一二三十壹，。", min_size=1, max_size=6)
BLOCKS = st.sampled_from(
    ["p", "div", "li", "td", "h2", "nav", "aside", "blockquote", "b", "span", "footer", "dd"]
)


@settings(max_examples=200, deadline=None)
@given(
    st.recursive(
        HAN,
        lambda inner: st.builds(
            lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>", BLOCKS, st.lists(inner, max_size=4)
        ),
        max_leaves=20,
    )
)
def test_no_character_of_a_page_is_lost_or_doubled(html: str) -> None:
    shown = list(re.sub("<[^>]*>", "", html))
    try:
        raw, _ = read_html(f"<h1>題</h1>{html}".encode(), "page.html")
    except InputError:
        return
    assert sorted(raw.text.replace("\n", "")) == sorted(["題", *shown])
