"""Model objects in a reader's words: the filters that briefs are printed with."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby

from briefings.model import (
    Briefing,
    Discrepancy,
    Note,
    Official,
    Passage,
    Row,
    Source,
    Statement,
    Variant,
    state_in_words,
)

STATUS_WORDS = {
    "issuer verbatim": "Issuer’s own words",
    "issuer readout": "Issuer’s readout",
    "press report": "Press report",
    "related passage": "See also (related passage)",
    "none found": "No official English found",
}
"""Wording status in a reader's words; ``reported_by`` makes the second more exact."""

RIGHTS_WORDS = {
    "cleared": "cleared for publication",
    "quote-only": "quotations and excerpts only",
    "internal": "internal use only, rights not cleared",
}
NOTE_KINDS = {
    "time_zone": "Time zones, no conflict",
    "quotation": "Quotation",
    "factual": "Fact",
    "date": "Date",
    "typo": "Misprint",
    "name": "Name",
    "terminology": "Term",
    "rendering": "Rendering",
    "attribution": "Attribution",
    "conflict": "Papers differ",
    "number": "Number",
    "date_place": "Date and place",
}
ACCOUNTS = {
    "own paper": "Paper’s own account",
    "press": "Press account",
    "joint statement": "Joint statement",
}
LANGUAGES = {
    "ja": "Japanese",
    "fr": "French",
    "ru": "Russian",
    "ko": "Korean",
    "es": "Spanish",
    "de": "German",
}
"""Languages in which statements reach the papers, by ISO 639 code."""
_ISSUED = frozenset({"readout", "text", "transcript", "account"})
FIELD_WORDS = {"context_en": "Context", "title_en": "English title"}

_URL = re.compile(r"\(?(?:also )?https?://[^\s)]+\)?")


def anchor(identifier: str) -> str:
    """``identifier`` as an HTML id: letters, digits and hyphens."""
    return "".join(char if char.isalnum() else "-" for char in identifier)


def day_in_words(iso: str) -> str:
    """``2021-11-15`` as ``November 15, 2021``; anything else as it is."""
    try:
        day = date.fromisoformat(iso[:10])
    except ValueError:
        return iso
    return f"{day:%B} {day.day}, {day.year}"


def quoted(text: str) -> str:
    """``text`` in quotation marks, its own straight marks set one level further in.

    The words stay as they are; only the form of the marks follows their depth.
    """
    result = ""
    depth = 0
    for position, char in enumerate(text):
        before = text[position - 1] if position else " "
        after = text[position + 1] if position + 1 < len(text) else " "
        opens = not before.isalnum() and before not in ".,!?;:’”'\"" and not after.isspace()
        if char in "“”" or (char == '"'):
            opening = char == "“" or (char == '"' and opens and depth == 0)
            depth = 1 if opening else 0
            result += "‘" if opening else "’"
        elif char == "'" and depth and opens:
            result += "“"
        elif char == "'" and depth and "“" in result and result.rfind("“") > result.rfind("”"):
            result += "’" if before.isalpha() and after.isalpha() else "”"
        elif char == "'":
            result += "‘" if opens else "’"
        else:
            result += char
    return f"“{result}”"


def is_issuers_wording(official: Official) -> bool:
    """Whether this English is the issuer's own, which alone is set in the accent colour."""
    return official.en is not None and official.status in {"issuer verbatim", "issuer readout"}


def status_words(official: Official, reported_by: str) -> str:
    """Whose English this is, as the label above it."""
    account = reported_by.removesuffix(" readout")
    if official.status == "other side's account":
        return f"{account} account – not the speaker’s wording"
    if official.status == "issuer readout" and reported_by.endswith(" readout"):
        return f"{account} readout, official English"
    return STATUS_WORDS.get(official.status, official.status)


def account(reported_by: str) -> str:
    """Whose account of the event the paper follows, as a label."""
    return ACCOUNTS.get(reported_by, reported_by)


def whose_account(statement: Statement) -> str:
    """Whose account the words come by, from a closed list: the label that keeps the sides apart.

    ``Paper’s own account``, ``Press account``, ``Joint statement``; ``US readout`` where the
    speaker's own side gives it; ``PRC account`` where the other side does, and then, where
    the record says so, which account does not have the words.
    """
    if statement.form == "assessment":
        return "Author’s own words"
    base = account(statement.reported_by)
    issuer, _, kind = statement.reported_by.rpartition(" ")
    issued = kind in _ISSUED and issuer and " and " not in issuer
    if issued and (statement.not_in or statement.side not in {"", "joint", issuer}):
        base = f"{issuer} account"
    if statement.not_in:
        return f"{base}; not in the {' or the '.join(statement.not_in)}"
    return base


