"""How long briefs take to set, beside a browser that prints the same pages; and builds, small and large.

Everything that is timed is a process of its own. Ours and the browser take turns, so that
a busy machine slows both; the figures are medians over the rounds.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from benchmarks.copies import copies
from briefings import build as building
from briefings.assemble import all_statements, assemble
from briefings.html import render_brief_html, templates_folder
from briefings.rendering import Renderer, processors
from briefings.workspace import open_workspace
from translate.config import load_config

ROOT = Path(__file__).parents[1]
EPOCH = "1795132800"
CHROMIUM = (
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-pdf-header-footer",
)  # fmt: skip
TIME, SIZE, UNCHANGED = 1.5, 0.5, 0.1
"""Targets: of Chromium's time and size at most; of a full build at most, where nothing has changed."""
_EXAMPLE = """example:
  python -m benchmarks.render --rounds 3
  python -m benchmarks.render --scale 1,10 --rounds 1
"""


class Took(NamedTuple):
    """One process: seconds by the clock, and bytes of memory at most, its largest child's included."""

    seconds: float
    peak: int


@dataclass
class Setting:
    """What one way of setting all pages took, by round; and what came of it."""

    name: str
    seconds: list[float] = field(default_factory=list)
    size: int = 0
    files: int = 0


def main() -> int:
    """Read the arguments; measure; print tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, epilog=_EXAMPLE, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=3, help="turns of each (default: 3)")
    parser.add_argument("--scale", default="", help="builds of so many times the workspace, such as 1,10,100")
    parser.add_argument("--set", nargs=2, type=Path, metavar=("PAGES", "OUT"), help=argparse.SUPPRESS)
    parser.add_argument("--pages", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--jobs", type=int, default=0, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.pages:
        _write_pages(given.pages)
    elif given.set:
        pages, out = given.set
        set_pages(pages, out, given.jobs)
    elif given.scale:
        print(scale([int(count) for count in given.scale.split(",")], given.rounds))
    else:
        print(f"{beside_browser(given.rounds)}\n\n{builds(given.rounds)}")
    return 0


# setting pages


def _write_pages(folder: Path) -> None:
    """Every brief of the workspace as the page that is printed."""
    space = open_workspace(load_config(ROOT), notice=print)
    every = all_statements(space)
    for name in building.targets((), space).events:
        brief = assemble(space.catalogue.events[name], space, every)
        (folder / f"{name}.html").write_text(render_brief_html(brief, for_print=True), "utf-8")


def set_pages(pages: Path, out: Path, jobs: int) -> None:
    """Ours: all pages, in as many processes as a build takes; imports and process starts count."""

    def done(path: Path, data: bytes) -> None:
        path.write_bytes(data)

    with Renderer(templates_folder(), jobs or processors(), done) as renderer:
        for page in sorted(pages.glob("*.html")):
            renderer.submit(out / f"{page.stem}.pdf", page.read_text("utf-8"))


def beside_browser(rounds: int) -> str:
    """All briefs, set by us and printed by headless Chromium one after the other."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if browser is None:
        return "No Chromium here: nothing to compare with (Debian: chromium)."
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pages = folder / "pages"
        pages.mkdir()
        run("--pages", str(pages))
        ways = [Setting("ours"), Setting("ours, one process"), Setting("Chromium")]
        for _ in range(rounds):
            for way in ways:
                out = Path(tempfile.mkdtemp(dir=folder))
                started = time.perf_counter()
                if way.name == "Chromium":
                    _print(browser, pages, out)
                else:
                    run("--set", str(pages), str(out), "--jobs", "1" if "one" in way.name else "0")
                way.seconds.append(time.perf_counter() - started)
                way.size = sum(path.stat().st_size for path in out.glob("*.pdf"))
                way.files = len(list(out.glob("*.pdf")))
        return _setting_table(ways, len(list(pages.glob("*.html"))))


def _print(browser: str, pages: Path, out: Path) -> None:
    for page in sorted(pages.glob("*.html")):
        profile, target = out / f"{page.stem}.profile", out / f"{page.stem}.pdf"
        subprocess.run(
            [browser, *CHROMIUM, f"--user-data-dir={profile}", f"--print-to-pdf={target}", str(page)],
            check=True, capture_output=True, timeout=300,
        )  # fmt: skip
        shutil.rmtree(profile, ignore_errors=True)


