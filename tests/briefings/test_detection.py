"""Direct speech found by rule."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from briefings.detection import Detected, detect
from briefings.model import Person
from briefings.quotes import NOT_YET, statement_from
from tests.briefings.sample import BALI_PAPER
from tests.briefings.support import document, translated
from tests.casefile import cases

PEOPLE = (
    Person("kao", ("高明遠", "高明远"), "Kao Ming-yuan", "north"),
    Person("shen", ("沈若谷",), "Shen Jo-ku", "south"),
    Person("beiyu", ("北嶼方面", "雙方"), "Government of Beiyu", "north", is_group=True),
)
FILE = "briefings/detect"


def found_in(folder: Path, zh: str) -> list[Detected]:
    return detect(document(folder, f"潮汐論壇\n\n{zh}\n"), PEOPLE)


@pytest.mark.parametrize("case", cases(FILE, "hit"))
def test_hits(case: dict[str, Any], tmp_path: Path) -> None:
    found = found_in(tmp_path, case["zh"])
    assert [item.words for item in found] == case["words"]
    for item in found:
        assert (item.speaker.id if item.speaker else "") == case["speaker"]
        assert item.reason.startswith(case.get("reason", ""))
        assert bool(item.reason) == (item.speaker is None)
        assert item.place.text == item.words


@pytest.mark.parametrize("case", cases(FILE, "miss"))
def test_terms_titles_and_scare_quotes_are_no_speech(case: dict[str, Any], tmp_path: Path) -> None:
    assert found_in(tmp_path, case["zh"]) == []


@pytest.mark.xfail(reason="shapes of direct speech that the rules do not see yet")
@pytest.mark.parametrize("case", cases(FILE, "known_miss"))
def test_known_misses(case: dict[str, Any], tmp_path: Path) -> None:
    assert [item.words for item in found_in(tmp_path, case["zh"])] == case["words"]


def test_headings_and_captions_are_not_searched(tmp_path: Path) -> None:
    paper = document(tmp_path, "一、高明遠表示「我們願意一起管理」\n\n會談在四日舉行。\n")
    assert paper.blocks[0].kind == "heading"
    assert detect(paper, PEOPLE) == []


def test_it_is_shown_as_a_whole_sentence_with_the_words_marked(tmp_path: Path) -> None:
    paper = document(tmp_path, "會談在四日舉行。高明遠表示，「我們願意一起\n管理航道」，語氣溫和。\n")
    item = translated(paper, {"高明遠": "Kao said they were willing to manage the channel together."})
    statement = statement_from(detect(paper, PEOPLE)[0], item, BALI_PAPER)
    assert statement.zh == "高明遠表示，「我們願意一起管理航道」，語氣溫和。"
    assert statement.zh_mark == "我們願意一起管理航道"
    assert statement.en_scope == "sentence"
    assert (
        statement.en == statement.printed_en == "Kao said they were willing to manage the channel together."
    )
    assert statement.official is None
    assert statement.original_language == "unknown"
    assert not statement.back_translation
    without = statement_from(detect(paper, PEOPLE)[0], translated(paper, {}), BALI_PAPER)
    assert without.en == NOT_YET
    assert without.state_words == "Not yet translated"
