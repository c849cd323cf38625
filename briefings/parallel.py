"""The side-by-side page's rows: one per segment, with marked text, notes and filters.

``briefings.pages`` renders them. All markup made here is escaped here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup, escape

from briefings.english import EnglishBlock, EnglishSegment, EnglishVersion
from briefings.locate import find_in
from briefings.model import Note, state_in_words
from briefings.setting import mixed
from translate.model import Origin, Severity, Span, State

SEVERITIES: tuple[Severity, ...] = ("critical", "major", "minor")
NOT_YET = state_in_words(Origin.NONE, State.INITIAL)


@dataclass(frozen=True, slots=True)
class Row:
    """One segment as the page shows it.

    ``first`` and ``last`` tell where the block begins and ends; ``classes`` are
    what the filters select by.
    """

    number: int
    segment: EnglishSegment
    first: bool
    last: bool
    zh: Markup
    en: Markup
    missing: bool
    state: str
    notes: tuple[Note, ...]
    classes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A block with its rows."""

    block: EnglishBlock
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter's option: rows with class ``key``; ``""`` stands for all of them."""

    key: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Parallel:
    """Everything the page computes from an ``EnglishVersion``.

    ``shown`` gives, for a state's and a finding's key, how many rows carry both:
    the page has no script, so each count is written out and style sheet rules
    pick the one to show.
    """

    groups: tuple[Group, ...]
    states: tuple[Choice, ...]
    findings: tuple[Choice, ...]
    shown: dict[tuple[str, str], int]
    severities: dict[str, int]
    waived: int
    reader_notes: int
    translator_notes: int

    @property
    def rows(self) -> tuple[Row, ...]:
        """Every row, in reading order."""
        return tuple(row for group in self.groups for row in group.rows)


def is_missing(segment: EnglishSegment) -> bool:
    """Whether there is no English to show. Never true of a segment with text and a state."""
    return segment.state is State.INITIAL or not segment.en.strip()


def words_of(segment: EnglishSegment) -> str:
    """The segment's state as printed; without English it is never anything but untranslated."""
    return NOT_YET if is_missing(segment) else segment.state_words


def anchored(block: EnglishBlock) -> tuple[tuple[Note, ...], ...]:
    """For each segment the notes whose passage begins in it; unplaced ones go to the first."""
    placed: list[list[Note]] = [[] for _ in block.segments]
    starts = _starts(block)
    for note in block.notes:
        found = find_in(block.zh, note.zh)
        at = found[0] if found else 0
        index = max((i for i, start in enumerate(starts) if start <= at), default=0)
        placed[index].append(note)
    return tuple(tuple(notes) for notes in placed)


def parallel(version: EnglishVersion) -> Parallel:
    """Rows, filters and counts, computed from the version's own segments."""
    groups = tuple(_groups(version))
    rows = [row for group in groups for row in group.rows]
    words = Counter(row.state for row in rows)
    keys = _state_keys(version)
    found = Counter(key for row in rows for key in row.classes)
    states = [Choice("", "All", len(rows))]
    states += [Choice(keys[label], label, words[label]) for label in keys]
    labels = {"has-finding": "With findings"} | {f"has-{key}": key.capitalize() for key in SEVERITIES}
    labels |= {"has-waived": "With waived findings", "has-note": "With notes"}
    findings = [Choice("", "All", len(rows))]
    findings += [Choice(key, label, found[key]) for key, label in labels.items() if found[key]]
    shown = {
        (state.key, finding.key): sum({state.key, finding.key} - {""} <= set(row.classes) for row in rows)
        for state in states
        for finding in findings
    }
    severities = Counter(finding.severity for row in rows for finding in row.segment.findings)
    audiences = Counter(note.audience for block in version.blocks for note in block.notes)
    return Parallel(
        groups=groups,
        states=tuple(states),
        findings=tuple(findings),
        shown=shown,
        severities={severity: severities[severity] for severity in SEVERITIES},
        waived=sum(len(row.segment.waived) for row in rows),
        reader_notes=audiences["reader"],
        translator_notes=audiences.total() - audiences["reader"],
    )


def _groups(version: EnglishVersion) -> Iterator[Group]:
    number = 0
    keys = _state_keys(version)
    for block in version.blocks:
        rows = []
        last = len(block.segments) - 1
        written = mixed if block.language == "en" else escape  # an English block may name people in Chinese
        places = zip(block.segments, anchored(block), _starts(block), strict=True)
        for index, (segment, notes, start) in enumerate(places):
            number += 1
            missing = is_missing(segment)
            severities = {finding.severity for finding in segment.findings}
            classes = [keys[words_of(segment)], *(f"has-{key}" for key in SEVERITIES if key in severities)]
            classes += ["has-finding"] * bool(severities) + ["has-waived"] * bool(segment.waived)
            classes += ["has-note"] * bool(notes or segment.note)
            rows.append(
                Row(
                    number=number,
                    segment=segment,
                    first=index == 0,
                    last=index == last,
                    zh=_marked(segment.zh, _zh_spans(block, segment, start), written),
                    en=escape(NOT_YET) if missing else _marked_english(segment),
                    missing=missing,
                    state=words_of(segment),
                    notes=notes,
                    classes=tuple(classes),
                )
            )
        yield Group(block, tuple(rows))


def _state_keys(version: EnglishVersion) -> dict[str, str]:
    """State words that occur, least reviewed first, each with its class."""
    segments = [segment for block in version.blocks for segment in block.segments]
    ranked = {words_of(s): (-1 if is_missing(s) else s.state.rank, words_of(s)) for s in segments}
    ordered = sorted(ranked, key=lambda words: ranked[words])
    return {words: f"state-{number}" for number, words in enumerate(ordered, start=1)}


def _starts(block: EnglishBlock) -> list[int]:
    """Where each segment begins in the block's Chinese."""
    starts = [0]
    for segment in block.segments[:-1]:
        starts.append(starts[-1] + len(segment.zh))
    return starts[: len(block.segments)]


def _zh_spans(block: EnglishBlock, segment: EnglishSegment, start: int) -> list[tuple[Span, str]]:
    """Findings' Chinese spans, and the passages notes speak of, cut to this segment."""
    spans: list[tuple[Span, str]] = [(f.zh_span, f.severity) for f in segment.findings if f.zh_span]
    for note in block.notes:
        found = find_in(block.zh, note.zh)
        if found:
            spans.append(((found[0] - start, found[1] - start), "noted"))
    return spans


def _marked_english(segment: EnglishSegment) -> Markup:
    return _marked(segment.en, [(f.en_span, f.severity) for f in segment.findings if f.en_span], mixed)


def _marked(
    text: str, spans: Sequence[tuple[Span, str]], written: Callable[[str], Markup] = escape
) -> Markup:
    """``text`` with ``<mark>`` around the spans; where several overlap, the gravest class wins."""
    order = [*SEVERITIES, "noted"]
    clipped = [((max(0, a), min(len(text), b)), kind) for (a, b), kind in spans]
    cuts = sorted({0, len(text), *(cut for (a, b), _ in clipped if a < b for cut in (a, b))})
    parts: list[Markup] = []
    for start, end in pairwise(cuts):
        kinds = [kind for (a, b), kind in clipped if a <= start and end <= b]
        piece = written(text[start:end])
        if kinds:
            piece = Markup('<mark class="{}">{}</mark>').format(min(kinds, key=order.index), piece)
        parts.append(piece)
    return Markup().join(parts)
