"""Acronyms: explained once, and never out of nowhere."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from translate.checks.base import Context, Pair, is_blank
from translate.checks.forms import base, pieces, read
from translate.checks.lexicon import load
from translate.glossary import Glossary
from translate.model import Finding, Severity

_GLOSS = re.compile(r"\(([A-Z][A-Za-z]*[A-Z][A-Za-z]*)s?\)")
_ACRONYM = re.compile(r"(?<![\w@/.&’'-])[A-Z]{3,6}(?![\w@&]|[-/.]\w)")
"""Capitals alone: "A2/AD", "F-16", "PhD" have their own look, and two letters are too often initials."""

KNOWN = frozenset(" ".join(load("acronyms.toml").values()).split())
"""Read by everybody, or by everybody who reads these papers; and words set in capitals."""
_LATIN = re.compile(r"[A-Za-z]{2,}")
ROMAN = re.compile(r"M{0,3}(?:C[MD]|D?C{0,3})(?:X[CL]|L?X{0,3})(?:I[XV]|V?I{0,3})")
_HEADLINE = (4, 0.6)
"""Words, and the share of them in capitals, from which a text is set in capitals."""


@dataclass(frozen=True, slots=True)
class Acronym:
    """The same explanation twice in a segment; an acronym that nothing explains."""

    id: str = "acronym"
    name: str = "Acronyms"
    severity: Severity = "minor"

    def find(self, pair: Pair, context: Context) -> Iterator[Finding]:
        """One finding for each explanation after the first, one for each unexplained acronym."""
        if is_blank(pair) or not _ACRONYM.search(pair.en):
            return
        yield from self._again(pair)
        yield from self._unexplained(pair, context)

    def _again(self, pair: Pair) -> Iterator[Finding]:
        """“Regional Comprehensive Economic Partnership (RCEP)” for the second time."""
        seen: set[tuple[str, str]] = set()
        for match in _GLOSS.finditer(pair.en):
            before = pieces(pair.en[: match.start()])[-2:]
            key = (match[1], base(before[-1]) if before else "")
            if key in seen:
                message = f"{match[1]} is explained once more."
                yield Finding(self.id, self.severity, message, None, match.span())
            seen.add(key)

    def _unexplained(self, pair: Pair, context: Context) -> Iterator[Finding]:
        if is_headline(pair.en):
            return
        printed = {word.upper() for word in _LATIN.findall(unicodedata.normalize("NFKC", pair.zh))}
        told: set[str] = set()
        for match in _ACRONYM.finditer(pair.en):
            text = match.group()
            if text in told or text in KNOWN or ROMAN.fullmatch(text):
                continue
            told.add(text)
            if any(text in word or word in text for word in printed) or read(pair.en).expands(text):
                continue
            if _is_term(text, context.glossary):
                continue
            message = (
                f"{text} stands neither in the Chinese nor in the glossary; the English does not explain it."
            )
            yield Finding(self.id, self.severity, message, None, match.span())


def is_headline(en: str) -> bool:
    """Whether a text is set in capitals."""
    words = _LATIN.findall(en)
    return len(words) >= _HEADLINE[0] and sum(map(str.isupper, words)) > _HEADLINE[1] * len(words)


def _is_term(text: str, glossary: Glossary) -> bool:
    """Whether the glossary's English has the acronym; asked seldom, so not indexed."""
    return any(
        text in rendering and text in _ACRONYM.findall(rendering)
        for term in glossary.terms
        for rendering in term.renderings
    )
