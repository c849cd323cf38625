"""The workspace's database: all SQL of the project is here.

A translation row is never changed: a new decision is a new row, and the newest
row of a segment is its current one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, create_engine, event, func, select
from sqlalchemy.exc import DatabaseError

from translate import schema
from translate.errors import InputError
from translate.model import Document, EngineStep, Finding, Origin, Severity, Span, State, Translation

_CHUNK = 500
"""Bound parameters per IN list: SQLite's oldest limit is 999."""


@dataclass(frozen=True, slots=True)
class Result:
    """What an engine made of a text; ``en`` is ``""`` if nothing usable came.

    ``made`` is the day, ISO 8601: a result taken from the store keeps its first day.
    """

    en: str
    steps: tuple[EngineStep, ...] = ()
    made: str = ""


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _pragmas(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in ("busy_timeout=10000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


class Store:
    """An open workspace database. Use as a context manager.

    Raises:
        InputError: the file is not a database, or from a newer version.
    """

    def __init__(self, path: Path | None) -> None:
        """Open or create the database at ``path``; ``None`` keeps it in memory (tests)."""
        if path is not None:
            _make_folder(path)
        self._engine = create_engine(f"sqlite:///{path}" if path else "sqlite://")
        event.listen(self._engine, "connect", _pragmas)
        try:
            schema.migrate(self._engine)
        except DatabaseError as error:
            self._engine.dispose()
            raise InputError(
                f"{path}: not a usable database ({error.orig})",
                "Move that file away; the next run makes a new one from seeds/.",
            ) from error
        except InputError:
            self._engine.dispose()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the connection back; what was stored is on disk already."""
        self._engine.dispose()

    # documents

    def known_version(self, slug: str) -> str | None:
        """SHA-256 of the version imported last, or ``None``."""
        with self._engine.connect() as connection:
            return _version(connection, slug)

    def put_document(self, document: Document) -> bool:
        """Record the document's version and segments; whether this version is new."""
        rows = {segment.id: segment.text for _, segment in document.segments()}
        with schema.writing(self._engine) as connection:
            new = _version(connection, document.slug) != document.sha256
            if new:
                connection.execute(
                    schema.document_version.insert().values(
                        slug=document.slug, file=document.file, sha256=document.sha256, imported=_now()
                    )
                )
            known = _existing(connection, list(rows))
            fresh = [
                {"id": key, "slug": document.slug, "zh": zh} for key, zh in rows.items() if key not in known
            ]
            if fresh:
                connection.execute(schema.segment.insert(), fresh)
        return new

    # translations

    def current(self, segment_ids: Sequence[str]) -> dict[str, Translation]:
        """The newest translation of each segment that has one, with its findings."""
        with self._engine.connect() as connection:
            return _current(connection, segment_ids)

    def history(self, segment_id: str) -> list[Translation]:
        """Every translation of a segment, oldest first."""
        table = schema.translation
        query = select(table).where(table.c.segment_id == segment_id).order_by(table.c.id)
        with self._engine.connect() as connection:
            rows = connection.execute(query).mappings().all()
            return _translations(connection, rows)

    def put(self, translations: Iterable[Translation]) -> int:
        """Append those that differ from the current ones; how many were new.

        All or none: one transaction.
        """
        wanted = list(translations)
        stored = 0
        with schema.writing(self._engine) as connection:
            known = _current(connection, [item.segment_id for item in wanted])
            for item in wanted:
                if known.get(item.segment_id) == item:
                    continue
                known[item.segment_id] = item
                stored += 1
                key = connection.execute(
                    schema.translation.insert().values(
                        segment_id=item.segment_id, en=item.en, origin=item.origin.value,
                        state=item.state.value, match=item.match, author=item.author, date=item.date,
                        signature=item.signature, stored=_now(),
                    )
                ).inserted_primary_key  # fmt: skip
                if item.findings and key is not None:
                    connection.execute(
                        schema.finding.insert(), [_finding_row(key[0], finding) for finding in item.findings]
                    )
                if item.steps and key is not None:
                    rows = [
                        {"translation_id": key[0], "kind": s.kind, "reason": s.reason} for s in item.steps
                    ]
                    connection.execute(schema.engine_step.insert(), rows)
        return stored

    # engine results

    def results(self, signature: str, texts: Sequence[str]) -> dict[str, Result]:
        """What the engine of ``signature`` made before of ``texts``, by text."""
        table = schema.engine_result
        texts_of = {_digest(text): text for text in texts}
        found: dict[str, Result] = {}
        with self._engine.connect() as connection:
            for chunk in _chunks(list(texts_of)):
                query = select(table).where(table.c.zh_sha256.in_(chunk), table.c.signature == signature)
                for row in connection.execute(query).mappings():
                    steps = tuple(EngineStep(*step) for step in json.loads(row["steps"]))
                    found[texts_of[row["zh_sha256"]]] = Result(row["en"], steps, row["made"])
        return found

    def put_results(self, signature: str, results: Mapping[str, Result]) -> None:
        """Keep what an engine made, by text; what is known already stays. One transaction."""
        table = schema.engine_result
        rows = {
            _digest(text): {
                "zh_sha256": _digest(text), "signature": signature, "en": item.en, "made": item.made,
                "steps": json.dumps([(s.kind, s.reason) for s in item.steps], ensure_ascii=False),
            }
            for text, item in results.items()
        }  # fmt: skip
        with schema.writing(self._engine) as connection:
            for chunk in _chunks(list(rows)):
                query = select(table.c.zh_sha256).where(
                    table.c.zh_sha256.in_(chunk), table.c.signature == signature
                )
                known = set(connection.execute(query).scalars())
                fresh = [rows[key] for key in chunk if key not in known]
                if fresh:
                    connection.execute(table.insert(), fresh)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _make_folder(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            f"{path.parent}: cannot be made ({error.strerror})", "Check the path and its permissions."
        ) from error


def _version(connection: Connection, slug: str) -> str | None:
    table = schema.document_version
    query = select(table.c.sha256).where(table.c.slug == slug).order_by(table.c.id.desc()).limit(1)
    return connection.execute(query).scalar()


def _current(connection: Connection, segment_ids: Sequence[str]) -> dict[str, Translation]:
    table = schema.translation
    result: dict[str, Translation] = {}
    for chunk in _chunks(segment_ids):
        newest = (
            select(func.max(table.c.id)).where(table.c.segment_id.in_(chunk)).group_by(table.c.segment_id)
        )
        rows = connection.execute(select(table).where(table.c.id.in_(newest))).mappings().all()
        result |= {item.segment_id: item for item in _translations(connection, rows)}
    return result


def _translations(connection: Connection, rows: Sequence[Mapping[Any, Any]]) -> list[Translation]:
    """The rows as translations, with their findings and steps."""
    keys = [row["id"] for row in rows]
    findings, steps = _findings(connection, keys), _steps(connection, keys)
    return [_translation(row, findings.get(row["id"], ()), steps.get(row["id"], ())) for row in rows]


def _chunks(keys: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (keys[start : start + _CHUNK] for start in range(0, len(keys), _CHUNK))


def _existing(connection: Connection, keys: Sequence[str]) -> set[str]:
    table = schema.segment
    found: set[str] = set()
    for chunk in _chunks(keys):
        found.update(connection.execute(select(table.c.id).where(table.c.id.in_(chunk))).scalars())
    return found


def _finding_row(translation_id: int, finding: Finding) -> dict[str, object]:
    zh = finding.zh_span or (None, None)
    en = finding.en_span or (None, None)
    return {
        "translation_id": translation_id, "check_id": finding.check, "severity": finding.severity,
        "message": finding.message, "zh_start": zh[0], "zh_end": zh[1], "en_start": en[0],
        "en_end": en[1], "suggestion": finding.suggestion,
    }  # fmt: skip


def _span(start: int | None, end: int | None) -> Span | None:
    return None if start is None or end is None else (start, end)


def _findings(connection: Connection, keys: Sequence[int]) -> dict[int, tuple[Finding, ...]]:
    table = schema.finding
    result: dict[int, tuple[Finding, ...]] = {}
    for chunk in _chunks(keys):
        query = select(table).where(table.c.translation_id.in_(chunk)).order_by(table.c.id)
        for row in connection.execute(query).mappings():
            severity: Severity = row["severity"]
            item = Finding(
                row["check_id"], severity, row["message"], _span(row["zh_start"], row["zh_end"]),
                _span(row["en_start"], row["en_end"]), row["suggestion"],
            )  # fmt: skip
            result[row["translation_id"]] = (*result.get(row["translation_id"], ()), item)
    return result


def _steps(connection: Connection, keys: Sequence[int]) -> dict[int, tuple[EngineStep, ...]]:
    table = schema.engine_step
    result: dict[int, tuple[EngineStep, ...]] = {}
    for chunk in _chunks(keys):
        query = select(table).where(table.c.translation_id.in_(chunk)).order_by(table.c.id)
        for row in connection.execute(query).mappings():
            step = EngineStep(row["kind"], row["reason"])
            result[row["translation_id"]] = (*result.get(row["translation_id"], ()), step)
    return result


def _translation(
    row: Mapping[Any, Any], findings: tuple[Finding, ...], steps: tuple[EngineStep, ...]
) -> Translation:
    return Translation(
        segment_id=row["segment_id"], en=row["en"], origin=Origin(row["origin"]), state=State(row["state"]),
        match=row["match"], author=row["author"], date=row["date"], signature=row["signature"],
        findings=findings, steps=steps,
    )  # fmt: skip
