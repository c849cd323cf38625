"""Addresses: where they end, and which lead to the same place."""

from __future__ import annotations

import pytest

from translate.checks.addresses import addresses


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("見http://www.example.org.tw/a。", ["http://www.example.org.tw/a"]),
        ("See https://example.org/a, or www.example.org.", ["https://example.org/a", "www.example.org"]),
        ("(https://example.org/wiki/A_(b))", ["https://example.org/wiki/A_(b)"]),
        ("<https://example.org/x?y=1&z=2#top>;", ["https://example.org/x?y=1&z=2#top"]),
        ("write to a.b@example.org!", ["a.b@example.org"]),
        ("doi:10.1234/ab.c-5.", ["10.1234/ab.c-5"]),
        ("news.example.com/a/b.htm and example.com", ["news.example.com/a/b.htm", "example.com"]),
        ("The U.S. and 3.5 or e.g. this.", []),
        ("end of one.Next and v1.2.io2", []),
        ("http://", []),
        ("", []),
    ],
)
def test_found(text: str, expected: list[str]) -> None:
    found = addresses(text)
    assert [address.text for address in found] == expected
    assert [text[slice(*address.span)] for address in found] == expected


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("http://www.example.org/", "www.example.org", True),
        ("HTTP://WWW.Example.org/a", "http://www.example.org/a", True),
        ("http://example.org/a", "http://example.org/A", False),
        ("http://example.org/a", "https://example.org/a", False),
        ("http://example.org/a", "http://example.org/b", False),
        ("10.1234/abc", "https://doi.org/10.1234/ABC", True),
        ("a@example.org", "A@Example.org", True),
        ("a@example.org", "b@example.org", False),
    ],
)
def test_same_place(one: str, other: str, *, is_same: bool) -> None:
    (first,), (second,) = addresses(one), addresses(other)
    assert first.is_same(second) is is_same
    assert second.is_same(first) is is_same
