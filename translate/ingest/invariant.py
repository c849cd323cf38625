"""Nothing lost, nothing invented: the proof that every read ends with."""

from __future__ import annotations

from translate.errors import InputError
from translate.model import INSERTED, Document


def problems(document: Document) -> list[str]:
    """What breaks the invariant, in words; empty when it holds.

    Each non-space character of the raw text lies in exactly one block or
    furniture span; a block's non-space characters are those of its spans, in
    order; its segments concatenate to it.
    """
    raw = document.raw.text
    owners = [0] * len(raw)
    found = []
    pieces = [span for block in document.blocks for span in block.spans]
    pieces += [span for piece in document.furniture for span in piece.spans]
    for start, end in pieces:
        for offset in range(start, end):
            owners[offset] += 1
    for line in document.raw.lines:
        missing = sum(not raw[o].isspace() and owners[o] == 0 for o in range(line.start, line.end))
        double = sum(not raw[o].isspace() and owners[o] > 1 for o in range(line.start, line.end))
        if missing:
            found.append(f"line {line.number}: {missing} character(s) belong to no block")
        if double:
            found.append(f"line {line.number}: {double} character(s) belong to two blocks")
    for block in document.blocks:
        source = [o for start, end in block.spans for o in range(start, end) if not raw[o].isspace()]
        kept = [o for o in block.offsets if o != INSERTED and not raw[o].isspace()]
        same = len(block.text) == len(block.offsets) and all(
            o == INSERTED or raw[o] == c or raw[o].isspace()
            for c, o in zip(block.text, block.offsets, strict=True)
        )
        if source != kept or not same:
            found.append(f"lines {block.lines[0]}-{block.lines[1]}: the block differs from its source")
        if "".join(segment.text for segment in block.segments) != block.text:
            found.append(f"lines {block.lines[0]}-{block.lines[1]}: the segments differ from the block")
    return found


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
