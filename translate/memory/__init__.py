"""The project's translation memory: exact and in-context exact lookup; its file.

Keys ignore script, width and white space (``hanzi.match_key``). A unit carries
its state and origin, so that git keeps decisions with the papers. What a machine
made and nobody reviewed is never found here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from lxml import etree

from translate.errors import InputError
from translate.files import write_atomically
from translate.hanzi import match_key
from translate.memory import tmx
from translate.model import Document, Origin, State

CONTEXT_EXACT = 101
EXACT = 100


@dataclass(frozen=True, slots=True)
class Unit:
    """One translation unit. ``before`` and ``after`` are ``context_hash`` of its neighbours."""

    zh: str
    en: str
    origin: Origin
    state: State
    author: str = ""
    date: str = ""
    document: str = ""
    segment: str = ""
    before: str = ""
    after: str = ""
    note: str = ""

    @property
    def by_machine(self) -> bool:
        """Whether a machine made it and nobody reviewed it: no memory to be printed."""
        return self.origin is Origin.ENGINE and self.state.rank < State.REVIEWED.rank

    def in_context(self, before: str, after: str) -> bool:
        """Whether it stood between these neighbours (``context_hash`` of each)."""
        # a foreign unit knows nothing of its neighbours: that is no context
        return bool(self.before or self.after) and (self.before, self.after) == (before, after)


@dataclass(frozen=True, slots=True)
class Replaced:
    """A number or date put in the place of another, as each text has it."""

    zh: tuple[str, str]
    en: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Adapted:
    """A unit's English with other numbers: ``replaced`` says which."""

    en: str
    replaced: tuple[Replaced, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """A unit found for a segment.

    Attributes:
        score: 101 in-context exact, 100 exact, less for fuzzy; penalties taken off.
            Only 100 and 101 are ever printed without a person.
        penalty: points taken off.
        memory: the imported memory that has the unit; ``""`` for the project's own.
        adapted: for a fuzzy match that differs in numbers alone, its English with ours.
    """

    unit: Unit
    score: int
    penalty: int = 0
    memory: str = ""
    adapted: Adapted | None = None

    @property
    def en(self) -> str:
        """The English on offer."""
        return self.unit.en if self.adapted is None else self.adapted.en


class Lookup(Protocol):
    """Where exact matches come from: the project's memory, alone or with imported ones."""

    def lookup(self, zh: str, before: str = "", after: str = "", segment: str = "") -> Match | None:
        """The best exact match for ``zh`` between these neighbours, or ``None``."""


def context_hash(text: str | None) -> str:
    """Eight hex digits of a neighbour's match key; ``""`` at a document's edge."""
    return hashlib.sha256(match_key(text).encode()).hexdigest()[:8] if text else ""


def contexts(document: Document) -> dict[str, tuple[str, str]]:
    """For each segment the hashes of the segments before and after it."""
    texts = [segment.text for _, segment in document.segments()]
    ids = [segment.id for _, segment in document.segments()]
    around = zip([None, *texts[:-1]], [*texts[1:], None], strict=True)
    return {key: (context_hash(a), context_hash(b)) for key, (a, b) in zip(ids, around, strict=True)}


class Memory:
    """Units, found by their Chinese."""

    def __init__(self, units: Iterable[Unit] = ()) -> None:
        self.units: tuple[Unit, ...] = tuple(units)
        self._index: dict[str, list[Unit]] = {}
        for unit in self.units:
            if not unit.by_machine:
                self._index.setdefault(match_key(unit.zh), []).append(unit)

    def lookup(self, zh: str, before: str = "", after: str = "", segment: str = "") -> Match | None:
        """The best exact match for ``zh``, or ``None``.

        In-context units come first, then the further reviewed, then the unit of
        this very segment, then the newest.
        """

        def rank(unit: Unit) -> tuple[bool, int, bool, str]:
            return (
                unit.in_context(before, after),
                unit.state.rank,
                unit.segment == segment,
                stamp(unit.date),
            )

        found = max(self._index.get(match_key(zh), ()), key=rank, default=None)
        if found is None:
            return None
        return Match(found, CONTEXT_EXACT if found.in_context(before, after) else EXACT)

    def by_key(self, key: str) -> Sequence[Unit]:
        """Every unit whose match key is ``key`` and that can be printed, in the file's order."""
        return self._index.get(key, ())

    def merged(self, units: Sequence[Unit]) -> Memory:
        """This memory with ``units`` in place of those of the same segments."""
        fresh = {unit.segment or unit.zh: unit for unit in units}
        kept = [fresh.pop(unit.segment or unit.zh, unit) for unit in self.units]
        return Memory([*kept, *fresh.values()])


def load(path: Path) -> Memory:
    """The memory at ``path``; an absent file is an empty memory.

    Only units with both languages and a known state count as memory.

    Raises:
        InputError: not well-formed XML, not TMX, a unit without text, or an unknown
            state or origin (with its line).
    """
    return Memory(_units(path) if path.exists() else ())


def _units(path: Path) -> Iterator[Unit]:
    for item in tmx.read(path):
        if isinstance(item, tmx.Header):
            continue
        where = f"{path}, line {item.line}"
        if isinstance(item, tmx.Rejected):
            raise InputError(f"{where}: {item.reason}", "Complete, correct or remove it.")
        properties = dict(item.properties)
        try:
            # a foreign TMX says nothing of states: a user's memory, translated, not reviewed
            origin = Origin(properties.get("x-origin", Origin.MEMORY))
            state = State(properties.get("x-state", State.TRANSLATED))
        except ValueError as error:
            raise InputError(f"{where}: {error}", "Use a state and origin of the design.") from error
        yield unit_of(item, origin, state)


def _iso(stamp: str) -> str:
    """TMX's ``20261120T101500Z`` as ISO 8601 extended; midnight is a bare date."""
    if len(stamp) == len("20261120T101500Z") and stamp[8] == "T":
        day, time = f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:8]}", stamp[9:15]
        return day if time == "000000" else f"{day}T{time[:2]}:{time[2:4]}:{time[4:]}Z"
    return stamp


