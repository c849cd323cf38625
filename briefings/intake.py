"""Taking papers in: the file into ``seeds/``, what it says of itself into ``sources.toml``.

The paper is copied byte for byte, its metadata proposed from its text with the
evidence, and what a person confirms or corrects is written to ``sources.toml``
without touching anything else there. ``people.toml`` is never written: authors who
stand there are referred to, others are named as printed (``author_names``).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from shlex import quote
from typing import Any

from pydantic import ValidationError

from briefings.catalogue import Catalogue, hints_of, load_catalogue
from briefings.entries import SourceEntry
from briefings.sources_file import SourcesText
from translate import ingest
from translate.config import Config, problems_of
from translate.errors import BriefingsError, ConfigurationError, InputError
from translate.files import write_atomically
from translate.hanzi import squeeze
from translate.ingest.formats import format_of
from translate.ingest.metadata import Proposal, propose
from translate.ingest.properties import of_file
from translate.model import Document

SOURCES = "sources.toml"
LISTS = frozenset({"authors", "labels"})
ASKED = (
    "title", "title_en", "authors", "affiliation", "publisher", "series", "number", "date", "labels",
    "rights", "marking",
)  # fmt: skip
"""Keys that a terminal is asked for, in this order."""

_ONE_PAPER = ("slug", "title", "title_en", "date", "number")
"""Flags that can be true of one paper only."""


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


@dataclass(slots=True)
class Taken:
    """What a run did: slugs taken in or corrected, and why files were refused."""

    slugs: list[str] = field(default_factory=list)
    refused: list[BriefingsError] = field(default_factory=list)

    def raise_refused(self) -> None:
        """Raise if any file was refused.

        Raises:
            InputError: every refusal.
        """
        if self.refused:
            message = "\n".join(error.message for error in self.refused)
            raise InputError(message, "\n".join(dict.fromkeys(error.remedy for error in self.refused)))


def add(
    config: Config, files: Sequence[Path], given: Given, manner: Manner, tell: Callable[[str], None]
) -> Taken:
    """Take ``files`` into the workspace, each by itself: one that is refused holds up no other.

    Args:
        config: the workspace.
        files: papers; they may lie in ``seeds/`` already.
        given: what the command line says; it goes before any proposal.
        manner: whether to ask, to take proposals, to write.
        tell: told what was found and done, line by line.

    Raises:
        ConfigurationError: wrong usage, or ``seeds/`` unsound; nothing was done.
    """
    _check(files, given, manner)
    taken = Taken()
    for path in files:
        # read again for each: a slug taken a moment ago is taken
        catalogue = load_catalogue(config.seeds)
        try:
            slug = _take(config, catalogue, path, given, manner, tell)
        except InputError as error:
            tell(f"{path}: refused")
            taken.refused.append(error)
            continue
        taken.slugs.append(slug)
    return taken


def _check(files: Sequence[Path], given: Given, manner: Manner) -> None:
    problems = []
    single = [name for name in _ONE_PAPER if getattr(given, name)]
    if len(files) > 1 and single:
        flags = ", ".join("--" + name.replace("_", "-") for name in single)
        problems.append(f"{flags}: true of one paper only, but {len(files)} are named")
    if not (manner.ask or manner.yes or manner.dry_run or given.title):
        problems.append("no terminal to confirm on: give --yes to take what is proposed, or --title")
    made = _sound({"slug": given.slug or "paper", "title": "題", **_columns(given.values(), Catalogue())})
    if isinstance(made, list):
        problems += made
    if problems:
        raise ConfigurationError.from_problems("briefings add", problems, "See briefings add --help.")


def _take(
    config: Config,
    catalogue: Catalogue,
    path: Path,
    given: Given,
    manner: Manner,
    tell: Callable[[str], None],
) -> str:
    document = ingest.read(path, "paper", password=manner.password)
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != document.sha256:
        raise InputError(f"{path}: changed while it was read", "Try again when nothing writes to it.")
    target = config.seeds / path.name
    known = next((slug for slug, item in catalogue.sources.items() if item.file == path.name), None)
    if target.exists() and target.read_bytes() != data:
        raise InputError(
            f"{path}: {target} is another file",
            f"Rename yours. If it is a new version of the same paper, put it in place of {target} "
            f"and run: briefings add --yes {quote(str(target))}",
        )
    if known is not None:
        return _again(config, catalogue, known, document, given, manner, tell)
    twin = next((slug for slug, item in catalogue.sources.items() if item.sha256 == document.sha256), None)
    if twin is not None:
        raise InputError(
            f"{path}: the same file is there already, as {twin} ({catalogue.sources[twin].file})",
            "Nothing needs to be done.",
        )
    proposals = propose(document, of_file(data, format_of(data, str(path)), manner.password))
    tell(f"{path}: {_counted(document)}")
    values = _confirmed(_completed(proposals, path), given, manner, catalogue, tell)
    values.setdefault("rights", "internal")
    slug = given.slug or _free(slug_of(path.stem), catalogue)
    if slug in catalogue.sources:
        raise InputError(f"{path}: another paper has the slug {slug!r}", "Choose another one with --slug.")
    entry = {"slug": slug, "file": path.name, "sha256": document.sha256, **_columns(values, catalogue)}
    made = _sound(entry)
    if isinstance(made, list):
        raise InputError(f"{path}: " + "; ".join(made), "Correct these values and try again.")
    sources = SourcesText.read(config.seeds / SOURCES)
    whole = sources.with_entry(entry)
    final = ingest.read(path, slug, hints_of(made, catalogue.people), password=manner.password)
    for notice in final.notices:
        tell(f"  note: {notice}")
    if manner.dry_run:
        tell("would be written to sources.toml:")
        tell(SourcesText.shown(entry))
        return slug
    write_atomically(target, data)
    whole.write()
    tell(f"taken in as {slug}: {_counted(final)}")
    return slug


def _again(
    config: Config,
    catalogue: Catalogue,
    slug: str,
    document: Document,
    given: Given,
    manner: Manner,
    tell: Callable[[str], None],
) -> str:
    """A paper that has an entry: its new version is accepted, what is given corrected."""
    if given.slug and given.slug != slug:
        raise InputError(
            f"{document.file}: it has an entry as {slug!r}; its translations hang on that name",
            "Leave out --slug.",
        )
    changes: dict[str, Any] = _columns(given.values(), catalogue)
    if document.sha256 != catalogue.sources[slug].sha256:
        changes["sha256"] = document.sha256
        if catalogue.hints[slug].joins or catalogue.hints[slug].breaks:
            tell(f"  note: {slug} has pins in [source.repair]: check that their lines are still the same")
    if not changes:
        tell(f"{document.file}: in sources.toml as {slug}, unchanged")
        return slug
    sources = SourcesText.read(config.seeds / SOURCES).with_changes(slug, changes)
    if manner.dry_run:
        tell(f"{slug}: would be changed: {', '.join(changes)}")
        return slug
    sources.write()
    tell(f"{slug}: changed in sources.toml: {', '.join(changes)}")
    return slug


def _counted(document: Document) -> str:
    segments = sum(1 for _ in document.segments())
    english = sum(block.language == "en" for block in document.blocks)
    more = f", {english} of them English in the original" if english else ""
    return f"{len(document.blocks)} blocks{more}, {segments} segments, {document.language}"


def _completed(proposals: Sequence[Proposal], path: Path) -> dict[str, Proposal]:
    """Proposals by key; a paper without any title gets its file's name for one."""
    found: dict[str, Proposal] = {proposal.key: proposal for proposal in proposals}
    if "title" not in found:
        found["title"] = Proposal("title", (path.stem,), path.name, 0, "the file’s name", "low")
    return found


def _confirmed(
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
        made = _sound({"slug": "paper", "title": "題", **_columns({key: value} if text else {}, catalogue)})
        if not isinstance(made, list):
            return value
        problem = "; ".join(made)


def _columns(values: Mapping[str, Any], catalogue: Catalogue) -> dict[str, Any]:
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


def _sound(values: Mapping[str, Any]) -> SourceEntry | list[str]:
    """The entry, or what is wrong with it."""
    try:
        return SourceEntry.model_validate({"file": "paper", "sha256": "0" * 64, **values})
    except ValidationError as error:
        return problems_of(error)


def slug_of(stem: str) -> str:
    """A slug for a file's name: its ASCII letters and digits; ``paper`` if it has none."""
    kept = "".join(char if char.isascii() and char.isalnum() else "-" for char in stem.lower())
    return re.sub("-+", "-", kept).strip("-") or "paper"


def _free(slug: str, catalogue: Catalogue) -> str:
    number = 2
    free = slug
    while free in catalogue.sources:
        free = f"{slug}-{number}"
        number += 1
    return free
