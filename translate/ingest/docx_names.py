"""Names in WordprocessingML, whichever of its namespaces (Transitional, Strict) a file uses."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from lxml import etree

_WORD = frozenset({
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
    "http://schemas.microsoft.com/office/word/2003/wordml",
})  # fmt: skip
_MATH = frozenset({
    "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "http://purl.oclc.org/ooxml/officeDocument/math",
})  # fmt: skip
_RELATIONSHIPS = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)
_OFF = frozenset({"0", "false", "off"})


@lru_cache(maxsize=4096)
def _name(tag: str) -> str:
    space, _, local = tag.rpartition("}")
    if space[1:] in _WORD:
        return local
    return f"m:{local}" if space[1:] in _MATH else f"?:{local}"


def name(element: etree._Element) -> str:
    """The local name of an element of Word's own; ``m:`` before names of formulas, ``?:`` before others."""
    return _name(element.tag)


def children(element: etree._Element, wanted: str) -> Iterator[etree._Element]:
    """The child elements of one name."""
    return (child for child in element if name(child) == wanted)


def first(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first child named ``path[0]``, its first child named ``path[1]`` …; ``None`` without it."""
    for wanted in path:
        if element is None:
            return None
        for child in element:
            if _name(child.tag) == wanted:
                element = child
                break
        else:
            return None
    return element


def attribute(element: etree._Element, wanted: str) -> str:
    """An attribute of Word's own, or one without a namespace; ``""`` without it."""
    space = element.tag.rpartition("}")[0]
    return element.get(f"{space}}}{wanted}") or element.get(wanted) or ""


def relationship(element: etree._Element) -> str:
    """The id of the relationship that an element names."""
    return next((value for key in _RELATIONSHIPS if (value := element.get(key))), "")


def is_on(element: etree._Element | None) -> bool:
    """Whether a switch, such as ``w:vanish``, is there and not turned off."""
    return element is not None and attribute(element, "val").lower() not in _OFF
