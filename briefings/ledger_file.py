"""The ledger of a brief read back, as far as verification needs it; ``briefings.ledger`` writes it."""

from __future__ import annotations

from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from briefings.printed import Printed
from translate.config import problems_of
from translate.errors import InputError


class _Entry(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class Wording(_Entry):
    """Official English beside a statement; ``en`` is ``None`` where none was found."""

    en: str | None


class StatementEntry(_Entry):
    """A quote, report or assessment. ``variant_of`` is the statement under which it is printed."""

    id: str
    zh: str
    en: str
    printed_en: str
    en_scope: Literal["fragment", "sentence"]
    document: str
    lines: tuple[int, int]
    segments: tuple[str, ...]
    official: Wording | None
    variant_of: str | None


class SummaryEntry(_Entry):
    """A statement on page one."""

    id: str
    zh: str
    printed_en: str
    document: str
    lines: tuple[int, int]


class RowEntry(_Entry):
    """A sentence of a passage."""

    segment: str
    zh: str
    en: str
    unmarked: str | None = Field(None, alias="printed_en")
    labels: tuple[str, ...] = ()

    @property
    def printed_en(self) -> str:
        """The English as the brief prints it."""
        return self.en if self.unmarked is None else self.unmarked


class PassageEntry(_Entry):
    """A passage, sentence by sentence."""

    id: str
    document: str
    lines: tuple[int, int]
    rows: tuple[RowEntry, ...]


class MentionEntry(_Entry):
    """A sentence that names the event in passing."""

    id: str
    document: str
    lines: tuple[int, int]
    zh: str
    en: str
    unmarked: str | None = Field(None, alias="printed_en")
    labels: tuple[str, ...] = ()

    @property
    def printed_en(self) -> str:
        """The English as the brief prints it."""
        return self.en if self.unmarked is None else self.unmarked


class NoteEntry(_Entry):
    """An editor's note; ``zh`` is what it stands on, ``expected`` what is on record."""

    id: str
    number: int
    audience: str
    document: str
    lines: tuple[int, int]
    zh: str
    note: str
    evidence: str
    expected: str | None


class SourceEntry(_Entry):
    """A paper and the version that the brief was made from."""

    id: str
    file: str
    sha256: str


class Event(_Entry):
    """The event's id."""

    id: str


class LedgerFile(_Entry):
    """One ``<event>.json``."""

    event: Event
    quotes: tuple[StatementEntry, ...]
    reports: tuple[StatementEntry, ...]
    assessments: tuple[StatementEntry, ...]
    passages: tuple[PassageEntry, ...]
    mentions: tuple[MentionEntry, ...]
    summary: tuple[SummaryEntry, ...]
    notes: tuple[NoteEntry, ...]
    sources: tuple[SourceEntry, ...]

    @property
    def statements(self) -> dict[str, StatementEntry]:
        """Quotes, reports and assessments by id."""
        return {item.id: item for item in chain(self.quotes, self.reports, self.assessments)}


def parsed(data: bytes, name: str) -> LedgerFile:
    """The ledger in ``data``.

    Args:
        data: the file's bytes.
        name: where they come from, for messages.

    Raises:
        InputError: they are no ledger, or that of another version of the program.
    """
    try:
        return LedgerFile.model_validate_json(data)
    except ValidationError as error:
        first, *more = problems_of(error)
        others = f" (and {len(more)} more)" if more else ""
        raise InputError(
            f"{name}: no ledger of a brief: {first}{others}",
            "Name the ledger that `briefings build` wrote with this brief: --ledger FILE, or build again.",
        ) from error


def find_ledger(printed: Printed, given: Path | None) -> tuple[bytes, str]:
    """The ledger of a brief and where it was found.

    The one ``given``; else ``<event>.json`` beside the PDF; else, the PDF having been renamed, the JSON
    file beside it with the hash that the colophon prints; else the one embedded in the PDF.

    Raises:
        InputError: there is none, or it cannot be read.
    """
    path = given or printed.path.with_suffix(".json")
    if given is None and not path.exists():
        path = _by_hash(printed) or path
    if given is None and not path.exists():
        if printed.embedded is not None:
            return printed.embedded, f"embedded in {printed.path.name}"
        raise InputError(
            f"{printed.path}: no ledger: {path.name} is not beside it, and none is embedded",
            "Put the ledger that `briefings build` wrote beside the PDF, or name it: --ledger FILE.",
        )
    try:
        return path.read_bytes(), str(path)
    except OSError as error:
        raise InputError(
            f"{path}: cannot be read ({error.strerror})", "Check the path and its permissions."
        ) from error


def _by_hash(printed: Printed) -> Path | None:
    for path in sorted(printed.path.parent.glob("*.json")):
        try:
            if sha256(path.read_bytes()).hexdigest() == printed.ledger_sha256:
                return path
        except OSError:
            continue
    return None
