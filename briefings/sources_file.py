"""``sources.toml`` edited in place: comments, order and everything else there survive."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import tomlkit
from pydantic import ValidationError
from tomlkit.exceptions import TOMLKitError

from briefings.entries import SourcesFile
from translate.config import Config, problems_of
from translate.errors import ConfigurationError
from translate.files import write_atomically
from translate.locks import holding

ORDER = (
    "slug", "file", "original_file", "sha256", "language", "title", "title_en", "context_en", "authors",
    "author_names", "author_line", "affiliation", "affiliation_en", "publisher", "publisher_en", "series",
    "series_en", "number", "date", "rights", "marking", "labels", "about", "inferred",
)  # fmt: skip
"""Order of the keys of a new entry, as the shipped papers have it; tables last."""

WAIT = 10.0
"""Seconds to wait for another run: an edit holds the file for some hundredths of a second."""

HEAD = "# The source papers of this workspace. Keys: see README, Your own papers.\n"


def editing(config: Config) -> AbstractContextManager[None]:
    """Hold ``sources.toml``, by a lock beside the database (``translate.locks.holding``)."""
    return holding(config.seeds / "sources.toml", config.database.with_name("sources.lock"), WAIT)


@dataclass(frozen=True, slots=True)
class SourcesText:
    """The file's text, and where it is written."""

    path: Path
    text: str

    @classmethod
    def read(cls, path: Path) -> Self:
        """The file at ``path``; a new one begins with a comment."""
        return cls(path, path.read_bytes().decode("utf-8") if path.exists() else HEAD)

    @staticmethod
    def shown(entry: Mapping[str, Any]) -> str:
        """``entry`` as it would be written."""
        table = tomlkit.table()
        for key in sorted(entry, key=ORDER.index):
            value = entry[key]
            table[key] = list(value) if isinstance(value, tuple) else value
        entries = tomlkit.aot()
        entries.append(table)
        document = tomlkit.document()
        document["source"] = entries
        return tomlkit.dumps(document)

    def with_entry(self, entry: Mapping[str, Any]) -> Self:
        """The file with ``entry`` at its end; not a byte before it changes.

        Raises:
            ConfigurationError: the file could not be read afterwards.
        """
        end = "\r\n" if "\r\n" in self.text else "\n"
        added = self.shown(entry).replace("\n", end)
        before = self.text
        if before and not before.endswith("\n"):
            before += end
        return self._checked(before + (end if before.strip() else "") + added)

    def with_changes(self, slug: str, changes: Mapping[str, Any]) -> Self:
        """The file with some keys of the entry ``slug`` set; all else as it was.

        Raises:
            ConfigurationError: the file could not be read afterwards.
        """
        try:
            document = tomlkit.parse(self.text)
        except TOMLKitError as error:
            raise self._unsound([f"not valid TOML ({error})"]) from error
        for entry in document["source"]:
            if entry["slug"] == slug:
                for key, value in changes.items():
                    entry[key] = list(value) if isinstance(value, tuple) else value
        return self._checked(tomlkit.dumps(document))

    def write(self) -> None:
        """Write it, whole or not at all.

        Raises:
            BriefingsError: it cannot be written.
        """
        write_atomically(self.path, self.text.encode())

    def _checked(self, text: str) -> Self:
        try:
            SourcesFile.model_validate(tomllib.loads(text))
        except tomllib.TOMLDecodeError as error:
            raise self._unsound([f"not valid TOML ({error})"]) from error
        except ValidationError as error:
            raise self._unsound(problems_of(error)) from error
        return type(self)(self.path, text)

    def _unsound(self, problems: list[str]) -> ConfigurationError:
        return ConfigurationError.from_problems(
            str(self.path), problems, "The file was left as it is. Write its entries as [[source]] tables."
        )
