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
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from shlex import quote
from typing import Any

from briefings.catalogue import Catalogue, hints_of, load_catalogue
from briefings.confirm import Given, Manner, columns, completed, confirmed, sound
from briefings.sources_file import SourcesText, editing
from translate import ingest
from translate.config import Config
from translate.errors import BriefingsError, ConfigurationError, InputError
from translate.files import write_atomically
from translate.ingest.formats import format_of
from translate.ingest.metadata import propose
from translate.ingest.properties import of_file
from translate.model import Document

SOURCES = "sources.toml"
_ONE_PAPER = ("slug", "title", "title_en", "date", "number")
"""Flags that can be true of one paper only."""


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
        try:
            slug = _take(config, path, given, manner, tell)
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
    made = sound({"slug": given.slug or "paper", "title": "題", **columns(given.values(), Catalogue())})
    if isinstance(made, list):
        problems += made
    if problems:
        raise ConfigurationError.from_problems("briefings add", problems, "See briefings add --help.")


def _take(config: Config, path: Path, given: Given, manner: Manner, tell: Callable[[str], None]) -> str:
    catalogue = load_catalogue(config.seeds)
    document = ingest.read(path, "paper", password=manner.password)
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != document.sha256:
        raise InputError(f"{path}: changed while it was read", "Try again when nothing writes to it.")
    known = _known(config, catalogue, path, data)
    if known is not None:
        with _held(config, manner):
            return _again(config, known, document, given, manner, tell)
    proposals = propose(document, of_file(data, format_of(data, str(path)), manner.password))
    tell(f"{path}: {_counted(document)}")
    values = confirmed(completed(proposals, path), given, manner, catalogue, tell)
    values.setdefault("rights", "internal")
    entry = {"slug": given.slug, "file": path.name, "sha256": document.sha256}
    entry |= columns(values, catalogue)
    made = sound({**entry, "slug": given.slug or "paper"})
    if isinstance(made, list):
        raise InputError(f"{path}: " + "; ".join(made), "Correct these values and try again.")
    final = ingest.read(path, "paper", hints_of(made, catalogue.people), password=manner.password)
    for notice in final.notices:
        tell(f"  note: {notice}")
    with _held(config, manner):
        slug = _write(config, path, data, entry, manner, tell)
    if not manner.dry_run:
        tell(f"taken in as {slug}: {_counted(final)}")
    return slug


def _held(config: Config, manner: Manner) -> AbstractContextManager[None]:
    """Nobody else edits ``sources.toml`` meanwhile; a dry run writes nothing, not even a lock's file."""
    return nullcontext() if manner.dry_run else editing(config)


def _known(config: Config, catalogue: Catalogue, path: Path, data: bytes) -> str | None:
    """The slug of the entry that has this file already, or ``None`` if it is a new paper.

    Raises:
        InputError: another file has its name, or another entry the same file.
    """
    target = config.seeds / path.name
    if target.exists() and target.read_bytes() != data:
        raise InputError(
            f"{path}: {target} is another file",
            f"Rename yours. If it is a new version of the same paper, put it in place of {target} "
            f"and run: briefings add --yes {quote(str(target))}",
        )
    known = next((slug for slug, item in catalogue.sources.items() if item.file == path.name), None)
    digest = hashlib.sha256(data).hexdigest()
    twin = next((slug for slug, item in catalogue.sources.items() if item.sha256 == digest), None)
    if known is None and twin is not None:
        raise InputError(
            f"{path}: the same file is there already, as {twin} ({catalogue.sources[twin].file})",
            "Nothing needs to be done.",
        )
    return known


def _write(
    config: Config,
    path: Path,
    data: bytes,
    entry: Mapping[str, Any],
    manner: Manner,
    tell: Callable[[str], None],
) -> str:
    """Copy the paper and add its entry; a slug that nobody gave is chosen here.

    What was true before the questions may be so no more: another run may have
    taken papers in meanwhile.
    """
    catalogue = load_catalogue(config.seeds)
    if _known(config, catalogue, path, data) is not None:
        raise InputError(f"{path}: another run has just taken it in", "Run again to correct its entry.")
    slug = entry["slug"] or _free(slug_of(path.stem), catalogue)
    if slug in catalogue.sources:
        raise InputError(f"{path}: another paper has the slug {slug!r}", "Choose another one with --slug.")
    entry = {**entry, "slug": slug}
    whole = SourcesText.read(config.seeds / SOURCES).with_entry(entry)
    if manner.dry_run:
        tell("would be written to sources.toml:")
        tell(SourcesText.shown(entry))
    else:
        write_atomically(config.seeds / path.name, data)
        whole.write()
    return str(slug)


def _again(
    config: Config,
    slug: str,
    document: Document,
    given: Given,
    manner: Manner,
    tell: Callable[[str], None],
) -> str:
    """A paper that has an entry: its new version is accepted, what is given corrected."""
    catalogue = load_catalogue(config.seeds)
    if given.slug and given.slug != slug:
        raise InputError(
            f"{document.file}: it has an entry as {slug!r}; its translations hang on that name",
            "Leave out --slug.",
        )
    changes: dict[str, Any] = columns(given.values(), catalogue)
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
