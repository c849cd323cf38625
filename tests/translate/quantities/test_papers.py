"""Every number and date of the five papers, read and compared with the project's own English."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from tests.translate.test_quantities import CASES, ROOT, told
from translate.ingest import read
from translate.memory import load
from translate.quantities import differences, in_chinese, in_english

PAPERS = sorted((ROOT / "seeds").glob("*.txt"))


def _readings(paper: Path) -> dict[str, list[str]]:
    """Every written form of a paper with its readings (firm or not depends on its place)."""
    found: dict[str, set[str]] = {}
    for _, segment in read(paper, paper.stem).segments():
        for quantity in in_chinese(segment.text):
            found.setdefault(quantity.text, set()).add(told(quantity).removesuffix(" ?"))
    return {text: sorted(readings) for text, readings in sorted(found.items())}


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.stem)
def test_every_number_of_the_papers(paper: Path) -> None:
    expected = tomllib.loads((CASES / "papers.toml").read_text("utf-8"))[paper.stem]
    assert _readings(paper) == expected


NO_NUMBER = re.compile(r"https?:[^>]*|big5\.[^>]*|[\w.-]+@[\w.-]+|十分重要|統一|\bwww\.\S+", re.ASCII)


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.stem)
def test_no_numeral_of_the_papers_is_passed_over(paper: Path) -> None:
    for _, segment in read(paper, paper.stem).segments():
        seen = {position for quantity in in_chinese(segment.text) for position in range(*quantity.span)}
        seen |= {position for match in NO_NUMBER.finditer(segment.text) for position in range(*match.span())}
        left = [
            segment.text[max(0, position - 4) : position + 4]
            for position, char in enumerate(segment.text)
            if char in "0123456789０１２３４５６７８９二三四五六七八九十百千萬億兆" and position not in seen
        ]
        assert left == []


NUMBER_WORDS = re.compile(
    r"\d+|\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|hundred|thousand|[mbt]r?illion|half|dozen"
    r"|second|third|fourth|fifth|January|February|April|June|July|August|September|October|November|December)\b"
)


def test_no_number_of_the_projects_english_is_passed_over() -> None:
    left = []
    for unit in load(ROOT / "seeds" / "memory.tmx").units:
        seen = {position for quantity in in_english(unit.en) for position in range(*quantity.span)}
        seen |= {position for match in NO_NUMBER.finditer(unit.en) for position in range(*match.span())}
        left += [match for match in NUMBER_WORDS.finditer(unit.en) if match.start() not in seen]
    assert left == []


DATES = {
    row["slug"]: row["date"]
    for row in tomllib.loads((ROOT / "seeds" / "sources.toml").read_text("utf-8"))["source"]
}


@pytest.mark.parametrize("dated", [True, False], ids=["dated", "undated"])
@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.stem)
def test_the_papers_and_their_english_agree(paper: Path, dated: bool) -> None:
    units = [unit for unit in load(ROOT / "seeds" / "memory.tmx").units if unit.document == paper.stem]
    assert units
    found = [differences(unit.zh, unit.en, DATES[paper.stem] if dated else "") for unit in units]
    assert [difference for item in found for difference in item] == []
