"""The order of the stage: a person, then memory, then the engine; checked, stored, complete."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.fakes import engines as fakes
from tests.translate.samples import decision, ids, paper
from translate.checks.base import Context
from translate.engines.base import Engine
from translate.engines.pending import PendingEngine
from translate.errors import EngineError, TranslationIncompleteError
from translate.glossary import Glossary
from translate.machine import signature_of
from translate.machine.choice import POLICY
from translate.memory import Memory, Unit, contexts
from translate.model import Document, Level, Origin, State, Translation, Waiver
from translate.stage import Judgement, Translated, require_complete, translate_documents
from translate.store import Store
from translate.waivers import waiver_of

PAPER = paper("雙方都不滿意。", "但都警覺。", "結論如此。")
FIRST, SECOND, THIRD = ids(PAPER)
ENGLISH = {
    "雙方都不滿意。": "Neither is satisfied.",
    "但都警覺。": "Both are wary.",
    "結論如此。": "That is all.",
}


@pytest.fixture
def store() -> Iterator[Store]:
    with Store(None) as opened:
        yield opened


def _run(
    store: Store, *documents: Document, memory: Memory | None = None, engine: Engine | None = None
) -> list[Translated]:
    chosen = engine or fakes.dictionary(ENGLISH)
    return translate_documents(
        documents or (PAPER,), store=store, memory=memory or Memory(), engine_for=lambda _script: chosen,
        glossary=Glossary(),
    )  # fmt: skip


def _unit(document: Document, number: int, en: str, **facts: str) -> Unit:
    """A unit of the project's memory for one of the document's segments."""
    key = ids(document)[number]
    before, after = contexts(document)[key]
    segment = [segment for _, segment in document.segments()][number]
    return Unit(
        segment.text, en, Origin(facts.get("origin", "ai-draft")), State(facts.get("state", "translated")),
        "project", facts.get("date", "2026-11-20"), document.slug, key, before, after,
    )  # fmt: skip


def _told(translated: Translated, segment: str = FIRST) -> tuple[str, Origin, int | None]:
    item = translated.translations[segment]
    return item.en, item.origin, item.match


# precedence


def test_memory_comes_before_the_engine(store: Store) -> None:
    (result,) = _run(store, memory=Memory([_unit(PAPER, 0, "From memory.")]))
    assert _told(result) == ("From memory.", Origin.AI_DRAFT, 101)
    assert _told(result, SECOND) == ("Both are wary.", Origin.ENGINE, None)


def test_a_persons_decision_comes_before_memory(store: Store) -> None:
    memory = Memory([_unit(PAPER, 0, "From memory.")])
    _run(store, memory=memory)
    store.put([decision(FIRST, "By hand.", date="2020-01-01")])
    for _ in range(2):
        (result,) = _run(store, memory=memory)
        assert _told(result) == ("By hand.", Origin.PERSON, None)
        assert result.translations[FIRST].state is State.REVIEWED


def test_a_persons_decision_comes_before_the_engine(store: Store) -> None:
    _run(store)
    store.put([decision(FIRST, "By hand.")])
    assert _told(_run(store)[0]) == ("By hand.", Origin.PERSON, None)


def test_a_persons_latest_decision_counts(store: Store) -> None:
    store.put_document(PAPER)
    store.put([decision(FIRST, "Once."), decision(FIRST, "Twice.")])
    assert _told(_run(store)[0])[0] == "Twice."


def test_an_approval_stands_though_the_words_are_the_projects(store: Store) -> None:
    memory = Memory([_unit(PAPER, 0, "Draft.")])
    store.put_document(PAPER)
    approved = Translation(FIRST, "Draft.", Origin.AI_DRAFT, State.REVIEWED, None, "A. Reviser", "2026-11-21")
    store.put([approved])
    assert _run(store, memory=memory)[0].translations[FIRST].state is State.REVIEWED


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2026-11-19", "Here."), ("2026-11-20T09:00:00Z", "Here."), ("2026-11-20T10:00:00+08:00", "Here."),
        ("2026-11-21", "Elsewhere."), ("2026-11-20T12:00:00Z", "Elsewhere."),
    ],
)  # fmt: skip
def test_of_two_decisions_here_and_from_git_the_later_counts(store: Store, date: str, expected: str) -> None:
    store.put_document(PAPER)
    store.put([decision(FIRST, "Here.", date="2026-11-20T10:00:00Z")])
    memory = Memory([_unit(PAPER, 0, "Elsewhere.", origin="person", state="reviewed", date=date)])
    assert _told(_run(store, memory=memory)[0])[0] == expected


def test_a_decision_on_an_equal_sentence_elsewhere_does_not_replace_ones_own(store: Store) -> None:
    other = paper("雙方都不滿意。", slug="other")
    store.put_document(PAPER)
    store.put([decision(FIRST, "Here.")])
    memory = Memory([_unit(other, 0, "Elsewhere.", origin="person", state="final", date="2030-01-01")])
    assert _told(_run(store, memory=memory)[0])[0] == "Here."


def test_a_decision_that_came_with_memory_follows_memory(store: Store) -> None:
    """A clone that was built before must not hold on to what a colleague has decided anew."""
    first = Memory([_unit(PAPER, 0, "First.", origin="person", state="reviewed", date="2026-11-20")])
    assert _told(_run(store, memory=first)[0])[0] == "First."
    second = Memory([_unit(PAPER, 0, "Second.", origin="person", state="reviewed", date="2026-11-20")])
    assert _told(_run(store, memory=second)[0])[0] == "Second."
    assert _told(_run(store)[0]) == ("Neither is satisfied.", Origin.ENGINE, None)


def test_a_decision_dies_when_the_source_text_changes(store: Store) -> None:
    _run(store)
    store.put([decision(FIRST, "By hand."), decision(SECOND, "By hand too.")])
    edited = paper("雙方都滿意。", "但都警覺。", "結論如此。", sha256="1" * 64)
    (result,) = _run(store, edited)
    assert result.missing() == [ids(edited)[0]]
    assert _told(result, SECOND)[0] == "By hand too."
    assert [item.en for item in store.history(FIRST)] == ["Neither is satisfied.", "By hand."], (
        "kept, not used"
    )


def test_memory_keeps_its_author_date_and_state(store: Store) -> None:
    unit = _unit(PAPER, 0, "From memory.", state="final", date="2026-01-02")
    item = _run(store, memory=Memory([unit]))[0].translations[FIRST]
    assert (item.author, item.date, item.state, item.signature) == ("project", "2026-01-02", State.FINAL, "")


def test_an_equal_sentence_of_another_paper_is_exact_not_in_context(store: Store) -> None:
    other = paper("前句。", "雙方都不滿意。", slug="other")
    (result,) = _run(store, memory=Memory([_unit(other, 1, "Elsewhere.")]))
    assert _told(result) == ("Elsewhere.", Origin.AI_DRAFT, 100)


# the engine


def test_the_engine_is_asked_for_what_is_missing_only(store: Store) -> None:
    engine = fakes.dictionary(ENGLISH)
    _run(store, memory=Memory([_unit(PAPER, 1, "From memory.")]), engine=engine)
    assert engine.calls == [["雙方都不滿意。", "結論如此。"]]


def test_no_engine_is_opened_when_memory_has_everything(store: Store) -> None:
    def never(script: str) -> Engine:
        raise AssertionError(script)

    memory = Memory([_unit(PAPER, number, "From memory.") for number in range(3)])
    translate_documents([PAPER], store=store, memory=memory, engine_for=never, glossary=Glossary())


@pytest.mark.parametrize(("text", "script"), [("與為國這個。", "Hant"), ("与为国这个。", "Hans")])
def test_the_engine_is_chosen_by_script(store: Store, text: str, script: str) -> None:
    asked: list[str] = []

    def engine_for(wanted: str) -> Engine:
        asked.append(wanted)
        return PendingEngine()

    translate_documents(
        [paper(text)], store=store, memory=Memory(), engine_for=engine_for, glossary=Glossary()
    )
    assert asked == [script]


def test_the_same_engine_is_not_asked_twice(store: Store) -> None:
    engine = fakes.dictionary(ENGLISH)
    first, second = _run(store, engine=engine), _run(store, engine=engine)
    assert len(engine.calls) == 1
    assert first == second
    assert len(store.history(FIRST)) == 1


def test_another_engine_is_asked_anew(store: Store) -> None:
    _run(store)
    other = fakes.FakeEngine(lambda texts: ["Other."] * len(texts), "other")
    (result,) = _run(store, engine=other)
    assert _told(result)[0] == "Other."
    assert result.translations[FIRST].signature == signature_of(other, Context())
    assert len(store.history(FIRST)) == 2


def test_engine_output_is_signed_and_never_reviewed(store: Store) -> None:
    (result,) = _run(store)
    for item in result.translations.values():
        assert (item.origin, item.state, item.author) == (Origin.ENGINE, State.TRANSLATED, "dictionary")
        assert item.signature == f"dictionary||1||{POLICY}|"
        assert item.date


def test_what_the_engine_does_not_know_stays_untranslated(store: Store) -> None:
    (result,) = _run(store, engine=fakes.dictionary({"但都警覺。": "Both are wary."}))
    assert result.missing() == [FIRST, THIRD]
    assert store.current([FIRST]) == {}


@pytest.mark.parametrize(
    "engine", [fakes.echoing(), fakes.blank(), PendingEngine("none")], ids=lambda e: e.name
)
def test_no_english_is_no_translation(store: Store, engine: Engine) -> None:
    (result,) = _run(store, engine=engine)
    assert result.missing() == [FIRST, SECOND, THIRD]
    assert store.current([FIRST, SECOND, THIRD]) == {}


@pytest.mark.parametrize(
    "engine", [fakes.crashing(), fakes.refusing(), fakes.short(), fakes.long()], ids=lambda e: e.name
)
def test_an_engine_that_fails_stops_the_run_and_stores_nothing_of_it(store: Store, engine: Engine) -> None:
    with pytest.raises(EngineError, match=r"^engine \w+: "):
        _run(store, engine=engine)
    assert store.current([FIRST, SECOND, THIRD]) == {}


def test_what_an_engine_made_stands_when_it_is_gone(store: Store) -> None:
    (before,) = _run(store)
    (after,) = _run(store, engine=PendingEngine("removed"))
    assert after == before
    assert after.translations[FIRST].signature


def test_another_termbase_asks_the_engine_anew(store: Store) -> None:
    engine = fakes.dictionary(ENGLISH)
    _run(store, engine=engine)
    translate_documents(
        [PAPER], store=store, memory=Memory(), engine_for=lambda _script: engine,
        glossary=Glossary(sha256="1" * 64),
    )  # fmt: skip
    assert len(engine.calls) == 2


def test_the_same_sentence_of_two_papers_is_asked_for_once(store: Store) -> None:
    engine = fakes.dictionary(ENGLISH)
    other = paper("結論如此。", "但都警覺。", slug="other")
    first, second = _run(store, PAPER, other, engine=engine)
    assert sorted(text for call in engine.calls for text in call) == sorted(ENGLISH)
    assert _told(first, THIRD) == _told(second, ids(other)[0]) == ("That is all.", Origin.ENGINE, None)


# checks and completeness


def test_babble_is_translated_and_found_wanting(store: Store) -> None:
    source = paper("美國於2021年捐贈12.5億劑疫苗。")
    (result,) = _run(store, source, engine=fakes.babbling())
    (key,) = ids(source)
    assert {finding.check for _, finding in result.findings()} >= {"number"}
    assert store.current([key])[key].findings == result.translations[key].findings != ()


def test_findings_come_in_reading_order_and_are_stored(store: Store) -> None:
    source = paper("第1點。", "第2點。")
    memory = Memory([_unit(source, 0, "Point 7."), _unit(source, 1, "Point 8.")])
    (result,) = _run(store, source, memory=memory)
    assert [key for key, finding in result.findings() if finding.check == "number"] == ids(source)


def test_one_sentence_in_two_englishes_is_found(store: Store) -> None:
    source = paper("雙方都不滿意這份聲明。", "但都警覺。", "雙方都不滿意這份聲明。")
    memory = Memory(
        [
            _unit(source, 0, "Neither side is satisfied with this statement."),
            _unit(source, 1, "Both are wary."),
            _unit(source, 2, "Neither party is content with this declaration."),
        ]
    )
    (result,) = _run(store, source, memory=memory)
    ((key, finding),) = [found for found in result.findings() if found[1].check == "consistency"]
    assert key == ids(source)[2]
    assert finding.message.startswith("The same Chinese as in 1, ")


def test_progress_is_told() -> None:
    told: list[tuple[str, int, int]] = []
    with Store(None) as store:
        translate_documents(
            [PAPER], store=store, memory=Memory(), engine_for=lambda _script: fakes.dictionary(ENGLISH),
            glossary=Glossary(), progress=lambda *step: told.append(step),
        )  # fmt: skip
    assert told == [("translate", 0, 3), ("translate", 3, 3), ("translate", 3, 3), ("check", 1, 1)]


def test_english_of_a_block_is_all_of_it_or_none(store: Store) -> None:
    (whole,) = _run(store)
    assert [whole.english(block) for block in PAPER.blocks] == list(ENGLISH.values())
    assert Translated(PAPER).english(PAPER.blocks[0]) == ""


def test_complete_papers_pass(store: Store) -> None:
    require_complete(_run(store), remedy="Install a package.")
    require_complete([], remedy="Install a package.")


def test_incomplete_papers_are_listed_with_their_counts(store: Store) -> None:
    other = paper("又一句。", "但都警覺。", slug="other")
    done = paper("但都警覺。", slug="done")
    translated = _run(store, PAPER, other, done, engine=fakes.dictionary({"但都警覺。": "Both are wary."}))
    with pytest.raises(TranslationIncompleteError) as caught:
        require_complete(translated, remedy="Install a package.")
    assert caught.value.message == (
        "3 segments have no English\n  - paper.txt: 2 of 3 segments\n  - other.txt: 1 of 2 segments"
    )
    assert caught.value.remedy == "Install a package."
    assert caught.value.exit_code == 4


def test_a_review_holds_only_where_it_was_made(store: Store) -> None:
    other = paper("開頭不同。", "雙方都不滿意。", slug="other")
    reviewed = _unit(PAPER, 0, "Neither is satisfied.", state="reviewed", origin="person")
    here, there = _run(store, PAPER, other, memory=Memory([reviewed]))
    assert here.translations[FIRST].state is State.REVIEWED
    elsewhere = there.translations[ids(other)[1]]
    assert (elsewhere.en, elsewhere.state) == ("Neither is satisfied.", State.TRANSLATED)


# what people say of the findings

COSTLY = paper("中國出口110億美元。", "出口占三成。", "結論如此。")
WRONG = {
    "中國出口110億美元。": "China  exported US$110 billion.",
    "出口占三成。": "Exports are 50 percent.",
    "結論如此。": "That is all.",
}


def _checked_with(
    store: Store, levels: dict[str, Level] | None = None, waivers: tuple[Waiver, ...] = ()
) -> Translated:
    (result,) = translate_documents(
        [COSTLY], store=store, memory=Memory(), engine_for=lambda _script: fakes.dictionary(WRONG),
        glossary=Glossary(), judgement=Judgement(levels or {}, waivers),
    )  # fmt: skip
    return result


def _waiver(translated: Translated, segment: str) -> Waiver:
    """The waiver of the segment's first finding."""
    zh = next(one.text for _, one in translated.document.segments() if one.id == segment)
    item = translated.translations[segment]
    return waiver_of(item.findings[0], zh, item, reason="deliberate", note="", by="A", date="2026-11-21")


