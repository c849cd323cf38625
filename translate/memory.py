"""Translation memory: TMX 1.4 in and out, exact and in-context exact lookup.

Keys ignore script, width and white space (``hanzi.match_key``). A unit carries
its state and origin, so that git keeps decisions with the papers.

Source: TMX 1.4b Specification, LISA OSCAR, 2005.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from lxml import etree

from translate import __version__
from translate.errors import InputError
from translate.files import write_atomically
from translate.hanzi import match_key
from translate.model import Document, Origin, State

CONTEXT_EXACT = 101
EXACT = 100
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


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


@dataclass(frozen=True, slots=True)
class Match:
    """A unit found for a segment: 101 in-context exact, 100 exact."""

    unit: Unit
    score: int


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
            self._index.setdefault(match_key(unit.zh), []).append(unit)

    def lookup(self, zh: str, before: str = "", after: str = "", segment: str = "") -> Match | None:
        """The best exact match for ``zh``, or ``None``.

        In-context units come first, then the further reviewed, then the unit of
        this very segment, then the newest.
        """

        def rank(unit: Unit) -> tuple[bool, int, bool, str]:
            return (
                self._in_context(unit, before, after),
                unit.state.rank,
                unit.segment == segment,
                stamp(unit.date),
            )

        found = max(self._index.get(match_key(zh), ()), key=rank, default=None)
        if found is None:
            return None
        return Match(found, CONTEXT_EXACT if self._in_context(found, before, after) else EXACT)

    @staticmethod
    def _in_context(unit: Unit, before: str, after: str) -> bool:
        # a foreign unit knows nothing of its neighbours: that is no context
        return bool(unit.before or unit.after) and (unit.before, unit.after) == (before, after)

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
    if not path.exists():
        return Memory()
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(path.read_bytes(), parser)
    except etree.XMLSyntaxError as error:
        raise InputError(
            f"{path}: not well-formed XML ({error.msg})", "Restore the file from git."
        ) from error
    if root.tag != "tmx":
        raise InputError(f"{path}: not a TMX file (root element {root.tag})", "Export it again as TMX 1.4.")
    entity = next(root.iter(etree.Entity), None)
    if entity is not None:
        raise InputError(
            f"{path}, line {entity.sourceline}: an entity of its own ({entity.text}), which is not read",
            "Write the characters themselves.",
        )
    return Memory(_unit(path, element) for element in root.iterfind("body/tu"))


def _unit(path: Path, element: etree._Element) -> Unit:
    where = f"{path}, line {element.sourceline}"
    texts: dict[str, str] = {}
    for variant in element.iterfind("tuv"):
        language = (variant.get(_XML_LANG) or variant.get("lang") or "").lower()[:2]
        texts[language] = "".join(_text(segment) for segment in variant.iterfind("seg"))
    if not texts.get("zh", "").strip() or not texts.get("en", "").strip():
        raise InputError(f"{where}: a unit needs Chinese and English text", "Complete or remove it.")
    properties = {item.get("type", ""): item.text or "" for item in element.iterfind("prop")}
    try:
        # a foreign TMX says nothing of states: a user's memory, translated, not reviewed
        origin = Origin(properties.get("x-origin", Origin.MEMORY))
        state = State(properties.get("x-state", State.TRANSLATED))
    except ValueError as error:
        raise InputError(f"{where}: {error}", "Use a state and origin of the design.") from error
    return Unit(
        zh=texts["zh"], en=texts["en"], origin=origin, state=state,
        author=element.get("changeid") or element.get("creationid") or "",
        date=_iso(element.get("changedate") or element.get("creationdate") or ""),
        document=properties.get("x-document", ""), segment=properties.get("x-segment", ""),
        before=properties.get("x-before", ""), after=properties.get("x-after", ""),
        note="\n".join(item.text or "" for item in element.iterfind("note")),
    )  # fmt: skip


def _text(element: etree._Element) -> str:
    """The text without inline codes, whose contents are another program's marks; ``hi`` is text."""
    parts = [element.text or ""]
    for child in element:
        if child.tag == "hi":
            parts.append(_text(child))
        parts.append(child.tail or "")
    return "".join(parts)


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


def save(path: Path, memory: Memory) -> bool:
    """Write ``memory`` as TMX 1.4; the same units give the same bytes.

    Returns:
        Whether the file changed.

    Raises:
        InputError: a unit holds a control character, which XML cannot carry.
    """
    root = etree.Element("tmx", version="1.4")
    header = {
        "creationtool": "summit-briefings", "creationtoolversion": __version__, "segtype": "sentence",
        "adminlang": "en-US", "srclang": "zh-Hant", "datatype": "plaintext", "o-tmf": "summit-briefings",
    }  # fmt: skip
    etree.SubElement(root, "header", header)
    body = etree.SubElement(root, "body")
    for unit in memory.units:
        element = etree.SubElement(body, "tu")
        if unit.date:
            element.set("creationdate", stamp(unit.date))
        if unit.author:
            element.set("creationid", unit.author)
        # order of the TMX DTD: notes and properties before the variants
        for line in unit.note.splitlines():
            etree.SubElement(element, "note").text = line
        for key, value in (
            ("document", unit.document), ("segment", unit.segment), ("origin", unit.origin.value),
            ("state", unit.state.value), ("before", unit.before), ("after", unit.after),
        ):  # fmt: skip
            if value:
                etree.SubElement(element, "prop", type=f"x-{key}").text = value
        for language, text in (("zh-Hant", unit.zh), ("en-US", unit.en)):
            variant = etree.SubElement(element, "tuv", {_XML_LANG: language})
            seg = etree.SubElement(variant, "seg")
            try:
                seg.text = text
            except ValueError as error:
                raise InputError(
                    f"{path}: {unit.segment or unit.zh!r} holds a control character",
                    "XML cannot carry it: remove it from the paper or the translation.",
                ) from error
    etree.indent(root, " ")
    data = etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"
    return write_atomically(path, data)
