"""The door to the engines: whatever comes through it keeps the contract."""

from __future__ import annotations

import pytest

from tests.fakes import engines as fakes
from translate.engines import Engine, open_engine, translate_checked
from translate.engines.base import PLAIN, Hypothesis, Manner, fits_checked
from translate.engines.pending import PendingEngine
from translate.errors import BriefingsError, ConfigurationError, EngineError

TEXTS = ["台海和平穩定。", "結論", "AUKUS"]


def english(results: list[list[Hypothesis]]) -> list[list[str]]:
    return [[hypothesis.text for hypothesis in result] for result in results]


ENGLISH = ["Peace in the Taiwan Strait.", "Conclusion", "AUKUS"]


def test_a_good_engine_passes_unchanged() -> None:
    engine = fakes.dictionary(dict(zip(TEXTS, ENGLISH, strict=True)))
    told: list[int] = []
    results = translate_checked(engine, TEXTS, progress=told.append)
    assert english(results) == [[text] for text in ENGLISH]
    assert engine.manners == [PLAIN]
    assert told[-1] == len(TEXTS)


@pytest.mark.parametrize(
    ("engine", "message"),
    [
        (fakes.crashing(), r"engine crashing: failed on 3 segments \(RuntimeError\)"),
        (fakes.crashing(MemoryError()), r"failed on 3 segments \(MemoryError\)"),
        (fakes.short(), "engine short: 2 translations for 3 segments"),
        (fakes.long(), "engine long: 4 translations for 3 segments"),
        (fakes.FakeEngine(lambda texts: [None] * len(texts)), "engine fake: 0 translations for 3"),
        (fakes.FakeEngine(lambda texts: [[Hypothesis("x"), 1]] * len(texts)), "engine fake: 0 translations"),
        (fakes.FakeEngine(lambda _: [["a"], ["b"], [Hypothesis(b"c")]]), "2 translations for 3"),  # type: ignore[arg-type]
        (fakes.refusing(), "^engine refusing: no"),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_a_broken_engine_is_an_engine_error(engine: Engine, message: str) -> None:
    with pytest.raises(EngineError, match=message) as caught:
        translate_checked(engine, TEXTS)
    assert caught.value.exit_code == 4
    assert caught.value.remedy
    assert not any(text in str(caught.value) for text in TEXTS[:2]), "messages reach logs; documents must not"


@pytest.mark.parametrize(
    ("engine", "expected"),
    [(fakes.echoing(), [[], [], [" AUKUS "]]), (fakes.blank(), [[], [], []])],
    ids=["echo", "blank"],
)
def test_the_source_and_nothing_are_no_english(engine: Engine, expected: list[list[str]]) -> None:
    assert english(translate_checked(engine, TEXTS)) == expected


def test_each_wording_once_and_no_more_than_asked_for() -> None:
    offered = ["Peace.", " ", "Peace.", "台海和平", "Quiet.", "Calm."]
    engine = fakes.FakeEngine(lambda texts: [[Hypothesis(text) for text in offered]] * len(texts))
    assert english(translate_checked(engine, ["台海和平"], Manner(2))) == [["Peace.", "Quiet."]]
    assert english(translate_checked(engine, ["台海和平"])) == [["Peace."]]
    assert engine.manners == [Manner(2), PLAIN]


def test_a_crash_over_a_length_is_an_engine_error(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = fakes.blank()
    assert fits_checked(engine, TEXTS[0])
    monkeypatch.setattr(engine, "limit", None)
    with pytest.raises(EngineError, match=r"engine blank: failed on 1 segments \(TypeError\)"):
        fits_checked(engine, TEXTS[0])


def test_babble_is_for_the_checks_to_find() -> None:
    assert all(translate_checked(fakes.babbling(), TEXTS))


@pytest.mark.parametrize("stop", [KeyboardInterrupt(), BriefingsError("stopped")], ids=["ctrl-c", "family"])
def test_what_is_not_the_engines_fault_passes(stop: BaseException) -> None:
    with pytest.raises(type(stop)):
        translate_checked(fakes.crashing(stop), TEXTS)


def test_no_texts_do_not_wake_the_engine() -> None:
    assert translate_checked(fakes.crashing(), []) == []


def test_the_null_engine_translates_nothing_and_says_so() -> None:
    engine: Engine = PendingEngine("no package")
    assert not engine.available
    assert engine.fits("結論" * 5_000)
    told: list[int] = []
    assert translate_checked(engine, TEXTS, Manner(4), told.append) == [[], [], []]
    assert told == [3]
    assert engine.signature().text() == "pending|||||"


def test_open_engine_by_name() -> None:
    assert open_engine("Hant", "pending").name == "pending"
    with pytest.raises(ConfigurationError, match="none named 'deepl'") as caught:
        open_engine("Hant", "deepl")
    assert "auto, argos, pending" in caught.value.remedy
