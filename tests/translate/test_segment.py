"""Sentences: where they end, and ids that edits elsewhere do not change."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from briefings.catalogue import load_catalogue
from tests.casefile import cases
from tests.translate.ingest.texts import CHARACTERS
from translate.hanzi import CLAUSE_END, CLOSERS, OPENERS, PAIRS, SENTENCE_END
from translate.ingest import read
from translate.model import Block, BlockKind
from translate.segment import NOTE_MARKS, segment_id, segmented, split, split_english

ROOT = Path(__file__).parents[2]
_NOTED = re.compile(f"{NOTE_MARKS}+$")
TEXTS = st.text(CHARACTERS, max_size=60)


@st.composite
def balanced(draw: st.DrawFn) -> str:
    """Chinese in which every bracket has its partner."""
    parts: list[str] = []
    for _ in range(draw(st.integers(1, 5))):
        parts.append(draw(st.text("美中臺。；，！？…", max_size=6)))
        if draw(st.booleans()):
            closer = draw(st.sampled_from(CLOSERS))
            inside = draw(st.text("美中。；，！", max_size=6))
            deeper = draw(st.sampled_from(["", "『乙。』", "（乙；丙）"]))
            parts.append(f"{PAIRS[closer]}{inside}{deeper}{closer}")
    return "".join(parts)


@pytest.mark.parametrize("case", cases("segment", "split"))
def test_sentences(case: dict[str, Any]) -> None:
    assert split("".join(case["parts"])) == case["parts"]


@given(TEXTS)
def test_every_character_is_kept(text: str) -> None:
    parts = split(text)
    assert "".join(parts) == text
    assert all(parts)


@given(TEXTS)
def test_a_sentence_ends_where_a_mark_stands(text: str) -> None:
    for part in split(text)[:-1]:
        assert _NOTED.sub("", part.rstrip())[-1] in SENTENCE_END + CLAUSE_END + CLOSERS + "…"


@given(balanced())
def test_no_bracket_is_cut_open(text: str) -> None:
    for part in split(text):
        depth = 0
        for char in part:
            depth += (char in OPENERS) - (char in CLOSERS)
            assert depth >= 0
        assert depth == 0


@given(balanced())
def test_a_sentence_alone_is_the_same_sentence(text: str) -> None:
    for part in split(text):
        assert split(part) == [part]


@given(TEXTS)
def test_sentences_of_text_with_space_before_are_the_same(text: str) -> None:
    """Only space that begins a block may be a part of its own sentence: blocks have none."""
    assume(text == text.strip())
    assert all(part.strip() for part in split(text))


@pytest.mark.parametrize("case", cases("segment", "english"))
def test_english_sentences(case: dict[str, Any]) -> None:
    text = "".join(case["parts"])
    assert split_english(text) == case["parts"]
    (block,) = segmented("paper", [_block(text)])
    assert [segment.text for segment in block.segments] == case["parts"]


@given(st.text("aB.!?;:,\"'()“” 0129中。", max_size=40))
def test_every_english_character_is_kept(text: str) -> None:
    parts = split_english(text)
    assert "".join(parts) == text
    assert all(parts)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("日本  541  460", ["日本  ", "541  ", "460"]),
        ("國家\t占比\t排名", ["國家\t", "占比\t", "排名"]),
        ("日本\t第一句。第二句。", ["日本\t", "第一句。", "第二句。"]),
        ("US-Taiwan Pol-Mil Dialogue", ["US-Taiwan Pol-Mil Dialogue"]),
    ],
)
def test_cells_are_segments_of_their_own(text: str, parts: list[str]) -> None:
    (block,) = segmented("paper", [_block(text)])
    assert [segment.text for segment in block.segments] == parts


def test_every_segment_that_memory_knows_is_still_there() -> None:
    """What was translated and approved must keep its id, or the decision is lost."""
    catalogue = load_catalogue(ROOT / "seeds")
    known = re.findall(
        r'<prop type="x-segment">([^<]+)</prop>', (ROOT / "seeds" / "memory.tmx").read_text("utf-8")
    )
    found = {
        segment.id
        for slug, source in catalogue.sources.items()
        for _, segment in read(ROOT / "seeds" / source.file, slug, catalogue.hints[slug]).segments()
    }
    assert len(known) == 354
    assert set(known) == found


def _block(text: str, kind: BlockKind = "paragraph") -> Block:
    return Block(kind, text, tuple(range(len(text))), ((0, len(text)),), (1, 1))


def test_ids_are_what_memory_and_reviews_refer_to() -> None:
    """Changing these would lose every decision that was ever stored."""
    assert (
        segment_id("biden-xi-virtual-2021", "雙方對成果的看法落差極大", 1)
        == "biden-xi-virtual-2021.86f442234a"
    )
    assert segment_id("a", "字", 1) != segment_id("a", "字", 2)
    assert segment_id("a", "字", 1).removeprefix("a") == segment_id("b", "字", 1).removeprefix("b")


def test_equal_sentences_have_ids_of_their_own() -> None:
    first, second = segmented("paper", [_block("好。好。"), _block("好。")])
    ids = [segment.id for segment in (*first.segments, *second.segments)]
    assert ids == [segment_id("paper", "好。", number) for number in (1, 2, 3)]


def test_a_segment_knows_its_place_in_the_block() -> None:
    (block,) = segmented("paper", [_block("第一句。第二句；第三句")])
    assert [(segment.start, segment.text) for segment in block.segments] == [
        (0, "第一句。"), (4, "第二句；"), (8, "第三句"),
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["title", "heading"])
def test_titles_and_headings_are_one_unit(kind: BlockKind) -> None:
    text = "美中峰會強化共同利益合作；美對臺海局勢重拾戰略模糊。"
    (block,) = segmented("paper", [_block(text, kind)])
    assert [segment.text for segment in block.segments] == [text]


BLOCKS = st.lists(st.text("美中。；", min_size=1, max_size=8), max_size=8)


@given(
    before=BLOCKS,
    added=st.lists(st.text("美臺。；", min_size=1, max_size=8), min_size=1, max_size=3),
    after=BLOCKS,
)
def test_ids_do_not_depend_on_other_sentences(before: list[str], added: list[str], after: list[str]) -> None:
    def ids(texts: list[str]) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for block in segmented("paper", map(_block, texts)):
            for segment in block.segments:
                found.setdefault(segment.text, []).append(segment.id)
        return found

    short, long = ids([*before, *after]), ids([*before, *added, *after])
    for text, known in short.items():
        assert long[text][: len(known)] == known
    everything = [key for keys in long.values() for key in keys]
    assert len(everything) == len(set(everything))
