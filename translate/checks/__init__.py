"""Checks of a translation against its source: an explicit, ordered list of small classes."""

from __future__ import annotations

from collections.abc import Sequence

from translate.checks.acronym import Acronym
from translate.checks.base import Check, Context, Pair
from translate.checks.completeness import Completeness
from translate.checks.consistency import Consistency, SetCheck
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
from translate.checks.term import Terms
from translate.model import Finding

CHECKS: tuple[Check, ...] = (
    Empty(), Repetition(), Number(), Dates(), Negation(), Residue(), Name(), Terms(), Latin(), Attribution(),
    Hedge(), Completeness(), Quotes(), Length(), Spacing(), Invisible(), Acronym(),
)  # fmt: skip
"""What users see, in the order in which findings are listed."""

CHOICE: tuple[Check, ...] = CHECKS
"""What the choice among an engine's versions weighs: ``CHECKS``, and any card too noisy to show."""


TOGETHER: SetCheck = Consistency()
"""What looks at all pairs of a paper together; its findings come last."""


def run(pair: Pair, context: Context, checks: Sequence[Check] = CHECKS) -> tuple[Finding, ...]:
    """Every finding of ``checks`` on ``pair``, check by check."""
    return tuple(finding for check in checks for finding in check.find(pair, context))


__all__ = ["CHECKS", "CHOICE", "TOGETHER", "Check", "Context", "Finding", "Pair", "run"]
