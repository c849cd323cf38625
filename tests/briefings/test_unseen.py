"""A paper that the program has never seen, in a workspace of its own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.briefings.support import Command, files, unseen_workspace
from tests.resources import tiny_package
from translate import memory as tmx
from translate.config import Config
from translate.model import Origin, State

EVENT = "forum-2031-05"
TALKATIVE = 4
"""With these random weights the tiny package says something to every sentence of the paper."""
OTHER = """第二份文件

這份文件已經有英文了。
"""
OTHER_SOURCE = """
[[source]]
slug = "other"
file = "other.txt"
sha256 = "{digest}"
title = "第二份文件"
title_en = "The Second Paper"
"""


def ledger(command: Command) -> Any:
    return json.loads((command.build / "english" / "harbour.json").read_text("utf-8"))


def brief(command: Command) -> Any:
    return json.loads((command.build / "briefings" / f"{EVENT}.json").read_text("utf-8"))


def count(command: Command) -> int:
    """How many segments the paper has, as a draft tells it."""
    assert command("build", "--draft", "harbour").code == 0
    return sum(len(block["segments"]) for block in ledger(command)["blocks"])


def test_it_is_read_as_written(unseen: Command) -> None:
    assert unseen("build", "--draft").code == 0
    made = ledger(unseen)
    kinds = [block["kind"] for block in made["blocks"]]
    assert kinds.count("title") == 1
    assert kinds.count("heading") == 3
    assert kinds.count("paragraph") == 10
    assert made["furniture"] == []
    paragraphs = [block["zh"] for block in made["blocks"] if block["kind"] == "paragraph"]
    assert all(
        " " not in text.replace("3 萬 2,000 ", "").replace(" 5 月 4 日", "").replace(" 2031 ", "")
        for text in paragraphs
    )
    assert paragraphs[0].startswith("北嶼總統高明遠") and paragraphs[0].endswith("分歧之深。")  # noqa: PT018


def test_without_a_package_it_is_named_and_counted(unseen: Command) -> None:
    total = count(unseen)
    for path in files(unseen.build):
        (unseen.build / path).unlink()
    outcome = unseen("build")
    assert outcome.code == 4
    assert f"harbour: {total} segments" in outcome.err
    assert f"{EVENT}: " in outcome.err
    assert "briefings model install" in outcome.err
    assert "Traceback" not in outcome.err
    assert set(files(unseen.build)) == {"index.html"}
    assert f"Left out: {total} segments have no English" in (unseen.build / "index.html").read_text("utf-8")


def test_what_does_not_need_it_is_written(unseen: Command) -> None:
    import hashlib  # noqa: PLC0415

    (unseen.seeds / "other.txt").write_text(OTHER, encoding="utf-8")
    digest = hashlib.sha256(OTHER.encode()).hexdigest()
    with (unseen.seeds / "sources.toml").open("a", encoding="utf-8") as file:
        file.write(OTHER_SOURCE.format(digest=digest))
    english = {"第二份文件": "The Second Paper", "這份文件已經有英文了。": "This paper has English already."}
    units = [tmx.Unit(zh, en, Origin.PERSON, State.REVIEWED) for zh, en in english.items()]
    tmx.save(unseen.seeds / "memory.tmx", tmx.Memory(units))
    outcome = unseen("build")
    assert outcome.code == 4
    assert "harbour" in outcome.err
    assert "other:" not in outcome.err
    assert {"english/other.html", "english/other.en.md", "english/other.json", "index.html"} == set(
        files(unseen.build)
    )
    assert "Reviewed" in (unseen.build / "english" / "other.html").read_text("utf-8")


def test_a_draft_shows_the_gaps(unseen: Command) -> None:
    assert unseen("build", "--draft").code == 0
    names = set(files(unseen.build))
    assert {f"briefings/{EVENT}.pdf", "english/harbour.html", "english/harbour.en.md"} <= names
    for name in (
        f"briefings/{EVENT}.html",
        f"briefings/{EVENT}.md",
        "english/harbour.html",
        "english/harbour.en.md",
    ):
        assert "Not yet translated" in (unseen.build / name).read_text("utf-8").replace("\\", ""), name
    made = brief(unseen)
    assert made["draft"] is True
    assert {item["state"] for item in made["quotes"]} == {"initial"}
    assert {item["origin"] for item in made["quotes"]} == {"none"}


def test_translate_says_what_is_missing(unseen: Command) -> None:
    total = count(unseen)
    outcome = unseen("translate")
    assert outcome.code == 4
    assert f"harbour: 0 of {total} segments have English" in outcome.out
    assert f"harbour.txt: {total} of {total} segments" in outcome.err


def remember(command: Command) -> None:
    """An English sentence for each segment, as an imported memory brings it."""
    assert command("build", "--draft", "harbour").code == 0
    units = [
        tmx.Unit(part["zh"], f"English of sentence {part['id'][-10:]}.", Origin.MEMORY, State.TRANSLATED)
        for block in ledger(command)["blocks"] for part in block["segments"]
    ]  # fmt: skip
    tmx.save(command.seeds / "memory.tmx", tmx.Memory(units))


def test_with_a_memory_it_builds(unseen: Command) -> None:
    remember(unseen)
    assert unseen("build").code == 0
    made = brief(unseen)
    assert made["draft"] is False
    assert {item["origin"] for item in made["quotes"]} == {"memory"}
    assert {part["match"] for block in ledger(unseen)["blocks"] for part in block["segments"]} == {100}
    page = (unseen.build / "briefings" / f"{EVENT}.html").read_text("utf-8")
    assert "From imported memory, unreviewed" in page
    assert "Not yet translated" not in page


def test_engine_pending_never_translates(unseen: Command) -> None:
    (unseen.workspace / "briefings.toml").write_text('engine = "pending"\n')
    assert unseen("build").code == 4


def test_engine_argos_must_be_there(unseen: Command) -> None:
    (unseen.workspace / "briefings.toml").write_text('engine = "argos"\n')
    outcome = unseen("build")
    assert outcome.code == 4
    assert "Install an Argos package" in outcome.err


@pytest.mark.slow
def test_with_a_package_it_builds_as_machine_translated(unseen: Command, tmp_path: Path) -> None:
    package = tiny_package.build(tmp_path, seed=TALKATIVE)
    assert "no packages" in unseen("model", "list").out
    installed = unseen("model", "install", str(package))
    assert installed.code == 0
    assert str(tmp_path / "no-packages") in installed.out
    assert "(zt to en)" in unseen("model", "list").out
    outcome = unseen("build")
    assert outcome.code == 0, outcome.err
    made = ledger(unseen)
    parts = [part for block in made["blocks"] for part in block["segments"]]
    assert {(part["origin"], part["state"]) for part in parts} == {("engine", "translated")}
    assert all(part["en"].strip() and part["en"] != part["zh"] for part in parts)
    page = (unseen.build / "briefings" / f"{EVENT}.html").read_text("utf-8")
    assert "Machine-translated, unreviewed" in page
    assert "AI-drafted, unreviewed" not in page
    assert len(brief(unseen)["engine_signatures"]) == 1
    # the engine is not asked again, and its output is no memory
    assert "Nothing has changed" in unseen("build").out
    assert "0 files written" in unseen("build", "--fresh").out
    saved = unseen("memory", "save")
    assert saved.code == 0
    assert tmx.load(unseen.seeds / "memory.tmx").units == ()


@pytest.mark.slow
def test_memory_goes_before_a_package(unseen: Command, tmp_path: Path) -> None:
    remember(unseen)
    units = tmx.load(unseen.seeds / "memory.tmx").units
    tmx.save(unseen.seeds / "memory.tmx", tmx.Memory(units[:5]))
    assert unseen("model", "install", str(tiny_package.build(tmp_path, seed=TALKATIVE))).code == 0
    assert unseen("build").code == 0
    origins = [part["origin"] for block in ledger(unseen)["blocks"] for part in block["segments"]]
    assert origins[:5] == ["memory"] * 5
    assert set(origins[5:]) == {"engine"}


def test_a_paper_without_an_entry_is_named_with_one_to_copy(unseen: Command) -> None:
    (unseen.seeds / "新 Paper_2.txt").write_text("另一份文件。\n", encoding="utf-8")
    outcome = unseen("translate", "--dry-run")
    assert outcome.code == 0
    assert "新 Paper_2.txt is not in sources.toml and was left out" in outcome.err
    assert 'slug = "paper-2"' in outcome.err
    assert "[[source]]" in outcome.err


def test_a_workspace_without_papers(tmp_path: Path, unseen: Command) -> None:
    (tmp_path / "empty" / "seeds").mkdir(parents=True)
    outcome = unseen.plain("--workspace", str(tmp_path / "empty"), "build")
    assert outcome.code == 2
    assert "no papers" in outcome.err
    assert "sources.toml" in outcome.err


@pytest.mark.parametrize(("data", "words"), [
    (b"\xff\xfe\x00", ""), (b"  \n\n", "holds no text"), (None, "cannot be read"),
])  # fmt: skip
def test_papers_that_cannot_be_read_are_all_told(unseen: Command, data: bytes | None, words: str) -> None:
    entries = (unseen.seeds / "sources.toml").read_text("utf-8")
    second = entries.replace('"harbour"', '"second"').replace("harbour.txt", "second.txt")
    (unseen.seeds / "sources.toml").write_text(entries + second, encoding="utf-8")
    for name in ("harbour.txt", "second.txt"):
        if data is None:
            (unseen.seeds / name).unlink(missing_ok=True)
        else:
            (unseen.seeds / name).write_bytes(data)
    outcome = unseen("build")
    assert outcome.code == 3
    assert f"harbour.txt: {words}" in outcome.err
    assert f"second.txt: {words}" in outcome.err


def test_nothing_but_outputs_and_the_database_is_written(tmp_path: Path, unseen: Command) -> None:
    before = files(unseen.seeds)
    assert unseen("build", "--draft").code == 0
    assert files(unseen.seeds) == before
    assert {path.name for path in unseen.workspace.iterdir()} == {"seeds", "build", ".briefings"}
    assert Config(unseen.workspace, tmp_path).database.is_file()
    assert unseen_workspace(tmp_path / "again").is_dir()
