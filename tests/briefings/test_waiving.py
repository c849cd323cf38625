"""``briefings waive``, and what every output shows of waived findings and of checks that are off."""

from __future__ import annotations

import hashlib
import json
import re
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from tests.briefings.support import ROOT, Command, environment, files
from translate import memory as tmx
from translate.ingest import read
from translate.model import Origin, State
from translate.waivers import REASONS
from translate.waivers_file import NAME, load_waivers

PAPER, OTHER = "harbour", "island"
TEXTS = {
    PAPER: "港口協議\n\n北嶼在2008年出口110億美元。南洲與北嶼會談三次。\n\n結論如此。\n",
    OTHER: "外島報告\n\n外島已經封閉。\n",
}
ENGLISH = {
    "港口協議": "The Harbour Accord",
    "北嶼在2008年出口110億美元。": "Beiyu exported US$11 billion in 2018.",
    "南洲與北嶼會談三次。": "Nanzhou and Beiyu met  three times.",
    "結論如此。": "That is the conclusion.",
    "外島報告": "The Islands Report",
    "外島已經封閉。": "The islands are  closed now.",
}
"""A wrong year, and two spaces in each paper."""


def spoiled(command: Command, changes: dict[str, str]) -> None:
    """The English of the memory with words changed."""
    units = []
    for slug in TEXTS:
        document = read(command.seeds / f"{slug}.txt", slug)
        around = tmx.contexts(document)
        for _, segment in document.segments():
            en = ENGLISH[segment.text]
            for old, new in changes.items():
                en = en.replace(old, new)
            units.append(
                tmx.Unit(
                    segment.text, en, Origin.AI_DRAFT, State.TRANSLATED, "project", "2026-11-20", slug,
                    segment.id, *around[segment.id],
                )
            )  # fmt: skip
    assert tmx.save(command.seeds / "memory.tmx", tmx.Memory(units))


def described(seeds: Path, *slugs: str) -> None:
    """``sources.toml`` of these papers."""
    entries = [
        f'[[source]]\nslug = "{slug}"\nfile = "{slug}.txt"\ntitle = "{slug}"\ndate = "2013-05"\n'
        f'sha256 = "{hashlib.sha256((seeds / f"{slug}.txt").read_bytes()).hexdigest()}"\n'
        for slug in slugs
    ]
    (seeds / "sources.toml").write_text("\n".join(entries), encoding="utf-8")


