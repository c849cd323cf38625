"""Forms of English words: what counts as the same word, and what does not."""

from __future__ import annotations

import pytest

from translate.checks.forms import base, pieces, read


@pytest.mark.parametrize(
    "forms",
    [
        "policy policies", "plan plans planned planning", "practise practised practice practices practicing",
        "control controls controlled controlling", "labor labour", "center centre centres", "defense defence",
        "organize organise organized organising", "organisation organizations", "press presses pressed",
        "branch branches", "seek sought seeks", "program programme programmes", "need needed needs",
        "watch watched", "study studied studies", "hold held holding", "neighbor neighbours",
        "cancelled canceled cancelling",
    ],
)  # fmt: skip
def test_forms_of_one_word_share_a_key(forms: str) -> None:
    assert len({base(word) for word in forms.split()}) == 1


@pytest.mark.parametrize(
    "words",
    [
        "unify reunify",
        "contain contest",
        "state status",
        "us use",
        "sing sings single",
        "his hiss",
        "bus busy",
        "four for",
    ],
)
def test_different_words_have_different_keys(words: str) -> None:
    first, *_, last = words.split()
    assert base(first) != base(last)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the U.S.’s F-16", ["the", "us", "s", "f", "16"]),
        ("It doesn’t co-operate.", ["it", "does", "not", "cooperate"]),
        ("San José, Ⅱ", ["san", "jose", "ii"]),
        ("", []),
    ],
)
def test_pieces(text: str, expected: list[str]) -> None:
    assert pieces(text) == expected


@pytest.mark.parametrize(
    ("text", "wording", "stands"),
    [
        ("the median line of the Taiwan Strait", "Taiwan Strait median line", True),
        ("the Strait, and far away from all the rest of these things a line of Taiwan is median",
         "Taiwan Strait median line", False),
        ("Managing these differences", "manage differences", True),
        ("their differences", "manage differences", False),
        ("anything at all", "of the", False),
    ],
)  # fmt: skip
def test_a_wording_stands_where_its_words_are_together(text: str, wording: str, *, stands: bool) -> None:
    assert read(text).has(wording) is stands


@pytest.mark.parametrize(
    ("text", "acronym", "is_expanded"),
    [
        ("a memorandum of understanding", "MOU", True),
        ("the National Security Commission on Artificial Intelligence", "NSCAI", True),
        ("the Forum on China–Africa Cooperation", "FOCAC", True),
        ("artificial intelligence", "AI", True),
        ("an apple and an island", "AI", False),
        ("memories of", "MOU", False),
        ("of understanding", "OU", False),
    ],
)
def test_acronyms_spelled_out(text: str, acronym: str, *, is_expanded: bool) -> None:
    assert read(text).expands(acronym) is is_expanded
