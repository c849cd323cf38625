"""Marks that begin blocks, judged on the whole paper: a number counts where its row is there.

A line that begins with 2. may be an item or the middle of a sentence; where 1.
stands before it, it is an item. The same goes for names with colons, cells of
tables and entries of a bibliography.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from translate.hanzi import HAN, is_cjk, squeeze
from translate.ingest import imprint, shapes
from translate.ingest.lines import Line
from translate.ingest.page import HEADING_WIDTH
from translate.ingest.shapes import Numbering

_STRONG_RANK = 6
"""Ranks up to （一） are numbers wherever they begin a line; 1. and (1) need their row."""

_TWO_CELLS = 2

_CELLS = 6
"""Short lines in a row that make a table: no front matter and no list of headings has as many."""

_CELL_WIDTH = 24
"""Cells of display that a cell of a table has at most, where it stands on a line of its own."""

_FRONT = 2
"""Lines at the paper's start that are its title."""

_PARTING = " :/|·["
"""What parts a date from what stands beside it: without it the date is part of a phrase."""

_TEXT = "[^，。；：！？「」]"
_ISSUE = re.compile(rf"{_TEXT}{{2,24}}第[0-9〇零一二三四五六七八九十百]{{1,4}}[期卷號号輯辑]{_TEXT}{{0,12}}")
_PLACE = re.compile(rf"[{HAN}]{{2,8}}")
"""What may stand beside a date: where a communiqué was signed."""


@dataclass(frozen=True, slots=True)
class Marks:
    """Line numbers, by what begins there.

    Attributes:
        bullets: a bullet's glyph.
        numbers: a heading's or an item's number.
        values: how often each style and value of number is there.
        speakers: a speaker's name and a colon.
        rows: a row of a table.
        entries: a line of a bibliography or of endnotes.
        credits: a whole line that says who wrote or edited it, or when.
        contacts: a line of an address block.
        fields: a field of a letter's or minutes' head.
    """

    bullets: frozenset[int]
    numbers: dict[int, Numbering]
    values: Counter[tuple[str, int]]
    speakers: frozenset[int]
    rows: frozenset[int]
    entries: frozenset[int]
    credits: frozenset[int]
    contacts: frozenset[int]
    fields: frozenset[int]

    def follows(self, number: int, group: Sequence[Line]) -> bool:
        """Whether the number at line ``number`` is the next one after that of ``group``."""
        own, before = self.numbers[number], self.numbers.get(group[0].number)
        return before is not None and own.style == before.style and own.value == before.value + 1

    def has_siblings(self, mark: Numbering) -> bool:
        """Whether the number before or after ``mark`` is there, too."""
        return bool(self.values[mark.style, mark.value - 1] or self.values[mark.style, mark.value + 1])


def find_marks(lines: Sequence[Line]) -> Marks:
    """The marks of a paper; the same for the same lines."""
    numbers = _numbers(lines)
    return Marks(
        _bullets(lines),
        numbers,
        Counter((mark.style, mark.value) for mark in numbers.values()),
        _speakers(lines),
        _rows(lines),
        _entries(lines, numbers),
        frozenset(line.number for line in lines if shapes.is_credit(line.clean) or _is_dateline(line)),
        frozenset(line.number for line in lines if shapes.is_contact(line.clean)),
        frozenset(line.number for line in lines if shapes.is_field(line.clean)),
    )


def lists_names(line: Line) -> bool:
    """Whether names of persons and nothing else stand behind a colon (提案人：…)."""
    _, colon, rest = line.text.replace(":", "：").partition("：")
    return bool(colon) and bool(imprint.names(rest.strip()))


def _is_dateline(line: Line) -> bool:
    """Whether the line is a date, a date and a place, or an issue (series and number) and its date."""
    rest = beside_date(line.text)
    if rest and _ISSUE.fullmatch(squeeze(rest)):  # a masthead: its parts stand wide apart
        return True
    if line.cells > HEADING_WIDTH or shapes.ends_sentence(line.clean):
        return False
    return bool(imprint.lone_date(imprint.plain(line.text)) or (rest and _PLACE.fullmatch(squeeze(rest))))


def beside_date(text: str) -> str | None:
    """What stands beside the date that ``text`` begins or ends with, parted from it; else ``None``."""
    found = imprint.find_date(unicodedata.normalize("NFKC", text).strip())
    if found is None:
        return None
    # one space holds the date's place
    rest = found[1]
    parted = (rest[0] == " " and rest[1:2] in _PARTING) or (rest[-1] == " " and rest[-2:-1] in _PARTING)
    return rest.strip() if parted or not rest.strip() else None


