"""The contract of a translation engine, and the one door through which it is called.

An engine turns sentences into English and knows nothing of documents, memory or
checks. Callers use ``translate_checked`` and ``fits_checked``, which hold any
engine, however badly it behaves, to the contract.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from translate.errors import BriefingsError, EngineError
from translate.hanzi import HAN_RE, squeeze

if TYPE_CHECKING:
    from translate.model import Signature

Progress = Callable[[int], None]
"""Told how many of the texts are done so far; never falls, ends at their number."""


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One English version that an engine offers for a text.

    Attributes:
        text: never blank, never the source posing as English.
        score: the engine's own, higher is better; comparable within one text only.
    """

    text: str
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Manner:
    """How to ask an engine. The default is its plain way (for Argos: stock Argos's settings).

    An engine that cannot follow a wish ignores it.

    Attributes:
        hypotheses: how many versions of each text are wanted at most.
        no_repeat_ngram: no run of this many tokens may come twice; 0 is free.
        repetition_penalty: above 1, tokens said before become less likely.
    """

    hypotheses: int = 1
    no_repeat_ngram: int = 0
    repetition_penalty: float = 1.0


PLAIN = Manner()


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

    def fits(self, text: str) -> bool:
        """Whether the engine can take ``text`` whole; what does not fit is split by the caller.

        Raises:
            EngineError: the engine as a whole cannot do its work.
        """
        ...

    def translate(
        self, texts: Sequence[str], manner: Manner = PLAIN, progress: Progress | None = None
    ) -> list[list[Hypothesis]]:
        """English versions of ``texts``. What is said of one text never depends on the others.

        Args:
            texts: sentences, without line ends; duplicates and empty ones are allowed.
            manner: how to ask.
            progress: called now and then with the number of texts done so far.

        Returns:
            One list for each of ``texts``, in their order, best first, of at most
            ``manner.hypotheses`` versions. An empty list means that this text has no
            usable translation: nothing said, the source repeated, or an output cut off.

        Raises:
            EngineError: the engine as a whole cannot do its work.
        """
        ...


def is_source(source: str, output: str) -> bool:
    """Whether ``output`` is the Chinese ``source`` again (``AUKUS`` for ``AUKUS`` is a translation)."""
    return HAN_RE.search(source) is not None and squeeze(output) == squeeze(source)


def fits_checked(engine: Engine, text: str) -> bool:
    """``engine.fits(text)``.

    Raises:
        EngineError: the engine failed.
    """
    with _held(engine, 1):
        return engine.fits(text)


def translate_checked(
    engine: Engine, texts: Sequence[str], manner: Manner = PLAIN, progress: Progress | None = None
) -> list[list[Hypothesis]]:
    """``engine.translate`` with its contract enforced.

    Left out: white space alone, the source posing as English, the same words
    again, and more versions than were asked for.

    Args:
        engine: any engine.
        texts: the sentences.
        manner: how to ask.
        progress: see ``Engine.translate``.

    Returns:
        As many lists as ``texts``; an empty one where there is no translation.

    Raises:
        EngineError: the engine failed, or gave another number or kind of results.
    """
    if not texts:
        return []
    with _held(engine, len(texts)):
        results: Any = engine.translate(texts, manner, progress)
    sound = sum(_is_sound(result) for result in results) if isinstance(results, list) else 0
    if not isinstance(results, list) or len(results) != len(texts) or sound < len(results):
        raise EngineError(
            f"engine {engine.name}: {sound} translations for {len(texts)} segments",
            "None of them was kept. This is a fault of the engine: choose another one, or report it.",
        )
    return [_usable(text, result)[: manner.hypotheses] for text, result in zip(texts, results, strict=True)]


@contextmanager
def _held(engine: Engine, count: int) -> Iterator[None]:
    """Whatever the engine raises becomes an ``EngineError``, but for our own family and Ctrl-C."""
    try:
        yield
    except BriefingsError:
        raise
    except Exception as error:
        # its own message may quote the document, and messages reach logs: only the type is named
        raise EngineError(
            f"engine {engine.name}: failed on {count} segments ({type(error).__name__})",
            "Run again with --debug to see the cause.",
        ) from error


def _is_sound(result: object) -> bool:
    """Whether ``result`` is a list of hypotheses, as the contract has it."""
    return isinstance(result, list) and all(
        isinstance(item, Hypothesis) and isinstance(item.text, str) for item in result
    )


def _usable(source: str, offered: Sequence[Hypothesis]) -> list[Hypothesis]:
    """``offered`` without what is no English and without repetitions, in its order."""
    found: dict[str, Hypothesis] = {}
    for hypothesis in offered:
        if hypothesis.text.strip() and not is_source(source, hypothesis.text):
            found.setdefault(hypothesis.text, hypothesis)
    return list(found.values())
