"""Reporting verbs in a frame's text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from briefings.speech.frame import Q, pattern
from briefings.speech.lexicon import SAY, URGE

_SUFFIX = "(?:說道|指出|表示|說|稱|道|指)?(?:了|過|著|到)?"
VERB = pattern(f"(?P<say>{SAY})(?<!小說){_SUFFIX}|(?P<urge>{URGE})(?:了|過|著)?")
_AT_ONCE = pattern(
    rf"(?P<verb>(?:(?P<say>{SAY}){_SUFFIX}|(?P<urge>{URGE})(?:了|過|著)?|致信|來函|告訴(?P<to>[^，。：「]{{1,12}})))(?:是|的是|了?一句話?)?[，,：:]?$"
)
_COLON = pattern(
    rf"(?:{SAY}|信中|諺語|老話|俗話|發表|談話|演說|開幕|貼文|留言|名言|格言|一句話|宣讀)[^。；]{{0,24}}[：:]$"
)
_POST = pattern(
    rf"^(?P<comma>[，,]?)(?P<subject>[^，。；：、{Q}]{{1,30}}?)(?P<verb>(?:{SAY}){_SUFFIX})(?P<end>[，,。；]|$)"
)


@dataclass(frozen=True, slots=True)
class Verb:
    """A reporting verb: ``text[start:end]``. ``say``: somebody's words may follow."""

    start: int
    end: int
    say: bool
    text: str


def verbs(text: str, start: int, end: int) -> list[Verb]:
    """The reporting verbs in ``text[start:end]``, by position."""
    return [
        Verb(*match.span(), match["say"] is not None, match.group())
        for match in VERB.finditer(text, start, end)
    ]


def at_once(text: str, start: int, position: int) -> Verb | None:
    """The reporting verb that stands straight before ``position`` (a comma or colon may come between)."""
    match = _AT_ONCE.search(text[start:position])
    if match is None:
        return None
    return Verb(start + match.start("verb"), start + match.end("verb"), match["urge"] is None, match["verb"])


def before_colon(text: str, start: int, position: int) -> bool:
    """Whether what stands before ``position`` announces words with a colon."""
    return _COLON.search(text[start:position]) is not None


def postposed(text: str, position: int, end: int) -> re.Match[str] | None:
    """Who speaks, told (「…」，他說) after the quotation that ends at ``position``."""
    return _POST.match(text[position:end])
