"""A term across a paper: the same Chinese keeps the same English."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from translate.checks.base import Context, Pair, is_blank
from translate.checks.forms import SMALL, base, pieces
from translate.hanzi import HAN, fold
from translate.model import Finding, Severity, Span

_ZH_QUOTED = re.compile(f"「(?P<term>[{HAN}]{{3,10}})」|《(?P<title>[^《》]{{2,30}})》")
_EN_QUOTED = re.compile(r"“(?P<curly>[^“”]{2,90})”|\"(?P<straight>[^\"]{2,90})\"")
_MARKS = re.compile('[「『《“"]')
_OUTER = ".,;:!?，。 ’‘'"


@dataclass(frozen=True, slots=True)
class _Told:
    """The English of a quoted term in a pair."""

    index: int
    zh: Span
    en: Span


@dataclass(frozen=True, slots=True)
class Wording:
    """A quoted term or title in two Englishes, in a paper.

    A pair tells which English is whose where both languages quote one thing, and only one. Forms
    of the same words, and articles, make no difference; nor do renderings that the glossary has.
    """

    id: str = "wording"
    name: str = "Terms across a paper"
    severity: Severity = "minor"

    def find_all(self, pairs: Sequence[Pair], context: Context) -> Iterator[tuple[int, Finding]]:
        """One finding on each pair whose English of a term differs from that of an earlier one."""
        seen: dict[str, dict[frozenset[str], _Told]] = {}
        for index, pair in enumerate(pairs):
            told = None if is_blank(pair) else _told(index, pair)
            if told is None:
                continue
            zh, en = pair.zh[slice(*told.zh)], pair.en[slice(*told.en)]
            before = seen.setdefault(fold(zh), {})
            key = _key(en)
            if before and key not in before and not _is_allowed(zh, context):
                first = next(iter(before.values()))
                there = pairs[first.index].en[slice(*first.en)].strip(_OUTER)
                message = f"{zh} is “{there}” in {first.index + 1}, and “{en.strip(_OUTER)}” here."
                yield index, Finding(self.id, self.severity, message, told.zh, told.en, there)
            before.setdefault(key, told)


def _told(index: int, pair: Pair) -> _Told | None:
    """The one thing that both languages quote."""
    chinese = list(_ZH_QUOTED.finditer(pair.zh))
    english = list(_EN_QUOTED.finditer(pair.en))
    if len(chinese) != 1 or len(english) != 1 or len(_MARKS.findall(pair.zh)) != 1:
        return None
    return _Told(
        index, chinese[0].span(chinese[0].lastgroup or 0), english[0].span(english[0].lastgroup or 0)
    )


def _key(en: str) -> frozenset[str]:
    return frozenset(base(word) for word in pieces(en) if word not in SMALL)


def _is_allowed(zh: str, context: Context) -> bool:
    """Whether the glossary has the term: what it may be in English is the term check’s business."""
    return any(hit.start == 0 and hit.end == len(zh) for hit in context.glossary.find(zh))
