"""What is lost, left or looped."""

from __future__ import annotations

import re
from collections.abc import Iterator

from benchmarks.seeded.base import Chance, Text, put
from translate.glossary import Glossary
from translate.hanzi import HAN

_FEWEST = 5
"""Words of a clause that is dropped."""
_LISTED = re.compile(f"[{HAN}]、[^，。；、]{{1,20}}(?:、|以及|[和与與及或])[{HAN}]")
_WORD = r"[^\W\d_][\w'’-]*"
_NO_ITEM = (
    r"(?!(?:to|which|who|as|including|in|on|with|at|by|for|but|so|then|while|when|he|she|they|it|such|like|however"
    r"|more|\w+ing)\b)"
)
_NEXT_ITEM = rf", {_NO_ITEM}(?!(?:and|or)\b){_WORD}(?: (?!and\b|or\b){_WORD}){{0,4}}"
_ROW = re.compile(rf"{_WORD}(?P<items>(?:{_NEXT_ITEM})+)(?P<joint>,? (?:and|or)) {_WORD}(?: {_WORD}){{0,4}}")
_ITEM = re.compile(_NEXT_ITEM)


def clause_dropped(text: Text, _glossary: Glossary, _chance: Chance) -> Iterator[str]:
    """The longest clause of a sentence that has three or more."""
    parts = re.split(r"(?<=[,;.:!?])\s+(?=\S)", text.en)
    longest = max(parts, key=lambda part: len(part.split()))
    if len(parts) > 2 and len(longest.split()) >= _FEWEST:  # noqa: PLR2004
        kept = " ".join(part for part in parts if part is not longest)
        kept = re.sub(r"[,;:]$", ".", kept)
        # half a quotation would be found by its marks
        if kept.count("“") == kept.count("”") and kept.count('"') % 2 == 0:
            yield kept[0].upper() + kept[1:]


def item_dropped(text: Text, _glossary: Glossary, _chance: Chance) -> Iterator[str]:
    """Each item but the first of a row of three or more, where the Chinese has such a row."""
    if not _LISTED.search(text.zh):
        return
    for row in _ROW.finditer(text.en):
        items = list(_ITEM.finditer(text.en, *row.span("items")))
        for item in items:
            # of “A, B, and C” without B only “A and C” is left, not “A, and C”
            joint = row["joint"].lstrip(",") if len(items) == 1 else row["joint"]
            kept = text.en[item.end() : row.start("joint")] + joint
            yield put(text.en, item.start(), row.end("joint"), kept)
        if text.en[row.end() : row.end() + 1] in set(".;:)"):
            before = items[-1]
            joint = " and" if len(items) == 1 or " and" in row["joint"] else " or"
            joint = ("," if len(items) > 1 and row["joint"][0] == "," else "") + joint
            yield put(text.en, before.start(), row.end(), joint + before.group()[1:])


def chinese_left(text: Text, _glossary: Glossary, chance: Chance) -> Iterator[str]:
    """One to four characters of the Chinese for a word of the English."""
    words, runs = list(re.finditer(r"\w+", text.en)), re.findall(f"[{HAN}]{{2,}}", text.zh)
    if words and runs:
        run = chance.choice(runs)
        at = chance.randrange(len(run) - 1)
        yield put(text.en, *chance.choice(words).span(), run[at : at + chance.choice((1, 2, 3, 4))])


def looped(text: Text, _glossary: Glossary, chance: Chance) -> Iterator[str]:
    """One to eight words three to five times in a row."""
    words, size = text.en.split(), chance.choice((1, 2, 3, 4, 6, 8))
    if len(words) >= size + 2:
        at = chance.randrange(len(words) - size)
        yield " ".join(words[:at] + words[at : at + size] * chance.choice((3, 4, 5)) + words[at + size :])


_QUOTED = re.compile(r"“((?:[^”“ ]+ ){3,}[^”“]+)”|(?<![\w\"])\"((?:[^\" ]+ ){3,}[^\"]+)\"(?!\w)")
"""Four words and more: fewer are as often a title or a term, whose marks are a matter of style."""


_QUOTED_ZH = re.compile(r"[「『“][^」』”]{6,}[」』”]|(?<!\")\"[^\"]{6,}\"")


def quotes_removed(text: Text, _glossary: Glossary, _chance: Chance) -> Iterator[str]:
    """The marks of a quotation taken away, where the Chinese has marks for each that the English has."""
    quoted = list(_QUOTED.finditer(text.en))
    if len(quoted) <= len(re.findall('[「『“《]|(?<!")"(?=[^"]+")', text.zh)):
        for match in quoted:
            yield put(text.en, *match.span(), match[1] or match[2])