def test_severities_and_waivers_bear_on_what_is_returned(store: Store) -> None:
    plain = _checked_with(store)
    first, second, _ = ids(COSTLY)
    assert [(key, item.check, item.severity) for key, item in plain.findings()] == [
        (first, "number", "critical"), (first, "spacing", "minor"), (second, "number", "critical"),
    ]  # fmt: skip
    assert plain.waived() == []
    waiver = _waiver(plain, second)
    levels: dict[str, Level] = {"number": "major", "spacing": "off"}
    judged = _checked_with(store, levels, (waiver,))
    assert [(key, item.check, item.severity) for key, item in judged.findings()] == [
        (first, "number", "major")
    ]
    assert [(key, item.finding.severity, item.waiver) for key, item in judged.waived()] == [
        (second, "major", waiver)
    ]
    assert judged.switched_off == ("spacing",)


def test_a_setting_or_a_waiver_makes_no_new_version(store: Store) -> None:
    """History tells who changed the English; a judgement of it is not a change."""
    plain = _checked_with(store)
    waiver = _waiver(plain, ids(COSTLY)[0])
    _checked_with(store, {"number": "minor", "spacing": "off"}, (waiver,))
    again = _checked_with(store)
    for key in ids(COSTLY):
        (only,) = store.history(key)
        assert only == again.translations[key] == plain.translations[key]


