"""Markdown (CommonMark with tables, strikethrough, footnotes, front matter): what it shows, as raw lines.

Decisions:
- Marks are removed, text stays. A link's text stays and its target does not, since the
  target is not shown; a bare address is text and stays.
- The text of HTML stays, its tags go, as when it is shown.
- A picture's alternative text stays: alone in its paragraph it is a caption.
- An ordered list's numbers are text, as shown; a bullet's glyph is not.
- A footnote's number stands raised at its place (¹) and before the note; the notes follow
  the text. A note that nothing refers to stays, and so do cells beyond a table's columns,
  which a renderer would drop.
- ``**「粗體」**`` beside Chinese, which CommonMark does not take for emphasis, is meant as such.
- Front matter is furniture. The lines of a code block are left to the text's own rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.rules_block.table import escapedSplit
from markdown_it.rules_inline.state_inline import Delimiter, StateInline
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from translate.errors import InputError
from translate.hanzi import CJK_RE, HAN_RE
from translate.ingest.encoding import decode
from translate.ingest.gather import Gatherer, Paragraph, superscript
from translate.ingest.html import Walker, parse
from translate.ingest.html_regions import regions
from translate.model import BlockKind, Layout, RawText

_DEEPEST = 100
"""Lists and quotes inside each other; beyond it the parser would leave text out."""

_MOST_OPEN = 20_000
"""Open brackets without a closing one; each costs the parser a fifth of a millisecond."""

_MARKS = "\n*_`[]<|#&\\!~^"
_MOST_MARKS = 150_000
"""Lines and marks; each takes the parser up to 2.5 KB and 70 microseconds. A book has some ten thousand."""

_MOST_NOTE_TEXT = 10_000_000
"""Characters between all notes' opening marks and their closing ones: the parser searches each by itself,
ten million in some three seconds. In a paper a note's mark has some characters, its text some hundred."""

_NOTE_MARKS = re.compile(r"(?P<note>\[\^|\^\[)|(?P<open>\[)|(?P<close>\])|\n[ \t]*\n")

