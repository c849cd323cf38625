"""Words first spoken in another language than Chinese, as passages and mentions print them.

The English of a paper's sentence has quotation marks where the Chinese has them. Round
words that were spoken in English and turned back, or relayed from a third language,
they would pass the translation off as the speaker's own wording. There they are left
out, and the row is labelled. The English itself is kept as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from briefings.model import Mention, Passage, Row, Statement

_STOPS = "[,.;:!?…]*"
_OPENS, _CLOSES = '[“"]', '[”"]'
_ZH_OPENS, _ZH_CLOSES, _ZH_STOPS = "[「『“‘]", "[」』”’]", "[，。、；：！？…]*"


def without_marks(
    passages: Sequence[Passage], mentions: Sequence[Mention], statements: Iterable[Statement]
) -> tuple[tuple[Passage, ...], tuple[Mention, ...]]:
    """``passages`` and ``mentions`` with every row's printed English and the statements to label it with.

    Args:
        passages: as the brief prints them.
        mentions: as the brief prints them.
        statements: all that are known, also those that are not of this brief.
    """
    foreign = [statement for statement in statements if statement.back_translation or statement.relayed]
    return (
        tuple(_passage(passage, _of(passage.document, foreign)) for passage in passages),
        tuple(_mention(mention, _of(mention.document, foreign)) for mention in mentions),
    )


def _of(document: str, statements: Iterable[Statement]) -> list[Statement]:
    return [statement for statement in statements if statement.document == document]


def _passage(passage: Passage, foreign: Sequence[Statement]) -> Passage:
    """A statement may begin in one sentence and end in a later one, so the rows are read as one text."""
    text = passage.en
    starts = [0]
    for row in passage.rows:
        starts.append(starts[-1] + len(row.en) + 1)
    dropped: set[int] = set()
    for statement in foreign:
        here = [number for number, row in enumerate(passage.rows) if row.segment in statement.segments]
        if here:
            dropped |= set(_marks(statement, text, starts[here[0]], starts[here[-1] + 1] - 1))
        for number, row in enumerate(passage.rows):
            if number not in here and _quotes(row.zh, statement):
                dropped |= set(_marks(statement, text, starts[number], starts[number + 1] - 1))
    rows = []
    for number, row in enumerate(passage.rows):
        shown = "".join(c for i, c in enumerate(row.en, start=starts[number]) if i not in dropped)
        rows.append(replace(row, unmarked_en="" if shown == row.en else shown, spoken=_spoken(row, foreign)))
    return replace(passage, rows=tuple(rows))


def _spoken(row: Row, foreign: Iterable[Statement]) -> tuple[Statement, ...]:
    """The statements whose words the row prints; of a paper's own repetition the one it repeats."""
    own = tuple(statement for statement in foreign if row.segment in statement.segments)
    words = {statement.zh for statement in own}
    again = (s for s in foreign if s not in own and s.zh not in words and _quotes(row.zh, s))
    return (*own, *{statement.zh: statement for statement in again}.values())


def _mention(mention: Mention, foreign: Sequence[Statement]) -> Mention:
    spoken = {statement.zh: statement for statement in foreign if _quotes(mention.zh, statement)}
    dropped = {i for s in spoken.values() for i in _marks(s, mention.en, 0, len(mention.en))}
    shown = "".join(char for i, char in enumerate(mention.en) if i not in dropped)
    unmarked = "" if shown == mention.en else shown
    return replace(mention, unmarked_en=unmarked, spoken=tuple(spoken.values()))


def _quotes(zh: str, statement: Statement) -> bool:
    """Whether this Chinese has the statement's words, exactly them, in quotation marks."""
    words = re.escape(statement.zh_mark or statement.zh)
    return re.search(f"{_ZH_OPENS}{words}{_ZH_STOPS}{_ZH_CLOSES}", zh) is not None


def _marks(statement: Statement, text: str, start: int, end: int) -> Iterator[int]:
    """Where in ``text[start:end]`` the quotation marks directly round the statement's English stand.

    Of a whole sentence it is not known which of its words were spoken: its marks stay.
    """
    if statement.en_scope == "sentence":
        return
    pattern = re.compile(f"({_OPENS}){re.escape(statement.en)}{_STOPS}({_CLOSES})")
    for match in pattern.finditer(text, start, end):
        yield from (match.start(1), match.start(2))
