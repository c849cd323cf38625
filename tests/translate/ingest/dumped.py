"""Raw text with its layout as short lines, for cases kept as data."""

from __future__ import annotations

from collections.abc import Callable

from translate.errors import InputError
from translate.ingest import Hints
from translate.ingest.invariant import problems
from translate.ingest.repair import repair
from translate.ingest.structure import structure
from translate.model import Document, Layout, RawText
from translate.segment import segmented

Reader = Callable[[bytes, str], tuple[RawText, tuple[str, ...]]]
"""A format's reader: of a file's bytes and name, its text and notices."""

_BEGINS = {True: "", False: "+", None: "?"}


def dumped(raw: RawText) -> list[str]:
    """Each line: whether it begins a block, kind and level or the reason it is apart, and its text."""
    return [_line(line.layout or Layout(), raw.of(line)) for line in raw.lines]


def _line(layout: Layout, text: str) -> str:
    if layout.apart:
        return f"[{layout.apart}] {text}"
    return f"{_BEGINS[layout.begins]}{layout.kind or 'text'}{layout.level or ''} {text}"


def check_lines(raw: RawText) -> None:
    """Lines cover the text, in order, one line end between two; the later stages lose none of it."""
    assert "\n".join(raw.of(line) for line in raw.lines) == raw.text
    assert [line.number for line in raw.lines] == list(range(1, len(raw.lines) + 1))
    assert all(raw.of(line).strip() == raw.of(line) != "" for line in raw.lines)
    repaired = repair(raw, Hints())
    blocks, _ = structure(raw, repaired, Hints())
    assert problems(Document("a", "a", "", raw, segmented("a", blocks), repaired.furniture)) == []


def read_or_refused(reader: Reader, data: bytes, name: str) -> None:
    """Assert that ``reader`` gives sound lines for ``data`` or refuses it as an input error."""
    try:
        raw, _ = reader(data, name)
    except InputError as error:
        assert error.remedy, error.message  # noqa: PT017  (a refusal is right, too)
        return
    check_lines(raw)
