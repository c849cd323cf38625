"""Nothing translated: no English at all, or the Chinese standing in for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from translate.checks.base import Context, Pair, has_words, is_untranslated
from translate.model import Finding, Severity


@dataclass(frozen=True, slots=True)
class Empty:
    """English that is blank, only punctuation, or equal to the Chinese."""

    id: str = "empty"
    name: str = "No English"
    severity: Severity = "critical"

    def find(self, pair: Pair, context: Context) -> Iterator[Finding]:  # noqa: ARG002  (all checks are asked alike)
        """One finding at most. A source without words (a rule, 「……」) may have none in English."""
        if not has_words(pair.zh):
            return
        zh_span = (0, len(pair.zh))
        if not pair.en.strip():
            yield Finding(self.id, self.severity, "There is no English.", zh_span)
        elif not has_words(pair.en):
            yield Finding(
                self.id, self.severity, "The English is only punctuation.", zh_span, (0, len(pair.en))
            )
        elif is_untranslated(pair):
            message = "The English is the Chinese, untranslated."
            yield Finding(self.id, self.severity, message, zh_span, (0, len(pair.en)))
