"""Where a Chinese string stands."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.locate import find_in, locate, locate_around_furniture, paragraph_numbers
from tests.briefings.support import document
from translate.ingest import Hints
from translate.model import Document

TEXT = """潮汐論壇

一、會談經過

高明遠表示，「北嶼願意把航道
交給兩國一起管理」。沈若谷沒有回應。會談到中午才結束，兩人沒有一起見記
時評
者，只由發言人念了聲明。

  下一次會談的地點未定，兩國會再商量。
"""


@pytest.fixture
def paper(tmp_path: Path) -> Document:
    return document(tmp_path, TEXT, hints=Hints(title="潮汐論壇", labels=("時評",)))


def test_white_space_is_ignored_on_both_sides() -> None:
    assert find_in("在 11 月 15 日", "11月 15日") == (2, 11)
    assert find_in("在11月15日", " 11 月15日 ") == (1, 7)
    assert find_in("在11月15日", "十一月") is None
    assert find_in("在11月15日", "  ") is None


@given(st.text("甲乙丙 \n", max_size=12), st.text("甲乙丙 ", min_size=1, max_size=3))
def test_what_is_found_equals_what_was_wanted(text: str, wanted: str) -> None:
    found = find_in(text, wanted)
    bare = "".join(wanted.split())
    if found is None:
        assert not bare or bare not in "".join(text.split())
    else:
        assert "".join(text[slice(*found)].split()) == bare
        assert text[slice(*found)].strip() == text[slice(*found)]


def test_over_a_line_break(paper: Document) -> None:
    found = locate(paper, "北嶼願意把航道交給兩國")
    assert found is not None
    assert found.text == "北嶼願意把航道交給兩國"
    assert found.lines == (5, 6)
    assert found.paragraph == 1
    assert len(found.segments) == 1


def test_over_several_sentences(paper: Document) -> None:
    found = locate(paper, "交給兩國一起管理」。沈若谷沒有回應。會談到中午")
    assert found is not None
    assert len(found.segments) == 3
    assert found.segments[1].text == "沈若谷沒有回應。"


def test_furniture_inside_does_not_part_a_quotation(paper: Document) -> None:
    assert [piece.text.strip() for piece in paper.furniture] == ["時評"]
    found = locate(paper, "沒有一起見記者，只由發言人")
    assert found is not None
    assert found.lines == (6, 8)
    assert "時評" not in found.text
    assert locate(paper, "見記時評者") is None
    around = locate_around_furniture(paper, "見記時評者")
    assert around is not None
    assert around.text == "見記者"


def test_running_text_before_headings(paper: Document) -> None:
    title = locate(paper, "論壇")
    assert title is not None
    assert (title.block.kind, title.paragraph) == ("title", 0)
    talks = locate(paper, "會談")
    assert talks is not None
    assert talks.block.kind == "paragraph"


def test_what_is_in_no_block(paper: Document) -> None:
    assert locate(paper, "北嶼不願意") is None
    assert locate(paper, "念了聲明。下一次會談") is None
    assert locate_around_furniture(paper, "北嶼不願意") is None


def test_paragraphs_are_counted_without_headings(paper: Document) -> None:
    numbers = dict(zip((block.text[:4] for block in paper.blocks), paragraph_numbers(paper), strict=True))
    assert numbers == {"潮汐論壇": 0, "一、會談": 0, "高明遠表": 1, "下一次會": 2}
