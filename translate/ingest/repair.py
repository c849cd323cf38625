"""Broken lines joined, furniture set apart, every decision recorded with its reason.

Extractors break Chinese at the column's edge, not at the sentence. Three things
tell where a paragraph really ends: how it ends (sentence end or not), how wide
its last line is against the page's own width, and marks that the extractor
leaves (white space at a paragraph's end, an indent at its start).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from translate.hanzi import is_cjk, squeeze, width
from translate.ingest import shapes
from translate.ingest.hints import Hints
from translate.model import Furniture, Layout, RawLine, RawText, Span, Step

KINSOKU = 6
"""Cells by which a full line may fall short: punctuation that may not begin the
next line takes one or two characters with it."""

INDENT = 4
"""Cells that a paragraph's first line is set in, where a paper indents: two characters."""

HEADING_WIDTH = 48
"""Cells beyond which an unnumbered line without punctuation is no heading; the
widest in the calibration papers has 38."""


PINNED = "pinned in sources.toml"
"""The reason of a join or break that a person ordered; it goes before every rule."""

_UNTOLD = Layout()


@dataclass(frozen=True, slots=True)
class Line:
    """A line that carries text, and what stands around it."""

    raw: RawLine
    text: str
    span: Span
    lead: int
    trail: bool
    gap: int

    @property
    def number(self) -> int:
        """Its 1-based number in the extracted text."""
        return self.raw.number

    @property
    def cells(self) -> int:
        """Its width in display cells."""
        return width(self.text)

    @property
    def layout(self) -> Layout:
        """What the format tells of it."""
        return self.raw.layout or _UNTOLD


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that make one block: ``glues[i]`` stands between line i and i + 1."""

    lines: tuple[Line, ...]
    glues: tuple[str, ...]
    bullet: bool = False

    @property
    def text(self) -> str:
        """The lines joined, white space inside them as it was."""
        return "".join(line.text + glue for line, glue in zip(self.lines, (*self.glues, ""), strict=True))


@dataclass(frozen=True, slots=True)
class Repaired:
    """The result of repair: groups in order, furniture, and the decisions."""

    groups: tuple[Group, ...]
    furniture: tuple[Furniture, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class _Page:
    """What the document as a whole shows of its setting.

    ``full`` is the width of a full line in cells, or ``None`` where paragraphs
    are not wrapped; ``marks_ends`` is whether the extractor leaves white space
    at the end of paragraphs and only there; ``indents`` is whether the first
    line of a paragraph is narrower by an indent that the extractor left out.
    """

    full: int | None
    marks_ends: bool
    indents: bool = False

    def ends_short(self, line: Line) -> bool:
        """Whether ``line`` ends a paragraph for certain: closed, and far from full."""
        if line.layout.full is not None:
            return shapes.is_closed(line.text) and not line.layout.full
        return self.full is not None and shapes.is_closed(line.text) and line.cells < self.full - KINSOKU - 4

    def starts_in(self, line: Line) -> bool:
        """Whether ``line`` goes on, but is narrower by an indent, like a first line."""
        if self.full is None or shapes.is_closed(line.text):
            return False
        return self.full - INDENT - KINSOKU <= line.cells <= self.full - INDENT


def _lines(raw: RawText) -> list[Line]:
    result = []
    gap = 0
    for line in raw.lines:
        body = raw.of(line)
        text = body.strip()
        if not text:
            gap += 1
            continue
        start = line.start + len(body) - len(body.lstrip())
        span = (start, start + len(text))
        lead = len(body) - len(body.lstrip())
        result.append(Line(line, text, span, lead, body != body.rstrip(), gap))
        gap = 0
    return result


def _cut_labels(lines: list[Line], hints: Hints) -> tuple[list[Line], list[Furniture]]:
    """Running heads, page numbers and layout labels taken out, also from a line's start."""
    series = squeeze(hints.series)
    labels = [squeeze(label) for label in hints.labels]
    kept: list[Line] = []
    furniture: list[Furniture] = []

    def apart(line: Line, span: Span, text: str, reason: str) -> None:
        furniture.append(Furniture(text, (span,), (line.number, line.number), reason))

    for index, line in enumerate(lines):
        bare = squeeze(line.text)
        after = lines[index + 1].gap if index + 1 < len(lines) else 1
        if line.layout.apart:
            apart(line, line.span, line.text, line.layout.apart)
        elif series and bare.startswith(series) and line.cells <= HEADING_WIDTH:
            apart(line, line.span, line.text, "running head: the series' name")
        elif shapes.is_page_number(line.text) and (line.gap or after):
            apart(line, line.span, line.text, "page number: digits alone on a line of their own")
        elif label := next((label for label in labels if bare.startswith(label)), ""):
            end = position = 0
            while end < len(label):
                end += not line.text[position].isspace()
                position += 1
            apart(line, (line.span[0], line.span[0] + position), line.text[:position], "layout label")
            rest = line.text[position:].lstrip()
            if rest:
                start = line.span[1] - len(rest)
                kept.append(Line(line.raw, rest, (start, line.span[1]), 0, line.trail, line.gap))
        else:
            kept.append(line)
    return kept, furniture


