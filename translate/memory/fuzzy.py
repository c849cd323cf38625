"""Similar sentences: how alike two are, where they differ, and an index that finds them among a million.

The index is derived data in a file of its own beside the workspace's database,
made again whenever it is missing, damaged or stale. It is SQLite's FTS5 over
trigrams of code points; the few candidates that share the rarest trigrams with
a sentence are then compared character by character (rapidfuzz).
"""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import Literal, Self, cast

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from translate.errors import InputError
from translate.hanzi import match_key
from translate.model import Span

BEST = 99
"""The highest score of a match that is not exact: texts that differ in punctuation alone."""

_SCHEMA = "1"
_MARK = "\x1f"
"""Fills a trigram where there are only one or two characters; no text has it."""
_SHORT = 12
"""Texts up to this length are found by pairs of characters too: one edit can break all their trigrams."""
_TINY = 4
"""Texts up to this length are found by single characters too."""
_LONGEST_LIKE_SHORT = 17
"""A text longer than this is less than 70 % like any text of ``_SHORT`` characters."""
_FREQUENT = 100
"""Trigrams in more texts than this have their number of texts kept; the others count as half of it."""
_POSTINGS = 8000
"""Entries read for a text's trigrams, tuned at 1,000,000 units of few, much repeated clauses: recall@1
is 99.2 % with 6,000 and 99.5 % with 8,000 or 10,000; a lookup costs 2.8, 3.5 and 4.1 ms of a processor."""
_RANKED = 160
_RANKED_SHORT = 80
"""Candidates compared character by character: by trigrams, and of the short texts by pairs."""
_BATCH = 10_000
_PRIVATE_USE = 0xE000
_PRIVATE_USE_SIZE = 6400
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")


def reduced(text: str) -> str:
    """What similarity is measured on: the match key without punctuation, case, or the length of numbers.

    A number in digits is one character, so that 2021 and 1998 differ by one edit,
    as 九 and 八 do; which character it is depends on its digits.
    """
    return reduced_key(match_key(text))


def reduced_key(key: str) -> str:
    """``reduced`` of a text whose match key is ``key``."""
    letters = _NUMBER.sub(
        lambda m: chr(_PRIVATE_USE + zlib.crc32(m.group().encode()) % _PRIVATE_USE_SIZE), key.casefold()
    )
    return "".join(char for char in letters if not _passed_over(char))


@cache
def _passed_over(char: str) -> bool:
    category = unicodedata.category(char)
    return category[0] in "PZ" or category in {"Cc", "Cf", "Cs"}


def number_of(text: str) -> int:
    """A number of 63 bits and sign for ``text``, the same everywhere: what databases look it up by."""
    return int.from_bytes(
        hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big", signed=True
    )


def score(similarity: float) -> int:
    """A similarity from 0 to 1 as the score of a match that is not exact."""
    return min(BEST, int(100 * similarity + 1e-9))


# where two texts differ


DifferenceKind = Literal["replace", "insert", "delete"]


@dataclass(frozen=True, slots=True)
class Difference:
    """A stretch in which a memory's Chinese is not the segment's.

    Attributes:
        kind: ``insert``: only the segment has it; ``delete``: only the memory has it.
        segment: its span in the segment.
        memory: its span in the memory's Chinese.
    """

    kind: DifferenceKind
    segment: Span
    memory: Span


def differences(segment: str, memory: str) -> tuple[Difference, ...]:
    """Where ``memory`` differs from ``segment``; script, width and white space do not count.

    In order; spans are character offsets in the texts as they are.
    """
    ours, theirs = _characters(segment), _characters(memory)
    steps = Levenshtein.opcodes([key for key, _ in theirs], [key for key, _ in ours])
    return tuple(
        Difference(
            cast("DifferenceKind", step.tag),
            _span(ours, step.dest_start, step.dest_end, len(segment)),
            _span(theirs, step.src_start, step.src_end, len(memory)),
        )
        for step in steps
        if step.tag != "equal"
    )


def _characters(text: str) -> list[tuple[str, int]]:
    """Each character's own match key with its offset; white space has none."""
    return [(match_key(char), offset) for offset, char in enumerate(text) if not char.isspace()]


def _span(characters: Sequence[tuple[str, int]], start: int, end: int, length: int) -> Span:
    if start == end:
        at = characters[start][1] if start < len(characters) else length
        return at, at
    return characters[start][1], characters[end - 1][1] + 1


# the index


