"""What each repaired group is: title, heading, paragraph … and its clean text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from translate.hanzi import squeeze
from translate.ingest import imprint, shapes
from translate.ingest.hints import Hints
from translate.ingest.lines import Group
from translate.ingest.marks import beside_date, lists_names
from translate.ingest.page import HEADING_WIDTH
from translate.ingest.repair import Repaired
from translate.ingest.wording import wording
from translate.model import Block, BlockKind, RawText, Span, Step

_FRONT = 8
"""Blocks at a paper's start among which its title, author and affiliation stand."""

_UNNUMBERED = 0
"""Rank of headings without a number: above all numbers."""

_DEEPEST = 6

_CAPTION = 60
"""Characters that a picture's description has at most, where no mark tells."""

_ITEM_WIDTH = 56
"""Cells of a question that can still be a numbered heading."""

_HEADINGS_ONLY = 4
"""Ranks up to 壹、 number parts of a paper, even where no text stands between them."""


_ADDRESS_END = re.compile(
    r"[^。；！？@]{0,30}(?:(?:https?://|www\.)[!-~]+|(?<![\w.+-])[\w.+-]{1,64}@[\w.-]{1,255})", re.ASCII
)
_CLOCK = re.compile(r"\s*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?\s*$")
_DATED_WIDTH = 20
"""Characters that may stand beside a date below the title: a body, a series, a number."""

Kind = tuple[BlockKind, int, str]
"""Kind, heading rank, and the reason."""


