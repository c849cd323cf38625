"""How alike two texts are, where they differ, and the index that finds similar ones."""

from __future__ import annotations

import random
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from tests.casefile import cases
from tests.translate.ingest.texts import CHARACTERS
from translate.errors import InputError
from translate.hanzi import match_key
from translate.memory import load
from translate.memory.fuzzy import BEST, FuzzyIndex, differences, discard, number_of, reduced, score

SEEDS = Path(__file__).parents[3] / "seeds"
TEXTS = (
    "結論",
    "前言",
    "是",
    "雙方同意",
    "美國總統拜登與中國國家主席習近平舉行視訊會談。",
    "兩國元首於11月15日會談。",
)


def indexed(index: FuzzyIndex, texts: tuple[str, ...] = TEXTS) -> FuzzyIndex:
    index.add((number, f"d{number}", reduced(text)) for number, text in enumerate(texts, 1))
    return index


def found(index: FuzzyIndex, text: str, threshold: int = 70) -> list[tuple[str, int]]:
    names = {number_of(reduced(known)): known for known in TEXTS}
    return [
        (names[item.number], score(item.similarity)) for item in index.similar(reduced(text), threshold, 5)
    ]


# measure


@pytest.mark.parametrize("case", cases("memory", "scores"))
def test_scores(case: Any) -> None:
    one, other = (reduced(text) for text in case["texts"])
    assert score(Levenshtein.normalized_similarity(one, other)) == case["score"]


def test_no_similarity_poses_as_exact() -> None:
    assert score(1.0) == BEST == 99


@given(st.text(CHARACTERS))
def test_a_reduced_text_has_nothing_that_an_index_cannot_hold(text: str) -> None:
    made = reduced(text)
    assert "\x1f" not in made
    assert not any(char.isspace() for char in made)
    made.encode()


# differences


@pytest.mark.parametrize("case", cases("memory", "differences"))
def test_differences(case: Any) -> None:
    segment, memory = case["segment"], case["memory"]
    told = [
        [item.kind, segment[slice(*item.segment)], memory[slice(*item.memory)]]
        for item in differences(segment, memory)
    ]
    assert told == case["expected"]


@given(one=st.text("臺台灣問題不，。 2２", max_size=12), other=st.text("臺台灣問題不，。 2２", max_size=12))
def test_differences_lead_from_one_text_to_the_other(one: str, other: str) -> None:
    pieces, at = [], 0
    for item in differences(one, other):
        pieces += [other[at : item.memory[0]], one[slice(*item.segment)]]
        at = item.memory[1]
    made = "".join([*pieces, other[at:]])
    assert "".join(map(match_key, made)) == "".join(map(match_key, one))


# index


def test_similar_sentences_of_every_length() -> None:
    with indexed(FuzzyIndex(None)) as index:
        assert found(index, "結論：") == [("結論", 99)]
        assert found(index, "是。") == [("是", 99)]
        assert found(index, "是的") == []
        assert found(index, "雙方不同意") == [("雙方同意", 80)]
        assert found(index, "兩國元首於12月3日會談。") == [("兩國元首於11月15日會談。", 81)]
        assert found(index, "美国总统与国家主席习近平举行视讯会谈。") == [(TEXTS[4], 81)]
        assert found(index, "——") == []
        assert found(index, "完全不同的一句話") == []


@pytest.mark.parametrize("length", range(1, 20))
def test_one_edit_anywhere_is_found_wherever_it_leaves_enough(length: int) -> None:
    text = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申"[:length]
    with FuzzyIndex(None) as index:
        index.add([(1, "d", text)])
        for at in range(length):
            edited = f"{text[:at]}變{text[at + 1 :]}"
            enough = (length - 1) / length >= 0.7
            assert bool(index.similar(edited, 70, 1)) == enough, edited


@pytest.mark.parametrize("quote", ['"', "'", "*", "OR", "NEAR(", "\x00", "-"])
def test_query_syntax_is_text(quote: str) -> None:
    text = f"甲乙{quote}丙丁"
    with FuzzyIndex(None) as index:
        index.add([(1, "d", reduced(text))])
        assert len(index.similar(reduced(text), 70, 1)) == 1


def test_a_tiny_text_is_found_among_many_with_its_character() -> None:
    with FuzzyIndex(None) as index:
        others = [f"本{chr(0x4E00 + at)}{chr(0x5E00 + at)}" for at in range(1000)]
        index.add((number, "d", text) for number, text in enumerate([*others, "本", "本書"], 1))
        assert [item.similarity for item in index.similar("本", 70, 5)] == [1.0]
        assert [item.similarity for item in index.similar("本書", 70, 5)] == [1.0]


def test_the_index_finds_what_a_linear_scan_finds() -> None:
    sentences = sorted({reduced(unit.zh) for unit in load(SEEDS / "memory.tmx").units})
    chance = random.Random(5)  # noqa: S311  (not a secret)
    missed, hits = [], 0
    with FuzzyIndex(None) as index:
        index.add((number, "d", text) for number, text in enumerate(sentences, 1))
        for text in sentences:
            at = chance.randrange(len(text))
            query = text[:at] + "變動" + text[at + chance.randrange(3) :]
            best = max(Levenshtein.normalized_similarity(query, other) for other in sentences)
            if best >= 0.7:
                hits += 1
                candidates = index.similar(query, 70, 1)
                if not candidates or candidates[0].similarity < best - 1e-9:
                    missed.append(query)
    assert hits > 200
    assert missed == []


def test_it_is_kept_and_taken_up_again(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "index.sqlite3"
    with indexed(FuzzyIndex(path)) as index:
        assert index.last == (6, "d6")
    with FuzzyIndex(path) as index:
        assert index.last == (6, "d6")
        index.add([(7, "d7", reduced("美中關係"))])
        assert len(index) == 7
        assert found(index, "結論。") == [("結論", 99)]


def test_the_same_text_is_indexed_once() -> None:
    with FuzzyIndex(None) as index:
        index.add((number, "d", "同一句話") for number in range(5))
        assert len(index) == 1


@pytest.mark.parametrize("damage", ["no database", "another version", "empty"])
def test_a_file_that_is_no_index_of_ours_is_made_again(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "index.sqlite3"
    if damage == "another version":
        indexed(FuzzyIndex(path)).close()
        with sqlite3.connect(path) as database:
            database.execute("UPDATE meta SET value = '0' WHERE name = 'schema'")
        database.close()
    else:
        path.write_bytes(b"not a database at all" * 100 if damage == "no database" else b"")
    with FuzzyIndex(path) as index:
        assert index.last == (0, "")
        assert len(indexed(index)) == len(TEXTS)


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    path = tmp_path / "index.sqlite3"
    path.mkdir()
    with pytest.raises(InputError, match="index of similar sentences"):
        FuzzyIndex(path)


def test_discarding_leaves_no_text(tmp_path: Path) -> None:
    path = tmp_path / "index.sqlite3"
    indexed(FuzzyIndex(path)).close()
    discard(path)
    assert list(tmp_path.iterdir()) == []
    discard(path)


def test_containing() -> None:
    with indexed(FuzzyIndex(None)) as index:
        assert index.containing(reduced("国家主席"), 5) == [number_of(reduced(TEXTS[4]))]
        assert index.containing(reduced("家國主席"), 5) == []
