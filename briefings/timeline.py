"""What the papers date before and after an event: the brief's timeline.

Only what the brief's papers speak of stands there: other events of
``events.toml`` that its passages name, meetings of the same sides, and sentences
of its passages with a day of their own. Days come from ``events.toml`` where the
event stands there, else from the paper's words.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date as calendar_date

from briefings.catalogue import Catalogue
from briefings.dated import dates_in
from briefings.dates import MONTHS, in_words
from briefings.locate import paragraph_numbers
from briefings.model import Event, Moment, Passage, Timeline
from briefings.routing import aliases_of, hits
from translate.hanzi import squeeze
from translate.model import Document

FITS = 9
"""Points on one strip: a label needs 90 points of A4's width, and the line has 480 for its upper and
lower labels together."""

_NO_PARTY = frozenset({"", "joint", "author"})
_MEETING = frozenset({"meeting", "call", "visit"})
"""Kinds of events at which sides meet each other; at a conference they only both appear."""

_POINTING = re.compile(r"此次|這場|这场|本次|該次|雙方在|双方在|在峰會|首次的")
"""Openings of aliases that point to what was named before: in another event's passage, to that one."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a paper names an event: ``passage`` if that block is one of the brief's."""

    document: Document
    block: int
    alias: str
    passage: bool


@dataclass(frozen=True, slots=True)
class _Ranked:
    """A moment and how near it is to the event's affair: 0 nearest."""

    rank: int
    moment: Moment


def timeline(
    event: Event,
    catalogue: Catalogue,
    others: Iterable[Event],
    documents: Sequence[Document],
    passages: Sequence[Passage],
    english: Mapping[str, str],
    spoken: Collection[str],
) -> Timeline | None:
    """The brief's timeline, or ``None`` where nothing but the event itself has a date.

    Args:
        event: the brief's event.
        catalogue: people, sources, what papers are about.
        others: the events that ``documents`` may speak of.
        documents: the papers that the brief draws on.
        passages: the event's passages.
        english: the English of every sentence that the brief prints, by its id; others stay out.
        spoken: ids of the sentences that hold the event's statements.
    """
    own = _sentences(event, catalogue, documents, passages, spoken)
    found: list[_Ranked] = []
    taken: dict[tuple[str, int], list[Event]] = {}
    for other in others:
        if other.id == event.id:
            continue
        places = list(_places(other, documents, own))
        for place in places:
            taken.setdefault((place.document.slug, place.block), []).append(other)
        ranked = _of_event(event, other, places, catalogue)
        if ranked:
            found.append(ranked)
    ours = Moment(_first(event), short_date(event), event.name, event.short or event.name, "this", "", "")
    dated = _dated(event, catalogue, documents, english, taken)
    points = [*found, *(_Ranked(2, moment) for moment in dated)]
    return _fitted(ours, points) if points else None


def short_date(event: Event) -> str:
    """An event's date in few letters; two local dates of one day side by side: ``Nov 15/16, 2021``."""
    local = sorted({item.date for item in event.local_dates}) or [event.start]
    first, last = local[0].split("/")[0], local[-1].split("/")[-1]
    if len(first) < len("2021-01-01"):
        return in_words(first)
    if first == last:
        return _few(first)
    joint = "–" if any("/" in item for item in local) or not _one_day(first, last) else "/"
    if first[:7] == last[:7]:
        return f"{_month(first)} {int(first[8:])}{joint}{int(last[8:])}, {first[:4]}"
    if first[:4] == last[:4]:
        return f"{_month(first)} {int(first[8:])}{joint}{_few(last)}"
    return f"{_few(first)}{joint}{_few(last)}"


def elapsed(before: str, after: str) -> str:
    """The time between two moments as the strip prints it; ``""`` where a day is not known."""
    try:
        days = (calendar_date.fromisoformat(after) - calendar_date.fromisoformat(before)).days
    except ValueError:
        return ""
    if days < 60:  # noqa: PLR2004  (two months in days tell more than in months)
        return "same day" if days == 0 else f"{days} day{'s' if days > 1 else ''}"
    months = round(days / 30.44)
    return f"{months} months" if months < 24 else f"{round(days / 365.25)} years"  # noqa: PLR2004


def _month(iso: str) -> str:
    return MONTHS[int(iso[5:7]) - 1][:3]


def _few(iso: str) -> str:
    return f"{_month(iso)} {int(iso[8:])}, {iso[:4]}"


def _one_day(first: str, last: str) -> bool:
    return (calendar_date.fromisoformat(last) - calendar_date.fromisoformat(first)).days == 1


def _first(event: Event) -> str:
    """The event's first day anywhere, as ``events.toml`` has it."""
    return min((local.date.split("/")[0] for local in event.local_dates), default=event.start)


_BESIDE = 1
"""Sentences away from one about the event at which a digest's paragraph still speaks of its affair."""


