"""``briefings model``: what it shows, asks and refuses, against a real server on loopback."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from briefings import cli_model
from briefings.cli_model import model
from briefings.cli_state import State
from tests.resources.package_server import PackageServer, Served, closed_port, entry, running
from tests.resources.tiny_package import build
from translate.config import Config
from translate.engines import index, lock
from translate.engines.packages import discover
from translate.errors import ConfigurationError, EngineError

NAME = "translate-zt_en-0_1"


class FakeState(State):
    """As the root command's, without a workspace."""

    def config(self) -> Config:
        return Config(root=self.root.parent, packages=self.root)


@dataclass
class Model:
    """The group, on one folder of packages."""

    folder: Path

    def __call__(self, *arguments: str, answer: str = "") -> Result:
        return CliRunner().invoke(model, list(arguments), obj=FakeState(self.folder), input=answer)

    def done(self, *arguments: str, answer: str = "") -> Result:
        """A run that must succeed."""
        result = self(*arguments, answer=answer)
        assert result.exception is None, (result.output, result.exception)
        return result

    def refused(self, *arguments: str) -> EngineError | ConfigurationError:
        """The error of a run that must fail in our own words."""
        error = self(*arguments).exception
        assert isinstance(error, EngineError | ConfigurationError), error
        return error


@pytest.fixture(scope="module")
def tiny_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("tiny"))


@pytest.fixture
def run(tmp_path: Path) -> Model:
    return Model(tmp_path / "packages")


@pytest.fixture
def server(tiny_file: Path, tmp_path: Path) -> Iterator[PackageServer]:
    """Offers the tiny package for Traditional, and another for Simplified."""
    with running() as server:
        server.package(tiny_file.read_bytes())
        server.package(build(tmp_path, "zh").read_bytes(), "zh")
        server.index(
            entry(["ipfs://Qm", server.url("/zt.argosmodel")]), entry(server.url("/zh.argosmodel"), "zh")
        )
        yield server


