"""Which language a paper is in: Chinese goes on, any other is named and refused.

Judged by script and by function words, so the same text always gives the same
answer. Counted in units that weigh about the same: a Han character, a kana, a
Hangul syllable, a word in letters.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import Literal

from translate.errors import InputError
from translate.hanzi import HAN

_ADDRESS = re.compile(r"(?:https?://|www\.)[!-~]+|[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,255}")
_HAN = re.compile(f"[{HAN}]+")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]+(?:['’\-][A-Za-z\u00c0-\u024f\u1e00-\u1eff]+)*")
_SCRIPTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("Japanese", re.compile(r"[\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\uff66-\uff9d]")),
    ("Korean", re.compile(r"[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]")),
    ("Ukrainian or Russian", re.compile(r"[\u0400-\u04ff]+")),
    ("Greek", re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]+")),
    ("Arabic or Persian", re.compile(r"[\u0600-\u06ff\u0750-\u077f]+")),
    ("Hebrew", re.compile(r"[\u0590-\u05ff]+")),
    ("Hindi", re.compile(r"[\u0900-\u097f]+")),
    ("Thai", re.compile(r"[\u0e00-\u0e7f]+")),
    ("Mongolian", re.compile(r"[\u1800-\u18af]+")),
    ("Tibetan", re.compile(r"[\u0f00-\u0fff]+")),
)
_WORDS = {
    "English": "the of and to in is that for with on as by was are this from be it has which at not an",
    "German": "der die das und ist von den mit für auf nicht eine ein des dem im zu sich wird auch",
    "French": "le la les des et est une dans pour que qui sur avec par au du pas ce ne plus",
    "Spanish": "el los las y en del que una por con para como más pero su al es un sus entre",
    "Portuguese": "o os as e em do da que uma por com para não mais dos na no é um pela",
    "Italian": "il gli di e che una per con del della è non nel alla sono dei anche le un più",
    "Dutch": "de het een en van is dat op te zijn voor met niet aan er om ook door bij naar",
    "Vietnamese": "và của là có được trong cho không với các những một đã này người về để khi đến từ",
    "Indonesian or Malay": "yang dan di dengan untuk dari pada ini itu dalam akan tidak adalah oleh ke juga",
}
_FUNCTION_WORDS = {
    name: frozenset(word for word in words.split() if len(word) > 1) for name, words in _WORDS.items()
}

_PARTICLES = frozenset(
    (
        "van",
        "de",
        "der",
        "den",
        "von",
        "zu",
        "du",
        "del",
        "di",
        "da",
        "dos",
        "le",
        "la",
        "les",
        "el",
        "los",
        "y",
    )
)
"""Words that are part of names where a capital follows."""

_MORE_WORDS = {
    "English": "a and or but they their his her he she we you i all new who will would can may said into",
    "German": "sie er wir haben hat sind war werden beiden über bei nach oder aber wie als einer eines einem",
    "French": "se sont de la en son sa leurs leur cette ces il elle nous mais ou comme être été deux ont",
    "Spanish": "la de se las este esta son fue pero o ha han muy sobre no lo dos",
    "Portuguese": "de se ou foi são em seu sua pelo à ao dois",
    "Italian": "di la ha le si dal dalla al ma o hanno stato stati questo questa",
}
"""Words that tell a language from English, though not always from its neighbours."""

_OTHER_WORDS = {
    name: words | frozenset(_MORE_WORDS.get(name, "").split()) for name, words in _FUNCTION_WORDS.items()
}

_CHINESE = 0.15
"""Share of Han among all units from which a paper is Chinese: one with an English annex
twice its own length still is, an English one that gives names in Han is not."""

_KANA = 0.2
"""Share of kana in kana and Han from which it is Japanese, where half is usual."""

_HANGUL = 0.3
"""The same for Korean, which may print many Han characters."""

_ENOUGH = {"Japanese": 8, "Korean": 8}
"""Units that a judgment needs; other scripts come in words."""

_WORDS_ENOUGH = 3
_LATIN_ENOUGH = 40
"""Words in Latin letters that refuse a text, though none tells the language."""


def foreign(text: str, letters: Counter[str] | None = None) -> str:
    """The language that ``text`` seems to be in, if it is not Chinese; else ``""``.

    A few letters are no evidence: without any, a text passes.

    Args:
        text: a paper's whole text.
        letters: how often each character stands in it, where that is known.
    """
    letters = Counter(text) if letters is None else letters
    different = "".join(letters)
    han = sum(letters[char] for run in _HAN.findall(different) for char in run)
    text = _without_addresses(text)
    counts = {name: _count(pattern, text) if pattern.search(different) else 0 for name, pattern in _SCRIPTS}
    words = [word.lower() for word in _LATIN.findall(text)]
    kana, hangul = counts["Japanese"], counts["Korean"]
    if kana >= _ENOUGH["Japanese"] and kana >= _KANA * (kana + han) and kana > hangul:
        return "Japanese"
    if hangul >= _ENOUGH["Korean"] and hangul >= _HANGUL * (hangul + han):
        return "Korean"
    total = han + len(words) + sum(counts.values())
    if not total or han >= _CHINESE * total:
        return ""
    name, count = max(counts.items(), key=lambda item: item[1])
    if count > len(words):
        return _cyrillic(text, name) if count >= _ENOUGH.get(name, _WORDS_ENOUGH) else ""
    return _latin(words)


def require_chinese(text: str, name: str, letters: Counter[str] | None = None) -> None:
    """Raise unless ``text`` can be Chinese.

    Args:
        text: a paper's whole text.
        name: its path, for the message.
        letters: how often each character stands in it, where that is known.

    Raises:
        InputError: with the language that it seems to be.
    """
    language = foreign(text, letters)
    if language:
        raise InputError(
            f"{name}: seems to be {language}, not Chinese",
            "Only Chinese papers, Traditional or Simplified, are read; English passages in them are kept.",
        )


def of_block(text: str) -> Literal["zh", "en"]:
    """``en`` for a passage that is printed in English, names in Han included; else ``zh``."""
    bare = _without_addresses(text)
    if not _HAN.search(bare):
        return "en" if _LATIN.search(text) and not _is_other(bare) else "zh"
    words = _count(_LATIN, bare)
    # “President Xi Jinping (習近平) said …” is English; 「APEC 峰會」 is not
    return "en" if words >= 6 and words > 3 * _han(bare) else "zh"  # noqa: PLR2004


def _is_other(text: str) -> bool:
    """Whether function words show a passage in letters to be in another language than English.

    A particle before a capital may belong to a name (van de Ven, Le Monde): it counts for none.
    """
    words = _LATIN.findall(text)
    told = [
        word.lower()
        for word, after in pairwise([*words, ""])
        if not (word.lower() in _PARTICLES and after[:1].isupper())
    ]
    counts = Counter(told)
    hits = {name: sum(counts[word] for word in known) for name, known in _OTHER_WORDS.items()}
    different = {name: len(counts.keys() & known) for name, known in _OTHER_WORDS.items()}
    english = hits.pop("English")
    return any(count > english and different[name] > 1 for name, count in hits.items())


def _without_addresses(text: str) -> str:
    return _ADDRESS.sub(" ", text) if any(mark in text for mark in ("://", "www.", "@")) else text


def _han(text: str) -> int:
    return sum(match.end() - match.start() for match in _HAN.finditer(text))


def _count(pattern: re.Pattern[str], text: str) -> int:
    """How often ``pattern`` is in ``text``; a list of millions of characters would take much room."""
    return sum(1 for _ in pattern.finditer(text))


def _cyrillic(text: str, name: str) -> str:
    if not name.startswith("Ukrainian"):
        return name
    letters = Counter(text.lower())
    own = sum(letters[char] for char in "іїєґ")
    return "Ukrainian" if own > sum(letters[char] for char in "ыэъё") else "Russian"


def _latin(words: list[str]) -> str:
    counts = Counter(words)
    hits = {name: sum(counts[word] for word in known) for name, known in _FUNCTION_WORDS.items()}
    name, most = max(hits.items(), key=lambda item: item[1])
    different = len(counts.keys() & _FUNCTION_WORDS[name])
    # every third word or so is one of these in its own language
    if different >= _WORDS_ENOUGH and most * 8 >= len(words):
        return name
    return "a language in Latin letters" if len(words) >= _LATIN_ENOUGH else ""
