"""How fast a package translates here and in stock argostranslate: same sentences, same beam, one run.

Stock is given what it is best at: one sentence a call, its sentence splitter replaced by
one that does nothing. Each measurement is a process of its own; the two take turns, so
that a busy machine slows both. Time to load the model is told apart. “Withheld” are
answers cut off at the model's limit of length, or empty, which stock passes on as English.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import types
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
if sys.path[0] == str(Path(__file__).parent):
    sys.path[0] = str(ROOT)  # this file's name is that of the package it measures

from translate.checks.base import Context  # noqa: E402
from translate.engines.argos import ArgosEngine  # noqa: E402
from translate.engines.base import PLAIN, Hypothesis, Manner, Progress  # noqa: E402
from translate.engines.install import install  # noqa: E402
from translate.engines.packages import discover  # noqa: E402
from translate.glossary import load_glossary  # noqa: E402
from translate.ingest import read  # noqa: E402
from translate.machine import translate_texts  # noqa: E402
from translate.machine.choice import translate_segments  # noqa: E402
from translate.model import Signature  # noqa: E402
from translate.store import Store  # noqa: E402

TRAINED = ROOT / "tests" / "resources" / "trained.argosmodel"
EXAMPLE = """example:
  python benchmarks/translate.py --rounds 3 translate-zt_en-1_9.argosmodel
"""


@dataclass(frozen=True)
class Run:
    """One process: seconds to load, seconds to translate, peak memory in bytes, the English."""

    load: float
    seconds: float
    peak: int
    english: list[str]


def sentences() -> list[str]:
    """The sentences of the workspace's papers, each once, in order."""
    found: dict[str, None] = {}
    for path in sorted((ROOT / "seeds").glob("*.txt")):
        found.update((segment.text, None) for _, segment in read(path, path.stem).segments())
    return list(found)


def stock(folder: Path, texts: Sequence[str]) -> tuple[float, float, list[str]]:
    """Stock argostranslate, sentence by sentence."""
    begin = time.perf_counter()
    if (
        find_spec("stanza") is None
    ):  # outside .venv-bench: stock wants splitters at import, a sentence needs none
        stanza, minisbd = types.ModuleType("stanza"), types.ModuleType("minisbd")
        minisbd.SBDetect = None  # type: ignore[attr-defined]
        minisbd.models = types.SimpleNamespace()  # type: ignore[attr-defined]
        sys.modules.update(stanza=stanza, minisbd=minisbd)
    import ctranslate2  # noqa: PLC0415
    from argostranslate import package, settings, translate  # noqa: PLC0415

    class Whole:
        """A sentence is a sentence."""

        def split_sentences(self, text: str) -> list[str]:
            return [text]

    (path,) = (item.path for item in discover(folder))
    loaded = package.Package(path)
    translator = ctranslate2.Translator(
        str(path / "model"), device=settings.device, compute_type=settings.compute_type,
        inter_threads=settings.inter_threads, intra_threads=settings.intra_threads,
    )  # fmt: skip
    translate.apply_packaged_translation(loaded, "一", translator, Whole(), 1)
    start = time.perf_counter()
    english = [
        translate.apply_packaged_translation(loaded, text, translator, Whole(), 1)[0].value for text in texts
    ]
    return start - begin, time.perf_counter() - start, english


def ours(folder: Path, texts: Sequence[str]) -> tuple[float, float, list[str]]:
    """Our engine, as the stage asks it first."""
    begin = time.perf_counter()
    (package,) = discover(folder)
    engine = ArgosEngine(package)
    engine.translate(["一"])
    start = time.perf_counter()
    english = [found[0].text if found else "" for found in engine.translate(texts, PLAIN)]
    return start - begin, time.perf_counter() - start, english


def chosen(folder: Path, texts: Sequence[str]) -> tuple[float, float, list[str]]:
    """Our engine with the choice among hypotheses, terms and retries."""
    begin = time.perf_counter()
    (package,) = discover(folder)
    engine = ArgosEngine(package)
    engine.translate(["一"])
    context = Context(load_glossary(ROOT / "seeds" / "glossary.csv"))
    start = time.perf_counter()
    made = {item.zh: item.en for wave in translate_segments(engine, texts, context) for item in wave}
    return start - begin, time.perf_counter() - start, [made[text] for text in texts]


class Instant:
    """An engine that costs nothing: it answers with a sentence of its own for each number of the text."""

    name = "instant"
    available = True

    def signature(self) -> Signature:
        return Signature(engine=self.name)

    def fits(self, _text: str) -> bool:
        return True

    def translate(
        self, texts: Sequence[str], _manner: Manner = PLAIN, progress: Progress | None = None
    ) -> list[list[Hypothesis]]:
        if progress is not None:
            progress(len(texts))
        return [[Hypothesis(f"This is what sentence {text.partition('、')[0]} says.")] for text in texts]


def around(_folder: Path, texts: Sequence[str]) -> tuple[float, float, list[str]]:
    """Everything that the stage does for a text but decoding: checks, choice, storing."""
    begin = time.perf_counter()
    context = Context(load_glossary(ROOT / "seeds" / "glossary.csv"))
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "workspace.sqlite3") as store:
        start = time.perf_counter()
        made = translate_texts(texts, Instant(), store=store, context=context, progress=lambda *_: None)
        end = time.perf_counter()
    return start - begin, end - start, [made[text].en for text in texts]


