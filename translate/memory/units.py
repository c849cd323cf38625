"""Imported translation memories in the workspace's database: what is stored and asked of them.

A unit is never changed: a later version of it takes its place, and the earlier
one stays as history until the memory is forgotten.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import Select, func, select

from translate import schema
from translate.memory import Unit, stamp
from translate.memory.fuzzy import number_of, reduced_key
from translate.memory.tables import memory_import, memory_unit
from translate.model import Origin, State
from translate.store import Store

_IN_LIST = 500
"""Bound parameters per IN list: SQLite's oldest limit is 999."""
_PAGE = 2000
_MANY = 500
"""Units of similar texts read for one segment: short texts can stand in a memory thousands of times."""
_STAMP = re.compile(r"\d{8}T\d{6}Z")

Outcome = Literal["new", "changed", "known", "older"]
"""What became of a unit: ``known`` was there already, ``older`` than the version that is."""


@dataclass(frozen=True, slots=True)
class Import:
    """An imported memory. ``completed`` is ``""`` while its import has not come to its end."""

    id: int
    name: str
    file: str
    sha256: str
    begun: str
    completed: str
    units: int
    header: str


@dataclass(frozen=True, slots=True)
class ImportedUnit:
    """A unit with the imported memory that has it."""

    id: int
    memory: str
    key: str
    unit: Unit


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A unit as its file has it, ready to be stored.

    ``key`` is its match key. ``identity`` is what its file calls it; ``""`` if it has no name there, and then
    its texts and neighbours are what makes it the same.
    """

    unit: Unit
    key: str
    identity: str
    xml: str


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _digest(*parts: str) -> str:
    return hashlib.blake2b("\x1f".join(parts).encode(), digest_size=16).hexdigest()


class UnitStore(Store):
    """The workspace's database with its imported memories. Use as a context manager."""

    # the memories

    def imports(self) -> list[Import]:
        """The imported memories, by name, with the number of their units."""
        counts = (
            select(memory_unit.c.import_id, func.count().label("units"))
            .where(memory_unit.c.superseded.is_(None))
            .group_by(memory_unit.c.import_id)
            .subquery()
        )
        query = (
            select(memory_import, func.coalesce(counts.c.units, 0).label("units"))
            .outerjoin(counts, counts.c.import_id == memory_import.c.id)
            .order_by(memory_import.c.name)
        )
        with self._engine.connect() as connection:
            return [
                Import(**{**row, "completed": row["completed"] or ""})
                for row in connection.execute(query).mappings()
            ]

    def begin_import(self, name: str, file: str, sha256: str) -> int:
        """Id of the memory ``name``; made if there is none, else its file is now this one."""
        with schema.writing(self._engine) as connection:
            query = select(memory_import.c.id).where(memory_import.c.name == name)
            ident = connection.execute(query).scalar()
            values: dict[str, str | None] = {"file": file, "sha256": sha256, "completed": None}
            if ident is not None:
                connection.execute(memory_import.update().where(memory_import.c.id == ident).values(**values))
                return int(ident)
            made = connection.execute(
                memory_import.insert().values(name=name, begun=_now(), header="", **values)
            ).inserted_primary_key
            return int(made[0]) if made else 0

    def end_import(self, ident: int, header: str) -> None:
        """Note that the whole file was read, and its header."""
        with schema.writing(self._engine) as connection:
            connection.execute(
                memory_import.update()
                .where(memory_import.c.id == ident)
                .values(completed=_now(), header=header)
            )

    def forget(self, name: str) -> int:
        """Delete an imported memory with all its units; how many there were, history included."""
        with schema.writing(self._engine) as connection:
            ident = connection.execute(
                select(memory_import.c.id).where(memory_import.c.name == name)
            ).scalar()
            gone = connection.execute(memory_unit.delete().where(memory_unit.c.import_id == ident)).rowcount
            connection.execute(memory_import.delete().where(memory_import.c.id == ident))
        return gone

    # writing units

    def add_units(self, ident: int, source: str, units: Sequence[NewUnit]) -> list[tuple[Outcome, bool]]:
        """Store what is new of ``units``, in one transaction.

        A later version takes the place of earlier ones that another file brought; what one
        file has twice stands twice.

        Args:
            ident: of the memory.
            source: SHA-256 of the file that they are from.
            units: in the file's order.

        Returns:
            For each unit what became of it, and whether the memories also have
            another English for its Chinese.
        """
        rows = [_row(ident, source, item) for item in units]
        with schema.writing(self._engine) as connection:
            digests = set[str]()
            versions = dict[str, list[tuple[str, str]]]()  # digests and dates by identity
            english = dict[int, set[str]]()
            for query in _in_chunks(_digests(ident), memory_unit.c.digest, [row["digest"] for row in rows]):
                digests.update(connection.execute(query).scalars())
            fresh = [row for row in rows if row["digest"] not in digests]
            earlier = _versions(ident, source)
            for query in _in_chunks(earlier, memory_unit.c.identity, [row["identity"] for row in fresh]):
                for identity, digest, date in connection.execute(query):
                    versions.setdefault(identity, []).append((digest, date))
            for query in _in_chunks(_english(), memory_unit.c.key_number, [r["key_number"] for r in fresh]):
                for number, first, last in connection.execute(query.group_by(memory_unit.c.key_number)):
                    english[number] = {first, last}
            outcomes = [_outcome(row, digests, versions, english) for row in rows]
            stored = [row for row, (what, _) in zip(rows, outcomes, strict=True) if what != "known"]
            replaced = [digest for row in stored for digest in row.pop("replaces")]
            if stored:
                connection.execute(memory_unit.insert(), stored)
            self._supersede(connection, ident, replaced)
        return outcomes

    @staticmethod
    def _supersede(connection: Any, ident: int, digests: Sequence[str]) -> None:
        for start in range(0, len(digests), _IN_LIST):
            connection.execute(
                memory_unit.update()
                .where(
                    memory_unit.c.import_id == ident,
                    memory_unit.c.digest.in_(digests[start : start + _IN_LIST]),
                )
                .values(superseded=_now())
            )

    # reading units

    def has_units(self) -> bool:
        """Whether any imported memory has a unit."""
        with self._engine.connect() as connection:
            return connection.execute(select(memory_unit.c.id).limit(1)).scalar() is not None

    def by_key(self, key: str) -> list[ImportedUnit]:
        """The units whose match key is ``key``, oldest first."""
        found = self._found(memory_unit.c.key_number == number_of(key))
        return [item for item in found if item.key == key]

    def by_reduced(self, numbers: Sequence[int]) -> list[ImportedUnit]:
        """The units of these reduced texts (``fuzzy.number_of`` each); the first ``_MANY`` of them."""
        return self._found(memory_unit.c.reduced_number.in_(numbers), _MANY)

    def containing(self, *, key: str, en: str = "", limit: int) -> list[ImportedUnit]:
        """Units whose match key contains ``key``, or whose English ``en``, in any case; reads them all."""
        condition = memory_unit.c.key.icontains(key, autoescape=True)
        if en:
            condition |= memory_unit.c.en.icontains(en, autoescape=True)
        return self._found(condition, limit)

    def _found(self, condition: Any, limit: int | None = None) -> list[ImportedUnit]:
        query = (
            select(memory_unit, memory_import.c.name)
            .join(memory_import, memory_import.c.id == memory_unit.c.import_id)
            .where(condition, memory_unit.c.superseded.is_(None))
            .order_by(memory_unit.c.id)
            .limit(limit)
        )
        with self._engine.connect() as connection:
            return [_imported(row) for row in connection.execute(query).mappings()]

    def digest_of(self, ident: int) -> str:
        """The digest of a unit, superseded or not; ``""`` if there is none."""
        with self._engine.connect() as connection:
            query = select(memory_unit.c.digest).where(memory_unit.c.id == ident)
            return connection.execute(query).scalar() or ""

    def count_after(self, ident: int) -> int:
        """How many units came after the unit ``ident``."""
        with self._engine.connect() as connection:
            query = select(func.count()).select_from(memory_unit).where(memory_unit.c.id > ident)
            return connection.execute(query).scalar() or 0

    def reduced_after(self, ident: int) -> Iterator[tuple[int, str, str]]:
        """Id, digest and reduced text of every unit after ``ident``, by rising id."""
        while True:
            query = (
                select(memory_unit.c.id, memory_unit.c.digest, memory_unit.c.key)
                .where(memory_unit.c.id > ident)
                .order_by(memory_unit.c.id)
                .limit(_PAGE)
            )
            with self._engine.connect() as connection:
                rows = connection.execute(query).all()
            if not rows:
                return
            for number, digest, key in rows:
                yield number, digest, reduced_key(key)
            ident = rows[-1][0]

    def xml(self, import_id: int) -> Iterator[str]:
        """Every unit of a memory as its file has it, in the order it came."""
        last = 0
        while True:
            query = (
                select(memory_unit.c.id, memory_unit.c.xml)
                .where(
                    memory_unit.c.id > last,
                    memory_unit.c.import_id == import_id,
                    memory_unit.c.superseded.is_(None),
                )
                .order_by(memory_unit.c.id)
                .limit(_PAGE)
            )
            with self._engine.connect() as connection:
                rows = connection.execute(query).all()
            if not rows:
                return
            yield from (text for _, text in rows)
            last = rows[-1][0]


