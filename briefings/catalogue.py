"""Sources, events, people, quotations and notes from ``seeds/``, validated together."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from briefings.dates import event_line, in_words
from briefings.entries import (
    EventEntry,
    EventsFile,
    NoteEntry,
    NotesFile,
    PeopleFile,
    PersonEntry,
    QuotationEntry,
    QuotationsFile,
    SourceEntry,
    SourcesFile,
)
from briefings.model import BottomLine, Event, LocalDate, Person, Source
from translate.config import problems_of
from translate.errors import ConfigurationError
from translate.ingest import Hints

_File = TypeVar("_File", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What the workspace knows about its papers, by id."""

    sources: dict[str, Source] = field(default_factory=dict)
    hints: dict[str, Hints] = field(default_factory=dict)
    about: dict[str, tuple[str, ...]] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    events: dict[str, Event] = field(default_factory=dict)
    quotations: tuple[QuotationEntry, ...] = ()
    notes: tuple[NoteEntry, ...] = ()

    def briefs(self) -> list[Event]:
        """Events that a brief is made for, by date."""
        return sorted((event for event in self.events.values() if event.brief), key=lambda e: (e.start, e.id))


def load_catalogue(seeds: Path) -> Catalogue:
    """Everything in ``seeds/``; absent files are empty.

    Raises:
        ConfigurationError: every problem of every file at once, with file and key.
    """
    problems: list[str] = []
    dropped: set[str] = set()
    sources = _read(seeds / "sources.toml", SourcesFile, problems, dropped).source
    people_file = _read(seeds / "people.toml", PeopleFile, problems, dropped)
    events = _read(seeds / "events.toml", EventsFile, problems, dropped).event
    quotations = _read(seeds / "quotations.toml", QuotationsFile, problems, dropped).quotation
    notes = _read(seeds / "notes.toml", NotesFile, problems, dropped).note
    named = [*people_file.person, *people_file.group]
    problems += _duplicates("sources.toml", [entry.slug for entry in sources])
    problems += _duplicates("people.toml", [entry.id for entry in named])
    problems += _duplicates("events.toml", [entry.id for entry in events])
    problems += _duplicates("quotations.toml", [entry.id for entry in quotations])
    problems += _duplicates("notes.toml", [entry.id for entry in notes])
    problems += _references(sources, named, events, quotations, notes, dropped)
    if problems:
        raise ConfigurationError.from_problems(str(seeds), problems, "Correct these entries and run again.")
    groups = {entry.id for entry in people_file.group}
    people = {entry.id: _person(entry, is_group=entry.id in groups) for entry in named}
    return Catalogue(
        sources={entry.slug: _source(entry, people) for entry in sources},
        hints={entry.slug: hints_of(entry, people) for entry in sources},
        about={entry.slug: entry.about for entry in sources},
        people=people,
        events={entry.id: _event(entry, people) for entry in events},
        quotations=quotations,
        notes=notes,
    )


def _read(path: Path, shape: type[_File], problems: list[str], dropped: set[str]) -> _File:
    """The file's sound entries; of the others the problems, and their ids in ``dropped``.

    So one run tells all problems: sound entries are compared with each other,
    and what points to an unsound one is not called unknown. A file that cannot
    be read at all drops ``path.name``.
    """
    try:
        data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        problems.append(f"{path.name}: not valid TOML ({error})")
        dropped.add(path.name)
        return shape()
    try:
        return shape.model_validate(data)
    except ValidationError as error:
        problems.extend(f"{path.name}: {problem}" for problem in problems_of(error))
        unsound = {item["loc"][:2] for item in error.errors()}
    sound: dict[str, list[Any]] = {}
    for table in shape.model_fields:
        entries = data.get(table, [])
        for number, entry in enumerate(entries if isinstance(entries, list) else []):
            if (table, number) not in unsound:
                sound.setdefault(table, []).append(entry)
            elif isinstance(entry, dict):
                dropped.add(str(entry.get("id", entry.get("slug", ""))))
    return shape.model_validate(sound)


def _duplicates(file: str, ids: list[str]) -> list[str]:
    return [f"{file}: {key!r} stands twice" for key in sorted({key for key in ids if ids.count(key) > 1})]


@dataclass(frozen=True, slots=True)
class _Known:
    """The ids that other entries may point to, and the pointers that go nowhere."""

    slugs: set[str]
    people: set[str]
    events: set[str]
    quotations: set[str]
    dropped: set[str]
    problems: list[str]

    def need(self, where: str, values: Iterable[str], known: set[str], file: str) -> None:
        """Note each of ``values`` that ``file`` does not know; empty ones point nowhere on purpose."""
        # what failed in its own file is reported there, not at each pointer to it
        if file not in self.dropped:
            self.problems.extend(
                f"{where}: unknown id {v!r}" for v in values if v and v not in known | self.dropped
            )


