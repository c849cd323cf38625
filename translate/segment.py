"""Sentences with stable ids. The segments of a block concatenate to the block."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import fields
from itertools import pairwise
from operator import attrgetter

from translate.hanzi import CLAUSE_END, CLOSERS, OPENERS, PAIRS, SENTENCE_END, is_han
from translate.model import Block, Segment

ELLIPSIS = "…"

_CELL = re.compile(r"[ \t]*(?:\t|  )[ \t]*")
"""What parts the cells of a table's row; nowhere else do two spaces stay together."""

NOTE_MARKS = r"(?:[¹²³⁰⁴-⁹]|[\[［〔][註注]?[0-9０-９]{1,3}[\]］〕]|[(（][註注][0-9０-９]{1,3}[)）])"
"""Numbers of notes, which stand behind a sentence's end and belong to the sentence."""

_NOTED = re.compile(f"{NOTE_MARKS}+")
_RUN = 60
"""Marks in a row, and letters around a full stop, that are looked at: without a bound, rows of dots and
figures would cost the square of their length."""

_LATIN_END = re.compile(
    rf"""(?P<mark>[.!?。！？；])[.!?"'”’)\]」』）]{{0,{_RUN}}}{NOTE_MARKS}{{0,{_RUN}}}"""
    r"""(?:\s+(?=["'“‘(\[]*[A-Z0-9])|(?<=[。！？；])(?=.))"""
)
_BRACKET = re.compile(f"[{re.escape(OPENERS + CLOSERS)}]")
_MARK = re.compile(f"[{re.escape(OPENERS + CLOSERS + SENTENCE_END + CLAUSE_END)}]")
_LAST_WORD = re.compile(r"[A-Za-z][A-Za-z.]*$")
_INITIALS = re.compile(r"[A-Za-z](?:\.[A-Za-z])*")
_CHINESE_MARKS = "。，、！？；"
_ABBREVIATIONS = (
    "Mr Mrs Ms Dr Prof Sen Rep Gen Gov Col Lt Capt Adm Hon Rev Sr Jr St Mt Ft No Nos Vol Art Sec Fig"
    " pp vs cf ca eds ed e.g i.e viz Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec"
)
_TITLES = frozenset(_ABBREVIATIONS.split())
_STARTERS = re.compile(
    r"(?:The|This|That|These|Those|It|In|On|At|He|She|They|We|But|And|However|As|For|If)\b"
)

CONTINUES = "的，、；：。！？,"
"""After a closing quotation mark these go on with the sentence that holds it."""


def _unmatched(text: str) -> set[int]:
    """Positions of brackets without a partner: they must not hold a sentence open."""
    stack: list[int] = []
    lost: set[int] = set()
    for match in _BRACKET.finditer(text):
        char, position = match.group(), match.start()
        if char in OPENERS:
            stack.append(position)
        elif stack and text[stack[-1]] == PAIRS[char]:
            stack.pop()
        else:
            lost.add(position)
    return lost | set(stack)


def split(text: str) -> list[str]:
    """``text`` as sentences, every character kept.

    A sentence ends at 。！？, and at ； outside brackets; closing marks stay with
    it. Sentences inside 「」 or （） stay together, except that a quotation which
    itself ends a sentence (``。」``) ends the outer one too, unless the outer one
    plainly goes on. A note's number behind the end stays with its sentence. A full
    stop of Latin print and an ellipsis end nothing here.
    """
    lost = _unmatched(text)
    parts: list[str] = []
    start = depth = 0
    position = 0
    while (mark := _MARK.search(text, position)) is not None:
        char, position = mark.group(), mark.start()
        if char in OPENERS and position not in lost:
            depth += 1
        elif char in CLOSERS and position not in lost:
            depth -= 1
        position += 1
        ended = char in SENTENCE_END or (char in CLAUSE_END and depth == 0)
        if not ended:
            continue
        if char in SENTENCE_END:
            while position < len(text) and text[position] in CLOSERS + SENTENCE_END + ELLIPSIS:
                if text[position] in CLOSERS and position not in lost:
                    depth -= 1
                position += 1
        closed = text[position - 1] in CLOSERS
        if noted := _NOTED.match(text, position):
            position = noted.end()
        inside = closed and position < len(text) and text[position] in CONTINUES
        if depth == 0 and not inside:
            while position < len(text) and text[position].isspace():
                position += 1
            parts.append(text[start:position])
            start = position
    if start < len(text):
        parts.append(text[start:])
    return parts


def split_english(text: str) -> list[str]:
    """An English passage as sentences, every character kept.

    A full stop ends one where space and a capital, a figure or a quotation mark
    follow; not behind an abbreviation (Mr., U.S., No.) or an initial.
    """
    parts: list[str] = []
    start = 0
    for match in _LATIN_END.finditer(text):
        begin, end = match.span()
        before, after = text[max(start, begin - _RUN) : begin], text[end : end + _RUN]
        if match["mark"] == "." and not _ends_behind(before, after):
            continue
        parts.append(text[start:end])
        start = end
    return [*parts, text[start:]] if start < len(text) else parts


def _ends_behind(before: str, after: str) -> bool:
    """Whether the full stop behind ``before`` ends a sentence."""
    word = _LAST_WORD.search(before)
    if word is None:
        return True
    if word[0] in _TITLES:
        return False
    if _INITIALS.fullmatch(word[0]):
        # “in the U.S. The region …” ends; “U.S. President” and “J. Smith” do not
        starter = _STARTERS.match(after)
        return starter is not None and len(word[0]) > 1
    return True


def _is_english(text: str) -> bool:
    """Whether ``text`` is printed as English, names in Han included: by its letters and its marks."""
    if any(mark in text for mark in _CHINESE_MARKS):
        return False
    letters = sum(char.isascii() and char.isalpha() for char in text)
    return letters > 4 * sum(map(is_han, text))


def _parts(block: Block) -> list[str]:
    """The texts of a block's segments: cells of a row apart, a heading whole, sentences otherwise."""
    if block.kind in {"title", "heading"}:
        return [block.text]
    text = block.text
    apart = split_english if _is_english(text) else split
    if "\t" not in text and "  " not in text:
        return apart(text)
    cells = [text[a:b] for a, b in pairwise([0, *(m.end() for m in _CELL.finditer(text)), None])]
    return [part for cell in cells for part in apart(cell)]


_KEPT = tuple(field.name for field in fields(Block) if field.name != "segments")
_kept = attrgetter(*_KEPT)


def segment_id(slug: str, text: str, occurrence: int) -> str:
    """Slug and ten hex digits of SHA-256 over text and its occurrence number (from 1)."""
    digest = hashlib.sha256(f"{occurrence}\0{text}".encode()).hexdigest()
    return f"{slug}.{digest[:10]}"


def segmented(slug: str, blocks: Iterable[Block]) -> tuple[Block, ...]:
    """``blocks`` with their segments. Equal sentences are told apart by occurrence."""
    seen: dict[str, int] = {}
    result = []
    for block in blocks:
        segments = []
        start = 0
        for text in _parts(block):
            number = seen[text] = seen.get(text, 0) + 1
            segments.append(Segment(segment_id(slug, text, number), text, start))
            start += len(text)
        # what replace() does, which looks at each field's definition every time
        result.append(Block(**dict(zip(_KEPT, _kept(block), strict=True)), segments=tuple(segments)))
    return tuple(result)