def _row(ident: int, source: str, item: NewUnit) -> dict[str, Any]:
    unit, key = item.unit, item.key
    identity = (item.identity, unit.zh) if item.identity else ("", unit.zh, unit.en, unit.before, unit.after)
    return {
        "import_id": ident, "digest": _digest(item.xml), "identity": _digest(*identity),
        "key_number": number_of(key), "reduced_number": number_of(reduced_key(key)), "key": key,
        "zh": unit.zh, "en": unit.en, "origin": unit.origin.value, "state": unit.state.value,
        "author": unit.author, "date": unit.date, "document": unit.document, "segment": unit.segment,
        "before": unit.before, "after": unit.after, "note": unit.note, "xml": item.xml, "stored": _now(),
        "superseded": None, "source": source, "replaces": [],
    }  # fmt: skip


def _outcome(
    row: dict[str, Any],
    digests: set[str],
    versions: Mapping[str, Sequence[tuple[str, str]]],
    english: dict[int, set[str]],
) -> tuple[Outcome, bool]:
    """What becomes of ``row``; ``digests`` and ``english`` then know it too, for the rows that follow."""
    if row["digest"] in digests:
        return "known", False
    digests.add(row["digest"])
    others = english.setdefault(row["key_number"], set())
    conflicting = bool(others - {row["en"]})
    others.add(row["en"])
    moment = _moment(row["date"])
    # without dates nobody can say which is the later: both stay
    dated = [(digest, _moment(date)) for digest, date in versions.get(row["identity"], ()) if _moment(date)]
    if moment and any(date > moment for _, date in dated):
        row["superseded"] = row["stored"]
        return "older", conflicting
    row["replaces"] = [digest for digest, date in dated if date < moment]
    return "changed" if row["replaces"] else "new", conflicting


