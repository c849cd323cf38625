"""Names that change places, terms that must not be put, Latin letters that are wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import combinations

from benchmarks.seeded.base import WORDS, Chance, Text, put
from translate.glossary import Glossary, Hit
from translate.model import Span


def _any_of(table: str) -> re.Pattern[str]:
    names = WORDS["names"][table].strip().replace("\n", "|").split("|")
    return re.compile(rf"\b(?:{'|'.join(sorted(names, key=len, reverse=True))})(?![\w$-])")


_LISTED = {"country": _any_of("countries"), "people": _any_of("peoples"), "place": _any_of("places")}
_SAME = [frozenset(row.split("|")) for row in WORDS["names"]["same"].strip().split("\n")]
_PART_OF = re.compile(
    r"(?:\b(?:[Oo]ne|[Tt]wo|Latin|[NS]orth|South|Central|East|West|Southeast|mainland|Metropolitan) |[–-])$"
)
_PART = re.compile(r" (?:[A-Z](?!\w*ese\b)|side\b|government\b|independence\b)|[–-]")
"""Beside a country, body or place that is only a part of a name: “one China”, “Taiwan Strait”, “US–China”."""
_OFTEN = 4
"""Places of both names together at most: of more, a swap is no single mistake."""
_KINDS = ("person", "country", "people", "organization", "place")
_BESIDE = re.compile(
    r"(?:\W|\b(?:and|or|with|as|well|both|the|[A-Z][\w’'.]*(?<!’s)(?<!'s))(?=\W|$))*", re.DOTALL
)
"""Between two names of a row (“A, B and President C”): their order says nothing."""
_MUTUAL = re.compile(rf"\b(?:{'|'.join(WORDS['names']['mutual'].split())})\b")
_NEAR = 30
"""Characters before two names and half of them after, in which a mutual word counts."""


def _rendering(hit: Hit, en: str) -> str | None:
    """The longest rendering of a term that the English has."""
    renderings = {rendering for term in hit.terms for rendering in term.renderings}
    if hit.terms[0].kind == "person":
        renderings |= {name.split()[-1] for name in renderings}
    if hit.terms[0].kind == "country":
        renderings = {name for name in renderings if not re.search("[–,-]", name)}
    return next((name for name in sorted(renderings, key=_longest) if _whole(name).search(en)), None)


def _longest(name: str) -> tuple[int, str]:
    return -len(name), name


def _whole(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(name)}(?![\w$])")


def names_swapped(text: Text, glossary: Glossary, _chance: Chance) -> Iterator[str]:
    """Two people, countries, peoples, bodies or places of a sentence that change places throughout.

    The glossary's, and lists of English names. Left out is what is no error: names in a row
    (“A, B and C”), and two names near a word of what is mutual (“met”, “talks”, “between”).
    """
    hits = glossary.find(text.zh)
    for kind in _KINDS:
        names = {name for hit in hits if hit.terms[0].kind == kind and (name := _rendering(hit, text.en))}
        if kind in _LISTED:
            names |= {match.group() for match in _LISTED[kind].finditer(text.en)}
        names = {name.removeprefix("the ") for name in names}
        names = {name for name in names if not any(name != other and name in other for other in names)}
        for one, other in combinations(sorted(names), 2):
            places = re.compile(rf"(?<!\w)(?:{re.escape(one)}|{re.escape(other)})(?![\w$])")
            found = list(places.finditer(text.en))
            first = {match.group(): match.span() for match in reversed(found)}
            same = any({one, other} <= group for group in _SAME)
            part = kind not in {"person", "people"} and any(_is_part(text.en, *at.span()) for at in found)
            if (
                len(first) > 1
                and not same
                and not part
                and not _says_nothing(text.en, *sorted(first.values()))
            ):
                yield _swapped(text.en, places, {one: other, other: one})


def _is_part(en: str, start: int, end: int) -> bool:
    after = _PART.match(en, end)
    return after is not None or _PART_OF.search(en[:start]) is not None


def _swapped(en: str, places: re.Pattern[str], swap: Mapping[str, str]) -> str:
    return places.sub(lambda match: swap[match.group()], en)


def _says_nothing(en: str, one: Span, other: Span) -> bool:
    """Whether the order of two names may say nothing, as far as the words around them tell."""
    between = en[one[1] : other[0]]
    if _BESIDE.fullmatch(between) or re.search(r"[.;?!]\W*\s", between):
        return True
    begin = max(en.rfind(stop, 0, one[0]) for stop in (". ", "; ", "? ", "! ")) + 1
    around = en[max(begin, one[0] - _NEAR) : other[1] + _NEAR // 2]
    return _MUTUAL.search(around) is not None


def forbidden_put(text: Text, glossary: Glossary, _chance: Chance) -> Iterator[str]:
    """What the glossary forbids for a term of the Chinese, where its rendering stood."""
    for hit in glossary.find(text.zh):
        forbidden = set(hit.terms[0].forbidden).intersection(*(term.forbidden for term in hit.terms))
        name = _rendering(hit, text.en)
        match = _whole(name).search(text.en) if name else None
        if match:
            for rendering in sorted(forbidden):
                yield put(text.en, *match.span(), rendering)


def latin_altered(text: Text, _glossary: Glossary, chance: Chance) -> Iterator[str]:
    """A word in Latin letters of the Chinese with another letter, and with a letter less, throughout."""
    for token in dict.fromkeys(re.findall(r"[A-Za-z][A-Za-z0-9-]{2,}", text.zh)):
        whole = re.compile(rf"(?<!\w){re.escape(token)}(?!\w)")
        if whole.search(text.en) and token.lower() not in {"the", "and", "for"}:
            at = chance.randrange(len(token))
            other = chance.choice([letter for letter in "bqxz" if letter != token[at].lower()])
            yield whole.sub(put(token, at, at + 1, other.upper() if token[at].isupper() else other), text.en)
            if len(token) > 3:  # noqa: PLR2004
                at = chance.randrange(1, len(token))
                yield whole.sub(put(token, at, at + 1, ""), text.en)
