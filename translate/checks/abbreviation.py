"""Acronyms across a paper: written out where they first stand, and only there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from translate.checks.acronym import KNOWN, ROMAN, is_headline
from translate.checks.base import Context, Pair, is_blank
from translate.checks.forms import read
from translate.model import Finding, Severity, Span

_ACRONYM = re.compile(r"(?<![\w@/.&’'$-])(?P<name>[A-Z][A-Z&]*[A-Z])s?(?![\w@&$]|[-/.]\w)")
_OPENED = re.compile(r"\(\s*(?:the\s+)?[“\"]?$")
_CLOSED = re.compile(r"[”\"]?\s*[);,]")
_WRITTEN_AFTER = re.compile(r"\s*\((?P<words>[^()]{6,})\)")
_STOP = re.compile(r"[.!?…:][”’\"')\]]*\s*$")
_HEADING = 20
"""Words of a heading at most: one writes nothing out, and asks for nothing."""


@dataclass(frozen=True, slots=True)
class _Use:
    """An acronym in the English of a pair."""

    index: int
    span: Span
    is_written_out: bool


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """An acronym written out twice in a paper, or later than where it first stands, or never.

    What the Chinese itself prints stays as it is: it is written out as often as the Chinese does so.
    """

    id: str = "abbreviation"
    name: str = "Acronyms across a paper"
    severity: Severity = "minor"

    def find_all(self, pairs: Sequence[Pair], context: Context) -> Iterator[tuple[int, Finding]]:
        """One finding for each acronym that is used before it is written out, and for each time too many."""
        uses: dict[str, list[_Use]] = {}
        for index, pair in enumerate(pairs):
            if not is_blank(pair) and not is_headline(pair.en):
                for name, use in _uses(index, pair.en):
                    uses.setdefault(name, []).append(use)
        found = [item for name, some in uses.items() for item in self._judge(name, some, pairs, context)]
        yield from sorted(found, key=lambda item: item[0])

    def _judge(
        self, name: str, uses: Sequence[_Use], pairs: Sequence[Pair], context: Context
    ) -> Iterator[tuple[int, Finding]]:
        written = [use for use in uses if use.is_written_out]
        for use in written[1:]:
            if use.index != written[0].index and name not in pairs[use.index].zh:
                message = f"{name} is written out once more; it was in {written[0].index + 1}."
                span = _zh_span(name, pairs[use.index].zh, context)
                yield use.index, Finding(self.id, self.severity, message, span, use.span, name)
        plain = [use for use in uses if not _is_heading(pairs[use.index].en)]
        if not plain or plain[0].is_written_out or name in KNOWN or name in pairs[plain[0].index].zh:
            return
        first = plain[0]
        zh_span = _zh_span(name, pairs[first.index].zh, context)
        if written:
            if written[0].index > first.index:
                message = f"{name} stands here, but is written out only in {written[0].index + 1}."
                yield first.index, Finding(self.id, self.severity, message, zh_span, first.span)
        elif full := _full(name, context):
            message = f"{name} is written out nowhere in the paper: “{full}”."
            yield (
                first.index,
                Finding(self.id, self.severity, message, zh_span, first.span, f"{full} ({name})"),
            )


def _uses(index: int, en: str) -> Iterator[tuple[str, _Use]]:
    for match in _ACRONYM.finditer(en):
        name = match["name"]
        if ROMAN.fullmatch(name):
            continue
        before, after = en[: match.start()], _WRITTEN_AFTER.match(en, match.end())
        opened = _OPENED.search(before)
        # “Law of the Sea (UNCLOS)”; “UNCLOS (Law of the Sea)”
        is_written = bool(
            (opened and _CLOSED.match(en, match.end()) and read(before[: opened.start()]).expands(name))
            or (after and read(after["words"]).expands(name))
        )
        yield name, _Use(index, match.span(), is_written)


def _zh_span(name: str, zh: str, context: Context) -> Span | None:
    """What an acronym stands for in the Chinese: itself, or the glossary’s term."""
    if (at := zh.find(name)) >= 0:
        return at, at + len(name)
    for hit in context.glossary.find(zh):
        if any(name in form.split() for term in hit.terms for form in term.renderings):
            return hit.start, hit.end
    return None


def _is_heading(en: str) -> bool:
    return len(en.split()) <= _HEADING and not _STOP.search(en)


def _full(name: str, context: Context) -> str:
    """What the glossary has an acronym stand for."""
    for term in context.glossary.terms:
        if name in term.renderings:
            return next((form for form in term.renderings if " " in form), "")
    return ""
