"""Sentences with stable ids. The segments of a block concatenate to the block."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from translate.hanzi import CLAUSE_END, CLOSERS, OPENERS, PAIRS, SENTENCE_END
from translate.model import Block, Segment

CONTINUES = "的，、；：。！？,"
"""After a closing quotation mark these go on with the sentence that holds it."""


def _unmatched(text: str) -> set[int]:
    """Positions of brackets without a partner: they must not hold a sentence open."""
    stack: list[int] = []
    lost: set[int] = set()
    for position, char in enumerate(text):
        if char in OPENERS:
            stack.append(position)
        elif char in CLOSERS:
            if stack and text[stack[-1]] == PAIRS[char]:
                stack.pop()
            else:
                lost.add(position)
    return lost | set(stack)


def split(text: str) -> list[str]:
    """``text`` as sentences, every character kept.

    A sentence ends at 。！？, and at ； outside brackets; closing marks stay with
    it. Sentences inside 「」 or （） stay together, except that a quotation which
    itself ends a sentence (``。」``) ends the outer one too, unless the outer one
    plainly goes on.
    """
    lost = _unmatched(text)
    parts: list[str] = []
    start = depth = 0
    position = 0
    while position < len(text):
        char = text[position]
        if char in OPENERS and position not in lost:
            depth += 1
        elif char in CLOSERS and position not in lost:
            depth -= 1
        position += 1
        ended = char in SENTENCE_END or (char in CLAUSE_END and depth == 0)
        if not ended:
            continue
        if char in SENTENCE_END:
            while position < len(text) and text[position] in CLOSERS + SENTENCE_END:
                if text[position] in CLOSERS and position not in lost:
                    depth -= 1
                position += 1
        inside = text[position - 1] in CLOSERS and position < len(text) and text[position] in CONTINUES
        if depth == 0 and not inside:
            while position < len(text) and text[position].isspace():
                position += 1
            parts.append(text[start:position])
            start = position
    if start < len(text):
        parts.append(text[start:])
    return parts


def segment_id(slug: str, text: str, occurrence: int) -> str:
    """Slug and ten hex digits of SHA-256 over text and its occurrence number (from 1)."""
    digest = hashlib.sha256(f"{occurrence}\0{text}".encode()).hexdigest()
    return f"{slug}.{digest[:10]}"


def segmented(slug: str, blocks: Iterable[Block]) -> tuple[Block, ...]:
    """``blocks`` with their segments. Equal sentences are told apart by occurrence."""
    seen: Counter[str] = Counter()
    result = []
    for block in blocks:
        segments = []
        start = 0
        # a heading is one unit, whatever stands inside
        whole = block.kind in {"title", "heading"}
        for text in [block.text] if whole else split(block.text):
            seen[text] += 1
            segments.append(Segment(segment_id(slug, text, seen[text]), text, start))
            start += len(text)
        result.append(replace(block, segments=tuple(segments)))
    return tuple(result)
