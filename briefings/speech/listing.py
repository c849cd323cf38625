"""All speech of a paper as rows: for the editor who records quotations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from briefings.entities import Person
from briefings.entries import QuotationEntry
from briefings.speech.found import unrecorded
from briefings.speech.model import Spoken
from briefings.speech.reading import read_speech
from translate.model import Document


@dataclass(frozen=True, slots=True)
class Row:
    """One span, or one piece of speech without marks.

    Attributes:
        line: where it begins in the extracted text.
        kind: ``utterance``, ``report``, ``term``, ``title``, ``scare``, ``name``, or
            ``unbalanced`` (a mark without its partner).
        zh: the words.
        speaker: id in people.toml; several that speak together with plus signs; ``""`` if unknown.
        why: why nobody is named, or what decided the kind.
        recorded: whether ``quotations.toml`` has the utterance; ``None`` for what it never has.
    """

    document: str
    line: int
    kind: str
    zh: str
    speaker: str = ""
    why: str = ""
    verb: str = ""
    reported_by: str = ""
    said_at: str = ""
    said_on: str = ""
    day: str = ""
    language: str = ""
    recorded: bool | None = None

    def as_dict(self) -> dict[str, object]:
        """For JSON."""
        return asdict(self)


def rows(
    document: Document, entries: Iterable[QuotationEntry], people: Iterable[Person], paper_date: str = ""
) -> list[Row]:
    """Everything that ``read_speech`` finds, in the order of the paper."""
    people = list(people)
    speech = read_speech(document, people, paper_date)
    new = {(s.place.block_number, s.place.start) for s in unrecorded(document, entries, people, paper_date)}
    found: list[tuple[int, int, Row]] = []
    for spoken in (*speech.utterances, *speech.reports):
        at = (spoken.place.block_number, spoken.place.start)
        found.append((*at, _spoken(document, spoken, recorded=at not in new)))
    for quoted in speech.quoted:
        if quoted.kind != "utterance":
            block = document.blocks[quoted.block]
            line = (
                document.lines_of(block, quoted.start, quoted.end)[0]
                if quoted.end > quoted.start
                else block.lines[0]
            )
            row = Row(document.slug, line, quoted.kind, block.text[quoted.start : quoted.end], why=quoted.why)
            found.append((quoted.block, quoted.start, row))
    for lone in speech.unbalanced:
        block = document.blocks[lone.block]
        line = document.lines_of(block, lone.position, lone.position + 1)[0]
        row = Row(document.slug, line, "unbalanced", lone.mark, why="a quotation mark without its partner")
        found.append((lone.block, lone.position, row))
    return [row for *_, row in sorted(found, key=lambda item: item[:2])]


def _spoken(document: Document, spoken: Spoken, *, recorded: bool) -> Row:
    quote = spoken.form == "quote"
    who = [spoken.speaker] if spoken.speaker else list(spoken.joint)
    return Row(
        document.slug, spoken.place.lines[0], "utterance" if quote else "report", spoken.words,
        "+".join(person.id for person in who), "" if spoken.speaker else spoken.reason, spoken.verb,
        spoken.reported_by, spoken.said_at, spoken.said_on, spoken.day, spoken.language,
        recorded if quote and spoken.printed != "headline" else None,
    )  # fmt: skip
