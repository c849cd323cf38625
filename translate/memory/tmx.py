"""TMX 1.4, read unit by unit in little memory, and written so that nothing a unit says is lost.

This module knows XML and languages; what a unit means is ``memory``'s and ``importing``'s affair.

Source: TMX 1.4b Specification, LISA OSCAR, 2005.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Literal, cast

from lxml import etree

from translate import __version__
from translate.errors import InputError
from translate.files import replacing

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
OUR_HEADER: Mapping[str, str] = {
    "creationtool": "summit-briefings", "creationtoolversion": __version__, "segtype": "sentence",
    "adminlang": "en-US", "srclang": "zh-Hant", "datatype": "plaintext", "o-tmf": "summit-briefings",
}  # fmt: skip

CHINESE = frozenset({"zh", "zho", "chi", "cmn"})
ENGLISH = frozenset({"en", "eng"})
TRADITIONAL = frozenset({"hant", "tw", "hk", "mo"})
_FIRST = {"note": 0, "prop": 0, "tuv": 1}
"""TMX's order inside a unit."""


@dataclass(frozen=True, slots=True)
class TmxUnit:
    """A unit as its file has it.

    Attributes:
        line: where it begins; beyond line 65,535 libxml2 tells that to within one.
        zh: the Chinese without inline codes; of several variants the Traditional one, else the first.
        en: the English likewise; the first variant.
        attributes: of the unit, then what only its English variant says (its author, its dates).
        properties: (type, text) of the unit and of its Chinese and English variants.
        notes: of the same, in order.
        xml: the whole unit, for an export that loses nothing.
    """

    line: int
    zh: str
    en: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    properties: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    xml: str = ""


@dataclass(frozen=True, slots=True)
class Rejected:
    """A unit that cannot be memory, and why."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Header:
    """The file's header: who made it and how, with its notes and properties."""

    xml: str


Progress = Callable[[int, int], None]
"""Called with (bytes read, bytes in all)."""


def read(path: Path, progress: Progress | None = None) -> Iterator[Header | TmxUnit | Rejected]:
    """The header, if there is one, and every unit of ``path``, in its order.

    The file's encoding is what its mark or XML declaration says. A document type is
    passed over; nothing outside the file is read.

    Raises:
        InputError: unreadable, not well-formed XML, or not TMX.
    """
    try:
        with path.open("rb") as file:
            root = next(_elements(path, file, "start")).tag
            if root != "tmx":
                raise InputError(
                    f"{path}: not a TMX file (root element {root})", "Export it again as TMX 1.4."
                )
            file.seek(0)
            yield from _read(path, file, progress or (lambda _done, _of: None))
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})", "Check the path.") from error


def _elements(
    path: Path, file: BinaryIO, event: Literal["start", "end"], tag: tuple[str, ...] | None = None
) -> Iterator[etree._Element]:
    """The elements as the parser comes upon them."""
    parsed = etree.iterparse(
        file, events=(event,), tag=tag, resolve_entities=False, no_network=True, load_dtd=False,
        huge_tree=False,
    )  # fmt: skip
    try:
        for _, element in parsed:
            yield element
    except etree.XMLSyntaxError as error:
        first = next(iter(parsed.error_log), None)  # those after it follow from it
        what = f"{first.message}, line {first.line}" if first else "Document is empty, line 1"
        raise InputError(
            f"{path}: not well-formed XML ({what})", "Restore the file, or export it again as TMX 1.4."
        ) from error


def _read(path: Path, file: BinaryIO, progress: Progress) -> Iterator[Header | TmxUnit | Rejected]:
    size = os.fstat(file.fileno()).st_size
    for count, element in enumerate(_elements(path, file, "end", ("tu", "header"))):
        if element.tag == "header":
            yield Header(_header_xml(element))
            continue
        yield _unit(element)
        # what was read must go, or the tree would hold the whole file
        element.clear()
        parent = element.getparent()
        while parent is not None and element.getprevious() is not None:
            del parent[0]
        if count % 1000 == 0:
            progress(file.tell(), size)
    progress(size, size)


def _header_xml(element: etree._Element) -> str:
    """The header in canonical spacing, with the attributes that TMX asks for."""
    for child in list(element.iter(etree.Entity)):
        etree.strip_tags(child.getparent(), etree.Entity)
    for name, value in OUR_HEADER.items():
        if not element.get(name):
            element.set(name, "*all*" if name == "srclang" else value)
    if element.get("segtype") not in {"block", "paragraph", "sentence", "phrase"}:
        element.set("segtype", "sentence")
    _bare(element)
    return str(etree.tostring(element, encoding="unicode", with_tail=False))


