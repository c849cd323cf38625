"""Metadata proposed from the text: the value, the line it stands on, how sure."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.catalogue import load_catalogue
from tests.casefile import cases
from tests.translate.ingest.texts import TEXTS
from translate.ingest import imprint, properties, read
from translate.ingest.metadata import Proposal, propose
from translate.ingest.text import lines_of
from translate.model import Document

ROOT = Path(__file__).parents[3]
CATALOGUE = load_catalogue(ROOT / "seeds")


def _read(folder: Path, text: str) -> Document:
    path = folder / "paper.txt"
    path.write_text(text, encoding="utf-8")
    return read(path, "paper")


def _proposed(document: Document, about: dict[str, str] | None = None) -> dict[str, Proposal]:
    return {proposal.key: proposal for proposal in propose(document, about)}


@pytest.mark.parametrize("case", cases("metadata/proposals", "paper"))
def test_a_paper(case: dict[str, Any], tmp_path: Path) -> None:
    found = _proposed(_read(tmp_path, case["text"].replace("|", "\n")))
    values = {key: found[key].text if key in found else None for key in case["expect"]}
    assert values == case["expect"]
    sure = {key for key, proposal in found.items() if proposal.confidence != "low"}
    assert not set(case.get("none", ())) & sure


@pytest.mark.parametrize("slug", sorted(CATALOGUE.sources))
def test_the_five_papers(slug: str) -> None:
    """All that sources.toml says is printed is found, and nothing else."""
    source = CATALOGUE.sources[slug]
    found = _proposed(read(ROOT / "seeds" / source.file, slug))
    assert found["title"].text == source.title
    printed = {
        "series": source.series, "number": source.number, "publisher": source.publisher,
        "authors": "、".join(author.zh[0] for author in source.authors),
        "affiliation": CATALOGUE.hints[slug].affiliation,
        "date": "" if "date" in source.inferred else source.date,
        "labels": "、".join(CATALOGUE.hints[slug].labels),
    }  # fmt: skip
    assert {key: found[key].text if key in found else "" for key in printed} == printed


@pytest.mark.parametrize("slug", sorted(CATALOGUE.sources))
def test_the_evidence_stands_on_its_line(slug: str) -> None:
    document = read(ROOT / "seeds" / CATALOGUE.sources[slug].file, slug)
    for proposal in propose(document):
        assert proposal.why
        if proposal.line:
            assert proposal.evidence == document.raw.of(document.raw.lines[proposal.line - 1]).strip()


@given(text=TEXTS)
def test_any_text_can_be_asked(text: str) -> None:
    document = Document("paper", "paper.txt", "", lines_of(text), ())
    found = propose(document)
    assert len({proposal.key for proposal in found}) == len(found)
    assert all(proposal.values and all(proposal.values) for proposal in found)


@given(text=st.text(max_size=40))
def test_any_line_can_be_asked(text: str) -> None:
    line = imprint.plain(text)
    for ask in (imprint.lone_date, imprint.marked_date, imprint.issuer, imprint.about_author):
        assert isinstance(ask(line), str)
    imprint.series(line)
    imprint.signed(line)


@pytest.mark.parametrize("case", cases("metadata/proposals", "date"))
def test_a_date_on_a_line_of_its_own(case: dict[str, Any]) -> None:
    assert imprint.lone_date(imprint.plain(case["name"])) == case["iso"]


@pytest.mark.parametrize(("text", "made"), [
    ("李明峻", ("李明峻",)), ("李明峻、王小明", ("李明峻", "王小明")), ("歐陽修文", ("歐陽修文",)),
    ("張簡文雄", ("張簡文雄",)), ("◎李明峻*", ("李明峻",)), ("高峰會", ()), ("結論", ()), ("方法", ()),
    ("美國總統", ()), ("李教授", ()), ("李明峻說", ()),
])  # fmt: skip
def test_names(text: str, made: tuple[str, ...]) -> None:
    assert imprint.names(text) == made


@pytest.mark.parametrize(("text", "made"), [
    ("文／李明峻", ("李明峻",)), ("作者：李明峻、王小明", ("李明峻", "王小明")), ("李明峻 撰", ("李明峻",)),
    ("（李明峻主稿）", ("李明峻",)), ("By John Smith", ("John Smith",)), ("文化部長李遠", ()),
    ("文明的衝突", ()),
])  # fmt: skip
def test_signatures(text: str, made: tuple[str, ...]) -> None:
    assert imprint.signed(imprint.plain(text))[0] == made


# what the file says of itself


def _docx(core: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("docProps/core.xml", core)
    return data.getvalue()


CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
    "<dc:title>{title}</dc:title><dc:creator>{author}</dc:creator>"
    "<dcterms:created>2021-12-15T08:00:00Z</dcterms:created></cp:coreProperties>"
)


def test_properties_of_a_docx() -> None:
    data = _docx(CORE.format(title="論壇紀要", author="李明峻"))
    assert properties.of_file(data, "docx") == {"title": "論壇紀要", "author": "李明峻", "date": "2021-12-15"}


def test_properties_that_say_nothing_are_left_out() -> None:
    data = _docx(CORE.format(title="Microsoft Word - 論壇.doc", author="user"))
    assert properties.of_file(data, "docx") == {"date": "2021-12-15"}


def test_an_entity_bomb_in_the_properties_says_nothing() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    assert properties.of_file(_docx(bomb + CORE.format(title="&b;", author="李明峻")), "docx").get(
        "title"
    ) in {None, ""}


def test_properties_of_a_pdf() -> None:
    data = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.docinfo["/Title"] = "論壇紀要"
        pdf.docinfo["/Author"] = "李明峻"
        pdf.docinfo["/CreationDate"] = "D:20211215080000Z"
        pdf.save(data)
    made = {"title": "論壇紀要", "author": "李明峻", "date": "2021-12-15"}
    assert properties.of_file(data.getvalue(), "pdf") == made


def test_properties_of_a_page() -> None:
    page = (
        '<html><head><title>論壇紀要</title><meta name="author" content="李明峻">'
        '<meta property="article:published_time" content="2021-12-15T00:00+08:00"></head><body>x</body>'
    )
    made = {"title": "論壇紀要", "author": "李明峻", "date": "2021-12-15"}
    assert properties.of_file(page.encode("utf-8"), "html") == made


@pytest.mark.parametrize("kind", ["docx", "pdf", "html"])
@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"%PDF-1.7", b"\xff\xfe\x00"])
def test_damaged_properties_stop_nothing(kind: Any, data: bytes) -> None:
    assert properties.of_file(data, kind) == {}


def test_print_goes_before_properties(tmp_path: Path) -> None:
    document = _read(tmp_path, "論壇的紀要|發布日期：2021年12月".replace("|", "\n"))
    about = {"title": "Another", "author": "李明峻", "date": "2022-01-01"}
    found = _proposed(document, about)
    assert found["title"].text == "論壇的紀要"
    assert found["date"].text == "2021-12"
    assert (found["authors"].text, found["authors"].line, found["authors"].confidence) == ("李明峻", 0, "low")
