"""Text of the page, not of the paper, set apart: running heads, page numbers, layout labels.

What a format reader has set apart already stays so. In plain text a page number
shows by its dress, by blank lines around it, by form feeds, or as one of a
rising row; a running head by coming again at the pages' edges or in the middle
of sentences.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from translate.hanzi import is_cjk, squeeze
from translate.ingest import imprint, shapes
from translate.ingest.controls import is_control
from translate.ingest.hints import Hints
from translate.ingest.lines import Line, cleaned
from translate.ingest.page import HEADING_WIDTH, KINSOKU
from translate.model import Furniture

_DIGITS = re.compile(r"[0-9０-９]+")
_EDGE = re.compile(r"^[#\W_]+|[#\W_]+$")

_HEAD_WIDTH = 80
"""Cells that no running head exceeds: a title and a number on one printed line."""

_PAGE_LINES = 8
"""Lines that a page has at least: what comes again sooner is no running head."""

_YEARS = 1000
"""Numbers from here are years rather than pages, unless their row says otherwise."""

_COLUMN = 3
_SHORT = 24
"""Short lines above a number, and their cells, that make it a cell of a table."""

_FRONT = 6
"""Lines at the paper's start that may be title and author."""

_NEAR = 6
"""Lines of furniture that may stand between two pages' texts."""

_ECHO = 4
"""Characters from which a line that comes again in a heading is no chance."""

_ISSUE = re.compile(
    r"\S\s*(?:[總总]?第\s*[\d一二三四五六七八九十百〇]+\s*[卷期號号輯辑]\s*|(?:Vol|No)\.?\s*\d+[,，]?\s*)+(?:[(（]?(?:總|总)?第?\s*\d+\s*期[)）]?)?"
    r"\s*(?:\d{4}\D{0,3}[\d./月日-]*)?$"
)

_EDGE_LINES = 2
"""Lines at a page's head or foot that may be furniture."""


def cut_furniture(lines: Sequence[Line], hints: Hints) -> tuple[list[Line], list[Furniture]]:
    """The text's own lines, and what was set apart; a label may leave the rest of its line."""
    numbers = _page_numbers(lines)
    heads = _running_heads(lines, numbers, hints)
    series = squeeze(hints.series)
    labels = [squeeze(label) for label in hints.labels if squeeze(label)]
    kept: list[Line] = []
    furniture: list[Furniture] = []
    for index, line in enumerate(lines):
        bare = squeeze(line.text)
        reason = line.layout.apart
        if not reason and series and bare.startswith(series) and line.cells <= HEADING_WIDTH:
            reason = "running head: the series' name"
        reason = reason or numbers.get(index, "") or heads.get(index, "")
        if not reason and not line.raw.layout and is_control(line.text):
            reason = "a guide over pages: path, button or jump"
        if reason:
            furniture.append(Furniture(line.text, (line.span,), (line.number, line.number), reason))
        elif label := next((label for label in labels if bare.startswith(label)), ""):
            piece, rest = _without_label(line, len(label))
            furniture.append(piece)
            if rest is not None:
                kept.append(rest)
        else:
            kept.append(line)
    return kept, furniture


def _without_label(line: Line, length: int) -> tuple[Furniture, Line | None]:
    """The label, ``length`` characters at the line's start without white space, and the rest."""
    end = position = 0
    while end < length:
        end += not line.text[position].isspace()
        position += 1
    start = line.span[0]
    piece = Furniture(
        line.text[:position], ((start, start + position),), (line.number, line.number), "layout label"
    )
    rest = line.text[position:].lstrip()
    if not rest:
        return piece, None
    span = (line.span[1] - len(rest), line.span[1])
    return piece, replace(line, text=rest, clean=cleaned(rest, line.spaced), span=span, lead=0, indent=0)


def _at_edge(lines: Sequence[Line], index: int) -> bool:
    """Whether the line is among the first or last of a page, where the format has pages."""
    page = lines[index].raw.page
    if page is None:
        return False
    near = [*range(index - _EDGE_LINES, index), *range(index + 1, index + _EDGE_LINES + 1)]
    return any(not 0 <= other < len(lines) or lines[other].raw.page != page for other in near)


def _page_numbers(lines: Sequence[Line]) -> dict[int, str]:
    """Index and reason of every line that is a page number."""
    found = {
        index: number
        for index, line in enumerate(lines)
        if not line.raw.layout and (number := shapes.page_number(line.clean)) is not None
    }
    rising = _rising({index: value for index, (value, _) in found.items()})
    result: dict[int, str] = {}
    for index, (value, dressed) in found.items():
        if dressed:
            result[index] = "page number: by its form, alone on a line"
        elif _at_edge(lines, index) and (value < _YEARS or index in rising):
            result[index] = "page number: digits alone at a page's edge"
        elif index in rising:
            result[index] = "page number: one of a rising row"
        elif value < _YEARS and _stands_alone(lines, index) and not _is_counted(lines, index):
            result[index] = "page number: digits alone on a line of their own"
    return result


