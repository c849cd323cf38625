"""What each repaired group is: title, heading, paragraph … and its clean text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from translate.hanzi import is_cjk, squeeze
from translate.ingest import shapes
from translate.ingest.hints import Hints
from translate.ingest.repair import HEADING_WIDTH, Group, Repaired
from translate.model import INSERTED, Block, BlockKind, RawText, Span, Step


def _text_and_offsets(raw: RawText, group: Group) -> tuple[str, tuple[int, ...], tuple[Span, ...]]:
    """The group's characters with their raw offsets, and the spaces that were left out.

    White space next to a Chinese character is the extractor's; between Latin
    words or figures it is the author's and stays, as one space.
    """
    chars: list[tuple[str, int]] = []
    for line, glue in zip(group.lines, (*group.glues, ""), strict=True):
        start, end = line.span
        chars.extend((raw.text[offset], offset) for offset in range(start, end))
        chars.extend((char, INSERTED) for char in glue)
    following = _following(chars)
    kept: list[tuple[str, int]] = []
    dropped: list[Span] = []
    for index, (char, offset) in enumerate(chars):
        if char.isspace():
            after = following[index]
            before = kept[-1][0] if kept else ""
            if not before or not after or before.isspace() or is_cjk(before) or is_cjk(after):
                if dropped and dropped[-1][1] == offset:
                    dropped[-1] = (dropped[-1][0], offset + 1)
                elif offset != INSERTED:
                    dropped.append((offset, offset + 1))
                continue
            char = " "  # noqa: PLW2901
        kept.append((char, offset))
    return "".join(c for c, _ in kept), tuple(o for _, o in kept), tuple(dropped)


def _following(chars: Sequence[tuple[str, int]]) -> list[str]:
    """For each position the next character that is no white space, or ``""``."""
    result = [""] * len(chars)
    for index in range(len(chars) - 2, -1, -1):
        char = chars[index + 1][0]
        result[index] = result[index + 1] if char.isspace() else char
    return result


def _kind(group: Group, hints: Hints, seen: Sequence[BlockKind]) -> tuple[BlockKind, int, str]:
    """Kind, heading level, and the reason."""
    bare = squeeze(group.text)
    first = group.lines[0].text
    if hints.title and bare == squeeze(hints.title):
        return "title", 1, "the title in sources.toml"
    if bare in {squeeze(author) for author in hints.authors} or shapes.is_lead_author(first):
        return "byline", 0, "the author's name"
    if hints.affiliation and bare == squeeze(hints.affiliation):
        return "affiliation", 0, "the affiliation in sources.toml"
    if "note" in seen and ((hints.publisher and bare == squeeze(hints.publisher)) or "contact" in seen):
        return "contact", 0, "the issuer's address block"
    layout = group.lines[0].layout
    if layout.kind is not None:
        return layout.kind, layout.level, "the format’s own structure"
    if shapes.is_caption(group.text):
        return "caption", 0, "a caption's mark"
    if shapes.is_note(first):
        return "note", 0, "an editor's note"
    level = shapes.heading_level(first)
    if level and not shapes.is_closed(first):
        return "heading", level + 1, "a heading's number"
    if group.bullet:
        return "bullet", 0, "a space where the bullet's glyph was"
    if len(group.lines) == 1 and len(bare) * 2 <= HEADING_WIDTH and shapes.is_plain_phrase(bare):
        if not hints.title and "title" not in seen:
            return "title", 1, "the first short line"
        return "heading", 2, "a short line without punctuation"
    return "paragraph", 0, "running text"


def structure(raw: RawText, repaired: Repaired, hints: Hints) -> tuple[tuple[Block, ...], tuple[Step, ...]]:
    """Groups to blocks, and a step for each decision."""
    blocks: list[Block] = []
    steps: list[Step] = []
    seen: list[BlockKind] = []
    for group in repaired.groups:
        kind, level, reason = _kind(group, hints, seen)
        seen.append(kind)
        text, offsets, dropped = _text_and_offsets(raw, group)
        lines = (group.lines[0].number, group.lines[-1].number)
        spans: tuple[Span, ...] = tuple(line.span for line in group.lines)
        pages = [line.raw.page for line in group.lines if line.raw.page is not None]
        steps.append(Step("kind", lines, f"{kind}: {reason}"))
        if dropped:
            count = sum(end - start for start, end in dropped)
            reason = f"{count} space(s) beside Chinese characters left out"
            steps.append(Step("space", lines, reason, spans=dropped))
        blocks.append(
            Block(kind, text, offsets, spans, lines, level, (pages[0], pages[-1]) if pages else None)
        )
    return _levels_closed(blocks), tuple(steps)


def _levels_closed(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Heading levels without gaps: a paper that begins with 一、 has it at level 2."""
    used = sorted({block.level for block in blocks if block.kind == "heading"})
    rank = {level: number for number, level in enumerate(used, start=2)}
    return tuple(
        replace(block, level=rank[block.level]) if block.kind == "heading" else block for block in blocks
    )
