"""The statements that carry an event (page one): pinned by an analyst, the rest extracted.

Nothing is generated. What an analyst pins stands first, in that order; what is
dropped never stands there. The places that are left go, one by one, to the
statement that adds most: near the middle of what the passages say (weighted
pairs of characters), far from what is chosen already, with a bonus for a subject
that nobody has spoken on, for direct speech and for wording found in an issuer's
English. First every principal side is heard once; a sentence of the authors may
take one place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from briefings.assessment import WHOLE_PAPER
from briefings.likeness import Weights, cosine, shared
from briefings.model import Event, Statement, SummaryItem
from briefings.variants import ALIKE

MOST = 6
"""Statements that page one takes at most: what is read in ninety seconds."""

FILLED = 5
"""Statements that extraction fills page one up to; an analyst may pin one more."""

ENOUGH = 3
LITTLE = 0.25
"""From three statements on, one that adds less than this stays off: a bullet that repeats what is said."""

_SHORT, _LONG = 12, 150
"""Characters of Chinese: below, a fragment says little alone; above, it fills page one."""

_REPEATED = 0.7
"""How much likeness to a chosen statement counts against one: less, and page one says one thing twice."""

_AUTHOR = "author"
_NOBODY = frozenset({"", "joint", _AUTHOR})


@dataclass(frozen=True, slots=True)
class _Scale:
    """The brief's texts, weighed once."""

    weights: Weights
    vectors: dict[str, dict[str, float]]
    top: float

    def central(self, statement: Statement) -> float:
        """Nearness to the middle of the passages, 1 for the nearest statement."""
        return cosine(self.vectors[statement.id], self.weights.centre) / self.top if self.top else 0.0

    def near(self, statement: Statement, chosen: Sequence[Statement]) -> float:
        """Likeness to the nearest statement chosen."""
        own = self.vectors[statement.id]
        return max((cosine(own, self.vectors[item.id]) for item in chosen), default=0.0)


def summary(
    event: Event,
    statements: Sequence[Statement],
    assessments: Sequence[Statement] = (),
    passages: Sequence[str] = (),
) -> tuple[SummaryItem, ...]:
    """At most six statements: pins in the analyst's order, then what was extracted in the paper's order.

    Args:
        event: ``lead`` pins, ``drop`` keeps off.
        statements: what people said.
        assessments: what the papers' authors say themselves; their summary points and conclusions
            may stand on page one, other judgments only if they are pinned.
        passages: the Chinese of the event's passages, which statements are to cover.
    """
    every = {item.id: item for item in (*statements, *assessments) if item.id not in event.drop}
    pinned = [every[key] for key in event.lead if key in every][:MOST]
    chosen = list(pinned)
    passing = {item.id for item in assessments if not item.why.startswith(WHOLE_PAPER)}
    waiting = [item for item in every.values() if item.id not in passing and not _told(item, chosen)]
    scale = _scale(waiting + chosen, passages)
    sides = _principal(statements)
    while waiting and len(chosen) < FILLED:
        best = max(waiting, key=lambda item: _worth(item, chosen, scale, sides))
        if len(chosen) >= ENOUGH and _worth(best, chosen, scale, sides) < (False, LITTLE):
            break
        chosen.append(best)
        waiting = [item for item in waiting if item is not best and not _told(item, chosen)]
        if best.side == _AUTHOR:
            waiting = [item for item in waiting if item.side != _AUTHOR]
    order = {key: number for number, key in enumerate(every)}
    extracted = sorted((item for item in chosen if item not in pinned), key=lambda item: order[item.id])
    return (
        *(SummaryItem(item, "pinned in events.toml") for item in pinned),
        *(SummaryItem(item, "extracted: centrality, sides and subjects") for item in extracted),
    )


def _scale(items: Sequence[Statement], passages: Sequence[str]) -> _Scale:
    weights = Weights(passages or [item.zh for item in items])
    vectors = {item.id: weights.vector(item.zh) for item in items}
    top = max((cosine(vector, weights.centre) for vector in vectors.values()), default=0.0)
    return _Scale(weights, vectors, top)


def _worth(
    item: Statement, chosen: Sequence[Statement], scale: _Scale, sides: Sequence[str]
) -> tuple[bool, float]:
    """Sides that wait come first; then what a statement adds."""
    heard = [one.side for one in chosen]
    waits = item.side in sides and item.side not in heard
    subjects = {subject for one in chosen for subject in one.subjects}
    fresh = not set(item.subjects) & subjects
    worth = scale.central(item) - _REPEATED * scale.near(item, chosen) + 0.3 * fresh + _weight(item)
    return waits, worth - 0.2 * heard.count(item.side)


def _principal(statements: Sequence[Statement]) -> list[str]:
    """The two sides that say most: both are heard."""
    counted = Counter(item.side for item in statements if item.side not in _NOBODY)
    return [side for side, _ in counted.most_common(2)]


def _weight(statement: Statement) -> float:
    weight = 0.3 if statement.form == "quote" else 0.0
    official = statement.official
    if official and official.en and official.status != "related passage":
        weight += 0.3
    if not _SHORT <= len(statement.zh) <= _LONG:
        weight -= 0.6
    if statement.form == "assessment":
        weight -= 0.3
    elif not statement.speaker:
        weight -= 0.2
    return weight


def _told(item: Statement, chosen: Sequence[Statement]) -> bool:
    """Whether a chosen statement is the same utterance, overlaps it, or says almost the same."""
    own = {item.id, *item.variants}
    return any(
        own & {one.id, *one.variants}
        or shared(item.zh, one.zh) >= ALIKE
        or (set(item.segments) & set(one.segments) and (item.zh in one.zh or one.zh in item.zh))
        for one in chosen
    )