_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_RAISED = re.compile(r"<(/?)sup\b", re.IGNORECASE)
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*:|[/#.?]|\S*\.[a-z]{2,4}(?:$|[/?#:])", re.IGNORECASE)
_LINE_END = re.compile(r"\r\n|\r")


def read_markdown(data: bytes, name: str) -> tuple[RawText, tuple[str, ...]]:
    """The text of the file, and what the user should know of how it was read.

    Args:
        data: the file's bytes.
        name: its path, for messages.

    Raises:
        InputError: undecodable (with the offset), nested too deep, or without text.
    """
    decoded = decode(data, name)
    _check(decoded.text, name)
    parser = _parser()
    environment: dict[str, Any] = {}
    normal = _LINE_END.sub("\n", decoded.text)
    tokens = parser.parse(normal, environment)
    if any(token.level >= _DEEPEST - 1 for token in tokens):
        raise InputError(
            f"{name}: lists or quotations are nested {_DEEPEST} deep",
            "Take away the marks at the beginning of such lines.",
        )
    gatherer = Gatherer(name)
    reader = _Reader(gatherer, parser, normal.split("\n"))
    reader.blocks(reader.without_notes(tokens))
    reader.unused(environment)
    reader.footnotes(environment)
    raw = gatherer.raw_text()
    notices = [decoded.notice] if decoded.notice else []
    missing = len(HAN_RE.findall(decoded.text)) - len(HAN_RE.findall(raw.text))
    if missing > 0:
        notices.append(f"{missing} Chinese character(s) are not shown: targets and titles of links, comments")
    return raw, (*notices, *gatherer.damage())


def _check(text: str, name: str) -> None:
    """Raise for a text that would take the parser more time or memory than any paper does."""
    if text.count("[") - text.count("]") > _MOST_OPEN:
        raise InputError(
            f"{name}: more than {_MOST_OPEN} brackets that nothing closes",
            "That is no Markdown of a paper. If it is plain text, rename it to .txt.",
        )
    if _note_text(text) > _MOST_NOTE_TEXT:
        raise InputError(
            f"{name}: too many marks of notes ([^ or ^[) that nothing closes",
            "That is no Markdown of a paper. If it is plain text, rename it to .txt.",
        )
    if sum(map(text.count, _MARKS)) > _MOST_MARKS:
        raise InputError(
            f"{name}: more than {_MOST_MARKS} lines and marks", "Split it, and take in each part."
        )


def _note_text(text: str) -> int:
    """How many characters lie between each note's mark and its end, or the paragraph's, all together."""
    found = 0
    opened: list[int | None] = []
    for mark in _NOTE_MARKS.finditer(text):
        if mark["note"] or mark["open"]:
            opened.append(mark.start() if mark["note"] else None)
        elif not mark["close"]:
            found += sum(mark.start() - start for start in opened if start is not None)
            opened.clear()
        elif opened and (start := opened.pop()) is not None:
            found += mark.start() - start
    return found + sum(len(text) - start for start in opened if start is not None)


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable(["table", "strikethrough"])
    parser.inline.ruler.at("emphasis", _emphasis)
    # the plugin's own last step drops notes that nothing refers to
    return parser.use(footnote_plugin).use(front_matter_plugin).disable("footnote_tail")


def _emphasis(state: StateInline, silent: bool) -> bool:
    """The parser's rule for ``*`` and ``_``, but two ``*`` beside Chinese open and close without a space."""
    marker = state.src[state.pos]
    if silent or marker not in "*_":
        return False
    found = state.scanDelims(state.pos, marker == "*")
    opens, closes = found.can_open, found.can_close
    end = state.pos + found.length
    before, after = state.src[max(state.pos - 1, 0) : state.pos], state.src[end : end + 1]
    if marker == "*" and found.length > 1 and CJK_RE.search(before + after):
        opens = opens or (after != "" and not after.isspace())
        closes = closes or (before != "" and not before.isspace())
    for _ in range(found.length):
        state.push("text", "", 0).content = marker
        mark = Delimiter(ord(marker), found.length, len(state.tokens) - 1, -1, opens, closes)
        state.delimiters.append(mark)
    state.pos += found.length
    return True


@dataclass(slots=True)
class _List:
    """A list that is open: the next item's number, where it has numbers."""

    number: int | None


@dataclass(slots=True)
class _Reader:
    """Goes through the parser's tokens, which are flat, and gathers lines."""

    gatherer: Gatherer
    parser: MarkdownIt
    source: Sequence[str]
    lists: list[_List] = field(default_factory=list)
    inside: list[BlockKind] = field(default_factory=list)
    notes: dict[str, list[list[Token]]] = field(default_factory=dict)
    label: str | None = None
    heading: int = 0
    columns: int = 0
    row: int | None = None

    def without_notes(self, tokens: Sequence[Token]) -> Iterator[Token]:
        """``tokens`` without the footnotes' definitions, which are kept for later."""
        note: list[Token] = []
        label = level = None
        for token in tokens:
            if label is None and token.type == "footnote_reference_open":
                label, level, note = str(token.meta["label"]), token.level, []
            elif token.type == "footnote_reference_close" and token.level == level and label is not None:
                self.notes.setdefault(label, []).append(note)
                label = level = None
            elif label is not None:
                note.append(token)
            else:
                yield token

    def blocks(self, tokens: Iterator[Token] | Sequence[Token]) -> None:
        """Every block of ``tokens``."""
        for token in tokens:
            match token.type:
                case "inline":
                    self._inline(token)
                case "heading_open":
                    self.heading = int(token.tag[1])
                case "heading_close":
                    self.heading = 0
                case "bullet_list_open" | "ordered_list_open":
                    start = token.attrGet("start")
                    ordered = token.type.startswith("ordered")
                    self.lists.append(_List(int(start if start is not None else 1) if ordered else None))
                case "bullet_list_close" | "ordered_list_close":
                    self.lists.pop()
                case "list_item_open":
                    self._item()
                case "list_item_close":
                    self.label = None
                    self.inside.pop()
                case "blockquote_open":
                    self.inside.append("paragraph")
                case "blockquote_close":
                    self.inside.pop()
                case _:
                    self._other(token)

    def _other(self, token: Token) -> None:
        """Tables, code, HTML, front matter."""
        match token.type:
            case "table_open":
                self.inside.append("paragraph")
                self.columns = 0
            case "th_open":
                self.columns += 1
            case "table_close":
                self.inside.pop()
            case "tr_open":
                self.row = token.map[0] if token.map and self.columns else None
            case "tr_close" if self.row is not None:
                self._beyond(self.source[self.row])
            case "fence" | "code_block":
                # ```中文 was hardly meant as the name of a language
                self._code(f"{token.info}\n{token.content}" if CJK_RE.search(token.info) else token.content)
            case "html_block":
                root = parse(token.content, self.gatherer.name)
                if root is not None:
                    Walker(self.gatherer, regions(root)).walk(root)
            case "front_matter":
                for line in token.content.splitlines():
                    self.gatherer.line(line, Layout(begins=True, apart="front matter"))
            case _:
                pass

    def _item(self) -> None:
        """An item begins; its number, as shown."""
        current = self.lists[-1]
        self.label = ""
        if current.number is not None:
            self.label = f"{current.number}. "
            current.number += 1
        self.inside.append("bullet")

    def _inline(self, token: Token) -> None:
        children = token.children or []
        paragraph = Paragraph()
        self._runs(children, paragraph)
        own = [child for child in children if child.type != "softbreak" and child.content.strip()]
        pictured = bool(own) and all(child.type == "image" for child in own)
        self._emit(paragraph, "caption" if pictured else None)

    def _runs(self, children: Sequence[Token], paragraph: Paragraph) -> None:
        """Text with its line breaks, marks taken away."""
        raised = False
        for child in children:
            match child.type:
                case "softbreak":
                    paragraph.soft_break()
                case "hardbreak":
                    paragraph.line_break()
                case "footnote_ref":
                    paragraph.add(superscript(str(child.meta["id"] + 1)))
                case "html_inline":
                    if _BREAK.match(child.content):
                        paragraph.line_break()
                    elif sup := _RAISED.match(child.content):
                        raised = not sup[1]
                case "image":
                    self._runs(child.children or [], paragraph)
                case "text":
                    text = child.content
                    number = raised and text.isascii() and text.isdigit()
                    paragraph.add(superscript(text) if number else text)
                case _:
                    paragraph.add(child.content)

    def _beyond(self, row: str) -> None:
        """Cells of a row beyond the table's columns, which renderers drop."""
        cells = escapedSplit(row.strip())
        cells = cells[not cells[0].strip() :]
        for cell in cells[self.columns :]:
            if cell.strip():
                paragraph = Paragraph()
                self._runs(self.parser.parseInline(cell.strip())[0].children or [], paragraph)
                self._emit(paragraph, None)

    def _code(self, content: str) -> None:
        paragraph = Paragraph()
        for line in content.splitlines():
            paragraph.add(line)
            paragraph.line_end()
        self._emit(paragraph, "paragraph")

    def _emit(self, paragraph: Paragraph, kind: BlockKind | None) -> None:
        """One paragraph, as what the blocks around it make it."""
        level = self.heading
        if "note" in self.inside:
            kind, level = "note", 0
        elif level:
            kind = "heading"
        elif self.inside and kind is None:
            # a later paragraph of an item is no item
            kind = "paragraph" if self.inside[-1] == "bullet" and self.label is None else self.inside[-1]
        if self.label is not None and paragraph.text:
            paragraph.pieces.insert(0, ("text", self.label, ""))
            self.label = None
        self.gatherer.paragraph(paragraph, kind, level)

    def unused(self, environment: dict[str, Any]) -> None:
        """Lines such as ``[註]: 參見報告``, which the parser takes for a link's target: notes."""
        found = [*environment.get("references", {}).values(), *environment.get("duplicate_refs", [])]
        for reference in found:
            target = unquote(str(reference.get("href", "")))
            first, last = reference.get("map") or (0, 0)
            if CJK_RE.search(target) and not _ADDRESS.match(target):
                self.gatherer.line(" ".join(self.source[first:last]), Layout("note", begins=True))

    def footnotes(self, environment: dict[str, Any]) -> None:
        """The notes in the order of their numbers, then those that nothing refers to."""
        self.inside = ["note"]
        listed = environment.get("footnotes", {}).get("list", {})
        for number, entry in sorted(listed.items()):
            mark = f"{superscript(str(number + 1))} "
            if "tokens" in entry:
                paragraph = Paragraph()
                paragraph.add(mark)
                self._runs(entry["tokens"], paragraph)
                self._emit(paragraph, None)
                continue
            for definition in self.notes.pop(str(entry.get("label")), []):
                self.label = mark
                self.blocks(definition)
        for label, definitions in self.notes.items():
            for definition in definitions:
                self.label = f"[{label}] "
                self.blocks(definition)