def _page(lines: Sequence[Line]) -> _Page:
    # lines that end a sentence say nothing: several whole paragraphs may be equally wide
    going_on = [line for line in lines if not shapes.is_closed(line.text)]
    widths = Counter(line.cells for line in going_on if line.cells >= 20)  # noqa: PLR2004
    full = None
    if widths:
        common, count = max(widths.items(), key=lambda item: (item[1], item[0]))
        # a wrapped page repeats one width; a page of whole paragraphs does not
        if count >= 5 and count * 8 >= len(lines):  # noqa: PLR2004
            full = common
    trailing = [line for line in lines if line.trail]
    closed = sum(shapes.is_closed(line.text) for line in trailing)
    page = _Page(full, marks_ends=len(trailing) >= 4 and closed * 3 >= len(trailing))  # noqa: PLR2004
    return replace(page, indents=_indents(page, lines))


def _indents(page: _Page, lines: Sequence[Line]) -> bool:
    """Whether the lines after certain paragraph ends are first lines set in, nearly all of them."""
    firsts = [
        right
        for left, right in pairwise(lines)
        if page.ends_short(left) and not shapes.is_closed(right.text) and not _is_phrase_heading(right, page)
    ]
    return len(firsts) >= 4 and sum(map(page.starts_in, firsts)) * 5 >= len(firsts) * 4  # noqa: PLR2004


def _is_own_line(line: Line, hints: Hints) -> bool:
    """Title, by-line and affiliation, as the paper's entry gives them."""
    bare = squeeze(line.text)
    own = {
        squeeze(text) for text in (hints.title, hints.affiliation, hints.publisher, *hints.authors) if text
    }
    return bare in own or shapes.is_lead_author(line.text)


def _is_phrase_heading(line: Line, page: _Page) -> bool:
    limit = min(HEADING_WIDTH, page.full - KINSOKU if page.full else HEADING_WIDTH)
    return line.cells <= limit and shapes.is_plain_phrase(line.text) and not shapes.is_page_number(line.text)


def _glue(left: str, right: str) -> str:
    """Chinese joins without a space; Latin words that were broken apart get one back."""
    return "" if is_cjk(left[-1]) or is_cjk(right[0]) else " "


