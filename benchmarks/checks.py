"""What the checks find: of seeded errors, in right English, in machine output.

Measured on the project's own English (``seeds/memory.tmx``, with the project's glossary and
the papers' dates) and, where they are there, on a folder of line-aligned Chinese, human and
machine English (``flores-dev.*``; without a glossary, but for seeding) and on pairs of an
archive that nothing was tuned on. An error counts as found only by a finding that the
untouched pair does not have. Figures below the floors in ``check_floors.toml`` make the exit
status 1. How fast the checks are: ``benchmarks.check_speed``.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.corpora import EVAL, OPEN, Corpus, aligned, digest, held_out, own
from benchmarks.seeded import KINDS, Kind, Text, seed
from translate import checks
from translate.checks.base import Context, Pair
from translate.glossary import Glossary
from translate.model import Finding

FLOORS = Path(__file__).with_name("check_floors.toml")
MOST = 600
"""Errors of one kind for each corpus at most."""
FEW = 200
"""Fewer than these are marked: one error is then half a per cent and more."""
TARGETS = {True: 97.0, False: 90.0}
"""Per cent of errors to be found: of critical kinds, and of others."""
ALARM_TARGETS = {"critical": 1.5, "any": 8.0}


@dataclass(frozen=True)
class Missed:
    """A seeded error that its own check did not find."""

    corpus: str
    kind: str
    zh: str
    en: str


@dataclass(frozen=True)
class Recall:
    """What was found of the errors of one kind, in per cent."""

    kind: Kind
    seeded: int
    by_any: float
    by_own: float


_CONTEXTS: dict[tuple[str, str], Context] = {}


def context_of(glossary: Glossary, date: str) -> Context:
    """One context for each glossary and date."""
    return _CONTEXTS.setdefault((glossary.sha256, date), Context(glossary, date))


def found(text: Text, en: str, glossary: Glossary) -> tuple[Finding, ...]:
    """What the whole list says of ``en``."""
    return checks.run(Pair(text.zh, en), context_of(glossary, text.date))


def news(before: Sequence[Finding], after: Sequence[Finding]) -> set[str]:
    """The ids of the checks that say something of the second English that they do not say of the first."""
    said = Counter((finding.check, finding.message) for finding in before)
    said.subtract(Counter((finding.check, finding.message) for finding in after))
    # what a cut leaves of spaces and signs is no sign of the error: a real one has none
    return {check for (check, _), count in said.items() if count < 0} - {"spacing"}


def recall(corpus: Corpus) -> tuple[list[Recall], list[Missed]]:
    """Each kind of error, seeded and looked for; and what its own check did not find."""
    before: dict[Text, tuple[Finding, ...]] = {}
    rows, missed = list[Recall](), list[Missed]()
    for kind in KINDS:
        errors = seed(kind, corpus.texts, corpus.glossary, MOST)
        by_any = by_own = 0
        for error in errors:
            if error.text not in before:
                before[error.text] = found(error.text, error.text.en, corpus.glossary)
            ids = news(before[error.text], found(error.text, error.en, corpus.glossary))
            by_any += bool(ids)
            by_own += not ids.isdisjoint(kind.cards)
            if ids.isdisjoint(kind.cards):
                missed.append(Missed(corpus.name, kind.name, error.text.zh, error.en))
        if errors:
            share = 100 / len(errors)
            rows.append(Recall(kind, len(errors), by_any * share, by_own * share))
    return rows, missed


def recall_table(named: Mapping[str, Sequence[Recall]]) -> str:
    """Markdown with three columns for each corpus: seeded, found by any check, by the kind's own."""
    heads = "".join(f"| {name}: seeded | any, % | own, % " for name in named)
    lines = [f"| error {heads}| own | target, % |", "|---" + "|--:" * 3 * len(named) + "|---|--:|"]
    for kind in KINDS:
        target = TARGETS[kind.is_critical]
        cells = []
        for rows in named.values():
            row = next((row for row in rows if row.kind is kind), None)
            if row is None:
                cells.append("0 | – | –")
            else:
                by_any = f"{row.by_any:.1f}" if row.by_any >= target else f"**{row.by_any:.1f}**"
                cells.append(f"{row.seeded}{'' if row.seeded >= FEW else '°'} | {by_any} | {row.by_own:.1f}")
        lines.append(
            f"| {kind.name} | {' | '.join(cells)} | {', '.join(sorted(kind.cards))} | {target:.0f} |"
        )
    return "\n".join([*lines, "", f"Bold: below the target. °: fewer than {FEW} could be seeded."])


Alarm = tuple[str, str, str, str, str, str]
"""Corpus, check, severity, message, Chinese, English."""


@dataclass(frozen=True)
class Alarms:
    """What is said of untouched English: texts with a finding in per cent, and by check and severity."""

    rates: dict[str, float]
    cards: Counter[tuple[str, str]]
    said: list[Alarm]


