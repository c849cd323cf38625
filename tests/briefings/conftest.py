"""Workspaces: the shipped one built once for the whole run, and ones to spoil."""

from __future__ import annotations

import fcntl
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from briefings.assemble import Workspace
from briefings.workspace import open_workspace
from tests.briefings.support import EPOCH, SEEDS, Command, shipped_workspace, start, unseen_workspace
from translate.config import Config


class Built:
    """The shipped workspace after ``briefings build``."""

    def __init__(self, root: Path, out: str, err: str) -> None:
        self.root, self.out, self.err = root, out, err

    @property
    def build(self) -> Path:
        return self.root / "build"

    @cached_property
    def briefs(self) -> dict[str, Any]:
        """Every ``<event>.json``."""
        return {path.stem: json.loads(path.read_text("utf-8")) for path in self._json("briefings")}

    @cached_property
    def papers(self) -> dict[str, Any]:
        """Every ``<doc>.json``."""
        return {path.stem: json.loads(path.read_text("utf-8")) for path in self._json("english")}

    def _json(self, folder: str) -> list[Path]:
        return sorted((self.build / folder).glob("*.json"))


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Built:
    """A full build in a copy of the shipped workspace, one for all workers."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if hasattr(request.config, "workerinput") else base
    root, log = shared / "built", shared / "built.json"
    with (shared / "built.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not log.exists():
            run = start(shipped_workspace(root), "build")
            out, err = run.communicate()
            assert run.returncode == 0, err
            log.write_text(json.dumps([out, err]))
    return Built(root, *json.loads(log.read_text()))


@dataclass(frozen=True, slots=True)
class Shipped:
    """The shipped workspace, opened: what assembly works on."""

    config: Config
    space: Workspace
    notices: tuple[str, ...]


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Shipped:
    """The shipped workspace read, translated and checked, without any engine."""
    root = tmp_path_factory.mktemp("shipped")
    (root / "seeds").symlink_to(SEEDS)
    config = Config(root, root / "no-packages", source_date_epoch=int(EPOCH))
    notices: list[str] = []
    return Shipped(config, open_workspace(config, notice=notices.append), tuple(notices))


@pytest.fixture(autouse=True)
def _no_packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No engine package of the machine, and one day for all outputs."""
    monkeypatch.setenv("BRIEFINGS_PACKAGES", str(tmp_path / "no-packages"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)


@pytest.fixture
def briefings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    """The command line on a copy of the shipped workspace."""
    return Command(shipped_workspace(tmp_path / "work"), capsys)


@pytest.fixture
def unseen(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    """The command line on the invented workspace, which has no English."""
    return Command(unseen_workspace(tmp_path / "work"), capsys)
