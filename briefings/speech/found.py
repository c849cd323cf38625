"""What of a paper's speech stands as statements, and what an editor has not recorded."""

from __future__ import annotations

from collections.abc import Iterable

from briefings.entities import Person
from briefings.entries import QuotationEntry
from briefings.speech.model import Spoken
from briefings.speech.reading import read_speech
from translate.hanzi import squeeze
from translate.model import Document


def detect(document: Document, people: Iterable[Person], paper_date: str = "") -> list[Spoken]:
    """The statements of a paper in which no editor has recorded any: utterances, then reports.

    Headlines do not count: they sum up, and their words stand in the text below. Of
    words inside others' words only the outer ones count. Without marks, and as
    indirect speech, only what has a known speaker counts; a report in a sentence
    from which that speaker's own words are taken anyway does not count again.
    """
    speech = read_speech(document, people, paper_date)
    utterances = _outer([u for u in speech.utterances if _stands(u)])
    shown = {(segment.id, _who(u)) for u in utterances for segment in u.place.segments}
    reports = []
    for report in speech.reports:
        keys = {(segment.id, _who(report)) for segment in report.place.segments}
        if _known(report) and not keys & shown:
            shown |= keys
            reports.append(report)
    return utterances + reports


def unrecorded(
    document: Document, entries: Iterable[QuotationEntry], people: Iterable[Person], paper_date: str = ""
) -> list[Spoken]:
    """Utterances that the rules find in ``document`` and ``quotations.toml`` does not have.

    They are proposals for the editor, never printed as statements. Words are recorded
    when they stand in an entry's Chinese, or hold it.
    """
    recorded = [squeeze(entry.zh) for entry in entries if entry.document == document.slug]
    speech = read_speech(document, people, paper_date)
    found = _outer([u for u in speech.utterances if u.printed != "headline"])
    return [u for u in found if not any(_same(squeeze(u.words), zh) for zh in recorded)]


def _outer(spoken: list[Spoken]) -> list[Spoken]:
    """Without words that stand inside others' words."""
    kept: list[Spoken] = []
    for item in spoken:
        last = kept[-1].place if kept else None
        if last is None or last.block_number != item.place.block_number or item.place.start >= last.end:
            kept.append(item)
    return kept


def _stands(spoken: Spoken) -> bool:
    return spoken.printed == "marked" or (spoken.printed == "unmarked" and _known(spoken))


def _known(spoken: Spoken) -> bool:
    return spoken.speaker is not None or bool(spoken.joint)


def _who(spoken: Spoken) -> str:
    return spoken.speaker.id if spoken.speaker else "+".join(person.id for person in spoken.joint)


def _same(words: str, recorded: str) -> bool:
    return words in recorded or recorded in words
