"""The negatives of a pair against each other: by their numbers, by what they negate, by opposites."""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from translate.checks.base import Pair
from translate.checks.lexicon import Answers, Mark
from translate.checks.polarity_en import Cue, cues
from translate.checks.polarity_zh import REQUIRED, Head, heads, negated, negatives, opposites
from translate.model import Span

_STOP = re.compile("[。；！？]")
_COMMA = re.compile("[，。；：！？,;:!?]")
_LATE = re.compile("直到|直至|才|截至|之前|以前")
_UNTIL_THEN = re.compile("(?:直[到至]|要?到)[^，。；]{1,30}[才纔]")
_UNTIL = re.compile(r"\b(?:until|till)\b", re.IGNORECASE)
_LASTS = re.compile(
    r"\b(?:only|wait|remain|continu|last|stay|delay|postpon|k[e]pt|keep|held|hold|persist|t[ao]k|took|liv)",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[.;:!?,—–]")
_NEAR = 0.05
"""How far from its place in the Chinese a literal rendering may stand, as a share of the sentence."""
_NEGATOR = re.compile("[不未無无沒没非]")
_DIRECT = re.compile(r"\s+(?:\w+ly\s+|be\s+|to\s+|been\s+|have\s+)?(?=\w)")


@dataclass(frozen=True)
class Polarity:
    """A pair and what negates in it."""

    pair: Pair

    @cached_property
    def marks(self) -> list[Mark]:
        """The Chinese negatives."""
        return negatives(self.pair.zh)

    @cached_property
    def cues(self) -> list[Cue]:
        """The English negatives."""
        return cues(self.pair.en)

    @cached_property
    def heads(self) -> list[Head]:
        """The Chinese words whose English is known."""
        return heads(self.pair.zh)

    @cached_property
    def _heads(self) -> dict[Span, Head]:
        """What a negative negates, by the negative's span."""
        pairs = zip(self.marks, negated(self.pair.zh, self.marks, self.heads), strict=True)
        return {mark.span: head for mark, head in pairs if head}

    @cached_property
    def _said(self) -> Counter[str]:
        """How often the Chinese has each head."""
        return Counter(head.text for head in self.heads)

    def uneven(self) -> Mark | Cue | None:
        """A negative too many on either side, by their numbers.

        A Chinese negative is answered by an English negative or by its own answers
        ("remain" for 不變). One English negative may speak of several things where
        Chinese says it again and again.
        """
        waiting, alike, english, doubtful = self._waiting()
        light = [mark for mark in self.marks if mark.kind == "light"]
        soft = {cue.span[0] for cue in self.cues if not cue.firm}
        for mark in light:
            hit = english.next(mark)
            if hit and hit[0] in soft:
                english.take(hit)
        late = _LATE.search(self.pair.zh) is not None
        free = [cue for cue in self.cues if not english.has_taken(cue.span) and not (late and cue.until)]
        short = len(waiting) - len(free)
        if short > 0:
            return waiting[-1] if short > self._shared(alike) else None
        firm = self._unexplained([cue for cue in free if cue.firm], light)
        affixed = sum(cue.affix and not cue.firm for cue in free)
        extra = len(firm) + affixed - len(waiting) - doubtful - self._literal(firm)
        doubles = sum(mark.kind == "double" for mark in self.marks)
        if not firm or extra <= 0 or (extra % 2 == 0 and extra <= 2 * doubles):
            return None
        return firm[-1]

    def _waiting(self) -> tuple[list[Mark], list[Mark], Answers, int]:
        """Negatives that wait for an English negative, with those that have one; answers; how many in doubt.

        The first have no answer of their own; the second are these and the ones that a
        negative answers.
        """
        waiting: list[Mark] = []
        alike: list[Mark] = []
        english, negative = Answers(self.pair.en), Answers(self.pair.en)
        for cue in self.cues:
            negative.take(cue.span)
        doubtful = 0
        for mark in self.marks:
            if mark.kind not in REQUIRED:
                continue
            hit = english.next(mark)
            if hit is None:
                waiting.append(mark)
                alike.append(mark)
                continue
            english.take(hit)
            if negative.has_taken(hit):
                alike.append(mark)
            doubtful += mark.kind == "plain" and not negative.has_taken(hit) and self._has_nearer(mark, hit)
        return waiting, alike, english, doubtful

    def _literal(self, firm: list[Cue]) -> int:
        """How many of ``firm`` stand where a Chinese word with a negative in it would, which needs none."""
        size = len(self.pair.en)
        places = [self._place(mark) for mark in self.marks if mark.kind == "free" or _is_light(mark)]
        return min(len(places), sum(any(abs(c.span[0] - at) < _NEAR * size for at in places) for c in firm))

    def _place(self, mark: Mark) -> float:
        """Where ``mark`` would be in the English, if both went on at one pace."""
        return mark.span[0] / len(self.pair.zh) * len(self.pair.en)

    def _has_nearer(self, mark: Mark, hit: Span) -> bool:
        """Whether a "not" stands nearer than ``hit`` to where ``mark`` would be in the English."""
        place = self._place(mark)
        firm = [abs(cue.span[0] - place) for cue in self.cues if cue.firm]
        return bool(firm) and min(firm) < abs(hit[0] - place)

    def _unexplained(self, firm: list[Cue], light: list[Mark]) -> list[Cue]:
        """Those of ``firm`` that no word of ``light``, which needs none, stands for; each for one."""
        left = list(firm)
        for mark in light:
            cue = next((cue for cue in left if self._may_be(mark, cue)), None)
            if cue:
                at = left.index(cue)
                # "not … without": one condition
                both = at + 1 < len(left) and left[at + 1].text.lower() == "without"
                del left[at : at + 1 + both]
        return left

    def _may_be(self, mark: Mark, cue: Cue) -> bool:
        """Whether English may put ``cue`` for ``mark``, which needs none."""
        return mark.answers is not None and mark.answers.match(self.pair.en, cue.span[0]) is not None

    def _shared(self, marks: list[Mark]) -> int:
        """How many of ``marks`` repeat a negative that English says once for several things."""
        repeated = sum(
            self._alike(one, other) and not _STOP.search(self.pair.zh, one.span[1], other.span[0])
            for one, other in pairwise(marks)
        )
        return min(repeated, sum(cue.more for cue in self.cues))

    def _alike(self, one: Mark, other: Mark) -> bool:
        head, second = self._heads.get(one.span), self._heads.get(other.span)
        if head and second and head.text == second.text:
            return len(head.english.findall(self.pair.en)) <= 1  # else English repeats it, too
        return one.text[0] == other.text[0]

    def early(self) -> Mark | None:
        """直到…才: what happened "until" then, did not happen before it."""
        here = _UNTIL_THEN.search(self.pair.zh)
        hit = _UNTIL.search(self.pair.en) if here else None
        if here is None or hit is None:
            return None
        clause = bisect(self._clauses, hit.start())
        start = self._clauses[clause - 1] if clause else 0
        if clause in self._cued or _LASTS.search(self.pair.en, start, hit.start()):
            return None
        return Mark(here.group(), here.span(), "required", None)

    def lost(self) -> Mark | None:
        """A negative whose word the English has as often as the Chinese, but not negated as often."""
        asked: dict[str, list[Mark]] = {}
        for mark in self.marks:
            head = self._heads.get(mark.span)
            if head:
                asked.setdefault(head.text, []).append(mark)
        for text, marks in asked.items():
            mark = marks[0]
            if mark.kind not in REQUIRED or (mark.answers and mark.answers.search(self.pair.en)):
                continue
            hits = list(self._heads[mark.span].english.finditer(self.pair.en))
            same = self._said[text] == len(marks) == len(hits)
            if same and sum(map(self._in_scope, hits)) < len(marks):
                return mark
        return None

    @cached_property
    def _clauses(self) -> list[int]:
        """Where clauses of the English end."""
        return [match.start() for match in _CLAUSE.finditer(self.pair.en)]

    @cached_property
    def _cued(self) -> set[int]:
        """The clauses of the English that have a negative."""
        return {bisect(self._clauses, cue.span[0]) for cue in self.cues}

    def _in_scope(self, hit: re.Match[str]) -> bool:
        """Whether a negative may belong to ``hit``: it is in the same clause, or before and in common."""
        if bisect(self._clauses, hit.start()) in self._cued:
            return True
        return any(cue.span[1] <= hit.start() <= cue.reach for cue in self.cues)

    def added(self) -> Cue | None:
        """A "not" before the English of a word that the Chinese does not negate."""
        commas = [match.start() for match in _COMMA.finditer(self.pair.zh)]
        marked = {bisect(commas, mark.span[0]) for mark in self.marks}
        words = {head.text: head for head in self.heads}
        near = {head.text for head in self.heads if bisect(commas, head.span[0]) in marked}
        for cue in self.cues:
            gap = _DIRECT.match(self.pair.en, cue.span[1]) if cue.firm else None
            meant = [head for head in words.values() if gap and head.english.match(self.pair.en, gap.end())]
            if meant and self._is_condition(cue):
                continue
            if meant and not any(head.text in near for head in meant) and all(map(self._has_enough, meant)):
                return cue
        return None

    def _is_condition(self, cue: Cue) -> bool:
        """The "without" of "not … without permission": together they negate nothing."""
        clause = bisect(self._clauses, cue.span[0])
        return cue.text.lower() == "without" and any(
            other.firm and other.span[1] < cue.span[0] and bisect(self._clauses, other.span[0]) == clause
            for other in self.cues
        )

    def _has_enough(self, head: Head) -> bool:
        """Whether the Chinese has ``head`` as often as the English has its meaning."""
        return len(head.english.findall(self.pair.en)) <= self._said[head.text]

    def turned(self) -> tuple[Span, Span] | None:
        """A word of the Chinese and its opposite in the English, which nothing else accounts for."""
        for word, opposite, unless in opposites():
            here = word.search(self.pair.zh)
            hit = opposite.search(self.pair.en) if here else None
            if here is None or hit is None or unless.search(word.sub("", self.pair.zh)):
                continue
            if not self._in_scope(hit):
                return here.span(), hit.span()
        return None


def _is_light(mark: Mark) -> bool:
    """Whether ``mark`` has a negative in it, but needs none in English."""
    return mark.kind == "light" and _NEGATOR.search(mark.text) is not None
