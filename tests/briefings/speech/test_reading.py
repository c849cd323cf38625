"""Speakers, settings and accounts, case by case; and that no text makes the reading slow or fail."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefings.speech import Speech, Spoken, detect, read_speech
from tests.briefings.speech.scoring import CASES, catalogue, papers, people_of
from tests.briefings.support import document

PEOPLE = people_of(CASES / "shapes" / "people.toml")


def reading(folder: Path, zh: str, date: str = "") -> Speech:
    return read_speech(document(folder, zh + "\n"), PEOPLE, date)


def only(folder: Path, zh: str, date: str = "") -> Spoken:
    (spoken,) = reading(folder, zh, date).utterances
    return spoken


def test_time_and_place_stand_as_printed_and_the_day_is_resolved(tmp_path: Path) -> None:
    found = only(tmp_path, "唐守正11月3日在首爾表示，「時間不多了」。", "2023-12")
    assert (found.said_on, found.day, found.said_at) == ("11月3日", "2023-11-03", "首爾")
    assert found.verb == "表示"


def test_a_day_of_another_sentence_is_not_the_day_it_was_said(tmp_path: Path) -> None:
    found = only(tmp_path, "11月3日會談破裂。唐守正表示，「時間不多了」。", "2023-12")
    assert (found.said_on, found.day) == ("", "")


def test_a_day_without_a_year_stays_as_printed(tmp_path: Path) -> None:
    found = only(tmp_path, "唐守正11月3日表示，「時間不多了」。")
    assert found.day == ""


@pytest.mark.parametrize(
    ("zh", "account"),
    [
        ("根據美方公布的會談稿，哈特表示「我們歡迎競爭」。", "US readout"),
        ("根據「中」方所發表的會談內容稿，哈特表示「我們歡迎競爭」。", "PRC readout"),
        ("哈特表示「我們歡迎競爭」（中央社，2021.8.6）。", "press"),
        ("唐守正與羅卡通話，唐表示「我們歡迎競爭」（新華社，2021.8.6）。", "PRC readout"),
        ("唐守正致辭時表示「我們歡迎競爭」（新華社，2021.8.6）。", "PRC text"),
        ("聯合聲明中哈特表示「我們歡迎競爭」。", "joint statement"),
        ("哈特表示「我們歡迎競爭」。", "own paper"),
    ],
)
def test_whose_account_it_is_as_far_as_the_paper_tells(zh: str, account: str, tmp_path: Path) -> None:
    assert only(tmp_path, zh).reported_by == account


@pytest.mark.parametrize(
    ("zh", "accounts"),
    [
        (
            "根據「中」方公布的會談稿，哈特表示「我們歡迎競爭」，但在美方的會談內容，並無這些內容。",
            ("US readout",),
        ),
        ("根據美方的會談稿，哈特表示「我們歡迎競爭」。中方的新聞稿則未提及此點。", ("PRC readout",)),
        ("哈特表示「我們歡迎競爭」。美方的紀要沒有提到海峽。", ()),
        ("哈特表示「我們歡迎競爭」，唐守正說「走著瞧」。美方紀要並無後一句。", ()),
    ],
)
def test_accounts_that_lack_the_words_as_the_paper_says(
    zh: str, accounts: tuple[str, ...], tmp_path: Path
) -> None:
    assert reading(tmp_path, zh).utterances[0].not_in == accounts


def test_in_the_papers_what_an_account_lacks_is_what_the_editor_recorded() -> None:
    known = catalogue()
    recorded = {e.zh: e.not_in for e in known.quotations if e.form == "quote"}
    seen = 0
    for _, paper, _, date in papers():
        for spoken in read_speech(paper, known.people.values(), date).utterances:
            if spoken.not_in:
                assert recorded[spoken.words] == spoken.not_in
                seen += 1
    assert seen == 2


@pytest.mark.parametrize(
    ("name", "language"),
    [("哈特", "en"), ("唐守正", "zh"), ("森川誠", "ja"), ("杜瓦爾", "fr"), ("奧卡福", ""), ("某人", "")],
)
def test_the_language_is_that_of_the_speakers_side(name: str, language: str, tmp_path: Path) -> None:
    assert only(tmp_path, f"{name}表示「我們歡迎競爭」。").language == language


def test_two_who_speak_as_one_are_both_named(tmp_path: Path) -> None:
    found = only(tmp_path, "哈特和杜瓦爾共同表示，「港口永遠開放」。")
    assert (found.speaker, [person.id for person in found.joint]) == (None, ["hart", "duval"])


def test_a_headline_gives_words_that_are_no_statement(tmp_path: Path) -> None:
    paper = document(tmp_path, "一、哈特：不會改變行程\n\n會談在四日舉行。\n")
    assert paper.blocks[0].kind == "heading"
    (found,) = read_speech(paper, PEOPLE).utterances
    assert (found.printed, found.words, found.speaker and found.speaker.id) == (
        "headline", "不會改變行程", "hart",
    )  # fmt: skip
    assert detect(paper, PEOPLE) == []


def test_spans_in_headings_are_classified_too(tmp_path: Path) -> None:
    paper = document(tmp_path, "一、落實「三不」政策\n\n會談在四日舉行。\n")
    assert [(q.block, q.kind) for q in read_speech(paper, PEOPLE).quoted] == [(0, "term")]


def test_a_mark_without_partner_is_reported(tmp_path: Path) -> None:
    found = reading(tmp_path, "哈特說：「時間不多了。他走了。")
    assert [(u.mark, u.position) for u in found.unbalanced] == [("「", 4)]
    assert found.quoted == ()


@pytest.mark.parametrize(
    "zh",
    [
        "並" * 3000 + "表示「好」。", "2021年" * 1000 + "表示", "哈特表示" * 500 + "。", "「甲」" * 800,
        "「" * 3000, "「『" * 800 + "』」" * 800, "他說，" * 1000, "地" * 3000 + "說", "雙方表示，" * 800,
        "哈特與" * 800 + "說「好」。",
    ],
)  # fmt: skip
def test_no_text_makes_it_hang_or_fail(zh: str, tmp_path: Path) -> None:
    made = reading(tmp_path, f"哈特會見唐守正。\n\n{zh}")
    marks = sum(zh.count(mark) for mark in "「」『』")
    assert 2 * len(made.quoted) + len(made.unbalanced) == marks
