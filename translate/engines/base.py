"""The contract of a translation engine, and the one door through which the stage calls it.

An engine turns sentences into English and knows nothing of documents, memory or
checks. The stage calls ``translate_checked``, which holds any engine, however
badly it behaves, to the contract.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from translate.errors import BriefingsError, EngineError
from translate.hanzi import HAN_RE, squeeze

if TYPE_CHECKING:
    from translate.model import Signature

Progress = Callable[[int], None]
"""Told how many of the texts are done so far; never falls, ends at their number."""


class Engine(Protocol):
    """What every engine offers."""

    @property
    def name(self) -> str:
        """By which users and signatures know it."""
        ...

    @property
    def available(self) -> bool:
        """Whether it can translate at all.

        ``False`` only for the null engine: the stage then reports segments as
        untranslated and does not ask in vain.
        """
        ...

    def signature(self) -> Signature:
        """What a result depends on; equal signatures mean equal results for equal texts."""
        ...

    def translate(self, texts: Sequence[str], progress: Progress | None = None) -> list[str]:
        """The English of ``texts``.

        Args:
            texts: sentences, without line ends; duplicates and empty ones are allowed.
            progress: called now and then with the number of texts done so far.

        Returns:
            As many strings as ``texts``, in their order. ``""`` means that this
            text has no translation: the stage treats it as untranslated. Never
            the source in place of English.

        Raises:
            EngineError: the engine as a whole cannot do its work.
        """
        ...


def is_source(source: str, output: str) -> bool:
    """Whether ``output`` is the Chinese ``source`` again (``AUKUS`` for ``AUKUS`` is a translation)."""
    return HAN_RE.search(source) is not None and squeeze(output) == squeeze(source)


def translate_checked(engine: Engine, texts: Sequence[str], progress: Progress | None = None) -> list[str]:
    """``engine.translate`` with its contract enforced.

    White space alone, and the source posing as English, become ``""``.

    Args:
        engine: any engine.
        texts: the sentences.
        progress: see ``Engine.translate``.

    Returns:
        As many strings as ``texts``; ``""`` where there is no translation.

    Raises:
        EngineError: the engine failed, or gave another number or kind of results.
    """
    if not texts:
        return []
    try:
        results = engine.translate(texts, progress)
    except BriefingsError:
        raise
    except Exception as error:
        # its own message may quote the document, and messages reach logs: only the type is named
        raise EngineError(
            f"engine {engine.name}: failed on {len(texts)} segments ({type(error).__name__})",
            "Run again with --debug to see the cause.",
        ) from error
    if len(results) != len(texts) or not all(isinstance(result, str) for result in results):
        strings = sum(isinstance(result, str) for result in results)
        raise EngineError(
            f"engine {engine.name}: {strings} translations for {len(texts)} segments",
            "None of them was kept. This is a fault of the engine: choose another one, or report it.",
        )
    return [
        "" if not result.strip() or is_source(text, result) else result
        for text, result in zip(texts, results, strict=True)
    ]
