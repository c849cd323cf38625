"""The negatives of a pair against each other: by their numbers, by what they negate, by opposites."""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter
from dataclasses import dataclass, replace
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
_BACK = 60
"""Characters before “until” in which what lasted is told."""
_LASTS = re.compile(
    r"\b(?:only|wait|remain|continu|last|stay|delay|postpon|k[e]pt|keep|held|hold|persist|t[ao]k|took|liv"
    r"|(?:is|was|were|been) (?:in|on|at|an?|the|there)\b)",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[.;:!?,—–]")
_NEAR = 0.05
"""How far from its place in the Chinese a literal rendering may stand, as a share of the sentence."""
_RAISED = re.compile(r"(?:think|believ|suppos|expect|imagin|consider|see\b|want)", re.IGNORECASE)
"""English negates these for what depends on them: "do not think that it is" for 認為不是."""
_CONTRAST = re.compile(r"(?:,|\s[-–—]|—) $")
"""Before the “not” of “overlap, not outrage”, which Chinese may put as 取代."""
_ELLIPTIC = re.compile(r"\s*(?:[.!?]|$)")
_NEGATOR = re.compile("[不未無无沒没非]")
_ASKED = re.compile("[^。！？；]{0,60}?[嗎吗][？?」”]")
_RHETORICAL = re.compile("[嗎吗]|[難难]道|[豈岂]")
_FAINT = re.compile("[不未無无沒没非否勿毋莫別别缺拒避零絕绝難难]")
"""Characters of words that need no English negative, for which one may yet be put."""
_PALE = re.compile(
    r"\b(?:stop|miss(?:es|ed|ing)?\b|lack|few(?:er)?\b|little|less\b|hard(?:er|ly)?\b|difficult|beyond|outside"
    r"|mis(?!sion|sil|ter|s)[a-z]{3,}|lose|losing|lost|loss|otherwise|alone|opposite|contrary|false|wrong|poor|bad"
    r"|weak|freeing|frees|freed|exempt|excus|regardless|empty|zero|gone\b|hidden|secret|unless|except|instead"
    r"|mere|doubt|far from|away|least\b|short (?:of|on)|disempower|instab|forgo|omit|withdr|reluct|hesit"
    r"|scarc|shortage|absen|apart|despite|useless|dead\b"
    r"|end(?:ed|s)?\b|quit|ceas|prohibit|forbid|ban(?:s|ned)?\b|block|depriv|separat|before|until)",
    re.IGNORECASE,
)
"""English that may be what a Chinese negative was put as."""
_OPEN = frozenset({"free", "light"})
"""Sections of words that may or may not be put with a negative."""
_OUTRIGHT = re.compile("[不未無无沒没非反拒禁否勿莫毋]")
"""Characters of words that leave no doubt of what they negate."""
_SPARSE = 2.4
"""Fewer English letters than this for each Chinese character: something was left out, not only a negative."""
_RICH = 7.0
"""More than this: something was put that the Chinese has not."""
_MANY = 4
"""With so many negatives on one side, one too many may be a matter of how they were put together."""
_DIRECT = re.compile(r"\s+(?:\w+ly\s+|be\s+|to\s+|been\s+|have\s+)?(?=\w)")


@dataclass(frozen=True)
class Polarity:
    """A pair and what negates in it."""

    pair: Pair

    @cached_property
    def marks(self) -> list[Mark]:
        """The Chinese negatives; one in a question that expects “yes” needs none in English."""
        marks = negatives(self.pair.zh)
        if _RHETORICAL.search(self.pair.zh) is None:
            return marks
        asked = [mark.kind in REQUIRED and self._is_asked(mark) for mark in marks]
        return [replace(mark, kind="free") if ask else mark for mark, ask in zip(marks, asked, strict=True)]

    def _is_asked(self, mark: Mark) -> bool:
        """Whether ``mark`` stands in a question with 嗎, 難道, 豈."""
        zh = self.pair.zh
        before = zh[max(0, mark.span[0] - 12) : mark.span[0]]
        return _ASKED.match(zh, mark.span[1]) is not None or bool(
            re.search("(?:[難难]道|[豈岂])[^，。？！]*$", before)
        )

    def is_sure(self, wrong: Mark | Cue) -> bool:
        """Whether hardly anything but a mistake explains a negative too many on one side.

        A free translation says the same by a word that negates by its meaning, or divides
        sentences in another way: then a person should look, but no more is known.
        """
        zh, en = self.pair.zh, self.pair.en
        if self._is_other_text:
            return False
        if isinstance(wrong, Mark):
            asked = [mark.text for mark in self.marks if mark.kind in REQUIRED]
            if not _OUTRIGHT.search(wrong.text) or len(asked) >= _MANY or len(set(asked)) < len(asked):
                return False
            return len(en) >= _SPARSE * len(zh) and _PALE.search(en) is None
        if sum(cue.firm for cue in self.cues) >= _MANY or len(en) > _RICH * len(zh):
            return False
        if _ELLIPTIC.match(en, wrong.span[1]) or _CONTRAST.search(en, 0, wrong.span[0]):
            return False
        if self._is_by_affix():
            return False
        return not any(mark.kind in _OPEN and _FAINT.search(mark.text) for mark in self.marks)

    @property
    def _is_other_text(self) -> bool:
        """Whether the English has none of the words that the Chinese has, where more than one is known."""
        words = {head.text: head for head in self.heads}
        return len(words) > 1 and not any(head.english.search(self.pair.en) for head in words.values())

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
        light = [mark for mark in self.marks if mark.kind in {"part", "light"}]
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

    def _is_by_affix(self) -> bool:
        """Whether “not” stands nearer to each Chinese negative than the “unaware” that is one too many."""
        affixed = [cue.span[0] for cue in self.cues if cue.affix and not cue.firm]
        firm = [cue.span[0] for cue in self.cues if cue.firm]
        places = [self._place(mark) for mark in self.marks if mark.kind in REQUIRED]
        if not affixed or not 0 < len(firm) <= len(places):
            return False
        return all(min(abs(at - p) for at in affixed) >= min(abs(at - p) for at in firm) for p in places)

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
        if clause in self._cued or _LASTS.search(self.pair.en, max(0, hit.start() - _BACK), hit.start()):
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
            if gap and _RAISED.match(self.pair.en, gap.end()) and self.marks:
                continue
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
