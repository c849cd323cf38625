"""The same utterance in several places: its wordings aligned, unrecorded ones proposed.

``quotations.toml`` says which statements are one utterance (``variant_of``); they
become one entry whose other wordings show, character by character, where they
differ. What only looks like the same utterance is proposed, never merged.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import combinations

from briefings.likeness import pairs, shared
from briefings.model import Discrepancy, Passage, Run, Statement, Variant

ALIKE = 0.5
"""Share of the shorter wording's pairs. Over the five papers' 130 statements, six of the eight recorded
pairs share 0.55 to 1 (two are free renderings, 0.2 and 0.4), and no two different utterances of one side
at one event share more than 0.42."""

_FEWEST = 6
"""Pairs of characters below which likeness says nothing: 一個中國政策 alone is no utterance."""


def variants(statements: Sequence[Statement]) -> tuple[Variant, ...]:
    """Every recorded wording beside the leading one, in the order of ``statements``.

    The leading wording is the one that most others are linked to; of two, the one with official
    wording, else the first, since ``quotations.toml`` has the weightiest first.
    """
    by_id = {statement.id: statement for statement in statements}
    found: list[Variant] = []
    done: set[str] = set()
    for statement in statements:
        if statement.id in done:
            continue
        group = sorted((by_id[key] for key in _group(statement, by_id)), key=statements.index)
        done |= {item.id for item in group}
        if len(group) > 1:
            leading = max(group, key=lambda item: (len(item.variants), item.official is not None))
            found += [_aligned(leading, item) for item in group if item is not leading]
    return tuple(found)


def _group(statement: Statement, by_id: dict[str, Statement]) -> list[str]:
    """Ids of the statements that are linked to ``statement``, itself among them."""
    seen: list[str] = []
    waiting = [statement.id]
    while waiting:
        key = waiting.pop()
        if key in by_id and key not in seen:
            seen.append(key)
            waiting += by_id[key].variants
    return seen


def _aligned(leading: Statement, other: Statement) -> Variant:
    first, second = _runs(leading.zh, other.zh)
    return Variant(leading.id, other, runs=second, of_runs=first)


def _runs(first: str, second: str) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """Both texts as runs that stand in the other one too, and runs that do not."""
    left: list[Run] = []
    right: list[Run] = []
    # autojunk leaves frequent characters out of the match, and every 的 would differ
    for kind, a, b, c, d in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if b > a:
            left.append(Run(first[a:b], differs=kind != "equal"))
        if d > c:
            right.append(Run(second[c:d], differs=kind != "equal"))
    return tuple(left), tuple(right)


def proposed(statements: Sequence[Statement], passages: Sequence[Passage]) -> tuple[Discrepancy, ...]:
    """Pairs that may be one utterance and are not recorded as such."""
    found = [*_alike_statements(statements), *_alike_sentences(statements, passages)]
    return tuple(found)


def _alike_statements(statements: Sequence[Statement]) -> Iterator[Discrepancy]:
    for one, other in combinations(statements, 2):
        if other.id in one.variants or one.id in other.variants or _nested(one, other):
            continue
        if one.side == other.side and _alike(_words(one), _words(other)):
            yield Discrepancy(
                "Two statements may be the same utterance.",
                tuple(f"{item.citation.short}: {_words(item)}" for item in (one, other)),
                "proposed",
            )


def _nested(one: Statement, other: Statement) -> bool:
    """Whether both are parts of one sentence, recorded apart on purpose."""
    return bool(set(one.segments) & set(other.segments))


def _alike_sentences(statements: Sequence[Statement], passages: Sequence[Passage]) -> Iterator[Discrepancy]:
    """Sentences of another paper that hold a statement's words and in which none is recorded."""
    taken = {segment for statement in statements for segment in statement.segments}
    papers = {passage.document for passage in passages}
    for statement in statements:
        if papers == {statement.document}:
            continue
        known = {item.document for item in statements if item.id in statement.variants}
        for passage in passages:
            if passage.document in {statement.document, *known}:
                continue
            for row in passage.rows:
                if row.segment not in taken and _alike(_words(statement), row.zh, held=True):
                    yield Discrepancy(
                        "A sentence without a recorded statement may hold the same utterance.",
                        (
                            f"{statement.citation.short}: {_words(statement)}",
                            f"{passage.document}, paragraph {passage.paragraph}: {row.zh}",
                        ),
                        "proposed",
                    )


def _words(statement: Statement) -> str:
    return statement.zh_mark or statement.zh


def _alike(one: str, other: str, *, held: bool = False) -> bool:
    """Whether the shorter text, or with ``held`` the first, has most of its pairs in the other."""
    fewest = pairs(one).total() if held else min(pairs(one).total(), pairs(other).total())
    if fewest < _FEWEST or (held and pairs(other).total() < fewest):
        return False
    return shared(one, other) >= ALIKE
