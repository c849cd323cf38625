"""Names and terms of the glossary: the right person, and no rendering that is forbidden."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from translate.checks.base import Context, Pair, is_blank
from translate.glossary import Hit, Term
from translate.model import Finding, Severity

_TRANSLITERATION = frozenset(
    "阿埃艾安奧巴貝比波布查達戴德迪蒂丁杜頓恩爾法菲費弗夫福蓋格根哈海漢赫霍基吉加賈傑卡凱坎考科克肯庫拉萊蘭朗勞勒雷里利林"
    "琳隆盧魯路倫羅洛馬麥曼茅梅蒙米密明莫姆穆納南內尼諾帕潘佩皮普奇喬切瑞薩塞沙山舍聖施史士斯蘇索塔泰坦湯特提廷圖托瓦韋"
    "維溫沃烏西希謝辛雅亞耶伊尤約贊澤詹珍茲佐"
    "奥贝达顿尔费盖汉贾杰凯库莱兰劳卢鲁伦罗马麦纳内诺乔萨圣苏泽汤图韦维温乌谢亚约赞"
)
"""Characters that spell foreign names: 克里 before 姆 is not John Kerry but the Kremlin."""

_LEVEL = {0x2019: "'", 0x2018: "'", 0x2013: "-", 0x2011: "-", 0x00A0: " "}
_WORD = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*")
_PARTICLES = frozenset({"jr", "sr", "del", "de", "la", "van", "von", "and", "the", "of"})


@dataclass(frozen=True, slots=True)
class Name:
    """A person of the Chinese whom the English does not name; a forbidden rendering of a term.

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

    def _forbidden(self, pair: Pair, text: str, hits: Sequence[Hit]) -> Iterator[Finding]:
        """Forbidden renderings, but for those that another term of the segment allows."""
        allowed = [rendering for hit in hits for term in hit.terms for rendering in term.renderings]
        covered = [match.span() for rendering in allowed for match in _occurrences(rendering, text)]
        seen: set[tuple[int, int]] = set()
        for hit in hits:
            common = set(hit.terms[0].forbidden).intersection(*(term.forbidden for term in hit.terms))
            for rendering in sorted(common):
                for match in _occurrences(rendering, text):
                    start, end = match.span()
                    if (start, end) in seen or any(a <= start and end <= b for a, b in covered):
                        continue
                    seen.add((start, end))
                    zh = pair.zh[hit.start : hit.end]
                    message = f"“{pair.en[start:end]}” must not stand for {zh}; use “{hit.terms[0].en}”."
                    yield Finding(
                        self.id, self.severity, message, (hit.start, hit.end), (start, end), hit.terms[0].en
                    )


def _inside_a_name(zh: str, hit: Hit) -> bool:
    """Whether a short transliterated name is only a part of a longer one that the glossary lacks."""
    if hit.end - hit.start > 2 or not all(char in _TRANSLITERATION for char in zh[hit.start : hit.end]):  # noqa: PLR2004
        return False
    around = zh[max(0, hit.start - 1) : hit.start] + zh[hit.end : hit.end + 1]
    return any(char in _TRANSLITERATION for char in around)


def _named(term: Term, text: str) -> bool:
    """Whether any part of a rendering (surname or given name) stands in ``text``."""
    return any(re.search(rf"\b{re.escape(word)}\b", text) for word in _parts(term) if word in text)


@cache
def _parts(term: Term) -> frozenset[str]:
    """The words of a person's renderings that name the person."""
    words = [word for rendering in term.renderings for word in _WORD.findall(_plain(rendering))]
    return frozenset(
        word for word in words if len(word) > 1 and word[0].isupper() and word.lower() not in _PARTICLES
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
