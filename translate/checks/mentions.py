"""Who is named where: mentions of persons, countries and bodies in a text and in its translation."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from translate.checks.forms import unbracketed
from translate.checks.lexicon import load
from translate.glossary import Glossary, Hit, Term
from translate.hanzi import HAN, fold

PERSON, COUNTRY, BODY = "person", "country", "body"


class Mention(NamedTuple):
    """A name in a text.

    Attributes:
        who: the one who is named, the same in both languages: a term, or a country's key.
        group: person, country or body: only names of one group are taken for one another.
        start: first character.
        end: after its last.
    """

    who: Hashable
    group: str
    start: int
    end: int


TRANSLITERATION = frozenset(
    "阿埃艾安奧巴貝比波布查達戴德迪蒂丁杜頓恩爾法菲費弗夫福蓋格根哈海漢赫霍基吉加賈傑卡凱坎考科克肯庫拉萊蘭朗勞勒雷里利林"
    "琳隆盧魯路倫羅洛馬麥曼茅梅蒙米密明莫姆穆納南內尼諾帕潘佩皮普奇喬切瑞薩塞沙山舍聖施史士斯蘇索塔泰坦湯特提廷圖托瓦韋"
    "維溫沃烏西希謝辛雅亞耶伊尤約贊澤詹珍茲佐"
    "奥贝达顿尔费盖汉贾杰凯库莱兰劳卢鲁伦罗马麦纳内诺乔萨圣苏泽汤图韦维温乌谢亚约赞"
)
"""Characters that spell foreign names: 克里 before 姆 is not John Kerry but the Kremlin."""

_COUNTRIES = {key: (zh.split(), en) for key, (zh, en) in load("names.toml")["country"].items()}
_SIGNS = {sign: key for key, signs in load("names.toml")["sign"].items() for sign in signs}
_NONE = load("names.toml")["none"]

_TABLE = {
    written: key
    for forms, key in [*((zh, key) for key, (zh, _) in _COUNTRIES.items()), (_NONE["zh"].split(), "")]
    for form in forms
    for written in (form, fold(form))
}
_FORM = re.compile("|".join(sorted(_TABLE, key=len, reverse=True)))
_ENGLISH = {key: re.compile(rf"(?<![\w.])(?:{en})(?!\w)") for key, (_, en) in _COUNTRIES.items()}
_MASKED = re.compile(_NONE["en"])

_CHARACTERS = fold("".join(_SIGNS)) + "".join(_SIGNS)
_ROW = re.compile(f"(?:[「『][{_CHARACTERS}][」』]|[{_CHARACTERS}]){{2,}}(?![語语])")
"""美中, 臺美「中」: countries by one character each."""
_FOLDED_SIGNS = {fold(sign): key for sign, key in _SIGNS.items()} | _SIGNS
_BY_ITSELF = re.compile(
    # the character first: what is around it is looked at only where one stands
    "[臺台美韓韩俄中日華华阿柬](?:"
    "(?<=[訪访駐驻赴抵涉援來来離离攻護护挺親亲反抗制遏侵][臺台美韓韩俄])(?![海麗丽好學学術术食容感觀观化妙國国語语])|"
    "(?<=[訪访駐驻赴親亲反抗制][中日華华])(?![國国方共央部期間间語语常後后本子東东華华])|"
    "(?<=[對对與与和同跟][臺台韓韩俄])(?![國国方幣币語语灣湾北海])|"
    "(?<=[對对][美日])(?![麗丽好學学術术食容感觀观化妙國国常後后益子期本語语])|"
    "(?<=[對对][中華华])(?![國国方共央小文間间東东華华亞亚型高產产期學学年心美日歐欧非韓韩俄南部長长等英低外人裔])|"
    "(?<=[批邀]中)(?=[在，。、」』的])|(?<=[助為为對对與与同][阿柬])(?=[^拉爾尔里姆塞])|"
    "(?:(?<=^[美俄韓韩])|(?<=[，。；：）)稱称申指問问及][美俄韓韩]))"
    "(?=[舉举將将應应無无願愿欲擬拟批籲吁未與与再仍首拒續续亦也向對对在是])|"
    "(?<![完優优精唯健讚赞甜審审南北拉].)(?<=[美韓韩俄])(?=[總总]統|总统|國務|国务|財[長政]|财[长政]|國防|国防|外[長长]|"
    "貿易|贸易|海軍|海军|副?[總总][統理统]|[眾參参众]|議員|议员|[艦舰機机企媒]))"
)
_SURNAME = re.compile(
    f"(?:^|(?<=[，。；：、「]))([{HAN}])(?=表示|指出|[強强][調调]|[稱称]|[說说]|重申|呼[籲吁]|批[評评]|[會会][見见]|希望|[認认][為为]|"
    "[與与和同][^，。]|[對对在向於于也][^，。]|[並并]|\\d)"
)
"""習, 王: who is named in full elsewhere, at the head of a clause."""
_JOINED = re.compile(r"\s+and\s+|[–&]")
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_PARTICLES = frozenset({"jr", "sr", "del", "de", "la", "van", "von", "and", "the", "of"})


def in_chinese(text: str, glossary: Glossary, hits: Sequence[Hit]) -> list[Mention]:
    """The names in a Chinese text; ``hits`` are the glossary's terms in it."""
    found = [mention for hit in hits for mention in _of_term(hit, glossary)]
    taken = {place for mention in found for place in range(mention.start, mention.end)}
    for mention in (*_of_table(text), *_of_signs(text), *_of_surnames(text, glossary)):
        if taken.isdisjoint(range(mention.start, mention.end)):
            found.append(mention)
            if mention.group == COUNTRY:
                taken.update(range(mention.start, mention.end))
    # what one term names (美中) stays in its order
    found.sort(key=lambda mention: mention.start)
    return [
        mention
        for at, mention in enumerate(found)
        # 歐巴馬（Barack Obama） is one mention; a form that names nobody only keeps its place
        if mention.who != ""
        and not (
            at and found[at - 1].who == mention.who and text[found[at - 1].end : mention.start] in {"(", "（"}
        )
    ]


