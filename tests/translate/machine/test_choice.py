"""The choice among an engine's answers; cases in ``choice.toml``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.casefile import cases
from tests.fakes import engines as fakes
from tests.resources.tiny_package import LINES, build
from translate.checks.base import Context
from translate.engines.argos import ArgosEngine
from translate.engines.base import PLAIN
from translate.engines.install import install
from translate.errors import EngineError
from translate.glossary import Glossary, Term
from translate.machine import choice
from translate.machine.choice import Made, translate_segments

BARE = Context(Glossary())


def context(rows: list[list[str]]) -> Context:
    """A glossary of rows (Chinese forms, rendering, kind)."""
    terms = []
    for forms, en, kind in rows:
        zh, *variants = forms.split("|")
        terms.append(Term(zh, tuple(variants), (en,), kind, "", "neutral"))
    return Context(Glossary.of(terms))


def make(engine: Any, *texts: str, context: Context = BARE) -> list[Made]:
    made = {item.zh: item for wave in translate_segments(engine, texts, context) for item in wave}
    assert set(made) == set(texts)
    return [made[text] for text in texts]


@pytest.mark.parametrize("case", cases("choice", "choice"))
def test_choice(case: dict[str, Any]) -> None:
    engine = fakes.MannerlyEngine(case["answers"], case.get("retries"), case.get("limit", 10_000))
    (made,) = make(engine, case["zh"], context=context(case.get("terms", [])))
    assert made.en == case["en"]
    assert [step.kind for step in made.steps] == case.get("steps", [])
    reasons = "\n".join(step.reason for step in made.steps)
    assert [text for text in case.get("said", []) if text not in reasons] == [], reasons
    assert [text for text in case.get("unsaid", []) if text in reasons] == [], reasons
    if "asked" in case:
        assert len(engine.calls) == case["asked"]


ALL = {
    key: list(value) for case in cases("choice", "choice") for key, value in case.values[0]["answers"].items()
}
TEXTS = list(dict.fromkeys([case.values[0]["zh"] for case in cases("choice", "choice")]))
TERMS = [["拜登", "Joe Biden", "person"], ["願景", "vision", "concept"]]


@given(st.lists(st.sampled_from(TEXTS), unique=True, max_size=12), st.randoms(use_true_random=False))
def test_a_text_does_not_depend_on_its_company(texts: list[str], random: Any) -> None:
    def engine() -> fakes.MannerlyEngine:
        return fakes.MannerlyEngine(ALL, limit=18)

    together = make(engine(), *texts, context=context(TERMS))
    assert together == [make(engine(), text, context=context(TERMS))[0] for text in texts]
    other = random.sample(texts, len(texts))
    assert make(engine(), *other, context=context(TERMS)) == [together[texts.index(text)] for text in other]


def test_requests_of_a_wave_go_together() -> None:
    texts = [f"第{number}次會談總額達110億美元。" for number in range(2, 40)]
    engine = fakes.FakeEngine(lambda asked: [f"Nothing of {len(text)}." for text in asked])
    make(engine, *texts)
    assert sorted(engine.calls[0]) == sorted(texts)
    assert engine.manners[0] == PLAIN
    assert len(engine.calls) <= 8, "never one by one"


def test_at_most_two_requests_carry_something_in() -> None:
    zh = "拜登宣布110億美元計畫及臺灣關係法。"
    terms = context([["拜登", "Joe Biden", "person"], ["臺灣關係法", "Taiwan Relations Act", "document"]])
    engine = fakes.FakeEngine(lambda asked: ["Boarding has a plan."] * len(asked))
    make(engine, zh, context=terms)
    carried = [text for call in engine.calls for text in call if "Joe Biden" in text]
    assert carried == [
        "Joe Biden 宣布 US$11 billion 計畫及 Taiwan Relations Act 。",
        "Joe Biden 宣布110億美元計畫及 Taiwan Relations Act 。",
    ]


def test_waves_are_moderate_and_the_longest_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choice, "WAVE_SEGMENTS", 3)
    monkeypatch.setattr(choice, "WAVE_CHARACTERS", 20)
    texts = ["和" * size for size in (1, 30, 2, 9, 8, 3, 7, 4)]
    engine = fakes.FakeEngine(lambda asked: ["Peace."] * len(asked))
    waves = [[len(made.zh) for made in wave] for wave in translate_segments(engine, texts, BARE)]
    assert waves == [[30], [9, 8], [7, 4, 3], [2, 1]]


@pytest.mark.parametrize(
    ("engine", "error"),
    [
        (fakes.crashing(after=1), EngineError),
        (fakes.crashing(EngineError("no", "Rest."), after=1), EngineError),
        (fakes.hanging(after=1), KeyboardInterrupt),
    ],
    ids=["crash", "refusal", "hang and ctrl-c"],
)
def test_what_is_finished_before_a_failure_is_yielded(
    engine: fakes.FakeEngine, error: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choice, "WAVE_SEGMENTS", 1)
    texts = ["英語版。", "英文。"]
    waves = translate_segments(engine, texts, BARE)
    assert next(waves) == [Made(texts[0], "English.", ())]
    with pytest.raises(error) as caught:
        next(waves)
    assert not any(text in str(caught.value) for text in texts), "messages reach logs"


def test_no_texts_ask_nothing() -> None:
    engine = fakes.crashing()
    assert list(translate_segments(engine, [], BARE)) == []
    assert engine.calls == []


@pytest.mark.parametrize("engine", [fakes.babbling(), fakes.blank(), fakes.echoing()], ids=lambda e: e.name)
def test_engines_that_never_help(engine: fakes.FakeEngine) -> None:
    (made,) = make(engine, "雙方應管控分歧，避免衝突。")
    assert made.en == ("" if engine.name != "babbling" else engine.answer(["x"])[0])
    assert bool(made.steps) == (not made.en)


@pytest.mark.parametrize("engine", [fakes.short(), fakes.long()], ids=lambda e: e.name)
def test_engines_that_break_the_contract(engine: fakes.FakeEngine) -> None:
    with pytest.raises(EngineError, match="translations for 2 segments"):
        make(engine, "雙方。", "和平。")


def test_with_a_real_package(tmp_path: Path) -> None:
    package = install(build(tmp_path), tmp_path / "packages")
    engine = ArgosEngine(package)
    texts = [*LINES[:7], "總額達110億美元。", "和平，" * 600]
    together = make(engine, *texts)
    assert together == [make(engine, text)[0] for text in texts]
    assert any(item.en for item in together)
    for item in together[:-1]:
        plain = engine.translate([item.zh])[0]
        assert item.steps or item.en == plain[0].text
    assert together[-1].steps[0].kind == "split"
