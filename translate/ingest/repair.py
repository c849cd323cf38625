"""Broken lines joined, furniture set apart, every decision recorded with its reason.

Extractors break Chinese at the column's edge, not at the sentence. Three things
tell where a paragraph really ends: how it ends (sentence end or not), how wide
its last line is against the page's own width, and marks that the extractor
leaves (white space at a paragraph's end, an indent at its start, blank lines).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import inf

from translate.hanzi import CLOSERS, is_cjk, squeeze
from translate.ingest import imprint, shapes
from translate.ingest.footnotes import page_feet
from translate.ingest.furniture import cut_furniture
from translate.ingest.hints import Hints
from translate.ingest.lines import Group, Line, lines_of_text
from translate.ingest.marks import Marks, find_marks, lists_names
from translate.ingest.page import HEADING_WIDTH, Page, is_phrase_heading, measure
from translate.model import Furniture, RawText, Step

PINNED = "pinned in sources.toml"
"""The reason of a join or break that a person ordered; it goes before every rule."""


_TITLE_LINES = 4
"""Lines that a title has at most."""

_HYPHENED = re.compile(r"[^\W_][-\u2010\u2011]$|[0-9]–$")
"""A hyphen at a line's end that parts no words; a dash has a space before it, or is longer."""

_IN_ADDRESS = "/-_=&?#%."
"""Marks at which an address of the net is broken over two lines."""


@dataclass(frozen=True, slots=True)
class Repaired:
    """The result of repair: groups in order, furniture, and the decisions."""

    groups: tuple[Group, ...]
    furniture: tuple[Furniture, ...]
    steps: tuple[Step, ...]
    page: Page
    marks: Marks


def _glue(left: str, right: str) -> str:
    """Chinese joins without a space; Latin words that were broken apart get one back."""
    if is_cjk(left[-1]) or is_cjk(right[0]) or left[-1] in "([{<" or right[0] in ")]}>,;:!?%":
        return ""
    if _HYPHENED.search(left) and right[0].isalnum():
        return ""  # Indo-Pacific, 1980-90: the hyphen is the word's own, and stays
    address = "://" in left.rsplit(maxsplit=1)[-1] and (left[-1] in _IN_ADDRESS or right[0] in _IN_ADDRESS)
    return "" if address else " "


