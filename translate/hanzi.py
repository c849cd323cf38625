"""Han characters, Chinese punctuation, display width, and OpenCC for matching only.

OpenCC's output never reaches a reader: it rewrites Taiwanese vocabulary. It
feeds engines and match keys.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC

HAN = (
    "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
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


def width(text: str) -> int:
    """Display cells of ``text``: two for wide and full-width characters (UAX #11)."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


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


_TRADITIONAL_ONLY = frozenset("與為國這個們會來時說對東後過還無開關點電實體學發動機應將進")
_SIMPLIFIED_ONLY = frozenset("与为国这个们会来时说对东后过还无开关点电实体学发动机应将进")


def script(text: str) -> str:
    """``Hant`` or ``Hans`` by counting characters that only one script has; ``Hant`` if even."""
    traditional = sum(char in _TRADITIONAL_ONLY for char in text)
    simplified = sum(char in _SIMPLIFIED_ONLY for char in text)
    return "Hans" if simplified > traditional else "Hant"
