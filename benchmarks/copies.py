"""A workspace that is many times the shipped one: papers and events under changed names and texts."""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import tomlkit

from translate import memory

SIGNS = "霖霏霆霓霜霞霧霽靄靂"
"""What tells one copy's sentences from another's: no numbers, no words that a check looks at."""
_NAMES = frozenset({"id", "slug", "document", "documents", "event", "events", "about", "related_document",
                    "lead", "variant_of", "drop"})  # fmt: skip
"""Keys whose values name papers, events and statements."""
_SHARED = ("glossary.csv", "people.toml")


def copies(seeds: Path, folder: Path, count: int) -> Path:
    """Write a workspace with ``count`` copies of the one at ``seeds``; its folder.

    The first copy is the original. In the others two signs before each full stop make
    every sentence another one, wherever it is quoted.
    """
    target = folder / "seeds"
    target.mkdir(parents=True)
    for name in _SHARED:
        shutil.copy(seeds / name, target)
    tables: dict[str, dict[str, list[Any]]] = {}
    units = memory.load(seeds / "memory.tmx").units
    made: list[memory.Unit] = []
    for number in range(count):
        papers = {}
        for path in sorted(seeds.glob("*.txt")):
            data = _changed(path.read_text("utf-8"), number).encode()
            name = f"{path.stem}{_suffix(number)}.txt"
            (target / name).write_bytes(data)
            papers[path.name] = (name, sha256(data).hexdigest())
        for name in ("sources.toml", "events.toml", "quotations.toml", "notes.toml"):
            table = tables.setdefault(name, {})
            for key, entries in tomllib.loads((seeds / name).read_text("utf-8")).items():
                table.setdefault(key, []).extend(_entry(entry, number, papers) for entry in entries)
        made += [_unit(unit, number) if number else unit for unit in units]
    for name, table in tables.items():
        (target / name).write_text(tomlkit.dumps(table), "utf-8")
    memory.save(target / "memory.tmx", memory.Memory(made))
    return folder


def _suffix(number: int) -> str:
    return f"-copy{number}" if number else ""


def _changed(text: str, number: int) -> str:
    if not number:
        return text
    return text.replace("。", f"{SIGNS[number // 10 % 10]}{SIGNS[number % 10]}。")


def _unit(unit: memory.Unit, number: int) -> memory.Unit:
    document = f"{unit.document}{_suffix(number)}"
    return replace(
        unit, zh=_changed(unit.zh, number), document=document, segment="", before="", after="", note=""
    )


def _entry(entry: Mapping[str, Any], number: int, papers: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for key, value in entry.items():
        if key in _NAMES:
            names = value if isinstance(value, list) else [value]
            changed = [f"{name}{_suffix(number)}" if name else "" for name in names]
            made[key] = changed if isinstance(value, list) else changed[0]
        elif key == "file" and value in papers:
            made[key] = papers[value][0]
        elif key == "sha256":
            made[key] = papers[entry["file"]][1]
        elif isinstance(value, str):
            made[key] = _changed(value, number)
        else:
            made[key] = value
    return made