def _rising(values: dict[int, int]) -> set[int]:
    """Numbers, at least three and a page apart, of which each follows the one before."""
    result: set[int] = set()
    run: list[int] = []
    for index, value in values.items():
        if run and value == values[run[-1]] + 1 and index - run[-1] > _PAGE_LINES:
            run.append(index)
        else:
            run = [index]
        if len(run) >= 3:  # noqa: PLR2004
            result.update(run)
    return result


def _stands_alone(lines: Sequence[Line], index: int) -> bool:
    """Whether blank lines or the file's end stand beside it, and no column of short lines ends in it."""
    above = lines[max(0, index - _COLUMN) : index + 1]
    column = len(above) > _COLUMN and not any(line.gap for line in above[1:])
    if column and all(line.cells <= _SHORT and shapes.is_plain_phrase(line.clean) for line in above):
        return False
    after = lines[index + 1].gap if index + 1 < len(lines) else 1
    return bool(lines[index].gap or after)


def _is_counted(lines: Sequence[Line], index: int) -> bool:
    """Whether the number belongs to what follows (2021, then 年), inside a sentence."""
    if not 0 < index < len(lines) - 1:
        return False
    before, after = lines[index - 1].clean, lines[index + 1].clean
    return shapes.begins_with_counter(after) and not shapes.is_closed(before) and not before[-1].isdecimal()


def _key(line: Line) -> str:
    """The line without numbers that change from page to page, and marks at its ends."""
    return _EDGE.sub("", _DIGITS.sub("#", squeeze(line.text)))


