"""``briefings memory``: what its commands do and print, on a workspace of their own."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from lxml import etree

from briefings.cli_memory import memory
from briefings.cli_state import State
from tests.briefings.support import SEEDS, shipped_workspace
from tests.translate.memory.memories import props, tmx_text, tu
from tests.translate.memory.test_tmx import dtd
from translate.config import Config
from translate.errors import ConfigurationError, InputError
from translate.memory import load
from translate.memory.combined import index_beside

UNITS = (
    tu("兩岸關係論壇有12個會員國。", "The cross-strait forum has 12 members.", creationid="A. Translator"),
    tu("結論", "Conclusion"),
    tu("結論", "Findings"),
    tu("附錄三", "Annex 3", props(origin="engine")),
    tu("壞", ""),
)


class Root(State):
    """What the root command hands over."""

    def config(self) -> Config:
        return Config(self.root, self.root / "packages")


class Workspace:
    """A workspace and its commands."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / "old-forum.tmx"
        self.file.write_text(tmx_text(*UNITS), encoding="utf-8")

    def run(self, *arguments: str) -> Result:
        return CliRunner().invoke(memory, list(arguments), obj=Root(self.folder))

    def out(self, *arguments: str) -> str:
        result = self.run(*arguments)
        assert result.exit_code == 0, (result.output, result.exception)
        return result.stdout


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(shipped_workspace(tmp_path))


# import


def test_import_reports_what_it_did(workspace: Workspace) -> None:
    out = workspace.out("import", str(workspace.file))
    assert out == (
        "old-forum.tmx: 5 units read: 4 new, 0 changed, 0 known, 0 older than what is there, 1 rejected\n"
        "1 of them made by a machine: offered to reviewers, never printed as they are\n"
        "1 with another English for the same Chinese elsewhere; all are kept\n"
        "rejected:\n  line 8: a unit needs Chinese and English text\n"
        "conflicting:\n  line 6: an imported memory has another English for this Chinese\n"
    )
    again = workspace.out("import", str(workspace.file))
    assert "0 new, 0 changed, 4 known" in again


def test_import_shows_the_first_remarks_and_writes_all(workspace: Workspace, tmp_path: Path) -> None:
    workspace.file.write_text(tmx_text(*([tu("壞", "")] * 25)), encoding="utf-8")
    out = workspace.out("import", str(workspace.file))
    assert out.count("  line ") == 20
    assert "and 5 more (--report FILE.tsv lists them all)" in out
    report = tmp_path / "report.tsv"
    assert "and 5 more\n" in workspace.out("import", "--report", str(report), str(workspace.file))
    lines = report.read_text("utf-8").splitlines()
    assert lines[0] == "kind\tline\treason"
    assert len(lines) == 26


def test_import_names_a_memory(workspace: Workspace) -> None:
    workspace.out("import", "--name", "forum", str(workspace.file))
    assert "forum: 4 units, from old-forum.tmx (SHA-256 " in workspace.out("list")
    refused = workspace.run("import", "--name", "project", str(workspace.file))
    assert isinstance(refused.exception, ConfigurationError)


@pytest.mark.parametrize("text", ["", "<xliff/>", "<tmx><body><tu>"])
def test_what_is_no_tmx_is_refused(workspace: Workspace, text: str) -> None:
    workspace.file.write_text(text, encoding="utf-8")
    assert isinstance(workspace.run("import", str(workspace.file)).exception, InputError)
    assert "old-forum" not in workspace.out("list")


# list and forget


def test_list_and_forget(workspace: Workspace) -> None:
    count = len(load(SEEDS / "memory.tmx").units)
    assert workspace.out("list") == f"project: {count} units, {workspace.folder / 'seeds' / 'memory.tmx'}\n"
    workspace.out("import", str(workspace.file))
    index = index_beside(workspace.folder / ".briefings" / "workspace.sqlite3")
    assert index.exists()
    assert workspace.out("forget", "old-forum.tmx") == "old-forum.tmx: 4 units deleted\n"
    assert not index.exists(), "it held their text"
    assert "old-forum" not in workspace.out("list")
    unknown = workspace.run("forget", "old-forum.tmx").exception
    assert isinstance(unknown, ConfigurationError)
    assert unknown.remedy == "None has been imported yet."


# export


def test_export_of_one_memory_and_of_all(workspace: Workspace, tmp_path: Path) -> None:
    workspace.out("import", str(workspace.file))
    out, count = tmp_path / "out.tmx", len(load(SEEDS / "memory.tmx").units)
    assert (
        workspace.out("export", "--only", "old-forum.tmx", str(out)) == f"{out}: 4 units of old-forum.tmx\n"
    )
    assert workspace.out("export", "--only", "project", str(out)) == f"{out}: {count} units of project\n"
    assert load(out).units == load(SEEDS / "memory.tmx").units
    everything = workspace.out("export", str(out))
    assert everything == f"{out}: {count + 4} units of project, old-forum.tmx\n"
    assert dtd().validate(etree.parse(out).getroot())
    assert "no such memory: other" in str(workspace.run("export", "--only", "other", str(out)).exception)


# search


def test_search_shows_score_origin_and_state(workspace: Workspace) -> None:
    workspace.out("import", str(workspace.file))
    assert workspace.out("search", "两岸关系论坛有15个会员国。") == (
        "  91  兩岸關係論壇有12個會員國。\n"
        "      The cross-strait forum has 15 members.\n"
        "      adapted: 15 for 12\n"
        "      old-forum.tmx · From imported memory, unreviewed · A. Translator\n"
    )
    assert (
        workspace.out("search", "附錄三").splitlines()[2]
        == "      old-forum.tmx · Machine-translated, unreviewed"
    )


def test_search_finds_parts_in_either_language(workspace: Workspace) -> None:
    workspace.out("import", str(workspace.file))
    assert "part  兩岸關係論壇有12個會員國。" in workspace.out("search", "关系论坛")
    assert "part  兩岸關係論壇有12個會員國。" in workspace.out("search", "CROSS-STRAIT FORUM")
    assert workspace.out("search", "無處可尋的文字") == "nothing found\n"
    assert workspace.out("search", "--limit", "2", "美國").count("part  ") == 2


def test_search_without_imports_reads_the_projects_memory(workspace: Workspace) -> None:
    unit = load(SEEDS / "memory.tmx").units[0]
    out = workspace.out("search", unit.zh)
    assert out.startswith(f" 100  {unit.zh}\n      {unit.en}\n      project · AI-drafted, unreviewed")


# save


def test_save_leaves_the_shipped_memory_as_it_is(workspace: Workspace) -> None:
    out = workspace.out("save")
    assert "memory.tmx unchanged: " in out


def test_every_command_has_an_example() -> None:
    context = click.Context(memory)
    for name, command in memory.commands.items():
        assert f"Example: briefings memory {name}" in command.get_help(context)