def _sentences(
    event: Event,
    catalogue: Catalogue,
    documents: Sequence[Document],
    passages: Sequence[Passage],
    spoken: Collection[str],
) -> set[str]:
    """Ids of the sentences about the event and beside it; all passages of a paper about the event."""
    aliases = aliases_of(event)
    inside = {(item.document, item.lines) for item in passages}
    found: set[str] = set()
    for document in documents:
        whole = event.id in catalogue.about.get(document.slug, ())
        for block in document.blocks:
            if (document.slug, block.lines) not in inside:
                continue
            own = [
                number
                for number, segment in enumerate(block.segments)
                if segment.id in spoken or hits(segment.text, aliases)
            ]
            found.update(
                segment.id
                for number, segment in enumerate(block.segments)
                if whole or any(abs(number - one) <= _BESIDE for one in own)
            )
    return found


def _places(other: Event, documents: Sequence[Document], own: set[str]) -> Iterator[_Place]:
    """Where the brief's papers name ``other``."""
    aliases = {bare: alias for bare, alias in aliases_of(other).items() if not _POINTING.match(bare)}
    for document in documents:
        if other.documents and document.slug not in other.documents:
            continue
        for number, block in enumerate(document.blocks):
            named = hits(block.text, aliases) if block.kind in {"paragraph", "bullet"} else []
            if named:
                near = any(hits(one.text, aliases) for one in block.segments if one.id in own)
                yield _Place(document, number, named[0], near)


def _of_event(event: Event, other: Event, places: Sequence[_Place], catalogue: Catalogue) -> _Ranked | None:
    """``other`` on the line, if the papers give it a place there."""
    if not places:
        return None
    near = [place for place in places if place.passage]
    own, others = _sides(event, catalogue), _sides(other, catalogue)
    same = len(own) > 1 and own == others and other.type in _MEETING
    if near:
        why, place = f"named in the passages: {near[0].alias}", near[0]
    elif same:
        why, place = "the same sides, in the same papers", places[0]
    else:
        return None
    paragraph = paragraph_numbers(place.document)[place.block]
    source = catalogue.sources[place.document.slug]
    moment = Moment(
        _first(other), short_date(other), other.name, other.short or other.name, "event", why,
        f"{source.short}, para. {paragraph}", other.name_zh, source.slug, paragraph,
    )  # fmt: skip
    return _Ranked(0 if same else 1 if own & others else 2, moment)


def _sides(event: Event, catalogue: Catalogue) -> set[str]:
    return {catalogue.people[name].side for name in event.people if name in catalogue.people} - _NO_PARTY


def _dated(
    event: Event,
    catalogue: Catalogue,
    documents: Sequence[Document],
    english: Mapping[str, str],
    taken: Mapping[tuple[str, int], Sequence[Event]],
) -> Iterator[Moment]:
    """Sentences of the passages whose day belongs to no event that stands there."""
    ours = {day for local in event.local_dates for day in local.date.split("/")} | {event.start, event.end}
    for document in documents:
        source = catalogue.sources[document.slug]
        for number, block in enumerate(document.blocks):
            known = taken.get((document.slug, number), ())
            days = {day for one in known for local in one.local_dates for day in local.date.split("/")}
            named = [alias for one in known for alias in aliases_of(one)]
            for dated in dates_in(block, source.date):
                sentence = block.segments[dated.segment]
                bare = squeeze(sentence.text)
                told = any(alias in bare for alias in (*named, *aliases_of(event)))
                if dated.iso in days | ours or told or sentence.id not in english:
                    continue
                paragraph = paragraph_numbers(document)[number]
                where = f"{source.short}, para. {paragraph}"
                why = f"the paper gives this day: {dated.words}"
                yield Moment(
                    dated.iso,
                    _few(dated.iso),
                    english[sentence.id],
                    short="",
                    kind="dated",
                    why=why,
                    citation=where,
                    zh=sentence.text,
                    document=source.slug,
                    paragraph=paragraph,
                )


def _fitted(ours: Moment, others: Sequence[_Ranked]) -> Timeline:
    """As many points as one strip takes: meetings of the same sides first, then the nearest in time."""
    day = _day(ours.start)
    best = sorted(others, key=lambda item: (item.rank, abs(_day(item.moment.start) - day), item.moment.name))
    shown = [item.moment for item in best[: FITS - 1]]
    more = [item.moment for item in best[FITS - 1 :]]
    return Timeline(_ordered([*shown, ours]), _ordered(more))


def _ordered(moments: Sequence[Moment]) -> tuple[Moment, ...]:
    return tuple(sorted(moments, key=lambda moment: (moment.start, moment.name)))


def _day(iso: str) -> int:
    """A number for a date, for distances; a year or month counts from its first day."""
    parts = [int(part) for part in iso.split("-") if part.isdigit()]
    return calendar_date(*[*parts, 1, 1][:3]).toordinal()
