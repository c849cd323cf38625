"""What the checks find: of seeded errors, in right English, in machine output; and how fast.

Measured on the project's own English (``seeds/memory.tmx``, with the project's glossary and
the papers' dates) and, where it is there, on a folder of line-aligned Chinese, human and
machine English (``flores-dev.*``; without a glossary, but for seeding). An error counts as
found only by a finding that the untouched pair does not have. Figures below the floors in
``check_floors.toml`` make the exit status 1.
"""

from __future__ import annotations

import argparse
import hashlib
import html
import json
import math
import subprocess
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.seeded import KINDS, Kind, Text, seed
from translate import checks, memory
from translate.checks.base import Context, Pair
from translate.glossary import Glossary, load_glossary
from translate.model import Finding

ROOT = Path(__file__).parents[1]
FLOORS = Path(__file__).with_name("check_floors.toml")
SHARED = ROOT.parent / "shared" / "eval"
MOST = 600
"""Errors of one kind for each corpus at most."""
TARGETS = {True: 97.0, False: 90.0}
"""Per cent of errors to be found: of critical kinds, and of others."""
ALARM_TARGETS = {"critical": 1.5, "any": 8.0}


@dataclass(frozen=True)
class Corpus:
    """Texts whose English is taken as right, and what the checks may know."""

    name: str
    texts: Sequence[Text]
    glossary: Glossary
    sha256: str


@dataclass(frozen=True)
class Recall:
    """What was found of the errors of one kind, in per cent."""

    kind: Kind
    seeded: int
    by_any: float
    by_own: float


def digest(paths: Sequence[Path]) -> str:
    """SHA-256 of the files, one after the other."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()


def own() -> Corpus:
    """The project's English of its five papers."""
    seeds = ROOT / "seeds"
    sources = tomllib.loads((seeds / "sources.toml").read_text("utf-8"))["source"]
    dates = {source["slug"]: source.get("date", "") for source in sources}
    units = memory.load(seeds / "memory.tmx").units
    texts = [Text(unit.zh, unit.en, dates.get(unit.document, "")) for unit in units if unit.en]
    return Corpus("own", texts, load_glossary(seeds / "glossary.csv"), digest([seeds / "memory.tmx"]))


def aligned(folder: Path, version: str, glossary: Glossary) -> Corpus:
    """A version of the English of ``folder`` beside its Chinese."""
    files = [folder / "flores-dev.zh", folder / f"flores-dev.{version}"]
    zh, en = (path.read_text("utf-8").split("\n") for path in files)
    # the commercial service's file has &#39; and &quot;
    texts = [
        Text(a.strip(), html.unescape(b).strip())
        for a, b in zip(zh, en, strict=True)
        if a.strip() and b.strip()
    ]
    return Corpus(version, texts, glossary, digest(files))


_CONTEXTS: dict[tuple[str, str], Context] = {}


def context_of(glossary: Glossary, date: str) -> Context:
    """One context for each glossary and date."""
    return _CONTEXTS.setdefault((glossary.sha256, date), Context(glossary, date))


def found(text: Text, en: str, glossary: Glossary) -> tuple[Finding, ...]:
    """What the whole list says of ``en``."""
    return checks.run(Pair(text.zh, en), context_of(glossary, text.date))


def _new(before: Sequence[Finding], after: Sequence[Finding]) -> set[str]:
    """The ids of the checks that say something of the second English that they do not say of the first."""
    said = Counter((finding.check, finding.message) for finding in before)
    said.subtract(Counter((finding.check, finding.message) for finding in after))
    # what a cut leaves of spaces and signs is no sign of the error: a real one has none
    return {check for (check, _), count in said.items() if count < 0} - {"spacing"}


def recall(corpus: Corpus, missed: Callable[[Kind, Text, str], None]) -> list[Recall]:
    """Each kind of error, seeded and looked for."""
    before = {text: found(text, text.en, corpus.glossary) for text in corpus.texts}
    rows = list[Recall]()
    for kind in KINDS:
        errors = seed(kind, corpus.texts, corpus.glossary, MOST)
        by_any = by_own = 0
        for error in errors:
            ids = _new(before[error.text], found(error.text, error.en, corpus.glossary))
            by_any += bool(ids)
            by_own += not ids.isdisjoint(kind.cards)
            if ids.isdisjoint(kind.cards):
                missed(kind, error.text, error.en)
        if errors:
            share = 100 / len(errors)
            rows.append(Recall(kind, len(errors), by_any * share, by_own * share))
    return rows


