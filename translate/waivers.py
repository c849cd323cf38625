"""Waivers: a person's word that a finding may stand, for the very texts it was said of."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from translate.model import Finding, Span, Translation, Waived, Waiver

REASONS: Final[Mapping[str, str]] = {
    "false-alarm": "the check is mistaken, the English is right",
    "house-style": "our style wants it so",
    "official-wording": "the English is the issuer's or another established wording",
    "source-error": "the Chinese itself is wrong or odd, and the English follows it",
    "context-elsewhere": "what is missed stands in another sentence",
    "deliberate": "the translator departs from the Chinese on purpose",
}
"""Preset reasons, each with what it says."""

DIGITS: Final = 16
"""Of SHA-256, in hexadecimal: 64 bits tell a change of one sentence, and a person can compare them."""


class Standing(StrEnum):
    """What a waiver does."""

    IN_FORCE = "in force"
    LAPSED = "lapsed"
    WITHOUT_FINDING = "without finding"
    NOT_READ = "paper not read"


@dataclass(frozen=True, slots=True)
class Judged:
    """A waiver, what it does, and why where that is not plain."""

    waiver: Waiver
    standing: Standing
    why: str = ""


def digest(text: str) -> str:
    """What a waiver knows a text by."""
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]


def slug_of(segment: str) -> str:
    """The paper of a segment's id."""
    return segment.rpartition(".")[0]


def waiver_of(
    finding: Finding, zh: str, item: Translation, *, reason: str, note: str, by: str, date: str
) -> Waiver:
    """The waiver of ``finding`` on ``item``, the English of ``zh``."""
    return Waiver(
        item.segment_id, finding.check, _marked(zh, finding.zh_span), _marked(item.en, finding.en_span),
        digest(zh), digest(item.en), reason, note, by, date,
    )  # fmt: skip


def fits(waiver: Waiver, finding: Finding, zh: str, item: Translation) -> bool:
    """Whether ``waiver`` is of this finding: same check, same marked words, both texts unchanged."""
    same = waiver_of(
        finding, zh, item, reason=waiver.reason, note=waiver.note, by=waiver.by, date=waiver.date
    )
    return same == waiver


def applied(item: Translation, zh: str, waivers: Iterable[Waiver]) -> Translation:
    """``item`` with its waived findings apart from those in force."""
    own = [waiver for waiver in waivers if waiver.segment == item.segment_id]
    if not own:
        return item
    kept: list[Finding] = []
    waived = list(item.waived)
    for finding in item.findings:
        waiver = next((waiver for waiver in own if fits(waiver, finding, zh, item)), None)
        if waiver is None:
            kept.append(finding)
        else:
            waived.append(Waived(finding, waiver))
    return replace(item, findings=tuple(kept), waived=tuple(waived))


def judged(waiver: Waiver, zh: str | None, item: Translation | None, off: Sequence[str] = ()) -> Judged:
    """What ``waiver`` does.

    Args:
        waiver: any.
        zh: the Chinese of its segment; ``None`` where no paper has that segment.
        item: the segment's English, waivers applied; ``None`` where it has none.
        off: ids of checks that are switched off.
    """
    if zh is None:
        return Judged(waiver, Standing.LAPSED, "the Chinese has changed or is gone")
    if waiver.zh_sha256 != digest(zh):
        return Judged(waiver, Standing.LAPSED, "the Chinese has changed")
    if item is None:
        return Judged(waiver, Standing.LAPSED, "the sentence has no English now")
    if waiver.en_sha256 != digest(item.en):
        return Judged(waiver, Standing.LAPSED, "the English has changed")
    if any(fits(waiver, waived.finding, zh, item) for waived in item.waived):
        return Judged(waiver, Standing.IN_FORCE)
    if waiver.check in off:
        return Judged(waiver, Standing.WITHOUT_FINDING, "the check is switched off")
    return Judged(waiver, Standing.WITHOUT_FINDING, "the check no longer objects to this")


def _marked(text: str, span: Span | None) -> str:
    return text[slice(*span)] if span else ""