class _Joiner:
    """Decides for each pair of neighbouring lines: one block or two."""

    def __init__(self, lines: Sequence[Line], page: Page, hints: Hints, marks: Marks) -> None:
        self.page = page
        self.marks = marks
        self.joins = frozenset(hints.joins)
        self.breaks = frozenset(hints.breaks)
        self.title = squeeze(hints.title)
        named = (hints.title, hints.affiliation, hints.publisher, *hints.authors)
        self.own = {squeeze(text) for text in named if text}
        self.before = {right.number: left.number for left, right in pairwise(lines)}
        self.after = {left.number: right for left, right in pairwise(lines)}
        self.first = lines[0].number if lines else 0
        self.contact = False

    def decide(self, group: Sequence[Line], right: Line) -> tuple[bool, str]:
        """Whether ``right`` continues ``group``, and why."""
        left = group[-1]
        pairs = {(left.number, right.number), (self.before.get(right.number, 0), right.number)}
        if pairs & (self.joins | self.breaks):
            return bool(pairs & self.joins), PINNED
        if right.layout.begins is not None:
            told = "begins a block here" if right.layout.begins else "goes on with the block"
            return not right.layout.begins, f"the format {told}"
        if self.contact:
            return self._within_contact(left, right)
        if shapes.cannot_begin(right.clean) and not shapes.is_closed(left.clean):
            return True, "what follows cannot begin a line of its own"
        if not right.clean.strip(CLOSERS) and shapes.has_open_bracket("".join(line.clean for line in group)):
            return True, "it closes a bracket that is open"
        decided = (
            self._by_words(group, right)
            or self._alone(group, right)
            or self._at_mark(group, right)
            or self._at_heading(group, right)
            or self._in_notes(left, right)
        )
        return decided or self._within_paragraph(left, right)

    def _by_words(self, group: Sequence[Line], right: Line) -> tuple[bool, str] | None:
        """What the words themselves tell: a caption's source, the title's parts, names of persons."""
        left, first = group[-1], group[0]
        if shapes.is_closed(left.clean) and shapes.tells_source(first.clean, right.clean):
            return True, "the picture's source belongs to its caption"
        if self.title and len(group) < _TITLE_LINES and self.title != squeeze(first.text):
            so_far = squeeze("".join(line.text for line in group)) + squeeze(right.text)
            if self.title.startswith(so_far):
                return True, "together they are the title in sources.toml"
        titled = first.number == self.first and len(group) < _TITLE_LINES and not self.page.is_open(left)
        if titled and not shapes.goes_on(left.clean) and imprint.names(right.text):
            return False, "a person's name below the title stands alone"
        if len(group) == 1 and lists_names(left) and not imprint.names(right.text):
            return False, "names behind a colon stand alone"
        return None

    def _alone(self, group: Sequence[Line], right: Line) -> tuple[bool, str] | None:
        """Lines that make a block by themselves: title, credits, fields, cells, sources."""
        left, first = group[-1], group[0]
        if self._is_own_line(left) or self._is_own_line(right):
            return False, "title, author or affiliation stands alone"
        if left.number in self.marks.rows or right.number in self.marks.rows:
            return False, "a row of a table stands alone"
        marks = self.marks
        if right.number in marks.credits or (left.number in marks.credits and len(group) == 1):
            return False, "who wrote or edited it, or when, stands alone"
        inside = shapes.has_open_bracket(left.clean) and not shapes.is_closed(left.clean)
        if (right.number in marks.fields or right.number in marks.contacts) and not inside:
            return False, "a field of a letter's head or address begins"
        if shapes.is_keywords(right.clean):
            return False, "keywords begin"
        field = first.number in marks.fields and not self._runs_on(left, right)
        if field or first.number in marks.contacts:
            return False, "a field of a letter's head or address ends with its line"
        return None

    def is_row(self, line: Line) -> bool:
        """Whether ``line`` is a row of a table, by its neighbours or because the format parts its cells."""
        return line.number in self.marks.rows or (line.layout.begins is True and "\t" in line.text)

    def _is_own_line(self, line: Line) -> bool:
        """Title, by-line and affiliation, as the paper's entry gives them."""
        return squeeze(line.text) in self.own or shapes.is_lead_author(line.clean)

    def _runs_on(self, left: Line, right: Line) -> bool:
        """Whether ``left`` is full and no sentence ends with it."""
        return (
            self.page.is_open(left)
            and not self.page.ends_short(left, right)
            and not shapes.ends_sentence(left.clean)
            and not self.page.is_set_in(right)
            and not self.page.is_apart(right)
        )

    def _at_mark(self, group: Sequence[Line], right: Line) -> tuple[bool, str] | None:
        """Whether a mark at the start of ``right`` begins a block: note, caption, bullet, number, speaker."""
        left, first = group[-1], group[0]
        ended = shapes.is_closed(left.clean) or self._ends(left, right) or shapes.begins_caption(first.text)
        if shapes.is_note(right.clean):
            return False, "a note begins"
        if shapes.begins_caption(right.text) and (ended or self.page.is_apart(right)):
            return False, "a caption begins"
        if shapes.begins_caption(first.text) and not self._runs_on(left, right):
            return False, "the caption ends with its line"
        if right.number in self.marks.bullets and not (
            shapes.goes_on(left.clean) and self._runs_on(left, right)
        ):
            return False, "a bullet begins"
        if right.number in self.marks.numbers:
            ended = ended or self.marks.follows(right.number, group)
            if ended and not (shapes.has_open_bracket(left.clean) and not shapes.is_closed(left.clean)):
                return False, "a number begins"
        if right.number in self.marks.speakers and ended:
            return False, "a speaker's name begins"
        return None

    def _ends(self, left: Line, right: Line) -> bool:
        """Whether ``left`` ends a block though no sentence ends with it."""
        if shapes.goes_on(left.clean) or shapes.has_open_bracket(left.clean):
            return False
        if self.page.whole:
            return left.cells <= HEADING_WIDTH
        return self.page.ends_short(left, right) or self.page.is_set_in(right)

    def _at_heading(self, group: Sequence[Line], right: Line) -> tuple[bool, str] | None:
        """Whether ``group`` is a heading, and ends."""
        left, first = group[-1], group[0]
        if first.number == self.first and first.clean[-1] in "：:" and is_phrase_heading(right, self.page):
            return True, "the title cannot end with a colon"
        if first.number in self.marks.numbers and not shapes.is_closed(group[0].clean):
            return self._within_heading(group, right)
        fits = self.page.full is None or first.layout.full is not None or self.page.ends_short(first, right)
        if len(group) == 1 and is_phrase_heading(first, self.page) and fits and not self.page.is_open(first):
            if shapes.goes_on(first.clean) and is_phrase_heading(right, self.page):
                return True, "the heading cannot end here"
            return False, "a short line without punctuation is a heading"
        if not shapes.is_closed(left.clean):
            if self.page.full is not None and self._ends(left, right):
                return False, "the line ends short though no sentence ends: no running text"
            if self.page.whole and len(group) == 1 and self._ends(left, right):
                return False, "a short line among whole paragraphs is a heading"
        return None

    def _within_heading(self, group: Sequence[Line], right: Line) -> tuple[bool, str]:
        left = group[-1]
        if self.page.full is None and left.layout.full is None:
            return False, "a numbered heading of one line"
        if self.page.is_set_in(right) or self.page.is_apart(right):
            return False, "the heading ends: what follows is set apart from it"
        if self.page.marks_ends and not left.trail:
            return True, "the heading's line has no end mark: it is wrapped"
        if not self.page.marks_ends and self.page.is_open(left) and not shapes.is_closed(left.clean):
            if self.page.ends_short(left, right):
                return False, "the heading ends short of the next word"
            return True, "the heading fills its line: it is wrapped"
        return False, "the heading ends with its line"

    def _stands_short(self, line: Line) -> bool:
        """Whether ``line`` ends short, and no sentence with it: running text would have filled it."""
        after = self.after.get(line.number)
        if after is None or shapes.is_closed(line.clean) or shapes.goes_on(line.clean):
            return False
        return not shapes.has_open_bracket(line.clean) and self.page.ends_short(line, after)

    def _in_notes(self, left: Line, right: Line) -> tuple[bool, str] | None:
        """In a bibliography every entry begins a block."""
        if right.number not in self.marks.entries:
            return None
        if left.number not in self.marks.entries:
            return False, "the list begins"
        if shapes.is_closed(left.clean) and self.page.ends_short(left, right):
            return False, "an entry ends on a short line"
        if shapes.is_closed(left.clean) and (self.page.full is None or not self.page.is_open(left)):
            return False, "an entry ends"
        return None

    def _within_contact(self, left: Line, right: Line) -> tuple[bool, str]:
        wrapped = len(left.clean) > 1 and not left.trail and not shapes.is_closed(left.clean)
        if wrapped and self.page.full and is_cjk(left.clean[-1]) and is_cjk(right.clean[0]):
            return True, "no sentence end"
        return False, "lines of an address stand alone"

    def _within_paragraph(self, left: Line, right: Line) -> tuple[bool, str]:
        if not shapes.is_closed(left.clean):
            return True, "no sentence end"
        if right.number in self.marks.numbers:
            return False, "a sentence end, then a number"
        if self.page.full is None and left.layout.full is None:
            return False, "a sentence end, and paragraphs are not wrapped"
        if self.page.marks_ends and left.trail:
            return False, "a sentence end with the extractor's end mark"
        if self.page.ends_short(left, right):
            return False, "a sentence end on a short line"
        if self.page.is_set_in(right):
            return False, "a sentence end, and the next line is set in"
        if self.page.is_apart(right):
            return False, "a sentence end, then more blank lines than between lines"
        if self._stands_short(right):
            return False, "a sentence end, then a short line that ends none: a heading"
        if shapes.ends_fully(left.clean) and is_phrase_heading(right, self.page):
            return False, "a sentence end, then a short line without punctuation: a heading"
        told = self.page.marks_ends or self.page.set_in or self.page.gap is not None
        if self.page.indents and not told and self.page.starts_in(right):
            return False, "a sentence end, and the next line is narrower by an indent"
        return True, "a sentence end, but the line is full"