def _references(
    sources: Iterable[SourceEntry],
    people: Iterable[PersonEntry],
    events: Iterable[EventEntry],
    quotations: Iterable[QuotationEntry],
    notes: Iterable[NoteEntry],
    dropped: set[str],
) -> list[str]:
    known = _Known(
        {entry.slug for entry in sources},
        {entry.id for entry in people},
        {entry.id for entry in events},
        {entry.id for entry in quotations},
        dropped,
        [],
    )
    of_event = {entry.id: entry.event for entry in quotations}
    for source in sources:
        known.need(f"sources.toml: {source.slug}.authors", source.authors, known.people, "people.toml")
        known.need(f"sources.toml: {source.slug}.about", source.about, known.events, "events.toml")
    for event in events:
        where = f"events.toml: {event.id}"
        known.need(f"{where}.documents", event.documents, known.slugs, "sources.toml")
        for key, named in (("lead", event.lead), ("drop", event.drop)):
            # what is no quotation may be a sentence, "slug.hash": known when the papers are read
            quoted = [name for name in named if name.rpartition(".")[0] not in known.slugs]
            known.need(f"{where}.{key}", quoted, known.quotations, "quotations.toml")
            known.problems.extend(
                f"{where}.{key}: {name!r} is a statement of {of_event[name]}"
                for name in named
                if of_event.get(name, event.id) != event.id
            )
        known.problems.extend(
            f"{where}: {name!r} is both in lead and in drop"
            for name in sorted(set(event.lead) & set(event.drop))
        )
    for note in notes:
        where = f"notes.toml: {note.id}"
        known.need(f"{where}.document", [note.document], known.slugs, "sources.toml")
        known.need(f"{where}.related_document", [note.related_document], known.slugs, "sources.toml")
        known.need(f"{where}.events", note.events, known.events, "events.toml")
    for quotation in quotations:
        where = f"quotations.toml: {quotation.id}"
        known.need(f"{where}.document", [quotation.document], known.slugs, "sources.toml")
        known.need(f"{where}.event", [quotation.event], known.events, "events.toml")
        known.need(f"{where}.speaker", [quotation.speaker], known.people, "people.toml")
        known.need(f"{where}.variant_of", [quotation.variant_of], known.quotations, "quotations.toml")
        if not quotation.speaker and not quotation.speaker_reason:
            known.problems.append(f"{where}.speaker_reason: needed where no speaker is given")
    return known.problems


def _person(entry: PersonEntry, *, is_group: bool) -> Person:
    return Person(
        id=entry.id, zh=entry.zh, name=entry.name, side=entry.side, office=entry.office, short=entry.short,
        latin=entry.latin, full_name=entry.full_name, name_note=entry.spelling_note, note=entry.note,
        is_group=is_group,
    )  # fmt: skip


def _event(entry: EventEntry, people: Mapping[str, Person]) -> Event:
    dates = tuple(LocalDate(item.place, item.date, item.zone, item.time) for item in entry.local_date)
    participants = tuple(people[name].name if name in people else name for name in entry.participants)
    return Event(
        id=entry.id, name=entry.name, name_zh=entry.name_zh, type=entry.type, start=entry.start,
        end=entry.end or entry.start, local_dates=dates,
        date_line=event_line(dates, entry.start, entry.end or entry.start),
        place=entry.place, place_zh=entry.place_zh, participants=participants, documents=entry.documents,
        aliases=entry.aliases, brief=entry.brief, lead=entry.lead, drop=entry.drop,
        people=tuple(name for name in entry.participants if name in people), short=entry.short,
        bottom_line=BottomLine(**entry.bottom_line.model_dump()) if entry.bottom_line else None,
    )  # fmt: skip


def hints_of(entry: SourceEntry, people: Mapping[str, Person]) -> Hints:
    """What a paper's entry tells those who read the paper."""
    names = tuple(form for author in entry.authors for form in people[author].zh)
    return Hints(
        title=entry.title, authors=(*names, *entry.author_names, *filter(None, [entry.author_line])),
        affiliation=entry.affiliation, publisher=entry.publisher, series=entry.series, labels=entry.labels,
        date=entry.date or "", joins=entry.repair.join, breaks=entry.repair.split,
    )  # fmt: skip


EXCERPT_LIMIT = 600
"""Chinese characters of a ``quote-only`` paper in one brief where ``sources.toml`` sets no limit: about
two paragraphs. What is fair is for the workspace's lawyers to say; this only keeps the default small."""


def _limit(entry: SourceEntry) -> int | None:
    if entry.rights != "quote-only":
        return None
    return entry.excerpt_limit or EXCERPT_LIMIT


def _source(entry: SourceEntry, people: Mapping[str, Person]) -> Source:
    authors = tuple(people[author] for author in entry.authors)
    names = ", ".join((*(author.name for author in authors), *entry.author_names))
    series = " ".join(filter(None, [entry.series_en, f"No. {entry.number}" if entry.number else ""]))
    words = in_words(entry.date) if entry.date else "no date printed"
    if "date" in entry.inferred:
        words += " (inferred)"
    titles = f"{entry.title} [{entry.title_en}]" if entry.title_en else entry.title
    parts = [names, titles, series, entry.publisher_en, words]
    if not series and entry.context_en:
        parts.insert(
            2, f"{entry.context_en} (inferred)" if "context_en" in entry.inferred else entry.context_en
        )
    plain_date = in_words(entry.date) if entry.date else "no date"
    quoted = f"“{entry.title_en or entry.title}”"
    return Source(
        slug=entry.slug, file=entry.file, sha256=entry.sha256, title=entry.title, title_en=entry.title_en,
        authors=authors, publisher=entry.publisher, publisher_en=entry.publisher_en, series=entry.series,
        series_en=entry.series_en, number=entry.number, date=entry.date or "", date_words=words,
        rights=entry.rights, reference=", ".join(filter(None, parts)),
        short=f"{', '.join(filter(None, [names, series or quoted]))} ({plain_date})",
        affiliation_en=entry.affiliation_en, context_en=entry.context_en, marking=entry.marking,
        inferred=dict(entry.inferred), author_names=entry.author_names,
        excerpt_limit=_limit(entry),
    )  # fmt: skip
