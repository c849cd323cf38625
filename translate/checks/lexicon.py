"""Words of a Chinese text by a table in TOML, each with the English that answers it.

Tables are written in Traditional Chinese and matched in both scripts. A word is a regular
expression that begins with a character or a class of characters; where two begin at one
place, the longer is taken. Answers are beginnings of English words or phrases.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from translate.hanzi import HAN_RE, convert
from translate.model import Span

INERT = "inert"
"""Section of words that only keep a part of them from being found."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A word of the table in a text.

    Attributes:
        kind: the section of the table that has it.
        answers: the English that answers it; ``None`` if the table names none.
    """

    text: str
    span: Span
    kind: str
    answers: re.Pattern[str] | None


class Word(NamedTuple):
    """A word of the table."""

    pattern: re.Pattern[str]
    kind: str
    answers: re.Pattern[str] | None


Table = Mapping[str, Sequence[Word]]
"""Words by the character that they begin with, the longest first."""


def scan(text: str, table: Table) -> list[Mark]:
    """The words of ``table`` in ``text`` in their order, none over another."""
    found, at = [], 0
    for start, char in enumerate(text):
        if start < at or char not in table:
            continue
        for word in table[char]:
            match = word.pattern.match(text, start)
            if match:
                at = match.end()
                if word.kind != INERT:
                    found.append(Mark(match.group(), match.span(), word.kind, word.answers))
                break
    return found


class Answers:
    """The English of a pair, word by word taken as the answer to some mark."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._taken = bytearray(len(text))
        self._hits: dict[re.Pattern[str], Iterator[re.Match[str]]] = {}
        self._all: dict[re.Pattern[str], list[Span]] = {}

    def next(self, mark: Mark) -> Span | None:
        """The first answer to ``mark`` that is not taken and was not returned before."""
        if mark.answers is None:
            return None
        hits = self._hits.setdefault(mark.answers, mark.answers.finditer(self._text))
        return next((hit.span() for hit in hits if not self.has_taken(hit.span())), None)

    def every(self, mark: Mark) -> list[Span]:
        """All answers to ``mark`` that are not taken."""
        if mark.answers is None:
            return []
        if mark.answers not in self._all:
            self._all[mark.answers] = [hit.span() for hit in mark.answers.finditer(self._text)]
        return [hit for hit in self._all[mark.answers] if not self.has_taken(hit)]

    def take(self, span: Span) -> None:
        """Keep what stands at ``span`` from answering once more."""
        self._taken[span[0] : span[1]] = b"\x01" * (span[1] - span[0])

    def has_taken(self, span: Span) -> bool:
        """Whether any character of ``span`` is taken."""
        return any(self._taken[span[0] : span[1]])


@cache
def load(name: str) -> dict[str, Any]:
    """The sections of the table ``name``."""
    return tomllib.loads(files("translate.checks").joinpath(name).read_text("utf-8"))


def build(data: Mapping[str, Any], sections: Sequence[str]) -> Table:
    """The words of ``sections``: lists of words in a text, or words with their answers."""
    shared = data.get("shared", {})
    rows: list[tuple[str, Word]] = []
    for section in sections:
        listed = data[section]
        for keys, answers in {listed: ""}.items() if isinstance(listed, str) else listed.items():
            rows += _words(keys, section, _NAME.sub(lambda name: shared[name[1]], answers))
    rows.sort(key=lambda row: _length(row[1].pattern.pattern), reverse=True)
    table: dict[str, list[Word]] = {}
    for first, word in rows:
        table.setdefault(first, []).append(word)
    return table


def english(stems: str) -> re.Pattern[str]:
    """What finds words or phrases that begin with ``stems``."""
    return re.compile(rf"\b(?:{stems})", re.IGNORECASE)


def both_scripts(pattern: str) -> str:
    """``pattern`` with each character in Traditional and in Simplified Chinese."""
    written = []
    in_class = False
    for char in pattern:
        in_class = char == "[" or (in_class and char != "]")
        other = convert(char, "t2s") if HAN_RE.match(char) else char
        both = char if other == char else char + other
        written.append(both if in_class or other == char else f"[{both}]")
    return "".join(written)


_NAME = re.compile(r"\{([a-z]+)\}")
_LOOK = re.compile(r"\(\?<?[!=:][^()]*\)")
_CLASS = re.compile(r"\[([^]]*)\]")


def _length(pattern: str) -> tuple[int, bool]:
    """How many characters a word has at least; one with a condition goes before its like."""
    bare = _LOOK.sub("", pattern)
    return len(re.sub(r".\?", "", _CLASS.sub("x", bare))), bare != pattern


def _words(keys: str, section: str, answers: str) -> Iterator[tuple[str, Word]]:
    """Each word of ``keys`` in both scripts, with each character that may begin it."""
    accepted = english(answers) if answers else None
    for key in keys.split():
        pattern = both_scripts(key)
        word = Word(re.compile(pattern), section, accepted)
        opening = _CLASS.match(pattern)
        for first in opening[1] if opening else pattern[0]:
            yield first, word