def repair(raw: RawText, hints: Hints) -> Repaired:
    """Lines to groups; pure, and the same for the same text and hints."""
    lines, furniture = cut_furniture(lines_of_text(raw), hints)
    page = measure(lines)
    marks = find_marks(lines)
    joiner = _Joiner(lines, page, hints, marks)
    steps = [Step("furniture", item.lines, item.reason, spans=item.spans) for item in furniture]
    feet = page_feet(lines, frozenset(item.lines[0] for item in furniture))
    text = [line for index, line in enumerate(lines) if index not in feet]
    notes = [line for index, line in enumerate(lines) if index in feet]
    first_note = min((line.number for line in lines if shapes.is_note(line.clean)), default=inf)
    groups = _grouped(text, joiner, squeeze(hints.publisher), first_note, steps)
    joiner.contact = False
    groups += _grouped(notes, joiner, "", inf, steps)
    groups.sort(key=lambda group: group.lines[0].span)
    steps = _with_notes(steps, groups, joiner)
    return Repaired(tuple(groups), tuple(furniture), tuple(steps), page, marks)


def _grouped(
    lines: Sequence[Line], joiner: _Joiner, publisher: str, first_note: float, steps: list[Step]
) -> list[Group]:
    """``lines`` as groups; each decision between two of them becomes a step.

    Behind the first note, at its number, the publisher's name begins the address block.
    """
    groups: list[Group] = []
    current: list[Line] = []
    glues: list[str] = []
    bullet = False

    def close() -> None:
        if current:
            row = joiner.is_row(current[0])
            groups.append(Group(tuple(current), tuple(glues), bullet, row))

    for line in lines:
        if publisher and line.number > first_note and squeeze(line.text) == publisher:
            joiner.contact = True
        if current:
            joins, reason = joiner.decide(current, line)
            glue = _glue(current[-1].clean, line.clean) if joins else ""
            steps.append(Step("join" if joins else "break", (current[-1].number, line.number), reason, glue))
            if joins:
                current.append(line)
                glues.append(glue)
                continue
            close()
        # a lone space before a block, after a closed block, is where a bullet's glyph was
        bullet = bool(groups) and joiner.page.marks_ends and line.lead == 1 and line.gap > 0
        current, glues = [line], []
    close()
    return groups


def _with_notes(steps: Sequence[Step], groups: Sequence[Group], joiner: _Joiner) -> list[Step]:
    """``steps`` with one break before each group but the first, from the line above it in the text."""
    breaks = {step.lines[1]: step for step in steps if step.kind == "break"}
    result = [step for step in steps if step.kind != "break" or step.lines[0] == step.lines[1]]
    for group in groups[1:]:
        number = group.lines[0].number
        above = joiner.before.get(number, number)
        step = breaks.get(number) or Step("break", (above, number), "notes stand at the page's foot")
        if step.lines[0] != step.lines[1]:
            known = step.reason == PINNED or step.lines == (above, number)
            result.append(step if known else replace(step, lines=(above, number)))
    return result
