"""Han characters, Chinese punctuation, display width, and OpenCC for matching only.

OpenCC's output never reaches a reader: it rewrites Taiwanese vocabulary. It
feeds engines and match keys.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from opencc import OpenCC

HAN = (
    "\u2e80-\u2fdf\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0002a6df\U0002a700-\U0002ebef\U00030000-\U000323af"
)
CJK_PUNCTUATION = "\u3000-\u3004\u3006\u3008-\u303f\uff00-\uffef\u2500\u2014\u2026\u00b7"

HAN_RE = re.compile(f"[{HAN}]")
CJK_RE = re.compile(f"[{HAN}{CJK_PUNCTUATION}]")

SENTENCE_END = "。！？"
CLAUSE_END = "；"
OPENERS = "「『（《〈【〔“‘(["
CLOSERS = "」』）》〉】〕”’)]"
PAIRS = dict(zip(CLOSERS, OPENERS, strict=True))


def is_han(char: str) -> bool:
    """Whether ``char`` is a Han character (punctuation is not)."""
    return HAN_RE.match(char) is not None


def is_cjk(char: str) -> bool:
    """Whether ``char`` is Han or full-width Chinese punctuation."""
    return CJK_RE.match(char) is not None


def squeeze(text: str) -> str:
    """``text`` without any white space, for comparison with a source."""
    return "".join(text.split())


class _Cells(dict[str, int]):
    """Display cells by character, looked up once: a paper's lines are measured over and over."""

    def __missing__(self, char: str) -> int:
        cells = self[char] = 2 if unicodedata.east_asian_width(char) in "WF" else 1
        return cells


_CELLS = _Cells()
_WIDE = re.compile("[\u3001-\u303e\u4e00-\u9fff\uff01-\uff60]+")
"""Most of what is wide, in long runs."""


def width(text: str) -> int:
    """Display cells of ``text``: two for wide and full-width characters (UAX #11)."""
    if text.isascii():
        return len(text)
    rest = _WIDE.sub("", text)
    return 2 * (len(text) - len(rest)) + sum(map(_CELLS.__getitem__, rest))


@cache
def _converter(config: str) -> OpenCC:
    from opencc import OpenCC  # noqa: PLC0415  (tables load slowly; --help must not wait)

    return OpenCC(config)


def convert(text: str, config: str) -> str:
    """``text`` through OpenCC's ``config`` (``t2s``, ``tw2sp``, ``s2t`` …).

    For engines and match keys only, never for display or quotation.
    """
    return str(_converter(config).convert(text))


@cache
def match_key(text: str) -> str:
    """A key that ignores script (Traditional, Simplified), width and white space."""
    return convert(unicodedata.normalize("NFKC", squeeze(text)), "t2s")


_NOT_ENGLISH = re.compile(f"[{HAN}\u3000-\u303f\uff00-\uffef]")
_ASIDE = re.compile(r"[(（][^()（）]*[)）]")
_LATIN_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]{2,}")
_LATIN_ENDS = 0x250
_LATIN_ADDITIONAL = range(0x1E00, 0x1F00)
_SENTENCE = 6
"""Latin words from which Chinese in brackets is an English sentence's gloss of a name."""


def is_english(text: str) -> bool:
    """Whether ``text`` can stand in English print as it is: Latin letters or digits, nothing Chinese.

    A sentence may gloss a name in brackets: “President Xi Jinping (習近平) said …”.
    Names, addresses of the net and figures are such, too. Which Latin-script
    language a passage is in cannot be told from a few words.
    """
    bare = _ASIDE.sub(" ", text) if len(_LATIN_WORD.findall(text)) >= _SENTENCE else text
    if _NOT_ENGLISH.search(bare):
        return False
    letters = [ord(char) for char in bare if char.isalpha()]
    latin = all(code < _LATIN_ENDS or code in _LATIN_ADDITIONAL for code in letters)
    return latin and any(char.isalnum() for char in bare)


@cache
def _tables() -> tuple[dict[str, str], dict[str, str]]:
    """OpenCC's rows by character: from Traditional to Simplified, and back. The package stays unloaded."""
    found = find_spec("opencc")
    folder = Path((found.submodule_search_locations or [""])[0] if found else "") / "dictionary"
    traditional, simplified = (
        {row[0]: row for row in (folder / name).read_text(encoding="utf-8").splitlines() if row}
        for name in ("TSCharacters.txt", "STCharacters.txt")
    )
    return traditional, simplified


@cache
def _only(char: str) -> Literal["Hant", "Hans", ""]:
    """The one script that ``char`` is written in, by OpenCC's tables.

    A character that its table also maps to itself (台, 后, 里, 只) is written in both.
    """
    traditional, simplified = (char in table and char not in table[char][1:] for table in _tables())
    if traditional == simplified:
        return ""
    # the tables also hold variants (峰, 秘): what Big5 counts among its frequent characters is Traditional
    return "Hant" if traditional else "" if _in_big5(char) else "Hans"


@cache
def _to_simplified() -> dict[int, str]:
    """Traditional character -> its usual Simplified one, one for one, by OpenCC's table."""
    rows = (row.split() for row in _tables()[0].values())
    return {ord(row[0]): row[1] for row in rows if len(row[0]) == len(row[1]) == 1}


def fold(text: str) -> str:
    """``text`` with each Traditional character simplified: of the same length, so offsets hold.

    For finding terms in either script; never for display.
    """
    return text.translate(_to_simplified())


def _in_big5(char: str) -> bool:
    """Whether ``char`` is on Big5's first level, of characters in frequent use."""
    try:
        return char.encode("big5") < b"\xc9\x40"
    except UnicodeEncodeError:
        return False


def script(text: str | Counter[str]) -> Literal["Hant", "Hans"]:
    """``Hant`` or ``Hans`` by counting characters that only one script has; ``Hant`` if even.

    Args:
        text: the text, or how often each character stands in it.
    """
    counts = text if isinstance(text, Counter) else Counter(text)
    sums = {"Hant": 0, "Hans": 0, "": 0}
    for char, count in counts.items():
        sums[_only(char)] += count
    return "Hans" if sums["Hans"] > sums["Hant"] else "Hant"
