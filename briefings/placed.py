"""Editor's notes at their places in the papers, and in one brief."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from briefings.catalogue import Catalogue
from briefings.locate import Place, locate_around_furniture
from briefings.model import Discrepancy, Event, Note
from translate.errors import InputError
from translate.stage import Translated


@dataclass(frozen=True, slots=True)
class Placed:
    """A note of the catalogue and where it stands."""

    note: Note
    place: Place
    events: tuple[str, ...]


def place_notes(catalogue: Catalogue, translated: Mapping[str, Translated]) -> list[Placed]:
    """Editor's notes with their places.

    Raises:
        InputError: a note's Chinese is not in its paper (all of them listed).
    """
    result: list[Placed] = []
    lost: list[str] = []
    for entry in catalogue.notes:
        item = translated.get(entry.document)
        if item is None:
            continue
        found = locate_around_furniture(item.document, entry.zh)
        if found is None:
            lost.append(f"{entry.id}: not in {item.document.file}: {entry.zh[:30]}")
            continue
        related = catalogue.sources.get(entry.related_document)
        note = Note(
            id=entry.id, number=0, document=entry.document, lines=found.lines, zh=found.text,
            type=entry.type, severity=entry.severity, audience=entry.audience, text=entry.note,
            evidence=entry.evidence, expected=entry.expected, author=entry.author, date=entry.date,
            discrepancy=entry.discrepancy, related_document=entry.related_document,
            related_short=related.short if related else "",
            related_zh=entry.related_zh,
        )  # fmt: skip
        result.append(Placed(note, found, entry.events))
    if lost:
        listed = "\n".join(f"  - {line}" for line in lost)
        raise InputError(
            f"notes.toml: {len(lost)} note(s) stand on words that are not in their papers\n{listed}",
            "Correct the words or the document of these notes.",
        )
    return result


def notes_of(event: Event, placed: Sequence[Placed], inside: set[tuple[str, int]]) -> list[Placed]:
    """Reader notes for this event that stand in its passages, numbered in reading order.

    A note tied to other events only does not belong, even where a passage is shared.
    """
    wanted = [
        item
        for item in placed
        if item.note.audience == "reader"
        and (event.id in item.events or not item.events)
        and (item.note.document, item.place.block_number) in inside
    ]
    wanted.sort(key=lambda item: (item.note.document, item.place.block_number, item.place.start))
    return [
        Placed(replace(item.note, number=number), item.place, item.events)
        for number, item in enumerate(wanted, start=1)
    ]


def noted(notes: Sequence[Placed]) -> tuple[Discrepancy, ...]:
    """Notes that say the paper differs; proposed until a person confirms them."""
    result = []
    for item in notes:
        note = item.note
        if note.discrepancy:
            members = [f"{note.document}, lines {note.lines[0]}–{note.lines[1]}"]
            if note.related_document:
                members.append(note.related_document)
            result.append(Discrepancy(note.text, tuple(members), "proposed", by="editor"))
    return tuple(result)
