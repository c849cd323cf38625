"""What the tests of this package share: workspaces to work in, the command line, documents made by hand."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from briefings.cli import main
from translate.ingest import Hints, read
from translate.model import Document, Origin, State, Translation
from translate.stage import Translated

ROOT = Path(__file__).resolve().parents[2]
SEEDS = ROOT / "seeds"
UNSEEN = ROOT / "tests" / "resources" / "unseen"
EPOCH = "1795132800"
"""November 20, 2026, for outputs that can be compared."""


def on_the_build(test: Callable[..., None]) -> Callable[..., None]:
    """A test on the shared build: slow, and run where the build was made."""
    marked: Callable[..., None] = pytest.mark.slow(pytest.mark.xdist_group("built")(test))
    return marked


def environment(packages: Path | None = None) -> dict[str, str]:
    """The environment of a run: no engine packages but those in ``packages``."""
    return {
        **os.environ,
        "BRIEFINGS_PACKAGES": str(packages or "/nonexistent"),
        "SOURCE_DATE_EPOCH": EPOCH,
        "PYTHONPATH": str(ROOT),
    }


def start(workspace: Path, *arguments: str, packages: Path | None = None) -> subprocess.Popen[str]:
    """The command in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "briefings", "--workspace", str(workspace), *arguments],
        env=environment(packages), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run of the command gave."""

    code: int
    out: str
    err: str


class Command:
    """The command line in this process, on one workspace."""

    def __init__(self, workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.workspace = workspace
        self._capsys = capsys

    def __call__(self, *arguments: str) -> Outcome:
        """Run ``briefings --workspace … ARGUMENTS``."""
        return self.plain("--workspace", str(self.workspace), *arguments)

    def plain(self, *arguments: str) -> Outcome:
        """Run ``briefings ARGUMENTS``."""
        self._capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main(list(arguments))
        captured = self._capsys.readouterr()
        code = ended.value.code
        assert isinstance(code, int)
        return Outcome(code, captured.out, captured.err)

    @property
    def seeds(self) -> Path:
        return self.workspace / "seeds"

    @property
    def build(self) -> Path:
        return self.workspace / "build"


def shipped_workspace(folder: Path) -> Path:
    """A copy of the repository's workspace: its seeds alone."""
    shutil.copytree(SEEDS, folder / "seeds")
    return folder


def unseen_seeds() -> dict[str, str]:
    """The files of the invented workspace, by name."""
    texts = tomllib.loads((UNSEEN / "seeds.toml").read_text(encoding="utf-8"))
    digest = hashlib.sha256((UNSEEN / "harbour.txt").read_bytes()).hexdigest()
    return {name: text.replace("@SHA256@", digest) for name, text in texts.items()}


def unseen_workspace(folder: Path, *, without: tuple[str, ...] = ()) -> Path:
    """The invented workspace, without some of its files."""
    seeds = folder / "seeds"
    seeds.mkdir(parents=True)
    shutil.copy(UNSEEN / "harbour.txt", seeds)
    for name, text in unseen_seeds().items():
        if name not in without:
            (seeds / name).write_text(text, encoding="utf-8")
    return folder


def document(folder: Path, text: str, *, slug: str = "paper", hints: Hints | None = None) -> Document:
    """A paper with ``text``, read as every paper is."""
    path = folder / f"{slug}.txt"
    path.write_text(text, encoding="utf-8")
    return read(path, slug, hints)


def translated(item: Document, english: Mapping[str, str | Translation]) -> Translated:
    """``item`` with English for the segments that begin with the keys of ``english``."""
    made: dict[str, Translation] = {}
    for _, segment in item.segments():
        for beginning, en in english.items():
            if segment.text.startswith(beginning):
                made[segment.id] = (
                    Translation(segment.id, en, Origin.AI_DRAFT, State.TRANSLATED)
                    if isinstance(en, str)
                    else en
                )
    return Translated(item, made)


def files(folder: Path) -> dict[str, bytes]:
    """Every file under ``folder``, by its path there."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*")) if path.is_file()
    }  # fmt: skip
