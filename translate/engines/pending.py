"""The null engine: with it nothing is translated, and the stage says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from translate.engines.base import PLAIN, Hypothesis, Manner
from translate.model import Signature

if TYPE_CHECKING:
    from collections.abc import Sequence

    from translate.engines.base import Progress


class PendingEngine:
    """Stands in where no engine can be used, so that the stage needs no special case.

    Args:
        reason: why nothing is translated, for the user.
        remedy: what to do about it.
    """

    name = "pending"
    available = False

    def __init__(self, reason: str = "no translation engine was chosen", remedy: str = "") -> None:
        self.reason = reason
        self.remedy = remedy

    def signature(self) -> Signature:
        """The engine's name and nothing else: there are no results to repeat."""
        return Signature(engine=self.name)

    def fits(self, text: str) -> bool:  # noqa: ARG002  (the contract's shape)
        """Always: nothing is gained by splitting what nobody translates."""
        return True

    def translate(
        self,
        texts: Sequence[str],
        manner: Manner = PLAIN,  # noqa: ARG002  (the contract's shape)
        progress: Progress | None = None,
    ) -> list[list[Hypothesis]]:
        """Nothing for every text, which means: untranslated."""
        if progress is not None:
            progress(len(texts))
        return [[] for _ in texts]
