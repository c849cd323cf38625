"""Which blocks of which papers are about an event, and why; what only names it.

A passage is a whole block. Reasons, strongest first: a recorded statement of the
event stands in it; the section's heading names the event; the paper is about
the event; the block names it more than once or in its first sentence. Anything
less is a mention, and so is mere naming in a paper that is about another event.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from briefings.model import Event
from translate.hanzi import squeeze
from translate.model import Block, Document

_RUNNING = frozenset({"paragraph", "bullet"})


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


def _aliases(event: Event) -> dict[str, str]:
    """Aliases without white space, each with its printed form."""
    return {squeeze(alias): alias for alias in event.aliases}


def _hits(text: str, aliases: Mapping[str, str]) -> list[str]:
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
) -> tuple[list[Routed], list[Named]]:
    """Passages and mentions of ``event``, in reading order.

    Args:
        event: aliases count only in the event's own documents, because 拜習會
            means another meeting in another year's paper.
        documents: all documents of the workspace.
        statements: for each slug the numbers of blocks that hold a statement of the event.
        about: for each slug the events that the whole paper is about.
    """
    passages: list[Routed] = []
    mentions: list[Named] = []
    for document in documents:
        if event.documents and document.slug not in event.documents:
            continue
        subjects = about.get(document.slug, ())
        whole = event.id in subjects
        elsewhere = bool(subjects) and not whole
        heading: int | None = None
        for number, block in enumerate(document.blocks):
            if block.kind == "heading":
                heading = number
            if block.kind not in _RUNNING:
                continue
            holding = statements.get(document.slug, set())
            why = _why(event, document, number, heading, holding, whole=whole, elsewhere=elsewhere)
            if why:
                passages.append(Routed(document, number, why, heading))
                continue
            for index, segment in enumerate(block.segments):
                hits = _hits(segment.text, _aliases(event))
                if hits:
                    mentions.append(Named(document, number, index, f"named in passing: {hits[0]}"))
    return passages, mentions


def _why(
    event: Event,
    document: Document,
    number: int,
    heading: int | None,
    holding: set[int],
    *,
    whole: bool,
    elsewhere: bool,
) -> str:
    block = document.blocks[number]
    aliases = _aliases(event)
    if number in holding:
        return "holds a statement of this event"
    if heading is not None:
        named = _hits(document.blocks[heading].text, aliases)
        if named:
            return f"its section’s heading names the event: {named[0]}"
    hits = _hits(block.text, aliases)
    if whole:
        return f"names the event: {hits[0]}" if hits else "the paper is about this event"
    if hits and not elsewhere and _hits(block.segments[0].text, aliases):
        return f"its first sentence names the event: {hits[0]}"
    if len(hits) > 1 and not elsewhere:
        return f"names the event more than once: {hits[0]}"
    return ""
