"""A brief's PDF read back: the text of each tagged part, and the pages it stands on.

The text is what pypdfium2 extracts in content-stream order. The structure tree that
``briefings.pdf_structure`` completed says which of it belongs to which statement, so
that a sentence is compared with itself and not with a copy of it elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from ctypes import addressof
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from translate.errors import InputError

if TYPE_CHECKING:
    import pikepdf

LEDGER_ID = "ledger-sha256"
"""The id of the colophon's line with the ledger's hash."""

_IGNORED = re.compile("[\\s\u00ad\u2010\u200b\ufffe]+")
_HYPHEN, _LINE_END = 2, "\ufffe"
"""pdfium's code for a hyphen at a line's end, and the character that it gives out for it in whole texts."""
_PART = re.compile(r"(?P<name>[^.]+)(?:\.\d+)?")
_CELLS = frozenset({"/TH", "/TD"})
_NO_BRIEF = "Only briefs in PDF that `briefings build` of this version wrote can be verified: build it again."


def squeezed(text: str) -> str:
    """``text`` without white space, soft hyphens and hyphens that a line's end brings."""
    return _IGNORED.sub("", text)


@dataclass(frozen=True, slots=True)
class Part:
    """What stands under one id: its text, squeezed, and for each character the page, from 1.

    ``paragraphs`` are its paragraphs without the links in them (marks of notes); one that goes on
    over a page's end is there in parts and whole.
    """

    text: str
    on: tuple[int, ...]
    paragraphs: tuple[str, ...] = ()

    @property
    def pages(self) -> tuple[int, ...]:
        """The pages it stands on."""
        return tuple(dict.fromkeys(self.on))

    def without(self, char: str) -> Part:
        """The same without one character, and without paragraphs."""
        on = tuple(page for page, kept in zip(self.on, self.text, strict=True) if kept != char)
        return Part(self.text.replace(char, ""), on)


@dataclass(frozen=True, slots=True)
class Printed:
    """A brief as its PDF has it.

    ``parts`` are by id; ``embedded`` the ledger inside, if there is one.
    """

    path: Path
    pages: int
    parts: dict[str, Part]
    embedded: bytes | None = field(default=None, repr=False)

    @property
    def ledger_sha256(self) -> str:
        """The ledger's hash as the colophon prints it."""
        return self.parts[LEDGER_ID].text.lower()


def read_printed(path: Path) -> Printed:
    """The brief at ``path``.

    Raises:
        InputError: it cannot be read, is damaged or encrypted, or is no brief of ours.
    """
    import pikepdf  # noqa: PLC0415  (with pypdfium2; only this command needs them)
    import pypdfium2  # type: ignore[import-untyped]  # noqa: PLC0415

    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(
            f"{path}: cannot be read ({error.strerror})", "Check the path and its permissions."
        ) from error
    try:
        texts = list(_texts(data))
        with pikepdf.open(path) as pdf:
            parts = _Structure(pdf, texts).parts()
            embedded = _embedded(pdf)
    except (pikepdf.PasswordError, pikepdf.PdfError, pypdfium2.PdfiumError) as error:
        raise InputError(
            f"{path}: not a readable PDF", "Take an undamaged, unencrypted copy, or build the brief again."
        ) from error
    if LEDGER_ID not in parts:
        raise InputError(f"{path}: no brief of summit-briefings (no ledger’s hash in a colophon)", _NO_BRIEF)
    return Printed(path, len(texts), parts, embedded)


def _texts(data: bytes) -> Iterator[dict[int, str]]:
    """For each page the text of each piece of marked content, in content-stream order."""
    import pypdfium2  # noqa: PLC0415
    import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # noqa: PLC0415

    document = pypdfium2.PdfDocument(data)
    try:
        for page in document:
            text_page = page.get_textpage()
            pieces: dict[int, list[str]] = {}
            known: dict[int, int] = {}
            for index in range(text_page.count_chars()):
                owner = pdfium.FPDFText_GetTextObject(text_page, index)
                if not owner:  # a space or line end that pdfium put between objects
                    continue
                address = addressof(owner.contents)
                if address not in known:
                    known[address] = pdfium.FPDFPageObj_GetMarkedContentID(owner)
                code = pdfium.FPDFText_GetUnicode(text_page, index)
                char = _LINE_END if code == _HYPHEN else chr(code)
                pieces.setdefault(known[address], []).append(char)
            yield {key: "".join(chars) for key, chars in pieces.items()}
            text_page.close()
            page.close()
    finally:
        document.close()


