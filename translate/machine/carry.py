"""Carry into the Chinese, as English, what an engine's output lacks: terms, names and numbers.

Most translation models copy Latin print. Whether it helped is for the checks to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from translate.glossary import Glossary, Hit
from translate.hanzi import HAN_RE
from translate.model import Finding, Span

CARRIED: Final = frozenset({"name", "number", "date", "term"})
"""The checks whose findings name what is missing, and where in the Chinese it stands."""

NAMES: Final = ("person", "organization", "event", "document")
"""Kinds of terms that models render worst, and copy best."""


@dataclass(frozen=True, slots=True)
class Carried:
    """English that takes the place of ``text[span[0]:span[1]]``; ``kind`` is the term's, or ``number``."""

    span: Span
    en: str
    kind: str


def wanted(text: str, findings: Iterable[Finding], glossary: Glossary) -> tuple[Carried, ...]:
    """What ``findings`` miss of ``text``, without overlap, in order; of two the name, else the longer one."""
    hits = {(hit.start, hit.end): hit for hit in glossary.find(text)}
    found = [
        item for finding in findings if finding.check in CARRIED and (item := _of(finding, hits)) is not None
    ]
    found.sort(key=lambda item: (item.kind not in NAMES, item.span[0] - item.span[1], item.span))
    kept: list[Carried] = []
    for item in found:
        start, end = item.span
        if all(end <= other.span[0] or other.span[1] <= start for other in kept):
            kept.append(item)
    return tuple(sorted(kept, key=lambda item: item.span))


def _of(finding: Finding, hits: dict[Span, Hit]) -> Carried | None:
    span, en = finding.zh_span, finding.suggestion or ""
    if span is None:
        return None
    kind = "number"
    if finding.check not in {"number", "date"}:
        hit = hits.get(span)
        en = en or (hit.terms[0].en if hit else "")
        kind = hit.terms[0].kind if hit else ""
    # what has no English (數十億) cannot be carried
    return Carried(span, en, kind) if en and not HAN_RE.search(en) else None


def names(carried: Sequence[Carried]) -> tuple[Carried, ...]:
    """Those of ``carried`` that are names; all terms if there are none."""
    terms = tuple(item for item in carried if item.kind != "number")
    return tuple(item for item in terms if item.kind in NAMES) or terms


def into(text: str, carried: Sequence[Carried]) -> str:
    """``text`` with each of ``carried`` in place of its Chinese, spaces around."""
    parts: list[str] = []
    position = 0
    for item in carried:
        start, end = item.span
        parts += [text[position:start], item.en]
        position = end
    parts.append(text[position:])
    return " ".join(part.strip() for part in parts if part.strip())
