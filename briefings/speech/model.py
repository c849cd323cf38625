"""What reading a paper for speech gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from briefings.entities import Person
from briefings.entries import Account
from briefings.locate import Place

Kind = Literal["utterance", "term", "title", "scare", "name"]
"""What quotation marks hold: somebody's words; a concept, policy or slogan; a document; an
ordinary word that the author keeps at a distance; a body, meeting, ship or other thing."""

Form = Literal["quote", "report"]
Print = Literal["marked", "unmarked", "headline"]


@dataclass(frozen=True, slots=True)
class Quoted:
    """A span in quotation marks: ``block.text[start:end]``, the marks not counted.

    ``depth`` is 0 unless other quotation marks stand round it. ``why`` tells what decided ``kind``.
    """

    block: int
    start: int
    end: int
    depth: int
    kind: Kind
    why: str


@dataclass(frozen=True, slots=True)
class Unbalanced:
    """A quotation mark without its partner: ``block.text[position]``."""

    block: int
    position: int
    mark: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """An utterance (``quote``) or indirect speech (``report``).

    Attributes:
        place: the words (a quote), or the clauses from the reporting verb on (a report).
        speaker: a person or a body; ``None`` with ``reason``. Two who speak together
            without being one body stand in ``joint``, and ``speaker`` is ``None``.
        printed: ``marked``, ``unmarked`` (direct speech without marks), ``headline``.
        verb: the reporting verb as printed; ``""`` where none stands.
        reported_by: whose account the paper says it follows, else ``own paper``.
        said_at, said_on: place and time as printed, ``""`` where not told; ``day`` is
            the time as ISO 8601, ``""`` where it cannot be resolved.
        not_in: accounts that do not have the words, where the paper says so.
        language: first spoken in, by the speaker's side; ``""`` where unknown.
    """

    form: Form
    place: Place
    speaker: Person | None
    reason: str = ""
    joint: tuple[Person, ...] = ()
    printed: Print = "marked"
    verb: str = ""
    reported_by: str = "own paper"
    said_at: str = ""
    said_on: str = ""
    day: str = ""
    language: str = ""
    not_in: tuple[Account, ...] = ()

    @property
    def words(self) -> str:
        """The Chinese, as the paper's block has it."""
        return self.place.text


@dataclass(frozen=True, slots=True)
class Speech:
    """All speech of a paper, in its order."""

    quoted: tuple[Quoted, ...]
    utterances: tuple[Spoken, ...]
    reports: tuple[Spoken, ...]
    unbalanced: tuple[Unbalanced, ...]
