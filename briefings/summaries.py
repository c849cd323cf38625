"""The English summary of an event: for readers who know no Chinese, to be passed on and copied from.

Every statement is one paragraph that carries its own label: speaker, whose
account the paper follows, what kind of English it is, the words, where they
stand and in what state. Copied alone, it still says whose wording it is. What
was first spoken in English never stands in quotation marks; an issuer's own
English does, with its source.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from jinja2 import TemplateError
from markupsafe import Markup

from briefings import wording
from briefings.html import _template_error, environment
from briefings.model import Briefing, Discrepancy, Note, Source, Statement
from briefings.summary import MOST
from translate.hanzi import CJK_PUNCTUATION, HAN

_ISSUED = re.compile(r"(?P<issuer>\S+) (?P<kind>readout|text|account)")
_CHINESE_ASIDE = re.compile(rf"\([{HAN}{CJK_PUNCTUATION}\s]+\)")
_BLANK_LINES = re.compile(r"\n{3,}")
_NOT_HAN = re.compile(rf"[^{HAN}]")
_ACCOUNTS = {"own paper": "the paper’s own account", "press": "the press"}
_SPOKEN = {"ja": "Japanese", "fr": "French", "ru": "Russian", "ko": "Korean", "es": "Spanish"}

IN_THE_BRIEF = "(Chinese wording in the bilingual brief)"
"""Stands where a note's evidence quotes Chinese only: the note itself says in English what differs."""

_QUOTED = "“Quoted” is direct speech in a paper; “reported” is a paper’s own account of what was said."
_REPORTED = "“Reported” is a paper’s own account of what was said, translated from its Chinese."
_BACK = (
    "A back-translation was spoken in English, printed in Chinese and turned back into English here. "
    "It stands without quotation marks and must not be quoted as the speaker’s words."
)
_RELAYED = (
    "A relayed translation was spoken in a third language and reached this summary through Chinese. "
    "It stands without quotation marks."
)
_CROSSED = "One side’s account of what the other said is never the speaker’s own wording."
_ISSUERS = "English from other texts stands in quotation marks with its source; its label says whose it is."


@dataclass(frozen=True, slots=True)
class Entry:
    """A statement with its label in words.

    ``label`` follows the speaker's name and ends before the colon; ``caveats`` and
    ``variants`` are numbers of caveats and of other statements in this summary.
    """

    number: int
    statement: Statement
    name: str
    label: str
    caveats: tuple[int, ...]
    variants: tuple[int, ...]

    @property
    def has_other_english(self) -> bool:
        """Whether English of these very words, not of a related passage, stands beside it."""
        official = self.statement.official
        return bool(official and official.en and official.status != "related passage")

    @property
    def unofficial(self) -> str:
        """What is said where no English of the words was found; the note alone where it says so itself."""
        official = self.statement.official
        if official is None or official.en:
            return ""
        words = wording.status_words(official, self.statement.reported_by)
        return official.note if official.note.startswith(words) else f"{words}. {official.note}".strip()


@dataclass(frozen=True, slots=True)
class Side:
    """One side's statements, numbered through the summary."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Caveat:
    """A note for readers, with the place it concerns: ``paragraph`` of the paper and ``statements``."""

    note: Note
    kind: str
    discrepancy: str
    paragraph: int
    statements: tuple[int, ...]
    evidence: str


@dataclass(frozen=True, slots=True)
class Cited:
    """A paper under Sources, with the number of statements taken from it."""

    source: Source
    statements: int


@dataclass(frozen=True, slots=True)
class Summary:
    """What both forms of the summary show; ``lead`` is empty where all statements are no more than a lead."""

    briefing: Briefing
    about: str
    legend: tuple[str, ...]
    lead: tuple[Entry, ...]
    sides: tuple[Side, ...]
    caveats: tuple[Caveat, ...]
    differences: tuple[Discrepancy, ...]
    sources: tuple[Cited, ...]


def render_summary_html(briefing: Briefing, overrides: Path | None = None) -> str:
    """The summary as one self-contained page, for a screen or for paper.

    Args:
        briefing: the event's brief.
        overrides: a workspace's own templates, which win file by file.

    Raises:
        RenderError: a template is broken or uses an undefined name.
    """
    return _render("summary/summary.html.j2", overrides, briefing)


def render_summary_markdown(briefing: Briefing, overrides: Path | None = None) -> str:
    """The summary as CommonMark, for mail.

    Raises:
        RenderError: a template is broken or uses an undefined name.
    """
    text = _render("summary/summary.md.j2", overrides, briefing)
    return _BLANK_LINES.sub("\n\n", text).strip() + "\n"


def summarize(briefing: Briefing) -> Summary:
    """Everything the templates print, computed from the brief."""
    spoken = [statement for column in briefing.columns for statement in column.statements]
    numbers = {statement.id: number for number, statement in enumerate(spoken, start=1)}
    caveats = tuple(_caveat(note, briefing, numbers) for note in wording.reader_notes(briefing))
    entries = {statement.id: _entry(statement, numbers, caveats) for statement in spoken}
    sides = tuple(
        Side(column.title, tuple(entries[statement.id] for statement in column.statements))
        for column in briefing.columns
        if column.statements
    )
    lead = tuple(entries[item.statement.id] for item in briefing.summary if item.statement.id in entries)
    taken = Counter(statement.document for statement in spoken)
    return Summary(
        briefing,
        about=_about(spoken),
        legend=_legend(spoken),
        lead=lead if len(entries) > MOST else (),
        sides=sides,
        caveats=caveats,
        differences=wording.other_discrepancies(briefing),
        sources=tuple(Cited(source, taken[source.slug]) for source in briefing.sources),
    )


def _render(name: str, overrides: Path | None, briefing: Briefing) -> str:
    env = environment(overrides)
    try:
        return env.get_template(name).render(
            briefing=briefing,
            event=briefing.event,
            summary=summarize(briefing),
            printed_marking=_css_string(briefing.marking),
        )
    except TemplateError as error:
        raise _template_error(name, env, error) from error


def _css_string(text: str) -> Markup:
    """``text`` as a CSS string: every character that is not plain is written as its number."""
    plain = "".join(char if char.isascii() and char.isalnum() else f"\\{ord(char):x} " for char in text)
    return Markup(f'"{plain}"')  # noqa: S704  (nothing but letters, digits and backslashes is left)


def _entry(statement: Statement, numbers: Mapping[str, int], caveats: Iterable[Caveat]) -> Entry:
    number = numbers[statement.id]
    return Entry(
        number,
        statement,
        name=statement.speaker.name if statement.speaker else "Speaker not named",
        label=_label(statement),
        caveats=tuple(caveat.note.number for caveat in caveats if number in caveat.statements),
        variants=tuple(sorted(numbers[key] for key in statement.variants if key in numbers)),
    )


def _label(statement: Statement) -> str:
    """How the words came to be English, and by whose account."""
    form = "quoted" if statement.form == "quote" else "reported"
    crossed = _is_other_sides(statement)
    account = _account(statement.reported_by, crossed=crossed)
    gloss = _gloss(statement) + ("; not the speaker’s own wording" if crossed else "")
    return f"{form} per {account} ({gloss})" if account else f"{form} ({gloss})"


def _account(reported_by: str, *, crossed: bool) -> str:
    """Whose account the paper follows; another side's readout is an account, not a record."""
    if not reported_by:
        return ""
    issued = _ISSUED.fullmatch(reported_by)
    if crossed and issued:
        return f"the {issued['issuer']} account"
    return _ACCOUNTS.get(reported_by, f"the {reported_by}")


