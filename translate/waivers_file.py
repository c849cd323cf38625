"""``waivers.toml``, read and edited in place: comments and everything else there survive.

A new entry goes to the end, and not a byte before it changes. A withdrawn entry goes
with its lines alone.
"""

from __future__ import annotations

import io
import re
import tomllib
from collections.abc import Collection, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Final, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from translate.errors import ConfigurationError
from translate.files import sweep, write_atomically
from translate.locks import holding
from translate.model import Waiver
from translate.waivers import DIGITS, REASONS

NAME: Final = "waivers.toml"

WAIT: Final = 10.0
"""Seconds to wait for another run: an edit holds the file for some hundredths of a second."""

HEAD: Final = (
    "# Findings of the checks that a person let stand: see README, Findings that may stand.\n"
    "# Written by briefings waive. An entry ends when the Chinese or the English changes.\n"
)
_REMEDY: Final = "Correct the entry, or take its lines out: briefings check then shows the finding again."
_HEADER: Final = re.compile(r"""[ \t]*\[\[[ \t]*(?:waiver|"waiver"|'waiver')[ \t]*\]\]""")
_KEYS: Final = ("segment", "check", "zh", "en", "zh_sha256", "en_sha256", "reason", "note", "by", "date")
_FIELDS: Final = {"zh": "zh_marked", "en": "en_marked"}
"""Keys of the file that the model calls otherwise."""
_ESCAPED: Final = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}


def _reason(value: str) -> str:
    if value not in REASONS:
        raise ValueError(f"no such reason; there are {', '.join(REASONS)}")
    return value


def _day(value: str) -> str:
    if date.fromisoformat(value).isoformat() != value:
        raise ValueError("a day is YYYY-MM-DD")
    return value


_Text = Annotated[str, Field(min_length=1)]
_Digest = Annotated[str, Field(pattern=rf"^[0-9a-f]{{{DIGITS}}}$")]


class _Entry(BaseModel):
    """A waiver as it is written; unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    segment: Annotated[str, Field(pattern=r"^[^.\s]+\.[^.\s]+$")]
    check: _Text
    zh: str
    en: str
    zh_sha256: _Digest
    en_sha256: _Digest
    reason: Annotated[str, AfterValidator(_reason)]
    note: str = ""
    by: _Text
    date: Annotated[str, AfterValidator(_day)]

    def waiver(self) -> Waiver:
        return Waiver(**{_FIELDS.get(key, key): getattr(self, key) for key in _KEYS})


@dataclass(frozen=True, slots=True)
class _Piece:
    """An entry with its lines; ``line`` is that of its header, from 1."""

    line: int
    text: str

    def rest(self) -> str:
        """What stays when the entry is withdrawn: comments after its last key, which speak of the next."""
        lines = self.text.split("\n")
        end = len(lines)
        while end > 1 and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
            end -= 1
        while not _is_whole("\n".join([*lines[:end], ""])):  # such lines may stand inside a text
            end += 1
        tail = lines[end:]
        while tail and not tail[0].strip():
            del tail[0]
        return "\n".join(tail)


@dataclass(frozen=True, slots=True)
class WaiversText:
    """The file's text, where it is written, and the waivers in it, in order."""

    path: Path
    text: str
    waivers: tuple[Waiver, ...]

    @classmethod
    def read(cls, path: Path) -> Self:
        """The file at ``path``; a new one begins with comments.

        Raises:
            ConfigurationError: it cannot be read, or entries are wrong (all of them listed).
        """
        try:
            text = path.read_bytes().decode("utf-8")
        except FileNotFoundError:
            text = HEAD
        except (OSError, UnicodeDecodeError) as error:
            told = error.strerror if isinstance(error, OSError) else f"not UTF-8: {error}"
            raise ConfigurationError.from_problems(str(path), [f"file: {told}"], _REMEDY) from error
        return cls(path, text, _waivers(path, text))

    def with_new(self, waivers: Iterable[Waiver]) -> Self:
        """The file with those of ``waivers`` at its end whose finding has none yet, each as an entry.

        Raises:
            ConfigurationError: the file could not be read afterwards.
        """
        known = {_finding_of(waiver) for waiver in self.waivers}
        new = {_finding_of(waiver): waiver for waiver in waivers}
        added = tuple(waiver for finding, waiver in new.items() if finding not in known)
        end = "\r\n" if "\r\n" in self.text else "\n"
        text = self.text
        for waiver in added:
            if text and not text.endswith("\n"):
                text += end
            # a blank line between entries, and not two of them
            gap = end if text.strip() and not text.endswith(("\n\n", "\n\r\n")) else ""
            text += gap + _shown(waiver).replace("\n", end)
        return self._checked(text, (*self.waivers, *added))

    def without(self, withdrawn: Collection[Waiver]) -> Self:
        """The file without the entries of ``withdrawn``; comments before and after them stay.

        Raises:
            ConfigurationError: the entries are not tables of their own.
        """
        head, pieces = _pieces(self.text)
        if len(pieces) != len(self.waivers):
            raise self._unsound()
        kept = [head]
        for piece, waiver in zip(pieces, self.waivers, strict=True):
            kept.append(piece.rest() if waiver in withdrawn else piece.text)
        text = "".join(kept)
        if len(text) < len(self.text) and text.strip():
            text = text.rstrip("\r\n") + ("\r\n" if "\r\n" in self.text else "\n")
        return self._checked(text, tuple(waiver for waiver in self.waivers if waiver not in withdrawn))

    def write(self) -> bool:
        """Write it, whole or not at all; whether the file changed. Stale parts of killed runs go.

        Raises:
            BriefingsError: it cannot be written.
        """
        sweep(self.path.parent)
        return write_atomically(self.path, self.text.encode())

    def _checked(self, text: str, waivers: tuple[Waiver, ...]) -> Self:
        try:
            found = _waivers(self.path, text)
        except ConfigurationError as error:
            raise self._unsound() from error
        if found != waivers:
            raise self._unsound()
        return type(self)(self.path, text, waivers)

    def _unsound(self) -> ConfigurationError:
        return ConfigurationError(
            f"{self.path}: cannot be edited as it is written; it was left as it is",
            "Write each entry as a [[waiver]] table of its own, then run this command again.",
        )