@dataclass(slots=True)
class _Classifier:
    """Decides kinds in order; what came before counts."""

    hints: Hints
    repaired: Repaired
    seen: set[BlockKind] = field(default_factory=set)
    last: BlockKind | None = None
    sections: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        """Find the glyphs that stand before headings, which only the whole paper tells."""
        self.sections = _section_marks(self.repaired)

    def kind(self, groups: Sequence[Group], index: int) -> Kind:
        """What ``groups[index]`` is."""
        group = groups[index]
        decided = (
            self._as_told(group)
            or self._as_marked(group, index)
            or self._as_front(groups, index)
            or self._as_item_of_row(groups, index)
            or self._as_sender(groups, index)
            or self._as_heading(group, index)
        )
        if decided is None and group.bullet:
            decided = "bullet", 0, "a space where the bullet's glyph was"
        kind, rank, reason = decided or ("paragraph", 0, "running text")
        self.seen.add(kind)
        self.last = kind
        return kind, rank, reason

    def _as_told(self, group: Group) -> Kind | None:
        """By what ``sources.toml`` or the format says."""
        hints = self.hints
        first = group.lines[0]
        named = hints.title or hints.authors or hints.affiliation or hints.publisher
        bare = squeeze(group.text) if named else ""
        if hints.title and bare == squeeze(hints.title):
            return "title", 1, "the title in sources.toml"
        if bare in {squeeze(author) for author in hints.authors} or shapes.is_lead_author(first.clean):
            return "byline", 0, "the author's name"
        if hints.affiliation and bare == squeeze(hints.affiliation):
            return "affiliation", 0, "the affiliation in sources.toml"
        publisher = squeeze(hints.publisher)
        if publisher and "note" in self.seen and (bare == publisher or "contact" in self.seen):
            return "contact", 0, "the issuer's address block"
        if first.layout.kind is not None:
            return first.layout.kind, first.layout.level, "the format’s own structure"
        return None

    def _as_marked(self, group: Group, index: int) -> Kind | None:
        """By a mark that its first line begins with."""
        marks = self.repaired.marks
        first = group.lines[0]
        if group.row:
            return "paragraph", 0, "a row of a table"
        if shapes.is_note(first.clean):
            return "note", 0, "a note's mark"
        if first.number in marks.entries:
            return "note", 0, "an entry of a bibliography or an endnote"
        if shapes.begins_caption(first.text) or shapes.is_caption(group.text):
            return "caption", 0, "a caption's mark"
        if len(group.text) <= _CAPTION and shapes.is_pictured(group.text):
            return "caption", 0, "it tells of a picture"
        if len(group.lines) == 1 and first.number in marks.credits:
            return "byline", 0, "who wrote or edited it, or when"
        if first.number in marks.contacts:
            return "contact", 0, "a line of an address"
        if first.number in marks.fields:
            return "contact", 0, "a field of a letter's or minutes' head"
        return self._as_worded(group, index)

    def _as_worded(self, group: Group, index: int) -> Kind | None:
        """By what the whole of it says, where its mark may mean several things."""
        first = group.lines[0]
        if len(group.text) <= _CAPTION and shapes.is_remark(group.text):
            return "note", 0, "an editor's remark on the text"
        if first.number in self.repaired.marks.bullets:
            if len(group.text) <= _CAPTION and self._is_pictures_mark(group, index):
                return "caption", 0, "the mark of a picture's caption"
            if group.text[0] in self.sections:
                return "heading", _UNNUMBERED, "a mark before short lines with text below each"
            return "bullet", 0, "a bullet's glyph"
        if len(group.lines) == 1 and _ADDRESS_END.fullmatch(first.text):
            return "contact", 0, "it ends with an address of the net"
        return None

    def _is_pictures_mark(self, group: Group, index: int) -> bool:
        """Whether the glyph is one of captions, and no item beside it bears the same."""
        mark = shapes.picture_mark(group.text)
        groups = self.repaired.groups
        beside = groups[max(0, index - 1) : index] + groups[index + 1 : index + 2]
        return bool(mark) and not any(other.text.startswith(mark) for other in beside)

    def _as_item_of_row(self, groups: Sequence[Group], index: int) -> Kind | None:
        """Numbers of whole sentences in a row, or of phrases that follow at once, begin items."""
        marks = self.repaired.marks
        group = groups[index]
        mark = marks.numbers.get(group.first.number)
        if mark is None or (shapes.is_question(group.text) and len(group.text) * 2 <= _ITEM_WIDTH):
            return None
        if shapes.ends_sentence(group.text) or "。" in group.text:
            return ("bullet", 0, "an item's number") if marks.has_siblings(mark) else None

        def beside(other: int, step: int) -> bool:
            found = marks.numbers.get(groups[other].first.number) if 0 <= other < len(groups) else None
            return found is not None and found.style == mark.style and found.value == mark.value + step

        if mark.rank > _HEADINGS_ONLY and (beside(index + 1, 1) or beside(index - 1, -1)):
            return "bullet", 0, "one of several numbers without text between them"
        return None

    def _as_front(self, groups: Sequence[Group], index: int) -> Kind | None:
        """Title, author and affiliation that the paper's entry does not give."""
        group = groups[index]
        first = group.lines[0]
        if len(group.lines) == 1 and first.cells <= HEADING_WIDTH:
            text = imprint.plain(first.text)
            if index < _FRONT and not {"paragraph", "bullet"} & self.seen and index:
                if not self.hints.authors and _names_author(text):
                    return "byline", 0, "a person's name at the paper's head"
                if not self.hints.affiliation and self.last == "byline" and imprint.post(text):
                    return "affiliation", 0, "a post below the author's name"
                if (
                    not self.hints.affiliation
                    and imprint.body(text)
                    and _is_named(groups[index + 1 : index + 2])
                ):
                    return "affiliation", 0, "a body above the author's name"
                if _is_dated(first.text) and not self.repaired.marks.numbers.get(first.number):
                    return "byline", 0, "a date below the title"
        if index or self.hints.title or not (self._is_heading(group) or _asks(group)):
            return None
        mark = self.repaired.marks.numbers.get(first.number)
        others = [one for one in self.repaired.marks.numbers.values() if mark and one.style == mark.style]
        if mark is None or (mark.value > 1 and len(others) == 1):
            return "title", 1, "the first short line"
        return None

    def _is_heading(self, group: Group) -> bool:
        """Whether the group is short, ends no sentence, and is not cut off."""
        text = group.text
        if len(group.lines) > 3 or shapes.goes_on(text) or text[0] in "(（":  # noqa: PLR2004
            return False
        if len(text) == 1 or shapes.is_keywords(text) or lists_names(group.first):
            return False
        page = self.repaired.page
        if len(group.lines) == 1 and len(squeeze(text)) * 2 <= HEADING_WIDTH and shapes.is_plain_phrase(text):
            return True
        if shapes.is_closed(text) or "。" in text:
            return False
        if page.full is not None and group.first.layout.full is None:
            # running text that does not end goes on: what was parted from it is no running text
            return group is not self.repaired.groups[-1] or page.ends_short(group.lines[-1])
        return page.whole and sum(line.cells for line in group.lines) <= HEADING_WIDTH

    def _as_heading(self, group: Group, index: int) -> Kind | None:
        first = group.lines[0]
        mark = self.repaired.marks.numbers.get(first.number)
        question = shapes.is_question(group.text) and len(group.text) * 2 <= _ITEM_WIDTH
        if mark is not None and (question or not shapes.ends_sentence(group.text)):
            return "heading", mark.rank, "a heading's number"
        if mark is None and not group.bullet and self._is_heading(group):
            if not self.hints.title and "title" not in self.seen and index < _FRONT and not index:
                return "title", 1, "the first short line"
            if index == len(self.repaired.groups) - 1:
                return None  # below the last line nothing stands that it could head
            return "heading", _UNNUMBERED, "a short line without a sentence end"
        return None

    def _as_sender(self, groups: Sequence[Group], index: int) -> Kind | None:
        """The name above an address."""
        group = groups[index]
        following = groups[index + 1].first.number if index + 1 < len(groups) else 0
        if following in self.repaired.marks.contacts and len(group.lines) == 1 and self._is_heading(group):
            return "contact", 0, "the name above an address"
        return None


