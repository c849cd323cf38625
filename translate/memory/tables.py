"""Tables of imported translation memories; ``schema`` has their migration."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

_metadata = MetaData()

memory_import = Table(
    "memory_import", _metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(200), nullable=False, unique=True),
    Column("file", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("header", Text, nullable=False),
    Column("begun", String(32), nullable=False),
    Column("completed", String(32)),
)  # fmt: skip
"""A memory that a user brought: the file it came from last, when, and its header as TMX."""

memory_unit = Table(
    "memory_unit", _metadata,
    Column("id", Integer, primary_key=True),
    Column("import_id", Integer, ForeignKey("memory_import.id"), nullable=False),
    Column("source", String(64), nullable=False),
    Column("digest", String(32), nullable=False),
    Column("identity", String(32), nullable=False),
    Column("key_number", BigInteger, nullable=False),
    Column("reduced_number", BigInteger, nullable=False),
    Column("key", Text, nullable=False),
    Column("zh", Text, nullable=False),
    Column("en", Text, nullable=False),
    Column("origin", String(16), nullable=False),
    Column("state", String(16), nullable=False),
    Column("author", Text, nullable=False),
    Column("date", Text, nullable=False),
    Column("document", Text, nullable=False),
    Column("segment", Text, nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("xml", Text, nullable=False),
    Column("stored", String(32), nullable=False),
    Column("superseded", String(32)),
    sqlite_autoincrement=True,
)  # fmt: skip
"""A unit of an imported memory. Ids only rise and are never used again: the index counts on it.

``source`` is the SHA-256 of its file, ``digest`` of the whole unit as that file has
it, ``identity`` of what makes two versions one unit; ``key`` is its match key, and the
numbers are ``fuzzy.number_of`` the key and the reduced text. ``superseded`` is when a
later version took its place.
"""

# none over a Text column: databases limit what an index entry can hold
Index("unit_by_digest", memory_unit.c.import_id, memory_unit.c.digest, unique=True)
Index("unit_by_identity", memory_unit.c.import_id, memory_unit.c.identity)
Index("unit_by_key", memory_unit.c.key_number)
Index("unit_by_reduced", memory_unit.c.reduced_number)


def migrate_units(connection: Connection) -> None:
    """Make the tables of imported memories."""
    _metadata.create_all(connection, tables=[memory_import, memory_unit], checkfirst=False)