def test_the_choice_among_versions_does_not_depend_on_settings() -> None:
    """The first version has the number wrong; whatever a workspace thinks of numbers, the second is taken."""
    source = paper("中國出口110億美元。")
    versions = ["China exported US$110 billion.", "China exported US$11 billion."]
    settings: tuple[dict[str, Level], ...] = (
        {},
        {"number": "off"},
        {"number": "minor", "length": "critical"},
    )
    for levels in settings:
        with Store(None) as fresh:
            (result,) = translate_documents(
                [source], store=fresh, memory=Memory(), glossary=Glossary(),
                engine_for=lambda _script: fakes.FakeEngine(lambda texts: [versions for _ in texts]),
                judgement=Judgement(levels),
            )  # fmt: skip
        (made,) = result.translations.values()
        assert made.en == versions[1]
        assert [step.kind for step in made.steps] == ["hypothesis"]


def test_a_waiver_lapses_when_the_english_changes(store: Store) -> None:
    first = ids(COSTLY)[0]
    waiver = _waiver(_checked_with(store), first)
    store.put([decision(first, "China sold US$110 billion abroad.")])
    changed = _checked_with(store, waivers=(waiver,))
    assert changed.waived() == []
    assert (first, "number") in [(key, item.check) for key, item in changed.findings()]
    store.put([decision(first, WRONG["中國出口110億美元。"])])
    assert [key for key, _ in _checked_with(store, waivers=(waiver,)).waived()] == [first]