def _moment(date: str) -> str:
    """A date that can be compared with others; ``""`` if it is none."""
    text = stamp(date)
    return text if _STAMP.fullmatch(text) else ""


def _digests(ident: int) -> Select[Any]:
    return select(memory_unit.c.digest).where(memory_unit.c.import_id == ident)


def _versions(ident: int, source: str) -> Select[Any]:
    return select(memory_unit.c.identity, memory_unit.c.digest, memory_unit.c.date).where(
        memory_unit.c.import_id == ident,
        memory_unit.c.superseded.is_(None),
        memory_unit.c.source != source,
    )


def _english() -> Select[Any]:
    """Whether a key has one English or several: the first and the last of them tell."""
    english = memory_unit.c.en
    return select(memory_unit.c.key_number, func.min(english), func.max(english)).where(
        memory_unit.c.superseded.is_(None)
    )


def _in_chunks(query: Select[Any], column: Any, values: Sequence[Any]) -> Iterator[Select[Any]]:
    for start in range(0, len(values), _IN_LIST):
        yield query.where(column.in_(values[start : start + _IN_LIST]))


def _imported(row: Mapping[Any, Any]) -> ImportedUnit:
    unit = Unit(
        zh=row["zh"], en=row["en"], origin=Origin(row["origin"]), state=State(row["state"]),
        author=row["author"], date=row["date"], document=row["document"], segment=row["segment"],
        before=row["before"], after=row["after"], note=row["note"],
    )  # fmt: skip
    return ImportedUnit(row["id"], row["name"], row["key"], unit)
