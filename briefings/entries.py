"""The shape of the files in ``seeds/``, checked at the boundary.

One pydantic model per table of a TOML file. Unknown keys are errors; cross
references are ``catalogue``'s affair.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

_DATE = re.compile(r"\d{4}(-Q[1-4]|-\d{2}(-\d{2})?)?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(/\d{4}-\d{2}-\d{2})?")


def _date(value: str) -> str:
    if not _DATE.fullmatch(value):
        raise ValueError("a date is YYYY, YYYY-Qn, YYYY-MM or YYYY-MM-DD")
    if "Q" not in value:
        date.fromisoformat(value + "-01" * (2 - value.count("-")))  # raises for what no calendar has
    return value


def _day(value: str) -> str:
    if not _DAY.fullmatch(value):
        raise ValueError("a local date is YYYY-MM-DD, or YYYY-MM-DD/YYYY-MM-DD for several days")
    days = [date.fromisoformat(day) for day in value.split("/")]
    if days != sorted(days):
        raise ValueError("the last day stands before the first")
    return value


def _pair(value: tuple[int, int]) -> tuple[int, int]:
    if not 0 < value[0] < value[1]:
        raise ValueError("two line numbers, the earlier first")
    return value


LinePair = Annotated[tuple[int, int], AfterValidator(_pair)]
PartialDate = Annotated[str, AfterValidator(_date)]
LocalDay = Annotated[str, AfterValidator(_day)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
Rights = Literal["cleared", "quote-only", "internal"]
Subject = Literal[
    "Taiwan",
    "Bilateral relations",
    "Trade and technology",
    "Military contacts",
    "Human rights",
    "Indo-Pacific",
    "Climate and health",
    "Korea",
    "Ukraine",
    "Afghanistan",
    "Olympics",
    "Multilateral order",
]
"""The rows of a brief's table of positions, in its order."""

Account = Literal["US readout", "PRC readout", "US text", "PRC text", "EU text", "joint statement"]
Wording = Literal[
    "issuer verbatim",
    "issuer readout",
    "other side's account",
    "press report",
    "related passage",
    "none found",
]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class RepairEntry(_Entry):
    """Pinned and forbidden joins of a paper: pairs of line numbers, as ``briefings explain`` shows them."""

    join: tuple[LinePair, ...] = ()
    split: tuple[LinePair, ...] = ()

    @model_validator(mode="after")
    def _apart(self) -> RepairEntry:
        both = sorted(set(self.join) & set(self.split))
        if both:
            raise ValueError(f"both joined and split: {', '.join(map(str, map(list, both)))}")
        return self


class SourceEntry(_Entry):
    """A paper in ``sources.toml``. ``inferred`` maps a key to the reason for its value.

    ``excerpt_limit`` is how many Chinese characters of a ``quote-only`` paper one brief may print.

    ``authors`` are ids of ``people.toml``; ``author_names`` are names as printed, of
    people who do not stand there.
    """

    slug: Slug
    file: str
    original_file: str = ""
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    language: str = "zh-Hant"
    title: str
    title_en: str = ""
    context_en: str = ""
    authors: tuple[str, ...] = ()
    author_names: tuple[str, ...] = ()
    author_line: str = ""
    affiliation: str = ""
    affiliation_en: str = ""
    publisher: str = ""
    publisher_en: str = ""
    series: str = ""
    series_en: str = ""
    number: str = ""
    date: PartialDate | None = None
    rights: Rights = "internal"
    marking: str = ""
    labels: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    inferred: dict[str, str] = Field(default_factory=dict)
    excerpt_limit: Annotated[int, Field(gt=0)] | None = None
    repair: RepairEntry = RepairEntry()


class PersonEntry(_Entry):
    """A person or, in ``[[group]]``, a body that speaks."""

    id: Slug
    zh: tuple[str, ...]
    name: str
    side: str
    short: tuple[str, ...] = ()
    latin: tuple[str, ...] = ()
    full_name: str = ""
    office: str = ""
    spelling_note: str = ""
    note: str = ""


class LocalDateEntry(_Entry):
    """An event's date in one place."""

    place: str
    zone: str = ""
    date: LocalDay
    time: str = ""


class BottomLineEntry(_Entry):
    """An analyst's bottom line: ``text`` stands on page one with name and day."""

    text: Annotated[str, Field(min_length=1)]
    by: Annotated[str, Field(min_length=1)]
    date: Annotated[PartialDate, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]


class EventEntry(_Entry):
    """An event; ``aliases`` are how papers name it.

    ``lead`` pins page one's statements in that order, ``drop`` keeps statements off page one;
    both hold ids of ``quotations.toml``, or of sentences (the ``segments`` of a paper's JSON).
    """

    id: Slug
    name: str
    name_zh: str
    type: str
    start: PartialDate
    end: PartialDate | None = None
    date_confidence: str = ""
    brief: bool = False
    place: str = ""
    place_zh: str = ""
    participants: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    short: str = ""
    bottom_line: BottomLineEntry | None = None
    local_date: tuple[LocalDateEntry, ...] = ()


class OfficialEntry(_Entry):
    """Wording in the issuer's or another outlet's English."""

    en: str = ""
    status: Wording
    grade: Literal["issuer or agency", "secondary"]
    source: str = ""
    url: str = ""
    note: str = ""


class QuotationEntry(_Entry):
    """A quotation or report in ``quotations.toml``."""

    id: Slug
    form: Literal["quote", "report"]
    document: str
    zh: str
    en: str = ""
    event: str
    speaker: str = ""
    speaker_reason: str = ""
    reported_by: str
    original_language: str
    subjects: tuple[Subject, ...] = ()
    not_in: tuple[Account, ...] = ()
    fidelity: str = ""
    variant_of: str = ""
    official: OfficialEntry | None = None


class NoteEntry(_Entry):
    """An editor's note in ``notes.toml``."""

    id: Slug
    document: str
    zh: str
    type: str
    severity: Literal["critical", "major", "minor"]
    audience: Literal["reader", "translator"]
    discrepancy: bool = False
    note: str
    evidence: str = ""
    expected: str = ""
    related_document: str = ""
    related_zh: str = ""
    events: tuple[str, ...] = ()
    author: str
    date: PartialDate


class SourcesFile(_Entry):
    """``sources.toml``."""

    source: tuple[SourceEntry, ...] = ()


class PeopleFile(_Entry):
    """``people.toml``."""

    person: tuple[PersonEntry, ...] = ()
    group: tuple[PersonEntry, ...] = ()


class EventsFile(_Entry):
    """``events.toml``."""

    event: tuple[EventEntry, ...] = ()


class QuotationsFile(_Entry):
    """``quotations.toml``."""

    quotation: tuple[QuotationEntry, ...] = ()


class NotesFile(_Entry):
    """``notes.toml``."""

    note: tuple[NoteEntry, ...] = ()
