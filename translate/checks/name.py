"""Names and terms: the right person in the right place, and no rendering that is forbidden."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from translate.checks.base import Context, Pair, is_blank
from translate.checks.lexicon import both_scripts
from translate.checks.mentions import TRANSLITERATION, in_chinese, in_english, parts
from translate.checks.swapped import swaps
from translate.checks.term import is_other_word
from translate.glossary import Hit, Term
from translate.model import Finding, Severity

_DOTS = frozenset("·・‧•")
_ADMITS = re.compile(
    both_scripts(
        "承認(?![^，。；]{0,14}(?:國|主權|獨立|一中|政[府權]|共識|原則|首都|地位|台灣|臺灣|合法|兩岸|邊界))"
    )
)
_THAT = re.compile(r"\s+(?:that|having|to)\b")
"""To acknowledge that something is so is not to recognize a state."""
_LEVEL = {0x2019: "'", 0x2018: "'", 0x2013: "-", 0x2011: "-", 0x00A0: " "}


@dataclass(frozen=True, slots=True)
class Name:
    """A person whom the English does not name; a forbidden rendering; two names that changed places.

    Names of one character (習, 王) need context and are not asked for.
    """

    id: str = "name"
    name: str = "Names and forbidden renderings"
    severity: Severity = "major"

    def find(self, pair: Pair, context: Context) -> Iterator[Finding]:
        """One finding for each person and for each forbidden rendering."""
        if is_blank(pair):
            return
        hits = context.glossary.find(pair.zh)
        text = _plain(pair.en)
        seen: set[str] = set()
        for hit in hits:
            people = [term for term in hit.terms if term.kind == "person"]
            if not people or people[0].zh in seen or _inside_a_name(pair.zh, hit):
                continue
            seen.add(people[0].zh)
            if not any(_named(term, text) for term in people):
                message = f"{pair.zh[hit.start : hit.end]} ({people[0].en}) is not named in the English."
                yield Finding(self.id, self.severity, message, (hit.start, hit.end), None, people[0].en)
        yield from self._forbidden(pair, text, hits)
        yield from self._swapped(pair, context, hits)

    def _swapped(self, pair: Pair, context: Context, hits: Sequence[Hit]) -> Iterator[Finding]:
        """Two names in one another’s place; minor where it makes no difference (“A met B”)."""
        whole = [hit for hit in hits if hit.terms[0].kind != "person" or not _inside_a_name(pair.zh, hit)]
        chinese = in_chinese(pair.zh, context.glossary, whole)
        if len({mention.who for mention in chinese}) < 2:  # noqa: PLR2004
            return
        for swap in swaps(pair.zh, pair.en, chinese, in_english(pair.en, chinese)):
            one, other = (pair.en[name.start : name.end] for name in (swap.first, swap.second))
            span = (swap.zh_first.start, swap.zh_first.end)
            message = f"“{one}” and “{other}” seem to stand in one another’s place."
            severity: Severity = "minor" if swap.is_mutual else "critical"
            en_span = (swap.first.start, swap.first.end)
            yield Finding(self.id, severity, message, span, en_span, other)

    def _forbidden(self, pair: Pair, text: str, hits: Sequence[Hit]) -> Iterator[Finding]:
        """Forbidden renderings, but for those that another term of the segment allows."""
        allowed = [rendering for hit in hits for term in hit.terms for rendering in term.renderings]
        covered = [match.span() for rendering in allowed for match in _occurrences(rendering, text)]
        seen: set[tuple[int, int]] = set()
        for hit in hits:
            common = set(hit.terms[0].forbidden).intersection(*(term.forbidden for term in hit.terms))
            if not common or is_other_word(pair.zh, hit):
                continue
            is_fact = _ADMITS.match(pair.zh, hit.start) is not None
            for rendering in sorted(common):
                for match in _occurrences(rendering, text):
                    start, end = match.span()
                    if is_fact and _THAT.match(text, end):
                        continue
                    if (start, end) in seen or any(a <= start and end <= b for a, b in covered):
                        continue
                    seen.add((start, end))
                    zh = pair.zh[hit.start : hit.end]
                    message = f"“{pair.en[start:end]}” must not stand for {zh}; use “{hit.terms[0].en}”."
                    yield Finding(
                        self.id, self.severity, message, (hit.start, hit.end), (start, end), hit.terms[0].en
                    )


def _inside_a_name(zh: str, hit: Hit) -> bool:
    """Whether a transliterated name is only a part of a longer one that the glossary lacks."""
    if zh[hit.end : hit.end + 1] in _DOTS and hit.end < len(zh):
        return True  # 哈里斯·某某: a given name
    if hit.end - hit.start > 2 or not all(char in TRANSLITERATION for char in zh[hit.start : hit.end]):  # noqa: PLR2004
        return False
    around = zh[max(0, hit.start - 1) : hit.start] + zh[hit.end : hit.end + 1]
    return any(char in TRANSLITERATION for char in around)


def _named(term: Term, text: str) -> bool:
    """Whether any part of a rendering (surname or given name) stands in ``text``."""
    return any(
        re.search(rf"\b{re.escape(word)}\b", text) for word in map(_plain, parts(term)) if word in text
    )


def _occurrences(rendering: str, text: str) -> Iterator[re.Match[str]]:
    """Where ``rendering`` stands as words; a capital in it is a capital in the text."""
    wanted = _plain(rendering)
    if wanted.casefold() not in text.casefold():
        return iter(())
    flags = 0 if wanted != wanted.lower() else re.IGNORECASE
    return re.finditer(rf"(?<!\w){re.escape(wanted)}(?!\w)", text, flags)


def _plain(text: str) -> str:
    """Plain quotes, dashes and spaces, character for character."""
    return text.translate(_LEVEL)
