"""Documents to briefs: gather everything an event needs into one ``Briefing``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from briefings.assessment import assessments, subjects_of
from briefings.discrepancies import explained
from briefings.discrepancies import proposed as proposed_discrepancies
from briefings.excerpts import excerpted
from briefings.foreign_words import without_marks
from briefings.locate import paragraph_numbers
from briefings.model import (
    Briefing,
    Counts,
    Event,
    Mention,
    Passage,
    Person,
    Row,
    Source,
    Statement,
    TermUsed,
    state_in_words,
)
from briefings.placed import Placed, noted, notes_of
from briefings.positions import columns, positions
from briefings.quotes import NOT_YET, english_of, statement_from, statements_of
from briefings.routing import Context, Named, Routed, route
from briefings.space import Workspace, colophon
from briefings.speech import detect
from briefings.summary import summary
from briefings.timeline import timeline
from briefings.variants import proposed as proposed_variants
from briefings.variants import variants
from briefings.whole_paper import english_version
from translate.errors import InputError
from translate.glossary import Glossary
from translate.model import Origin, State

__all__ = ["Workspace", "all_statements", "assemble", "colophon", "english_version", "placed_notes"]

_UNLISTED_KINDS = frozenset({"unit", "person", "date", "country", "title", "verb", "misprint"})
"""Kinds of terms that the annex leaves out: for translators, or listed elsewhere."""


def placed_notes(space: Workspace) -> list[Placed]:
    """Editor's notes with their places.

    Raises:
        InputError: a note's Chinese is not in its paper (all of them listed).
    """
    return [placed for notes in space.notes.values() for placed in notes]


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
        for detected in detect(item.document, catalogue.people.values(), catalogue.sources[slug].date)
    ]
    return recorded + found


def assemble(event: Event, space: Workspace, every: Sequence[tuple[str, Statement]]) -> Briefing:
    """The brief of ``event``.

    Args:
        event: one of the catalogue's events.
        space: the workspace.
        every: what ``all_statements`` gave, made once for all briefs.
    """
    catalogue = space.catalogue
    documents = [item.document for item in space.translated.values()]
    own = [statement for key, statement in every if key == event.id]
    holding: dict[str, set[int]] = {}
    blocks = space.blocks
    for statement in own:
        holding.setdefault(statement.document, set()).add(blocks[statement.segments[0]])
    routed, named = route(event, documents, holding, catalogue.about, _context(event, space))
    inside = {(item.document.slug, item.number) for item in routed}
    # nobody has filed what was found by rule under subjects; its words do
    own += [
        replace(s, subjects=s.subjects or subjects_of(s.zh))
        for key, s in every
        if not key and (s.document, blocks[s.segments[0]]) in inside
    ]
    placed = [note for slug in {item.document.slug for item in routed} for note in space.notes.get(slug, ())]
    notes = notes_of(event, placed, inside)
    passages, mentions = excerpted(
        [_passage(item, space, notes) for item in routed],
        [_mention(item, space) for item in named],
        own,
        catalogue.sources,
    )
    passages, mentions = without_marks(passages, mentions, [statement for _, statement in every])
    printed = {row.segment: row.printed_en for passage in passages for row in passage.rows}
    taken = {segment for statement in own for segment in statement.segments}
    assessed = [
        item for item in assessments(routed, space.translated, catalogue.sources, taken) if item.id in printed
    ]
    _check_pins(event, {item.id for item in own}, space)
    slugs = list(dict.fromkeys([r.document.slug for r in routed] + [m.document for m in mentions]))
    quotes = tuple(statement for statement in own if statement.form == "quote")
    reports = tuple(statement for statement in own if statement.form == "report")
    sources = tuple(catalogue.sources[slug] for slug in slugs)
    papers = [document for document in documents if document.slug in slugs]
    dates = {source.slug: source.date for source in sources}
    zones = any(item.note.type == "time_zone" for item in notes)
    return Briefing(
        event=event, marking=_marking(sources),
        summary=summary(event, own, assessed, [passage.zh for passage in passages]),
        quotes=quotes, reports=reports, columns=columns(own), positions=positions([*own, *assessed]),
        notes=tuple(item.note for item in notes),
        discrepancies=(
            *noted(notes),
            *proposed_discrepancies(event, papers, dates, _told(slugs, space)),
            *proposed_variants(own, passages),
        ),
        passages=passages, mentions=mentions, sources=sources,
        terms=_terms(passages, own, space.glossary), people=_people(own),
        counts=_counts(slugs, quotes, reports, passages, mentions, space),
        colophon=colophon(slugs, space), draft=space.draft, unreadable=space.unreadable,
        assessments=tuple(assessed), variants=variants(own),
        timeline=timeline(event, catalogue, _events(slugs, space), papers, passages, printed, taken),
        explained=() if zones else explained(event, papers, dates),
    )  # fmt: skip


def _context(event: Event, space: Workspace) -> Context:
    catalogue = space.catalogue
    papers = event.documents or tuple(space.translated)
    return Context(
        {slug: catalogue.sources[slug].date for slug in papers}, catalogue.people, _events(papers, space)
    )


def _events(papers: Iterable[str], space: Workspace) -> tuple[Event, ...]:
    """The events that ``papers`` may speak of, each once."""
    return tuple({event.id: event for slug in papers for event in space.events.get(slug, ())}.values())


_DATED = frozenset({"date", "number", "time_zone", "date_place", "conflict"})
"""Kinds of editor's notes that speak of an event's date or of a number."""


def _told(slugs: Iterable[str], space: Workspace) -> set[str]:
    """Sentences on whose dates and numbers an editor's note stands: nothing is proposed on them."""
    return {
        segment.id
        for slug in slugs
        for item in space.notes.get(slug, ())
        if item.note.type in _DATED
        for segment in item.place.segments
    }


def _check_pins(event: Event, known: set[str], space: Workspace) -> None:
    """Pins of sentences die with their sentences, and not in silence.

    Raises:
        InputError: ``lead`` or ``drop`` names a sentence that is not in the papers.
    """
    lost = [
        name
        for name in (*event.lead, *event.drop)
        if name.rpartition(".")[0] in space.translated and name not in known and name not in space.blocks
    ]
    if lost:
        raise InputError(
            f"events.toml: {event.id}: no such sentence in its papers: {', '.join(lost)}",
            "Take the id of the sentence from the paper’s JSON in build/english, or leave it out.",
        )


def _passage(routed: Routed, space: Workspace, notes: Sequence[Placed]) -> Passage:
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
