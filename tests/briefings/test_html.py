"""Briefs as HTML and Markdown: what stands where, escaping, overrides, errors that name their template."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from lxml import html as lxml_html

from briefings import fitting, wording
from briefings.html import render_brief_html, render_brief_markdown, templates_folder
from briefings.model import Column, Discrepancy, Official
from briefings.setting import breakable, han, linked, mixed, tied
from tests.briefings import sample
from translate.errors import RenderError
from translate.hanzi import squeeze


def parse(page: str) -> Any:
    """The page as a tree without its style sheet (lxml's stubs know no text_content)."""
    tree: Any = lxml_html.document_fromstring(page)
    for style in tree.iter("style"):
        style.text = ""
    return tree


def text_of(page: str) -> str:
    return squeeze(str(parse(page).text_content()))


@pytest.fixture(scope="module", params=[True, False], ids=["print", "screen"])
def page(request: pytest.FixtureRequest) -> str:
    return render_brief_html(sample.briefing(), for_print=bool(request.param))


def test_every_statement_stands_there_in_both_languages(page: str) -> None:
    text = text_of(page)
    for statement in sample.briefing().statements:
        assert squeeze(statement.printed_en) in text
        assert squeeze(statement.zh) in text
        assert squeeze(statement.citation.human) in text
        assert squeeze(statement.state_words) in text


def test_every_passage_stands_there_in_both_languages(page: str) -> None:
    text = text_of(page)
    for passage in sample.PASSAGES:
        for row in passage.rows:
            assert squeeze(row.en) in text
            assert squeeze(row.zh) in text


def test_a_back_translation_has_no_quotation_marks_and_the_official_english_has(page: str) -> None:
    text = text_of(page)
    assert squeeze(f"“{sample.COMPETE.en}") not in text
    assert sample.COMPETE.official
    assert squeeze(f"“{sample.COMPETE.official.en}”") in text


def test_the_other_sides_account_is_labelled_and_never_in_the_issuers_colour(page: str) -> None:
    tree = parse(page)
    (entry,) = tree.xpath("//*[@id='s-q-no-support']//*[contains(@class,'official')]")
    assert "other" in entry.get("class")
    assert "PRC account – not the speaker’s wording" in entry.text_content()
    assert "seen only at second hand" in entry.text_content()
    (own,) = tree.xpath("//*[@id='s-q-compete']//*[contains(@class,'official')]")
    assert "issuer" in own.get("class")


def test_an_unknown_speaker_is_said_with_its_reason(page: str) -> None:
    assert squeeze("Speaker not named: the sentence names no subject") in text_of(page)


def test_the_quoted_part_of_a_whole_sentence_is_marked(page: str) -> None:
    tree = parse(page)
    assert {squeeze(mark.text_content()) for mark in tree.xpath("//tbody//u[@class='mark']")} == {
        squeeze(sample.UNNAMED.zh_mark)
    }


def test_translators_notes_stay_out_and_time_zones_are_no_conflict(page: str) -> None:
    text = text_of(page)
    assert squeeze("For translators only.") not in text
    assert squeeze("Time zones, no conflict") in text


def test_the_bottom_line_is_empty_and_signed(page: str) -> None:
    (box,) = parse(page).xpath("//section[@class='bottom-line']")
    assert squeeze(box.text_content()) == squeeze("Analyst’s bottom line Name Date")


def test_headings_are_nested(page: str) -> None:
    levels = [int(tag[1]) for tag in re.findall(r"<(h[1-6])\b", page)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_link_has_its_target_and_no_id_stands_twice(page: str) -> None:
    tree = parse(page)
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {href[1:] for href in tree.xpath("//a/@href") if href.startswith("#")} <= set(ids)


def test_nothing_is_fetched_and_nothing_runs(page: str) -> None:
    tree = parse(page)
    assert not tree.xpath("//script | //link | //img | //iframe | //*[@onclick]")
    assert "@import" not in page
    assert "url(" not in page


def test_chinese_is_tagged(page: str) -> None:
    tree = parse(page)
    untagged = [
        text for text in tree.xpath("//body//text()[not(ancestor::*[@lang='zh-Hant-TW'])]")
        if re.search("[\u4e00-\u9fff]", text)
    ]  # fmt: skip
    assert untagged == []


def test_a_marking_is_printed_and_none_is_invented() -> None:
    assert 'class="marking"' not in render_brief_html(sample.briefing(), for_print=True)
    marked = render_brief_html(sample.briefing(marking="EMBARGOED"), for_print=True)
    assert '<p class="marking">EMBARGOED</p>' in marked


def test_text_is_escaped() -> None:
    nasty = replace(
        sample.ORDER, en="<b>bold</b> & “more”", printed_en="<script>alert(1)</script>", zh="<i>臺灣</i>"
    )
    brief = sample.briefing(columns=(Column("PRC", "The Chinese side", (nasty,)),), quotes=(nasty,))
    page = render_brief_html(brief, for_print=False)
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<i>臺灣" not in page


def test_a_short_brief_says_everything_once_on_page_one() -> None:
    brief = sample.briefing(
        quotes=(), reports=(sample.NUCLEAR,), columns=(Column("joint", "Both sides", (sample.NUCLEAR,)),),
        summary=sample.briefing().summary[:0], passages=(), mentions=(), notes=(),
    )  # fmt: skip
    page = render_brief_html(brief, for_print=True)
    assert text_of(page).count(squeeze(sample.NUCLEAR.printed_en)) == 1
    assert 'id="readouts"' not in page


def test_a_discrepancy_that_a_note_tells_is_not_told_twice() -> None:
    told = Discrepancy(sample.NOTES[0].text, ("a", "b"), "proposed")
    other = Discrepancy("Two papers, two dates", ("November 15", "November 16"), "proposed")
    page = render_brief_html(sample.briefing(discrepancies=(told, other)), for_print=True)
    assert text_of(page).count(squeeze(told.what)) == 1
    assert squeeze("differs, proposed") in text_of(page)
    assert squeeze(other.what) in text_of(page)


def test_two_principal_sides_stand_side_by_side_and_the_others_below() -> None:
    spread = wording.spread(sample.briefing())
    assert spread.left
    assert spread.right
    assert (spread.left.side, spread.right.side) == ("US", "PRC")
    assert [column.side for column in spread.stacked] == ["joint", ""]


def test_one_side_or_many_stack() -> None:
    sides = tuple(Column(side, side, (sample.ORDER,)) for side in ("US", "PRC", "Japan", "Korea", "EU"))
    assert wording.spread(sample.briefing(columns=sides)).stacked == sides
    assert wording.spread(sample.briefing(columns=sides[:1])).stacked == sides[:1]


def test_page_one_takes_smaller_type_for_longer_statements() -> None:
    few = fitting.front(sample.briefing(summary=sample.briefing().summary[:2]))
    assert few.type == ""
    assert few.officials == {"q-compete", "q-one-china"}
    many = fitting.front(sample.briefing(summary=sample.briefing().summary * 2))
    assert many.type == "denser"
    assert many.officials == frozenset()


def test_a_workspaces_own_template_comes_first_file_by_file(tmp_path: Path) -> None:
    own = tmp_path / "briefing" / "parts"
    own.mkdir(parents=True)
    (own / "caveats.html.j2").write_text("<p>Our own caveats</p>", encoding="utf-8")
    page = render_brief_html(sample.briefing(), for_print=False, overrides=tmp_path)
    assert "Our own caveats" in page
    assert 'id="sources"' in page


@pytest.mark.parametrize("body", ["\n\n{{ briefing.no_such_field }}", "\n\n{% if %}", "\n\n{{ unknown }}"])
def test_a_broken_template_is_named_with_its_line(tmp_path: Path, body: str) -> None:
    own = tmp_path / "briefing" / "parts"
    own.mkdir(parents=True)
    (own / "caveats.html.j2").write_text(body, encoding="utf-8")
    with pytest.raises(RenderError) as caught:
        render_brief_html(sample.briefing(), for_print=False, overrides=tmp_path)
    assert caught.value.exit_code == 5
    assert "caveats.html.j2, line 3" in caught.value.message
    assert str(templates_folder()) in caught.value.remedy


def test_markdown_holds_every_statement() -> None:
    text = render_brief_markdown(sample.briefing())
    for statement in sample.briefing().statements:
        assert statement.printed_en in text
        assert statement.zh in text
    assert "&" not in text
    assert "\n\n\n\n" not in text


def test_thin_spaces_are_for_print_only() -> None:
    assert "G20\u2009峰" not in render_brief_html(sample.briefing(), for_print=False)
    assert "11\u2009月\u200914\u2009日" in han("11月14日", spaced=True)
    assert "美\u2009G20" in han("美G20", "G20", spaced=True).replace('<u class="mark">', "")
    assert "\u2009" not in han("11月14日")
    assert "「\u2009G20" not in han("「G20」峰會", spaced=True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the cake", "“the cake”"),
        ('to "make the cake bigger" now', "“to ‘make the cake bigger’ now”"),
        ("China's core", "“China’s core”"),
        ("forces for 'Taiwan independence' provoke", "“forces for ‘Taiwan independence’ provoke”"),
        ("Xi: \"forces for 'independence' provoke us.\"", "“Xi: ‘forces for “independence” provoke us.’”"),
        ("“inner” curly", "“‘inner’ curly”"),
    ],
)
def test_quotation_marks_follow_their_depth(text: str, expected: str) -> None:
    assert wording.quoted(text) == expected


def test_helpers() -> None:
    assert 'lang="zh-Hant-TW"' in mixed("“vigorously” has become 激烈.")
    assert tied("Forum 94, para. 7") == "Forum 94, para.\u00a07"
    assert "<wbr>" in breakable("https://example.org/a/b")
    assert 'href="https://example.org/a"' in linked("see https://example.org/a.")
    assert wording.day_in_words("2021-11-15") == "November 15, 2021"
    assert wording.day_in_words("2021-Q4") == "2021-Q4"
    readout = Official(
        "words", "issuer readout", "secondary", "Xinhua: https://news.cn/a ; again https://news.cn/b"
    )
    assert wording.status_words(readout, "PRC readout") == "PRC readout, official English"
    assert "http" not in wording.source_words(readout)
