"""How fast the whole list of checks is, what bounds it, and beside pofilter.

Three measurements, each by processor time and in processes of its own, so that nothing is
warm: the list alone on 1, 10 and more times the pairs, checks by their share of the time,
and ``briefings check`` beside ``pofilter`` as whole processes on the same pairs, in turns.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from benchmarks.corpora import EVAL, ROOT, aligned, own
from benchmarks.pofilter import COMMAND, OPTIONS, po
from benchmarks.seeded import Text
from translate import checks
from translate.checks.base import Context, Pair
from translate.glossary import Glossary

BRIEFINGS = Path(sys.executable).with_name("briefings")


def pairs(folder: Path | None) -> list[Text]:
    """The project's own and, where it is there, the human references; one line each, without tabs."""
    texts = [*own().texts, *(aligned(folder, "en", Glossary()).texts if folder else ())]
    return [Text(" ".join(text.zh.split()), " ".join(text.en.split()), text.date) for text in texts]


def alone(texts: Sequence[Text], times: int) -> dict[str, float]:
    """The whole list in this process, on ``times`` times the pairs and once more on the pairs."""
    context = Context()
    started = time.process_time()
    for _ in range(times):
        for text in texts:
            checks.run(Pair(text.zh, text.en), context)
    first = time.process_time() - started
    started = time.process_time()
    for text in texts:
        checks.run(Pair(text.zh, text.en), context)
    again = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"pairs": len(texts) * times, "seconds": first, "warm": len(texts) / again, "peak": peak}


def shares(texts: Sequence[Text]) -> dict[str, float]:
    """Microseconds a pair, by check, in a second pass; the first has paid for tables."""
    context, spent = Context(), Counter[str]()
    for passed in (False, True):
        for text in texts:
            pair = Pair(text.zh, text.en)
            for check in checks.CHECKS:
                started = time.perf_counter_ns()
                list(check.find(pair, context))
                spent[check.id] += (time.perf_counter_ns() - started) * passed
    return {name: taken / 1000 / len(texts) for name, taken in spent.most_common()}


def child(command: Sequence[str | Path], output: Path) -> float:
    """Processor seconds of a command and what it starts."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with output.open("wb") as file:
        subprocess.run(command, stdout=file, stderr=subprocess.DEVNULL, check=True, cwd=output.parent)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def beside(texts: Sequence[Text], times: int, rounds: int) -> tuple[float, float | None]:
    """Least processor seconds of ``briefings check`` and of pofilter on ``times`` times the pairs."""
    many = [(text.zh, text.en) for text in texts] * times
    ours, theirs = list[float](), list[float]()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "pairs.tsv").write_text("".join(f"{zh}\t{en}\n" for zh, en in many), encoding="utf-8")
        (folder / "pairs.po").write_text(po(many), encoding="utf-8")
        for _ in range(rounds):
            check: list[str | Path] = [BRIEFINGS, "check", folder / "pairs.tsv", "--format", "json"]
            ours.append(child(check, folder / "findings.json"))
            if COMMAND.exists():
                run: list[str | Path] = [COMMAND, *OPTIONS, folder / "pairs.po", folder / "found.po"]
                theirs.append(child(run, folder / "log"))
        listed = json.loads((folder / "findings.json").read_text("utf-8"))
        if len(listed) != len(many):
            raise RuntimeError(f"{len(many)} pairs given, {len(listed)} listed")
    return min(ours), min(theirs, default=None)


def in_process(*arguments: str) -> dict[str, float]:
    """One of the measurements above in a new process."""
    command = [sys.executable, "-m", "benchmarks.check_speed", *arguments]
    done = subprocess.run(command, capture_output=True, check=True, cwd=ROOT)
    result: dict[str, float] = json.loads(done.stdout)
    return result


def main() -> int:
    """Read the arguments; measure; print Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--eval", type=Path, help="folder of flores-dev.* (default: ../shared/eval if there)")
    parser.add_argument("--scales", default="1,10", help="times the pairs, with commas (default: 1,10)")
    parser.add_argument("--rounds", type=int, default=3, help="of whole processes, the best counts")
    parser.add_argument("--measure", choices=("alone", "shares"), help=argparse.SUPPRESS)
    parser.add_argument("--times", type=int, default=1, help=argparse.SUPPRESS)
    given = parser.parse_args()
    folder: Path | None = given.eval or (EVAL if EVAL.is_dir() else None)
    texts = pairs(folder)
    if given.measure:
        print(json.dumps(shares(texts) if given.measure == "shares" else alone(texts, given.times)))
        return 0
    same = ["--eval", str(folder)] if folder else []
    scales = [int(scale) for scale in given.scales.split(",")]
    print(f"{len(texts)} pairs, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores\n")
    print("| pairs | whole list alone: pairs/s | μs a pair | second pass, pairs/s | peak, MiB |")
    print("|--:|--:|--:|--:|--:|")
    for times in scales:
        took = in_process("--measure", "alone", "--times", str(times), *same)
        rate = took["pairs"] / took["seconds"]
        cells = (took["pairs"], rate, 1e6 / rate, took["warm"], took["peak"])
        print(f"| {' | '.join(f'{cell:,.0f}' for cell in cells)} |")
    print("\n| check | μs a pair | share, % |\n|---|--:|--:|")
    spent = in_process("--measure", "shares", *same)
    for name, taken in spent.items():
        print(f"| {name} | {taken:.0f} | {100 * taken / sum(spent.values()):.1f} |")
    print("\n| pairs | `briefings check`, s | pairs/s | pofilter, s | pairs/s | ours to pofilter |")
    print("|--:|--:|--:|--:|--:|--:|")
    for times in scales:
        our, their = beside(texts, times, given.rounds if times <= 10 else 1)  # noqa: PLR2004
        count = len(texts) * times
        other = f"{their:.1f} | {count / their:,.0f} | {their / our:.2f}" if their else "– | – | –"
        print(f"| {count:,} | {our:.1f} | {count / our:,.0f} | {other} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
