"""Words said again and again without the Chinese doing so: loops, doubled words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from translate.checks.base import Context, Pair, is_blank
from translate.checks.forms import SMALL, plain
from translate.hanzi import HAN, is_han
from translate.model import Finding, Severity, Span

_WORD = re.compile(r"\d+(?:[.,]\d+)+|[^\W_]+(?:[-‐‑'’][^\W_]+)*|<0x[0-9A-F]{2}>")
_LONGEST = 8
"""Words of a sequence that is looked for in immediate repetition."""

_CHARACTERS = re.compile(r"(\S{1,6}?)(?:[ \t]?\1){5,}|\d+(?:-\d+){7,}")
"""Signs in a row: "- - - -", "1-2-1-2", "hahaha"; what they may be is ``_is_rule``'s."""

_SOURCE_RUN = re.compile(rf"([{HAN}]{{1,12}}?|[A-Za-z]{{2,}})(?:[、，,。．！!？?；;：:…·—\s“”「」『』-]*\1)+")

_EMPHATIC = "had that is was so very many far long really now there bye again her you who do did one ha"
_TWICE = frozenset(_EMPHATIC.split())
"""Words that English may write twice in a row."""

_PLAIN = "this that these they its his their our be are were but not which will would can has have"
_FUNCTION = (SMALL | frozenset(_PLAIN.split())) - {"s", "that"}
"""Words that are never doubled on purpose."""

_JOINTS = frozenset({"and", "by", "to", "or", "after", "upon", "over", "on"})
"""Between the halves of an idiom: step by step, more and more, again and again."""


_TIMES = {2: "twice", 3: "three times"}
_SHORT, _LONG = 10, 16
"""Words from which a share of different words says something: fewer than these repeat by chance."""

_PHRASES: tuple[tuple[int, int, Severity], ...] = ((4, 3, "critical"), (3, 4, "critical"), (5, 2, "major"))
"""Words of a phrase, how often it must come back, and how grave that is.

Measured: of 1,351 human pairs none comes back so often without its Chinese doing so.
"""


_FEW = 20
"""Words of a sentence in which one of them three times is too much."""

_PARTICLES = frozenset("的了在和是與与及之於于")
"""Characters so frequent that twice says nothing."""


@dataclass(frozen=True, slots=True)
class Repetition:
    """A loop (the same words over and over; critical) or a doubled word (major).

    What the Chinese repeats as well (不支持 three times, 一步一步) may be repeated.
    """

    id: str = "repetition"
    name: str = "Repetition"
    severity: Severity = "critical"

    def find(self, pair: Pair, context: Context) -> Iterator[Finding]:  # noqa: ARG002  (all checks are asked alike)
        """One finding for each place; a place that is a part of another's is left out."""
        if is_blank(pair):
            return
        matches = list(_WORD.finditer(pair.en))
        words = [plain(match.group()) for match in matches]
        taken: list[Span] = []
        for finding in (
            *self._signs(pair),
            *self._runs(pair, words, matches),
            *self._overall(pair, words, matches),
        ):
            span = finding.en_span or (0, len(pair.en))
            if not any(start < span[1] and span[0] < end for start, end in taken):
                taken.append(span)
                yield finding

    def _signs(self, pair: Pair) -> Iterator[Finding]:
        for match in _CHARACTERS.finditer(pair.en):
            unit = match[1] or match.group()
            if not _is_rule(unit, match.group(), pair.zh):
                message = f"“{_shown(unit)}” again and again, {match.group().count(unit)} times in a row."
                yield Finding(self.id, "critical", message, None, match.span())

    def _runs(self, pair: Pair, words: Sequence[str], matches: Sequence[re.Match[str]]) -> Iterator[Finding]:
        """Sequences of up to ``_LONGEST`` words repeated at once, the longest stretch first."""
        if len(set(words)) == len(words):
            return
        found = []
        for size in range(1, _LONGEST + 1):
            start = 0
            while start + size < len(words):
                same = start
                while same + size < len(words) and words[same] == words[same + size]:
                    same += 1
                times = 1 + (same - start) // size
                if times > 1:
                    found.append((start, size, times))
                start = same + 1
        found.sort(key=lambda run: (-run[1] * (run[2] - 1), run[1], run[0]))
        for start, size, times in found:
            severity = _gravity(pair, words, matches, (start, size, times))
            if severity:
                unit = pair.en[matches[start].start() : matches[start + size - 1].end()]
                span = (matches[start].start(), matches[start + size * times - 1].end())
                message = f"“{_shown(unit)}” {_TIMES.get(times, f'{times} times')} in a row."
                yield Finding(self.id, severity, message, None, span, unit)

    def _overall(
        self, pair: Pair, words: Sequence[str], matches: Sequence[re.Match[str]]
    ) -> Iterator[Finding]:
        """Phrases that come back oftener than anything does in the Chinese; a text of few words."""
        kinds = len(set(words))
        if kinds == len(words):
            return
        often = _often(pair.zh)
        share = 0.5 if len(words) >= _LONG else 0.6
        if len(words) >= _SHORT and kinds < share * len(words) and often < 3:  # noqa: PLR2004
            message = f"{len(words)} words, of which only {kinds} differ."
            yield Finding(self.id, "critical", message, None, (0, len(pair.en)))
            return
        for size, least, severity in _PHRASES:
            places: dict[tuple[str, ...], list[int]] = {}
            for start in range(len(words) - size + 1):
                places.setdefault(tuple(words[start : start + size]), []).append(start)
            phrase, at = max(places.items(), key=lambda item: len(item[1]), default=((), []))
            if len(at) >= least and len(at) > often and any(word not in SMALL for word in phrase):
                unit = pair.en[matches[at[0]].start() : matches[at[0] + size - 1].end()]
                span = (matches[at[1]].start(), matches[at[-1] + size - 1].end())
                times = _TIMES.get(len(at), f"{len(at)} times")
                message = f"“{_shown(unit)}” {times}, the Chinese says nothing so often."
                yield Finding(self.id, severity, message, None, span)
                return
        word, count = _favourite(words)
        if count > 2 and often == 1 and (count > 3 or (len(words) <= _FEW and not _has_twice(pair.zh))):  # noqa: PLR2004
            message = f"“{word}” {_TIMES.get(count, f'{count} times')}, the Chinese says nothing so often."
            yield Finding(self.id, "major", message, None, (0, len(pair.en)))


