"""What a paper prints in English stays as it is, is said so, and lacks nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefings.model import state_in_words
from tests.fakes import engines as fakes
from tests.translate.samples import decision
from translate.glossary import Glossary
from translate.hanzi import is_english
from translate.ingest import read
from translate.memory import Memory, Unit
from translate.model import Document, Origin, State
from translate.stage import Translated, in_english, require_complete, translate_documents
from translate.store import Store

ENGLISH = "The two leaders agreed to keep lines of communication open."
TEXT = f"聯合聲明的原文如下。\n\n{ENGLISH}\n\n以上是全文。"


@pytest.mark.parametrize(("text", "english"), [
    (ENGLISH, True), ("APEC", True), ("https://www.pf.org.tw/", True), ("12.5%", True),
    ("President Xi Jinping (習近平) said that talks go on.", True), ("APEC（亞太經合會）", False),
    ("US President Joe Biden and Xi Jinping 會談", False), ("Élysée — “oui” …", True),
    ("APEC 峰會", False), ("。", False), ("…", False), ("Ｇ２０", False),
    ("Россия", False), ("サミット", False), ("", False),
])  # fmt: skip
def test_what_can_stand_in_english_print(text: str, english: bool) -> None:
    assert is_english(text) is english


@pytest.fixture
def paper(tmp_path: Path) -> Document:
    path = tmp_path / "paper.txt"
    path.write_text(TEXT, encoding="utf-8")
    return read(path, "paper")


def _stage(paper: Document, store: Store, memory: Memory | None = None) -> Translated:
    engine = fakes.dictionary(
        {"聯合聲明的原文如下。": "The joint statement follows.", "以上是全文。": "That is all."}
    )
    (item,) = translate_documents(
        [paper], store=store, memory=memory or Memory(), engine_for=lambda _: engine, glossary=Glossary()
    )
    return item


def test_it_is_never_sent_to_an_engine_and_never_stored(paper: Document) -> None:
    key = next(segment.id for _, segment in paper.segments() if segment.text == ENGLISH)
    with Store(None) as store:
        for _ in range(2):
            item = _stage(paper, store)
            found = item.translations[key]
            assert (found.en, found.origin, found.state) == (ENGLISH, Origin.NONE, State.FINAL)
            assert found.findings == ()
            assert item.missing() == []
            require_complete([item], remedy="")
        assert store.current([key]) == {}
    assert state_in_words(found.origin, found.state) == "English in the original"


def test_a_person_and_the_memory_come_first(paper: Document) -> None:
    key = next(segment.id for _, segment in paper.segments() if segment.text == ENGLISH)
    unit = Unit(ENGLISH, "As the memory has it.", Origin.MEMORY, State.TRANSLATED)
    with Store(None) as store:
        assert _stage(paper, store, Memory([unit])).translations[key].en == "As the memory has it."
        store.put([decision(key, "By hand.")])
        assert _stage(paper, store).translations[key].en == "By hand."
    assert in_english(paper, {key}) == {}
