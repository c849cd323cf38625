"""Tables of the workspace's database, and the migrations that lead to them.

Portable SQL only: SQLite now, PostgreSQL later. History is append-only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    func,
    inspect,
    select,
)

from translate.errors import InputError
from translate.memory.tables import migrate_units

metadata = MetaData()

migration = Table(
    "migration", metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("applied", String(32), nullable=False),
)  # fmt: skip

document_version = Table(
    "document_version", metadata,
    Column("id", Integer, primary_key=True),
    Column("slug", String(200), nullable=False),
    Column("file", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("imported", String(32), nullable=False),
)  # fmt: skip

segment = Table(
    "segment", metadata,
    Column("id", String(220), primary_key=True),
    Column("slug", String(200), nullable=False),
    Column("zh", Text, nullable=False),
)  # fmt: skip

translation = Table(
    "translation", metadata,
    Column("id", Integer, primary_key=True),
    Column("segment_id", String(220), ForeignKey("segment.id"), nullable=False),
    Column("en", Text, nullable=False),
    Column("origin", String(16), nullable=False),
    Column("state", String(16), nullable=False),
    Column("match", Integer),
    Column("author", Text, nullable=False),
    Column("date", String(32), nullable=False),
    Column("signature", Text, nullable=False),
    Column("stored", String(32), nullable=False),
)  # fmt: skip

finding = Table(
    "finding", metadata,
    Column("id", Integer, primary_key=True),
    Column("translation_id", Integer, ForeignKey("translation.id"), nullable=False),
    Column("check_id", String(64), nullable=False),
    Column("severity", String(16), nullable=False),
    Column("message", Text, nullable=False),
    Column("zh_start", Integer), Column("zh_end", Integer),
    Column("en_start", Integer), Column("en_end", Integer),
    Column("suggestion", Text),
)  # fmt: skip

engine_step = Table(
    "engine_step", metadata,
    Column("id", Integer, primary_key=True),
    Column("translation_id", Integer, ForeignKey("translation.id"), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("reason", Text, nullable=False),
)  # fmt: skip

engine_result = Table(
    "engine_result", metadata,
    Column("id", Integer, primary_key=True),
    Column("zh_sha256", String(64), nullable=False),
    Column("signature", Text, nullable=False),
    Column("en", Text, nullable=False),
    Column("steps", Text, nullable=False),
    Column("made", String(32), nullable=False),
)  # fmt: skip

Index("translation_by_segment", translation.c.segment_id, translation.c.id)
Index("finding_by_translation", finding.c.translation_id)
Index("version_by_slug", document_version.c.slug, document_version.c.id)
Index("step_by_translation", engine_step.c.translation_id)
Index("result_by_text", engine_result.c.zh_sha256, engine_result.c.signature, unique=True)


def _first(connection: Connection) -> None:
    metadata.create_all(
        connection, tables=[document_version, segment, translation, finding], checkfirst=False
    )


def _engine_results(connection: Connection) -> None:
    """What engines made, by text and signature, and how each result came about."""
    metadata.create_all(connection, tables=[engine_step, engine_result], checkfirst=False)


MIGRATIONS: tuple[Callable[[Connection], None], ...] = (_first, _engine_results, migrate_units)
"""In order; number n (from 1) leads from schema n - 1 to n. Never edited once released."""


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that holds the write lock from its start; all of it happens, or nothing.

    So what it reads stays true until it writes, whatever other processes do. Left
    to itself, SQLite's driver begins at the first INSERT: reads, and tables made,
    before it would stand outside the transaction.
    """
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        yield connection


def _done(connection: Connection) -> int:
    if not inspect(connection).has_table(migration.name):
        return 0
    return connection.execute(select(func.max(migration.c.number))).scalar() or 0


def migrate(engine: Engine) -> None:
    """Bring the database to the newest schema, each step in its own transaction.

    Raises:
        InputError: the database was written by a newer version of the program.
    """
    with engine.connect() as connection:
        done = _done(connection)
    if done > len(MIGRATIONS):
        raise InputError(
            f"{engine.url.database}: written by a newer version"
            f" (schema {done}; this one knows {len(MIGRATIONS)})",
            "Update summit-briefings, or move that file away to start afresh from seeds/.",
        )
    for number in range(done + 1, len(MIGRATIONS) + 1):
        with writing(engine) as connection:
            if _done(connection) >= number:  # another process was here first
                continue
            migration.create(connection, checkfirst=True)
            MIGRATIONS[number - 1](connection)
            now = datetime.now(UTC).isoformat(timespec="seconds")
            connection.execute(migration.insert().values(number=number, applied=now))
