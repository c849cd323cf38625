"""A whole paper side by side: what ``build/english`` shows of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from briefings.english import EnglishBlock, EnglishSegment, EnglishVersion
from briefings.model import Counts, state_in_words
from briefings.quotes import NOT_YET
from briefings.space import Workspace, colophon
from translate.model import Finding, Origin, State


def english_version(slug: str, space: Workspace) -> EnglishVersion:
    """A whole paper side by side, with every editor's note of it."""
    item = space.translated[slug]
    document = item.document
    own = sorted(
        space.notes.get(slug, ()), key=lambda placed: (placed.place.block_number, placed.place.start)
    )
    numbered = [
        (replace(p.note, number=number), p.place.block_number) for number, p in enumerate(own, start=1)
    ]
    blocks = []
    states: Counter[str] = Counter()
    severities: Counter[str] = Counter()
    for number, block in enumerate(document.blocks):
        segments = []
        for segment in block.segments:
            translation = item.translations.get(segment.id)
            origin = translation.origin if translation else Origin.NONE
            state = translation.state if translation else State.INITIAL
            findings: tuple[Finding, ...] = translation.findings if translation else ()
            words = state_in_words(origin, state)
            states[words] += 1
            severities.update(finding.severity for finding in findings)
            segments.append(
                EnglishSegment(
                    id=segment.id,
                    zh=segment.text,
                    en=translation.en if translation else NOT_YET,
                    origin=origin,
                    state=state,
                    state_words=words,
                    match=translation.match if translation else None,
                    findings=findings,
                    lines=document.lines_of(block, segment.start, segment.start + len(segment.text)),
                    author=translation.author if translation else "",
                    date=translation.date if translation else "",
                    note=space.unit_notes.get(segment.id, ""),
                    steps=translation.steps if translation else (),
                    waived=translation.waived if translation else (),
                )
            )
        notes = tuple(note for note, at in numbered if at == number)
        english = " ".join(segment.en for segment in segments)
        blocks.append(
            EnglishBlock(
                block.kind,
                block.level,
                block.text,
                english,
                block.lines,
                tuple(segments),
                notes,
                language="en" if block.language == "en" else document.language,
            )
        )
    counts = Counts(1, 0, 0, 0, 0, sum(states.values()), dict(states), dict(severities))
    furniture = tuple(piece.text for piece in document.furniture)
    return EnglishVersion(
        space.catalogue.sources[slug], tuple(blocks), counts, colophon([slug], space), furniture,
        item.switched_off,
    )  # fmt: skip
