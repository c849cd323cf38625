"""The typed contract between assembly and templates: a ``Briefing`` and its parts.

Templates receive these objects and nothing else; undefined names are errors.
All text is plain text, never markup. Three things are kept apart for every
statement: who spoke (``speaker``), whose account the paper follows
(``reported_by``), and the status of the English beside it (``official.status``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from translate.model import Origin, State

Form = Literal["quote", "report"]
Scope = Literal["fragment", "sentence"]

STATE_WORDS = {
    (Origin.AI_DRAFT, State.TRANSLATED): "AI-drafted, unreviewed",
    (Origin.ENGINE, State.TRANSLATED): "Machine-translated, unreviewed",
    (Origin.MEMORY, State.TRANSLATED): "From imported memory, unreviewed",
    (Origin.PERSON, State.TRANSLATED): "Translated, unreviewed",
}


def state_in_words(origin: Origin, state: State) -> str:
    """A state as it is printed. Only a person's act makes anything reviewed or final."""
    if state is State.INITIAL:
        return "Not yet translated"
    if origin is Origin.NONE:
        return "English in the original"
    if state in {State.REVIEWED, State.FINAL}:
        return state.value.capitalize()
    return STATE_WORDS[origin, state]


@dataclass(frozen=True, slots=True)
class Person:
    """A person or a body that speaks. ``name_note`` tells where a spelling is ours."""

    id: str
    zh: tuple[str, ...]
    name: str
    side: str
    office: str = ""
    short: tuple[str, ...] = ()
    latin: tuple[str, ...] = ()
    full_name: str = ""
    name_note: str = ""
    note: str = ""
    is_group: bool = False


@dataclass(frozen=True, slots=True)
class LocalDate:
    """An event's date where a reader's clock is: a day, or ``first/last`` of several days."""

    place: str
    date: str
    zone: str = ""
    time: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """A summit, call or announcement. ``date_line`` is the heading's dates in words."""

    id: str
    name: str
    name_zh: str
    type: str
    start: str
    end: str
    date_line: str
    local_dates: tuple[LocalDate, ...] = ()
    place: str = ""
    place_zh: str = ""
    participants: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    brief: bool = False
    lead: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A paper as a reader cites it. ``inferred`` maps a field to the reason.

    ``author_names`` are authors, as printed, who do not stand in ``people.toml``.

    ``reference`` is the whole human citation; ``short`` a form for tight places,
    such as ``Li Ming-chun, Prospect Forum No. 94 (December 2021)``.
    """

    slug: str
    file: str
    sha256: str
    title: str
    title_en: str
    authors: tuple[Person, ...]
    publisher: str
    publisher_en: str
    series: str
    series_en: str
    number: str
    date: str
    date_words: str
    rights: str
    reference: str
    short: str
    affiliation_en: str = ""
    context_en: str = ""
    marking: str = ""
    inferred: dict[str, str] = field(default_factory=dict)
    author_names: tuple[str, ...] = ()

    @property
    def by(self) -> str:
        """Its authors in running English; those of whom nothing is known by their printed names."""
        return ", ".join((*(author.name for author in self.authors), *self.author_names))


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A paper that could not be read; ``message`` names the user's path, ``problem`` does not."""

    source: Source
    problem: str
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Official:
    """Wording found in the issuer's or another outlet's English.

    ``status`` is one of: issuer verbatim, issuer readout, other side's account,
    press report, related passage, none found. ``grade``: issuer or agency, or
    secondary. ``en`` is ``None`` where none was found.
    """

    en: str | None
    status: str
    grade: str
    source: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a statement stands: for people and for machines (file, lines).

    ``human`` is the whole citation with its paragraph, ``short`` a form for tight places.
    """

    document: str
    file: str
    lines: tuple[int, int]
    paragraph: int
    human: str
    short: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A quote or a report.

    Attributes:
        zh: verbatim Chinese: the quotation, or for ``en_scope`` ``sentence`` the
            whole sentence, in which ``zh_mark`` is the quoted part.
        en: the project's English of the same scope.
        printed_en: how ``en`` is set in a brief; quotation marks only where they
            are allowed (never around a back-translation).
        wording_label: what the English is, in words, printed beside it.
        speaker: ``None`` with ``speaker_reason`` where it cannot be known.
        back_translation: spoken in English first, printed in Chinese, turned back.
        relayed: spoken in a third language, so the English passed through Chinese.
        state_words: the state as printed.
    """

    id: str
    form: Form
    zh: str
    en: str
    printed_en: str
    en_scope: Scope
    speaker: Person | None
    speaker_reason: str
    reported_by: str
    original_language: str
    back_translation: bool
    relayed: bool
    wording_label: str
    official: Official | None
    citation: Citation
    segments: tuple[str, ...]
    origin: Origin
    state: State
    state_words: str
    subjects: tuple[str, ...] = ()
    fidelity: str = ""
    zh_mark: str = ""
    variants: tuple[str, ...] = ()

    @property
    def side(self) -> str:
        """The side that spoke, or ``""``."""
        return self.speaker.side if self.speaker else ""

    @property
    def document(self) -> str:
        """Slug of the paper."""
        return self.citation.document


