"""Whether page one's statements fit on page one, and in which type.

Page one has to stand alone, so its type follows its text: full size with the
issuer's English beside each statement if that fits, else smaller, else without
it (it stands with the full entry). Widths and heights are those of
``templates/briefing/brief.css``; a wrong guess costs looks, never words.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from briefings.model import Briefing, Statement
from briefings.wording import is_issuers_wording
from translate.hanzi import is_cjk

PAGE = 742.0
"""Height to fill on page one, in points: 736 between its margins, and 6 because the guesses below run
high; more pushes the contents line of the calibration briefs to page two."""

WIDTH, ENGLISH, CHINESE = 487.0, 276.0, 193.0
"""Width of the page's text and of the two columns, inside their padding."""

NOTE = 3
"""With no more statements than this, page one and the readouts would say the same twice."""

LATIN, CAPTION = 0.5, 0.53
"""Mean width of a character in ems: Noto Serif and Noto Sans, measured over the five papers' English."""


@dataclass(frozen=True, slots=True)
class Type:
    """One size of page one's statements.

    ``name`` is its class in the style sheet, ``saved`` the height that narrower space round the bottom line
    gives.
    """

    name: str
    english: tuple[float, float]
    chinese: tuple[float, float]
    official: tuple[float, float]
    caption: tuple[float, float]
    padding: float
    saved: float = 0.0


TYPES = (
    Type("", (9.5, 13.25), (9.25, 14.25), (8.5, 11.75), (6.6, 9.4), 12.5),
    Type("dense", (8.75, 12.0), (8.5, 12.75), (7.9, 10.75), (6.5, 9.0), 10.5, 6.0),
    Type("denser", (8.0, 10.75), (7.8, 11.5), (7.4, 9.75), (6.2, 8.4), 8.0, 6.0),
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
    """The largest type in which page one holds everything it has to."""
    room = PAGE - _head(briefing)
    statements = [item.statement for item in briefing.summary]
    every = frozenset(statement.id for statement in statements if _has_issuers(statement))
    if 0 < len(briefing.statements) <= NOTE:
        for size in TYPES[:2]:
            if sum(_full(statement, size) for statement in briefing.statements) <= room + size.saved:
                return Front(size.name, every, note=True)
    for size in TYPES[:2]:
        if _total(statements, size, every) <= room + size.saved:
            return Front(size.name, every)
    for size in TYPES:
        if _total(statements, size, frozenset()) <= room + size.saved:
            return Front(size.name, _as_many_as_fit(statements, size, room + size.saved))
    return Front(TYPES[-1].name, frozenset())


def _as_many_as_fit(statements: list[Statement], size: Type, room: float) -> frozenset[str]:
    """Official English is needed most where the words were turned back into English."""
    chosen: frozenset[str] = frozenset()
    for statement in sorted(statements, key=lambda item: not item.back_translation):
        more = chosen | {statement.id} if _has_issuers(statement) else chosen
        if _total(statements, size, more) <= room:
            chosen = more
    return chosen


def _total(statements: list[Statement], size: Type, officials: frozenset[str]) -> float:
    return sum(height(statement, size, officials=statement.id in officials) for statement in statements)


def _full(statement: Statement, size: Type) -> float:
    """Height of a whole entry: its byline, all official English, and beside it the small print."""
    official = statement.official
    left = 0.0
    if official and official.en:
        if not is_issuers_wording(official):
            left += _lines(official.en, ENGLISH - 11, size.official, LATIN) + 22
        left += _lines(official.source + official.note, ENGLISH - 11, size.caption, CAPTION)
    small = (statement.fidelity, statement.citation.short)
    right = sum(_lines(text, CHINESE, size.caption, CAPTION) + 3 for text in small)
    right += _lines(statement.zh, CHINESE, size.chinese, LATIN) + size.padding
    return max(height(statement, size, officials=True) + left, right) + 13


def _has_issuers(statement: Statement) -> bool:
    return statement.official is not None and is_issuers_wording(statement.official)


def height(statement: Statement, size: Type, *, officials: bool) -> float:
    """Height of a statement's row on page one, in points."""
    left = _lines(statement.printed_en, ENGLISH, size.english, LATIN) + 3
    caption = f"{statement.reported_by}{statement.wording_label}{statement.state_words}" + 44 * "x"
    left += _lines(caption, ENGLISH, size.caption, CAPTION)
    official = statement.official
    if officials and official and official.en and is_issuers_wording(official):
        left += _lines(official.en, ENGLISH - 11, size.official, LATIN) + size.caption[1] * 1.5 + 7
    right = _lines(statement.zh, CHINESE, size.chinese, LATIN)
    right += _lines(statement.citation.short, CHINESE, size.caption, CAPTION) + 3
    return max(left, right) + size.padding


def _head(briefing: Briefing) -> float:
    """Everything on page one but the statements: title, bottom line, table head, contents."""
    event = briefing.event
    total = 31.0 + _lines(event.name, WIDTH, (21, 25.5), 0.58)
    total += _lines(event.name_zh, WIDTH, (12, 18), LATIN) + 3
    total += _lines(event.date_line, WIDTH, (9, 13), 0.58) + 6
    total += _lines(f"{event.place} {event.place_zh}", WIDTH, (9, 13), LATIN) if event.place else 0
    return total + (20 if briefing.marking else 0) + _bottom_line(briefing) + 24 + 14 + 31


def _bottom_line(briefing: Briefing) -> float:
    """One line where nobody has written it, else the box with its text and signature."""
    written = briefing.event.bottom_line
    if written is None:
        return 34.0
    return 60.0 + _lines(written.text, WIDTH - 18, (10, 14.5), LATIN)


def _lines(text: str, width: float, size: tuple[float, float], latin: float) -> float:
    """Height of ``text`` set at ``size`` (type, leading) in ``width``; lines break a little early."""
    if not text:
        return 0.0
    ems = sum(1.0 if is_cjk(char) else latin for char in text)
    return ceil(ems * size[0] / width * 1.04) * size[1]
