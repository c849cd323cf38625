"""What a seeded error is, and how a number of them is drawn."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from translate.glossary import Glossary

Chance = random.Random
WORDS = tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Text:
    """Chinese, English that is taken as right, and the date of the paper ("" if unknown)."""

    zh: str
    en: str
    date: str = ""


Maker = Callable[[Text, Glossary, Chance], Iterable[str]]
"""Gives the English of a text with one mistake in it; any number of times."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of mistake: who should find it, and whether it is a critical one."""

    name: str
    cards: frozenset[str]
    is_critical: bool
    make: Maker


@dataclass(frozen=True, slots=True)
class Seeded:
    """A text and its English with one mistake."""

    text: Text
    en: str


def seed(kind: Kind, texts: Sequence[Text], glossary: Glossary, most: int) -> list[Seeded]:
    """Mistakes of one kind, at most ``most``, drawn evenly from all that can be made.

    Chance starts anew for each text, so that a text's mistakes do not depend on its neighbours.
    """
    made = [
        Seeded(text, en)
        for text in texts
        for en in dict.fromkeys(map(tidy, kind.make(text, glossary, _chance(kind.name, text.zh, text.en))))
        if en not in {text.en, tidy(text.en), ""}
    ]
    if len(made) <= most:
        return made
    return [made[at] for at in sorted(_chance(kind.name).sample(range(len(made)), most))]


def _chance(*key: str) -> Chance:
    return random.Random("\n".join(key))  # noqa: S311  (not a secret)


def tidy(en: str) -> str:
    """``en`` without the spaces that a cut leaves."""
    return re.sub(r" {2,}", " ", re.sub(r" +(?=[,.;:!?])", "", en)).strip()


def put(en: str, start: int, end: int, new: str) -> str:
    """``en`` with ``new`` for what stands at ``start:end``."""
    return en[:start] + new + en[end:]


def replaced(en: str, table: Mapping[str, str]) -> Iterator[str]:
    """``en`` with each place that a pattern of ``table`` finds replaced, one at a time."""
    for pattern, new in table.items():
        for match in re.finditer(pattern, en):
            yield put(en, *match.span(), match.expand(new))
