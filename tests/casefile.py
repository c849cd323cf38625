"""Cases kept as data: ``tests/cases/NAME.toml`` holds tables, each with a ``name``."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parent / "cases"


def cases(file: str, table: str) -> list[Any]:
    """The tables ``[[table]]`` of ``file`` as pytest parameters, named by their ``name``."""
    data = tomllib.loads((FOLDER / f"{file}.toml").read_text(encoding="utf-8"))
    return [pytest.param(case, id=case["name"]) for case in data[table]]
