"""The project's memory and imported ones as one: precedence, penalties, offers, concordance."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.translate.memory.memories import Workspace, props, tu
from translate.config import MemorySettings
from translate.memory import CONTEXT_EXACT, EXACT, Memory, Unit, context_hash
from translate.memory.combined import index_beside
from translate.model import Origin, State

OWN = Unit("結論", "Conclusion", Origin.PERSON, State.REVIEWED, segment="paper.1", document="paper")
MACHINE = props(origin="engine")
LONG = "美國總統拜登與中國國家主席習近平舉行視訊會談。"


def workspace(folder: Path, *own: Unit, **policy: object) -> Workspace:
    return Workspace(folder, Memory(own), MemorySettings(**policy))  # type: ignore[arg-type]


def offered(place: Workspace, zh: str) -> list[tuple[int, str, str]]:
    with place.opened() as memory:
        return [(match.score, match.memory, match.en) for match in memory.suggest(zh)]


def printed(place: Workspace, zh: str, before: str = "", after: str = "") -> tuple[int, str] | None:
    with place.opened() as memory:
        match = memory.lookup(zh, before, after)
        return None if match is None else (match.score, match.en)


# precedence


def test_the_projects_memory_comes_first(tmp_path: Path) -> None:
    place = workspace(tmp_path, OWN)
    inside = props(before=context_hash("甲。"), after=context_hash("乙。"))
    place.take(tu("結論", "Findings", inside))
    around = context_hash("甲。"), context_hash("乙。")
    assert printed(place, "結論", *around) == (EXACT, "Conclusion")
    assert offered(place, "結論") == [(EXACT, "", "Conclusion"), (EXACT, "other", "Findings")]


def test_an_imported_memory_serves_where_the_project_has_nothing(tmp_path: Path) -> None:
    place = workspace(tmp_path, OWN)
    place.take(tu("前言", "Preface"))
    with place.opened() as memory:
        match = memory.lookup("前言", segment="paper.2")
    assert match is not None
    assert (match.score, match.memory) == (EXACT, "other")
    assert (match.unit.origin, match.unit.state) == (Origin.MEMORY, State.TRANSLATED)


def test_script_and_width_do_not_matter(tmp_path: Path) -> None:
    place = workspace(tmp_path)
    place.take(tu("台湾问题2项。", "Two Taiwan questions."))
    assert printed(place, "臺灣問題 ２ 項。") == (EXACT, "Two Taiwan questions.")


def test_in_context_decides_between_two(tmp_path: Path) -> None:
    place = workspace(tmp_path)
    around = context_hash("甲。"), context_hash("乙。")
    place.take(tu("好。", "Good."), tu("好。", "Fine.", props(before=around[0], after=around[1])))
    assert printed(place, "好。", *around) == (CONTEXT_EXACT, "Fine.")
    assert printed(place, "好。") is None, "nobody knows which"
    assert sorted(offered(place, "好。")) == [(99, "other", "Fine."), (99, "other", "Good.")]


def test_a_reviewed_unit_is_in_no_doubt_for_an_unreviewed_one(tmp_path: Path) -> None:
    place = workspace(tmp_path)
    place.take(tu("好。", "Good."), tu("好。", "Fine.", props(origin="person", state="reviewed")))
    assert printed(place, "好。") == (EXACT, "Fine.")


def test_ambiguity_can_be_allowed(tmp_path: Path) -> None:
    place = workspace(tmp_path, ambiguous=0)
    place.take(
        tu("好。", "Good.", changedate="20200101T000000Z"), tu("好。", "Fine.", changedate="20210101T000000Z")
    )
    assert printed(place, "好。") == (EXACT, "Fine.")


# penalties


@pytest.mark.parametrize(
    ("policy", "score"),
    [
        ({}, EXACT),
        ({"penalty": 1}, 99),
        ({"penalty": 5, "penalties": {"other": 0}}, EXACT),
        ({"penalties": {"other": 7}}, 93),
    ],
)
def test_what_is_penalised_is_offered_but_not_printed(
    tmp_path: Path, policy: dict[str, object], score: int
) -> None:
    place = workspace(tmp_path, **policy)
    place.take(tu("前言", "Preface"))
    assert printed(place, "前言") == ((EXACT, "Preface") if score == EXACT else None)
    assert offered(place, "前言") == [(score, "other", "Preface")]


def test_the_projects_own_units_have_no_penalty(tmp_path: Path) -> None:
    assert printed(workspace(tmp_path, OWN, penalty=50), "結論") == (EXACT, "Conclusion")


# machines


@pytest.mark.parametrize("machine", [0, 15])
def test_what_a_machine_made_is_never_printed(tmp_path: Path, machine: int) -> None:
    place = workspace(tmp_path, machine=machine)
    place.take(tu("前言", "Preface", MACHINE))
    assert printed(place, "前言") is None
    assert offered(place, "前言") == [(99 - machine, "other", "Preface")]


def test_a_persons_unit_is_not_made_doubtful_by_a_machines(tmp_path: Path) -> None:
    place = workspace(tmp_path)
    place.take(tu("前言", "Preface"), tu("前言", "Before words", MACHINE))
    assert printed(place, "前言") == (EXACT, "Preface")


def test_the_projects_memory_does_not_print_a_machines_either(tmp_path: Path) -> None:
    place = workspace(tmp_path, Unit("前言", "Preface", Origin.ENGINE, State.TRANSLATED))
    assert printed(place, "前言") is None
    assert printed(workspace(tmp_path, Unit("前言", "P", Origin.ENGINE, State.REVIEWED)), "前言") == (
        EXACT,
        "P",
    )


# offers


def test_similar_sentences_of_all_memories_best_first(tmp_path: Path) -> None:
    place = workspace(tmp_path, Unit(LONG, "One.", Origin.AI_DRAFT, State.TRANSLATED))
    place.take(tu(LONG.replace("視訊", "視頻"), "Two."), tu("結論", "Conclusion"))
    assert offered(place, LONG.replace("視訊", "視頻").replace("舉行", "進行")) == [
        (95, "other", "Two."), (90, "", "One."),
    ]  # fmt: skip


def test_an_edit_is_never_exact(tmp_path: Path) -> None:
    place = workspace(tmp_path)
    place.take(tu("結論。", "Conclusion."))
    assert printed(place, "結論！") is None
    assert offered(place, "結論！") == [(99, "other", "Conclusion.")]


def test_numbers_are_put_in_and_told(tmp_path: Path) -> None:
    place = workspace(tmp_path)
    place.take(tu("第18屆論壇有12個會員國。", "The 18th forum had 12 members."))
    with place.opened() as memory:
        assert memory.lookup("第19屆論壇有13個會員國。") is None
        (match,) = memory.suggest("第19屆論壇有13個會員國。")
    assert match.score < EXACT
    assert match.unit.en == "The 18th forum had 12 members."
    assert match.en == "The 19th forum had 13 members."
    assert match.adapted is not None
    assert [item.en for item in match.adapted.replaced] == [("18th", "19th"), ("12", "13")]


def test_what_cannot_be_adapted_surely_is_offered_as_it_is(tmp_path: Path) -> None:
    place = workspace(tmp_path)
    place.take(tu("論壇有5個會員國出席。", "Five or so members attended the forum, 5 in all."))
    with place.opened() as memory:
        (match,) = memory.suggest("論壇有7個會員國出席。")
    assert match.adapted is None
    assert match.en.startswith("Five")


def test_threshold_and_limit(tmp_path: Path) -> None:
    place = workspace(tmp_path, threshold=95, limit=2)
    place.take(*(tu(LONG.replace("拜登", name), name) for name in ("甲乙", "拜乙", "拜丙", "拜丁")))
    assert [score for score, *_ in offered(place, LONG)] == [95, 95]


def test_the_same_english_is_offered_once(tmp_path: Path) -> None:
    place = workspace(tmp_path, OWN)
    place.take(tu("結論", "Conclusion"), tu("結論。", "Conclusion"))
    assert offered(place, "結論") == [(EXACT, "", "Conclusion")]


def test_a_superseded_unit_is_offered_no_more(tmp_path: Path) -> None:
    place = workspace(tmp_path)
    place.take(tu(LONG, "Old.", tuid="1", changedate="20200101T000000Z"))
    assert offered(place, LONG.replace("視訊", "視頻")) == [(95, "other", "Old.")]
    place.take(tu(LONG, "New.", tuid="1", changedate="20210101T000000Z"))
    assert offered(place, LONG.replace("視訊", "視頻")) == [(95, "other", "New.")]


# the index follows the database


def test_the_index_takes_in_what_is_new(tmp_path: Path) -> None:
    place = workspace(tmp_path)
    place.take(tu("結論", "Conclusion"))
    with place.opened() as memory:
        assert memory.refresh() == 1
    place.take(tu("前言", "Preface"), name="third")
    with place.opened() as memory:
        assert memory.refresh() == 1
        assert memory.refresh() == 0
        assert [match.en for match in memory.suggest("前言：")] == ["Preface"]


def test_an_index_of_another_database_is_made_again(tmp_path: Path) -> None:
    place = workspace(tmp_path)
    place.take(tu("結論", "Conclusion"), tu("前言", "Preface"))
    with place.opened() as memory:
        memory.refresh()
    place.database.unlink()
    place.take(tu("附錄", "Annex"), tu("注釋", "Notes"))
    assert offered(place, "附錄：") == [(99, "other", "Annex")]


def test_a_missing_index_is_made_again(tmp_path: Path) -> None:
    place = workspace(tmp_path)
    place.take(tu("結論", "Conclusion"))
    first = offered(place, "結論：")
    index_beside(place.database).unlink()
    assert offered(place, "結論：") == first == [(99, "other", "Conclusion")]


# concordance


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("国家主席习近平", ["The long one."]),
        ("主席", ["The long one."]),
        ("THE LONG", ["The long one."]),
        ("5%", ["Five percent_ off."]),
        ("percent_", ["Five percent_ off."]),
        ("10架", ["Ten planes of 2010."]),
        ("10", ["Ten planes of 2010."]),
        ("nowhere", []),
        ("無處", []),
        (" ", []),
    ],
)
def test_concordance(tmp_path: Path, text: str, expected: list[str]) -> None:
    place = workspace(tmp_path)
    place.take(
        tu(LONG, "The long one."),
        tu("打5%的折扣。", "Five percent_ off."),
        tu("210架飛機。", "Ten planes of 2010."),
    )
    with place.opened() as memory:
        assert [match.en for match in memory.containing(text)] == expected


def test_concordance_reads_the_projects_memory_first(tmp_path: Path) -> None:
    place = workspace(tmp_path, OWN)
    place.take(tu("結論與建議", "Conclusions and advice"))
    with place.opened() as memory:
        assert [match.memory for match in memory.containing("结论")] == ["", "other"]
        assert [match.memory for match in memory.containing("conclusion", limit=1)] == [""]
