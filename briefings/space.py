"""The workspace as assembly sees it: everything read and translated, before any brief is made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from briefings.catalogue import Catalogue
from briefings.model import Colophon, Event, Unreadable
from briefings.placed import Placed, place_notes
from translate import __version__
from translate.glossary import Glossary
from translate.stage import Translated


@dataclass(frozen=True)
class Workspace:
    """Everything read and translated, before any brief is made; ``unreadable`` is what could not be."""

    catalogue: Catalogue
    translated: dict[str, Translated]
    glossary: Glossary
    built: str
    unit_notes: dict[str, str] = field(default_factory=dict)
    draft: bool = False
    institute: str = ""
    unreadable: tuple[Unreadable, ...] = ()

    # What every brief looks up is found once: assembly of all of them stays linear in the workspace.

    @cached_property
    def notes(self) -> dict[str, tuple[Placed, ...]]:
        """Editor's notes with their places, by paper.

        Raises:
            InputError: a note's Chinese is not in its paper (all of them listed).
        """
        found: dict[str, list[Placed]] = {}
        for placed in place_notes(self.catalogue, self.translated):
            found.setdefault(placed.note.document, []).append(placed)
        return {slug: tuple(notes) for slug, notes in found.items()}

    @cached_property
    def blocks(self) -> dict[str, int]:
        """For each sentence's id the number of its block."""
        return {
            segment.id: number
            for item in self.translated.values()
            for number, block in enumerate(item.document.blocks)
            for segment in block.segments
        }

    @cached_property
    def events(self) -> dict[str, tuple[Event, ...]]:
        """For each paper the events that it may speak of."""
        found: dict[str, list[Event]] = {slug: [] for slug in self.translated}
        for event in self.catalogue.events.values():
            for slug in event.documents or tuple(found):
                found.setdefault(slug, []).append(event)
        return {slug: tuple(events) for slug, events in found.items()}


def colophon(slugs: Iterable[str], space: Workspace) -> Colophon:
    """What outputs made from these papers say of their making."""
    items = [space.translated[slug] for slug in slugs]
    signatures = {t.signature for item in items for t in item.translations.values() if t.signature}
    inputs = tuple((item.document.file, item.document.sha256) for item in items)
    return Colophon(__version__, space.built, inputs, tuple(sorted(signatures)), institute=space.institute)
