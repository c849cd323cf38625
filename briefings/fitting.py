"""Whether page one's statements fit on page one, and in which type.

Page one has to stand alone, so its type follows its text: full size with the
issuer's English beside each statement if that fits, else smaller; else as much of
the issuer's English as fits, first where words were turned back into English (the
rest stands with the full entry). Sizes are those of ``templates/briefing/brief.css``,
advances those of its fonts; a wrong guess costs looks, never words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import ceil

from briefings.model import Briefing, Statement
from briefings.wording import grade_words, is_issuers_wording, source_words, status_words, whose_account
from translate.hanzi import is_cjk

PAGE = 746.0
"""Height to fill on page one, in points: the 751 between its margins, and 5 to spare."""

WIDTH, ENGLISH, CHINESE = 487.0, 307.0, 161.0
"""Width of the page's text and of the two columns, inside their padding."""

RULED = ENGLISH - 10
"""Width of official English beside its rule."""

NOTE = 3
"""With no more statements than this, page one and the readouts would say the same twice."""

_BOTTOM_LINE_NONE = 130.0
"""What “none written” takes of the line with the Chinese name."""

# fmt: off
_SERIF = (
    26, 33, 41, 56, 56, 90, 74, 22, 35, 35, 50, 56, 25, 31, 25, 29, 56, 56, 56, 56, 56, 56, 56, 56,
    56, 56, 29, 29, 56, 56, 56, 47, 92, 70, 65, 61, 73, 62, 59, 71, 79, 37, 36, 70, 62, 94, 76, 74,
    60, 74, 66, 54, 61, 72, 68, 105, 66, 62, 59, 36, 29, 36, 56, 46, 27, 56, 61, 49, 61, 54, 37, 54,
    64, 32, 30, 58, 31, 94, 64, 58, 61, 61, 47, 45, 35, 64, 58, 86, 58, 56, 51, 43, 56, 43, 56,
)
# fmt: on
"""Advances from space to tilde in hundredths of an em: Noto Serif, and near enough Noto Sans."""
_OTHER = {"“": 45, "”": 45, "‘": 25, "’": 25, "–": 50, "—": 100, "…": 86, "·": 26}
_BOLD = 1.09
"""How much wider bold type runs."""
_LABEL = 0.8
"""The size of the label that official English begins with, in that of its own."""

_UNITS = re.compile(r"[\u0000-\u2e7f]+?(?:[ \u00a0]+|(?=[\u2e80-\uffff])|$)|.", re.DOTALL)
"""What no line end parts: a word with the spaces after it, or one character of Chinese."""


@dataclass(frozen=True, slots=True)
class Type:
    """One size of page one's statements: type and leading of each text, ``padding`` of a row.

    ``name`` is its class in the style sheet, ``saved`` what is taken from the space above them.
    """

    name: str
    english: tuple[float, float]
    chinese: tuple[float, float]
    official: tuple[float, float]
    caption: tuple[float, float]
    padding: float
    saved: float = 0.0


TYPES = (
    Type("", (9.5, 13.25), (9.25, 14.25), (8.75, 11.75), (6.6, 9.4), 12.5),
    Type("dense", (8.5, 11.5), (8.25, 12.25), (8.1, 10.5), (6.5, 9.0), 8.25, 3.0),
    Type("denser", (8.0, 10.75), (7.8, 11.5), (7.6, 10.25), (6.2, 8.4), 7.75, 3.0),
)


@dataclass(frozen=True, slots=True)
class Front:
    """How page one is set.

    Attributes:
        type: a class of the style sheet: ``""``, ``dense`` or ``denser``.
        officials: ids of the statements whose official English stands on page one too.
        note: page one shows every statement in full, and no readouts follow.
    """

    type: str
    officials: frozenset[str]
    note: bool = False


def front(briefing: Briefing) -> Front:
    """The type in which page one holds all it has to, and most of the issuers' English."""
    head = _head(briefing)
    statements = [item.statement for item in briefing.summary]
    every = frozenset(statement.id for statement in statements if _has_issuers(statement))
    if 0 < len(briefing.statements) <= NOTE:
        for size in TYPES[:2]:
            if sum(_full(statement, size) for statement in briefing.statements) <= PAGE - head:
                return Front(size.name, every, note=True)
    found: list[Front] = []
    for size in TYPES[:2]:
        room = PAGE - head + size.saved
        if _total(statements, size, frozenset()) <= room:
            found.append(Front(size.name, _as_many_as_fit(statements, size, room)))
    if found:
        turned = {statement.id for statement in statements if statement.back_translation}
        return max(found, key=lambda item: (len(item.officials & turned), len(item.officials)))
    smallest = TYPES[-1]
    return Front(smallest.name, _as_many_as_fit(statements, smallest, PAGE - head + smallest.saved))


