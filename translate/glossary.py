"""The termbase: load and validate ``glossary.csv``, find terms in Chinese text."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from translate.errors import ConfigurationError
from translate.hanzi import fold, squeeze

COLUMNS = ("zh", "variants", "en", "kind", "subject", "side", "forbidden", "note")
KINDS = frozenset(
    {
        "person", "organization", "place", "country", "event", "document", "concept", "slogan", "policy",
        "title", "military", "economy", "technology", "unit", "date", "verb", "misprint",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Term:
    """One entry: a Chinese term, how it is rendered, and what it must not become.

    ``renderings[0]`` is preferred. ``side`` is whose usage it is; a term may
    stand twice with different sides.
    """

    zh: str
    variants: tuple[str, ...]
    renderings: tuple[str, ...]
    kind: str
    subject: str
    side: str
    forbidden: tuple[str, ...] = ()
    note: str = ""

    @property
    def en(self) -> str:
        """The preferred rendering."""
        return self.renderings[0]


@dataclass(frozen=True, slots=True)
class Hit:
    """A term found in a text at ``text[start:end]``; several terms if sides differ."""

    start: int
    end: int
    terms: tuple[Term, ...]


_RECENT = 8
"""Texts whose terms are kept."""


@dataclass(frozen=True, slots=True)
class Glossary:
    """All terms, indexed by every written form."""

    terms: tuple[Term, ...] = ()
    sha256: str = ""
    _index: dict[str, tuple[Term, ...]] = field(default_factory=dict, repr=False)
    _sizes: dict[str, tuple[int, ...]] = field(default_factory=dict, repr=False)
    _recent: dict[tuple[str, int], tuple[Hit, ...]] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, terms: Sequence[Term], sha256: str = "") -> Glossary:
        """A glossary of ``terms`` with its index."""
        index: dict[str, list[Term]] = {}
        for term in terms:
            for form in {fold(squeeze(form)) for form in (term.zh, *term.variants)}:
                index.setdefault(form, []).append(term)
        sizes: dict[str, set[int]] = {}
        for form in index:
            sizes.setdefault(form[:1], set()).add(len(form))
        return cls(
            tuple(terms),
            sha256,
            {form: tuple(found) for form, found in index.items()},
            {first: tuple(sorted(found, reverse=True)) for first, found in sizes.items()},
        )

    def find(self, text: str, *, shortest: int = 2) -> list[Hit]:
        """Terms in ``text``, longest match first, without overlap, in order; in either script.

        Args:
            text: Chinese text, without extractor's white space.
            shortest: forms shorter than this are left out (one-character forms
                such as 習 need context that this does not have).
        """
        if not self._index:
            return []
        found = self._recent.get((text, shortest))
        if found is None:
            # several checks ask for one text after the other
            if len(self._recent) >= _RECENT:
                self._recent.clear()
            found = self._recent[text, shortest] = tuple(self._found(text, shortest))
        return list(found)

    def _found(self, text: str, shortest: int) -> Iterator[Hit]:
        folded = fold(text)
        position = 0
        while position < len(folded):
            # most characters begin no form: that is where the time would go
            for size in self._sizes.get(folded[position], ()):
                terms = self._index.get(folded[position : position + size])
                if terms and shortest <= size <= len(folded) - position:
                    yield Hit(position, position + size, terms)
                    position += size
                    break
            else:
                position += 1


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def load_glossary(path: Path) -> Glossary:
    """The termbase at ``path``; an absent file is an empty one.

    Raises:
        ConfigurationError: wrong header, empty cells, unknown kinds, duplicates; all at once.
    """
    if not path.exists():
        return Glossary()
    data = path.read_bytes()
    problems: list[str] = []
    terms: list[Term] = []
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigurationError(
            f"{path}: not UTF-8 (byte {error.start})", "Save the file as UTF-8."
        ) from error
    # any line end: a spreadsheet may write CR alone
    reader = csv.DictReader(io.StringIO(text, newline=None))
    if tuple(reader.fieldnames or ()) != COLUMNS:
        problems.append(f"line 1: the columns must be {','.join(COLUMNS)}")
    else:
        seen: dict[tuple[str, str], int] = {}
        for row in reader:
            line = reader.line_num
            if None in row or None in row.values():
                problems.append(f"line {line}: {len(COLUMNS)} columns expected")
                continue
            term = Term(
                row["zh"].strip(), _parts(row["variants"]), _parts(row["en"]), row["kind"].strip(),
                row["subject"].strip(), row["side"].strip(), _parts(row["forbidden"]), row["note"].strip(),
            )  # fmt: skip
            if not term.zh or not term.renderings:
                problems.append(f"line {line}: zh and en must not be empty")
                continue
            if term.kind not in KINDS:
                problems.append(f"line {line}: unknown kind {term.kind!r}")
            if (term.zh, term.side) in seen:
                problems.append(f"line {line}: {term.zh} stands already in line {seen[term.zh, term.side]}")
            seen[term.zh, term.side] = line
            terms.append(term)
    if problems:
        raise ConfigurationError.from_problems(str(path), problems, "Correct these lines and run again.")
    return Glossary.of(terms, hashlib.sha256(data).hexdigest())
