"""Lines joined and set apart: small papers whose blocks are known."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.casefile import cases
from translate.ingest import Hints, read
from translate.model import Block, Document


def _hints(case: dict[str, Any]) -> Hints:
    given: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in case.get("hints", {}).items()
    }
    return Hints(**given)


def _shown(block: Block) -> str:
    return f"{block.kind}{block.level or ''} {block.text}"


def _read(folder: Path, text: str, hints: Hints | None = None) -> Document:
    path = folder / "paper.txt"
    path.write_text(text, encoding="utf-8", newline="")
    return read(path, "paper", hints)


@pytest.mark.parametrize("case", cases("repair", "repair"))
def test_blocks(case: dict[str, Any], tmp_path: Path) -> None:
    text = case["text"].replace("\n", "").replace("|", "\n")
    document = _read(tmp_path, text, _hints(case))
    assert [_shown(block) for block in document.blocks] == case["blocks"]
    assert [piece.text for piece in document.furniture] == case.get("furniture", [])


def _indented(paragraphs: int, indent: int, tail: str = "完了。") -> str:
    """Paragraphs of three lines, 24 characters wide, the first set in by ``indent``."""
    full = "美中關係競爭合作往來" * 3
    return "\n".join(f"{full[: 24 - indent]}\n{full[:24]}\n{tail}" for _ in range(paragraphs))


def test_where_paragraphs_indent_a_full_line_may_end_one(tmp_path: Path) -> None:
    """As the Bali paper does: the next line is narrower by the indent, though it goes on."""
    full = "美中關係競爭合作往來美中關係競爭合作往來美中。。"[:23] + "。"
    text = f"{_indented(6, 2)}\n{full}\n{_indented(1, 2)}"
    texts = [block.text for block in _read(tmp_path, text).blocks]
    assert len(texts) == 8
    assert texts[6] == full


def test_where_they_do_not_a_full_line_goes_on(tmp_path: Path) -> None:
    full = "美中關係競爭合作往來美中關係競爭合作往來美中。。"[:23] + "。"
    text = f"{_indented(6, 0)}\n{full}\n{_indented(1, 2)}"
    texts = [block.text for block in _read(tmp_path, text).blocks]
    assert len(texts) == 7
    assert texts[6].startswith(full)


def test_pages_are_counted_by_form_feeds(tmp_path: Path) -> None:
    document = _read(tmp_path, "第一頁。\f第二頁，說\f到第三頁。")
    assert [block.pages for block in document.blocks] == [(1, 1), (2, 3)]
    assert {block.pages for block in _read(tmp_path, "第一頁。").blocks} == {None}


def test_each_join_names_its_lines_its_glue_and_its_reason(tmp_path: Path) -> None:
    document = _read(tmp_path, "首先，談到Taiwan\nRelations Act。\n\n完。")
    shown = [(step.kind, step.lines, step.glue) for step in document.steps if step.kind in {"join", "break"}]
    assert shown == [("join", (1, 2), " "), ("break", (2, 4), "")]
