"""Large and hostile texts: cost grows with size, not faster, and memory stays bounded."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.translate.ingest.corpus import ROOT, shapes
from translate.errors import InputError
from translate.ingest import Hints, read

HINTS = Hints(
    title="拜習會與東北亞安保情勢", authors=("李明峻",), affiliation="學會秘書長", publisher="基金會",
    series="遠景論壇", labels=("時評",),
)  # fmt: skip

MANY = 50_000
LONG_LINES = {
    "opening": "（" * MANY,
    "closing": "」" * MANY,
    "stops": "。」" * MANY,
    "ellipsis": "字" + "…" * MANY,
    "digits": "字" + "1" * MANY,
    "dashes": "-" * MANY + "字",
    "credit": "【" * MANY + "報導】",
    "source": "（圖片來源：" * MANY,
    "initials": "A. " * MANY + "美中關係" * MANY,
    "spaced": "字 " * MANY,
    "blank": "字" + " \n" * MANY + "字",
    "mail": "字a@" * MANY,
}
SHORT_LINES = {
    "same": "同一行的文字\n",
    "bullets": "• 項\n",
    "notes": "註1：甲\n",
    "cells": "字\t字\t字\n",
    "speakers": "王：好。\n",
    "heads": "論壇\n1\n\f",
    "title": "拜\n習\n會\n",
}

MEASURE = """
import resource, sys
from pathlib import Path
from translate.ingest import read
read(Path(sys.argv[1]), "large")
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def _seconds(path: Path, text: str) -> float:
    path.write_text(text, encoding="utf-8", newline="")
    start = time.process_time()
    try:
        read(path, "paper", HINTS)
    except InputError as error:
        assert error.exit_code == 3  # noqa: PT017  (a refusal is right, too)
    return time.process_time() - start


@pytest.mark.parametrize("name", LONG_LINES)
def test_a_long_line_takes_no_time(name: str, tmp_path: Path) -> None:
    """Each is read in a tenth of a second or so; quadratic cost would need minutes."""
    assert _seconds(tmp_path / "paper.txt", LONG_LINES[name]) < 10


@pytest.mark.parametrize("name", SHORT_LINES)
def test_cost_grows_with_size(name: str, tmp_path: Path) -> None:
    path = tmp_path / "paper.txt"
    few, many = (_seconds(path, SHORT_LINES[name] * count + "字") for count in (1000, 8000))
    assert many < 24 * max(few, 0.05)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="resource is for Unix")
def test_ten_megabytes_need_less_than_three_hundred(tmp_path: Path) -> None:
    text = next(case.text for case in shapes() if case.name == "wrapped-indented") + "\n"
    path = tmp_path / "large.txt"
    path.write_text(text * (10_000_000 // len(text.encode()) + 1), encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-c", MEASURE, str(path)], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert int(run.stdout) < 300