def _running_heads(lines: Sequence[Line], numbers: dict[int, str], hints: Hints) -> dict[int, str]:
    """Index and reason of every line that comes again as a running head."""
    by_key: defaultdict[str, list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        if (
            index in numbers
            or line.raw.layout
            or line.cells > _HEAD_WIDTH
            or shapes.ends_sentence(line.clean)
        ):
            continue
        key = _key(line)
        if len(key) > 1:
            by_key[key].append(index)
    found: dict[int, str] = {}
    again = {key: places for key, places in by_key.items() if len(places) > 1}
    candidates = {index for places in again.values() for index in places}
    for places in again.values():
        edged = sum(_at_edge(lines, index) or _beside_number(index, numbers) for index in places)
        inside = sum(_interrupts(lines, index, numbers, candidates) for index in places)
        apart = all(right - left >= _PAGE_LINES for left, right in pairwise(places))
        often = apart and len(places) > 2  # noqa: PLR2004
        if _mostly(edged, places) or (often and _mostly(inside + edged, places)):
            found |= dict.fromkeys(
                places, f"running head: it comes {len(places)} times, at the edges of pages"
            )
    for index in set(_titles(lines, found, numbers, hints)):
        del found[index]
    for index in range(len(lines)):
        if index not in found and index not in numbers and _heads_page(lines, index, numbers, found):
            found[index] = "running head: at a page's head, in the middle of a sentence"
    return _page_tops(lines, numbers, found) | found


def _page_tops(lines: Sequence[Line], numbers: dict[int, str], found: dict[int, str]) -> dict[int, str]:
    """Heads that come once each: an issue's name beside a page number, or a row of them over all pages."""
    result: dict[int, str] = {}
    tops: list[int] = []
    for index in range(1, len(lines)):
        line = lines[index]
        if index in numbers or line.raw.layout:
            continue
        beside = _beside_number(index, numbers)
        if beside and index not in found and index >= _FRONT and _names_issue(line):
            result[index] = "running head: an issue's name and date beside a page number"
        before = index - 2 if index - 1 in numbers else index - 1
        if before >= 0 and line.raw.page != lines[before].raw.page:
            tops.append(index)
    known = found.keys() | result.keys()
    titled = [index for index in tops if index in known or _could_head(lines[index])]
    if len(tops) < 2 or titled != tops:  # noqa: PLR2004
        return result
    # a paper whose every page begins with a heading of its own has no heads
    heads = _heads_above(lines, tops)
    told = [index for index in tops if index in known or _echoes(_key(lines[index]), index, heads)]
    if len(told) * 2 < len(tops):
        return result
    numbered = {index for index in tops if index not in told and shapes.heading_level(lines[index].clean)}
    row = "running head: every page begins with one"
    return dict.fromkeys((index for index in tops if index not in known | numbered), row) | result


def _could_head(line: Line) -> bool:
    """Whether the line can be a running head by its form."""
    text = line.clean
    if line.cells > _HEAD_WIDTH or shapes.is_closed(text) or shapes.begins_caption(line.text):
        return False
    return shapes.is_plain_phrase(text) and not shapes.bullet_end(text)


def _heads_above(lines: Sequence[Line], tops: Sequence[int]) -> list[tuple[str, int]]:
    """Keys of all lines that may be titles or headings, sorted, each with its first index."""
    apart = set(tops)
    first: dict[str, int] = {}
    for index, line in enumerate(lines):
        if index not in apart and line.cells <= _HEAD_WIDTH and not shapes.is_closed(line.clean):
            first.setdefault(_key(line), index)
    return sorted(first.items())


def _echoes(key: str, index: int, heads: Sequence[tuple[str, int]]) -> bool:
    """Whether ``key`` says again what a title or heading above ``index`` says, or the beginning of that."""
    place = bisect_left(heads, (key, -1))
    if len(key) < _ECHO or place == len(heads):
        return False
    found, above = heads[place]
    return found.startswith(key) and above < index


def _names_issue(line: Line) -> bool:
    """Whether the line is a periodical's name with its number, or with a date behind it."""
    text = unicodedata.normalize("NFKC", line.text)  # the space before the date tells
    if line.cells > HEADING_WIDTH or not shapes.is_plain_phrase(text) or shapes.heading_level(text):
        return False
    if _ISSUE.search(text) or imprint.series(imprint.plain(line.text)):
        return True
    dated = imprint.find_date(text)
    name, _, behind = dated[1].rpartition(" ") if dated else ("", "", "")
    return bool(name.strip()) and name != name.rstrip() and not behind


def _mostly(count: int, places: Sequence[int]) -> bool:
    return count * 3 >= len(places) * 2


def _text_beside(index: int, step: int, apart: Container[int], more: Container[int]) -> int:
    """The nearest line above (-1) or below (1) that is in neither of two; a few lines away at most."""
    for _ in range(_NEAR):
        index += step
        if index not in apart and index not in more:
            break
    return index


def _heads_page(lines: Sequence[Line], index: int, numbers: dict[int, str], found: dict[int, str]) -> bool:
    """Whether a short first line of a page, or one beside a page number, interrupts a sentence."""
    line = lines[index]
    before, after = (_text_beside(index, step, numbers, found) for step in (-1, 1))
    if before < 0 or after >= len(lines) or line.raw.layout:
        return False
    turns = line.raw.page != lines[before].raw.page or index - 1 in numbers or index + 1 in numbers
    short = line.cells <= HEADING_WIDTH and line.cells * 4 <= lines[before].cells * 3
    if line.raw.page != lines[before].raw.page and lines[before].cells >= lines[after].cells - KINSOKU:
        # at a form feed, below a full line: the text's own line would be full, too
        short = line.cells <= lines[before].cells - KINSOKU and is_cjk(lines[after].clean[0])
    phrase = shapes.is_plain_phrase(line.clean) and not shapes.heading_level(line.clean)
    return (
        turns
        and short
        and phrase
        and lines[after].cells > line.cells
        and not shapes.is_closed(lines[before].clean)
        and lines[before].cells > _SHORT
    )


def _beside_number(index: int, numbers: dict[int, str]) -> bool:
    return index - 1 in numbers or index + 1 in numbers


def _interrupts(lines: Sequence[Line], index: int, numbers: dict[int, str], candidates: set[int]) -> bool:
    """Whether the line stands in the middle of a sentence, page numbers and other heads aside."""
    before, after = (_text_beside(index, step, numbers, candidates) for step in (-1, 1))
    if before < 0 or after >= len(lines):
        return False
    wide = lines[before].cells > lines[index].cells or lines[before].cells > HEADING_WIDTH
    return wide and not shapes.is_closed(lines[before].clean) and not shapes.heading_level(lines[after].clean)


def _titles(
    lines: Sequence[Line], found: dict[int, str], numbers: dict[int, str], hints: Hints
) -> Iterator[int]:
    """Where the paper's own title is the head of later pages, its first place is the title."""
    title = squeeze(hints.title)
    if title:
        yield from (index for index in found if squeeze(lines[index].text) == title)
        return
    # where later pages add their number, the first one without is the text's own
    for index in sorted(found)[:_FRONT]:
        others = [one for one in found if one != index and _key(lines[one]) == _key(lines[index])]
        numbered = others and all(_DIGITS.search(lines[one].text) for one in others)
        if numbered and index < _FRONT and not _DIGITS.search(lines[index].text):
            yield index
    first = next((index for index in range(len(lines)) if index not in numbers), 0)
    if first not in found or _DIGITS.search(lines[first].text):
        return
    following = next((i for i in range(first + 1, len(lines)) if i not in numbers and i not in found), None)
    if following is None:
        return
    text = lines[following].clean
    heads_text = shapes.is_plain_phrase(text) and lines[following].cells <= HEADING_WIDTH
    if (
        not heads_text
        or imprint.names(text)
        or imprint.post(text)
        or shapes.is_credit(text)
        or imprint.lone_date(text)
    ):
        yield first
