"""Bilingual files as pairs of Chinese and English: TMX, XLIFF 1.x and 2.x, tab-separated text.

Pairs come in the order of their file and none is left out without a word: a pair without
English is a pair whose English is empty.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from lxml import etree

from translate.checks.base import Pair
from translate.errors import InputError
from translate.memory.tmx import CHINESE, ENGLISH, TRADITIONAL, XML_LANG, tags

SUFFIXES = (".tmx", ".xlf", ".xliff", ".tsv")

_TEXT = frozenset({"hi", "g", "mrk", "pc"})
"""Inline elements around text; what others hold is another program's code."""
_SHOWN = 10
"""Problems of one file that an error lists."""
_NOT_A_PAIR = "Each line must be Chinese, one tab, English."


@dataclass(frozen=True, slots=True)
class FilePair(Pair):
    """A pair and the line on which it begins; beyond line 65,535 of XML that is not exact."""

    line: int


Notice = Callable[[str], None]


def read_pairs(path: Path, notice: Notice) -> list[FilePair]:
    """The pairs of ``path``, by its suffix.

    Args:
        path: a file with one of ``SUFFIXES``, in any case.
        notice: told how many units are no pair of Chinese and English, and where the first one is.

    Raises:
        InputError: unreadable, damaged, or not what the suffix says; with the line.
    """
    try:
        with path.open("rb") as file:
            if path.suffix.lower() == ".tsv":
                return _of_tsv(path, file.read())
            reader = _of_tmx if path.suffix.lower() == ".tmx" else _of_xliff
            left_out = _LeftOut()
            pairs = list(reader(path, file, left_out))
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})", "Check the path.") from error
    if left_out.lines:
        notice(f"{path}:{left_out.lines[0]}: {len(left_out.lines)} units left out, {left_out.reason}")
    return pairs


class _LeftOut:
    """Units that are no pair."""

    def __init__(self) -> None:
        self.lines: list[int] = []
        self.reason = ""

    def add(self, line: int, reason: str) -> None:
        self.lines.append(line)
        self.reason = self.reason or reason


# tab-separated


def _of_tsv(path: Path, data: bytes) -> list[FilePair]:
    lines = _decoded(path, data).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    while lines and not lines[-1]:
        lines.pop()
    problems, pairs = [], []
    for number, line in enumerate(lines, start=1):
        tabs = line.count("\t")
        if tabs == 1:
            zh, en = line.split("\t")
            pairs.append(FilePair(zh, en, number))
        else:
            problems.append(f"{path}:{number}: {f'{tabs} tabs' if tabs else 'no tab'}")
    if problems:
        more = f"\nand {len(problems) - _SHOWN} more lines" if len(problems) > _SHOWN else ""
        raise InputError("\n".join(problems[:_SHOWN]) + more, _NOT_A_PAIR)
    return pairs


def _decoded(path: Path, data: bytes) -> str:
    """The text: UTF-8, or UTF-16 with its mark, as spreadsheets save it. Nothing is guessed."""
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    codec = "utf-16" if wide else "utf-8-sig"
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        good = error.object[: error.start].decode(codec, "ignore")
        line = good.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
        raise InputError(
            f"{path}:{line}: not {'UTF-16' if wide else 'UTF-8'} (byte {error.start})",
            "Save the file as UTF-8 text.",
        ) from error


# XML


def _elements(path: Path, file: BinaryIO, root: str, tags: tuple[str, ...]) -> Iterator[etree._Element]:
    """Each of ``tags``, in any namespace, when it is complete; it is emptied afterwards.

    No entity is resolved, no document type read, no network used.
    """
    parsed = etree.iterparse(
        file, events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False,
        huge_tree=False,
    )  # fmt: skip
    first = True
    try:
        for event, element in parsed:
            if first:
                first = False
                if _name(element) != root:
                    raise InputError(
                        f"{path}:{_line(element)}: its root element is {_name(element)}, not {root}",
                        "Give a file of the format that its name says.",
                    )
            if event == "end" and _name(element) in tags:
                yield element
                _clear(element)
    except etree.XMLSyntaxError as error:
        told = next(iter(parsed.error_log), None)  # those after it follow from it
        line, what = (told.line, told.message) if told else (1, "Document is empty")
        raise InputError(
            f"{path}:{line}: not well-formed XML ({what})", "Restore the file, or export it again."
        ) from error


