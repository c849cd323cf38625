"""The proof of the first promise, on what was built: every Chinese string equals its source.

It reads the seed files itself, by the lines and offsets that the JSON names, and
shares no code with the product.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.briefings.conftest import Built

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("built")]


def bare(text: str) -> str:
    """``text`` without white space."""
    return "".join(char for char in text if not char.isspace())


class Paper:
    """A seed file, and which of its characters its JSON calls furniture."""

    def __init__(self, built: Built, ledger: Any) -> None:
        data = (built.root / "seeds" / ledger["source"]["file"]).read_bytes()
        self.text = data.decode("utf-8").removeprefix("\ufeff")
        self.furniture = {
            offset
            for piece in ledger["furniture"]
            for start, end in piece["spans"]
            for offset in range(start, end)
        }
        self.starts = [0]
        for line in self.text.split("\n"):
            self.starts.append(self.starts[-1] + len(line) + 1)

    def lines(self, first: int, last: int) -> str:
        """The characters of these lines (from 1), white space and furniture removed."""
        offsets = range(self.starts[first - 1], min(self.starts[last], len(self.text)))
        return "".join(
            self.text[o] for o in offsets if o not in self.furniture and not self.text[o].isspace()
        )


@pytest.fixture(scope="module")
def papers(built: Built) -> dict[str, Paper]:
    return {slug: Paper(built, ledger) for slug, ledger in built.papers.items()}


def every(built: Built, *keys: str) -> Iterator[tuple[str, Any]]:
    for event, brief in built.briefs.items():
        for key in keys:
            for item in brief[key]:
                yield f"{event}: {key}: {item.get('id', item['zh'][:20])}", item


def test_every_statement_and_mention_stands_in_its_lines(built: Built, papers: dict[str, Paper]) -> None:
    count = 0
    for name, item in every(built, "quotes", "reports", "mentions", "summary"):
        paper, (first, last) = papers[item["document"]], item["lines"]
        zh = bare(item["zh"])
        assert zh, name
        assert zh in paper.lines(first, last), name
        # and the lines are not more than it needs
        if item.get("en_scope", "fragment") == "fragment":
            assert first == last or zh not in paper.lines(first + 1, last), name
            assert first == last or zh not in paper.lines(first, last - 1), name
        count += 1
    assert count > 100


def test_every_marked_part_stands_in_its_sentence(built: Built, papers: dict[str, Paper]) -> None:
    for name, item in every(built, "quotes", "reports"):
        assert (item["zh_mark"] != "") == (item["en_scope"] == "sentence"), name
        assert bare(item["zh_mark"]) in bare(item["zh"]), name
        assert bare(item["zh_mark"]) in papers[item["document"]].lines(*item["lines"]), name


def test_every_passage_is_its_lines(built: Built, papers: dict[str, Paper]) -> None:
    count = 0
    for name, item in every(built, "passages"):
        assert bare(item["zh"]) == papers[item["document"]].lines(*item["lines"]), name
        count += 1
    assert count > 40


def test_every_note_stands_in_its_lines(built: Built, papers: dict[str, Paper]) -> None:
    for name, item in every(built, "notes"):
        assert bare(item["zh"]) in papers[item["document"]].lines(*item["lines"]), name


def test_spans_give_the_text(built: Built, papers: dict[str, Paper]) -> None:
    for slug, ledger in built.papers.items():
        text = papers[slug].text
        for part in (*ledger["blocks"], *ledger["furniture"]):
            pieces = "".join(text[start:end] for start, end in part["spans"])
            assert bare(pieces) == bare(part["zh"]), (slug, part["lines"])
            first, last = (
                papers[slug].text[:o].count("\n") + 1 for o in (part["spans"][0][0], part["spans"][-1][1] - 1)
            )
            assert [first, last] == part["lines"], (slug, part["zh"][:20])


def test_segments_give_the_block(built: Built, papers: dict[str, Paper]) -> None:
    for slug, ledger in built.papers.items():
        ids = [segment["id"] for block in ledger["blocks"] for segment in block["segments"]]
        assert len(ids) == len(set(ids))
        for block in ledger["blocks"]:
            assert "".join(segment["zh"] for segment in block["segments"]) == block["zh"]
            for segment in block["segments"]:
                assert segment["id"].startswith(f"{slug}.")
                assert bare(segment["zh"]) in papers[slug].lines(*segment["lines"])
                assert segment["en"].strip(), segment["id"]


def test_nothing_is_lost_and_nothing_twice(built: Built, papers: dict[str, Paper]) -> None:
    """Each non-space character lies in exactly one block or furniture span."""
    for slug, ledger in built.papers.items():
        owners = [0] * len(papers[slug].text)
        for part in (*ledger["blocks"], *ledger["furniture"]):
            for start, end in part["spans"]:
                for offset in range(start, end):
                    owners[offset] += 1
        wrong = [o for o, char in enumerate(papers[slug].text) if not char.isspace() and owners[o] != 1]
        assert not wrong, (slug, wrong[:5])


def test_english_comes_from_the_segments(built: Built) -> None:
    english = {
        segment["id"]: segment["en"]
        for ledger in built.papers.values() for block in ledger["blocks"] for segment in block["segments"]
    }  # fmt: skip
    for name, item in every(built, "quotes", "reports"):
        whole = " ".join(english[key] for key in item["segments"])
        assert item["en"] in whole, name
        assert item["en_scope"] == "fragment" or item["en"] == whole, name
    for name, item in every(built, "passages"):
        assert item["en"] == " ".join(english[row["segment"]] for row in item["rows"]), name
