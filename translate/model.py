"""The stage's data: documents, blocks, segments, translations, findings.

All of it is immutable; a changed document is a new document. Offsets are
character offsets (Python ``str`` indices) into ``Document.raw``, half open.
Line numbers are 1-based lines of the extracted text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

BlockKind = Literal[
    "title", "byline", "affiliation", "heading", "paragraph", "bullet", "caption", "note", "contact"
]
Severity = Literal["critical", "major", "minor"]
"""How grave a finding is, gravest first."""
Level = Literal[Severity, "off"]
"""What a configuration may say of a check: how grave its findings are, or that there are to be none."""
Span = tuple[int, int]

INSERTED = -1
"""Offset of a character that stands in a block's text but not in the source (a join's space)."""


class Origin(StrEnum):
    """Where an English version came from."""

    AI_DRAFT = "ai-draft"
    ENGINE = "engine"
    MEMORY = "memory"
    PERSON = "person"
    NONE = "none"


class State(StrEnum):
    """States of a target, as XLIFF 2.1 (section 4.3.1.29) names and orders them."""

    INITIAL = "initial"
    TRANSLATED = "translated"
    REVIEWED = "reviewed"
    FINAL = "final"

    @property
    def rank(self) -> int:
        """Position in the review order; higher is further reviewed."""
        return list(State).index(self)


@dataclass(frozen=True, slots=True)
class Layout:
    """What a format tells of a line beyond its text; ``None`` where it does not tell.

    Attributes:
        kind: what the line's block is (a DOCX style, an HTML element).
        level: 1 to 6 for headings.
        begins: whether the line begins a block: ``True`` and ``False`` bind, with
            every line of such a format its own paragraph or a continuation.
        full: whether the line reaches the right edge of its column.
        apart: why the line is furniture; ``""`` for text of the paper.
    """

    kind: BlockKind | None = None
    level: int = 0
    begins: bool | None = None
    full: bool | None = None
    apart: str = ""


@dataclass(frozen=True, slots=True)
class RawLine:
    """One line of extracted text: ``raw[start:end]`` without its line end."""

    number: int
    start: int
    end: int
    page: int | None = None
    layout: Layout | None = None


@dataclass(frozen=True, slots=True)
class RawText:
    """What a format reader gives: the whole extracted text and its lines, in order.

    ``notices`` are what the reader did that its user should know (an encoding that
    was found out, tracked changes accepted).
    """

    text: str
    lines: tuple[RawLine, ...]
    notices: tuple[str, ...] = ()

    def of(self, line: RawLine) -> str:
        """The characters of ``line``."""
        return self.text[line.start : line.end]

    def line_at(self, offset: int) -> int:
        """1-based number of the line that holds ``offset``."""
        low, high = 0, len(self.lines) - 1
        while low < high:
            middle = (low + high + 1) // 2
            if self.lines[middle].start <= offset:
                low = middle
            else:
                high = middle - 1
        return self.lines[low].number


@dataclass(frozen=True, slots=True)
class Step:
    """One decision on the way from raw lines to blocks, with its reason.

    Attributes:
        kind: ``join`` (two lines, one sentence), ``break`` (a new block),
            ``space`` (white space of the extractor left out), ``furniture``
            (set apart), ``kind`` (what a block is).
        lines: first and last line concerned.
        reason: why, in words a reader understands.
        glue: for a join, what stands between the two parts (``""`` or ``" "``).
        spans: for ``furniture`` and ``space``, the raw characters taken out, so that
            the steps alone lead from the raw text to the blocks (``explain.replay``).
    """

    kind: Literal["join", "break", "space", "furniture", "kind"]
    lines: tuple[int, int]
    reason: str
    glue: str = ""
    spans: Sequence[Span] = ()


@dataclass(frozen=True, slots=True)
class Segment:
    """A translation unit: one sentence of one block.

    ``start`` is its offset in the block's text. ``id`` is the document's slug
    and a short hash of (text, occurrence), so edits elsewhere never change it.
    """

    id: str
    text: str
    start: int


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading or other unit of structure.

    Attributes:
        text: the block's Chinese, lines joined.
        offsets: for each character of ``text`` its offset in the raw text, or
            ``INSERTED``.
        spans: the pieces of raw text it was made of, in order.
        lines: first and last source line.
        level: 1 to 6 for headings, 0 otherwise.
        pages: first and last page, where the format has pages.
        language: ``en`` for a passage that the paper prints in English; it stays as it is.
    """

    kind: BlockKind
    text: str
    offsets: Sequence[int]
    spans: tuple[Span, ...]
    lines: tuple[int, int]
    level: int = 0
    pages: tuple[int, int] | None = None
    segments: tuple[Segment, ...] = ()
    language: Literal["zh", "en"] = "zh"


