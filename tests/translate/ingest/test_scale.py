"""Large and hostile texts: cost grows with size, not faster, and memory stays bounded.

What is counted is calls, or memory, or processor time with much room for a busy
machine; nothing here depends on how fast the machine is, but for hang limits.
"""

from __future__ import annotations

import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import pytest

from tests.translate.ingest.corpus import ROOT, shapes
from tests.translate.ingest.docx_files import package
from translate.errors import InputError
from translate.ingest import Hints, read

HINTS = Hints(
    title="拜習會與東北亞安保情勢", authors=("李明峻",), affiliation="學會秘書長", publisher="基金會",
    series="遠景論壇", labels=("時評",),
)  # fmt: skip

HANG = 30
"""Seconds of processor time that only a text which hangs takes: all of these need less than one."""

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
    "relative": "明年" * MANY,
    "address": "字https://" + "a" * MANY,
}
SHORT_LINES = {
    "same": "同一行的文字\n",
    "bullets": "• 項\n",
    "notes": "註1：甲\n",
    "cells": "字\t字\t字\n",
    "speakers": "王：好。\n",
    "heads": "論壇\n1\n\f",
    "title": "拜\n習\n會\n",
    "numbers": "一、項目\n二、項目\n",
}

SENTENCE = "美國總統與中國國家主席舉行視訊會談，雙方就臺灣問題與經貿議題交換意見（中央社）。"
PARAGRAPH = f"{SENTENCE}「{SENTENCE}」{SENTENCE}"


def _wrapped(count: int) -> bytes:
    text = f"　　{PARAGRAPH * 3}"
    lines = "\n".join(text[at : at + 34] for at in range(0, len(text), 34))
    return "\n".join(f"{lines}\n{number}、標題\n" for number in range(count)).encode()


def _html(count: int) -> bytes:
    return ("<!doctype html><meta charset=utf-8>" + f"<h2>標題</h2><p>{PARAGRAPH}</p>" * count).encode()


def _markdown(count: int) -> bytes:
    return (f"## 標題\n\n{PARAGRAPH}\n\n" * count).encode()


def _docx(count: int) -> bytes:
    return package(f"<w:p><w:r><w:t>{PARAGRAPH}</w:t></w:r></w:p>" * count)


ARTICLES: dict[str, Callable[[int], bytes]] = {
    "txt": _wrapped,
    "html": _html,
    "md": _markdown,
    "docx": _docx,
}
FEW, TIMES = 100, 8

MEASURE = """
import resource, sys
from pathlib import Path
from translate.ingest import read
read(Path(sys.argv[1]), "large")
status = Path("/proc/self/status")
if status.exists():  # where getrusage also counts what the parent held
    print(next(line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmHWM")))
else:
    unit = 1024 if sys.platform == "darwin" else 1
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // unit)
"""


def _seconds(path: Path, text: str, times: int = 1) -> float:
    """Processor time of one reading, the least of ``times``: what disturbs a run only adds to it."""
    path.write_text(text, encoding="utf-8", newline="")
    found = []
    for _ in range(times):
        start = time.process_time()
        try:
            read(path, "paper", HINTS)
        except InputError as error:
            assert error.exit_code == 3  # noqa: PT017  (a refusal is right, too)
        found.append(time.process_time() - start)
    return min(found)


@pytest.mark.parametrize("name", LONG_LINES)
def test_a_long_line_does_not_hang(name: str, tmp_path: Path) -> None:
    """Quadratic cost would need minutes."""
    assert _seconds(tmp_path / "paper.txt", LONG_LINES[name]) < HANG


@pytest.mark.parametrize("name", SHORT_LINES)
def test_many_short_lines_cost_as_much_each(name: str, tmp_path: Path) -> None:
    """Eight times the lines may take thrice what they should: quadratic cost would be 64 times."""
    path = tmp_path / "paper.txt"
    few, many = (_seconds(path, SHORT_LINES[name] * count + "字", times=2) for count in (1000, 8000))
    assert many < 3 * 8 * max(few, 0.05)


@contextmanager
def _counted() -> Iterator[list[int]]:
    """The number of calls, of Python's and of C's functions, made inside."""
    calls = [0]

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        calls[0] += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        yield calls
    finally:
        sys.setprofile(before)


@pytest.mark.parametrize("suffix", ARTICLES)
def test_calls_grow_as_the_text_does(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"paper.{suffix}"
    path.write_bytes(ARTICLES[suffix](FEW))
    read(path, "paper")  # what is loaded once
    found = []
    for count in (FEW, TIMES * FEW):
        path.write_bytes(ARTICLES[suffix](count))
        with _counted() as calls:
            document = read(path, "paper")
        assert len(document.blocks) >= count
        found.append(calls[0])
    assert found[1] < 1.1 * TIMES * found[0]


@pytest.mark.parametrize("suffix", ARTICLES)
def test_memory_grows_as_the_text_does(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"paper.{suffix}"
    path.write_bytes(ARTICLES[suffix](FEW))
    read(path, "paper")
    peaks = []
    for count in (FEW, TIMES * FEW):
        path.write_bytes(ARTICLES[suffix](count))
        tracemalloc.start()
        try:
            read(path, "paper")
            peaks.append(tracemalloc.get_traced_memory()[1])
        finally:
            tracemalloc.stop()
    assert peaks[1] < 1.2 * TIMES * peaks[0]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="resource is for Unix")
def test_ten_megabytes_need_less_than_three_hundred(tmp_path: Path) -> None:
    text = next(case.text for case in shapes() if case.name == "wrapped-indented") + "\n"
    path = tmp_path / "large.txt"
    path.write_text(text * (10_000_000 // len(text.encode()) + 1), encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-c", MEASURE, str(path)],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        timeout=600,
    )
    assert int(run.stdout) * 1024 < 300_000_000
