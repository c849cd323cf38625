"""What an engine made is stored as it comes, and never made again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from tests.fakes import engines as fakes
from translate.checks.base import Context
from translate.errors import EngineError
from translate.glossary import Glossary
from translate.machine import choice, signature_of, translate_texts
from translate.store import Store

CONTEXT = Context()
TEXTS = [f"第{number}句話。" for number in range(1, 8)]
ENGLISH = {text: f"Sentence {number}." for number, text in enumerate(TEXTS, start=1)}


@pytest.fixture
def store() -> Iterator[Store]:
    with Store(None) as opened:
        yield opened


@pytest.fixture(autouse=True)
def _small_waves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choice, "WAVE_SEGMENTS", 3)


def _ignore(_done: int, _of: int) -> None:
    pass


def test_waves_before_a_failure_are_stored(store: Store) -> None:
    good = fakes.dictionary(ENGLISH)
    good.name = "fake"
    asked: list[str] = []

    def answer(texts: Sequence[str]) -> list[str]:
        asked.extend(texts)
        if len(asked) > 3:
            raise EngineError("engine fake: gone", "Start it again.")
        return [ENGLISH[text] for text in texts]

    bad = fakes.FakeEngine(answer, "fake")
    with pytest.raises(EngineError, match="gone"):
        translate_texts(TEXTS, bad, store=store, context=CONTEXT, progress=_ignore)
    kept = store.results(signature_of(bad, CONTEXT), TEXTS)
    assert {text: item.en for text, item in kept.items()} == {text: ENGLISH[text] for text in asked[:3]}


def test_nothing_is_made_twice_not_even_nothing(store: Store) -> None:
    engine = fakes.dictionary({TEXTS[0]: ENGLISH[TEXTS[0]]})
    first = translate_texts(TEXTS * 2, engine, store=store, context=CONTEXT, progress=_ignore)
    calls = len(engine.calls)
    second = translate_texts(TEXTS, engine, store=store, context=CONTEXT, progress=_ignore)
    assert len(engine.calls) == calls
    assert first == second
    assert [first[text].en for text in TEXTS] == [ENGLISH[TEXTS[0]], *[""] * 6]
    (step,) = first[TEXTS[1]].steps
    assert step.kind == "retry"
    assert step.reason.startswith("nothing usable came of ")


def test_a_signature_names_the_choice_and_the_termbase() -> None:
    engine = fakes.dictionary({})
    plain, other = signature_of(engine, CONTEXT), signature_of(engine, Context(Glossary(sha256="ab" * 32)))
    assert choice.POLICY in plain
    assert plain != other
    assert other.endswith("abababababab")


def test_progress_rises_to_the_whole(store: Store) -> None:
    told: list[tuple[int, int]] = []
    engine = fakes.dictionary(ENGLISH)
    translate_texts(TEXTS[:2], engine, store=store, context=CONTEXT, progress=_ignore)
    translate_texts(
        TEXTS, engine, store=store, context=CONTEXT, progress=lambda done, of: told.append((done, of))
    )
    assert told[0] == (2, 7)
    assert told[-1] == (7, 7)
    assert told == sorted(told)
