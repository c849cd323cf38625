"""Reading papers: one module per format, then repair and structure.

``read`` is the one entrance. It proves before it returns that no character was
lost: every non-space character of the raw text belongs to exactly one block or
furniture span, in its own order.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import replace
from pathlib import Path

from translate.errors import InputError
from translate.hanzi import is_english, script
from translate.ingest.explain import unused_pins
from translate.ingest.formats import SUFFIXES, format_of
from translate.ingest.hints import Hints
from translate.ingest.invariant import check_nothing_lost
from translate.ingest.language import of_block, require_chinese
from translate.ingest.relative import undated
from translate.ingest.repair import repair
from translate.ingest.structure import structure
from translate.ingest.text import read_text
from translate.model import Block, Document, RawText
from translate.segment import segmented

__all__ = ["SUFFIXES", "Hints", "raw_text", "read"]

LARGEST = 256 * 2**20
LARGEST_TEXT = 32 * 2**20
"""Bytes. A text's characters carry some thirty times their size while it is read: at this
limit that stays under 1 GiB. Papers have some hundred kilobytes."""


def read(path: Path, slug: str, hints: Hints | None = None, *, password: str | None = None) -> Document:
    """The paper at ``path`` as a segmented ``Document``.

    Args:
        path: a file in one of the formats of ``formats.SUFFIXES``; never modified.
        slug: the document's identity, from ``sources.toml``.
        hints: what ``sources.toml`` says of it (what is printed, pinned joins).
        password: for an encrypted PDF.

    Raises:
        InputError: unreadable file, unknown format, undecodable bytes, another
            language, or a character would be lost.
    """
    hints = hints or Hints()
    data = _bytes(path)
    raw = raw_text(data, str(path), password)
    letters = Counter(raw.text)
    require_chinese(raw.text, str(path), letters)
    repaired = repair(raw, hints)
    blocks, kinds = structure(raw, repaired, hints)
    steps = tuple(sorted(repaired.steps + kinds, key=lambda step: step.lines))
    blocks = tuple(_in_its_language(block) for block in segmented(slug, blocks))
    document = Document(
        slug=slug,
        file=path.name,
        sha256=hashlib.sha256(data).hexdigest(),
        raw=raw,
        blocks=blocks,
        furniture=repaired.furniture,
        steps=steps,
        language="zh-Hans" if script(letters) == "Hans" else "zh-Hant",
    )
    check_nothing_lost(document)
    pins = [f"{pin} in sources.toml meets no two neighbouring lines" for pin in unused_pins(hints, steps)]
    open_dates = () if hints.date else undated(document)
    return replace(document, notices=(*raw.notices, *pins, *open_dates))


def _in_its_language(block: Block) -> Block:
    """``block``, marked English if it is so and no sentence of it needs a translation."""
    english = of_block(block.text) == "en" and all(is_english(segment.text) for segment in block.segments)
    return replace(block, language="en") if english else block


def _bytes(path: Path) -> bytes:
    try:
        if path.exists() and not path.is_file():  # reading a pipe or a device would wait for ever
            raise InputError(f"{path}: cannot be read (not a file)", "Name the paper's file.")
        if path.stat().st_size > LARGEST:
            raise InputError(
                f"{path}: larger than {LARGEST // 2**20} MiB", "Split it, and take in each part as a paper."
            )
        return path.read_bytes()
    except OSError as error:
        raise InputError(
            f"{path}: cannot be read ({error.strerror})", "Check the path and its permissions."
        ) from error


def raw_text(data: bytes, name: str, password: str | None = None) -> RawText:
    """The text of a file as its format's reader gives it, before repair.

    A format's libraries load when a file of it comes.

    Args:
        data: the file's bytes.
        name: its path, for messages and for its format.
        password: for an encrypted PDF.

    Raises:
        InputError: unreadable file, unknown format or undecodable bytes.
    """
    kind = format_of(data, name)
    if kind in {"text", "markdown", "html"} and len(data) > LARGEST_TEXT:
        limit = LARGEST_TEXT // 2**20
        raise InputError(f"{name}: a text larger than {limit} MiB", "Split it, and take in each part.")
    match kind:
        case "text":
            return read_text(data, name)
        case "pdf":
            from translate.ingest.pdf import read_pdf  # noqa: PLC0415

            return read_pdf(data, name, password)
        case "docx":
            from translate.ingest.docx import read_docx  # noqa: PLC0415

            return _noted(*read_docx(data, name))
        case "html":
            from translate.ingest.html import read_html  # noqa: PLC0415

            return _noted(*read_html(data, name))
        case "markdown":
            from translate.ingest.markdown import read_markdown  # noqa: PLC0415

            return _noted(*read_markdown(data, name))


def _noted(raw: RawText, notices: tuple[str, ...]) -> RawText:
    return replace(raw, notices=(*raw.notices, *notices))
