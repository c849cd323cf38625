"""Precision of findings on machine English, by a sample that a person judged (``labels.tsv``).

Findings of the whole list, with the project's glossary, on two machine translations of
line-aligned Chinese (``flores-dev.argos.en``, ``flores-dev.google.en``) and on the poor
English that a package makes of the papers in ``seeds/``. A finding's key is what is
marked in both texts, hashed: the file of labels holds no text of the sentences. A label
stays right as long as the check marks the same place; what moved is listed as unlabelled.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.corpora import EVAL, SHARED, lines, own
from benchmarks.seeded import Text
from translate import checks
from translate.checks.base import Context, Pair
from translate.model import Finding, Severity, Span

LABELS = Path(__file__).with_name("labels.tsv")
COLUMNS = ("system", "line", "check", "key", "severity", "verdict", "reason")
VERDICTS = ("right", "wrong", "arguable")
SEVERITIES = ("critical", "major", "minor")
TARGET = 85.0
"""Per cent of critical findings that should be right."""

Key = tuple[str, int, str, str]
"""System, line, check, and the hash of what is marked."""


@dataclass(frozen=True)
class Label:
    """What a person said of a finding, and why in a few words."""

    key: Key
    severity: str
    verdict: str
    reason: str


@dataclass(frozen=True)
class Found:
    """A finding with the pair that it is on."""

    key: Key
    finding: Finding
    text: Text


def key_of(system: str, line: int, text: Text, finding: Finding) -> Key:
    """What names a finding, whatever its message says."""
    marked = "\0".join(
        _cut(side, span) for side, span in ((text.zh, finding.zh_span), (text.en, finding.en_span))
    )
    return system, line, finding.check, hashlib.sha256(marked.encode()).hexdigest()[:12]


def _cut(text: str, span: Span | None) -> str:
    return text[slice(*span)] if span else ""


def load(text: str) -> dict[Key, Label]:
    """The labels of a file by their keys.

    Raises:
        ValueError: wrong columns, verdicts, severities or keys that stand twice; all at once.
    """
    rows = text.splitlines()
    problems = list[str]()
    labels = dict[Key, Label]()
    if rows[:1] != ["\t".join(COLUMNS)]:
        problems.append(f"line 1: the columns must be {' '.join(COLUMNS)}")
    for number, row in enumerate(rows[1:], 2):
        cells = row.split("\t")
        if len(cells) != len(COLUMNS) or not cells[1].isdecimal():
            problems.append(f"line {number}: {len(COLUMNS)} columns expected, the second a number")
            continue
        system, line, check, marked, severity, verdict, reason = cells
        key = (system, int(line), check, marked)
        if verdict not in VERDICTS or severity not in SEVERITIES:
            problems.append(f"line {number}: not a verdict or severity: {verdict}, {severity}")
        if key in labels:
            problems.append(f"line {number}: labelled twice")
        labels[key] = Label(key, severity, verdict, reason)
    if problems:
        raise ValueError("\n".join(problems))
    return labels


def findings(system: str, texts: Iterable[tuple[int, Text]]) -> Iterator[Found]:
    """Every finding on numbered texts, one for each key."""
    glossary = own().glossary
    for line, text in texts:
        seen = set[Key]()
        for finding in checks.run(Pair(text.zh, text.en), Context(glossary, text.date)):
            key = key_of(system, line, text, finding)
            if key not in seen:
                seen.add(key)
                yield Found(key, finding, text)


def machine_english(package: Path) -> Iterator[tuple[int, Text]]:
    """The papers' sentences as ``package`` translates them, plainly, numbered from 1."""
    from translate.engines.argos import ArgosEngine  # noqa: PLC0415
    from translate.engines.base import PLAIN  # noqa: PLC0415
    from translate.engines.install import install  # noqa: PLC0415
    from translate.engines.packages import discover  # noqa: PLC0415

    texts = list(dict.fromkeys((text.zh, text.date) for text in own().texts))
    with tempfile.TemporaryDirectory() as folder:
        install(package, Path(folder))
        (found,) = discover(Path(folder))
        made = ArgosEngine(found).translate([zh for zh, _ in texts], PLAIN)
    for line, ((zh, date), hypotheses) in enumerate(zip(texts, made, strict=True), 1):
        if hypotheses:
            yield line, Text(zh, hypotheses[0].text, date)


