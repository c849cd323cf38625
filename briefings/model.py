"""The typed contract between assembly and templates: a ``Briefing`` and its parts.

Templates receive these objects and nothing else; undefined names are errors.
All text is plain text, never markup. Three things are kept apart for every
statement: who spoke (``speaker``), whose account the paper follows
(``reported_by``), and the status of the English beside it (``official.status``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from briefings.entities import BottomLine, Colophon, Event, LocalDate, Person, Source, Unreadable
from translate.model import Origin, State

__all__ = [
    "BottomLine", "Briefing", "Citation", "Colophon", "Column", "Counts", "Discrepancy", "Event",
    "Form", "LocalDate", "Mention", "Moment", "Note", "Official", "Passage", "Person", "Position", "Row",
    "Run", "Scope", "Source", "Statement", "SummaryItem", "TermUsed", "Timeline", "Unreadable", "Variant",
    "state_in_words",
]  # fmt: skip

Form = Literal["quote", "report", "assessment"]
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
    """A quote, a report, or a sentence in which a paper's author assesses the event.

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
        not_in: accounts that do not have the words, as ``US readout``.
        why: for an assessment, why the sentence counts as the author's own.
        verb, said_at, said_on, said_day: of speech found by rule, the reporting verb, place
            and time as printed, and the day as ISO 8601; ``""`` where not told.
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
    not_in: tuple[str, ...] = ()
    why: str = ""
    verb: str = ""
    said_at: str = ""
    said_on: str = ""
    said_day: str = ""

    @property
    def side(self) -> str:
        """The side that spoke, ``author`` for an assessment, or ``""``."""
        if self.form == "assessment":
            return "author"
        return self.speaker.side if self.speaker else ""

    @property
    def document(self) -> str:
        """Slug of the paper."""
        return self.citation.document


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a variant's Chinese; ``differs`` where the leading wording has other characters."""

    text: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Variant:
    """The same utterance as another place prints it, aligned with ``of``, the leading statement.

    ``runs`` make up its Chinese, character by character; ``of_runs`` the leading one's.
    """

    of: str
    statement: Statement
    runs: tuple[Run, ...]
    of_runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One segment of a passage, both languages; ``notes`` are numbers of editor's notes.

    ``spoken``: statements first spoken in another language than Chinese whose words stand
    here; ``unmarked_en`` is ``en`` without the quotation marks directly round such words,
    ``""`` where there are none.
    """

    segment: str
    zh: str
    en: str
    origin: Origin
    state: State
    notes: tuple[int, ...] = ()
    unmarked_en: str = ""
    spoken: tuple[Statement, ...] = ()

    @property
    def printed_en(self) -> str:
        """The English as a brief prints it."""
        return self.unmarked_en or self.en


@dataclass(frozen=True, slots=True)
class Passage:
    """A block about the event, and why it was taken.

    ``left_out`` counts its sentences that the source's rights keep out of the brief.
    """

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
    left_out: int = 0

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
    """A place where the event is named in passing; ``unmarked_en`` and ``spoken`` as in a ``Row``."""

    document: str
    file: str
    lines: tuple[int, int]
    zh: str
    en: str
    why: str
    unmarked_en: str = ""
    spoken: tuple[Statement, ...] = ()

    @property
    def printed_en(self) -> str:
        """The English as a brief prints it."""
        return self.unmarked_en or self.en


@dataclass(frozen=True, slots=True)
class Position:
    """What one side says on one subject: a cell of statements, none generated."""

    side: str
    subject: str
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One side's statements, in the paper's order."""

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
    """Where papers, or paper and record, differ. ``proposed`` until a person confirms.

    ``by``: ``editor`` for a note of ``notes.toml``, ``program`` for what the program found.
    """

    what: str
    members: tuple[str, ...]
    status: Literal["proposed", "confirmed"]
    by: Literal["editor", "program"] = "program"


@dataclass(frozen=True, slots=True)
class Moment:
    """A point of the timeline.

    Attributes:
        start: first day, as far as it is known: ``2021-09-09``, ``2018``.
        date: the date in words; two local dates of one day stand side by side.
        name: what happened: an event's name, or a paper's sentence with that date.
        short: the name on the strip; ``""`` where only the date fits.
        kind: ``this`` the brief's event, ``event`` another one, ``dated`` a dated sentence.
        why: why it stands here.
        citation, document, paragraph: where a paper speaks of it; empty for the brief's event.
    """

    start: str
    date: str
    name: str
    short: str
    kind: Literal["this", "event", "dated"]
    why: str
    citation: str
    zh: str = ""
    document: str = ""
    paragraph: int = 0


@dataclass(frozen=True, slots=True)
class Timeline:
    """What the papers date before and after the event, by date; ``more`` did not fit the strip."""

    moments: tuple[Moment, ...]
    more: tuple[Moment, ...] = ()


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
    assessments: tuple[Statement, ...] = ()
    variants: tuple[Variant, ...] = ()
    timeline: Timeline | None = None
    explained: tuple[str, ...] = ()

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Quotes and reports."""
        return self.quotes + self.reports

    @property
    def numbers(self) -> dict[str, int]:
        """Every statement's number in this brief: side after side, then the authors' assessments."""
        ordered = [*(s for column in self.columns for s in column.statements), *self.assessments]
        return {statement.id: number for number, statement in enumerate(ordered, start=1)}

    def source(self, slug: str) -> Source:
        """The source with ``slug``."""
        return next(source for source in self.sources if source.slug == slug)
