"""Verifications as text and as data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from briefings.verify import Difference, Verdict, Verification

_NOUNS = {
    "paper": ("paper", "papers"), "page one": ("statement on page one", "statements on page one"),
    "quote": ("quote", "quotes"), "report": ("report", "reports"),
    "assessment": ("assessment", "assessments"),
    "sentence": ("sentence of a passage", "sentences of passages"), "mention": ("mention", "mentions"),
    "note": ("note", "notes"),
}  # fmt: skip

_SHOWN = 24
"""Characters of an entry's text in its line."""

LEDGER_ONLY = "Not checked, because of --ledger-only: the source papers, the memory, quotations.toml"


def text_lines(result: Verification, *, quiet: bool = False) -> Iterator[str]:
    """One line for each entry, with what differs below it; ``quiet`` leaves out what holds."""
    if quiet and not result.failed:
        return
    yield f"{result.path}: {result.event}, ledger {result.ledger}"
    for verdict in result.failed if quiet else result.verdicts:
        mark = "ok     " if verdict.holds else "DIFFERS"
        yield f"  {mark} {verdict.kind} {verdict.id}{_pages(verdict)}{_begins(verdict)}"
        for difference in verdict.differences:
            yield f"          {_told(difference)}"
    yield f"  {summed(result)}"
    if not result.whole:
        yield f"  {LEDGER_ONLY}"


def summed(result: Verification) -> str:
    """What was compared, and how much of it differs."""
    counts = Counter(verdict.kind for verdict in result.verdicts if verdict.kind != "ledger")
    parts = [f"{number} {_NOUNS[kind][number > 1]}" for kind, number in counts.items()]
    verdict = (
        f"{len(result.failed)} of {len(result.verdicts)} entries differ" if result.failed else "all hold"
    )
    return f"{', '.join(parts)}: {verdict}" if parts else verdict


def as_data(results: Sequence[Verification]) -> dict[str, Any]:
    """The report for programs."""
    return {
        "files": [
            {
                "file": str(result.path), "event": result.event, "ledger": result.ledger,
                "checked_against": ["pdf", "ledger", *(_WORKSPACE if result.whole else ())],
                "holds": not result.failed, "entries": len(result.verdicts), "differ": len(result.failed),
                "verdicts": [_verdict(verdict) for verdict in result.verdicts],
            }
            for result in results
        ]
    }  # fmt: skip


_WORKSPACE = ("paper", "memory", "quotations.toml")


def _verdict(verdict: Verdict) -> dict[str, Any]:
    return {
        "kind": verdict.kind, "id": verdict.id, "pages": list(verdict.pages), "holds": verdict.holds,
        "text": verdict.text, "differences": [
            {
                "against": item.against, "what": item.what, "expected": item.expected, "found": item.found,
                "page": item.page,
            }
            for item in verdict.differences
        ],
    }  # fmt: skip


def _pages(verdict: Verdict) -> str:
    if not verdict.pages:
        return "" if verdict.kind in {"ledger", "paper"} else " (not printed)"
    return f" ({'p.' if len(verdict.pages) == 1 else 'pp.'} {', '.join(map(str, verdict.pages))})"


def _begins(verdict: Verdict) -> str:
    """How its text begins, so that a reader knows it without its id."""
    text = " ".join(verdict.text.split())
    return f": {text if len(text) <= _SHOWN else text[:_SHOWN] + '…'}" if text else ""


def _told(difference: Difference) -> str:
    page = f", p. {difference.page}" if difference.page else ""
    if not difference.expected:
        return f"{difference.what}{page}"
    return f"{difference.what}{page}: “{difference.found}” instead of “{difference.expected}”"
