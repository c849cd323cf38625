"""Characters that nobody sees, or that no reader should see: controls, byte and tokenizer debris."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from translate.checks.base import Context, Pair, is_blank
from translate.model import Finding, Severity

_CHARACTERS = re.compile(
    "(?P<bidi>[\u202a-\u202e\u2066-\u2069]+)"
    "|(?P<lost>\ufffd+)"
    "|(?P<hidden>[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2028\u2029\u2060-\u2065"
    "\u206a-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffc\U000e0000-\U000e0fff]+)"
    "|(?P<private>[\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff\U000f0000-\U0010ffff]+)"
    "|(?P<control>[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]+)"
)
_DEBRIS = re.compile(
    r"(?P<byte>(?:<0x[0-9A-Fa-f]{2}>\s?)+(?<!\s))"
    r"|(?P<token></?(?:unk|s|pad|bos|eos|mask|sep|cls)>|\[(?:UNK|PAD|CLS|SEP|MASK)\]|\u2581+|\u2047|@@(?=\s|$))"
    r"|(?P<entity>&(?:amp;)?(?:#\d{1,6}|#[xX][0-9A-Fa-f]{1,5}|[A-Za-z]{2,8}\d{0,2});)"
    "|(?P<decoded>\u00e2\u20ac[\u0080-\u2122]?|[\u00c3\u00c2][\u0080-\u00bf\u2018-\u2122])"
)
_ASKS = re.compile("[^\x20-\x7e\n]|[<&@]|\\[[A-Z]+\\]")
"""Without one of these there is nothing to look for: most English has at most a curly quotation mark."""

_SAID: dict[str, tuple[str, Severity]] = {
    "bidi": ("turns the direction of what follows", "critical"),
    "lost": ("stands for a character that was lost", "critical"),
    "hidden": ("is invisible", "minor"),
    "private": ("has no meaning outside one font", "minor"),
    "control": ("is a control character", "minor"),
    "byte": ("is a byte of a character that the engine could not write", "critical"),
    "token": ("is a sign of the engine’s own, not text", "critical"),
    "entity": ("is an HTML code", "minor"),
    "decoded": ("is a character that was read in a wrong encoding", "minor"),
}


@dataclass(frozen=True, slots=True)
class Invisible:
    """Invisible and private characters (minor); text turned around or lost, engine debris (critical)."""

    id: str = "invisible"
    name: str = "Invisible and stray characters"
    severity: Severity = "minor"

    def find(self, pair: Pair, context: Context) -> Iterator[Finding]:  # noqa: ARG002  (all checks are asked alike)
        """One finding for each run; what the Chinese prints itself (a text about ``&amp;``) is no debris."""
        if is_blank(pair) or not _ASKS.search(pair.en):
            return
        for match in (*_CHARACTERS.finditer(pair.en), *_DEBRIS.finditer(pair.en)):
            kind, text = match.lastgroup or "", match.group()
            said, severity = _SAID[kind]
            suggestion: str | None = ""
            if kind == "entity":
                suggestion = html.unescape(html.unescape(text))
                if suggestion == text:
                    continue  # R&D; is no code
            elif kind in {"lost", "byte", "decoded"}:
                suggestion = None
            if kind in {"lost", "byte", "token", "entity", "decoded"} and text.strip() in pair.zh:
                continue
            yield Finding(self.id, severity, f"{_named(kind, text)} {said}.", None, match.span(), suggestion)


def _named(kind: str, text: str) -> str:
    """``text`` if it can be seen, or what Unicode calls its first character."""
    if kind in {"byte", "token", "entity"}:
        return f"“{text}”"
    char = text[0]
    code = f"U+{ord(char):04X}"
    name = unicodedata.name(char, "")
    more = f" ({len(text)} in a row)" if len(text) > 1 else ""
    return f"{code} {name}".rstrip() + more