def _section_marks(repaired: Repaired) -> frozenset[str]:
    """Glyphs that stand, all over the paper, before short phrases with running text below each."""
    bullets = repaired.marks.bullets
    seen: Counter[str] = Counter()
    good: Counter[str] = Counter()
    groups = repaired.groups
    for index, group in enumerate(groups):
        if group.first.number not in bullets:
            continue
        below = groups[index + 1] if index + 1 < len(groups) else None
        glyph = group.text[0]
        seen[glyph] += 1
        short = len(group.lines) == 1 and group.first.cells <= HEADING_WIDTH
        heads = below is not None and "。" in below.text and below.first.number not in bullets
        good[glyph] += short and heads and shapes.is_plain_phrase(group.text)
    return frozenset(glyph for glyph, count in seen.items() if count > 1 and good[glyph] == count)


def _names_author(text: str) -> bool:
    """Whether the line is persons' names, or one with a post behind it."""
    before, bracket, behind = text.partition("(")
    if bracket and behind.endswith(")") and imprint.names(before):
        return True
    return bool(imprint.names(text) or imprint.named_with_post(text)[0])


def _is_named(groups: Sequence[Group]) -> bool:
    """Whether the first of ``groups`` is a person's name."""
    return bool(groups) and len(groups[0].lines) == 1 and bool(imprint.names(groups[0].first.text))


def _asks(group: Group) -> bool:
    """Whether the group is one short question, as titles are."""
    text = group.text
    return (
        len(group.lines) == 1
        and group.first.cells <= _ITEM_WIDTH
        and shapes.is_question(text)
        and "。" not in text
    )


def _is_dated(text: str) -> bool:
    """Whether a line of front matter begins or ends with a date and says little else."""
    text = _CLOCK.sub("", text)
    phrase = shapes.is_plain_phrase(imprint.plain(text)) and text[:1] not in "—－-─"
    rest = beside_date(text) if phrase else None
    return rest is not None and len(squeeze(rest)) <= _DATED_WIDTH


def structure(raw: RawText, repaired: Repaired, hints: Hints) -> tuple[tuple[Block, ...], tuple[Step, ...]]:
    """Groups to blocks, and a step for each decision."""
    classifier = _Classifier(hints, repaired)
    blocks: list[Block] = []
    ranks: list[int] = []
    steps: list[Step] = []
    for index, group in enumerate(repaired.groups):
        kind, rank, reason = classifier.kind(repaired.groups, index)
        text, offsets, dropped = wording(raw, group)
        lines = (group.lines[0].number, group.lines[-1].number)
        spans: tuple[Span, ...] = tuple(line.span for line in group.lines)
        pages = [line.raw.page for line in group.lines if line.raw.page is not None]
        steps.append(Step("kind", lines, f"{kind}: {reason}"))
        if dropped:
            count = sum(end - start for start, end in dropped)
            between = "between all characters" if group.first.spaced else "beside Chinese characters"
            steps.append(Step("space", lines, f"{count} space(s) {between} left out", spans=dropped))
        blocks.append(
            Block(kind, text, offsets, spans, lines, rank, (pages[0], pages[-1]) if pages else None)
        )
        ranks.append(rank)
    return _levels_closed(blocks, ranks), tuple(steps)


def _levels_closed(blocks: Sequence[Block], ranks: Sequence[int]) -> tuple[Block, ...]:
    """Heading levels without gaps: a paper that begins with 一、 has it at level 2."""
    pairs = list(zip(blocks, ranks, strict=True))
    used = sorted({rank for block, rank in pairs if block.kind == "heading" and rank != _UNNUMBERED})
    level = {rank: min(number, _DEEPEST) for number, rank in enumerate(used, start=2)} | {_UNNUMBERED: 2}
    return tuple(
        replace(block, level=level[rank]) if block.kind == "heading" else block for block, rank in pairs
    )