def load_waivers(path: Path) -> tuple[Waiver, ...]:
    """The waivers of ``path``; none if there is no such file.

    Raises:
        ConfigurationError: it cannot be read, or entries are wrong (all of them listed).
    """
    return WaiversText.read(path).waivers


def editing(path: Path, lock: Path) -> AbstractContextManager[None]:
    """Hold the waivers at ``path`` (``translate.locks.holding``)."""
    return holding(path, lock, WAIT)


def _waivers(path: Path, text: str) -> tuple[Waiver, ...]:
    try:
        data: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError.from_problems(str(path), [f"file: not valid TOML ({error})"], _REMEDY) from (
            error
        )
    problems = [f"{key}: no such table; entries are [[waiver]]" for key in data if key != "waiver"]
    entries = data.get("waiver", [])
    if not isinstance(entries, list):
        problems.append("waiver: entries are [[waiver]]")
        entries = []
    waivers = []
    for number, entry in enumerate(entries):
        if not isinstance(entry, dict):
            problems.append(f"{_where(text, number)}: not a table of keys")
            continue
        try:
            waivers.append(_Entry.model_validate(entry).waiver())
        except ValidationError as error:
            where = _where(text, number)
            problems += [f"{where}: {_told(item)}" for item in error.errors()]
    if problems:
        raise ConfigurationError.from_problems(str(path), problems, _REMEDY)
    return tuple(waivers)


def _finding_of(waiver: Waiver) -> Waiver:
    """What two waivers of one finding have in common."""
    return replace(waiver, reason="", note="", by="", date="")


def _told(item: Any) -> str:
    return f"{'.'.join(map(str, item['loc']))}: {item['msg'].removeprefix('Value error, ')}"


def _where(text: str, number: int) -> str:
    _, pieces = _pieces(text)
    line = f" (line {pieces[number].line})" if number < len(pieces) else ""
    return f"waiver {number + 1}{line}"


def _pieces(text: str) -> tuple[str, list[_Piece]]:
    """What stands before the first entry, and the entries with their lines; joined they are the text."""
    starts: list[tuple[int, list[str]]] = [(1, [])]
    for number, line in enumerate(io.StringIO(text, newline="\n"), start=1):
        if _HEADER.match(line) and _is_whole("".join(starts[-1][1])):
            starts.append((number, []))
        starts[-1][1].append(line)
    head, *pieces = (_Piece(number, "".join(lines)) for number, lines in starts)
    return head.text, pieces


def _is_whole(text: str) -> bool:
    """Whether ``text`` ends outside of a text of several lines, in which a header is none."""
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    return True


def _shown(waiver: Waiver) -> str:
    """The canonical form of an entry."""
    values = {key: getattr(waiver, _FIELDS.get(key, key)) for key in _KEYS}
    lines = [f"{key} = {_string(value)}" for key, value in values.items() if value or key != "note"]
    return "\n".join(["[[waiver]]", *lines]) + "\n"


def _string(text: str) -> str:
    """A TOML string in which nothing is invisible."""
    return '"' + "".join(map(_character, text)) + '"'


def _character(char: str) -> str:
    if char in _ESCAPED:
        return _ESCAPED[char]
    return char if char.isprintable() else f"\\U{ord(char):08X}"