def recall_table(rows: Sequence[Recall]) -> str:
    """Markdown."""
    lines = ["| error | seeded | found by any check, % | by its own, % | its own | target, % | |",
             "|---|--:|--:|--:|---|--:|---|"]  # fmt: skip
    for row in rows:
        target = TARGETS[row.kind.is_critical]
        few = "few seeded" if row.seeded < 200 else ""  # noqa: PLR2004
        verdict = ", ".join(filter(None, ("" if row.by_any >= target else "below", few)))
        lines.append(
            f"| {row.kind.name} | {row.seeded} | {row.by_any:.1f} | {row.by_own:.1f} "
            f"| {', '.join(sorted(row.kind.cards))} | {target:.0f} | {verdict} |"
        )
    return "\n".join(lines)


def alarms(corpus: Corpus) -> tuple[dict[str, float], Counter[tuple[str, str]]]:
    """Per cent of texts with a critical finding and with any; and texts by check and severity."""
    critical = any_ = 0
    cards = Counter[tuple[str, str]]()
    for text in corpus.texts:
        findings = found(text, text.en, corpus.glossary)
        any_ += bool(findings)
        critical += any(finding.severity == "critical" for finding in findings)
        cards.update({(finding.check, finding.severity) for finding in findings})
    share = 100 / max(1, len(corpus.texts))
    return {"critical": critical * share, "any": any_ * share}, cards


def alarm_table(named: Mapping[str, Corpus]) -> tuple[str, dict[str, dict[str, float]]]:
    """Markdown with a column for each corpus, and the percentages."""
    rates, cards = dict[str, dict[str, float]](), dict[str, Counter[tuple[str, str]]]()
    for name, corpus in named.items():
        rates[name], cards[name] = alarms(corpus)
    lines = ["| texts with | " + " | ".join(named) + " |", "|---|" + "--:|" * len(named)]
    for severity in ("critical", "any"):
        cells = (f"{rates[name][severity]:.1f} %" for name in named)
        lines.append(f"| {severity} finding | " + " | ".join(cells) + " |")
    for check in checks.CHECKS:
        for severity in ("critical", "major", "minor"):
            counts = [cards[name][check.id, severity] for name in named]
            if any(counts):
                lines.append(f"| {check.id}, {severity} | " + " | ".join(map(str, counts)) + " |")
    return "\n".join(lines), rates


def measure_speed(pairs: Sequence[Text]) -> dict[str, float]:
    """Process time of the whole list on ``pairs``, the first pass of this process and a second."""
    context = Context()
    seconds = []
    for _ in range(2):
        started = time.process_time()
        for text in pairs:
            checks.run(Pair(text.zh, text.en), context)
        seconds.append(time.process_time() - started)
    started = time.process_time()
    half = pairs[: len(pairs) // 2]
    for text in half:
        checks.run(Pair(text.zh, text.en), context)
    return {
        "pairs": len(pairs), "cold": len(pairs) / seconds[0], "warm": len(pairs) / seconds[1],
        "half": len(half) / (time.process_time() - started),
    }  # fmt: skip


def speed(folder: Path | None) -> str:
    """In a process of its own, so that nothing is warm."""
    command = [sys.executable, "-m", "benchmarks.checks", "--speed", *([str(folder)] if folder else ["-"])]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT, encoding="utf-8")
    took: dict[str, float] = json.loads(done.stdout)
    return (
        f"{took['pairs']:.0f} pairs, whole list, processor time: {took['cold']:,.0f} pairs/s cold, "
        f"{took['warm']:,.0f} pairs/s in a second pass, {took['half']:,.0f} pairs/s on its first half"
    )


def slug(name: str) -> str:
    """A kind's name as a key: bare TOML has no spaces and no ×."""
    return name.lower().replace("×", "x").replace(" ", "-")


def figures(
    rows: Mapping[str, Sequence[Recall]], rates: Mapping[str, Mapping[str, float]]
) -> dict[str, float]:
    """Everything that has a floor (or, for alarms, a ceiling), rounded to its easier side."""
    made = {}
    for corpus, found_rows in rows.items():
        for row in found_rows:
            for way, value in (("any", row.by_any), ("own", row.by_own)):
                made[f"{corpus}.recall.{slug(row.kind.name)}.{way}"] = math.floor(value * 10) / 10
    for corpus, rate in rates.items():
        for severity, value in rate.items():
            made[f"{corpus}.alarms.{severity}"] = math.ceil(value * 10) / 10
    return made