@dataclass(frozen=True, slots=True)
class Candidate:
    """An indexed text: ``number_of`` its reduced form, and how alike it is, from 0 to 1."""

    number: int
    similarity: float


def most_similar(text: str, texts: Sequence[str], threshold: int, limit: int) -> list[tuple[int, float]]:
    """The ``limit`` most similar of ``texts`` (all reduced): position and similarity, best first."""
    found = process.extract(
        text, texts, scorer=Levenshtein.normalized_similarity, score_cutoff=threshold / 100, limit=limit
    )
    return [(position, similarity) for _, similarity, position in found]


class FuzzyIndex:
    """Reduced texts by their trigrams. Use as a context manager, in one thread.

    Raises:
        InputError: this Python's SQLite has no FTS5 with trigrams (3.34, 2020), or the
            file cannot be written.
    """

    def __init__(self, path: Path | None) -> None:
        """Open or make the index at ``path``; ``None`` keeps it in memory."""
        self._path = path
        try:
            self._database = self._open()
        except sqlite3.OperationalError as error:
            raise self._error(error) from error
        except sqlite3.DatabaseError:  # not one of ours: it is derived data, made again
            discard(path)
            self._database = self._open()
        self._frequent: dict[str, int] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; what was indexed is on disk."""
        self._database.close()

    def clear(self) -> None:
        """Forget everything; the file is made again."""
        self._database.close()
        discard(self._path)
        self._database = self._open()
        self._frequent = None

    def _error(self, error: sqlite3.Error) -> InputError:
        return InputError(
            f"{self._path}: the index of similar sentences cannot be used ({error})",
            "Delete that file, which is made again; it needs SQLite 3.34 or newer and room on the disk.",
        )

    def _open(self) -> sqlite3.Connection:
        if self._path is not None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
        database = sqlite3.connect(self._path or ":memory:", timeout=60, isolation_level=None)
        try:
            database.execute("PRAGMA journal_mode=WAL")
            database.execute("PRAGMA synchronous=NORMAL")
            known = database.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'meta'").fetchone()[0]
            if known and self._meta(database, "schema") != _SCHEMA:
                raise sqlite3.DatabaseError("of another version")  # noqa: TRY301
            if not known:
                self._create(database)
        except BaseException:
            database.close()
            raise
        return database

    @staticmethod
    def _create(database: sqlite3.Connection) -> None:
        database.executescript(
            "BEGIN IMMEDIATE;"  # noqa: S608  (our own number)
            "CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);"
            "CREATE TABLE IF NOT EXISTS text"
            " (id INTEGER PRIMARY KEY, number INTEGER NOT NULL UNIQUE, key TEXT NOT NULL);"
            "CREATE TABLE IF NOT EXISTS frequent (gram TEXT PRIMARY KEY, texts INTEGER NOT NULL);"
            "CREATE VIRTUAL TABLE IF NOT EXISTS grams USING fts5"
            " (key, content='', detail=none, columnsize=0, tokenize='trigram case_sensitive 1');"
            "CREATE VIRTUAL TABLE IF NOT EXISTS vocabulary USING fts5vocab (grams, row);"
            f"INSERT OR IGNORE INTO meta VALUES ('schema', '{_SCHEMA}'), ('last', ''), ('id', '0');"
            "COMMIT;"
        )

    @staticmethod
    def _meta(database: sqlite3.Connection, name: str) -> str:
        row = database.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else ""

    @property
    def last(self) -> tuple[int, str]:
        """Id and digest of the unit indexed last: whether the index belongs to the memories at hand."""
        return int(self._meta(self._database, "id")), self._meta(self._database, "last")

    def __len__(self) -> int:
        return int(self._database.execute("SELECT count(*) FROM text").fetchone()[0])

    def add(self, rows: Iterable[tuple[int, str, str]]) -> int:
        """Index units: (id, digest, reduced text), by rising id; how many there were.

        Killed, it goes on from the last batch that was written whole.
        """
        count, batch = 0, list[tuple[int, str, str]]()
        try:
            for row in rows:
                batch.append(row)
                if len(batch) == _BATCH:
                    count += self._write(batch)
                    batch.clear()
            count += self._write(batch)
            if count:
                self._count_grams(optimize=count >= _BATCH)
        except sqlite3.Error as error:
            raise self._error(error) from error
        return count

    def _write(self, batch: Sequence[tuple[int, str, str]]) -> int:
        if not batch:
            return 0
        run = self._database.execute
        run("BEGIN IMMEDIATE")
        try:
            for _, _, key in batch:
                if not key:
                    continue
                added = run("INSERT OR IGNORE INTO text (number, key) VALUES (?, ?)", (number_of(key), key))
                if added.rowcount:
                    run("INSERT INTO grams (rowid, key) VALUES (?, ?)", (added.lastrowid, _indexed(key)))
            ident, digest, _ = batch[-1]
            run("UPDATE meta SET value = ? WHERE name = 'id'", (str(ident),))
            run("UPDATE meta SET value = ? WHERE name = 'last'", (digest,))
            run("COMMIT")
        except BaseException:
            run("ROLLBACK")
            raise
        return len(batch)

    def _count_grams(self, *, optimize: bool) -> None:
        run = self._database.execute
        run("BEGIN IMMEDIATE")
        if optimize:
            run("INSERT INTO grams (grams) VALUES ('optimize')")
        run("DELETE FROM frequent")
        run("INSERT INTO frequent SELECT term, doc FROM vocabulary WHERE doc > ?", (_FREQUENT,))
        run("COMMIT")
        self._frequent = None

    def similar(self, text: str, threshold: int, limit: int) -> list[Candidate]:
        """The indexed texts most like ``text`` (reduced), best first.

        Args:
            text: ``reduced`` of the segment.
            threshold: least similarity, in percent.
            limit: how many at most.
        """
        if not text:
            return []
        try:
            same = self._database.execute("SELECT id FROM text WHERE number = ?", (number_of(text),))
            ids = {ident for (ident,) in same}
            # apart, because short texts are in both and would crowd out the others
            for grams, ranked in ((_trigrams(text), _RANKED), (_fillers(text), _RANKED_SHORT)):
                ids.update(ident for ident, _ in self._votes(grams).most_common(ranked))
            rows = self._texts(sorted(ids))
        except sqlite3.Error as error:
            raise self._error(error) from error
        best = most_similar(text, [key for _, key in rows], threshold, limit)
        return [Candidate(rows[position][0], similarity) for position, similarity in best]

    def _texts(self, ids: Sequence[int]) -> list[tuple[int, str]]:
        rows = self._database.execute(
            "SELECT number, key FROM text WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id",
            (json.dumps(ids),),
        )
        return rows.fetchall()

    def _votes(self, grams: Iterable[str]) -> Counter[int]:
        """How many of the rarest of ``grams`` each indexed text has."""
        if self._frequent is None:
            self._frequent = dict(self._database.execute("SELECT gram, texts FROM frequent").fetchall())
        known = self._frequent
        votes: Counter[int] = Counter()
        left = _POSTINGS
        for texts, gram in sorted((known.get(gram, _FREQUENT // 2), gram) for gram in grams):
            if votes and texts > left:
                break
            left -= texts
            votes.update(chain.from_iterable(self._having(gram)))
        return votes

    def _having(self, gram: str) -> list[tuple[int]]:
        quoted = '"' + gram.replace('"', '""') + '"'
        return self._database.execute("SELECT rowid FROM grams WHERE grams MATCH ?", (quoted,)).fetchall()

    def containing(self, part: str, limit: int) -> list[int]:
        """Numbers of indexed texts that may contain ``part`` (reduced, three characters or more)."""
        query = " AND ".join('"' + gram.replace('"', '""') + '"' for gram in sorted(_trigrams(part)))
        rows = self._database.execute(
            "SELECT text.number FROM text WHERE text.id IN (SELECT rowid FROM grams WHERE grams MATCH ?)"
            " AND instr(text.key, ?) LIMIT ?",
            (query, part, limit),
        )
        return [number for (number,) in rows]


def discard(path: Path | None) -> None:
    """Remove the index at ``path``, with all text in it; the next use makes it again."""
    if path is not None:
        for suffix in ("", "-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)


def _indexed(key: str) -> str:
    """``key`` as it is indexed: short texts also by their pairs and characters, each filled up to three."""
    if len(key) > _SHORT:
        return key
    return _MARK.join((key, *_fillings(key)))


def _fillings(key: str) -> list[str]:
    pairs = [key[at : at + 2] + _MARK for at in range(len(key) - 1)]
    return pairs + ([char + _MARK * 2 for char in key] if len(key) <= _TINY else [])


def _trigrams(text: str) -> set[str]:
    return {text[at : at + 3] for at in range(len(text) - 2)}


def _fillers(text: str) -> set[str]:
    return set(_fillings(text)) if len(text) <= _LONGEST_LIKE_SHORT else set()