def _bullets(lines: Sequence[Line]) -> frozenset[int]:
    found: defaultdict[str, list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        if shapes.bullet_end(line.clean):
            found[line.clean[0]].append(index)
    result: set[int] = set()
    for glyph, places in found.items():
        for index in places:
            # a dash or a dot may go on with a sentence; several, or one behind a sentence's end, do not
            sure = glyph not in "－—–─-‧·*□" or shapes.is_closed(lines[index - 1].clean)
            if sure or len(places) > 1 or not index:
                result.add(lines[index].number)
    return frozenset(result)


def _numbers(lines: Sequence[Line]) -> dict[int, Numbering]:
    found = [(line, mark) for line in lines if (mark := shapes.numbering(_for_numbers(line)))]
    seen: defaultdict[str, set[int]] = defaultdict(set)
    later: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for _, mark in found:
        later[mark.style][mark.value] += 1
    result: dict[int, Numbering] = {}
    for line, mark in found:
        later[mark.style][mark.value] -= 1
        begins = mark.value == 1 and later[mark.style][2] > 0
        if mark.rank <= _STRONG_RANK or begins or mark.value - 1 in seen[mark.style]:
            result[line.number] = mark
            seen[mark.style].add(mark.value)
    return result


def _for_numbers(line: Line) -> str:
    """The line with the space behind 第一章, which its ``clean`` text has not."""
    return line.clean if line.spaced else line.text if line.text.startswith("第") else line.clean


def _speakers(lines: Sequence[Line]) -> frozenset[int]:
    """Names with colons that begin lines, where one of them comes again or it is question and answer."""
    found = [(line.number, who) for line in lines if (who := shapes.speaker(line.clean))]
    counts = Counter(who for _, who in found)
    again = any(count > 1 for count in counts.values())
    if len(found) < 3 or not again:  # noqa: PLR2004
        return frozenset()
    return frozenset(number for number, _ in found)


def _rows(lines: Sequence[Line]) -> frozenset[int]:
    """Lines of several cells, beside others of as many."""
    result: set[int] = set()
    for left, right in pairwise(lines):
        cells = (left.cells_in_row, right.cells_in_row)
        alike = min(cells) >= _TWO_CELLS and max(cells) > _TWO_CELLS and abs(cells[0] - cells[1]) <= 1
        tabs = min(cells) == max(cells) == _TWO_CELLS and "\t" in left.text and "\t" in right.text
        if (alike or tabs) and right.gap <= 1 and _is_tabular(left) and _is_tabular(right):
            result |= {left.number, right.number}
    return frozenset(result) | _cells(lines)


def _cells(lines: Sequence[Line]) -> frozenset[int]:
    """Cells that became lines of their own: many short phrases, one behind the other."""
    result: set[int] = set()
    run: list[int] = []
    for index, line in enumerate([*lines, None]):
        if (
            line is not None
            and index >= _FRONT
            and _is_cell(line)
            and (not run or line.gap <= lines[index - 1].gap)
        ):
            run.append(line.number)
            continue
        if len(run) >= _CELLS:
            result.update(run)
        run = []
    return frozenset(result)


def _is_cell(line: Line) -> bool:
    short = line.cells <= _CELL_WIDTH and shapes.is_plain_phrase(line.clean)
    return short and not shapes.heading_level(line.clean) and not shapes.bullet_end(line.clean)


def _is_tabular(line: Line) -> bool:
    """Whether the line's cells are Chinese words or figures, as those of justified English are not."""
    words = line.text.split()
    told = sum(is_cjk(word[0]) or word[0].isdigit() or not word[0].isalpha() for word in words)
    return told * 2 >= len(words) and not shapes.ends_sentence(line.clean)


def _entries(lines: Sequence[Line], numbers: dict[int, Numbering]) -> frozenset[int]:
    """Lines below the heading of a bibliography, up to the next heading of its rank."""
    result: set[int] = set()
    inside: int | None = None
    for index, line in enumerate(lines):
        rank = numbers[line.number].rank if line.number in numbers else 0
        if shapes.heads_notes(line.clean):
            inside = rank
            continue
        if inside is None:
            continue
        closed = shapes.is_closed(line.clean)
        if rank and not closed and line.cells <= HEADING_WIDTH and index + 1 < len(lines):
            if inside and rank <= inside:
                inside = None
            continue
        if line.clean.startswith(("附錄", "附录", "附件")) and line.cells <= HEADING_WIDTH:
            inside = None
            continue
        result.add(line.number)
    return frozenset(result)