def words_label(statement: Statement, numbers: Mapping[str, int]) -> str:
    """What stands under a passage's English that holds words first spoken in another language.

    ``Back-translation: statement 3`` with the number in this brief, or the speaker's name
    where the statement belongs to another one; then whose account it is, if the other side's.
    """
    kind = "Back-translation"
    if not statement.back_translation:
        kind = f"Relayed from {LANGUAGES.get(statement.original_language, 'another language')}"
    name = statement.speaker.name if statement.speaker else ""
    if statement.id in numbers:
        label = f"{kind}: statement {numbers[statement.id]}"
    else:
        label = f"{kind} ({name})" if name else kind
    issuer, _, issued = statement.reported_by.rpartition(" ")
    crossed = issued in _ISSUED and " and " not in issuer and statement.side not in {"", "joint", issuer}
    if crossed:
        label += f"; {issuer} account, not {name or 'the speaker'}’s wording"
    return label


def source_keys(sources: Sequence[Source]) -> dict[str, str]:
    """A letter for each paper of a brief, for citations in tight places."""
    return {source.slug: _letters(number) for number, source in enumerate(sources)}


def _letters(number: int) -> str:
    """A to Z, then AA, AB and so on."""
    name = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def key_cite(statement: Statement, keys: Mapping[str, str]) -> str:
    """A citation by letter and paragraph: ``A, para. 11``."""
    return place_by_key(statement.document, statement.citation.paragraph, keys)


def place_by_key(document: str, paragraph: int, keys: Mapping[str, str]) -> str:
    """A place by letter and paragraph that no line end parts."""
    where = f"para.\u00a0{paragraph}" if paragraph else "heading"
    return f"{keys.get(document, document)},\u00a0{where}"


def by_leading(variants: Sequence[Variant]) -> dict[str, tuple[Variant, ...]]:
    """Variants by the statement they are wordings of."""
    found: dict[str, list[Variant]] = {}
    for variant in variants:
        found.setdefault(variant.of, []).append(variant)
    return {key: tuple(items) for key, items in found.items()}


def excerpted_sources(briefing: Briefing) -> tuple[Source, ...]:
    """Papers of which the brief may print excerpts only."""
    return tuple(source for source in briefing.sources if source.excerpt_limit is not None)


def grade_words(official: Official) -> str:
    """The caveat on a source seen only at second hand; ``""`` for the issuer or an agency."""
    return "seen only at second hand" if official.en and official.grade == "secondary" else ""


def source_words(official: Official) -> str:
    """The source without its addresses, which stand under Sources."""
    return re.sub(r"\s+([;:,.])", r"\1", _URL.sub("", official.source)).strip(" ;:,")


def official_sources(briefing: Briefing) -> list[tuple[str, tuple[str, ...]]]:
    """Each official or press text once, with its addresses."""
    found: dict[str, dict[str, None]] = {}
    for statement in briefing.statements:
        official = statement.official
        if official and (official.en or official.source):
            urls = re.findall(r"https?://[^\s);]+", f"{official.source} {official.url}")
            found.setdefault(source_words(official), {}).update(dict.fromkeys(urls))
    return [(name, tuple(urls)) for name, urls in found.items() if name]


def note_kind(note: Note) -> str:
    """A note's label; explanations are never called conflicts."""
    return NOTE_KINDS.get(note.type, note.type.replace("_", " ").capitalize())


def reader_notes(briefing: Briefing) -> tuple[Note, ...]:
    """The notes for readers; translators' notes belong to the review page."""
    return tuple(note for note in briefing.notes if note.audience == "reader")


def other_discrepancies(briefing: Briefing) -> tuple[Discrepancy, ...]:
    """Discrepancies that no numbered note tells already."""
    told = {note.text for note in briefing.notes}
    return tuple(item for item in briefing.discrepancies if item.what not in told)


def status_of(note: Note, briefing: Briefing) -> str:
    """``confirmed`` or ``proposed`` where a note is a discrepancy, else ``""``."""
    return next((item.status for item in briefing.discrepancies if item.what == note.text), "")


def by_document(passages: Sequence[Passage]) -> list[list[Passage]]:
    """Passages grouped by paper, in the order they come in."""
    return [list(group) for _, group in groupby(passages, key=lambda passage: passage.document)]


def passages_of_statements(briefing: Briefing) -> dict[str, str]:
    """Which passage a statement's sentence stands in: statement id to passage id."""
    homes = {row.segment: passage.id for passage in briefing.passages for row in passage.rows}
    return {
        statement.id: homes[statement.segments[0]]
        for statement in briefing.statements
        if statement.segments and statement.segments[0] in homes
    }


def passage_states(passage: Passage) -> list[str]:
    """The states of a passage's sentences, each once: printed above it where there is only one."""
    return list(dict.fromkeys(row_state(row) for row in passage.rows))


def row_state(row: Row) -> str:
    """A sentence's state in words."""
    return state_in_words(row.origin, row.state)


def source_short(slug: str, briefing: Briefing) -> str:
    """A paper's short citation; the slug itself for a paper that is not in the brief."""
    return next((source.short for source in briefing.sources if source.slug == slug), slug)


def field_name(name: str) -> str:
    """A field of a source as a word."""
    return FIELD_WORDS.get(name, name.replace("_", " ").capitalize())