def _clear(element: etree._Element) -> None:
    """What was read must go, or the tree would hold the whole file."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _name(element: etree._Element) -> str:
    tag: object = element.tag  # a function for comments and the like, whatever the stubs say
    return etree.QName(tag).localname if isinstance(tag, str) else ""


def _line(element: etree._Element) -> int:
    return cast("int", element.sourceline)  # the stubs leave its type open


def _text(path: Path, element: etree._Element | None) -> str:
    """The text without inline codes.

    Raises:
        InputError: an entity of the file's own stands in it; its text would be lost.
    """
    if element is None:
        return ""
    parts = [element.text or ""]
    for child in element:
        if isinstance(child, etree._Entity):  # noqa: SLF001  (lxml's name for the type)
            raise InputError(
                f"{path}:{_line(element)}: an entity of its own ({child.text}), which is not read",
                "Export the file again, with the text in place of the entity.",
            )
        if _name(child) in _TEXT:
            parts.append(_text(path, child))
        parts.append(child.tail or "")
    return "".join(parts)


def _child(element: etree._Element, name: str) -> etree._Element | None:
    return next((child for child in element if _name(child) == name), None)


def _of_tmx(path: Path, file: BinaryIO, left_out: _LeftOut) -> Iterator[FilePair]:
    """Every unit with Chinese; of several Chinese versions the Traditional one, else the first."""
    for unit in _elements(path, file, "tmx", ("tu",)):
        zh: etree._Element | None = None
        en: etree._Element | None = None
        traditional = False
        for variant in (child for child in unit if _name(child) == "tuv"):
            language, *rest = tags(variant.get(XML_LANG) or variant.get("lang"))  # lang: TMX 1.1
            if language in CHINESE and (zh is None or (TRADITIONAL & set(rest) and not traditional)):
                zh, traditional = variant, bool(TRADITIONAL & set(rest))
            elif language in ENGLISH and en is None:
                en = variant
        if zh is None:
            left_out.add(_line(unit), "because they have no Chinese")
            continue
        yield FilePair(_seg(path, zh), _seg(path, en), _line(unit))


def _seg(path: Path, variant: etree._Element | None) -> str:
    return _text(path, _child(variant, "seg")) if variant is not None else ""


def _of_xliff(path: Path, file: BinaryIO, left_out: _LeftOut) -> Iterator[FilePair]:
    """Every ``trans-unit`` (1.x) and every ``segment`` (2.x) that is to be translated."""
    for unit in _elements(path, file, "xliff", ("trans-unit", "segment")):
        if _is_fixed(unit):
            left_out.add(_line(unit), 'because they are marked translate="no"')
            continue
        source, target = (_text(path, _child(unit, name)) for name in ("source", "target"))
        zh, en = (target, source) if _from_english(path, unit) else (source, target)
        yield FilePair(zh, en, _line(unit))


def _is_fixed(unit: etree._Element) -> bool:
    """Whether it, or else what it stands in, is marked as not to be translated."""
    marks = (item.get("translate") for item in (unit, *unit.iterancestors()))
    return next((mark for mark in marks if mark), "yes") == "no"


def _from_english(path: Path, unit: etree._Element) -> bool:
    """Whether the file goes from English into Chinese, so that its target is the Chinese.

    Raises:
        InputError: it says that its languages are others.
    """
    source = target = None
    for item in unit.iterancestors():
        source = source or item.get("source-language") or item.get("srcLang")
        target = target or item.get("target-language") or item.get("trgLang")
    languages = tags(source)[0], tags(target)[0]
    if languages[0] in CHINESE and (not target or languages[1] in ENGLISH):
        return False
    if languages[0] in ENGLISH and languages[1] in CHINESE:
        return True
    raise InputError(
        f"{path}:{_line(unit)}: from {source or 'no language'} to {target or 'no language'}",
        "The checks are for Chinese and English.",
    )
