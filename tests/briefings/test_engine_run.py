"""Whole runs with a trained package: offline, killed and resumed, silent in logs."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.briefings.support import ROOT, environment, files, start, unseen_workspace
from tests.resources.package_server import entry, running
from translate.hanzi import HAN

PACKAGE = ROOT / "tests" / "resources" / "trained.argosmodel"
NETWORK_USED = 99
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Installed as a user does it: by the command, from an index, over a connection that breaks once."""
    folder = tmp_path_factory.mktemp("packages")
    data = PACKAGE.read_bytes()
    with running() as server:
        server.package(data, cuts=[len(data) // 2])
        index = server.index(entry(server.url("/zt.argosmodel"), version="0.2"))
        workspace = unseen_workspace(tmp_path_factory.mktemp("installing"))
        run = start(workspace, "model", "install", "--yes", "--index", index, packages=folder)
        _, told = run.communicate()
        assert run.returncode == 0, told
        assert [asked.headers.get("Range") for asked in server.gets("/zt.argosmodel")] == [
            None, f"bytes={len(data) // 2}-",
        ]  # fmt: skip
    return folder


def watched(workspace: Path, packages: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """``briefings build --draft`` under watch."""
    environ = {
        **environment(packages), "HOME": str(workspace / "home"), "ARGOS_DEBUG": "1", "CT2_VERBOSE": "3",
    }  # fmt: skip
    return subprocess.run(
        [
            sys.executable, "-m", "tests.resources.watched", *arguments, "--",
            "--workspace", str(workspace), "build", "--draft",
        ],
        env=environ, cwd=ROOT, capture_output=True, text=True, check=False, timeout=600,
    )  # fmt: skip


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, packages: Path) -> Path:
    """The workspace after a build that nobody disturbed."""
    workspace = unseen_workspace(tmp_path_factory.mktemp("whole"))
    run = watched(workspace, packages)
    assert run.returncode == 0, run.stderr
    return workspace


def waves(run: subprocess.CompletedProcess[str]) -> int:
    return len(re.findall(r"^wave \d+$", run.stderr, re.MULTILINE))


def test_the_package_speaks_and_its_choices_are_told(whole: Path) -> None:
    paper = json.loads((whole / "build" / "english" / "harbour.json").read_text("utf-8"))
    parts = [part for block in paper["blocks"] for part in block["segments"]]
    assert {part["origin"] for part in parts if part["en"]} == {"engine"}
    assert sum(bool(part["en"]) for part in parts) > len(parts) // 2
    steps = [step for part in parts for step in part["steps"]]
    assert steps
    assert {step["kind"] for step in steps} <= {"split", "terms", "retry", "hypothesis"}


def test_what_the_engine_made_is_counted(whole: Path, packages: Path) -> None:
    run = start(whole, "translate", packages=packages)
    out, _ = run.communicate()
    told = re.search(r"(\d+) by the engine, (\d+) of them not its plain answer, (\d+) with findings", out)
    assert told is not None, out
    assert 0 < int(told[2]) <= int(told[1])
    assert 0 < int(told[3]) <= int(told[1])


@pytest.mark.parametrize("moment", ["before:1", "after:1", "before:3", "after:3"])
def test_killed_at_any_moment_it_resumes_and_ends_the_same(
    moment: str, whole: Path, packages: Path, tmp_path: Path
) -> None:
    workspace = unseen_workspace(tmp_path / "work")
    killed = watched(workspace, packages, "--kill", moment)
    assert killed.returncode == -9
    assert not (workspace / "build" / "index.html").exists()
    resumed = watched(workspace, packages)
    assert resumed.returncode == 0, resumed.stderr
    assert files(workspace / "build") == files(whole / "build")
    # the waves are cut anew from what was left: none of what was stored is made again
    total = waves(watched(unseen_workspace(tmp_path / "fresh"), packages))
    stored = waves(killed)
    assert total - stored <= waves(resumed) <= total - stored + 1
    assert waves(watched(workspace, packages)) == 0


def test_nothing_but_an_installation_uses_a_network(packages: Path, tmp_path: Path) -> None:
    run = watched(unseen_workspace(tmp_path / "work"), packages, "--no-network")
    assert run.returncode == 0, run.stderr
    assert "the network was used" not in run.stderr


def test_the_watch_for_the_network_sees_it(tmp_path: Path) -> None:
    code = (
        "import sys; from tests.resources.watched import _no_network; sys.addaudithook(_no_network);"
        "import socket; socket.create_connection(('127.0.0.1', 9))"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == NETWORK_USED
    assert list(tmp_path.iterdir()) == []


def test_no_text_of_a_document_reaches_logs_or_standard_error(packages: Path, tmp_path: Path) -> None:
    log = tmp_path / "everything.log"
    workspace = unseen_workspace(tmp_path / "work")
    run = watched(workspace, packages, "--log", str(log))
    assert run.returncode == 0, run.stderr
    # a broken package is told without text, too
    broken = tmp_path / "packages"
    shutil.copytree(packages, broken)
    for model in broken.rglob("model.bin"):
        model.write_bytes(model.read_bytes()[:1000])
    failed = watched(unseen_workspace(tmp_path / "other"), broken, "--log", str(log))
    assert failed.returncode == 4, failed.stderr
    text = log.read_text("utf-8")
    assert text
    paper = (workspace / "seeds" / "harbour.txt").read_text("utf-8")
    spoken = set(re.findall(f"[{HAN}]{{4,}}", paper))
    english = {
        part["en"]
        for block in json.loads((workspace / "build" / "english" / "harbour.json").read_text("utf-8"))[
            "blocks"
        ]
        for part in block["segments"]
        if len(part["en"]) > 20
    }
    assert spoken
    assert english
    for said in (text, run.stderr, failed.stderr):
        assert [piece for piece in (*spoken, *english) if piece in said] == []
    assert not (workspace / "home").exists() or list((workspace / "home").iterdir()) == []
