"""How fast papers are read, and in how much memory, beside the tools a user would take instead.

Every reading is a process of its own. Tools take turns on the same files, so that a
busy machine slows all of them; the figures are medians over the rounds.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from benchmarks.readers import ALONE, OURS, PEERS

ROOT = Path(__file__).parents[1]
SECONDS = 600
"""What one process may take before it is taken to hang."""

LARGE_TEXT = 10_000_000
"""Bytes of the large text that is read in the last row."""

_EXAMPLE = """example:
  python -m benchmarks.ingest --rounds 3 --sizes 1,10 --format pdf --format docx
"""


class File(NamedTuple):
    """One of the benchmark's files: how many papers' length, bytes of its text, and characters."""

    path: Path
    times: int
    text_bytes: int
    characters: int


class Reading(NamedTuple):
    """One process: seconds to import, to read, of processor time in that; peak bytes; characters found."""

    imports: float
    seconds: float
    used: float
    peak: int
    found: int


@dataclass(frozen=True)
class Figures:
    """The medians of one tool on one file."""

    tool: str
    file: File
    readings: tuple[Reading, ...]

    @property
    def seconds(self) -> float:
        """To read, imports aside."""
        return statistics.median(reading.seconds for reading in self.readings)

    @property
    def used(self) -> float:
        """Processor time of that, a child's included."""
        return statistics.median(reading.used for reading in self.readings)

    @property
    def spread(self) -> tuple[float, float]:
        """The quickest and the slowest reading."""
        seconds = [reading.seconds for reading in self.readings]
        return min(seconds), max(seconds)

    @property
    def imports(self) -> float:
        """To import, before anything is read."""
        return statistics.median(reading.imports for reading in self.readings)

    @property
    def peak(self) -> float:
        """Peak memory in MiB, a child's included."""
        return statistics.median(reading.peak for reading in self.readings) / 2**20


def _child(*arguments: str) -> str:
    """What a module of this package prints, run in a process of its own."""
    command = [sys.executable, "-m", *arguments]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=ROOT, timeout=SECONDS, encoding="utf-8"
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(arguments)} failed:\n{done.stderr}")
    return done.stdout


def made(folder: Path, suffix: str, times: int) -> File:
    """The file of ``times`` papers' length, made in ``folder``."""
    path = folder / f"{times}.{suffix}"
    size, characters = map(int, _child("benchmarks.papers", str(path), str(times)).split())
    return File(path, times, size, characters)


def measured(file: File, tools: Sequence[str], rounds: int) -> list[Figures]:
    """Each of ``tools`` reads ``file`` once a round, in an order that changes from round to round."""
    readings: dict[str, list[Reading]] = {tool: [] for tool in tools}
    for number in range(rounds):
        at = number % len(tools)
        for tool in (*tools[at:], *tools[:at]):
            answer = json.loads(_child("benchmarks.readers", tool, str(file.path)))
            readings[tool].append(Reading(**answer))
    return [Figures(tool, file, tuple(found)) for tool, found in readings.items()]


def pages_of(path: Path) -> int:
    """How many pages a PDF has."""
    import pypdfium2  # type: ignore[import-untyped]  # noqa: PLC0415

    with pypdfium2.PdfDocument(path) as document:
        return len(document)


HEAD = (
    "format", "size", "text, KB", "tool", "seconds (least–most)", "of processor time", "MB of text/s",
    "pages/s", "peak MiB", "imports, s", "text found", "× the fastest peer", "× its processor time",
    "cost a character",
)  # fmt: skip


def rows(results: Sequence[Figures], first: dict[str, Figures]) -> Iterator[tuple[str, ...]]:
    """The table's rows for one file; ``first`` has each tool's figures on the second smallest file."""
    peers = [one for one in results if one.tool not in {OURS, ALONE}]
    fastest = min(peers, key=lambda one: one.seconds, default=None)
    for figures in results:
        file = figures.file
        kind = file.path.suffix[1:]
        pages = f"{pages_of(file.path) / figures.seconds:.0f}" if kind == "pdf" else "–"
        beside = used = "–"
        if fastest and figures.tool in {OURS, ALONE}:
            beside = f"{figures.seconds / fastest.seconds:.2f}"
            used = f"{figures.used / fastest.used:.2f}"
        base = first.get(figures.tool)
        each = figures.seconds / file.characters
        growth = f"{each / (base.seconds / base.file.characters):.2f}×" if base else "–"
        yield (
            kind,
            f"{file.times}×",
            f"{file.text_bytes / 1000:.0f}",
            figures.tool,
            f"{figures.seconds:.3f} ({figures.spread[0]:.3f}–{figures.spread[1]:.3f})",
            f"{figures.used:.3f}",
            f"{file.text_bytes / 1e6 / figures.seconds:.2f}",
            pages,
            f"{figures.peak:.0f}",
            f"{figures.imports:.2f}",
            f"{figures.readings[0].found / file.characters:.1%}",
            beside,
            used,
            growth,
        )


def run(formats: Sequence[str], sizes: Sequence[int], rounds: int, folder: Path) -> None:
    """Measure, and print the table row by row."""
    print(f"| {' | '.join(HEAD)} |")
    print("|" + "---|" * len(HEAD))
    for kind in formats:
        tools = (OURS, ALONE, *PEERS[kind])
        wanted = list(sizes)
        if kind == "txt" and len(sizes) > 1:
            per_paper = made(folder, kind, 10).path.stat().st_size / 10
            wanted.append(round(LARGE_TEXT / per_paper) + 1)
        base: dict[str, Figures] = {}
        for number, times in enumerate(wanted):
            results = measured(made(folder, kind, times), tools, rounds)
            for row in rows(results, base):
                print(f"| {' | '.join(row)} |", flush=True)
            if number == 1:  # what starting costs no longer shows
                base = {figures.tool: figures for figures in results}


def _sizes(text: str) -> list[int]:
    parts = text.split(",")
    if not all(part.isdecimal() and int(part) for part in parts):
        raise argparse.ArgumentTypeError(f"{text!r}: give whole numbers from 1, with commas between them")
    return sorted(set(map(int, parts)))


def main() -> None:
    """Read the options, run."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.ingest",
        description=__doc__,
        epilog=_EXAMPLE,
        formatter_class=argparse.RawTextHelpFormatter,
    )
    parser.add_argument(
        "--rounds", type=int, default=5, metavar="N", help="readings by each tool (default 5)"
    )
    parser.add_argument(
        "--sizes", type=_sizes, default="1,10,100", metavar="N,N", help="in papers (default 1,10,100)"
    )
    parser.add_argument(
        "--format", action="append", choices=list(PEERS), help="one or more formats (default: all)"
    )
    parser.add_argument("--keep", type=Path, metavar="DIR", help="leave the files there")
    options = parser.parse_args()
    if options.rounds < 1:
        parser.error("--rounds must be 1 or more")
    formats = options.format or list(PEERS)
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        run(formats, options.sizes, options.rounds, folder)


if __name__ == "__main__":
    main()