@pytest.fixture
def spoilt(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    """A workspace of two short papers with findings."""
    command = Command(tmp_path / "work", capsys)
    command.seeds.mkdir(parents=True)
    for slug, text in TEXTS.items():
        (command.seeds / f"{slug}.txt").write_text(text, encoding="utf-8")
    described(command.seeds, *TEXTS)
    spoiled(command, {})
    return command


def listed(command: Command, *arguments: str) -> list[dict[str, Any]]:
    """The rows of ``check --format json``."""
    outcome = command("check", "--format", "json", *arguments)
    assert outcome.code == 0, outcome.err
    rows: list[dict[str, Any]] = json.loads(outcome.out)
    return rows


def objected(command: Command, check: str = "", *papers: str) -> list[str]:
    """Segments with findings in force, of one check if it is named."""
    return [
        row["segment"]
        for row in listed(command, *papers)
        if any(check in {"", finding["check"]} for finding in row["findings"])
    ]


def waiver_texts(command: Command) -> str:
    return (command.seeds / NAME).read_text("utf-8")


# waiving


def test_waived_findings_stand_apart_with_who_why_and_when(spoilt: Command) -> None:
    before = objected(spoilt)
    (wrong,) = objected(spoilt, "date")
    days = {datetime.now(UTC).date().isoformat()}
    outcome = spoilt(
        "waive", "--reason", "source-error", "--note", "see p. 3", "--by", "A. Reviser", f"{wrong}:date"
    )
    days.add(datetime.now(UTC).date().isoformat())
    assert outcome.code == 0, outcome.err
    assert f"[{wrong}]" in outcome.out
    assert f"1 findings waived (source-error, A. Reviser) in {spoilt.seeds / NAME}" in outcome.out
    (waiver,) = load_waivers(spoilt.seeds / NAME)
    assert waiver.date in days
    assert (waiver.segment, waiver.check, waiver.zh_marked, waiver.en_marked) == (
        wrong,
        "date",
        "2008年",
        "2018",
    )
    assert (waiver.reason, waiver.note, waiver.by) == ("source-error", "see p. 3", "A. Reviser")

    assert objected(spoilt) == [segment for segment in before if segment != wrong]
    rows = {row["segment"]: row for row in listed(spoilt)}
    (told,) = rows[wrong]["waived"]
    assert list(told) == ["check", "severity", "message", "zh_span", "en_span", "waiver"]
    assert told["waiver"] == {
        "reason": "source-error", "note": "see p. 3", "by": "A. Reviser", "date": waiver.date,
    }  # fmt: skip
    assert [key for key, row in rows.items() if "waived" in row] == [wrong]
    text = spoilt("check").out
    decision = f"(source-error, A. Reviser, {waiver.date}: see p. 3)"
    assert re.search(rf"\nwaived, not counted:\n.*: date: .*\[{wrong}\] {re.escape(decision)}\n", text)
    assert text.rstrip().splitlines()[-1].endswith("; 1 waived")


def test_waived_findings_do_not_fail_the_gate(spoilt: Command) -> None:
    (wrong,) = objected(spoilt, "date")
    assert spoilt("check", "--fail-on", "major").code == 7
    assert spoilt("waive", "--reason", "deliberate", "--by", "A", wrong).code == 0
    assert spoilt("check", "--fail-on", "major").code == 0
    gate = spoilt("check", "--fail-on", "minor")
    assert gate.code == 7
    assert "briefings waive" in gate.err


def test_several_at_once_in_several_papers(spoilt: Command) -> None:
    wanted = objected(spoilt)
    assert len({segment.partition(".")[0] for segment in wanted}) > 1
    findings = sum(len(row["findings"]) for row in listed(spoilt))
    outcome = spoilt("waive", "--reason", "house-style", "--by", "A", *wanted, wanted[0])
    assert f"{findings} findings waived" in outcome.out
    assert objected(spoilt) == []
    assert f"; {findings} waived" in spoilt("check").out
    again = spoilt("waive", "--reason", "false-alarm", "--by", "B", *wanted)
    assert again.code == 0
    assert f"nothing to waive\n{findings} waived before" in again.out
    assert "(waived before: house-style, A, " in again.out
    assert {waiver.by for waiver in load_waivers(spoilt.seeds / NAME)} == {"A"}


def test_of_one_check_or_of_certain_words(spoilt: Command) -> None:
    spoiled(spoilt, {"in 2018": "in  2018"})
    (wrong,) = objected(spoilt, "date")
    (row,) = (row for row in listed(spoilt) if row["segment"] == wrong)
    checks = sorted(finding["check"] for finding in row["findings"])
    assert {"date", "spacing"} <= set(checks)
    assert spoilt("waive", "--reason", "deliberate", "--by", "A", f"{wrong}:date:2018").code == 0
    (row,) = (row for row in listed(spoilt) if row["segment"] == wrong)
    assert [item["check"] for item in row["waived"]] == ["date"]
    checks.remove("date")
    assert sorted(finding["check"] for finding in row["findings"]) == checks
    assert spoilt("waive", "--reason", "deliberate", "--by", "A", f"{wrong}:spacing").code == 0
    assert "spacing" not in [finding["check"] for finding in listed(spoilt, PAPER)[row["index"]]["findings"]]


def test_a_dry_run_writes_nothing(spoilt: Command) -> None:
    (wrong,) = objected(spoilt, "date")
    before = files(spoilt.seeds)
    outcome = spoilt("waive", "--dry-run", "--reason", "deliberate", "--by", "A", wrong)
    assert outcome.code == 0
    assert "1 findings would be waived; nothing was written" in outcome.out
    assert files(spoilt.seeds) == before
    assert spoilt("waive", "--reason", "deliberate", "--by", "A", wrong).code == 0
    before = files(spoilt.seeds)
    assert (
        "1 waivers would be withdrawn; nothing was written"
        in spoilt("waive", "--dry-run", "--withdraw", wrong).out
    )
    assert files(spoilt.seeds) == before


def test_who_decides_by_default(spoilt: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    (wrong,) = objected(spoilt, "date")
    monkeypatch.setenv("BRIEFINGS_USER", "")
    monkeypatch.setattr("getpass.getuser", lambda: (_ for _ in ()).throw(KeyError("nobody")))
    outcome = spoilt("waive", "--reason", "deliberate", wrong)
    assert outcome.code == 2
    assert "--by NAME" in outcome.err
    monkeypatch.setenv("BRIEFINGS_USER", "B. Reviser")
    assert spoilt("waive", "--reason", "deliberate", wrong).code == 0
    assert [waiver.by for waiver in load_waivers(spoilt.seeds / NAME)] == ["B. Reviser"]


def test_every_reason_is_explained_and_taken(spoilt: Command) -> None:
    told = " ".join(spoilt.plain("waive", "--help").out.split())
    (wrong,) = objected(spoilt, "date")
    for reason, meaning in REASONS.items():
        assert f"{reason}: {meaning}" in told
        assert spoilt("waive", "--dry-run", "--reason", reason, "--by", "A", wrong).code == 0


@pytest.mark.parametrize(("arguments", "told"), [
    (["--reason", "deliberate"], "name the segments"),
    (["SEGMENT"], "say why they may stand: --reason false-alarm|"),
    (["--reason", "because", "SEGMENT"], "'because' is not one of"),
    (["--list", "--withdraw", "SEGMENT"], "exclude each other"),
    (["--list", "--reason", "deliberate"], "exclude each other"),
    (["--withdraw", "--note", "more", "SEGMENT"], "exclude each other"),
    (["--withdraw"], "name the segments"),
    (["--withdraw", "SEGMENT"], "  - SEGMENT: no waiver of it\nSee briefings waive --list."),
    (["--reason", "deliberate", "paper", "SEGMENT:tone", ".0", "paper."],
     "4 problems\n  - paper: not the id of a segment\n  - SEGMENT:tone: no such check; there are empty, "),
    (["--reason", "deliberate", "nowhere.0a"], "no such paper: nowhere"),
    (["--reason", "deliberate", f"{PAPER}.0a", "SEGMENT:empty", "SEGMENT:date:2008"],
     (f"3 problems\n  - {PAPER}.0a: {PAPER}.txt has no such segment\n"
     "  - SEGMENT:empty: nothing to waive; findings of the segment: date\n"
     "  - SEGMENT:date:2008: nothing to waive; findings of the segment: date\n")),
], ids=lambda value: " ".join(value)[:40] if isinstance(value, list) else "")  # fmt: skip
def test_wrong_usage_is_2_and_writes_nothing(arguments: list[str], told: str, spoilt: Command) -> None:
    (wrong,) = objected(spoilt, "date")
    before = files(spoilt.seeds)
    outcome = spoilt("waive", *(item.replace("SEGMENT", wrong) for item in arguments))
    assert outcome.code == 2
    assert told.replace("SEGMENT", wrong) in outcome.err
    assert "Traceback" not in outcome.err
    assert files(spoilt.seeds) == before


def test_a_paper_that_cannot_be_read_is_3(spoilt: Command) -> None:
    (wrong,) = objected(spoilt, "date")
    assert spoilt("waive", "--reason", "deliberate", "--by", "A", wrong).code == 0
    (spoilt.seeds / f"{PAPER}.txt").unlink()
    before = files(spoilt.seeds)
    assert spoilt("waive", "--reason", "deliberate", "--by", "A", wrong).code == 3
    assert f"paper not read: {wrong}: date" in spoilt("waive", "--list").out
    assert "lapsed" not in spoilt("check").out
    assert files(spoilt.seeds) == before
    # it can be withdrawn all the same
    assert spoilt("waive", "--withdraw", wrong).code == 0


# the end of a waiver


def test_a_waiver_lapses_with_the_english_and_is_told(spoilt: Command) -> None:
    (wrong,) = objected(spoilt, "date")
    spoilt("waive", "--reason", "deliberate", "--by", "A", wrong)
    kept = waiver_texts(spoilt)
    spoiled(spoilt, {"2018": "2019"})
    assert objected(spoilt, "date") == [wrong]
    outcome = spoilt("check", PAPER)
    line = f"{wrong}: date: the English has changed: 2008年 | 2018 (deliberate, A, "
    assert f"\n\nlapsed waivers, not applied:\n{line}" in outcome.out
    assert outcome.out.rstrip().endswith("; 1 waivers lapsed")
    assert spoilt("check", "--fail-on", "major", PAPER).code == 7
    assert "lapsed" not in spoilt("check", OTHER).out
    as_json = spoilt("check", "--format", "json")
    assert f"note: {line}" in as_json.err
    json.loads(as_json.out)
    assert spoilt("waive", "--list").out.splitlines() == [
        next(text for text in [f"lapsed: {one}" for one in outcome.out.splitlines()] if line in text),
        "1 waivers, 1 lapsed",
    ]  # fmt: skip
    assert waiver_texts(spoilt) == kept
    # a new waiver is a new decision; the dead one stays until it is withdrawn
    spoilt("waive", "--reason", "deliberate", "--by", "B", wrong)
    assert waiver_texts(spoilt).startswith(kept)
    assert objected(spoilt, "date") == []
    spoiled(spoilt, {"2019": "2018"})
    assert [item["waiver"]["by"] for row in listed(spoilt) for item in row.get("waived", [])] == ["A"]


def test_a_waiver_lapses_with_the_chinese_and_with_its_paper(spoilt: Command) -> None:
    (wrong,) = objected(spoilt, "date")
    spoilt("waive", "--reason", "deliberate", "--by", "A", wrong)
    path = spoilt.seeds / f"{PAPER}.txt"
    path.write_text(TEXTS[PAPER].replace("2008", "2009"), encoding="utf-8")
    assert f"{wrong}: date: the Chinese has changed or is gone" in spoilt("check").out
    described(spoilt.seeds, OTHER)
    assert "the paper is not in sources.toml any more" in spoilt("check").out
    assert spoilt("waive", "--list").out.endswith("1 waivers, 1 lapsed\n")


def test_a_waiver_without_a_finding(spoilt: Command) -> None:
    segments = objected(spoilt, "spacing")
    spoilt("waive", "--reason", "house-style", "--by", "A", *segments)
    (spoilt.workspace / "briefings.toml").write_text('[checks.severity]\nspacing = "off"\n')
    outcome = spoilt("waive", "--list", segments[0])
    assert outcome.out.startswith(f"without finding: {segments[0]}: spacing: the check is switched off")
    assert "waived" not in spoilt("check").out
    assert "lapsed" not in spoilt("check").out


def test_withdrawn_it_counts_again_and_the_rest_stays(spoilt: Command) -> None:
    first, *others = objected(spoilt)
    spoilt("waive", "--reason", "house-style", "--by", "A", first)
    path = spoilt.seeds / NAME
    path.write_text(waiver_texts(spoilt) + "\n# the editor agreed on the phone\n", encoding="utf-8")
    alone = waiver_texts(spoilt)
    spoilt("waive", "--reason", "house-style", "--by", "A", *others)
    assert objected(spoilt) == []
    outcome = spoilt("waive", "--withdraw", *others)
    assert outcome.code == 0
    assert f" withdrawn from {path}" in outcome.out
    assert waiver_texts(spoilt) == alone
    assert objected(spoilt) == others


@pytest.mark.parametrize("command", [
    ["check"], ["build"], ["translate"], ["waive", "--list"], ["waive", "--withdraw", "a.b"],
    ["waive", "--reason", "deliberate", "--by", "A", "harbour.0a"],
], ids=" ".join)  # fmt: skip
def test_a_damaged_file_is_2_with_file_entry_and_remedy(command: list[str], unseen: Command) -> None:
    path = unseen.seeds / NAME
    path.write_text('# mine\n\n[[waiver]]\nsegment = "harbour.0a"\nreason = "because"\n', encoding="utf-8")
    before = files(unseen.seeds)
    outcome = unseen(*command)
    assert outcome.code == 2
    assert f"{path}: " in outcome.err
    assert "  - waiver 1 (line 3): reason: no such reason; there are false-alarm, " in outcome.err
    assert "  - waiver 1 (line 3): check: Field required" in outcome.err
    assert "Correct the entry" in outcome.err
    assert "Traceback" not in outcome.err
    assert files(unseen.seeds) == before


# severities


def test_severities_are_as_configured(spoilt: Command) -> None:
    (wrong,) = objected(spoilt, "date")
    assert objected(spoilt, "spacing")
    settings = spoilt.workspace / "briefings.toml"
    settings.write_text('[checks.severity]\ndate = "critical"\nspacing = "off"\n')
    assert spoilt("check", "--fail-on", "critical").code == 7
    rows = listed(spoilt)
    assert {
        row["segment"]: f["severity"] for row in rows for f in row["findings"] if f["check"] == "date"
    } == {wrong: "critical"}
    assert all(row["switched_off"] == ["spacing"] for row in rows)
    assert objected(spoilt, "spacing") == []
    text = spoilt("check").out
    assert text.rstrip().splitlines()[-1] == "switched off: spacing"
    assert "Switched off: spacing" in spoilt("check", "--format", "html").out
    settings.write_text('[checks.severity]\ndate = "minor"\n')
    assert spoilt("check", "--fail-on", "major").code == 0
    assert "switched off" not in spoilt("check").out


def test_an_unknown_check_is_2(unseen: Command) -> None:
    (unseen.workspace / "briefings.toml").write_text('[checks.severity]\nlenght = "off"\n')
    outcome = unseen("check")
    assert outcome.code == 2
    assert "checks.severity.lenght: no such check; there are empty, repetition, number" in outcome.err


def test_a_file_by_itself_knows_neither(unseen: Command, tmp_path: Path) -> None:
    (unseen.workspace / "briefings.toml").write_text('[checks.severity]\nnumber = "off"\n')
    (unseen.seeds / NAME).write_text("this is no TOML")
    path = tmp_path / "a.tsv"
    path.write_text("中國出口110億美元。\tChina exported US$110 billion.\n", encoding="utf-8")
    (row,) = json.loads(unseen("check", "--format", "json", str(path)).out)
    assert list(row) == ["index", "zh", "en", "findings"]
    assert [finding["check"] for finding in row["findings"]] == ["number"]
    assert "switched off" not in unseen("check", str(path)).out


# pages and data


def xpath(page: str, path: str) -> list[Any]:
    nodes: Any = etree.HTML(page.encode()).xpath(path)
    return list(nodes)


def words(node: Any) -> str:
    return " ".join("".join(node.itertext()).split())


def test_the_report_page_shows_them_struck_and_folded(spoilt: Command) -> None:
    (wrong,) = objected(spoilt, "date")
    spoilt("waive", "--reason", "deliberate", "--note", "<b>ask</b>\u202e", "--by", "A", wrong)
    page = spoilt("check", "--format", "html").out
    (folded,) = xpath(page, "//details[@class='waived']")
    assert folded.get("open") is None
    assert words(folded[0]) == "Waived, not counted: 1"
    (struck,) = folded.iterfind(".//s")
    assert "2008年" in struck.text
    assert "<b>ask</b><U+202E>" in words(folded)
    assert [mark.text for mark in folded.iterfind(".//mark")] == ["2008年", "2018"]
    counted = sum(int(cell) for cell in xpath(page, "//td[@class='count']/text()"))
    in_force = sum(len(row["findings"]) for row in listed(spoilt))
    assert counted == 2 * in_force, "by check and by paper"
    spoiled(spoilt, {"2018": "2019"})
    page = spoilt("check", "--format", "html").out
    (lapsed,) = xpath(page, "//details[@class='lapsed']")
    assert lapsed.get("open") is not None
    assert f"{wrong}: date: the English has changed" in words(lapsed)
    assert not xpath(page, "//details[@class='waived'] | //s")


def test_the_build_shows_them_apart(spoilt: Command) -> None:
    (wrong,) = objected(spoilt, "date")
    (spoilt.workspace / "briefings.toml").write_text('[checks.severity]\nspacing = "off"\n')
    spoilt("waive", "--reason", "deliberate", "--by", "A. Reviser", wrong)
    assert spoilt("build", PAPER).code == 0
    made = json.loads((spoilt.build / "english" / f"{PAPER}.json").read_text("utf-8"))
    segments = {one["id"]: one for block in made["blocks"] for one in block["segments"]}
    assert segments[wrong]["findings"] == []
    (waived,) = segments[wrong]["waived"]
    assert (waived["check"], waived["severity"], waived["waiver"]["by"]) == ("date", "major", "A. Reviser")
    assert [key for key, one in segments.items() if one["waived"]] == [wrong]
    assert made["switched_off"] == ["spacing"]
    page = (spoilt.build / "english" / f"{PAPER}.html").read_text("utf-8")
    (row,) = xpath(page, f"//tr[@id='{wrong}']")
    assert "has-waived" in row.get("class").split()
    assert "has-finding" not in row.get("class").split()
    assert not xpath(page, f"//tr[@id='{wrong}']//mark[@class='major']")
    (folded,) = xpath(page, f"//tr[@id='{wrong}']//details[@class='waived']")
    assert folded.get("open") is None
    assert "The translator departs from the Chinese on purpose." in words(folded)
    assert "A. Reviser" in words(folded)
    facts = [words(item) for item in xpath(page, "//section[@aria-labelledby='h-findings']/*")]
    assert facts[1].endswith("0 Minor 1 Waived, not counted")
    assert facts[2] == "Switched off: spacing"


# runs at once, and killed ones

SLOWLY = """
import os, signal, sys, time
from translate import waivers_file
from briefings.cli import main
read = waivers_file.WaiversText.read
def slowly(path):
    found = read(path)
    if sys.argv[1] == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.2)
    return found
waivers_file.WaiversText.read = slowly
main(sys.argv[2:])
"""
"""``briefings`` with a wait, or its death, between reading ``waivers.toml`` and writing it."""


def python(manner: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", SLOWLY, manner, *arguments], env=environment(), cwd=ROOT, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def test_two_runs_at_once_and_a_killed_one(spoilt: Command) -> None:
    wanted = objected(spoilt)
    assert len(wanted) > 2
    base = ("--workspace", str(spoilt.workspace), "waive", "--reason", "house-style", "--by")
    killed = python("kill", *base, "K", wanted[0])
    _, err = killed.communicate(timeout=120)
    assert killed.returncode == -signal.SIGKILL, err
    assert not (spoilt.seeds / NAME).exists()
    # each has one segment of its own, and one that both want
    runs = [python("wait", *base, name, wanted[-1], wanted[number]) for number, name in enumerate("AB")]
    for run in runs:
        _, err = run.communicate(timeout=120)
        assert run.returncode == 0, err
    found = {waiver.segment: waiver.by for waiver in load_waivers(spoilt.seeds / NAME)}
    assert found == {wanted[0]: "A", wanted[1]: "B", wanted[-1]: found[wanted[-1]]}
    keys = [
        (one.segment, one.check, one.zh_marked, one.en_marked) for one in load_waivers(spoilt.seeds / NAME)
    ]
    assert len(keys) == len(set(keys))
    assert objected(spoilt) == wanted[2:-1]
