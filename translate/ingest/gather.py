"""Lines as a marked-up format gives them: paragraphs in, raw text with layout out.

What DOCX, HTML and Markdown have in common: the format says where a block
begins and what it is, white space is the format's, and characters that nothing
shows (soft hyphens, zero-width spaces, direction marks) are no text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal

from translate.errors import InputError
from translate.ingest import shapes
from translate.model import BlockKind, Layout, RawLine, RawText

_UNSHOWN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
)
_SPACE = re.compile(r"(?: \s|[^\S ])\s*")
"""White space, but for a single space, which stays as it is."""

_LONG_HEADING = 30
"""Characters from which a "heading" with a full stop is body text styled as a heading."""

_LONGEST_HEADING = 120
"""Characters that no heading reaches; the longest title in the papers has 43."""

_DIGITS = str.maketrans("0123456789ivxlcIVXLC", "⁰¹²³⁴⁵⁶⁷⁸⁹ⁱᵛˣˡᶜⁱᵛˣˡᶜ")
_REPLACED = "\ufffd"

Mark = Literal["text", "break", "soft", "line", "aside"]


def superscript(number: str) -> str:
    """A note's number as it is shown: raised, so that it never joins the figure before it (30¹, not 301)."""
    return number.translate(_DIGITS)


def shown(text: str) -> str:
    """``text`` without what nothing shows, each run of white space as one space."""
    return _SPACE.sub(lambda run: "\u3000" if run[0].strip("\u3000") == "" else " ", _UNSHOWN.sub("", text))


def is_body(text: str) -> bool:
    """Whether a paragraph in a heading's style is running text."""
    text = text.strip()
    return len(text) > _LONGEST_HEADING or (len(text) >= _LONG_HEADING and "。" in text)


@dataclass(slots=True)
class Paragraph:
    """One paragraph as it is read: text, line breaks in it, and asides that are no part of it."""

    pieces: list[tuple[Mark, str, str]] = field(default_factory=list)

    def add(self, text: str) -> None:
        """Text, its white space meaning no more than a space."""
        if text:
            self.pieces.append(("text", text, ""))

    def line_break(self) -> None:
        """A line break that is shown: it ends a block only behind the end of a sentence."""
        self.pieces.append(("break", "", ""))

    def soft_break(self) -> None:
        """A line end of the file that is shown as nothing: the next line goes on."""
        self.pieces.append(("soft", "", ""))

    def line_end(self) -> None:
        """A line end in text that is set line by line: the text's own rules tell what it means."""
        self.pieces.append(("line", "", ""))

    def aside(self, text: str, reason: str) -> None:
        """Furniture in mid-paragraph, such as the pronunciation above a character."""
        self.pieces.append(("aside", text, reason))

    @property
    def text(self) -> str:
        """Its own text, for judging."""
        parts = (text if mark == "text" else "" if mark == "aside" else " " for mark, text, _ in self.pieces)
        return shown("".join(parts)).strip()

    def lines(self, layout: Layout) -> Iterable[tuple[str, Layout]]:
        """Its lines; the first begins a block of ``layout``'s kind."""
        own = False
        before = ""
        pending: list[str] = []
        breaks: list[Mark] = []
        for mark, text, reason in (*self.pieces, ("break", "", "")):
            if mark == "text":
                pending.append(text)
                continue
            line = shown("".join(pending)).strip()
            pending = []
            if line:
                begins = _begins(before, line, breaks, layout) if own else True
                yield line, _beginning(layout, begins)
                own, before, breaks = True, line, []
            if mark == "aside":
                if aside := shown(text).strip():
                    yield aside, Layout(apart=layout.apart or reason)
            else:
                breaks.append(mark)


@lru_cache(maxsize=256)
def _beginning(layout: Layout, begins: bool | None) -> Layout:
    """``layout`` of a line that begins a block or goes on; a paper has few different ones."""
    return replace(layout, begins=begins)


def _begins(before: str, line: str, breaks: list[Mark], layout: Layout) -> bool | None:
    """Whether ``line`` begins a block behind ``breaks`` in a paragraph."""
    if layout.kind in {"title", "heading", "caption"} or not breaks:
        return False
    if shapes.is_closed(before) and shapes.numbering(line):
        return None  # numbered lines that a writer set one below the other
    hard = breaks.count("break")
    if "line" in breaks:
        return True if len(breaks) > 1 else None
    return hard > 1 or (hard > 0 and shapes.is_closed(before))


@dataclass(slots=True)
class Gatherer:
    """The lines of a file in reading order."""

    name: str
    lines: list[tuple[str, Layout]] = field(default_factory=list)

    def paragraph(
        self, paragraph: Paragraph, kind: BlockKind | None, level: int = 0, apart: str = ""
    ) -> bool:
        """One paragraph; whether it had any text of its own."""
        if kind in {"heading", "title"} and is_body(paragraph.text):
            kind, level = "paragraph", 0
        before = len(self.lines)
        self.lines += paragraph.lines(Layout(kind, level, apart=apart))
        return len(self.lines) > before

    def line(self, text: str, layout: Layout) -> None:
        """One line as it is."""
        if text := shown(text).strip():
            self.lines.append((text, layout))

    def raw_text(self) -> RawText:
        """All lines as one text.

        Raises:
            InputError: nothing but furniture.
        """
        self._name_the_title()
        if all(layout.apart for _, layout in self.lines):
            remedy = "Check that its text is in the file itself, not in pictures or loaded from elsewhere."
            raise InputError(f"{self.name}: holds no text of a paper", remedy)
        start = 0
        lines: list[RawLine] = []
        for text, layout in self.lines:
            lines.append(RawLine(len(lines) + 1, start, start + len(text), layout=layout))
            start += len(text) + 1
        return RawText("\n".join(text for text, _ in self.lines), tuple(lines))

    def damage(self) -> list[str]:
        """A notice for each line with a character that was lost before the file came here."""
        return [
            f"line {number}: a character was lost before (U+FFFD): …{text[max(0, at - 10) : at + 10]}…"
            for number, (text, _) in enumerate(self.lines, 1)
            if (at := text.find(_REPLACED)) >= 0
        ]

    def _name_the_title(self) -> None:
        """The only heading of the first level, if no heading stands before it, is the title."""
        heads = [
            (index, layout.level)
            for index, (_, layout) in enumerate(self.lines)
            if layout.kind in {"heading", "title"} and layout.begins and not layout.apart
        ]
        if not heads or heads[0][1] != 1 or [level for _, level in heads].count(1) > 1:
            return
        first = heads[0][0]
        for index in range(first, len(self.lines)):
            text, layout = self.lines[index]
            if index > first and (layout.begins is not False and not layout.apart):
                break
            if not layout.apart:
                self.lines[index] = (text, replace(layout, kind="title"))
