"""Papers that may only be quoted: excerpts up to a limit, statements always, no sentence cut."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from briefings.assemble import Workspace, all_statements, assemble
from briefings.catalogue import EXCERPT_LIMIT, load_catalogue
from briefings.excerpts import excerpted
from briefings.html import render_brief_html
from briefings.ledger import briefing_json
from briefings.model import Mention, Passage, Row
from briefings.workspace import open_workspace
from tests.briefings.sample import BALI, BALI_PAPER, PASSAGES, statement
from tests.briefings.support import EPOCH, unseen_workspace
from translate.config import Config
from translate.hanzi import squeeze
from translate.model import Origin, State

SENTENCES = ("甲" * 50, "乙" * 30, "丙" * 20, "丁" * 10)


def passages(*texts: str) -> list[Passage]:
    rows = tuple(
        Row(f"{BALI}.{n}", text, "English.", Origin.AI_DRAFT, State.TRANSLATED)
        for n, text in enumerate(texts)
    )
    return [replace(PASSAGES[0], rows=rows)]


def cut(limit: int | None, *spoken: int, mentions: tuple[Mention, ...] = ()) -> tuple[list[str], int, int]:
    """The sentences that stand, how many are left out, and how many mentions are kept."""
    sources = {BALI: replace(BALI_PAPER, excerpt_limit=limit)}
    said = [
        statement(f"s{n}", SENTENCES[n], "English.", None, "own paper", segment=f"{BALI}.{n}") for n in spoken
    ]
    kept, named = excerpted(passages(*SENTENCES), mentions, said, sources)
    rows = [row.zh for passage in kept for row in passage.rows]
    return rows, sum(passage.left_out for passage in kept), len(named)


def test_without_a_limit_everything_stands() -> None:
    assert cut(None) == (list(SENTENCES), 0, 0)


def test_whole_sentences_up_to_the_limit_in_their_order() -> None:
    assert cut(110) == (list(SENTENCES), 0, 0)
    assert cut(80) == ([SENTENCES[0], SENTENCES[1]], 2, 0)
    assert cut(60) == ([SENTENCES[0], SENTENCES[3]], 2, 0)
    assert cut(5) == ([], 0, 0)


def test_sentences_with_statements_come_first_and_cost_nothing_twice() -> None:
    assert cut(40, 2) == ([SENTENCES[2], SENTENCES[3]], 2, 0)
    rows, left, _ = cut(20, 2)
    assert rows == [SENTENCES[2]]
    assert left == 3


def test_mentions_count_too() -> None:
    mention = Mention(BALI, BALI_PAPER.file, (1, 1), "戊" * 30, "English.", "named in passing")
    assert cut(110, mentions=(mention,))[2] == 0
    assert cut(140, mentions=(mention,))[2] == 1


@given(st.integers(1, 130), st.sets(st.integers(0, 3), max_size=2))
def test_never_more_than_the_limit_but_for_statements(limit: int, spoken: set[int]) -> None:
    rows, left, _ = cut(limit, *spoken)
    said = sum(len(SENTENCES[n]) for n in spoken)
    assert sum(map(len, rows)) <= max(limit, said)
    assert set(rows) <= set(SENTENCES)
    assert not rows or len(rows) + left == len(SENTENCES)


def limited(root: Path, limit: str) -> Workspace:
    """The invented workspace with a paper that may only be quoted."""
    path = unseen_workspace(root) / "seeds" / "sources.toml"
    text = path.read_text("utf-8").replace('rights = "internal"', f'rights = "quote-only"{limit}')
    path.write_text(text, encoding="utf-8")
    return open_workspace(Config(root, root / "none", source_date_epoch=int(EPOCH)), notice=lambda _: None)


def test_a_brief_of_a_paper_that_may_only_be_quoted(tmp_path: Path) -> None:
    space = limited(tmp_path, "\nexcerpt_limit = 120")
    event = space.catalogue.events["forum-2031-05"]
    brief = assemble(event, space, all_statements(space))
    (source,) = brief.sources
    assert source.excerpt_limit == 120
    statements = {item.zh for item in brief.statements}
    rows = {row.zh for passage in brief.passages for row in passage.rows}
    assert sum(len(squeeze(text)) for text in rows | statements) <= 120
    assert statements <= rows
    paper = space.translated["harbour"].document
    assert sum(passage.left_out for passage in brief.passages) > 0
    assert rows <= {segment.text for _, segment in paper.segments()}
    # nothing else of the paper stands anywhere in the page or the ledger
    page = squeeze(render_brief_html(brief, for_print=True))
    ledger = squeeze(str(briefing_json(brief)))
    for _, segment in paper.segments():
        if segment.text not in rows and len(segment.text) > 20:
            assert squeeze(segment.text) not in page
            assert squeeze(segment.text) not in ledger
    assert squeeze("may be quoted only") in page
    assert {item.id for item in brief.assessments} <= {
        row.segment for passage in brief.passages for row in passage.rows
    }


def test_the_default_limit_is_for_quote_only_papers_alone(tmp_path: Path) -> None:
    assert limited(tmp_path, "").catalogue.sources["harbour"].excerpt_limit == EXCERPT_LIMIT
    plain = unseen_workspace(tmp_path / "plain")
    assert load_catalogue(plain / "seeds").sources["harbour"].excerpt_limit is None
