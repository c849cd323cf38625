"""What the checks found, as text, JSON or one HTML page; of papers, or of any bilingual file."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from briefings.html import environment
from translate import checks
from translate.checks import Context
from translate.model import Finding, Severity, Span, Waived, Waiver
from translate.pairs import FilePair
from translate.stage import Translated
from translate.waivers import Judged

RANKS: tuple[Severity, ...] = ("critical", "major", "minor")
"""Gravest first."""


@dataclass(frozen=True, slots=True)
class Row:
    """A pair and what was found on it.

    Attributes:
        index: of the pair in its paper or file, from 0.
        line: where it begins there.
        en: ``None`` where there is no English yet.
        findings: those in force.
        segment: its id; ``""`` in a file.
        waived: findings that a person let stand; none in a file.
    """

    index: int
    line: int
    zh: str
    en: str | None
    findings: tuple[Finding, ...]
    segment: str = ""
    waived: tuple[Waived, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A paper or a file: its name for people and its rows, all of them, in order.

    ``document`` is the paper's slug; ``""`` for a file.
    """

    name: str
    rows: tuple[Row, ...]
    document: str = ""

    def findings(self) -> Iterator[tuple[Row, Finding]]:
        """Every finding with its row."""
        return ((row, finding) for row in self.rows for finding in row.findings)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many findings something has, by severity in the order of ``RANKS``."""

    name: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that one run of the checks looked at and found.

    Attributes:
        parts: papers, or one file.
        lapsed: waivers of these papers that hold no longer; they were not applied.
        switched_off: checks that the configuration leaves out.
        order: ids of all checks.
    """

    parts: tuple[Part, ...]
    lapsed: tuple[Judged, ...] = ()
    switched_off: tuple[str, ...] = ()
    order: tuple[str, ...] = field(default=(*(check.id for check in (*checks.CHECKS, *checks.TOGETHER)),))

    @property
    def of_papers(self) -> bool:
        """Whether it is about papers, not about a file."""
        return any(part.document for part in self.parts)

    def findings(self) -> list[tuple[Part, Row, Finding]]:
        """Every finding in force, gravest first, otherwise in reading order."""
        found = [(part, row, finding) for part in self.parts for row, finding in part.findings()]
        return sorted(found, key=lambda item: RANKS.index(item[2].severity))

    def waived(self) -> list[tuple[Part, Row, Waived]]:
        """Every waived finding, in the same order."""
        found = [(part, row, waived) for part in self.parts for row in part.rows for waived in row.waived]
        return sorted(found, key=lambda item: RANKS.index(item[2].finding.severity))

    def reaches(self, severity: Severity) -> bool:
        """Whether a finding in force is at least as grave as ``severity``."""
        limit = RANKS.index(severity)
        return any(RANKS.index(finding.severity) <= limit for *_, finding in self.findings())

    def by_check(self) -> list[Tally]:
        """Counts of the checks that found something, in the order of the checks."""
        counts = Counter((finding.check, finding.severity) for *_, finding in self.findings())
        names = sorted({check for check, _ in counts}, key=self._place)
        return [Tally(name, tuple(counts[name, rank] for rank in RANKS)) for name in names]

    def _place(self, check: str) -> tuple[int, str]:
        return (self.order.index(check) if check in self.order else len(self.order), check)

    def by_part(self) -> list[Tally]:
        """Counts of every paper or file, in order."""
        tallies = []
        for part in self.parts:
            counts = Counter(finding.severity for _, finding in part.findings())
            tallies.append(Tally(part.name, tuple(counts[rank] for rank in RANKS)))
        return tallies

    def sum(self) -> str:
        """The last word: how many findings in how much."""
        findings, rows = len(self.findings()), sum(len(part.rows) for part in self.parts)
        if not self.of_papers:
            return f"{findings} findings in {rows} pairs"
        told = [f"{findings} findings in {rows} segments of {len(self.parts)} papers"]
        if waived := len(self.waived()):
            told.append(f"{waived} waived")
        if lapsed := len(self.lapsed):
            told.append(f"{lapsed} waivers lapsed")
        return "; ".join(told)


def of_papers(translated: Sequence[Translated], lapsed: Sequence[Judged] = ()) -> Report:
    """The report on papers, whose findings the translation stage made.

    Args:
        translated: the papers, checked, waivers applied.
        lapsed: waivers of theirs that hold no longer.
    """
    off = dict.fromkeys(check for item in translated for check in item.switched_off)
    return Report(tuple(_paper(item) for item in translated), tuple(lapsed), tuple(off))


def _paper(item: Translated) -> Part:
    document, rows = item.document, []
    for index, (block, segment) in enumerate(document.segments()):
        line = document.lines_of(block, segment.start, segment.start + len(segment.text))[0]
        made = item.translations.get(segment.id)
        en, findings, waived = (made.en, made.findings, made.waived) if made else (None, (), ())
        rows.append(Row(index, line, segment.text, en, findings, segment.id, waived))
    return Part(document.file, tuple(rows), document.slug)


def of_file(
    path: Path, pairs: Sequence[FilePair], context: Context, progress: Callable[[str, int, int], None]
) -> Report:
    """The report on a bilingual file: each pair by itself, then all of them together.

    Args:
        path: the file, for its name.
        pairs: what stands in it.
        context: date and glossary.
        progress: told of every hundredth pair, and of the last.
    """

    def told(number: int) -> None:
        if number % 100 == 0 or number == len(pairs):
            progress("check", number, len(pairs))

    found = checks.run_all(pairs, context, told)
    rows = [
        Row(index, pair.line, pair.zh, pair.en, findings)
        for index, (pair, findings) in enumerate(zip(pairs, found, strict=True))
    ]
    return Report((Part(str(path), tuple(rows)),))


