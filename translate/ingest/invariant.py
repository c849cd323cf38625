"""Nothing lost, nothing invented: the proof that every read ends with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from translate.errors import InputError
from translate.model import INSERTED, Block, Document, RawText, Span


def problems(document: Document) -> list[str]:
    """What breaks the invariant, in words; empty when it holds.

    Each non-space character of the raw text lies in exactly one block or
    furniture span; a block's non-space characters are those of its spans, in
    order; its segments concatenate to it.
    """
    raw = document.raw
    pieces = [span for block in document.blocks for span in block.spans]
    pieces += [span for piece in document.furniture for span in piece.spans]
    missing, double = _owners(raw, sorted(pieces))
    found = []
    for line in sorted(missing.keys() | double.keys()):
        if missing[line]:
            found.append(f"line {line}: {missing[line]} character(s) belong to no block")
        if double[line]:
            found.append(f"line {line}: {double[line]} character(s) belong to two blocks")
    for block in document.blocks:
        where = f"lines {block.lines[0]}-{block.lines[1]}"
        if not _is_sound(raw.text, block):
            found.append(f"{where}: the block differs from its source")
        if "".join(segment.text for segment in block.segments) != block.text:
            found.append(f"{where}: the segments differ from the block")
    return found


def _owners(raw: RawText, pieces: Sequence[Span]) -> tuple[Counter[int], Counter[int]]:
    """For each line, how many of its characters lie in no piece, and how many in two."""
    missing: Counter[int] = Counter()
    double: Counter[int] = Counter()
    reached = 0
    for start, end in pieces:
        _count(raw, reached, start, missing)
        _count(raw, start, min(reached, end), double)
        reached = max(reached, end)
    _count(raw, reached, len(raw.text), missing)
    return missing, double


def _count(raw: RawText, start: int, end: int, into: Counter[int]) -> None:
    """The characters from ``start`` to ``end``, white space aside, by line."""
    if start >= end or not raw.text[start:end].strip():
        return
    for offset in range(start, end):
        if not raw.text[offset].isspace():
            into[raw.line_at(offset)] += 1


def _is_sound(raw: str, block: Block) -> bool:
    """Whether the block's characters are those of its spans, in order, white space aside."""
    if len(block.text) != len(block.offsets):
        return False
    kept: list[Span] = []
    for begin, end, start in _runs(block.offsets):
        if start == INSERTED:
            continue
        stop = start + end - begin
        if not 0 <= start <= stop <= len(raw) or not _same(block.text[begin:end], raw[start:stop]):
            return False
        kept.append((start, stop))
    # what the spans hold between the kept pieces may only be white space
    return _only_space_between(raw, block.spans, kept)


def _same(text: str, source: str) -> bool:
    if text == source:
        return True
    return all(a == b or b.isspace() for a, b in zip(text, source, strict=True))


def _only_space_between(raw: str, spans: Sequence[Span], kept: Sequence[Span]) -> bool:
    pieces = iter(kept)
    piece = next(pieces, None)
    for start, end in spans:
        at = start
        while piece is not None and at <= piece[0] and piece[1] <= end:
            if raw[at : piece[0]].strip():
                return False
            at = piece[1]
            piece = next(pieces, None)
        if raw[at:end].strip():
            return False
    # a piece outside of all spans may only be white space, too
    return piece is None


def _runs(offsets: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Start and end in the text of characters that stand side by side in the source, and where."""
    known = getattr(offsets, "runs", None)
    if known is not None:
        yield from known()
        return
    begin = 0
    for position in range(1, len(offsets) + 1):
        last = offsets[position - 1]
        follows = position < len(offsets) and last != INSERTED and offsets[position] == last + 1
        if not follows:
            yield begin, position, offsets[begin]
            begin = position


def check_nothing_lost(document: Document) -> None:
    """Raise unless the invariant holds.

    Raises:
        InputError: with file and lines; this is a defect of the program, not of the file.
    """
    found = problems(document)
    if found:
        listed = "\n".join(f"  - {problem}" for problem in found)
        raise InputError(
            f"{document.file}: text would be lost or changed\n{listed}",
            "Please report this with the file, if you may share it; nothing was written.",
        )
