"""Nothing lost, nothing invented, for any text; and the proof itself catches what it should."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.translate.ingest.texts import HINTS, PIECES, TEXTS
from translate.errors import InputError
from translate.ingest import Hints, read
from translate.ingest.invariant import check_nothing_lost, problems
from translate.model import INSERTED, Block, Document, Furniture


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("papers") / "paper.txt"


def _read(path: Path, text: str, hints: Hints | None = None) -> Document | None:
    path.write_bytes(text.encode("utf-8"))
    if not text.removeprefix("\ufeff").strip():
        with pytest.raises(InputError, match="holds no text"):
            read(path, "paper", hints)
        return None
    return read(path, "paper", hints)


@settings(max_examples=400)
@given(text=TEXTS, hints=HINTS)
def test_nothing_is_lost_and_nothing_invented(paper: Path, text: str, hints: Hints) -> None:
    document = _read(paper, text, hints)
    if document is None:
        return
    raw = document.raw.text
    assert raw == text.removeprefix("\ufeff")

    # each non-space character lies in exactly one span
    owners = [0] * len(raw)
    pieces: list[Block | Furniture] = [*document.blocks, *document.furniture]
    for piece in pieces:
        assert piece.spans
        assert list(piece.spans) == sorted(piece.spans)
        for start, end in piece.spans:
            for offset in range(start, end):
                owners[offset] += 1
        first, last = piece.lines
        assert document.raw.line_at(piece.spans[0][0]) == first
        assert document.raw.line_at(piece.spans[-1][1] - 1) == last
    assert all(count == 1 for char, count in zip(raw, owners, strict=True) if not char.isspace())
    for part in document.furniture:
        assert "".join(raw[start:end] for start, end in part.spans).split() == part.text.split()

    for block in document.blocks:
        # a block equals its source, but for white space
        source = "".join(raw[start:end] for start, end in block.spans)
        assert "".join(block.text.split()) == "".join(source.split())
        assert len(block.offsets) == len(block.text)
        kept = [offset for offset in block.offsets if offset != INSERTED]
        assert kept == sorted(set(kept))
        assert block.text == block.text.strip() != ""
        assert not set(block.text) & set("\n\r\f")
        # its segments concatenate to it
        assert "".join(segment.text for segment in block.segments) == block.text
        assert all(segment.text.strip() for segment in block.segments)
        assert all(block.text[s.start : s.start + len(s.text)] == s.text for s in block.segments)
        assert (block.level > 0) == (block.kind in {"title", "heading"})

    assert [block.spans[0] for block in document.blocks] == sorted(b.spans[0] for b in document.blocks)
    ids = [segment.id for _, segment in document.segments()]
    assert len(ids) == len(set(ids))


@given(text=TEXTS, hints=HINTS)
def test_reading_twice_gives_the_same(paper: Path, text: str, hints: Hints) -> None:
    assert _read(paper, text, hints) == _read(paper, text, hints)


@given(text=st.lists(st.sampled_from(PIECES), min_size=1, max_size=20).map("".join))
def test_line_ends_do_not_matter(paper: Path, text: str) -> None:
    """LF, CRLF and CR give the same blocks: only offsets differ."""
    text = "字" + text.replace("\r\n", "\n")
    results = [_read(paper, text.replace("\n", end)) for end in ("\n", "\r\n", "\r")]
    shapes = [
        [(b.kind, b.text, b.lines, [s.id for s in b.segments]) for b in result.blocks]
        for result in results
        if result
    ]
    assert shapes[0] == shapes[1] == shapes[2]


SENTENCES = st.text("美中臺灣關係台海和平，、「」", min_size=1, max_size=12).map(lambda text: f"{text}。")
PARAGRAPHS = st.lists(SENTENCES, min_size=1, max_size=3).map("".join)


@given(
    kept=st.lists(PARAGRAPHS, min_size=1, max_size=6),
    added=PARAGRAPHS,
    place=st.integers(min_value=0),
)
def test_ids_survive_edits_elsewhere(paper: Path, kept: list[str], added: str, place: int) -> None:
    place %= len(kept) + 1
    edited = [*kept[:place], added, *kept[place:]]

    def ids(paragraphs: list[str]) -> dict[str, list[str]]:
        document = _read(paper, "\n\n".join(paragraphs))
        assert document is not None
        assert [block.text for block in document.blocks] == paragraphs
        found: dict[str, list[str]] = {}
        for _, segment in document.segments():
            found.setdefault(segment.text, []).append(segment.id)
        return found

    before, after = ids(kept), ids(edited)
    # of equal sentences the numbers move on; no other id changes
    for text, known in before.items():
        assert after[text][: len(known)] == known
    for text in after.keys() - before.keys():
        assert not set(after[text]) & {key for known in before.values() for key in known}


TEXT = "拜習會落幕。\n\n雙方都不滿意，\n但都警覺；如何是好。\n\n12\n"


@pytest.fixture
def document(tmp_path: Path) -> Document:
    path = tmp_path / "paper.txt"
    path.write_text(TEXT, encoding="utf-8")
    return read(path, "paper")


def test_a_sound_document_has_no_problems(document: Document) -> None:
    assert [block.text for block in document.blocks] == ["拜習會落幕。", "雙方都不滿意，但都警覺；如何是好。"]
    assert [piece.text for piece in document.furniture] == ["12"]
    check_nothing_lost(document)


def test_a_lost_block_is_found(document: Document) -> None:
    broken = replace(document, blocks=document.blocks[1:])
    assert problems(broken) == ["line 1: 6 character(s) belong to no block"]
    with pytest.raises(InputError, match=r"paper\.txt: text would be lost") as caught:
        check_nothing_lost(broken)
    assert caught.value.exit_code == 3


def test_lost_furniture_is_found(document: Document) -> None:
    assert problems(replace(document, furniture=())) == ["line 6: 2 character(s) belong to no block"]


def test_text_in_two_blocks_is_found(document: Document) -> None:
    broken = replace(document, blocks=(*document.blocks, document.blocks[0]))
    assert problems(broken) == ["line 1: 6 character(s) belong to two blocks"]


@pytest.mark.parametrize(
    "text",
    ["雙方都滿意，但都警覺；如何是好。", "雙方都不滿意，但都警惕；如何是好。", "雙方"],
    ids=["dropped", "changed", "cut"],
)
def test_a_changed_text_is_found(document: Document, text: str) -> None:
    block = document.blocks[1]
    broken = replace(block, text=text)
    found = problems(replace(document, blocks=(document.blocks[0], broken)))
    assert "lines 3-4: the block differs from its source" in found


def test_reordered_text_is_found(document: Document) -> None:
    block = document.blocks[0]
    broken = replace(block, text=block.text[::-1], offsets=block.offsets[::-1])
    found = problems(replace(document, blocks=(broken, document.blocks[1])))
    assert "lines 1-1: the block differs from its source" in found


def test_segments_that_lose_text_are_found(document: Document) -> None:
    broken = replace(document.blocks[1], segments=document.blocks[1].segments[:1])
    found = problems(replace(document, blocks=(document.blocks[0], broken)))
    assert found == ["lines 3-4: the segments differ from the block"]