def stamp(date: str) -> str:
    """ISO 8601 as TMX's basic form, in UTC; a bare date is its midnight; no date stays as it is.

    Two stamps compare as their moments do.
    """
    try:
        moment = datetime.fromisoformat(date)
    except ValueError:
        return date
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC)
    return f"{moment:%Y%m%dT%H%M%SZ}"


def unit_of(item: tmx.TmxUnit, origin: Origin, state: State) -> Unit:
    """What a unit of a file says, with the origin and state that it is judged to have."""
    properties = dict(item.properties)
    attributes = item.attributes
    return Unit(
        zh=item.zh, en=item.en, origin=origin, state=state,
        author=attributes.get("changeid") or attributes.get("creationid") or "",
        date=_iso(attributes.get("changedate") or attributes.get("creationdate") or ""),
        document=properties.get("x-document", ""), segment=properties.get("x-segment", ""),
        before=properties.get("x-before", ""), after=properties.get("x-after", ""),
        note="\n".join(item.notes),
    )  # fmt: skip


def element_of(unit: Unit) -> etree._Element:
    """``unit`` as TMX has it.

    Raises:
        InputError: it holds a control character, which XML cannot carry.
    """
    attributes = {"creationdate": stamp(unit.date), "creationid": unit.author}
    properties = {
        "document": unit.document, "segment": unit.segment, "origin": unit.origin.value,
        "state": unit.state.value, "before": unit.before, "after": unit.after,
    }  # fmt: skip
    try:
        return tmx.element(
            unit.zh, unit.en, {key: value for key, value in attributes.items() if value},
            unit.note.splitlines(), {f"x-{key}": value for key, value in properties.items() if value},
        )  # fmt: skip
    except ValueError as error:
        raise InputError(
            f"{unit.segment or unit.zh!r} holds a control character",
            "XML cannot carry it: remove it from the paper or the translation.",
        ) from error


def save(path: Path, memory: Memory) -> bool:
    """Write ``memory`` as TMX 1.4; the same units give the same bytes.

    Returns:
        Whether the file changed.

    Raises:
        InputError: a unit holds a control character, which XML cannot carry.
    """
    root = etree.Element("tmx", version="1.4")
    etree.SubElement(root, "header", dict(tmx.OUR_HEADER))
    try:
        etree.SubElement(root, "body").extend(element_of(unit) for unit in memory.units)
    except InputError as error:
        raise InputError(f"{path}: {error.message}", error.remedy) from error
    etree.indent(root, " ")
    data = etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"
    return write_atomically(path, data)
