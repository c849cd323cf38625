"""The labelled corpus: shapes of extracted text, each line with what it is, and how reading is scored.

A case file holds comments (``#``) and then one line of text a line, behind its label and a bar:
a kind (``paragraph``, ``heading`` …) where a block begins, ``+`` where the block goes on, ``&``
where the block before the last one goes on (a footnote stood between), ``furniture``, or nothing
for a blank line. ``␌`` is a form feed, ``␣`` a space at a line's end, ``⇥`` a tab. A comment
``# fails: why`` marks a shape that is not read right yet.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from briefings.catalogue import load_catalogue
from translate.ingest import Hints, read
from translate.model import Document

ROOT = Path(__file__).parents[3]
FOLDERS = (ROOT / "tests" / "cases" / "joins", ROOT / "tests" / "cases" / "structure")
FIRST_SIGHT = ROOT / "tests" / "cases" / "first_sight"
"""Shapes on which no rule was tuned: their score is what to expect of a paper nobody has tried."""

GOLDEN = ROOT / "tests" / "golden" / "structure"

_ESCAPES = str.maketrans({"␌": "\f", "␣": " ", "⇥": "\t"})
_PIECE = re.compile(r"\[(\w+)[ \d]*, lines? (\d+)(?:–(\d+))?\]")


@dataclass(frozen=True)
class Label:
    """What a line is: its kind, and the number of its block (lines of one block share it)."""

    kind: str
    block: int


@dataclass(frozen=True)
class Case:
    """A text and, for each of its line numbers that carries text, its label."""

    name: str
    text: str
    labels: dict[int, Label]
    hints: Hints
    fails: str = ""


def _case(path: Path) -> Case:
    rows = path.read_text(encoding="utf-8").splitlines()
    comments = [row[1:].strip() for row in rows if row.startswith("#")]
    lines: list[str] = []
    labels: dict[int, Label] = {}
    blocks: list[Label] = []
    current = Label("", 0)
    for row in rows:
        if row.startswith("#"):
            continue
        tag, bar, text = row.partition("|")
        assert bar, f"{path.name}: {row!r} has no bar"
        # a form feed ends the line before it
        text = text.translate(_ESCAPES)
        lines.append(text)
        tag, number = tag.strip(), len(lines)
        if not tag:
            assert not text.strip(), f"{path.name}: {row!r} has no label"
        elif tag == "+":
            labels[number] = current
        elif tag == "&":
            labels[number] = current = next(one for one in reversed(blocks) if one.kind == "paragraph")
        elif tag == "furniture":
            labels[number] = Label(tag, number)
        else:
            labels[number] = current = Label(tag, number)
            blocks.append(current)
    fails = next((comment.removeprefix("fails:").strip() for comment in comments if "fails:" in comment), "")
    text = "\n".join(lines).replace("\n\f", "\f")
    return Case(path.stem, text, labels, Hints(), fails)


def _paper(path: Path, hints: Hints, file: str) -> Case:
    """A paper's labels, as its golden structure has them; lines between a block's own may be furniture."""
    labels: dict[int, Label] = {}
    pieces = [
        (kind, int(first), int(last or first))
        for kind, first, last in _PIECE.findall(path.read_text(encoding="utf-8"))
    ]
    text = (ROOT / "seeds" / file).read_bytes().decode("utf-8-sig")
    lines = re.split("\r\n|[\r\n\f]", text)
    for kind, first, last in sorted(pieces, key=lambda piece: piece[0] == "furniture"):
        for number in range(first, last + 1):
            # a label fused with a title stands on the title's line, which stays the title's
            fused = kind == "furniture" and number in labels and labels[number].kind == "title"
            if lines[number - 1].strip() and not fused:
                labels[number] = Label(kind, first)
    return Case(path.stem, text, labels, hints)


@cache
def shapes() -> tuple[Case, ...]:
    """The shapes, by name."""
    return tuple(_case(path) for folder in FOLDERS for path in sorted(folder.glob("*.txt")))


@cache
def first_sight() -> tuple[Case, ...]:
    """The shapes that were written before the program had read them, and never used to change a rule."""
    return tuple(_case(path) for path in sorted(FIRST_SIGHT.glob("*.txt")))


@cache
def papers() -> tuple[Case, ...]:
    """The five papers."""
    catalogue = load_catalogue(ROOT / "seeds")
    return tuple(
        _paper(path, catalogue.hints[path.stem], catalogue.sources[path.stem].file)
        for path in sorted(GOLDEN.glob("*.txt"))
    )


def corpus_sha256(cases: Iterable[Case]) -> str:
    """Hash of every case's text and labels, so that a score belongs to one corpus."""
    whole = hashlib.sha256()
    for case in cases:
        rows = [f"{number}:{label.kind}:{label.block}" for number, label in sorted(case.labels.items())]
        whole.update("\0".join((case.name, case.text, *rows)).encode())
    return whole.hexdigest()