@dataclass(frozen=True, slots=True)
class Furniture:
    """Text of the page, not of the paper: running heads, page numbers, layout labels."""

    text: str
    spans: tuple[Span, ...]
    lines: tuple[int, int]
    reason: str


@dataclass(frozen=True, slots=True)
class Document:
    """A paper, read, repaired, structured and segmented.

    Attributes:
        sha256: hash of the source file's bytes: the document's version.
        notices: what reading did or left open that its user should know (an encoding
            that was found out, tracked changes accepted, relative dates unresolved).
        language: ``zh-Hant`` or ``zh-Hans``, by counting.
    """

    slug: str
    file: str
    sha256: str
    raw: RawText
    blocks: tuple[Block, ...]
    furniture: tuple[Furniture, ...] = ()
    steps: tuple[Step, ...] = ()
    notices: tuple[str, ...] = ()
    language: Literal["zh-Hant", "zh-Hans"] = "zh-Hant"

    def segments(self) -> Iterator[tuple[Block, Segment]]:
        """Every segment with its block, in reading order."""
        for block in self.blocks:
            for segment in block.segments:
                yield block, segment

    def lines_of(self, block: Block, start: int, end: int) -> tuple[int, int]:
        """First and last source line of ``block.text[start:end]``."""
        offsets = [offset for offset in block.offsets[start:end] if offset != INSERTED]
        return self.raw.line_at(offsets[0]), self.raw.line_at(offsets[-1])


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check says of one translation. Findings never change text.

    Spans are offsets in the segment's Chinese and English, where they apply.
    """

    check: str
    severity: Severity
    message: str
    zh_span: Span | None = None
    en_span: Span | None = None
    suggestion: str | None = None


@dataclass(frozen=True, slots=True)
class Waiver:
    """A person's decision that a finding may stand, tied to both texts as they were.

    Attributes:
        segment: its id.
        check: the check's id.
        zh_marked: what the finding marks in the Chinese; ``""`` if nothing.
        en_marked: the same in the English.
        zh_sha256: digest of the whole Chinese (``waivers.digest``).
        en_sha256: the same of the English.
        reason: one of ``waivers.REASONS``.
        note: the person's own words, if any.
        by: who decided.
        date: ISO 8601 day of the decision.
    """

    segment: str
    check: str
    zh_marked: str
    en_marked: str
    zh_sha256: str
    en_sha256: str
    reason: str
    note: str
    by: str
    date: str


@dataclass(frozen=True, slots=True)
class Waived:
    """A finding that a person waived, and the decision."""

    finding: Finding
    waiver: Waiver


@dataclass(frozen=True, slots=True)
class Signature:
    """What produced a machine translation, so that the result can be had again."""

    engine: str
    package: str = ""
    version: str = ""
    sha256: str = ""
    settings: str = ""
    glossary: str = ""

    def text(self) -> str:
        """One line, in a fixed order, as stored and printed."""
        parts = (self.engine, self.package, self.version, self.sha256[:12], self.settings, self.glossary[:12])
        return "|".join(parts)


@dataclass(frozen=True, slots=True)
class EngineStep:
    """One thing done for a machine translation beyond asking the engine once, with its reason.

    ``split`` (a segment in several parts), ``terms`` (glossary terms carried into the
    source as English), ``retry`` (other settings, after a loop or an empty output),
    ``hypothesis`` (another than the model's first was taken).
    """

    kind: Literal["split", "terms", "retry", "hypothesis"]
    reason: str


@dataclass(frozen=True, slots=True)
class Translation:
    """One English version of one segment, with its history's newest facts.

    Attributes:
        match: 101 in-context exact, 100 exact, ``None`` where no memory was used.
        author: who made it; ``""`` when unknown.
        date: ISO 8601 date or date-time of the decision.
        signature: ``Signature.text()`` for engine output, else ``""``.
        findings: those in force; what counts, shows and gates reads these.
        steps: what the engine's output took beyond one plain request.
        waived: findings that a person waived; never among ``findings``, never stored.
    """

    segment_id: str
    en: str
    origin: Origin
    state: State
    match: int | None = None
    author: str = ""
    date: str = ""
    signature: str = ""
    findings: tuple[Finding, ...] = field(default=())
    steps: tuple[EngineStep, ...] = ()
    waived: tuple[Waived, ...] = ()
