"""DOCX: what Word shows, in reading order, as raw lines with what its styles tell.

Decisions:
- Tracked changes are read as accepted: insertions in, deletions out; a notice says so.
- Numbers that Word counts itself (一、 1.) are text: they are shown. A bullet's glyph is
  not; the kind says it.
- A note's number stands raised at its place (¹) and before the note; the notes follow
  the text, footnotes first.
- Running heads and feet and tables of contents are furniture; comments and hidden text are
  not in the text, and a notice counts them.
- A text box follows the paragraph that it is anchored in.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace

from lxml import etree

from translate.errors import InputError
from translate.ingest import shapes
from translate.ingest.docx_elements import begins_note, is_data, symbol, words
from translate.ingest.docx_names import attribute, children, first, is_on, name, relationship
from translate.ingest.docx_notes import KINDS, Kind, Notes
from translate.ingest.docx_numbering import Numbering
from translate.ingest.docx_package import Package, open_package
from translate.ingest.docx_styles import Styles, Told
from translate.ingest.gather import Gatherer, Paragraph, superscript
from translate.model import RawText

_SKIPPED = frozenset({
    "del", "moveFrom", "delText", "instrText", "delInstrText", "rPr", "pPr", "sdtPr", "sdtEndPr", "tblPr",
    "tblGrid", "trPr", "tcPr", "sectPr", "fldData", "rubyPr", "?:Fallback", "m:rPr", "m:ctrlPr", "tblPrEx",
})  # fmt: skip
_ENDED = frozenset({"p", "r", "m:r", "tc", "tbl"})
_DRAWN = frozenset({"?:chart", "?:relIds", "?:OLEObject"})
_PARTS = ("m:den", "m:sup", "m:sub", "m:deg", "m:lim", "m:e", "m:mr")
"""Parts of a formula that its setting holds apart: a space does so in a line, or ½ would be 12."""

_PLAIN = {"tab": "\t", "ptab": "\t", "noBreakHyphen": "-", **dict.fromkeys(_PARTS, " ")}
"""Marks that stand for themselves."""

_SET = frozenset({"m:den", "m:sup", "m:sub", "m:deg", "m:lim", "m:rad", "m:m", "m:d", "m:nary"})
"""What a line of text cannot show of a formula."""

_NOTES: dict[str, Kind] = {f"{kind}Reference": kind for kind in KINDS}
_EDGES = (("headerReference", "running head"), ("footerReference", "running foot"))
_WRAPPED_LINES = 10
_WRAPPED_LENGTH = 12
"""A text whose "paragraphs" of this many characters and more end in mid-sentence, two of three, where
there are this many of them, was pasted with its line ends."""


def read_docx(data: bytes, name: str) -> tuple[RawText, tuple[str, ...]]:
    """The text of ``data``, and what the user should know of how it was read.

    Args:
        data: the file's bytes.
        name: its path, for messages.

    Raises:
        InputError: no DOCX file, damaged, under a password, a bomb, or without text.
    """
    package = open_package(data, name)
    main = package.main()
    root = package.xml(main)
    body = first(root, "body")
    if root is None or body is None:
        raise InputError(
            f"{name}: not a Word document ({main} has no text body)",
            "Open it in Word or LibreOffice and save it as .docx.",
        )
    reader = _Reader(package, main, Gatherer(name))
    heads, feet = reader.edges(root)
    reader.stories(heads, "running head")
    reader.story(body)
    reader.notes()
    reader.stories(feet, "running foot")
    notices = [*reader.notices(), *reader.pasted()]
    raw = reader.gatherer.raw_text()
    return raw, (*notices, *reader.gatherer.damage())


@dataclass(slots=True)
class _Open:
    """A paragraph that is being read."""

    paragraph: Paragraph
    told: Told
    cell: bool
    merged: bool = False
    boxes: list[tuple[Paragraph, Told, bool]] = field(default_factory=list)


@dataclass(slots=True)
class _Reader:
    """Walks the parts of one document. No recursion: depth is the file's affair."""

    package: Package
    main: str
    gatherer: Gatherer
    styles: Styles = field(init=False)
    numbering: Numbering = field(init=False)
    counted: Counter[str] = field(default_factory=Counter)
    noted: Notes = field(init=False)
    # the state of the story being read
    apart: str = ""
    mark: str = ""
    note: bool = False
    stack: list[_Open] = field(default_factory=list)
    runs: list[tuple[bool, bool]] = field(default_factory=list)
    fields: list[bool] = field(default_factory=list)
    tables: list[bool] = field(default_factory=list)
    carried: Paragraph | None = None

    def __post_init__(self) -> None:
        self.styles = Styles.read(self.package.first(self.main, "styles"))
        self.numbering = Numbering.read(self.package.first(self.main, "numbering"))
        self.noted = Notes.read(self.package.first(self.main, "settings"))

    def edges(self, root: etree._Element) -> tuple[list[str], list[str]]:
        """The parts with running heads and with running feet, each once."""
        related = self.package.related(self.main)
        found: dict[str, dict[str, None]] = {"running head": {}, "running foot": {}}
        for section in root.iter("{*}sectPr"):
            for reference, reason in _EDGES:
                for item in children(section, reference):
                    target = related.get(relationship(item))
                    if target is not None:
                        found[reason][target.target] = None
        return list(found["running head"]), list(found["running foot"])

    def stories(self, parts: list[str], apart: str) -> None:
        """Each part's text as furniture."""
        for part in parts:
            root = self.package.xml(part)
            if root is not None:
                self.story(root, apart)

    def notes(self) -> None:
        """The notes that the text refers to, footnotes first; notes of notes too."""
        roots: dict[Kind, dict[str, etree._Element]] = {}
        for kind in KINDS:
            root = self.package.first(self.main, f"{kind}s")
            found = () if root is None else children(root, kind)
            roots[kind] = {attribute(item, "id"): item for item in found}
        self.note = True
        while waiting := self.noted.next():
            for note in waiting:
                root = roots[note.kind].get(note.key)
                if root is not None:
                    self.mark = note.mark
                    self.story(root)
        self.note = False

    def story(self, root: etree._Element, apart: str = "") -> None:
        """All text below ``root``."""
        self.apart = apart
        self.stack, self.runs, self.fields, self.tables, self.carried = [], [], [], [], None
        walk = etree.iterwalk(root, events=("start", "end"))
        tags: list[str] = []
        for event, element in walk:
            if event == "start":
                tags.append(name(element))
                if not self._start(element, tags[-1]):
                    walk.skip_subtree()
            elif (tag := tags.pop()) in _ENDED:
                self._end(tag)
        self._flush()

    def _start(self, element: etree._Element, tag: str) -> bool:
        """Read an element's start; whether to go on with what is in it."""
        if tag in _SKIPPED:
            if tag in {"del", "moveFrom"}:
                self.counted["deletion"] += 1
            return False
        match tag:
            case "p":
                self._open(element)
            case "r" | "m:r":
                return self._run(element)
            case "t" | "m:t":
                self._text(element.text or "")
            case "tbl":
                self._flush()
                self.tables.append(is_data(element))
            case "tr" | "tc":
                properties = first(element, f"{tag}Pr")
                gone = first(properties, "del") is not None or first(properties, "cellDel") is not None
                self.counted["deletion"] += gone
                return not gone
            case "altChunk":
                raise InputError(
                    f"{self.gatherer.name}: embeds another file as part of its text",
                    "Open it in Word and save it as .docx again: that makes the embedded file its text.",
                )
            case "ruby":
                self._ruby(element)
                return False
            case "m:oMath":
                self.counted["formula"] += any(name(item) in _SET for item in element.iter())
            case "m:sup" if (power := words(element).strip()).isascii() and power.isdigit():
                self._text(superscript(power))
                return False
            case _:
                self._mark(element, tag)
        return True

    def _mark(self, element: etree._Element, tag: str) -> None:
        """Read a mark inside a run, or something to be counted."""
        if tag in {"ins", "moveTo"}:
            self.counted["insertion"] += 1
        elif tag == "commentReference":
            self.counted["comment"] += 1
        elif tag in _DRAWN:
            self.counted["drawing"] += 1
        elif tag == "fldChar":
            self._field(attribute(element, "fldCharType"))
        elif tag == "?:textpath" and element.get("string"):
            self._box(element.get("string", ""))
        elif not self.stack:
            return
        elif tag in _PLAIN:
            self._text(_PLAIN[tag])
        elif tag in {"br", "cr"}:
            self.stack[-1].paragraph.line_break()
        elif tag == "sym":
            self._text(symbol(attribute(element, "char")))
        elif tag in _NOTES:
            self._text(self.noted.refer(element, _NOTES[tag]))
        elif tag in {"footnoteRef", "endnoteRef"}:
            self._own_mark()

    def _end(self, tag: str) -> None:
        if tag == "p" and self.stack:
            self._close()
        elif tag in {"r", "m:r"} and self.runs:
            self.runs.pop()
        elif tag == "tc":
            self._flush()
        elif tag == "tbl" and self.tables:
            self.tables.pop()

    def _open(self, element: etree._Element) -> None:
        properties = first(element, "pPr")
        changes = first(properties, "rPr")
        inserted = first(changes, "ins") is not None
        self.counted["insertion"] += inserted
        merged = first(changes, "del") is not None or first(changes, "moveFrom") is not None
        cell = bool(self.tables) and self.tables[-1]
        started = Paragraph()
        if self.carried is not None and not self.stack:
            started, self.carried = self.carried, None
        self.stack.append(_Open(started, self.styles.told(properties), cell, merged))
        if self.mark and begins_note(element):
            self._own_mark()

    def _close(self) -> None:
        done = self.stack.pop()
        if done.merged and not self.stack:
            self.carried = done.paragraph  # its mark was deleted: the next paragraph goes on with it
            return
        if self.stack:
            self.stack[-1].boxes += [(done.paragraph, done.told, done.cell), *done.boxes]
            return
        for paragraph, told, cell in [(done.paragraph, done.told, done.cell), *done.boxes]:
            self._emit(paragraph, told, cell)

    def _flush(self) -> None:
        """A paragraph whose mark was deleted, and which has no next one to go on in."""
        if self.carried is not None and not self.stack:
            carried, self.carried = self.carried, None
            self._emit(carried, Told(), bool(self.tables) and self.tables[-1])

    def _emit(self, paragraph: Paragraph, told: Told, cell: bool) -> None:
        text = paragraph.text
        kind, level = told.kind, told.level
        listed = self.numbering.level(told.list_id, told.list_level)
        if listed is not None and text and not self.apart and not told.apart:
            label = self.numbering.label(told.list_id, told.list_level)
            if label:
                paragraph.pieces.insert(0, ("text", label, ""))
            # 一、前言 may be a heading or an item: the text's own rules tell
            chinese = bool(label) and 0 < shapes.heading_level(label + text) <= 6  # noqa: PLR2004
            if kind in {None, "bullet"}:
                kind = None if chinese and not shapes.is_closed(text) else "bullet"
        if self.note:
            kind, level = "note", 0
        elif cell and kind is None:
            kind = "paragraph"
        self.gatherer.paragraph(paragraph, kind, level, self.apart or told.apart)

    def _run(self, element: etree._Element) -> bool:
        """Read a run's properties; whether its text is shown."""
        properties = first(element, "rPr")
        style = first(properties, "rStyle")
        switch = first(properties, "vanish")
        styled = style is not None and self.styles.hides(attribute(style, "val"))
        hidden = is_on(switch) if switch is not None else styled
        raised = first(properties, "vertAlign")
        self.runs.append((hidden, raised is not None and attribute(raised, "val") == "superscript"))
        self.counted["hidden"] += hidden
        return not hidden

    def _text(self, text: str) -> None:
        """Text, unless it is a field's code."""
        if not self.stack or any(self.fields[:-1]):
            return
        if self.runs and self.runs[-1][1] and text.strip().isascii() and text.strip().isdigit():
            text = superscript(text)
        self.stack[-1].paragraph.add(text)

    def _field(self, part: str) -> None:
        """A field's begin (its code follows), separator (its result follows) or end."""
        if part == "begin":
            self.fields.append(True)
        elif part == "separate" and self.fields:
            self.fields[-1] = False
        elif part == "end" and self.fields:
            self.fields.pop()

    def _own_mark(self) -> None:
        """The number before a note's text."""
        if self.mark and self.stack:
            self.stack[-1].paragraph.add(f"{self.mark} ")
            self.mark = ""

    def _ruby(self, element: etree._Element) -> None:
        if self.stack:
            base, above = first(element, "rubyBase"), first(element, "rt")
            self._text(words(base))
            if above is not None:
                self.stack[-1].paragraph.aside(words(above), "pronunciation")

    def _box(self, text: str) -> None:
        """Words drawn as a picture (WordArt)."""
        if self.stack:
            drawn = Paragraph()
            drawn.add(text)
            self.stack[-1].boxes.append((drawn, Told(), False))

    def notices(self) -> list[str]:
        """What was left out or decided, counted."""
        count = self.counted
        found = []
        if count["insertion"] or count["deletion"]:
            found.append(
                f"tracked changes read as accepted: {_many(count['insertion'], 'insertion')} in,"
                f" {_many(count['deletion'], 'deletion')} out"
            )
        if count["comment"]:
            found.append(f"{_many(count['comment'], 'comment')} left out: not part of the paper")
        if count["hidden"]:
            found.append(f"{_many(count['hidden'], 'run')} of hidden text left out: Word does not show it")
        if count["drawing"]:
            found.append(f"{_many(count['drawing'], 'chart, diagram or object')}: words inside were not read")
        if count["formula"]:
            found.append(
                f"{_many(count['formula'], 'formula')} flattened: its signs in order, without fraction bars,"
                " roots and raised or lowered places"
            )
        return found

    def pasted(self) -> list[str]:
        """Lines of a text that was pasted with its line ends: left to the text's own rules."""
        lines = self.gatherer.lines
        plain = [i for i, (_, layout) in enumerate(lines) if layout.kind is None and not layout.apart]
        long = [lines[i][0] for i in plain if len(lines[i][0]) >= _WRAPPED_LENGTH]
        if len(long) < _WRAPPED_LINES or sum(map(shapes.is_closed, long)) * 3 > len(long):
            return []
        for index in plain:
            text, layout = lines[index]
            lines[index] = (text, replace(layout, begins=None))
        return ["most paragraphs end in mid-sentence: taken for lines of a text that was pasted, and joined"]


def _many(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