@dataclass
class Score:
    """Joins decided right, of how many; and for each kind true, false and missed blocks."""

    right: int = 0
    decisions: int = 0
    true: Counter[str] | None = None
    false: Counter[str] | None = None
    missed: Counter[str] | None = None
    wrong: tuple[str, ...] = ()

    @property
    def joins(self) -> float:
        return self.right / self.decisions if self.decisions else 1.0

    def f1(self, kind: str) -> float:
        true = (self.true or Counter())[kind]
        wrong = (self.false or Counter())[kind] + (self.missed or Counter())[kind]
        return 2 * true / (2 * true + wrong) if true + wrong else 1.0

    def plus(self, other: Score) -> Score:
        return Score(
            self.right + other.right,
            self.decisions + other.decisions,
            (self.true or Counter()) + (other.true or Counter()),
            (self.false or Counter()) + (other.false or Counter()),
            (self.missed or Counter()) + (other.missed or Counter()),
            self.wrong + other.wrong,
        )


def read_case(case: Case, folder: Path) -> Document:
    """``case`` as the program reads it."""
    path = folder / f"{case.name}.txt"
    path.write_bytes(case.text.encode("utf-8"))
    return read(path, case.name, case.hints)


def found_labels(document: Document) -> dict[int, Label]:
    """For each line what the program made of it; a label cut from a title's line leaves it the title's."""
    labels: dict[int, Label] = {}
    for piece in document.furniture:
        for start, _ in piece.spans:
            labels[document.raw.line_at(start)] = Label("furniture", piece.lines[0])
    for block in document.blocks:
        for start, _ in block.spans:
            labels[document.raw.line_at(start)] = Label(block.kind, block.lines[0])
    return labels


def score(case: Case, document: Document) -> Score:
    """Decisions between each line of text and the one before it, and the kinds of blocks."""
    found = found_labels(document)
    assert found.keys() == case.labels.keys()
    text = [number for number, label in sorted(case.labels.items()) if label.kind != "furniture"]
    wrong = []
    right = 0
    before: dict[int, int] = {}
    for previous, number in pairwise(text):
        own = case.labels[number].block
        before[case.labels[previous].block] = previous
        # what this line should go on with: its own block's last line, or else begin a block
        joined = found[number].block == found[before[own]].block if own in before else (
            found[number].block == number or (
                found[number].kind == "furniture"
            )
        )  # fmt: skip
        right += joined
        if not joined:
            wrong.append(f"line {number}: {'should go on' if own in before else 'should begin a block'}")
    truth = {(label.kind, n) for n, label in case.labels.items() if _counts(label, n)}
    guess = {(label.kind, n) for n, label in found.items() if _counts(label, n)}
    wrong += [f"line {n}: taken for {kind}" for kind, n in sorted(guess - truth, key=lambda x: x[1])]
    wrong += [f"line {n}: is {kind}" for kind, n in sorted(truth - guess, key=lambda x: x[1])]
    return Score(
        right,
        len(text) - 1,
        Counter(kind for kind, _ in truth & guess),
        Counter(kind for kind, _ in guess - truth),
        Counter(kind for kind, _ in truth - guess),
        tuple(wrong),
    )


def _counts(label: Label, number: int) -> bool:
    """A block counts by its first line, furniture by every line."""
    return label.kind == "furniture" or label.block == number
