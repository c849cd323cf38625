"""The four to six statements that carry an event: pinned by an editor, else extracted.

Nothing is generated. Without pins, statements are taken by weight (a quotation
over a report, wording found in an issuer's English, a length that says
something), turn by turn over the sides so that each is heard, no subject twice
while another waits.
"""

from __future__ import annotations

from collections.abc import Sequence

from briefings.model import Event, Statement, SummaryItem

MOST = 6
_SHORT, _LONG = 12, 150
"""Characters of Chinese: below, a fragment says little alone; above, it fills page one."""


def _weight(statement: Statement) -> float:
    weight = 2.0 if statement.form == "quote" else 1.0
    if statement.official and statement.official.en:
        weight += 1.0
    if statement.official and statement.official.status == "related passage":
        weight -= 1.0
    if not _SHORT <= len(statement.zh) <= _LONG:
        weight -= 1.5
    return weight


def _words_of(statement: Statement) -> set[str]:
    """The ids that stand for one utterance: of two statements that share any, one is enough."""
    return {statement.id, *statement.variants}


def summary(event: Event, statements: Sequence[Statement]) -> tuple[SummaryItem, ...]:
    """At most six statements, pinned ones in the editor's order."""
    by_id = {statement.id: statement for statement in statements}
    pinned = [SummaryItem(by_id[key], "pinned in events.toml") for key in event.lead if key in by_id]
    if pinned:
        return tuple(pinned[:MOST])
    waiting = list(statements)
    chosen: list[Statement] = []
    while waiting and len(chosen) < MOST:
        heard = [item.side for item in chosen]
        subjects = {subject for item in chosen for subject in item.subjects}

        def turn(
            item: Statement, heard: list[str] = heard, subjects: set[str] = subjects
        ) -> tuple[int, int, float]:
            return -heard.count(item.side), -len(subjects & set(item.subjects)), _weight(item)

        best = max(waiting, key=turn)
        chosen.append(best)
        same = _words_of(best)
        waiting = [item for item in waiting if not same & _words_of(item)]
    order = {statement.id: number for number, statement in enumerate(statements)}
    chosen.sort(key=lambda item: order[item.id])
    return tuple(SummaryItem(item, "extracted: side, subject and wording") for item in chosen)
