"""Two names that changed places: who stands where is compared in both languages.

The names of a sentence come in the same order in both languages but for a few constructions,
so two names whose exchange would restore the order are suspect. What stands beside a name
(a preposition, a verb, a title) speaks for or against: 與岸田 is “with Kishida”.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import product
from typing import NamedTuple

from translate.checks.constructions import Constructions
from translate.checks.mentions import BODY, COUNTRY, PERSON, Mention
from translate.checks.roles import Signs, agreement, anchors, of_chinese, of_english


class Swap(NamedTuple):
    """Two mentions of the English, each where the other belongs, and a Chinese mention of each."""

    first: Mention
    second: Mention
    zh_first: Mention
    zh_second: Mention
    is_mutual: bool
    """Whether they only do something with one another, whoever is told first."""


_MOST = 16
"""Names of one group in a language at most: of more, nobody tells which is which."""
_AGAINST = {PERSON: -2.0, COUNTRY: -0.5, BODY: -0.5}
"""How well the words beside two names must fit at least if the names are exchanged, where the order
differs from the Chinese: people are seldom named in another order, countries more often."""
_FOR = {0: 2.5, -1: 3.5}
"""The same where the order does not tell (0), or tells against an exchange."""
_ORDER = 5.0
"""What the order weighs more than the words beside."""
_AMONG = 2
"""How much better the names must lie among other words if exchanged, where their own order does not tell."""

_EN_ROW = re.compile(
    r"(?:’s|'s)?(?:,?\s+(?:and|or|as well as|&)\s+(?:the\s+)?|\s+|,\s+(?:[A-Z]{2},\s+)?)|[-–—/]"
)
_ZH_ROW = re.compile("[、和與与及暨跟「」『』–—-]{0,3}|以及")

_Keys = list[Hashable]


def swaps(zh: str, en: str, chinese: Sequence[Mention], english: Sequence[Mention]) -> Iterator[Swap]:
    """Of each group of names the two that most probably changed places, if any did."""
    for group in dict.fromkeys(mention.group for mention in english):
        ours = [mention for mention in chinese if mention.group == group]
        theirs = [mention for mention in english if mention.group == group]
        if len({mention.who for mention in theirs}) > 1:
            ours, theirs = _shared(*_joined(zh, en, *_shared(ours, theirs)))
            if max(len(ours), len(theirs)) > _MOST:
                continue
            among = ([m for m in chinese if m.group != group], [m for m in english if m.group != group])
            found = _Comparison(zh, en, (ours, theirs), among).swap()
            if found:
                yield found


def _shared(ours: Sequence[Mention], theirs: Sequence[Mention]) -> tuple[list[Mention], list[Mention]]:
    """The mentions of those who are named on both sides."""
    both = {mention.who for mention in ours} & {mention.who for mention in theirs}
    return (
        [mention for mention in ours if mention.who in both],
        [mention for mention in theirs if mention.who in both],
    )


class _Comparison:
    """The names of one group in a pair, in Chinese and in English, ``among`` the other names."""

    def __init__(
        self,
        zh: str,
        en: str,
        names: tuple[Sequence[Mention], Sequence[Mention]],
        among: tuple[Sequence[Mention], Sequence[Mention]],
    ) -> None:
        self._zh, self._en, self._among = zh, en, among
        self._ours, self._theirs = names
        # numbers are compared faster than terms
        number: dict[Hashable, int] = {}
        self._order, self._keys = (
            [number.setdefault(mention.who, len(number)) for mention in some] for some in names
        )
        self._rows = _row_numbers(en, self._theirs, _EN_ROW)
        self._length = self._agreeing(self._keys)
        self._forms = [en[mention.start : mention.end] for mention in self._theirs]
        self._constructions = Constructions(zh, en)

    @cached_property
    def _signs(self) -> tuple[list[Signs], list[Signs]]:
        return (
            [of_chinese(self._zh, mention) for mention in self._ours],
            [of_english(self._en, mention) for mention in self._theirs],
        )

    def swap(self) -> Swap | None:
        """The two names whose exchange makes the English most like the Chinese."""
        best, found = 0.0, None
        for first, one in enumerate(self._theirs):
            for second in range(first + 1, len(self._keys)):
                if self._rows[first] != self._rows[second] and _differ(one.who, self._theirs[second].who):
                    weight = max(self._weight(first, second), self._weight_throughout(first, second))
                    if weight > best:
                        best, found = weight, (first, second)
        if not found:
            return None
        one, other = (self._theirs[at] for at in found)
        zh_one, zh_other = (self._ours[self._order.index(self._keys[at])] for at in found)
        before, after = sorted((zh_one, zh_other), key=lambda mention: mention.start)
        return Swap(one, other, zh_one, zh_other, self._constructions.is_mutual(before, after))

    def _weight(self, first: int, second: int) -> float:
        """More than 0 where the two are swapped."""
        keys = self._keys[:]
        keys[first], keys[second] = keys[second], keys[first]
        gain = self._agreeing(keys) - self._length
        roles = all(self._signs[1][at].role for at in (first, second))
        if gain < min(_FOR) or (gain < 0 and not roles):
            return 0
        beside = self._beside(first, second)
        least = _FOR[gain] if gain <= 0 else _AGAINST[self._theirs[first].group] - gain + 1
        if gain == 0 and _AGAINST[PERSON] <= beside < least and self._gain_among(keys) >= _AMONG:
            least = beside
        if beside < least or (gain >= 0 and self._is_explained(first, second)):
            return 0
        # an order that differs says more than words do
        return beside + (_ORDER + gain if gain > 0 else -_AGAINST[PERSON] + 1)

    def _weight_throughout(self, first: int, second: int) -> float:
        """The same for two names that are exchanged wherever they stand in the same wording."""
        one, other = self._forms[first], self._forms[second]
        if one == other or self._forms.count(one) + self._forms.count(other) == 2:  # noqa: PLR2004
            return 0
        changed = {one: self._keys[second], other: self._keys[first]}
        keys = [changed.get(form, key) for form, key in zip(self._forms, self._keys, strict=True)]
        gain = self._agreeing(keys) - self._length
        if gain < 0 or (gain == 0 and self._gain_among(keys) < _AMONG):
            return 0
        places = ([at for at, form in enumerate(self._forms) if form == some] for some in (one, other))
        if any(self._is_explained(min(pair), max(pair)) for pair in product(*places)):
            return 0
        return _ORDER + gain

    @cached_property
    def _anchors(self) -> tuple[list[tuple[int, Hashable]], list[tuple[int, Hashable]]]:
        """Other names, figures and words of the Chinese, and of the English."""
        texts, found = (self._zh, self._en), []
        for text, names, is_chinese in zip(texts, self._among, (True, False), strict=True):
            some: list[tuple[int, Hashable]] = [(mention.start, mention.who) for mention in names]
            found.append([*some, *anchors(text, is_chinese=is_chinese)])
        both = {key for _, key in found[0]} & {key for _, key in found[1]}
        ours, theirs = ([item for item in some if item[1] in both] for some in found)
        return ours, theirs

    @cached_property
    def _order_among(self) -> _Keys:
        return _sorted([*zip((m.start for m in self._ours), self._order, strict=True), *self._anchors[0]])

    def _keys_among(self, keys: Sequence[Hashable]) -> _Keys:
        return _sorted([*zip((m.start for m in self._theirs), keys, strict=True), *self._anchors[1]])

    @cached_property
    def _length_among(self) -> int:
        return _common(self._order_among, self._keys_among(self._keys))

    def _gain_among(self, keys: Sequence[Hashable]) -> int:
        """How much more the order is the Chinese one with ``keys``, other words taken in."""
        return _common(self._order_among, self._keys_among(keys)) - self._length_among

    def _beside(self, first: int, second: int) -> float:
        """How much better the words beside the two names fit if the names are exchanged."""
        one, other = self._keys[first], self._keys[second]
        changed = self._fit(first, other) + self._fit(second, one)
        return changed - self._fit(first, one) - self._fit(second, other)

    def _fit(self, at: int, who: Hashable) -> float:
        """How well an English mention fits the best mention of ``who`` in the Chinese."""
        english = self._signs[1][at]
        return max(
            agreement(chinese, english)
            for chinese, key in zip(self._signs[0], self._order, strict=True)
            if key == who
        )

    def _agreeing(self, keys: Sequence[Hashable]) -> int:
        """How many names stand in the Chinese order, those of a row (“A and B”) in any order."""
        length = _common(self._order, keys)
        for first, second in self._beside_in_row:
            if keys[first] != keys[second] and length < len(keys):
                other = [*keys]
                other[first], other[second] = keys[second], keys[first]
                if (changed := _common(self._order, other)) > length:
                    keys, length = other, changed
        return length

    @cached_property
    def _beside_in_row(self) -> list[tuple[int, int]]:
        return [
            (first, second)
            for second, row in enumerate(self._rows)
            for first in range(second)
            if self._rows[first] == row
        ]

    def _is_explained(self, first: int, second: int) -> bool:
        """Whether a construction turns the order of two names round: the second is first in Chinese."""
        one, other = self._theirs[first], self._theirs[second]
        befores, afters = (
            [mention for mention, key in zip(self._ours, self._order, strict=True) if key == self._keys[at]]
            for at in (second, first)
        )
        return any(
            self._constructions.explain(before, after, one, other)
            for before, after in product(befores, afters)
            if before.end <= after.start
        )


def _sorted(items: list[tuple[int, Hashable]]) -> _Keys:
    items.sort(key=lambda item: item[0])
    return [key for _, key in items]


def _differ(one: Hashable, other: Hashable) -> bool:
    """Whether two names, or rows of names, have nobody in common."""
    many = one if isinstance(one, frozenset) else frozenset({one})
    return many.isdisjoint(other if isinstance(other, frozenset) else {other})


def _joined(
    zh: str, en: str, ours: Sequence[Mention], theirs: Sequence[Mention]
) -> tuple[list[Mention], list[Mention]]:
    """Names that stand in one row in both languages as one name: 中俄, “China and Russia”."""
    rows = [_sets(some, _row_numbers(text, some, row)) for text, some, row in
            ((zh, ours, _ZH_ROW), (en, theirs, _EN_ROW))]  # fmt: skip
    shared = set(rows[0].values()) & set(rows[1].values())
    return (
        _with_rows(ours, rows[0], shared),
        _with_rows(theirs, rows[1], shared),
    )


def _sets(mentions: Sequence[Mention], numbers: Sequence[int]) -> dict[int, frozenset[Hashable]]:
    """The names of each row of several, by its first mention's index."""
    found: dict[int, frozenset[Hashable]] = {}
    for at in range(len(mentions)):
        if at and numbers[at] == numbers[at - 1]:
            continue
        row = [mentions[k].who for k in range(at, len(mentions)) if numbers[k] == numbers[at]]
        if len(row) > 1:
            found[at] = frozenset(row)
    return found


