"""Where papers differ from each other or from ``events.toml``: proposed by the program, never decided.

Two local dates of one event are no discrepancy: they are explained. What an
editor's note already tells of a place is not proposed a second time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date as calendar_date
from datetime import timedelta
from itertools import combinations, groupby

from briefings.dated import dates_in
from briefings.dates import in_words
from briefings.model import Discrepancy, Event
from briefings.routing import aliases_of
from translate.hanzi import squeeze
from translate.model import Block, Document
from translate.quantities import Quantity, in_chinese, plain

_NEAR = 24
"""Characters between a date and the event's name: 11月16日，習近平與美總統拜登（Joe Biden）舉行視訊峰會."""

_RELATIVE = re.compile(r"隔日|次日|翌日|前夕|前|後|后|期間|期间|時|时|會外|场边|場邊|之際|之际")
"""Words after an event's name that make the date another one's: the day after it, its eve, its margins."""

_SAID = re.compile(r"稱|称|表示|希望|指出|強調|强调|將|将|會見|会见")
"""Words between a date and the name that make the date that of a speech about the event, or of a meeting
with somebody who is named by it."""

_TAIL = 6
"""Characters after the name in which such a word stands: 民主峰會正式召開前夕."""

_COUNTED = ("cardinal", "ordinal", "money", "share")
_NOUN = 3
"""Characters after a number that say what is counted: 110個國家, 三個半小時."""


@dataclass(frozen=True, slots=True)
class Found:
    """A value that a paper gives for the event: a day or a number, its words, and the sentence's id."""

    document: str
    segment: str
    value: str
    words: str


def event_days(event: Event) -> set[str]:
    """Every day that is the event's somewhere; of several days, each of them by its ends."""
    return {day for local in event.local_dates for day in local.date.split("/")}


def dates_given(event: Event, documents: Iterable[Document], dates: Mapping[str, str]) -> list[Found]:
    """The days that papers give beside the event's name, in one sentence."""
    return [
        Found(document.slug, block.segments[dated.segment].id, dated.iso, dated.words)
        for document, block in _naming(event, documents)
        for dated in dates_in(block, dates.get(document.slug, ""))
        if _beside(event, block, dated.start, dated.end, dated.segment)
    ]


def proposed(
    event: Event,
    documents: Sequence[Document],
    dates: Mapping[str, str],
    told: set[str],
) -> tuple[Discrepancy, ...]:
    """Dates that differ from the record, and numbers on which two papers differ.

    Args:
        event: with its local dates.
        documents: the event's own papers.
        dates: each paper's date, for the years.
        told: ids of the sentences of whose dates or numbers an editor's note speaks.
    """
    found = [item for item in dates_given(event, documents, dates) if item.segment not in told]
    return (*_other_days(event, found), *_other_numbers(event, documents, told))


def explained(event: Event, documents: Sequence[Document], dates: Mapping[str, str]) -> tuple[str, ...]:
    """What differing dates that are one day in two time zones mean."""
    own = event_days(event)
    given = sorted({item.value for item in dates_given(event, documents, dates)} & own)
    if len(given) != 2 or _lasts(event) or not _neighbours(*given):  # noqa: PLR2004  (two dates)
        return ()
    where = [
        f"{in_words(day)} in {', '.join(local.place for local in event.local_dates if local.date == day)}"
        for day in given
    ]
    return (f"The papers give {' and '.join(in_words(day) for day in given)}: one day, {'; '.join(where)}.",)


def _lasts(event: Event) -> bool:
    return any("/" in local.date for local in event.local_dates)


def _neighbours(first: str, second: str) -> bool:
    return calendar_date.fromisoformat(second) - calendar_date.fromisoformat(first) == timedelta(days=1)


def _other_days(event: Event, found: Sequence[Found]) -> Iterator[Discrepancy]:
    own = event_days(event)
    first, last = min(own, default=""), max(own, default="")
    for item in found:
        if own and not first <= item.value <= last:
            recorded = " / ".join(in_words(day) for day in sorted(own))
            yield Discrepancy(
                f"A paper’s date for this event differs from the record: {in_words(item.value)}; "
                f"events.toml has {recorded}.",
                (f"{item.document}: {item.words}", f"events.toml: {recorded}"),
                "proposed",
            )
    if not own:
        for one, other in combinations(found, 2):
            if one.document != other.document and one.value != other.value:
                yield Discrepancy(
                    f"Two papers give different dates for this event: {in_words(one.value)} differs from "
                    f"{in_words(other.value)}.",
                    (f"{one.document}: {one.words}", f"{other.document}: {other.words}"),
                    "proposed",
                )


def _other_numbers(event: Event, documents: Sequence[Document], told: set[str]) -> Iterator[Discrepancy]:
    """What two papers count alike in sentences that name the event, with different numbers."""
    counted = [
        (_counted(segment.text, quantity), Found(document.slug, segment.id, _value(quantity), quantity.text))
        for document, block in _naming(event, documents)
        for segment in block.segments
        if segment.id not in told and any(alias in squeeze(segment.text) for alias in aliases_of(event))
        for quantity in in_chinese(segment.text)
        if quantity.kind in _COUNTED and quantity.firm and _value(quantity)
    ]
    by_noun = groupby(sorted(counted, key=lambda item: item[0]), key=lambda item: item[0])
    for noun, group in by_noun:
        items = [item for _, item in group]
        for one, other in combinations(items, 2):
            if noun and one.document != other.document and one.value != other.value:
                yield Discrepancy(
                    f"Two papers give different numbers for this event: {one.words}{noun} differs from "
                    f"{other.words}{noun}.",
                    (f"{one.document}: {one.words}{noun}", f"{other.document}: {other.words}{noun}"),
                    "proposed",
                )


def _naming(event: Event, documents: Iterable[Document]) -> Iterator[tuple[Document, Block]]:
    aliases = aliases_of(event)
    for document in documents:
        for block in document.blocks:
            if block.kind in {"paragraph", "bullet"} and any(a in squeeze(block.text) for a in aliases):
                yield document, block


def _beside(event: Event, block: Block, start: int, end: int, segment: int) -> bool:
    """Whether the date opens the clause in which the event is named, or stands inside its name."""
    sentence = block.segments[segment]
    text = sentence.text
    at = start - sentence.start
    after = squeeze(text[end - sentence.start :])
    inside = squeeze(text[max(0, at) :])
    for alias in aliases_of(event):
        place = after.find(alias)
        between, rest = after[: max(0, place)], after[place : place + len(alias) + _TAIL]
        if 0 <= place <= _NEAR and not (_dates_between(between) or _SAID.search(between)):
            return not _RELATIVE.search(rest)
        if any(char.isdigit() for char in alias) and inside.startswith(alias):
            return True
    return False


def _dates_between(text: str) -> bool:
    return any(quantity.date is not None and quantity.date.day is not None for quantity in in_chinese(text))


def _counted(text: str, quantity: Quantity) -> str:
    """The word after a number, which says what it counts; ``""`` where none follows."""
    after = squeeze(text[quantity.span[1] : quantity.span[1] + _NOUN + 2])[:_NOUN]
    word = ""
    for char in after:
        if not ("\u3400" <= char <= "\u9fff"):
            break
        word += char
    return word if len(word) == _NOUN or quantity.unit else ""


def _value(quantity: Quantity) -> str:
    return plain(quantity.value) if quantity.value is not None else ""
