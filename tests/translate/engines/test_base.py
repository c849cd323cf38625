"""The door to the engines: whatever comes through it keeps the contract."""

from __future__ import annotations

import pytest

from tests.fakes import engines as fakes
from translate.engines import Engine, open_engine, translate_checked
from translate.engines.pending import PendingEngine
from translate.errors import BriefingsError, ConfigurationError, EngineError

TEXTS = ["台海和平穩定。", "結論", "AUKUS"]
ENGLISH = ["Peace in the Taiwan Strait.", "Conclusion", "AUKUS"]


def test_a_good_engine_passes_unchanged() -> None:
    engine = fakes.dictionary(dict(zip(TEXTS, ENGLISH, strict=True)))
    told: list[int] = []
    assert translate_checked(engine, TEXTS, told.append) == ENGLISH
    assert told[-1] == len(TEXTS)


@pytest.mark.parametrize(
    ("engine", "message"),
    [
        (fakes.crashing(), r"engine crashing: failed on 3 segments \(RuntimeError\)"),
        (fakes.crashing(MemoryError()), r"failed on 3 segments \(MemoryError\)"),
        (fakes.short(), "engine short: 2 translations for 3 segments"),
        (fakes.long(), "engine long: 4 translations for 3 segments"),
        (fakes.FakeEngine(lambda texts: [None] * len(texts)), "engine fake: 0 translations"),  # type: ignore[list-item]
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
    [(fakes.echoing(), ["", "", " AUKUS "]), (fakes.blank(), ["", "", ""])],
    ids=["echo", "blank"],
)
def test_the_source_and_nothing_are_no_english(engine: Engine, expected: list[str]) -> None:
    assert translate_checked(engine, TEXTS) == expected


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
    assert translate_checked(engine, TEXTS) == ["", "", ""]
    assert engine.signature().text() == "pending|||||"


def test_open_engine_by_name() -> None:
    assert open_engine("Hant", "pending").name == "pending"
    with pytest.raises(ConfigurationError, match="none named 'deepl'") as caught:
        open_engine("Hant", "deepl")
    assert "auto, argos, pending" in caught.value.remedy
