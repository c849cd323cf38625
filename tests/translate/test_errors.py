"""One family of errors, each with its exit code."""

from __future__ import annotations

import pytest

from translate import errors

CODES = {
    "BriefingsError": 1, "ConfigurationError": 2, "InputError": 3, "TranslationIncompleteError": 4,
    "EngineError": 4, "RenderError": 5, "PublishGateError": 6, "CheckGateError": 7,
    "InterruptedRunError": 130,
}  # fmt: skip


def test_the_exit_codes_are_the_designs() -> None:
    found = {
        name: kind.exit_code
        for name, kind in vars(errors).items()
        if isinstance(kind, type) and issubclass(kind, errors.BriefingsError)
    }
    assert found == CODES


def test_an_error_says_what_and_what_to_do() -> None:
    error = errors.InputError("paper.txt: holds no text", "Check it.")
    assert (error.message, error.remedy) == ("paper.txt: holds no text", "Check it.")
    assert str(error) == "paper.txt: holds no text\nCheck it."
    assert str(errors.BriefingsError("only this")) == "only this"


@pytest.mark.parametrize(
    ("problems", "message"),
    [(["a: x"], "f.toml: 1 problem\n  - a: x"), (["a: x", "b: y"], "f.toml: 2 problems\n  - a: x\n  - b: y")],
    ids=["one", "two"],
)
def test_problems_come_in_one_error(problems: list[str], message: str) -> None:
    error = errors.ConfigurationError.from_problems("f.toml", problems, "Correct them.")
    assert error.message == message
