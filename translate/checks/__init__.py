"""Checks of a translation against its source: an explicit, ordered list of small classes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from translate.checks.abbreviation import Abbreviation
from translate.checks.acronym import Acronym
from translate.checks.base import Check, Context, Pair, SetCheck
from translate.checks.completeness import Completeness
from translate.checks.consistency import Consistency
from translate.checks.date import Dates
from translate.checks.empty import Empty
from translate.checks.hedge import Attribution, Hedge
from translate.checks.invisible import Invisible
from translate.checks.latin import Latin
from translate.checks.length import Length
from translate.checks.name import Name
from translate.checks.negation import Negation
from translate.checks.number import Number
from translate.checks.quotes import Quotes
from translate.checks.repetition import Repetition
from translate.checks.residue import Residue
from translate.checks.spacing import Spacing
from translate.checks.spelling import Spelling
from translate.checks.term import Terms
from translate.checks.wording import Wording
from translate.model import Finding

CHECKS: tuple[Check, ...] = (
    Empty(), Repetition(), Number(), Dates(), Negation(), Residue(), Name(), Terms(), Latin(), Attribution(),
    Hedge(), Completeness(), Quotes(), Length(), Spacing(), Invisible(), Acronym(),
)  # fmt: skip
"""What users see, in the order in which findings are listed."""

CHOICE: tuple[Check, ...] = CHECKS
"""What the choice among an engine's versions weighs: ``CHECKS``, and any card too noisy to show."""


TOGETHER: tuple[SetCheck, ...] = (Consistency(), Spelling(), Wording(), Abbreviation())
"""What looks at all pairs of a paper together."""


def run(pair: Pair, context: Context, checks: Sequence[Check] = CHECKS) -> tuple[Finding, ...]:
    """Every finding of ``checks`` on ``pair``, check by check."""
    return tuple(finding for check in checks for finding in check.find(pair, context))


def run_all(
    pairs: Sequence[Pair], context: Context, progress: Callable[[int], None] | None = None
) -> list[tuple[Finding, ...]]:
    """The findings on each pair of a paper: by itself, then those of all pairs together.

    ``progress`` is told how many pairs have been looked at.
    """
    together: list[list[Finding]] = [[] for _ in pairs]
    for check in TOGETHER:
        for index, finding in check.find_all(pairs, context):
            together[index].append(finding)
    found = []
    for index, pair in enumerate(pairs):
        found.append((*run(pair, context), *together[index]))
        if progress:
            progress(index + 1)
    return found


__all__ = ["CHECKS", "CHOICE", "TOGETHER", "Check", "Context", "Finding", "Pair", "run", "run_all"]