def _as_many_as_fit(statements: list[Statement], size: Type, room: float) -> frozenset[str]:
    """Official English is needed most where the words were turned back into English."""
    chosen: frozenset[str] = frozenset()
    for statement in sorted(statements, key=lambda item: not item.back_translation):
        more = chosen | {statement.id} if _has_issuers(statement) else chosen
        if _total(statements, size, more) <= room:
            chosen = more
    return chosen


def _total(statements: list[Statement], size: Type, officials: frozenset[str]) -> float:
    mixed = len({statement.state_words for statement in statements}) > 1
    return sum(
        height(statement, size, officials=statement.id in officials, state=mixed) for statement in statements
    )


def _full(statement: Statement, size: Type) -> float:
    """Height of a whole entry: byline, English and its label, official English with source and note."""
    left = 13.0 + _lines(statement.printed_en, ENGLISH, size.english) + 11.25
    official = statement.official
    if official and official.en:
        label = f"{status_words(official, statement.reported_by)} {source_words(official)}"
        left += 8 + _lines(label, RULED, (6.9, 9.75), _BOLD) + _lines(official.en, RULED, size.official)
        left += _lines(official.note, RULED, (6.9, 9.75))
    elif official:
        left += 4 + _lines(f"No official English found: {official.note}", ENGLISH, (6.9, 9.75))
    right = 13.0 + _lines(statement.zh, CHINESE, size.chinese)
    small = (
        f"The printed Chinese: {statement.fidelity}" * bool(statement.fidelity),
        statement.citation.short,
    )
    right += sum(_lines(text, CHINESE, size.caption) + 3 for text in small if text)
    return max(left, right) + size.padding


def _has_issuers(statement: Statement) -> bool:
    return statement.official is not None and is_issuers_wording(statement.official)


def height(statement: Statement, size: Type, *, officials: bool, state: bool = False) -> float:
    """Height of a statement's row on page one, in points; with its ``state`` where not all have the same."""
    name = statement.speaker.name if statement.speaker else f"Speaker not named: {statement.speaker_reason}"
    caption = [name, whose_account(statement), statement.wording_label]
    if state:
        caption.append(statement.state_words)
    left = _lines(statement.printed_en, ENGLISH, size.english) + 2
    official = statement.official
    if officials and official and official.en and is_issuers_wording(official):
        label = f"{status_words(official, statement.reported_by)} {grade_words(official)}"
        indent = _advance(f"{label}:  ") * size.official[0] * _LABEL * _BOLD
        left += _lines(f"“{official.en}”", RULED, size.official, indent=indent) + 3
    elif official and official.en:
        caption.append("official English, p. 8")
    left += _lines(" · ".join(caption), ENGLISH, size.caption)
    right = _lines(statement.zh, CHINESE, size.chinese)
    right += _lines(statement.citation.short, CHINESE, size.caption) + 2
    return max(left, right) + size.padding


def _head(briefing: Briefing) -> float:
    """Everything on page one but the statements: title, bottom line, heads of section and table, contents."""
    event = briefing.event
    written = event.bottom_line
    beside = WIDTH if written else WIDTH - _BOTTOM_LINE_NONE
    total = 29.0 + _lines(event.name, WIDTH, (20.5, 24.0), _BOLD)
    total += 2 + _lines(event.name_zh, beside, (11, 16))
    total += 16 + _lines(event.date_line, WIDTH, (9, 13), _BOLD)
    total += _lines(f"{event.place} {event.place_zh}".strip(), WIDTH, (9, 13))
    if written:
        total += 55.5 + _lines(written.text, WIDTH - 24, (10, 14.5))
    return total + (21 if briefing.marking else 0) + 20 + 14 + 17


def _lines(
    text: str, width: float, size: tuple[float, float], wider: float = 1.0, indent: float = 0.0
) -> float:
    """Height of ``text`` set at ``size`` (type, leading) in ``width``, its lines broken as a typesetter does.

    ``indent`` is what of the first line is taken already.
    """
    lines, used = (1, indent) if indent else (0, width)
    for unit in _UNITS.findall(text):
        bare = _advance(unit.rstrip(" \u00a0")) * size[0] * wider
        if used + bare > width:
            lines += max(1, ceil(bare / width))
            used = 0.0
        used += _advance(unit) * size[0] * wider
    return lines * size[1]


def _advance(text: str) -> float:
    """The width of ``text`` in ems."""
    return sum(
        1.0
        if is_cjk(char)
        else (_SERIF[ord(char) - 32] if " " <= char <= "~" else _OTHER.get(char, 56)) / 100
        for char in text
    )
