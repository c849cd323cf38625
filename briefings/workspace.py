"""A workspace opened: papers read, translated and checked, ready for assembly."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from shlex import quote

from briefings.assemble import Workspace
from briefings.catalogue import Catalogue, load_catalogue
from briefings.dates import in_words, today
from briefings.intake import slug_of
from briefings.model import Unreadable
from briefings.unreadable import unreadable
from translate import memory as tmx
from translate.config import Config
from translate.engines import open_engine
from translate.engines.base import Engine
from translate.errors import ConfigurationError, InputError
from translate.glossary import load_glossary
from translate.ingest import SUFFIXES, read
from translate.memory.combined import CombinedMemory
from translate.memory.units import UnitStore
from translate.model import Document
from translate.stage import Judgement, Progress, from_memory, in_english, silent, translate_documents
from translate.waivers_file import NAME as WAIVERS
from translate.waivers_file import load_waivers

Notice = Callable[[str], None]
"""Called with one sentence that a user should see but that stops nothing."""

MEMORY = "memory.tmx"


@dataclass(frozen=True, slots=True)
class Papers:
    """The papers that were asked for: those that could be read, and those that could not."""

    documents: tuple[Document, ...]
    unreadable: tuple[Unreadable, ...]


def read_documents(
    config: Config,
    catalogue: Catalogue,
    notice: Notice,
    progress: Progress = silent,
    only: Sequence[str] = (),
) -> Papers:
    """The papers of ``sources.toml``, in its order; one that cannot be read holds up no other.

    Args:
        config: the workspace.
        catalogue: its entries.
        notice: told of changed papers and of papers without an entry.
        progress: told of each paper.
        only: slugs; all if empty.

    Raises:
        ConfigurationError: no papers at all, or slugs that there are not (all of them listed).
    """
    _report_strangers(config, catalogue, notice)
    unknown = [slug for slug in only if slug not in catalogue.sources]
    if unknown:
        raise ConfigurationError(
            f"no such paper: {', '.join(unknown)}", f"Papers: {', '.join(catalogue.sources)}."
        )
    slugs = [slug for slug in catalogue.sources if not only or slug in only]
    if not slugs:
        raise ConfigurationError(
            f"{config.seeds}: no papers", "Take one in: briefings add FILE (it writes sources.toml)."
        )
    documents: list[Document] = []
    failed: list[Unreadable] = []
    for number, slug in enumerate(slugs, start=1):
        source = catalogue.sources[slug]
        path = config.seeds / source.file
        try:
            document = read(path, slug, catalogue.hints[slug], password=config.password)
        except InputError as error:
            failed.append(unreadable(source, path, error))
        else:
            if document.sha256 != source.sha256:
                _report_change(config, document, notice)
            documents.append(document)
        progress("read", number, len(slugs))
    return Papers(tuple(documents), tuple(failed))


def _report_change(config: Config, document: Document, notice: Notice) -> None:
    """A paper that is not the version in ``sources.toml``: what follows, and how to accept it."""
    notice(
        f"{document.file} differs from the version in sources.toml: imported again. "
        f"Its SHA-256 is now {document.sha256}; unchanged sentences keep their translations. "
        f"To accept this version: briefings add --yes {quote(str(config.seeds / document.file))}"
    )
    for told in document.notices:
        notice(f"{document.file}: {told}")


def _report_strangers(config: Config, catalogue: Catalogue, notice: Notice) -> None:
    """Papers in ``seeds/`` without an entry: say how to take them in, or what to paste."""
    known = {source.file for source in catalogue.sources.values()}
    for path in sorted(config.seeds.iterdir()):
        apart = path.name.startswith(".") or path.stem.upper() == "README" or not path.is_file()
        if apart or path.name in known or path.suffix.lower() not in SUFFIXES:
            continue
        try:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            notice(f"{path.name} is not in sources.toml and cannot be read ({error.strerror}): left out")
            continue
        notice(
            f"{path.name} is not in sources.toml and was left out. To take it in, run: "
            f"briefings add {quote(str(path))}\nor add:\n"
            f'[[source]]\nslug = "{slug_of(path.stem)}"\nfile = "{path.name}"\nsha256 = "{digest}"\n'
            f'title = "…"\ntitle_en = "…"\nrights = "internal"'
        )


def engines(config: Config) -> Callable[[str], Engine]:
    """The engine for a script, opened once and only when asked for."""
    opened: dict[str, Engine] = {}

    def engine_for(script: str) -> Engine:
        if script not in opened:
            opened[script] = open_engine(script, config.settings.engine, config.packages)
        return opened[script]

    return engine_for


def open_workspace(
    config: Config,
    *,
    draft: bool = False,
    only: Sequence[str] = (),
    notice: Notice,
    progress: Progress = silent,
) -> Workspace:
    """Read, translate and check; everything is in the store when this returns.

    What is stored of a paper that cannot be read stays as it is.

    Args:
        config: the workspace.
        draft: whether outputs may show untranslated segments.
        only: slugs of papers; all if empty.
        notice: told what a user should see.
        progress: told of each step.
    """
    catalogue = load_catalogue(config.seeds)
    glossary = load_glossary(config.seeds / "glossary.csv")
    memory = tmx.load(config.seeds / MEMORY)
    waivers = load_waivers(config.seeds / WAIVERS)
    papers = read_documents(config, catalogue, notice, progress, only)
    with UnitStore(config.database) as store:
        translated = translate_documents(
            papers.documents, store=store, memory=_with_imported(memory, store, config),
            engine_for=engines(config), glossary=glossary, progress=progress,
            dates={slug: source.date for slug, source in catalogue.sources.items()},
            judgement=Judgement(config.settings.checks.severity, waivers),
        )  # fmt: skip
    return Workspace(
        catalogue=catalogue, translated={item.document.slug: item for item in translated},
        glossary=glossary, built=in_words(today(config)),
        unit_notes={unit.segment: unit.note for unit in memory.units if unit.segment and unit.note},
        draft=draft,
        institute=config.settings.institute,
        unreadable=papers.unreadable,
    )  # fmt: skip


def _with_imported(memory: tmx.Memory, store: UnitStore, config: Config) -> CombinedMemory:
    """The project's memory before what was imported into the workspace."""
    return CombinedMemory(memory, store, settings=config.settings.memory)


