"""What stands beside a name and tells its part in the sentence, in Chinese and in English."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property

from translate.checks.lexicon import both_scripts, load
from translate.checks.mentions import PERSON, Mention


class Signs:
    """What stands beside a name: its part in the sentence, and words that go with it."""

    def __init__(self, role: str, around: str, pattern: re.Pattern[str]) -> None:
        self.role = role
        self._around, self._pattern = around, pattern

    @cached_property
    def words(self) -> frozenset[str | None]:
        """The words, by what they mean in both languages."""
        return frozenset(match.lastgroup for match in self._pattern.finditer(self._around))


_WORD = 0.5
_WORDS = 1.0
"""Weight of a word that goes with a name in both languages, and of all such words; of a role it is 1."""

_ROLES = load("names.toml")["role"]
_AGREES = {role: frozenset(others.split()) for role, others in _ROLES["agrees"].items()}
_CONTEXT = list(load("names.toml")["context"].items())
TITLES = both_scripts(load("names.toml")["title"]["zh"])


def _grouped(form: str, patterns: Mapping[str, str]) -> re.Pattern[str]:
    """``form`` with a group for each role where it has @."""
    return re.compile(form.replace("@", "|".join(f"(?P<{role}>{some})" for role, some in patterns.items())))


def _both(patterns: Mapping[str, str]) -> dict[str, str]:
    return {role: both_scripts(pattern) for role, pattern in patterns.items()}


_ZH_BEFORE = _grouped(f"(?:@)(?:[「『]?|[^，。；、：]{{0,10}}(?:{TITLES}))$", _both(_ROLES["zh_before"]))
_ZH_AFTER = _grouped("@", _both(_ROLES["zh_after"]))
_EN_BEFORE = _grouped(
    r"\b(?:@)\s+(?:(?:[Tt]he|then|former|new|his|its|[A-Z][\w.’'-]*,?|of(?=\s[A-Z])|for(?=\s[A-Z]))\s+){0,8}$",
    _ROLES["en_before"],
)
_EN_AFTER = _grouped(
    r"(?:,[^,.;]{1,60},)?(?:\s(?:side|government|administration))?\s+(?:\w+ly\s+|then\s+)?(?:@)\b",
    _ROLES["en_after"],
)
_HEAD = re.compile(
    "(?:^|[，。；：、」（(]|[後后時时但而並并且使讓让年月日])"
    f"(?:[^，。；：、」]{{0,10}}(?:{TITLES}))?[「『]?$"
)
"""Before a name that begins a clause: what may be its subject."""
_ZH_CONTEXT = re.compile("|".join(f"(?P<w{at}>{both_scripts(zh)})" for at, (zh, _) in enumerate(_CONTEXT)))
_EN_CONTEXT = re.compile(rf"\b(?:{'|'.join(f'(?P<w{at}>{en})' for at, (_, en) in enumerate(_CONTEXT))})\b")
"""Of a text in lower case."""
_ZH_CLAUSE = re.compile("[，。；：！？、（）()]")
_EN_CLAUSE = re.compile(r"[;:.!?()“”](?!\w)")

_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def agreement(chinese: Signs, english: Signs) -> float:
    """How well a Chinese and an English mention go together; less than 0 where their roles clash."""
    shared = min(_WORDS, _WORD * len(chinese.words & english.words))
    if not chinese.role or not english.role:
        return shared
    return shared + (1 if english.role in _AGREES[chinese.role] else -1)


def of_chinese(zh: str, mention: Mention) -> Signs:
    """What stands beside a name in the Chinese."""
    before = zh[max(0, mention.start - 18) : mention.start]
    match = _ZH_BEFORE.search(before) or (_ZH_AFTER.match(zh, mention.end) if _HEAD.search(before) else None)
    left = _ZH_CLAUSE.split(before[-8:])[-1]
    right = _ZH_CLAUSE.split(zh[mention.end : mention.end + 6].lstrip("「」『』（("))[0]
    return Signs(match.lastgroup or "" if match else "", f"{left}|{right}", _ZH_CONTEXT)


def of_english(en: str, mention: Mention) -> Signs:
    """What stands beside a name in the English."""
    before = en[max(0, mention.start - 80) : mention.start]
    # “in Geneva, Switzerland”, but not “with Kerry, Biden said”
    apart = mention.group == PERSON and before.endswith(", ")
    match = (None if apart else _EN_BEFORE.search(before)) or _EN_AFTER.match(en, mention.end)
    left = " ".join(_EN_CLAUSE.split(before)[-1].split()[-4:])
    right = " ".join(_EN_CLAUSE.split(en[mention.end : mention.end + 60])[0].split()[:4])
    return Signs(match.lastgroup or "" if match else "", f"{left} | {right}".lower(), _EN_CONTEXT)


def anchors(text: str, *, is_chinese: bool) -> Iterator[tuple[int, str]]:
    """What both languages have in one order, by and large: such words, and figures; each with its place."""
    found = _ZH_CONTEXT.finditer(text) if is_chinese else _EN_CONTEXT.finditer(text.lower())
    for match in found:
        yield match.start(), str(match.lastgroup)
    for match in _NUMBER.finditer(text):
        yield match.start(), match.group()