def _unit(element: etree._Element) -> TmxUnit | Rejected:
    line = cast("int", element.sourceline)  # the stubs leave its type open
    entity = next(element.iter(etree.Entity), None)
    if entity is not None:
        return Rejected(line, f"an entity of its own ({entity.text}), which is not read")
    variants = list(element.iterfind("tuv"))
    for variant in variants:
        language = variant.get("lang")  # TMX 1.1's name for it
        if language is not None:
            del variant.attrib["lang"]
            variant.set(XML_LANG, variant.get(XML_LANG) or language)
    chinese = [item for item in variants if tags(item.get(XML_LANG))[0] in CHINESE]
    english = [item for item in variants if tags(item.get(XML_LANG))[0] in ENGLISH]
    traditional = (item for item in chinese if TRADITIONAL & set(tags(item.get(XML_LANG))[1:]))
    zh = next(traditional, next(iter(chinese), None))
    en = next(iter(english), None)
    texts = ["".join(_text(s) for s in item.iterfind("seg")) if item is not None else "" for item in (zh, en)]
    if zh is None or en is None or not all(text.strip() for text in texts):
        return Rejected(line, "a unit needs Chinese and English text")
    holders = (element, zh, en)
    _bare(element)
    for holder in (element, *variants):
        _ordered(holder)
    return TmxUnit(
        line, texts[0], texts[1],
        attributes={**_plain(en), **_plain(element)},
        properties=tuple((p.get("type", ""), p.text or "") for e in holders for p in e.iterfind("prop")),
        notes=tuple(n.text or "" for e in holders for n in e.iterfind("note")),
        xml=str(etree.tostring(element, encoding="unicode", with_tail=False)),
    )  # fmt: skip


def tags(language: str | None) -> list[str]:
    """``zh-TW`` and ``ZH_tw`` as ``["zh", "tw"]``."""
    return (language or "").lower().replace("_", "-").split("-")


def _plain(element: etree._Element) -> dict[str, str]:
    return {str(name): str(value) for name, value in element.attrib.items() if name != XML_LANG}


def _text(element: etree._Element) -> str:
    """The text without inline codes, whose contents are another program's marks; ``hi`` is text."""
    parts = [element.text or ""]
    for child in element:
        if child.tag == "hi":
            parts.append(_text(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _bare(element: etree._Element) -> None:
    """Without white space between elements, which says nothing; a segment's own stays."""
    element.tail = None
    if element.tag in {"seg", "prop", "note"}:
        return
    if not (element.text or "").strip():
        element.text = None
    for child in element:
        _bare(child)


def _ordered(element: etree._Element) -> None:
    children = list(element)
    ordered = sorted(children, key=lambda child: _FIRST.get(str(child.tag), 1))
    if ordered != children:
        element[:] = ordered


def element(
    zh: str, en: str, attributes: Mapping[str, str], notes: Iterable[str], properties: Mapping[str, str]
) -> etree._Element:
    """A unit in two languages.

    Raises:
        ValueError: a text holds a control character, which XML cannot carry.
    """
    unit = etree.Element("tu", dict(attributes))
    # order of the TMX DTD: notes and properties before the variants
    for note in notes:
        etree.SubElement(unit, "note").text = note
    for key, value in properties.items():
        etree.SubElement(unit, "prop", type=key).text = value
    for language, text in (("zh-Hant", zh), ("en-US", en)):
        variant = etree.SubElement(unit, "tuv", {XML_LANG: language})
        etree.SubElement(variant, "seg").text = text
    return unit


def write(path: Path, header: str, units: Iterable[str]) -> int:
    """Write a TMX file as its units come; all of it appears, or nothing.

    Args:
        path: the file.
        header: XML of the header; ``""`` for our own.
        units: XML of each unit.

    Returns:
        How many units were written.

    Raises:
        BriefingsError: the file cannot be written (disk full, permissions).
    """
    head = header or etree.tostring(etree.Element("header", dict(OUR_HEADER)), encoding="unicode")
    count = 0
    with replacing(path) as file:
        file.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n{head}\n<body>\n'.encode())
        for unit in units:
            file.write(f"{unit}\n".encode())
            count += 1
        file.write(b"</body>\n</tmx>\n")
    return count
