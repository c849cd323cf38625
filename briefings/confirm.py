"""What ``sources.toml`` will say of a paper: given, confirmed on a terminal, or taken as proposed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from briefings.catalogue import Catalogue
from briefings.entries import SourceEntry
from translate.config import problems_of
from translate.hanzi import squeeze
from translate.ingest.metadata import Proposal

LISTS = frozenset({"authors", "labels"})
ASKED = (
    "title", "title_en", "authors", "affiliation", "publisher", "series", "number", "date", "labels",
    "rights", "marking",
)  # fmt: skip
"""Keys that a terminal is asked for, in this order."""


@dataclass(frozen=True, slots=True)
class Given:
    """What the command line says of the papers; empty where it says nothing."""

    slug: str = ""
    title: str = ""
    title_en: str = ""
    authors: tuple[str, ...] = ()
    date: str = ""
    publisher: str = ""
    series: str = ""
    number: str = ""
    rights: str = ""
    marking: str = ""

    def values(self) -> dict[str, Any]:
        """The keys that are given, the slug apart."""
        named = {item.name: getattr(self, item.name) for item in fields(self) if item.name != "slug"}
        return {key: value for key, value in named.items() if value}


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked on a terminal: a key, the value proposed, its evidence, and what was wrong before."""

    key: str
    default: str
    proposal: Proposal | None
    problem: str = ""


Ask = Callable[[Question], str]
"""Answers a question; ``""`` leaves the key out."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How papers are taken in.

    Attributes:
        ask: asks on a terminal; ``None`` where there is none.
        yes: take what is proposed with high or medium confidence.
        dry_run: say what would be written, write nothing.
        password: for encrypted PDFs.
    """

    ask: Ask | None = None
    yes: bool = False
    dry_run: bool = False
    password: str | None = None


def completed(proposals: Sequence[Proposal], path: Path) -> dict[str, Proposal]:
    """Proposals by key; a paper without any title gets its file's name for one."""
    found: dict[str, Proposal] = {proposal.key: proposal for proposal in proposals}
    if "title" not in found:
        found["title"] = Proposal("title", (path.stem,), path.name, 0, "the file’s name", "low")
    return found


def confirmed(
    proposals: Mapping[str, Proposal],
    given: Given,
    manner: Manner,
    catalogue: Catalogue,
    tell: Callable[[str], None],
) -> dict[str, Any]:
    """The values for ``sources.toml``: given, confirmed on the terminal, or taken with ``--yes``."""
    values = given.values()
    open_keys = [key for key in ASKED if key not in values]
    proposed = {key: item for key, item in proposals.items() if key not in values}
    if manner.ask is None or manner.yes or manner.dry_run:
        values |= _accepted(proposed, manner, tell)
    else:
        answers = {key: _answer(key, proposals.get(key), manner.ask, catalogue) for key in open_keys}
        values |= {key: answer for key, answer in answers.items() if answer}
        values["language"] = proposals["language"].text
    as_proposed = [item for key, item in proposed.items() if values.get(key) == _value(item)]
    inferred = {
        item.key: f"Not found in the text; taken from {item.why}."
        for item in as_proposed
        if not item.line and item.key != "language"
    }
    for item in as_proposed:
        if item.key == "authors" and item.line and item.values != (squeeze(item.evidence),):
            values["author_line"] = item.evidence  # so that the by-line is known again
    return {**values, "inferred": inferred} if inferred else values


def _value(proposal: Proposal) -> str | tuple[str, ...]:
    return proposal.values if proposal.key in LISTS else proposal.text


def _accepted(
    proposed: Mapping[str, Proposal], manner: Manner, tell: Callable[[str], None]
) -> dict[str, Any]:
    """What is taken without asking: what is likely, with ``--yes``; all is told."""
    values: dict[str, Any] = {}
    for key, proposal in proposed.items():
        # a title there must be, and the script is counted, not claimed
        likely = proposal.confidence != "low" or key == "title"
        if key == "language" or (likely and (manner.yes or manner.dry_run)):
            values[key] = _value(proposal)
        tell(f"  {_words(proposal)}{'' if key in values else '; not taken'}")
    return values


def _words(proposal: Proposal) -> str:
    where = f"line {proposal.line}" if proposal.line else proposal.evidence
    return f"{proposal.key}: {proposal.text} ({where}: {proposal.why}; {proposal.confidence})"


def _answer(key: str, proposal: Proposal | None, ask: Ask, catalogue: Catalogue) -> Any:
    default = proposal.text if proposal else "internal" if key == "rights" else ""
    problem = ""
    while True:
        text = ask(Question(key, default, proposal, problem)).strip()
        value: Any = tuple(filter(None, re.split(r"\s*[、,，;；]\s*", text))) if key in LISTS else text
        if proposal and text == proposal.text:
            value = _value(proposal)
        if key == "title" and not text:
            problem = "a paper needs a title"
            continue
        made = sound({"slug": "paper", "title": "題", **columns({key: value} if text else {}, catalogue)})
        if not isinstance(made, list):
            return value
        problem = "; ".join(made)


def columns(values: Mapping[str, Any], catalogue: Catalogue) -> dict[str, Any]:
    """``values`` as ``sources.toml`` has them: authors as ids where ``people.toml`` knows them."""
    made = {key: value for key, value in values.items() if key != "authors"}
    ids: list[str] = []
    printed: list[str] = []
    for name in values.get("authors", ()):
        wanted = squeeze(name)
        found = next(
            (
                person.id
                for person in catalogue.people.values()
                if not person.is_group
                and wanted in {person.id, squeeze(person.name), *map(squeeze, person.zh)}
            ),
            None,
        )
        (printed if found is None else ids).append(found or name)
    if ids:
        made["authors"] = ids
    if printed:
        made["author_names"] = printed
    return made


def sound(values: Mapping[str, Any]) -> SourceEntry | list[str]:
    """The entry, or what is wrong with it."""
    try:
        return SourceEntry.model_validate({"file": "paper", "sha256": "0" * 64, **values})
    except ValidationError as error:
        return problems_of(error)