def _of_table(text: str) -> Iterator[Mention]:
    for match in _FORM.finditer(text):
        yield Mention(_TABLE[match.group()], COUNTRY, *match.span())


def _of_signs(text: str) -> Iterator[Mention]:
    """Countries by one character: of 美中, of 訪美."""
    for pattern in (_ROW, _BY_ITSELF):
        for match in pattern.finditer(text):
            for at, char in enumerate(match.group(), start=match.start()):
                if char in _FOLDED_SIGNS:
                    yield Mention(_FOLDED_SIGNS[char], COUNTRY, at, at + 1)


def _of_surnames(text: str, glossary: Glossary) -> Iterator[Mention]:
    for match in _SURNAME.finditer(text):
        for hit in glossary.find(match[1], shortest=1):
            if hit.terms[0].kind == "person":
                for whole in _people(hit.terms[0], glossary):
                    yield Mention(whole, PERSON, *match.span(1))


def _of_term(hit: Hit, glossary: Glossary) -> Iterator[Mention]:
    """The names that a term stands for: several where it joins them (美中, 布王)."""
    term = hit.terms[0]
    if term.kind == "person":
        for whole in _people(term, glossary):
            yield Mention(whole, PERSON, hit.start, hit.end)
    elif term.kind in {"country", "place", "organization"}:
        keys = _countries(term.en)
        if term.kind == "organization" and not (keys and _ENGLISH[keys[0]].fullmatch(_bare(term))):
            yield Mention(term, BODY, hit.start, hit.end)  # 美國國防部 is not the United States
        elif keys:
            for key in keys:
                yield Mention(key, COUNTRY, hit.start, hit.end)
        elif term.kind == "place":
            yield Mention(term, COUNTRY, hit.start, hit.end)


def _bare(term: Term) -> str:
    return unbracketed(term.en).removeprefix("the ")


def _people(term: Term, glossary: Glossary) -> Iterator[Term]:
    """Whom a person's term names: itself, or those whose names it shortens or joins."""
    if len(term.zh) > 2 or not (len(term.zh) == 1 or _JOINED.search(term.en)):  # noqa: PLR2004
        yield term
        return
    for part in _JOINED.split(term.en):
        known = [
            other
            for other in glossary.terms
            if other.kind == "person"
            and len(other.zh) > 1
            and not _JOINED.search(other.en)
            and part in parts(other)
        ]
        if len(known) == 1:
            yield known[0]


@cache
def parts(term: Term) -> frozenset[str]:
    """The words of a person's renderings that name the person."""
    words = [word for rendering in term.renderings for word in _WORD.findall(rendering)]
    return frozenset(
        word for word in words if len(word) > 1 and word[0].isupper() and word.lower() not in _PARTICLES
    )


@cache
def _pattern(who: Hashable) -> re.Pattern[str]:
    """What finds the English of a name: of a person also surname or given name alone."""
    if not isinstance(who, Term):
        return _ENGLISH[str(who)]
    forms = {unbracketed(rendering) for rendering in who.renderings}
    if who.kind == "person":
        forms |= parts(who)
    written = "|".join(map(re.escape, sorted(forms, key=len, reverse=True)))
    return re.compile(rf"(?<![\w-])(?:{written})(?!\w)")


@cache
def _countries(rendering: str) -> tuple[str, ...]:
    """The countries that a term's rendering names, in its order: us, cn of “US–China”."""
    plain = _MASKED.sub(" ", rendering)
    found = [(match.start(), key) for key, pattern in _ENGLISH.items() for match in pattern.finditer(plain)]
    return tuple(dict.fromkeys(key for _, key in sorted(found)))


def in_english(text: str, chinese: Sequence[Mention]) -> list[Mention]:
    """Where the English names those whom the Chinese names."""
    found: dict[tuple[int, int], Mention] = {}
    twice: set[tuple[int, int]] = set()
    masked = [match.span() for match in _MASKED.finditer(text)]
    for who, group in dict.fromkeys((mention.who, mention.group) for mention in chinese):
        for match in _pattern(who).finditer(text):
            span = match.span()
            if span in found:  # a surname of two
                twice.add(span)
            if not any(a <= span[0] < b and (a, b) != span for a, b in masked):
                found[span] = Mention(who, group, *span)
    spans = sorted(found)
    return [
        found[span]
        for span in spans
        # “Wang” within “Wang Datong” is not Wang Xiaoming
        if span not in twice and not any(a <= span[0] and span[1] <= b and (a, b) != span for a, b in spans)
    ]