@pytest.fixture
def where(server: PackageServer) -> tuple[str, str]:
    return "--index", server.url("/index.json")


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody sits at a terminal."""
    monkeypatch.setattr(cli_model, "_asks", lambda: True)


# install from the index


def test_install_from_the_index(run: Model, where: tuple[str, str], tiny_file: Path) -> None:
    result = run.done("install", *where, "--yes")
    size, digest = tiny_file.stat().st_size, hashlib.sha256(tiny_file.read_bytes()).hexdigest()
    lines = result.stdout.splitlines()
    assert lines[0] == f"package  {NAME}, version 0.1, Traditional Chinese to English"
    assert lines[1] == f"size     {size:,} bytes"
    assert lines[2] == f"source   {where[1].replace('index.json', 'zt.argosmodel')}"
    assert lines[3] == f"into     {run.folder}"
    assert lines[4] == f"installed {NAME} 0.1 in {run.folder / NAME}"
    assert lines[5] == f"SHA-256 {digest}, recorded in {run.folder / lock.FILE}"
    assert f"{NAME}: {size:,} of {size:,} bytes" in result.stderr  # progress, as lines where nobody looks on
    again = run.done("install", *where, "--yes")
    assert again.stdout == f"{NAME} is installed already in {run.folder / NAME}, and as recorded\n"


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        ([], NAME),
        (["--from", "zh"], "translate-zh_en-0_1"),
        (["zh"], "translate-zh_en-0_1"),
        (["translate-zh_en"], "translate-zh_en-0_1"),
        ([NAME], NAME),
    ],
)
def test_which_package(arguments: list[str], name: str, run: Model, where: tuple[str, str]) -> None:
    run.done("install", *arguments, *where, "--yes")
    assert [package.name for package in discover(run.folder)] == [name]


def test_a_bar_on_a_terminal(run: Model, where: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")  # rich takes it for a terminal
    monkeypatch.setenv("COLUMNS", "120")
    bar = run.done("install", *where, "--yes").stderr
    assert "━" in bar
    assert "/s" in bar
    assert " of " not in bar  # as the lines for files have it


@pytest.mark.usefixtures("terminal")
def test_it_asks_on_a_terminal(run: Model, where: tuple[str, str], server: PackageServer) -> None:
    result = run.done("install", *where, answer="n\n")
    assert "Download and install it? [Y/n]" in result.output
    assert "nothing was installed" in result.output
    assert not run.folder.exists()
    assert server.gets("/zt.argosmodel") == []
    run.done("install", *where, answer="\n")
    assert len(discover(run.folder)) == 1


def test_nobody_to_ask_means_no_network(run: Model, where: tuple[str, str], server: PackageServer) -> None:
    result = run("install", *where)
    assert result.exit_code == 2
    assert "name a FILE, or say --yes" in result.output
    assert "Usage: " in result.output
    assert server.asked == []


def test_dry_run(run: Model, where: tuple[str, str], server: PackageServer) -> None:
    result = run.done("install", *where, "--dry-run")
    assert "source   http://127.0.0.1" in result.output
    assert "nothing was downloaded" in result.output
    assert not run.folder.exists()
    assert [asked.method for asked in server.asked] == ["GET", "HEAD"]


def test_a_size_that_the_server_does_not_tell(
    run: Model, where: tuple[str, str], server: PackageServer
) -> None:
    server.files["/zt.argosmodel"].head = 405
    server.files["/zt.argosmodel"].length = False
    result = run.done("install", *where, "--yes")
    assert "size     not told by the server" in result.output
    assert f"installed {NAME}" in result.output


def test_an_index_out_of_reach(run: Model, server: PackageServer) -> None:
    del server
    error = run.refused("install", "--index", closed_port(), "--yes")
    assert error.exit_code == 4
    assert "cannot be reached (Connection refused)" in error.message
    assert "briefings model install FILE.argosmodel" in error.remedy
    assert not run.folder.exists()


def test_the_default_index_is_argos_own(run: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def read_index(url: str) -> Any:
        asked.append(url)
        raise EngineError("no network in tests")

    monkeypatch.setattr(index, "read_index", read_index)
    run.refused("install", "--yes")
    assert asked == [index.DEFAULT_INDEX]


def test_pinned(run: Model, where: tuple[str, str], tiny_file: Path) -> None:
    assert "hash mismatch" in run.refused("install", *where, "--yes", "--sha256", "0" * 64).message
    digest = hashlib.sha256(tiny_file.read_bytes()).hexdigest()
    run.done("install", *where, "--yes", "--sha256", digest.upper())
    for wrong in ("abc", "g" * 64):
        assert run("install", "--yes", "--sha256", wrong).exit_code == 2


def test_a_name_that_means_nothing(run: Model, where: tuple[str, str], server: PackageServer) -> None:
    error = run.refused("install", "japanese", *where, "--yes")
    assert error.exit_code == 2
    assert server.asked == []


def test_a_broken_download_says_how_to_go_on(
    run: Model, where: tuple[str, str], server: PackageServer
) -> None:
    server.files["/zt.argosmodel"].cuts = [20_000, 0]
    error = run.refused("install", *where, "--yes")
    assert "the connection broke at 20,000 of" in error.message
    assert "Run the same command again" in error.remedy
    result = run.done("install", *where, "--yes")
    assert "20,000 of" in result.stderr  # it shows that it did not begin anew


# install from a file


def test_install_from_a_file(run: Model, tiny_file: Path) -> None:
    dry = run.done("install", str(tiny_file), "--dry-run")
    assert f"would install {NAME} in {run.folder}, SHA-256 " in dry.output
    assert not run.folder.exists()
    result = run.done("install", str(tiny_file))
    assert result.output.startswith(f"installed {NAME} 0.1 in {run.folder / NAME}\n")


def test_a_file_without_the_ending(run: Model, tiny_file: Path, tmp_path: Path) -> None:
    other = tmp_path / "zt"
    other.write_bytes(tiny_file.read_bytes())
    run.done("install", str(other))
    assert len(discover(run.folder)) == 1


@pytest.mark.parametrize("name", ["none.argosmodel", "folder/none"])
def test_a_file_that_is_not_there(name: str, run: Model, tmp_path: Path) -> None:
    assert "there is no such file" in run.refused("install", str(tmp_path / name)).message
    assert "No such file" in run.refused("install", str(tmp_path / name), "--dry-run").message


def test_index_options_make_no_sense_for_a_file(run: Model, tiny_file: Path) -> None:
    for option in (("--from", "zt"), ("--index", "https://example.com")):
        assert run("install", str(tiny_file), *option).exit_code == 2


def test_what_others_report_of_a_published_file(
    run: Model, tiny_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "REPORTED", {NAME: (1, "0" * 64)})
    result = run.done("install", str(tiny_file))
    assert f"note: {NAME}: SHA-256 " in result.stderr
    assert "is NOT the one reported elsewhere for it (not confirmed by us)" in result.stderr


# list, verify, remove


def test_list(run: Model, where: tuple[str, str], tiny_file: Path) -> None:
    assert run.done("list").output == f"no packages in {run.folder}\n"
    run.done("install", *where, "--yes")
    run.done("install", "zh", *where, "--yes")
    zh, zt = run.done("list").output.split(f"{NAME} ")
    digest = hashlib.sha256(tiny_file.read_bytes()).hexdigest()
    assert zt.startswith(f"0.1 (zt to en) in {run.folder / NAME}\n")
    assert f"from {where[1].replace('index.json', 'zt.argosmodel')}, 20" in zt
    assert f"SHA-256 {digest[:12]}…" in zt
    assert zt.endswith("\n  verified\n")
    size = sum(path.stat().st_size for path in (run.folder / NAME).rglob("*") if path.is_file())
    assert f"{size:,} bytes on disk" in zt
    assert zh.startswith("translate-zh_en-0_1 0.1 (zh to en)")


def test_list_tells_what_is_wrong_and_goes_on(run: Model, where: tuple[str, str]) -> None:
    run.done("install", *where, "--yes")
    run.done("install", "zh", *where, "--yes")
    (run.folder / NAME / "sentencepiece.model").write_bytes(b"changed")
    (run.folder / "mine").mkdir()
    output = run.done("list").output
    assert output.count("NOT VERIFIED") == 2
    assert f"NOT VERIFIED: {run.folder / NAME}: changed since it was installed" in output
    assert f"mine in {run.folder / 'mine'}" in output
    assert output.count("\n  verified\n") == 1


def test_verify(run: Model, where: tuple[str, str]) -> None:
    assert run.done("verify").output == f"no packages in {run.folder}\n"
    run.done("install", *where, "--yes")
    run.done("install", "zh", *where, "--yes")
    recorded = {name: record.tree_sha256 for name, record in lock.read(run.folder).items()}
    assert run.done("verify").output.splitlines() == [
        f"{name}: as recorded, {digest}" for name, digest in sorted(recorded.items())
    ]
    (run.folder / NAME / "model/model.bin").write_bytes(b"changed")
    result = run("verify")
    assert isinstance(result.exception, EngineError)
    assert result.exception.exit_code == 4
    assert "hash mismatch" in result.exception.message
    assert f"briefings model remove {NAME}" in result.exception.remedy
    assert f"{NAME}: FAILED" in result.output
    assert "translate-zh_en-0_1: as recorded" in result.output
    run.done("verify", "translate-zh_en-0_1")
    assert run.refused("verify", "nothing", NAME).message == "no such package: nothing"


def test_verify_misses_what_is_gone(run: Model, where: tuple[str, str]) -> None:
    run.done("install", *where, "--yes")
    (run.folder / NAME).rename(run.folder.parent / "elsewhere")
    error = run.refused("verify")
    assert "recorded, but not there" in error.message
    assert f"briefings model remove {NAME}" in error.remedy
    run.done("remove", NAME, "--yes")
    run.done("verify")


def test_adopt(run: Model, where: tuple[str, str]) -> None:
    run.done("install", *where, "--yes")
    (run.folder / lock.FILE).unlink()
    assert "--adopt" in run.refused("verify").remedy
    assert f"{NAME}: recorded as it is now\n{NAME}: as recorded" in run.done("verify", "--adopt", NAME).output
    assert "recorded as it is now" not in run.done("verify", "--adopt").output
    assert "from adopted, 20" in run.done("list").output


def test_remove(run: Model, where: tuple[str, str]) -> None:
    run.done("install", *where, "--yes")
    result = run("remove", NAME)
    assert result.exit_code == 2
    assert "say --yes" in result.output
    assert run.done("remove", NAME, "--yes").output == f"removed {NAME} from {run.folder}\n"
    assert discover(run.folder) == []
    assert run.refused("remove", NAME, "--yes").exit_code == 2


@pytest.mark.usefixtures("terminal")
def test_remove_asks_on_a_terminal(run: Model, where: tuple[str, str]) -> None:
    run.done("install", *where, "--yes")
    assert "nothing was removed" in run.done("remove", NAME, answer="\n").output
    assert len(discover(run.folder)) == 1
    run.done("remove", NAME, answer="y\n")
    assert discover(run.folder) == []


# help


@pytest.mark.parametrize("name", model.commands)
def test_each_command_has_an_example_that_parses(name: str) -> None:
    command = model.commands[name]
    assert command.epilog is not None
    words = command.epilog.removeprefix("Example: briefings model ").split()
    assert words[0] == name
    command.make_context(name, words[1:])
    assert isinstance(command, click.Command)


def test_a_redirected_index(run: Model, where: tuple[str, str], server: PackageServer) -> None:
    server.files["/moved"] = Served(status=302, headers={"Location": "/index.json"})
    run.done("install", "--index", server.url("/moved"), "--yes")
    server.files["/loop"] = Served(status=302, headers={"Location": "/loop"})
    assert "redirects in a circle" in run.refused("install", "--index", server.url("/loop"), "--yes").message
    assert where[1].endswith("/index.json")
