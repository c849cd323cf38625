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
from translate.model import Finding, Severity, Span
from translate.pairs import FilePair
from translate.stage import Translated

RANKS: tuple[Severity, ...] = ("critical", "major", "minor")
"""Gravest first."""


@dataclass(frozen=True, slots=True)
class Row:
    """A pair and what was found on it.

    Attributes:
        index: of the pair in its paper or file, from 0.
        line: where it begins there.
        en: ``None`` where there is no English yet.
        segment: its id; ``""`` in a file.
    """

    index: int
    line: int
    zh: str
    en: str | None
    findings: tuple[Finding, ...]
    segment: str = ""


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
    """Everything that one run of the checks looked at and found."""

    parts: tuple[Part, ...]
    order: tuple[str, ...] = field(default=(*(check.id for check in (*checks.CHECKS, *checks.TOGETHER)),))

    @property
    def of_papers(self) -> bool:
        """Whether it is about papers, not about a file."""
        return any(part.document for part in self.parts)

    def findings(self) -> list[tuple[Part, Row, Finding]]:
        """Every finding, gravest first, otherwise in reading order."""
        found = [(part, row, finding) for part in self.parts for row, finding in part.findings()]
        return sorted(found, key=lambda item: RANKS.index(item[2].severity))

    def reaches(self, severity: Severity) -> bool:
        """Whether a finding is at least as grave as ``severity``."""
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
        return f"{findings} findings in {rows} segments of {len(self.parts)} papers"


def of_papers(translated: Sequence[Translated]) -> Report:
    """The report on papers, whose findings the translation stage made."""
    return Report(tuple(_paper(item) for item in translated))


def _paper(item: Translated) -> Part:
    document, rows = item.document, []
    for index, (block, segment) in enumerate(document.segments()):
        line = document.lines_of(block, segment.start, segment.start + len(segment.text))[0]
        made = item.translations.get(segment.id)
        en, findings = (made.en, made.findings) if made else (None, ())
        rows.append(Row(index, line, segment.text, en, findings, segment.id))
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
    """A line a finding, gravest first; then the counts; last the sum."""
    lines = []
    for part, row, finding in report.findings():
        key = f" [{row.segment}]" if row.segment else ""
        told = f"{finding.severity}: {finding.check}: {_visible(finding.message)}"
        lines.append(f"{part.name}:{row.line}: {told}{key}")
    if lines:
        lines += ["", *_table("check", report.by_check())]
        if len(report.parts) > 1:
            lines += ["", *_table("paper", report.by_part())]
        lines.append("")
    return "\n".join([*lines, report.sum()]) + "\n"


def _visible(text: str, kept: str = "") -> str:
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
    """Every pair with its findings; those of papers also with document, segment and line."""
    return json.dumps(
        [_object(part, row) for part in report.parts for row in part.rows], ensure_ascii=False, indent=1
    ) + "\n"  # fmt: skip


def _object(part: Part, row: Row) -> dict[str, Any]:
    place = {"document": part.document, "segment": row.segment, "line": row.line} if part.document else {}
    findings = [
        {
            "check": finding.check, "severity": finding.severity, "message": finding.message,
            "zh_span": finding.zh_span, "en_span": finding.en_span,
        }
        for finding in row.findings
    ]  # fmt: skip
    return {"index": row.index, **place, "zh": row.zh, "en": row.en, "findings": findings}


# HTML


@dataclass(frozen=True, slots=True)
class _Marked:
    """A finding as the page shows it; of the texts each piece with whether it is marked."""

    place: str
    segment: str
    finding: Finding
    zh: list[tuple[str, bool]]
    en: list[tuple[str, bool]]


def as_html(report: Report) -> str:
    """One page that needs nothing else: no script, no network, light and dark."""
    rows = [
        _Marked(
            f"{part.name}:{row.line}", row.segment, replace(finding, message=_visible(finding.message)),
            _pieces(row.zh, finding.zh_span), _pieces(row.en or "", finding.en_span),
        )
        for part, row, finding in report.findings()
    ]  # fmt: skip
    title = report.parts[0].name if len(report.parts) == 1 else f"{len(report.parts)} papers"
    template = environment().get_template("check/report.html.j2")
    return template.render(
        title=title, sum=report.sum(), rows=rows, ranks=RANKS,
        by_check=report.by_check(), by_part=report.by_part(), papers=report.of_papers,
    )  # fmt: skip


def _pieces(text: str, span: Span | None) -> list[tuple[str, bool]]:
    start, end = span or (0, 0)
    pieces = [(text[:start], False), (text[start:end], True), (text[end:], False)]
    return [(_visible(piece, kept="\n\t"), is_marked) for piece, is_marked in pieces if piece]


FORMATS: dict[str, Callable[[Report], str]] = {"text": as_text, "json": as_json, "html": as_html}