WAYS: dict[str, Callable[[Path, Sequence[str]], tuple[float, float, list[str]]]] = {
    "stock": stock,
    "ours": ours,
    "chosen": chosen,
    "around": around,
}


def work(way: str, folder: Path, texts: Path) -> None:
    """The child's part: translate, and print what it took as JSON."""
    load, seconds, english = WAYS[way](folder, json.loads(texts.read_text(encoding="utf-8")))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({"load": load, "seconds": seconds, "peak": peak, "english": english}))


def measure(way: str, folder: Path, texts: Sequence[str]) -> Run:
    """One run in a process with an empty HOME."""
    with tempfile.TemporaryDirectory() as home:
        listed = Path(home) / "texts.json"
        listed.write_text(json.dumps(list(texts)), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, __file__, "--child", way, str(folder), str(listed)],
            capture_output=True, text=True, check=False, env={**os.environ, "HOME": home}, cwd=ROOT,
        )  # fmt: skip
    if done.returncode:
        sys.exit(done.stderr)
    result: dict[str, Any] = json.loads(done.stdout)
    return Run(**result)


def compare(folder: Path, texts: Sequence[str], rounds: int, ways: Sequence[str]) -> dict[str, list[Run]]:
    """All ways on the same texts, by turns."""
    runs: dict[str, list[Run]] = {way: [] for way in ways}
    for number in range(1, rounds + 1):
        for way in ways:
            run = measure(way, folder, texts)
            runs[way].append(run)
            print(f"round {number}, {way}: {run.seconds:.1f} s", file=sys.stderr)
    return runs


def table(runs: dict[str, list[Run]], count: int) -> list[str]:
    """Medians as a Markdown table; ratios are against stock, in the same run."""
    names = {"stock": "argostranslate", "ours": "ours, plain", "chosen": "ours, with choice and retries"}
    lines = [
        (
            "| | seconds | ms a sentence | times stock | load, s | peak memory, MB | of stock's "
            "| same English | withheld |"
        ),
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    base = runs["stock"]
    for way, found in runs.items():
        seconds = statistics.median(run.seconds for run in found)
        peak = statistics.median(run.peak for run in found)
        ratio = statistics.median(a.seconds / b.seconds for a, b in zip(base, found, strict=True))
        memory = peak / statistics.median(run.peak for run in base)
        told = [(a, b) for a, b in zip(base[0].english, found[0].english, strict=True) if b]
        alike = f"{sum(a == b for a, b in told)} of {len(told)}"
        load = statistics.median(run.load for run in found)
        lines.append(
            f"| {names[way]} | {seconds:.1f} | {1000 * seconds / count:.1f} | {ratio:.1f} | {load:.1f} "
            f"| {peak / 1e6:.0f} | {memory:.2f} | {alike} | {count - len(told)} |"
        )
    return lines


def scale(folder: Path, texts: Sequence[str], sizes: Sequence[int]) -> list[str]:
    """Milliseconds a segment for more and more segments: decoding, and all else that the stage does."""
    lines = [
        "| segments | decoding, ms a segment | checks, choice and storing, ms a segment | peak memory, MB |",
        "|--:|--:|--:|--:|",
    ]
    for size in sizes:
        # each is a sentence of its own, of the same lengths: nothing is translated once for many
        many = [f"{number}、{texts[number % len(texts)]}" for number in range(size)]
        decoding, rest = measure("ours", folder, many), measure("around", folder, many)
        lines.append(
            f"| {size:,} | {1000 * decoding.seconds / size:.2f} | {1000 * rest.seconds / size:.2f} "
            f"| {max(decoding.peak, rest.peak) / 1e6:.0f} |"
        )
        print(f"{size:,} segments: {decoding.seconds:.1f} s, {rest.seconds:.1f} s", file=sys.stderr)
    return lines


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, epilog=EXAMPLE, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "package", nargs="?", type=Path, default=TRAINED, help="an .argosmodel, Chinese to English"
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--sentences", type=int, help="the first N of the papers' sentences (default: all)")
    parser.add_argument("--choice", action="store_true", help="measure the choice among hypotheses, too")
    parser.add_argument("--scale", metavar="N,N,…", help="instead: cost at these numbers of segments")
    parser.add_argument("--child", nargs=3, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        way, folder, texts = arguments.child
        work(way, Path(folder), Path(texts))
        return
    found = sentences()[: arguments.sentences]
    with tempfile.TemporaryDirectory() as name:
        package = install(arguments.package, Path(name))
        print(f"{package.name} {package.version}, {len(found)} sentences of the papers in seeds/")
        print("stock with its own imports\n" if find_spec("stanza") else "stock without its splitters\n")
        if arguments.scale:
            print("\n".join(scale(Path(name), found, [int(size) for size in arguments.scale.split(",")])))
            return
        ways = ["stock", "ours", *(["chosen"] if arguments.choice else [])]
        print("\n".join(table(compare(Path(name), found, arguments.rounds, ways), len(found))))


if __name__ == "__main__":
    main()
