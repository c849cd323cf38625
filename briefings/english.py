"""The contract of the side-by-side page and the English text: a paper in both languages."""

from __future__ import annotations

from dataclasses import dataclass

from briefings.model import Colophon, Counts, Note, Source
from translate.model import EngineStep, Finding, Origin, State, Waived


@dataclass(frozen=True, slots=True)
class EnglishSegment:
    """A segment of an English version, with everything the side-by-side page shows.

    ``findings`` are those in force; ``waived`` are those that a person let stand.
    """

    id: str
    zh: str
    en: str
    origin: Origin
    state: State
    state_words: str
    match: int | None
    findings: tuple[Finding, ...]
    lines: tuple[int, int]
    author: str = ""
    date: str = ""
    note: str = ""
    steps: tuple[EngineStep, ...] = ()
    waived: tuple[Waived, ...] = ()


@dataclass(frozen=True, slots=True)
class EnglishBlock:
    """A block of an English version."""

    kind: str
    level: int
    zh: str
    en: str
    lines: tuple[int, int]
    segments: tuple[EnglishSegment, ...]
    notes: tuple[Note, ...] = ()
    language: str = "zh-Hant"

    @property
    def lang(self) -> str:
        """The source's language as a browser needs it to choose a font."""
        return {"en": "en", "zh-Hans": "zh-Hans-CN"}.get(self.language, "zh-Hant-TW")


@dataclass(frozen=True, slots=True)
class EnglishVersion:
    """A whole paper in English beside its Chinese.

    ``switched_off`` are the checks whose findings the configuration leaves out.
    """

    source: Source
    blocks: tuple[EnglishBlock, ...]
    counts: Counts
    colophon: Colophon
    furniture: tuple[str, ...] = ()
    switched_off: tuple[str, ...] = ()
