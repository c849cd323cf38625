"""What a paper without recorded quotations shows as statements, and what an editor has not recorded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from briefings.entries import QuotationEntry
from briefings.model import Person
from briefings.quotes import NOT_YET, statement_from
from briefings.speech import Spoken, detect, unrecorded
from tests.briefings.sample import BALI_PAPER
from tests.briefings.speech.scoring import CASES, catalogue, papers, passages, people_of
from tests.briefings.support import document, translated
from tests.casefile import cases

PEOPLE = (
    Person("kao", ("高明遠", "高明远"), "Kao Ming-yuan", "north"),
    Person("shen", ("沈若谷",), "Shen Jo-ku", "US"),
    Person("beiyu", ("北嶼方面", "雙方"), "Government of Beiyu", "north", is_group=True),
)
FILE = "speech/detect"


def found_in(folder: Path, zh: str) -> list[Spoken]:
    return detect(document(folder, f"潮汐論壇\n\n{zh}\n"), PEOPLE)


def quotes_in(folder: Path, zh: str) -> list[Spoken]:
    return [item for item in found_in(folder, zh) if item.form == "quote"]


@pytest.mark.parametrize("case", cases(FILE, "hit"))
def test_hits(case: dict[str, Any], tmp_path: Path) -> None:
    found = quotes_in(tmp_path, case["zh"])
    assert [item.words for item in found] == case["words"]
    for item in found:
        assert (item.speaker.id if item.speaker else "") == case["speaker"]
        assert item.reason.startswith(case.get("reason", ""))
        assert bool(item.reason) == (item.speaker is None)
        assert item.place.text == item.words


@pytest.mark.parametrize("case", cases(FILE, "miss"))
def test_terms_titles_and_scare_quotes_are_no_speech(case: dict[str, Any], tmp_path: Path) -> None:
    assert quotes_in(tmp_path, case["zh"]) == []


def test_headings_and_captions_are_not_searched(tmp_path: Path) -> None:
    paper = document(tmp_path, "一、高明遠表示「我們願意一起管理」\n\n會談在四日舉行。\n")
    assert paper.blocks[0].kind == "heading"
    assert detect(paper, PEOPLE) == []


def test_it_is_shown_as_a_whole_sentence_with_the_words_marked(tmp_path: Path) -> None:
    paper = document(tmp_path, "會談在四日舉行。高明遠表示，「我們願意一起\n管理航道」，語氣溫和。\n")
    item = translated(paper, {"高明遠": "Kao said they were willing to manage the channel together."})
    (spoken,) = detect(paper, PEOPLE)
    statement = statement_from(spoken, item, BALI_PAPER)
    assert statement.form == "quote"
    assert statement.zh == "高明遠表示，「我們願意一起管理航道」，語氣溫和。"
    assert statement.zh_mark == "我們願意一起管理航道"
    assert statement.en_scope == "sentence"
    assert (
        statement.en == statement.printed_en == "Kao said they were willing to manage the channel together."
    )
    assert statement.official is None
    assert statement.original_language == "unknown"
    assert not statement.back_translation
    without = statement_from(spoken, translated(paper, {}), BALI_PAPER)
    assert without.en == NOT_YET
    assert without.state_words == "Not yet translated"


def test_words_over_two_sentences_show_both(tmp_path: Path) -> None:
    paper = document(tmp_path, "高明遠說：「海是公家的。路也是公家的。」會場安靜。\n")
    (spoken,) = detect(paper, PEOPLE)
    statement = statement_from(spoken, translated(paper, {}), BALI_PAPER)
    assert statement.zh_mark == "海是公家的。路也是公家的。"
    assert statement.zh_mark in statement.zh


def test_words_first_spoken_in_english_are_a_back_translation(tmp_path: Path) -> None:
    paper = document(tmp_path, "沈若谷說「絕不退讓」。\n")
    (spoken,) = detect(paper, PEOPLE)
    statement = statement_from(spoken, translated(paper, {"沈": "Shen said, no retreat."}), BALI_PAPER)
    assert (statement.original_language, statement.back_translation) == ("en", True)
    assert statement.printed_en == "Shen said, no retreat."


def test_indirect_speech_is_a_report_and_no_back_translation(tmp_path: Path) -> None:
    paper = document(tmp_path, "沈若谷警告，航道若被封鎖，後果自負。\n")
    (spoken,) = detect(paper, PEOPLE)
    statement = statement_from(spoken, translated(paper, {}), BALI_PAPER)
    assert (statement.form, statement.back_translation) == ("report", False)
    assert statement.wording_label == "Reported in the paper’s words"
    assert statement.zh == "沈若谷警告，航道若被封鎖，後果自負。"


def test_those_who_speak_together_are_named_in_the_reason(tmp_path: Path) -> None:
    paper = document(tmp_path, "高明遠和沈若谷共同表示，「港口永遠開放」。\n")
    statement = statement_from(detect(paper, PEOPLE)[0], translated(paper, {}), BALI_PAPER)
    assert statement.speaker is None
    assert statement.speaker_reason.endswith("Kao Ming-yuan, Shen Jo-ku")


def test_a_sentence_is_not_shown_twice_for_one_speaker(tmp_path: Path) -> None:
    found = found_in(tmp_path, "高明遠強調航行自由，並說「我們不會退讓」。")
    assert [item.form for item in found] == ["quote"]


def test_words_inside_words_are_not_shown_again(tmp_path: Path) -> None:
    found = quotes_in(tmp_path, "高明遠說：「沈若谷曾說『不會有下一次』，我們記得。」")
    assert [item.words for item in found] == ["沈若谷曾說『不會有下一次』，我們記得。"]


def test_indirect_speech_of_nobody_known_is_left_out(tmp_path: Path) -> None:
    assert found_in(tmp_path, "港區居民認為，航道太吵。") == []


def _entry(document: str, zh: str) -> QuotationEntry:
    return QuotationEntry(
        id="recorded", form="quote", document=document, zh=zh, event="e", reported_by="own paper",
        original_language="zh",
    )  # fmt: skip


def test_what_the_editor_has_not_recorded_is_proposed(tmp_path: Path) -> None:
    paper = document(tmp_path, "高明遠說「我們願意」。沈若谷說「我們不願意」。\n")
    assert [u.words for u in unrecorded(paper, [], PEOPLE)] == ["我們願意", "我們不願意"]
    found = unrecorded(paper, [_entry(paper.slug, "我們 不願意"), _entry("another", "我們願意")], PEOPLE)
    assert [(u.words, u.speaker.id if u.speaker else "") for u in found] == [("我們願意", "kao")]


def test_in_the_five_papers_every_utterance_found_is_recorded() -> None:
    known = catalogue()
    for name, paper, _, date in papers():
        found = unrecorded(paper, known.quotations, known.people.values(), date)
        assert [u.words for u in found] == [], name


def test_every_statement_marks_words_of_its_own_sentences(tmp_path: Path) -> None:
    known = catalogue()
    read = [(paper, tuple(known.people.values())) for _, paper, _, _ in papers()]
    made = people_of(CASES / "shapes" / "people.toml")
    read += [(paper, made) for _, paper, _ in passages("shapes", tmp_path)]
    seen = 0
    for paper, people in read:
        found = [
            statement_from(spoken, translated(paper, {}), BALI_PAPER) for spoken in detect(paper, people)
        ]
        assert all(item.zh_mark in item.zh for item in found)
        assert all((item.speaker is None) == bool(item.speaker_reason) for item in found)
        assert len({item.id for item in found}) == len(found)
        seen += len(found)
    assert seen > 200
