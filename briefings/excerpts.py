"""What the rights of a paper let a brief print of it.

A ``quote-only`` paper gives quotations and excerpts: whole sentences, those with
statements first, up to the source's limit of Chinese characters. Statements
count against the limit and always stand; a sentence is never cut.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from briefings.model import Mention, Passage, Row, Source, Statement
from translate.hanzi import squeeze


def excerpted(
    passages: Sequence[Passage],
    mentions: Sequence[Mention],
    statements: Sequence[Statement],
    sources: Mapping[str, Source],
) -> tuple[tuple[Passage, ...], tuple[Mention, ...]]:
    """``passages`` and ``mentions`` as far as each source's ``excerpt_limit`` lets them stand.

    A passage of which nothing may stand is left out with all its sentences; so is a mention.
    """
    allowed: set[str] = set()
    kept_mentions = list(mentions)
    for slug in {passage.document for passage in passages} | {mention.document for mention in mentions}:
        limit = sources[slug].excerpt_limit
        rows = [row for passage in passages if passage.document == slug for row in passage.rows]
        if limit is None:
            allowed |= {row.segment for row in rows}
            continue
        own = [statement for statement in statements if statement.document == slug]
        left = limit - sum(len(squeeze(text)) for text in _printed(own))
        spoken = {segment for statement in own for segment in statement.segments}
        # what a statement prints is counted already: its sentence costs only the rest
        for row in sorted(rows, key=lambda row: row.segment not in spoken):
            cost = _cost(row, own)
            if cost <= left:
                left -= cost
                allowed.add(row.segment)
        for mention in [item for item in mentions if item.document == slug]:
            cost = len(squeeze(mention.zh))
            if cost <= left:
                left -= cost
            else:
                kept_mentions.remove(mention)
    shortened = [_shortened(passage, allowed) for passage in passages]
    return tuple(passage for passage in shortened if passage.rows), tuple(kept_mentions)


def _printed(statements: Sequence[Statement]) -> list[str]:
    """The Chinese of ``statements``, what stands inside another one's not twice."""
    texts = list(dict.fromkeys(statement.zh for statement in statements))
    return [text for text in texts if not any(text != other and text in other for other in texts)]


def _cost(row: Row, statements: Sequence[Statement]) -> int:
    """Characters of a row that no statement prints."""
    here = _printed([statement for statement in statements if row.segment in statement.segments])
    inside = sum(len(squeeze(text)) for text in here if squeeze(text) in squeeze(row.zh))
    return max(0, len(squeeze(row.zh)) - inside)


def _shortened(passage: Passage, allowed: set[str]) -> Passage:
    rows = tuple(row for row in passage.rows if row.segment in allowed)
    return replace(passage, rows=rows, left_out=len(passage.rows) - len(rows))
