"""Negation: a "not" of the Chinese that the English lacks, or the reverse."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from translate.checks.base import Context, Pair, is_blank
from translate.checks.lexicon import Mark
from translate.checks.polarity import Polarity
from translate.model import Finding, Severity


@dataclass(frozen=True, slots=True)
class Negation:
    """A negative lost or added, which turns the sense of a sentence round.

    Freely rendered negatives pass ("remain" for 不變, "failed to" for 未能), and so do
    words in which the character negates nothing (不僅, 非洲). What a free translation may
    explain is major: a word that negates by its meaning (避免) without its like, or a
    negative too many among several.
    """

    id: str = "negation"
    name: str = "Negation"
    severity: Severity = "critical"

    def find(self, pair: Pair, context: Context) -> Iterator[Finding]:  # noqa: ARG002  (all checks are asked alike)
        """One finding at most: where one negative is wrong, what the others belong to is a guess."""
        if is_blank(pair):
            return
        polarity = Polarity(pair)
        turned = polarity.turned()
        if turned:
            (start, end), (first, last) = turned
            message = f"{pair.zh[start:end]} is turned round: “{pair.en[first:last]}”."
            yield Finding(self.id, self.severity, message, *turned)
            return
        told = polarity.lost() or polarity.added() or polarity.early()
        wrong = told or polarity.uneven()
        if wrong is None:
            return
        severity: Severity = self.severity if told or polarity.is_sure(wrong) else "major"
        if isinstance(wrong, Mark):
            message = f"{wrong.text} negates; the English has no negative for it."
            yield Finding(self.id, severity, message, wrong.span)
        else:
            message = f"“{wrong.text}” negates; the Chinese has no negative for it."
            yield Finding(self.id, severity, message, None, wrong.span)