def worse(floors: Mapping[str, float], now: Mapping[str, float]) -> list[str]:
    """What fell below its floor, or rose above its ceiling."""
    lines = []
    for name, value in now.items():
        floor = floors.get(name)
        is_ceiling = ".alarms." in name
        if floor is not None and (value > floor if is_ceiling else value < floor):
            lines.append(f"{name}: {value} % ({'at most' if is_ceiling else 'at least'} {floor} %)")
    return lines


def judge(now: Mapping[str, float], hashes: Mapping[str, str], reason: str, *, pin: bool) -> int:
    """Compare with the floors; write them where asked to. The exit status."""
    kept = tomllib.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}
    floors, pinned = kept.get("floors", {}), kept.get("corpus", {})
    for name, sha256 in hashes.items():
        if pinned.get(name, sha256) != sha256:
            print(f"{name}: not the text that the floors were measured on; pin them anew (--pin).")
    lower = worse(floors, now)
    print("\n".join(["Worse than the floors:", *lower]) if lower else "Nothing is worse than the floors.")
    if lower and not reason:
        return 1
    if pin or reason or not kept:
        history = [*kept.get("lowered", []), *([reason] if lower else [])]
        write_floors({**floors, **now}, {**pinned, **hashes}, history)
        print(f"Written: {FLOORS.name}")
    return 0


def write_floors(floors: Mapping[str, float], hashes: Mapping[str, str], history: Sequence[str]) -> None:
    """The figures with the hashes of what they were measured on."""
    lines = [
        "# Per cent that benchmarks/checks.py must find at least (alarms: may raise at most). Written by",
        "# --pin; a figure is lowered by --accept-lower REASON alone, and the reasons are kept here.",
        f"lowered = {json.dumps(list(history), ensure_ascii=False)}",
        "", "[corpus]", *(f'{name} = "{sha256}"' for name, sha256 in sorted(hashes.items())),
        "", "[floors]", *(f'"{name}" = {value}' for name, value in sorted(floors.items())),
    ]  # fmt: skip
    FLOORS.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> int:
    """Read the arguments; measure; compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--eval", type=Path, help="folder of flores-dev.* (default: ../shared/eval if there)")
    parser.add_argument("--misses", type=Path, help="write what its own check did not find to this file")
    parser.add_argument("--pin", action="store_true", help="raise the floors to what is seen")
    parser.add_argument("--accept-lower", metavar="REASON", default="", help="write the floors even if lower")
    parser.add_argument("--speed", help=argparse.SUPPRESS)
    given = parser.parse_args()
    project = own()
    none = Glossary()
    if given.speed:
        more = aligned(Path(given.speed), "en", none).texts if given.speed != "-" else ()
        print(json.dumps(measure_speed([*project.texts, *more])))
        return 0
    folder: Path | None = given.eval or (SHARED if SHARED.is_dir() else None)
    misses = list[str]()
    corpora = {"own": project}
    right, machine = {"own": project}, dict[str, Corpus]()
    if folder:
        corpora["flores"] = aligned(folder, "en", project.glossary)
        right |= {"flores": aligned(folder, "en", none), "flores-with-glossary": corpora["flores"]}
        machine = {name: aligned(folder, f"{name}.en", none) for name in ("argos", "google")}
    rows = dict[str, list[Recall]]()
    for name, corpus in corpora.items():
        rows[name] = recall(corpus, lambda kind, text, en: misses.append(f"{kind.name}\t{text.zh}\t{en}"))
        print(f"Errors seeded into {name}, {len(corpus.texts)} texts\n\n{recall_table(rows[name])}\n")
    table, rates = alarm_table(right)
    print(f"Findings on untouched English (targets: {ALARM_TARGETS})\n\n{table}\n")
    if machine:
        print(f"Findings on machine output\n\n{alarm_table(machine)[0]}\n")
    print(f"{speed(folder)}\n")
    if given.misses:
        given.misses.write_text("\n".join(misses) + "\n", encoding="utf-8")
    hashes = {name: corpus.sha256 for name, corpus in corpora.items()}
    hashes["glossary"] = project.glossary.sha256
    return judge(figures(rows, rates), hashes, given.accept_lower, pin=given.pin)


if __name__ == "__main__":
    sys.exit(main())
