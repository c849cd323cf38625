"""Why a paper was read as it was: the raw lines beside the result, with every decision.

``replay`` proves that the steps are the whole story: from the raw text and the
steps alone it makes the blocks' text again.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from translate.hanzi import width
from translate.ingest.hints import Hints
from translate.ingest.repair import PINNED
from translate.model import Block, Document, Furniture, RawText, Span, Step

UNDO = (
    "To undo a join, or to make one, add the two line numbers to this paper's entry in sources.toml:\n"
    "  [source.repair]\n"
    "  split = [[12, 14]]   # a new block begins with line 14\n"
    "  join = [[20, 22]]    # line 22 goes on with line 20\n"
    "Sentences that stay the same keep their ids, translations and approvals."
)
MOST = 100
"""Cells after which a decision no longer waits for the longest line of its block."""

TRAILING = "␣"
"""Stands for white space at a line's end: extractors leave it where a paragraph ends."""

_MARKS = {"join": "+", "break": "/", "space": "~", "furniture": "-", "kind": "="}


def replay(raw: RawText, steps: Sequence[Step]) -> list[str]:
    """The blocks' text, made from the raw text by the steps alone.

    Args:
        raw: what the format reader gave.
        steps: ``Document.steps``.
    """
    apart = _offsets(steps, "furniture")
    left_out = _offsets(steps, "space")
    pieces: list[str] = []
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    for line in raw.lines:
        for start, end in _runs(raw.text, line.start, line.end, apart):
            first.setdefault(line.number, len(pieces))
            last[line.number] = len(pieces)
            kept = (raw.text[o] for o in range(start, end) if o not in left_out)
            # a tab stays: it parts the cells of a table
            pieces.append("".join(" " if char.isspace() and char != "\t" else char for char in kept))
    joined: dict[int, tuple[int, str]] = {}
    used: Counter[int] = Counter()
    for step in steps:
        if step.kind in {"join", "break"} and step.lines[0] == step.lines[1]:
            # two pieces of one line: what stood between them was set apart
            left = first[step.lines[0]] + used[step.lines[0]]
            used[step.lines[0]] += 1
            right = left + 1
        elif step.kind == "join":
            left, right = last[step.lines[0]], first[step.lines[1]]
        if step.kind == "join":
            joined[left] = (right, step.glue)
    return list(_chained(pieces, joined))


def _offsets(steps: Iterable[Step], kind: str) -> set[int]:
    return {o for step in steps if step.kind == kind for start, end in step.spans for o in range(start, end)}


def _runs(text: str, start: int, end: int, apart: set[int]) -> Iterator[Span]:
    """The stretches of a line that were not set apart, without white space around them."""
    position = start
    while position < end:
        while position < end and (position in apart or text[position].isspace()):
            position += 1
        begin = stop = position
        while position < end and position not in apart:
            position += 1
            if not text[position - 1].isspace():
                stop = position
        if stop > begin:
            yield begin, stop


def _chained(pieces: Sequence[str], joined: dict[int, tuple[int, str]]) -> Iterator[str]:
    inner = {right for right, _ in joined.values()}
    for number, piece in enumerate(pieces):
        if number in inner:
            continue
        parts, at = [piece], number
        while at in joined:
            at, glue = joined[at]
            parts += [glue, pieces[at]]
        yield "".join(parts)


def unused_pins(hints: Hints, steps: Iterable[Step]) -> list[str]:
    """Pins of ``sources.toml`` that met no two neighbouring lines, each in words."""
    met = {step.lines for step in steps if step.reason == PINNED}
    pins = [("join", pair) for pair in hints.joins] + [("split", pair) for pair in hints.breaks]
    return [f"{key} = [[{a}, {b}]]" for key, (a, b) in pins if (a, b) not in met]


def explain(document: Document, lines: tuple[int, int] | None = None) -> Iterator[str]:
    """The repair log, line by line, ready to print.

    Args:
        document: a paper, read.
        lines: first and last line wanted; everything if ``None``.
    """
    blocks, apart = len(document.blocks), len(document.furniture)
    count = document.raw.lines[-1].number if document.raw.lines else 0
    yield (
        f"{document.file}: {count} lines, {blocks} blocks, page furniture in {apart} places,"
        f" {document.language}"
    )
    yield from (f"note: {notice}" for notice in document.notices)
    first, last = lines or (1, count)
    pieces: list[Block | Furniture] = [*document.blocks, *document.furniture]
    pieces.sort(key=lambda piece: piece.spans[0])
    steps: dict[int, list[Step]] = {}
    for step in document.steps:
        steps.setdefault(step.lines[0], []).append(step)
    for piece in pieces:
        if piece.lines[1] < first or piece.lines[0] > last:
            continue
        yield ""
        yield from _furniture(piece) if isinstance(piece, Furniture) else _block(document, piece, steps)
    yield ""
    yield UNDO


def _span(lines: tuple[int, int]) -> str:
    return f"line {lines[0]}" if lines[0] == lines[1] else f"lines {lines[0]}–{lines[1]}"


def _furniture(piece: Furniture) -> Iterator[str]:
    yield f"{_span(piece.lines)}: furniture"
    yield f"{piece.lines[0]:>6} | {visible(piece.text)}"
    yield f"       - {piece.reason}"


def _block(document: Document, block: Block, steps: Mapping[int, Sequence[Step]]) -> Iterator[str]:
    level = f" {block.level}" if block.level else ""
    page = f", page {block.pages[0]}" if block.pages else ""
    english = ", English in the original" if block.language == "en" else ""
    yield f"{_span(block.lines)}{page}: {block.kind}{level}{english}"
    shown: dict[int, str] = {}
    for span in block.spans:
        number = document.raw.line_at(span[0])
        before = f"{shown[number]} … " if number in shown else ""
        shown[number] = before + visible(_in_place(document, number, span))
    about = [step for number in shown for step in steps.get(number, ())]
    gaps = {step.lines[0]: step for step in about if step.kind in {"join", "break"}}
    pad = min(max(map(width, shown.values())), MOST)
    for number, text in shown.items():
        gap = gaps.get(number)
        said = ""
        if gap is not None:
            glue = " with a space" if gap.glue else ""
            what = f"joined{glue} to" if gap.kind == "join" else "a new block with"
            space = " " * (pad - width(text))
            said = f"  {space}{_MARKS[gap.kind]} {what} line {gap.lines[1]}: {gap.reason}"
        yield f"{number:>6} | {text}{said}"
    for step in about:
        if step.kind in {"space", "kind"}:
            yield f"       {_MARKS[step.kind]} {step.reason}"
    yield f"    => {visible(block.text)}"


def _in_place(document: Document, number: int, span: Span) -> str:
    """What of line ``number`` is the block's, its indent and its end mark with it."""
    line = document.raw.lines[number - 1]
    text = document.raw.text
    lead, tail = text[line.start : span[0]], text[span[1] : line.end]
    end = TRAILING if tail and tail.isspace() else ""
    return f"{lead if lead.isspace() else ''}{text[span[0] : span[1]]}{end}"


def visible(text: str) -> str:
    """``text`` without characters that would move a terminal's cursor or hide on it."""
    return "".join(
        char if unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Zl", "Zp"} else f"\\u{ord(char):04x}"
        for char in text
    )