def _is_other_sides(statement: Statement) -> bool:
    """Whether the account is by a side that the speaker does not belong to."""
    if statement.official and statement.official.status == "other side's account":
        return True
    issued = _ISSUED.fullmatch(statement.reported_by)
    return bool(issued and statement.side not in {"", "joint", issued["issuer"]})


def _gloss(statement: Statement) -> str:
    if statement.form == "report":
        return "in the paper’s words, translated"
    if statement.back_translation:
        kind = "back-translation"
    elif statement.relayed:
        spoken = _SPOKEN.get(statement.original_language, "another language")
        kind = f"relayed translation: spoken in {spoken}, printed in Chinese"
    else:
        kind = "translated from the Chinese"
    return f"whole sentence with the quoted words, {kind}" if statement.en_scope == "sentence" else kind


def _about(spoken: list[Statement]) -> str:
    """What this is, how much of it there is and in what state, in words."""
    if not spoken:
        return "English summary. No statement was found in the papers."
    papers = len({statement.document for statement in spoken})
    counted = f"{len(spoken)} {'statement' if len(spoken) == 1 else 'statements'}"
    states = Counter(statement.state_words for statement in spoken)
    words = (
        f"state: {next(iter(states))}"
        if len(states) == 1
        else "states: " + "; ".join(f"{state} ({number})" for state, number in states.items())
    )
    return (
        f"English summary. {counted} extracted from {papers} {'paper' if papers == 1 else 'papers'}; {words}."
    )


def _legend(spoken: list[Statement]) -> tuple[str, ...]:
    """How to read the labels: only those that occur."""
    forms = {statement.form for statement in spoken}
    lines = [
        (_QUOTED if "quote" in forms else _REPORTED, bool(forms)),
        (_BACK, any(statement.back_translation for statement in spoken)),
        (_RELAYED, any(statement.relayed for statement in spoken)),
        (_CROSSED, any(_is_other_sides(statement) for statement in spoken)),
        (_ISSUERS, any(statement.official and statement.official.en for statement in spoken)),
    ]
    return tuple(line for line, wanted in lines if wanted)


def _caveat(note: Note, briefing: Briefing, numbers: Mapping[str, int]) -> Caveat:
    """A note, led back to its paragraph and to the statements whose words it is about."""
    places = [
        (passage.paragraph, row.segment)
        for passage in briefing.passages
        if passage.document == note.document
        for row in passage.rows
        if note.number in row.notes
    ]
    segments = {segment for _, segment in places}
    status = wording.status_of(note, briefing)
    return Caveat(
        note,
        kind=wording.note_kind(note),
        discrepancy={"confirmed": "confirmed by a person", "proposed": "proposed but not confirmed"}.get(
            status, ""
        ),
        paragraph=places[0][0] if places else 0,
        statements=tuple(
            sorted(
                numbers[statement.id]
                for statement in briefing.statements
                if statement.id in numbers
                and segments & set(statement.segments)
                and _overlap(note.zh, statement.zh_mark or statement.zh)
            )
        ),
        evidence=_CHINESE_ASIDE.sub(IN_THE_BRIEF, note.evidence),
    )


def _overlap(first: str, second: str) -> bool:
    """Whether one text holds the other, punctuation and what is not Chinese aside."""
    one, other = (_NOT_HAN.sub("", text) for text in (first, second))
    return bool(one and other) and (one in other or other in one)