def _with_rows(
    mentions: Sequence[Mention], rows: Mapping[int, frozenset[Hashable]], shared: set[frozenset[Hashable]]
) -> list[Mention]:
    found: list[Mention] = []
    at = 0
    while at < len(mentions):
        row = rows.get(at)
        if row is not None and row in shared:
            last = at + len(row) - 1
            found.append(Mention(row, mentions[at].group, mentions[at].start, mentions[last].end))
            at = last + 1
        else:
            found.append(mentions[at])
            at += 1
    return found


def _row_numbers(text: str, mentions: Sequence[Mention], joint: re.Pattern[str]) -> list[int]:
    """For each mention the number of its row: mentions with nothing but “and”, a comma or a dash between."""
    numbers: list[int] = []
    for at, mention in enumerate(mentions):
        before = mentions[at - 1].end if at else 0
        joined = at > 0 and bool(joint.fullmatch(text, before, max(mention.start, before)))
        # “in a call with Kerry, Biden said” is no row of people, “Kerry, Biden and Xi” is one
        if joined and mention.group == PERSON and text[before : mention.start] == ", ":
            after = mentions[at + 1].start if at + 1 < len(mentions) else mention.end
            goes_on = joint.fullmatch(text, mention.end, max(after, mention.end))
            joined = bool(goes_on) or numbers.count(numbers[-1]) > 1
        numbers.append(numbers[-1] if joined else at)
    return numbers


def _common(one: Sequence[Hashable], other: Sequence[Hashable]) -> int:
    """Length of the longest common subsequence."""
    lengths = [0] * (len(other) + 1)
    for key in one:
        diagonal = 0
        for at, value in enumerate(other, start=1):
            above = lengths[at]
            if key == value:
                lengths[at] = diagonal + 1
            elif lengths[at - 1] > above:
                lengths[at] = lengths[at - 1]
            diagonal = above
    return lengths[-1]
