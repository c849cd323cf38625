"""Recorded statements: scope, marks, labels, states."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from briefings.entries import QuotationEntry
from briefings.model import Person, Statement, state_in_words
from briefings.quotes import NOT_YET, statement_from, statements_of
from briefings.speech import detect
from tests.briefings.sample import BALI_PAPER
from tests.briefings.support import Command, document, translated
from tests.casefile import cases
from translate.errors import InputError
from translate.model import Origin, State, Translation

PEOPLE = {"kao": Person("kao", ("高明遠",), "Kao Ming-yuan", "north")}
TEXT = """會談在四日舉行。高明遠表示，「配額可以談，期限
不能談」。沈若谷沒有回應。
"""
ENGLISH: dict[str, str | Translation] = {
    "會談": "The talks were held on the 4th.",
    "高明遠": "Kao Ming-yuan said, “the quota can be talked about, the deadline “cannot””.",
    "沈若谷": "Shen Jo-ku did not respond.",
}
FRAGMENT = "the quota can be talked about, the deadline “cannot”"


def test_a_whole_sentence_is_cited_with_all_its_lines(tmp_path: Path) -> None:
    """Its quotation may begin a line later; what is printed is what is cited."""
    paper = document(
        tmp_path, "會談在四日舉行。高明遠在會後對記者\n表示：「配額可以談，期限不能談。」沈若谷沒有回應。\n"
    )
    item = translated(paper, ENGLISH)
    (spoken,) = detect(paper, PEOPLE.values())
    assert spoken.place.lines == (2, 2)
    made = statement_from(spoken, item, BALI_PAPER)
    assert made.zh.startswith("高明遠在會後")
    assert made.citation.lines == (1, 2)


def entry(**changes: Any) -> QuotationEntry:
    fields: dict[str, Any] = {
        "id": "q", "form": "quote", "document": "paper", "zh": "配額可以談，期限不能談", "en": FRAGMENT,
        "event": "e", "speaker": "kao", "reported_by": "own paper", "original_language": "zh",
    }  # fmt: skip
    return QuotationEntry.model_validate(fields | changes)


@pytest.fixture
def made(tmp_path: Path) -> Any:
    """A statement from an entry with the given changes."""

    def make(english: dict[str, str | Translation] | None = None, **changes: Any) -> Statement:
        item = translated(document(tmp_path, TEXT), ENGLISH | (english or {}))
        [(event, statement)] = statements_of(
            [entry(**changes)], {"paper": item}, {"paper": BALI_PAPER}, PEOPLE
        )
        assert event == "e"
        return statement

    return make


@pytest.mark.parametrize("case", cases("briefings/quotes", "label"))
def test_marks_and_labels(case: dict[str, Any], made: Any) -> None:
    """Quotation marks only round the own words of what was spoken in Chinese."""
    statement = made(
        form=case["form"], original_language=case["language"], en=FRAGMENT if case["aligned"] else ""
    )
    assert statement.printed_en.startswith("“") == case["marks"]
    assert statement.wording_label == case["label"]
    assert statement.back_translation == case.get("back", False)
    assert statement.relayed == case.get("relayed", False)
    assert statement.en_scope == ("fragment" if case["aligned"] else "sentence")


def test_inner_marks_become_single(made: Any) -> None:
    assert made().printed_en == "“the quota can be talked about, the deadline ‘cannot’”"
    assert made().en == FRAGMENT


def test_a_fragment_is_verbatim_without_the_break(made: Any) -> None:
    statement = made()
    assert statement.zh == "配額可以談，期限不能談"
    assert statement.zh_mark == ""
    assert statement.citation.lines == (1, 2)
    assert statement.citation.human == f"{BALI_PAPER.reference}, para. 1"
    assert statement.citation.short == f"{BALI_PAPER.short}, para. 1"


@pytest.mark.parametrize("en", ["", "words that the English does not hold"])
def test_without_aligned_english_the_whole_sentence_stands(en: str, made: Any) -> None:
    statement = made(en=en)
    assert statement.zh == "高明遠表示，「配額可以談，期限不能談」。"
    assert statement.en == ENGLISH["高明遠"]
    assert statement.zh_mark == "配額可以談，期限不能談"


def test_several_sentences(made: Any) -> None:
    statement = made(zh="期限不能談」。沈若谷沒有回應", en="")
    assert len(statement.segments) == 2
    assert statement.zh == "高明遠表示，「配額可以談，期限不能談」。沈若谷沒有回應。"
    assert statement.en == f"{ENGLISH['高明遠']} {ENGLISH['沈若谷']}"


def test_english_over_two_sentences_is_a_fragment(made: Any) -> None:
    en = "the deadline “cannot””. Shen Jo-ku did not respond"
    assert made(zh="期限不能談」。沈若谷沒有回應", en=en).en_scope == "fragment"


@pytest.mark.parametrize("case", cases("briefings/quotes", "state"))
def test_a_state_is_the_lowest_of_its_sentences(case: dict[str, Any], made: Any) -> None:
    english: dict[str, str | Translation] = {}
    statement = made()
    both = made(zh="期限不能談」。沈若谷沒有回應", en="").segments
    for key, beginning, state in zip(both, ("高明遠", "沈若谷"), case["states"], strict=True):
        english[beginning] = Translation(key, "English.", Origin.PERSON, State(state))
    statement = made(english, zh="期限不能談」。沈若谷沒有回應", en="")
    assert statement.state.value == case["lowest"]
    assert statement.state_words == case["words"]


def test_untranslated_is_never_blank(tmp_path: Path) -> None:
    item = translated(document(tmp_path, TEXT), {"沈若谷": "Shen Jo-ku did not respond."})
    both = entry(zh="期限不能談」。沈若谷沒有回應", en=FRAGMENT)
    [(_, statement)] = statements_of([both], {"paper": item}, {"paper": BALI_PAPER}, PEOPLE)
    assert statement.en == f"{NOT_YET} Shen Jo-ku did not respond."
    assert (statement.origin, statement.state) == (Origin.NONE, State.INITIAL)
    assert statement.en_scope == "sentence"


def test_a_speaker_nobody_can_name_has_a_reason(made: Any) -> None:
    statement = made(speaker="", speaker_reason="the press release names no author")
    assert statement.speaker is None
    assert statement.side == ""
    assert statement.speaker_reason == "the press release names no author"


def test_quotations_that_are_not_in_their_papers_are_all_told(tmp_path: Path) -> None:
    item = translated(document(tmp_path, TEXT), ENGLISH)
    entries = [
        entry(id="right"),
        entry(id="wrong", zh="配額不能談"),
        entry(id="over", zh="期限不能談」沈若谷"),
    ]
    with pytest.raises(InputError) as raised:
        statements_of(entries, {"paper": item}, {"paper": BALI_PAPER}, PEOPLE)
    assert raised.value.exit_code == 3
    assert "2 quotation(s)" in raised.value.message
    assert "wrong: not in paper.txt: 配額不能談" in raised.value.message
    assert "over: not in paper.txt" in raised.value.message
    assert "right" not in raised.value.message


def test_papers_that_were_not_asked_for_are_passed_over(tmp_path: Path) -> None:
    item = translated(document(tmp_path, TEXT), ENGLISH)
    assert statements_of([entry(document="other")], {"paper": item}, {"paper": BALI_PAPER}, PEOPLE) == []


def test_variants_know_each_other(tmp_path: Path) -> None:
    item = translated(document(tmp_path, TEXT), ENGLISH)
    entries = [entry(id="a"), entry(id="b", variant_of="a"), entry(id="c", variant_of="a")]
    found = {
        statement.id: statement.variants
        for _, statement in statements_of(entries, {"paper": item}, {"paper": BALI_PAPER}, PEOPLE)
    }
    assert found == {"a": ("b", "c"), "b": ("a",), "c": ("a",)}


@pytest.mark.parametrize(("origin", "state", "words"), [
    (Origin.AI_DRAFT, State.TRANSLATED, "AI-drafted, unreviewed"),
    (Origin.ENGINE, State.TRANSLATED, "Machine-translated, unreviewed"),
    (Origin.MEMORY, State.TRANSLATED, "From imported memory, unreviewed"),
    (Origin.PERSON, State.TRANSLATED, "Translated, unreviewed"),
    (Origin.AI_DRAFT, State.REVIEWED, "Reviewed"),
    (Origin.PERSON, State.FINAL, "Final"),
    (Origin.NONE, State.INITIAL, "Not yet translated"),
])  # fmt: skip
def test_states_in_words(origin: Origin, state: State, words: str) -> None:
    assert state_in_words(origin, state) == words


def test_every_state_has_words() -> None:
    for origin in Origin:
        for state in State:
            assert state_in_words(origin, state)


def test_a_lost_quotation_ends_a_build_with_3(unseen: Command) -> None:
    path = unseen.seeds / "quotations.toml"
    path.write_text(path.read_text("utf-8").replace("配額可以談", "配額不能談"), encoding="utf-8")
    outcome = unseen("build", "--draft")
    assert outcome.code == 3
    assert "q-one: not in harbour.txt" in outcome.err
    assert not unseen.build.exists()
