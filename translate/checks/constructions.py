"""Constructions that turn the order of two names round between Chinese and English."""

from __future__ import annotations

import re

from translate.checks.lexicon import both_scripts, load
from translate.checks.mentions import PERSON, Mention
from translate.checks.roles import TITLES
from translate.hanzi import HAN

_RELATIVE = re.compile(f"的(?:[「『《]|，是|(?P<title>[^，。；、]{{0,10}}(?:{TITLES})))?$")
_ROW = re.compile(f"^[^、]*的[{HAN}]{{1,4}}人[和與与及]$")
"""After the name and another that are described with it: 「說法語的比利時人和」."""
_PLACED = re.compile("(?:位[於于]|地[處处]|在)$")
_PART = re.compile(r"\s+(?:\w+\s+)?\w+\s+of\s+(?:the\s+)?")
_WITH = re.compile("[與与和同跟]")
_MEET = re.compile(
    "[^，。；：]{0,12}(?:[會会][談谈面晤議议]|通[話话]|[見见]面|[對对][話话]|[談谈]判|峰[會会]|交[鋒锋])(?![時时中後后])"
)
_ASIDE = re.compile("[（(][^）)]*[）)]|[「」『』]")
_OF_BOTH = re.compile("[^，。；：！？」]{0,8}」的")
_OF = re.compile(r"\b(?:in|of|within|across)\s+(?:the\s+)?$")
_WHO = re.compile(r",?\s+(?:\w+\s+){0,3}?(?:who|which|that|whose)\b")
_TOWARD = re.compile("[^的].*的[對对]$")
_LIKE_ZH = re.compile("等[^，。；]{0,4}$")
_LIKE_EN = re.compile(r"\b(?:like|such as|including|e\.g\.)")
_APART = re.compile("[，、。；：！？]")
_SENTENCE = re.compile("[。！？；]")
_PASSIVE = re.compile(
    r"\b(?:is|are|was|were|be|been|being)\s+(?:\w+ly\s+)?\w+(?:ed|en|wn|nt|ght|ld|de|ung)\b[^.;]*\bby\s+(?:[^\s,.;]+\s+){0,4}$"
)
_BY = re.compile(both_scripts("被|遭|受|由|獲"))
_STOP = re.compile(r"[.;!?]\s")
_FRONTED = re.compile(
    r"(?:^|[.;:!?][”’\")]?\s+|,\s+(?:(?:and|but|that)\s+)?|\bthat\s+)(?:\w+,\s+)?[“‘\"']?(?i:in|on|at|with|by|after"
    r"|before|during|under|from|following|upon|when|while|as|for|to|through|instead|because|due|since|if"
    r"|against|like|unlike|besides|given|despite|although|though|amid|concerning|regarding|compared"
    r"|[a-z]+ing)\s"
)


_MOVED = [
    (re.compile(both_scripts(zh)), re.compile(rf"\b(?:{en})\s+(?:[^\s,.;]+\s+){{0,4}}$", re.IGNORECASE))
    for zh, en in load("names.toml")["moved"].items()
]


class Constructions:
    """A text and its translation, asked why two names stand in another order.

    Of two names ``before`` and ``after`` (in the order of the Chinese), ``one`` and ``other`` are the
    English: ``one``, who is ``after``, stands first.
    """

    def __init__(self, zh: str, en: str) -> None:
        self._zh, self._en = zh, en

    def is_mutual(self, before: Mention, after: Mention) -> bool:
        """Whether they only do something with one another (拜登與習近平會晤), whoever is told first."""
        joined = _WITH.fullmatch(self._zh, before.end, max(before.end, after.start))
        return joined is not None and _MEET.match(self._zh, after.end) is not None

    def explain(self, before: Mention, after: Mention, one: Mention, other: Mention) -> bool:
        """Whether a construction turns the order round."""
        between = self._zh[before.end : after.start]
        if _SENTENCE.search(between):
            return False
        return (
            self._is_described(between, one, after)
            # 美國採取的對華政策: “the China policy adopted by the United States”
            or _TOWARD.search(between) is not None
            # 大學人權中心: “the Center for Human Rights at the University”
            or (before.end - before.start > 1 and not _ASIDE.sub("", between))
            # 拜登邀請克里: “Kerry was invited by Biden”
            or bool(_PASSIVE.search(self._en[one.end : other.start]) and not _BY.search(between))
            or self._is_of_one_thing(after, one, other)
            # 印尼位於亞洲的領土: “the Asian territory of Indonesia”
            or bool(
                _PLACED.search(between)
                and self._zh.startswith("的", after.end)
                and _PART.fullmatch(self._en, one.end, other.start)
            )
            # 法語、西班牙語等歐洲語言: “European languages like French and Spanish”
            or bool(_LIKE_ZH.search(between) and _LIKE_EN.search(self._en, one.end, other.start))
            or self._is_moved(before, after, one, other)
            # 習近平與岸田通話時指出: “In a call with Kishida, Xi said”
            or (not _APART.search(between) and self._is_fronted(one, other))
        )

    def _is_described(self, between: str, one: Mention, after: Mention) -> bool:
        """持有美國綠卡的古巴公民: “Cubans who have a US green card”."""
        match = _RELATIVE.search(_ROW.sub("的", between))
        if match is None or (match["title"] and (after.group != PERSON or between.startswith("的"))):
            return False
        return "，" not in between.removesuffix("的，是") or _WHO.match(self._en, one.end) is not None

    def _is_of_one_thing(self, after: Mention, one: Mention, other: Mention) -> bool:
        """在美國「抗中」的氛圍下: “in the mood of ‘resisting China’ in the United States”."""
        of_both = _OF_BOTH.match(self._zh, after.end)
        return of_both is not None and _OF.search(self._en[one.end : other.start]) is not None

    def _is_moved(self, before: Mention, after: Mention, one: Mention, other: Mention) -> bool:
        """Whether the clause of ``before`` stands before the main clause in Chinese, after it in English."""
        last = self._zh.rfind("，", before.end, after.start)
        if last < 0:
            return False
        start = max(self._zh.rfind(sign, 0, before.start) for sign in "，。；！？：")
        clause = self._zh[start + 1 : last]
        between = self._en[one.end : other.start]
        return any(zh.search(clause) and en.search(between) for zh, en in _MOVED)

    def _is_fronted(self, one: Mention, other: Mention) -> bool:
        """Whether ``one`` stands in a phrase before the clause that has ``other``."""
        between = self._en[one.end : other.start]
        if ", " not in between or _STOP.search(between):
            return False
        heads = [match.end() for match in _FRONTED.finditer(self._en, 0, one.start)]
        return bool(heads) and ", " not in self._en[heads[-1] : one.start]
