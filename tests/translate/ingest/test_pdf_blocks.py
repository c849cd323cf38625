"""PDF: quotations set in on both sides, drawn bullets, raised figures."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.translate.ingest import pdf_files as files
from tests.translate.ingest.test_pdf import ARTICLE, BARE, SETTINGS, _bare, _read, _texts
from translate.hanzi import squeeze

QUOTED = "".join(
    f"<blockquote>{text}</blockquote>" if at % 4 == 3 else f"<p>{text}</p>"
    for at, text in enumerate(ARTICLE[:24])
)
NARROW = pytest.param(
    SETTINGS["two columns, spaced"],
    id="two columns, spaced",
    marks=pytest.mark.xfail(reason="a column of nothing but a quotation has no edge to measure it by"),
)


@pytest.mark.parametrize(
    "style",
    [
        *(pytest.param(style, id=name) for name, style in SETTINGS.items() if name != "two columns, spaced"),
        NARROW,
    ],
)
def test_quotations_set_in_on_both_sides_stay_whole(style: str) -> None:
    _, _, blocks = _read(files.woven(f"<div>{QUOTED}</div>", style + BARE))
    assert [_bare(block.text) for block in blocks] == [_bare(text) for text in ARTICLE[:24]]


def test_a_quotation_of_two_lines_that_breaks_at_a_sentence_stays_whole() -> None:
    quoted = "「對話本身就是成果，然而對話不能取代行動。」一位前官員這樣說，他曾參與上一輪談判。"
    body = f"{files.paragraphs(ARTICLE[:3])}<blockquote>{quoted}</blockquote>{files.paragraphs(ARTICLE[3:6])}"
    style = "blockquote { width: 22.4em; margin: 1em auto } p { text-indent: 0; margin-bottom: 1em }"
    _, _, blocks = _read(files.woven(body, style + BARE))
    assert quoted in _texts(blocks)


def test_lines_of_a_verse_or_an_address_are_no_quotation() -> None:
    lines = ("外交部北美司", "臺北市凱達格蘭大道二號", "聯絡人：王大明專員", "電話：二三四八二九九九")
    body = f"{files.paragraphs(ARTICLE[:3])}<div class=set>{'<br>'.join(lines)}</div>"
    style = "p { text-indent: 0; margin-bottom: 1em } .set { margin: 1em 4em }"
    _, _, blocks = _read(files.woven(body + files.paragraphs(ARTICLE[3:6]), style + BARE))
    assert [block.text for block in blocks][3:-3] == list(lines)


LISTED = (
    "肯定美方對臺海和平穩定的承諾，並持續強化自我防衛能力，同時深化與理念相近國家的合作。各部會已分別提出具體作法。",
    "呼籲北京停止軍事脅迫，以對話處理分歧",
    "與理念相近國家深化供應鏈合作。",
)


@pytest.mark.skipif(not files.chromium, reason="needs Chromium")
@pytest.mark.parametrize("mark", ["disc", "circle", "square"])
def test_bullets_that_chromium_draws_begin_items(mark: str, tmp_path: Path) -> None:
    items = "".join(f"<li>{item}</li>" for item in LISTED)
    body = f"{files.paragraphs(ARTICLE[:2])}<ul>{items}</ul>{files.paragraphs(ARTICLE[2:4])}"
    data = files.print_page(
        files.page(body, f"{BARE} ul {{ list-style: {mark} }}"), tmp_path, "--no-pdf-header-footer"
    )
    _, _, blocks = _read(data)
    assert _texts(blocks, "bullet") == list(LISTED)
    assert _texts(blocks) == [_bare(text) for text in ARTICLE[:4]]


@pytest.mark.parametrize("size", ["smaller", "60%", "100%"])
def test_a_raised_figure_does_not_join_the_number_before_it(size: str) -> None:
    body = f"<p>進口稅率升至30<sup>1</sup>，出口減少12<sup>23</sup>億，第2<sup>nd</sup>節。</p>{ARTICLE[0]}"
    raw, _, _ = _read(files.woven(body, f"{BARE} sup {{ font-size: {size} }}"))
    shown = "進口稅率升至30¹，出口減少12²³億，第2nd節。"
    assert squeeze(raw.text) == squeeze(f"{shown}{ARTICLE[0]}1")


def test_an_index_below_the_line_stays_a_figure() -> None:
    raw, _, _ = _read(files.woven(f"<p>排放CO<sub>2</sub>最多的國家。</p>{ARTICLE[0]}", BARE))
    assert squeeze(raw.text) == squeeze(f"排放CO2最多的國家。{ARTICLE[0]}1")
