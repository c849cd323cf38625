"""Words first spoken in another language: no quotation marks in passages, and a label instead."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from lxml import html as lxml_html

from briefings.foreign_words import without_marks
from briefings.html import render_brief_html, render_brief_markdown
from briefings.ledger import briefing_json
from briefings.ledger_file import LedgerFile
from briefings.model import Mention, Passage, Row, Statement
from briefings.printed import read_printed, squeezed
from briefings.verify import Verdict, _lacks_marks_alone, _Verifier
from briefings.wording import words_label
from tests.briefings import sample
from tests.briefings.conftest import Built
from tests.briefings.support import on_the_build
from translate.model import Origin, State

SAID = sample.statement(
    "q-said", "美國不支持臺獨", "does not support it", sample.BIDEN, "PRC readout", language="en"
)


def passage(*rows: tuple[str, str, str]) -> Passage:
    """A paragraph of (segment, Chinese, English)."""
    made = tuple(Row(key, zh, en, Origin.AI_DRAFT, State.TRANSLATED) for key, zh, en in rows)
    return replace(sample.PASSAGES[0], rows=made)


def printed(said: Statement, *rows: tuple[str, str, str]) -> list[tuple[str, tuple[str, ...]]]:
    """What each row prints, and the statements it is labelled with."""
    (shown,), _ = without_marks([passage(*rows)], [], [said, sample.RED_LINE])
    assert [row.en for row in shown.rows] == [en for _, _, en in rows]
    return [(row.printed_en, tuple(item.id for item in row.spoken)) for row in shown.rows]


OWN = f"{sample.BALI}.q-said"


@pytest.mark.parametrize(
    ("en", "shown"),
    [
        ("He “does not support it.”", "He does not support it."),
        ("He “does not support it,” he said, “nor …”", "He does not support it, he said, “nor …”"),
        ('The US "does not support it".', "The US does not support it."),
        # the marks round more than the statement are another's
        ("He said: “The US does not support it.”", "He said: “The US does not support it.”"),
        ("He “does not support it, and never will.”", "He “does not support it, and never will.”"),
        ("He ‘does not support it’, “he” said.", "He ‘does not support it’, “he” said."),
        ("He does not support it.", "He does not support it."),
    ],
)
def test_marks_directly_round_the_words_are_left_out(en: str, shown: str) -> None:
    assert printed(SAID, (OWN, "他說「美國不支持臺獨」。", en)) == [(shown, ("q-said",))]


def test_words_of_a_third_language_too_but_not_chinese_ones() -> None:
    relayed = replace(SAID, back_translation=False, relayed=True, original_language="ja")
    row = (OWN, "他說「美國不支持臺獨」。", "He “does not support it.”")
    assert printed(relayed, row) == [("He does not support it.", ("q-said",))]
    chinese = replace(SAID, back_translation=False)
    assert printed(chinese, row) == [(row[2], ())]


def test_words_that_go_on_in_the_next_sentence() -> None:
    said = replace(SAID, en="We see. We hear.", segments=("x.1", "x.2"), zh="我們看。我們聽。")
    rows = (
        ("x.1", "他說：「我們看。", "He said: “We see."), ("x.2", "我們聽。」", "We hear.”"),
        ("x.3", "她說：「好」。", "She said: “We see. We hear.”"),
    )  # fmt: skip
    assert printed(said, *rows) == [
        ("He said: We see.", ("q-said",)), ("We hear.", ("q-said",)), (rows[2][2], ()),
    ]  # fmt: skip


def test_the_same_words_printed_again_in_the_paper() -> None:
    again = ("x.9", "再次表示「美國不支持臺獨。」", "Again: “does not support it.”")
    assert printed(SAID, again) == [("Again: does not support it.", ("q-said",))]
    unmarked = ("x.9", "美國不支持臺獨", "The paper “does not support it.”")
    assert printed(SAID, unmarked) == [(unmarked[2], ())]
    elsewhere = replace(SAID, citation=replace(SAID.citation, document="another"), segments=("another.1",))
    assert printed(elsewhere, again) == [(again[2], ())]


def test_a_whole_sentence_keeps_its_marks_and_has_the_label() -> None:
    en = "He “does not support it.”"
    whole = replace(SAID, en=en, en_scope="sentence", zh="他說「美國不支持臺獨」。", zh_mark="美國不支持臺獨")
    assert printed(whole, (OWN, whole.zh, en)) == [(en, ("q-said",))]


def test_a_mention_is_set_alike() -> None:
    mention = Mention(
        sample.BALI, "f", (1, 1), "曾說「美國不支持臺獨」。", "He “does not support it.”", "why"
    )
    _, (shown,) = without_marks([], [mention], [SAID])
    assert (shown.en, shown.printed_en) == (mention.en, "He does not support it.")
    assert [item.id for item in shown.spoken] == ["q-said"]


@pytest.mark.parametrize(
    ("changes", "number", "label"),
    [
        ({"reported_by": "US readout"}, 3, "Back-translation: statement 3"),
        ({"reported_by": "US readout"}, 0, "Back-translation (Joe Biden)"),
        ({}, 3, "Back-translation: statement 3; PRC account, not Joe Biden’s wording"),
        (
            {"back_translation": False, "relayed": True, "original_language": "ja", "reported_by": "press"},
            5, "Relayed from Japanese: statement 5",
        ),
        (
            {"back_translation": False, "relayed": True, "original_language": "la", "speaker": None},
            0, "Relayed from another language",
        ),
    ],
)  # fmt: skip
def test_the_label(changes: dict[str, Any], number: int, label: str) -> None:
    assert words_label(replace(SAID, **changes), {"q-said": number} if number else {}) == label


def test_every_form_prints_it_and_the_ledger_keeps_the_english() -> None:
    en = "He said that he “does not support it.”"
    paragraphs, _ = without_marks([passage((OWN, "他說「美國不支持臺獨」。", en))], [], [SAID])
    brief = sample.briefing(passages=paragraphs)
    label = "Back-translation (Joe Biden); PRC account, not Joe Biden’s wording"
    pages = [render_brief_html(brief, for_print=way) for way in (True, False)]
    trees: list[Any] = [lxml_html.document_fromstring(page) for page in pages]
    texts = [str(tree.text_content()) for tree in trees]
    for text in (*texts, render_brief_markdown(brief).replace("\\", "")):
        assert "He said that he does not support it." in text.replace("\u2060", "")
        assert "“does not support it" not in text
        assert label in text
    (row,) = briefing_json(brief)["passages"][0]["rows"]
    assert row["en"] == en
    assert row["printed_en"] == "He said that he does not support it."
    assert row["labels"] == [label]


@pytest.mark.parametrize(
    ("shown", "en", "alike"),
    [
        ("He is it.", "He “is it.”", True),
        ("He “is” it.", "“He “is” it.”", True),
        ("He is it.", "He is it.", True),
        ("He is it.", "He “is it.", False),
        ("He is at.", "He “is it.”", False),
        ("He is it", "He “is it.”", False),
        ("He is it..", "He “is it.”", False),
        ("He “is it.", "He is it.", False),
    ],
)
def test_nothing_but_marks_may_be_missing(shown: str, en: str, alike: bool) -> None:
    assert _lacks_marks_alone(shown, en) is alike


# the shipped briefs


def foreign(built: Built) -> Iterator[tuple[str, str]]:
    """Document and English of every statement that is shown, where it was first spoken in another tongue."""
    for brief in built.briefs.values():
        for item in (*brief["quotes"], *brief["reports"]):
            if item["back_translation"] or item["relayed"]:
                assert item["en_scope"] == "fragment"
                yield item["document"], item["en"]


def rows_of(brief: Any) -> Iterator[Any]:
    yield from (row for passage in brief["passages"] for row in passage["rows"])


@on_the_build
def test_no_printed_form_has_marks_round_them(built: Built) -> None:
    said = {en for _, en in foreign(built)}
    assert len(said) > 5
    for event, brief in built.briefs.items():
        # the issuers' own English stands in quotation marks, also where it has the same words
        own = " ".join(
            item["official"]["en"] or "" for item in (*brief["quotes"], *brief["reports"]) if item["official"]
        )
        folder = built.build / "briefings"
        page: Any = lxml_html.document_fromstring((folder / f"{event}.html").read_text("utf-8"))
        forms = {
            "md": (folder / f"{event}.md").read_text("utf-8").replace("\\", ""),
            "html": str(page.text_content()),
            "summary": (folder / f"{event}.summary.md").read_text("utf-8").replace("\\", ""),
            "pdf": "".join(part.text for part in read_printed(folder / f"{event}.pdf").parts.values()),
        }
        for form, text in forms.items():
            for en in said:
                if en not in own:
                    words = re.escape(squeezed(en))
                    assert not re.search(f'[“"]{words}[,.;:!?…]*[”"]', squeezed(text)), (event, form, en)


@on_the_build
def test_their_rows_are_labelled_with_statements_of_the_brief(built: Built) -> None:
    counted = 0
    for event, brief in built.briefs.items():
        turned = [s for s in brief["quotes"] if s["back_translation"] or s["relayed"]]
        labels = {row["segment"]: row.get("labels", []) for row in rows_of(brief)}
        for statement in turned:
            for segment in statement["segments"]:
                assert any(re.search(r": statement \d+", label) for label in labels[segment]), (
                    event,
                    segment,
                )
                counted += 1
        for row in rows_of(brief):
            assert ("printed_en" in row) <= bool(row.get("labels"))
            assert row.get("printed_en") != row["en"]
    assert counted > 5


def _verdict(brief: Any, data: Any, segment: str) -> Verdict:
    found = _Verifier(brief, LedgerFile.model_validate(data), None).verdicts()
    return next(verdict for verdict in found if verdict.id == segment)


@on_the_build
@pytest.mark.parametrize("field", ["printed_en", "en", "zh", "labels"])
def test_one_altered_character_in_such_a_row_is_found(built: Built, field: str) -> None:
    path = built.build / "briefings" / "us-prc-bali-2022-11.pdf"
    data = json.loads(path.with_suffix(".json").read_text("utf-8"))
    row = next(row for row in rows_of(data) if "printed_en" in row)
    brief = read_printed(path)
    assert _verdict(brief, data, row["segment"]).holds
    text = row[field][0] if field == "labels" else row[field]
    altered = text[:9] + ("q" if text[9] != "q" else "z") + text[10:]
    row[field] = [altered] if field == "labels" else altered
    assert not _verdict(brief, data, row["segment"]).holds