class _Joiner:
    """Decides for each pair of neighbouring lines: one block or two."""

    def __init__(self, page: _Page, hints: Hints) -> None:
        self.page = page
        self.hints = hints
        self.contact = False

    def decide(self, group: Sequence[Line], right: Line) -> tuple[bool, str]:
        """Whether ``right`` continues ``group``, and why."""
        left = group[-1]
        first = group[0]
        if (left.number, right.number) in self.hints.joins:
            return True, PINNED
        if (left.number, right.number) in self.hints.breaks:
            return False, PINNED
        if right.layout.begins is not None:
            told = "begins a block here" if right.layout.begins else "goes on with the block"
            return not right.layout.begins, f"the format {told}"
        if self.contact:
            return self._within_contact(left, right)
        if shapes.is_caption(right.text) and shapes.is_closed(left.text) and right.text[0] in "(（":
            return True, "the picture's source belongs to its caption"
        if _is_own_line(left, self.hints) or _is_own_line(right, self.hints):
            return False, "title, author or affiliation stands alone"
        if shapes.is_note(right.text):
            return False, "an editor's note begins"
        if shapes.heading_level(first.text):
            return self._within_heading(left)
        if len(group) == 1 and _is_phrase_heading(first, self.page) and not self._open_line(first):
            return False, "a short line without punctuation is a heading"
        return self._within_paragraph(left, right)

    def _open_line(self, line: Line) -> bool:
        """A line as wide as the page goes on, whatever it looks like."""
        if line.layout.full is not None:
            return line.layout.full
        return self.page.full is not None and line.cells >= self.page.full - KINSOKU

    def _within_contact(self, left: Line, right: Line) -> tuple[bool, str]:
        wrapped = len(left.text) > 1 and not left.trail and not shapes.is_closed(left.text)
        if wrapped and self.page.full and is_cjk(left.text[-1]) and is_cjk(right.text[0]):
            return True, "no sentence end"
        return False, "lines of an address stand alone"

    def _within_heading(self, left: Line) -> tuple[bool, str]:
        if self.page.full is None and left.layout.full is None:
            return False, "a numbered heading of one line"
        if self.page.marks_ends and not left.trail:
            return True, "the heading's line has no end mark: it is wrapped"
        if not self.page.marks_ends and self._open_line(left) and not shapes.is_closed(left.text):
            return True, "the heading fills its line: it is wrapped"
        return False, "the heading ends with its line"

    def _within_paragraph(self, left: Line, right: Line) -> tuple[bool, str]:
        closed = shapes.is_closed(left.text)
        if not closed:
            return True, "no sentence end"
        if shapes.heading_level(right.text):
            return False, "a sentence end, then a numbered heading"
        if self.page.full is None and left.layout.full is None:
            return False, "a sentence end, and paragraphs are not wrapped"
        if self.page.marks_ends and left.trail:
            return False, "a sentence end with the extractor's end mark"
        if self.page.ends_short(left):
            return False, "a sentence end on a short line"
        if self.page.indents and not self.page.marks_ends and self.page.starts_in(right):
            return False, "a sentence end, and the next line is narrower by an indent"
        return True, "a sentence end, but the line is full"


def repair(raw: RawText, hints: Hints) -> Repaired:
    """Lines to groups; pure, and the same for the same text and hints."""
    lines, furniture = _cut_labels(_lines(raw), hints)
    page = _page(lines)
    joiner = _Joiner(page, hints)
    steps = [Step("furniture", item.lines, item.reason, spans=item.spans) for item in furniture]
    groups: list[Group] = []
    current: list[Line] = []
    glues: list[str] = []
    bullet = False
    noted = False

    def close() -> None:
        if current:
            groups.append(Group(tuple(current), tuple(glues), bullet))

    for line in lines:
        noted = noted or shapes.is_note(line.text)
        publisher = squeeze(hints.publisher)
        if noted and publisher and squeeze(line.text) == publisher:
            joiner.contact = True
        if current:
            joins, reason = joiner.decide(current, line)
            glue = _glue(current[-1].text, line.text) if joins else ""
            steps.append(Step("join" if joins else "break", (current[-1].number, line.number), reason, glue))
            if joins:
                current.append(line)
                glues.append(glue)
                continue
            close()
        # a lone space before a block, after a closed block, is where a bullet's glyph was
        bullet = bool(groups) and page.marks_ends and line.lead == 1 and line.gap > 0
        current, glues = [line], []
    close()
    return Repaired(tuple(groups), tuple(furniture), tuple(steps))