def alarms(name: str, corpus: Corpus) -> Alarms:
    """Run every check on every text of ``corpus``."""
    critical = any_ = 0
    cards, said = Counter[tuple[str, str]](), list[Alarm]()
    for text in corpus.texts:
        findings = found(text, text.en, corpus.glossary)
        any_ += bool(findings)
        critical += any(finding.severity == "critical" for finding in findings)
        cards.update({(finding.check, finding.severity) for finding in findings})
        said += [(name, f.check, f.severity, f.message, text.zh, text.en) for f in findings]
    share = 100 / max(1, len(corpus.texts))
    return Alarms({"critical": critical * share, "any": any_ * share}, cards, said)


def alarm_table(named: Mapping[str, Corpus]) -> tuple[str, dict[str, dict[str, float]], list[Alarm]]:
    """Markdown with a column for each corpus, the percentages, and every finding."""
    made = {name: alarms(name, corpus) for name, corpus in named.items()}
    lines = ["| texts with | " + " | ".join(named) + " |", "|---|" + "--:|" * len(named)]
    for severity in ("critical", "any"):
        cells = (f"{made[name].rates[severity]:.1f} %" for name in named)
        lines.append(f"| {severity} finding | " + " | ".join(cells) + " |")
    for check in checks.CHECKS:
        for severity in ("critical", "major", "minor"):
            counts = [made[name].cards[check.id, severity] for name in named]
            if any(counts):
                lines.append(f"| {check.id}, {severity} | " + " | ".join(map(str, counts)) + " |")
    rates = {name: one.rates for name, one in made.items()}
    return "\n".join(lines), rates, [alarm for one in made.values() for alarm in one.said]


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
            print(f"{name}: not what the floors were measured on; pin them anew (--pin).")
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


def parsed() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--eval", type=Path, help="folder of flores-dev.* (default: ../shared/eval if there)")
    parser.add_argument("--corpus", type=Path, help="folder of *.tar.xz (default: ../shared/corpus if there)")
    parser.add_argument("--quick", action="store_true", help="without what is held out")
    parser.add_argument("--misses", type=Path, help="write what its own check did not find to this file")
    parser.add_argument("--alarms", type=Path, help="write the findings on untouched English to this file")
    parser.add_argument("--held-out-too", action="store_true", help="what is held out in these files as well")
    parser.add_argument("--pin", action="store_true", help="raise the floors to what is seen")
    parser.add_argument("--accept-lower", metavar="REASON", default="", help="write the floors even if lower")
    return parser.parse_args()


def main() -> int:
    """Read the arguments; measure; compare."""
    given = parsed()
    project, none = own(), Glossary()
    folder: Path | None = given.eval or (EVAL if EVAL.is_dir() else None)
    archive: Path | None = given.corpus or (OPEN if OPEN.is_dir() else None)
    corpora = {"own": project}
    right, machine = {"own": project}, dict[str, Corpus]()
    if folder:
        corpora["flores"] = aligned(folder, "en", project.glossary)
        right |= {"flores": aligned(folder, "en", none), "flores-with-glossary": corpora["flores"]}
        machine = {name: aligned(folder, f"{name}.en", none) for name in ("argos", "google")}
    if archive and not given.quick:
        corpora["held-out"] = held_out(archive, project.glossary)
        right |= {"held-out": held_out(archive, none), "held-out-with-glossary": corpora["held-out"]}
    rows, missed = dict[str, list[Recall]](), list[Missed]()
    for name, corpus in corpora.items():
        rows[name], more = recall(corpus)
        missed += more
    print(", ".join(f"{name}: {len(corpus.texts)} texts" for name, corpus in corpora.items()))
    print(f"\nSeeded errors\n\n{recall_table(rows)}\n")
    table, rates, said = alarm_table(right)
    print(f"Findings on untouched English (targets: {ALARM_TARGETS})\n\n{table}\n")
    if machine:
        print(f"Findings on machine output\n\n{alarm_table(machine)[0]}\n")
    hidden = () if given.held_out_too else ("held out",)
    if given.misses:
        shown = (f"{m.kind}\t{m.zh}\t{m.en}\n" for m in missed if m.corpus not in hidden)
        given.misses.write_text("".join(shown), encoding="utf-8")
    if given.alarms:
        shown = ("\t".join(row) + "\n" for row in said if not row[0].startswith("held-out") or not hidden)
        given.alarms.write_text("".join(shown), encoding="utf-8")
    hashes = {name: corpus.sha256 for name, corpus in corpora.items()}
    hashes["glossary"] = project.glossary.sha256
    hashes["seeds"] = digest(sorted((Path(__file__).parent / "seeded").glob("*.*")))
    return judge(figures(rows, rates), hashes, given.accept_lower, pin=given.pin)


if __name__ == "__main__":
    sys.exit(main())