# text


def as_text(report: Report) -> str:
    """A line a finding, gravest first; then the counts, what was waived or has lapsed; last the sum."""
    blocks: list[list[str]] = []
    if listed := [line_of(part.name, row, finding) for part, row, finding in report.findings()]:
        blocks += [listed, _table("check", report.by_check())]
        if len(report.parts) > 1:
            blocks.append(_table("paper", report.by_part()))
    if told := [
        f"{line_of(part.name, row, item.finding)} ({decision_of(item.waiver)})"
        for part, row, item in report.waived()
    ]:
        blocks.append(["waived, not counted:", *told])
    if report.lapsed:
        blocks.append([LAPSED, *map(waiver_line, report.lapsed)])
    blocks.append([report.sum()])
    if report.switched_off:
        blocks[-1].append(off_line(report.switched_off))
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


LAPSED = "lapsed waivers, not applied:"


def line_of(name: str, row: Row, finding: Finding) -> str:
    """A finding with its place, on one line."""
    key = f" [{row.segment}]" if row.segment else ""
    return f"{name}:{row.line}: {finding.severity}: {finding.check}: {visible(finding.message)}{key}"


def decision_of(waiver: Waiver) -> str:
    """Why, who and when, on one line."""
    note = f": {visible(' '.join(waiver.note.split()))}" if waiver.note else ""
    return f"{waiver.reason}, {visible(waiver.by)}, {waiver.date}{note}"


def waiver_line(item: Judged) -> str:
    """A waiver: what of, what that marks, why it does not hold if so, and the decision; on one line."""
    waiver = item.waiver
    marked = " | ".join(filter(None, (waiver.zh_marked, waiver.en_marked)))
    told = ": ".join(filter(None, (waiver.segment, waiver.check, item.why, marked)))
    return f"{visible(told)} ({decision_of(waiver)})"


def off_line(checks_off: Sequence[str]) -> str:
    """Which checks did not count."""
    return f"switched off: {', '.join(checks_off)}"


def visible(text: str, kept: str = "") -> str:
    """Invisible characters by their numbers: terminals would obey them, readers overlook them."""
    return "".join(
        char
        if char.isprintable() or char in kept or unicodedata.category(char) == "Zs"
        else f"<U+{ord(char):04X}>"
        for char in text
    )


def _table(head: str, tallies: Sequence[Tally]) -> list[str]:
    width = max(len(head), *(len(tally.name) for tally in tallies))
    rows = [(head, RANKS), *((tally.name, tally.counts) for tally in tallies)]
    return [f"{name:<{width}}" + "".join(f"{cell:>10}" for cell in cells) for name, cells in rows]


# JSON


def as_json(report: Report) -> str:
    """Every pair with its findings; those of papers also with document, segment and line.

    Rows of papers have ``waived`` and ``switched_off`` where there is something to tell.
    """
    off = {"switched_off": list(report.switched_off)} if report.switched_off else {}
    return json.dumps(
        [_object(part, row) | off for part in report.parts for row in part.rows],
        ensure_ascii=False, indent=1,
    ) + "\n"  # fmt: skip


def _object(part: Part, row: Row) -> dict[str, Any]:
    place = {"document": part.document, "segment": row.segment, "line": row.line} if part.document else {}
    waived = [
        {
            **_finding(item.finding),
            "waiver": {
                "reason": item.waiver.reason, "note": item.waiver.note, "by": item.waiver.by,
                "date": item.waiver.date,
            },
        }
        for item in row.waived
    ]  # fmt: skip
    return {
        "index": row.index, **place, "zh": row.zh, "en": row.en,
        "findings": [_finding(finding) for finding in row.findings], **({"waived": waived} if waived else {}),
    }  # fmt: skip


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "check": finding.check, "severity": finding.severity, "message": finding.message,
        "zh_span": finding.zh_span, "en_span": finding.en_span,
    }  # fmt: skip


# HTML


@dataclass(frozen=True, slots=True)
class _Marked:
    """A finding as the page shows it; of the texts each piece with whether it is marked."""

    place: str
    segment: str
    finding: Finding
    zh: list[tuple[str, bool]]
    en: list[tuple[str, bool]]
    decision: str = ""


def as_html(report: Report) -> str:
    """One page that needs nothing else: no script, no network, light and dark."""
    rows = [_marked(part, row, finding) for part, row, finding in report.findings()]
    waived = [
        replace(_marked(part, row, item.finding), decision=decision_of(item.waiver))
        for part, row, item in report.waived()
    ]
    title = report.parts[0].name if len(report.parts) == 1 else f"{len(report.parts)} papers"
    template = environment().get_template("check/report.html.j2")
    return template.render(
        title=title, sum=report.sum(), rows=rows, waived=waived, ranks=RANKS,
        lapsed=[waiver_line(item) for item in report.lapsed], switched_off=report.switched_off,
        by_check=report.by_check(), by_part=report.by_part(), papers=report.of_papers,
    )  # fmt: skip


def _marked(part: Part, row: Row, finding: Finding) -> _Marked:
    return _Marked(
        f"{part.name}:{row.line}", row.segment, replace(finding, message=visible(finding.message)),
        _pieces(row.zh, finding.zh_span), _pieces(row.en or "", finding.en_span),
    )  # fmt: skip


def _pieces(text: str, span: Span | None) -> list[tuple[str, bool]]:
    start, end = span or (0, 0)
    pieces = [(text[:start], False), (text[start:end], True), (text[end:], False)]
    return [(visible(piece, kept="\n\t"), is_marked) for piece, is_marked in pieces if piece]


FORMATS: dict[str, Callable[[Report], str]] = {"text": as_text, "json": as_json, "html": as_html}
