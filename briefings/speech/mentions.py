"""Who is named where: full names, short forms after them, governments, pairs, titles alone, pronouns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from briefings.entities import Person
from briefings.speech.frame import pattern
from briefings.speech.lexicon import COUNTRY, OFFICE
from translate.hanzi import fold
from translate.model import Document

Sort = Literal["person", "group", "country", "pair", "pronoun"]

_PAIR = pattern(
    "(?:[美中]{2}|拜習|習拜|中美兩國)(?:雙方|兩國|兩方)?(?:元首|領導人|領袖|官方|兩人)?(?!關係|貿易|競爭|峰會|會談|在|高層)"
    "|兩國(?:元首|領導人|領袖|外長|防長)|兩國(?=同意|宣布|承諾|表示|都|均|決定|也)|雙方(?:元首|領導人|領袖|外長|官員)?|兩人"
)
_PRONOUN = pattern("[他她](?![們國])|這位(?=[\u4e00-\u9fff]{2,4})")
_TWO = pattern(
    "(?P<us>美[中「]|中美|拜習|習拜)|(?P<other>[中日韓俄法德印英越柬新朝菲歐澳][日韓俄法德印英越柬新朝菲歐澳中])(?:兩國|雙方|關係|元首)"
)
_COUNTRIES = "|".join(sorted(map(fold, COUNTRY), key=len, reverse=True))
_TITLED = re.compile(rf"(?P<country>{_COUNTRIES}|美|中|日|法|英|俄|韩)?(?P<title>{fold(OFFICE)})$")
_AFTER_NAME = re.compile(rf"(?P<title>{fold(OFFICE)})")
_LONGEST_TITLE = 14


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a frame's text. ``person`` is ``None`` where the word alone does not tell who."""

    start: int
    end: int
    sort: Sort
    person: Person | None


@dataclass(slots=True)
class Names:
    """The names that a paper may use, and what its own text tells about them."""

    full: dict[str, Person]
    short: dict[str, tuple[Person, tuple[int, int]]]
    governments: dict[str, Person]
    pair: Person | None
    titles: dict[str, set[str]]
    people: dict[str, Person]
    _full: re.Pattern[str] = field(init=False)

    def __post_init__(self) -> None:
        forms = sorted((*self.full, *self.governments), key=len, reverse=True)
        self._full = re.compile("|".join(map(re.escape, forms)) or r"(?!)")

    def find(self, text: str, start: int, end: int) -> list[Mention]:
        """Full names, governments, pairs and pronouns in ``text[start:end]``, by position, apart."""
        found: list[Mention] = []
        for match in self._full.finditer(text, start, end):
            form = match.group()
            person = self.full.get(form)
            if person is not None:
                sort: Sort = "group" if person.is_group else "person"
                found.append(Mention(*match.span(), sort, person))
            else:
                found.append(Mention(*match.span(), "country", self.governments[form]))
        for expression, other in ((_PAIR, "pair"), (_PRONOUN, "pronoun")):
            for match in expression.finditer(text, start, end):
                over = [m for m in found if m.start < match.end() and match.start() < m.end]
                if any(m.sort == "person" for m in over) or (over and other == "pronoun"):
                    continue
                found = [m for m in found if m not in over]
                found.append(Mention(*match.span(), "pair" if other == "pair" else "pronoun", None))
        return sorted(found, key=lambda mention: mention.start)

    def short_at(self, text: str, position: int, place: tuple[int, int]) -> Mention | None:
        """A short form at ``position``, if its full name stood before ``place`` (block, offset)."""
        for form, (person, first) in self.short.items():
            if text.startswith(form, position) and first < place:
                return Mention(position, position + len(form), "person", person)
        return None

    def titled(self, text: str) -> Person | None:
        """The one person of whom the paper uses the title with which ``text`` ends."""
        match = _TITLED.search(text)
        if match is None:
            return None
        ids = self.titles.get((match["country"] or "") + match["title"], set())
        return self.people[next(iter(ids))] if len(ids) == 1 else None

    def both(self, text: str, word: str, before: Sequence[str]) -> Person | None:
        """The body that ``word`` (雙方, 兩國元首, 美中) stands for: the last pair named must be US and PRC.

        Args:
            text: the frame's text up to the word.
            word: the word itself.
            before: the frames' texts before this one, the nearest last.
        """
        for stretch in (word, text, *reversed(before)):
            pairs = list(_TWO.finditer(stretch))
            if pairs:
                return self.pair if pairs[-1]["us"] else None
        return None


def names_of(document: Document, people: Iterable[Person]) -> Names:
    """The names of ``people`` as ``document`` may use them."""
    people = list(people)
    full: dict[str, Person] = {}
    for person in people:
        for form in (*person.zh, *person.latin):
            if len(form) > 1:
                full.setdefault(fold(form).replace("「", "").replace("」", ""), person)
    pair = next((p for p in people if p.is_group and p.side == "joint" and _is_us_prc(p)), None)
    for form in [form for form, person in full.items() if person is pair or form == fold("雙方")]:
        del full[form]
    texts = [fold(block.text) for block in document.blocks]
    return Names(
        full=full,
        short=_short(texts, people, full),
        governments=_governments(full),
        pair=pair,
        titles=_titles(texts, full),
        people={person.id: person for person in people},
    )


def _is_us_prc(person: Person) -> bool:
    return any("美中" in form or "中美" in form for form in person.zh)


def _governments(full: dict[str, Person]) -> dict[str, Person]:
    found = {}
    for country, form in COUNTRY.items():
        person = full.get(fold(form)) or full.get(fold(country))
        if person is not None and person.is_group and fold(country) not in full:
            found[fold(country)] = person
    return found


def _short(
    texts: Sequence[str], people: Sequence[Person], full: dict[str, Person]
) -> dict[str, tuple[Person, tuple[int, int]]]:
    """Short forms of people whose full names the paper has, with the first place of the full name.

    A short form that two of them share stands for nobody.
    """
    found: dict[str, tuple[Person, tuple[int, int]]] = {}
    shared: set[str] = set()
    for person in people:
        first = _first(texts, [form for form, owner in full.items() if owner is person])
        for form in map(fold, person.short if first is not None else ()):
            if form in found:
                shared.add(form)
            if first is not None:
                found[form] = (person, first)
    return {form: item for form, item in found.items() if form not in shared}


def _first(texts: Sequence[str], forms: Sequence[str]) -> tuple[int, int] | None:
    places = [
        (number, text.find(form)) for number, text in enumerate(texts) for form in forms if form in text
    ]
    return min(places, default=None)


def _titles(texts: Sequence[str], full: dict[str, Person]) -> dict[str, set[str]]:
    """Title -> ids of those whom the paper names with it, with and without their country."""
    people = {form: person for form, person in full.items() if not person.is_group}
    if not people:
        return {}
    names = re.compile("|".join(sorted(map(re.escape, people), key=len, reverse=True)))
    titles: dict[str, set[str]] = {}
    for text in texts:
        for match in names.finditer(text):
            before = _TITLED.search(text, max(0, match.start() - _LONGEST_TITLE), match.start())
            after = _AFTER_NAME.match(text, match.end())
            keys = []
            if before:
                keys = [before["title"], (before["country"] or "") + before["title"]]
            if after:
                keys.append(after["title"])
            for key in keys:
                titles.setdefault(key, set()).add(people[match.group()].id)
    return titles
