"""Errors seeded into English that is right: each kind of mistake that a check should find.

Where a mistake can be made is told by patterns and readings of their own, not by what the
checks see, so that what the checks are blind to counts against them; only names and terms
are the glossary's. The same texts give the same errors.
"""

from __future__ import annotations

from benchmarks.seeded.base import Kind, Maker, Seeded, Text, seed
from benchmarks.seeded.dates import date_moved
from benchmarks.seeded.figures import number_changed, number_dropped, number_tenfold, unit_swapped
from benchmarks.seeded.losses import chinese_left, clause_dropped, item_dropped, looped, quotes_removed
from benchmarks.seeded.names import forbidden_put, latin_altered, names_swapped
from benchmarks.seeded.polarity import (
    attribution_removed,
    hedge_removed,
    negation_added,
    negation_removed,
    negative_put,
    opposite_put,
)


def _kind(name: str, cards: str, make: Maker, *, critical: bool) -> Kind:
    return Kind(name, frozenset(cards.split()), critical, make)


KINDS = (
    _kind("number dropped", "number", number_dropped, critical=True),
    _kind("number ×10", "number", number_tenfold, critical=True),
    _kind("number changed", "number", number_changed, critical=True),
    _kind("unit or currency swapped", "number", unit_swapped, critical=True),
    _kind("date moved", "date", date_moved, critical=False),
    _kind("negation removed", "negation", negation_removed, critical=True),
    _kind("opposite put", "negation", opposite_put, critical=True),
    _kind("negative word put", "negation", negative_put, critical=True),
    _kind("negation added", "negation", negation_added, critical=True),
    _kind("names swapped", "name", names_swapped, critical=True),
    _kind("forbidden term put", "name term", forbidden_put, critical=False),
    _kind("clause dropped", "completeness length", clause_dropped, critical=False),
    _kind("list item dropped", "completeness", item_dropped, critical=False),
    _kind("Chinese left in", "residue", chinese_left, critical=True),
    _kind("n-gram looped", "repetition", looped, critical=True),
    _kind("hedge removed", "hedge", hedge_removed, critical=False),
    _kind("attribution removed", "attribution", attribution_removed, critical=False),
    _kind("quotation marks removed", "quotes", quotes_removed, critical=False),
    _kind("Latin token altered", "latin", latin_altered, critical=False),
)
"""Every kind that is seeded, in the order of the report."""

__all__ = ["KINDS", "Kind", "Seeded", "Text", "seed"]
