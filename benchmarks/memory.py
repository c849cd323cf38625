"""How fast imported memories are read, indexed and searched, and what the index misses.

Units are made of the papers' own sentences: clauses combined anew, with pairs of
characters changed and numbers drawn afresh, so that no two are alike; or, with
``--corpus``, of sentences of your own (TMX, or Chinese and English with a tab between),
recombined only when they run out. Import and search are processes of their own.
Recall@1: of the queries for which a linear scan with the same measure finds anything
at 70 or more, how many get a match as good as the scan's best.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from translate import memory
from translate.memory import tmx
from translate.memory.combined import CombinedMemory, index_beside
from translate.memory.fuzzy import FuzzyIndex, reduced
from translate.memory.importing import import_tmx
from translate.memory.units import UnitStore

ROOT = Path(__file__).parents[1]
THRESHOLD = 70
HANG = 3 * 3600
"""Seconds after which a process is taken to hang."""
_CLAUSE = re.compile(r"[^，；：。！？、]+[，；：。！？、]?")
_DIGITS = re.compile(r"\d+")
Pair = tuple[str, str]


def own_pairs() -> list[Pair]:
    """The project's memory, and the papers' lines beside any English."""
    pairs = [(unit.zh, unit.en) for unit in memory.load(ROOT / "seeds" / "memory.tmx").units]
    lines = [
        line for path in sorted((ROOT / "seeds").glob("*.txt")) for line in path.read_text("utf-8").split()
    ]
    return pairs + [(line, pairs[at % len(pairs)][1]) for at, line in enumerate(lines) if len(line) > 1]


def corpus_pairs(path: Path) -> list[Pair]:
    """The pairs of a TSV or TMX file, each Chinese once."""
    if path.suffix == ".tmx":
        found = {item.zh: item.en for item in tmx.read(path) if isinstance(item, tmx.TmxUnit)}
    else:
        rows = (line.split("\t") for line in path.read_text("utf-8").splitlines())
        found = {row[0]: row[1] for row in rows if len(row) > 1 and row[0].strip() and row[1].strip()}
    return list(found.items())


class Maker:
    """Makes sentences that look like those it is given; the same ones for the same seed."""

    def __init__(self, pairs: Sequence[Pair], seed: int = 1) -> None:
        self._pairs = pairs
        self.random = random.Random(seed)  # noqa: S311  (not a secret)
        sample = pairs if len(pairs) < 20_000 else self.random.sample(pairs, 20_000)  # noqa: PLR2004
        self._clauses = [part for zh, _ in sample for part in _CLAUSE.findall(zh) if len(part) > 2]  # noqa: PLR2004
        text = "".join(zh for zh, _ in sample)
        self._two = [text[at : at + 2] for at in range(len(text) - 1)]

    def sentence(self) -> str:
        """One to four clauses, an eighth of their characters changed; some are as short as 結論."""
        chance = self.random
        if chance.random() < 0.05:  # noqa: PLR2004
            return chance.choice(self._two) + chance.choice(self._two)[: chance.randrange(3)]
        parts = [chance.choice(self._clauses) for _ in range(chance.choice((1, 1, 1, 2, 2, 2, 3, 3, 4)))]
        made = list(_DIGITS.sub(lambda _: str(chance.randrange(1, 2100)), "".join(parts)))
        for _ in range(max(1, len(made) // 8)):
            at = chance.randrange(len(made))
            made[at : at + 2] = chance.choice(self._two)
        return "".join(made).rstrip("，；：、") + "。"

    def units(self, number: int, *, given: bool) -> Iterator[Pair]:
        """``number`` pairs, no Chinese twice; the given ones first if ``given``."""
        seen = set[str]()
        for zh, en in self._pairs if given else ():
            if len(seen) < number and zh not in seen:
                seen.add(zh)
                yield zh, en
        while len(seen) < number:
            zh = self.sentence()
            if zh.strip() and zh not in seen:
                seen.add(zh)
                yield zh, f"{self.random.choice(self._pairs)[1]} ({len(seen)})"

    def edited(self, text: str) -> str:
        """``text`` with one to three edits, as a later paper might have it."""
        made = list(text)
        for _ in range(self.random.choice((1, 1, 2, 3))):
            at, kind = self.random.randrange(len(made) + 1), self.random.choice("puxd")
            if kind == "d":
                del made[at : at + self.random.choice((1, 2, 3))]
            else:
                width = {"p": 2, "u": 0, "x": 1}[kind]
                made[at : at + width] = self.random.choice(self._two)[: max(1, width or 2)]
        return "".join(made)


def write(path: Path, pairs: Iterator[Pair]) -> int:
    """A TMX file as translation programs write them; its size in bytes."""
    units = (
        f'<tu tuid="{number}" creationdate="20200101T000000Z" creationid="translator"><prop type="x-project">'
        f'benchmark</prop><tuv xml:lang="zh-TW"><seg>{escape(zh)}</seg></tuv><tuv xml:lang="en-US"><seg>'
        f"{escape(en)}</seg></tuv></tu>"
        for number, (zh, en) in enumerate(pairs)
        if not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", zh + en)
    )
    tmx.write(path, "", units)
    return path.stat().st_size


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure_import(file: Path, database: Path) -> dict[str, float]:
    """One import, with the index made at its end."""
    with UnitStore(database) as store, FuzzyIndex(index_beside(database)) as index:
        started = time.perf_counter()
        report = import_tmx(file, "benchmark", store, project=memory.Memory())
        imported = time.perf_counter()
        peak = _peak()
        CombinedMemory(memory.Memory(), store, index).refresh()
        indexed = time.perf_counter()
        return {
            "units": report.new, "rejected": report.rejected, "import_s": imported - started,
            "index_s": indexed - imported, "import_peak": peak, "peak": _peak(), "texts": len(index),
        }  # fmt: skip


def _milliseconds(times: Sequence[float]) -> dict[str, float]:
    ordered = sorted(times)
    return {"median": statistics.median(ordered) * 1e3, "p95": ordered[int(len(ordered) * 0.95)] * 1e3}


def measure_search(database: Path, queries: Sequence[str], scanned: int) -> dict[str, object]:
    """Every query looked up and its offers asked for; the first ``scanned`` also by a linear scan."""
    with UnitStore(database) as store, FuzzyIndex(index_beside(database)) as index:
        combined = CombinedMemory(memory.Memory(), store, index)
        combined.suggest("暖身的一句話。")
        exact, fuzzy = list[float](), list[float]()
        for query in queries:
            started = time.perf_counter()
            combined.lookup(query)
            looked = time.perf_counter()
            combined.suggest(query)
            exact.append(looked - started)
            fuzzy.append(time.perf_counter() - looked)
        peak = _peak()
        texts = [text for _, _, text in store.reduced_after(0)]
        hits = missed = 0
        scans = list[float]()
        for query in queries[:scanned]:
            key = reduced(query)
            started = time.perf_counter()
            best = process.extractOne(
                key, texts, scorer=Levenshtein.normalized_similarity, score_cutoff=THRESHOLD / 100
            )
            scans.append(time.perf_counter() - started)
            if best is not None:
                hits += 1
                found = index.similar(key, THRESHOLD, 1)
                missed += not found or found[0].similarity < best[1] - 1e-9
    return {
        "lookup": _milliseconds(exact), "suggest": _milliseconds(fuzzy), "scan": _milliseconds(scans),
        "hits": hits, "recall": 1 - missed / max(1, hits), "peak": peak,
    }  # fmt: skip


def _child(*arguments: str) -> dict[str, object]:
    command = [sys.executable, "-m", "benchmarks.memory", *arguments]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=ROOT, timeout=HANG, encoding="utf-8"
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(arguments)} failed:\n{done.stderr}")
    result: dict[str, object] = json.loads(done.stdout)
    return result


def compared(pairs: Sequence[Pair], number: int, queries: int, scanned: int, *, given: bool) -> None:
    """One size: print its row."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file, database, asked = folder / "units.tmx", folder / "workspace.sqlite3", folder / "queries.json"
        maker = Maker(pairs)
        size = write(file, maker.units(number, given=given))
        chosen = list[str]()
        for at, item in enumerate(tmx.read(file)):
            if isinstance(item, tmx.TmxUnit) and at % max(1, number // queries) == 0:
                chosen.append(maker.edited(item.zh))
        maker.random.shuffle(chosen)
        asked.write_text(json.dumps([text for text in chosen if reduced(text)][:queries]), encoding="utf-8")
        came = _child("--import", str(file), str(database))
        found = _child("--search", str(database), str(asked), str(scanned))
        disk = sum(path.stat().st_size for path in folder.glob("*.sqlite3")) / 2**20
    units, took = came["units"], came["import_s"]
    lookup, suggest, scan = found["lookup"], found["suggest"], found["scan"]
    assert isinstance(units, int)  # noqa: S101
    assert isinstance(took, float)  # noqa: S101
    assert isinstance(lookup, dict)  # noqa: S101
    assert isinstance(suggest, dict)  # noqa: S101
    assert isinstance(scan, dict)  # noqa: S101
    cells = (
        f"{units:,}", f"{size / 2**20:.0f}", f"{units / took:,.0f}", f"{came['import_peak']:.0f}",
        f"{came['index_s']:.0f}", f"{came['peak']:.0f}", f"{disk:.0f}",
        f"{lookup['median']:.2f} / {lookup['p95']:.2f}", f"{suggest['median']:.1f} / {suggest['p95']:.1f}",
        f"{scan['median']:.0f}", f"{found['recall']:.1%} of {found['hits']}", f"{found['peak']:.0f}",
    )  # fmt: skip
    print("| " + " | ".join(cells) + " |", flush=True)


HEAD = (
    "units", "TMX, MiB", "import, units/s", "peak MiB", "index, s", "peak MiB", "on disk, MiB",
    "exact, ms (median / p95)", "fuzzy, ms (median / p95)", "linear scan, ms", "recall@1", "search peak MiB",
)  # fmt: skip


def main() -> None:
    """Read the arguments; measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--sizes", default="100000,1000000", help="units, comma-separated")
    parser.add_argument(
        "--corpus", type=Path, help="sentences of your own: TMX, or TSV of Chinese and English"
    )
    parser.add_argument("--queries", type=int, default=500, help="sentences looked up")
    parser.add_argument("--scanned", type=int, default=100, help="of them also found by a linear scan")
    parser.add_argument("--import", dest="imported", nargs=2, type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--search", nargs=3, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.imported:
        print(json.dumps(measure_import(*given.imported)))
        return
    if given.search:
        database, asked, scanned = given.search
        queries = json.loads(Path(asked).read_text(encoding="utf-8"))
        print(json.dumps(measure_search(Path(database), queries, int(scanned))))
        return
    pairs = corpus_pairs(given.corpus) if given.corpus else own_pairs()
    print("| " + " | ".join(HEAD) + " |\n|" + "---|" * len(HEAD))
    for size in given.sizes.split(","):
        compared(pairs, int(size), given.queries, given.scanned, given=bool(given.corpus))


if __name__ == "__main__":
    main()