def report(found: Sequence[Found], labels: Mapping[Key, Label]) -> str:
    """Markdown: precision by severity and by check, with counts and what is unlabelled."""
    tally = dict[tuple[Severity, str], Counter[str]]()
    for one in found:
        label = labels.get(one.key)
        verdict = label.verdict if label else "unlabelled"
        for name in ("all checks", f"all, {one.key[0]}", one.finding.check):
            tally.setdefault((one.finding.severity, name), Counter())[verdict] += 1
    order = [check.id for check in checks.CHECKS]
    rows = sorted(
        tally,
        key=lambda row: (SEVERITIES.index(row[0]), order.index(row[1]) if row[1] in order else -1),
    )
    out = [
        "| severity | check | findings | right | arguable | wrong | unlabelled | right, % | or arguable, % |",
        "|---|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for row in rows:
        counts = tally[row]
        judged = sum(counts[verdict] for verdict in VERDICTS)
        shares = ["–", "–"]
        if judged:
            right, arguable = counts["right"], counts["arguable"]
            shares = [f"{100 * right / judged:.1f}", f"{100 * (right + arguable) / judged:.1f}"]
        cells: list[str] = [*row, str(judged + counts["unlabelled"])]
        cells += [str(counts[name]) for name in ("right", "arguable", "wrong", "unlabelled")]
        out.append(f"| {' | '.join([*cells, *shares])} |")
    systems = {one.key[0] for one in found}
    asked = {key for key in labels if key[0] in systems}
    gone = len(asked - {one.key for one in found})
    judged = len(asked) - gone
    seen = f"{judged} of {len(found)} findings are labelled; {gone} labels are of findings no more made."
    return "\n".join([*out, "", seen])


def work_list(found: Iterable[Found]) -> Iterator[str]:
    """What a person needs to judge findings: the row of the label to be, the message, both texts marked."""
    for one in found:
        row = (*map(str, one.key), one.finding.severity, "", "")
        yield "\t".join(row)
        yield f"  {one.finding.message}"
        yield f"  {_marked(one.text.zh, one.finding.zh_span)}"
        yield f"  {_marked(one.text.en, one.finding.en_span)}\n"


def _marked(text: str, span: Span | None) -> str:
    return f"{text[: span[0]]}⟦{text[slice(*span)]}⟧{text[span[1] :]}" if span else text


def main() -> int:
    """Read the arguments; find; report or list."""
    packages = sorted((SHARED / "model").glob("*.argosmodel"))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--eval", type=Path, default=EVAL, help="folder of flores-dev.*")
    parser.add_argument("--model", type=Path, help="a package (default: that of ../shared/model if there)")
    parser.add_argument("--systems", default="argos,google,trained", help="which of these, with commas")
    parser.add_argument("--todo", action="store_true", help="list what is unlabelled, with its texts")
    parser.add_argument("--each", type=int, help="of each system, check and severity list so many at most")
    given = parser.parse_args()
    labels = load(LABELS.read_text("utf-8")) if LABELS.exists() else {}
    found = list[Found]()
    for system in given.systems.split(","):
        model: Path | None = given.model or (packages[0] if packages else None)
        if system == "trained" and model:
            found += findings(system, machine_english(model))
        elif system != "trained" and given.eval.is_dir():
            found += findings(system, lines(given.eval, f"{system}.en"))
        else:
            print(f"{system}: its texts are not here", file=sys.stderr)
    if given.todo:
        taken = Counter[tuple[str, str, str]]()
        todo = list[Found]()
        for one in found:
            group = (one.key[0], one.finding.check, one.finding.severity)
            taken[group] += 1
            if one.key not in labels and (given.each is None or taken[group] <= given.each):
                todo.append(one)
        print("\n".join(work_list(todo)))
        return 0
    print(report(found, labels))
    return 0


if __name__ == "__main__":
    sys.exit(main())
