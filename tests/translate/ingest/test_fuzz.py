"""Mutants of every format are ingested, or refused with what to do: none crashes, hangs or swells."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.translate.ingest.fuzzing import MEMORY, SECONDS
from tests.translate.ingest.mutants import mutant
from translate.ingest import read

ROOT = Path(__file__).parents[3]
CHUNKS = {"txt": (8, 1000), "html": (7, 1000), "md": (7, 1000), "docx": (8, 500), "pdf": (14, 60)}
"""Chunks of each format, and inputs in each."""

LEAST = 20_000
SHARE = 0.2
"""Of each chunk's inputs so many must be ingested: refusals alone would prove little."""


def test_the_run_has_its_size() -> None:
    assert sum(chunks * size for chunks, size in CHUNKS.values()) >= LEAST


@pytest.mark.parametrize("kind", CHUNKS)
def test_an_input_is_always_the_same(kind: str) -> None:
    assert [mutant(kind, 1, number) for number in range(5)] == [
        mutant(kind, 1, number) for number in range(5)
    ]
    assert len({mutant(kind, 1, number) for number in range(5)}) > 1


ROWS = ("¹", ".", "a.", "12", "\t", "註1 \t", "[1]", "“", "。", "、", "- ", "· ")
"""Marks and figures whose rows once cost the square of their length, or more, and their like."""


@pytest.mark.parametrize("before", ["The talks ended.", "會談結束。", "「會談"])
@pytest.mark.parametrize("mark", ROWS)
def test_a_long_row_of_marks_is_read(mark: str, before: str, tmp_path: Path) -> None:
    """Without the clock: what is broken here takes minutes, or for ever."""
    path = tmp_path / "paper.txt"
    chinese = "美國與中國的關係，相當重要。\n\n" * 1500
    text = f"{chinese}{before}{mark * (20_000 // len(mark))}x and more.\n"
    path.write_text(text, encoding="utf-8")
    assert len(read(path, "paper").blocks) >= 1500


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "seed"), [(kind, seed) for kind, (chunks, _) in CHUNKS.items() for seed in range(chunks)]
)
def test_mutants_are_read_or_refused(kind: str, seed: int, tmp_path: Path) -> None:
    size = CHUNKS[kind][1]
    command = [
        sys.executable,
        "-W",
        "error",
        "-m",
        "tests.translate.ingest.fuzzing",
        kind,
        str(seed),
        str(size),
    ]
    done = subprocess.run(
        [*command, str(tmp_path)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=3600,
    )
    died = f"the process died of {tmp_path / f'fuzzed.{kind}'} (exit {done.returncode})\n{done.stderr}"
    assert done.returncode == 0, died
    tally = json.loads(done.stdout)
    print(kind, seed, tally)  # what a failure shows beside it
    assert not tally["failures"], "\n\n".join(tally["failures"])
    assert tally["ingested"] + tally["refused"] == size
    assert tally["ingested"] >= SHARE * size
    assert tally["slowest"] <= SECONDS
    assert tally["peak"] <= MEMORY
