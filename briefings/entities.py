"""What a workspace knows before any brief is made: people, events, papers.

Part of the contract that ``briefings.model`` offers to templates; import it from there.
"""

from __future__ import annotations

from dataclasses import dataclass, field


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
class BottomLine:
    """What an analyst wrote as the brief's bottom line: their words, name and day."""

    text: str
    by: str
    date: str


@dataclass(frozen=True, slots=True)
class Event:
    """A summit, call or announcement. ``date_line`` is the heading's dates in words.

    ``people`` are the ids of those ``participants`` that stand in ``people.toml``; ``short`` is
    its name where space is scarce; ``lead`` and ``drop`` are ids that page one begins with and
    never shows.
    """

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
    drop: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    short: str = ""
    bottom_line: BottomLine | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A paper as a reader cites it. ``inferred`` maps a field to the reason.

    ``author_names`` are authors, as printed, who do not stand in ``people.toml``.

    ``reference`` is the whole human citation; ``short`` a form for tight places,
    such as ``Li Ming-chun, Prospect Forum No. 94 (December 2021)``. ``excerpt_limit`` is the most
    Chinese characters that one brief may print of it, ``None`` without a limit.
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
    excerpt_limit: int | None = None

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
class Colophon:
    """What the brief was made from: versions, hashes, engine signatures; whether its PDF has the ledger."""

    version: str
    built: str
    inputs: tuple[tuple[str, str], ...]
    signatures: tuple[str, ...]
    ledger_sha256: str = ""
    ledger_embedded: bool = False
    institute: str = ""
