"""What the benchmark of the checks counts, holds out and compares with its floors."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest

from benchmarks.checks import Recall, alarms, figures, recall, worse
from benchmarks.corpora import HELD_OUT, Corpus, held_out, own
from benchmarks.pofilter import po, read
from benchmarks.seeded import KINDS, Text
from translate.glossary import Glossary

NONE = Glossary()
BY_NAME = {kind.name: kind for kind in KINDS}


def test_an_error_counts_only_if_the_text_did_not_have_its_finding() -> None:
    found = Text("港口有38艘船。", "The port has 38 ships.")
    wrong_before = Text("港口有38艘船。他不來。", "The port has 38 ships. He comes.")
    rows, missed = recall(Corpus("own", [found], NONE, ""))
    tenfold = next(row for row in rows if row.kind.name == "number ×10")
    assert (tenfold.seeded, tenfold.by_any, tenfold.by_own) == (1, 100, 100)
    assert not [one for one in missed if one.kind == "number ×10"]
    rows, _ = recall(Corpus("own", [wrong_before], NONE, ""))
    assert [row.by_own for row in rows if row.kind.name == "number ×10"] == [100]
    assert [row.by_any for row in rows if row.kind.name == "negation added"] == [0]


def test_alarms_are_counted_by_text() -> None:
    texts = [Text("他買了三本書。", "He bought four books."), Text("他來了。", "He came.")]
    made = alarms("own", Corpus("own", texts, NONE, ""))
    assert made.rates == {"critical": 50, "any": 50}
    assert made.cards == {("number", "critical"): 1}
    assert [row[:3] for row in made.said] == [("own", "number", "critical")]


def test_figures_are_rounded_to_their_easier_side_and_compared() -> None:
    rows = {"own": [Recall(BY_NAME["number ×10"], 3, 66.67, 33.33)]}
    now = figures(rows, {"own": {"any": 5.61}})
    assert now == {
        "own.recall.number-x10.any": 66.6,
        "own.recall.number-x10.own": 33.3,
        "own.alarms.any": 5.7,
    }
    assert worse(now, now) == []
    assert len(worse({**now, "own.alarms.any": 5.6}, now)) == 1
    assert len(worse({**now, "own.recall.number-x10.any": 66.7}, now)) == 1
    assert worse({}, now) == []


def archive(folder: Path, files: dict[str, str]) -> None:
    with tarfile.open(folder / "pairs.tar.xz", "w:xz") as tar:
        for name, text in files.items():
            info = tarfile.TarInfo(f"./{name}")
            info.size = len(text.encode())
            tar.addfile(info, io.BytesIO(text.encode()))


def test_what_is_held_out_is_drawn_alike_and_without_the_lines_that_were_tuned_on(tmp_path: Path) -> None:
    rows = "".join(f"第{number}行\tLine {number}\n" for number in range(1, 12_001))
    forms, pages = "甲\tA\n乙\t\n", "".join(f"頁{number}\tPage {number}\n" for number in range(2_500))
    archive(tmp_path, {"usdoj_crt.tsv": forms, "k8s.tsv": pages, "audreyt.tsv": rows})
    corpus = held_out(tmp_path, NONE)
    assert corpus == held_out(tmp_path, NONE)
    read = {name: read for name, _, read, _ in HELD_OUT}["audreyt.tsv"]
    drawn = {int(text.en.split()[1]) for text in corpus.texts if text.en.startswith("Line")}
    assert len(drawn) == 12_000 - 8_000 - read, "what an earlier round read is left out"
    assert min(drawn) > 8000
    assert [text.zh for text in corpus.texts[len(drawn) :]][:1] == ["甲"]
    assert len({text.en for text in corpus.texts if text.en.startswith("Page")}) == 2_000


def test_an_archive_without_the_files_is_refused(tmp_path: Path) -> None:
    archive(tmp_path, {"other.tsv": "甲\tA\n"})
    with pytest.raises(FileNotFoundError, match=r"audreyt\.tsv"):
        held_out(tmp_path, NONE)


def test_the_projects_own_english_is_read_with_its_dates() -> None:
    corpus = own()
    assert len(corpus.texts) > 300
    assert all(text.date for text in corpus.texts)
    assert corpus.glossary.terms


def test_pairs_are_written_as_po_and_what_pofilter_says_is_read() -> None:
    written = po([("他說「好」。", 'He said "fine".\\'), ("二", "two")])
    assert 'msgctxt "0"\nmsgid "他說「好」。"\nmsgstr "He said \\"fine\\".\\\\"' in written
    said = read(
        '# (pofilter) endpunc: Different punctuation\n# (pofilter) numbers: Different numbers\nmsgctxt "1"\n'
        'msgid "二"\n\nmsgctxt "4"\nmsgid "四"\n'
    )
    assert {at: sorted(name for name, _ in notes) for at, notes in said.items()} == {
        1: ["endpunc", "numbers"],
        4: [],
    }
