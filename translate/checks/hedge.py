"""Hedges and attributions: what a speaker leaves open, and whose word it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from translate.checks.base import Context, Pair, is_blank
from translate.checks.lexicon import INERT, Answers, Mark, Table, build, load, scan
from translate.model import Finding, Severity

_FAR = 0.4
"""How far from its place in the Chinese a hedge may stand, as a share of the sentence.

Farther, it belongs to another clause: of 0.3 to 0.6 this finds most of the hedges removed
from human translations at less than one false alarm in a hundred sentences.
"""
_ANYWHERE = 1.0
_TOLD = re.compile(
    r"\b(?:reports?|information|news|rumou?rs?|claims?|word|accounts?|statements?|tips?|intelligence) that\b",
    re.IGNORECASE,
)
"""Says that what follows was said, whatever the noun itself renders: 先前的報道稱, “earlier reports that”."""


@dataclass(frozen=True, slots=True)
class Hedge:
    """A "may", "seems", or "is expected" of the Chinese that the English states as a fact."""

    id: str = "hedge"
    name: str = "Hedges"
    severity: Severity = "minor"

    def find(self, pair: Pair, context: Context) -> Iterator[Finding]:  # noqa: ARG002  (all checks are asked alike)
        """One finding for each hedge that has no English of its own."""
        if is_blank(pair):
            return
        for mark in _unanswered(pair, "hedge", _FAR):
            message = (
                f"{mark.text} leaves this open; the English has no “may”, “likely”, or “appears” for it."
            )
            yield Finding(self.id, self.severity, message, mark.span)


@dataclass(frozen=True, slots=True)
class Attribution:
    """A "said", "according to", or "so-called" of the Chinese that the English lacks."""

    id: str = "attribution"
    name: str = "Attribution"
    severity: Severity = "major"

    def find(self, pair: Pair, context: Context) -> Iterator[Finding]:  # noqa: ARG002  (all checks are asked alike)
        """One finding for each attribution that has no English of its own."""
        if is_blank(pair):
            return
        for mark in _unanswered(pair, "attribution", _ANYWHERE):
            message = f"{mark.text}: the English does not say whose word this is."
            yield Finding(self.id, self.severity, message, mark.span)


def _unanswered(pair: Pair, section: str, far: float) -> Iterator[Mark]:
    """The marks of ``section`` that no English of their own answers, each English word for one mark."""
    english = Answers(pair.en)
    marks = scan(pair.zh, _table(section))
    only = sum(mark.kind == section for mark in marks) == 1
    told: int | None = None
    for mark in sorted(marks, key=lambda mark: mark.kind == section):  # others take their own words first
        place = mark.span[0] / len(pair.zh)
        hits = [(abs(hit[0] / len(pair.en) - place), hit) for hit in english.every(mark)]
        distance, nearest = min(hits, default=(far, None))
        if nearest and (distance < far or far == _ANYWHERE or (only and len(hits) == 1)):
            english.take(nearest)
        elif mark.kind == section:
            if told is None:
                told = len(_TOLD.findall(pair.en)) if section == "attribution" else 0
            if told:
                told -= 1
            elif not _is_one_of_as_many(pair, mark, marks, far):
                yield mark


def _is_one_of_as_many(pair: Pair, mark: Mark, marks: Sequence[Mark], far: float) -> bool:
    """Whether ``mark`` and others like it, in their order, have an answer each, none of them far off."""
    alike = [other for other in marks if other.answers is mark.answers]
    hits = Answers(pair.en).every(mark)
    return len(alike) == len(hits) > 1 and all(
        abs(hit[0] / len(pair.en) - other.span[0] / len(pair.zh)) < far
        for hit, other in zip(hits, alike, strict=True)
    )


@cache
def _table(section: str) -> Table:
    return build(load("hedge.toml"), (INERT, "account", section))
