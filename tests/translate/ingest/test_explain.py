"""The repair log, its replay, and the pins that overrule it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefings.catalogue import load_catalogue
from tests.translate.ingest.texts import HINTS, TEXTS
from tests.translate.samples import decision
from translate.engines.pending import PendingEngine
from translate.errors import InputError
from translate.glossary import Glossary
from translate.ingest import Hints, read
from translate.ingest.explain import explain, replay, visible
from translate.ingest.repair import PINNED
from translate.memory import Memory
from translate.model import Document
from translate.stage import translate_documents
from translate.store import Store

ROOT = Path(__file__).parents[3]
CATALOGUE = load_catalogue(ROOT / "seeds")
WRAPPED = """\
雙方都不滿意現今關係，
但也都警覺爆發事端的風險。

會談持續五個小時，
會後沒有發表聲明。

各方反應不一。
"""


def _read(folder: Path, text: str, hints: Hints | None = None) -> Document:
    path = folder / "paper.txt"
    path.write_text(text, encoding="utf-8", newline="")
    return read(path, "paper", hints)


def _texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks]


def _ids(document: Document) -> dict[str, str]:
    return {segment.text: segment.id for _, segment in document.segments()}


# replay


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("papers")


LINES = st.lists(st.integers(1, 14), min_size=2, max_size=2, unique=True).map(
    lambda pair: tuple(sorted(pair))
)
PINS = st.lists(LINES, max_size=6).map(tuple)


@settings(max_examples=400)
@given(text=TEXTS, hints=HINTS, joins=PINS, breaks=PINS)
def test_the_steps_alone_lead_to_the_blocks(
    folder: Path,
    text: str,
    hints: Hints,
    joins: tuple[tuple[int, int], ...],
    breaks: tuple[tuple[int, int], ...],
) -> None:
    try:
        document = _read(folder, text, replace(hints, joins=joins, breaks=breaks))
    except InputError:
        return
    assert replay(document.raw, document.steps) == _texts(document)


@pytest.mark.parametrize("slug", sorted(CATALOGUE.sources))
def test_the_five_papers_can_be_replayed(slug: str) -> None:
    document = read(ROOT / "seeds" / CATALOGUE.sources[slug].file, slug, CATALOGUE.hints[slug])
    assert replay(document.raw, document.steps) == _texts(document)


PAGE = (
    "<!doctype html><title>紀要</title><nav>首頁</nav><h1>論壇紀要</h1><p>雙方都不滿意<br>現今的關係。</p>"
    "<ul><li>貿易 問題</li></ul><blockquote>The talks go on.</blockquote>"
)
MARKDOWN = (
    "# 論壇紀要\n\n雙方都不滿意\n現今的關係，\n但是 APEC\nforum 照常。\n\n- 貿易 問題\n\n> The talks go on.\n"
)


def _word() -> bytes:
    document = docx.Document()
    document.add_heading("論壇紀要", 0)
    document.add_paragraph("雙方都不滿意 現今的關係。")
    document.add_table(1, 2).cell(0, 1).text = "12.5%"
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [("paper.html", PAGE.encode()), ("paper.md", MARKDOWN.encode()), ("paper.docx", _word())],
    ids=["HTML", "Markdown", "DOCX"],
)
def test_every_format_can_be_replayed(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    document = read(path, "paper")
    assert document.blocks[0].text == "論壇紀要"
    assert len(document.blocks) > 2
    assert replay(document.raw, document.steps) == _texts(document)


def test_a_step_left_out_changes_the_result(folder: Path) -> None:
    document = _read(folder, WRAPPED)
    for step in document.steps:
        if step.kind in {"join", "space", "furniture"}:
            fewer = [other for other in document.steps if other is not step]
            assert replay(document.raw, fewer) != _texts(document)


# pins


def test_a_join_can_be_forbidden_and_pinned(folder: Path) -> None:
    plain = _read(folder, WRAPPED)
    assert len(plain.blocks) == 3
    pinned = _read(folder, WRAPPED, Hints(breaks=((1, 2),), joins=((5, 7),)))
    assert _texts(pinned) == [
        "雙方都不滿意現今關係，", "但也都警覺爆發事端的風險。",
        "會談持續五個小時，會後沒有發表聲明。各方反應不一。",
    ]  # fmt: skip
    reasons = {(step.kind, step.lines) for step in pinned.steps if step.reason == PINNED}
    assert reasons == {("break", (1, 2)), ("join", (5, 7))}


def test_a_pin_that_meets_nothing_is_said(folder: Path) -> None:
    document = _read(folder, WRAPPED, Hints(joins=((1, 5),), breaks=((40, 41),)))
    assert document.notices == (
        "join = [[1, 5]] in sources.toml meets no two neighbouring lines",
        "split = [[40, 41]] in sources.toml meets no two neighbouring lines",
    )


@pytest.fixture
def store() -> Iterator[Store]:
    with Store(None) as opened:
        yield opened


def test_a_corrected_join_keeps_every_other_sentence_with_its_approval(folder: Path, store: Store) -> None:
    def stage(document: Document) -> dict[str, str]:
        (item,) = translate_documents(
            [document],
            store=store,
            memory=Memory(),
            engine_for=lambda _: PendingEngine(),
            glossary=Glossary(),
        )
        return {key: found.en for key, found in item.translations.items()}

    before = _read(folder, WRAPPED)
    stage(before)
    known = _ids(before)
    store.put([decision(key, f"English of {number}.") for number, key in enumerate(known.values())])
    kept = stage(before)
    assert len(kept) == len(known) == 3

    after = _read(folder, WRAPPED, Hints(breaks=((1, 2),)))
    unchanged = [text for text in known if text in _ids(after)]
    assert unchanged == ["會談持續五個小時，會後沒有發表聲明。", "各方反應不一。"]
    for text in unchanged:
        assert _ids(after)[text] == known[text]
    english = stage(after)
    assert english == {known[text]: kept[known[text]] for text in unchanged}
    # the sentence that came apart keeps its history: taking the pin back brings its English back
    assert store.history(next(iter(known.values())))
    assert stage(_read(folder, WRAPPED)) == kept


@pytest.mark.parametrize("slug", sorted(CATALOGUE.sources))
def test_one_pin_in_a_paper_changes_the_ids_of_its_own_sentences_only(slug: str) -> None:
    path, hints = ROOT / "seeds" / CATALOGUE.sources[slug].file, CATALOGUE.hints[slug]
    before = read(path, slug, hints)
    joins = [step.lines for step in before.steps if step.kind == "join"]
    pin = joins[len(joins) // 2]
    after = read(path, slug, replace(hints, breaks=(pin,)))
    assert len(after.blocks) == len(before.blocks) + 1
    for document, other in ((before, after), (after, before)):
        theirs = {segment.id for _, segment in other.segments()}
        for block, segment in document.segments():
            if segment.id not in theirs:
                first, last = document.lines_of(block, segment.start, segment.start + len(segment.text))
                assert first <= pin[1]
                assert last >= pin[0]


# what is printed


def test_every_line_stands_beside_its_decision(folder: Path) -> None:
    shown = "\n".join(explain(_read(folder, WRAPPED)))
    assert "lines 1–2: paragraph\n" in shown
    assert "     1 | 雙方都不滿意現今關係，      + joined to line 2: no sentence end\n" in shown
    assert "/ a new block with line 4: " in shown
    assert "    => 雙方都不滿意現今關係，但也都警覺爆發事端的風險。\n" in shown
    assert "[source.repair]" in shown
    assert "split = " in shown


@pytest.mark.parametrize("slug", sorted(CATALOGUE.sources))
def test_every_step_of_a_paper_is_told(slug: str) -> None:
    document = read(ROOT / "seeds" / CATALOGUE.sources[slug].file, slug, CATALOGUE.hints[slug])
    shown = "\n".join(explain(document))
    for step in document.steps:
        assert step.reason in shown
    for block in document.blocks:
        assert visible(block.text) in shown
    told = {int(line.split("|")[0]) for line in shown.splitlines() if line[:6].strip().isdecimal()}
    held = {document.raw.line_at(start) for piece in document.blocks for start, _ in piece.spans}
    assert held <= told


def test_only_the_lines_asked_for(folder: Path) -> None:
    shown = "\n".join(explain(_read(folder, WRAPPED), (4, 5)))
    assert "會談持續五個小時" in shown
    assert "雙方都不滿意" not in shown
    assert "各方反應不一" not in shown


def test_nothing_printed_moves_the_terminal(folder: Path) -> None:
    shown = list(explain(_read(folder, "會談\x1b[2J結束\u202e了。\x07")))
    assert all(char.isprintable() or char == "\n" for line in shown for char in line if char != "\u3000")
    assert any("\\u001b[2J" in line for line in shown)


# dates that stay open


def test_without_a_date_relative_dates_are_named(folder: Path) -> None:
    text = "總統大選定於明年四月舉行。\n\n去年底的會談沒有結果，過去年代的經驗也是如此。"
    (notice,) = _read(folder, text).notices
    assert notice == "no date: relative dates stay unresolved: 明年四月 (line 1), 去年底 (line 3)"
    assert _read(folder, text, Hints(date="2026-11")).notices == ()
    assert _read(folder, "會談於四月舉行。").notices == ()


# the language of a block


def test_english_passages_are_marked(folder: Path) -> None:
    text = (
        "聯合聲明的原文如下。\n\nThe two leaders agreed to keep lines of communication open.\n\n以上是全文。"
    )
    assert [block.language for block in _read(folder, text).blocks] == ["zh", "en", "zh"]
