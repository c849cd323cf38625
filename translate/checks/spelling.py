"""Names across a paper: one person, one spelling."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz.distance import OSA

from translate.checks.base import Context, Pair, is_blank
from translate.checks.mentions import TRANSLITERATION
from translate.hanzi import HAN, fold
from translate.model import Finding, Severity, Span

_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]{2,})*")
_SURNAMES = (
    "王李張劉陳楊黃趙吳周徐孫馬朱胡郭何高林羅鄭梁謝宋唐許韓馮鄧曹彭曾蕭田董潘袁蔡蔣余杜葉程蘇魏呂丁任沈姚盧姜崔鍾譚陸汪范"
    "金石廖賈夏韋傅方白鄒孟熊秦邱江尹薛閻段雷侯龍史陶黎賀顧毛郝龔邵萬錢嚴賴覃洪武莫孔柯游簡卓安岸"
)
_FOLDED = frozenset(fold(_SURNAMES))
_FOREIGN_SIGNS = frozenset(fold("".join(TRANSLITERATION)) + "·・")
_FOREIGN = 3
"""Characters of a transliterated name at least; of a Chinese, Korean or Japanese one it is as many."""
_LETTERS = 4
"""Letters of a word that may be misspelt at least: of shorter ones others differ by as little."""
_ENDINGS = re.compile(r"(?:s|es|n|an|ian|ese|ish|i|ed|ing|er|ers|ly|y|ns|ans|ians|ic|al|ist|ism)$")

_Places = dict[str, list[tuple[int, Span]]]


@dataclass(frozen=True, slots=True)
class Spelling:
    """A person in two spellings in a paper: of the glossary's, or of names that differ by little.

    A name that the glossary lacks is told by its Chinese: a name of three characters or more
    that stands wherever the one or the other spelling does, and nowhere else.
    """

    id: str = "spelling"
    name: str = "Names across a paper"
    severity: Severity = "minor"

    def find_all(self, pairs: Sequence[Pair], context: Context) -> Iterator[tuple[int, Finding]]:
        """One finding on each pair that spells a name in another way than an earlier one."""
        told = [(index, pair) for index, pair in enumerate(pairs) if not is_blank(pair)]
        found = [*self._of_glossary(told, context), *self._of_others(told, context)]
        yield from sorted(found, key=lambda item: item[0])

    def _of_glossary(
        self, told: Sequence[tuple[int, Pair]], context: Context
    ) -> Iterator[tuple[int, Finding]]:
        """People whom the glossary knows by several names: “Hayashi Yoshimasa”, “Yoshimasa Hayashi”."""
        first: dict[str, tuple[int, str]] = {}
        for index, pair in told:
            for hit in context.glossary.find(pair.zh):
                term = hit.terms[0]
                if term.kind != "person" or len(term.renderings) == 1:
                    continue
                used = next((form for form in term.renderings if " " in form and form in pair.en), None)
                if used is None:
                    continue
                before, form = first.setdefault(term.zh, (index, used))
                if form not in used and used not in form:
                    start = pair.en.find(used)
                    span = (start, start + len(used))
                    yield index, self._finding((hit.start, hit.end), span, used, form, before)

    def _of_others(self, told: Sequence[tuple[int, Pair]], context: Context) -> Iterator[tuple[int, Finding]]:
        """Names that the glossary lacks, spelled in two ways that differ by little."""
        places = _capitalized(told)
        known = {
            word
            for term in context.glossary.terms
            for form in term.renderings
            for word in _WORD.findall(form)
        }
        by_index = {index: fold(pair.zh) for index, pair in told}
        for one, other in _alike([word for word in places if word not in known]):
            earlier, later = sorted((one, other), key=lambda word: places[word][0][0])
            here, there = ({index for index, _ in places[word]} for word in (later, earlier))
            if here & there:
                continue  # two people, or a word and its other form
            name = _common_name(here | there, by_index)
            if name:
                for index, span in places[later]:
                    start = by_index[index].find(name)
                    zh_span = (start, start + len(name))
                    yield index, self._finding(zh_span, span, later, earlier, places[earlier][0][0])

    def _finding(self, zh: Span, en: Span, used: str, form: str, index: int) -> Finding:
        message = f"“{used}” here is “{form}” in {index + 1}."
        return Finding(self.id, self.severity, message, zh, en, form)


def _capitalized(told: Sequence[tuple[int, Pair]]) -> _Places:
    """Words that always have a capital, and where they stand."""
    places: _Places = {}
    lower = {word for _, pair in told for word in _WORD.findall(pair.en) if word.islower()}
    for index, pair in told:
        for match in _WORD.finditer(pair.en):
            word = match.group()
            is_name = len(word) >= _LETTERS and word[0].isupper() and not word.isupper()
            if is_name and word.lower() not in lower:
                places.setdefault(word, []).append((index, match.span()))
    return places


def _alike(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Pairs of words that differ by a letter or two, but not by an ending."""
    by_initial: dict[str, list[str]] = {}
    for word in sorted(words):
        by_initial.setdefault(word[0], []).append(word)
    for some in by_initial.values():
        for one, other in combinations(some, 2):
            most = 1 if min(len(one), len(other)) <= _LETTERS + 1 else 2
            if abs(len(one) - len(other)) > most or OSA.distance(one, other, score_cutoff=most) > most:
                continue
            shorter, longer = sorted((one, other), key=len)
            # “Romania”, “Romanians”
            if not longer.startswith(shorter[:-1]) and _ENDINGS.sub("", one) != _ENDINGS.sub("", other):
                yield one, other


def _common_name(indices: set[int], texts: Mapping[int, str]) -> str:
    """A name that stands in the Chinese of all these pairs and in no other; "" if there is none."""
    first, *rest = sorted(indices)
    for run in re.finditer(f"[{HAN}·・]{{{_FOREIGN},}}", texts[first]):
        for name in _names_in(run.group()):
            if all(name in texts[index] for index in rest) and all(
                name not in text for index, text in texts.items() if index not in indices
            ):
                return name
    return ""


def _names_in(run: str) -> Iterator[str]:
    """What may be a name in a run of Chinese, longest first."""
    for size in (5, 4, 3):
        for start in range(len(run) - size + 1):
            part = run[start : start + size]
            foreign = all(char in _FOREIGN_SIGNS for char in part)
            if foreign or (size == _FOREIGN and part[0] in _FOLDED):
                yield part
