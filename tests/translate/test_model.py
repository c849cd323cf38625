"""The stage's data."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from tests.translate.samples import paper
from translate.model import INSERTED, Block, Document, Signature, State


def test_states_are_in_the_order_of_review() -> None:
    assert [state.value for state in sorted(State, key=lambda state: state.rank)] == [
        "initial", "translated", "reviewed", "final",
    ]  # fmt: skip


def test_a_signature_is_one_line_with_hashes_cut() -> None:
    signature = Signature("argos", "translate-zt_en", "1.9", "a" * 64, "beam=4", "b" * 64)
    assert signature.text() == f"argos|translate-zt_en|1.9|{'a' * 12}|beam=4|{'b' * 12}"
    assert Signature("pending").text() == "pending|||||"


def test_documents_cannot_be_changed() -> None:
    document = paper("甲。")
    with pytest.raises(FrozenInstanceError):
        document.slug = "other"  # type: ignore[misc]


def test_lines_of_a_piece_of_a_block() -> None:
    raw = paper("甲，", "乙，", "丙。").raw
    block = Block(
        "paragraph", "甲， 乙，丙。", (0, 1, INSERTED, 3, 4, 6, 7), ((0, 2), (3, 5), (6, 8)), (1, 3)
    )
    document = Document("paper", "paper.txt", "", raw, (block,))
    assert document.lines_of(block, 0, 2) == (1, 1)
    assert document.lines_of(block, 0, 7) == (1, 3)
    assert document.lines_of(block, 2, 5) == (2, 2)