@dataclass(slots=True)
class _Gathered:
    """The text of an identified element while the structure is walked.

    ``cells``: for each cell of a row (or the one of what is no row), for each page's part of the
    element, the paragraphs as lists of their pieces.
    """

    pieces: list[tuple[int, str]] = field(default_factory=list)
    cells: dict[int, list[list[list[str]]]] = field(default_factory=dict)
    part: int = 0
    cell: int = 0

    def begin(self) -> None:
        """A paragraph begins."""
        parts = self.cells.setdefault(self.cell, [])
        while len(parts) < self.part:
            parts.append([])
        parts[self.part - 1].append([])

    def add(self, page: int, text: str, *, plain: bool) -> None:
        """Text comes; ``plain`` if it belongs to the paragraph that began last."""
        self.pieces.append((page, text))
        if plain and self.cells.get(self.cell):
            self.cells[self.cell][-1][-1].append(text)

    def finished(self) -> Part:
        """What was gathered."""
        bare = [(page, squeezed(text)) for page, text in self.pieces]
        paragraphs: list[str] = []
        for parts in self.cells.values():
            texts = [[squeezed("".join(pieces)) for pieces in part] for part in parts if part]
            paragraphs += (text for part in texts for text in part)
            paragraphs += _joined(texts)
        return Part(
            "".join(text for _, text in bare),
            tuple(page for page, text in bare for _ in text),
            tuple(paragraphs),
        )


def _joined(parts: list[list[str]]) -> Iterator[str]:
    """The paragraphs that may go on from one page's part to the next, over as many pages as they may."""
    for number, part in enumerate(parts):
        whole = part[-1]
        for after in parts[number + 1 :]:
            whole += after[0]
            yield whole
            if len(after) > 1:
                break


class _Structure:
    """The structure tree of a PDF, with the text of its pages."""

    def __init__(self, pdf: pikepdf.Pdf, texts: list[dict[int, str]]) -> None:
        self._pdf, self._texts = pdf, texts
        self._found: dict[str, _Gathered] = {}

    @cached_property
    def _numbers(self) -> dict[Any, int]:
        return {page.objgen: number for number, page in enumerate(self._pdf.pages)}

    def parts(self) -> dict[str, Part]:
        """Every id of the structure with its text, the parts of one element on several pages joined."""
        root = self._pdf.Root.get("/StructTreeRoot")
        if root is not None:
            self._walk(root.get("/K"), None, (), plain=False)
        return {name: gathered.finished() for name, gathered in self._found.items()}

    def _walk(self, node: Any, page: int | None, inside: tuple[_Gathered, ...], *, plain: bool) -> None:
        """Go through ``node``, adding text to each of ``inside``: the identified elements around it."""
        import pikepdf  # noqa: PLC0415

        if isinstance(node, int):
            for gathered in inside if page is not None else ():
                text = self._texts[page].get(node, "") if page is not None else ""
                gathered.add((page or 0) + 1, text, plain=plain)
        elif isinstance(node, pikepdf.Array):
            cell = -1
            for kid in node:
                if isinstance(kid, pikepdf.Dictionary) and kid.get("/S") in _CELLS:
                    cell += 1
                    for gathered in inside:
                        gathered.cell = cell
                self._walk(kid, page, inside, plain=plain)
        elif isinstance(node, pikepdf.Dictionary):
            page = self._numbers.get(node.Pg.objgen) if "/Pg" in node else page
            inside = self._entered(node, inside)
            paragraph = node.get("/S") == "/P"
            for gathered in inside if paragraph else ():
                gathered.begin()
            self._walk(node.get("/K"), page, inside, plain=paragraph or (plain and node.get("/S") != "/Link"))

    def _entered(self, node: pikepdf.Dictionary, inside: tuple[_Gathered, ...]) -> tuple[_Gathered, ...]:
        match = _PART.fullmatch(str(node.get("/ID", "")))
        if not match:
            return inside
        gathered = self._found.setdefault(match["name"], _Gathered())
        gathered.part += 1
        gathered.cell = 0
        return (*inside, gathered)


def _embedded(pdf: pikepdf.Pdf) -> bytes | None:
    """The ledger inside, if any: the one attached JSON file."""
    for name in pdf.attachments:
        if name.endswith(".json"):
            return bytes(pdf.attachments[name].get_file().read_bytes())
    return None
