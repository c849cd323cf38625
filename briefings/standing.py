"""What a workspace has now: its papers read, and the current English of their sentences.

Read only: no engine runs, and nothing is stored.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from briefings.catalogue import Catalogue, load_catalogue
from briefings.entries import QuotationEntry
from briefings.workspace import MEMORY, read_documents
from translate import memory as tmx
from translate.config import Config
from translate.memory.combined import CombinedMemory
from translate.memory.units import UnitStore
from translate.model import Document, Origin, Translation
from translate.stage import from_memory, in_english


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper as it is now, with the English of its sentences; ``problem`` where it cannot be read."""

    document: Document | None
    translations: dict[str, Translation] = field(default_factory=dict)
    problem: str = ""
    unset: frozenset[int] = frozenset()
    """Offsets of furniture: characters that stand in no statement."""


class Standing:
    """A workspace as it stands, its papers read when they are asked for."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._papers: dict[str, Paper] = {}
        self._catalogue: Catalogue = load_catalogue(config.seeds)

    @cached_property
    def quotations(self) -> dict[str, QuotationEntry]:
        """``quotations.toml`` by id."""
        return {entry.id: entry for entry in self._catalogue.quotations}

    def read(self, slugs: Iterable[str]) -> None:
        """Read those of the papers that were not read yet."""
        wanted = [slug for slug in dict.fromkeys(slugs) if slug not in self._papers]
        known = [slug for slug in wanted if slug in self._catalogue.sources]
        self._papers |= {
            slug: Paper(None, problem="not in sources.toml") for slug in wanted if slug not in known
        }
        if not known:
            return
        papers = read_documents(self._config, self._catalogue, _no_notice, only=known)
        for item in papers.unreadable:
            self._papers[item.source.slug] = Paper(None, problem=item.problem)
        memory = tmx.load(self._config.seeds / MEMORY)
        database = self._config.database
        with UnitStore(database if database.exists() else None) as store:
            lookup = CombinedMemory(memory, store, settings=self._config.settings.memory)
            for document in papers.documents:
                stored = store.current([segment.id for _, segment in document.segments()])
                english = from_memory(document, lookup, stored)
                english |= in_english(document, english)
                self._papers[document.slug] = Paper(
                    document, _by_engine(stored) | english, unset=_furniture(document)
                )

    def paper(self, slug: str) -> Paper:
        """A paper that was read, or why it was not."""
        return self._papers[slug]


def _no_notice(_text: str) -> None:
    """What is told of the papers here is told of each statement."""


def _by_engine(stored: dict[str, Translation]) -> dict[str, Translation]:
    return {key: item for key, item in stored.items() if item.origin is Origin.ENGINE}


def _furniture(document: Document) -> frozenset[int]:
    return frozenset(
        offset for piece in document.furniture for start, end in piece.spans for offset in range(start, end)
    )
