"""Which blocks of which papers are about an event, and why; what only names it.

A passage is a whole block. Reasons, strongest first: a recorded statement of the
event stands in it; the section's heading names the event; the paper is about
the event; the block names it more than once or in its first sentence; a sentence
gives the event's date together with two of its participants, or with one and
the place; the block goes on from such a passage. Anything less is a mention, and
so is mere naming in a paper that is about another event. A date alone is never a
reason: several things happen on one day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from briefings.dated import dates_in
from briefings.model import Event, Person
from translate.hanzi import squeeze
from translate.model import Block, Document

_RUNNING = frozenset({"paragraph", "bullet"})
_GOES_ON = re.compile(
    r"(?:會中|會談中|會上|會後|會議中|席間|雙方(?:還|也|並|又|均|都)|兩人(?:還|也|並|又|均|都)|此次(?:會談|會議|會晤|通話)|該(?:次|會))"
)
"""Openings that need the paragraph before them to be understood."""

_PLACE = re.compile(r"[\u4e00-\u9fff]{2,}")
_FAR = frozenset({"視訊", "線上", "電話", "視訊會議"})
"""What ``place_zh`` says of events that took place nowhere."""


@dataclass(frozen=True, slots=True)
class Routed:
    """A block that is about an event. ``heading`` is the number of its section's heading block."""

    document: Document
    number: int
    why: str
    heading: int | None

    @property
    def block(self) -> Block:
        """The block."""
        return self.document.blocks[self.number]


@dataclass(frozen=True, slots=True)
class Named:
    """A sentence that names the event in passing."""

    document: Document
    number: int
    segment: int
    why: str


@dataclass(frozen=True, slots=True)
class Context:
    """What routing knows beyond the event: the papers' dates, people by id, all other events."""

    dates: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, Person] = field(default_factory=dict)
    events: Sequence[Event] = ()


def aliases_of(event: Event) -> dict[str, str]:
    """Aliases without white space, each with its printed form."""
    return {squeeze(alias): alias for alias in event.aliases}


def hits(text: str, aliases: Mapping[str, str]) -> list[str]:
    """Aliases in ``text`` as printed in events.toml, one for each time they stand there.

    Longest first; one that only stands inside a longer one does not count.
    """
    bare = squeeze(text)
    found: list[str] = []
    for alias in sorted(aliases, key=len, reverse=True):
        found += [aliases[alias]] * bare.count(alias)
        bare = bare.replace(alias, "\n")
    return found


def route(
    event: Event,
    documents: Sequence[Document],
    statements: Mapping[str, set[int]],
    about: Mapping[str, Sequence[str]],
    context: Context | None = None,
) -> tuple[list[Routed], list[Named]]:
    """Passages and mentions of ``event``, in reading order.

    Args:
        event: aliases count only in the event's own documents, because 拜習會
            means another meeting in another year's paper.
        documents: all documents of the workspace.
        statements: for each slug the numbers of blocks that hold a statement of the event.
        about: for each slug the events that the whole paper is about.
        context: what dates, people and continuation are decided with.
    """
    passages: list[Routed] = []
    mentions: list[Named] = []
    for document in documents:
        if event.documents and document.slug not in event.documents:
            continue
        paper = _Paper(event, document, context or Context(), about.get(document.slug, ()))
        paper.read(statements.get(document.slug, set()), passages, mentions)
    return passages, mentions


class _Paper:
    """One paper, read for one event."""

    def __init__(self, event: Event, document: Document, context: Context, about: Sequence[str]) -> None:
        self._event, self._document, self._context = event, document, context
        self._aliases = aliases_of(event)
        self._whole = event.id in about
        self._elsewhere = bool(about) and not self._whole
        self._days = {day for local in event.local_dates for day in local.date.split("/")}
        known = (context.people[name] for name in event.people if name in context.people)
        self._people = {person.id: (*person.zh, *person.latin) for person in known}
        self._places = [place for place in _PLACE.findall(event.place_zh) if place not in _FAR]

    def read(self, holding: set[int], passages: list[Routed], mentions: list[Named]) -> None:
        """Add this paper's passages and mentions."""
        heading: int | None = None
        before = False
        for number, block in enumerate(self._document.blocks):
            if block.kind == "heading":
                heading, before = number, False
            if block.kind not in _RUNNING:
                continue
            why = self._why(number, heading, holding)
            if not why and before and self._goes_on(block):
                why = "goes on from the passage before it"
            before = bool(why)
            if why:
                passages.append(Routed(self._document, number, why, heading))
                continue
            mentions.extend(self._mentions(number, block))

    def _mentions(self, number: int, block: Block) -> Iterator[Named]:
        for index, segment in enumerate(block.segments):
            found = hits(segment.text, self._aliases)
            if found:
                yield Named(self._document, number, index, f"named in passing: {found[0]}")

    def _why(self, number: int, heading: int | None, holding: set[int]) -> str:
        block = self._document.blocks[number]
        if number in holding:
            return "holds a statement of this event"
        if heading is not None:
            named = hits(self._document.blocks[heading].text, self._aliases)
            if named:
                return f"its section’s heading names the event: {named[0]}"
        found = hits(block.text, self._aliases)
        if self._whole:
            return f"names the event: {found[0]}" if found else "the paper is about this event"
        if self._elsewhere:
            return ""
        if found and hits(block.segments[0].text, self._aliases):
            return f"its first sentence names the event: {found[0]}"
        if len(found) > 1:
            return f"names the event more than once: {found[0]}"
        return self._dated(block)

    def _dated(self, block: Block) -> str:
        """The event's day beside two of its people, or one and its place, in one sentence."""
        if not self._days or len(self._people) + len(self._places) < 2:  # noqa: PLR2004  (two of them)
            return ""
        for dated in dates_in(block, self._context.dates.get(self._document.slug, "")):
            if dated.iso not in self._days:
                continue
            text = squeeze(block.segments[dated.segment].text)
            people = [
                next(form for form in forms if squeeze(form) in text)
                for forms in self._people.values()
                if any(squeeze(form) in text for form in forms)
            ]
            place = next((place for place in self._places if place in text), "")
            if (len(people) > 1 or (people and place)) and not self._another(text):
                beside = " and ".join([*people[:2], *([place] if place else [])][:2])
                return f"gives the event’s date, {dated.words}, beside {beside}"
        return ""

    def _another(self, text: str) -> bool:
        """Whether the sentence names another event of this paper."""
        return any(
            hits(text, aliases_of(other))
            for other in self._context.events
            if other.id != self._event.id and self._document.slug in other.documents
        )

    def _goes_on(self, block: Block) -> bool:
        opening = block.segments[0].text if block.segments else ""
        return bool(_GOES_ON.match(opening.strip())) and not self._another(squeeze(block.text))
