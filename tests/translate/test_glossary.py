"""The termbase: what is refused, and what is found in a text."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.casefile import cases
from translate.errors import ConfigurationError
from translate.glossary import COLUMNS, Glossary, Term, load_glossary

SEEDS = Path(__file__).parents[2] / "seeds"
HEADER = ",".join(COLUMNS)


def _term(zh: str, en: str, *variants: str, side: str = "") -> Term:
    return Term(zh, variants, (en,), "concept", "", side)


TERMS = Glossary.of(
    [
        _term("中國", "China"), _term("一個中國", "one China"), _term("一個中國原則", "one-China principle"),
        _term("臺灣", "Taiwan", "台灣"), _term("克里", "Kerry", "柯瑞"), _term("G20 峰會", "G20 summit"),
        _term("習", "Xi"),
    ]
)  # fmt: skip


def _load(folder: Path, text: str) -> Glossary:
    path = folder / "glossary.csv"
    path.write_bytes(text.encode("utf-8"))
    return load_glossary(path)


@pytest.mark.parametrize("case", cases("glossary", "refused"))
def test_every_problem_is_told_with_its_line(case: dict[str, Any], tmp_path: Path) -> None:
    text = "\n".join([case.get("header", HEADER), *case["rows"], ""])
    with pytest.raises(ConfigurationError) as caught:
        _load(tmp_path, text)
    lines = caught.value.message.splitlines()
    assert lines[0].startswith(f"{tmp_path / 'glossary.csv'}: ")
    assert [line.removeprefix("  - ") for line in lines[1:]] == case["problems"]


def test_what_is_not_utf8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "glossary.csv"
    path.write_bytes(f"{HEADER}\n".encode() + "臺灣".encode("big5"))
    with pytest.raises(ConfigurationError, match=rf"not UTF-8 \(byte {len(HEADER) + 1}\)"):
        load_glossary(path)


def test_an_absent_termbase_is_empty(tmp_path: Path) -> None:
    glossary = load_glossary(tmp_path / "glossary.csv")
    assert glossary.terms == ()
    assert glossary.find("臺灣") == []


def test_an_entry(tmp_path: Path) -> None:
    row = (
        ' 臺灣問題 ,台灣問題| 臺湾問題 |,Taiwan question|Taiwan issue,concept,strait, prc ,problem,"a, note"'
    )
    glossary = _load(tmp_path, f"{HEADER}\n{row}\n")
    (term,) = glossary.terms
    assert term == Term(
        "臺灣問題", ("台灣問題", "臺湾問題"), ("Taiwan question", "Taiwan issue"), "concept", "strait", "prc",
        ("problem",), "a, note",
    )  # fmt: skip
    assert term.en == "Taiwan question"
    assert glossary.sha256 == hashlib.sha256((tmp_path / "glossary.csv").read_bytes()).hexdigest()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["", "byte-order mark"])
def test_what_spreadsheets_write(tmp_path: Path, end: str, mark: str) -> None:
    glossary = _load(
        tmp_path, f"{mark}{HEADER}{end}臺灣,,Taiwan,place,,,,{end}{end}中國,,China,country,,,,{end}"
    )
    assert [term.zh for term in glossary.terms] == ["臺灣", "中國"]


@pytest.mark.parametrize("case", cases("glossary", "found"))
def test_found(case: dict[str, Any]) -> None:
    hits = TERMS.find(case["text"])
    assert [case["text"][hit.start : hit.end] for hit in hits] == case["hits"]


def test_one_character_is_found_when_asked_for() -> None:
    (hit,) = TERMS.find("習說", shortest=1)
    assert hit.terms[0].en == "Xi"


def test_a_form_of_two_sides_gives_both() -> None:
    both = Glossary.of([_term("統一", "unification"), _term("統一", "reunification", side="prc")])
    (hit,) = both.find("和平統一")
    assert [term.side for term in hit.terms] == ["", "prc"]


def test_a_variant_equal_to_its_term_counts_once() -> None:
    (hit,) = Glossary.of([_term("臺灣", "Taiwan", "臺灣", "臺 灣")]).find("臺灣")
    assert len(hit.terms) == 1


@given(st.text("一個中國原則臺台灣克里習G20 峰會與", max_size=30))
def test_hits_are_terms_in_order_without_overlap(text: str) -> None:
    hits = TERMS.find(text)
    forms = {"".join(form.split()) for term in TERMS.terms for form in (term.zh, *term.variants)}
    assert all(text[hit.start : hit.end] in forms for hit in hits)
    places = [place for hit in hits for place in (hit.start, hit.end)]
    assert places == sorted(places)


def test_the_projects_own_termbase() -> None:
    glossary = load_glossary(SEEDS / "glossary.csv")
    assert len(glossary.terms) >= 300
    assert {hit.terms[0].en for hit in glossary.find("克里與柯瑞")} == {"John Kerry"}
    renderings = [
        (term.zh, form) for term in glossary.terms for form in term.renderings if form in term.forbidden
    ]
    assert renderings == [], "what is preferred cannot be forbidden"


def test_terms_are_found_in_either_script_at_their_places() -> None:
    found = [(hit.start, hit.end, hit.terms[0].en) for hit in TERMS.find("关于一个中国原则，与中國的台湾。")]
    assert found == [(2, 8, "one-China principle"), (10, 12, "China"), (13, 15, "Taiwan")]


def test_a_form_of_one_character_at_the_end_is_no_longer_form() -> None:
    assert TERMS.find("他在學習") == []
