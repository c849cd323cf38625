"""Other people's translation memories into the workspace's database, with a report.

Each unit is judged by what its file says of it: who made it, a machine or a
person, and whether it was reviewed. Importing a file again changes nothing, so
an import that was killed is simply run again.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Literal

from translate.errors import InputError
from translate.hanzi import match_key
from translate.memory import Memory, tmx, unit_of
from translate.memory.units import NewUnit, UnitStore
from translate.model import Origin, State

_Item = tmx.Header | tmx.TmxUnit | tmx.Rejected
_CHUNK = 1000
"""Units a transaction: what a killed import loses at most."""

_SAYS_MACHINE = re.compile(
    r"(?:^|[^a-z0-9])(?:[ns]?mt|argos|deepl|libretranslate|modernmt|systran)(?:$|[^a-z0-9])"
    r"|machine|(?:google|bing|microsoft|amazon|baidu|youdao|tencent) ?-?translat|pseudo-?transl",
    re.IGNORECASE,
)
_ORIGIN_PROPERTY = re.compile(
    r"origin|creat|author|provider|engine|translat(?:or|ed)|source-?type|method", re.IGNORECASE
)
_MACHINE_PROPERTY = re.compile(
    r"(?:^|[^a-z])(?:[ns]?mt|machine-?translat(?:ed|ion))(?:$|[^a-z])", re.IGNORECASE
)
_NO = frozenset({"", "0", "false", "no", "none"})


@dataclass(frozen=True, slots=True)
class Remark:
    """A unit that a user may want to look at, by its line in the file; never its text."""

    kind: Literal["rejected", "conflicting"]
    line: int
    reason: str


@dataclass(slots=True)
class Report:
    """What an import did, unit by unit counted.

    Attributes:
        read: units of the file.
        new: stored for the first time, ``conflicting`` and ``machine`` ones among them.
        changed: later versions, stored in place of another file's.
        known: there already.
        older: earlier versions than what is there; kept as history.
        conflicting: new ones whose Chinese has another English too, here or in the project's memory.
        machine: new ones that a machine made and nobody reviewed: offered, never printed.
        rejected: not stored.
    """

    read: int = 0
    new: int = 0
    changed: int = 0
    known: int = 0
    older: int = 0
    conflicting: int = 0
    machine: int = 0
    rejected: int = 0


def import_tmx(
    path: Path,
    name: str,
    store: UnitStore,
    *,
    project: Memory,
    remark: Callable[[Remark], None] = lambda _remark: None,
    progress: tmx.Progress | None = None,
) -> Report:
    """Store the units of a TMX file as the memory ``name``.

    Args:
        path: the file.
        name: of the memory; one that is there already takes in what is new.
        store: the workspace's database.
        project: the project's own memory, for conflicts.
        remark: told of each unit rejected or conflicting, as they come.
        progress: told of the bytes read.

    Raises:
        InputError: unreadable, not well-formed XML, or not TMX. The units before a
            place that is not well-formed stay stored.
    """
    try:
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})", "Check the path.") from error
    report = Report()
    header = ""
    ident: int | None = None
    items = tmx.read(path, progress)
    broken: InputError | None = None
    while broken is None:
        chunk, broken = _chunk(items)
        if not chunk:
            break
        if ident is None:  # the file is TMX: from here on there is something to store
            ident = store.begin_import(name, path.name, sha256)
        units: list[tuple[int, NewUnit]] = []
        for item in chunk:
            if isinstance(item, tmx.Header):
                header = item.xml
                continue
            report.read += 1
            if isinstance(item, tmx.Rejected):
                report.rejected += 1
                remark(Remark("rejected", item.line, item.reason))
            else:
                units.append((item.line, judged(item)))
        _store(store, ident, sha256, units, project, report, remark)
    if broken is not None:
        raise broken
    store.end_import(ident or store.begin_import(name, path.name, sha256), header)
    return report


def _chunk(items: Iterator[_Item]) -> tuple[list[_Item], InputError | None]:
    """The next units, and the error that ends them, if one does."""
    chunk: list[_Item] = []
    try:
        chunk.extend(islice(items, _CHUNK))
    except InputError as error:
        return chunk, error
    return chunk, None


def _store(
    store: UnitStore,
    ident: int,
    sha256: str,
    units: list[tuple[int, NewUnit]],
    project: Memory,
    report: Report,
    remark: Callable[[Remark], None],
) -> None:
    outcomes = store.add_units(ident, sha256, [unit for _, unit in units])
    for (line, item), (what, elsewhere) in zip(units, outcomes, strict=True):
        setattr(report, what, getattr(report, what) + 1)
        if what not in {"new", "changed"}:
            continue
        report.machine += item.unit.by_machine
        ours = any(other.en != item.unit.en for other in project.by_key(item.key))
        if ours or elsewhere:
            report.conflicting += 1
            where = "the project's memory" if ours else "an imported memory"
            remark(Remark("conflicting", line, f"{where} has another English for this Chinese"))


def judged(item: tmx.TmxUnit) -> NewUnit:
    """A unit with the origin and state that its file gives it.

    ``x-origin`` and ``x-state`` are ours, as the project's own memory has them. What
    a machine made, by any mark that translation programs leave, is never above
    ``translated``.
    """
    properties = dict(item.properties)
    told = properties.get("x-origin", "")
    origin = Origin(told) if told in set(Origin) - {Origin.NONE} else Origin.MEMORY
    machine = origin is Origin.MEMORY and _by_machine(item)
    if machine:
        origin = Origin.ENGINE
    stated = properties.get("x-state", "")
    # "initial" says that there is no translation, but there is one
    known = not machine and stated in {State.REVIEWED, State.FINAL}
    state = State(stated) if known else State.TRANSLATED
    identity = item.attributes.get("tuid", "").strip()
    if not identity and properties.get("x-segment"):
        identity = f"segment {properties['x-segment']}"
    key = match_key.__wrapped__(item.zh)  # its cache would hold every unit
    return NewUnit(unit_of(item, origin, state), key, identity, item.xml)


def _by_machine(item: tmx.TmxUnit) -> bool:
    """Whether the file says so: its last author, or a property about its origin."""
    author = item.attributes.get("changeid") or item.attributes.get("creationid") or ""
    return bool(_SAYS_MACHINE.search(author)) or any(_marks(*pair) for pair in item.properties)


def _marks(kind: str, value: str) -> bool:
    if _MACHINE_PROPERTY.search(kind):
        return value.strip().casefold() not in _NO
    return bool(_ORIGIN_PROPERTY.search(kind) and _SAYS_MACHINE.search(value))


def exported(store: UnitStore, names: list[str]) -> tuple[str, Iterator[str]]:
    """Header and units of imported memories, as their files have them.

    The header is the memory's own where only one is asked for.
    """
    wanted = [item for item in store.imports() if item.name in names]
    header = wanted[0].header if len(wanted) == 1 else ""
    return header, (xml for item in wanted for xml in store.xml(item.id))
