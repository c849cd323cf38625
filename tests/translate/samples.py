"""Small documents and translations for the tests of store and stage."""

from __future__ import annotations

from translate.ingest.text import lines_of
from translate.model import Block, Document, Origin, State, Translation
from translate.segment import segmented


def paper(*sentences: str, slug: str = "paper", sha256: str = "0" * 64) -> Document:
    """A document with one paragraph a sentence."""
    raw = lines_of("\n".join(sentences))
    blocks = [
        Block(
            "paragraph", raw.of(line), tuple(range(line.start, line.end)), ((line.start, line.end),),
            (line.number, line.number),
        )
        for line in raw.lines
    ]  # fmt: skip
    return Document(slug, f"{slug}.txt", sha256, raw, segmented(slug, blocks))


def ids(document: Document) -> list[str]:
    """Its segments' ids, in reading order."""
    return [segment.id for _, segment in document.segments()]


def decision(
    segment_id: str, en: str, date: str = "2026-11-20", state: State = State.REVIEWED
) -> Translation:
    """What a person decides in a review."""
    return Translation(segment_id, en, Origin.PERSON, state, author="A. Reviser", date=date)
