"""What a line looks like, by itself."""

from __future__ import annotations

from typing import Any

import pytest

from tests.casefile import cases
from translate.ingest import shapes
from translate.ingest.controls import is_control


@pytest.mark.parametrize("case", cases("shapes", "line"))
def test_a_line(case: dict[str, Any]) -> None:
    text = case["name"]
    assert {
        "heading": shapes.heading_level(text),
        "number": shapes.is_page_number(text),
        "caption": shapes.is_caption(text),
        "note": shapes.is_note(text),
        "author": shapes.is_lead_author(text),
        "closed": shapes.is_closed(text),
    } == {
        "heading": case.get("heading", 0),
        "number": case.get("number", False),
        "caption": case.get("caption", False),
        "note": case.get("note", False),
        "author": case.get("author", False),
        "closed": case.get("closed", False),
    }


@pytest.mark.parametrize("case", cases("shapes", "guide"))
def test_a_guide_over_pages(case: dict[str, Any]) -> None:
    assert is_control(case["name"]) is case.get("control", False)
