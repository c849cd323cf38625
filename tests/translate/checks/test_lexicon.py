"""Tables of words: the longest first, both scripts, and each English word for one mark."""

from __future__ import annotations

import re

import pytest

from translate.checks.lexicon import Answers, Table, build, load, scan

DATA = {
    "inert": "不僅 非洲",
    "shared": {"no": "not|never"},
    "required": {"不變": "remain|same", "不 [沒未]有?": "{no}", "無(?!論)": ""},
}
TABLE: Table = build(DATA, ("inert", "required"))


def _found(zh: str) -> list[str]:
    return [mark.text for mark in scan(zh, TABLE)]


def test_the_longest_word_is_taken() -> None:
    assert _found("政策不變，不退讓，沒有共識") == ["不變", "不", "沒有"]


def test_words_without_a_meaning_of_their_own_hide_what_they_contain() -> None:
    assert _found("不僅非洲，無論何時") == []


def test_both_scripts_are_found() -> None:
    assert _found("政策不变，没有共识，无条件") == ["不变", "没有", "无"]


def test_marks_name_their_section_and_their_place() -> None:
    (mark,) = scan("政策不變", TABLE)
    assert (mark.kind, mark.span) == ("required", (2, 4))
    assert mark.answers is not None
    assert mark.answers.search("It Remains so")
    assert not mark.answers.search("the remainder, unremaining"[15:])


def test_shared_answers_are_filled_in() -> None:
    (mark,) = scan("不退讓", TABLE)
    assert mark.answers == re.compile(r"\b(?:not|never)", re.IGNORECASE)


def test_an_english_word_answers_once() -> None:
    one, other = scan("不變不變", TABLE)
    english = Answers("remain, the same")
    hit = english.next(one)
    assert hit == (0, 6)
    assert english.every(other) == [(0, 6), (12, 16)]
    english.take(hit)
    assert english.has_taken((5, 7))
    assert english.every(other) == [(12, 16)]
    assert english.next(other) == (12, 16)
    assert english.next(other) is None


def test_a_word_without_answers_has_none() -> None:
    (mark,) = scan("無條件", TABLE)
    english = Answers("unconditional")
    assert english.next(mark) is None
    assert english.every(mark) == []


@pytest.mark.parametrize(
    ("name", "sections"),
    [
        ("negation.toml", ("inert", "double", "required", "plain", "light")),
        ("hedge.toml", ("inert", "account", "hedge", "attribution")),
    ],
)
def test_tables_name_no_word_twice(name: str, sections: tuple[str, ...]) -> None:
    data = load(name)
    assert build(data, sections)
    for section in sections:
        listed = data[section]
        words = listed.split() if isinstance(listed, str) else " ".join(listed).split()
        assert sorted(words) == sorted(set(words))