@dataclass(frozen=True, slots=True)
class Row:
    """One segment of a passage, both languages; ``notes`` are numbers of editor's notes."""

    segment: str
    zh: str
    en: str
    origin: Origin
    state: State
    notes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A whole block about the event, and why it was taken."""

    id: str
    document: str
    file: str
    kind: str
    lines: tuple[int, int]
    why: str
    heading: str
    heading_zh: str
    paragraph: int
    rows: tuple[Row, ...]

    @property
    def zh(self) -> str:
        """The block's Chinese."""
        return "".join(row.zh for row in self.rows)

    @property
    def en(self) -> str:
        """The block's English."""
        return " ".join(row.en for row in self.rows)


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where the event is named in passing."""

    document: str
    file: str
    lines: tuple[int, int]
    zh: str
    en: str
    why: str


@dataclass(frozen=True, slots=True)
class Position:
    """What one side says on one subject: a cell of statements, none generated."""

    side: str
    subject: str
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One side's statements, in the paper's order, for the two-column spread."""

    side: str
    title: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class SummaryItem:
    """An extracted statement that carries the event."""

    statement: Statement
    why: str


@dataclass(frozen=True, slots=True)
class Note:
    """An editor's or translator's note: signed, dated, with evidence. ``number`` within a brief."""

    id: str
    number: int
    document: str
    lines: tuple[int, int]
    zh: str
    type: str
    severity: str
    audience: str
    text: str
    evidence: str
    expected: str
    author: str
    date: str
    discrepancy: bool
    related_document: str = ""
    related_short: str = ""
    related_zh: str = ""


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """Where papers, or paper and record, differ. ``proposed`` until a person confirms."""

    what: str
    members: tuple[str, ...]
    status: Literal["proposed", "confirmed"]


@dataclass(frozen=True, slots=True)
class TermUsed:
    """A termbase entry that occurs in the brief's Chinese."""

    zh: str
    en: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """Computed from this brief's own data, never written by hand."""

    documents: int
    quotes: int
    reports: int
    passages: int
    mentions: int
    segments: int
    by_state: dict[str, int]
    findings: dict[str, int]


@dataclass(frozen=True, slots=True)
class Colophon:
    """What the brief was made from: versions, hashes, engine signatures."""

    version: str
    built: str
    inputs: tuple[tuple[str, str], ...]
    signatures: tuple[str, ...]
    ledger_sha256: str = ""
    institute: str = ""


@dataclass(frozen=True, slots=True)
class Briefing:
    """Everything a template needs for one event, in the order a reader needs it."""

    event: Event
    marking: str
    summary: tuple[SummaryItem, ...]
    quotes: tuple[Statement, ...]
    reports: tuple[Statement, ...]
    columns: tuple[Column, ...]
    positions: tuple[Position, ...]
    notes: tuple[Note, ...]
    discrepancies: tuple[Discrepancy, ...]
    passages: tuple[Passage, ...]
    mentions: tuple[Mention, ...]
    sources: tuple[Source, ...]
    terms: tuple[TermUsed, ...]
    people: tuple[Person, ...]
    counts: Counts
    colophon: Colophon
    draft: bool = False
    unreadable: tuple[Unreadable, ...] = ()

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Quotes and reports."""
        return self.quotes + self.reports

    def source(self, slug: str) -> Source:
        """The source with ``slug``."""
        return next(source for source in self.sources if source.slug == slug)