def _setting_table(ways: Sequence[Setting], count: int) -> str:
    peer = next(way for way in ways if way.name == "Chromium")
    lines = [
        f"{count} briefs, medians of {len(peer.seconds)} rounds (targets {TIME} and {SIZE})",
        "",
        "| | seconds | times Chromium | MB | times Chromium |",
        "|---|--:|--:|--:|--:|",
    ]
    for way in ways:
        assert way.files == count, f"{way.name} made {way.files} of {count}"  # noqa: S101
        ratio = statistics.median(a / b for a, b in zip(way.seconds, peer.seconds, strict=True))
        lines.append(
            f"| {way.name} | {statistics.median(way.seconds):.1f} | {ratio:.2f} "
            f"| {way.size / 1e6:.2f} | {way.size / peer.size:.2f} |"
        )
    return "\n".join(lines)


# builds


def run(*arguments: str) -> None:
    """This module in a process of its own."""
    subprocess.run([sys.executable, "-m", "benchmarks.render", *arguments], check=True, cwd=ROOT)


def build(workspace: Path, *arguments: str) -> Took:
    """``briefings build`` in a process of its own."""
    command = [sys.executable, "-m", "briefings", "--workspace", str(workspace), "build", *arguments]
    environment = {
        **os.environ, "PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": EPOCH,
        "BRIEFINGS_PACKAGES": str(workspace / "none"),
    }  # fmt: skip
    script = (
        "import json, resource, subprocess, sys; "
        "done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True); "
        "used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss; "
        "print(json.dumps([done.returncode, used, done.stderr[-500:]]))"
    )
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", script, *command], env=environment, capture_output=True, text=True, check=True
    )
    seconds = time.perf_counter() - started
    code, peak, said = json.loads(done.stdout)
    if code:
        raise SystemExit(f"{' '.join(command)} ended with {code}\n{said}")
    return Took(seconds, peak * 1024)


def builds(rounds: int) -> str:
    """A full build, one in which nothing has changed, and one after a changed sentence."""
    full, nothing, record, one = [], [], [], []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as name:
            workspace = copies(ROOT / "seeds", Path(name) / "work", 1)
            full.append(build(workspace).seconds)
            nothing.append(build(workspace).seconds)
            (workspace / ".briefings" / "built.json").unlink()
            record.append(build(workspace).seconds)
            _change_a_sentence(workspace)
            one.append(build(workspace).seconds)
    lines = [
        f"Builds, medians of {rounds} rounds (target where nothing changed: {UNCHANGED})",
        "",
        "| | seconds | of a full build |",
        "|---|--:|--:|",
    ]
    named = {
        "full": full, "nothing changed": nothing, "nothing changed, every output looked at": record,
        "one sentence’s English changed": one,
    }  # fmt: skip
    for name, seconds in named.items():
        ratio = statistics.median(a / b for a, b in zip(seconds, full, strict=True))
        lines.append(f"| {name} | {statistics.median(seconds):.2f} | {ratio:.3f} |")
    return "\n".join(lines)


def _change_a_sentence(workspace: Path) -> None:
    path = workspace / "seeds" / "memory.tmx"
    text = path.read_text("utf-8")
    assert text.count("managed responsibly") or text.count("the two sides")  # noqa: S101
    old = "managed responsibly" if "managed responsibly" in text else "the two sides"
    path.write_text(text.replace(old, f"{old} as before", 1), "utf-8")


def scale(counts: Sequence[int], rounds: int) -> str:
    """Full and unchanged builds of many times the workspace."""
    lines = [
        "| times | papers | briefs | full, s | s a brief | peak, MB | nothing changed, s | looked at, s |",
        "|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for count in counts:
        took: list[tuple[Took, float, float]] = []
        for _ in range(rounds):
            with tempfile.TemporaryDirectory() as name:
                workspace = copies(ROOT / "seeds", Path(name) / "work", count)
                full = build(workspace)
                nothing = build(workspace).seconds
                (workspace / ".briefings" / "built.json").unlink()
                took.append((full, nothing, build(workspace).seconds))
                briefs = len(list((workspace / "build" / "briefings").glob("*.pdf")))
                papers = len(list((workspace / "seeds").glob("*.txt")))
        seconds, nothing, looked = (
            statistics.median(times)
            for times in zip(
                *((full.seconds, nothing, looked) for full, nothing, looked in took), strict=True
            )
        )
        peak = max(full.peak for full, _, _ in took) / 1e6
        lines.append(
            f"| {count} | {papers} | {briefs} | {seconds:.1f} | {seconds / briefs:.2f} | {peak:.0f} "
            f"| {nothing:.2f} | {looked:.2f} |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