@dataclass(frozen=True, slots=True)
class Saved:
    """What saving the memory did: units of the papers read, units kept from before."""

    written: int
    kept: int
    changed: bool
    unreadable: tuple[Unreadable, ...]


def save_memory(config: Config, notice: Notice) -> Saved:
    """Write the current translations to ``seeds/memory.tmx``, engine output excepted.

    Units of text that stands in no paper any more are kept: a paper may come back.
    So are those of a paper that cannot be read; decisions on it that only the
    database has stay there until it can.
    """
    catalogue = load_catalogue(config.seeds)
    path = config.seeds / MEMORY
    memory = tmx.load(path)
    notes = {unit.segment: unit.note for unit in memory.units}
    units: list[tmx.Unit] = []
    with UnitStore(config.database) as store:
        papers = read_documents(config, catalogue, notice)
        lookup = _with_imported(memory, store, config)
        for document in papers.documents:
            around = tmx.contexts(document)
            stored = store.current([segment.id for _, segment in document.segments()])
            # what is stored may be older than the file: the stage's precedence holds here too
            current = from_memory(document, lookup, stored)
            for _, segment in document.segments():
                found = current.get(segment.id)
                if found is None:
                    continue
                units.append(
                    tmx.Unit(
                        segment.text,
                        found.en,
                        found.origin,
                        found.state,
                        found.author,
                        found.date,
                        document.slug,
                        segment.id,
                        *around[segment.id],
                        notes.get(segment.id, ""),
                    )
                )
    merged = memory.merged(units)
    kept = len(merged.units) - len(units)
    return Saved(len(units), kept, tmx.save(path, merged), papers.unreadable)


def plan(config: Config, only: Sequence[str], notice: Notice) -> tuple[list[str], tuple[Unreadable, ...]]:
    """What a translation run would do, a line a paper, and what cannot be read; nothing is written."""
    catalogue = load_catalogue(config.seeds)
    memory = tmx.load(config.seeds / MEMORY)
    papers = read_documents(config, catalogue, notice, only=only)
    if not config.database.exists():
        return _planned(papers.documents, memory), papers.unreadable
    with UnitStore(config.database) as store:
        return _planned(papers.documents, _with_imported(memory, store, config)), papers.unreadable


def _planned(documents: Sequence[Document], memory: tmx.Lookup) -> list[str]:
    lines = []
    for document in documents:
        around = tmx.contexts(document)
        ids = [segment.id for _, segment in document.segments()]
        known = {s.id for _, s in document.segments() if memory.lookup(s.text, *around[s.id], s.id)}
        printed = in_english(document, known)
        more = f" {len(printed)} in English already," if printed else ""
        lines.append(
            f"{document.slug}: {len(ids)} segments, {len(known)} in memory,{more}"
            f" {len(ids) - len(known) - len(printed)} for the engine"
        )
    return lines
