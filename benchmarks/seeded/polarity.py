"""Negatives, hedges and attributions that are lost or invented."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from benchmarks.seeded.base import WORDS, Chance, Text, put, replaced
from translate.glossary import Glossary

_NEGATIVE = re.compile("[不未无無没沒非否勿毋莫拒]|反[对對]|禁止|避免|防止|阻止|缺乏|[难難]以|停止")
_HARMLESS = re.compile("不[僅仅但只單单過过斷断論论管久]|[無无][論论疑]|非[洲常]|未[來来]|[是能可]否|差不多")
_REMOVED: Mapping[str, str] = {
    r"\b(?:do|does|did) not (\w+)": r"\1", r"\b(?:do|does|did)n['’]t (\w+)": r"\1",
    r"\b(is|are|was|were|would|could|should|has|have|had)n['’]t\b": r"\1", r"\bcannot\b": "can",
    r"\bcan['’]t\b": "can", r"\bwon['’]t\b": "will",
    r"(?<!do )(?<!does )(?<!did )(?<!or )\bnot (?!only|just|least|until|even|merely|simply|to mention)": "",
    r"\bnever\b": "always", r"\b([Nn])o (?!doubt|matter|wonder|choice but|more than|less than|\d)": "some ",
    r"\b[Nn]one\b": "all", r"\b[Nn]o one\b|\b[Nn]obody\b": "everyone",
    r"\bnothing\b(?! (?:but|more|less))": "something",
    r"\bwithout\b(?! (?:a )?doubt)": "with", r"\b[Nn]either\b": "both", r"\bnor\b": "and",
    r"\bno longer\b": "still", r"\b[Nn]on-(?=[a-z])": "",
}  # fmt: skip


def _words(table: str, *, before: str, after: str = "") -> dict[str, str]:
    """Patterns of words with what is put for each."""
    return {
        rf"{before}\b{old}\b{after}": new
        for olds, news in WORDS[table].items()
        for old, new in zip(olds.split(), news.split(), strict=True)
    }


_NO = r"(?<!\bnot )(?<!\bno )(?<!\bnever )(?<!n['’]t )"
_TO_POSITIVE = {
    r"\b[Oo]pposition to\b": "support for",
    r"\bfail to\b": "manage to",
    r"\black of\b": "wealth of",
    r"\black\b(?! of)": "have",
    **_words("positive", before=_NO),
}
# "as far as possible", "responsible for", "effective January 1", "complete the work" have no such opposite
_TO_NEGATIVE = _words(
    "negative",
    before=rf"{_NO}(?<!\bless )(?<!\bas )(?<!\bto )(?<!\bwhether )(?<!\bif )(?<!\bwhen )",
    after=r"(?! (?:for|as|the|from|January|and)\b)(?!-)",
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|will|would|can|could|may|might|must|should|has|have|had)\b"
    r"(?!,)(?! not)(?!n['’]t)(?! (?:only|just|merely|both|little|few|no|never|hardly|nothing|none|neither)\b)"
    r"(?! \w+ (?:no|only)\b)"
)
_OPEN = re.compile(r"\b(?:whether|if)\b[^,.;]*$", re.IGNORECASE)
"""Before a verb that may as well be negated: “whether he will come”."""
_HEDGED = re.compile(
    "(?<![不尽盡儘])可能(?!性)|恐怕|恐[將将会會]|[或也][許许將将會会]|似乎|看似|好像|疑似|[預预][計计期料估]|估[計计]"
    "|料[將将会會]|涉嫌|疑[为為]|大概|有望|[應应][該该]是|[潛潜]在|可望|看[來来]"
)
_HEDGES: Mapping[str, str] = {
    r"\b(?:may|might|could) (?!not\b)(?=\w)": "will ",
    r"\b(?:probably|possibly|perhaps|potentially|likely|maybe|apparently|presumably) ": "",
    r"\b(?:Probably|Possibly|Perhaps|Maybe|Apparently),? ": "",
    r"\b(?:appears?|appeared|seems?|seemed) to (?:be )?": "is ",
    r"\b(is|are|was|were) (?:expected|likely|believed|estimated|thought|projected|predicted) to": "will",
    r"\bsuspected\b": "proven",
    r"\bpotential (?!for|of|to|and|in|or|is|was|that)(?=[a-z])": "",
}
_ATTRIBUTED = re.compile(
    "[据據]|表示|指出|[聲声][稱称]|所[謂谓]|[認认][為为]|宣[稱称]|透露|[強强][調调]|[說说][:：，,「“]?|[稱称](?:[,，:：「“])|指控"
)
_ATTRIBUTIONS: Mapping[str, str] = {
    r"\bAccording to [^,.;]{2,60}, ([A-Za-z])": r"\1",
    r",? according to [^,.;]{2,60}(?=[.;,])": "",
    r"\b(?:reportedly|allegedly) ": "",
    r"\b(?:so-called|self-proclaimed|purported) |\balleged (?!the|that)": "",
    r"(?<=[^.]), (?:[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,4}|he|she|they|it|officials?|experts?)"
    r" (?:said|says|noted|added|stated)(?=\.)": "",
    r"^[A-Z][\w’'-]*(?: [\w’'-]+){0,5} (?:said|says|stated?s?|noted|argue[ds]|claim(?:s|ed)|pointed out"
    r"|believes?|stressed|emphasized|suggests?|reported)"
    r"(?: that|(?= (?:the|they|he|she|it|there|this|his|her)\b)) ": "",
}


def _is_negative(zh: str) -> bool:
    return _NEGATIVE.search(_HARMLESS.sub("", zh)) is not None


def _turned(en: str, table: Mapping[str, str]) -> Iterator[str]:
    """Words turned, but where the text has the other word as well (“legal or illegal”)."""
    return replaced(en, {old: new for old, new in table.items() if not re.search(rf"\b{new}\b", en)})


def negation_removed(text: Text, _glossary: Glossary, _chance: Chance) -> Iterator[str]:
    """A “not”, “no”, “without” taken away or turned, where the Chinese has a negative."""
    if _is_negative(text.zh):
        yield from replaced(text.en, _REMOVED)


def opposite_put(text: Text, _glossary: Glossary, _chance: Chance) -> Iterator[str]:
    """A word with the negative in it (“oppose”, “unable”) turned, where the Chinese has a negative."""
    if _is_negative(text.zh):
        yield from _turned(text.en, _TO_POSITIVE)


def negative_put(text: Text, _glossary: Glossary, _chance: Chance) -> Iterator[str]:
    """A word (“support”, “able”) turned into one with a negative in it."""
    yield from _turned(text.en, _TO_NEGATIVE)


def negation_added(text: Text, _glossary: Glossary, chance: Chance) -> Iterator[str]:
    """A “not” after a verb, three times a text; not in questions, nor after “whether”."""
    places = [
        match.end()
        for match in _VERB.finditer(text.en)
        if not _OPEN.search(text.en[: match.start()]) and not re.match(r"[^.!?]*\?", text.en[match.end() :])
    ]
    for at in sorted(chance.sample(places, min(3, len(places)))):
        yield put(text.en, at, at, " not")


def hedge_removed(text: Text, _glossary: Glossary, _chance: Chance) -> Iterator[str]:
    """A “may” or “likely” made a fact; where the English has more hedges than the Chinese, none is."""
    made = list(replaced(text.en, _HEDGES))
    if 0 < len(made) <= len(_HEDGED.findall(text.zh)):
        yield from made


def attribution_removed(text: Text, _glossary: Glossary, _chance: Chance) -> Iterator[str]:
    """An “according to”, “so-called” or “he said that” taken away, where the Chinese has its like."""
    made = list(replaced(text.en, _ATTRIBUTIONS))
    if 0 < len(made) <= len(_ATTRIBUTED.findall(text.zh)):
        yield from (en[:1].upper() + en[1:] for en in made)
