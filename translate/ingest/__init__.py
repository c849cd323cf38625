"""Reading papers: one module per format, then repair and structure.

``read`` is the one entrance. It proves before it returns that no character was
lost: every non-space character of the raw text belongs to exactly one block or
furniture span, in its own order.
"""

from __future__ import annotations

from pathlib import Path

from translate.ingest.hints import Hints
from translate.ingest.invariant import check_nothing_lost
from translate.ingest.repair import repair
from translate.ingest.structure import structure
from translate.ingest.text import read_text
from translate.model import Document
from translate.segment import segmented

__all__ = ["Hints", "read"]


def read(path: Path, slug: str, hints: Hints | None = None) -> Document:
    """The paper at ``path`` as a segmented ``Document``.

    Args:
        path: a UTF-8 text file.
        slug: the document's identity, from ``sources.toml``.
        hints: what ``sources.toml`` says is printed (title, author, labels).

    Raises:
        InputError: unreadable file, undecodable bytes, or a character would be lost.
    """
    hints = hints or Hints()
    raw, sha256 = read_text(path)
    repaired = repair(raw, hints)
    blocks, kinds = structure(raw, repaired, hints)
    document = Document(
        slug=slug,
        file=path.name,
        sha256=sha256,
        raw=raw,
        blocks=segmented(slug, blocks),
        furniture=repaired.furniture,
        steps=tuple(sorted(repaired.steps + kinds, key=lambda step: step.lines)),
    )
    check_nothing_lost(document)
    return document
