"""Engines that misbehave, each in one way, and some that behave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from translate.engines.base import PLAIN, Hypothesis, Manner
from translate.errors import EngineError
from translate.model import Signature

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from translate.engines.base import Progress


class FakeEngine:
    """An engine whose answers are given by a function of the texts.

    Args:
        answer: from the texts to the results: for each a string (``""``: none), or a
            list of strings, best first, of which as many are given as are asked for.
        name: the engine's name.
        limit: characters that it takes at most.
    """

    available = True

    def __init__(
        self, answer: Callable[[Sequence[str]], Any], name: str = "fake", limit: int = 10_000
    ) -> None:
        self.answer = answer
        self.name = name
        self.limit = limit
        self.calls: list[list[str]] = []
        self.manners: list[Manner] = []

    def signature(self) -> Signature:
        """Depends on the name alone."""
        return Signature(engine=self.name, version="1")

    def fits(self, text: str) -> bool:
        """Whether ``text`` has at most ``limit`` characters."""
        return len(text) <= self.limit

    def translate(
        self, texts: Sequence[str], manner: Manner = PLAIN, progress: Progress | None = None
    ) -> list[list[Hypothesis]]:
        """Whatever ``answer`` says; texts and manner are kept in ``calls`` and ``manners``."""
        self.calls.append(list(texts))
        self.manners.append(manner)
        results = [_hypotheses(result, manner) for result in self._answers(texts, manner)]
        if progress is not None:
            progress(len(texts))
        return results

    def _answers(self, texts: Sequence[str], manner: Manner) -> Sequence[object]:  # noqa: ARG002  (for subclasses)
        return list(self.answer(texts))


class MannerlyEngine(FakeEngine):
    """Answers from a table by text and manner, as a real engine's answer depends on both.

    Args:
        entries: text -> its hypotheses when asked plainly or for several.
        retries: the same where ``no_repeat_ngram`` is set; ``entries`` where a text is not in it.
        limit: characters that it takes at most.
    """

    def __init__(
        self,
        entries: Mapping[str, Sequence[str]],
        retries: Mapping[str, Sequence[str]] | None = None,
        limit: int = 10_000,
    ) -> None:
        super().__init__(lambda _: [], "mannerly", limit)
        self.entries = entries
        self.retries = retries or {}

    def _answers(self, texts: Sequence[str], manner: Manner) -> Sequence[object]:
        other = self.retries if manner.no_repeat_ngram else {}
        return [list(other.get(text, self.entries.get(text, ()))) for text in texts]


def _hypotheses(result: object, manner: Manner) -> Any:
    """``result`` as the contract has it, if it is text; else as it is, to break the contract."""
    if isinstance(result, str):
        result = [result] if result else []
    if isinstance(result, list) and all(isinstance(item, str) for item in result):
        return [Hypothesis(text, -float(rank)) for rank, text in enumerate(result[: manner.hypotheses])]
    return result


def dictionary(entries: Mapping[str, str]) -> FakeEngine:
    """Knows ``entries`` and nothing else: a well-behaved engine."""
    return FakeEngine(lambda texts: [entries.get(text, "") for text in texts], "dictionary")


def crashing(error: BaseException | None = None, after: int = 0) -> FakeEngine:
    """Raises ``error`` at a call after ``after`` good ones.

    By default an error outside the family, which quotes the text it was given.
    """
    left = [after]

    def answer(texts: Sequence[str]) -> list[str]:
        if left[0]:
            left[0] -= 1
            return ["English."] * len(texts)
        raise error or RuntimeError(f"cannot cope with {texts[0]}")

    return FakeEngine(answer, "crashing")


def refusing() -> FakeEngine:
    """Raises as the contract allows."""
    return crashing(EngineError("engine refusing: no", "Ask another one."))


def hanging(after: int = 0) -> FakeEngine:
    """Works ``after`` times, then until the user presses Ctrl-C."""
    return crashing(KeyboardInterrupt(), after)


def babbling(words: str = "the war of the war of the war ", times: int = 40) -> FakeEngine:
    """Repeats itself, whatever it is asked."""
    return FakeEngine(lambda texts: [(words * times).strip() for _ in texts], "babbling")


def short() -> FakeEngine:
    """Gives one result too few."""
    return FakeEngine(lambda texts: ["English."] * (len(texts) - 1), "short")


def long() -> FakeEngine:
    """Gives one result too many."""
    return FakeEngine(lambda texts: ["English."] * (len(texts) + 1), "long")


def echoing() -> FakeEngine:
    """Passes the source off as English, with other spaces."""
    return FakeEngine(lambda texts: [f" {text} " for text in texts], "echoing")


def blank() -> FakeEngine:
    """Says nothing, with spaces."""
    return FakeEngine(lambda texts: ["  "] * len(texts), "blank")
