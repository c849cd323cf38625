"""What the tests of imported memories share: TMX made by hand, and a database to import it into."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from translate.config import MemorySettings
from translate.memory import Memory
from translate.memory.combined import CombinedMemory, index_beside
from translate.memory.fuzzy import FuzzyIndex
from translate.memory.importing import Remark, Report, import_tmx
from translate.memory.units import UnitStore

HEADER = (
    '<header creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en"'
    ' srclang="*all*" datatype="plaintext"/>'
)


def tu(zh: str, en: str, inside: str = "", **attributes: str) -> str:
    """A unit; ``inside`` is XML before its variants."""
    told = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
    return (
        f'<tu{told}>{inside}<tuv xml:lang="zh-TW"><seg>{escape(zh)}</seg></tuv>'
        f'<tuv xml:lang="en"><seg>{escape(en)}</seg></tuv></tu>'
    )


def tmx_text(*units: str, head: str = "", header: str = HEADER) -> str:
    """A file of these units, the first of them on line 4 (after ``head``'s own lines)."""
    body = "\n".join(units)
    return f'<?xml version="1.0"?>\n{head}<tmx version="1.4">{header}\n<body>\n{body}\n</body></tmx>\n'


def props(**values: str) -> str:
    """Properties ``x-…``, with hyphens for underscores."""
    return "".join(f'<prop type="x-{key.replace("_", "-")}">{value}</prop>' for key, value in values.items())


class Workspace:
    """A database and an index, with files to import."""

    def __init__(
        self, folder: Path, project: Memory | None = None, policy: MemorySettings | None = None
    ) -> None:
        self.folder = folder
        self.database = folder / "workspace.sqlite3"
        self.project = project or Memory()
        self.policy = policy
        self.remarks: list[Remark] = []

    def take(self, *units: str, name: str = "other") -> Report:
        """Import a file of these units as the memory ``name``."""
        path = self.folder / f"{name}.tmx"
        path.write_text(tmx_text(*units), encoding="utf-8")
        return self.take_file(path, name)

    def take_file(self, path: Path, name: str = "other") -> Report:
        """Import ``path``."""
        self.remarks.clear()
        with UnitStore(self.database) as store:
            return import_tmx(path, name, store, project=self.project, remark=self.remarks.append)

    @contextmanager
    def opened(self) -> Iterator[CombinedMemory]:
        """All memories, to be asked."""
        with UnitStore(self.database) as store, FuzzyIndex(index_beside(self.database)) as index:
            yield CombinedMemory(self.project, store, index, self.policy)

    def live(self) -> list[tuple[str, str, str]]:
        """Memory, Chinese and XML of every unit that counts."""
        with UnitStore(self.database) as store:
            return [(item.name, "", xml) for item in store.imports() for xml in store.xml(item.id)]