def _favourite(words: Sequence[str]) -> tuple[str, int]:
    """The word with a meaning that comes most often, and how often."""
    counts = Counter(word for word in words if len(word) > 3 and word not in _FUNCTION and not word.isdigit())  # noqa: PLR2004
    return counts.most_common(1)[0] if counts else ("", 0)


def _has_twice(zh: str) -> bool:
    """Whether the Chinese says a character with a meaning twice."""
    return any(count > 1 for char, count in Counter(zh).items() if is_han(char) and char not in _PARTICLES)


def _shown(text: str) -> str:
    return text if len(text) <= 60 else text[:59].rstrip() + "…"  # noqa: PLR2004


def _is_rule(unit: str, text: str, zh: str) -> bool:
    """Whether signs in a row are a rule, dots to fill a line or the digits of a number."""
    if unit == text:
        return text in zh
    if unit.isdigit():
        return len(text) < 12  # noqa: PLR2004  (1000000000)
    if any(char.isalnum() for char in unit):
        return _source_run(zh, 1) > 2  # noqa: PLR2004  (哈哈哈)
    longest = max((len(match.group()) for match in _RULE.finditer(zh)), default=0)
    return len(text) <= 6 * longest  # ……, six dots in English


_RULE = re.compile(r"([^\w\s])(?:\s?\1)+")


def _gravity(
    pair: Pair, words: Sequence[str], matches: Sequence[re.Match[str]], run: tuple[int, int, int]
) -> Severity | None:
    """How bad it is that ``size`` words from ``start`` stand ``times`` in a row; ``None``: not at all."""
    start, size, times = run
    unit = words[start : start + size]
    if times > 2:  # noqa: PLR2004
        reached = _source_run(pair.zh, 1 if size == 1 else 2) >= times
        return None if reached and not SMALL.issuperset(unit) else "critical"
    if size == 1:
        return "major" if _is_doubled(pair, matches[start], matches[start + 1]) else None
    printed = [pair.en[match.start() : match.end()] for match in matches[start : start + 2 * size]]
    between = pair.en[matches[start + size - 1].end() : matches[start + size].start()]
    if between.strip() and (all(word[0].isupper() for word in printed) or (size < 4 and _often(pair.zh) > 1)):  # noqa: PLR2004
        return None  # New York, New York; … in the oil sector, the oil sector …
    follows = words[start + 4] if len(words) > start + 4 else ""
    if size == 2 and unit[1] in _JOINTS and follows == unit[0]:  # noqa: PLR2004
        return None  # again and again and again
    if all(word.isdigit() for word in unit) or _source_run(pair.zh, 2) > 1:
        return None
    return "critical" if size > 3 else "major"  # noqa: PLR2004


def _is_doubled(pair: Pair, first: re.Match[str], second: re.Match[str]) -> bool:
    """Whether a word stands twice by mistake."""
    word = plain(first.group())
    between = pair.en[first.end() : second.start()].strip()
    if word in _FUNCTION:
        return between in {"", ","}
    if between or word in _TWICE or word.isdigit() or first.group() != second.group():
        return False  # not "the United States states"
    least = 1 if word != first.group() else 2  # a name (林森森); 美國國會 has no doubled word
    return _source_run(pair.zh, least) < 2  # noqa: PLR2004


def _source_run(zh: str, least: int) -> int:
    """How many times in a row the Chinese says the same ``least`` or more characters."""
    runs = [
        match.group().count(match[1])
        for match in _SOURCE_RUN.finditer(zh)
        if len(match[1]) >= least and match[1] not in "國国人"
    ]
    return max(runs, default=1)


_SOURCE_WORD = re.compile(f"[{HAN}]+|[A-Za-z0-9]+")


def _often(zh: str) -> int:
    """How often the Chinese says the same two characters (or Latin word)."""
    counts: Counter[str] = Counter()
    for match in _SOURCE_WORD.finditer(zh):
        text = match.group()
        counts.update([text] if text.isascii() else [text[i : i + 2] for i in range(len(text) - 1)])
    return max(counts.values(), default=1)
