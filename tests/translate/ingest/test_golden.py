"""The five papers, as a person has read and accepted them."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefings.catalogue import load_catalogue
from translate.ingest import read
from translate.ingest.invariant import problems
from translate.model import Block, Document, Furniture

ROOT = Path(__file__).parents[3]
GOLDEN = ROOT / "tests" / "golden" / "structure"
CATALOGUE = load_catalogue(ROOT / "seeds")
SLUGS = sorted(CATALOGUE.sources)


def _paper(slug: str) -> Document:
    return read(ROOT / "seeds" / CATALOGUE.sources[slug].file, slug, CATALOGUE.hints[slug])


def _lines(lines: tuple[int, int]) -> str:
    first, last = lines
    return f"line {first}" if first == last else f"lines {first}–{last}"


def _shown(piece: Block | Furniture) -> str:
    if isinstance(piece, Furniture):
        return f"[furniture, {_lines(piece.lines)}] {piece.reason}\n  {piece.text}\n"
    level = f" {piece.level}" if piece.level else ""
    segments = "".join(f"  {segment.text}\n" for segment in piece.segments)
    return f"[{piece.kind}{level}, {_lines(piece.lines)}]\n{segments}"


def _structure(document: Document) -> str:
    pieces: list[Block | Furniture] = [*document.blocks, *document.furniture]
    pieces.sort(key=lambda piece: piece.spans[0])
    count = sum(1 for _ in document.segments())
    head = f"{document.file}: {len(document.blocks)} blocks, {count} segments\n\n"
    return head + "".join(map(_shown, pieces))


@pytest.mark.parametrize("slug", SLUGS)
def test_the_structure_is_the_accepted_one(slug: str, accept_golden: bool) -> None:
    path = GOLDEN / f"{slug}.txt"
    shown = _structure(_paper(slug))
    if accept_golden:
        path.write_text(shown, encoding="utf-8")
    assert shown == path.read_text(encoding="utf-8")


def test_every_paper_has_one_golden_file() -> None:
    assert sorted(path.stem for path in GOLDEN.glob("*.txt")) == SLUGS
    assert len(SLUGS) == 5


@pytest.mark.parametrize("slug", SLUGS)
def test_nothing_is_lost(slug: str) -> None:
    document = _paper(slug)
    assert problems(document) == []
    assert document.sha256 == CATALOGUE.sources[slug].sha256


@pytest.mark.parametrize("slug", SLUGS)
def test_every_decision_has_a_reason(slug: str) -> None:
    document = _paper(slug)
    assert all(step.reason for step in document.steps)
    kinds = [step for step in document.steps if step.kind == "kind"]
    assert [step.lines for step in kinds] == [block.lines for block in document.blocks]
    # between two lines that carry text there is a join, a break, or furniture
    joined = {step.lines for step in document.steps if step.kind == "join"}
    broken = {step.lines for step in document.steps if step.kind == "break"}
    assert not joined & broken
    assert len(broken) == len(document.blocks) - 1


@pytest.mark.parametrize("slug", SLUGS)
def test_joins_can_be_replayed(slug: str) -> None:
    """A block's Chinese equals its raw lines, joined as the steps say, without the extractor's spaces."""
    document = _paper(slug)
    glues = {step.lines: step.glue for step in document.steps if step.kind == "join"}
    for block in document.blocks:
        text = "".join(document.raw.text[start:end] for start, end in block.spans)
        assert "".join(block.text.split()) == "".join(text.split())
        inside = [lines for lines in glues if block.lines[0] <= lines[0] and lines[1] <= block.lines[1]]
        assert len(inside) == len(block.spans) - 1
