"""``briefings check``: its formats, on papers and on any bilingual file; its errors and its gate."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from briefings.cli_check import _FILES
from tests.briefings.support import SEEDS, Command, files
from tests.briefings.test_cli import spoil
from translate import memory as tmx
from translate.pairs import SUFFIXES

PAPER = "biden-xi-san-francisco-2023"
PAIRS = [
    ("中國出口110億美元。", "China exported US$110 billion."),
    ("會談在去年舉行。", "The talks were held in 2022."),
    ("歐盟主席談協議。", "The European Union’s president spoke of the accord."),
    ("他說<b>「好」</b>。", "He said “<b>good</b>.”"),
    ("結論", ""),
    ("會談在去年舉行。", "Last year talks took place there."),
]


@pytest.fixture
def tsv(tmp_path: Path) -> Path:
    path = tmp_path / "pairs.tsv"
    path.write_text("".join(f"{zh}\t{en}\n" for zh, en in PAIRS), encoding="utf-8")
    return path


def checks_of(item: dict[str, list[dict[str, str]]]) -> list[str]:
    return [finding["check"] for finding in item["findings"]]


def found(page: str, path: str) -> list[Any]:
    """What XPath finds in a page."""
    nodes: Any = etree.HTML(page.encode()).xpath(path)
    return list(nodes)


# a file


def test_a_file_as_json(tsv: Path, unseen: Command) -> None:
    outcome = unseen.plain(
        "--workspace",
        str(tsv.parent / "nowhere"),
        "check",
        "--format",
        "json",
        "--date",
        "2023-11-15",
        str(tsv),
    )
    assert outcome.code == 0, outcome.err
    items = json.loads(outcome.out)
    assert [(item["index"], item["zh"], item["en"]) for item in items] == [
        (number, *pair) for number, pair in enumerate(PAIRS)
    ]
    for item in items:
        assert list(item) == ["index", "zh", "en", "findings"]
        for finding in item["findings"]:
            assert list(finding) == ["check", "severity", "message", "zh_span", "en_span"]
    (number,) = [finding for finding in items[0]["findings"] if finding["check"] == "number"]
    assert number["severity"] == "critical"
    start, end = number["zh_span"]
    assert PAIRS[0][0][start:end] == "110億美元"
    start, end = number["en_span"]
    assert PAIRS[0][1][start:end] == "US$110 billion"
    assert checks_of(items[1]) == []
    assert checks_of(items[4]) == ["empty"]
    assert items[4]["findings"][0]["en_span"] is None
    assert "consistency" in checks_of(items[5])


def test_the_date_counts(tsv: Path, unseen: Command) -> None:
    items = json.loads(unseen.plain("check", "--format", "json", "--date", "2020-11-15", str(tsv)).out)
    assert checks_of(items[1]) == ["date"]


def test_only_a_glossary_that_is_named_counts(tsv: Path, unseen: Command) -> None:
    terms = "zh,variants,en,kind,subject,side,forbidden,note\n協議,,agreement,concept,,,accord,\n"
    for path in (glossary := tsv.parent / "terms.csv", unseen.seeds / "glossary.csv"):
        path.write_text(terms, encoding="utf-8")
    plain = json.loads(unseen("check", "--format", "json", str(tsv)).out)
    assert "term" not in checks_of(plain[2])
    named = json.loads(unseen("check", "--format", "json", "--glossary", str(glossary), str(tsv)).out)
    assert "term" in checks_of(named[2])


def test_a_file_as_text(tsv: Path, unseen: Command) -> None:
    outcome = unseen("check", str(tsv))
    assert outcome.code == 0
    listed, counts, last = outcome.out.rstrip("\n").split("\n\n")
    lines = listed.splitlines()
    assert last == f"{len(lines)} findings in {len(PAIRS)} pairs"
    assert lines[0].startswith(f"{tsv}:1: critical: number: ")
    told = {row[0]: sum(map(int, row[1:])) for row in map(str.split, counts.splitlines()[1:])}
    assert told == {check: sum(f": {check}: " in line for line in lines) for check in told}
    assert sum(told.values()) == len(lines)


def test_the_terminal_obeys_no_file(tmp_path: Path, unseen: Command) -> None:
    path = tmp_path / "a.tsv"
    path.write_text("結論\tA\x1b[2J\u202econclusion\x1b[2J\u202e conclusion here\n" * 2, encoding="utf-8")
    text, page = (unseen("check", "--format", kind, str(path)).out for kind in ("text", "html"))
    assert "\x1b" not in text + page
    assert "\u202e" not in text + page
    assert "&lt;U+202E&gt;" in page


def test_a_clean_file(tmp_path: Path, unseen: Command) -> None:
    path = tmp_path / "a.tsv"
    path.write_text("結論\tConclusion\n", encoding="utf-8")
    assert unseen("check", "--fail-on", "minor", str(path)).out == "0 findings in 1 pairs\n"
    assert "<table>" not in unseen("check", "--format", "html", str(path)).out
    path.write_bytes(b"")
    assert unseen("check", "--format", "json", str(path)).out == "[]\n"


def test_a_file_as_html(tsv: Path, unseen: Command) -> None:
    page = unseen("check", "--format", "html", "--date", "2023-11-15", str(tsv)).out
    assert "<mark>110億美元</mark>" in page
    assert "<mark>US$110 billion</mark>" in page
    assert "prefers-color-scheme: dark" in page
    assert found(page, "//script | //link | //img | //*[@src or @href]") == []
    assert found(page, "//b") == []
    listed = json.loads(unseen("check", "--format", "json", "--date", "2023-11-15", str(tsv)).out)
    findings = sum(len(item["findings"]) for item in listed)
    assert len(found(page, "//table[last()]//tr[td[contains(@class, 'text')]]")) == findings
    assert sum(int(cell) for cell in found(page, "//td[@class='count']/text()")) == findings


def test_the_shipped_memory_as_a_file(unseen: Command) -> None:
    outcome = unseen("check", "--format", "json", str(SEEDS / "memory.tmx"))
    assert outcome.code == 0
    assert len(json.loads(outcome.out)) == len(tmx.load(SEEDS / "memory.tmx").units)


def test_a_file_leaves_the_workspace_alone(tsv: Path, unseen: Command) -> None:
    before = files(unseen.workspace)
    assert unseen("check", str(tsv)).code == 0
    assert files(unseen.workspace) == before


def test_the_gate_on_a_file(tsv: Path, unseen: Command) -> None:
    outcome = unseen("check", "--format", "json", "--fail-on", "critical", str(tsv))
    assert outcome.code == 7
    assert "at or above 'critical'" in outcome.err
    assert len(json.loads(outcome.out)) == len(PAIRS)
    tsv.write_text("會談在去年舉行。\tThe talks were held in 2022.\n", encoding="utf-8")
    options = ("--date", "2020-11-15", str(tsv))
    assert unseen("check", "--fail-on", "critical", *options).code == 0
    assert unseen("check", "--fail-on", "major", *options).code == 7


@pytest.mark.parametrize(("data", "place"), [
    ("結論\tEnd\n結論 End\n".encode(), "pairs.tsv:2: no tab"),
    ("結論\tEnd\n".encode("big5"), "pairs.tsv:1: not UTF-8"),
])  # fmt: skip
def test_a_damaged_file_is_3(data: bytes, place: str, tsv: Path, unseen: Command) -> None:
    tsv.write_bytes(data)
    outcome = unseen("check", "--format", "json", str(tsv))
    assert outcome.code == 3
    assert place in outcome.err
    assert outcome.out == ""


@pytest.mark.parametrize("arguments", [
    ["a.tsv", "b.tsv"], ["a.tsv", "harbour"], ["--date", "2023-11-15", "harbour"], ["--date", "2023-11-15"],
    ["--glossary", __file__, "harbour"], ["--glossary", "absent.csv", "a.tsv"], ["--date", "11/15", "a.tsv"],
    ["--format", "pdf", "a.tsv"], ["--glossary", __file__, "a.tsv"],
], ids=" ".join)  # fmt: skip
def test_wrong_options_are_2(arguments: list[str], unseen: Command) -> None:
    outcome = unseen("check", *arguments)
    assert outcome.code == 2
    assert outcome.out == ""


def test_suffixes_are_those_that_are_read() -> None:
    assert _FILES == SUFFIXES


# papers


def test_papers_as_json(briefings: Command) -> None:
    outcome = briefings("check", "--format", "json", PAPER)
    assert outcome.code == 0
    items = json.loads(outcome.out)
    assert [item["index"] for item in items] == list(range(len(items)))
    text = (briefings.seeds / f"{PAPER}.txt").read_text("utf-8").splitlines()
    for item in items:
        assert item["document"] == PAPER
        assert item["segment"].startswith(f"{PAPER}.")
        assert item["zh"].strip()[0] in text[item["line"] - 1]
        assert item["en"]
    listed = briefings("check", PAPER).out
    told = re.search(r"(\d+) findings in (\d+) segments", listed)
    assert told
    assert sum(len(item["findings"]) for item in items) == int(told[1])
    assert len(items) == int(told[2])


def test_counts_per_paper(briefings: Command) -> None:
    spoil(briefings)
    listed, _, papers, last = briefings("check").out.rstrip("\n").split("\n\n")
    told = {row[0]: sum(map(int, row[1:])) for row in map(str.split, papers.splitlines()[1:])}
    assert len(told) == 5
    assert told == {name: sum(line.startswith(f"{name}:") for line in listed.splitlines()) for name in told}
    assert last.startswith(f"{sum(told.values())} findings in ")
    rows = found(briefings("check", "--format", "html").out, "//th[@scope='row' and contains(., '.txt')]/..")
    assert {row[0].text: sum(int(cell.text) for cell in row[1:]) for row in rows} == told


def test_a_paper_without_english_lists_its_segments(unseen: Command) -> None:
    items = json.loads(unseen("check", "--format", "json").out)
    assert items
    assert {item["en"] for item in items} == {None}
