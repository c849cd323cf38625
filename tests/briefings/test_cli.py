"""The command line: help, exit codes, errors without tracebacks; the README's account of it."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path

import click
import pytest

from briefings import build as building
from briefings import cli
from briefings import workspace as opening
from tests.briefings.support import ROOT, SEEDS, Command, environment, files
from translate import __version__, errors
from translate import memory as tmx
from translate.config import Config, Settings
from translate.model import Origin, State, Translation
from translate.store import Store

PAPER = "biden-xi-san-francisco-2023"
README = (ROOT / "README.md").read_text("utf-8")


def commands(
    group: click.Group, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        if not isinstance(command, click.Group) or command.invoke_without_command:
            yield (*path, name), command


COMMANDS = dict(commands(cli.cli))
ANYWHERE = {("doctor",), ("templates", "show")}
"""Commands that need no workspace."""


# help and version


@pytest.mark.parametrize("path", [(), *COMMANDS], ids=" ".join)
def test_help_has_an_example_that_parses(path: tuple[str, ...], unseen: Command) -> None:
    outcome = unseen.plain(*path, "--help")
    assert outcome.code == 0
    example = re.search(r"Example: briefings (.*)", re.sub(r"\n\s+", " ", outcome.out))
    assert example, outcome.out
    words = example[1].split()
    context = cli.cli.make_context("briefings", words, resilient_parsing=True)
    command: click.Command = cli.cli
    rest = [*context._protected_args, *context.args]
    while isinstance(command, click.Group) and rest:
        _, found, rest = command.resolve_command(context, rest)
        assert found is not None
        command = found
    assert command is COMMANDS.get(path, command)
    command.make_context("example", rest, resilient_parsing=False)


def test_groups_list_their_commands(unseen: Command) -> None:
    for group in ("memory", "model"):
        assert "Commands:" in unseen.plain(group, "--help").out


def test_version(unseen: Command) -> None:
    assert unseen.plain("--version").out == f"briefings, version {__version__}\n"


@pytest.mark.parametrize("arguments", [["--help"], ["build", "--help"], ["--version"]])
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    code = (
        "import sys\nfrom briefings.cli import main\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit as end:\n"
        "    assert end.code == 0\n"
        "heavy = {'weasyprint', 'sqlalchemy', 'argostranslate', 'ctranslate2', 'lxml', 'pydantic'}\n"
        "sys.exit(', '.join(sorted(heavy & set(sys.modules))) or 0)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr


def test_only_the_command_line_prints() -> None:
    for path in sorted((*(ROOT / "briefings").glob("*.py"), *(ROOT / "translate").rglob("*.py"))):
        called = {
            ast.unparse(node.func)
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, ast.Call)
        }
        if not path.name.startswith("cli"):
            assert not called & {"print", "click.echo"}, path


# wrong usage


@pytest.mark.parametrize("arguments", [
    ["nonsense"], ["build", "--nonsense"], ["check", "--fail-on", "little"], ["memory"], ["model", "install"],
    [],
])  # fmt: skip
def test_wrong_usage_is_2(unseen: Command, arguments: list[str]) -> None:
    outcome = unseen(*arguments)
    assert outcome.code == 2
    assert "Usage: " in outcome.err + outcome.out
    assert "Traceback" not in outcome.err


@pytest.mark.parametrize("path", [path for path in COMMANDS if path not in ANYWHERE], ids=" ".join)
def test_outside_a_workspace(path: tuple[str, ...], tmp_path: Path, unseen: Command) -> None:
    needs_one = {
        "add", "copy", "explain", "install", "remove", "import", "export", "forget", "search", "verify",
    }  # fmt: skip
    arguments = [*path, "x.argosmodel"] if path[-1] in needs_one else list(path)
    outcome = unseen.plain("--workspace", str(tmp_path / "nowhere"), *arguments)
    assert outcome.code == 2
    assert f"{tmp_path / 'nowhere'}: not a workspace" in outcome.err
    assert "briefings --workspace DIR COMMAND" in outcome.err


def test_settings_are_told_all_at_once(unseen: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    (unseen.workspace / "briefings.toml").write_text('colour = 1\nengine = "magic"\n')
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    outcome = unseen("build")
    assert outcome.code == 2
    for problem in ("colour: ", "engine: ", "SOURCE_DATE_EPOCH (environment): "):
        assert f"  - {problem}" in outcome.err
    assert "3 problems" in outcome.err


@pytest.mark.parametrize("command", ["translate", "check"])
def test_unknown_papers_are_all_told(unseen: Command, command: str) -> None:
    outcome = unseen(command, "harbour", "nothing", "nobody")
    assert outcome.code == 2
    assert "no such paper: nothing, nobody" in outcome.err
    assert "Papers: harbour." in outcome.err


def test_install_of_what_is_no_package(unseen: Command, tmp_path: Path) -> None:
    for name, code in (("absent.argosmodel", 4), ("empty.argosmodel", 4)):
        if name.startswith("empty"):
            (tmp_path / name).write_bytes(b"")
        outcome = unseen("model", "install", str(tmp_path / name))
        assert outcome.code in {code, 3}
        assert name in outcome.err
        assert "Traceback" not in outcome.err


# unexpected errors


def test_an_unexpected_error_tells_no_document_text(unseen: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object, **_options: object) -> None:
        raise ValueError("高明遠表示「配額可以談」")

    monkeypatch.setattr(building, "build", fail)
    outcome = unseen("build")
    assert outcome.code == 1
    assert "unexpected error: ValueError in test_cli.py, line " in outcome.err
    assert "高明遠" not in outcome.err + outcome.out
    assert "--debug" in outcome.err
    assert "Traceback" not in outcome.err


def test_debug_shows_where_it_arose(unseen: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "build", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        cli.main(["--debug", "--workspace", str(unseen.workspace), "build"])
    with pytest.raises(errors.ConfigurationError):
        cli.main(["--debug", "--workspace", str(unseen.workspace), "build", "nothing"])


def test_ctrl_c(unseen: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_arguments: object, **_options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(opening, "open_workspace", stop)
    outcome = unseen("build")
    assert outcome.code == 130
    assert "interrupted" in outcome.err


def test_a_damaged_database(unseen: Command) -> None:
    path = unseen.workspace / ".briefings" / "workspace.sqlite3"
    path.parent.mkdir()
    path.write_bytes(b"this is no database, whatever its name says" * 100)
    outcome = unseen("build")
    assert outcome.code == 3
    assert str(path) in outcome.err
    assert "Move that file away" in outcome.err


@pytest.mark.parametrize("error", [
    error for error in vars(errors).values()
    if isinstance(error, type) and issubclass(error, errors.BriefingsError)
])  # fmt: skip
def test_every_error_ends_with_its_code_and_remedy(
    error: type[errors.BriefingsError], unseen: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object, **_options: object) -> None:
        raise error("what is wrong", "what to do")

    monkeypatch.setattr(opening, "open_workspace", fail)
    outcome = unseen("build")
    assert outcome.code == error.exit_code
    assert outcome.err.splitlines()[-2:] == ["briefings: what is wrong", "what to do"]


# translate, check, memory


def test_a_dry_run_writes_nothing(briefings: Command) -> None:
    before = files(briefings.workspace)
    outcome = briefings("translate", "--dry-run")
    assert outcome.code == 0
    lines = outcome.out.splitlines()
    assert len(lines) == 5
    for line in lines:
        found = re.fullmatch(r"[\w-]+: (\d+) segments, (\d+) in memory, 0 for the engine", line)
        assert found, line
        assert found[1] == found[2]
    assert files(briefings.workspace) == before
    assert len(briefings("translate", "--dry-run", PAPER).out.splitlines()) == 1


def test_translate_counts(briefings: Command) -> None:
    outcome = briefings("translate", PAPER)
    assert outcome.code == 0
    assert re.fullmatch(rf"{PAPER}: (\d+) of \1 segments have English\n", outcome.out)
    assert not briefings.build.exists()


def spoil(command: Command) -> None:
    """A year goes wrong in the English."""
    path = command.seeds / opening.MEMORY
    memory = tmx.load(path)
    units = [
        unit
        if unit.document != PAPER or "2008" not in unit.en
        else replace(unit, en=unit.en.replace("2008", "2018"))
        for unit in memory.units
    ]
    assert tmx.save(path, tmx.Memory(units))


def test_check_lists_findings_gravest_first(briefings: Command) -> None:
    spoil(briefings)
    outcome = briefings("check", PAPER)
    assert outcome.code == 0
    listed, counts, last = outcome.out.rstrip("\n").split("\n\n")
    lines = listed.splitlines()
    assert counts.splitlines()[0].split() == ["check", "critical", "major", "minor"]
    assert re.fullmatch(rf"{len(lines)} findings in \d+ segments of 1 papers", last)
    pattern = rf"{PAPER}\.txt:(\d+): (critical|major|minor): \w+: .+ \[{PAPER}\.[0-9a-f]{{10}}\]"
    found = [re.fullmatch(pattern, line) for line in lines]
    assert all(found), outcome.out
    ranks = [["critical", "major", "minor"].index(match[2]) for match in found if match]
    assert ranks == sorted(ranks)
    text = (briefings.seeds / f"{PAPER}.txt").read_text("utf-8").splitlines()
    dates = [match for match, line in zip(found, lines, strict=True) if ": date: " in line]
    assert any(match and "2008" in text[int(match[1]) - 1] for match in dates)


def test_check_gate(briefings: Command) -> None:
    assert briefings("check", "--fail-on", "critical").code == 0
    spoil(briefings)
    gate = briefings("check", "--fail-on", "minor", PAPER)
    assert gate.code == 7
    assert "at or above 'minor'" in gate.err
    assert ": date: " in gate.out


def test_memory_save_leaves_the_shipped_memory_alone(briefings: Command) -> None:
    shipped = (SEEDS / opening.MEMORY).read_bytes()
    path = briefings.seeds / opening.MEMORY
    for _ in range(2):
        outcome = briefings("memory", "save")
        assert outcome.code == 0
        assert "unchanged" in outcome.out
        assert path.read_bytes() == shipped
        assert briefings("translate").code == 0  # the first time without a database, then with one


def test_memory_save_never_undoes_what_the_file_says(briefings: Command) -> None:
    """English that came with git or an editor is newer than what the database took from the file before."""
    assert briefings("translate", PAPER).code == 0
    spoil(briefings)
    changed = (briefings.seeds / opening.MEMORY).read_bytes()
    assert "unchanged" in briefings("memory", "save").out
    assert (briefings.seeds / opening.MEMORY).read_bytes() == changed


def test_memory_save_writes_a_persons_decision(briefings: Command) -> None:
    assert briefings("translate", PAPER).code == 0
    unit = next(unit for unit in tmx.load(briefings.seeds / opening.MEMORY).units if unit.document == PAPER)
    own = Translation(
        unit.segment,
        "A person’s English.",
        Origin.PERSON,
        State.REVIEWED,
        author="R",
        date="2031-01-01T00:00:00+00:00",
    )
    with Store(Config(briefings.workspace, briefings.workspace).database) as store:
        store.put([own])
    assert "written" in briefings("memory", "save").out
    after = {item.segment: item for item in tmx.load(briefings.seeds / opening.MEMORY).units}
    assert after[unit.segment].en == "A person’s English."
    assert after[unit.segment].state is State.REVIEWED
    assert after[unit.segment].note == unit.note
    assert len(after) == len(tmx.load(SEEDS / opening.MEMORY).units)
    assert "unchanged" in briefings("memory", "save").out
    assert briefings("translate", PAPER).code == 0
    assert "unchanged" in briefings("memory", "save").out


# the README


def test_readme_names_every_command_and_option() -> None:
    table = README.split("| command | what it does |")[1].split("\n\n")[0]
    told = set()
    for row in table.splitlines()[2:]:
        shown = re.findall(r"`([^`]+)`", row.split(" | ")[0])
        for text in shown:
            words = text.replace("\\|", "|").removeprefix("briefings ").split()
            path = tuple(word for word in words if re.fullmatch("[a-z]+", word))
            assert path in COMMANDS, text
            told.add(path)
            own = {
                option for item in COMMANDS[path].params for option in item.opts if option.startswith("--")
            }
            assert set(re.findall(r"--[a-z0-9-]+", text)) == own, text
            arguments = [item for item in COMMANDS[path].params if isinstance(item, click.Argument)]
            assert bool(arguments) == bool(
                re.search(r"\[?[A-Z]{3,}[^-]*$", re.sub(r"--[a-z0-9-]+ [A-Z]+", "", text))
            ), text
    assert told == set(COMMANDS)


def test_readme_names_every_exit_code() -> None:
    text = " ".join(README.split("Exit codes:")[1].split(". Errors")[0].split())
    told = {int(code): words for code, words in re.findall(r"(\d+) ([^·]+)", text)}
    family = {
        error.exit_code
        for error in vars(errors).values()
        if isinstance(error, type) and issubclass(error, errors.BriefingsError)
    }
    assert set(told) == family | {0, cli.INTERRUPTED, cli.USAGE}
    design = ROOT.parent / "shared" / "design.md"
    if design.is_file():
        line = next(line for line in design.read_text("utf-8").splitlines() if line.startswith("0 done"))
        assert {int(code) for code in re.findall(r"(?:^|· )(\d+) ", line)} == set(told)


def test_readme_names_every_setting() -> None:
    table = README.split("| key | default | meaning |")[1].split("\n\n")[0]
    rows = {row[0]: row[1] for row in re.findall(r"\| `(\w+)` \| (\S+) \|", table)}
    assert set(rows) == set(Settings.model_fields)
    for name, default in rows.items():
        value = Settings.model_fields[name].default
        if default == "section":
            section = README.split(f"[{name}]")[1].split("```")[0]
            assert set(re.findall(r"(?m)^(\w+) = ", section)) == set(type(value).model_fields)
        else:
            shown = str(value).lower() if isinstance(value, bool) else value
            assert default == ("empty" if shown == "" else f"`{shown}`")
    variables = set(
        re.findall(r'environ\.get\("(\w+)"', (ROOT / "translate" / "config.py").read_text("utf-8"))
    )
    assert variables == set(re.findall(r"`([A-Z_]{5,})`", README.split("Environment:")[1].split("\n\n")[0]))
    assert {field.name for field in fields(Config)} >= {"root", "packages", "settings"}


def test_readme_names_outputs_that_there_are(unseen: Command) -> None:
    told = set(re.findall(r"`build/(\S+?)`", README.split("| file | what it is |")[1].split("\n\n")[0]))
    kinds = {name.replace("<event>", "forum-2031-05").replace("<paper>", "harbour") for name in told}
    assert unseen("build", "--draft").code == 0
    assert kinds <= set(files(unseen.build))
