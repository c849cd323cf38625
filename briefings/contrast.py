"""Where two texts part: short excerpts with the first differing characters marked."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

_AROUND = 12
"""Characters shown on each side of the difference."""
_LONGEST = 24
"""A longer stretch of differing characters is cut."""


@dataclass(frozen=True, slots=True)
class Contrast:
    """The first difference: both texts around it, what differs in ⟦⟧, and its place in ``found``."""

    expected: str
    found: str
    at: int


def contrast(expected: str, found: str) -> Contrast | None:
    """Where ``found``, a longer text in which ``expected`` should stand, first differs from it.

    Args:
        expected: the whole of what should be there; white space left out.
        found: the text in which it should stand; white space left out.

    Returns:
        ``None`` if it stands there; ``Contrast.at`` is an offset in ``found``.
    """
    if expected in found:
        return None
    start, end = _window(expected, found)
    window = found[start:end]
    changes = [
        code for code in SequenceMatcher(None, expected, window, autojunk=False).get_opcodes()
        if code[0] != "equal" and not _beside(code, len(expected))
    ]  # fmt: skip
    if not changes:  # all of it is there, but not in one piece with what surrounds it
        return Contrast(_marked(expected, 0, len(expected)), _marked(window, 0, len(window)), start)
    _, i1, i2, j1, j2 = changes[0]
    return Contrast(_marked(expected, i1, i2), _marked(window, j1, j2), start + j1)


def _window(expected: str, found: str) -> tuple[int, int]:
    """The stretch of ``found`` that is most like ``expected``, a little wider."""
    match = SequenceMatcher(None, expected, found, autojunk=False).find_longest_match()
    slack = max(_AROUND, len(expected) // 10)
    start = max(0, match.b - match.a - slack)
    return start, min(len(found), match.b - match.a + len(expected) + slack)


def _beside(code: tuple[str, int, int, int, int], length: int) -> bool:
    """Whether it is what the window holds before or after the expected text."""
    tag, i1, _, _, _ = code
    return tag == "insert" and i1 in {0, length}


def _marked(text: str, start: int, end: int) -> str:
    """``text`` around ``start:end``, that part in brackets."""
    before = ("…" if start > _AROUND else "") + text[max(0, start - _AROUND) : start]
    inside = text[start:end] if end - start <= _LONGEST else f"{text[start : start + _LONGEST]}…"
    after = text[end : end + _AROUND] + ("…" if end + _AROUND < len(text) else "")
    return f"{before}⟦{inside}⟧{after}"
