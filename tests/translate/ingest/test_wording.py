"""Where a block's characters come from, held as runs."""

from __future__ import annotations

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate.ingest.wording import Offsets, Spans
from translate.model import INSERTED

RUNS = st.lists(st.tuples(st.one_of(st.just(INSERTED), st.integers(0, 99)), st.integers(1, 5)), max_size=8)


def _offsets(runs: list[tuple[int, int]]) -> tuple[Offsets, list[int]]:
    starts, ends, plain = [], [], []
    for start, length in runs:
        plain += [INSERTED] * length if start == INSERTED else list(range(start, start + length))
        starts.append(start)
        ends.append(len(plain))
    return Offsets(starts, ends), plain


@given(RUNS)
def test_offsets_are_a_sequence_of_numbers(runs: list[tuple[int, int]]) -> None:
    offsets, plain = _offsets(runs)
    assert len(offsets) == len(plain)
    assert list(offsets) == plain
    assert [offsets[at] for at in range(len(plain))] == plain
    assert [offsets[at] for at in range(-len(plain), 0)] == plain
    assert offsets == tuple(plain)
    assert offsets == Offsets(*_parts(runs))
    assert hash(offsets) == hash(Offsets(*_parts(runs)))
    for part in (slice(1, 4), slice(None, None, -1), slice(2, None)):
        assert offsets[part] == tuple(plain[part])
    assert [text for begin, end, _ in offsets.runs() for text in range(begin, end)] == list(range(len(plain)))


def _parts(runs: list[tuple[int, int]]) -> tuple[list[int], list[int]]:
    starts = [start for start, _ in runs]
    ends = [sum(length for _, length in runs[: number + 1]) for number in range(len(runs))]
    return starts, ends


def test_there_is_nothing_beyond() -> None:
    offsets, _ = _offsets([(3, 2)])
    for at in (2, -3):
        with pytest.raises(IndexError):
            offsets[at]
    assert offsets != (3, 5)
    assert offsets != "ab"
    assert repr(offsets) == "Offsets([3], [2])"


def test_spans_are_a_sequence_of_pairs() -> None:
    spans = Spans(array("q", [1, 2, 5, 9]))
    assert spans == ((1, 2), (5, 9))
    assert (spans[0], spans[-1], spans[1:]) == ((1, 2), (5, 9), ((5, 9),))
    assert len(spans) == 2
    assert hash(spans) == hash(((1, 2), (5, 9)))
    assert repr(spans) == "((1, 2), (5, 9))"
    assert not Spans(array("q"))
    with pytest.raises(IndexError):
        spans[2]
