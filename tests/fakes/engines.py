"""Engines that misbehave, each in one way, and one that behaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from translate.errors import EngineError
from translate.model import Signature

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from translate.engines.base import Progress


class FakeEngine:
    """An engine whose answers are given by a function of the texts.

    Args:
        answer: from the texts to the results.
        name: the engine's name.
    """

    available = True

    def __init__(self, answer: Callable[[Sequence[str]], list[str]], name: str = "fake") -> None:
        self.answer = answer
        self.name = name
        self.calls: list[list[str]] = []

    def signature(self) -> Signature:
        """Depends on the name alone."""
        return Signature(engine=self.name, version="1")

    def translate(self, texts: Sequence[str], progress: Progress | None = None) -> list[str]:
        """Whatever ``answer`` says; the texts asked for are kept in ``calls``."""
        self.calls.append(list(texts))
        results = self.answer(texts)
        if progress is not None:
            progress(len(texts))
        return results


def dictionary(entries: Mapping[str, str]) -> FakeEngine:
    """Knows ``entries`` and nothing else: a well-behaved engine."""
    return FakeEngine(lambda texts: [entries.get(text, "") for text in texts], "dictionary")


def crashing(error: BaseException | None = None) -> FakeEngine:
    """Raises ``error``, an error outside the family by default, which quotes the text it was given."""

    def answer(texts: Sequence[str]) -> list[str]:
        raise error or RuntimeError(f"cannot cope with {texts[0]}")

    return FakeEngine(answer, "crashing")


def refusing() -> FakeEngine:
    """Raises as the contract allows."""
    return crashing(EngineError("engine refusing: no", "Ask another one."))


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
