"""seeds/: every problem at once, and the shipped files."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path
from typing import Any

import pytest

from briefings.catalogue import Catalogue, load_catalogue
from tests.briefings.support import ROOT, SEEDS, Command, unseen_seeds, unseen_workspace
from tests.casefile import cases
from translate.errors import ConfigurationError
from translate.glossary import load_glossary
from translate.hanzi import squeeze

ORIGINALS = ROOT.parent / "shared" / "seeds"
PAPERS = {
    "biden-xi-virtual-2021",
    "biden-xi-bali-2022",
    "biden-xi-san-francisco-2023",
    "prc-diplomacy-2021-oct-dec",
    "prc-diplomacy-2021-jul-oct",
}
EVENTS = {
    "us-prc-call-2021-09",
    "us-prc-virtual-2021-11",
    "us-prc-bali-2022-11",
    "us-prc-san-francisco-2023-11",
    "summit-for-democracy-2021-12",
    "quad-2021-09",
    "aukus-2021-09",
    "g20-rome-2021-10",
    "east-asia-summit-2021-10",
}
"""The nine that the design names."""


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(SEEDS)


def spoiled(folder: Path, case: dict[str, Any]) -> Path:
    """The invented seeds with the case's faults."""
    seeds = unseen_workspace(folder, without=tuple(case.get("without", ()))) / "seeds"
    for name, text in unseen_seeds().items():
        changes = case.get("edit", {}).get(name, [])
        for old, new in zip(changes[::2], changes[1::2], strict=True):
            assert old in text, f"{name}: {old}"
            text = text.replace(old, new, 1)  # noqa: PLW2901  (one change after the other)
        if case.get("double"):
            text += text  # noqa: PLW2901
        if name not in case.get("without", ()):
            (seeds / name).write_text(text, encoding="utf-8")
    return seeds


@pytest.mark.parametrize("case", cases("briefings/catalogue", "faulty"))
def test_every_problem_is_told_at_once(case: dict[str, Any], tmp_path: Path) -> None:
    seeds = spoiled(tmp_path, case)
    with pytest.raises(ConfigurationError) as raised:
        load_catalogue(seeds)
    head, *lines = raised.value.message.splitlines()
    assert str(seeds) in head
    assert raised.value.remedy
    for problem in case["problems"]:
        assert any(line.startswith(f"  - {problem}") for line in lines), raised.value.message
    if case.get("exactly"):
        assert len(lines) == len(case["problems"]), raised.value.message


def test_a_faulty_catalogue_ends_a_build_with_2(unseen: Command) -> None:
    path = unseen.seeds / "events.toml"
    path.write_text(path.read_text("utf-8").replace("brief = true", "brief = 3"), encoding="utf-8")
    outcome = unseen("build")
    assert outcome.code == ConfigurationError.exit_code
    assert "events.toml: event.0.brief" in outcome.err
    assert not unseen.build.exists()


def test_absent_files_are_empty(tmp_path: Path) -> None:
    assert load_catalogue(tmp_path) == Catalogue()


def test_a_citation_says_what_is_printed_and_what_is_inferred(catalogue: Catalogue) -> None:
    printed = catalogue.sources["biden-xi-virtual-2021"]
    assert printed.reference == (
        "Li Ming-chun, 拜習會與東北亞安保情勢 "
        "[The Biden–Xi Meeting and the Security Situation in Northeast Asia], "
        "Prospect Forum No. 94, Prospect Foundation, December 2021"
    )
    inferred = catalogue.sources["prc-diplomacy-2021-oct-dec"]
    assert inferred.reference.endswith("fourth quarter of 2021 (inferred)")
    assert "(inferred)" in inferred.reference.split("[VI. Diplomacy], ")[1].split(",")[0]


def test_every_inferred_value_has_its_reason(catalogue: Catalogue) -> None:
    for source in catalogue.sources.values():
        for key, reason in source.inferred.items():
            assert getattr(source, key), f"{source.slug}: {key} is inferred but empty"
            assert len(reason) > 30
    for slug in ("prc-diplomacy-2021-oct-dec", "prc-diplomacy-2021-jul-oct"):
        assert "date" in catalogue.sources[slug].inferred
        assert not catalogue.sources[slug].publisher


# the shipped seeds


def test_five_papers_with_the_hashes_of_their_files(catalogue: Catalogue) -> None:
    assert set(catalogue.sources) == PAPERS
    for source in catalogue.sources.values():
        assert hashlib.sha256((SEEDS / source.file).read_bytes()).hexdigest() == source.sha256
        assert source.rights == "internal"


@pytest.mark.skipif(not ORIGINALS.is_dir(), reason=f"the papers as delivered are not in {ORIGINALS}")
def test_the_papers_are_the_delivered_ones_byte_for_byte() -> None:
    delivered = {path.name: path.read_bytes() for path in ORIGINALS.glob("*.txt")}
    for entry in _entries("sources.toml"):
        assert (SEEDS / entry["file"]).read_bytes() == delivered.pop(entry["original_file"])
    assert not delivered


def _entries(name: str) -> list[dict[str, Any]]:
    import tomllib  # noqa: PLC0415

    found: list[dict[str, Any]] = tomllib.loads((SEEDS / name).read_text("utf-8"))[
        name.removesuffix("s.toml")
    ]
    return found


def test_a_brief_for_each_event_of_the_design(catalogue: Catalogue) -> None:
    briefs = catalogue.briefs()
    assert {event.id for event in briefs} >= EVENTS
    assert [event.start for event in briefs] == sorted(event.start for event in briefs)


def test_every_alias_stands_in_one_of_the_events_papers(catalogue: Catalogue) -> None:
    texts = {slug: squeeze((SEEDS / f"{slug}.txt").read_text("utf-8-sig")) for slug in catalogue.sources}
    for event in catalogue.events.values():
        for alias in event.aliases:
            assert any(squeeze(alias) in texts[slug] for slug in event.documents or texts), (event.id, alias)


def test_speakers_that_are_not_persons(catalogue: Catalogue) -> None:
    groups = {person.id for person in catalogue.people.values() if person.is_group}
    assert {"us-government", "prc-government", "both-sides"} <= groups
    assert {"xi-jinping", "joe-biden"} <= set(catalogue.people) - groups


def test_everyone_has_one_english_name(catalogue: Catalogue) -> None:
    for person in catalogue.people.values():
        assert person.name
        assert person.name.isascii() or not any(ord(char) > 0x2E7F for char in person.name)


def test_a_quotation_carries_its_wording_honestly(catalogue: Catalogue) -> None:
    for entry in catalogue.quotations:
        if entry.official and entry.official.en:
            assert entry.official.status != "none found", entry.id
            assert entry.official.source, entry.id
        if entry.official and entry.official.status == "none found":
            assert not entry.official.en, entry.id


def test_300_terms_that_the_papers_use() -> None:
    glossary = load_glossary(SEEDS / "glossary.csv")
    text = squeeze("".join(path.read_text("utf-8-sig") for path in SEEDS.glob("*.txt")))
    lost = [
        term.zh for term in glossary.terms if not any(squeeze(f) in text for f in (term.zh, *term.variants))
    ]
    assert not lost
    assert len(glossary.terms) >= 300
    with (SEEDS / "glossary.csv").open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == len(glossary.terms)
