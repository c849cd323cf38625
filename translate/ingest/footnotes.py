"""Footnotes that an extractor left in the middle of the text: found at the pages' feet.

Between a sentence's two halves a page may end, with its notes. They become
blocks of their own, and the sentence closes over them.
"""

from __future__ import annotations

from collections.abc import Sequence

from translate.ingest import shapes
from translate.ingest.lines import Line

_LONGEST = 6
"""Lines that one footnote may have; more is text that a note's mark happens to begin."""


def page_feet(lines: Sequence[Line], cut: frozenset[int]) -> set[int]:
    """Indexes of lines that belong to footnotes standing at the end of a page.

    Args:
        lines: the text's lines, furniture taken out.
        cut: numbers of lines that were furniture; between two lines they show a page's end.
    """
    result: set[int] = set()
    for index in range(len(lines)):
        after = lines[index + 1] if index + 1 < len(lines) else None
        if after is None or _page_ends(lines[index], after, cut):
            result.update(_notes_up_to(lines, index, cut))
    return result


def _page_ends(left: Line, right: Line, cut: frozenset[int]) -> bool:
    if left.layout.kind is not None or right.layout.kind is not None:
        return False  # the format tells what a note is
    between = range(left.number + 1, right.number)
    return left.raw.page != right.raw.page or any(number in cut for number in between)


def _notes_up_to(lines: Sequence[Line], last: int, cut: frozenset[int]) -> range:
    """The notes whose last line is ``last``: from the topmost one of this page on."""
    top = None
    index = last
    while index >= 0 and (last if top is None else top) - index < _LONGEST:
        if index < last and _page_ends(lines[index], lines[index + 1], cut):
            break
        if shapes.is_note(lines[index].clean):
            top = index
        elif top is not None and (lines[index + 1].gap or not shapes.is_closed(lines[top - 1].clean)):
            # blank lines, or a sentence that the notes interrupt: here the text ends
            break
        index -= 1
    return range(top, last + 1) if top is not None else range(0)
