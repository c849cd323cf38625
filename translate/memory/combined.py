"""The project's memory and the imported ones as one: what the stage looks up and reviewers are offered.

Precedence: the project's memory before imported ones. A match is printed without
a person only if it is exact after all penalties; everything else is an offer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from translate.config import MemorySettings
from translate.hanzi import HAN_RE, match_key
from translate.memory import CONTEXT_EXACT, EXACT, Match, Memory, Unit, stamp
from translate.memory.adapt import adapted
from translate.memory.fuzzy import BEST, FuzzyIndex, most_similar, number_of, reduced, reduced_key, score
from translate.memory.units import ImportedUnit, UnitStore

Progress = Callable[[str, int, int], None]

_GRAM = 3
_EDGE_NUMBERS = re.compile(r"^[\d.,:]+|[\d.,:]+$")


def index_beside(database: Path) -> Path:
    """Where the index of similar sentences is kept for a workspace's database."""
    return database.with_name("memory-index.sqlite3")


class CombinedMemory:
    """The project's memory, then the imported ones; ``memory.Lookup`` for the stage."""

    def __init__(
        self,
        project: Memory,
        store: UnitStore,
        index: FuzzyIndex | None = None,
        settings: MemorySettings | None = None,
    ) -> None:
        """Combine them.

        Args:
            project: ``seeds/memory.tmx``.
            store: the workspace's database, with the imported memories.
            index: of similar sentences; without it only the project's are offered.
            settings: penalties and limits.
        """
        self.project = project
        self.settings = settings or MemorySettings()
        self._store = store
        self._index = index
        self._imported = store.has_units()
        self._fresh = False

    def _off(self, memory: str, unit: Unit) -> int:
        """Points off a match with ``unit`` of ``memory`` (``""`` is the project's)."""
        settings = self.settings
        points = settings.penalties.get(memory, settings.penalty) if memory else 0
        return points + (settings.machine if unit.by_machine else 0)

    # exact

    def lookup(self, zh: str, before: str = "", after: str = "", segment: str = "") -> Match | None:
        """The best match that can be printed, exact after all penalties, or ``None``."""
        found = self.project.lookup(zh, before, after, segment)
        if found is not None or not self._imported:
            return found
        best = next(iter(self._exact(zh, before, after, segment)), None)
        return best if best is not None and best.score >= EXACT else None

    def _exact(self, zh: str, before: str, after: str, segment: str) -> list[Match]:
        """Imported units of this very Chinese with their scores, best first."""
        units = self._store.by_key(match_key(zh))

        def rank(item: ImportedUnit) -> tuple[bool, bool, int, bool, str, int]:
            unit = item.unit
            return (
                not unit.by_machine, unit.in_context(before, after), unit.state.rank,
                bool(segment) and unit.segment == segment, stamp(unit.date), item.id,
            )  # fmt: skip

        units.sort(key=rank, reverse=True)
        # what is less far reviewed, or a machine's, casts no doubt on the rest
        english = {
            " ".join(item.unit.en.split())
            for item in units
            if not item.unit.by_machine and item.unit.state.rank >= units[0].unit.state.rank
        }
        return sorted(
            (self._scored(item, before, after, ambiguous=len(english) > 1) for item in units),
            key=lambda match: -match.score,
        )

    def _scored(self, item: ImportedUnit, before: str, after: str, *, ambiguous: bool) -> Match:
        in_context = item.unit.in_context(before, after)
        points = self._off(item.memory, item.unit)
        if ambiguous and not in_context:
            points += self.settings.ambiguous
        full = BEST if item.unit.by_machine else CONTEXT_EXACT if in_context else EXACT
        return Match(item.unit, max(0, full - points), points, item.memory)

    # offers

    def refresh(self, progress: Progress = lambda _stage, _done, _of: None) -> int:
        """Bring the index up to what is imported, once; how many units it took in."""
        if self._index is None or self._fresh:
            return 0
        self._fresh = True
        last, digest = self._index.last
        if last and self._store.digest_of(last) != digest:  # of a database that is gone
            self._index.clear()
            last = 0
        total = self._store.count_after(last)
        if not total:
            return 0

        def counted() -> Iterator[tuple[int, str, str]]:
            for number, row in enumerate(self._store.reduced_after(last), start=1):
                yield row
                if number % 1000 == 0:
                    progress("index", min(number, total), total)

        added = self._index.add(counted())
        progress("index", total, total)
        return added

    def suggest(self, zh: str, before: str = "", after: str = "", segment: str = "") -> list[Match]:
        """Everything worth offering for ``zh``: exact, then fuzzy, best first.

        A fuzzy match has at most 99 points. One that differs in numbers alone comes
        with the segment's numbers in its English, if that is sure, and says so.
        """
        own = self.project.lookup(zh, before, after, segment)
        found = [own] if own is not None else []
        found += self._similar_own(zh)
        if self._imported:
            found += self._exact(zh, before, after, segment)
            found += self._similar_imported(zh)
        best: dict[str, Match] = {}
        for match in sorted(found, key=lambda match: _order(match, zh)):
            if match.score >= self.settings.threshold:
                best.setdefault(" ".join(match.unit.en.split()), match)
        return [_adapted(match, zh) for match in list(best.values())[: self.settings.limit]]

    @cached_property
    def _own_texts(self) -> list[str]:
        return [reduced(unit.zh) for unit in self.project.units]

    def _similar_own(self, zh: str) -> Iterator[Match]:
        text, key = reduced(zh), match_key(zh)
        if not text:
            return
        wanted = 2 * self.settings.limit
        for position, similarity in most_similar(text, self._own_texts, self.settings.threshold, wanted):
            unit = self.project.units[position]
            exact = match_key(unit.zh) == key and not unit.by_machine
            points = self._off("", unit)
            yield Match(unit, EXACT if exact else max(0, score(similarity) - points), points)

    def _similar_imported(self, zh: str) -> Iterator[Match]:
        if self._index is None:
            return
        self.refresh()
        key = match_key(zh)
        candidates = self._index.similar(reduced_key(key), self.settings.threshold, 2 * self.settings.limit)
        similarity = {item.number: item.similarity for item in candidates}
        for item in self._store.by_reduced(list(similarity)):
            if item.key != key:  # those are exact
                points = self._off(item.memory, item.unit)
                alike = score(similarity[number_of(reduced_key(item.key))])
                yield Match(item.unit, max(0, alike - points), points, item.memory)

    # concordance

    def containing(self, text: str, limit: int = 20) -> list[Match]:
        """Units whose Chinese or English contains ``text``; Chinese ``text`` only in the Chinese.

        Script, width, white space and case do not count. The score is 0: how much of the unit
        it is says nothing.
        """
        if not text.strip():
            return []
        key, en = match_key(text).casefold(), "" if HAN_RE.search(text) else " ".join(text.split())
        found = [Match(unit, 0) for unit in self.project.units if _contains(unit, key, en.casefold())][:limit]
        if self._imported and len(found) < limit:
            items = self._containing(key, en, limit)
            found += [Match(item.unit, 0, 0, item.memory) for item in items][: limit - len(found)]
        return found

    def _containing(self, key: str, en: str, limit: int) -> list[ImportedUnit]:
        # 10 at an edge may be part of 2010, and the index has whole numbers
        part = reduced_key(_EDGE_NUMBERS.sub("", key))
        if en or self._index is None or len(part) < _GRAM:
            return self._store.containing(key=key, en=en, limit=limit)
        self.refresh()
        items = self._store.by_reduced(self._index.containing(part, 10 * limit))
        whole = reduced_key(key)
        return [
            item for item in items if key in item.key.casefold() or (whole and whole in reduced_key(item.key))
        ]


def _contains(unit: Unit, key: str, en: str) -> bool:
    if en and en in " ".join(unit.en.casefold().split()):
        return True
    return key in match_key(unit.zh).casefold()


def _order(match: Match, zh: str) -> tuple[int, bool, int, int, str]:
    """Best first; among equals the project's, the further reviewed, the nearer in length, a fixed order."""
    unit = match.unit
    return -match.score, bool(match.memory), -unit.state.rank, abs(len(unit.zh) - len(zh)), unit.en


def _adapted(match: Match, zh: str) -> Match:
    if match.score >= EXACT or match_key(match.unit.zh) == match_key(zh):
        return match
    return replace(match, adapted=adapted(zh, match.unit.zh, match.unit.en))
