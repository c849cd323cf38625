"""The table of renderings, and what is told by it: items and clauses that English lacks."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate.checks import alignment
from translate.checks.base import Context
from translate.checks.coverage import uncovered, words_for_character
from translate.checks.renderings import Entry, Table, Word, stems, table, words
from translate.glossary import Glossary, Term

NONE = Context()


def shown(zh: str, found: list[Word]) -> list[str]:
    return [zh[word.start : word.end] for word in found]


def test_the_table_is_whole() -> None:
    assert len(table()) > 40_000
    for word in table():
        entry = table()[word]
        assert len(word) > 1
        assert 0.1 <= entry.share <= 1
        assert 0 < entry.frequency < 1
        assert entry.stems


@pytest.mark.parametrize(
    ("word", "stem"),
    [("经济", "econom"), ("政府", "govern"), ("教育", "educat"), ("科学家", "scient"), ("火车", "train")],
)
def test_what_the_table_has(word: str, stem: str) -> None:
    assert stem in table()[word].stems


def test_the_table_is_not_loaded_by_importing_the_checks() -> None:
    code = (
        "import translate.checks; from translate.checks.renderings import table;"
        " raise SystemExit(table.cache_info().currsize)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_forms_and_relatives_share_a_stem() -> None:
    assert stems("Economies, economic") == ["econom", "econom"]


def test_the_longest_word_is_taken() -> None:
    found = Table(dict.fromkeys(("糧食", "糧食安全", "安全"), "50\t200\tx y"))
    assert found["安全"] == Entry(frozenset("xy"), 0.5, 0.01)
    assert list(found.words("糧食安全與安全")) == [(0, "糧食安全"), (5, "安全")]


def test_words_of_both_scripts_have_offsets_of_the_text() -> None:
    for zh in ("經濟、教育", "经济、教育"):
        assert shown(zh, words(zh, NONE)) == [zh[:2], zh[3:]]


def test_names_written_by_sound_are_unknown() -> None:
    zh = "喬治·安全教育（George Education）"
    assert words(zh, NONE) == []


def test_the_glossary_goes_first_and_its_rendering_is_wanted_whole() -> None:
    context = Context(Glossary.of([Term("東海", (), ("East China Sea",), "place", "", "")]))
    [word] = words("東海", context)
    assert word.is_in(frozenset(stems("in the East China Sea")))
    assert not word.is_in(frozenset(stems("in the South China Sea")))


def test_a_term_that_spans_items_is_no_word() -> None:
    context = Context(Glossary.of([Term("教育、文化", (), ("EC",), "term", "", "")]))
    assert shown("教育、文化", words("教育、文化", context)) == ["教育", "文化"]


def test_what_is_there_speaks_for_a_word_and_what_is_not_against_it() -> None:
    [word] = words("教育", NONE)
    assert word.weight(frozenset(stems("schools and education")), 3) > 0
    assert word.weight(frozenset(stems("roads and bridges")), 3) < 0


def items(zh: str) -> list[alignment.Item]:
    known, found, at = words(zh, NONE), [], 0
    for text in zh.split("、"):
        found.append(alignment.item(at, at + len(text), known, (at, at + len(text))))
        at += len(text) + 1
    return found


def test_an_item_between_its_neighbours_is_missed() -> None:
    zh = "教育、文化、科技、農業"
    whole = alignment.english("education, culture, technology, and agriculture", others=False)
    for number, en in enumerate(
        (
            "culture, technology, and agriculture",
            "education, technology, and agriculture",
            "education, culture, and agriculture",
            "education, culture, and technology",
        )
    ):
        score, item = alignment.dropped(items(zh), alignment.english(en, others=False))
        assert item == items(zh)[number]
        assert score > alignment.dropped(items(zh), whole)[0] + 1


def test_an_unknown_item_is_missed_where_no_part_is_left() -> None:
    zh = "教育、嘰哩咕、科技"
    score, item = alignment.dropped(items(zh), alignment.english("education and technology", others=False))
    assert (item.start, item.end) == (3, 6)
    full = alignment.english("education, gobbledygook, and technology", others=False)
    assert score > alignment.dropped(items(zh), full)[0]


def test_and_others_is_no_part() -> None:
    en = "education, culture, and other fields"
    assert len(alignment.english(en, others=False).parts) == 2
    assert len(alignment.english(en, others=True).parts) == 3


def test_a_thousand_has_one_part() -> None:
    assert len(alignment.english("1,200 teachers", others=False).parts) == 1


def test_the_clause_that_is_missing_is_named() -> None:
    zh = "政府將改善教育制度，增加農業投資，並保護森林與河流。"
    en = "The government will improve the education system and protect forests and rivers."
    full = "The government will improve the education system, invest in agriculture, and protect forests."
    missed, whole = uncovered(zh, en, words(zh, NONE)), uncovered(zh, full, words(zh, NONE))
    assert missed is not None
    assert whole is not None
    assert zh[slice(*missed[1])] == "增加農業投資"
    assert missed[0] > whole[0] + 3


def test_words_for_a_character() -> None:
    assert words_for_character("教育文化", "education and culture") == pytest.approx(3 / 4)
    assert words_for_character("", "education") == 1


@given(
    st.lists(st.sampled_from(["教育", "文化", "科技", "農業", "嘰哩咕"]), min_size=1, max_size=6),
    st.text(max_size=60),
)
def test_any_list_beside_any_text(texts: list[str], en: str) -> None:
    zh = "、".join(texts)
    score, item = alignment.dropped(items(zh), alignment.english(en, others=False))
    assert item in items(zh)
    assert score == score  # noqa: PLR0124  (not NaN)


@given(st.text(alphabet="教育文化科技，。、；a 1", max_size=30), st.text(max_size=60))
def test_any_clauses_beside_any_text(zh: str, en: str) -> None:
    found = uncovered(zh, en, words(zh, NONE))
    if found is not None:
        start, end = found[1]
        assert 0 <= start < end <= len(zh)
