"""Two runs of ``briefings add`` at once: no entry is lost, and none waits for ever."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from briefings import sources_file
from briefings.sources_file import editing
from tests.briefings.support import Command, environment, files
from tests.briefings.test_intake import TEXT
from translate.config import load_config
from translate.errors import BriefingsError

SLOWLY = """
import sys, time
from briefings import sources_file
from briefings.cli import main
read = sources_file.SourcesText.read
def slowly(path):
    found = read(path)
    time.sleep(0.2)
    return found
sources_file.SourcesText.read = slowly
main(sys.argv[1:])
"""
"""``briefings`` with a wait between reading ``sources.toml`` and writing it."""

HOLDER = """
import sys
from pathlib import Path
from briefings.sources_file import editing
from translate.config import load_config
with editing(load_config(Path(sys.argv[1]))):
    print("held", flush=True)
    sys.stdin.read()
"""


def python(code: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments], env=environment(), text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def inbox(folder: Path, name: str, places: str) -> list[str]:
    """Papers with one file name in each folder, so that slugs collide too, and names that do not."""
    folder.mkdir()
    paths = []
    for place in places:
        path = folder / f"{name}-{place}.txt"
        path.write_text(TEXT.replace("海峽", f"海{place}"), encoding="utf-8")
        paths.append(str(path))
    return paths


def test_two_runs_at_once_lose_no_entry(unseen: Command, tmp_path: Path) -> None:
    papers = [inbox(tmp_path / "one", "paper", "甲乙丙"), inbox(tmp_path / "two", "paper", "丁戊己")]
    runs = [python(SLOWLY, "--workspace", str(unseen.workspace), "add", "--yes", *some) for some in papers]
    for run in runs:
        _, err = run.communicate(timeout=120)
        assert run.returncode == 0, err
    entries = tomllib.loads((unseen.seeds / "sources.toml").read_text("utf-8"))["source"]
    names = {Path(path).name for some in papers for path in some}
    assert {entry["file"] for entry in entries} == names | {"harbour.txt"}
    # the Chinese of the names leaves nothing for a slug: all six ask for the same one
    assert {entry["slug"] for entry in entries} == {
        "harbour", "paper", "paper-2", "paper-3", "paper-4", "paper-5", "paper-6"
    }  # fmt: skip
    assert names <= set(files(unseen.seeds))


def test_two_papers_of_one_name_at_once(unseen: Command, tmp_path: Path) -> None:
    """One is taken in, the other refused; neither is written over the other."""
    one, two = (inbox(tmp_path / name, "paper", "甲")[0] for name in ("one", "two"))
    Path(two).write_text(TEXT.replace("海峽", "海灣"), encoding="utf-8")
    runs = [python(SLOWLY, "--workspace", str(unseen.workspace), "add", "--yes", path) for path in (one, two)]
    ended = {
        path: (run.communicate(timeout=120)[1], run.returncode)
        for path, run in zip((one, two), runs, strict=True)
    }
    assert sorted(code for _, code in ended.values()) == [0, 3]
    [taken] = [path for path, (_, code) in ended.items() if code == 0]
    [refused] = [err for err, code in ended.values() if code == 3]
    assert "is another file" in refused
    assert (unseen.seeds / "paper-甲.txt").read_bytes() == Path(taken).read_bytes()


def test_a_run_that_goes_on_is_told_after_some_seconds(
    unseen: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    [paper] = inbox(tmp_path / "one", "paper", "甲")
    before = files(unseen.seeds)
    monkeypatch.setattr(sources_file, "WAIT", 0.3)
    holder = python(HOLDER, str(unseen.workspace))
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    try:
        assert unseen("add", "--yes", "--dry-run", paper).code == 0  # it writes nothing and waits for nobody
        outcome = unseen("add", "--yes", paper)
        assert outcome.code == 1
        assert f"{unseen.seeds / 'sources.toml'}: another run has been changing it" in outcome.err
        assert "Let that run end, then run this command again" in outcome.err
        assert "Traceback" not in outcome.err
        assert files(unseen.seeds) == before
    finally:
        holder.kill()
        holder.communicate()
    # the lock of a run that was killed holds up nobody
    assert unseen("add", "--yes", paper).code == 0


def test_a_place_that_takes_no_lock(unseen: Command, tmp_path: Path) -> None:
    [paper] = inbox(tmp_path / "one", "paper", "甲")
    (unseen.workspace / ".briefings").write_text("a file stands here")
    outcome = unseen("add", "--yes", paper)
    assert outcome.code == 1
    assert "sources.lock: cannot be locked" in outcome.err
    with pytest.raises(BriefingsError), editing(load_config(unseen.workspace)):
        pass
