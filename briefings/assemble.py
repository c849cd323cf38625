"""Documents to briefs: gather everything an event needs into one ``Briefing``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from briefings.catalogue import Catalogue
from briefings.detection import detect
from briefings.english import EnglishBlock, EnglishSegment, EnglishVersion
from briefings.locate import Place, locate_around_furniture, paragraph_numbers
from briefings.model import (
    Briefing,
    Colophon,
    Counts,
    Discrepancy,
    Event,
    Mention,
    Note,
    Passage,
    Person,
    Row,
    Source,
    Statement,
    TermUsed,
    Unreadable,
    state_in_words,
)
from briefings.positions import columns, positions
from briefings.quotes import NOT_YET, english_of, statement_from, statements_of
from briefings.routing import Named, Routed, route
from briefings.summary import summary
from translate import __version__
from translate.errors import InputError
from translate.glossary import Glossary
from translate.model import Finding, Origin, State
from translate.stage import Translated

_UNLISTED_KINDS = frozenset({"unit", "person", "date", "country", "title", "verb", "misprint"})
"""Kinds of terms that the annex leaves out: for translators, or listed elsewhere."""


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class _Placed:
    """A note of the catalogue and where it stands."""

    note: Note
    place: Place
    events: tuple[str, ...]


def placed_notes(space: Workspace) -> list[_Placed]:
    """Editor's notes with their places.

    Raises:
        InputError: a note's Chinese is not in its paper (all of them listed).
    """
    result: list[_Placed] = []
    lost: list[str] = []
    for entry in space.catalogue.notes:
        item = space.translated.get(entry.document)
        if item is None:
            continue
        found = locate_around_furniture(item.document, entry.zh)
        if found is None:
            lost.append(f"{entry.id}: not in {item.document.file}: {entry.zh[:30]}")
            continue
        related = space.catalogue.sources.get(entry.related_document)
        note = Note(
            id=entry.id, number=0, document=entry.document, lines=found.lines, zh=found.text,
            type=entry.type, severity=entry.severity, audience=entry.audience, text=entry.note,
            evidence=entry.evidence, expected=entry.expected, author=entry.author, date=entry.date,
            discrepancy=entry.discrepancy, related_document=entry.related_document,
            related_short=related.short if related else "",
            related_zh=entry.related_zh,
        )  # fmt: skip
        result.append(_Placed(note, found, entry.events))
    if lost:
        listed = "\n".join(f"  - {line}" for line in lost)
        raise InputError(
            f"notes.toml: {len(lost)} note(s) stand on words that are not in their papers\n{listed}",
            "Correct the words or the document of these notes.",
        )
    return result


def all_statements(space: Workspace) -> list[tuple[str, Statement]]:
    """Recorded statements, then those found by rule in papers without any record.

    A detected statement carries the event ``""``: routing by its block decides.
    """
    catalogue = space.catalogue
    recorded = statements_of(catalogue.quotations, space.translated, catalogue.sources, catalogue.people)
    with_record = {entry.document for entry in catalogue.quotations}
    found = [
        ("", statement_from(detected, item, catalogue.sources[slug]))
        for slug, item in space.translated.items()
        if slug not in with_record
        for detected in detect(item.document, catalogue.people.values())
    ]
    return recorded + found


def assemble(event: Event, space: Workspace, every: Sequence[tuple[str, Statement]]) -> Briefing:
    """The brief of ``event``.

    Args:
        event: one of the catalogue's events.
        space: the workspace.
        every: what ``all_statements`` gave, made once for all briefs.
    """
    documents = [item.document for item in space.translated.values()]
    own = [statement for key, statement in every if key == event.id]
    holding: dict[str, set[int]] = {}
    blocks = _block_numbers(space)
    for statement in own:
        holding.setdefault(statement.document, set()).add(blocks[statement.segments[0]])
    routed, named = route(event, documents, holding, space.catalogue.about)
    inside = {(item.document.slug, item.number) for item in routed}
    own += [s for key, s in every if not key and (s.document, blocks[s.segments[0]]) in inside]
    notes = _notes(event, placed_notes(space), inside)
    passages = tuple(_passage(item, space, notes) for item in routed)
    mentions = tuple(_mention(item, space) for item in named)
    slugs = list(dict.fromkeys([p.document for p in passages] + [m.document for m in mentions]))
    quotes = tuple(statement for statement in own if statement.form == "quote")
    reports = tuple(statement for statement in own if statement.form == "report")
    sources = tuple(space.catalogue.sources[slug] for slug in slugs)
    return Briefing(
        event=event, marking=_marking(sources), summary=summary(event, own), quotes=quotes, reports=reports,
        columns=columns(own), positions=positions(own), notes=tuple(item.note for item in notes),
        discrepancies=_discrepancies(notes), passages=passages, mentions=mentions, sources=sources,
        terms=_terms(passages, own, space.glossary), people=_people(own),
        counts=_counts(slugs, quotes, reports, passages, mentions, space),
        colophon=colophon(slugs, space), draft=space.draft, unreadable=space.unreadable,
    )  # fmt: skip


def _block_numbers(space: Workspace) -> dict[str, int]:
    return {
        segment.id: number
        for item in space.translated.values()
        for number, block in enumerate(item.document.blocks)
        for segment in block.segments
    }


def _notes(event: Event, placed: Sequence[_Placed], inside: set[tuple[str, int]]) -> list[_Placed]:
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
        _Placed(replace(item.note, number=number), item.place, item.events)
        for number, item in enumerate(wanted, start=1)
    ]


def _passage(routed: Routed, space: Workspace, notes: Sequence[_Placed]) -> Passage:
    document, block = routed.document, routed.block
    item = space.translated[document.slug]
    heading = document.blocks[routed.heading] if routed.heading is not None else None
    here = [n for n in notes if (n.note.document, n.place.block_number) == (document.slug, routed.number)]
    rows = []
    for segment in block.segments:
        translation = item.translations.get(segment.id)
        numbers = tuple(n.note.number for n in here if segment in n.place.segments)
        rows.append(
            Row(
                segment.id,
                segment.text,
                translation.en if translation else NOT_YET,
                translation.origin if translation else Origin.NONE,
                translation.state if translation else State.INITIAL,
                numbers,
            )
        )
    return Passage(
        id=f"{document.slug}-p{paragraph_numbers(document)[routed.number]}", document=document.slug,
        file=document.file, kind=block.kind, lines=block.lines, why=routed.why,
        heading=item.english(heading) if heading else "", heading_zh=heading.text if heading else "",
        paragraph=paragraph_numbers(document)[routed.number], rows=tuple(rows),
    )  # fmt: skip


def _mention(named: Named, space: Workspace) -> Mention:
    document = named.document
    block = document.blocks[named.number]
    segment = block.segments[named.segment]
    lines = document.lines_of(block, segment.start, segment.start + len(segment.text))
    en = english_of([segment.id], space.translated[document.slug].translations)
    return Mention(document.slug, document.file, lines, segment.text, en, named.why)


def _marking(sources: Iterable[Source]) -> str:
    """The markings that the sources carry, each once; none is invented."""
    return " / ".join(dict.fromkeys(source.marking for source in sources if source.marking))


def _discrepancies(notes: Sequence[_Placed]) -> tuple[Discrepancy, ...]:
    """Notes that say the paper differs; proposed until a person confirms them."""
    result = []
    for item in notes:
        note = item.note
        if note.discrepancy:
            members = [f"{note.document}, lines {note.lines[0]}–{note.lines[1]}"]
            if note.related_document:
                members.append(note.related_document)
            result.append(Discrepancy(note.text, tuple(members), "proposed"))
    return tuple(result)


def _terms(passages: Iterable[Passage], own: Iterable[Statement], glossary: Glossary) -> tuple[TermUsed, ...]:
    text = "\n".join([*(passage.zh for passage in passages), *(statement.zh for statement in own)])
    found = {
        term.zh: TermUsed(term.zh, " / ".join(dict.fromkeys(t.en for t in hit.terms)), term.note)
        for hit in glossary.find(text)
        for term in hit.terms[:1]
        if term.kind not in _UNLISTED_KINDS
    }
    return tuple(sorted(found.values(), key=lambda used: used.en.casefold()))


def _people(own: Iterable[Statement]) -> tuple[Person, ...]:
    seen = {statement.speaker.id: statement.speaker for statement in own if statement.speaker}
    return tuple(sorted(seen.values(), key=lambda person: (person.is_group, person.side, person.name)))


def _counts(
    slugs: Sequence[str],
    quotes: Sequence[Statement],
    reports: Sequence[Statement],
    passages: Sequence[Passage],
    mentions: Sequence[Mention],
    space: Workspace,
) -> Counts:
    rows = {row.segment: row for passage in passages for row in passage.rows}
    states = Counter(state_in_words(row.origin, row.state) for row in rows.values())
    findings: Counter[str] = Counter()
    for slug in slugs:
        for key, finding in space.translated[slug].findings():
            if key in rows:
                findings[finding.severity] += 1
    return Counts(
        documents=len(slugs), quotes=len(quotes), reports=len(reports), passages=len(passages),
        mentions=len(mentions), segments=len(rows), by_state=dict(states), findings=dict(findings),
    )  # fmt: skip


def colophon(slugs: Iterable[str], space: Workspace) -> Colophon:
    """What outputs made from these papers say of their making."""
    items = [space.translated[slug] for slug in slugs]
    signatures = {t.signature for item in items for t in item.translations.values() if t.signature}
    inputs = tuple((item.document.file, item.document.sha256) for item in items)
    return Colophon(__version__, space.built, inputs, tuple(sorted(signatures)), institute=space.institute)


def english_version(slug: str, space: Workspace) -> EnglishVersion:
    """A whole paper side by side, with every editor's note of it."""
    item = space.translated[slug]
    document = item.document
    own = [placed for placed in placed_notes(space) if placed.note.document == slug]
    own.sort(key=lambda placed: (placed.place.block_number, placed.place.start))
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
        space.catalogue.sources[slug],
        tuple(blocks),
        counts,
        colophon([slug], space),
        furniture,
        item.switched_off,
    )
